//! How a file writes JSON: line ends, indentation, blanks.

use serde_json::Value;

use super::super::spans::{Node, NodeKind};

/// The habits of one file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Style {
    /// One level of indentation; `None` writes on one line.
    unit: Option<String>,
    line_end: &'static str,
    /// Between key and value, colon included.
    colon: String,
    /// Behind a comma on one line.
    after_comma: &'static str,
}

impl Style {
    /// As the AWS command line prints.
    pub fn of_aws() -> Self {
        Self { unit: Some("    ".to_owned()), line_end: "\n", colon: ": ".to_owned(), after_comma: " " }
    }

    /// The style of a text.
    pub fn of(text: &str, node: &Node) -> Self {
        let line_end = match text.find('\n') {
            Some(at) if text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        };
        let first = match &node.kind {
            NodeKind::Object(members) => members.first().map(|m| (m.key_span.start, Some(m))),
            NodeKind::Array(elements) => elements.first().map(|e| (e.span.start, None)),
            NodeKind::Scalar => None,
        };
        let Some((start, member)) = first else {
            return Self { line_end, ..Self::of_aws() };
        };
        let unit = text[node.span.start + 1..start].rsplit_once('\n').map(|(_, indent)| {
            let outer = text[..node.span.start].rsplit_once('\n').map_or("", |(_, outer)| outer);
            indent.strip_prefix(outer).unwrap_or(indent).to_owned()
        });
        let colon = member.map_or_else(
            || ": ".to_owned(),
            |m| text[m.key_span.end..m.value.span.start].replace(['\r', '\n'], ""),
        );
        let is_tight = unit.is_none() && colon == ":";
        Self { unit, line_end, colon, after_comma: if is_tight { "" } else { " " } }
    }

    /// The same, on one line.
    pub fn on_one_line(&self) -> Self {
        Self { unit: None, ..self.clone() }
    }

    /// Writes a key and its colon.
    pub fn write_key(&self, out: &mut String, key: &str) {
        write_string(out, key);
        out.push_str(&self.colon);
    }

    /// Writes a value that begins in a line indented by `indent`.
    pub fn write(&self, out: &mut String, value: &Value, indent: &str) {
        match value {
            Value::Object(members) if !members.is_empty() => {
                self.write_items(out, ['{', '}'], indent, members.iter(), |out, (key, value), inner| {
                    self.write_key(out, key);
                    self.write(out, value, inner);
                });
            }
            Value::Array(elements) if !elements.is_empty() => {
                self.write_items(out, ['[', ']'], indent, elements.iter(), |out, value, inner| {
                    self.write(out, value, inner);
                });
            }
            Value::Object(_) => out.push_str("{}"),
            Value::Array(_) => out.push_str("[]"),
            Value::String(text) => write_string(out, text),
            Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        }
    }

    fn write_items<T>(
        &self,
        out: &mut String,
        [open, close]: [char; 2],
        indent: &str,
        items: impl Iterator<Item = T>,
        write: impl Fn(&mut String, T, &str),
    ) {
        let inner = self.unit.as_ref().map_or_else(String::new, |unit| format!("{indent}{unit}"));
        out.push(open);
        for (position, item) in items.enumerate() {
            if position > 0 {
                out.push(',');
            }
            match &self.unit {
                Some(_) => {
                    out.push_str(self.line_end);
                    out.push_str(&inner);
                }
                None if position > 0 => out.push_str(self.after_comma),
                None => {}
            }
            write(out, item, &inner);
        }
        if self.unit.is_some() {
            out.push_str(self.line_end);
            out.push_str(indent);
        }
        out.push(close);
    }
}

fn write_string(out: &mut String, text: &str) {
    out.push_str(&Value::String(text.to_owned()).to_string());
}
