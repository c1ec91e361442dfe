//! Applying one edit, and finding its inverse.

use std::collections::HashSet;

use serde_json::Value;

use super::{Edit, set};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Action, ActionId, Stage, StageId};

/// Why an edit does not apply. The document is then as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The stage or action is no longer there.
    #[error("the {what} is no longer there")]
    Gone {
        /// "stage" or "action".
        what: &'static str,
    },
    /// A stage or action that was read as something else than an object has no members.
    #[error("this is no object and has no fields; delete it and add a new one")]
    NotAnObject,
    /// There is no list to put a stage or action into.
    #[error("there is no list \"{key}\" to add to")]
    NoList {
        /// "stages" or "actions".
        key: &'static str,
    },
    /// The list of stages or actions cannot be replaced as a value.
    #[error("\"{key}\" is changed stage by stage and action by action")]
    Spine {
        /// "stages" or "actions".
        key: &'static str,
    },
    /// A stage or action with this identity stands in the document already.
    #[error("the {what} is there already")]
    AlreadyThere {
        /// "stage" or "action".
        what: &'static str,
    },
    /// A step into a list that is not that long, or a key where a list is.
    #[error("there is nothing at {path}")]
    NoPlace {
        /// The place, inside its owner.
        path: String,
    },
}

/// Applies an edit and returns its inverse.
///
/// # Errors
/// If the edit refers to something that is gone; then nothing has changed.
pub fn apply(document: &mut Document, edit: Edit) -> Result<Edit, EditError> {
    let is_inside = matches!(&edit, Edit::Set { place, .. } if is_inside(place));
    let inverse = match edit {
        Edit::AddStage { index, stage } => add_stage(document, index, *stage)?,
        Edit::RemoveStage { id } => remove_stage(document, id)?,
        Edit::MoveStage { id, index } => move_stage(document, id, index)?,
        Edit::AddAction { stage, index, action } => add_action(document, stage, index, *action)?,
        Edit::RemoveAction { id } => remove_action(document, id)?,
        Edit::MoveAction { id, stage, index } => move_action(document, id, stage, index)?,
        Edit::Set { place, value, at } => set_value(document, place, value, at)?,
        Edit::Frame(frame) => Edit::Frame(Box::new(document.reframe(*frame))),
    };
    document.revision += 1;
    if !is_inside {
        document.stamps.change_outline();
    }
    Ok(inverse)
}

/// Applies all edits or none; returns the inverses in the order in which they must be applied.
pub(super) fn apply_all(document: &mut Document, edits: &[Edit]) -> Result<Vec<Edit>, EditError> {
    let mut inverses = Vec::with_capacity(edits.len());
    for edit in edits {
        match apply(document, edit.clone()) {
            Ok(inverse) => inverses.push(inverse),
            Err(error) => {
                for inverse in inverses.into_iter().rev() {
                    // An inverse applies to the state its edit left behind.
                    apply(document, inverse)?;
                }
                return Err(error);
            }
        }
    }
    inverses.reverse();
    Ok(inverses)
}

/// The members of an action that flow and layout look at.
const WIRED: [&str; 3] = ["inputArtifacts", "outputArtifacts", "runOrder"];

/// The members of an action that say what it does, not how it stands among others.
const INSIDE: [&str; 3] = ["commands", "configuration", "environmentVariables"];

/// Whether a place lies inside of an action, in one of these members.
fn is_inside(place: &Place) -> bool {
    matches!(place.owner, Owner::Action(_))
        && place.path.0.len() > 1
        && INSIDE.iter().any(|key| place.path.first_key() == Some(key))
}

const STAGE_GONE: EditError = EditError::Gone { what: "stage" };
const ACTION_GONE: EditError = EditError::Gone { what: "action" };

fn add_stage(document: &mut Document, index: usize, stage: Stage) -> Result<Edit, EditError> {
    let pipeline = &mut document.pipeline;
    if !pipeline.members.get("stages").is_some_and(Value::is_array) {
        return Err(EditError::NoList { key: "stages" });
    }
    if pipeline.stage(stage.id).is_some() {
        return Err(EditError::AlreadyThere { what: "stage" });
    }
    let mut ids: HashSet<ActionId> = pipeline.actions().map(|(_, action)| action.id).collect();
    if !stage.actions.iter().all(|action| ids.insert(action.id)) {
        return Err(EditError::AlreadyThere { what: "action" });
    }
    let id = stage.id;
    stage.actions.iter().for_each(|action| document.stamps.change_action(action.id));
    document.stamps.change_wiring();
    pipeline.stages.insert(index.min(pipeline.stages.len()), stage);
    Ok(Edit::RemoveStage { id })
}

fn remove_stage(document: &mut Document, id: StageId) -> Result<Edit, EditError> {
    let index = document.pipeline.stage_index(id).ok_or(STAGE_GONE)?;
    let stage = document.pipeline.stages.remove(index);
    document.stamps.change_wiring();
    Ok(Edit::AddStage { index, stage: Box::new(stage) })
}

fn move_stage(document: &mut Document, id: StageId, index: usize) -> Result<Edit, EditError> {
    let stages = &mut document.pipeline.stages;
    let from = stages.iter().position(|stage| stage.id == id).ok_or(STAGE_GONE)?;
    document.stamps.change_wiring();
    let stage = stages.remove(from);
    stages.insert(index.min(stages.len()), stage);
    Ok(Edit::MoveStage { id, index: from })
}

