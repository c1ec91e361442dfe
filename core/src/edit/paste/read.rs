//! Finding stages and actions in a text: our own copies, a whole definition, a single stage or action, a list of
//! them, with words and code fences around it as in a chat.

use serde_json::Value;

use crate::document::{ReadErrorKind, TextPlace, parse};
use crate::pipeline::{Object, type_name};

/// What can be pasted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasteable {
    /// Stages, as AWS writes them.
    pub stages: Vec<Value>,
    /// Actions without a stage.
    pub actions: Vec<Value>,
    /// Notes tied to them.
    pub notes: Vec<Object>,
    /// Whether the text is a whole pipeline, of which only the stages are taken.
    pub is_whole: bool,
    /// How many elements are neither a stage nor an action, and are left out.
    pub skipped: usize,
}

/// Why nothing can be pasted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// There is no text.
    #[error("the clipboard holds no text")]
    Empty,
    /// The text holds nothing that begins like JSON.
    #[error("the clipboard holds no JSON; copy a stage or an action, or JSON that has them")]
    NoJson,
    /// The JSON breaks off or is wrong somewhere.
    #[error("line {line}, column {column} of the clipboard: {message}")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// It is JSON of something else.
    #[error("the JSON in the clipboard is {found}, with no stages or actions in it")]
    NothingOfAPipeline {
        /// What it is instead.
        found: String,
    },
}

/// Finds stages and actions in a text.
///
/// # Errors
/// Why there are none, in words.
pub fn read(text: &str) -> Result<Pasteable, PasteError> {
    if text.trim().is_empty() {
        return Err(PasteError::Empty);
    }
    let begins = |text: &str| text.trim_start().starts_with(['{', '[']);
    if begins(text) {
        // Words may follow the JSON; then the search below finds it.
        if let Some(parts) = whole(text) {
            return parts;
        }
    }
    let fenced: Vec<(usize, &str)> = fences(text).filter(|(_, block)| begins(block)).collect();
    let mut problem = None;
    for (_, block) in &fenced {
        match whole(block) {
            Some(Ok(parts)) => return Ok(parts),
            Some(Err(error)) => problem = Some(error),
            None => {}
        }
    }
    let found = search(text);
    if let Found::Parts(parts) = found {
        return Ok(parts);
    }
    // Where a fence or the whole text promises JSON, what is wrong with it tells most.
    let promised = fenced.first().copied().or(begins(text).then_some((0, text)));
    if let Some(error) = promised.and_then(|(start, block)| broken(text, start, block)) {
        return Err(error);
    }
    Err(match (problem, found) {
        (Some(problem), _) | (None, Found::Other(problem)) => problem,
        (None, Found::Broken(at)) => broken(text, at, &text[at..]).unwrap_or(PasteError::NoJson),
        (None, Found::Nothing | Found::Parts(_)) => PasteError::NoJson,
    })
}

/// The parts in a text that is JSON from end to end; `None` if it is not.
fn whole(text: &str) -> Option<Result<Pasteable, PasteError>> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(recognize(&value).ok_or_else(|| PasteError::NothingOfAPipeline { found: describe(&value) }))
}

/// What is wrong with the JSON in a part of the text, with its place in all of it.
fn broken(text: &str, start: usize, block: &str) -> Option<PasteError> {
    let error = parse(block).err()?;
    let ReadErrorKind::NotJson { message } = error.kind else { return None };
    let before = TextPlace::of(text, start);
    let column = if error.place.line == 1 { before.column - 1 } else { 0 };
    Some(PasteError::NotJson {
        line: before.line + error.place.line - 1,
        column: column + error.place.column,
        message,
    })
}

/// The blocks between code fences, with where they begin.
fn fences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut blocks = Vec::new();
    let mut open = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let end = offset + line.len();
        if line.trim_start().starts_with("```") {
            open = match open {
                None => Some(end),
                Some(start) => {
                    blocks.push((start, &text[start..offset]));
                    None
                }
            };
        }
        offset = end;
    }
    blocks.extend(open.map(|start| (start, &text[start..])));
    blocks.into_iter()
}

