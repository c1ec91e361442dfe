//! Changes of whole actions: add, duplicate, delete, move.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::names::{free_name, fresh_name};
use super::slots::{Landing, Slot, SlotColumn, close_gaps, land, set_run_order};
use super::stages::NAME_MAX;
use super::{Change, Edit, artifacts, rename, stages};
use crate::document::{Document, Owner, Place};
use crate::flow::Flow;
use crate::pipeline::{Action, ActionId, Object, Path, Stage, StageId};

/// What a new action is made from.
#[derive(Clone, Debug, Default)]
pub struct NewAction {
    /// Name wanted; a number is added if it is taken.
    pub name: String,
    /// `actionTypeId`.
    pub action_type: Object,
    /// First `configuration`; left out if empty.
    pub configuration: Object,
    /// How many inputs it needs; wired to the nearest artifacts made before it.
    pub input_count: usize,
    /// How many outputs it must make; named freshly.
    pub output_count: usize,
    /// Further members, such as `commands`.
    pub members: Object,
}

/// Adds an action in a slot, wired to what is made before it.
pub fn add(document: &Document, new: &NewAction, slot: Slot) -> Option<(ActionId, Change)> {
    let stage = document.pipeline().stage(slot.stage)?;
    let id = document.fresh_action_id();
    let name = fresh_action_name(stage, &new.name);
    let landing = land(stage, slot.column, &[]);
    let mut members = Object::new();
    members.insert("name".to_owned(), json!(name));
    members.insert("actionTypeId".to_owned(), Value::Object(new.action_type.clone()));
    members.insert("runOrder".to_owned(), json!(landing.run_order));
    if !new.configuration.is_empty() {
        members.insert("configuration".to_owned(), Value::Object(new.configuration.clone()));
    }
    for (key, value) in &new.members {
        members.insert(key.clone(), value.clone());
    }
    let outputs = artifacts::fresh_outputs(document, &name, new.output_count);
    members.insert("outputArtifacts".to_owned(), artifacts::list(outputs.iter().map(String::as_str)));
    let inputs = nearest_artifacts(document, slot.stage, landing.run_order, new.input_count);
    members.insert("inputArtifacts".to_owned(), artifacts::list(inputs.iter().map(String::as_str)));
    let action = Action { id, members, odd: None };
    let edits = put(stage, &landing, action);
    Some((id, Change::new(format!("Add {name}"), edits)))
}

/// The artifacts made last before a step, newest first.
fn nearest_artifacts(document: &Document, stage: StageId, run_order: i64, count: usize) -> Vec<String> {
    if count == 0 {
        return Vec::new();
    }
    let flow = Flow::of(document.pipeline());
    flow.available(document.pipeline(), stage, run_order).take(count).map(str::to_owned).collect()
}

/// The edits that put a new action into a stage, making its list if there is none.
pub(super) fn put(stage: &Stage, landing: &Landing, action: Action) -> Vec<Edit> {
    let mut edits = Vec::new();
    if !stage.members.get("actions").is_some_and(Value::is_array) {
        edits.push(Edit::set(Place::at(Owner::Stage(stage.id), Path::key("actions")), Some(json!([]))));
    }
    edits.extend(landing.renumber.iter().map(|(id, order)| set_run_order(*id, *order)));
    edits.push(Edit::AddAction { stage: stage.id, index: landing.index, action: Box::new(action) });
    edits
}

