//! Putting stages and actions in that were copied: here, in another window, or written by somebody else.
//!
//! [`read`] finds them in a text; [`paste`] makes the change. What is pasted gets names that AWS takes and that
//! are free: stages and actions, output artifacts and namespaces, and what the pasted parts take from each other
//! follows. What they take from the rest of the pipeline stays as it is written.

mod names;
mod notes;
mod read;

use std::collections::HashSet;

use serde_json::{Value, json};

use super::actions::put;
use super::artifacts::freshen_among;
use super::names::free_name;
use super::slots::{SlotColumn, land};
use super::stages::{self, NAME_MAX};
use super::{Change, EditError};
use crate::document::Document;
use crate::pipeline::{Action, ActionId, Stage, StageId};

pub use read::{PasteError, Pasteable, read};

/// Where to paste: at what is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// The selected stage, or the one of the selected action.
    pub stage: Option<StageId>,
    /// The selected action.
    pub action: Option<ActionId>,
}

/// What pasting does.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// The change.
    pub change: Change,
    /// The new stages.
    pub stages: Vec<StageId>,
    /// The new actions that do not stand in new stages.
    pub actions: Vec<ActionId>,
}

/// Puts in what was read: stages behind the selected stage or at the end, actions behind the selected action.
///
/// # Errors
/// If what is selected takes no actions, because the file has something else than an object there.
pub fn paste(document: &Document, parts: &Pasteable, at: At) -> Result<Pasted, EditError> {
    let mut made = Made::of(document, parts);
    let mut work = Work { document: document.clone(), change: Change::new(label(parts), Vec::new()) };
    let mut pasted = Pasted { change: Change::new("", Vec::new()), stages: Vec::new(), actions: Vec::new() };

    let pipeline = document.pipeline();
    let beside = at.stage.or_else(|| at.action.and_then(|id| Some(pipeline.action(id)?.0.id)));
    let after = beside.and_then(|id| pipeline.stage_index(id));
    let index = after.map_or(pipeline.stages.len(), |index| index + 1);
    let mut new_stages = std::mem::take(&mut made.stages);
    name_stages(document, &mut new_stages);
    for (offset, stage) in new_stages.into_iter().enumerate() {
        pasted.stages.push(stage.id);
        let edits = stages::insert(&work.document, index + offset, stage);
        work.run(edits)?;
    }
    for group in columns(std::mem::take(&mut made.actions)) {
        work.put_column(group, At { stage: beside, ..at }, &mut pasted.actions)?;
    }
    work.run(notes::added(&work.document, parts, &made.origins, &pasted))?;
    pasted.change = work.change;
    Ok(pasted)
}

fn label(parts: &Pasteable) -> String {
    let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    match (parts.stages.len(), parts.actions.len()) {
        (0, actions) => format!("Paste {}", counted(actions, "action")),
        (stages, 0) => format!("Paste {}", counted(stages, "stage")),
        (stages, actions) => format!("Paste {} and {}", counted(stages, "stage"), counted(actions, "action")),
    }
}

/// The parts with ids, and artifacts and namespaces that are free.
struct Made {
    stages: Vec<Stage>,
    actions: Vec<Action>,
    origins: Vec<Origin>,
}

/// What a pasted thing was called where it comes from.
struct Origin {
    stage: Option<StageId>,
    action: Option<ActionId>,
    stage_name: Option<String>,
    action_name: Option<String>,
}

impl Made {
    fn of(document: &Document, parts: &Pasteable) -> Self {
        let ids = document.ids();
        let mut stages: Vec<Stage> =
            parts.stages.iter().map(|value| Stage::from_value(value.clone(), ids)).collect();
        let mut actions: Vec<Action> =
            parts.actions.iter().map(|value| Action::from_value(value.clone(), ids)).collect();
        let origins = origins(&stages, &actions);
        for stage in &mut stages {
            let mut taken = HashSet::new();
            stage.actions.iter_mut().for_each(|action| name_action(action, &mut taken));
        }
        let copies: Vec<&mut Action> =
            stages.iter_mut().flat_map(|stage| &mut stage.actions).chain(&mut actions).collect();
        let renames =
            freshen_among(taken_names(document), copies, &names::legal_artifact, &names::legal_namespace);
        for stage in &mut stages {
            renames.follow_in_stage(stage);
        }
        Self { stages, actions, origins }
    }
}

