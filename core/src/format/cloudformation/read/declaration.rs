//! Properties as members of the declaration: `RoleArn` is `roleArn`, the list of stores is a map, and a number where
//! the declaration has text is text.

use serde_json::Value;

use super::Reader;
use super::settle::is_no_value;
use crate::format::import::{Kind, Member, Node, REGION_OPEN};
use crate::pipeline::{Object, shape};

/// Properties of a pipeline that are no members of its declaration: [`super::beside`] reads them.
const BESIDE: &[&str] = &["DisableInboundStageTransitions", "RestartExecutionOnUpdate", "Tags"];

impl Reader<'_> {
    /// The members of an object of a known shape, in the order AWS prints them.
    pub(super) fn object(&mut self, shape: &'static shape::Shape, node: &Node) -> Object {
        let mut members: Vec<(usize, String, Value)> = Vec::new();
        for member in node.members() {
            let key = in_lower_case(&member.key);
            if shape.name == shape::PIPELINE.name && BESIDE.contains(&member.key.as_str()) {
                continue;
            }
            let Some(at) = shape.members.iter().position(|known| known.key == key) else {
                self.unknown_member(shape, member, key, &mut members);
                continue;
            };
            if let Some(value) = self.convert(&shape.members[at].kind, &member.value, &member.key) {
                members.push((at, key, value));
            }
        }
        members.sort_by_key(|(at, _, _)| *at);
        members.into_iter().map(|(_, key, value)| (key, value)).collect()
    }

    fn unknown_member(
        &mut self,
        shape: &'static shape::Shape,
        member: &Member,
        key: String,
        members: &mut Vec<(usize, String, Value)>,
    ) {
        if member.key.starts_with("Fn::") {
            self.note(
                member.line,
                member.key.clone(),
                "What it gives is known only when the template is deployed; it is left out.",
            );
            return;
        }
        if !is_no_value(&member.value) {
            let why =
                format!("CodePipeline has no such property in its {}; it is kept as it is.", shape.name);
            self.note(member.line, member.key.clone(), why);
            let value = self.value(&member.value, &member.key);
            members.push((shape.members.len(), key, value));
        }
    }

    /// A value as the declaration has it; `None` if it stands for nothing.
    fn convert(&mut self, kind: &'static shape::Kind, node: &Node, key: &str) -> Option<Value> {
        let settled = self.settle(node, key)?;
        let node = settled.as_ref();
        if node.kind == Kind::Null {
            self.note(node.line, key, "It has no value; it is left out.");
            return None;
        }
        Some(match (kind, &node.kind) {
            (shape::Kind::Text(_), Kind::Scalar { .. }) => {
                let text = self.text(node, key)?;
                if text.contains("{{") {
                    self.note(node.line, key, "Another program fills in {{…}} first; it is kept as it is.");
                }
                text.into()
            }
            (shape::Kind::Text(_), _) => {
                self.note(node.line, key, "Text was expected; it is kept as JSON in a text.");
                self.value(node, key).to_string().into()
            }
            (shape::Kind::Integer { .. }, Kind::Scalar { text, .. }) => self.integer(text, node.line, key),
            (shape::Kind::Object(shape), Kind::Map(_)) => self.object(shape, node).into(),
            (shape::Kind::List { of, .. }, Kind::List(elements)) => {
                let elements: Vec<Value> =
                    elements.iter().filter_map(|element| self.convert(of, element, key)).collect();
                elements.into()
            }
            (shape::Kind::Map { value, .. }, Kind::Map(entries)) => {
                let mut object = Object::new();
                for entry in entries {
                    if let Some(value) = self.convert(value, &entry.value, &entry.key) {
                        object.insert(entry.key.clone(), value);
                    }
                }
                object.into()
            }
            (shape::Kind::Map { value, .. }, Kind::List(stores)) => self.stores(value, stores),
            (shape::Kind::List { of, .. }, _) => {
                self.note(node.line, key, "A list was expected; it is kept as a list of this one value.");
                Value::Array(vec![self.convert(of, node, key)?])
            }
            _ => {
                self.note(node.line, key, "Something else was expected; it is kept as it is.");
                self.value(node, key)
            }
        })
    }

    /// A number that may be written as text, or stand in a parameter.
    fn integer(&mut self, text: &str, line: usize, key: &str) -> Value {
        if let Ok(number) = text.trim().parse::<i64>() {
            return number.into();
        }
        let default = self.open.with_defaults(text).and_then(|text| text.trim().parse::<i64>().ok());
        let Some(number) = default else {
            self.note(line, key, "A whole number was expected; it is kept as it is.");
            return text.into();
        };
        let why = format!("A number cannot be a parameter; it is {number}, as the defaults have it.");
        self.note(line, key, why);
        number.into()
    }

    /// The list of stores as the map by Region that the declaration has.
    fn stores(&mut self, kind: &'static shape::Kind, stores: &[Node]) -> Value {
        let mut by_region = Object::new();
        for store in stores {
            let Some(store) = self.settle(store, "ArtifactStores") else { continue };
            let region = store.get("Region").and_then(|region| self.text(region, "Region"));
            let inner =
                store.get("ArtifactStore").and_then(|inner| self.convert(kind, inner, "ArtifactStore"));
            match (region, inner) {
                (Some(region), Some(inner)) => {
                    if self.open.are_in(&region) {
                        self.note(store.line, format!("The Region {region}"), REGION_OPEN);
                    }
                    if by_region.insert(region.clone(), inner).is_some() {
                        let why = "Only the last one counts.";
                        self.note(store.line, format!("Two artifact stores for {region}"), why);
                    }
                }
                _ => self.note(
                    store.line,
                    "An artifact store",
                    "It needs Region and ArtifactStore; it is left out.",
                ),
            }
        }
        by_region.into()
    }
}

/// From the names of `CloudFormation` to those of the service.
fn in_lower_case(key: &str) -> String {
    let mut characters = key.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + characters.as_str())
}
