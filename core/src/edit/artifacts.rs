//! Changes of the artifacts an action takes and makes.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::names::{free_name, fresh_name};
use super::{Change, Edit, references, set};
use crate::document::{Document, Owner, Place};
use crate::flow::Flow;
use crate::pipeline::{Action, ActionId, Object, Path, Stage};

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
    let renamed = |name: &str| (name == old && old != new).then(|| new.to_owned());
    // No artifact is taken twice: if the new one is there already, the old one only goes.
    let has_both = old != new && action.input_artifacts().any(|name| name == new);
    let (mut edits, uses) = if has_both {
        let uses = references::artifact_in_configuration(&action.members, &renamed);
        (without(action, "inputArtifacts", old), uses)
    } else {
        (Vec::new(), references::artifact_in_action(&action.members, &renamed))
    };
    let owner = Owner::Action(to);
    edits.extend(uses.into_iter().map(|(path, value)| Edit::set(Place::at(owner, path), Some(value))));
    Some(Change::new(label, edits))
}

/// Adds an output, named freshly after the action.
pub fn add_output(document: &Document, id: ActionId) -> Option<Change> {
    let (_, action) = document.pipeline().action(id)?;
    let name = fresh_outputs(document, action.name(), 1).pop()?;
    let label = format!("Add output {name}");
    Some(Change::new(label, vec![append(action, "outputArtifacts", json!({"name": name}))]))
}

/// As [`add_output`], told which names are taken.
pub(crate) fn add_output_beside(action: &Action, is_taken: impl Fn(&str) -> bool) -> Change {
    let name = free_name(&wanted_output(action.name()), is_taken, '_', NAME_MAX);
    let label = format!("Add output {name}");
    Change::new(label, vec![append(action, "outputArtifacts", json!({"name": name}))])
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
    let wanted = wanted_output(action_name);
    (0..count)
        .map(|_| {
            let name = fresh_name(&wanted, taken.iter().map(String::as_str), '_', NAME_MAX);
            taken.push(name.clone());
            name
        })
        .collect()
}

fn wanted_output(action_name: &str) -> String {
    let wanted: String = action_name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    format!("{}Output", if wanted.is_empty() { "Action" } else { &wanted })
}

/// The names that copies got for those of their originals.
#[derive(Default)]
pub(super) struct Renames {
    artifacts: HashMap<String, String>,
    namespaces: HashMap<String, String>,
}

/// Gives copies of actions fresh output names and namespaces, and points what they take from each other at the
/// copies.
pub(super) fn freshen(document: &Document, copies: Vec<&mut Action>) -> Renames {
    let flow = Flow::of(document.pipeline());
    // A namespace must not equal an artifact name.
    let mut taken: HashSet<String> = flow.artifacts.into_iter().map(|artifact| artifact.name).collect();
    taken.extend(document.pipeline().actions().filter_map(|(_, a)| a.namespace()).map(str::to_owned));
    freshen_among(taken, copies, &str::to_owned, &str::to_owned)
}

/// As [`freshen`], for names that are not among those taken, each made legal first.
pub(super) fn freshen_among(
    mut taken: HashSet<String>,
    mut copies: Vec<&mut Action>,
    legal_artifact: &dyn Fn(&str) -> String,
    legal_namespace: &dyn Fn(&str) -> String,
) -> Renames {
    let mut renames = Renames::default();
    for copy in &mut copies {
        let outputs = copy.members.get_mut("outputArtifacts").and_then(Value::as_array_mut);
        for output in outputs.into_iter().flatten() {
            let Some(Value::String(name)) = output.get_mut("name") else { continue };
            let old = name.clone();
            *name = legal_artifact(name);
            renames.artifacts.insert(old, freshen_name(name, '_', &mut taken));
        }
        if let Some(Value::String(namespace)) = copy.members.get_mut("namespace") {
            let old = namespace.clone();
            *namespace = legal_namespace(namespace);
            renames.namespaces.insert(old, freshen_name(namespace, '-', &mut taken));
        }
    }
    for copy in copies {
        let found = references::artifact_in_action(&copy.members, &|name| renames.artifact(name));
        set_all(&mut copy.members, Owner::Action(copy.id), found);
        let found = references::namespace_in_action(&copy.members, &|name| renames.namespace(name));
        set_all(&mut copy.members, Owner::Action(copy.id), found);
    }
    renames
}

/// Puts a fresh name in the place of a name and returns it. An empty name stays, it names nothing.
fn freshen_name(name: &mut String, separator: char, taken: &mut HashSet<String>) -> String {
    if !name.is_empty() {
        *name = free_name(name, |name| taken.contains(name), separator, NAME_MAX);
        taken.insert(name.clone());
    }
    name.clone()
}

impl Renames {
    /// Points the conditions of a copied stage at the copies of its actions.
    pub fn follow_in_stage(&self, stage: &mut Stage) {
        let found = references::artifact_in_stage(&stage.members, &|name| self.artifact(name));
        set_all(&mut stage.members, Owner::Stage(stage.id), found);
        let found = references::namespace_in_stage(&stage.members, &|name| self.namespace(name));
        set_all(&mut stage.members, Owner::Stage(stage.id), found);
    }

    fn artifact(&self, name: &str) -> Option<String> {
        self.artifacts.get(name).filter(|new| *new != name).cloned()
    }

    fn namespace(&self, name: &str) -> Option<String> {
        self.namespaces.get(name).filter(|new| *new != name).cloned()
    }
}

pub(super) fn set_all(members: &mut Object, owner: Owner, replacements: Vec<references::Replacement>) {
    for (path, value) in replacements {
        // The paths were just found in these members.
        let done = set::set(members, set::shape_of(owner), &Place::at(owner, path), Some(value), None);
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

#[cfg(test)]
mod tests;
