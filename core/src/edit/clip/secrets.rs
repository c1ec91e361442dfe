//! Leaving secrets out of what goes to the clipboard, which every program can read.
//!
//! What counts as a secret is what the checks warn of: secret fields of the catalog, values whose names promise
//! a secret, and texts of the form of access keys; the last two also inside JSON texts and commands.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex_lite::{Captures, Regex};
use serde_json::Value;

use crate::catalog::{Catalog, FieldKind};
use crate::check::{is_literal_secret, looks_like_a_key};
use crate::document::{Document, Source, rewrite};
use crate::pipeline::{Action, Object, Stage};
use crate::plan::MASK;

/// A stage as JSON without its secrets; what was left out is told in `hidden`.
pub(super) fn masked_stage(stage: &Stage, hidden: &mut Vec<String>) -> Value {
    let mut value = stage.to_value();
    if let Some(actions) = value.get_mut("actions").and_then(Value::as_array_mut) {
        for (slot, action) in actions.iter_mut().zip(&stage.actions) {
            *slot = masked_action(action, hidden);
        }
    }
    mask(&mut value, stage.name(), hidden);
    value
}

/// An action as JSON without its secrets.
pub(super) fn masked_action(action: &Action, hidden: &mut Vec<String>) -> Value {
    let mut value = action.to_value();
    let kind = action.action_type();
    let provider = Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version);
    if let Some(configuration) = value.get_mut("configuration").and_then(Value::as_object_mut) {
        for (key, value) in configuration {
            let field = provider.and_then(|provider| provider.field(key));
            let is_secret = field.is_some_and(|field| field.kind == FieldKind::Secret);
            let is_literal = value.as_str().is_some_and(|text| {
                !text.is_empty() && text != MASK && !text.starts_with("{{resolve:") && !text.contains("${")
            });
            if is_secret && is_literal {
                hide(value, action.name(), key, hidden);
            }
        }
    }
    mask(&mut value, action.name(), hidden);
    value
}

/// The design with its secrets masked; stages and actions keep their ids.
pub fn masked_design(document: &Document) -> Document {
    let mut masked = document.clone();
    let mut hidden = Vec::new();
    for stage in &mut masked.pipeline.stages {
        for action in &mut stage.actions {
            match masked_action(action, &mut hidden) {
                Value::Object(members) => action.members = members,
                odd => action.odd = Some(odd),
            }
        }
        mask_members(&mut stage.members, &mut hidden);
    }
    mask_members(&mut masked.pipeline.members, &mut hidden);
    if let Some(extras) = &mut masked.extras {
        mask(extras, "", &mut hidden);
    }
    masked
}

/// The secrets that stand in a design in clear text, the longest first: for leaving them out of what quotes its file.
pub fn secret_texts(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let [all, masked] = [document, &masked_design(document)].map(|document| {
        let extras = document.extras().cloned().map(Value::Object).unwrap_or_default();
        Value::from(vec![document.declaration(), extras])
    });
    add_differing(&all, &masked, &mut found);
    found.sort_by_key(|text| std::cmp::Reverse(text.len()));
    found.dedup();
    found
}

/// The texts that are masked in the other value, which is of the same shape.
fn add_differing(value: &Value, masked: &Value, found: &mut Vec<String>) {
    match (value, masked) {
        (Value::Array(values), Value::Array(masked)) => {
            values.iter().zip(masked).for_each(|(value, masked)| add_differing(value, masked, found));
        }
        (Value::Object(values), Value::Object(masked)) => {
            for (key, value) in values {
                masked.get(key).into_iter().for_each(|masked| add_differing(value, masked, found));
            }
        }
        (Value::String(text), Value::String(masked)) if text != masked => {
            match [text, masked].map(|text| serde_json::from_str::<Value>(text)) {
                [Ok(value @ (Value::Array(_) | Value::Object(_))), Ok(masked)] => {
                    add_differing(&value, &masked, found);
                }
                _ => found.extend(between_ends(text, masked)),
            }
        }
        _ => {}
    }
}

/// What stands between the beginning and the end that a masked text has in common with it.
fn between_ends(text: &str, masked: &str) -> Option<String> {
    let (before, _) = masked.split_once(MASK)?;
    let (_, after) = masked.rsplit_once(MASK)?;
    let secret = text.strip_prefix(before)?.strip_suffix(after)?;
    (!secret.is_empty()).then(|| secret.to_owned())
}

