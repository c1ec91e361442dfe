//! Accepting findings, and taking that back.

use serde_json::{Value, json};

use super::{Change, Edit, extras_list};
use crate::document::extras::Suppression;
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Object, Path};

const LIST: &str = "suppressions";

/// Suppresses the findings of a rule at a place. If that is suppressed already, it gets this reason.
///
/// `None` if the place is gone, or in the `pipewright` member itself, where no suppression reaches.
pub fn add(document: &Document, rule: &str, place: &Place, reason: &str) -> Option<Change> {
    let pipeline = document.pipeline();
    let (stage, action) = match place.owner {
        Owner::Pipeline => (None, None),
        Owner::Stage(id) => (Some(pipeline.stage(id)?.name()), None),
        Owner::Action(id) => {
            let (stage, action) = pipeline.action(id)?;
            (Some(stage.name()), Some(action.name()))
        }
        Owner::Extras => return None,
    };
    let path = (!place.path.0.is_empty()).then(|| place.path.to_string());
    let reason = reason.trim();
    let label = format!("Suppress {rule}");

    let is_same = |entry: Suppression<'_>| {
        entry.is_clear()
            && entry.rule() == Some(rule)
            && (entry.stage(), entry.action(), entry.path()) == (stage, action, path.as_deref())
    };
    if let Some((index, _)) = document.suppressions().find(|(_, entry)| is_same(*entry)) {
        let place = Place::at(Owner::Extras, Path::key(LIST).then(index).then("reason"));
        let is_there = document.value(Owner::Extras, &place.path).and_then(Value::as_str) == Some(reason);
        let edits = if is_there { Vec::new() } else { vec![Edit::set(place, Some(json!(reason)))] };
        return Some(Change::new(label, edits));
    }

    let mut entry = Object::new();
    let members = [("rule", Some(rule)), ("stage", stage), ("action", action), ("path", path.as_deref())];
    for (key, value) in members.into_iter().chain([("reason", Some(reason))]) {
        if let Some(value) = value {
            entry.insert(key.to_owned(), json!(value));
        }
    }
    let edit = extras_list::push(document, LIST, entry);
    Some(Change::new(label, vec![edit]))
}

/// Removes the suppression at this position of the file, and with the last one everything that is empty then.
///
/// `None` if there is none.
pub fn remove(document: &Document, index: usize) -> Option<Change> {
    let edits = extras_list::take(document, LIST, &[index]);
    (!edits.is_empty()).then(|| Change::new("Remove suppression", edits))
}

#[cfg(test)]
mod tests;
