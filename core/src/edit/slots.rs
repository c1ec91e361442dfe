//! Places for a card: in a run order beside others, or in a run order of its own.
//!
//! The place of a card is its meaning, so dropping one sets `runOrder`, and where there is no number between
//! two neighbors the later ones move up. Run orders that were 1, 2, 3 … stay so; other numbering is kept.

use std::collections::BTreeSet;

use serde_json::json;

use super::Edit;
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Action, ActionId, Path, Stage, StageId};

/// Where an action goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// The stage.
    pub stage: StageId,
    /// The run order.
    pub column: SlotColumn,
}

/// Which run order of a stage; columns count the run orders in use, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotColumn {
    /// Beside the actions of a column, in this row (from 0, counted without the action that moves; beyond the
    /// end means last).
    Beside {
        /// The column.
        column: usize,
        /// The row.
        row: usize,
    },
    /// In a new column before this one; the number of columns means at the end.
    New {
        /// The column.
        before: usize,
    },
}

/// What it takes to give an action its slot: its run order, its position in the list, and new run orders of others.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Landing {
    pub run_order: i64,
    pub index: usize,
    pub renumber: Vec<(ActionId, i64)>,
}

/// Finds the landing of an action in a slot. `moving` are actions that leave where they are and do not count.
pub(super) fn land(stage: &Stage, column: SlotColumn, moving: &[ActionId]) -> Landing {
    let staying: Vec<&Action> = stage.actions.iter().filter(|action| !moving.contains(&action.id)).collect();
    let columns = stage.run_orders();
    let mut renumber = Vec::new();
    let (run_order, index) = match column {
        SlotColumn::Beside { column, row } if column < columns.len() => {
            let run_order = columns[column];
            let beside = || staying.iter().enumerate().filter(|(_, action)| action.run_order() == run_order);
            let index = beside().nth(row).map(|(index, _)| index);
            let after_last = || beside().next_back().map_or(staying.len(), |(index, _)| index + 1);
            (run_order, index.unwrap_or_else(after_last))
        }
        SlotColumn::Beside { column, .. } | SlotColumn::New { before: column } => {
            // Columns that empty because their actions move still stand while the slot is chosen.
            let before = match columns.iter().take(column).next_back() {
                Some(order) => *order,
                // AWS counts from 1, but what a file has below that stays behind a new first column as well.
                None => columns.first().map_or(0, |first| first.saturating_sub(1).min(0)),
            };
            let run_order = before.saturating_add(1);
            let index =
                staying.iter().rposition(|action| action.run_order() <= before).map_or(0, |index| index + 1);
            renumber = make_room(&staying, run_order);
            (run_order, index)
        }
    };
    Landing { run_order, index, renumber }
}

/// New run orders for the actions that stand in the way of a column at `run_order`: each column moves up by one
/// until there is a number free.
fn make_room(staying: &[&Action], run_order: i64) -> Vec<(ActionId, i64)> {
    let used: BTreeSet<i64> =
        staying.iter().map(|action| action.run_order()).filter(|order| *order >= run_order).collect();
    let in_the_way: BTreeSet<i64> = used
        .into_iter()
        .zip(run_order..=i64::MAX)
        .take_while(|(order, wanted)| order == wanted)
        .map(|(o, _)| o)
        .collect();
    staying
        .iter()
        .filter(|action| action.odd.is_none() && in_the_way.contains(&action.run_order()))
        .map(|action| (action.id, action.run_order().saturating_add(1)))
        .collect()
}

/// The new run orders that close the gaps between the run orders of a stage, if they were 1, 2, 3 … before.
///
/// `after` are the actions the stage will have with their run orders. One that is no object counts as 1, which
/// never moves.
pub(super) fn close_gaps(before: &[i64], after: &[(&Action, i64)]) -> Vec<(ActionId, i64)> {
    let was_tight = before.iter().copied().eq(1..=before.len() as i64);
    if !was_tight {
        return Vec::new();
    }
    let mut orders: Vec<i64> = after.iter().map(|(_, order)| *order).collect();
    orders.sort_unstable();
    orders.dedup();
    let tight = |order: i64| orders.binary_search(&order).map_or(order, |position| position as i64 + 1);
    after
        .iter()
        .filter(|(_, order)| tight(*order) != *order)
        .map(|(action, order)| (action.id, tight(*order)))
        .collect()
}

/// Sets a run order.
pub(super) fn set_run_order(id: ActionId, run_order: i64) -> Edit {
    Edit::set(Place::at(Owner::Action(id), Path::key("runOrder")), Some(json!(run_order)))
}

impl Slot {
    /// A run order of its own at the end of a stage.
    pub fn at_end(document: &Document, stage: StageId) -> Self {
        let columns = document.pipeline().stage(stage).map_or(0, |stage| stage.run_orders().len());
        Self { stage, column: SlotColumn::New { before: columns } }
    }

    /// Where an action is: its column and row.
    pub fn of(document: &Document, id: ActionId) -> Option<Self> {
        let (stage, action) = document.pipeline().action(id)?;
        let order = action.run_order();
        let column = stage.run_orders().iter().position(|o| *o == order)?;
        let row = stage.actions.iter().filter(|a| a.run_order() == order).position(|a| a.id == id)?;
        Some(Self { stage: stage.id, column: SlotColumn::Beside { column, row } })
    }
}

#[cfg(test)]
mod tests;
