//! A configuration as it was written, with lines: blocks, arguments, and expressions before anything is worked out.
//!
//! [`super::hcl`] makes it of the Terraform language, [`super::json`] of its form as JSON.

use std::fmt::{self, Write as _};

/// What stands between the braces of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Body {
    pub arguments: Vec<Argument>,
    /// In the order of the file.
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Argument {
    pub name: String,
    pub line: usize,
    pub value: Expression,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub kind: String,
    pub line: usize,
    pub labels: Vec<String>,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expression {
    /// Where it begins, counted from 1.
    pub line: usize,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Null,
    /// A number, true or false.
    Plain(String),
    Text(String),
    Template(Vec<Piece>),
    List(Vec<Expression>),
    /// Names in front of values are texts.
    Object(Vec<(Expression, Expression)>),
    Name(String),
    Traversal(Box<Expression>, Vec<Step>),
    Call {
        name: String,
        arguments: Vec<Expression>,
        /// Whether the last argument is a list whose elements are the arguments.
        is_expanded: bool,
    },
    /// Condition, what it gives if true, and else.
    Conditional(Box<[Expression; 3]>),
    Unary(&'static str, Box<Expression>),
    Binary(&'static str, Box<[Expression; 2]>),
    /// What is not worked out here, as it was written.
    Other(String),
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Value(Expression),
}

/// A way into a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Name(String),
    Index(Expression),
    /// All elements, `.*` or `[*]`.
    Splat,
}

impl Body {
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }

    pub fn value(&self, name: &str) -> Option<&Expression> {
        self.argument(name).map(|argument| &argument.value)
    }

    pub fn block(&self, kind: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.kind == kind)
    }

    pub fn blocks_of<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = &'b Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }
}

impl Block {
    /// The kind of block it is, or makes if it is a `dynamic` one.
    pub fn made(&self) -> &str {
        if self.kind == "dynamic" { self.label(0) } else { &self.kind }
    }

    /// The label at a position; without one, nothing.
    pub fn label(&self, index: usize) -> &str {
        self.labels.get(index).map_or("", String::as_str)
    }
}

impl Expression {
    pub fn new(line: usize, kind: Kind) -> Self {
        Self { line, kind }
    }

    pub fn of_text(line: usize, text: impl Into<String>) -> Self {
        Self::new(line, Kind::Text(text.into()))
    }

    /// The text of an expression that is one without anything to work out.
    pub fn literal(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// The expression as it would be written in one line, cut where it is very long.
    pub fn source(&self) -> String {
        let mut beginning = Beginning { text: String::new(), room: 2000 };
        if write!(beginning, "{self}").is_err() {
            beginning.text.push('…');
        }
        beginning.text
    }

    /// Visits every text in it.
    pub fn each_text<'e>(&'e self, visit: &mut dyn FnMut(&'e str)) {
        match &self.kind {
            Kind::Text(text) => visit(text),
            Kind::Template(pieces) => {
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => visit(text),
                        Piece::Value(value) => value.each_text(visit),
                    }
                }
            }
            Kind::List(all) | Kind::Call { arguments: all, .. } => {
                for value in all {
                    value.each_text(visit);
                }
            }
            Kind::Object(members) => {
                for (key, value) in members {
                    key.each_text(visit);
                    value.each_text(visit);
                }
            }
            Kind::Conditional(parts) => {
                for part in parts.iter() {
                    part.each_text(visit);
                }
            }
            Kind::Binary(_, parts) => {
                for part in parts.iter() {
                    part.each_text(visit);
                }
            }
            Kind::Unary(_, of) | Kind::Traversal(of, _) => of.each_text(visit),
            Kind::Null | Kind::Plain(_) | Kind::Name(_) | Kind::Other(_) => {}
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Null => out.write_str("null"),
            Kind::Plain(text) | Kind::Name(text) | Kind::Other(text) => out.write_str(text),
            Kind::Text(text) => {
                out.write_char('"')?;
                escaped(text, out)?;
                out.write_char('"')
            }
            Kind::Template(pieces) => {
                out.write_char('"')?;
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => escaped(text, out)?,
                        Piece::Value(value) => write!(out, "${{{value}}}")?,
                    }
                }
                out.write_char('"')
            }
            Kind::List(all) => {
                out.write_char('[')?;
                listed(all, out)?;
                out.write_char(']')
            }
            Kind::Object(members) if members.is_empty() => out.write_str("{}"),
            Kind::Object(members) => {
                out.write_str("{ ")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    match key.literal().filter(|name| is_name(name)) {
                        Some(name) => write!(out, "{comma}{name} = {value}")?,
                        None => write!(out, "{comma}{key} = {value}")?,
                    }
                }
                out.write_str(" }")
            }
            Kind::Traversal(of, steps) => {
                write!(out, "{of}")?;
                steps.iter().try_for_each(|step| write!(out, "{step}"))
            }
            Kind::Call { name, arguments, is_expanded } => {
                write!(out, "{name}(")?;
                listed(arguments, out)?;
                out.write_str(if *is_expanded { "...)" } else { ")" })
            }
            Kind::Conditional(parts) => {
                let [condition, so, otherwise] = parts.as_ref();
                write!(out, "{} ? {so} : {otherwise}", Inner(condition))
            }
            Kind::Unary(sign, of) => write!(out, "{sign}{}", Inner(of)),
            Kind::Binary(sign, parts) => {
                let [left, right] = parts.as_ref();
                write!(out, "{} {sign} {}", Inner(left), Inner(right))
            }
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(out, ".{name}"),
            Self::Index(index) => write!(out, "[{index}]"),
            Self::Splat => out.write_str("[*]"),
        }
    }
}

/// As many letters of a text as there is room for; writing stops at the next one.
struct Beginning {
    text: String,
    room: usize,
}

impl fmt::Write for Beginning {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let cut = text.char_indices().nth(self.room).map(|(at, _)| at);
        let fitting = &text[..cut.unwrap_or(text.len())];
        self.text.push_str(fitting);
        self.room -= fitting.chars().count();
        if cut.is_some() { Err(fmt::Error) } else { Ok(()) }
    }
}

/// A part of an operation, in parentheses where it is one itself.
struct Inner<'e>(&'e Expression);

impl fmt::Display for Inner<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.kind {
            Kind::Conditional(_) | Kind::Binary(..) => write!(out, "({})", self.0),
            _ => write!(out, "{}", self.0),
        }
    }
}

fn listed(all: &[Expression], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, value) in all.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(out, "{comma}{value}")?;
    }
    Ok(())
}

fn escaped(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for c in text.chars() {
        match c {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            c => out.write_char(c)?,
        }
    }
    Ok(())
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}
