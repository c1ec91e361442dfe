//! What may be written at a place: references to variables and names of artifacts that are there by then.
//!
//! The counterpart of the checks about references: what is offered here, the checks find nothing wrong with.

use std::collections::HashMap;

use serde_json::Value;

use super::variables::{self, EXECUTION_ID, PIPELINE, RESERVED, START, is_name};
use super::{Flow, Moment};
use crate::catalog::{Catalog, Category};
use crate::pipeline::{Action, ActionId, ConditionKind, Pipeline, StageId, list_of, text_of};

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// An action, in its configuration, commands and environment variables.
    Action(ActionId),
    /// The rules of a stage's conditions of one kind.
    Conditions(StageId, ConditionKind),
}

/// A variable that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// An action's namespace, `variables` or `codepipeline`.
    pub namespace: String,
    /// The variable.
    pub key: String,
    /// What it holds, in one line.
    pub help: String,
}

impl Completion {
    fn new(namespace: &str, key: &str, help: impl Into<String>) -> Self {
        let help: String = help.into();
        let line = help.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
        Self { namespace: namespace.to_owned(), key: key.to_owned(), help: line }
    }

    /// As it is written: `#{namespace.key}`.
    pub fn reference(&self) -> String {
        format!("#{{{}.{}}}", self.namespace, self.key)
    }
}

/// The variables a reader may refer to: those of the actions that have ended by then, latest first, then those
/// the pipeline declares, then its own. None for a source, which resolves none, and for a reader that is gone.
///
/// Of an action whose variables are not all known, such as a build, those known are told, and those that are read
/// from it somewhere in the pipeline.
pub fn references(pipeline: &Pipeline, reader: Reader) -> Vec<Completion> {
    let Some(moment) = moment_of(pipeline, reader) else { return Vec::new() };
    let mut found: Vec<Completion> = Vec::new();
    let read = keys_read(pipeline);
    for (namespace, action) in namespaces_before(pipeline, moment) {
        let known = variables_of(namespace, action);
        let others = read.get(namespace).into_iter().flatten().filter(|_| has_further_variables(action));
        let others: Vec<Completion> = others
            .filter(|key| known.iter().all(|it| it.key != **key))
            .map(|key| Completion::new(namespace, key, format!("Read elsewhere from {}", action.name())))
            .collect();
        found.extend(known.into_iter().chain(others));
    }
    if pipeline.pipeline_type() != Some("V1") {
        for variable in pipeline.variables() {
            let Some(name) = variable.name().filter(|name| is_name(name)) else { continue };
            let default = variable.default_value().map(|value| format!("Default: {value}"));
            let help = variable.description().map(str::to_owned).or(default);
            found.push(Completion::new(
                START,
                name,
                help.unwrap_or_else(|| "Given at each start".to_owned()),
            ));
        }
    }
    found.push(Completion::new(PIPELINE, EXECUTION_ID, "The identity of this execution"));
    found
}

/// Names of the artifacts a reader may take, those made last first.
pub fn artifacts<'f>(pipeline: &Pipeline, flow: &'f Flow, reader: Reader) -> Vec<&'f str> {
    let Some(moment) = moment_of(pipeline, reader) else { return Vec::new() };
    let Some(stage) = pipeline.stages.get(moment.stage) else { return Vec::new() };
    flow.available(pipeline, stage.id, moment.run_order).collect()
}

/// The beginnings of a path to a file, `Artifact::`, for the artifacts an action takes.
pub fn artifact_paths(action: &Action) -> Vec<String> {
    let names = action.input_artifacts().filter(|name| !name.is_empty());
    names.map(|name| format!("{name}::")).collect()
}

