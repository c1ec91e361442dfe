//! Each row of the table of gestures, as hands do it.

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pipewright::canvas::Gesture;
use pipewright::editor::Item;

use super::{Designer, Find as _};

/// What a screen reader was told last.
fn announced(designer: &Designer) -> String {
    let node = designer.harness.get_by_role(Role::Status);
    node.accesskit_node().label().unwrap_or_default()
}

fn gesture(designer: &Designer) -> &Gesture {
    designer.harness.state().canvas().gesture()
}

/// An empty place of the canvas, below everything.
fn nowhere(designer: &Designer) -> Pos2 {
    designer.card("Migrations") + vec2(0.0, 420.0)
}

/// The document and its history are as they were opened.
#[track_caller]
fn assert_untouched(designer: &Designer, before: &[u8]) {
    assert_eq!(designer.document().to_bytes(), before);
    assert!(designer.harness.state().editor().history().undo_label().is_none());
}

#[test]
fn the_middle_button_pans_over_cards_and_the_right_one_over_nothing() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    for (button, from) in
        [(PointerButton::Middle, designer.card("Build")), (PointerButton::Secondary, nowhere(&designer))]
    {
        let before = designer.card("Build");
        designer.drag_with(button, from, from + vec2(60.0, 30.0));
        let moved = designer.card("Build") - before;
        assert!((moved - vec2(60.0, 30.0)).length() < 12.0, "{button:?}: {moved:?}");
        assert!(gesture(&designer).is_idle());
    }
    assert!(designer.harness.state().editor().selection().is_empty());
    assert!(!designer.harness.state().editor().is_dirty());
}

/// What stands in menus and dialogs that are open.
fn has_item(designer: &Designer, label: &str) -> bool {
    designer.harness.query_by_role_and_label(Role::Button, label).is_some()
}

#[test]
fn the_right_button_opens_a_menu_that_stays_on_whatever_it_is_over() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let places = [
        (designer.card("Build"), "Save as snippet…"),
        (designer.header("Build"), "Collapse or expand stage"),
        (nowhere(&designer), "Turn layout"),
        // Inside of the box, below its cards.
        (designer.card("Approve") + vec2(0.0, 38.0), "Disable or enable transition…"),
    ];
    for (at, item) in places {
        designer.button_at(at, PointerButton::Secondary, Modifiers::NONE);
        for _ in 0..3 {
            designer.harness.step();
        }
        assert!(has_item(&designer, item), "{item}");
        designer.key(Key::Escape);
        assert!(!has_item(&designer, item), "{item}");
    }
    // What is under the pointer is what the menu is about.
    let selected = designer.harness.state().editor().selection().single();
    assert!(matches!(selected, Some(Item::Stage(_))), "{selected:?}");
}

#[test]
fn a_menu_is_as_wide_as_its_words() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let note = designer.harness.get_by(|node| {
        node.role() == Role::Note && node.label().is_some_and(|label| label.starts_with("Migrations run"))
    });
    let at = note.rect().center();
    designer.button_at(at, PointerButton::Secondary, Modifiers::NONE);
    let item = designer.harness.get_by_role_and_label(Role::Button, "Untie note").rect();
    assert!((150.0..320.0).contains(&item.width()), "{item:?}");
}

#[test]
fn a_wire_has_a_menu_of_its_own() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let layout = &designer.harness.state().editor().derived().layout;
    let camera = designer.harness.state().canvas().camera();
    // The longest straight part of a wire is away from all cards.
    let parts = layout.wires.iter().flat_map(|wire| wire.points.windows(2));
    let length = |part: &&[pipewright_core::layout::Point]| (part[0].x - part[1].x).abs();
    let part = parts.max_by(|a, b| length(a).total_cmp(&length(b))).expect("a wire");
    let middle = pos2(f32::midpoint(part[0].x, part[1].x), f32::midpoint(part[0].y, part[1].y));
    let at = camera.screen_from_world(middle);
    designer.button_at(at, PointerButton::Secondary, Modifiers::NONE);
    assert!(has_item(&designer, "Show where it goes"));
    let selected = designer.harness.state().editor().selection().single();
    assert!(matches!(selected, Some(Item::Wire { .. })), "{selected:?}");
    designer.click_button("Delete");
    assert_eq!(announced(&designer).split(' ').next(), Some("Disconnected"));
}

#[test]
fn the_tabs_and_the_modes_have_menus() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    for (role, name, item) in [
        (Role::Tab, "Outline", "Collapse all stages"),
        (Role::Tab, "Log", "Next problem"),
        (Role::RadioButton, "Definition", "Show or hide inspector"),
    ] {
        let at = designer.harness.get_by_role_and_label(role, name).rect().center();
        designer.button_at(at, PointerButton::Secondary, Modifiers::NONE);
        assert!(has_item(&designer, item), "{name}");
        designer.key(Key::Escape);
    }
}

