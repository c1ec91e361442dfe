//! Where the name of an artifact, a namespace or a variable of the pipeline is written, besides where it is made.
//!
//! Source: CodePipeline user guide, action structure reference of each provider, and the variables reference.

use std::fmt::Write as _;

use serde_json::Value;

use crate::document::Source;
use crate::flow::variables::{START, Target, references};
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

/// The new name of an artifact, namespace or variable, if it has one.
pub(super) type Renamed<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Where an action's members take renamed artifacts, with what to write there.
pub(super) fn artifact_in_action(members: &Object, renamed: Renamed<'_>) -> Vec<Replacement> {
    let mut found = Vec::new();
    let inputs = members.get("inputArtifacts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (index, input) in inputs.iter().enumerate() {
        if let Some(new) = input.get("name").and_then(Value::as_str).and_then(renamed) {
            found.push((Path::key("inputArtifacts").then(index).then("name"), Value::String(new)));
        }
    }
    found.extend(artifact_in_configuration(members, renamed));
    found
}

/// Where an action's configuration names renamed artifacts.
pub(super) fn artifact_in_configuration(members: &Object, renamed: Renamed<'_>) -> Vec<Replacement> {
    let configuration = members.get("configuration").and_then(Value::as_object);
    configuration
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| {
            let text = artifact_in_text(key, value.as_str()?, renamed)?;
            Some((Path::configuration(key), Value::String(text)))
        })
        .collect()
}

/// Where a stage's conditions take renamed artifacts.
pub(super) fn artifact_in_stage(members: &Object, renamed: Renamed<'_>) -> Vec<Replacement> {
    in_rules(members, |rule| artifact_in_action(rule, renamed))
}

/// Where an action's members read variables of renamed namespaces.
pub(super) fn namespace_in_action(members: &Object, renamed: Renamed<'_>) -> Vec<Replacement> {
    in_resolved(members, &|text| namespace_in_text(text, renamed))
}

/// Where a stage's conditions read variables of renamed namespaces.
pub(super) fn namespace_in_stage(members: &Object, renamed: Renamed<'_>) -> Vec<Replacement> {
    in_rules(members, |rule| namespace_in_action(rule, renamed))
}

/// Where an action's members read renamed variables of the pipeline.
pub(super) fn variable_in_action(members: &Object, renamed: Renamed<'_>) -> Vec<Replacement> {
    in_resolved(members, &|text| variable_in_text(text, renamed))
}

/// Where a stage's conditions read renamed variables of the pipeline.
pub(super) fn variable_in_stage(members: &Object, renamed: Renamed<'_>) -> Vec<Replacement> {
    in_rules(members, |rule| variable_in_action(rule, renamed))
}

/// The texts of an action or rule in which AWS resolves references, as far as they become others.
fn in_resolved(members: &Object, rewrite: Renamed<'_>) -> Vec<Replacement> {
    let mut found = Vec::new();
    for key in ["configuration", "commands", "environmentVariables"] {
        if let Some(value) = members.get(key) {
            in_texts(value, rewrite, Path(vec![Step::from(key)]), &mut found);
        }
    }
    found
}

fn artifact_in_text(key: &str, text: &str, renamed: Renamed<'_>) -> Option<String> {
    if ARTIFACT_KEYS.contains(&key) {
        return renamed(text);
    }
    if let Some((artifact, file)) = text.split_once("::")
        && let Some(new) = renamed(artifact)
    {
        return Some(format!("{new}::{file}"));
    }
    if key == "ParameterOverrides" && text.contains("Fn::Get") {
        let old: Value = serde_json::from_str(text).ok()?;
        let mut new = old.clone();
        replace_in_functions(&mut new, renamed);
        return (new != old).then(|| crate::document::rewrite(&Source::from_text(text.to_owned()), &new));
    }
    None
}

/// `{"Fn::GetArtifactAtt": [ARTIFACT, ATTRIBUTE]}` and `{"Fn::GetParam": [ARTIFACT, FILE, KEY]}`, at any depth.
fn replace_in_functions(value: &mut Value, renamed: Renamed<'_>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                if matches!(key.as_str(), "Fn::GetArtifactAtt" | "Fn::GetParam")
                    && let Some(first) = inner.get_mut(0)
                    && let Some(new) = first.as_str().and_then(renamed)
                {
                    *first = Value::String(new);
                }
                replace_in_functions(inner, renamed);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                replace_in_functions(element, renamed);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn in_texts(value: &Value, rewrite: Renamed<'_>, path: Path, found: &mut Vec<Replacement>) {
    match value {
        Value::String(text) => {
            if let Some(new) = rewrite(text) {
                found.push((path, Value::String(new)));
            }
        }
        Value::Object(members) => {
            for (key, inner) in members {
                in_texts(inner, rewrite, path.clone().then(key.clone()), found);
            }
        }
        Value::Array(elements) => {
            for (index, inner) in elements.iter().enumerate() {
                in_texts(inner, rewrite, path.clone().then(index), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text with each `#{NAMESPACE.` renamed; `None` if there is none to rename.
fn namespace_in_text(text: &str, renamed: Renamed<'_>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut is_changed = false;
    while let Some((before, after)) = rest.split_once("#{") {
        out.push_str(before);
        out.push_str("#{");
        let end = after.find(['.', '}', '#']).unwrap_or(after.len());
        let (namespace, tail) = after.split_at(end);
        match renamed(namespace).filter(|_| tail.starts_with('.')) {
            Some(new) => {
                out.push_str(&new);
                is_changed = true;
            }
            None => out.push_str(namespace),
        }
        rest = tail;
    }
    out.push_str(rest);
    is_changed.then_some(out)
}

/// The text with each `#{variables.NAME}` renamed; `None` if there is none to rename.
fn variable_in_text(text: &str, renamed: Renamed<'_>) -> Option<String> {
    let mut out = String::new();
    let mut end = 0;
    for reference in references(text) {
        let Ok(Target { namespace: START, key }) = reference.target else { continue };
        let Some(new) = renamed(key) else { continue };
        out.push_str(&text[end..reference.span.start]);
        // Writing to a string cannot fail.
        let _ = write!(out, "#{{{START}.{new}}}");
        end = reference.span.end;
    }
    (end > 0).then(|| out + &text[end..])
}

/// What is found in all rules of a stage's conditions, with paths from the stage.
fn in_rules(members: &Object, find: impl Fn(&Object) -> Vec<Replacement>) -> Vec<Replacement> {
    rules(members)
        .flat_map(|(at, rule)| find(rule).into_iter().map(move |(path, value)| (join(&at, path), value)))
        .collect()
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
