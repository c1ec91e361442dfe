use serde_json::{Value, json};

use super::*;
use crate::document::{Owner, Place};
use crate::edit::{fields, stages};
use crate::pipeline::Path;
use crate::testing::{SAMPLE, content, open};

/// A document with its history; what is selected is told by a number.
struct Session {
    document: Document,
    history: History<u32>,
    selected: u32,
}

impl Session {
    fn new() -> Self {
        Self { document: open(SAMPLE), history: History::default(), selected: 0 }
    }

    fn run(&mut self, change: &Change) {
        self.selected += 1;
        let (before, after) = (self.selected - 1, self.selected);
        self.history.run(&mut self.document, change, before, after).expect("it applies");
    }

    fn type_text(&mut self, key: &'static str, text: &str) {
        let place = Place::at(Owner::Pipeline, Path::key(key));
        let change = fields::set_text(&self.document, &place, text).expect("a change");
        self.run(&change);
    }

    fn undo(&mut self) -> Option<(String, u32)> {
        self.history.undo(&mut self.document).expect("undo applies")
    }

    fn redo(&mut self) -> Option<(String, u32)> {
        self.history.redo(&mut self.document).expect("redo applies")
    }

    /// The labels of what was done and undone.
    fn labels(&self) -> (Vec<&str>, Vec<&str>) {
        (
            self.history.done().iter().map(|entry| entry.label.as_str()).collect(),
            self.history.undone().iter().map(|entry| entry.label.as_str()).collect(),
        )
    }

    fn name(&self) -> &str {
        self.document.pipeline().name()
    }
}

fn set(key: &'static str, value: Value) -> Edit {
    Edit::set(Place::at(Owner::Pipeline, Path::key(key)), Some(value))
}

#[test]
fn undo_and_redo_bring_back_content_selection_and_state() {
    let mut session = Session::new();
    let start = content(&session.document);
    let add = stages::add(&session.document, 0, "A").1;
    session.run(&add);
    let state = session.history.state();
    let middle = content(&session.document);
    session.run(&Change::new("Set version", vec![set("version", json!(8))]));
    assert_eq!(session.history.undo_label(), Some("Set version"));
    assert_eq!(session.undo(), Some(("Set version".to_owned(), 1)));
    assert_eq!((session.history.state(), content(&session.document)), (state, middle));
    assert_eq!(session.undo(), Some(("Add stage A".to_owned(), 0)));
    assert_eq!((session.history.state(), content(&session.document)), (0, start));
    assert_eq!(session.undo(), None);
    assert_eq!(session.history.redo_label(), Some("Add stage A"));
    assert_eq!(session.redo(), Some(("Add stage A".to_owned(), 1)));
    assert_eq!(session.history.state(), state);
    assert_eq!(session.redo(), Some(("Set version".to_owned(), 2)));
    assert_eq!(session.redo(), None);
}

#[test]
fn a_change_after_undo_forgets_what_was_undone() {
    let mut session = Session::new();
    session.type_text("name", "a");
    let state = session.history.state();
    session.undo();
    session.type_text("roleArn", "r");
    assert_eq!(session.labels(), (vec!["Set pipeline › roleArn"], vec![]));
    assert_ne!(session.history.state(), state, "another state gets another number");
}

#[test]
fn typing_at_one_place_is_one_entry() {
    let mut session = Session::new();
    for text in ["s", "st", "sto"] {
        session.type_text("name", text);
    }
    session.type_text("roleArn", "r");
    session.type_text("name", "store");
    assert_eq!(session.labels().0, ["Set pipeline › name", "Set pipeline › roleArn", "Set pipeline › name"]);
    assert_eq!(session.undo(), Some(("Set pipeline › name".to_owned(), 4)));
    assert_eq!(session.name(), "sto");
    session.undo();
    assert_eq!(session.undo(), Some(("Set pipeline › name".to_owned(), 0)));
    assert_eq!((session.name(), session.history.state()), ("shop", 0));
    assert_eq!(session.redo(), Some(("Set pipeline › name".to_owned(), 3)));
    assert_eq!(session.name(), "sto");
}

#[test]
fn long_typing_takes_no_more_than_one_letter() {
    let mut session = Session::new();
    let before = session.document.to_text();
    for length in 1..100 {
        session.type_text("name", &"x".repeat(length));
    }
    assert_eq!(session.history.done[0].edits.len(), 1);
    session.undo();
    assert_eq!(session.document.to_text(), before);
    session.redo();
    assert_eq!(session.name(), "x".repeat(99));
}

#[test]
fn joined_changes_of_one_place_go_back_to_what_was_there_in_its_place() {
    let values = [Value::Null, json!("a"), json!("b"), json!({"c": 1}), json!([1])];
    let places = [Path::key("name"), Path::key("list").then(0), Path::key("roleArn")];
    for (place, number) in places.iter().flat_map(|place| (0..values.len().pow(4)).map(move |it| (place, it)))
    {
        let mut session = Session::new();
        let before = session.document.to_text();
        session.run(&Change::new("Set", vec![set("list", json!([1, 2]))]));
        let place = Place::at(Owner::Pipeline, place.clone());
        for digit in 0..4 {
            let value = &values[number / values.len().pow(digit) % values.len()];
            let edit = Edit::set(place.clone(), (!value.is_null()).then(|| value.clone()));
            // Nothing is taken out where nothing is.
            let change = Change::new("Set", vec![edit]).merging_at(place.clone());
            let _ = session.history.run(&mut session.document, &change, 0, 0);
        }
        while session.undo().is_some() {}
        assert_eq!(session.document.to_text(), before, "{place:?} {number}");
    }
}

