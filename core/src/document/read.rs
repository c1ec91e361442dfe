//! From text to a document. Only text that is no pipeline fails; what is odd in a pipeline is kept.

use serde_json::Value;

use super::source::{Source, TextPlace};
use super::{Document, Form};
use crate::pipeline::{Ids, Object, Pipeline, type_name};

/// Why a text is no pipeline, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("line {}, column {}: {kind}", place.line, place.column)]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// Where.
    pub place: TextPlace,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReadErrorKind {
    /// The bytes are no text.
    #[error("this is not text; expected {expected}")]
    NotText {
        /// The encodings that are read.
        expected: &'static str,
    },
    /// The text is no JSON.
    #[error("this is not JSON: {message}")]
    NotJson {
        /// What was met and what was expected.
        message: String,
    },
    /// The JSON is something else.
    #[error("{found}, expected {expected}")]
    NotAPipeline {
        /// What it is.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
}

const EXPECTED: &str =
    "a CodePipeline definition: an object with \"pipeline\", as get-pipeline prints it, or with \"stages\"";

impl ReadError {
    pub(super) fn at(kind: ReadErrorKind, text: &str, offset: usize) -> Self {
        Self { kind, place: TextPlace::of(text, offset) }
    }
}

impl Document {
    /// Reads the bytes of a file: UTF-8 with or without byte order mark, or UTF-16 with one.
    ///
    /// # Errors
    /// If the bytes are no text, the text is no JSON, or the JSON is no pipeline; with line and column.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        Self::from_source(Source::decode(bytes)?)
    }

    /// Reads a text.
    ///
    /// # Errors
    /// As [`Document::read`].
    pub fn read_text(text: &str) -> Result<Self, ReadError> {
        Self::from_source(Source::from_text(text.to_owned()))
    }

    fn from_source(source: Source) -> Result<Self, ReadError> {
        let value = parse(source.text())?;
        let start = source.text().len() - source.text().trim_start().len();
        let Value::Object(mut root) = value else {
            let found = format!("this file holds {}", type_name(&value));
            return Err(not_a_pipeline(found, source.text(), start));
        };
        let ids = Ids::default();
        if let Some(Value::Object(members)) = root.get_mut("pipeline") {
            let pipeline = Pipeline::from_object(std::mem::take(members), &ids);
            let mark = || Value::Object(Object::new());
            let extras = root.get_mut("pipewright").map(|slot| std::mem::replace(slot, mark()));
            return Ok(Self { pipeline, form: Form::Wrapped { root }, extras, ids, revision: 0, source });
        }
        if let Some(found) = recognize_other(&root) {
            return Err(not_a_pipeline(found, source.text(), start));
        }
        let extras_at = root.keys().position(|key| key == "pipewright");
        let extras = root.shift_remove("pipewright");
        let extras_after = extras_at.and_then(|at| root.keys().nth(at.checked_sub(1)?).cloned());
        let extras_after = if extras.is_some() { extras_after } else { root.keys().next_back().cloned() };
        let pipeline = Pipeline::from_object(root, &ids);
        Ok(Self { pipeline, form: Form::Bare { extras_after }, extras, ids, revision: 0, source })
    }
}

/// Parses JSON; the error says where and what was expected.
pub(super) fn parse(text: &str) -> Result<Value, ReadError> {
    serde_json::from_str(text).map_err(|error| {
        let full = error.to_string();
        let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message).to_owned();
        let message = match message.as_str() {
            "EOF while parsing a value" if text.trim().is_empty() => "the file is empty".to_owned(),
            "EOF while parsing a value" => "the text ends where a value was expected".to_owned(),
            "EOF while parsing an object" => "the text ends inside an object; expected , or }".to_owned(),
            "EOF while parsing a list" => "the text ends inside a list; expected , or ]".to_owned(),
            "EOF while parsing a string" => {
                "the text ends inside a string; expected a closing quote".to_owned()
            }
            "recursion limit exceeded" => "nested more than 127 levels deep".to_owned(),
            _ => message,
        };
        // The parser counts bytes in the line, from 1, and 0 where the line has just begun.
        let line_start =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let offset = line_start + error.column().saturating_sub(1);
        ReadError::at(ReadErrorKind::NotJson { message }, text, offset)
    })
}

fn not_a_pipeline(found: String, text: &str, offset: usize) -> ReadError {
    ReadError::at(ReadErrorKind::NotAPipeline { found, expected: EXPECTED }, text, offset)
}

/// What an object is that is no pipeline; `None` if it may be a bare declaration.
fn recognize_other(root: &Object) -> Option<String> {
    let has = |key: &str| root.contains_key(key);
    if has("stages") || (has("name") && has("roleArn")) {
        return None;
    }
    Some(if has("pipeline") {
        let value = &root["pipeline"];
        format!("\"pipeline\" is {}", type_name(value))
    } else if has("Resources") || has("AWSTemplateFormatVersion") {
        "this is a CloudFormation template".to_owned()
    } else if has("stageStates") {
        "this is the state of a pipeline, as get-pipeline-state prints it".to_owned()
    } else if has("pipelines") {
        "this is a list of pipelines, as list-pipelines prints it".to_owned()
    } else if root.is_empty() {
        "this is an empty object".to_owned()
    } else {
        let keys: Vec<String> = root.keys().take(3).map(|key| format!("\"{key}\"")).collect();
        format!("this is an object with {}", keys.join(", "))
    })
}
