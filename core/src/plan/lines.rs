//! A plan as lines for people, on screen and as text.

use std::fmt::Write as _;

use serde_json::Value;

use super::fields::words_of_key;
use super::secret::HIDDEN;
use super::{Change, ChangeKind, FieldChange, Plan, Side, Summary};
use crate::pipeline::{Condition, ConditionKind, Conditions, Object, Step};

/// What stands in place of a new secret where another was.
const REPLACED: &str = "secret replaced";

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether it is there afterwards.
    pub kind: LineKind,
    /// How deep it is inside stages.
    pub indent: usize,
    /// What it says, from the general to the special; to be shown with space between.
    pub parts: Vec<String>,
    /// Position in [`Plan::changes`] of what it is about; `None` for a heading.
    pub change: Option<usize>,
}

/// Whether a line is there before, afterwards, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A heading: where the following lines are.
    Context,
    /// Only afterwards.
    Added,
    /// Only before.
    Removed,
}

impl Plan {
    /// The changes as lines: what is changed stands there twice, as it was and as it will be.
    pub fn lines(&self) -> Vec<Line> {
        let mut writer = Writer { lines: Vec::new(), change: 0, indent: 0 };
        let mut stage = None;
        for (index, change) in self.changes.iter().enumerate() {
            let here = change.stage.as_ref();
            let is_first = stage != Some(here);
            stage = Some(here);
            writer.change = index;
            writer.indent = 0;
            if is_first && !names_its_stage(&change.kind) {
                let heading = here
                    .map_or_else(|| titled("pipeline", &self.pipeline), |stage| titled("stage", &stage.name));
                writer.heading(heading);
            }
            writer.indent = usize::from(!names_its_stage(&change.kind));
            writer.change(&self.pipeline, change);
        }
        writer.lines
    }

    /// The lines, the summary and the consequences as plain text.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for Line { kind, indent, parts, .. } in self.lines() {
            let mark = match kind {
                LineKind::Context => ' ',
                LineKind::Added => '+',
                LineKind::Removed => '-',
            };
            let line = format!("{mark} {}{}", "  ".repeat(indent), parts.join("  "));
            text.push_str(line.trim_end());
            text.push('\n');
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&self.summary());
        text.push('\n');
        for consequence in &self.consequences {
            let mark = if consequence.is_warning() { '!' } else { '·' };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{mark} {}", consequence.text());
        }
        text
    }
}

impl FieldChange {
    /// What is changed, in words: `ProjectName`, `environment variables › STAGE`; empty for a whole action or stage.
    pub fn name(&self) -> String {
        if self.label.is_empty() { self.path.to_string() } else { self.label.join(" › ") }
    }

    /// The value before, on one line; `None` if it was not there.
    pub fn old_words(&self) -> Option<String> {
        self.old.as_ref().map(|value| words_of_value(self, value))
    }

    /// The value afterwards, on one line; `None` if it is no longer there.
    pub fn new_words(&self) -> Option<String> {
        let words = self.new.as_ref().map(|value| words_of_value(self, value))?;
        Some(match (self.is_secret_replaced(), words.as_str()) {
            (false, _) => words,
            (true, HIDDEN) => REPLACED.to_owned(),
            (true, _) => format!("{words}, {REPLACED}"),
        })
    }

    /// Whether the two values differ in their secrets alone, so that both look the same.
    pub fn is_secret_replaced(&self) -> bool {
        self.old.is_some() && self.old == self.new
    }
}

/// Whether the lines of a change are headings themselves.
fn names_its_stage(kind: &ChangeKind) -> bool {
    match kind {
        ChangeKind::PipelineAdded
        | ChangeKind::PipelineRemoved
        | ChangeKind::PipelineRenamed { .. }
        | ChangeKind::StageAdded { .. }
        | ChangeKind::StageRemoved { .. }
        | ChangeKind::StageMoved { .. }
        | ChangeKind::StageRenamed { .. } => true,
        ChangeKind::ActionAdded(_)
        | ChangeKind::ActionRemoved(_)
        | ChangeKind::ActionMoved { .. }
        | ChangeKind::ActionRenamed { .. }
        | ChangeKind::RunOrder { .. }
        | ChangeKind::Artifacts { .. }
        | ChangeKind::Field(_) => false,
    }
}

