//! What the tests of the model share: opening, finding, comparing, and made-up documents and edits.

pub mod edits;
pub mod files;
pub mod layout;

use crate::document::Document;
use crate::edit::{Change, Edit};
use crate::pipeline::{Action, ActionId, StageId};

/// A pipeline with two sources, a build and a deploy stage, in the form AWS prints.
pub const SAMPLE: &str = include_str!("sample.json");

/// Opens a text that must be a pipeline.
#[track_caller]
pub fn open(text: &str) -> Document {
    Document::read_text(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The stage of this name.
#[track_caller]
pub fn stage(document: &Document, name: &str) -> StageId {
    let found = document.pipeline().stages.iter().find(|stage| stage.name() == name);
    found.unwrap_or_else(|| panic!("no stage {name}")).id
}

/// The first action of this name.
#[track_caller]
pub fn action(document: &Document, name: &str) -> ActionId {
    let found = document.pipeline().actions().find(|(_, action)| action.name() == name);
    found.unwrap_or_else(|| panic!("no action {name}")).1.id
}

/// Everything there is to tell about the document's content: key order and ids included, which comparing
/// JSON values would not see.
pub fn content(document: &Document) -> String {
    let ids: Vec<String> = document
        .pipeline()
        .stages
        .iter()
        .map(|stage| {
            let actions: Vec<ActionId> = stage.actions.iter().map(|action| action.id).collect();
            format!("{:?} {actions:?}", stage.id)
        })
        .collect();
    format!("{}\n{}\n{:?}", document.to_value(), ids.join("\n"), document.extras())
}

/// Runs a change, takes it back and demands that everything is as it was; then runs it for good.
#[track_caller]
pub fn run(document: &mut Document, change: &Change) {
    let (before, bytes) = (content(document), document.to_bytes());
    let inverse = document.change(change).unwrap_or_else(|error| panic!("{}: {error}", change.label));
    let after = content(document);
    let again = document.change(&Change::new("back", inverse)).expect("an inverse applies");
    assert_eq!(content(document), before, "taking back: {}", change.label);
    assert_eq!(document.to_bytes(), bytes, "taking back: {}", change.label);
    document.change(&Change::new("again", again)).expect("the inverse of an inverse applies");
    assert_eq!(content(document), after, "doing again: {}", change.label);
}

/// A change of one edit.
pub fn one(edit: Edit) -> Change {
    Change::new("one edit", vec![edit])
}

/// The stages with their actions by run order: `Source(Repo) Build(Compile+Lint Package)`, where `+` joins
/// actions of one run order and `@N` tells a run order that is not the next in line.
pub fn outline(document: &Document) -> String {
    let stages: Vec<String> = document
        .pipeline()
        .stages
        .iter()
        .map(|stage| {
            let mut columns: Vec<String> = Vec::new();
            let mut expected = 1;
            for order in stage.run_orders() {
                let names: Vec<&str> =
                    stage.actions.iter().filter(|a| a.run_order() == order).map(Action::name).collect();
                let at = if order == expected { String::new() } else { format!("@{order}") };
                columns.push(names.join("+") + &at);
                expected = order.saturating_add(1);
            }
            format!("{}({})", stage.name(), columns.join(" "))
        })
        .collect();
    stages.join(" ")
}

/// The lines that differ: `-` those only in `old`, `+` those only in `new`, without their indentation.
pub fn line_diff(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    // Longest common subsequence, from the back.
    let mut length = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            length[i][j] = if old[i] == new[j] {
                length[i + 1][j + 1] + 1
            } else {
                length[i + 1][j].max(length[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || length[i + 1][j] >= length[i][j + 1]) {
            lines.push(format!("-{}", old[i].trim()));
            i += 1;
        } else {
            lines.push(format!("+{}", new[j].trim()));
            j += 1;
        }
    }
    lines.join("\n")
}
