//! Terraform configurations for the AWS provider: the pipeline by itself, or with everything around it
//! ([`crate::solution`]).
//!
//! [`pipeline`] turns the declaration into `aws_codepipeline`, [`resources`] the things around it into their resources,
//! [`mod@reference`] marks into references; [`hcl`] writes.
//!
//! Arguments: provider 6, <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codepipeline>.

mod hcl;
mod pipeline;
pub(crate) mod read;
mod reference;
mod resources;
#[cfg(test)]
mod tests;

use serde_json::{Number, Value};

use super::{Fidelity, Options, Severity, Written};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Path, text_of};
use crate::solution::{Input, Solution};
use hcl::{Block, Body, Expression};
use reference::{needs_data, pascal, variable_name};

/// A configuration in one file.
pub fn write(document: &Document, options: &Options) -> Written {
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
    lose_transitions(document, &mut fidelity);
    let mut resources = Vec::new();
    for thing in &solution.things {
        resources.extend(resources::blocks(thing, &solution));
    }
    let depends_on = resources::policies(&solution);
    resources.push(pipeline::block(&solution, &depends_on, &mut fidelity));
    let text = hcl::write(&resources);
    let mut blocks = vec![terraform()];
    for input in &solution.inputs {
        if is_used(&variable_name(&input.id), &text) {
            blocks.push(variable(document, input, &mut fidelity));
        } else {
            fidelity.lose_unused(document, input);
        }
    }
    blocks.extend(needs_data(&text));
    blocks.extend(import(document, options));
    Written { text: format!("{}\n{text}", hcl::write(&blocks)), fidelity }
}

/// Whether a text refers to a variable.
fn is_used(variable: &str, text: &str) -> bool {
    let reference = format!("var.{variable}");
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(&reference).any(|(at, _)| !text[at + reference.len()..].starts_with(is_name))
}

/// The provider has no argument for what `DisableStageTransition` does.
fn lose_transitions(document: &Document, fidelity: &mut Fidelity) {
    for (index, transition) in document.transitions().filter(|(_, transition)| transition.is_disabled()) {
        let place = Place::at(Owner::Extras, Path::key("transitions").then(index));
        let what = format!("the disabled transition into {}", transition.stage().unwrap_or("no stage"));
        let why = "The Terraform provider cannot disable one. Disable it in the account once the pipeline is there.";
        fidelity.lose(Severity::Changed, place, what, why);
    }
}

fn terraform() -> Block {
    let mut providers = Body::default();
    let aws = [("source", "hashicorp/aws"), ("version", ">= 6.0")];
    let aws = aws.map(|(key, value)| (key.to_owned(), Expression::text(value)));
    providers.set("aws", Expression::Object(aws.to_vec()));
    let mut body = Body::default();
    body.set("required_version", Expression::text(">= 1.5"));
    body.block("required_providers", providers);
    Block { kind: "terraform", body, ..Block::default() }
}

fn variable(document: &Document, input: &Input, fidelity: &mut Fidelity) -> Block {
    let name = variable_name(&input.id);
    if (pascal(&name) != input.name || name.ends_with('_'))
        && let Some(parameter) = document.parameter(&input.name)
    {
        let why = format!("Terraform calls it {name}; imported again, it is {}.", pascal(&name));
        fidelity.lose(Severity::Note, parameter.place, format!("the name {}", input.name), why);
    }
    let kind = match input.kind.as_str() {
        "Number" => "number",
        "String" => "string",
        other => {
            let place =
                document.parameter(&input.name).map_or_else(|| Place::of(Owner::Extras), |found| found.place);
            let why = "Terraform does not know it, so it becomes a string.";
            fidelity.lose(Severity::Changed, place, format!("the type {other} of {}", input.name), why);
            "string"
        }
    };
    let value = |text: &str| match kind {
        "number" if serde_json::from_str::<Number>(text).is_ok() => Expression::Raw(text.trim().to_owned()),
        _ => Expression::text(text),
    };
    let mut body = Body::default();
    if let Some(description) = &input.description {
        body.set("description", Expression::text(description.as_str()));
    }
    body.set("type", Expression::Raw(kind.to_owned()));
    if let Some(default) = &input.default {
        body.set("default", value(default));
    }
    if input.is_secret {
        body.set("sensitive", Expression::Raw("true".to_owned()));
    }
    if !input.allowed.is_empty() {
        let allowed = Expression::List(input.allowed.iter().map(|text| value(text)).collect());
        let mut validation = Body::default();
        validation.set(
            "condition",
            Expression::Raw(hcl::call("contains", &[&allowed, &Expression::Raw(format!("var.{name}"))])),
        );
        let message = format!("{} is one of {}.", input.name, input.allowed.join(", "));
        validation.set("error_message", Expression::text(message));
        body.block("validation", validation);
    }
    Block { kind: "variable", labels: vec![name], body, ..Block::default() }
}

/// Takes a pipeline that is published already into the state.
fn import(document: &Document, options: &Options) -> Option<Block> {
    let metadata = document.root()?.get("metadata").and_then(Value::as_object)?;
    text_of(metadata, "pipelineArn")?;
    let name =
        crate::parameter::resolve(document, options.environment.as_deref()).pipeline().name().to_owned();
    let mut body = Body::default();
    body.set("to", Expression::Raw("aws_codepipeline.pipeline".to_owned()));
    body.set("id", Expression::text(name));
    let comment = "The pipeline is published already; remove this block once it is in the state.";
    Some(Block { comment: Some(comment.to_owned()), kind: "import", body, ..Block::default() })
}
