//! What the design says: its facts, actions, starts, variables, conditions and notes.

use serde_json::Value;

use super::{Block, Cell, Section, Span, code, listed, named, words};
use crate::catalog::Catalog;
use crate::document::Document;
use crate::document::extras::Note;
use crate::pipeline::{Action, ArtifactStore, Condition, Conditions, Rule, Stage};
use crate::trigger::effective;

pub(super) fn facts(document: &Document) -> Section {
    let pipeline = document.pipeline();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |name: &str, value: Cell| rows.push(vec![vec![words(name)], value]);
    add("Type", vec![words(pipeline.pipeline_type().unwrap_or("V1, as none is declared"))]);
    add("Execution mode", vec![words(pipeline.execution_mode())]);
    add(
        "Service role",
        pipeline.role_arn().map_or_else(|| vec![words("not named yet")], |arn| vec![code(arn)]),
    );
    if let Some(store) = pipeline.artifact_store() {
        add("Artifact store", store_words(store));
    }
    for (region, store) in pipeline.artifact_stores() {
        let mut cell = vec![words(format!("{region}: "))];
        cell.extend(store_words(store));
        add("Artifact store", cell);
    }
    if let Some(version) = pipeline.version() {
        add("Version", vec![words(version.to_string())]);
    }
    Section { title: "Summary", blocks: vec![Block::Table { head: vec!["", ""], rows }] }
}

fn store_words(store: ArtifactStore<'_>) -> Cell {
    let mut cell = vec![store.location().map_or_else(|| words("no bucket"), code)];
    if let Some(key) = store.encryption_key().and_then(crate::pipeline::EncryptionKey::id) {
        cell.extend([words(", key "), code(key)]);
    }
    cell
}

pub(super) fn actions(document: &Document) -> Option<Section> {
    let stages = document.pipeline().stages.iter().enumerate();
    let rows: Vec<Vec<Cell>> = stages
        .flat_map(|(index, stage)| {
            let mut actions: Vec<&Action> = stage.actions.iter().collect();
            actions.sort_by_key(|action| action.run_order());
            actions.into_iter().map(move |action| action_row(index, stage, action))
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let head = vec!["Stage", "Action", "Runs", "Order", "Takes", "Makes", "Where"];
    Some(Section { title: "Actions", blocks: vec![Block::Table { head, rows }] })
}

fn action_row(index: usize, stage: &Stage, action: &Action) -> Vec<Cell> {
    let mut place: Vec<Span> = action.region().map(words).into_iter().collect();
    if let Some(role) = action.role_arn() {
        if !place.is_empty() {
            place.push(words(", "));
        }
        place.extend([words("role "), code(role)]);
    }
    vec![
        vec![words(format!("{} {}", index + 1, named(stage.name())))],
        vec![super::strong(named(action.name()))],
        vec![words(runner(action))],
        vec![words(action.run_order().to_string())],
        listed(action.input_artifacts().map(code)),
        listed(action.output_artifacts().map(code)),
        place,
    ]
}

/// What runs an action.
fn runner(action: &Action) -> String {
    let kind = action.action_type();
    let known = Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version);
    let name = known.map_or(kind.provider, |provider| provider.name.as_str());
    if name.trim().is_empty() { "no provider".to_owned() } else { name.to_owned() }
}

/// What each action is told, in tables of their own.
pub(super) fn configuration(document: &Document) -> Option<Section> {
    let mut blocks = Vec::new();
    for (stage, action) in document.pipeline().actions() {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for (key, value) in action.configuration().entries() {
            rows.push(vec![vec![code(key)], vec![code(plain(value))]]);
        }
        for command in action.commands() {
            rows.push(vec![vec![words("command")], vec![code(command)]]);
        }
        for variable in action.environment_variables() {
            let name = format!("{} (environment)", variable.name().unwrap_or_default());
            let mut value = vec![code(variable.value().unwrap_or_default())];
            if variable.kind() != "PLAINTEXT" {
                value.insert(0, words(format!("{} ", variable.kind())));
            }
            rows.push(vec![vec![code(name)], value]);
        }
        if !rows.is_empty() {
            blocks.push(Block::Heading(format!("{} › {}", named(stage.name()), named(action.name()))));
            blocks.push(Block::Table { head: vec!["Field", "Value"], rows });
        }
    }
    (!blocks.is_empty()).then_some(Section { title: "Configuration", blocks })
}

/// A value as text, without the quotes of JSON where it is text.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) fn starts(document: &Document) -> Option<Section> {
    let mut lines: Vec<Vec<Span>> = Vec::new();
    for start in effective(document) {
        for line in start.lines {
            lines.push(vec![super::strong(named(&start.source)), words(format!(": {line}"))]);
        }
    }
    (!lines.is_empty()).then(|| Section { title: "What starts it", blocks: vec![Block::List(lines)] })
}

