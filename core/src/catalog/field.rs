//! One key of a configuration: how it is shown, when it is needed, what it may hold.

use std::sync::OnceLock;

use regex_lite::Regex;
use serde::Deserialize;

use super::condition::{Condition, When};
use super::vocabulary::Confidence;

/// A configuration key of an action type or rule type.
///
/// AWS knows text only: kinds describe what the text stands for. Limits and patterns apply to the text
/// after variables are resolved.
#[derive(Debug, Deserialize)]
#[serde(from = "Raw")]
pub struct Field {
    /// As it stands in `configuration`; letter case counts.
    pub key: String,
    /// For forms, sentence case.
    pub label: String,
    /// What the text stands for.
    pub kind: FieldKind,
    /// Whether AWS insists on it.
    pub required: Required,
    /// When it makes sense; always if absent.
    pub visible_when: Option<When>,
    /// The possible values, or list items; empty if any text may stand there.
    pub allowed: Vec<String>,
    /// What AWS takes when the key is absent.
    pub default: Option<String>,
    /// The same in words, where it is no fixed value ("the only input artifact").
    pub default_text: Option<String>,
    /// What a new action starts with: the recommended value where it differs from AWS's own, or one that
    /// nearly everybody picks.
    pub initial: Option<String>,
    /// Naming rule of the service.
    pub pattern: Option<Pattern>,
    /// Bounds of numbers, inclusive.
    pub min: Option<f64>,
    /// Bounds of numbers, inclusive.
    pub max: Option<f64>,
    /// Characters.
    pub min_length: usize,
    /// Characters; 1000 is the API's own bound for actions, 10000 for rules.
    pub max_length: usize,
    /// Whether `#{…}` is resolved there.
    pub supports_variables: bool,
    /// The thing it names, as `service:kind`, such as `codebuild:project`.
    pub refers_to: Option<String>,
    /// One or two sentences.
    pub help: String,
    /// A value that passes [`Field::problem`].
    pub example: String,
    /// What else is known.
    pub note: Option<String>,
    /// How well founded this is.
    pub confidence: Confidence,
    /// Place in the form, from 0.
    pub order: usize,
}

/// What the text of a field stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// Any text.
    String,
    /// `true` or `false`.
    Bool,
    /// One of [`Field::allowed`].
    Enum,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// An Amazon resource name.
    Arn,
    /// A JSON document.
    Json,
    /// Items separated by commas.
    CsvList,
    /// The name of an input artifact of the action.
    ArtifactRef,
    /// `Artifact::file`.
    ArtifactPath,
    /// A path inside an artifact or on a target.
    Path,
    /// AWS answers `****` for it.
    Secret,
}

/// Whether AWS insists on a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Required {
    /// The action is refused without it.
    Always,
    /// It may be left out.
    Never,
    /// Needed when the condition holds.
    When {
        /// Half a sentence that follows "when".
        text: String,
        /// The same for machines.
        condition: Condition,
    },
    /// Needed when this is so, which cannot be told offline.
    WhenText(String),
}

impl Field {
    /// Whether the field surely has to have a value.
    ///
    /// `value` gives the other configuration values as written.
    pub fn is_required<'v>(
        &self,
        value: &impl Fn(&str) -> Option<&'v str>,
        input_count: usize,
        output_count: usize,
    ) -> bool {
        match &self.required {
            Required::Always => true,
            Required::Never | Required::WhenText(_) => false,
            Required::When { condition, .. } => condition.holds(value, input_count, output_count),
        }
    }

    /// Whether a form should show the field; yes if in doubt.
    pub fn is_visible<'v>(
        &self,
        value: &impl Fn(&str) -> Option<&'v str>,
        input_count: usize,
        output_count: usize,
    ) -> bool {
        let condition = self.visible_when.as_ref().and_then(|when| when.condition.as_ref());
        condition.is_none_or(|it| it.decide(value, input_count, output_count) != Some(false))
    }

    /// The conditions of this field that can be decided offline.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let required = match &self.required {
            Required::When { condition, .. } => Some(condition),
            Required::Always | Required::Never | Required::WhenText(_) => None,
        };
        required.into_iter().chain(self.visible_when.iter().filter_map(|when| when.condition.as_ref()))
    }
}

/// A regular expression, compiled when first asked.
#[derive(Debug)]
pub struct Pattern {
    text: String,
    regex: OnceLock<Regex>,
}

impl Pattern {
    /// The expression as AWS or the owning service writes it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the text fits.
    #[expect(clippy::missing_panics_doc, reason = "a test compiles every pattern of the catalog")]
    pub fn is_match(&self, text: &str) -> bool {
        self.regex
            .get_or_init(|| Regex::new(&self.text).expect("every pattern of the catalog compiles"))
            .is_match(text)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Raw {
    key: String,
    label: String,
    kind: FieldKind,
    #[serde(default)]
    required: bool,
    required_when: Option<When>,
    visible_when: Option<When>,
    #[serde(default)]
    allowed: Vec<String>,
    default: Option<String>,
    default_text: Option<String>,
    initial: Option<String>,
    pattern: Option<String>,
    min: Option<f64>,
    max: Option<f64>,
    #[serde(default = "one")]
    min_length: usize,
    #[serde(default = "thousand")]
    max_length: usize,
    #[serde(default)]
    supports_variables: bool,
    refers_to: Option<String>,
    help: String,
    example: String,
    note: Option<String>,
    #[serde(default)]
    confidence: Confidence,
}

const fn one() -> usize {
    1
}

const fn thousand() -> usize {
    1000
}

impl From<Raw> for Field {
    fn from(raw: Raw) -> Self {
        let required = match (raw.required, raw.required_when) {
            (true, _) => Required::Always,
            (false, None) => Required::Never,
            (false, Some(When { text, condition: Some(condition) })) => Required::When { text, condition },
            (false, Some(When { text, condition: None })) => Required::WhenText(text),
        };
        Self {
            key: raw.key,
            label: raw.label,
            kind: raw.kind,
            required,
            visible_when: raw.visible_when,
            allowed: raw.allowed,
            default: raw.default,
            default_text: raw.default_text,
            initial: raw.initial,
            pattern: raw.pattern.map(|text| Pattern { text, regex: OnceLock::new() }),
            min: raw.min,
            max: raw.max,
            min_length: raw.min_length,
            max_length: raw.max_length,
            supports_variables: raw.supports_variables,
            refers_to: raw.refers_to,
            help: raw.help,
            example: raw.example,
            note: raw.note,
            confidence: raw.confidence,
            order: 0,
        }
    }
}

/// Reads a form: the order of the fields is their order in the file.
pub(super) fn form<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Field>, D::Error> {
    let mut fields = Vec::<Field>::deserialize(deserializer)?;
    for (order, field) in fields.iter_mut().enumerate() {
        field.order = order;
    }
    Ok(fields)
}
