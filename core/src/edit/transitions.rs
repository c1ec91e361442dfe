//! Closing the way into a stage, and opening it again.

use serde_json::{Value, json};

use super::{Change, Edit, extras_list};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Object, Path, Stage, StageId};

pub(super) const LIST: &str = "transitions";

/// Most characters of a reason. Source: CodePipeline API model, `DisabledReason`.
pub const REASON_MAX: usize = 300;

/// What keeps AWS from taking a reason; `None` if it is fine.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html>
pub fn reason_problem(reason: &str) -> Option<&'static str> {
    let reason = reason.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || "!@ ().*?-".contains(c);
    if reason.is_empty() {
        Some("Write down why")
    } else if reason.chars().count() > REASON_MAX {
        Some("At most 300 characters")
    } else if !reason.chars().all(fits) {
        Some("Only letters, digits, spaces and ! @ ( ) . * ? -")
    } else {
        None
    }
}

/// A reason as AWS takes it: other characters are blanks, and without any it says where it comes from.
pub fn fit_reason(reason: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!@ ().*?-".contains(c);
    let text: String = reason.chars().map(|c| if fits(c) { c } else { ' ' }).take(REASON_MAX).collect();
    let text = text.trim();
    if text.is_empty() { "Disabled in the design".to_owned() } else { text.to_owned() }
}

/// Closes the way into a stage. If it is closed already, it gets this reason.
///
/// `None` for the first stage, which has no way in, and for one that is gone.
pub fn disable(document: &Document, stage: StageId, reason: &str) -> Option<Change> {
    let name = name_of(document, stage)?;
    let reason = reason.trim();
    let label = format!("Disable transition to {name}");
    let Some(index) = positions(document, name).first().copied() else {
        let members = [("stage", json!(name)), ("disabled", json!(true)), ("reason", json!(reason))];
        let entry: Object = members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        return Some(Change::new(label, vec![extras_list::push(document, LIST, entry)]));
    };
    let wanted = [("disabled", json!(true)), ("reason", json!(reason))];
    let mut edits = Vec::new();
    for (key, value) in wanted {
        let path = Path::key(LIST).then(index).then(key);
        if document.value(Owner::Extras, &path) != Some(&value) {
            edits.push(Edit::set(Place::at(Owner::Extras, path), Some(value)));
        }
    }
    Some(Change::new(label, edits))
}

/// Opens the way into a stage again. `None` if nothing closes it.
pub fn enable(document: &Document, stage: StageId) -> Option<Change> {
    let name = name_of(document, stage)?;
    document.disabled_transition(name)?;
    let edits = extras_list::take(document, LIST, &positions(document, name));
    Some(Change::new(format!("Enable transition to {name}"), edits))
}

/// The entries that go with stages: those of names that no other stage has.
pub(super) fn of_removed(document: &Document, gone: &[StageId]) -> Vec<Edit> {
    let stages = &document.pipeline().stages;
    let is_left = |name: &str| stages.iter().any(|stage| !gone.contains(&stage.id) && stage.name() == name);
    let names = stages.iter().filter(|stage| gone.contains(&stage.id)).map(Stage::name);
    let positions: Vec<usize> =
        names.filter(|name| !is_left(name)).flat_map(|name| positions(document, name)).collect();
    extras_list::take(document, LIST, &positions)
}

fn name_of(document: &Document, stage: StageId) -> Option<&str> {
    let index = document.pipeline().stage_index(stage)?;
    (index > 0).then(|| document.pipeline().stages[index].name())
}

fn positions(document: &Document, stage: &str) -> Vec<usize> {
    let is_text = |value: Option<&Value>| value.and_then(Value::as_str) == Some(stage);
    let all = document.transitions().filter(|(_, transition)| is_text(transition.0.get("stage")));
    all.map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests;