pub(super) fn variables(document: &Document) -> Option<Section> {
    let row = |variable: crate::pipeline::Variable<'_>| {
        let default = variable.default_value();
        vec![
            vec![code(variable.name().unwrap_or_default())],
            vec![default.map_or_else(|| words("none; each start gives one"), code)],
            vec![words(variable.description().unwrap_or_default())],
        ]
    };
    let rows: Vec<Vec<Cell>> = document.pipeline().variables().map(row).collect();
    let head = vec!["Name", "Default", "What for"];
    (!rows.is_empty()).then(|| Section { title: "Variables", blocks: vec![Block::Table { head, rows }] })
}

pub(super) fn conditions(document: &Document) -> Option<Section> {
    let mut lines = Vec::new();
    for stage in &document.pipeline().stages {
        for conditions in stage.all_conditions() {
            of_kind(stage, conditions, &mut lines);
        }
    }
    (!lines.is_empty()).then(|| Section { title: "Conditions", blocks: vec![Block::List(lines)] })
}

fn of_kind(stage: &Stage, conditions: Conditions<'_>, lines: &mut Vec<Vec<Span>>) {
    let start = |text: String| {
        vec![super::strong(named(stage.name())), words(format!(", {}: {text}", conditions.kind.label()))]
    };
    if let Some(result) = conditions.result() {
        let text = match (result, conditions.retry_mode()) {
            ("ROLLBACK", _) => "goes back to the last successful execution".to_owned(),
            ("RETRY", Some("ALL_ACTIONS")) => "runs all its actions once more".to_owned(),
            ("RETRY", _) => "runs its failed actions once more".to_owned(),
            (other, _) => other.to_owned(),
        };
        lines.push(start(text));
    }
    for condition in conditions.conditions() {
        let mut line = start(String::new());
        for (index, rule) in condition.rules().enumerate() {
            if index > 0 {
                line.push(words(" and "));
            }
            line.extend(rule_words(rule));
        }
        if condition.rules().next().is_none() {
            line.push(words("no rule"));
        }
        line.push(words(format!(" – else {}", result_words(condition))));
        lines.push(line);
    }
}

fn result_words(condition: Condition<'_>) -> String {
    match condition.result() {
        Some("FAIL") => "the stage fails".to_owned(),
        Some("SKIP") => "the stage is skipped".to_owned(),
        Some("ROLLBACK") => "the stage goes back to the last successful execution".to_owned(),
        Some(other) => other.to_owned(),
        None => "nothing is said".to_owned(),
    }
}

/// `Gate (LambdaInvoke, FunctionName check) must hold`.
fn rule_words(rule: Rule<'_>) -> Vec<Span> {
    let mut spans =
        vec![super::strong(named(rule.name())), words(format!(" ({}", rule.rule_type().provider))];
    for (key, value) in rule.configuration().entries() {
        spans.extend([words(format!(", {key} ")), code(plain(value))]);
    }
    for command in rule.commands() {
        spans.extend([words(", runs "), code(command)]);
    }
    spans.push(words(") must hold"));
    spans
}

pub(super) fn notes(document: &Document) -> Option<Section> {
    let of = |note: Note<'_>| match (note.stage(), note.action()) {
        (Some(stage), Some(action)) => format!("{stage} › {action}"),
        (Some(stage), None) => stage.to_owned(),
        (None, _) => String::new(),
    };
    let written = document.notes().filter(|note| !note.text().trim().is_empty());
    let blocks: Vec<Block> =
        written.map(|note| Block::Quote { of: of(note), text: note.text().to_owned() }).collect();
    (!blocks.is_empty()).then_some(Section { title: "Notes", blocks })
}
