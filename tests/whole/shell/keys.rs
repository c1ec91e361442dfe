//! Keys that a person has chosen.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use serde_json::json;

use crate::designer::Designer;

fn open_sheet(designer: &mut Designer) {
    designer.key(Key::F1);
    designer.harness.get_by_role_and_label(Role::Dialog, "Keyboard shortcuts");
}

/// Presses Change beside a command, having searched for it.
#[track_caller]
fn change(designer: &mut Designer, command: &str) {
    let change = format!("Change keys of {command}");
    designer.type_text(command);
    designer.harness.get_by_role_and_label(Role::Button, &change).click();
    designer.settle();
    assert!(designer.shows("Press the new keys"));
}

#[test]
fn a_key_can_be_changed_and_works_at_once() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_sheet(&mut designer);
    change(&mut designer, "Export…");
    designer.keys(Modifiers::COMMAND.plus(Modifiers::ALT), Key::X);
    assert_eq!(super::settings(&designer)["keys"], json!({"export": ["Ctrl+Alt+X"]}));
    designer.close_dialog();

    designer.keys(Modifiers::COMMAND, Key::E);
    assert!(designer.harness.query_by_role_and_label(Role::Dialog, "Export design").is_none());
    designer.keys(Modifiers::COMMAND.plus(Modifiers::ALT), Key::X);
    designer.harness.get_by_role_and_label(Role::Dialog, "Export design");
    designer.close_dialog();

    // Menus show the key that is in use.
    designer.click_button("Menu");
    designer.harness.get_by_role_and_label(Role::Button, "File").click();
    designer.settle();
    assert!(designer.shows("Export…"));
    designer.key(Key::Escape);
}

#[test]
fn a_key_that_is_taken_can_be_swapped() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_sheet(&mut designer);
    change(&mut designer, "Export…");
    designer.keys(Modifiers::COMMAND, Key::S);
    assert!(designer.shows("Ctrl+S belongs to Save"), "the owner is named");
    designer.click_button("Swap");
    assert_eq!(super::settings(&designer)["keys"], json!({"export": ["Ctrl+S"], "save": ["Ctrl+E"]}));

    designer.click_button("Reset all");
    assert_eq!(super::settings(&designer)["keys"], json!({}));
}

#[test]
fn waiting_for_keys_ends_by_escape_and_changes_nothing() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_sheet(&mut designer);
    change(&mut designer, "Export…");
    designer.key(Key::Escape);
    assert!(!designer.shows("Press the new keys"));
    designer.harness.get_by_role_and_label(Role::Dialog, "Keyboard shortcuts");
    change_again(&mut designer);
    designer.key(Key::Tab);
    assert!(designer.shows("Tab stays free"), "canvas and dialogs need it");
}

fn change_again(designer: &mut Designer) {
    designer.click_button("Change keys of Export…");
}

#[test]
fn one_command_can_be_reset_or_left_without_keys() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_sheet(&mut designer);
    change(&mut designer, "Export…");
    designer.click_button("No keys");
    assert_eq!(super::settings(&designer)["keys"], json!({"export": []}));
    designer.click_button("Reset keys of Export…");
    assert_eq!(super::settings(&designer)["keys"], json!({}));
}

#[test]
fn keys_in_the_settings_that_mean_nothing_are_told_and_cost_nothing() {
    let settings = r#"{"keys": {"export": ["Ctrl+Alt+X"], "save": ["Hyper+S"], "dance": ["F9"]}}"#;
    let mut designer = super::with_settings(settings, None);
    assert!(designer.shows("Some keys of the settings cannot be used"));
    assert!(designer.shows("there is no command dance") && designer.shows("Hyper+S is no key for save"));
    designer.key(Key::Escape);
    designer.keys(Modifiers::COMMAND.plus(Modifiers::ALT), Key::X);
    designer.harness.get_by_role_and_label(Role::Dialog, "Export design");
}

#[test]
fn keys_are_found_by_what_is_pressed() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_sheet(&mut designer);
    designer.type_text("ctrl+k");
    designer.harness.get_by_role_and_label(Role::Button, "Change keys of Commands…");
    assert!(designer.harness.query_by_label("Change keys of Save").is_none());
}
