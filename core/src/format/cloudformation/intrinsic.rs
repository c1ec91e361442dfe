//! Marks as intrinsic functions.

#![expect(clippy::format_push_string, reason = "templates are small, and it reads better")]

use std::collections::HashSet;

use serde_json::Value;

use crate::solution::mark::{Attribute, ConnectionService, Mark, Part, parts};
use crate::solution::{Solution, What};

/// A value of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// null, true, false or a number.
    Scalar(Value),
    /// A text that means itself.
    Text(String),
    /// A function by its short name, such as `Sub`.
    Function(&'static str, Box<Node>),
    /// A list.
    List(Vec<Node>),
    /// An object.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A value with its marks as functions.
    pub fn of(value: &Value, solution: &Solution) -> Self {
        Self::with(value, &|text| from_text(text, solution))
    }

    /// The ids that functions in it refer to.
    pub fn add_references(&self, found: &mut HashSet<String>) {
        match self {
            Self::Scalar(_) | Self::Text(_) => {}
            Self::List(all) => all.iter().for_each(|node| node.add_references(found)),
            Self::Map(members) => members.iter().for_each(|(_, node)| node.add_references(found)),
            Self::Function(name, of) => match of.as_ref() {
                Self::Text(text) if *name == "Sub" => {
                    let inner = text.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
                    found.extend(inner.map(str::to_owned));
                }
                Self::Text(text) => drop(found.insert(text.clone())),
                other => other.add_references(found),
            },
        }
    }

    /// A value without marks.
    pub fn literal(value: &Value) -> Self {
        Self::with(value, &|text| Self::Text(text.to_owned()))
    }

    /// `!Ref`.
    pub fn reference(id: &str) -> Self {
        Self::Function("Ref", Box::new(Self::Text(id.to_owned())))
    }

    fn with(value: &Value, of_text: &dyn Fn(&str) -> Self) -> Self {
        match value {
            Value::String(text) => of_text(text),
            Value::Array(all) => Self::List(all.iter().map(|value| Self::with(value, of_text)).collect()),
            Value::Object(object) => Self::Map(
                object.iter().map(|(key, value)| (key.clone(), Self::with(value, of_text))).collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Scalar(value.clone()),
        }
    }
}

fn from_text(text: &str, solution: &Solution) -> Node {
    let parts = parts(text);
    match parts.as_slice() {
        [] => Node::Text(String::new()),
        [Part::Text(text)] => Node::Text((*text).to_owned()),
        [Part::Mark(Mark::Connection(name, service))] => renamed(&input(name, solution), *service),
        [Part::Mark(mark)] => match target(mark, solution) {
            (id, None) => Node::reference(&id),
            (id, Some(attribute)) => {
                Node::Function("GetAtt", Box::new(Node::Text(format!("{id}.{attribute}"))))
            }
        },
        parts => Node::Function("Sub", Box::new(Node::Text(substituted(parts, solution)))),
    }
}

fn substituted(parts: &[Part<'_>], solution: &Solution) -> String {
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => {
                let is_last = index + 1 == parts.len();
                out.push_str(&escaped(text, !is_last));
            }
            Part::Mark(mark) => match target(mark, solution) {
                (id, None) => out.push_str(&format!("${{{id}}}")),
                (id, Some(attribute)) => out.push_str(&format!("${{{id}.{attribute}}}")),
            },
        }
    }
    out
}

/// `${x}` as `${!x}`. Without a `}` behind it, it is no reference and an added `!` would stay.
fn escaped(text: &str, is_closed_later: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, behind) = rest.split_at(at + 2);
        out.push_str(before);
        if is_closed_later || behind.contains('}') {
            out.push('!');
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The id a mark refers to, and the attribute if it is not what `Ref` answers.
fn target(mark: &Mark, solution: &Solution) -> (String, Option<&'static str>) {
    match mark {
        Mark::Partition => ("AWS::Partition".to_owned(), None),
        Mark::Region => ("AWS::Region".to_owned(), None),
        Mark::Account => ("AWS::AccountId".to_owned(), None),
        Mark::Input(name) | Mark::Connection(name, _) => (input(name, solution), None),
        Mark::Of(id, attribute) => {
            let what = solution.thing(id).map(|thing| &thing.what);
            (id.clone(), what.and_then(|what| asked(what, *attribute)))
        }
    }
}

/// How an attribute of a thing is asked for; `None` is `Ref`.
fn asked(what: &What, attribute: Attribute) -> Option<&'static str> {
    match (what, attribute) {
        (What::Repository { .. }, Attribute::Name) => Some("Name"),
        (What::Topic { .. }, Attribute::Name) => Some("TopicName"),
        (What::Topic { .. } | What::ManagedPolicy { .. }, Attribute::Arn) | (_, Attribute::Name) => None,
        (What::Connection { .. }, Attribute::Arn) => Some("ConnectionArn"),
        (_, Attribute::Arn) => Some("Arn"),
    }
}

fn input(name: &str, solution: &Solution) -> String {
    solution.input(name).map_or_else(|| name.to_owned(), |input| input.id.clone())
}

/// The ARN of a connection under one name of its service, whichever it was given under.
fn renamed(input: &str, service: ConnectionService) -> Node {
    let names = [":codestar-connections:", ":codeconnections:"];
    let (from, to) = match service {
        ConnectionService::Connections => (names[0], names[1]),
        ConnectionService::StarConnections => (names[1], names[0]),
    };
    let text = |text: &str| Node::Text(text.to_owned());
    let split = Node::Function("Split", Box::new(Node::List(vec![text(from), Node::reference(input)])));
    Node::Function("Join", Box::new(Node::List(vec![text(to), split])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_reference_is_escaped() {
        for (text, is_closed_later, expect) in [
            ("echo ${HOME}", false, "echo ${!HOME}"),
            ("${A}${B}", false, "${!A}${!B}"),
            ("${", false, "${"),
            ("${", true, "${!"),
            ("${!A}", false, "${!!A}"),
            ("$ {A}", false, "$ {A}"),
        ] {
            assert_eq!(escaped(text, is_closed_later), expect);
        }
    }
}