#[test]
fn the_walk_through_problems_begins_with_the_first() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("App");
    designer.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::H);
    let row = |index: usize| {
        let finding = &designer.harness.state().editor().derived().findings[index];
        format!("{}: {}", finding.code, finding.message)
    };
    let rows = [row(0), row(1)];
    for row in rows {
        designer.key(Key::F8);
        let mut listed = designer.harness.get_all_by_role(Role::ListItem);
        let current = listed.find(|node| node.accesskit_node().toggled() == Some(Toggled::True));
        let name = current.and_then(|node| node.accesskit_node().label()).unwrap_or_default();
        assert!(name.contains(&row), "{name} is not {row}");
    }
}

/// A tap on a touchpad presses and releases between two frames.
#[test]
fn a_tap_on_a_port_begins_a_wire_and_the_next_one_ends_it() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let tap = |designer: &mut Designer, at: Pos2| {
        designer.harness.hover_at(at);
        designer.harness.step();
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            designer.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers });
        }
        designer.settle();
    };
    let port = designer.harness.get_by_label_output("ImageDefinitions", "Build");
    tap(&mut designer, port);
    assert!(matches!(gesture(&designer), Gesture::Connecting { .. }), "{:?}", gesture(&designer));
    let taker = designer.card("SmokeTests");
    tap(&mut designer, taker);
    assert!(gesture(&designer).is_idle());
    let inputs: Vec<_> = designer.action("SmokeTests").input_artifacts().collect();
    assert!(inputs.contains(&"ImageDefinitions"), "{inputs:?}");
}

/// Shift+1 is `!` where it is typed; what the key itself says is told beside it.
#[test]
fn digits_with_shift_are_known_by_their_keys() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let zoom = |designer: &Designer| designer.harness.state().canvas().camera().zoom();
    designer.keys(Modifiers::COMMAND, Key::Num0);
    assert_eq!(zoom(&designer), 1.0);
    for pressed in [true, false] {
        designer.harness.event_modifiers(
            Event::Key {
                key: Key::Exclamationmark,
                physical_key: Some(Key::Num1),
                pressed,
                repeat: false,
                modifiers: Modifiers::SHIFT,
            },
            Modifiers::SHIFT,
        );
        designer.settle();
    }
    assert!(zoom(&designer) < 0.9, "{}", zoom(&designer));
}

#[test]
fn a_view_of_all_stays_one_while_the_window_takes_its_size() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.harness.set_size(vec2(640.0, 480.0));
    designer.settle();
    designer.harness.set_size(vec2(1680.0, 1000.0));
    designer.settle();
    let all = |designer: &Designer| {
        let state = designer.harness.state();
        let size = state.editor().derived().layout.size;
        state.canvas().camera().visible_world().expand(1.0).contains(pos2(size.x, size.y))
    };
    assert!(all(&designer));
    // Whoever looks at a place keeps it.
    designer.keys(Modifiers::COMMAND, Key::Num0);
    let camera = *designer.harness.state().canvas().camera();
    designer.harness.set_size(vec2(1400.0, 900.0));
    designer.settle();
    assert!(designer.harness.state().canvas().camera().stands_as(&camera));
}

#[test]
fn panels_close_and_open() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.keys(Modifiers::COMMAND, Key::B);
    assert!(designer.harness.query_by_role_and_label(Role::Tab, "Outline").is_none());
    designer.keys(Modifiers::COMMAND.plus(Modifiers::ALT), Key::B);
    assert!(!designer.shows("Service role"));
    designer.keys(Modifiers::COMMAND, Key::B);
    assert!(designer.harness.query_by_role_and_label(Role::Tab, "Outline").is_some());
    // Enter goes on in the inspector, so it has to be there.
    designer.click_card("Build");
    designer.key(Key::Enter);
    assert!(designer.shows("Primary source"));
}

#[test]
fn space_turns_the_pointer_into_a_hand() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.card("Build");
    designer.harness.key_down(Key::Space);
    designer.settle();
    designer.drag_and_drop(before, before + vec2(50.0, 40.0));
    designer.harness.key_up(Key::Space);
    designer.settle();
    let moved = designer.card("Build") - before;
    assert!(moved.x > 30.0 && moved.y > 20.0, "{moved:?}");
    assert!(gesture(&designer).is_idle());
    assert!(!designer.harness.state().editor().is_dirty());
}

