//! Notes that come along with what is pasted.

use serde_json::{Value, json};

use super::super::Edit;
use super::{Origin, Pasteable, Pasted};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Object, Path, text_of};

/// The edits that add the notes of pasted parts, tied to the parts by their names in this document.
pub(super) fn added(
    document: &Document,
    parts: &Pasteable,
    origins: &[Origin],
    pasted: &Pasted,
) -> Vec<Edit> {
    let is_extras = document.extras.as_ref().is_none_or(Value::is_object);
    let old = document.extras().and_then(|extras| extras.get("notes"));
    // What is no list of notes stays as it is.
    if !is_extras || old.is_some_and(|old| !old.is_array()) {
        return Vec::new();
    }
    let tied: Vec<Value> = parts
        .notes
        .iter()
        .filter_map(|note| tied(document, note, origins, pasted))
        .map(Value::Object)
        .collect();
    if tied.is_empty() {
        return Vec::new();
    }
    let mut all = old.and_then(Value::as_array).cloned().unwrap_or_default();
    for mut note in tied {
        freshen_id(&mut note, &all);
        all.push(note);
    }
    vec![Edit::set(Place::at(Owner::Extras, Path::key("notes")), Some(Value::Array(all)))]
}

/// Gives a note an id of its own, if it has one that is taken.
fn freshen_id(note: &mut Value, others: &[Value]) {
    let is_taken = |id: &Value| others.iter().any(|other| other.get("id") == Some(id));
    if let Some(id) = note.get_mut("id").filter(|id| is_taken(id)) {
        let free = (1..=others.len() + 1).map(|number| json!(format!("n{number}"))).find(|id| !is_taken(id));
        *id = free.unwrap_or_default();
    }
}

/// A note with the present names of what it is tied to; `None` if that was not pasted.
fn tied(document: &Document, note: &Object, origins: &[Origin], pasted: &Pasted) -> Option<Object> {
    let (stage, action) = (text_of(note, "stage"), text_of(note, "action"));
    let origin = origins.iter().find(|origin| {
        origin.action_name.as_deref() == action
            // An action copied alone does not know the stage it comes from.
            && (origin.stage.is_none() && action.is_some() || origin.stage_name.as_deref() == stage)
    })?;
    let pipeline = document.pipeline();
    let mut note = note.clone();
    match (origin.action, origin.stage) {
        (Some(id), _) => {
            let (stage, action) = pipeline.action(id)?;
            note.insert("stage".to_owned(), json!(stage.name()));
            note.insert("action".to_owned(), json!(action.name()));
        }
        (None, Some(id)) => {
            let stage = pipeline.stage(id).filter(|_| pasted.stages.contains(&id))?;
            note.insert("stage".to_owned(), json!(stage.name()));
        }
        (None, None) => return None,
    }
    Some(note)
}
