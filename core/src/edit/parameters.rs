//! Declaring parameters, and changing what is declared.

use serde_json::{Value, json};

use super::{Change, Edit};
use crate::document::parameters::is_name;
use crate::document::{Document, Owner, Place};
use crate::parameter::{put_in, references};
use crate::pipeline::Path;

/// Declares a parameter. `None` if there is one of that name, or no `${…}` can hold it.
pub fn add(document: &Document, name: &str, default: Option<&str>) -> Option<Change> {
    if !is_name(name) || document.parameter(name).is_some() {
        return None;
    }
    let mut declared = json!({"type": "String"});
    if let Some(default) = default {
        declared["default"] = json!(default);
    }
    let list = Path::key("parameters");
    let edit = match document.value(Owner::Extras, &list) {
        Some(Value::Array(all)) => {
            let mut named = json!({ "name": name });
            if let (Some(named), Value::Object(declared)) = (named.as_object_mut(), declared) {
                named.extend(declared);
            }
            let place = Place::at(Owner::Extras, list.then(all.len()));
            Edit::Set { place, value: Some(named), at: Some(all.len()) }
        }
        Some(Value::Object(_)) => {
            Edit::set(Place::at(Owner::Extras, list.then(name.to_owned())), Some(declared))
        }
        Some(_) | None => {
            let mut all = crate::pipeline::Object::new();
            all.insert(name.to_owned(), declared);
            Edit::set(Place::at(Owner::Extras, list), Some(Value::Object(all)))
        }
    };
    Some(Change::new(format!("Add parameter {name}"), vec![edit]))
}

/// Removes a declaration; texts keep their `${Name}`. `None` if there is none.
pub fn remove(document: &Document, name: &str) -> Option<Change> {
    let parameter = document.parameter(name)?;
    Some(Change::new(format!("Remove parameter {name}"), vec![Edit::set(parameter.place, None)]))
}

/// Sets or removes a member of a declaration, such as `description`, or `environments` and the name of one. `None` if
/// there is no such parameter.
pub fn set(document: &Document, name: &str, member: &[&str], value: Option<Value>) -> Option<Change> {
    let parameter = document.parameter(name)?;
    let mut place = parameter.place;
    for key in member {
        place.path = place.path.then((*key).to_owned());
    }
    let change = Change::new(format!("Change parameter {name}"), vec![Edit::set(place.clone(), value)]);
    Some(change.merging_at(place))
}

/// Gives a parameter another name, also where it is used. `None` if there is no such parameter, or the name is taken
/// or none.
pub fn rename(document: &Document, name: &str, to: &str) -> Option<Change> {
    let parameter = document.parameter(name)?;
    if !is_name(to) || document.parameter(to).is_some() {
        return None;
    }
    let is_of_list = parameter.members.contains_key("name")
        && matches!(document.value(Owner::Extras, &Path::key("parameters")), Some(Value::Array(_)));
    let mut edits = if is_of_list {
        let place = Place { path: parameter.place.path.clone().then("name"), ..parameter.place };
        vec![Edit::set(place, Some(json!(to)))]
    } else {
        let members = document.value(Owner::Extras, &Path::key("parameters")).and_then(Value::as_object)?;
        let at = members.keys().position(|key| key == name);
        let place = Place::at(Owner::Extras, Path::key("parameters").then(to.to_owned()));
        let declared = Value::Object(parameter.members.clone());
        vec![Edit::set(parameter.place.clone(), None), Edit::Set { place, value: Some(declared), at }]
    };
    let other = |text: &str| {
        let is_used = references(text).iter().any(|reference| reference.name == name);
        let value = put_in(text, |found| (found == name).then(|| format!("${{{to}}}")))?;
        is_used.then_some(value)
    };
    document.each_text(&mut |owner, path, text| {
        if let Some(text) = other(text) {
            edits.push(Edit::set(Place::at(owner, path.clone()), Some(json!(text))));
        }
    });
    if let Some(resources) = document.value(Owner::Extras, &Path::key("resources")) {
        in_resources(resources, &mut Path::key("resources"), &other, &mut edits);
    }
    Some(Change::new(format!("Rename parameter {name} to {to}"), edits))
}

fn in_resources(
    value: &Value,
    path: &mut Path,
    other: &dyn Fn(&str) -> Option<String>,
    edits: &mut Vec<Edit>,
) {
    match value {
        Value::String(text) => {
            if let Some(text) = other(text) {
                edits.push(Edit::set(Place::at(Owner::Extras, path.clone()), Some(json!(text))));
            }
        }
        Value::Array(all) => {
            for (index, value) in all.iter().enumerate() {
                path.0.push(index.into());
                in_resources(value, path, other, edits);
                path.0.pop();
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                path.0.push(key.clone().into());
                in_resources(value, path, other, edits);
                path.0.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design(parameters: &Value) -> Document {
        let file = json!({"name": "shop-${Stage}-${Other}", "stages": [], "pipewright": {
            "parameters": parameters,
            "resources": [{"name": "x-${Stage}", "properties": {"image": ["${Stage}"]}}],
        }});
        Document::read_text(&file.to_string()).unwrap()
    }

    /// The file after a change; taking it back gives the text from before.
    fn after(document: &mut Document, change: Option<Change>) -> Value {
        let before = document.to_text();
        let undo = document.change(&change.expect("a change")).unwrap();
        let after = document.to_value();
        document.change(&Change::new("Undo", undo)).unwrap();
        assert_eq!(document.to_text(), before);
        after
    }

    #[test]
    fn parameters_are_declared_in_the_form_that_is_there() {
        let mut document = Document::blank("shop");
        let change = add(&document, "Stage", Some("dev"));
        let declared = json!({"type": "String", "default": "dev"});
        assert_eq!(after(&mut document, change)["pipewright"]["parameters"], json!({"Stage": declared}));
        let mut document = design(&json!([{"name": "A"}]));
        let change = add(&document, "B", None);
        let all = json!([{"name": "A"}, {"name": "B", "type": "String"}]);
        assert_eq!(after(&mut document, change)["pipewright"]["parameters"], all);
        for refused in ["A", "1", "a-b", ""] {
            assert!(add(&document, refused, None).is_none(), "{refused}");
        }
    }

    #[test]
    fn a_new_name_is_written_wherever_the_old_one_was() {
        for (parameters, expect) in [
            (
                json!({"Z": {}, "Stage": {"default": "d"}, "A": {}}),
                json!({"Z": {}, "Env": {"default": "d"}, "A": {}}),
            ),
            (json!([{"name": "Stage", "default": "d"}]), json!([{"name": "Env", "default": "d"}])),
        ] {
            let mut document = design(&parameters);
            let change = rename(&document, "Stage", "Env");
            let file = after(&mut document, change);
            assert_eq!(file["name"], "shop-${Env}-${Other}");
            assert_eq!(file["pipewright"]["parameters"].to_string(), expect.to_string());
            let resources = json!([{"name": "x-${Env}", "properties": {"image": ["${Env}"]}}]);
            assert_eq!(file["pipewright"]["resources"], resources);
        }
    }

    #[test]
    fn members_are_set_and_parameters_removed() {
        let mut document = design(&json!({"Stage": {}}));
        let change = set(&document, "Stage", &["environments", "prod"], Some(json!("p")));
        let file = after(&mut document, change);
        assert_eq!(file["pipewright"]["parameters"], json!({"Stage": {"environments": {"prod": "p"}}}));
        let change = remove(&document, "Stage");
        assert_eq!(after(&mut document, change)["pipewright"]["parameters"], json!({}));
        assert!(remove(&document, "Other").is_none());
    }
}
