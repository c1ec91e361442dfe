//! Judging one configuration value against its field.

use serde::de::IgnoredAny;

use super::field::{Field, FieldKind};
use super::nearest::nearest_of;

/// Why a value does not fit its field.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueProblem<'f> {
    /// The value, or this item of a list, is not one of those allowed.
    NotAllowed {
        /// The offending value or list item.
        item: String,
        /// All that may stand there.
        allowed: &'f [String],
        /// What was probably meant.
        nearest: Option<&'f str>,
    },
    /// Too short or too long, in characters.
    Length {
        /// How long it is.
        length: usize,
        /// Shortest allowed.
        min: usize,
        /// Longest allowed.
        max: usize,
    },
    /// Does not fit the naming rule.
    Pattern {
        /// The rule.
        pattern: &'f str,
    },
    /// Not `true` or `false`.
    NotBoolean {
        /// What was probably meant by `True`, `yes`, `1` and the like.
        nearest: Option<&'static str>,
    },
    /// Not a whole number.
    NotInteger,
    /// Not a decimal number.
    NotNumber,
    /// A number outside its bounds.
    Range {
        /// Smallest allowed.
        min: Option<f64>,
        /// Largest allowed.
        max: Option<f64>,
    },
    /// Not an ARN at all, or one of another service or kind.
    NotArn,
    /// Text that is no JSON document.
    NotJson {
        /// From 1.
        line: usize,
        /// From 1; 0 at the end of the text.
        column: usize,
        /// What the parser found.
        message: String,
    },
    /// No `Artifact::file`.
    NotArtifactPath,
}

impl Field {
    /// The first thing wrong with a value, if any.
    ///
    /// A value with a variable in it is known only at run time, so it passes. Whether a variable may stand
    /// there, and the API's own bound on the written text, are other questions than this one.
    pub fn problem(&self, value: &str) -> Option<ValueProblem<'_>> {
        if value.contains("#{") {
            return None;
        }
        let length = value.chars().count();
        if length < self.min_length || length > self.max_length {
            return Some(ValueProblem::Length { length, min: self.min_length, max: self.max_length });
        }
        self.kind_problem(value).or_else(|| self.pattern_problem(value))
    }

    fn kind_problem(&self, value: &str) -> Option<ValueProblem<'_>> {
        match self.kind {
            FieldKind::Bool => boolean_problem(value),
            FieldKind::Enum => self.item_problem(value),
            FieldKind::CsvList if !self.allowed.is_empty() => {
                value.split(',').find_map(|item| self.item_problem(item))
            }
            FieldKind::Integer => match value.parse::<i64>() {
                Ok(number) => self.range_problem(number as f64),
                Err(_) => Some(ValueProblem::NotInteger),
            },
            FieldKind::Number => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => self.range_problem(number),
                Ok(_) | Err(_) => Some(ValueProblem::NotNumber),
            },
            FieldKind::Arn => {
                let fits = is_arn(value) && self.pattern.as_ref().is_none_or(|it| it.is_match(value));
                (!fits).then_some(ValueProblem::NotArn)
            }
            FieldKind::Json => {
                let error = serde_json::from_str::<IgnoredAny>(value).err()?;
                Some(ValueProblem::NotJson {
                    line: error.line(),
                    column: error.column(),
                    message: error.to_string(),
                })
            }
            FieldKind::ArtifactPath => match value.split_once("::") {
                Some((artifact, file)) if !artifact.is_empty() && !file.is_empty() => None,
                Some(_) | None => Some(ValueProblem::NotArtifactPath),
            },
            FieldKind::CsvList
            | FieldKind::String
            | FieldKind::ArtifactRef
            | FieldKind::Path
            | FieldKind::Secret => None,
        }
    }

    fn item_problem(&self, item: &str) -> Option<ValueProblem<'_>> {
        if self.allowed.iter().any(|allowed| allowed == item) {
            return None;
        }
        let nearest = nearest_of(item, self.allowed.iter().map(String::as_str));
        Some(ValueProblem::NotAllowed { item: item.to_owned(), allowed: &self.allowed, nearest })
    }

    fn range_problem(&self, number: f64) -> Option<ValueProblem<'_>> {
        let too_small = self.min.is_some_and(|min| number < min);
        let too_large = self.max.is_some_and(|max| number > max);
        (too_small || too_large).then_some(ValueProblem::Range { min: self.min, max: self.max })
    }

    fn pattern_problem(&self, value: &str) -> Option<ValueProblem<'_>> {
        let pattern = self.pattern.as_ref().filter(|pattern| !pattern.is_match(value))?;
        Some(ValueProblem::Pattern { pattern: pattern.as_str() })
    }
}

fn boolean_problem(value: &str) -> Option<ValueProblem<'static>> {
    let nearest = match value {
        "true" | "false" => return None,
        _ => match value.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some("true"),
            "false" | "no" | "off" | "0" => Some("false"),
            _ => None,
        },
    };
    Some(ValueProblem::NotBoolean { nearest })
}

/// `arn:partition:service:region:account:resource`; Region and account may be empty.
fn is_arn(text: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    let prefix = parts.next() == Some("arn");
    let partition = parts.next().is_some_and(|it| it.starts_with("aws"));
    let service = parts.next().is_some_and(|it| !it.is_empty());
    let resource = parts.nth(2).is_some_and(|it| !it.is_empty());
    prefix && partition && service && resource
}