#[test]
fn shift_turns_the_wheel_sideways() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.card("Build");
    designer.wheel(before, vec2(0.0, -40.0), Modifiers::SHIFT);
    let moved = designer.card("Build") - before;
    assert!((moved.x + 40.0).abs() < 1.0 && moved.y.abs() < 1.0, "{moved:?}");
}

#[test]
fn a_card_between_two_stages_opens_one_there() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_bytes();
    let gate = designer.harness.get_by_label("Add stage before Approval").rect().center();
    let from = designer.card("SmokeTests");
    designer.drag(from, gate + vec2(0.0, 60.0));
    assert!(designer.shows("Release to move into a new stage"), "{:?}", gesture(&designer));
    designer.harness.drop_at(gate + vec2(0.0, 60.0));
    designer.settle();
    assert_eq!(designer.stages(), ["Source", "Build", "Staging", "Test", "Approval", "Production"]);
    assert_eq!(designer.steps("Test"), [(1, "SmokeTests".into())]);
    assert_eq!(announced(&designer), "Moved SmokeTests to stage Test, step 1");
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(designer.document().to_bytes(), before);
}

#[test]
fn a_drop_that_means_nothing_says_so_and_does_nothing() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_bytes();
    let (from, to) = (designer.card("SmokeTests"), nowhere(&designer));
    designer.drag(from, to);
    assert_eq!(designer.said(), Some("Drop it on a stage, or between two to make a new one".to_owned()));
    designer.harness.drop_at(to);
    designer.settle();
    assert_untouched(&designer, &before);
}

#[test]
fn what_aws_would_not_take_is_drawn_all_the_same() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let from = designer.card("SmokeTests");
    let onto = designer.harness.get_by_label("Add action to Source").rect().center() - vec2(0.0, 30.0);
    designer.drag(from, onto);
    assert_eq!(designer.said(), Some("Only source actions run in the first stage".to_owned()));
    designer.harness.drop_at(onto);
    designer.settle();
    assert!(designer.steps("Source").iter().any(|(_, name)| name == "SmokeTests"));
}

#[test]
fn escape_brings_back_what_was_selected() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_bytes();
    designer.click_card("Build");
    let selection = designer.harness.state().editor().selection().clone();
    let empty = nowhere(&designer);
    let (marquee_from, head) = (empty, designer.header("Approval"));
    for (from, to) in [
        (marquee_from, designer.card("Migrations")),
        (head, designer.header("Staging")),
        (designer.card("UnitTests"), designer.card("Approve")),
    ] {
        designer.drag(from, to);
        assert!(!gesture(&designer).is_idle());
        designer.key(Key::Escape);
        assert!(gesture(&designer).is_idle());
        designer.harness.drop_at(to);
        designer.settle();
        assert_eq!(*designer.harness.state().editor().selection(), selection);
        assert_untouched(&designer, &before);
    }
}

#[test]
fn keys_tell_where_things_went() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("UnitTests");
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(announced(&designer), "Moved UnitTests to stage Build, step 3");
    let header = designer.header("Approval");
    designer.click_at(header);
    designer.keys(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(announced(&designer), "Moved stage Approval to place 3 of 5");
    designer.click_card("SmokeTests");
    designer.key(Key::Delete);
    assert_eq!(announced(&designer), "Deleted SmokeTests");
}

#[test]
fn enter_goes_on_in_the_inspector_and_escape_comes_back_up() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("Build");
    designer.key(Key::Enter);
    let name = designer.harness.get_by_role_and_label(Role::TextInput, "Name");
    assert!(name.accesskit_node().is_focused());
    designer.key(Key::Escape);
    designer.key(Key::Escape);
    assert!(matches!(designer.harness.state().editor().selection().single(), Some(Item::Stage(_))));
}

#[test]
fn a_plus_stands_between_two_steps() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_button("Add action between steps 1 and 2 of Build");
    designer.type_text("approval");
    designer.key(Key::Enter);
    let steps = designer.steps("Build");
    assert_eq!(steps.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [1, 2, 3, 3], "{steps:?}");
    assert!(steps[1].1.starts_with("Approve"), "{steps:?}");
}

#[test]
fn a_double_click_on_nothing_asks_what_to_add_there() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let gate = designer.harness.get_by_label("Add stage before Approval").rect().center();
    designer.double_click_at(gate + vec2(0.0, 60.0));
    designer.type_text("empty stage");
    designer.key(Key::Enter);
    designer.key(Key::Escape);
    assert_eq!(designer.stages().len(), 6);
    assert_eq!(designer.stages()[4], "Approval");
}

