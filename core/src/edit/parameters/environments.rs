//! Adding, renaming and removing environments.

use serde_json::{Value, json};

use super::{Change, Edit};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Object, Path};

const LIST: &str = "environments";
/// What each environment has of its own beside values.
const TARGETS: &str = "targets";

/// Adds an environment behind the others. `None` if there is one of that name, or it is empty.
pub fn add(document: &Document, name: &str) -> Option<Change> {
    if name.trim().is_empty() || document.environments().contains(&name) {
        return None;
    }
    let mut names = document.environments();
    names.push(name);
    Some(Change::new(format!("Add environment {name}"), vec![list(&names)]))
}

/// Gives an environment another name, wherever values and targets are of it. `None` if there is no such environment, or
/// the name is taken or empty.
pub fn rename(document: &Document, name: &str, to: &str) -> Option<Change> {
    let mut names = document.environments();
    let at = names.iter().position(|other| *other == name)?;
    if to.trim().is_empty() || names.contains(&to) {
        return None;
    }
    names[at] = to;
    let mut edits = vec![list(&names)];
    edits.extend(in_each(document, &|members| {
        members.contains_key(name).then(|| {
            let renamed = |key: &String| if key == name { to.to_owned() } else { key.clone() };
            members.iter().map(|(key, value)| (renamed(key), value.clone())).collect()
        })
    }));
    Some(Change::new(format!("Rename environment {name} to {to}"), edits))
}

/// Removes an environment with the values it has. `None` if there is no such environment.
pub fn remove(document: &Document, name: &str) -> Option<Change> {
    let mut names = document.environments();
    let count = names.len();
    names.retain(|other| *other != name);
    if names.len() == count {
        return None;
    }
    let mut edits = vec![list(&names)];
    edits.extend(in_each(document, &|members| {
        members.contains_key(name).then(|| {
            let others = members.iter().filter(|(key, _)| *key != name);
            others.map(|(key, value)| (key.clone(), value.clone())).collect()
        })
    }));
    Some(Change::new(format!("Remove environment {name}"), edits))
}

/// The declared list, which goes with its last entry.
fn list(names: &[&str]) -> Edit {
    Edit::set(Place::at(Owner::Extras, Path::key(LIST)), (!names.is_empty()).then(|| json!(names)))
}

/// What `other` makes of each object whose keys are environments; an empty one goes.
fn in_each(document: &Document, other: &dyn Fn(&Object) -> Option<Object>) -> Vec<Edit> {
    let parameters = document.parameters().into_iter().map(|parameter| {
        let mut place = parameter.place;
        place.path = place.path.then(LIST);
        place
    });
    let targets = Place::at(Owner::Extras, Path::key(TARGETS));
    let edit = |place: Place| {
        let members = document.value(place.owner, &place.path)?.as_object()?;
        let members = other(members)?;
        Some(Edit::set(place, (!members.is_empty()).then_some(Value::Object(members))))
    };
    parameters.chain([targets]).filter_map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::run;

    fn design() -> Document {
        let file = json!({"name": "shop", "stages": [], "pipewright": {
            "parameters": {
                "A": {"environments": {"dev": "1", "prod": "2", "x": "3"}},
                "B": {"environments": {"prod": "4"}},
                "C": {},
            },
            "targets": {"prod": {"name": "shop"}},
        }});
        Document::read_text(&file.to_string()).unwrap()
    }

    fn after(change: Option<Change>) -> Value {
        let mut document = design();
        run(&mut document, &change.expect("a change"));
        document.to_value()["pipewright"].clone()
    }

    #[test]
    fn environments_are_added_in_their_order() {
        let extras = after(add(&design(), "test"));
        assert_eq!(extras["environments"], json!(["dev", "prod", "x", "test"]));
        for refused in ["dev", "", " "] {
            assert!(add(&design(), refused).is_none(), "{refused}");
        }
        let mut blank = Document::blank("x");
        let change = add(&blank, "dev").unwrap();
        run(&mut blank, &change);
        assert_eq!(blank.environments(), ["dev"]);
    }

    #[test]
    fn a_new_name_keeps_values_and_their_order() {
        let extras = after(rename(&design(), "prod", "live"));
        assert_eq!(extras["environments"], json!(["dev", "live", "x"]));
        let values = extras["parameters"]["A"]["environments"].to_string();
        assert_eq!(values, r#"{"dev":"1","live":"2","x":"3"}"#);
        assert_eq!(extras["targets"], json!({"live": {"name": "shop"}}));
        assert!(rename(&design(), "prod", "dev").is_none());
        assert!(rename(&design(), "none", "live").is_none());
    }

    #[test]
    fn an_environment_goes_with_its_values() {
        let extras = after(remove(&design(), "prod"));
        assert_eq!(extras["environments"], json!(["dev", "x"]));
        assert_eq!(extras["parameters"]["A"]["environments"], json!({"dev": "1", "x": "3"}));
        assert_eq!(extras["parameters"]["B"], json!({}));
        assert!(extras.get("targets").is_none());
        assert!(remove(&design(), "none").is_none());
    }
}
