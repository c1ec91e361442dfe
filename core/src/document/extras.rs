//! What Pipewright keeps beside the AWS definition, in the file's `pipewright` member: notes, transitions that are to
//! be disabled, and suppressions.
//!
//! # Notes
//!
//! `"notes": [{"text": "…", "stage": "Build", "action": "Compile"}]`. With `stage` and `action` a note belongs to an
//! action, with `stage` alone to the stage, without both it is free. Both are names and follow renames.
//! A note whose stage or action is gone stays, and is shown as a free one or as one of the stage.
//!
//! # Transitions
//!
//! `"transitions": [{"stage": "Prod", "disabled": true, "reason": "Freeze until Monday"}]`: the way into that stage is
//! to be closed. AWS keeps this beside the definition of a pipeline, so the definition has no place for it.
//!
//! # Suppressions
//!
//! A finding that was looked at and accepted is suppressed, with the reason:
//!
//! ```json
//! "pipewright": {
//!   "suppressions": [
//!     {
//!       "rule": "CP1301",
//!       "stage": "Source",
//!       "action": "Checkout",
//!       "path": "configuration.PollForSourceChanges",
//!       "reason": "The events of this repository are off until March"
//!     }
//!   ]
//! }
//! ```
//!
//! `rule` is the code of the finding. `stage` and `action` are names: with both it is about that action, with
//! `stage` alone about the stage itself and not what is in it, without both about the pipeline itself.
//! `path` narrows it to one value and what is inside it, written as findings show it (positions in lists count
//! from 0); without it, any value of that owner is meant. `reason` is for people.
//!
//! Renaming and moving stages and actions takes their suppressions along. A suppression that is written in
//! another way, or that no finding answers to, suppresses nothing; [`crate::check`] tells.

use serde_json::Value;

use super::{Document, Owner, Place};
use crate::pipeline::{Object, list_of, text_of};

/// A note of the design. It may be tied to a stage, or to an action of one.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a>(pub &'a Object);

impl Document {
    /// The `pipewright` member, if the file has one that is an object.
    pub fn extras(&self) -> Option<&Object> {
        self.extras.as_ref()?.as_object()
    }

    /// The notes in file order.
    pub fn notes(&self) -> impl Iterator<Item = Note<'_>> {
        let notes = self.extras().map_or(&[][..], |extras| list_of(extras, "notes"));
        notes.iter().filter_map(Value::as_object).map(Note)
    }

    /// The notes with their positions in the file's list; those that are no objects are left out.
    pub fn numbered_notes(&self) -> impl Iterator<Item = (usize, Note<'_>)> {
        let notes = self.extras().map_or(&[][..], |extras| list_of(extras, "notes"));
        notes.iter().enumerate().filter_map(|(index, value)| Some((index, Note(value.as_object()?))))
    }

    /// The note at a position of the file's list.
    pub fn note(&self, index: usize) -> Option<Note<'_>> {
        list_of(self.extras()?, "notes").get(index)?.as_object().map(Note)
    }

    /// What is written about transitions, with its positions in the file; what is no object is left out.
    pub fn transitions(&self) -> impl Iterator<Item = (usize, Transition<'_>)> {
        let all = self.extras().map_or(&[][..], |extras| list_of(extras, "transitions"));
        all.iter().enumerate().filter_map(|(index, value)| Some((index, Transition(value.as_object()?))))
    }

    /// What closes the way into the stage of this name, if anything does.
    pub fn disabled_transition(&self, stage: &str) -> Option<Transition<'_>> {
        let mut all = self.transitions().map(|(_, transition)| transition);
        all.find(|transition| transition.is_disabled() && transition.stage() == Some(stage))
    }

    /// The suppressions with their positions in the file; those that are no objects are left out.
    pub fn suppressions(&self) -> impl Iterator<Item = (usize, Suppression<'_>)> {
        let all = self.extras().map_or(&[][..], |extras| list_of(extras, "suppressions"));
        all.iter().enumerate().filter_map(|(index, value)| Some((index, Suppression(value.as_object()?))))
    }
}

impl<'a> Note<'a> {
    /// The text.
    pub fn text(self) -> &'a str {
        text_of(self.0, "text").unwrap_or_default()
    }

    /// The name of the stage the note belongs to.
    pub fn stage(self) -> Option<&'a str> {
        text_of(self.0, "stage")
    }

    /// The name of the action in that stage the note belongs to.
    pub fn action(self) -> Option<&'a str> {
        text_of(self.0, "action")
    }
}

/// What is to become of the way into a stage.
#[derive(Clone, Copy, Debug)]
pub struct Transition<'a>(pub &'a Object);

impl<'a> Transition<'a> {
    /// The name of the stage it leads into.
    pub fn stage(self) -> Option<&'a str> {
        text_of(self.0, "stage")
    }

    /// Whether it is to be closed.
    pub fn is_disabled(self) -> bool {
        self.0.get("disabled").and_then(Value::as_bool) == Some(true)
    }

    /// Why it is closed; `None` also if there is nothing but blanks.
    pub fn reason(self) -> Option<&'a str> {
        text_of(self.0, "reason").filter(|reason| !reason.trim().is_empty())
    }
}

/// Findings of one rule at one place that were accepted.
#[derive(Clone, Copy, Debug)]
pub struct Suppression<'a>(pub &'a Object);

impl<'a> Suppression<'a> {
    /// The code of the rule.
    pub fn rule(self) -> Option<&'a str> {
        text_of(self.0, "rule")
    }

    /// The name of the stage.
    pub fn stage(self) -> Option<&'a str> {
        text_of(self.0, "stage")
    }

    /// The name of the action in that stage.
    pub fn action(self) -> Option<&'a str> {
        text_of(self.0, "action")
    }

    /// The way from the pipeline, stage or action to the value.
    pub fn path(self) -> Option<&'a str> {
        text_of(self.0, "path")
    }

    /// Why it was accepted; `None` also if there is nothing but blanks.
    pub fn reason(self) -> Option<&'a str> {
        text_of(self.0, "reason").filter(|reason| !reason.trim().is_empty())
    }

    /// Whether its place is written in a way that says one thing: a member of another type would else widen it.
    pub fn is_clear(self) -> bool {
        let is_text = |key| self.0.get(key).is_none_or(Value::is_string);
        self.rule().is_some()
            && ["stage", "action", "path"].into_iter().all(is_text)
            && (self.stage().is_some() || self.action().is_none())
    }

    /// Whether findings of its rule at this place are meant.
    pub fn covers(self, document: &Document, place: &Place) -> bool {
        if !self.is_clear() {
            return false;
        }
        let is_owner = match place.owner {
            Owner::Pipeline => self.stage().is_none(),
            Owner::Stage(id) => {
                let stage = document.pipeline().stage(id);
                self.action().is_none() && stage.is_some_and(|stage| self.stage() == Some(stage.name()))
            }
            Owner::Action(id) => document.pipeline().action(id).is_some_and(|(stage, action)| {
                self.stage() == Some(stage.name()) && self.action() == Some(action.name())
            }),
            Owner::Extras => false,
        };
        is_owner && self.path().is_none_or(|path| leads_to(path, &place.path.to_string()))
    }
}

/// Whether `inner` is the value at `path` or inside it.
fn leads_to(path: &str, inner: &str) -> bool {
    inner.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
