//! Where the name of an artifact or a namespace is written, besides where it is made.
//!
//! Source: CodePipeline user guide, action structure reference of each provider, and the variables reference.

use serde_json::Value;

use crate::document::Source;
use crate::pipeline::{ConditionKind, Object, Path, Step};

/// Configuration keys whose whole value is the name of an artifact.
const ARTIFACT_KEYS: [&str; 7] = [
    "PrimarySource",
    "TaskDefinitionTemplateArtifact",
    "AppSpecTemplateArtifact",
    "Image1ArtifactName",
    "Image2ArtifactName",
    "Image3ArtifactName",
    "Image4ArtifactName",
];

/// A value to be replaced inside the members of an action or stage.
pub(super) type Replacement = (Path, Value);

/// Where an action's members take the artifact `from`, with what to write there for `to`.
pub(super) fn artifact_in_action(members: &Object, from: &str, to: &str) -> Vec<Replacement> {
    artifact_in_consumer(members, from, to).map(|(path, value)| (path, Value::String(value))).collect()
}

/// Where a stage's conditions take the artifact `from`.
pub(super) fn artifact_in_stage(members: &Object, from: &str, to: &str) -> Vec<Replacement> {
    rules(members)
        .flat_map(|(at, rule)| {
            artifact_in_consumer(rule, from, to)
                .map(move |(path, value)| (join(&at, path), Value::String(value)))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Where an action's members read variables of the namespace `from`.
pub(super) fn namespace_in_action(members: &Object, from: &str, to: &str) -> Vec<Replacement> {
    let (from, to) = (format!("#{{{from}."), format!("#{{{to}."));
    let mut found = Vec::new();
    for key in ["configuration", "commands", "environmentVariables"] {
        if let Some(value) = members.get(key) {
            replace_text(value, &from, &to, Path(vec![Step::from(key)]), &mut found);
        }
    }
    found
}

/// Where a stage's conditions read variables of the namespace `from`.
pub(super) fn namespace_in_stage(members: &Object, from: &str, to: &str) -> Vec<Replacement> {
    rules(members)
        .flat_map(|(at, rule)| {
            let inner = namespace_in_action(rule, from, to);
            inner.into_iter().map(move |(path, value)| (join(&at, path), value)).collect::<Vec<_>>()
        })
        .collect()
}

fn artifact_in_consumer(members: &Object, from: &str, to: &str) -> impl Iterator<Item = (Path, String)> {
    let mut found = Vec::new();
    let inputs = members.get("inputArtifacts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (index, input) in inputs.iter().enumerate() {
        if input.get("name").and_then(Value::as_str) == Some(from) {
            found.push((Path::key("inputArtifacts").then(index).then("name"), to.to_owned()));
        }
    }
    let configuration = members.get("configuration").and_then(Value::as_object);
    for (key, value) in configuration.into_iter().flatten() {
        let Some(text) = value.as_str() else { continue };
        if let Some(renamed) = artifact_in_text(key, text, from, to) {
            found.push((Path::configuration(key), renamed));
        }
    }
    found.into_iter()
}

fn artifact_in_text(key: &str, text: &str, from: &str, to: &str) -> Option<String> {
    if ARTIFACT_KEYS.contains(&key) {
        return (text == from).then(|| to.to_owned());
    }
    if let Some(file) = text.strip_prefix(from).and_then(|rest| rest.strip_prefix("::")) {
        return Some(format!("{to}::{file}"));
    }
    if key == "ParameterOverrides" && text.contains("Fn::Get") {
        let old: Value = serde_json::from_str(text).ok()?;
        let mut new = old.clone();
        replace_in_functions(&mut new, from, to);
        return (new != old).then(|| crate::document::rewrite(&Source::from_text(text.to_owned()), &new));
    }
    None
}

/// `{"Fn::GetArtifactAtt": [ARTIFACT, ATTRIBUTE]}` and `{"Fn::GetParam": [ARTIFACT, FILE, KEY]}`, at any depth.
fn replace_in_functions(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                if matches!(key.as_str(), "Fn::GetArtifactAtt" | "Fn::GetParam")
                    && let Some(first) = inner.get_mut(0)
                    && first.as_str() == Some(from)
                {
                    *first = Value::String(to.to_owned());
                }
                replace_in_functions(inner, from, to);
            }
        }
        Value::Array(elements) => {
            elements.iter_mut().for_each(|element| replace_in_functions(element, from, to))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn replace_text(value: &Value, from: &str, to: &str, path: Path, found: &mut Vec<Replacement>) {
    match value {
        Value::String(text) if text.contains(from) => {
            found.push((path, Value::String(text.replace(from, to))))
        }
        Value::Object(members) => {
            for (key, inner) in members {
                replace_text(inner, from, to, path.clone().then(key.clone()), found);
            }
        }
        Value::Array(elements) => {
            for (index, inner) in elements.iter().enumerate() {
                replace_text(inner, from, to, path.clone().then(index), found);
            }
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// All rules of a stage's conditions with their paths.
fn rules(members: &Object) -> impl Iterator<Item = (Path, &Object)> {
    ConditionKind::ALL.into_iter().flat_map(move |kind| {
        let conditions = members.get(kind.key()).and_then(|c| c.get("conditions")).and_then(Value::as_array);
        conditions.into_iter().flatten().enumerate().flat_map(move |(condition_index, condition)| {
            let rules = condition.get("rules").and_then(Value::as_array);
            rules.into_iter().flatten().enumerate().filter_map(move |(rule_index, rule)| {
                let path = Path::key(kind.key())
                    .then("conditions")
                    .then(condition_index)
                    .then("rules")
                    .then(rule_index);
                Some((path, rule.as_object()?))
            })
        })
    })
}

fn join(at: &Path, path: Path) -> Path {
    Path(at.0.iter().cloned().chain(path.0).collect())
}
