//! The Terraform language, written as `terraform fmt` writes it.

use std::fmt::Write as _;

use serde_json::Value;

/// A block with its labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// A line before it.
    pub comment: Option<String>,
    pub kind: &'static str,
    pub labels: Vec<String>,
    pub body: Body,
}

/// What stands between the braces of a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Body(pub Vec<Item>);

/// A line or a block of a body.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Attribute(String, Expression),
    Block(Block),
    Comment(String),
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    /// As it stands: a reference, a number, true or false.
    Raw(String),
    /// A text of parts.
    Template(Vec<Piece>),
    List(Vec<Expression>),
    Object(Vec<(String, Expression)>),
    /// `jsonencode(…)`
    Json(Box<Expression>),
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    /// What stands between `${` and `}`.
    Reference(String),
}

/// Lists of this many characters or fewer stand in one line.
const LINE: usize = 90;

impl Expression {
    /// A text that means itself.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Template(vec![Piece::Text(text.into())])
    }

    /// A JSON value whose texts mean themselves or are given by `of_text`.
    pub fn of(value: &Value, of_text: &dyn Fn(&str) -> Self) -> Self {
        match value {
            Value::String(text) => of_text(text),
            Value::Array(all) => Self::List(all.iter().map(|value| Self::of(value, of_text)).collect()),
            Value::Object(object) => Self::Object(
                object.iter().map(|(key, value)| (key.clone(), Self::of(value, of_text))).collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Raw(value.to_string()),
        }
    }
}

impl Body {
    /// Adds an attribute.
    pub fn set(&mut self, key: &str, value: Expression) {
        self.0.push(Item::Attribute(key.to_owned(), value));
    }

    /// Adds a block.
    pub fn block(&mut self, kind: &'static str, body: Self) {
        self.0.push(Item::Block(Block { kind, body, ..Block::default() }));
    }
}

/// Blocks, each after an empty line.
pub(super) fn write(blocks: &[Block]) -> String {
    let mut out = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        write_block(&mut out, block, 0);
    }
    out
}

fn write_block(out: &mut String, block: &Block, depth: usize) {
    let Block { comment, kind, labels, body } = block;
    if let Some(comment) = comment {
        line(out, depth, &format!("# {}", one_line(comment)));
    }
    let mut head = (*kind).to_owned();
    for label in labels {
        let _ = write!(head, " {}", quoted(&[Piece::Text(label.clone())]));
    }
    if body.0.is_empty() {
        return line(out, depth, &format!("{head} {{}}"));
    }
    line(out, depth, &format!("{head} {{"));
    write_body(out, body, depth + 1);
    line(out, depth, "}");
}

/// Blocks stand apart from what is before them and behind them.
fn write_body(out: &mut String, Body(items): &Body, depth: usize) {
    let mut from = 0;
    while from < items.len() {
        if from > 0 && (matches!(items[from], Item::Block(_)) || matches!(items[from - 1], Item::Block(_))) {
            out.push('\n');
        }
        match &items[from] {
            Item::Block(block) => write_block(out, block, depth),
            Item::Comment(comment) => line(out, depth, &format!("# {}", one_line(comment))),
            Item::Attribute(..) => {
                let run: Vec<(String, &Expression)> = items[from..]
                    .iter()
                    .map_while(|item| match item {
                        Item::Attribute(key, value) => Some((key.clone(), value)),
                        Item::Block(_) | Item::Comment(_) => None,
                    })
                    .collect();
                from += run.len();
                assignments(out, &run, depth);
                continue;
            }
        }
        from += 1;
    }
}

/// Signs of equality stand below each other in lines that hold their whole value.
fn assignments(out: &mut String, all: &[(String, &Expression)], depth: usize) {
    let values: Vec<String> = all.iter().map(|(_, value)| expression(value, depth)).collect();
    let is_one_line = |index: usize| values.get(index).is_some_and(|value| !value.contains('\n'));
    let mut from = 0;
    while from < all.len() {
        if !is_one_line(from) {
            line(out, depth, &format!("{} = {}", all[from].0, values[from]));
            from += 1;
            continue;
        }
        let mut to = from;
        while is_one_line(to) {
            to += 1;
        }
        let width = all[from..to].iter().map(|(key, _)| key.chars().count()).max().unwrap_or_default();
        for index in from..to {
            line(out, depth, &format!("{:width$} = {}", all[index].0, values[index]));
        }
        from = to;
    }
}

/// A value; its lines but the first are indented.
fn expression(value: &Expression, depth: usize) -> String {
    match value {
        Expression::Raw(text) => text.clone(),
        Expression::Template(pieces) => match pieces.as_slice() {
            [Piece::Reference(reference)] => reference.clone(),
            pieces => quoted(pieces),
        },
        Expression::Json(value) => format!("jsonencode({})", expression(value, depth)),
        Expression::List(all) => list(all, depth),
        Expression::Object(members) if members.is_empty() => "{}".to_owned(),
        Expression::Object(members) => {
            let keyed: Vec<(String, &Expression)> =
                members.iter().map(|(key, value)| (object_key(key), value)).collect();
            let mut out = String::from("{\n");
            assignments(&mut out, &keyed, depth + 1);
            out.push_str(&"  ".repeat(depth));
            out.push('}');
            out
        }
    }
}