#[test]
fn sealed_typing_is_not_joined() {
    let mut session = Session::new();
    session.type_text("name", "a");
    session.history.seal();
    session.type_text("name", "ab");
    assert_eq!(session.labels().0.len(), 2);
}

#[test]
fn typing_after_undo_or_redo_is_not_joined_to_what_was_before() {
    let mut session = Session::new();
    session.type_text("name", "a");
    session.type_text("roleArn", "r");
    session.undo();
    session.type_text("name", "ab");
    session.undo();
    assert_eq!(session.name(), "a");
    session.redo();
    session.type_text("name", "abc");
    session.undo();
    assert_eq!(session.name(), "ab");
}

#[test]
fn changes_without_edits_leave_no_entry() {
    let mut session = Session::new();
    session.type_text("name", "a");
    session.undo();
    session.type_text("name", "shop");
    session.run(&Change::new("Nothing", Vec::new()));
    assert_eq!(session.labels(), (vec![], vec!["Set pipeline › name"]), "and redo stays possible");
}

#[test]
fn a_change_that_fails_half_way_leaves_no_trace() {
    let mut session = Session::new();
    let (start, id) = (content(&session.document), session.document.fresh_stage_id());
    let change = Change::new("Half", vec![set("name", json!("x")), Edit::RemoveStage { id }]);
    let result = session.history.run(&mut session.document, &change, 0, 1);
    assert_eq!(result, Err(EditError::Gone { what: "stage" }));
    assert_eq!((content(&session.document), session.labels()), (start, (vec![], vec![])));
}

#[test]
fn a_stage_or_action_is_not_added_twice() {
    let mut session = Session::new();
    let start = content(&session.document);
    let stage = session.document.pipeline().stages[0].clone();
    let (id, action) = (stage.id, stage.actions[0].clone());
    let mut with_old_actions = stage.clone();
    with_old_actions.id = session.document.fresh_stage_id();
    for (edit, what) in [
        (Edit::AddStage { index: 0, stage: Box::new(stage) }, "stage"),
        (Edit::AddStage { index: 0, stage: Box::new(with_old_actions) }, "action"),
        (Edit::AddAction { stage: id, index: 0, action: Box::new(action) }, "action"),
    ] {
        let result = session.document.change(&Change::new("Again", vec![edit]));
        assert_eq!(result, Err(EditError::AlreadyThere { what }));
    }
    assert_eq!(content(&session.document), start);
}

#[test]
fn a_batch_is_one_entry_or_none() {
    let mut session = Session::new();
    let start = content(&session.document);
    session.history.begin("Drag", 5);
    for name in ["a", "b", "c"] {
        session.history.show(&mut session.document, &[set("name", json!(name))]).expect("it applies");
        assert_eq!(session.name(), name);
    }
    session.history.cancel(&mut session.document).expect("it applies");
    assert_eq!((content(&session.document), session.history.state()), (start.clone(), 0));
    assert_eq!(session.labels(), (vec![], vec![]));

    session.history.begin("Drag", 5);
    session.history.show(&mut session.document, &[set("name", json!("d"))]).expect("it applies");
    session.history.commit(6);
    assert_eq!(session.labels().0, ["Drag"]);
    assert_eq!(session.undo(), Some(("Drag".to_owned(), 5)));
    assert_eq!(content(&session.document), start);
    assert_eq!(session.redo(), Some(("Drag".to_owned(), 6)));

    session.history.begin("Still", 6);
    session.history.commit(6);
    assert_eq!(session.labels().0, ["Drag"], "nothing shown leaves no entry");
}

#[test]
fn a_batch_that_cannot_show_something_shows_its_beginning() {
    let mut session = Session::new();
    let (start, id) = (content(&session.document), session.document.fresh_stage_id());
    session.history.begin("Drag", 0);
    session.history.show(&mut session.document, &[set("name", json!("a"))]).expect("it applies");
    let result =
        session.history.show(&mut session.document, &[set("name", json!("b")), Edit::RemoveStage { id }]);
    assert!(result.is_err());
    assert_eq!(content(&session.document), start);
    session.history.show(&mut session.document, &[set("name", json!("c"))]).expect("it applies");
    assert_eq!(session.name(), "c");
}

#[test]
fn what_comes_during_a_batch_ends_it() {
    let mut session = Session::new();
    session.history.begin("Drag", 7);
    session.history.show(&mut session.document, &[set("name", json!("a"))]).expect("it applies");
    session
        .history
        .run(&mut session.document, &Change::new("Set", vec![set("version", json!(8))]), 8, 9)
        .expect("it applies");
    assert_eq!(session.labels().0, ["Drag", "Set"]);
    session.undo();
    session.undo();
    assert_eq!(session.redo(), Some(("Drag".to_owned(), 8)), "the drag ended with what was selected then");

    session.history.begin("Drag again", 0);
    session.history.show(&mut session.document, &[set("name", json!("z"))]).expect("it applies");
    assert_eq!(session.undo(), Some(("Drag".to_owned(), 7)), "undo cancels the drag");
    assert_eq!(session.name(), "shop");
}
