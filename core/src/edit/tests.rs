//! What holds for any edits of any file.

use proptest::prelude::*;

use super::*;
use crate::document::Document;
use crate::pipeline::{ActionId, Object, StageId};
use crate::testing::content;
use crate::testing::edits::{Act, Known, act};
use crate::testing::files::file_bytes;

/// Each stage and action has its own id, odd ones have no members, and the lists stand where they should.
#[track_caller]
fn check_invariants(document: &Document) {
    let pipeline = document.pipeline();
    let is_list = |members: &Object, key: &str| members.get(key).is_some_and(Value::is_array);
    let mut stages: Vec<StageId> = pipeline.stages.iter().map(|stage| stage.id).collect();
    let mut actions: Vec<ActionId> = pipeline.actions().map(|(_, action)| action.id).collect();
    let counts = (stages.len(), actions.len());
    stages.sort_unstable();
    stages.dedup();
    actions.sort_unstable();
    actions.dedup();
    assert_eq!((stages.len(), actions.len()), counts, "ids are unique");
    assert!(pipeline.stages.is_empty() || is_list(&pipeline.members, "stages"));
    for stage in &pipeline.stages {
        assert!(stage.actions.is_empty() || is_list(&stage.members, "actions"));
        assert!(stage.odd.is_none() || stage.members.is_empty());
        assert!(stage.actions.iter().all(|action| action.odd.is_none() || action.members.is_empty()));
    }
}

/// Reads the saved bytes and compares, unless the edits made something that is no pipeline to a reader: a bare
/// declaration without stages.
#[track_caller]
fn check_reads_back(document: &Document) {
    let bytes = document.to_bytes();
    match Document::read(&bytes) {
        Ok(again) => assert_eq!(again.to_value(), document.to_value(), "{}", document.to_text()),
        Err(error) => {
            let has_stages = document.pipeline().members.contains_key("stages");
            assert!(document.root().is_none() && !has_stages, "{error}\n{}", document.to_text());
        }
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_edits_can_be_saved_undone_and_done_again(
        bytes in file_bytes(),
        acts in prop::collection::vec(act(), 1..20),
    ) {
        let mut document = Document::read(&bytes).expect("a made-up file opens");
        let start = content(&document);
        prop_assert_eq!(document.to_bytes(), bytes.clone());
        let (mut history, mut known) = (History::<usize>::default(), Known::default());
        let mut states = vec![(history.state(), start.clone())];
        for (step, act) in acts.iter().enumerate() {
            known.look(&document);
            let Some(change) = known.change(&document, act) else { continue };
            let (before, revision, count) = (content(&document), document.revision(), history.done().len());
            if history.run(&mut document, &change, step, step + 1).is_err() {
                prop_assert_eq!(content(&document), before.clone(), "a refused change leaves no trace");
                prop_assert_eq!(history.done().len(), count);
            }
            if content(&document) != before {
                prop_assert!(document.revision() > revision);
                states.push((history.state(), content(&document)));
            }
            check_invariants(&document);
        }
        check_reads_back(&document);
        let (end, end_bytes, end_state) = (content(&document), document.to_bytes(), history.state());
        let done = history.done().len();
        while history.undo(&mut document).expect("undo applies").is_some() {
            check_invariants(&document);
            // The same number means the same content.
            if let Some((_, content_then)) = states.iter().rfind(|(state, _)| *state == history.state()) {
                prop_assert_eq!(&content(&document), content_then);
            }
        }
        prop_assert_eq!(content(&document), start);
        prop_assert_eq!(document.to_bytes(), bytes);
        prop_assert_eq!((history.state(), history.undone().len()), (0, done));
        while history.redo(&mut document).expect("redo applies").is_some() {}
        prop_assert_eq!(content(&document), end);
        prop_assert_eq!(document.to_bytes(), end_bytes);
        prop_assert_eq!(history.state(), end_state);
    }

    #[test]
    fn one_edit_and_its_inverse_leave_no_trace(bytes in file_bytes(), acts in prop::collection::vec(act(), 1..10)) {
        let mut document = Document::read(&bytes).expect("a made-up file opens");
        let mut known = Known::default();
        for act in acts {
            known.look(&document);
            for edit in known.change(&document, &act).into_iter().flat_map(|change| change.edits) {
                let before = content(&document);
                let Ok(inverse) = apply(&mut document, edit) else {
                    prop_assert_eq!(content(&document), before);
                    continue;
                };
                let after = content(&document);
                let again = apply(&mut document, inverse).expect("an inverse applies");
                prop_assert_eq!(content(&document), before);
                apply(&mut document, again).expect("the inverse of an inverse applies");
                prop_assert_eq!(content(&document), after);
            }
        }
    }

    #[test]
    fn a_cancelled_batch_leaves_no_trace(
        bytes in file_bytes(),
        shown in prop::collection::vec(prop::collection::vec(act(), 0..3), 1..6),
        is_kept in any::<bool>(),
    ) {
        let mut document = Document::read(&bytes).expect("a made-up file opens");
        let (start, mut history, mut known) = (content(&document), History::<&str>::default(), Known::default());
        known.look(&document);
        history.begin("Drag", "before");
        for acts in &shown {
            let edits = |document: &Document, act: &Act| {
                known.change(document, act).map(|change| change.edits).unwrap_or_default()
            };
            let all: Vec<Edit> = acts.iter().flat_map(|act| edits(&document, act)).collect();
            if history.show(&mut document, &all).is_err() {
                prop_assert_eq!(content(&document), start.clone(), "what cannot be shown shows the beginning");
            }
        }
        if is_kept {
            let shown = content(&document);
            history.commit("after");
            prop_assert_eq!(content(&document), shown);
            prop_assert!(history.done().len() <= 1);
            history.undo(&mut document).expect("undo applies");
        } else {
            history.cancel(&mut document).expect("cancel applies");
            prop_assert_eq!((history.done().len(), history.undone().len()), (0, 0));
        }
        prop_assert_eq!(history.state(), 0);
        prop_assert_eq!(content(&document), start);
        prop_assert_eq!(document.to_bytes(), bytes);
    }
}
