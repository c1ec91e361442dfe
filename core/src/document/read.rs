//! From text to a document. Only text that is no pipeline fails; what is odd in a pipeline is kept.

use serde_json::Value;

use super::source::{Source, TextPlace};
use super::spans::{NodeKind, scan};
use super::{Document, Form, Stamps};
use crate::pipeline::{Ids, Object, Pipeline, shape, type_name};

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
        let stamps = Stamps::of_reading();
        if let Some(Value::Object(members)) = root.get_mut("pipeline") {
            let pipeline = Pipeline::from_object(std::mem::take(members), &ids);
            let mark = || Value::Object(Object::new());
            let extras = root.get_mut("pipewright").map(|slot| std::mem::replace(slot, mark()));
            return Ok(Self {
                pipeline,
                form: Form::Wrapped { root },
                extras,
                ids,
                revision: 0,
                stamps,
                source,
            });
        }
        if let Some(found) = recognize_other(&root) {
            let at = member_start(source.text(), "pipeline").unwrap_or(start);
            return Err(not_a_pipeline(found, source.text(), at));
        }
        let before_extras = root
            .keys()
            .position(|key| key == "pipewright")
            .map(|at| root.keys().take(at).cloned().collect::<Vec<String>>());
        let extras = root.shift_remove("pipewright");
        let pipeline = Pipeline::from_object(root, &ids);
        Ok(Self { pipeline, form: Form::Bare { before_extras }, extras, ids, revision: 0, stamps, source })
    }
}

/// Parses JSON; the error says where and what was expected.
pub(crate) fn parse(text: &str) -> Result<Value, ReadError> {
    serde_json::from_str(text).map_err(|error| {
        let (message, offset) = complaint(&error, text);
        ReadError::at(ReadErrorKind::NotJson { message }, text, offset)
    })
}

/// What is wrong with a text that is no JSON, and at which byte; `None` for one that is.
pub(crate) fn json_complaint(text: &str) -> Option<(String, usize)> {
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    Some(complaint(&error, text))
}

/// What was expected, and the bytes before what was met.
fn complaint(error: &serde_json::Error, text: &str) -> (String, usize) {
    let full = error.to_string();
    let said = full.rsplit_once(" at line ").map_or(full.as_str(), |(said, _)| said);
    let offset = error_offset(error, said, text);
    (explain(said, text, offset), offset)
}

/// Where in the text the parser's complaint is, in bytes.
fn error_offset(error: &serde_json::Error, said: &str, text: &str) -> usize {
    if error.is_eof() {
        return text.trim_end().len();
    }
    let line_start =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    // The parser counts bytes from 1, and says 0 if what it complains about is the line end before.
    let offset = (line_start + error.column()).saturating_sub(1);
    // Of an escape it has read a part.
    let is_escape = said.contains("escape") || said.contains("code point");
    let backslash = if is_escape { text.get(..=offset).and_then(|before| before.rfind('\\')) } else { None };
    backslash.unwrap_or(offset)
}

/// The parser's complaint in words that say what to do.
fn explain(said: &str, text: &str, offset: usize) -> String {
    let met = match text.get(offset..).and_then(|rest| rest.chars().next()) {
        Some(c @ ('“' | '”' | '„' | '‘' | '’')) => format!("the typographic quote {c}"),
        Some(c) if c.is_whitespace() || c.is_control() || c == '\u{feff}' => {
            format!("the character U+{:04X}", c as u32)
        }
        Some(c) => c.to_string(),
        None => "the end".to_owned(),
    };
    match said {
        "EOF while parsing a value" if text.trim().is_empty() => "the file is empty".to_owned(),
        "EOF while parsing a value" => "the text ends where a value was expected".to_owned(),
        "EOF while parsing an object" => "the text ends inside an object; expected , or }".to_owned(),
        "EOF while parsing a list" => "the text ends inside a list; expected , or ]".to_owned(),
        "EOF while parsing a string" => "the text ends inside a string; expected a closing quote".to_owned(),
        "expected value" if met == "'" => "expected a value, met '; texts stand in double quotes".to_owned(),
        "expected value" if met == "/" || met == "#" => {
            format!("expected a value, met {met}; JSON has no comments")
        }
        "expected value" => format!("expected a value, met {met}"),
        "key must be a string" => format!("expected a key in double quotes, met {met}"),
        "expected `:`" => format!("expected : behind the key, met {met}"),
        "expected `,` or `}`" => format!("expected , or }} behind the member, met {met}"),
        "expected `,` or `]`" => format!("expected , or ] behind the element, met {met}"),
        "trailing comma" => format!("a comma stands before the closing {met}; remove it"),
        "trailing characters" => format!("expected the end of the text, met {met}"),
        "expected ident" => "expected true, false or null, met another word".to_owned(),
        "invalid number" => format!("expected a number such as 10 or -2.5, met {met} in it"),
        "invalid escape" => "there is no such escape; a backslash in a text is written \\\\".to_owned(),
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            "this \\u escape is half of a pair; the other half must stand beside it".to_owned()
        }
        said if said.starts_with("control character") => {
            format!("{met} stands inside a text; line ends are written \\n, tabs \\t")
        }
        "recursion limit exceeded" => "nested more than 127 levels deep".to_owned(),
        said => said.to_owned(),
    }
}

fn not_a_pipeline(found: String, text: &str, offset: usize) -> ReadError {
    ReadError::at(ReadErrorKind::NotAPipeline { found, expected: EXPECTED }, text, offset)
}

/// Where the value of a member of the outermost object begins.
fn member_start(text: &str, key: &str) -> Option<usize> {
    match scan(text)?.kind {
        NodeKind::Object(members) => {
            members.iter().rfind(|member| member.key == key).map(|member| member.value.span.start)
        }
        NodeKind::Array(_) | NodeKind::Scalar => None,
    }
}

/// What an object is that is no pipeline; `None` if it may be a bare declaration.
fn recognize_other(root: &Object) -> Option<String> {
    let has = |key: &str| root.contains_key(key);
    // A declaration may have lost any one member on its way.
    let known = shape::PIPELINE.members.iter().filter(|member| has(member.key)).count();
    if has("stages") || known >= 2 || (known == 1 && root.len() == 1) {
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

#[cfg(test)]
mod tests;
