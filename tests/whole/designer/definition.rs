//! The text beside the canvas: both ways, in step, and what happens while it does not parse.

use eframe::egui::{Event, Key, Modifiers, PointerButton, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Designer, folder};

/// Opens a sample with its text shown and ready for typing.
fn open(name: &str) -> (Designer, tempfile::TempDir) {
    let (mut designer, folder) = Designer::sample(name);
    designer.keys(Modifiers::COMMAND, Key::Num2);
    // All cards in the room there is beside the text.
    designer.keys(Modifiers::SHIFT, Key::Num1);
    focus(&mut designer);
    (designer, folder)
}

fn focus(designer: &mut Designer) {
    designer.harness.get_by_role_and_label(Role::MultilineTextInput, "Definition text").focus();
    designer.settle();
}

fn text(designer: &Designer) -> String {
    let node = designer.harness.get_by_role_and_label(Role::MultilineTextInput, "Definition text");
    node.value().unwrap_or_default()
}

/// Selects the first occurrence of some words.
fn find(designer: &mut Designer, words: &str) {
    designer.keys(Modifiers::COMMAND, Key::Home);
    designer.keys(Modifiers::COMMAND, Key::F);
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text(words);
    assert!(designer.shows("1 of "), "{words} is found");
    designer.key(Key::Escape);
}

/// Types over the first occurrence of some words.
fn type_over(designer: &mut Designer, old: &str, new: &str) {
    find(designer, old);
    designer.type_text(new);
}

fn done(designer: &Designer) -> usize {
    designer.harness.state().editor().history().done().len()
}

#[test]
fn modes_are_chosen_in_the_top_bar() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    assert!(designer.harness.query_by_role(Role::MultilineTextInput).is_none());
    designer.harness.get_by_role_and_label(Role::RadioButton, "Definition").click();
    designer.settle();
    assert_eq!(text(&designer), pipewright_core::samples::sample("connection-ecs").unwrap().text);
    // The canvas stands beside it, or makes room.
    assert!(designer.harness.query_by_role(Role::Canvas).is_some());
    designer.click_button("Hide canvas");
    assert!(designer.harness.query_by_role(Role::Canvas).is_none());
    designer.click_button("Show canvas");
    assert!(designer.harness.query_by_role(Role::Canvas).is_some());
    designer.harness.get_by_role_and_label(Role::RadioButton, "Design").click();
    designer.settle();
    assert!(designer.harness.query_by_role(Role::MultilineTextInput).is_none());
}

#[test]
fn typing_in_the_text_renames_the_card_and_is_one_entry() {
    let (mut designer, _folder) = open("connection-ecs");
    let before = text(&designer);
    let id = designer.action("Approve").id;
    type_over(&mut designer, "\"Approve\"", "\"Sign");
    // An open quote does not parse; the canvas stays.
    assert!(designer.shows("Does not parse"));
    assert_eq!(designer.action("Approve").id, id);
    for letter in ["O", "f", "f", "\""] {
        designer.type_text(letter);
    }
    assert!(!designer.shows("Does not parse"));
    assert_eq!(designer.action("SignOff").id, id, "it is the same action");
    let _ = designer.card("SignOff");
    assert_eq!(text(&designer), before.replacen("\"Approve\"", "\"SignOff\"", 1));
    let count = done(&designer);
    designer.key(Key::ArrowLeft);
    designer.type_text("s");
    assert_eq!(designer.action("SignOffs").id, id);
    assert_eq!(done(&designer), count, "typing goes on in one entry");
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&designer), before);
    assert_eq!(designer.action("Approve").id, id);
    designer.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(designer.action("SignOffs").id, id);
}

#[test]
fn blanks_typed_are_saved_as_typed() {
    let (mut designer, folder) = open("connection-ecs");
    designer.keys(Modifiers::COMMAND, Key::End);
    designer.key(Key::Enter);
    designer.key(Key::Enter);
    let typed = text(&designer);
    assert!(typed.ends_with("\n\n\n"));
    designer.keys(Modifiers::COMMAND, Key::S);
    assert_eq!(std::fs::read_to_string(folder.path().join("connection-ecs.json")).unwrap(), typed);
    assert!(!designer.harness.state().editor().is_dirty());
}