struct Writer {
    lines: Vec<Line>,
    change: usize,
    indent: usize,
}

impl Writer {
    fn heading(&mut self, text: String) {
        let parts = vec![text];
        self.lines.push(Line { kind: LineKind::Context, indent: 0, parts, change: None });
    }

    fn line(&mut self, kind: LineKind, parts: Vec<String>) {
        self.lines.push(Line { kind, indent: self.indent, parts, change: Some(self.change) });
    }

    fn removed(&mut self, parts: Vec<String>) {
        self.line(LineKind::Removed, parts);
    }

    fn added(&mut self, parts: Vec<String>) {
        self.line(LineKind::Added, parts);
    }

    fn change(&mut self, pipeline: &str, change: &Change) {
        let stage = change.stage.as_ref().map(|stage| titled("stage", &stage.name)).unwrap_or_default();
        let name = change.action.as_ref().map_or("", |action| action.name.as_str());
        let shown = if name.is_empty() { "action without a name" } else { name };
        let place = |position: &usize| format!("position {position}");
        match &change.kind {
            ChangeKind::PipelineAdded => self.added(vec![titled("pipeline", pipeline)]),
            ChangeKind::PipelineRemoved => self.removed(vec![titled("pipeline", pipeline)]),
            ChangeKind::PipelineRenamed { from } => {
                self.removed(vec![titled("pipeline", from)]);
                self.added(vec![titled("pipeline", pipeline), "renamed".to_owned()]);
            }
            ChangeKind::StageAdded { position } => self.added(vec![stage, place(position)]),
            ChangeKind::StageRemoved { position } => self.removed(vec![stage, place(position)]),
            ChangeKind::StageMoved { from, to } => {
                self.removed(vec![stage.clone(), place(from)]);
                self.added(vec![stage, place(to), "moved".to_owned()]);
            }
            ChangeKind::StageRenamed { from } => {
                self.removed(vec![titled("stage", from)]);
                self.added(vec![stage, "renamed".to_owned()]);
            }
            ChangeKind::ActionAdded(summary) => self.added(summary_parts(name, summary)),
            ChangeKind::ActionRemoved(summary) => self.removed(summary_parts(name, summary)),
            ChangeKind::ActionMoved { from } => {
                self.removed(vec![shown.to_owned(), format!("in {}", titled("stage", from))]);
                self.added(vec![shown.to_owned(), format!("in {stage}"), "moved".to_owned()]);
            }
            ChangeKind::ActionRenamed { from } => {
                self.removed(vec![titled("action", from)]);
                self.added(vec![titled("action", name), "renamed".to_owned()]);
            }
            ChangeKind::RunOrder { from, to } => {
                self.removed(vec![shown.to_owned(), format!("run order {from}")]);
                self.added(vec![shown.to_owned(), format!("run order {to}")]);
            }
            ChangeKind::Artifacts { side, old, new } => self.artifacts(shown, *side, old, new),
            ChangeKind::Field(field) => self.field(change.action.as_ref().map(|_| shown), field),
        }
    }

    /// One line for each artifact that is not in both; if only their order differs, all of them.
    fn artifacts(&mut self, name: &str, side: Side, old: &[String], new: &[String]) {
        let word = match side {
            Side::Input => "input",
            Side::Output => "output",
        };
        let missing = |from: &[String], other: &[String]| {
            let mut rest = other.to_vec();
            let mut missing = from.to_vec();
            missing.retain(|artifact| match rest.iter().position(|kept| kept == artifact) {
                Some(kept) => {
                    rest.swap_remove(kept);
                    false
                }
                None => true,
            });
            missing
        };
        let (gone, come) = (missing(old, new), missing(new, old));
        if gone.is_empty() && come.is_empty() {
            let all = |artifacts: &[String]| vec![name.to_owned(), format!("{word}s"), artifacts.join(", ")];
            self.removed(all(old));
            self.added(all(new));
        }
        let one = |artifact: String| vec![name.to_owned(), word.to_owned(), artifact];
        for artifact in gone {
            self.removed(one(artifact));
        }
        for artifact in come {
            self.added(one(artifact));
        }
    }

