//! Making a snippet of stages or actions of a design.

use serde_json::{Value, json};

use super::fill::escaped;
use crate::document::Document;
use crate::pipeline::{Action, ActionId, StageId};

/// What a snippet is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SnippetDraft {
    /// For lists.
    pub title: String,
    /// One sentence, or nothing.
    pub summary: String,
    /// As they stand in the design.
    pub stages: Vec<Value>,
}

impl SnippetDraft {
    /// The text of its file.
    pub fn text(&self) -> String {
        let stages: Vec<Value> = self.stages.iter().map(as_template).collect();
        let file = json!({"title": self.title, "summary": self.summary, "stages": stages});
        format!("{file:#}\n")
    }
}

/// What is selected, as stages: whole stages, and actions of others in a stage that holds them alone.
pub fn stages_of(document: &Document, stages: &[StageId], actions: &[ActionId]) -> Vec<Value> {
    let mut found = Vec::new();
    for stage in &document.pipeline().stages {
        if stages.contains(&stage.id) {
            found.push(stage.to_value());
            continue;
        }
        let chosen: Vec<Value> = stage
            .actions
            .iter()
            .filter(|action| actions.contains(&action.id))
            .map(Action::to_value)
            .collect();
        if !chosen.is_empty() {
            // Conditions are about the whole stage, so they stay behind.
            found.push(json!({"name": stage.name(), "actions": chosen}));
        }
    }
    found.retain(Value::is_object);
    found
}

/// The name of a file for a title: `Approval gate` becomes `approval-gate`.
pub fn file_stem(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem: String = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    let stem: String = stem.chars().take(60).collect();
    if stem.is_empty() { "snippet".to_owned() } else { stem }
}

/// Texts written so that they stand for themselves.
fn as_template(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(escaped(text)),
        Value::Array(elements) => elements.iter().map(as_template).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (escaped(key), as_template(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}
