//! What holds for any text typed over any other.

use proptest::prelude::*;

use super::*;
use crate::edit::History;
use crate::testing::edits::{Known, act};
use crate::testing::files::file_bytes;
use crate::testing::{self, SAMPLE, action, content, open, stage};

/// Types `text` over the document and demands that it is then just that, and that undo brings back what was.
#[track_caller]
fn retype(document: &mut Document, text: &str) -> Option<Change> {
    let change = replace(document, text).unwrap_or_else(|error| panic!("{error}\n{text}"))?;
    let expected = Document::read_text(text).expect("it was read before");
    testing::run(document, &change);
    assert_eq!(document.to_value().to_string(), expected.to_value().to_string());
    assert_eq!(document.to_text(), text);
    Some(change)
}

/// The number of edits besides the one of the text.
fn steps(change: &Change) -> usize {
    change.edits.iter().filter(|edit| !matches!(edit, Edit::Frame(_))).count()
}

#[test]
fn a_letter_typed_is_one_step_and_keeps_every_id() {
    let mut document = open(SAMPLE);
    let ids: Vec<_> = document.pipeline().actions().map(|(_, action)| action.id).collect();
    let text = document.to_text().replacen("\"Deploy\"", "\"Deployed\"", 1);
    let change = retype(&mut document, &text).expect("something changes");
    assert_eq!(steps(&change), 1);
    let after: Vec<_> = document.pipeline().actions().map(|(_, action)| action.id).collect();
    assert_eq!(after, ids);
}

#[test]
fn blanks_are_kept_as_typed() {
    let mut document = open(SAMPLE);
    let text = document.to_text().replacen(':', " :   ", 3).replace('\n', "\r\n");
    let change = retype(&mut document, &text).expect("the text changes");
    assert_eq!(steps(&change), 0);
    assert_eq!(change.label, "Edit text");
    assert_eq!(replace(&document, &text), Ok(None));
}

#[test]
fn edits_elsewhere_go_on_in_the_text_as_typed() {
    let mut document = open(SAMPLE);
    let text = document.to_text().replacen("\"stages\": [", "\"stages\":    [", 1);
    retype(&mut document, &text);
    let id = stage(&document, "Build");
    let change = crate::edit::rename::stage(&document, id, "Compile").expect("a stage");
    testing::run(&mut document, &change);
    let after = document.to_text();
    assert!(after.contains("\"stages\":    [") && after.contains("\"name\": \"Compile\",\n"), "{after}");
    assert_eq!(after.lines().count(), text.lines().count());
}

#[test]
fn a_stage_taken_out_and_an_action_moved_are_known_again() {
    let bare = |stages: &str| format!("{{\"name\": \"p\", \"stages\": [{stages}]}}");
    let a = |name: &str| format!("{{\"name\": \"{name}\", \"runOrder\": 1}}");
    let s = |name: &str, actions: &[&str]| {
        let actions: Vec<String> = actions.iter().map(|name| a(name)).collect();
        format!("{{\"name\": \"{name}\", \"actions\": [{}]}}", actions.join(","))
    };
    let mut document = open(&bare(&[s("One", &["A", "B"]), s("Two", &["C"]), s("Three", &["D"])].join(",")));
    let [a_id, b_id, c_id, d_id] = ["A", "B", "C", "D"].map(|name| action(&document, name));
    let three = stage(&document, "Three");
    retype(&mut document, &bare(&[s("Drei", &["D", "B", "X"]), s("One", &["A"])].join(",")));
    assert_eq!([a_id, b_id, d_id], ["A", "B", "D"].map(|name| action(&document, name)));
    assert!(document.pipeline().action(c_id).is_none());
    // Its place is another and its name, too.
    assert_ne!(stage(&document, "Drei"), three);
    retype(&mut document, &bare(&s("One", &["Z"])));
    assert_eq!(action(&document, "Z"), a_id);
}

#[test]
fn members_beside_the_pipeline_and_the_form_follow_the_text() {
    let mut document = open("{\"pipeline\": {\"name\": \"p\", \"stages\": []}, \"metadata\": {\"a\": 1}}");
    for text in [
        "{\"metadata\": {\"a\": 2}, \"pipeline\": {\"stages\": [], \"name\": \"p\"}}",
        "{\"pipewright\": {\"notes\": []}, \"pipeline\": {\"stages\": 5, \"name\": \"p\"}}",
        "{\"name\": \"p\", \"pipewright\": null, \"stages\": [1, {\"actions\": {}}]}",
        "{\"name\": \"p\", \"stages\": [{\"actions\": [2, {}]}, 1]}",
        "{\"stages\": [{\"actions\": [{\"name\": \"x\"}], \"name\": \"s\"}], \"name\": \"p\"}",
        "{\"a\": 1, \"name\": \"p\", \"b\": 2, \"stages\": [{\"name\": \"s\", \"actions\": [{\"name\": \"x\"}]}]}",
    ] {
        retype(&mut document, text);
    }
}

