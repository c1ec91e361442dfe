//! A file as a tree whose every value knows its line: what YAML, JSON and other forms have in common.

use std::collections::HashSet;

use serde_json::Value;

use super::Note;
use crate::pipeline::Object;

/// A value of a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// Where it begins, counted from 1.
    pub line: usize,
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Null,
    /// Text, or without quotes a number or `true` or `false` as it was written.
    Scalar {
        text: String,
        is_plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Member>),
}

/// A member of a map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub key: String,
    /// Where the key stands.
    pub line: usize,
    pub value: Node,
}

impl Node {
    /// A text that stands at a line.
    pub fn of_text(line: usize, text: impl Into<String>) -> Self {
        Self { line, kind: Kind::Scalar { text: text.into(), is_plain: false } }
    }

    /// A map in which each key stands once: of several the last counts, and a note tells.
    pub fn of_members(line: usize, mut members: Vec<Member>, notes: &mut Vec<Note>) -> Self {
        let mut seen = HashSet::new();
        members.reverse();
        members.retain(|member| {
            let is_new = seen.insert(member.key.clone());
            if !is_new {
                notes.push(Note::new(
                    member.line,
                    format!("{} stands twice", member.key),
                    "Only the last one counts.",
                ));
            }
            is_new
        });
        members.reverse();
        Self { line, kind: Kind::Map(members) }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// The members of a map; of anything else none.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Map(members) => members,
            Kind::Null | Kind::Scalar { .. } | Kind::List(_) => &[],
        }
    }

    /// The elements of a list; of anything else none.
    pub fn elements(&self) -> &[Node] {
        match &self.kind {
            Kind::List(elements) => elements,
            Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => &[],
        }
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.members().iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The value at the end of a way of keys.
    pub fn at(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The one member of a map that has one.
    pub fn only(&self) -> Option<&Member> {
        match self.members() {
            [member] => Some(member),
            _ => None,
        }
    }

    /// Moves it down, behind this many lines of other files.
    pub fn move_by(&mut self, lines: usize) {
        self.line += lines;
        match &mut self.kind {
            Kind::Null | Kind::Scalar { .. } => {}
            Kind::List(elements) => elements.iter_mut().for_each(|element| element.move_by(lines)),
            Kind::Map(members) => {
                for member in members {
                    member.line += lines;
                    member.value.move_by(lines);
                }
            }
        }
    }

    /// How many values it is made of, itself among them.
    pub fn count(&self) -> usize {
        let of_members = self.members().iter().map(|member| member.value.count());
        1 + of_members.sum::<usize>() + self.elements().iter().map(Self::count).sum::<usize>()
    }

    /// The bytes of all texts in it, keys among them.
    pub fn bytes(&self) -> usize {
        let of_members = self.members().iter().map(|member| member.key.len() + member.value.bytes());
        self.text().map_or(0, str::len)
            + of_members.sum::<usize>()
            + self.elements().iter().map(Self::bytes).sum::<usize>()
    }

    /// What a copy of it costs.
    pub fn weight(&self) -> usize {
        self.count() + self.bytes()
    }

    /// The same as JSON.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Scalar { text, is_plain } => scalar(text, *is_plain),
            Kind::List(elements) => elements.iter().map(Self::to_value).collect(),
            Kind::Map(members) => {
                let members = members.iter().map(|member| (member.key.clone(), member.value.to_value()));
                Value::Object(members.collect::<Object>())
            }
        }
    }
}

/// A scalar as JSON: without quotes, what JSON takes for a number or a truth value is one.
fn scalar(text: &str, is_plain: bool) -> Value {
    let other = || Value::String(text.to_owned());
    if !is_plain {
        return other();
    }
    match serde_json::from_str(text) {
        Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
        _ => other(),
    }
}