#[test]
fn tab_adds_at_the_selection() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("Approve");
    designer.key(Key::Tab);
    designer.type_text("lambda");
    designer.key(Key::Enter);
    assert_eq!(designer.steps("Approval").len(), 2);
}

#[test]
fn a_badge_opens_its_part_of_the_inspector() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let badge = designer.harness.query_all_by_label_contains("Stage Production: ").next();
    badge.expect("the sample rolls production back").click();
    designer.settle();
    let selection = designer.harness.state().editor().selection().single();
    let Some(Item::Stage(id)) = selection else { panic!("{selection:?}") };
    let pipeline = designer.document().pipeline();
    assert!(pipeline.stage(id).is_some_and(|stage| stage.name() == "Production"));
    assert!(designer.shows("On failure"));
}

#[test]
fn an_output_is_named_for_screen_readers() {
    let (designer, _folder) = Designer::sample("connection-ecs");
    let outputs: Vec<String> = designer.action("Build").output_artifacts().map(str::to_owned).collect();
    let at = designer.harness.get_by_label_output(&outputs[0], "Build");
    assert!((at - designer.card("Build")).length() > 50.0);
}

#[test]
fn two_fingers_zoom_at_the_pointer() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let at = designer.card("Build");
    let before = designer.harness.state().canvas().camera().zoom();
    designer.harness.hover_at(at);
    designer.harness.step();
    for (factor, is_larger) in [(1.4, true), (0.5, false)] {
        designer.harness.event(Event::Zoom(factor));
        designer.settle();
        let zoom = designer.harness.state().canvas().camera().zoom();
        assert_eq!(zoom > before, is_larger, "{before} {zoom}");
        assert!((designer.card("Build") - at).length() < 3.0, "what is between the fingers stays there");
    }
}

#[test]
fn the_view_moves_on_while_something_is_held_at_its_edge() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_bytes();
    let view = designer.harness.state().canvas().camera().view();
    let from = designer.card("Build");
    for (edge, further) in [
        (pos2(view.max.x - 4.0, from.y), vec2(1.0, 0.0)),
        (pos2(view.min.x + 4.0, from.y), vec2(-1.0, 0.0)),
        (pos2(from.x, view.max.y - 4.0), vec2(0.0, 1.0)),
    ] {
        let from = designer.card("Build");
        designer.drag(from, edge);
        let world = |designer: &Designer| designer.harness.state().canvas().camera().world_from_screen(edge);
        let began = world(&designer);
        for _ in 0..20 {
            designer.harness.step();
        }
        assert!((world(&designer) - began).dot(further) > 20.0, "{edge:?}");
        designer.key(Key::Escape);
        designer.harness.drop_at(edge);
        designer.settle();
        designer.keys(Modifiers::SHIFT, Key::Num1);
    }
    assert_untouched(&designer, &before);
}

/// Some point of a wire where nothing else is.
fn on_wire(designer: &Designer, to: &str) -> Pos2 {
    let app = designer.harness.state();
    let derived = app.editor().derived();
    let taker = designer.action(to).id;
    let path = derived.layout.wires.iter().find(|path| derived.flow.wires[path.wire].to.action == taker);
    let ends = path.expect("a wire").points.windows(2).max_by(|a, b| {
        let length = |ends: &[pipewright_core::layout::Point]| {
            (ends[1].x - ends[0].x).abs() + (ends[1].y - ends[0].y).abs()
        };
        length(a).total_cmp(&length(b))
    });
    let ends = ends.expect("two points");
    let middle = pos2(ends[0].x.midpoint(ends[1].x), ends[0].y.midpoint(ends[1].y));
    app.canvas().camera().screen_from_world(middle)
}

#[test]
fn shift_and_ctrl_add_wires_to_the_selection_and_take_them_away() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let (first, second) = (on_wire(&designer, "DeployStaging"), on_wire(&designer, "UnitTests"));
    let wires = |designer: &Designer| {
        let selection = designer.harness.state().editor().selection();
        selection.items().iter().filter(|item| matches!(item, Item::Wire { .. })).count()
    };
    designer.click_at(first);
    assert_eq!(wires(&designer), 1);
    designer.button_at(second, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(wires(&designer), 2);
    designer.button_at(first, PointerButton::Primary, Modifiers::COMMAND);
    assert_eq!(wires(&designer), 1);
    designer.click_at(first);
    assert_eq!(wires(&designer), 1, "without a key only what was clicked");
}

#[test]
fn what_moves_past_the_last_stage_opens_one() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let stages = designer.stages().len();
    designer.click_card("DeployProduction");
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(designer.stages().len(), stages, "all that the stage has stays");
    designer.keys(Modifiers::COMMAND, Key::D);
    // Out of the run order the two share, then out of the stage.
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(designer.stages().len(), stages);
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(designer.stages().len(), stages + 1);
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(designer.stages().len(), stages, "one step");
}

