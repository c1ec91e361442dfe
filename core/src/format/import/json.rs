//! JSON as a tree with lines.

use serde_json::Value;

use super::tree::{Kind, Member, Node};
use super::{ImportError, Note};
use crate::document::{self, NodeKind};

/// Reads a text that is JSON.
pub(crate) fn parse(text: &str, notes: &mut Vec<Note>) -> Result<Node, ImportError> {
    document::parse(text).map_err(|error| ImportError::Unreadable {
        line: error.place.line,
        column: error.place.column,
        message: error.kind.to_string(),
    })?;
    let Some(root) = document::scan(text) else { return Err(ImportError::Nothing) };
    let mut lines = Lines { text, at: 0, line: 1 };
    Ok(node(&root, &mut lines, notes))
}

/// Counts lines along the text; places come in order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, offset: usize) -> usize {
        if let Some(passed) = self.text.get(self.at..offset) {
            self.line += passed.matches('\n').count();
            self.at = offset;
        }
        self.line
    }
}

fn node(of: &document::Node, lines: &mut Lines<'_>, notes: &mut Vec<Note>) -> Node {
    let line = lines.of(of.span.start);
    match &of.kind {
        NodeKind::Scalar => Node { line, kind: scalar(lines.text.get(of.span.clone()).unwrap_or_default()) },
        NodeKind::Array(elements) => {
            let elements = elements.iter().map(|element| node(element, lines, notes));
            Node { line, kind: Kind::List(elements.collect()) }
        }
        NodeKind::Object(members) => {
            let mut of_map = Vec::with_capacity(members.len());
            for member in members {
                let line = lines.of(member.key_span.start);
                let value = node(&member.value, lines, notes);
                of_map.push(Member { key: member.key.clone(), line, value });
            }
            Node::of_members(line, of_map, notes)
        }
    }
}

fn scalar(text: &str) -> Kind {
    match serde_json::from_str(text) {
        Ok(Value::String(text)) => Kind::Scalar { text, is_plain: false },
        Ok(Value::Null) => Kind::Null,
        _ => Kind::Scalar { text: text.to_owned(), is_plain: true },
    }
}
