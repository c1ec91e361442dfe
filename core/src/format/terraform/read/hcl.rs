//! The Terraform language as [`super::syntax`].
//!
//! The parser refuses what nests too deep, so everything behind it may recurse.

use std::ops::Range;

use hcl_edit::expr::{
    self, BinaryOperator, Expression as Parsed, ObjectKey, TraversalOperator, UnaryOperator,
};
use hcl_edit::structure::{self, Structure};
use hcl_edit::template::{Element, Strip, Template};
use hcl_edit::{Span, parser};

use super::syntax::{Argument, Block, Body, Expression, Kind, Piece, Step};
use crate::format::import::{ImportError, templated_line};

/// How many members may stand between two braces: the parser compares each with all before it.
const MOST_MEMBERS: usize = 3000;

/// Reads a file; `before` is how many lines stand in files before it.
pub(super) fn parse(text: &str, before: usize) -> Result<Body, ImportError> {
    few_members(text)?;
    let parsed = parser::parse_body(text).map_err(|error| refused(text, &error))?;
    Ok(Converter::new(text, before + 1).body(&parsed))
}

/// Reads a text that may hold `${…}`, which stands at a line.
pub(super) fn parse_template(text: &str, line: usize) -> Result<Expression, ImportError> {
    let of_line = |error| match error {
        ImportError::TooMuch { message, .. } => ImportError::TooMuch { line, message },
        other => other,
    };
    few_members(text).map_err(of_line)?;
    let parsed = parser::parse_template(text).map_err(|error| match refused(text, &error) {
        ImportError::TooMuch { message, .. } => ImportError::TooMuch { line, message },
        _ => ImportError::Unreadable {
            line,
            column: 1,
            message: format!("this text has no valid template in it: {}", error.message()),
        },
    })?;
    let converter = Converter { is_one_line: true, ..Converter::new(text, line) };
    Ok(Expression::new(line, converter.template(&parsed, line)))
}

/// Refuses a text with too many signs between two braces that may end the name of a member.
fn few_members(text: &str) -> Result<(), ImportError> {
    let mut open: Vec<usize> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match (byte, open.last_mut()) {
            (b'{', _) => open.push(0),
            (b'}', Some(_)) => drop(open.pop()),
            (b'=' | b':', Some(count)) => *count += 1,
            _ => {}
        }
        if open.last().is_some_and(|count| *count > MOST_MEMBERS) {
            let line = 1 + text[..at].matches('\n').count();
            let message = format!("more than {MOST_MEMBERS} members stand between two braces");
            return Err(ImportError::TooMuch { line, message });
        }
    }
    Ok(())
}

fn refused(text: &str, error: &parser::Error) -> ImportError {
    let (line, message) = (error.location().line(), error.message());
    if message.contains("nested levels") || message.contains("chained binary operators") {
        return ImportError::TooMuch { line, message: "values stand in one another too deep".to_owned() };
    }
    match templated_line(text) {
        Some(line) => ImportError::Templated { line },
        None => ImportError::Unreadable {
            line,
            column: error.location().column(),
            message: format!("this is not Terraform: {message}"),
        },
    }
}

struct Converter<'t> {
    text: &'t str,
    /// Where lines begin.
    begins: Vec<usize>,
    first_line: usize,
    /// Whether all of it counts as one line of the file, as texts of JSON do.
    is_one_line: bool,
}

impl<'t> Converter<'t> {
    fn new(text: &'t str, first_line: usize) -> Self {
        let begins = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        Self { text, begins, first_line, is_one_line: false }
    }

    fn line(&self, span: Option<Range<usize>>, otherwise: usize) -> usize {
        match span {
            _ if self.is_one_line => self.first_line,
            Some(span) => self.first_line + self.begins.partition_point(|begin| *begin <= span.start),
            None => otherwise,
        }
    }