/// How many things are selected.
fn selected(designer: &Designer) -> usize {
    designer.harness.state().editor().selection().items().len()
}

#[test]
fn enter_and_space_leave_what_is_selected() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let empty = nowhere(&designer);
    designer.click_at(empty);
    designer.keys(Modifiers::COMMAND, Key::A);
    let all = selected(&designer);
    assert!(all > 5);
    designer.key(Key::Space);
    assert_eq!(selected(&designer), all, "Space is the hand");
    designer.key(Key::Enter);
    assert_eq!(selected(&designer), all, "Enter goes to the inspector");
    // One of them has the keyboard.
    let card = designer.card("Build");
    designer.key(Key::Escape);
    designer.click_at(card);
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.key(Key::Space);
    assert_eq!(selected(&designer), all);
}

#[test]
fn f2_on_a_wire_and_a_double_click_go_to_its_name() {
    for by_key in [true, false] {
        let (mut designer, _folder) = Designer::sample("connection-ecs");
        let wire = on_wire(&designer, "DeployStaging");
        if by_key {
            designer.click_at(wire);
            designer.key(Key::F2);
        } else {
            designer.double_click_at(wire);
        }
        let name = designer.harness.get_by_role_and_label(Role::TextInput, "Artifact");
        assert!(name.accesskit_node().is_focused(), "by key: {by_key}");
    }
}

#[test]
fn two_fingers_over_a_panel_leave_the_canvas() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let view = designer.harness.state().canvas().camera().view();
    let before = *designer.harness.state().canvas().camera();
    let over = [
        ("the palette", view.left_center() - vec2(60.0, 0.0)),
        ("the inspector", view.right_center() + vec2(60.0, 0.0)),
        ("the drawer", view.center_bottom() + vec2(0.0, 60.0)),
        ("the top bar", view.center_top() - vec2(200.0, 20.0)),
    ];
    for (part, at) in over {
        designer.harness.hover_at(at);
        designer.harness.step();
        designer.harness.event(Event::Zoom(1.6));
        designer.settle();
        assert!(designer.harness.state().canvas().camera().stands_as(&before), "over {part}");
    }
}

#[test]
fn what_is_carried_over_the_edge_does_not_move_the_view() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let view = designer.harness.state().canvas().camera().view();
    let before = *designer.harness.state().canvas().camera();
    let row = designer.harness.get_palette_row("CodeCommit");
    let edge = pos2(view.min.x + 10.0, row.y);
    designer.drag(row, edge);
    for _ in 0..20 {
        designer.harness.step();
    }
    assert!(designer.harness.state().canvas().camera().stands_as(&before), "on the way in");
    designer.harness.hover_at(view.center());
    designer.harness.step();
    designer.harness.hover_at(edge);
    for _ in 0..20 {
        designer.harness.step();
    }
    assert!(!designer.harness.state().canvas().camera().stands_as(&before), "back at the edge");
    designer.key(Key::Escape);
    designer.harness.drop_at(edge);
    designer.settle();
}

#[test]
fn a_stage_that_takes_the_place_of_the_sources_is_cautioned() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let (head, gate) = (designer.header("Source"), designer.header("Approval"));
    designer.drag(head, gate);
    assert_eq!(designer.said().as_deref(), Some("Only source actions run in the first stage"));
    designer.key(Key::Escape);
    designer.harness.drop_at(gate);
    designer.settle();
    let (head, gate) = (designer.header("Approval"), designer.header("Staging"));
    designer.drag(head, gate);
    assert_eq!(designer.said(), None);
    designer.harness.drop_at(gate);
    designer.settle();
    assert_eq!(designer.stages()[2], "Approval");
}

#[test]
fn the_field_for_a_name_stays_on_its_card() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.keys(Modifiers::COMMAND, Key::Num0);
    designer.click_card("Build");
    designer.key(Key::F2);
    let view = designer.harness.state().canvas().camera().view();
    let fields = designer.harness.query_all_by_role_and_label(Role::TextInput, "Name");
    let field = fields.map(|node| node.rect()).find(|rect| view.contains_rect(*rect)).expect("a field");
    let card = designer.harness.query_all_by_label_contains("Build, CodeBuild, stage Build").next();
    let card = card.expect("a card").rect();
    assert!(card.contains_rect(field), "{field:?} in {card:?}");
    assert!(field.max.y < card.center().y + 4.0, "the provider is seen below it: {field:?} in {card:?}");
}
