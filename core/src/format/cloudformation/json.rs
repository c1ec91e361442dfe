//! Templates as JSON.

use serde_json::{Map, Value, json};

use super::intrinsic::Node;
use super::{Entry, Template};
use crate::format::codepipeline_json::pretty;

/// The template.
pub(super) fn template(template: &Template) -> String {
    let Template { description, parameters, resources, outputs } = template;
    let mut file = Map::new();
    file.insert("AWSTemplateFormatVersion".to_owned(), json!("2010-09-09"));
    file.insert("Description".to_owned(), json!(description));
    for (name, entries) in [("Parameters", parameters), ("Resources", resources), ("Outputs", outputs)] {
        if !entries.is_empty() {
            file.insert(name.to_owned(), section(entries));
        }
    }
    pretty(&Value::Object(file))
}

fn section(entries: &[Entry]) -> Value {
    Value::Object(entries.iter().map(|entry| (entry.id.clone(), value(&entry.node))).collect())
}

/// A node with the long names of functions.
pub(super) fn value(node: &Node) -> Value {
    match node {
        Node::Scalar(scalar) => scalar.clone(),
        Node::Text(text) => json!(text),
        Node::List(all) => all.iter().map(value).collect(),
        Node::Map(members) => {
            Value::Object(members.iter().map(|(key, node)| (key.clone(), value(node))).collect())
        }
        Node::Function("Ref", of) => json!({ "Ref": value(of) }),
        Node::Function("GetAtt", of) => match of.as_ref() {
            Node::Text(text) => json!({ "Fn::GetAtt": text.split('.').collect::<Vec<_>>() }),
            other => json!({ "Fn::GetAtt": value(other) }),
        },
        Node::Function(name, of) => {
            let mut object = Map::new();
            object.insert(format!("Fn::{name}"), value(of));
            Value::Object(object)
        }
    }
}
