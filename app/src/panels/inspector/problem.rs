//! What is wrong with a value, in words for the line below its field.

use pipewright_core::catalog::{Confidence, Field, ValueProblem};
use pipewright_core::check::Severity;
use pipewright_core::pipeline::shape::{Kind, MisfitKind, Shape};

use crate::tr;

/// A line below a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    pub severity: Severity,
    pub words: String,
    /// Whether the text is not in the document for that reason; then this is more urgent than any finding.
    pub is_unsaved: bool,
}

impl Problem {
    pub(super) fn error(words: impl Into<String>) -> Self {
        Self::new(Severity::Error, words)
    }

    pub(super) fn new(severity: Severity, words: impl Into<String>) -> Self {
        Self { severity, words: words.into(), is_unsaved: false }
    }

    /// Why the document cannot take a text.
    pub(super) fn unsaved(words: impl Into<String>) -> Self {
        Self { is_unsaved: true, ..Self::error(words) }
    }
}

/// What the catalog says against a value. An unverified fact carries a warning only.
pub(super) fn of_field(field: &Field, text: &str) -> Option<Problem> {
    if text.is_empty() {
        return None;
    }
    let problem = field.problem(text)?;
    let severity = match field.confidence {
        Confidence::Verified => Severity::Error,
        Confidence::Partial | Confidence::Unverified => Severity::Warning,
    };
    Some(Problem::new(severity, words_of(&problem)))
}

fn words_of(problem: &ValueProblem<'_>) -> String {
    let meant = |word: &str| tr!(". Did you mean {word}?", word = word);
    match problem {
        ValueProblem::NotAllowed { item, nearest, .. } => {
            tr!(
                "{item} is not one of the values{meant}",
                item = item,
                meant = nearest.map(meant).unwrap_or_default()
            )
        }
        ValueProblem::Length { length, min, max } if length < min => {
            tr!("Enter {min} characters or more", min = min)
        }
        ValueProblem::Length { length, max, .. } => {
            tr!("{length} characters; {max} are allowed", length = length, max = max)
        }
        ValueProblem::Pattern { pattern } => tr!("Does not fit {pattern}", pattern = pattern),
        ValueProblem::NotBoolean { nearest } => {
            tr!("Enter true or false{meant}", meant = nearest.map(meant).unwrap_or_default())
        }
        ValueProblem::NotInteger => tr!("Enter a whole number").to_owned(),
        ValueProblem::NotNumber => tr!("Enter a number").to_owned(),
        ValueProblem::Range { min: Some(min), max: Some(max) } => {
            tr!("Enter {min} to {max}", min = min, max = max)
        }
        ValueProblem::Range { min: Some(min), max: None } => tr!("Enter {min} or more", min = min),
        ValueProblem::Range { min: None, max: Some(max) } => tr!("Enter {max} or less", max = max),
        ValueProblem::Range { min: None, max: None } => tr!("Out of range").to_owned(),
        ValueProblem::NotArn => tr!("Enter the ARN of such a resource").to_owned(),
        ValueProblem::NotJson { line, column, message, .. } => {
            tr!(
                "Not JSON at line {line}, column {column}: {message}",
                line = line,
                column = column,
                message = message
            )
        }
        ValueProblem::NotArtifactPath => tr!("Name an artifact and a file in it").to_owned(),
    }
}

/// What the declaration says against the text of a member.
pub(super) fn of_member(shape: &Shape, key: &str, text: &str) -> Option<Problem> {
    let Kind::Text(kind) = &shape.member(key)?.kind else { return None };
    if text.is_empty() || text.contains("#{") {
        return None;
    }
    let words = match kind.problem(text)? {
        MisfitKind::TooShort { min } => tr!("Enter {min} characters or more", min = min),
        MisfitKind::TooLong { max, length } => {
            tr!("{length} characters; {max} are allowed", length = length, max = max)
        }
        MisfitKind::Characters { charset } => tr!("Use {characters}", characters = charset.describe()),
        MisfitKind::NotOneOf { allowed } => tr!("Use one of {values}", values = allowed.join(", ")),
        // The rest is about other types than text.
        MisfitKind::WrongType { .. }
        | MisfitKind::Unknown
        | MisfitKind::Missing
        | MisfitKind::OutOfRange { .. }
        | MisfitKind::TooFew { .. }
        | MisfitKind::TooMany { .. } => return None,
    };
    Some(Problem::error(words))
}