    fn field(&mut self, action: Option<&str>, field: &FieldChange) {
        let parts = |words: String| {
            let label = Some(field.name()).filter(|label| !label.is_empty());
            let words = Some(words).filter(|words| !words.is_empty());
            action.map(str::to_owned).into_iter().chain(label).chain(words).collect::<Vec<_>>()
        };
        if let Some(old) = field.old_words() {
            self.removed(parts(old));
        }
        if let Some(new) = field.new_words() {
            self.added(parts(new));
        }
    }
}

fn summary_parts(name: &str, summary: &Summary) -> Vec<String> {
    let mut parts = vec![titled("action", name)];
    parts.extend(Some(summary.provider.clone()).filter(|provider| !provider.is_empty()));
    parts.extend(summary.subject.as_deref().map(plain));
    if summary.run_order != 1 {
        parts.push(format!("run order {}", summary.run_order));
    }
    parts
}

/// "stage Build"; half-built ones may have no name yet.
fn titled(noun: &str, name: &str) -> String {
    if name.is_empty() { format!("{noun} without a name") } else { format!("{noun} {name}") }
}

fn words_of_value(field: &FieldChange, value: &Value) -> String {
    let kind = ConditionKind::ALL.into_iter().find(|kind| Some(kind.key()) == field.path.first_key());
    match (kind, value.as_object()) {
        (Some(kind), Some(members)) if field.path.0.len() == 1 => {
            words_of_conditions(Conditions { kind, members })
        }
        // The label ends with the name of an element that is known by it.
        (None, Some(members)) if matches!(field.path.0.last(), Some(Step::Index(_))) => {
            let is_said = |name: &Value| {
                let (name, label) = (name.as_str(), field.label.last());
                label.zip(name).is_some_and(|(label, name)| label.ends_with(&format!(" {name}")))
            };
            let mut members = members.clone();
            members.retain(|key, value| key != "name" || !is_said(value));
            words_of_members(&members)
        }
        _ => words(value),
    }
}

/// "roll back", "retry failed actions", "fail unless Quiet (rule type)".
fn words_of_conditions(conditions: Conditions<'_>) -> String {
    let always = conditions.result().map(|result| match (result, conditions.retry_mode()) {
        ("RETRY", Some("ALL_ACTIONS")) => "retry all actions".to_owned(),
        ("RETRY", _) => "retry failed actions".to_owned(),
        (result, _) => words_of_result(result),
    });
    let parts: Vec<String> =
        always.into_iter().chain(conditions.conditions().map(words_of_condition)).collect();
    if parts.is_empty() { words_of_members(conditions.members) } else { parts.join("; ") }
}

fn words_of_condition(condition: Condition<'_>) -> String {
    let rules: Vec<String> =
        condition.rules().map(|rule| format!("{} ({})", rule.name(), rule.rule_type().provider)).collect();
    let result = condition.result().map_or_else(|| "hold".to_owned(), words_of_result);
    if rules.is_empty() { result } else { format!("{result} unless {}", rules.join(" and ")) }
}

fn words_of_result(result: &str) -> String {
    match result {
        "ROLLBACK" => "roll back".to_owned(),
        other => other.to_ascii_lowercase(),
    }
}

/// A value on one line: text as it is, lists with commas, objects as what their members say.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        Value::Array(elements) => {
            let separator = if elements.iter().all(|e| !e.is_object()) { ", " } else { "; " };
            elements.iter().map(words).collect::<Vec<_>>().join(separator)
        }
        Value::Object(members) => words_of_members(members),
        other => other.to_string(),
    }
}

fn words_of_members(members: &Object) -> String {
    let parts: Vec<String> = members
        .iter()
        .map(|(key, value)| match value {
            // Names and buckets speak for themselves.
            Value::String(text) if key == "location" || key == "name" => plain(text),
            _ => format!("{} {}", words_of_key(key), words(value)),
        })
        .collect();
    parts.join("; ")
}

/// Text as it is if that can be read on one line, else as JSON.
fn plain(text: &str) -> String {
    if text.is_empty() || text.chars().any(char::is_control) || text.trim() != text {
        Value::from(text).to_string()
    } else {
        text.to_owned()
    }
}