fn origins(stages: &[Stage], actions: &[Action]) -> Vec<Origin> {
    let named = |text: &str| Some(text.to_owned());
    let mut origins = Vec::new();
    for stage in stages {
        let stage_name = named(stage.name());
        origins.push(Origin {
            stage: Some(stage.id),
            action: None,
            stage_name: stage_name.clone(),
            action_name: None,
        });
        origins.extend(stage.actions.iter().map(|action| Origin {
            stage: Some(stage.id),
            action: Some(action.id),
            stage_name: stage_name.clone(),
            action_name: named(action.name()),
        }));
    }
    origins.extend(actions.iter().map(|action| Origin {
        stage: None,
        action: Some(action.id),
        stage_name: None,
        action_name: named(action.name()),
    }));
    origins
}

/// Names no pasted artifact or namespace may have. An artifact that is only taken here is free to be made: cut
/// and paste puts the wires back.
fn taken_names(document: &Document) -> HashSet<String> {
    let actions = || document.pipeline().actions().map(|(_, action)| action);
    let outputs = actions().flat_map(Action::output_artifacts).map(str::to_owned);
    let namespaces = actions().filter_map(Action::namespace).map(str::to_owned);
    outputs.chain(namespaces).chain(names::RESERVED.map(str::to_owned)).collect()
}

/// Gives an action a legal name that its stage does not have yet.
fn name_action(action: &mut Action, taken: &mut HashSet<String>) {
    if action.odd.is_some() {
        return;
    }
    let wanted = names::legal_name(action.name(), action.action_type().provider, "Action");
    let name = free_name(&wanted, |name| taken.contains(name), '-', NAME_MAX);
    if action.name() != name {
        set_first(&mut action.members, "name", json!(name));
    }
    taken.insert(name);
}

fn name_stages(document: &Document, new: &mut [Stage]) {
    let mut taken: HashSet<String> =
        document.pipeline().stages.iter().map(|stage| stage.name().to_owned()).collect();
    for stage in new.iter_mut().filter(|stage| stage.odd.is_none()) {
        let wanted = names::legal_name(stage.name(), "", "Stage");
        let name = free_name(&wanted, |name| taken.contains(name), '-', NAME_MAX);
        if stage.name() != name {
            set_first(&mut stage.members, "name", json!(name));
        }
        if !stage.members.get("actions").is_some_and(Value::is_array) {
            stage.members.insert("actions".to_owned(), json!([]));
        }
        taken.insert(name);
    }
}

/// Sets a member in place, or as the first one.
fn set_first(members: &mut crate::pipeline::Object, key: &str, value: Value) {
    match members.get_mut(key) {
        Some(slot) => *slot = value,
        None => {
            members.shift_insert(0, key.to_owned(), value);
        }
    }
}

/// The actions by run order, those of sources apart, as they go elsewhere.
fn columns(mut actions: Vec<Action>) -> Vec<Vec<Action>> {
    actions.sort_by_key(|action| (!is_source(action), action.run_order()));
    let mut columns: Vec<Vec<Action>> = Vec::new();
    for action in actions {
        let is_same =
            |last: &Action| last.run_order() == action.run_order() && is_source(last) == is_source(&action);
        match columns.last_mut() {
            Some(column) if column.last().is_some_and(is_same) => column.push(action),
            _ => columns.push(vec![action]),
        }
    }
    columns
}

fn is_source(action: &Action) -> bool {
    action.action_type().category == "Source"
}