/// Whole paths to files, `Artifact::file`, that are named anywhere in the pipeline, of the artifacts an action takes.
/// In the order of the artifacts, each once.
pub fn known_artifact_paths(pipeline: &Pipeline, action: &Action) -> Vec<String> {
    let texts = pipeline.actions().flat_map(|(_, other)| other.configuration().texts());
    let paths: Vec<(&str, &str)> = texts
        .filter(|(_, text)| !text.contains("#{"))
        .filter_map(|(_, text)| Some((text, text.split_once("::").filter(|(_, file)| !file.is_empty())?.0)))
        .collect();
    let mut found: Vec<String> = Vec::new();
    for name in action.input_artifacts().filter(|name| !name.is_empty()) {
        for (text, _) in paths.iter().filter(|(_, artifact)| *artifact == name) {
            if found.iter().all(|known| known != text) {
                found.push((*text).to_owned());
            }
        }
    }
    found
}

/// The variables that are read in the pipeline, by namespace, each once and in the order of the file.
fn keys_read(pipeline: &Pipeline) -> HashMap<&str, Vec<&str>> {
    let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
    for (_, action) in pipeline.actions() {
        for text in resolved_texts(action) {
            for target in variables::references(text).filter_map(|reference| reference.target.ok()) {
                let keys = found.entry(target.namespace).or_default();
                if !keys.contains(&target.key) {
                    keys.push(target.key);
                }
            }
        }
    }
    found
}

/// The texts of an action in which AWS resolves references.
fn resolved_texts(action: &Action) -> impl Iterator<Item = &str> {
    let configuration = action.configuration().texts().map(|(_, text)| text);
    let commands = list_of(&action.members, "commands").iter().filter_map(Value::as_str);
    let variables = list_of(&action.members, "environmentVariables").iter();
    let values = variables.filter_map(|variable| text_of(variable.as_object()?, "value"));
    configuration.chain(commands).chain(values)
}

/// Whether an action may yield variables that the catalog does not know.
fn has_further_variables(action: &Action) -> bool {
    let kind = action.action_type();
    Catalog::get()
        .provider(kind.category, kind.owner, kind.provider, kind.version)
        .is_some_and(|it| it.user_defined_output_variables.is_some() && !it.applies.output_variables)
}

/// When a reader reads; `None` where no variables are resolved.
fn moment_of(pipeline: &Pipeline, reader: Reader) -> Option<Moment> {
    match reader {
        Reader::Action(id) => {
            let (stage, index) = pipeline.action_index(id)?;
            let action = &pipeline.stages[stage].actions[index];
            let is_source = action.action_type().category == Category::Source.as_str();
            (!is_source).then(|| Moment { stage, run_order: action.run_order() })
        }
        Reader::Conditions(id, kind) => Some(Moment::of_conditions(pipeline.stage_index(id)?, kind)),
    }
}

/// The namespaces of actions that end before a moment, latest first. A namespace that two actions have is left
/// out: which of them is meant cannot be told.
fn namespaces_before(pipeline: &Pipeline, moment: Moment) -> Vec<(&str, &Action)> {
    let mut setters: HashMap<&str, usize> = HashMap::new();
    let mut before: Vec<(Moment, &str, &Action)> = Vec::new();
    for (index, stage) in pipeline.stages.iter().enumerate() {
        for action in &stage.actions {
            let Some(name) = action.namespace() else { continue };
            *setters.entry(name).or_default() += 1;
            let set = Moment { stage: index, run_order: action.run_order() };
            if set < moment && is_name(name) && !name.contains('.') && !RESERVED.contains(&name) {
                before.push((set, name, action));
            }
        }
    }
    before.sort_by_key(|(set, ..)| std::cmp::Reverse(*set));
    let single = before.into_iter().filter(|(_, name, _)| setters.get(name) == Some(&1));
    single.map(|(_, name, action)| (name, action)).collect()
}

fn variables_of(namespace: &str, action: &Action) -> Vec<Completion> {
    let kind = action.action_type();
    let Some(provider) = Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version)
    else {
        return Vec::new();
    };
    if provider.applies.output_variables {
        let names = action.output_variables().filter(|name| is_name(name));
        let help = format!("Put out by {}", action.name());
        return names.map(|name| Completion::new(namespace, name, help.as_str())).collect();
    }
    let known = provider.output_variables.iter();
    known.map(|variable| Completion::new(namespace, &variable.name, variable.help.as_str())).collect()
}

#[cfg(test)]
mod tests;
