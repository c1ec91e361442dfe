//! Every change of a document, as a value with an exact inverse.
//!
//! An [`Edit`] is one small step; [`apply`] takes it and yields the step back.
//! What a person does is a [`Change`]: a label and the edits it takes, put together by the functions of
//! [`stages`], [`actions`], [`artifacts`], [`insert`], [`rename`], [`fields`], [`triggers`], [`bulk`], [`clip`],
//! [`paste`], [`notes`], [`transitions`], [`suppress`], [`parameters`], [`resources`], [`text`] and [`revert`] from a
//! document that is only read.
//! [`History`] runs changes, and undoes and redoes them.
//!
//! Nothing outside this module changes a [`Document`].

pub mod actions;
mod apply;
pub mod artifacts;
pub mod bulk;
pub mod clip;
mod extras_list;
pub mod fields;
mod history;
pub mod insert;
mod names;
pub mod notes;
pub mod parameters;
pub mod paste;
mod references;
pub mod rename;
pub mod resources;
pub mod revert;
mod set;
pub mod slots;
pub mod stages;
pub mod suppress;
pub mod target;
#[cfg(test)]
mod tests;
pub mod text;
pub mod transitions;
pub mod triggers;

use serde_json::Value;

pub use apply::{EditError, apply};
pub use history::{Entry, History};
pub use names::fresh_name;
pub use slots::{Slot, SlotColumn};

use crate::document::{Document, Frame, Place};
use crate::pipeline::{Action, ActionId, Stage, StageId};

/// One step of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Puts a stage in at a position.
    AddStage {
        /// Position among the stages, from 0; beyond the end means at the end.
        index: usize,
        /// The stage with its actions.
        stage: Box<Stage>,
    },
    /// Takes a stage out with all it holds.
    RemoveStage {
        /// Which.
        id: StageId,
    },
    /// Moves a stage.
    MoveStage {
        /// Which.
        id: StageId,
        /// Position it has afterwards, from 0.
        index: usize,
    },
    /// Puts an action in at a position of a stage's list.
    AddAction {
        /// Where to.
        stage: StageId,
        /// Position in the list, from 0; beyond the end means at the end.
        index: usize,
        /// The action.
        action: Box<Action>,
    },
    /// Takes an action out.
    RemoveAction {
        /// Which.
        id: ActionId,
    },
    /// Moves an action in its stage's list or to another stage.
    MoveAction {
        /// Which.
        id: ActionId,
        /// Where to.
        stage: StageId,
        /// Position it has afterwards, from 0.
        index: usize,
    },
    /// Sets, adds or removes one value.
    Set {
        /// Where. Members missing on the way are made.
        place: Place,
        /// The new value; `None` removes what is there.
        value: Option<Value>,
        /// Position among the members for a new one, or for a new list element (then the last step of the
        /// place says nothing); `None` puts a member where AWS prints it and replaces a list element.
        at: Option<usize>,
    },
    /// Takes another text as that of the file, with what stands in it beside the pipeline.
    Frame(Box<Frame>),
}

impl Edit {
    /// Sets or removes the value at a place.
    pub fn set(place: Place, value: Option<Value>) -> Self {
        Self::Set { place, value, at: None }
    }
}

/// What a person did: a label for the history, and the edits.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// For menus and the history: "Move Deploy".
    pub label: String,
    /// The steps, in order. None at all means nothing changes, and nothing is recorded.
    pub edits: Vec<Edit>,
    /// Changes of the same kind at the same place that follow each other become one entry: typing in a field.
    pub merge: Option<Place>,
}

impl Change {
    /// A change of its own.
    pub fn new(label: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { label: label.into(), edits, merge: None }
    }

    /// The same change, joined with those before it at the same place.
    #[must_use]
    pub fn merging_at(mut self, place: Place) -> Self {
        self.merge = Some(place);
        self
    }

    /// This change followed by another, under this label.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.edits.extend(other.edits);
        self
    }
}

impl Document {
    /// Runs a change outside any history: all of it, or on an error none.
    ///
    /// # Errors
    /// If an edit refers to something that is gone.
    pub fn change(&mut self, change: &Change) -> Result<Vec<Edit>, EditError> {
        apply::apply_all(self, &change.edits)
    }
}
