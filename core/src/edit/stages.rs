//! Changes of whole stages.

use serde_json::json;

use super::names::fresh_name;
use super::{Change, Edit, transitions};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Action, Object, Path, Stage, StageId};

/// Most characters of a stage or action name. Source: CodePipeline API model.
pub(super) const NAME_MAX: usize = 100;

/// Adds an empty stage at a position, named freshly after `wanted`.
pub fn add(document: &Document, index: usize, wanted: &str) -> (StageId, Change) {
    let id = document.fresh_stage_id();
    let name = fresh_stage_name(document, wanted);
    let label = format!("Add stage {name}");
    let members = Object::from_iter([("name".to_owned(), json!(name)), ("actions".to_owned(), json!([]))]);
    let stage = Stage { id, members, actions: Vec::new(), odd: None };
    (id, Change::new(label, insert(document, index, stage)))
}

/// The edits that put a stage in, making the list of stages if there is none.
pub(super) fn insert(document: &Document, index: usize, stage: Stage) -> Vec<Edit> {
    let mut edits = Vec::new();
    if !document.pipeline().members.get("stages").is_some_and(serde_json::Value::is_array) {
        edits.push(Edit::set(Place::at(Owner::Pipeline, Path::key("stages")), Some(json!([]))));
    }
    edits.push(Edit::AddStage { index, stage: Box::new(stage) });
    edits
}

/// A copy of a stage behind it, with fresh names for the stage, its outputs and its namespaces; inputs made
/// inside the stage are taken from the copies.
pub fn duplicate(document: &Document, id: StageId) -> Option<(StageId, Change)> {
    let index = document.pipeline().stage_index(id)?;
    let stage = document.pipeline().stage(id)?;
    let label = format!("Duplicate stage {}", stage.name());
    let mut copy = stage.clone();
    copy.id = document.fresh_stage_id();
    if copy.odd.is_none() {
        copy.members.insert("name".to_owned(), json!(fresh_stage_name(document, stage.name())));
    }
    for action in &mut copy.actions {
        action.id = document.fresh_action_id();
    }
    let renames = super::artifacts::freshen(document, copy.actions.iter_mut().collect::<Vec<&mut Action>>());
    renames.follow_in_stage(&mut copy);
    let new_id = copy.id;
    Some((new_id, Change::new(label, insert(document, index + 1, copy))))
}

/// Takes stages out with all they hold, and what is written about the ways into them.
pub fn remove(document: &Document, ids: &[StageId]) -> Change {
    let gone: Vec<&Stage> =
        document.pipeline().stages.iter().filter(|stage| ids.contains(&stage.id)).collect();
    let label = match gone.as_slice() {
        [stage] => format!("Delete stage {}", stage.name()),
        stages => format!("Delete {} stages", stages.len()),
    };
    let mut edits: Vec<Edit> = gone.iter().map(|stage| Edit::RemoveStage { id: stage.id }).collect();
    edits.extend(transitions::of_removed(document, ids));
    Change::new(label, edits)
}

/// Moves a stage to a position (from 0, counted without the stage itself).
pub fn move_to(document: &Document, id: StageId, index: usize) -> Option<Change> {
    let stage = document.pipeline().stage(id)?;
    let from = document.pipeline().stage_index(id)?;
    let index = index.min(document.pipeline().stages.len().saturating_sub(1));
    let edits = if from == index { Vec::new() } else { vec![Edit::MoveStage { id, index }] };
    Some(Change::new(format!("Move stage {}", stage.name()), edits))
}

fn fresh_stage_name(document: &Document, wanted: &str) -> String {
    fresh_stage_name_among(wanted, document.pipeline().stages.iter().map(Stage::name))
}

pub(super) fn fresh_stage_name_among<'a>(wanted: &str, taken: impl IntoIterator<Item = &'a str>) -> String {
    let wanted = if wanted.is_empty() { "Stage" } else { wanted };
    fresh_name(wanted, taken, '-', NAME_MAX)
}

#[cfg(test)]
mod tests;