#[test]
fn a_change_on_the_canvas_shows_in_the_text() {
    let (mut designer, _folder) = open("connection-ecs");
    designer.click_card("Approve");
    designer.key(Key::Delete);
    assert!(!text(&designer).contains("\"name\": \"Approve\""));
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert!(text(&designer).contains("\"name\": \"Approve\""));
}

#[test]
fn card_and_cursor_are_in_step() {
    let (mut designer, _folder) = open("connection-ecs");
    designer.click_card("Approve");
    let lines = text(&designer);
    let line = lines.lines().position(|line| line.contains("\"name\": \"Approve\"")).unwrap();
    // The action begins with its brace, in the line before its name.
    assert!(designer.shows(&format!("Line {line}, ")), "line {line}");
    focus(&mut designer);
    find(&mut designer, "\"SmokeTests\"");
    designer.key(Key::ArrowRight);
    let id = designer.action("SmokeTests").id;
    assert_eq!(designer.harness.state().editor().selection().action_ids(), [id]);
    designer.keys(Modifiers::COMMAND, Key::Home);
    assert!(designer.harness.state().editor().selection().is_empty());
}

#[test]
fn a_text_that_does_not_parse_is_kept_and_blocks_nothing() {
    let (mut designer, folder) = open("connection-ecs");
    let file = folder.path().join("connection-ecs.json");
    let before = text(&designer);
    designer.keys(Modifiers::COMMAND, Key::Home);
    designer.type_text("{");
    let broken = text(&designer);
    assert_eq!(broken, format!("{{{before}"));
    assert!(designer.shows("Does not parse at line 1, column 2"));
    // Another mode and back.
    designer.keys(Modifiers::COMMAND, Key::Num1);
    designer.keys(Modifiers::COMMAND, Key::Num2);
    assert_eq!(text(&designer), broken);
    // A change on the canvas takes its place in the text around.
    designer.click_card("Approve");
    designer.key(Key::Delete);
    assert!(text(&designer).starts_with("{{") && !text(&designer).contains("\"name\": \"Approve\""));
    // Saving asks, and saves what is good.
    designer.keys(Modifiers::COMMAND, Key::S);
    assert!(designer.shows("The text does not parse"));
    designer.click_button("Save the last good state");
    assert!(!std::fs::read_to_string(&file).unwrap().contains("\"name\": \"Approve\""));
    assert!(designer.harness.state().editor().is_dirty(), "the draft is not in the file");
    // Undo takes the draft back first, and redo brings it again.
    focus(&mut designer);
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert!(!designer.shows("Does not parse"));
    assert!(!designer.harness.state().editor().is_dirty());
    designer.keys(Modifiers::COMMAND, Key::Y);
    assert!(designer.shows("Does not parse"));
    designer.keys(Modifiers::COMMAND, Key::S);
    designer.harness.get_all_by_role_and_label(Role::Button, "Go to line 1").last().unwrap().click();
    designer.settle();
    // The cursor stands behind the bracket that is too much.
    designer.key(Key::Backspace);
    assert!(!designer.shows("Does not parse"));
    assert!(text(&designer).starts_with("{\n"));
}

#[test]
fn a_text_that_does_not_parse_survives_a_crash() {
    let files = folder();
    let file = files.path().join("design.json");
    std::fs::write(&file, pipewright_core::samples::sample("s3-beanstalk").unwrap().text).unwrap();
    let open = pipewright::cloud::aws::Aws::default;
    let mut designer = Designer::at_home(folder(), Some(&file), open(), 1.0);
    designer.keys(Modifiers::COMMAND, Key::Num2);
    focus(&mut designer);
    designer.type_text("[");
    let broken = text(&designer);
    designer.wait_until("the work is kept", |designer| super::files::holds(&designer.home, "\"draft\":"));
    let copy = folder();
    super::files::copy_folder(&designer.home, copy.path());
    drop(designer);
    let mut designer = Designer::at_home(copy, None, open(), 1.0);
    designer.click_button("Restore");
    assert_eq!(text(&designer), broken);
    assert!(designer.shows("Does not parse"));
    designer.click_button("Take the canvas’s text");
    assert_eq!(text(&designer), pipewright_core::samples::sample("s3-beanstalk").unwrap().text);
}