/// Copies of actions, each beside its original, with fresh names, outputs and namespaces; inputs that come
/// from another of the copied actions come from its copy.
pub fn duplicate(document: &Document, ids: &[ActionId]) -> (Vec<ActionId>, Change) {
    let pipeline = document.pipeline();
    let mut copies: Vec<(usize, usize, Action)> = Vec::new();
    for (stage_index, stage) in pipeline.stages.iter().enumerate() {
        let mut taken: HashSet<String> = stage.actions.iter().map(|a| a.name().to_owned()).collect();
        for (index, action) in stage.actions.iter().enumerate().filter(|(_, a)| ids.contains(&a.id)) {
            let mut copy = action.clone();
            copy.id = document.fresh_action_id();
            if copy.odd.is_none() {
                let name = free_name(action.name(), |name| taken.contains(name), '-', NAME_MAX);
                copy.members.insert("name".to_owned(), json!(name));
                taken.insert(name);
            }
            copies.push((stage_index, index, copy));
        }
    }
    artifacts::freshen(document, copies.iter_mut().map(|(_, _, copy)| copy).collect());
    let label = match copies.as_slice() {
        [(_, _, copy)] => format!("Duplicate {}", pipeline_name_of(document, ids, copy)),
        copies => format!("Duplicate {} actions", copies.len()),
    };
    let new_ids = copies.iter().map(|(_, _, copy)| copy.id).collect();
    // From the back, so that the positions in front stay as they were.
    let edits = copies
        .into_iter()
        .rev()
        .map(|(stage_index, index, copy)| Edit::AddAction {
            stage: pipeline.stages[stage_index].id,
            index: index + 1,
            action: Box::new(copy),
        })
        .collect();
    (new_ids, Change::new(label, edits))
}

fn pipeline_name_of(document: &Document, ids: &[ActionId], copy: &Action) -> String {
    let original = ids.first().and_then(|id| document.pipeline().action(*id));
    original.map_or(copy.name(), |(_, action)| action.name()).to_owned()
}

/// Takes actions out; run orders that were 1, 2, 3 … stay so.
pub fn remove(document: &Document, ids: &[ActionId]) -> Change {
    let mut edits = Vec::new();
    let mut names = Vec::new();
    for stage in &document.pipeline().stages {
        let (gone, staying): (Vec<&Action>, Vec<&Action>) =
            stage.actions.iter().partition(|action| ids.contains(&action.id));
        if gone.is_empty() {
            continue;
        }
        names.extend(gone.iter().map(|action| action.name()));
        edits.extend(gone.iter().map(|action| Edit::RemoveAction { id: action.id }));
        let after: Vec<(&Action, i64)> = staying.iter().map(|a| (*a, a.run_order())).collect();
        edits.extend(set_run_orders(close_gaps(&stage.run_orders(), &after)));
    }
    let label = match names.as_slice() {
        [name] => format!("Delete {name}"),
        names => format!("Delete {} actions", names.len()),
    };
    Change::new(label, edits)
}

/// Moves an action to a slot. Its name gets a number if the new stage has one of that name.
pub fn move_to(document: &Document, id: ActionId, slot: Slot) -> Option<Change> {
    let pipeline = document.pipeline();
    let (from, action) = pipeline.action(id)?;
    let to = pipeline.stage(slot.stage)?;
    let label = format!("Move {}", action.name());
    if Slot::of(document, id) == Some(slot) {
        return Some(Change::new(label, Vec::new()));
    }
    let is_alone = from.actions.iter().filter(|a| a.run_order() == action.run_order()).count() == 1;
    if from.id == to.id && is_alone && stays_put(from, action, slot.column) {
        return Some(Change::new(label, Vec::new()));
    }
    let landing = land(to, slot.column, &[id]);
    let mut edits = Vec::new();
    if !to.members.get("actions").is_some_and(Value::is_array) {
        edits.push(Edit::set(Place::at(Owner::Stage(to.id), Path::key("actions")), Some(json!([]))));
    }
    edits.push(Edit::MoveAction { id, stage: to.id, index: landing.index });
    if from.id != to.id {
        let is_taken = action.odd.is_none() && to.actions.iter().any(|a| a.name() == action.name());
        let name = if is_taken { fresh_action_name(to, action.name()) } else { action.name().to_owned() };
        if is_taken {
            edits.push(Edit::set(Place::at(Owner::Action(id), Path::key("name")), Some(json!(name))));
            edits.extend(rename::follow_in_triggers(document, action, &name));
        }
        edits.extend(rename::follow_in_extras(document, (from, action), (to.name(), &name)));
    }
    // The run orders as they will be, first with the landing's numbers and then without gaps.
    let landed: HashMap<ActionId, i64> =
        landing.renumber.iter().copied().chain([(id, landing.run_order)]).collect();
    let staying = to.actions.iter().filter(|a| a.id != id);
    let orders: Vec<(&Action, i64)> = staying
        .chain([action])
        .map(|a| (a, landed.get(&a.id).copied().unwrap_or_else(|| a.run_order())))
        .collect();
    let tight: HashMap<ActionId, i64> = close_gaps(&to.run_orders(), &orders).into_iter().collect();
    for (action, order) in orders.into_iter().filter(|(action, _)| action.odd.is_none()) {
        let order = tight.get(&action.id).copied().unwrap_or(order);
        if action.run_order() != order {
            edits.push(set_run_order(action.id, order));
        }
    }
    if from.id != to.id {
        let left: Vec<(&Action, i64)> =
            from.actions.iter().filter(|a| a.id != id).map(|a| (a, a.run_order())).collect();
        edits.extend(set_run_orders(close_gaps(&from.run_orders(), &left)));
    }
    Some(Change::new(label, edits))
}

