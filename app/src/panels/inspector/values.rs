//! Small changes of JSON values that forms need and that are no matter of the model.

use serde_json::Value;

use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::{Change, fields};
use pipewright_core::pipeline::{Object, Path};

use crate::tr;

/// Renames a key of the object at a path, keeping its value and position.
pub(super) fn rename_key(
    document: &Document,
    owner: Owner,
    object: &Path,
    old: &str,
    new: &str,
) -> Option<Change> {
    let members = document.value(owner, object)?.as_object()?;
    if old == new || members.contains_key(new) {
        return None;
    }
    let renamed: Object = members
        .iter()
        .map(|(key, value)| (if key == old { new.to_owned() } else { key.clone() }, value.clone()))
        .collect();
    fields::set(document, &Place::at(owner, object.clone()), Some(Value::Object(renamed)))
}

/// A value as a person edits it: text of several lines for lists and objects.
pub(super) fn json_text(value: &Value) -> String {
    // A value in memory always prints.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// What kind of value it is, in words.
pub(super) fn type_words(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => tr!("true or false"),
        Value::Number(_) => tr!("a number"),
        Value::String(_) => tr!("text"),
        Value::Array(_) => tr!("a list"),
        Value::Object(_) => tr!("an object"),
    }
}

/// The lines of a list of texts; `None` if something else than text is in it.
pub(super) fn texts(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}

/// A list of texts, or nothing if there are none, as AWS refuses empty lists.
pub(super) fn list(items: Vec<String>) -> Option<Value> {
    (!items.is_empty()).then(|| Value::Array(items.into_iter().map(Value::String).collect()))
}

/// The lines that are not blank.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

/// The items of a list written with commas; commas inside `{…}` belong to a pattern.
pub(super) fn comma_items(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let is_end = |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    };
    text.split(is_end).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_braces_belong_to_the_pattern() {
        assert_eq!(comma_items("main, release/{1,2}/**,"), ["main", "release/{1,2}/**"]);
        assert_eq!(comma_items(" , "), Vec::<String>::new());
        assert_eq!(comma_items("a},b"), ["a}", "b"]);
    }
}
