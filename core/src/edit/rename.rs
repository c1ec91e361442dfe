//! Renames as refactorings: every reference follows in one step.

use serde_json::{Value, json};

use super::references::{
    Renamed, Replacement, artifact_in_action, artifact_in_stage, namespace_in_action, namespace_in_stage,
    variable_in_action, variable_in_stage,
};
use super::{Change, Edit};
use crate::document::{Document, Owner, Place};
use crate::flow::Flow;
use crate::flow::variables::is_name;
use crate::pipeline::{Action, ActionId, Object, Path, Stage, StageId, Trigger, list_of, text_of};

/// Renames a stage; notes, suppressions and the transition that belong to it follow.
pub fn stage(document: &Document, id: StageId, name: &str) -> Option<Change> {
    let stage = document.pipeline().stage(id)?;
    let old = stage.name();
    let label = format!("Rename stage {old} to {name}");
    if old == name {
        return Some(Change::new(label, Vec::new()));
    }
    let mut edits = vec![set_name(Owner::Stage(id), name)];
    let is_shared = document.pipeline().stages.iter().any(|other| other.id != id && other.name() == old);
    if !is_shared {
        edits.extend(extras(document, |entry| entry.stage == Some(old), "stage", name));
    }
    Some(Change::new(label, edits))
}

/// Renames an action; triggers that start it, and notes and suppressions that belong to it, follow.
pub fn action(document: &Document, id: ActionId, name: &str) -> Option<Change> {
    let (stage, action) = document.pipeline().action(id)?;
    let old = action.name();
    let label = format!("Rename {old} to {name}");
    if old == name {
        return Some(Change::new(label, Vec::new()));
    }
    let mut edits = vec![set_name(Owner::Action(id), name)];
    edits.extend(follow_in_triggers(document, action, name));
    edits.extend(follow_in_extras(document, (stage, action), (stage.name(), name)));
    Some(Change::new(label, edits))
}

/// The triggers of a source action that gets another name.
pub(super) fn follow_in_triggers(document: &Document, action: &Action, name: &str) -> Vec<Edit> {
    let old = action.name();
    let is_source = |action: &Action| action.action_type().category == "Source";
    let has_namesake =
        document.pipeline().actions().any(|(_, a)| a.id != action.id && a.name() == old && is_source(a));
    if old == name || !is_source(action) || has_namesake {
        return Vec::new();
    }
    list_of(&document.pipeline().members, "triggers")
        .iter()
        .enumerate()
        .filter(|(_, trigger)| {
            trigger.as_object().is_some_and(|members| Trigger(members).source_action_name() == Some(old))
        })
        .map(|(index, _)| {
            let path = Path::key("triggers").then(index).then("gitConfiguration").then("sourceActionName");
            Edit::set(Place::at(Owner::Pipeline, path), Some(json!(name)))
        })
        .collect()
}

/// The notes and suppressions of an action that gets another name, or another stage.
pub(super) fn follow_in_extras(
    document: &Document,
    (stage, action): (&Stage, &Action),
    (new_stage, new_name): (&str, &str),
) -> Vec<Edit> {
    let (old_stage, old_name) = (stage.name(), action.name());
    let has_namesake = document
        .pipeline()
        .actions()
        .any(|(s, a)| a.id != action.id && a.name() == old_name && s.name() == old_stage);
    if has_namesake {
        return Vec::new();
    }
    let belongs = |entry: Entry<'_>| entry.stage == Some(old_stage) && entry.action == Some(old_name);
    let mut edits = Vec::new();
    if old_stage != new_stage {
        edits.extend(extras(document, belongs, "stage", new_stage));
    }
    if old_name != new_name {
        edits.extend(extras(document, belongs, "action", new_name));
    }
    edits
}

/// Renames an artifact where it is made and everywhere it is taken.
///
/// If another action makes one of the same name, the takers keep the name, as nobody can tell whose they meant.
pub fn artifact(document: &Document, maker: ActionId, old: &str, new: &str) -> Option<Change> {
    let (_, action) = document.pipeline().action(maker)?;
    let label = format!("Rename artifact {old} to {new}");
    let outputs = action.members.get("outputArtifacts").and_then(Value::as_array)?;
    let at = outputs.iter().position(|output| output.get("name").and_then(Value::as_str) == Some(old))?;
    if old == new {
        return Some(Change::new(label, Vec::new()));
    }
    let path = Path::key("outputArtifacts").then(at).then("name");
    let mut edits = vec![Edit::set(Place::at(Owner::Action(maker), path), Some(json!(new)))];
    let is_shared =
        Flow::of(document.pipeline()).artifact(old).is_some_and(|artifact| artifact.makers.len() > 1);
    if !is_shared {
        edits.extend(everywhere(
            document,
            &|name| (name == old).then(|| new.to_owned()),
            artifact_in_action,
            artifact_in_stage,
        ));
    }
    Some(Change::new(label, edits))
}