fn set_run_orders(orders: Vec<(ActionId, i64)>) -> impl Iterator<Item = Edit> {
    orders.into_iter().map(|(id, order)| set_run_order(id, order))
}

/// Moves several actions to a slot, one under the other in the order of `ids`.
pub fn move_all_to(document: &Document, ids: &[ActionId], slot: Slot) -> Option<Change> {
    if let [id] = ids {
        return move_to(document, *id, slot);
    }
    // Each move is put together from the document as the moves before it leave it.
    let mut work = document.clone();
    let mut edits = Vec::new();
    let mut slot = slot;
    for (position, id) in ids.iter().enumerate() {
        let change = move_to(&work, *id, slot)?;
        work.change(&change).ok()?;
        edits.extend(change.edits);
        slot = Slot::of(&work, *id)?;
        let next = ids.get(position + 1).and_then(|next| Slot::of(&work, *next));
        if let SlotColumn::Beside { column, row } = &mut slot.column {
            // Rows count without the action that moves, which may stand above in the same column.
            let is_above = next.is_some_and(|next| {
                next.stage == slot.stage
                    && matches!(next.column, SlotColumn::Beside { column: c, row: r } if c == *column && r < *row)
            });
            *row += usize::from(!is_above);
        }
    }
    Some(Change::new(format!("Move {} actions", ids.len()), edits))
}

/// Moves actions into a stage made for them at a position, named after what they do.
pub fn move_to_new_stage(document: &Document, ids: &[ActionId], index: usize) -> Option<(StageId, Change)> {
    let (_, first) = document.pipeline().action(*ids.first()?)?;
    let (stage, added) = stages::add(document, index, first.action_type().category);
    let label = match ids {
        [_] => format!("Move {} to a new stage", first.name()),
        ids => format!("Move {} actions to a new stage", ids.len()),
    };
    // The moves are put together from the document as it is with the stage in it.
    let mut work = document.clone();
    work.change(&added).ok()?;
    let moved = move_all_to(&work, ids, Slot { stage, column: SlotColumn::New { before: 0 } })?;
    Some((stage, Change { label, ..added.and(moved) }))
}

/// Adds an action in a slot that takes an output of another one, which gets an output if it has none.
pub fn add_taking(
    document: &Document,
    new: &NewAction,
    slot: Slot,
    (from, output): (ActionId, Option<usize>),
) -> Option<(ActionId, Change)> {
    let new = NewAction { input_count: 0, ..new.clone() };
    let (id, added) = add(document, &new, slot)?;
    let mut work = document.clone();
    work.change(&added).ok()?;
    let wired = artifacts::connect_actions(&work, from, output, id)?;
    Some((id, added.and(wired)))
}

/// A lone action dropped just before or behind its own column stays where it is.
fn stays_put(stage: &Stage, action: &Action, column: SlotColumn) -> bool {
    let own = stage.run_orders().iter().position(|order| *order == action.run_order());
    match column {
        SlotColumn::New { before } => own.is_some_and(|own| before == own || before == own + 1),
        SlotColumn::Beside { column, .. } => own == Some(column),
    }
}

fn fresh_action_name(stage: &Stage, wanted: &str) -> String {
    let wanted = if wanted.is_empty() { "Action" } else { wanted };
    fresh_name(wanted, stage.actions.iter().map(Action::name), '-', NAME_MAX)
}

#[cfg(test)]
mod tests;
