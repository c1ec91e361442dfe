//! Changes of the artifacts an action takes and makes.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::names::fresh_name;
use super::{Change, Edit, references};
use crate::document::{Document, Owner, Place};
use crate::flow::Flow;
use crate::pipeline::{Action, ActionId, Path};

/// Most characters of an artifact name or namespace. Source: CodePipeline API model.
const NAME_MAX: usize = 100;

/// Lets an action take an artifact, as its last input. Nothing changes if it takes it already.
pub fn connect(document: &Document, to: ActionId, artifact: &str) -> Option<Change> {
    let (_, action) = document.pipeline().action(to)?;
    let label = format!("Connect {artifact} to {}", action.name());
    if action.input_artifacts().any(|name| name == artifact) {
        return Some(Change::new(label, Vec::new()));
    }
    Some(Change::new(label, vec![append(action, "inputArtifacts", json!({"name": artifact}))]))
}

/// Wires an output of one action to another, making an output if the first has none.
pub fn connect_actions(
    document: &Document,
    from: ActionId,
    output: Option<usize>,
    to: ActionId,
) -> Option<Change> {
    let (_, maker) = document.pipeline().action(from)?;
    if let Some(name) = maker.output_artifacts().nth(output.unwrap_or(0)) {
        return connect(document, to, name);
    }
    let name = fresh_outputs(document, maker.name(), 1).pop()?;
    let mut change = connect(document, to, &name)?;
    change.edits.insert(0, append(maker, "outputArtifacts", json!({"name": name})));
    Some(change)
}

/// Takes an input away.
pub fn disconnect(document: &Document, to: ActionId, artifact: &str) -> Option<Change> {
    let (_, action) = document.pipeline().action(to)?;
    let label = format!("Disconnect {artifact} from {}", action.name());
    Some(Change::new(label, without(action, "inputArtifacts", artifact)))
}

/// Takes another artifact in the place of an input; configuration that names the old one follows.
pub fn replace_input(document: &Document, to: ActionId, old: &str, new: &str) -> Option<Change> {
    let (_, action) = document.pipeline().action(to)?;
    let label = format!("Use artifact {new} in {}", action.name());
    let uses = references::artifact_in_action(&action.members, old, new);
    let owner = Owner::Action(to);
    let edits =
        uses.into_iter().map(|(path, value)| Edit::set(Place::at(owner, path), Some(value))).collect();
    Some(Change::new(label, edits))
}

/// Adds an output, named freshly after the action.
pub fn add_output(document: &Document, id: ActionId) -> Option<Change> {
    let (_, action) = document.pipeline().action(id)?;
    let name = fresh_outputs(document, action.name(), 1).pop()?;
    let label = format!("Add output {name}");
    Some(Change::new(label, vec![append(action, "outputArtifacts", json!({"name": name}))]))
}

/// Takes an output away. Whoever takes it keeps asking for it, and a finding says so.
pub fn remove_output(document: &Document, id: ActionId, artifact: &str) -> Option<Change> {
    let (_, action) = document.pipeline().action(id)?;
    Some(Change::new(format!("Remove output {artifact}"), without(action, "outputArtifacts", artifact)))
}

/// The list of artifacts as AWS writes it.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    Value::Array(names.map(|name| json!({"name": name})).collect())
}

/// Artifact names nobody uses, after an action's name.
pub(super) fn fresh_outputs(document: &Document, action_name: &str, count: usize) -> Vec<String> {
    let flow = Flow::of(document.pipeline());
    let mut taken: Vec<String> = flow.artifacts.into_iter().map(|artifact| artifact.name).collect();
    // A namespace must not equal an artifact name.
    taken.extend(document.pipeline().actions().filter_map(|(_, a)| a.namespace()).map(str::to_owned));
    let wanted: String = action_name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let wanted = format!("{}Output", if wanted.is_empty() { "Action" } else { &wanted });
    (0..count)
        .map(|_| {
            let name = fresh_name(&wanted, taken.iter().map(String::as_str), '_', NAME_MAX);
            taken.push(name.clone());
            name
        })
        .collect()
}

/// Gives copies of actions fresh output names and namespaces, and points what they take from each other at the
/// copies.
pub(super) fn freshen(document: &Document, mut copies: Vec<&mut Action>) {
    let flow = Flow::of(document.pipeline());
    let mut artifacts: Vec<String> = flow.artifacts.into_iter().map(|artifact| artifact.name).collect();
    let mut namespaces: Vec<String> =
        document.pipeline().actions().filter_map(|(_, a)| a.namespace()).map(str::to_owned).collect();
    let mut renamed_artifacts: HashMap<String, String> = HashMap::new();
    let mut renamed_namespaces: Vec<(String, String)> = Vec::new();
    for copy in &mut copies {
        let outputs = copy.members.get_mut("outputArtifacts").and_then(Value::as_array_mut);
        for output in outputs.into_iter().flatten() {
            let Some(Value::String(name)) = output.get_mut("name") else { continue };
            let fresh = fresh_name(name, artifacts.iter().map(String::as_str), '_', NAME_MAX);
            artifacts.push(fresh.clone());
            renamed_artifacts.insert(std::mem::replace(name, fresh.clone()), fresh);
        }
        if let Some(Value::String(namespace)) = copy.members.get_mut("namespace") {
            let fresh = fresh_name(namespace, namespaces.iter().map(String::as_str), '-', NAME_MAX);
            namespaces.push(fresh.clone());
            renamed_namespaces.push((std::mem::replace(namespace, fresh.clone()), fresh));
        }
    }
    let mut renames: Vec<(&String, &String)> = renamed_artifacts.iter().collect();
    renames.sort();
    for copy in copies {
        let mut found = Vec::new();
        for (from, to) in &renames {
            found.extend(references::artifact_in_action(&copy.members, from, to));
        }
        set_all(copy, found);
        for (from, to) in &renamed_namespaces {
            let found = references::namespace_in_action(&copy.members, from, to);
            set_all(copy, found);
        }
    }
}

fn set_all(action: &mut Action, replacements: Vec<references::Replacement>) {
    for (path, value) in replacements {
        let owner = Owner::Action(action.id);
        let shape = super::set::shape_of(owner);
        // The paths were just found in these members.
        let done = super::set::set(&mut action.members, shape, Place::at(owner, path), Some(value), None);
        debug_assert!(done.is_ok(), "a path just found is there");
    }
}

/// Appends to a list member, making the list if it is missing or of another type.
fn append(action: &Action, key: &'static str, element: Value) -> Edit {
    let mut elements = action.members.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    elements.push(element);
    Edit::set(Place::at(Owner::Action(action.id), Path::key(key)), Some(Value::Array(elements)))
}

fn without(action: &Action, key: &'static str, name: &str) -> Vec<Edit> {
    let Some(elements) = action.members.get(key).and_then(Value::as_array) else { return Vec::new() };
    let Some(at) = elements.iter().position(|e| e.get("name").and_then(Value::as_str) == Some(name)) else {
        return Vec::new();
    };
    vec![Edit::set(Place::at(Owner::Action(action.id), Path::key(key).then(at)), None)]
}
