//! Signs between values. They are carried out on what is known without parameters.

use super::Reader;
use super::syntax::Expression;
use crate::format::import::{Kind, Node};

impl Reader<'_> {
    pub(super) fn unary(&mut self, sign: &str, of: &Expression, line: usize) -> Option<Node> {
        let text = self.literal(of)?;
        match (sign, text.as_str()) {
            ("!", "true") => Some(plain(line, "false")),
            ("!", "false") => Some(plain(line, "true")),
            ("-", text) => Some(plain(line, &shown(-number(text)?)?)),
            _ => None,
        }
    }

    pub(super) fn binary(
        &mut self,
        sign: &str,
        left: &Expression,
        right: &Expression,
        line: usize,
    ) -> Option<Node> {
        let of_truth = |is_true: bool| Some(plain(line, if is_true { "true" } else { "false" }));
        match sign {
            // One that settles it is enough, whatever the other is.
            "&&" => self.settled_by(left, right, false).and_then(of_truth),
            "||" => self.settled_by(left, right, true).and_then(of_truth),
            "==" | "!=" => {
                let is_equal = self.is_equal(left, right)?;
                of_truth(is_equal == (sign == "=="))
            }
            _ => {
                let [left, right] = [number(&self.literal(left)?)?, number(&self.literal(right)?)?];
                let of_number = |number: f64| Some(plain(line, &shown(number)?));
                match sign {
                    "<" => of_truth(left < right),
                    "<=" => of_truth(left <= right),
                    ">" => of_truth(left > right),
                    ">=" => of_truth(left >= right),
                    "+" => of_number(left + right),
                    "-" => of_number(left - right),
                    "*" => of_number(left * right),
                    "/" if right != 0.0 => of_number(left / right),
                    "%" if right != 0.0 => of_number(left % right),
                    _ => None,
                }
            }
        }
    }

    /// The text of an expression, if it holds no parameter.
    pub(super) fn literal(&mut self, expression: &Expression) -> Option<String> {
        let node = self.known(expression)?;
        self.literal_of(&node)
    }

    /// The text of a value, if it holds no parameter.
    pub(super) fn literal_of(&self, node: &Node) -> Option<String> {
        let text = node.text()?;
        (!self.open.are_in(text)).then(|| text.to_owned())
    }

    fn settled_by(&mut self, left: &Expression, right: &Expression, settling: bool) -> Option<bool> {
        let was_unknown = self.is_unknown;
        let mut is_known = true;
        for part in [left, right] {
            self.is_unknown = false;
            let value = self.literal(part).filter(|_| !self.is_unknown);
            match value.as_deref().map(str::parse::<bool>) {
                Some(Ok(value)) if value == settling => {
                    self.is_unknown = was_unknown;
                    return Some(settling);
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => is_known = false,
            }
        }
        self.is_unknown = was_unknown || !is_known;
        is_known.then_some(!settling)
    }

    fn is_equal(&mut self, left: &Expression, right: &Expression) -> Option<bool> {
        let [left, right] = [self.known(left)?, self.known(right)?];
        match (&left.kind, &right.kind) {
            (Kind::Null, Kind::Null) => Some(true),
            (Kind::Scalar { is_plain: one, .. }, Kind::Scalar { is_plain: other, .. }) => {
                let is_of_one_type = one == other;
                let [left, right] = [self.literal_of(&left)?, self.literal_of(&right)?];
                // A text is never equal to a number or a truth value, whatever it says.
                Some(
                    is_of_one_type
                        && (left == right
                            || number(&left).is_some_and(|it| *one && Some(it) == number(&right))),
                )
            }
            // A parameter may be anything but null only where it is given.
            (Kind::Null, Kind::Scalar { .. }) => self.literal_of(&right).map(|_| false),
            (Kind::Scalar { .. }, Kind::Null) => self.literal_of(&left).map(|_| false),
            (Kind::List(one), Kind::List(other)) if one.is_empty() || other.is_empty() => {
                Some(one.len() == other.len())
            }
            (Kind::Map(one), Kind::Map(other)) if one.is_empty() || other.is_empty() => {
                Some(one.len() == other.len())
            }
            _ => None,
        }
    }
}

pub(super) fn plain(line: usize, text: &str) -> Node {
    Node { line, kind: Kind::Scalar { text: text.to_owned(), is_plain: true } }
}

/// The number a text is; words such as `inf` are none.
pub(super) fn number(text: &str) -> Option<f64> {
    let is_written_so = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
    text.parse::<f64>().ok().filter(|number| is_written_so && number.is_finite())
}

/// A number as Terraform makes text of it; `None` for those only Terraform can count to.
fn shown(number: f64) -> Option<String> {
    number.is_finite().then(|| number.to_string())
}
