//! A definition as lines of text, one for each setting, for tools that compare texts.
//!
//! What makes no difference to AWS is not in it: defaults, version numbers, the order of members. Secrets are
//! hidden. So two definitions that mean the same have the same outline, and a version control system can show
//! the history of a definition by outlines.

use std::fmt::Write as _;

use serde_json::Value;

use super::fields::Fields;
use super::normal::{NormalAction, NormalPipeline, own_region};
use crate::pipeline::{ActionType, Object, Pipeline};

/// The outline of a pipeline; ends with a line end.
pub fn outline(pipeline: &Pipeline) -> String {
    let normal = NormalPipeline::of(pipeline, own_region(pipeline));
    let mut out = Outline(String::new());
    out.line(0, &["pipeline", &named(normal.name)]);
    out.fields(1, ActionType::default(), &normal.members);
    for stage in &normal.stages {
        out.line(0, &["stage", &named(stage.name)]);
        out.odd(1, stage.source.odd.as_ref());
        out.fields(1, ActionType::default(), &stage.members);
        // The order of a list means nothing; the text itself tells apart what has the same name.
        let mut actions: Vec<(i64, &str, String)> =
            stage.actions.iter().map(|action| (action.run_order, action.name, of_action(action))).collect();
        actions.sort();
        out.0.extend(actions.into_iter().map(|(_, _, text)| text));
    }
    out.0
}

fn of_action(action: &NormalAction<'_>) -> String {
    let mut out = Outline(String::new());
    let ActionType { category, provider, .. } = action.action_type();
    out.line(1, &["action", &named(action.name)]);
    out.line(2, &["type", category, provider]);
    out.line(2, &["run order", &action.run_order.to_string()]);
    out.odd(2, action.source.odd.as_ref());
    let mut members = action.members().clone();
    // Said above; only another owner or version than the usual is worth a line.
    if let Some(kind) = members.get_mut("actionTypeId").and_then(Value::as_object_mut) {
        kind.retain(|key, value| {
            !matches!(
                (key.as_str(), value.as_str()),
                ("category" | "provider", Some(_)) | ("owner", Some("AWS")) | ("version", Some("1"))
            )
        });
        if kind.is_empty() {
            members.shift_remove("actionTypeId");
        }
    }
    out.fields(2, action.action_type(), &members);
    out.0
}

struct Outline(String);

impl Outline {
    /// Writing to a string cannot fail.
    fn line(&mut self, indent: usize, parts: &[&str]) {
        let parts: Vec<String> =
            parts.iter().filter(|part| !part.is_empty()).map(|part| one_line(part)).collect();
        let _ = writeln!(self.0, "{}{}", "  ".repeat(indent), parts.join("  "));
    }

    /// All members, in the order of their keys, artifacts by their names.
    fn fields(&mut self, indent: usize, action_type: ActionType<'_>, members: &Object) {
        let mut lines: Vec<[String; 2]> = Vec::new();
        for field in Fields::between([action_type; 2], &Object::new(), members) {
            lines.push([field.name(), field.new_words().unwrap_or_default()]);
        }
        lines.sort();
        for [name, value] in lines {
            self.line(indent, &[&name, &value]);
        }
    }

    /// What stands in place of an object and is none.
    fn odd(&mut self, indent: usize, odd: Option<&Value>) {
        if let Some(odd) = odd {
            self.line(indent, &["not an object", &odd.to_string()]);
        }
    }
}

fn named(name: &str) -> String {
    if name.is_empty() { "without a name".to_owned() } else { name.to_owned() }
}

/// Names come from files and may hold anything.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
