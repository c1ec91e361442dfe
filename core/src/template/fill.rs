//! Putting values into the places of a template.

use serde_json::Value;

use super::{Template, Values};
use crate::pipeline::Object;

const OPEN: char = '«';
const CLOSE: char = '»';

/// The partition of AWS the Region is in, known wherever a form has a field `region`.
const PARTITION: &str = "partition";

/// A text of a template, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// The key of a field.
    Key(&'t str),
}

/// A `«` without its `»`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unclosed;

/// The pieces of a text. `««` stands for `«`.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, Unclosed> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(OPEN) {
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        if behind.starts_with(OPEN) {
            let (sign, behind) = behind.split_at(OPEN.len_utf8());
            pieces.push(Piece::Text(sign));
            rest = behind;
            continue;
        }
        let (key, behind) = behind.split_once(CLOSE).ok_or(Unclosed)?;
        pieces.push(Piece::Key(key));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

/// The text written so that it stands for itself in a template.
pub(super) fn escaped(text: &str) -> String {
    text.replace(OPEN, "««")
}

/// Whether a placeholder of this name stands for something although no field has it.
pub(super) fn is_derived(key: &str, template_has: impl Fn(&str) -> bool) -> bool {
    key == PARTITION && template_has("region")
}

/// What each placeholder stands for.
pub(super) struct Known<'v> {
    template: &'v Template,
    values: &'v Values,
}

impl<'v> Known<'v> {
    pub fn of(template: &'v Template, values: &'v Values) -> Self {
        Self { template, values }
    }

    fn get(&self, key: &str) -> &'v str {
        match (self.values.get(key), self.template.field(key)) {
            (Some(value), _) => value,
            (None, Some(field)) => &field.default,
            (None, None) => partition(self.values.get("region").map_or("", String::as_str)),
        }
    }

    fn fill_text(&self, text: &str) -> String {
        // Reading the template made sure that every text comes apart.
        let pieces = pieces(text).unwrap_or_default();
        pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Key(key) => self.get(key),
            })
            .collect()
    }

    pub fn fill(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.fill_text(text)),
            Value::Array(elements) => elements.iter().map(|element| self.fill(element)).collect(),
            Value::Object(members) => Value::Object(self.fill_object(members)),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    /// Every value of a `configuration` is text to AWS; one that is a list or an object in the template is written
    /// as JSON once it is filled in, so that no value can break out of it.
    pub fn fill_object(&self, members: &Object) -> Object {
        let fill = |(key, value): (&String, &Value)| {
            let filled = match (key.as_str(), value) {
                ("configuration", Value::Object(entries)) => {
                    let entry = |(key, value): (&String, &Value)| {
                        let text = match self.fill(value) {
                            Value::String(text) => text,
                            other => other.to_string(),
                        };
                        (self.fill_text(key), Value::String(text))
                    };
                    Value::Object(entries.iter().map(entry).collect())
                }
                _ => self.fill(value),
            };
            (self.fill_text(key), filled)
        };
        members.iter().map(fill).collect()
    }
}

fn partition(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else {
        "aws"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_apart_at_guillemets_alone() {
        use Piece::{Key, Text};
        for (text, expect) in [
            ("", vec![]),
            ("plain #{a.b} ${c} {{d}} <e>", vec![Text("plain #{a.b} ${c} {{d}} <e>")]),
            ("«name»", vec![Key("name")]),
            ("a«name»-«region»b", vec![Text("a"), Key("name"), Text("-"), Key("region"), Text("b")]),
            ("««name»", vec![Text("«"), Text("name»")]),
            ("» alone", vec![Text("» alone")]),
            ("«»", vec![Key("")]),
        ] {
            assert_eq!(pieces(text), Ok(expect), "{text}");
        }
        assert_eq!(pieces("a«name"), Err(Unclosed));
        assert_eq!(pieces("«««"), Err(Unclosed));
    }

    #[test]
    fn a_text_of_a_design_stands_for_itself_once_escaped() {
        for text in ["«", "««", "a«b»c", "»«"] {
            let escaped = escaped(text);
            let again: String = pieces(&escaped)
                .unwrap()
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text,
                    Piece::Key(key) => panic!("{key} in {escaped}"),
                })
                .collect();
            assert_eq!(again, text);
        }
    }

    #[test]
    fn regions_are_in_partitions() {
        assert_eq!(partition("eu-west-1"), "aws");
        assert_eq!(partition("us-gov-west-1"), "aws-us-gov");
        assert_eq!(partition("cn-north-1"), "aws-cn");
    }
}
