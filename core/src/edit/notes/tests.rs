use super::*;
use crate::edit::{SlotColumn, actions, rename, stages};
use crate::testing::{SAMPLE, action, open, run, stage};

/// The sample without its notes.
fn plain() -> String {
    let mut value: serde_json::Value = serde_json::from_str(SAMPLE).expect("the sample");
    value.as_object_mut().expect("an object").shift_remove("pipewright");
    value.to_string()
}

/// The notes as JSON, in file order.
fn notes(document: &Document) -> Vec<String> {
    document.notes().map(|note| json!(note.0).to_string()).collect()
}

#[track_caller]
fn put(document: &mut Document, text: &str, tie: Tie) -> usize {
    let (index, change) = add(document, text, tie).expect("it is there");
    run(document, &change);
    assert_eq!(document.note(index).expect("just added").text(), text);
    index
}

#[test]
fn a_note_is_tied_by_names() {
    let mut document = open(&plain());
    let (build, compile) = (stage(&document, "Build"), action(&document, "Compile"));
    for tie in [Tie::Free, Tie::Stage(build), Tie::Action(compile)] {
        let index = put(&mut document, "Why", tie);
        assert_eq!(Tie::of(&document, document.note(index).expect("a note")), tie);
    }
    assert_eq!(
        notes(&document),
        [
            r#"{"text":"Why"}"#,
            r#"{"text":"Why","stage":"Build"}"#,
            r#"{"text":"Why","stage":"Build","action":"Compile"}"#,
        ]
    );
}

#[test]
fn tying_changes_only_the_names() {
    let mut document = open(&plain());
    let (build, compile) = (stage(&document, "Build"), action(&document, "Compile"));
    put(&mut document, "Why", Tie::Action(compile));
    for (to, label, expect) in [
        (Tie::Stage(build), "Tie note to stage Build", r#"{"text":"Why","stage":"Build"}"#),
        (Tie::Action(compile), "Tie note to Compile", r#"{"text":"Why","stage":"Build","action":"Compile"}"#),
        (Tie::Free, "Untie note", r#"{"text":"Why"}"#),
    ] {
        let change = tie(&document, 0, to).expect("a note");
        assert_eq!(change.label, label);
        run(&mut document, &change);
        assert_eq!(notes(&document), [expect]);
        assert_eq!(tie(&document, 0, to).expect("a note").edits, [], "the same again is nothing");
    }
}

#[test]
fn the_text_is_one_value() {
    let mut document = open(&plain());
    put(&mut document, "Why", Tie::Free);
    let change = set_text(&document, 0, "Why\nand how").expect("a note");
    run(&mut document, &change);
    assert_eq!(document.note(0).expect("a note").text(), "Why\nand how");
    assert_eq!(set_text(&document, 0, "Why\nand how").expect("a note").edits, []);
    assert_eq!(set_text(&document, 1, "x"), None);
}

#[test]
fn the_last_note_leaves_nothing_behind() {
    for text in
        [plain().as_str(), r#"{"pipeline": {"name": "a", "stages": []}}"#, r#"{"name": "a", "stages": []}"#]
    {
        let mut document = open(text);
        for name in ["a", "b", "c"] {
            put(&mut document, name, Tie::Free);
        }
        let change = remove(&document, &[0, 2]).expect("they are there");
        run(&mut document, &change);
        assert_eq!(notes(&document), [r#"{"text":"b"}"#]);
        let change = remove(&document, &[0, 7]).expect("one is there");
        run(&mut document, &change);
        assert_eq!(document.to_text(), text);
        assert_eq!(remove(&document, &[0]), None);
    }
}

#[test]
fn notes_follow_renames_and_moves_and_outlive_what_they_are_about() {
    let mut document = open(&plain());
    let (build, compile) = (stage(&document, "Build"), action(&document, "Compile"));
    put(&mut document, "Why", Tie::Action(compile));
    let deploy =
        crate::edit::Slot { stage: stage(&document, "Deploy"), column: SlotColumn::New { before: 0 } };
    for change in [
        rename::stage(&document, build, "Make"),
        rename::action(&document, compile, "Pack"),
        actions::move_to(&document, compile, deploy),
    ] {
        let mut document = document.clone();
        run(&mut document, &change.expect("a change"));
        assert_eq!(Tie::of(&document, document.note(0).expect("a note")), Tie::Action(compile));
    }
    let mut without = document.clone();
    run(&mut without, &actions::remove(&document, &[compile]));
    assert_eq!(Tie::of(&without, without.note(0).expect("a note")), Tie::Stage(build));
    run(&mut without, &stages::remove(&document, &[build]));
    assert_eq!(Tie::of(&without, without.note(0).expect("a note")), Tie::Free);
}
