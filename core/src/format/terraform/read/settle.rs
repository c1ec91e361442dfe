//! Expressions as what they give: a text with parameters, a list, or a map.
//!
//! What an expression gives is often known only when Terraform plans. Then a parameter stands for all of it, with the
//! expression as its origin and a note.

use serde_json::Value;

use super::syntax::{Expression, Kind, Piece};
use super::{Reader, pascal};
use crate::format::import::{Decision, Kind as NodeKind, Member, Node, Reason, of_type};
use crate::pipeline::Object;

/// How deep values may stand in one another, locals that lead on to others included.
const MAX_DEPTH: usize = 150;

impl Reader<'_> {
    /// What an expression gives; a parameter stands for what is not known. `wish` is what that would be called.
    pub(super) fn settle(&mut self, expression: &Expression, wish: &str) -> Node {
        let (told, decided) = (self.notes.len(), self.decided.len());
        if let Some(node) = self.known(expression) {
            return node;
        }
        // The whole expression is told instead of what was looked at in vain.
        self.notes.truncate(told);
        self.decided.truncate(decided);
        self.opaque(expression, wish)
    }

    /// What an expression gives; `None` where that is not known.
    pub(super) fn known(&mut self, expression: &Expression) -> Option<Node> {
        if self.depth >= MAX_DEPTH || !self.spend(1) {
            return None;
        }
        self.depth += 1;
        let known = self.work_out(expression);
        self.depth -= 1;
        let weight = known.as_ref().map_or(0, Node::weight);
        known.filter(|_| self.spend(weight))
    }

    fn work_out(&mut self, expression: &Expression) -> Option<Node> {
        let line = expression.line;
        let node = |kind: NodeKind| Some(Node { line, kind });
        match &expression.kind {
            Kind::Null => node(NodeKind::Null),
            Kind::Plain(text) => node(NodeKind::Scalar { text: text.clone(), is_plain: true }),
            Kind::Text(text) => Some(Node::of_text(line, text.as_str())),
            Kind::Template(pieces) => Some(Node::of_text(line, self.template(pieces)?)),
            Kind::List(all) => {
                let wish = self.place.clone();
                let elements = all.iter().map(|value| self.settle(value, &wish)).collect();
                node(NodeKind::List(elements))
            }
            Kind::Object(members) => {
                let mut all = Vec::new();
                let place = self.place.clone();
                for (key, value) in members {
                    let line = key.line;
                    let key = self.known(key)?.text()?.to_owned();
                    self.place.clone_from(&key);
                    let value = self.settle(value, &key);
                    self.place.clone_from(&place);
                    all.push(Member { key, line, value });
                }
                Some(Node::of_members(line, all, &mut Vec::new()))
            }
            Kind::Name(_) | Kind::Traversal(..) => self.reference(expression),
            Kind::Call { name, arguments, is_expanded } => self.call(name, arguments, *is_expanded, line),
            Kind::Conditional(parts) => {
                let [condition, so, otherwise] = parts.as_ref();
                self.branch(condition, so, otherwise)
            }
            Kind::Unary(sign, of) => self.unary(sign, of, line),
            Kind::Binary(sign, parts) => {
                let [left, right] = parts.as_ref();
                self.binary(sign, left, right, line)
            }
            Kind::Other(_) => None,
        }
    }

    /// What an expression gives if variables have their defaults; `None` where one has none.
    pub(super) fn by_defaults(&mut self, expression: &Expression) -> Option<Node> {
        if self.is_by_defaults {
            return self.known(expression);
        }
        self.is_by_defaults = true;
        self.is_unknown = false;
        let known = self.known(expression);
        self.is_by_defaults = false;
        known.filter(|_| !self.is_unknown)
    }

    /// Takes from the work that is left; `false` if there is none.
    pub(super) fn spend(&mut self, effort: usize) -> bool {
        self.effort = self.effort.saturating_sub(effort);
        self.effort > 0
    }

    fn template(&mut self, pieces: &[Piece]) -> Option<String> {
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(value) => {
                    let wish = self.place.clone();
                    let node = self.settle(value, &wish);
                    out.push_str(node.text()?);
                }
            }
            if !self.spend(out.len()) {
                return None;
            }
        }
        Some(out)
    }

    fn branch(&mut self, condition: &Expression, so: &Expression, otherwise: &Expression) -> Option<Node> {
        let name = condition.source();
        let decision = self.decide(condition, &name);
        let taken = if decision.value { so } else { otherwise };
        if self.is_by_defaults {
            return if decision.reason == Reason::Unknown { None } else { self.known(taken) };
        }
        let place = self.place.clone();
        // Those before it are looked through.
        self.spend(self.decided.len());
        decision.keep(&name, condition.line, &mut self.decided);
        let sentence = decision.sentence(&name);
        self.note(
            condition.line,
            format!("{name} ? … for {place}"),
            format!("{sentence} The other value is left out."),
        );
        // Which of the two is taken is decided, even if what it gives is not known.
        Some(self.settle(taken, &place))
    }

    /// What a condition is taken for.
    fn decide(&mut self, condition: &Expression, name: &str) -> Decision {
        let chosen = self.choices.conditions.get(name).copied();
        Decision::of(chosen, || {
            let node = self.by_defaults(condition)?;
            match node.text() {
                Some("true") => Some(true),
                Some("false") => Some(false),
                _ => None,
            }
        })
    }

    /// A parameter for all of an expression, with the value it has by the defaults of others.
    pub(super) fn opaque(&mut self, expression: &Expression, wish: &str) -> Node {
        let line = expression.line;
        if self.is_by_defaults {
            self.is_unknown = true;
            return Node { line, kind: NodeKind::Null };
        }
        let default = self.by_defaults(expression).and_then(|node| node.text().map(str::to_owned));
        let origin = expression.source();
        let wish = wish_of(expression, wish);
        let text = self.open.refer(&origin, &wish, || {
            let mut members = of_type("String");
            if let Some(default) = default {
                members.insert("default".to_owned(), default.into());
            }
            members
        });
        let definition = self.definition(expression);
        self.note(
            line,
            origin,
            format!(
                "What it gives is known only when Terraform plans{definition}. The design has {text} in its place."
            ),
        );
        Node::of_text(line, text)
    }

    /// Where a local comes from, as a part of a sentence.
    fn definition(&self, expression: &Expression) -> String {
        let Some(name) = local_of(expression) else { return String::new() };
        match self.locals.get(name) {
            Some(value) => {
                format!("; {} sets it to {}", self.module.files.words(value.line), value.source())
            }
            None if self.module.is_part() => format!("; another file of the module sets local.{name}"),
            None => format!("; no file of the module sets local.{name}"),
        }
    }

    /// All of a value as JSON, `null` for nothing.
    pub(super) fn json(node: &Node) -> Value {
        match &node.kind {
            NodeKind::Map(members) => {
                // Objects of Terraform have no order; its text of them is sorted.
                let mut members: Vec<&Member> = members.iter().collect();
                members.sort_by(|one, other| one.key.cmp(&other.key));
                let members =
                    members.into_iter().map(|member| (member.key.clone(), Self::json(&member.value)));
                Value::Object(members.collect::<Object>())
            }
            NodeKind::List(elements) => elements.iter().map(Self::json).collect(),
            NodeKind::Null | NodeKind::Scalar { .. } => node.to_value(),
        }
    }
}

fn wish_of(expression: &Expression, wish: &str) -> String {
    match local_of(expression) {
        Some(_) => super::names::wish(expression),
        None if wish.is_empty() => "Value".to_owned(),
        None => pascal(wish),
    }
}

fn local_of(expression: &Expression) -> Option<&str> {
    let Kind::Traversal(root, steps) = &expression.kind else { return None };
    match (&root.kind, steps.first()?) {
        (Kind::Name(root), super::syntax::Step::Name(name)) if root == "local" => Some(name),
        _ => None,
    }
}
