//! Declaring parameters, and changing what is declared; environments are in [`environments`].

pub mod environments;

use serde_json::{Value, json};

use super::{Change, Edit};
use crate::document::parameters::is_name;
use crate::document::{Document, Owner, Place};
use crate::parameter::{each_written, put_in, references};
use crate::pipeline::{Path, Step};

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
    edits.extend(rewritten(document, &|text| {
        let is_used = references(text).iter().any(|reference| reference.name == name);
        let value = put_in(text, |found| (found == name).then(|| format!("${{{to}}}")))?;
        is_used.then_some(value)
    }));
    Some(Change::new(format!("Rename parameter {name} to {to}"), edits))
}

/// Removes a declaration and puts the value it has in an environment wherever it is used, so that nothing but the
/// parameter is gone. `None` if there is no such parameter, or it has no value.
pub fn put_back(document: &Document, name: &str, environment: Option<&str>) -> Option<Change> {
    let parameter = document.parameter(name)?;
    let value = parameter.value(environment)?;
    let mut edits = rewritten(document, &|text| put_in(text, |found| (found == name).then(|| value.clone())));
    edits.push(Edit::set(parameter.place, None));
    Some(Change::new(format!("Put the value of {name} in its place"), edits))
}

/// Declares a parameter with the text at a place as its default, and uses it there. `None` if no text is there, or it
/// has no room for a parameter.
///
/// The parameter is called as the member, or with a number behind it where that is taken.
pub fn of_value(document: &Document, place: &Place) -> Option<(String, Change)> {
    let text = document.value(place.owner, &place.path)?.as_str().filter(|text| !text.is_empty())?;
    let parameters = document.parameters();
    // A default is no text that takes values itself.
    if references(text).iter().any(|found| parameters.iter().any(|it| it.name == found.name)) {
        return None;
    }
    let key = place.path.0.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(key.as_ref()),
        Step::Index(_) => None,
    });
    let wanted = name_of(key.unwrap_or_default());
    let taken = parameters.iter().map(|parameter| parameter.name);
    let name = super::fresh_name(&wanted, taken, '_', NAME_MAX);
    let declared = add(document, &name, Some(text))?;
    let used = super::fields::set(document, place, Some(json!(format!("${{{name}}}"))))?;
    let change = Change::new(format!("Make parameter {name}"), Vec::new()).and(declared).and(used);
    Some((name, change))
}

/// Most characters of a name. Source: `CloudFormation` limits.
const NAME_MAX: usize = 255;

/// A name for what stands at a key: `roleArn` becomes `RoleArn`.
fn name_of(key: &str) -> String {
    let mut name = String::new();
    for word in key.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
    }
    if is_name(&name) { name } else { "Parameter".to_owned() }
}

/// Sets the default, or the value of an environment; without a value there is none. `None` if there is no such
/// parameter. A number stays a number if it is one still.
pub fn set_value(
    document: &Document,
    name: &str,
    environment: Option<&str>,
    text: Option<&str>,
) -> Option<Change> {
    let parameter = document.parameter(name)?;
    let of = environment.map_or(vec!["default"], |environment| vec!["environments", environment]);
    let path = of.iter().fold(Path::default(), |path, key| path.then((*key).to_owned()));
    let old = match environment {
        None => parameter.members.get("default"),
        Some(environment) => {
            parameter.environments().find(|(other, _)| *other == environment).map(|(_, value)| value)
        }
    };
    let value = text.map(|text| match old {
        Some(Value::Number(_) | Value::Bool(_)) => match serde_json::from_str(text) {
            Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
            _ => json!(text),
        },
        _ => json!(text),
    });
    // Without its last value the object goes, too.
    let is_last = value.is_none() && parameter.environments().all(|(other, _)| Some(other) == environment);
    let is_gone = environment.is_some() && is_last;
    let mut change = set(document, name, if is_gone { &of[..1] } else { &of[..] }, value)?;
    if is_gone {
        // What comes back with the next letter is the same typing.
        let mut place = parameter.place;
        place.path.0.extend(path.0);
        change = change.merging_at(place);
    }
    Some(change)
}

/// The texts that a function gives another form, as edits.
fn rewritten(document: &Document, other: &dyn Fn(&str) -> Option<String>) -> Vec<Edit> {
    let mut edits = Vec::new();
    each_written(document, &mut |owner, path, text| {
        if let Some(text) = other(text) {
            edits.push(Edit::set(Place::at(owner, path.clone()), Some(json!(text))));
        }
    });
    edits
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
    fn a_value_takes_the_place_of_its_parameter() {
        let mut document =
            design(&json!({"Stage": {"default": "dev", "environments": {"prod": "p"}}, "Other": {}}));
        let change = put_back(&document, "Stage", None);
        let file = after(&mut document, change);
        assert_eq!(file["name"], "shop-dev-${Other}");
        assert_eq!(file["pipewright"]["parameters"], json!({"Other": {}}));
        assert_eq!(file["pipewright"]["resources"][0]["name"], "x-dev");
        let change = put_back(&document, "Stage", Some("prod"));
        assert_eq!(after(&mut document, change)["name"], "shop-p-${Other}");
        assert!(put_back(&document, "Other", None).is_none(), "it has no value");
    }

    #[test]
    fn a_parameter_is_made_of_a_value() {
        let file = json!({"name": "shop", "roleArn": "arn:x", "stages": [],
            "pipewright": {"parameters": {"RoleArn": {}}}});
        let mut document = Document::read_text(&file.to_string()).unwrap();
        let place = Place::at(Owner::Pipeline, Path::key("roleArn"));
        let (name, change) = of_value(&document, &place).unwrap();
        assert_eq!(name, "RoleArn_2");
        let file = after(&mut document, Some(change));
        assert_eq!(file["roleArn"], "${RoleArn_2}");
        let declared = json!({"type": "String", "default": "arn:x"});
        assert_eq!(file["pipewright"]["parameters"]["RoleArn_2"], declared);
        assert!(of_value(&document, &Place::at(Owner::Pipeline, Path::key("none"))).is_none());
    }

    #[test]
    fn values_are_set_and_leave_nothing_empty() {
        let mut document = design(&json!({"Stage": {"default": 3, "environments": {"prod": "p"}}}));
        let change = set_value(&document, "Stage", None, Some("4"));
        assert_eq!(after(&mut document, change)["pipewright"]["parameters"]["Stage"]["default"], 4);
        let change = set_value(&document, "Stage", None, Some("four"));
        assert_eq!(after(&mut document, change)["pipewright"]["parameters"]["Stage"]["default"], "four");
        let change = set_value(&document, "Stage", Some("prod"), None);
        let file = after(&mut document, change);
        assert_eq!(file["pipewright"]["parameters"]["Stage"], json!({"default": 3}));
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