fn mask_members(members: &mut Object, hidden: &mut Vec<String>) {
    let mut value = Value::Object(std::mem::take(members));
    mask(&mut value, "", hidden);
    if let Value::Object(masked) = value {
        *members = masked;
    }
}

/// A text without what looks like a secret in it.
pub(crate) fn masked_text(text: &str) -> String {
    Masking { of: "", hidden: &mut Vec::new() }.text("", text).unwrap_or_else(|| text.to_owned())
}

/// Masks what looks like a secret in any value of something with this name.
pub(super) fn mask(value: &mut Value, of: &str, hidden: &mut Vec<String>) {
    Masking { of, hidden }.mask("", value);
}

/// Masks what looks like a secret in a value of this name.
pub(crate) fn mask_named(name: &str, value: &mut Value) {
    Masking { of: "", hidden: &mut Vec::new() }.mask(name, value);
}

fn hide(value: &mut Value, of: &str, name: &str, hidden: &mut Vec<String>) {
    *value = Value::from(MASK);
    tell(of, name, hidden);
}

fn tell(of: &str, name: &str, hidden: &mut Vec<String>) {
    let words = format!("{of}: {name}");
    if !hidden.contains(&words) {
        hidden.push(words);
    }
}

struct Masking<'m> {
    of: &'m str,
    hidden: &'m mut Vec<String>,
}

impl Masking<'_> {
    fn mask(&mut self, name: &str, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(new) = self.text(name, text) {
                    *text = new;
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.mask(name, element)),
            Value::Object(members) => {
                // A variable says its name beside its value.
                let text = |key: &str| members.get(key).and_then(Value::as_str).map(str::to_owned);
                let variable = text("name").or(text("ParameterKey")).unwrap_or_default();
                let is_pointer = text("type").is_some_and(|kind| kind != "PLAINTEXT");
                for (key, value) in members {
                    if matches!(key.as_str(), "value" | "defaultValue" | "ParameterValue") {
                        self.mask(if is_pointer { "" } else { &variable }, value);
                    } else {
                        self.mask(key, value);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The text without its secrets; `None` if it has none.
    fn text(&mut self, name: &str, text: &str) -> Option<String> {
        if text.starts_with(['{', '['])
            && let Ok(inner) = serde_json::from_str::<Value>(text)
        {
            let mut new = inner.clone();
            self.mask(name, &mut new);
            return (new != inner).then(|| rewrite(&Source::from_text(text.to_owned()), &new));
        }
        if is_literal_secret(name, text) && !looks_like_a_key(text) {
            tell(self.of, name, self.hidden);
            return Some(MASK.to_owned());
        }
        // Nearly all texts of a design have neither, and a regular expression costs more than these looks.
        let assigned = if text.contains('=') {
            assignments().replace_all(text, |found: &Captures<'_>| {
                let (name, quote, value) = (&found[1], &found[2], &found[3]);
                let is_secret = value != MASK && is_literal_secret(name, value);
                if is_secret {
                    tell(self.of, name, self.hidden);
                }
                format!("{name}={quote}{}", if is_secret { MASK } else { value })
            })
        } else {
            Cow::Borrowed(text)
        };
        if !looks_like_a_key(&assigned) {
            return (assigned != text).then(|| assigned.into_owned());
        }
        let without = words().replace_all(&assigned, |found: &Captures<'_>| {
            let is_key = looks_like_a_key(&found[0]);
            if is_key {
                tell(self.of, if name.is_empty() { "an access key" } else { name }, self.hidden);
            }
            if is_key { MASK.to_owned() } else { found[0].to_owned() }
        });
        (without != text).then(|| without.into_owned())
    }
}

/// `NAME=value` in a command.
fn assignments() -> &'static Regex {
    static REGEX: OnceLock<Regex> = OnceLock::new();
    REGEX.get_or_init(|| {
        Regex::new(r#"([A-Za-z_][A-Za-z0-9_-]*)=(["']?)([^\s"';&|]+)"#).expect("a test runs this expression")
    })
}

/// The words access keys are looked for in.
fn words() -> &'static Regex {
    static REGEX: OnceLock<Regex> = OnceLock::new();
    REGEX.get_or_init(|| Regex::new("[A-Za-z0-9_]+").expect("a test runs this expression"))
}
