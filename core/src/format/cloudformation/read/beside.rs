//! Properties of the pipeline that are no members of its declaration: tags stand beside it, and transitions that are
//! switched off are what the design is to do.

use serde_json::{Value, json};

use super::Reader;
use super::settle::is_no_value;
use crate::format::import::{Kind, Node, Tag};

impl Reader<'_> {
    /// The tags, and the transitions, as a file has them.
    pub(super) fn beside(&mut self, resource: &Node) -> (Vec<Tag>, Vec<Value>) {
        let (mut tags, mut transitions) = (Vec::new(), Vec::new());
        let properties = resource.get("Properties").and_then(|node| self.settle(node, "Properties"));
        for member in properties.as_deref().map_or(&[][..], Node::members) {
            match member.key.as_str() {
                "Tags" => {
                    for (key, value) in self.entries(&member.value, "Tags", "Key") {
                        tags.push(Tag { line: member.line, key, value: value.unwrap_or_default() });
                    }
                }
                "DisableInboundStageTransitions" => {
                    for (stage, reason) in self.entries(&member.value, &member.key, "StageName") {
                        let mut transition = json!({"stage": stage, "disabled": true});
                        if let Some(reason) = reason {
                            transition["reason"] = reason.into();
                        }
                        transitions.push(transition);
                    }
                }
                "RestartExecutionOnUpdate" if !is_no_value(&member.value) => self.note(
                    member.line,
                    member.key.clone(),
                    "This is for deployments of the template; it is left out.",
                ),
                _ => {}
            }
        }
        (tags, transitions)
    }

    /// The objects of a list: what stands under `key`, and the other text of each.
    fn entries(&mut self, node: &Node, property: &str, key: &str) -> Vec<(String, Option<String>)> {
        let Some(list) = self.settle(node, property) else { return Vec::new() };
        if list.text().is_some() || !list.members().is_empty() {
            self.note(node.line, property, "A list was expected; it is left out.");
        }
        let mut entries = Vec::new();
        for element in list.elements() {
            let Some(entry) = self.settle(element, property) else { continue };
            let name = entry.get(key).and_then(|name| self.text(name, key));
            let other =
                entry.members().iter().find(|member| matches!(member.key.as_str(), "Value" | "Reason"));
            let value = other.filter(|member| member.value.kind != Kind::Null);
            let value = value.and_then(|member| self.text(&member.value, &member.key));
            match name {
                Some(name) => entries.push((name, value)),
                None => self.note(element.line, property, format!("One has no {key}; it is left out.")),
            }
        }
        entries
    }
}
