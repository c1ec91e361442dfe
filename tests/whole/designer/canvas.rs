//! Gestures on the canvas, by mouse and by keyboard.

use eframe::egui::{Key, Modifiers, PointerButton, vec2};
use pipewright::editor::Item;
use pipewright_core::document::extras::Note;

use egui_kittest::kittest::Queryable as _;

use super::{Designer, Find as _};

fn selected(designer: &Designer) -> Vec<String> {
    let editor = designer.harness.state().editor();
    let pipeline = editor.document().pipeline();
    let name = |item: &Item| match *item {
        Item::Stage(id) => pipeline.stage(id).expect("a stage").name().to_owned(),
        Item::Action(id) => pipeline.action(id).expect("an action").1.name().to_owned(),
        Item::Wire { to, input } => {
            let action = pipeline.action(to).expect("an action").1;
            format!("{} → {}", action.input_artifacts().nth(input).expect("an input"), action.name())
        }
        Item::Note(index) => editor.document().note(index).expect("a note").text().to_owned(),
    };
    editor.selection().items().iter().map(name).collect()
}

#[test]
fn a_click_selects_and_shift_adds() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("Build");
    assert_eq!(selected(&designer), ["Build"]);
    let other = designer.card("UnitTests");
    designer.button_at(other, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(selected(&designer), ["Build", "UnitTests"]);
    designer.button_at(other, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(selected(&designer), ["Build"]);
    designer.key(Key::Escape);
    assert_eq!(selected(&designer), ["Build"], "one level up is the stage of the same name");
    assert!(matches!(designer.harness.state().editor().selection().single(), Some(Item::Stage(_))));
    designer.key(Key::Escape);
    assert!(selected(&designer).is_empty());
}

#[test]
fn a_marquee_selects_what_it_touches_and_escape_leaves_no_trace() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    // From the gap before the stage; its head would be dragged instead.
    let (from, to) =
        (designer.card("Migrations") - vec2(76.0, 14.0), designer.card("UnitTests") + vec2(20.0, 30.0));
    designer.drag_and_drop(from, to);
    let mut found = selected(&designer);
    found.sort();
    assert_eq!(found, ["Build", "Migrations", "UnitTests"]);
    assert!(!designer.harness.state().editor().is_dirty());
}

#[test]
fn cards_are_moved_to_other_steps_and_stages() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    assert_eq!(
        designer.steps("Build"),
        [(1, "Migrations".into()), (2, "Build".into()), (2, "UnitTests".into())]
    );
    let beside_migrations = designer.card("Migrations") + vec2(0.0, 36.0);
    let tests = designer.card("UnitTests");
    designer.drag_and_drop(tests, beside_migrations);
    assert_eq!(
        designer.steps("Build"),
        [(1, "Migrations".into()), (1, "UnitTests".into()), (2, "Build".into())]
    );

    let smoke = designer.card("SmokeTests");
    let behind_approve = designer.card("Approve") + vec2(55.0, 0.0);
    designer.drag_and_drop(smoke, behind_approve);
    assert_eq!(designer.steps("Approval"), [(1, "Approve".into()), (2, "SmokeTests".into())]);

    designer.keys(Modifiers::COMMAND, Key::Z);
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert!(!designer.harness.state().editor().is_dirty());
}

#[test]
fn escape_during_a_drag_changes_nothing() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_text();
    let (from, to) = (designer.card("UnitTests"), designer.card("Approve"));
    designer.drag(from, to);
    assert!(!designer.harness.state().canvas().gesture().is_idle());
    designer.harness.key_press(Key::Escape);
    designer.settle();
    assert!(designer.harness.state().canvas().gesture().is_idle());
    designer.harness.drop_at(to);
    designer.settle();
    assert_eq!(designer.document().to_text(), before);
    assert!(designer.harness.state().editor().history().undo_label().is_none());
}

#[test]
fn a_stage_is_dragged_by_its_head() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    assert_eq!(designer.stages(), ["Source", "Build", "Staging", "Approval", "Production"]);
    let (from, to) = (designer.header("Approval"), designer.header("Staging") - vec2(80.0, -10.0));
    designer.drag_and_drop(from, to);
    assert_eq!(designer.stages(), ["Source", "Build", "Approval", "Staging", "Production"]);
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(designer.stages(), ["Source", "Build", "Staging", "Approval", "Production"]);
}

