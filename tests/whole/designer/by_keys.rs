//! The whole way from the start dialog to an exported file by the keyboard alone: no click, and nothing called that
//! a person could not press.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::NodeT as _;
use pipewright::editor::Item;
use pipewright_core::check::check;
use pipewright_core::document::Document;
use pipewright_core::pipeline::ConditionKind;
use serde_json::Value;

use super::{Designer, folder};

fn has_focus(designer: &Designer, role: Role, name: &str) -> bool {
    let is_it = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.is_focused() && node.role() == role && node.label().is_some_and(|label| label == name)
    };
    let root = designer.harness.root();
    root.children_recursive().any(|node| is_it(&node.accesskit_node()))
}

/// Presses Tab until something has the focus.
#[track_caller]
fn tab_to(designer: &mut Designer, role: Role, name: &str) {
    for _ in 0..200 {
        if has_focus(designer, role, name) {
            return;
        }
        designer.key(Key::Tab);
    }
    panic!("Tab does not come to {name}");
}

fn replace(designer: &mut Designer, text: &str) {
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text(text);
}

/// Through the list of commands.
fn go_to(designer: &mut Designer, name: &str) {
    designer.keys(Modifiers::COMMAND, Key::K);
    designer.type_text(&format!("Go to {name}"));
    designer.key(Key::Enter);
}

fn selected(designer: &Designer) -> String {
    let editor = designer.harness.state().editor();
    let pipeline = editor.document().pipeline();
    match editor.selection().single() {
        Some(Item::Stage(id)) => pipeline.stage(id).map(|stage| stage.name().to_owned()),
        Some(Item::Action(id)) => pipeline.action(id).map(|(_, action)| action.name().to_owned()),
        _ => None,
    }
    .unwrap_or_default()
}

fn findings(designer: &Designer) -> usize {
    designer.harness.state().editor().derived().findings.len()
}

#[test]
fn a_template_is_filled_mended_given_a_rollback_saved_and_exported_without_a_click() {
    let files = folder();
    let mut designer = Designer::start();
    tab_to(&mut designer, Role::Button, "From template: GitHub to ECS on Fargate");
    designer.key(Key::Enter);
    tab_to(&mut designer, Role::TextInput, "Name");
    replace(&mut designer, "checkout");
    tab_to(&mut designer, Role::TextInput, "Repository");
    replace(&mut designer, "acme/checkout");
    designer.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(designer.document().pipeline().name(), "checkout-release");
    assert_eq!(findings(&designer), 0);

    // A required field is emptied; the next problem leads back to it.
    go_to(&mut designer, "UnitTests");
    assert_eq!(selected(&designer), "UnitTests");
    designer.key(Key::Enter);
    tab_to(&mut designer, Role::TextInput, "Project");
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.key(Key::Delete);
    designer.key(Key::Tab);
    assert_eq!(findings(&designer), 1);
    go_to(&mut designer, "Production");
    assert_eq!(selected(&designer), "Production");
    designer.key(Key::F8);
    assert_eq!(selected(&designer), "UnitTests");
    assert!(has_focus(&designer, Role::TextInput, "Project"));
    designer.type_text("checkout-tests");
    assert_eq!(findings(&designer), 0);

    go_to(&mut designer, "Staging");
    assert_eq!(selected(&designer), "Staging");
    designer.key(Key::Enter);
    tab_to(&mut designer, Role::ComboBox, "If the stage fails");
    designer.key(Key::Enter);
    tab_to(&mut designer, Role::ListBoxOption, "Roll back");
    designer.key(Key::Enter);
    let staging = designer.document().pipeline().stages.iter().find(|stage| stage.name() == "Staging");
    let on_failure = staging.and_then(|stage| stage.conditions(ConditionKind::OnFailure));
    assert_eq!(on_failure.and_then(pipewright_core::pipeline::Conditions::result), Some("ROLLBACK"));

    let design = files.path().join("checkout.json");
    designer.keys(Modifiers::COMMAND, Key::S);
    replace(&mut designer, design.to_str().unwrap());
    designer.key(Key::Enter);
    assert!(!designer.harness.state().editor().is_dirty());

    let exported = files.path().join("export.json");
    designer.keys(Modifiers::COMMAND, Key::E);
    tab_to(&mut designer, Role::Button, "Save…");
    designer.key(Key::Enter);
    replace(&mut designer, exported.to_str().unwrap());
    designer.key(Key::Enter);

    let saved = Document::read(&std::fs::read(&design).unwrap()).unwrap();
    assert!(check(&saved).is_empty());
    let unit_tests = saved.pipeline().actions().find(|(_, action)| action.name() == "UnitTests").unwrap().1;
    assert_eq!(unit_tests.configuration().get("ProjectName"), Some("checkout-tests"));
    let exported: Value = serde_json::from_slice(&std::fs::read(&exported).unwrap()).unwrap();
    assert_eq!(exported["pipeline"]["name"], "checkout-release");
    assert_eq!(exported["pipeline"]["stages"][2]["onFailure"]["result"], "ROLLBACK");
}
