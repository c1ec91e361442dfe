//! The fields of a form, and what is wrong with a value.

use std::sync::OnceLock;

use regex_lite::Regex;
use serde::Deserialize;

use crate::catalog::{self, Catalog, ValueProblem, nearest_of};

/// One field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// What placeholders and the command line call it.
    pub key: String,
    /// For forms, sentence case.
    pub label: String,
    /// What the text stands for.
    pub kind: FieldKind,
    /// What stands there before anybody types; a value that fits.
    pub default: String,
    /// One sentence, or nothing.
    pub help: String,
    /// For [`FieldKind::Choice`], all that may stand there.
    pub choices: Vec<String>,
    /// The field of the catalog that holds the naming rule: the id of an action type and a configuration key.
    pub like: Option<(String, String)>,
    pub(super) pattern: Option<Pattern>,
}

/// What the text of a field stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// A name that other names are made from: lower-case letters, digits and hyphens, short.
    Name,
    /// Any text.
    Text,
    /// The number of an account.
    Account,
    /// A Region where pipelines run.
    Region,
    /// One of [`Field::choices`].
    Choice,
}

impl FieldKind {
    /// As a template writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Text => "text",
            Self::Account => "account",
            Self::Region => "region",
            Self::Choice => "choice",
        }
    }
}

/// A naming rule of a template's own.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub text: String,
    pub regex: Regex,
}

/// Why a value does not fit its field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// Nothing, or nothing but blanks.
    #[error("a value is needed")]
    Empty,
    /// Longer than any text AWS takes there.
    #[error("{length} characters are too many; at most {max} fit")]
    TooLong {
        /// How long it is.
        length: usize,
        /// How long it may be.
        max: usize,
    },
    /// Line breaks and the like.
    #[error("it has to be one line without control characters")]
    Control,
    /// Not a name others can be made from.
    #[error("use 2 to 24 lower-case letters, digits and hyphens, beginning with a letter")]
    Name,
    /// Not the number of an account.
    #[error("the number of an account has 12 digits")]
    Account,
    /// No Region where pipelines run.
    #[error("pipelines run in no such Region{}", .nearest.as_ref().map(|it| format!("; did you mean {it}?")).unwrap_or_default())]
    Region {
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// None of the choices.
    #[error("choose one of {}", .choices.join(", "))]
    Choice {
        /// All there are.
        choices: Vec<String>,
    },
    /// Against a naming rule.
    #[error("it does not fit the naming rule {pattern}")]
    Pattern {
        /// The rule.
        pattern: String,
    },
    /// Against what the catalog knows of the value.
    #[error("{0}")]
    Catalog(String),
}

/// Longest text of a form. A configuration value has at most 1,000 characters, and other text stands beside it.
const MAX: usize = 256;

impl Field {
    /// The first thing wrong with a value, if any.
    pub fn problem(&self, value: &str) -> Option<FieldProblem> {
        if value.trim().is_empty() {
            return Some(FieldProblem::Empty);
        }
        let length = value.chars().count();
        if length > MAX {
            return Some(FieldProblem::TooLong { length, max: MAX });
        }
        if value.chars().any(char::is_control) {
            return Some(FieldProblem::Control);
        }
        self.kind_problem(value)
            .or_else(|| self.catalog_problem(value))
            .or_else(|| self.pattern_problem(value))
    }

    fn kind_problem(&self, value: &str) -> Option<FieldProblem> {
        match self.kind {
            FieldKind::Name => (!is_name(value)).then_some(FieldProblem::Name),
            FieldKind::Text => None,
            FieldKind::Account => {
                let is_account = value.len() == 12 && value.bytes().all(|byte| byte.is_ascii_digit());
                (!is_account).then_some(FieldProblem::Account)
            }
            FieldKind::Region => {
                let limits = Catalog::get().limits();
                if limits.region(value).is_some() || value.starts_with("cn-") {
                    return None;
                }
                let nearest = nearest_of(value, limits.regions().iter().map(|region| region.id.as_str()));
                Some(FieldProblem::Region { nearest: nearest.map(str::to_owned) })
            }
            FieldKind::Choice => {
                let fits = self.choices.iter().any(|choice| choice == value);
                (!fits).then(|| FieldProblem::Choice { choices: self.choices.clone() })
            }
        }
    }

    fn catalog_problem(&self, value: &str) -> Option<FieldProblem> {
        let problem = self.like_field()?.problem(value)?;
        Some(match problem {
            ValueProblem::Length { length, max, .. } if length > max => FieldProblem::TooLong { length, max },
            ValueProblem::Pattern { pattern } => FieldProblem::Pattern { pattern: pattern.to_owned() },
            other => FieldProblem::Catalog(told(&other)),
        })
    }

    fn pattern_problem(&self, value: &str) -> Option<FieldProblem> {
        let pattern = self.pattern.as_ref().filter(|pattern| !pattern.regex.is_match(value))?;
        Some(FieldProblem::Pattern { pattern: pattern.text.clone() })
    }

    /// The field of the catalog that holds the naming rule.
    pub fn like_field(&self) -> Option<&'static catalog::Field> {
        let (provider, key) = self.like.as_ref()?;
        Catalog::get().provider_by_id(provider)?.field(key)
    }

    /// The naming rule, if there is one to be written down.
    pub fn pattern(&self) -> Option<&str> {
        let own = self.pattern.as_ref().map(|pattern| pattern.text.as_str());
        own.or_else(|| self.like_field()?.pattern.as_ref().map(catalog::Pattern::as_str))
    }
}

/// Buckets, roles and projects are named after it, so it has to fit them all: a bucket takes 63 characters, of which
/// account, Region and the words between them take 39.
fn is_name(value: &str) -> bool {
    static RULE: OnceLock<Option<Regex>> = OnceLock::new();
    let rule = RULE.get_or_init(|| Regex::new("^[a-z][a-z0-9-]{1,23}$").ok());
    rule.as_ref().is_some_and(|rule| rule.is_match(value))
}

fn told(problem: &ValueProblem<'_>) -> String {
    match problem {
        ValueProblem::NotAllowed { allowed, .. } => format!("choose one of {}", allowed.join(", ")),
        ValueProblem::Length { min, .. } => format!("at least {min} characters are needed"),
        ValueProblem::Pattern { pattern } => format!("it does not fit the naming rule {pattern}"),
        ValueProblem::NotBoolean { .. } => "it has to be true or false".to_owned(),
        ValueProblem::NotInteger => "it has to be a whole number".to_owned(),
        ValueProblem::NotNumber => "it has to be a number".to_owned(),
        ValueProblem::Range { min, max } => match (min, max) {
            (Some(min), Some(max)) => format!("it has to be from {min} to {max}"),
            (Some(min), None) => format!("it has to be at least {min}"),
            (None, Some(max)) => format!("it has to be at most {max}"),
            (None, None) => "it is out of range".to_owned(),
        },
        ValueProblem::NotArn => "it is no ARN of the kind that belongs here".to_owned(),
        ValueProblem::NotJson { message, .. } => format!("it is no JSON: {message}"),
        ValueProblem::NotArtifactPath => "write it as Artifact::file".to_owned(),
    }
}
