//! The history, and what differs from the file and from what was published.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use super::{Designer, folder};

fn open_tab(designer: &mut Designer) {
    let tab = designer.harness.get_by(|node| {
        node.role() == Role::Tab && node.label().is_some_and(|label| label.starts_with("Changes"))
    });
    tab.click();
    designer.settle();
}

/// Renames a card in place.
fn rename(designer: &mut Designer, old: &str, new: &str) {
    designer.click_card(old);
    designer.key(Key::F2);
    designer.type_text(new);
    designer.key(Key::Enter);
}

fn click_item(designer: &mut Designer, words: &str) {
    designer.harness.get_by_role_and_label(Role::ListItem, words).click();
    designer.settle();
}

#[test]
fn the_history_is_listed_and_leads_back_and_forth() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_tab(&mut designer);
    assert!(designer.shows("Entry 0: Opened, now"));
    rename(&mut designer, "Approve", "SignOff");
    rename(&mut designer, "SmokeTests", "Smoke");
    assert!(designer.shows("Entry 2: Rename SmokeTests to Smoke, now"));
    click_item(&mut designer, "Entry 0: Opened");
    assert!(designer.shows("Entry 1: Rename Approve to SignOff, undone"));
    let _ = (designer.action("Approve"), designer.action("SmokeTests"));
    assert!(!designer.harness.state().editor().is_dirty());
    click_item(&mut designer, "Entry 1: Rename Approve to SignOff, undone");
    let _ = (designer.action("SignOff"), designer.action("SmokeTests"));
}

#[test]
fn what_differs_from_the_file_is_told_and_can_be_taken_back() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open_tab(&mut designer);
    assert!(designer.shows("No differences"));
    rename(&mut designer, "Approve", "SignOff");
    assert!(designer.shows("Renamed Approve to SignOff"));
    designer.click_card("SmokeTests");
    designer.key(Key::Delete);
    let words = "Removed SmokeTests (CodeBuild) from Staging";
    assert!(designer.shows(words));
    let buttons: Vec<_> = designer.harness.get_all_by_role_and_label(Role::Button, "Revert").collect();
    assert_eq!(buttons.len(), 2);
    buttons[0].click();
    designer.settle();
    assert!(!designer.shows(words));
    let _ = designer.action("SmokeTests");
    click_item(&mut designer, "Renamed Approve to SignOff");
    let id = designer.action("SignOff").id;
    assert_eq!(designer.harness.state().editor().selection().action_ids(), [id]);
    designer.keys(Modifiers::COMMAND, Key::S);
    assert!(designer.shows("No differences"));
}

#[test]
fn blanks_alone_are_told_as_such() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.keys(Modifiers::COMMAND, Key::Num2);
    designer.harness.get_by_role_and_label(Role::MultilineTextInput, "Definition text").focus();
    designer.settle();
    designer.key(Key::Enter);
    open_tab(&mut designer);
    assert!(designer.shows("Only the text of the file differs"));
}

#[test]
fn what_was_published_is_compared_with() {
    let sample = pipewright_core::samples::sample("connection-ecs").unwrap();
    let files = folder();
    let file = files.path().join("storefront.json");
    std::fs::write(&file, sample.text).unwrap();
    let mut designer = Designer::with(Some(&file), super::pictures::practice(sample.text), 1.0);
    open_tab(&mut designer);
    designer.harness.get_by_role_and_label(Role::RadioButton, "Since published").click();
    designer.settle();
    assert!(designer.shows("Nothing published to compare with"));
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows("Publish version 2"));
    // The role of the sample is in another account than the program's own.
    designer.wait_for_preflight();
    designer.harness.get_by_label("Publish in spite of what preflight found").click();
    designer.settle();
    designer.click_button("Publish version 2");
    designer.wait_until("it is published", |designer| {
        designer.harness.state().editor().published_text().is_some()
    });
    designer.close_dialog();
    assert!(designer.shows("No differences"));
    rename(&mut designer, "Approve", "SignOff");
    assert!(designer.shows("Renamed Approve to SignOff"));
}