fn add_action(
    document: &mut Document,
    stage: StageId,
    index: usize,
    action: Action,
) -> Result<Edit, EditError> {
    let is_there = document.pipeline.action_index(action.id).is_some();
    let stage = stage_mut(document, stage)?;
    if !stage.members.get("actions").is_some_and(Value::is_array) {
        return Err(EditError::NoList { key: "actions" });
    }
    if is_there {
        return Err(EditError::AlreadyThere { what: "action" });
    }
    let id = action.id;
    stage.actions.insert(index.min(stage.actions.len()), action);
    document.stamps.change_action(id);
    document.stamps.change_wiring();
    Ok(Edit::RemoveAction { id })
}

fn remove_action(document: &mut Document, id: ActionId) -> Result<Edit, EditError> {
    let (stage_index, index) = document.pipeline.action_index(id).ok_or(ACTION_GONE)?;
    let stage = &mut document.pipeline.stages[stage_index];
    let action = stage.actions.remove(index);
    document.stamps.change_wiring();
    Ok(Edit::AddAction { stage: stage.id, index, action: Box::new(action) })
}

fn move_action(document: &mut Document, id: ActionId, to: StageId, index: usize) -> Result<Edit, EditError> {
    let (from_stage, from_index) = document.pipeline.action_index(id).ok_or(ACTION_GONE)?;
    let target = stage_mut(document, to)?;
    if !target.members.get("actions").is_some_and(Value::is_array) {
        return Err(EditError::NoList { key: "actions" });
    }
    let from = &mut document.pipeline.stages[from_stage];
    let from_id = from.id;
    let action = from.actions.remove(from_index);
    let actions = &mut stage_mut(document, to)?.actions;
    actions.insert(index.min(actions.len()), action);
    document.stamps.change_wiring();
    Ok(Edit::MoveAction { id, stage: from_id, index: from_index })
}

fn set_value(
    document: &mut Document,
    place: Place,
    value: Option<Value>,
    at: Option<usize>,
) -> Result<Edit, EditError> {
    if place.path.0.is_empty() {
        // Only the extras are a value of their own; the other owners are added and removed.
        return match place.owner {
            Owner::Extras => {
                let old = std::mem::replace(&mut document.extras, value);
                Ok(Edit::Set { place, value: old, at: None })
            }
            Owner::Pipeline | Owner::Stage(_) | Owner::Action(_) => {
                Err(EditError::NoPlace { path: "the whole".to_owned() })
            }
        };
    }
    let pipeline = &mut document.pipeline;
    match place.owner {
        Owner::Pipeline => {
            guard_spine(&place, "stages", pipeline.stages.is_empty(), value.as_ref())?;
            set::set(&mut pipeline.members, set::shape_of(place.owner), &place, value, at)
        }
        Owner::Stage(id) => {
            let stage = pipeline.stages.iter_mut().find(|stage| stage.id == id).ok_or(STAGE_GONE)?;
            if stage.odd.is_some() {
                return Err(EditError::NotAnObject);
            }
            guard_spine(&place, "actions", stage.actions.is_empty(), value.as_ref())?;
            set::set(&mut stage.members, set::shape_of(place.owner), &place, value, at)
        }
        Owner::Action(id) => {
            let mut actions = pipeline.stages.iter_mut().flat_map(|stage| &mut stage.actions);
            let action = actions.find(|action| action.id == id).ok_or(ACTION_GONE)?;
            if action.odd.is_some() {
                return Err(EditError::NotAnObject);
            }
            let inverse = set::set(&mut action.members, set::shape_of(place.owner), &place, value, at)?;
            document.stamps.change_action(id);
            if WIRED.iter().any(|key| place.path.first_key() == Some(key)) {
                document.stamps.change_wiring();
            }
            Ok(inverse)
        }
        Owner::Extras => match &mut document.extras {
            Some(Value::Object(members)) => set::set(members, None, &place, value, at),
            other => {
                // None, or something that is no object: the whole is replaced, and the inverse brings it back.
                let Some(value) = value else { return Ok(Edit::Set { place, value: None, at: None }) };
                let made = set::build(&place.path.0, value)
                    .ok_or_else(|| EditError::NoPlace { path: place.path.to_string() })?;
                let old = other.replace(made);
                Ok(Edit::Set { place: Place::of(Owner::Extras), value: old, at: None })
            }
        },
    }
}

/// The list of stages or actions itself may only be made (empty) and, while empty, replaced or removed.
fn guard_spine(
    place: &Place,
    key: &'static str,
    is_empty: bool,
    value: Option<&Value>,
) -> Result<(), EditError> {
    if place.path.first_key() != Some(key) {
        return Ok(());
    }
    let is_empty_list = value.is_none_or(|value| value.as_array().is_none_or(Vec::is_empty));
    if place.path.0.len() == 1 && is_empty && is_empty_list { Ok(()) } else { Err(EditError::Spine { key }) }
}

fn stage_mut(document: &mut Document, id: StageId) -> Result<&mut Stage, EditError> {
    document.pipeline.stages.iter_mut().find(|stage| stage.id == id).ok_or(STAGE_GONE)
}
