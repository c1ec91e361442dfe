//! Telling about the things around the pipeline: [`crate::document::resources`].

use serde_json::{Value, json};

use super::{Change, Edit, extras_list};
use crate::document::{Document, Owner, Place};
use crate::pipeline::Object;
use crate::solution::named::{Named, all_named, named_by};

const LIST: &str = "resources";

/// Begins to tell about a thing. `None` if the design tells of it already.
pub fn describe(document: &Document, named: &Named, exists: Option<bool>) -> Option<Change> {
    if named.resource(document).is_some() {
        return None;
    }
    let mut entry = Object::new();
    entry.insert("kind".to_owned(), json!(named.kind.id));
    entry.insert("name".to_owned(), json!(named.name));
    if let Some(exists) = exists {
        entry.insert("exists".to_owned(), json!(exists));
    }
    let label = format!("Describe {} {}", title(named), named.name);
    Some(Change::new(label.trim_end(), vec![extras_list::push(document, LIST, entry)]))
}

/// Forgets what is told about the thing at a position of the list. `None` if there is none.
pub fn forget(document: &Document, index: usize) -> Option<Change> {
    let resource = document.resources().find(|resource| resource.index == index)?;
    let label = format!("Forget what is told of {}", resource.name().unwrap_or("a thing without name"));
    Some(Change::new(label, extras_list::take(document, LIST, &[index])))
}

fn title(named: &Named) -> &str {
    &named.kind.title
}

/// What is told about a thing goes along when it gets another name, unless something else still has the old one, or
/// the new one is told of already.
pub(super) fn follow(document: &Document, owners: &[Owner], edits: &[Edit]) -> Vec<Edit> {
    if document.resources().next().is_none() {
        return Vec::new();
    }
    let named_in = |document: &Document| -> Vec<Named> {
        owners.iter().flat_map(|owner| named_by(document, *owner)).collect()
    };
    let before = named_in(document);
    if !before.iter().any(|named| named.resource(document).is_some()) {
        return Vec::new();
    }
    let mut after = document.clone();
    if after.change(&Change::new("", edits.to_vec())).is_err() {
        return Vec::new();
    }
    let is_same = |a: &Named, b: &Named| a.kind.id == b.kind.id && a.name == b.name;
    let remaining = all_named(&after);
    let now = named_in(&after);
    let mut follows: Vec<Edit> = Vec::new();
    for old in before {
        let Some(resource) = old.resource(document) else { continue };
        let new = now.iter().find(|new| new.kind.id == old.kind.id && new.place == old.place);
        let Some(new) = new.filter(|new| new.name != old.name && new.resource(document).is_none()) else {
            continue;
        };
        if remaining.iter().any(|other| is_same(other, &old)) {
            continue;
        }
        let mut place: Place = resource.place();
        place.path = place.path.then("name");
        let edit = Edit::set(place, Some(Value::String(new.name.clone())));
        if !follows.contains(&edit) {
            follows.push(edit);
        }
    }
    follows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::fields;
    use crate::pipeline::Path;
    use crate::testing::{action, open, run};

    fn design() -> Document {
        let make = |name: &str, project: &str| {
            json!({"name": name, "configuration": {"ProjectName": project},
                "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"}})
        };
        let file = json!({
            "name": "shop", "artifactStore": {"type": "S3", "location": "artifacts"},
            "stages": [{"name": "A", "actions": [make("One", "p"), make("Two", "p"), make("Three", "q")]}],
            "pipewright": {"resources": [
                {"kind": "codebuild-project", "name": "p", "properties": {"image": "a"}},
                {"kind": "codebuild-project", "name": "q", "future": 1},
            ]},
        });
        open(&file.to_string())
    }

    fn set(document: &mut Document, name: &str, project: &str) -> Vec<String> {
        let place = Place::at(Owner::Action(action(document, name)), Path::configuration("ProjectName"));
        let change = fields::set(document, &place, Some(json!(project))).unwrap();
        run(document, &change);
        document.resources().filter_map(|resource| resource.name().map(str::to_owned)).collect()
    }

    #[test]
    fn what_is_told_follows_a_new_name() {
        let mut document = design();
        assert_eq!(set(&mut document, "Three", "r"), ["p", "r"]);
        assert_eq!(set(&mut document, "One", "x"), ["p", "r"], "the other action still has it");
        assert_eq!(set(&mut document, "Two", "y"), ["y", "r"]);
        assert_eq!(set(&mut document, "Two", "r"), ["y", "r"], "what is told of the other stays its own");
    }

    #[test]
    fn the_bucket_follows_too() {
        let mut document = design();
        let bucket = named_by(&document, Owner::Pipeline).remove(0);
        let change = describe(&document, &bucket, Some(true)).unwrap();
        run(&mut document, &change);
        let place = Place::at(Owner::Pipeline, Path::key("artifactStore").then("location"));
        let change = fields::set(&document, &place, Some(json!("other"))).unwrap();
        run(&mut document, &change);
        assert!(document.resource("bucket", "other").unwrap().exists().unwrap());
    }

    #[test]
    fn things_are_described_once_and_forgotten() {
        let mut document = design();
        let named = named_by(&document, Owner::Action(action(&document, "Three"))).remove(0);
        assert!(describe(&document, &named, None).is_none());
        let change = forget(&document, 1).unwrap();
        run(&mut document, &change);
        let change = describe(&document, &named, None).unwrap();
        run(&mut document, &change);
        assert_eq!(document.resources().count(), 2);
        let all = [1, 0];
        for index in all {
            let change = forget(&document, index).unwrap();
            run(&mut document, &change);
        }
        assert!(document.extras().is_none_or(|extras| !extras.contains_key("resources")));
        assert!(forget(&document, 0).is_none());
    }
}
