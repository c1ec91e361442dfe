//! The list of commands.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pipewright::editor::Item;

use crate::designer::Designer;

fn open_list(designer: &mut Designer, text: &str) {
    designer.keys(Modifiers::COMMAND, Key::K);
    designer.type_text(text);
}

/// The rows from top to bottom.
fn rows(designer: &Designer) -> Vec<String> {
    let rows = designer.harness.query_all_by_role(Role::ListItem);
    // The drawer lists problems, which are further down.
    let in_list =
        rows.filter(|row| (560.0..1120.0).contains(&row.rect().center().x) && row.rect().top() < 620.0);
    in_list.filter_map(|row| row.accesskit_node().label()).collect()
}

#[test]
fn letters_may_be_left_out() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_list(&mut designer, "zmsel");
    assert_eq!(rows(&designer).first().map(String::as_str), Some("Zoom to selection"));
}

#[test]
fn what_was_used_last_comes_first_the_next_time_and_after_a_restart() {
    let (mut designer, folder) = Designer::sample("connection-ecs");
    open_list(&mut designer, "turn layout");
    designer.key(Key::Enter);
    open_list(&mut designer, "");
    assert_eq!(rows(&designer)[0], "Turn layout");
    designer.harness.get_by_label("Used last");
    designer.harness.get_by_label("All commands");
    assert_eq!(super::settings(&designer)["recentCommands"], serde_json::json!(["turnLayout"]));

    let kept = super::settings(&designer).to_string();
    drop(designer);
    let file = folder.path().join("connection-ecs.json");
    let mut again = super::with_settings(&kept, Some(&file));
    open_list(&mut again, "");
    assert_eq!(rows(&again)[0], "Turn layout");
    assert_eq!(rows(&again).iter().filter(|row| *row == "Turn layout").count(), 1);
}

#[test]
fn what_cannot_run_says_why_and_does_not() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_list(&mut designer, "undo");
    let row = designer.harness.get_by_role_and_label(Role::ListItem, "Undo");
    assert!(row.accesskit_node().is_disabled());
    assert_eq!(row.accesskit_node().description().as_deref(), Some("nothing to undo"));
    designer.key(Key::Enter);
    designer.harness.get_by_role_and_label(Role::Dialog, "Commands");
}

#[test]
fn stages_actions_files_and_samples_are_found() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    for (typed, row) in [
        ("go production", "Go to Production"),
        ("go deploypro", "Go to Production › DeployProduction"),
        ("open connection-ecs", "Open connection-ecs.json"),
        ("add lambda", "Add Lambda"),
    ] {
        open_list(&mut designer, typed);
        assert!(rows(&designer).iter().any(|found| found == row), "{typed}: {:?}", rows(&designer));
        designer.key(Key::Escape);
        designer.key(Key::Escape);
    }
    open_list(&mut designer, "start from");
    assert!(rows(&designer).iter().any(|row| row.starts_with("Start from ")), "{:?}", rows(&designer));
}

#[test]
fn going_to_an_action_selects_it() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_list(&mut designer, "DeployProduction");
    designer.key(Key::Enter);
    let id = designer.action("DeployProduction").id;
    assert_eq!(designer.harness.state().editor().selection().single(), Some(Item::Action(id)));
}
