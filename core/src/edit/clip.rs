//! Stages and actions as text, to be pasted here, in another window, or anywhere else.
//!
//! The text is JSON in the AWS shape: `{"stages": […]}`, `{"actions": […]}` or both, and their notes as the
//! `pipewright` member holds them. What looks like a secret does not go along ([`secrets`]).

pub(crate) mod secrets;

pub(crate) use secrets::masked_text;
pub use secrets::{masked_design, secret_texts};

use serde_json::{Value, json};

use super::Change;
use super::{actions, stages};
use crate::document::{Document, as_aws_prints};
use crate::pipeline::{Action, ActionId, Object, Stage, StageId};

/// Copied parts of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    /// The JSON.
    pub text: String,
    /// What was copied: "Build", "2 actions".
    pub what: String,
    /// The secrets that were left out: "Deploy: `ApiToken`".
    pub hidden: Vec<String>,
}

/// Copies stages with all they hold, and actions of other stages; `None` if none of them is there.
///
/// Actions of several stages are numbered anew, so that they run in the same order where they are pasted.
pub fn copy(document: &Document, stage_ids: &[StageId], action_ids: &[ActionId]) -> Option<Clip> {
    let pipeline = document.pipeline();
    let copied: Vec<&Stage> = pipeline.stages.iter().filter(|stage| stage_ids.contains(&stage.id)).collect();
    let loose: Vec<(&Stage, Vec<&Action>)> = pipeline
        .stages
        .iter()
        .filter(|stage| !stage_ids.contains(&stage.id))
        .map(|stage| {
            let mut actions: Vec<&Action> =
                stage.actions.iter().filter(|a| action_ids.contains(&a.id)).collect();
            actions.sort_by_key(|action| action.run_order());
            (stage, actions)
        })
        .filter(|(_, actions)| !actions.is_empty())
        .collect();
    let what = what(&copied, &loose)?;
    let mut hidden = Vec::new();
    let mut file = Object::new();
    if !copied.is_empty() {
        let values = copied.iter().map(|stage| secrets::masked_stage(stage, &mut hidden)).collect();
        file.insert("stages".to_owned(), Value::Array(values));
    }
    if !loose.is_empty() {
        file.insert("actions".to_owned(), Value::Array(loose_actions(&loose, &mut hidden)));
    }
    let notes = notes(document, &copied, &loose, &mut hidden);
    if !notes.is_empty() {
        file.insert("pipewright".to_owned(), json!({"notes": notes}));
    }
    Some(Clip { text: as_aws_prints(&Value::Object(file)), what, hidden })
}

/// Takes out what is on the clipboard now.
pub fn cut(document: &Document, stage_ids: &[StageId], action_ids: &[ActionId], what: &str) -> Change {
    let change = remove(document, stage_ids, action_ids);
    Change { label: format!("Cut {what}"), ..change }
}

/// Takes out stages with all they hold, and actions of other stages, as one change.
pub fn remove(document: &Document, stage_ids: &[StageId], action_ids: &[ActionId]) -> Change {
    let loose: Vec<ActionId> = action_ids
        .iter()
        .copied()
        .filter(|id| document.pipeline().action(*id).is_some_and(|(stage, _)| !stage_ids.contains(&stage.id)))
        .collect();
    match (loose.is_empty(), stage_ids.is_empty()) {
        (_, true) => actions::remove(document, &loose),
        (true, false) => stages::remove(document, stage_ids),
        (false, false) => {
            let stages = stages::remove(document, stage_ids);
            let label = stages.label.clone();
            Change { label, ..actions::remove(document, &loose).and(stages) }
        }
    }
}

fn what(stages: &[&Stage], loose: &[(&Stage, Vec<&Action>)]) -> Option<String> {
    let count = loose.iter().map(|(_, actions)| actions.len()).sum::<usize>();
    let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    match (stages, count) {
        ([], 0) => None,
        ([], 1) => loose.first().and_then(|(_, actions)| Some(actions.first()?.name().to_owned())),
        ([stage], 0) => Some(format!("stage {}", stage.name())),
        ([], count) => Some(counted(count, "action")),
        (stages, 0) => Some(counted(stages.len(), "stage")),
        (stages, count) => {
            Some(format!("{} and {}", counted(stages.len(), "stage"), counted(count, "action")))
        }
    }
}

fn loose_actions(loose: &[(&Stage, Vec<&Action>)], hidden: &mut Vec<String>) -> Vec<Value> {
    let is_mixed = loose.len() > 1;
    let mut values = Vec::new();
    let mut column = 0_i64;
    for (_, actions) in loose {
        let mut last = None;
        for action in actions {
            if last.replace(action.run_order()) != Some(action.run_order()) {
                column += 1;
            }
            let mut value = secrets::masked_action(action, hidden);
            if is_mixed && let Some(members) = value.as_object_mut() {
                members.insert("runOrder".to_owned(), json!(column));
            }
            values.push(value);
        }
    }
    values
}

/// The notes of what is copied.
fn notes(
    document: &Document,
    stages: &[&Stage],
    loose: &[(&Stage, Vec<&Action>)],
    hidden: &mut Vec<String>,
) -> Vec<Value> {
    let goes_along = |stage: Option<&str>, action: Option<&str>| {
        let Some(name) = stage else { return false };
        let has =
            |actions: &[&Action]| action.is_some_and(|action| actions.iter().any(|a| a.name() == action));
        stages.iter().any(|stage| stage.name() == name)
            || loose.iter().any(|(stage, actions)| stage.name() == name && has(actions))
    };
    let notes = document.notes().filter(|note| goes_along(note.stage(), note.action()));
    notes
        .map(|note| {
            let mut value = Value::Object(note.0.clone());
            secrets::mask(&mut value, "a note", hidden);
            value
        })
        .collect()
}

#[cfg(test)]
mod tests;
