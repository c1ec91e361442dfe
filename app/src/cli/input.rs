//! Reading what a person named: a file, or standard input.

use std::io::{self, BufRead, Read as _};
use std::path::Path;

use pipewright_core::document::{Document, ReadError, Source};
use pipewright_core::format::import::{self, Choices, ImportError, Note, Read};

use super::Exit;
use super::excerpt::Excerpt;
use super::output::Output;
use super::text::{Style, Text};
use crate::storage::{self, MAX_BYTES, Module, ModuleError};

/// A design and what it is called.
#[derive(Clone, Debug)]
pub struct Draft {
    /// As it was named.
    pub label: String,
    pub document: Document,
}

/// Why there is nothing to work with.
#[derive(Debug)]
pub enum Unreadable {
    /// The file or the stream cannot be read; what, why, what to do, and the path on a line of its own.
    Bytes(String),
    /// What was read is no pipeline.
    Text { label: String, bytes: Vec<u8>, error: ReadError },
}

impl From<ModuleError> for Unreadable {
    fn from(error: ModuleError) -> Self {
        Self::Bytes(error.to_string())
    }
}

/// Whether a path stands for standard input or output.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What a path is called in messages.
pub fn label(path: &Path) -> String {
    if is_standard(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// Reads a design.
pub fn read(path: &Path, stdin: &mut dyn BufRead) -> Result<Draft, Unreadable> {
    let bytes = bytes(path, stdin)?;
    parse(label(path), bytes)
}

/// Reads a design from a definition, or from any form that can be imported. `pipeline` chooses one of several.
pub fn read_any(
    path: &Path,
    pipeline: Option<&str>,
    stdin: &mut dyn BufRead,
) -> Result<(Draft, Option<Read>), Unreadable> {
    let label = label(path);
    let choices = Choices { pipeline: pipeline.map(str::to_owned), ..Choices::default() };
    if path.is_dir() {
        let read = Module::of_folder(path)?.read(&choices).map_err(|error| refused(&error, &label))?;
        return Ok((Draft { label, document: read.document.clone() }, Some(read)));
    }
    let bytes = bytes(path, stdin)?;
    let (bytes, unread) = match parse(label.clone(), bytes) {
        Ok(draft) => return Ok((draft, None)),
        Err(Unreadable::Text { bytes, error, .. }) => (bytes, error),
        Err(other) => return Err(other),
    };
    let Ok(source) = Source::decode(&bytes) else {
        return Err(Unreadable::Text { label, bytes, error: unread });
    };
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    match import::read(source.text(), &Choices { file_name, ..choices }) {
        Ok(read) => Ok((Draft { label, document: read.document.clone() }, Some(read))),
        // Of a definition with a fault in it, the reader of definitions knows more.
        Err(ImportError::Unreadable { .. } | ImportError::Nothing | ImportError::Other { .. })
            if path.extension().is_none_or(|ending| ending.eq_ignore_ascii_case("json")) =>
        {
            Err(Unreadable::Text { label, bytes, error: unread })
        }
        Err(error) => Err(refused(&error, &label)),
    }
}

fn refused(error: &ImportError, label: &str) -> Unreadable {
    let help = match error {
        ImportError::Several { .. } | ImportError::Unknown { .. } => ". Name one with --pipeline.",
        _ => ".",
    };
    Unreadable::Bytes(format!("Not read: {error}{help}\n{label}"))
}

/// What an import tells, with where it stands: `place` is the file, or the folder of the files.
pub fn note_line(place: &Path, note: &Note) -> String {
    let Note { file, line, what, why } = note;
    let place = match file {
        Some(file) => label(&place.join(file)),
        None => label(place),
    };
    format!("{place}:{line}: {what}. {why}")
}

/// The design in these bytes.
pub fn parse(label: String, bytes: Vec<u8>) -> Result<Draft, Unreadable> {
    match Document::read(&bytes) {
        Ok(document) => Ok(Draft { label, document }),
        Err(error) => Err(Unreadable::Text { label, bytes, error }),
    }
}

pub fn bytes(path: &Path, stdin: &mut dyn BufRead) -> Result<Vec<u8>, Unreadable> {
    if is_standard(path) {
        return from_stream(stdin).map_err(|error| {
            Unreadable::Bytes(format!("Standard input could not be read: {error}. Name a file instead."))
        });
    }
    match storage::read(path) {
        Ok((bytes, _)) => Ok(bytes),
        Err(error) => Err(Unreadable::Bytes(error.to_string())),
    }
}

fn from_stream(stream: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let limit = MAX_BYTES / (1024 * 1024);
        return Err(io::Error::other(format!("it has more than {limit} MiB")));
    }
    Ok(bytes)
}

impl Unreadable {
    /// Tells it, with the line that is wrong.
    pub fn tell(&self, output: &mut Output<'_>) -> Exit {
        match self {
            Self::Bytes(message) => output.error(message),
            Self::Text { label, bytes, error } => {
                let mut text = Text::new();
                text.add(Style::Error, "error").plain(": ");
                text.add(Style::Strong, capitalized(&error.kind.to_string())).end_line();
                let (line, column) = (error.place.line, error.place.column);
                let gutter = line.ilog10() as usize + 1;
                text.add(Style::Faint, format!("{:gutter$}--> ", ""))
                    .plain(format!("{label}:{line}:{column}"))
                    .end_line();
                // Bytes that are no text have no line to show.
                if let Ok(source) = Source::decode(bytes) {
                    let offset = offset(source.text(), line, column);
                    let span = offset..offset;
                    let style = Style::Error;
                    let excerpt = Excerpt { source: &source, span, gutter, style, note: "", secrets: &[] };
                    excerpt.add_to(&mut text, output.messages.columns());
                }
                output.messages.write(&text);
            }
        }
        Exit::Unusable
    }
}

/// Where a place of people, counted from 1, is in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let inside = text[start..].char_indices().nth(column - 1).map_or(text.len() - start, |(at, _)| at);
    start + inside
}

pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