#[test]
fn a_text_that_is_no_pipeline_is_refused_with_its_place() {
    let document = open(SAMPLE);
    let broken = document.to_text().replacen("\"stages\": [", "\"stages\": [,", 1);
    let error = replace(&document, &broken).expect_err("it is broken");
    assert_eq!(broken.lines().nth(error.place.line - 1).expect("a line").trim(), "\"stages\": [,");
    assert!(replace(&document, "[]").is_err());
}

#[test]
fn letters_typed_one_after_the_other_are_one_entry() {
    let mut document = open(SAMPLE);
    let (start, bytes) = (content(&document), document.to_bytes());
    let mut history = History::<()>::default();
    let mut text = document.to_text();
    for (old, new) in [("shop", "sho"), ("sho", "sh"), ("sh", "s")] {
        text = text.replacen(&format!("\"name\": \"{old}\""), &format!("\"name\": \"{new}\""), 1);
        let change = replace(&document, &text).expect("a pipeline").expect("it changes");
        history.run(&mut document, &change, (), ()).expect("it applies");
        assert_eq!(document.to_text(), text);
    }
    assert_eq!(history.done().len(), 1);
    history.undo(&mut document).expect("it applies");
    assert_eq!((content(&document), document.to_bytes()), (start, bytes));
    history.redo(&mut document).expect("it applies");
    assert_eq!(document.to_text(), text);
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_typed_over_any_other_is_taken_exactly(old in file_bytes(), new in file_bytes()) {
        let mut document = Document::read(&old).expect("a made-up file opens");
        let other = Document::read(&new).expect("a made-up file opens");
        retype(&mut document, other.source().text());
        // And a second one on top of what the first has left.
        let first = Document::read(&old).expect("a made-up file opens");
        retype(&mut document, first.source().text());
        prop_assert_eq!(document.to_bytes(), old);
    }

    #[test]
    fn texts_typed_between_other_edits_can_be_undone_and_done_again(
        old in file_bytes(),
        new in file_bytes(),
        acts in prop::collection::vec(act(), 0..8),
    ) {
        let mut document = Document::read(&old).expect("a made-up file opens");
        let text = Document::read(&new).expect("a made-up file opens").source().text().to_owned();
        let (mut history, mut known) = (History::<()>::default(), Known::default());
        let mut act_all = |document: &mut Document, history: &mut History<()>| {
            for act in &acts {
                known.look(document);
                let Some(change) = known.change(document, act) else { continue };
                // A refused change leaves no trace.
                let _ = history.run(document, &change, (), ());
            }
        };
        act_all(&mut document, &mut history);
        if let Some(change) = replace(&document, &text).expect("it was read before") {
            history.run(&mut document, &change, (), ()).expect("it applies");
        }
        prop_assert_eq!(document.to_text(), text);
        act_all(&mut document, &mut history);
        let end = (content(&document), document.to_bytes());
        while history.undo(&mut document).expect("undo applies").is_some() {}
        prop_assert_eq!(document.to_bytes(), old);
        while history.redo(&mut document).expect("redo applies").is_some() {}
        prop_assert_eq!((content(&document), document.to_bytes()), end);
    }

    #[test]
    fn unchanged_actions_stay_the_same(bytes in file_bytes(), place in any::<prop::sample::Index>()) {
        let mut document = Document::read(&bytes).expect("a made-up file opens");
        let stages = &document.pipeline().stages;
        prop_assume!(!stages.is_empty());
        let index = place.index(stages.len());
        let gone: Vec<_> = stages[index].actions.iter().map(|action| action.id).collect();
        let staying: Vec<_> =
            document.pipeline().actions().map(|(_, a)| a.id).filter(|id| !gone.contains(id)).collect();
        let stays: Vec<_> = stages.iter().map(|stage| stage.id).filter(|id| *id != stages[index].id).collect();
        let mut without = document.clone();
        without.change(&crate::edit::stages::remove(&document, &[stages[index].id])).expect("it applies");
        let text = without.to_text();
        prop_assume!(Document::read_text(&text).is_ok());
        // Twins cannot be told apart.
        let mut values: Vec<String> = stages.iter().map(|stage| stage.to_value().to_string()).collect();
        values.sort();
        values.dedup();
        prop_assume!(values.len() == stages.len());
        let _ = retype(&mut document, &text);
        let after: Vec<_> = document.pipeline().stages.iter().map(|stage| stage.id).collect();
        prop_assert_eq!(after, stays);
        let after: Vec<_> = document.pipeline().actions().map(|(_, action)| action.id).collect();
        prop_assert_eq!(after, staying);
    }
}
