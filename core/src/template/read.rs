//! Reading a template, with an error that says what is wrong and where.

use regex_lite::Regex;
use serde::Deserialize;
use serde_json::Value;

use super::field::{Field, FieldKind, Pattern};
use super::fill::{Piece, is_derived, pieces};
use super::{Body, Template};
use crate::catalog::{Catalog, nearest_of};
use crate::pipeline::Object;

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}{what}", place = if .place.is_empty() { String::new() } else { format!("{}: ", .place) })]
pub struct TemplateError {
    /// Where: members and positions from the root, such as `fields[0].kind`, or a line; empty for the whole.
    pub place: String,
    /// What is wrong, and what to do.
    pub what: String,
}

fn error(place: impl Into<String>, what: impl Into<String>) -> TemplateError {
    TemplateError { place: place.into(), what: what.into() }
}

/// A file as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    title: String,
    summary: String,
    #[serde(default)]
    systems: Vec<String>,
    #[serde(default)]
    fields: Vec<RawField>,
    pipeline: Option<Object>,
    pipewright: Option<Object>,
    stages: Option<Vec<Value>>,
}

impl File {
    fn of_json(text: &str) -> Result<Self, TemplateError> {
        let told = |wrong: serde_json::Error| {
            let said = wrong.to_string();
            let what = said.rsplit_once(" at line").map_or(said.as_str(), |(what, _)| what);
            error(format!("line {}, column {}", wrong.line(), wrong.column()), what)
        };
        // A list would pass for the members in their order.
        if !serde_json::from_str::<Value>(text).map_err(told)?.is_object() {
            return Err(error("", "a template is a JSON object with a title and stages"));
        }
        serde_json::from_str(text).map_err(told)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawField {
    key: String,
    label: String,
    kind: FieldKind,
    default: String,
    #[serde(default)]
    help: String,
    #[serde(default)]
    choices: Vec<String>,
    /// `Source/AWS/S3/1 S3Bucket`
    like: Option<String>,
    pattern: Option<String>,
}

impl Template {
    /// Reads a template or a snippet. `name` is what it is called from then on.
    ///
    /// # Errors
    /// If the text is no JSON, if members are missing or unknown, if a default does not fit its field, or if a
    /// placeholder names no field.
    pub fn read(name: &str, text: &str) -> Result<Self, TemplateError> {
        let file = File::of_json(text)?;
        if file.title.trim().is_empty() {
            return Err(error("title", "a template needs a title; write what lists are to call it"));
        }
        let fields = file
            .fields
            .into_iter()
            .enumerate()
            .map(|(at, raw)| raw.read(at))
            .collect::<Result<Vec<_>, _>>()?;
        for (at, field) in fields.iter().enumerate() {
            if fields[..at].iter().any(|other| other.key == field.key) {
                let what = format!("two fields are called {}; rename one", field.key);
                return Err(error(format!("fields[{at}].key"), what));
            }
        }
        let body = match (file.pipeline, file.stages, file.pipewright) {
            (Some(pipeline), None, extras) => {
                let mut root = Object::from_iter([("pipeline".to_owned(), Value::Object(pipeline))]);
                root.extend(extras.map(|extras| ("pipewright".to_owned(), Value::Object(extras))));
                Body::Pipeline(root)
            }
            (None, Some(stages), None) if !stages.is_empty() => Body::Stages(stages),
            (None, Some(_), None) => {
                return Err(error("stages", "there is none; a snippet needs at least one"));
            }
            (None, Some(_), Some(_)) => {
                return Err(error("pipewright", "a snippet has stages and nothing beside them"));
            }
            (Some(_), Some(_), _) => {
                return Err(error("stages", "a template has a pipeline or stages, not both"));
            }
            (None, None, _) => {
                return Err(error("", "there is neither a pipeline nor stages; write one of them"));
            }
        };
        let template = Self {
            name: name.to_owned(),
            title: file.title,
            summary: file.summary,
            systems: file.systems,
            fields,
            body,
        };
        template.check_body()?;
        Ok(template)
    }

    fn check_body(&self) -> Result<(), TemplateError> {
        match &self.body {
            Body::Pipeline(file) => file.iter().try_for_each(|(key, value)| self.check(key, value)),
            Body::Stages(stages) => stages.iter().enumerate().try_for_each(|(at, stage)| {
                let place = format!("stages[{at}]");
                if !stage.is_object() {
                    return Err(error(place, "a stage is an object with a name and actions"));
                }
                self.check(&place, stage)
            }),
        }
    }

    /// Holds every placeholder of a value to the form.
    fn check(&self, place: &str, value: &Value) -> Result<(), TemplateError> {
        match value {
            Value::String(text) => self.check_text(place, text),
            Value::Array(elements) => elements
                .iter()
                .enumerate()
                .try_for_each(|(at, element)| self.check(&format!("{place}[{at}]"), element)),
            Value::Object(members) => members.iter().try_for_each(|(key, value)| {
                let place = format!("{place}.{key}");
                self.check_text(&place, key)?;
                self.check(&place, value)
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    fn check_text(&self, place: &str, text: &str) -> Result<(), TemplateError> {
        let pieces =
            pieces(text).map_err(|_| error(place, "a « is not closed by »; write «« for the sign itself"))?;
        for piece in pieces {
            let Piece::Key(key) = piece else { continue };
            if self.field(key).is_some() || is_derived(key, |key| self.field(key).is_some()) {
                continue;
            }
            let near = nearest_of(key, self.fields.iter().map(|field| field.key.as_str()));
            let near = near.map(|near| format!("; did you mean «{near}»?")).unwrap_or_default();
            return Err(error(place, format!("no field is called {key}, as «{key}» says{near}")));
        }
        Ok(())
    }
}

impl RawField {
    fn read(self, at: usize) -> Result<Field, TemplateError> {
        let place = |member: &str| format!("fields[{at}].{member}");
        let is_plain = |c: char| c.is_ascii_alphanumeric();
        if self.key.is_empty() || !self.key.chars().all(is_plain) {
            return Err(error(place("key"), "a key has letters and digits alone"));
        }
        let pattern = match self.pattern {
            None => None,
            Some(text) => match Regex::new(&text) {
                Ok(regex) => Some(Pattern { text, regex }),
                Err(wrong) => {
                    return Err(error(place("pattern"), format!("it is no regular expression: {wrong}")));
                }
            },
        };
        let like = match self.like {
            None => None,
            Some(like) => {
                let found = like.split_once(' ').filter(|(provider, key)| {
                    Catalog::get().provider_by_id(provider).is_some_and(|it| it.field(key).is_some())
                });
                let Some((provider, key)) = found else {
                    let what = "write the id of an action type, a blank and a configuration key, such as \
                                Source/AWS/S3/1 S3Bucket";
                    return Err(error(place("like"), what));
                };
                Some((provider.to_owned(), key.to_owned()))
            }
        };
        let Self { key, label, kind, default, help, choices, .. } = self;
        if (kind == FieldKind::Choice) == choices.is_empty() {
            return Err(error(place("choices"), "fields of kind choice have choices, others have none"));
        }
        let field = Field { key, label, kind, default, help, choices, like, pattern };
        match field.problem(&field.default) {
            Some(problem) => Err(error(place("default"), problem.to_string())),
            None => Ok(field),
        }
    }
}
