//! Putting stages from elsewhere into a design: a snippet.
//!
//! What the stages make gets fresh names. What they take from outside is taken from what the design has made by
//! then: an artifact of the same name if there is one, else one that is likely meant.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::stages::{fresh_stage_name_among, insert};
use super::{Change, artifacts, references};
use crate::document::{Document, Owner};
use crate::flow::{Flow, Moment};
use crate::pipeline::{Action, Stage, StageId};

/// Puts stages in at a position, wired to what is made before it.
pub fn stages(document: &Document, index: usize, stages: &[Value], label: &str) -> (Vec<StageId>, Change) {
    let index = index.min(document.pipeline().stages.len());
    let mut stages: Vec<Stage> =
        stages.iter().map(|stage| Stage::from_value(stage.clone(), document.ids())).collect();
    take_what_is_there(document, index, &mut stages);
    let renames =
        artifacts::freshen(document, stages.iter_mut().flat_map(|stage| &mut stage.actions).collect());
    let mut taken: Vec<String> =
        document.pipeline().stages.iter().map(|stage| stage.name().to_owned()).collect();
    for stage in &mut stages {
        renames.follow_in_stage(stage);
        if stage.odd.is_none() {
            let name = fresh_stage_name_among(stage.name(), taken.iter().map(String::as_str));
            stage.members.insert("name".to_owned(), json!(name));
            taken.push(name);
        }
    }
    let ids = stages.iter().map(|stage| stage.id).collect();
    let mut edits = Vec::new();
    for (offset, stage) in stages.into_iter().enumerate() {
        let all = insert(document, index + offset, stage);
        // The list of stages is made once.
        let skipped = if offset == 0 { 0 } else { all.len() - 1 };
        edits.extend(all.into_iter().skip(skipped));
    }
    (ids, Change::new(label, edits))
}

/// The position for stages behind a selected one, or behind all: never in front of the sources.
pub fn position_behind(document: &Document, selected: Option<StageId>) -> usize {
    let selected = selected.and_then(|id| document.pipeline().stage_index(id));
    selected.map_or(document.pipeline().stages.len(), |index| index + 1)
}

/// Points inputs from outside at artifacts of the design.
fn take_what_is_there(document: &Document, index: usize, stages: &mut [Stage]) {
    let flow = Flow::of(document.pipeline());
    let available = flow.made_before(Moment { stage: index, run_order: i64::MIN });
    if available.is_empty() {
        return;
    }
    let of_sources = flow.made_before(Moment { stage: 1, run_order: i64::MIN });
    let mut chosen: HashMap<String, String> = HashMap::new();
    for name in from_outside(stages) {
        let is_free = |candidate: &&&str| !chosen.values().any(|taken| taken == **candidate);
        let wants_source = name.to_ascii_lowercase().contains("source");
        let likely = if wants_source { of_sources.iter().find(is_free) } else { None };
        let artifact = match available.iter().find(|there| **there == name) {
            Some(same) => same,
            None => likely.or_else(|| available.iter().find(is_free)).unwrap_or(&available[0]),
        };
        chosen.insert(name, (*artifact).to_owned());
    }
    let renamed = |name: &str| chosen.get(name).filter(|new| *new != name).cloned();
    for stage in stages {
        let found = references::artifact_in_stage(&stage.members, &renamed);
        artifacts::set_all(&mut stage.members, Owner::Stage(stage.id), found);
        for action in &mut stage.actions {
            let found = references::artifact_in_action(&action.members, &renamed);
            artifacts::set_all(&mut action.members, Owner::Action(action.id), found);
            take_each_once(action);
        }
    }
}

/// The artifacts that the stages take and do not make, each once.
fn from_outside(stages: &[Stage]) -> Vec<String> {
    let actions = || stages.iter().flat_map(|stage| &stage.actions);
    let mut found: Vec<String> = Vec::new();
    for name in actions().flat_map(Action::input_artifacts) {
        let is_made = actions().flat_map(Action::output_artifacts).any(|made| made == name);
        if !is_made && !found.iter().any(|other| other == name) {
            found.push(name.to_owned());
        }
    }
    found
}

/// Where two inputs became one artifact, one is enough.
fn take_each_once(action: &mut Action) {
    let Some(Value::Array(inputs)) = action.members.get_mut("inputArtifacts") else { return };
    let mut seen: Vec<Value> = Vec::new();
    inputs.retain(|input| {
        let is_new = !seen.contains(input);
        seen.push(input.clone());
        is_new
    });
}

#[cfg(test)]
mod tests;
