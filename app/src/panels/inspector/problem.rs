//! What is wrong with a value, in words for the line below its field.

use pipewright_core::catalog::{Confidence, Field, ValueProblem};
use pipewright_core::check::Severity;
use pipewright_core::pipeline::shape::{Kind, MisfitKind, Shape};

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
    let meant = |word: &str| format!(". Did you mean {word}?");
    match problem {
        ValueProblem::NotAllowed { item, nearest, .. } => {
            format!("{item} is not one of the values{}", nearest.map(meant).unwrap_or_default())
        }
        ValueProblem::Length { length, min, max } if length < min => {
            format!("Enter {min} characters or more")
        }
        ValueProblem::Length { length, max, .. } => format!("{length} characters; {max} are allowed"),
        ValueProblem::Pattern { pattern } => format!("Does not fit {pattern}"),
        ValueProblem::NotBoolean { nearest } => {
            format!("Enter true or false{}", nearest.map(meant).unwrap_or_default())
        }
        ValueProblem::NotInteger => "Enter a whole number".to_owned(),
        ValueProblem::NotNumber => "Enter a number".to_owned(),
        ValueProblem::Range { min: Some(min), max: Some(max) } => format!("Enter {min} to {max}"),
        ValueProblem::Range { min: Some(min), max: None } => format!("Enter {min} or more"),
        ValueProblem::Range { min: None, max: Some(max) } => format!("Enter {max} or less"),
        ValueProblem::Range { min: None, max: None } => "Out of range".to_owned(),
        ValueProblem::NotArn => "Enter the ARN of such a resource".to_owned(),
        ValueProblem::NotJson { line, column, message, .. } => {
            format!("Not JSON at line {line}, column {column}: {message}")
        }
        ValueProblem::NotArtifactPath => "Name an artifact and a file in it".to_owned(),
    }
}

/// What the declaration says against the text of a member.
pub(super) fn of_member(shape: &Shape, key: &str, text: &str) -> Option<Problem> {
    let Kind::Text(kind) = &shape.member(key)?.kind else { return None };
    if text.is_empty() || text.contains("#{") {
        return None;
    }
    let words = match kind.problem(text)? {
        MisfitKind::TooShort { min } => format!("Enter {min} characters or more"),
        MisfitKind::TooLong { max, length } => format!("{length} characters; {max} are allowed"),
        MisfitKind::Characters { charset } => format!("Use {}", charset.describe()),
        MisfitKind::NotOneOf { allowed } => format!("Use one of {}", allowed.join(", ")),
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
