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
        let colon = first_colon(text, node).unwrap_or_else(|| ": ".to_owned());
        let unit = match &node.kind {
            NodeKind::Scalar => Self::of_aws().unit,
            NodeKind::Object(_) | NodeKind::Array(_) => first_unit(text, node),
        };
        let is_tight = unit.is_none() && colon == ":";
        Self { unit, line_end, colon, after_comma: if is_tight { "" } else { " " } }
    }

    /// The same, on one line.
    pub fn on_one_line(&self) -> Self {
        Self { unit: None, ..self.clone() }
    }

    /// What stands behind a comma on one line.
    pub fn after_comma(&self) -> &'static str {
        self.after_comma
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

/// One level of indentation, as the first container shows it whose items stand on lines of their own.
fn first_unit(text: &str, node: &Node) -> Option<String> {
    let (first, children): (usize, Vec<&Node>) = match &node.kind {
        NodeKind::Object(members) => {
            (members.first()?.key_span.start, members.iter().map(|member| &member.value).collect())
        }
        NodeKind::Array(elements) => (elements.first()?.span.start, elements.iter().collect()),
        NodeKind::Scalar => return None,
    };
    if let Some((_, indent)) = text[node.span.start + 1..first].rsplit_once('\n') {
        let line =
            text[..node.span.start].rsplit_once('\n').map_or(text, |(before, _)| &text[before.len() + 1..]);
        let outer = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        return Some(indent.strip_prefix(outer).unwrap_or(indent).to_owned());
    }
    children.into_iter().find_map(|child| first_unit(text, child))
}

/// What stands between the first key and its value.
fn first_colon(text: &str, node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Object(members) => {
            let member = members.first()?;
            let colon = &text[member.key_span.end..member.value.span.start];
            Some(if colon.contains('\n') { ": ".to_owned() } else { colon.to_owned() })
        }
        NodeKind::Array(elements) => elements.iter().find_map(|element| first_colon(text, element)),
        NodeKind::Scalar => None,
    }
}

fn write_string(out: &mut String, text: &str) {
    out.push_str(&Value::String(text.to_owned()).to_string());
}
