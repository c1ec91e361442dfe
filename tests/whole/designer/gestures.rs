//! Each row of the table of gestures, as hands do it.

use eframe::egui::accesskit::Role;
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