#[test]
fn a_whole_text_can_be_pasted() {
    let (mut designer, _folder) = open("connection-ecs");
    designer.keys(Modifiers::COMMAND, Key::A);
    let other = pipewright_core::samples::sample("s3-beanstalk").unwrap().text;
    designer.harness.event(Event::Paste(other.to_owned()));
    designer.settle();
    assert_eq!(text(&designer), other);
    assert_eq!(designer.document().to_value(), serde_json::from_str::<serde_json::Value>(other).unwrap());
    designer.keys(Modifiers::COMMAND, Key::Z);
    let first = pipewright_core::samples::sample("connection-ecs").unwrap().text;
    assert_eq!(text(&designer), first);
}

#[test]
fn problems_lead_to_their_lines() {
    let (mut designer, _folder) = open("connection-ecs");
    type_over(&mut designer, "\"CodeBuild\"", "\"CodeBuilt\"");
    designer.key(Key::F8);
    let current = line_shown(&designer);
    designer.key(Key::F8);
    let next = line_shown(&designer);
    let document = designer.document();
    let findings = &designer.harness.state().editor().derived().findings;
    let places: Vec<String> = findings
        .iter()
        .map(|finding| document.source().place(document.locate(&finding.place).unwrap().start))
        .map(|place| format!("Line {}, column {}", place.line, place.column))
        .collect();
    assert!(places.contains(&current) && places.contains(&next), "{current}, {next}: {places:?}");
    assert!(places.len() < 2 || current != next || places.iter().all(|place| *place == current));
}

/// The place of the cursor, as the head of the text tells it.
fn line_shown(designer: &Designer) -> String {
    let node = designer.harness.get_by(|node| {
        node.role() == Role::Label && node.value().is_some_and(|words| words.starts_with("Line "))
    });
    node.accesskit_node().value().unwrap_or_default()
}

#[test]
fn lines_are_indented_as_in_the_file() {
    let (mut designer, _folder) = open("connection-ecs");
    let before = text(&designer);
    let first = before.lines().nth(1).unwrap();
    let indent = &first[..first.len() - first.trim_start().len()];
    designer.keys(Modifiers::COMMAND, Key::Home);
    designer.key(Key::End);
    designer.key(Key::Enter);
    assert_eq!(text(&designer).lines().nth(1), Some(indent));
    designer.type_text("\"metadata\": {},");
    assert!(designer.document().root().is_some_and(|root| root.contains_key("metadata")));
    designer.key(Key::Tab);
    designer.keys(Modifiers::SHIFT, Key::Tab);
    assert!(text(&designer).lines().nth(1).unwrap().starts_with("\"metadata\""));
}

#[test]
fn after_saving_the_last_good_state_the_way_goes_on_without_another_question() {
    let (mut designer, _folder) = open("connection-ecs");
    focus(&mut designer);
    designer.type_text("{");
    assert!(designer.shows("Does not parse"));
    designer.keys(Modifiers::COMMAND, Key::N);
    designer.click_button("S3 to Elastic Beanstalk");
    designer.click_button("Save");
    designer.click_button("Save the last good state");
    assert!(!designer.shows("Save changes to"));
    assert!(!designer.shows("Does not parse"), "another design is open");
    assert!(designer.harness.state().editor().path().is_none());
}

#[test]
fn the_menu_is_about_what_was_pointed_at() {
    let (mut designer, _folder) = open("connection-ecs");
    find(&mut designer, "Approve");
    let node = designer.harness.get_by_role_and_label(Role::MultilineTextInput, "Definition text");
    let (first, second) =
        (node.rect().left_top() + vec2(90.0, 12.0), node.rect().left_top() + vec2(90.0, 30.0));
    designer.keys(Modifiers::COMMAND, Key::Home);
    designer.button_at(second, PointerButton::Secondary, Modifiers::NONE);
    designer.key(Key::Escape);
    assert!(designer.shows("Line 2, column"));
    // A selection that is pointed at stays.
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.button_at(first, PointerButton::Secondary, Modifiers::NONE);
    let cut = designer.harness.get_by_role_and_label(Role::Button, "Cut");
    assert!(!cut.accesskit_node().is_disabled());
    cut.click();
    designer.settle();
    assert_eq!(text(&designer), "");
}
