//! Notes: written, moved, deleted, undone.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use pipewright::editor::Item;
use pipewright_core::edit::notes::Tie;

use super::Designer;

/// What each note belongs to, and its text.
fn notes(designer: &Designer) -> Vec<(String, String)> {
    let document = designer.document();
    let pipeline = document.pipeline();
    let name = |tie| match tie {
        Tie::Free => String::new(),
        Tie::Stage(id) => pipeline.stage(id).expect("a stage").name().to_owned(),
        Tie::Action(id) => pipeline.action(id).expect("an action").1.name().to_owned(),
    };
    document.notes().map(|note| (name(Tie::of(document, note)), note.text().to_owned())).collect()
}

#[test]
fn n_writes_a_note_at_the_selection() {
    let (mut designer, _folder) = Designer::sample("codecommit-ec2");
    let before = designer.document().to_bytes();
    let count = notes(&designer).len();
    let stage = designer.stages()[1].to_owned();
    let header = designer.header(&stage);
    designer.click_at(header);
    designer.key(Key::N);
    designer.type_text("Ask Ops first");
    designer.key(Key::Enter);
    designer.type_text("They know");
    assert_eq!(designer.document().to_bytes(), before, "nothing is kept before it is done");
    designer.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(notes(&designer).last(), Some(&(stage, "Ask Ops first\nThey know".to_owned())));
    let selection = designer.harness.state().editor().selection().single();
    assert_eq!(selection, Some(Item::Note(count)));
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(designer.document().to_bytes(), before);
}

#[test]
fn a_note_without_a_word_or_given_up_leaves_no_trace() {
    let (mut designer, _folder) = Designer::sample("codecommit-ec2");
    let before = designer.document().to_bytes();
    for words in ["", "Never mind"] {
        designer.key(Key::N);
        designer.type_text(words);
        designer.key(Key::Escape);
        assert_eq!(designer.document().to_bytes(), before);
        assert!(designer.harness.state().editor().history().undo_label().is_none());
    }
    designer.key(Key::N);
    designer.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(designer.document().to_bytes(), before);
}

#[test]
fn a_note_is_edited_in_place_and_in_the_inspector() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let text = notes(&designer)[0].1.clone();
    let at = designer.harness.get_by_role_and_label(Role::Note, &text).rect().center();
    designer.double_click_at(at);
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text("Mind the order");
    designer.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(notes(&designer)[0].1, "Mind the order");

    let note = designer.harness.get_by_role_and_label(Role::Note, "Mind the order").rect().center();
    designer.click_at(note);
    designer.key(Key::Enter);
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text("Mind the gap");
    assert_eq!(notes(&designer)[0].1, "Mind the gap");
}

#[test]
fn a_note_is_dragged_to_what_it_belongs_to() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_bytes();
    let text = notes(&designer)[0].1.clone();
    let find = |designer: &Designer| {
        designer.harness.get_by_role_and_label(Role::Note, &text).rect().left_top() + vec2(20.0, 12.0)
    };
    let (from, onto) = (find(&designer), designer.card("DeployStaging"));
    designer.drag(from, onto);
    assert!(designer.shows("Release to tie the note"));
    designer.key(Key::Escape);
    designer.harness.drop_at(onto);
    designer.settle();
    assert_eq!(designer.document().to_bytes(), before);

    for (name, onto) in [
        ("DeployStaging", designer.card("DeployStaging")),
        ("Approval", designer.header("Approval")),
        ("", designer.header("Approval") + vec2(0.0, 500.0)),
    ] {
        let from = find(&designer);
        designer.drag_and_drop(from, onto);
        assert_eq!(notes(&designer)[0].0, name);
    }
}

#[test]
fn a_note_is_deleted_and_comes_back() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_bytes();
    let (count, text) = (notes(&designer).len(), notes(&designer)[0].1.clone());
    let at = designer.harness.get_by_role_and_label(Role::Note, &text).rect().center();
    designer.click_at(at);
    designer.key(Key::Delete);
    assert_eq!(notes(&designer).len(), count - 1);
    assert!(designer.shows("Deleted note"));
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(designer.document().to_bytes(), before);
}
