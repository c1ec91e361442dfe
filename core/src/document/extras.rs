//! What Pipewright keeps beside the AWS definition, in the file's `pipewright` member: notes, so far.

use serde_json::Value;

use super::Document;
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
