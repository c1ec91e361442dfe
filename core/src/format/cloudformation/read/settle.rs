//! Functions of a template as what they give: a text with parameters, a list, or a branch of the template.
//!
//! What a function gives is often known only when the template is deployed. Then a parameter stands for all of it,
//! with the expression as its origin.

use std::borrow::Cow;

use serde_json::Value;

use super::Reader;
use crate::format::import::{Kind, Node};

/// How many calls may stand in one another, names of resources that lead on to others included.
const MAX_DEPTH: usize = 60;

impl Reader<'_> {
    /// The value with nothing to call at its top; `None` for `AWS::NoValue`. `key` is the property it is for.
    pub(super) fn settle<'n>(&mut self, node: &'n Node, key: &str) -> Option<Cow<'n, Node>> {
        let Some((name, argument)) = call_of(node) else { return Some(Cow::Borrowed(node)) };
        if self.depth >= MAX_DEPTH || !self.spend(1) {
            return Some(Cow::Owned(self.opaque(node, key, None)));
        }
        self.depth += 1;
        let settled = self.call(node, name, argument, key);
        self.depth -= 1;
        settled
    }

    fn call<'n>(
        &mut self,
        node: &'n Node,
        name: &str,
        argument: &'n Node,
        key: &str,
    ) -> Option<Cow<'n, Node>> {
        let line = node.line;
        let parts = argument.elements();
        let text = |text: String| Some(Cow::Owned(Node::of_text(line, text)));
        let settled = match name {
            "Ref" => match argument.text() {
                Some(of) => return self.refer(of, line).and_then(text),
                None => None,
            },
            "Fn::GetAtt" => self.get_att(argument, line),
            "Fn::Sub" => self.sub(argument, key),
            "Fn::Join" => self.join(parts),
            "Fn::If" => {
                let [name, so, otherwise] = parts else {
                    return Some(Cow::Owned(self.opaque(node, key, None)));
                };
                return self.branch(name.text().unwrap_or_default(), so, otherwise, line, key);
            }
            "Fn::FindInMap" => match self.find_in_map(parts) {
                Some(found) => return self.settle_owned(&found, key),
                None => None,
            },
            "Fn::Select" => match self.select(parts, key) {
                Some(selected) => return Some(selected),
                None => None,
            },
            "Fn::Split" => match self.split(parts) {
                Some(list) => return Some(Cow::Owned(Node { line, kind: Kind::List(list) })),
                None => None,
            },
            "Fn::ToJsonString" => {
                let value = self.value(argument, key);
                Some(value.to_string())
            }
            "Fn::ImportValue" => {
                let origin = expression(node);
                let name = argument.text().map_or_else(|| wish_of(key), str::to_owned);
                Some(self.unknown(&origin, &name))
            }
            "Fn::Base64" | "Fn::Cidr" | "Fn::GetAZs" | "Fn::Length" => None,
            _ => return Some(Cow::Owned(self.opaque(node, key, None))),
        };
        match settled {
            Some(settled) => {
                self.spend(settled.len());
                text(settled)
            }
            None => Some(Cow::Owned(self.opaque_with_default(node, key))),
        }
    }

    /// The text of a value, if it is one.
    pub(super) fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let settled = self.settle(node, key)?;
        let text = settled.text()?;
        self.spend(text.len()).then(|| self.dynamic(text))
    }

    /// The text of a value if parameters have their defaults.
    pub(super) fn by_defaults(&mut self, node: &Node) -> Option<String> {
        if self.is_by_defaults {
            return self.text(node, "");
        }
        self.is_by_defaults = true;
        self.is_unknown = false;
        let text = self.text(node, "");
        self.is_by_defaults = false;
        text.filter(|_| !self.is_unknown)
    }

    /// All of a value as JSON.
    pub(super) fn value(&mut self, node: &Node, key: &str) -> Value {
        let Some(settled) = self.settle(node, key) else { return Value::Null };
        match &settled.kind {
            Kind::Null => Value::Null,
            Kind::Scalar { text, is_plain: false } => self.dynamic(text).into(),
            Kind::Scalar { is_plain: true, .. } => settled.to_value(),
            Kind::List(elements) => {
                let elements: Vec<Value> = elements
                    .iter()
                    .filter(|element| !is_no_value(element))
                    .map(|element| self.value(element, key))
                    .collect();
                elements.into()
            }
            Kind::Map(members) => {
                let mut object = crate::pipeline::Object::new();
                for member in members.iter().filter(|member| !is_no_value(&member.value)) {
                    object.insert(member.key.clone(), self.value(&member.value, &member.key));
                }
                object.into()
            }
        }
    }

    /// Takes from the work that is left; `false` if there is none.
    pub(super) fn spend(&mut self, effort: usize) -> bool {
        self.effort = self.effort.saturating_sub(effort);
        self.effort > 0
    }

    fn settle_owned<'n>(&mut self, node: &Node, key: &str) -> Option<Cow<'n, Node>> {
        Some(Cow::Owned(self.settle(node, key)?.into_owned()))
    }

    fn branch<'n>(
        &mut self,
        name: &str,
        so: &'n Node,
        otherwise: &'n Node,
        line: usize,
        key: &str,
    ) -> Option<Cow<'n, Node>> {
        let decision = self.decide(name);
        if !self.is_by_defaults {
            // Those before it are looked through.
            self.spend(self.decided.len());
            decision.keep(name, line, &mut self.decided);
        }
        let [taken, left] = if decision.value { [so, otherwise] } else { [otherwise, so] };
        let left =
            if is_no_value(left) { "Nothing else is left out." } else { "The other branch is left out." };
        let sentence = decision.sentence(name);
        self.note(line, format!("!If {name} for {key}"), format!("{sentence} {left}"));
        self.settle(taken, key)
    }

    fn get_att(&mut self, argument: &Node, line: usize) -> Option<String> {
        let (resource, attribute) = match (argument.text(), argument.elements()) {
            (Some(text), _) => {
                let (resource, attribute) = text.split_once('.')?;
                (resource.to_owned(), attribute.to_owned())
            }
            (None, [resource, attribute]) => {
                let attribute = self.text(attribute, "")?;
                (resource.text()?.to_owned(), attribute)
            }
            _ => return None,
        };
        Some(self.attribute(&resource, &attribute, line))
    }

    fn sub(&mut self, argument: &Node, key: &str) -> Option<String> {
        let (pattern, given) = match argument.elements() {
            [pattern] => (pattern, None),
            [pattern, given] => (pattern, Some(given)),
            _ => (argument, None),
        };
        let mut out = String::new();
        let mut rest = pattern.text()?;
        while let Some((before, behind)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, behind)) = behind.split_once('}') else {
                out.push_str("${");
                rest = behind;
                continue;
            };
            rest = behind;
            if let Some(literal) = name.strip_prefix('!') {
                out.extend(["${", literal, "}"]);
                continue;
            }
            let name = name.trim();
            let own = given.and_then(|given| given.get(name));
            let value = match (own, name.split_once('.')) {
                (Some(own), _) => self.text(own, key)?,
                (None, Some((resource, attribute))) => self.attribute(resource, attribute, pattern.line),
                (None, None) => self.refer(name, pattern.line).unwrap_or_default(),
            };
            out.push_str(&value);
            if !self.spend(value.len()) {
                return None;
            }
        }
        out.push_str(rest);
        Some(out)
    }

    fn join(&mut self, parts: &[Node]) -> Option<String> {
        let [delimiter, pieces] = parts else { return None };
        let delimiter = self.text(delimiter, "")?;
        let pieces = self.settle(pieces, "")?;
        // A parameter that is a list of texts is written with commas.
        if let Some(text) = pieces.text() {
            return (delimiter == ",").then(|| text.to_owned());
        }
        let mut texts = Vec::new();
        for piece in pieces.elements() {
            let Some(piece) = self.settle(piece, "") else { continue };
            match piece.text() {
                Some(text) => texts.push(text.to_owned()),
                None => {
                    for inner in piece.elements() {
                        texts.push(self.text(inner, "")?);
                    }
                }
            }
        }
        self.spend(delimiter.len().saturating_mul(texts.len())).then(|| texts.join(&delimiter))
    }

    fn split(&mut self, parts: &[Node]) -> Option<Vec<Node>> {
        let [delimiter, text] = parts else { return None };
        let line = text.line;
        let (delimiter, text) = (self.text(delimiter, "")?, self.text(text, "")?);
        if delimiter.is_empty() || self.open.are_in(&text) {
            return None;
        }
        Some(text.split(&delimiter).map(|piece| Node::of_text(line, piece)).collect())
    }

    fn select<'n>(&mut self, parts: &'n [Node], key: &str) -> Option<Cow<'n, Node>> {
        let [index, list] = parts else { return None };
        let index: usize = self.text(index, "")?.trim().parse().ok()?;
        match self.settle(list, "")? {
            Cow::Borrowed(list) => self.settle(list.elements().get(index)?, key),
            Cow::Owned(list) => {
                let commas = list.text().filter(|text| !self.open.are_in(text));
                let element = match commas.and_then(|text| text.split(',').nth(index)) {
                    Some(piece) => Node::of_text(list.line, piece.trim()),
                    None => list.elements().get(index)?.clone(),
                };
                self.settle_owned(&element, key)
            }
        }
    }

    fn find_in_map(&mut self, parts: &[Node]) -> Option<Node> {
        let [map, first, second, ..] = parts else { return None };
        let mut keys = Vec::new();
        for part in [map, first, second] {
            keys.push(self.text(part, "").filter(|key| !self.open.are_in(key))?);
        }
        let looked_through = self.mappings?.members().len() + self.mappings?.get(&keys[0])?.members().len();
        self.spend(looked_through).then_some(())?;
        let found = self.mappings?.at(&[keys[0].as_str(), keys[1].as_str(), keys[2].as_str()])?;
        Some(found.clone())
    }

    /// A text with parameters for the references to secrets and stored parameters in it.
    fn dynamic(&mut self, text: &str) -> String {
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, behind)) = rest.split_once("{{resolve:") {
            let Some((inside, behind)) = behind.split_once("}}") else { break };
            out.push_str(before);
            let origin = format!("{{{{resolve:{inside}}}}}");
            let wish: String = inside.split(':').nth(1).unwrap_or(inside).to_owned();
            let is_secret = !inside.starts_with("ssm:");
            let reference = self.stored(&origin, &wish, is_secret);
            out.push_str(&reference);
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    fn opaque_with_default(&mut self, node: &Node, key: &str) -> Node {
        if self.is_by_defaults {
            return self.opaque(node, key, None);
        }
        let default = self.by_defaults(node);
        self.opaque(node, key, default)
    }

    /// A parameter for all of an expression.
    fn opaque(&mut self, node: &Node, key: &str, default: Option<String>) -> Node {
        let origin = expression(node);
        let is_new = !self.is_by_defaults;
        let text = self.open_with_default(&origin, &wish_of(key), default);
        if is_new {
            self.note(
                node.line,
                origin,
                format!("What it gives is known only when the template is deployed. The design has {text} in its place."),
            );
        }
        Node::of_text(node.line, text)
    }
}

/// The function that a value calls, and what with.
fn call_of(node: &Node) -> Option<(&str, &Node)> {
    let member = node.only()?;
    let is_call = member.key == "Ref" || member.key.starts_with("Fn::");
    is_call.then_some((member.key.as_str(), &member.value))
}

/// Whether a value stands for nothing.
pub(super) fn is_no_value(node: &Node) -> bool {
    matches!(call_of(node), Some(("Ref", of)) if of.text() == Some("AWS::NoValue"))
}

/// What to call a parameter that stands for a value of this property.
fn wish_of(key: &str) -> String {
    if key.is_empty() { "Value".to_owned() } else { key.to_owned() }
}

/// A call as a template has it, in one line.
pub(super) fn expression(node: &Node) -> String {
    const LONGEST: usize = 2000;
    let Some((name, argument)) = call_of(node) else { return cut(node.to_value().to_string(), LONGEST) };
    let name = name.strip_prefix("Fn::").unwrap_or(name);
    let argument = match argument.text() {
        Some(text) if !text.contains('\n') => text.to_owned(),
        _ => argument.to_value().to_string(),
    };
    cut(format!("!{name} {argument}"), LONGEST)
}

fn cut(text: String, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
