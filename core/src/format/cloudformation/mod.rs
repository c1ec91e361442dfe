//! `CloudFormation` templates: the pipeline by itself, or with everything around it ([`crate::solution`]).
//!
//! [`pipeline`] turns the declaration into the properties of `AWS::CodePipeline::Pipeline`, [`resources`] the things
//! around it into resources, [`intrinsic`] marks into functions such as `!Sub`; [`yaml`] and [`json`] write.

mod intrinsic;
mod json;
mod pipeline;
pub(crate) mod read;
mod resources;
mod yaml;

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{Fidelity, Options, Severity, Written};
use crate::document::{Document, Owner, Place};
use crate::parameter::{references, resolve};
use crate::solution::{Input, Solution, What};
use intrinsic::Node;

/// The id of the pipeline among the resources.
const PIPELINE: &str = "Pipeline";

/// A template, section by section.
struct Template {
    description: String,
    parameters: Vec<Entry>,
    resources: Vec<Entry>,
    outputs: Vec<Entry>,
}

/// A named part of a section.
struct Entry {
    id: String,
    comment: Option<String>,
    node: Node,
}

/// A template in YAML.
pub fn write_yaml(document: &Document, options: &Options) -> Written {
    let (template, fidelity) = template(document, options);
    Written { text: yaml::template(&template), fidelity }
}

/// A template in JSON, which has no comments.
pub fn write_json(document: &Document, options: &Options) -> Written {
    let (template, fidelity) = template(document, options);
    Written { text: json::template(&template), fidelity }
}

fn template(document: &Document, options: &Options) -> (Template, Fidelity) {
    let environment = options.environment.as_deref();
    let solution = if options.is_whole {
        Solution::whole(document, environment)
    } else {
        Solution::alone(document, environment)
    };
    let mut fidelity = solution.fidelity.clone();
    let taken: &[&str] = if options.is_whole {
        &["parameters", "transitions", "resources"]
    } else {
        &["parameters", "transitions"]
    };
    fidelity.lose_extras(document, taken);
    fidelity.warn_of_secrets(&solution.without_marks(), options.is_whole);
    let mut all: Vec<Entry> = solution
        .things
        .iter()
        .map(|thing| Entry {
            id: thing.id.clone(),
            comment: Some(thing.comment.clone()),
            node: Node::of(&resources::resource(thing), &solution),
        })
        .collect();
    all.push(pipeline_entry(document, &solution, &mut fidelity));
    let outputs = outputs(&solution);
    let mut used = HashSet::new();
    all.iter().chain(&outputs).for_each(|entry| entry.node.add_references(&mut used));
    let mut parameters = Vec::new();
    for input in &solution.inputs {
        if used.contains(&input.id) {
            parameters.push(parameter(document, input, &mut fidelity));
        } else {
            fidelity.lose_unused(document, input);
        }
    }
    let description = description(&resolve(document, environment));
    (Template { description, parameters, resources: all, outputs }, fidelity)
}

/// One line for lists of stacks. What only a deployment knows cannot be put into it.
fn description(resolved: &Document) -> String {
    let name = resolved.pipeline().name();
    let is_open = references(name).iter().any(|reference| resolved.parameter(reference.name).is_some());
    if name.is_empty() || is_open {
        return "A release pipeline".to_owned();
    }
    shortened(format!("The release pipeline {name}").trim_end().to_owned())
}

/// `CloudFormation` takes descriptions of 1024 bytes.
fn shortened(mut text: String) -> String {
    let mut end = text.len().min(1000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

fn pipeline_entry(document: &Document, solution: &Solution, fidelity: &mut Fidelity) -> Entry {
    let properties = pipeline::properties(document, solution, fidelity);
    let mut resource = json!({"Type": "AWS::CodePipeline::Pipeline"});
    // A policy of its own is not waited for by itself.
    let policies: Vec<&str> = solution
        .things
        .iter()
        .filter(|thing| matches!(thing.what, What::ManagedPolicy { .. }))
        .map(|thing| thing.id.as_str())
        .collect();
    if !policies.is_empty() {
        resource["DependsOn"] = json!(policies);
    }
    resource["Properties"] = Value::Object(properties);
    Entry { id: PIPELINE.to_owned(), comment: None, node: Node::of(&resource, solution) }
}

fn parameter(document: &Document, input: &Input, fidelity: &mut Fidelity) -> Entry {
    let is_plain = matches!(input.kind.as_str(), "String" | "Number")
        || (input.kind.starts_with("AWS::") && !input.kind.contains("List<"));
    if !is_plain {
        let place =
            document.parameter(&input.name).map_or_else(|| Place::of(Owner::Extras), |found| found.place);
        let why = "Only single values can be put into texts, so it becomes a String.";
        fidelity.lose(Severity::Changed, place, format!("the type {} of {}", input.kind, input.name), why);
    }
    if input.id != input.name
        && let Some(parameter) = document.parameter(&input.name)
    {
        let why = format!("Names of templates are letters and digits, so it is {}.", input.id);
        fidelity.lose(Severity::Note, parameter.place, format!("the name {}", input.name), why);
    }
    let mut members = Map::new();
    members.insert("Type".to_owned(), json!(if is_plain { input.kind.as_str() } else { "String" }));
    if let Some(description) = &input.description {
        members.insert("Description".to_owned(), json!(description));
    }
    if let Some(default) = &input.default {
        members.insert("Default".to_owned(), json!(default));
    }
    if !input.allowed.is_empty() {
        members.insert("AllowedValues".to_owned(), json!(input.allowed));
    }
    if input.is_secret {
        members.insert("NoEcho".to_owned(), json!(true));
    }
    Entry { id: input.id.clone(), comment: None, node: Node::literal(&Value::Object(members)) }
}

fn outputs(solution: &Solution) -> Vec<Entry> {
    let mut outputs = vec![Entry {
        id: "PipelineName".to_owned(),
        comment: None,
        node: Node::Map(vec![("Value".to_owned(), Node::reference(PIPELINE))]),
    }];
    for thing in &solution.things {
        let value = match thing.what {
            What::Bucket { .. } => thing.name(),
            What::Topic { .. } | What::Connection { .. } => thing.arn(),
            _ => continue,
        };
        let node = Node::of(&json!({ "Value": value }), solution);
        outputs.push(Entry { id: thing.id.clone(), comment: None, node });
    }
    outputs
}
