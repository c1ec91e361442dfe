//! Changes of notes.

use serde_json::json;

use super::{Change, Edit, extras_list};
use crate::document::extras::Note;
use crate::document::{Document, Owner, Place};
use crate::pipeline::{ActionId, Object, Path, StageId};

const LIST: &str = "notes";

/// What a note belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Nothing.
    Free,
    /// A stage as a whole.
    Stage(StageId),
    /// An action.
    Action(ActionId),
}

impl Tie {
    /// What a note belongs to: its action, else its stage, as far as these are there.
    pub fn of(document: &Document, note: Note<'_>) -> Self {
        let mut stages = document.pipeline().stages.iter();
        let Some(stage) = note.stage().and_then(|name| stages.find(|stage| stage.name() == name)) else {
            return Self::Free;
        };
        let mut actions = stage.actions.iter();
        let action = note.action().and_then(|name| actions.find(|action| action.name() == name));
        action.map_or(Self::Stage(stage.id), |action| Self::Action(action.id))
    }

    /// The names that stand in the file; `None` if what it means is gone.
    fn names(self, document: &Document) -> Option<[Option<&str>; 2]> {
        let pipeline = document.pipeline();
        Some(match self {
            Self::Free => [None, None],
            Self::Stage(id) => [Some(pipeline.stage(id)?.name()), None],
            Self::Action(id) => {
                let (stage, action) = pipeline.action(id)?;
                [Some(stage.name()), Some(action.name())]
            }
        })
    }
}

/// Adds a note; yields its position. `None` if what it is to belong to is gone.
pub fn add(document: &Document, text: &str, tie: Tie) -> Option<(usize, Change)> {
    let [stage, action] = tie.names(document)?;
    let mut entry = Object::new();
    for (key, value) in [("text", Some(text)), ("stage", stage), ("action", action)] {
        if let Some(value) = value {
            entry.insert(key.to_owned(), json!(value));
        }
    }
    let index = extras_list::len(document, LIST).unwrap_or(0);
    Some((index, Change::new("Add note", vec![extras_list::push(document, LIST, entry)])))
}

/// Gives a note another text.
pub fn set_text(document: &Document, index: usize, text: &str) -> Option<Change> {
    let note = document.note(index)?;
    let place = Place::at(Owner::Extras, Path::key(LIST).then(index).then("text"));
    let edits =
        if note.text() == text { Vec::new() } else { vec![Edit::set(place.clone(), Some(json!(text)))] };
    Some(Change::new("Edit note", edits).merging_at(place))
}

/// Ties a note to something else, or sets it free.
pub fn tie(document: &Document, index: usize, tie: Tie) -> Option<Change> {
    let note = document.note(index)?;
    let wanted = tie.names(document)?;
    let mut edits = Vec::new();
    for (key, value) in ["stage", "action"].into_iter().zip(wanted) {
        let is_so = match value {
            Some(value) => note.0.get(key).and_then(serde_json::Value::as_str) == Some(value),
            None => !note.0.contains_key(key),
        };
        if !is_so {
            let place = Place::at(Owner::Extras, Path::key(LIST).then(index).then(key));
            edits.push(Edit::set(place, value.map(|value| json!(value))));
        }
    }
    let label = match wanted {
        [None, _] => "Untie note".to_owned(),
        [Some(stage), None] => format!("Tie note to stage {stage}"),
        [_, Some(action)] => format!("Tie note to {action}"),
    };
    Some(Change::new(label, edits))
}

/// Takes notes out. `None` if none of them is there.
pub fn remove(document: &Document, positions: &[usize]) -> Option<Change> {
    let label = match positions {
        [_] => "Delete note".to_owned(),
        all => format!("Delete {} notes", all.len()),
    };
    let edits = extras_list::take(document, LIST, positions);
    (!edits.is_empty()).then(|| Change::new(label, edits))
}

#[cfg(test)]
mod tests;
