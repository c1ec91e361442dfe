//! What a reference to a variable gives: a parameter, or the values of its default where it is a list or a map.

use serde_json::Value;

use super::Reader;
use super::names::wish;
use super::syntax::{Body, Expression, Kind, Step};
use crate::format::import::{Kind as NodeKind, Node, of_type};
use crate::pipeline::Object;

impl Reader<'_> {
    pub(super) fn variable(&mut self, expression: &Expression, name: &str, steps: &[Step]) -> Option<Node> {
        let declared = self.variables.get(name).copied();
        let default = declared.and_then(|body| body.value("default"));
        let leaf = default.and_then(|default| descend(default, steps));
        if self.is_by_defaults {
            if is_secret(declared) || leaf.is_none() {
                self.is_unknown = true;
                return Some(Node { line: expression.line, kind: NodeKind::Null });
            }
            let known = self.known(leaf?)?;
            return Some(if steps.is_empty() { self.of_declared_type(declared, known) } else { known });
        }
        if let Some(leaf) = leaf.filter(|leaf| matches!(leaf.kind, Kind::List(_) | Kind::Object(_))) {
            let source = expression.source();
            self.note(
                expression.line,
                source.clone(),
                format!(
                    "A design has no parameters that are lists or maps. It has the values of the default of {source} \
                     in {}.",
                    self.module.files.words(leaf.line)
                ),
            );
            let known = self.known(leaf)?;
            return Some(if steps.is_empty() { self.of_declared_type(declared, known) } else { known });
        }
        // Nothing that is a list or a map without a default fits a parameter, unless a single value of it is meant.
        let is_many = declared.and_then(|body| body.value("type")).is_some_and(is_collection);
        if is_many && steps.is_empty() {
            return None;
        }
        if declared.is_none() {
            self.undeclared.entry(name.to_owned()).or_insert(expression.line);
        }
        let text = self.open.refer(&expression.source(), &wish(expression), || match declared {
            Some(body) if steps.is_empty() => declaration(name, body),
            _ => with_default(of_type("String"), leaf.filter(|_| !is_secret(declared))),
        });
        Some(Node::of_text(expression.line, text))
    }

    /// A default as the type of its variable has it: a set in order, `"true"` as a truth value.
    fn of_declared_type(&self, declared: Option<&Body>, mut default: Node) -> Node {
        let kind = declared.and_then(|body| body.value("type")).and_then(type_name);
        match (kind, &mut default.kind) {
            (Some("set"), NodeKind::List(_)) => self.set_of(&default).unwrap_or(default),
            (Some(kind @ ("string" | "number" | "bool")), NodeKind::Scalar { is_plain, .. }) => {
                *is_plain = kind != "string";
                default
            }
            _ => default,
        }
    }
}

/// The value at the end of a way into a default.
fn descend<'e>(value: &'e Expression, steps: &[Step]) -> Option<&'e Expression> {
    let mut value = value;
    for step in steps {
        let key = match step {
            Step::Name(name) => name.as_str(),
            Step::Index(index) => index.literal()?,
            Step::Splat => return None,
        };
        value = match &value.kind {
            Kind::Object(members) => &members.iter().find(|(name, _)| name.literal() == Some(key))?.1,
            Kind::List(elements) => elements.get(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

fn is_secret(declared: Option<&Body>) -> bool {
    let sensitive = declared.and_then(|body| body.value("sensitive"));
    sensitive.and_then(Expression::literal) == Some("true")
}

fn is_collection(kind: &Expression) -> bool {
    matches!(type_name(kind), Some("list" | "set" | "map" | "object" | "tuple"))
}

/// The name of a type without what stands in its parentheses.
fn type_name(kind: &Expression) -> Option<&str> {
    match &kind.kind {
        // In JSON, and in old files, types are texts.
        Kind::Text(name) | Kind::Name(name) | Kind::Call { name, .. } => name.split('(').next(),
        _ => None,
    }
}

/// A variable as a parameter of the design.
fn declaration(name: &str, body: &Body) -> Object {
    let is_number = body.value("type").and_then(type_name) == Some("number");
    let mut members = of_type(if is_number { "Number" } else { "String" });
    if let Some(description) = body.value("description").and_then(Expression::literal) {
        members.insert("description".to_owned(), description.trim_end().into());
    }
    if is_secret(Some(body)) {
        members.insert("secret".to_owned(), true.into());
        return members;
    }
    let mut members = with_default(members, body.value("default"));
    let allowed = allowed_values(name, body);
    if !allowed.is_empty() {
        members.insert("allowedValues".to_owned(), allowed.into());
    }
    members
}

fn with_default(mut members: Object, default: Option<&Expression>) -> Object {
    if let Some(text) = default.and_then(Expression::literal) {
        members.insert("default".to_owned(), text.into());
    }
    members
}

/// The values that a validation such as `contains(["dev", "prod"], var.stage)` allows.
fn allowed_values(name: &str, body: &Body) -> Vec<Value> {
    let conditions = body.blocks_of("validation").filter_map(|block| block.body.value("condition"));
    for condition in conditions {
        let Kind::Call { name: function, arguments, .. } = &condition.kind else { continue };
        let [list, of] = arguments.as_slice() else { continue };
        if let Kind::List(all) = &list.kind
            && function == "contains"
            && of.source() == format!("var.{name}")
        {
            let texts = all.iter().map(|value| Some(Value::String(value.literal()?.to_owned())));
            return texts.collect::<Option<Vec<Value>>>().unwrap_or_default();
        }
    }
    Vec::new()
}
