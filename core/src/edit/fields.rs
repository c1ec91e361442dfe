//! Changes of single fields: what forms and fixes speak.

use serde_json::{Value, json};

use super::{Change, Edit, rename};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Object, Path, Step};

/// Sets or removes any value. Typing at one place becomes one entry of the history.
///
/// Names and namespaces are renamed, so that references follow. While a name is typed letter by letter it may
/// pass through the name of something else, and references to both could then not be told apart: show such
/// typing in a batch ([`super::History::begin`]), where each letter is a rename of the name it began with.
pub fn set(document: &Document, place: &Place, value: Option<Value>) -> Option<Change> {
    let old = document.value(place.owner, &place.path).and_then(Value::as_str).unwrap_or_default();
    let mut change = match (place.owner, place.path.first_key(), place.path.0.len(), &value) {
        // Joined typing keeps the first label, so that must not tell the new name.
        (Owner::Stage(id), Some("name"), 1, Some(Value::String(name))) => {
            Change { label: format!("Rename stage {old}"), ..rename::stage(document, id, name)? }
        }
        (Owner::Action(id), Some("name"), 1, Some(Value::String(name))) => {
            Change { label: format!("Rename {old}"), ..rename::action(document, id, name)? }
        }
        (Owner::Action(id), Some("namespace"), 1, Some(Value::String(name))) => {
            let change = rename::namespace(document, id, (!name.is_empty()).then_some(name))?;
            Change { label: format!("Set {}", document.place_label(place)), ..change }
        }
        (Owner::Pipeline, Some("variables"), 3, Some(Value::String(name))) => match &place.path.0[1..] {
            [Step::Index(index), Step::Key(key)] if key == "name" => {
                let change = rename::variable(document, *index, name);
                change.map_or_else(
                    || plain(document, place, value.clone()),
                    |change| Change { label: format!("Rename variable {old}"), ..change },
                )
            }
            _ => plain(document, place, value),
        },
        _ => plain(document, place, value),
    };
    // A thing around the pipeline that is named here keeps what is told about it.
    if !change.edits.is_empty() && matches!(place.owner, Owner::Action(_) | Owner::Pipeline) {
        let follows = super::resources::follow(document, &[place.owner], &change.edits);
        change.edits.extend(follows);
    }
    Some(change.merging_at(place.clone()))
}

/// Sets a text; an empty one removes the member, as AWS refuses empty values.
pub fn set_text(document: &Document, place: &Place, text: &str) -> Option<Change> {
    set(document, place, (!text.is_empty()).then(|| json!(text)))
}

fn plain(document: &Document, place: &Place, value: Option<Value>) -> Change {
    let label = format!("{} {}", if value.is_some() { "Set" } else { "Remove" }, document.place_label(place));
    if document.value(place.owner, &place.path) == value.as_ref() {
        return Change::new(label, Vec::new());
    }
    Change::new(label, vec![Edit::set(place.clone(), value)])
}

/// Renames a configuration key, keeping its value and position.
pub fn rename_configuration_key(document: &Document, owner: Owner, old: &str, new: &str) -> Option<Change> {
    rename_key_of(owner, document.value(owner, &Path::key("configuration"))?.as_object()?, old, new)
}

/// As [`rename_configuration_key`], where the configuration is at hand.
pub(crate) fn rename_key_of(owner: Owner, configuration: &Object, old: &str, new: &str) -> Option<Change> {
    let at = configuration.keys().position(|key| key == old)?;
    let value = configuration.get(old)?.clone();
    let label = format!("Rename {old} to {new}");
    if old == new || configuration.contains_key(new) {
        return Some(Change::new(label, Vec::new()));
    }
    let edits = vec![
        Edit::set(Place::at(owner, Path::configuration(old)), None),
        Edit::Set { place: Place::at(owner, Path::configuration(new)), value: Some(value), at: Some(at) },
    ];
    Some(Change::new(label, edits))
}

#[cfg(test)]
mod tests;
