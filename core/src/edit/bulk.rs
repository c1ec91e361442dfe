//! Several stages and actions changed as one step.

use serde_json::Value;

use super::slots::{Slot, SlotColumn};
use super::{Change, Edit, actions, stages};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{ActionId, Path, StageId};

/// What several things have at one path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Common<'d> {
    /// None of them has a value there.
    Absent,
    /// All of them have this value.
    Same(&'d Value),
    /// They differ, or only some have one.
    Mixed,
}

impl<'d> Common<'d> {
    /// The text all of them have.
    pub fn text(self) -> Option<&'d str> {
        match self {
            Self::Same(value) => value.as_str(),
            Self::Absent | Self::Mixed => None,
        }
    }
}

/// What actions have at a path.
pub fn common<'d>(document: &'d Document, ids: &[ActionId], path: &Path) -> Common<'d> {
    let mut values = ids.iter().map(|id| document.value(Owner::Action(*id), path));
    let Some(first) = values.next() else { return Common::Absent };
    match (values.all(|value| value == first), first) {
        (true, Some(value)) => Common::Same(value),
        (true, None) => Common::Absent,
        (false, _) => Common::Mixed,
    }
}

/// Sets or removes one value in each of the actions. Those that have it are left alone. What is told about a thing that
/// is named there goes along.
pub fn set(document: &Document, ids: &[ActionId], path: &Path, value: Option<&Value>, what: &str) -> Change {
    let differs = |id: &&ActionId| document.value(Owner::Action(**id), path) != value;
    let edit = |id: &ActionId| Edit::set(Place::at(Owner::Action(*id), path.clone()), value.cloned());
    let mut edits: Vec<Edit> = ids.iter().filter(differs).map(edit).collect();
    let owners: Vec<Owner> = ids.iter().map(|id| Owner::Action(*id)).collect();
    edits.extend(super::resources::follow(document, &owners, &edits));
    let verb = if value.is_some() { "Set" } else { "Remove" };
    Change::new(format!("{verb} {what} of {} actions", ids.len()), edits)
}

/// Copies of stages, each behind its original, and of actions of other stages, each beside its original.
pub fn duplicate(
    document: &Document,
    stage_ids: &[StageId],
    action_ids: &[ActionId],
) -> (Vec<StageId>, Vec<ActionId>, Change) {
    let pipeline = document.pipeline();
    let is_loose =
        |id: &ActionId| pipeline.action(*id).is_some_and(|(stage, _)| !stage_ids.contains(&stage.id));
    let loose: Vec<ActionId> = action_ids.iter().copied().filter(is_loose).collect();
    let (new_actions, mut change) = actions::duplicate(document, &loose);
    let mut new_stages = Vec::new();
    // Each copy is made of the document as the copies before it leave it, so that no two get one name.
    let mut work = document.clone();
    if work.change(&change).is_err() {
        return (Vec::new(), Vec::new(), Change::new("", Vec::new()));
    }
    let in_order = pipeline.stages.iter().map(|stage| stage.id).filter(|id| stage_ids.contains(id));
    for id in in_order {
        let Some((new, step)) = stages::duplicate(&work, id) else { continue };
        if work.change(&step).is_err() {
            continue;
        }
        new_stages.push(new);
        let label = if change.edits.is_empty() { step.label.clone() } else { change.label.clone() };
        change = Change { label, ..change.and(step) };
    }
    if new_stages.len() > 1 {
        change.label = format!("Duplicate {} stages", new_stages.len());
    }
    (new_stages, new_actions, change)
}

/// One step along time or among parallel actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// To the next run order or stage.
    Later,
    /// To the run order or stage before.
    Earlier,
    /// Down among parallel actions.
    Down,
    /// Up among parallel actions.
    Up,
}

/// Moves stages, or else actions, by one step; those that have no room stay. `None` if nothing moves.
pub fn nudge(
    document: &Document,
    stage_ids: &[StageId],
    action_ids: &[ActionId],
    step: Nudge,
) -> Option<Change> {
    let mut work = document.clone();
    let mut moved = Vec::new();
    let mut edits = Vec::new();
    let mut take = |work: &mut Document, change: Option<Change>| {
        let Some(change) = change.filter(|change| !change.edits.is_empty()) else { return };
        if work.change(&change).is_ok() {
            moved.push(change.label);
            edits.extend(change.edits);
        }
    };
    if stage_ids.is_empty() {
        let is_forward = matches!(step, Nudge::Later | Nudge::Down);
        for group in in_direction(groups(document, action_ids), is_forward) {
            if matches!(step, Nudge::Later | Nudge::Earlier) {
                let slot = slot_along(&work, &group, is_forward);
                let change = slot.and_then(|slot| actions::move_all_to(&work, &group, slot));
                take(&mut work, change);
                continue;
            }
            for id in in_direction(group, is_forward) {
                let change = row_step(&work, id, action_ids, is_forward);
                take(&mut work, change);
            }
        }
    } else {
        let is_later = match step {
            Nudge::Later => true,
            Nudge::Earlier => false,
            Nudge::Down | Nudge::Up => return None,
        };
        for id in in_direction(stages_in_order(document, stage_ids), is_later) {
            let change = stage_step(&work, id, stage_ids, is_later);
            take(&mut work, change);
        }
    }
    let count = stage_ids.len().max(action_ids.len());
    let label = match moved.as_slice() {
        [] => return None,
        [label] => label.clone(),
        _ => format!("Move {count} {}", if stage_ids.is_empty() { "actions" } else { "stages" }),
    };
    Some(Change::new(label, edits))
}