/// The document as the edits so far leave it, as each is put together from what those before it left.
struct Work {
    document: Document,
    change: Change,
}

impl Work {
    fn run(&mut self, edits: Vec<super::Edit>) -> Result<(), EditError> {
        let step = Change::new("", edits);
        self.document.change(&step)?;
        self.change.edits.extend(step.edits);
        Ok(())
    }

    /// Puts actions of one run order under one another, in a column of their own where they are no sources.
    fn put_column(&mut self, column: Vec<Action>, at: At, new: &mut Vec<ActionId>) -> Result<(), EditError> {
        let Some(first) = column.first() else { return Ok(()) };
        let (stage, mut slot) = if is_source(first) {
            (self.source_stage()?, SlotColumn::Beside { column: 0, row: usize::MAX })
        } else {
            self.place_behind(at, new.last().copied())?
        };
        for mut action in column {
            let id = action.id;
            let Some(target) = self.document.pipeline().stage(stage) else {
                return Err(EditError::Gone { what: "stage" });
            };
            if target.odd.is_some() {
                return Err(EditError::NotAnObject);
            }
            let mut taken = target.actions.iter().map(|action| action.name().to_owned()).collect();
            name_action(&mut action, &mut taken);
            let landing = land(target, slot, &[]);
            if action.odd.is_none() && action.run_order() != landing.run_order {
                action.members.insert("runOrder".to_owned(), json!(landing.run_order));
            }
            let edits = put(target, &landing, action);
            self.run(edits)?;
            new.push(id);
            let Some(super::Slot { column: SlotColumn::Beside { column, .. }, .. }) =
                super::Slot::of(&self.document, id)
            else {
                continue;
            };
            slot = SlotColumn::Beside { column, row: usize::MAX };
        }
        Ok(())
    }

    /// The first stage, where all sources stand; made if there is none.
    fn source_stage(&mut self) -> Result<StageId, EditError> {
        match self.document.pipeline().stages.first() {
            Some(first) => Ok(first.id),
            None => self.new_stage("Source"),
        }
    }

    fn new_stage(&mut self, name: &str) -> Result<StageId, EditError> {
        let index = self.document.pipeline().stages.len();
        let (id, change) = stages::add(&self.document, index, name);
        self.run(change.edits)?;
        Ok(id)
    }

    /// Behind what was pasted before, else behind the selected action, else at the end of the selected stage.
    fn place_behind(&mut self, at: At, before: Option<ActionId>) -> Result<(StageId, SlotColumn), EditError> {
        let pipeline = self.document.pipeline();
        let is_free = |id: &ActionId| pipeline.action(*id).is_some_and(|(_, action)| !is_source(action));
        let beside = before.filter(is_free).or(at.action.filter(is_free));
        if let Some(super::Slot { stage, column: SlotColumn::Beside { column, .. } }) =
            beside.and_then(|id| super::Slot::of(&self.document, id))
        {
            return Ok((stage, SlotColumn::New { before: column + 1 }));
        }
        let last = pipeline.stages.last().map(|stage| stage.id);
        let chosen = at.stage.filter(|id| pipeline.stage(*id).is_some()).or(last);
        let Some(index) = chosen.and_then(|id| pipeline.stage_index(id)) else {
            return Ok((self.new_stage("Stage")?, SlotColumn::New { before: 0 }));
        };
        // Only sources may stand beside sources, so others go on in the next stage.
        let has_sources = pipeline.stages[index].actions.iter().any(is_source);
        match (has_sources, pipeline.stages.get(index + 1)) {
            (false, _) => {
                let stage = &pipeline.stages[index];
                Ok((stage.id, SlotColumn::New { before: stage.run_orders().len() }))
            }
            (true, Some(next)) => Ok((next.id, SlotColumn::New { before: 0 })),
            (true, None) => Ok((self.new_stage("Stage")?, SlotColumn::New { before: 0 })),
        }
    }
}

#[cfg(test)]
mod tests;