#[test]
fn a_wire_is_drawn_from_an_output_to_an_action_that_takes_it() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let outputs: Vec<String> = designer.action("Build").output_artifacts().map(str::to_owned).collect();
    let port = designer.harness.get_by_label_output(&outputs[0], "Build");
    let target = designer.card("SmokeTests");
    designer.drag(port, target);
    assert!(designer.shows("Release to connect"), "{:?}", designer.harness.state().canvas().gesture());
    designer.harness.drop_at(target);
    designer.settle();
    assert!(designer.action("SmokeTests").input_artifacts().any(|name| name == outputs[0]));
}

#[test]
fn arrows_walk_and_delete_keeps_a_neighbor_selected() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("Migrations");
    designer.key(Key::ArrowRight);
    assert_eq!(selected(&designer), ["Build"]);
    designer.key(Key::ArrowDown);
    assert_eq!(selected(&designer), ["UnitTests"]);
    designer.key(Key::ArrowRight);
    assert_eq!(selected(&designer), ["DeployStaging"]);
    designer.key(Key::Delete);
    assert_eq!(selected(&designer), ["SmokeTests"]);
    assert!(designer.shows("Deleted DeployStaging"));
    designer.harness.query_all_by_label("Undo").collect::<Vec<_>>().pop().expect("the toast").click();
    designer.settle();
    assert_eq!(designer.action("DeployStaging").name(), "DeployStaging");
}

#[test]
fn names_are_typed_in_place() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("Build");
    designer.key(Key::F2);
    designer.type_text("Image");
    designer.key(Key::Enter);
    assert_eq!(designer.action("Image").name(), "Image");
    let header = designer.header("Approval");
    designer.double_click_at(header);
    designer.type_text("Gate");
    designer.key(Key::Escape);
    assert_eq!(designer.stages()[3], "Approval", "Escape keeps the name");
}

#[test]
fn the_wheel_pans_and_zooms_at_the_pointer() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.card("Build");
    designer.wheel(before, vec2(0.0, -40.0), Modifiers::NONE);
    let panned = designer.card("Build");
    assert!((panned.y - before.y + 40.0).abs() < 1.0, "{before:?} {panned:?}");
    let zoom = designer.harness.state().canvas().camera().zoom();
    designer.wheel(panned, vec2(0.0, 120.0), Modifiers::COMMAND);
    assert!(designer.harness.state().canvas().camera().zoom() > zoom);
    let zoomed = designer.card("Build");
    assert!((zoomed - panned).length() < 2.0, "what is under the pointer stays: {panned:?} {zoomed:?}");
    designer.keys(Modifiers::COMMAND, Key::Num0);
    assert!((designer.harness.state().canvas().camera().zoom() - 1.0).abs() < 1e-3);
}

#[test]
fn actions_come_from_the_palette_by_drag_by_key_and_by_the_plus() {
    let (mut designer, _folder) = Designer::sample("codecommit-ec2");
    let stage_count = designer.stages().len();
    // By key, at the selection.
    designer.keys(Modifiers::NONE, Key::Escape);
    let header = designer.header(designer.stages()[1]);
    designer.click_at(header);
    designer.key(Key::A);
    designer.type_text("approval");
    designer.key(Key::Enter);
    assert!(selected(&designer)[0].starts_with("Approve"), "{:?}", selected(&designer));
    // By the "+" before the last stage.
    let last = designer.stages()[stage_count - 1].to_owned();
    designer.click_button(&format!("Add stage before {last}"));
    designer.type_text("lambda");
    designer.key(Key::Enter);
    assert_eq!(designer.stages().len(), stage_count + 1);
    // By drag from the palette onto a stage.
    designer.keys(Modifiers::SHIFT, Key::Num1);
    let row = designer.harness.get_palette_row("Manual approval");
    let onto = designer.header(&last) + vec2(0.0, 60.0);
    let count = designer.document().pipeline().actions().count();
    designer.drag_and_drop(row, onto);
    assert_eq!(designer.document().pipeline().actions().count(), count + 1);
}

#[test]
fn notes_are_shown_and_follow_a_rename() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let note = designer.document().notes().next().expect("a note").text().to_owned();
    assert!(designer.harness.query_by_label(&note).is_some());
    let stage =
        designer.document().notes().next().and_then(|note| note.stage().map(str::to_owned)).expect("a stage");
    let header = designer.header(&stage);
    designer.double_click_at(header);
    designer.type_text("Assemble");
    designer.key(Key::Enter);
    assert_eq!(designer.document().notes().next().and_then(Note::stage), Some("Assemble"));
}