/// A call of a function.
pub(super) fn call(name: &str, arguments: &[&Expression]) -> String {
    let arguments: Vec<String> = arguments.iter().map(|argument| expression(argument, 0)).collect();
    format!("{name}({})", arguments.join(", "))
}

fn list(all: &[Expression], depth: usize) -> String {
    let short: Vec<String> = all.iter().map(|value| expression(value, depth)).collect();
    let width: usize = short.iter().map(|text| text.chars().count() + 2).sum();
    if width <= LINE && !short.iter().any(|text| text.contains('\n')) {
        return format!("[{}]", short.join(", "));
    }
    let mut out = String::from("[\n");
    for value in all {
        line(&mut out, depth + 1, &format!("{},", expression(value, depth + 1)));
    }
    out.push_str(&"  ".repeat(depth));
    out.push(']');
    out
}

fn object_key(key: &str) -> String {
    let mut characters = key.chars();
    let is_word = characters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    // These mean something else in front of an object.
    let is_reserved = matches!(key, "for" | "null" | "true" | "false");
    if is_word && !is_reserved { key.to_owned() } else { quoted(&[Piece::Text(key.to_owned())]) }
}

/// A text in quotes.
fn quoted(pieces: &[Piece]) -> String {
    let mut out = String::from("\"");
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Reference(reference) => {
                let _ = write!(out, "${{{reference}}}");
            }
            Piece::Text(text) => {
                let is_before_reference = matches!(pieces.get(index + 1), Some(Piece::Reference(_)));
                escape(&mut out, text, is_before_reference);
            }
        }
    }
    out.push('"');
    out
}

/// `${` is written `$${`, and `%{` as `%%{`. Where such a sign stands before one that begins something, the two
/// would be read as an escape, so it is put in as a text of its own.
fn escape(out: &mut String, text: &str, is_before_reference: bool) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '$' || c == '%' {
            let count = rest.chars().take_while(|other| *other == c).count();
            let behind = &rest[count..];
            let begins = behind.starts_with('{');
            let apart = if begins {
                count - 1
            } else if behind.is_empty() && is_before_reference && c == '$' {
                count
            } else {
                0
            };
            if apart > 0 {
                let _ = write!(out, "${{\"{}\"}}", String::from(c).repeat(apart));
            }
            if begins {
                let _ = write!(out, "{c}{c}{{");
                rest = &behind[1..];
            } else {
                out.push_str(&String::from(c).repeat(count - apart));
                rest = behind;
            }
            continue;
        }
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
}

fn one_line(comment: &str) -> String {
    comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{}{text}", "  ".repeat(depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_mean_what_they_are() {
        let reference = || Piece::Reference("var.x".to_owned());
        let text = |text: &str| Piece::Text(text.to_owned());
        for (pieces, expect) in [
            (vec![text("plain")], r#""plain""#),
            (vec![text("echo ${HOME} %{if}")], r#""echo $${HOME} %%{if}""#),
            (vec![text("$${HOME}")], r#""${"$"}$${HOME}""#),
            (vec![text("%%%{x}")], r#""${"%%"}%%{x}""#),
            (vec![text("a$"), reference()], r#""a${"$"}${var.x}""#),
            (vec![text("a%"), reference()], r#""a%${var.x}""#),
            (vec![text("$5 100% $")], r#""$5 100% $""#),
            (vec![text("\"\\\n\u{85}")], r#""\"\\\n\u0085""#),
            (vec![text("#{Source.CommitId}")], r##""#{Source.CommitId}""##),
        ] {
            assert_eq!(quoted(&pieces), expect);
        }
    }

    #[test]
    fn signs_of_equality_are_aligned_in_runs_of_single_lines() {
        let mut inner = Body::default();
        inner.set("a", Expression::Raw("1".into()));
        let mut body = Body::default();
        body.set("name", Expression::text("x"));
        body.set("role_arn", Expression::Raw("var.role".into()));
        body.set(
            "map",
            Expression::Object(vec![
                ("A".into(), Expression::text("b")),
                ("a b".into(), Expression::text("c")),
            ]),
        );
        body.set("z", Expression::List(vec![Expression::text("one"), Expression::text("two")]));
        body.block("stage", inner);
        let block = Block { comment: None, kind: "resource", labels: vec!["t".into(), "n".into()], body };
        let expected = r#"resource "t" "n" {
  name     = "x"
  role_arn = var.role
  map = {
    A     = "b"
    "a b" = "c"
  }
  z = ["one", "two"]

  stage {
    a = 1
  }
}
"#;
        assert_eq!(write(&[block]), expected);
    }
}
