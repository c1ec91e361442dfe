//! Wires: drawn, chosen, carried away, hidden.

use eframe::egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use pipewright::editor::Item;
use pipewright::settings::WireChoice;

use super::{Designer, Find as _};

fn inputs(designer: &Designer, action: &str) -> Vec<String> {
    designer.action(action).input_artifacts().map(str::to_owned).collect()
}

fn output(designer: &Designer, action: &str) -> (String, Pos2) {
    let name = designer.action(action).output_artifacts().next().expect("an output").to_owned();
    let at = designer.harness.get_by_label_output(&name, action);
    (name, at)
}

fn input(designer: &Designer, action: &str) -> (String, Pos2) {
    let name = inputs(designer, action)[0].clone();
    let at = designer.harness.get_by_label(&format!("Input {name} of {action}")).rect().center();
    (name, at)
}

fn nowhere(designer: &Designer) -> Pos2 {
    designer.card("Migrations") + vec2(0.0, 420.0)
}

#[test]
fn a_click_on_an_output_and_one_on_a_taker_connect() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let (artifact, port) = output(&designer, "Build");
    designer.click_at(port);
    assert!(designer.shows("Click the action that takes it"));
    let taker = designer.card("SmokeTests");
    designer.harness.hover_at(taker);
    designer.settle();
    assert!(designer.shows("Click to connect"));
    designer.click_at(taker);
    assert!(inputs(&designer, "SmokeTests").contains(&artifact));
    assert!(designer.harness.state().canvas().gesture().is_idle());
}

#[test]
fn a_taker_that_cannot_says_why() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_bytes();
    let (_, port) = output(&designer, "Build");
    for (onto, words) in [
        ("Migrations", "Migrations starts before Build has ended"),
        ("Approve", "Manual approval takes no artifacts"),
        ("Build", "An action cannot take what it makes itself"),
    ] {
        let onto = designer.card(onto);
        designer.drag(port, onto);
        assert_eq!(designer.said(), Some(words.to_owned()));
        designer.harness.drop_at(onto);
        designer.settle();
        assert_eq!(designer.document().to_bytes(), before);
    }
}

#[test]
fn a_wire_let_go_over_nothing_asks_who_takes_it() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let (artifact, port) = output(&designer, "Build");
    let to = nowhere(&designer);
    designer.drag_and_drop(port, to);
    assert!(designer.shows(&format!("What takes {artifact}")));
    designer.type_text("smoke");
    designer.key(Key::Enter);
    assert!(inputs(&designer, "SmokeTests").contains(&artifact));

    designer.drag_and_drop(port, to);
    designer.type_text("lambda");
    designer.key(Key::Enter);
    let added = designer.harness.state().editor().selection().single();
    let Some(Item::Action(id)) = added else { panic!("{added:?}") };
    let action = designer.document().pipeline().action(id).expect("just added").1;
    assert_eq!(action.input_artifacts().collect::<Vec<_>>(), [artifact.as_str()]);
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert!(designer.document().pipeline().action(id).is_none(), "action and wire are one step");
}

#[test]
fn the_keyboard_connects_as_well() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let (artifact, _) = output(&designer, "Build");
    designer.click_card("Build");
    designer.key(Key::C);
    designer.type_text("smoke");
    designer.key(Key::Enter);
    assert!(inputs(&designer, "SmokeTests").contains(&artifact));
}

#[test]
fn the_end_of_a_wire_is_carried_to_another_action_or_away() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let (artifact, end) = input(&designer, "DeployStaging");
    let smoke = designer.card("SmokeTests");
    designer.drag_and_drop(end, smoke);
    assert!(!inputs(&designer, "DeployStaging").contains(&artifact));
    assert!(inputs(&designer, "SmokeTests").contains(&artifact));
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert!(!designer.harness.state().editor().is_dirty(), "one step");

    let (_, end) = input(&designer, "DeployStaging");
    let to = nowhere(&designer);
    designer.drag(end, to);
    assert!(designer.shows("Release on nothing to disconnect"));
    designer.harness.drop_at(to);
    designer.settle();
    assert!(!inputs(&designer, "DeployStaging").contains(&artifact));
    designer.keys(Modifiers::COMMAND, Key::Z);

    let (_, end) = input(&designer, "DeployStaging");
    designer.click_at(end);
    assert!(matches!(designer.harness.state().editor().selection().single(), Some(Item::Wire { .. })));
    designer.key(Key::Delete);
    assert!(!inputs(&designer, "DeployStaging").contains(&artifact));
}

#[test]
fn which_wires_are_shown_is_remembered() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    for (command, choice) in [
        ("Hide wires", WireChoice::Never),
        ("Show wires of the selection", WireChoice::Selection),
        ("Show all wires", WireChoice::Always),
    ] {
        designer.keys(Modifiers::COMMAND, Key::K);
        designer.type_text(command);
        designer.key(Key::Enter);
        assert_eq!(designer.harness.state().canvas().wires, choice);
        let (kept, problem) = pipewright::settings::Settings::load(
            &pipewright::storage::Folders::in_one(&designer.home).config,
        );
        assert!(problem.is_none());
        assert_eq!(kept.wires, choice);
    }
}

/// The hand is far away before the press is known to be a drag.
#[test]
fn a_quick_hand_draws_a_wire() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let (artifact, port) = output(&designer, "Build");
    let taker = designer.card("SmokeTests");
    designer.harness.hover_at(port);
    designer.harness.step();
    designer.harness.drag_at(port);
    designer.harness.step();
    designer.harness.hover_at(taker);
    designer.harness.step();
    designer.harness.hover_at(taker);
    designer.harness.step();
    assert!(designer.shows("Release to connect"));
    designer.harness.drop_at(taker);
    designer.settle();
    assert!(inputs(&designer, "SmokeTests").contains(&artifact));
}

#[test]
fn ports_side_by_side_can_be_hit_from_afar() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let zoom = designer.harness.state().canvas().camera().zoom();
    assert!((0.5..0.7).contains(&zoom), "{zoom}");
    let rect = |artifact: &str| designer.harness.get_by_label(&format!("Output {artifact} of Build")).rect();
    let (first, second) = (rect("ImageDefinitions"), rect("ReleaseFiles"));
    assert!(first.height() >= 12.0 && second.height() >= 12.0, "{first:?} {second:?}");
    assert!(!first.shrink(0.5).intersects(second), "of two the nearer is meant: {first:?} {second:?}");
    for (at, artifact) in [
        (first.center_top() + vec2(0.0, 2.0), "ImageDefinitions"),
        (second.center_bottom() - vec2(0.0, 2.0), "ReleaseFiles"),
    ] {
        designer.drag(at, designer.card("SmokeTests"));
        designer.harness.drop_at(designer.card("SmokeTests"));
        designer.settle();
        assert!(inputs(&designer, "SmokeTests").contains(&artifact.to_owned()), "{artifact}");
    }
}