/// Moves actions of the last stage on into a new stage behind it. `None` if they are elsewhere, or all the stage has.
pub fn past_the_end(document: &Document, ids: &[ActionId]) -> Option<Change> {
    let stages = &document.pipeline().stages;
    let last = stages.last().filter(|_| stages.len() > 1)?;
    let is_part = ids.iter().all(|id| last.actions.iter().any(|action| action.id == *id));
    if ids.is_empty() || !is_part || ids.len() == last.actions.len() {
        return None;
    }
    actions::move_to_new_stage(document, ids, stages.len()).map(|(_, change)| change)
}

/// The foremost in the direction first, so that nothing stands in the way of what follows.
fn in_direction<T>(mut all: Vec<T>, is_forward: bool) -> Vec<T> {
    if is_forward {
        all.reverse();
    }
    all
}

fn stages_in_order(document: &Document, ids: &[StageId]) -> Vec<StageId> {
    document.pipeline().stages.iter().map(|stage| stage.id).filter(|id| ids.contains(id)).collect()
}

fn stage_step(work: &Document, id: StageId, moving: &[StageId], is_later: bool) -> Option<Change> {
    let stages = &work.pipeline().stages;
    let index = work.pipeline().stage_index(id)?;
    let to = if is_later { index + 1 } else { index.checked_sub(1)? };
    // One that moves along and could not go further stays in front.
    let neighbor = stages.get(to)?;
    if moving.contains(&neighbor.id) { None } else { stages::move_to(work, id, to) }
}

/// Actions by stage and run order, those of one run order together in the order of their rows.
fn groups(document: &Document, ids: &[ActionId]) -> Vec<Vec<ActionId>> {
    let mut groups = Vec::new();
    for stage in &document.pipeline().stages {
        for order in stage.run_orders() {
            let group: Vec<ActionId> = stage
                .actions
                .iter()
                .filter(|action| action.run_order() == order && ids.contains(&action.id))
                .map(|action| action.id)
                .collect();
            if !group.is_empty() {
                groups.push(group);
            }
        }
    }
    groups
}

/// Where actions of one run order go by one step: out of the column they share with others, else into the next
/// column, else into the next stage.
fn slot_along(work: &Document, group: &[ActionId], is_later: bool) -> Option<Slot> {
    let pipeline = work.pipeline();
    let slot = Slot::of(work, *group.first()?)?;
    let SlotColumn::Beside { column, .. } = slot.column else { return None };
    let stage = pipeline.stage(slot.stage)?;
    let order = stage.run_orders().get(column).copied()?;
    let is_whole = stage.actions.iter().filter(|action| action.run_order() == order).count() == group.len();
    let index = pipeline.stage_index(stage.id)?;
    let beside = |column: usize| SlotColumn::Beside { column, row: usize::MAX };
    Some(match (is_whole, is_later) {
        (false, true) => Slot { column: SlotColumn::New { before: column + 1 }, ..slot },
        (false, false) => Slot { column: SlotColumn::New { before: column }, ..slot },
        (true, true) if column + 1 < stage.run_orders().len() => Slot { column: beside(column + 1), ..slot },
        (true, true) => {
            Slot { stage: pipeline.stages.get(index + 1)?.id, column: SlotColumn::New { before: 0 } }
        }
        (true, false) if column > 0 => Slot { column: beside(column - 1), ..slot },
        (true, false) => Slot::at_end(work, pipeline.stages.get(index.checked_sub(1)?)?.id),
    })
}

fn row_step(work: &Document, id: ActionId, moving: &[ActionId], is_down: bool) -> Option<Change> {
    let slot = Slot::of(work, id)?;
    let SlotColumn::Beside { column, row } = slot.column else { return None };
    let (stage, action) = work.pipeline().action(id)?;
    let order = action.run_order();
    let to = if is_down { row + 1 } else { row.checked_sub(1)? };
    let neighbor = stage.actions.iter().filter(|action| action.run_order() == order).nth(to)?;
    if moving.contains(&neighbor.id) {
        return None;
    }
    actions::move_to(work, id, Slot { column: SlotColumn::Beside { column, row: to }, ..slot })
}

#[cfg(test)]
mod tests;