/// Sets, renames or removes (`None`) an action's namespace; `#{old.…}` follows a rename.
pub fn namespace(document: &Document, id: ActionId, new: Option<&str>) -> Option<Change> {
    let (_, action) = document.pipeline().action(id)?;
    let old = action.namespace();
    let label = match (old, new) {
        (Some(old), Some(new)) => format!("Rename namespace {old} to {new}"),
        (None, Some(new)) => format!("Set namespace {new}"),
        (_, None) => "Remove namespace".to_owned(),
    };
    if old == new {
        return Some(Change::new(label, Vec::new()));
    }
    let place = Place::at(Owner::Action(id), Path::key("namespace"));
    let mut edits = vec![Edit::set(place, new.map(|new| json!(new)))];
    if let (Some(old), Some(new)) = (old, new) {
        let is_shared = document.pipeline().actions().any(|(_, a)| a.id != id && a.namespace() == Some(old));
        if !is_shared && !old.is_empty() {
            edits.extend(everywhere(
                document,
                &|name| (name == old).then(|| new.to_owned()),
                namespace_in_action,
                namespace_in_stage,
            ));
        }
    }
    Some(Change::new(label, edits))
}

/// Renames a variable of the pipeline, told by its position in the list; `#{variables.old}` follows everywhere.
///
/// If another variable has the same name, references keep it, as nobody can tell which of the two they meant.
pub fn variable(document: &Document, index: usize, new: &str) -> Option<Change> {
    let all = list_of(&document.pipeline().members, "variables");
    let name_of = |variable: &Value| variable.get("name").and_then(Value::as_str).map(str::to_owned);
    let variable = all.get(index).filter(|variable| variable.is_object())?;
    let old = name_of(variable).unwrap_or_default();
    let label = format!("Rename variable {old} to {new}");
    if old == new {
        return Some(Change::new(label, Vec::new()));
    }
    let path = Path::key("variables").then(index).then("name");
    let mut edits = vec![Edit::set(Place::at(Owner::Pipeline, path), Some(json!(new)))];
    let is_shared = all.iter().filter(|other| name_of(other).as_ref() == Some(&old)).count() > 1;
    // What no reference can hold would break those there are.
    if !is_shared && !old.is_empty() && is_name(new) {
        edits.extend(everywhere(
            document,
            &|name| (name == old).then(|| new.to_owned()),
            variable_in_action,
            variable_in_stage,
        ));
    }
    Some(Change::new(label, edits))
}

fn set_name(owner: Owner, name: &str) -> Edit {
    Edit::set(Place::at(owner, Path::key("name")), Some(json!(name)))
}

/// The replacements in all actions and all stage conditions, as edits.
fn everywhere(
    document: &Document,
    renamed: Renamed<'_>,
    in_action: fn(&Object, Renamed<'_>) -> Vec<Replacement>,
    in_stage: fn(&Object, Renamed<'_>) -> Vec<Replacement>,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut add = |owner: Owner, found: Vec<Replacement>| {
        edits.extend(found.into_iter().map(|(path, value)| Edit::set(Place::at(owner, path), Some(value))));
    };
    for stage in &document.pipeline().stages {
        add(Owner::Stage(stage.id), in_stage(&stage.members, renamed));
        for action in &stage.actions {
            add(Owner::Action(action.id), in_action(&action.members, renamed));
        }
    }
    edits
}

/// Whose a note or a suppression is.
#[derive(Clone, Copy)]
struct Entry<'a> {
    stage: Option<&'a str>,
    action: Option<&'a str>,
}

/// Sets one member of the notes, suppressions and transitions that belong to something.
fn extras(
    document: &Document,
    belongs: impl Fn(Entry<'_>) -> bool,
    key: &'static str,
    name: &str,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for list in ["notes", "suppressions", super::transitions::LIST] {
        let all = document.extras().map_or(&[][..], |extras| list_of(extras, list));
        for (index, members) in all.iter().enumerate() {
            let Some(members) = members.as_object() else { continue };
            let entry = Entry { stage: text_of(members, "stage"), action: text_of(members, "action") };
            if belongs(entry) {
                let path = Path::key(list).then(index).then(key);
                edits.push(Edit::set(Place::at(Owner::Extras, path), Some(json!(name))));
            }
        }
    }
    edits
}

#[cfg(test)]
mod tests;