/// What a search found.
enum Found {
    Parts(Pasteable),
    /// JSON of something else.
    Other(PasteError),
    /// Something that begins like JSON at this byte, and breaks off.
    Broken(usize),
    Nothing,
}

/// Looks for JSON in prose.
fn search(text: &str) -> Found {
    let mut found = Found::Nothing;
    let mut at = 0;
    while let Some(step) = text[at..].find(['{', '[']) {
        at += step;
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        if let Some(Ok(value)) = values.next() {
            if let Some(parts) = recognize(&value) {
                return Found::Parts(parts);
            }
            // A pair of brackets in a sentence is nothing to speak of.
            let is_empty = value.as_array().is_some_and(Vec::is_empty);
            if !is_empty && matches!(found, Found::Nothing) {
                found = Found::Other(PasteError::NothingOfAPipeline { found: describe(&value) });
            }
            at += values.byte_offset().max(1);
        } else {
            let looks_like_json = text[at + 1..].trim_start().starts_with(['"', '{', '[']);
            if looks_like_json && matches!(found, Found::Nothing) {
                found = Found::Broken(at);
            }
            at += 1;
        }
    }
    found
}

/// The stages and actions of a value; `None` if it has none.
fn recognize(value: &Value) -> Option<Pasteable> {
    let mut parts = Pasteable::default();
    match value {
        Value::Object(members) => take_object(members, &mut parts),
        Value::Array(elements) => {
            for element in elements {
                match element.as_object() {
                    Some(members) if is_action(members) => parts.actions.push(element.clone()),
                    Some(members) if is_stage(members) => parts.stages.push(element.clone()),
                    Some(_) | None => parts.skipped += 1,
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    let has_some = !parts.stages.is_empty() || !parts.actions.is_empty();
    has_some.then_some(parts)
}

fn take_object(members: &Object, parts: &mut Pasteable) {
    let list = |members: &Object, key: &str| members.get(key).and_then(Value::as_array).cloned();
    let is_object = |value: &Value| value.is_object();
    if is_action(members) {
        parts.actions.push(Value::Object(members.clone()));
    } else if is_stage(members) {
        parts.stages.push(Value::Object(members.clone()));
    } else {
        let pipeline = members.get("pipeline").and_then(Value::as_object);
        let from = pipeline.unwrap_or(members);
        let (stages, actions) = (list(from, "stages"), list(from, "actions"));
        let all = stages.iter().flatten().chain(actions.iter().flatten());
        parts.skipped += all.filter(|element| !element.is_object()).count();
        parts.is_whole = pipeline.is_some() || from.contains_key("roleArn") || from.contains_key("name");
        parts.stages.extend(stages.into_iter().flatten().filter(is_object));
        parts.actions.extend(actions.into_iter().flatten().filter(is_object));
    }
    let notes = members.get("pipewright").and_then(|extras| extras.get("notes")).and_then(Value::as_array);
    parts.notes.extend(notes.into_iter().flatten().filter_map(Value::as_object).cloned());
}

fn is_action(members: &Object) -> bool {
    let has = |key: &str| members.contains_key(key);
    has("actionTypeId") && !has("stages") && !has("pipeline")
}

/// A stage has actions and something that tells it from a mere list of actions.
fn is_stage(members: &Object) -> bool {
    let has = |key: &str| members.contains_key(key);
    let is_list = members.get("actions").is_some_and(Value::is_array);
    let is_more = ["name", "beforeEntry", "onSuccess", "onFailure", "blockers"].into_iter().any(has);
    is_list && is_more && !has("stages") && !has("pipeline")
}

/// What a value is that has nothing to paste.
fn describe(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "an empty object".to_owned(),
        Value::Object(members) if members.contains_key("Resources") => "a CloudFormation template".to_owned(),
        Value::Object(members) if members.contains_key("stageStates") => {
            "the state of a pipeline, as get-pipeline-state prints it".to_owned()
        }
        Value::Object(members) => {
            let keys: Vec<String> = members.keys().take(3).map(|key| format!("\"{key}\"")).collect();
            format!("an object with {}", keys.join(", "))
        }
        Value::Array(elements) if elements.is_empty() => "an empty list".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            type_name(value).to_owned()
        }
    }
}