    /// As it was written, with single blanks.
    fn written(&self, span: Option<Range<usize>>) -> String {
        let text = span.and_then(|span| self.text.get(span)).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn body(&self, parsed: &structure::Body) -> Body {
        let mut body = Body::default();
        for structure in parsed {
            match structure {
                Structure::Attribute(attribute) => {
                    let line = self.line(attribute.span(), self.first_line);
                    let value = self.expression(&attribute.value, line);
                    body.arguments.push(Argument { name: attribute.key.to_string(), line, value });
                }
                Structure::Block(block) => body.blocks.push(Block {
                    kind: block.ident.to_string(),
                    line: self.line(block.span(), self.first_line),
                    labels: block.labels.iter().map(|label| label.as_str().to_owned()).collect(),
                    body: self.body(&block.body),
                }),
            }
        }
        body
    }

    /// `line` is that of what it stands in, for values without a place of their own.
    fn expression(&self, parsed: &Parsed, line: usize) -> Expression {
        let line = self.line(parsed.span(), line);
        let boxed = |parsed: &Parsed| Box::new(self.expression(parsed, line));
        let kind = match parsed {
            Parsed::Null(_) => Kind::Null,
            Parsed::Bool(value) => Kind::Plain(value.value().to_string()),
            Parsed::Number(number) => Kind::Plain(number.value().to_string()),
            Parsed::String(text) => Kind::Text(text.value().clone()),
            Parsed::Array(all) => Kind::List(all.iter().map(|value| self.expression(value, line)).collect()),
            Parsed::Object(members) => {
                let member = |(key, value): (&ObjectKey, &expr::ObjectValue)| {
                    let key = self.key(key, line);
                    (key, self.expression(value.expr(), line))
                };
                Kind::Object(members.iter().map(member).collect())
            }
            Parsed::StringTemplate(template) => self.pieces(template.iter(), parsed.span(), line),
            Parsed::HeredocTemplate(heredoc) => self.template(&heredoc.template, line),
            Parsed::Parenthesis(inner) => return self.expression(inner.inner(), line),
            Parsed::Variable(name) => Kind::Name(name.to_string()),
            Parsed::Conditional(parts) => Kind::Conditional(Box::new([
                self.expression(&parts.cond_expr, line),
                self.expression(&parts.true_expr, line),
                self.expression(&parts.false_expr, line),
            ])),
            Parsed::FuncCall(call) => {
                let names = call.name.namespace.iter().chain([&call.name.name]);
                Kind::Call {
                    name: names.map(ToString::to_string).collect::<Vec<_>>().join("::"),
                    arguments: call.args.iter().map(|argument| self.expression(argument, line)).collect(),
                    is_expanded: call.args.expand_final(),
                }
            }
            Parsed::Traversal(traversal) => {
                let steps = traversal.operators.iter().map(|operator| self.step(operator.value(), line));
                Kind::Traversal(boxed(&traversal.expr), steps.collect())
            }
            Parsed::UnaryOp(operation) => {
                let sign = match operation.operator.value() {
                    UnaryOperator::Neg => "-",
                    UnaryOperator::Not => "!",
                };
                Kind::Unary(sign, boxed(&operation.expr))
            }
            Parsed::BinaryOp(operation) => Kind::Binary(
                sign(*operation.operator.value()),
                Box::new([
                    self.expression(&operation.lhs_expr, line),
                    self.expression(&operation.rhs_expr, line),
                ]),
            ),
            Parsed::ForExpr(_) => Kind::Other(self.written(parsed.span())),
        };
        Expression::new(line, kind)
    }

    fn key(&self, key: &ObjectKey, line: usize) -> Expression {
        match key {
            ObjectKey::Ident(name) => {
                Expression::of_text(self.line(name.span(), line), name.value().as_str())
            }
            ObjectKey::Expression(Parsed::Number(number)) => {
                Expression::of_text(line, number.value().to_string())
            }
            ObjectKey::Expression(key) => self.expression(key, line),
        }
    }

    fn step(&self, operator: &TraversalOperator, line: usize) -> Step {
        match operator {
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => Step::Splat,
            TraversalOperator::GetAttr(name) => Step::Name(name.to_string()),
            TraversalOperator::Index(index) => Step::Index(self.expression(index, line)),
            TraversalOperator::LegacyIndex(index) => {
                Step::Index(Expression::new(line, Kind::Plain(index.value().to_string())))
            }
        }
    }

    fn template(&self, template: &Template, line: usize) -> Kind {
        self.pieces(template.iter(), template.span(), line)
    }

    /// One value alone is that value, and one text a text.
    fn pieces<'e>(
        &self,
        elements: impl Iterator<Item = &'e Element>,
        span: Option<Range<usize>>,
        line: usize,
    ) -> Kind {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut strips_next = false;
        for element in elements {
            match element {
                Element::Literal(text) => {
                    let text = text.value();
                    let text = if strips_next { text.trim_start() } else { text };
                    strips_next = false;
                    pieces.push(Piece::Text(text.to_owned()));
                }
                Element::Interpolation(interpolation) => {
                    let strip = interpolation.strip;
                    if let Some(Piece::Text(before)) = pieces.last_mut()
                        && matches!(strip, Strip::Start | Strip::Both)
                    {
                        before.truncate(before.trim_end().len());
                    }
                    strips_next = matches!(strip, Strip::End | Strip::Both);
                    pieces.push(Piece::Value(self.expression(&interpolation.expr, line)));
                }
                Element::Directive(_) => return Kind::Other(self.written(span)),
            }
        }
        match pieces.as_mut_slice() {
            [] => Kind::Text(String::new()),
            [Piece::Text(text)] => Kind::Text(std::mem::take(text)),
            [Piece::Value(value)] => std::mem::replace(&mut value.kind, Kind::Null),
            _ => Kind::Template(pieces),
        }
    }
}

fn sign(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Eq => "==",
        BinaryOperator::NotEq => "!=",
        BinaryOperator::LessEq => "<=",
        BinaryOperator::GreaterEq => ">=",
        BinaryOperator::Less => "<",
        BinaryOperator::Greater => ">",
        BinaryOperator::Plus => "+",
        BinaryOperator::Minus => "-",
        BinaryOperator::Mul => "*",
        BinaryOperator::Div => "/",
        BinaryOperator::Mod => "%",
        BinaryOperator::And => "&&",
        BinaryOperator::Or => "||",
    }
}
