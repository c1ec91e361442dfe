//! CP18: what a design tells of the things around the pipeline, in its `resources`.

use serde_json::Value;

use super::facts::Facts;
use super::finding::Severity::{Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::any_of;
use crate::catalog::{Catalog, Field, FieldKind, ValueProblem, nearest_of};
use crate::document::Place;
use crate::document::resources::Resource;
use crate::edit;
use crate::parameter::references;
use crate::pipeline::{Path, type_name};
use crate::solution::named::all_named;

pub(super) static FAMILY: Family = Family {
    step: Step::Advice,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP1801",
            title: "Nothing names what is told of",
            severity: Hint,
            what: "Each thing that the resources of a design tell about is named by the pipeline or one of its actions.",
            why: "What is told has no effect: an export makes the project or the repository that the pipeline names, with its usual settings.",
            example: "A resource of kind codebuild-project called build, and actions that name the project make",
            fix: "Give it the name the pipeline uses, or remove it.",
            aws_answer: None,
            source: "Design of this program",
        },
        check: Check::Pipeline(unnamed),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1802",
            title: "Unknown kind of resource",
            severity: Warning,
            what: "The kind of each resource is one of those that exports know.",
            why: "Exports leave it out.",
            example: "A resource of kind codebuild",
            fix: "Write the kind as the list of kinds has it, such as codebuild-project.",
            aws_answer: None,
            source: "Design of this program",
        },
        check: Check::Pipeline(unknown_kind),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1803",
            title: "Property that does not fit",
            severity: Warning,
            what: "Each known property of a resource has a value its service takes: of the type, from the list, within the bounds.",
            why: "An export writes it as it is, and creating the thing fails, or it is left out.",
            example: "A project with the compute type SMALL",
            fix: "Write a value the service takes, such as BUILD_GENERAL1_SMALL.",
            aws_answer: None,
            source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html",
        },
        check: Check::Pipeline(properties),
    },
];

fn unnamed(facts: &Facts, report: &mut Report) {
    let mut resources = facts.resources().peekable();
    if resources.peek().is_none() {
        return;
    }
    let document = facts.written();
    let named = all_named(document);
    for resource in resources {
        let is_known = Catalog::get().resource_kind(resource.kind()).is_some();
        let is_named =
            named.iter().any(|it| it.kind.id == resource.kind() && Some(&*it.name) == resource.name());
        if !is_known || is_named {
            continue;
        }
        let message = match resource.name() {
            Some(name) => format!("Nothing names the {} {name}", resource.kind()),
            None => format!("This {} has no name", resource.kind()),
        };
        let finding = report.at(resource.place(), message);
        if let Some(change) = edit::resources::forget(document, resource.index) {
            finding.offer("Remove what is told of it", change.edits);
        }
    }
}

fn unknown_kind(facts: &Facts, report: &mut Report) {
    for resource in facts.resources() {
        let kind = resource.kind();
        if Catalog::get().resource_kind(kind).is_some() {
            continue;
        }
        let place = within(&resource, "kind");
        let kinds = Catalog::get().resource_kinds().iter().map(|kind| kind.id.as_str());
        let finding = if kind.is_empty() {
            report.at(resource.place(), "This resource has no kind")
        } else {
            report.at(place.clone(), format!("{kind} is no kind of resource"))
        };
        if let Some(nearest) = nearest_of(kind, kinds) {
            let value = Some(Value::String(nearest.to_owned()));
            finding.offer(format!("Use {nearest}"), vec![edit::Edit::set(place, value)]);
        }
    }
}

fn properties(facts: &Facts, report: &mut Report) {
    for resource in facts.resources() {
        let Some(kind) = Catalog::get().resource_kind(resource.kind()) else { continue };
        let properties = within(&resource, "properties");
        for field in &kind.fields {
            let mut place = properties.clone();
            for key in field.key.split('.') {
                place.path = place.path.then(key.to_owned());
            }
            let Some(value) = facts.extra(&place.path) else { continue };
            judge(field, value, &place, report);
        }
    }
}

fn judge(field: &Field, value: &Value, place: &Place, report: &mut Report) {
    let wanted = match (field.kind, value) {
        (FieldKind::Bool, Value::Bool(_)) | (FieldKind::CsvList | FieldKind::Json, Value::Array(_)) => None,
        // Another text, such as one with a parameter, counts as nothing in an export.
        (FieldKind::Bool, Value::String(text)) if text.parse::<bool>().is_ok() => None,
        (FieldKind::Bool, _) => Some("true or false"),
        (FieldKind::CsvList | FieldKind::Json, _) => Some("a list"),
        (_, Value::Array(_) | Value::Object(_) | Value::Null) => Some("a value"),
        (_, Value::String(_) | Value::Number(_) | Value::Bool(_)) => None,
    };
    if let Some(wanted) = wanted {
        report.at(place.clone(), format!("{} is {}, not {wanted}", field.label, type_name(value)));
        return;
    }
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        // What is in lists is for the service to judge.
        Value::Array(_) | Value::Object(_) | Value::Null => return,
    };
    // With a parameter in it, it is another value in each environment.
    if text.is_empty() || !references(&text).is_empty() {
        return;
    }
    let listed = !field.allowed.is_empty() && !field.allowed.contains(&text);
    let problem = field.problem(&text);
    if !listed && problem.is_none() {
        return;
    }
    let nearest = nearest_of(&text, field.allowed.iter().map(String::as_str));
    let finding = report.at(place.clone(), format!("{} cannot be {text}", field.label));
    match problem {
        Some(ValueProblem::Range { min: Some(min), max: Some(max) }) => {
            finding.advise(format!("Write a number from {min} to {max}"));
        }
        _ if field.allowed.is_empty() => {
            finding.advise(format!("Write it as {}", field.example));
        }
        _ => {
            finding.advise(format!("Use {}", any_of(field.allowed.iter().map(String::as_str))));
        }
    }
    if let Some(nearest) = nearest {
        let value = match value {
            Value::Number(_) => serde_json::from_str(nearest).ok(),
            _ => Some(Value::String(nearest.to_owned())),
        };
        if value.is_some() {
            finding.offer(format!("Use {nearest}"), vec![edit::Edit::set(place.clone(), value)]);
        }
    }
}

fn within(resource: &Resource<'_>, key: &'static str) -> Place {
    let Place { owner, path } = resource.place();
    let path: Path = path.then(key);
    Place { owner, path }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "^pipewright = {'resources': [{'kind': 'codebuild-project', 'name': 'nobody', 'exists': true}]}",
        "CP1801 /pipewright/resources/0",
    )
    .fix(&["Remove what is told of it"]),
    fires(
        "^pipewright = {'resources': [{'kind': 'codebuild', 'name': 'x'}]}",
        "CP1802 /pipewright/resources/0/kind",
    ),
    silent("CP1801", "^pipewright = {'resources': [{'kind': 'codebuild', 'name': 'x'}]}"),
    fires(
        "^pipewright = {'resources': [{'kind': 'codebuild-project', 'name': 'shop-build', 'properties': {'compute': 'SMALL'}}]}",
        "CP1803 /pipewright/resources/0/properties/compute",
    ),
    fires(
        "^pipewright = {'resources': [{'kind': 'codebuild-project', 'name': 'shop-build', 'properties': {'timeoutInMinutes': 3}}]}",
        "CP1803 /pipewright/resources/0/properties/timeoutInMinutes",
    ),
    fires(
        "^pipewright = {'resources': [{'kind': 'codebuild-project', 'name': 'shop-build', 'properties': {'vpc': {'subnets': 'subnet-1'}}}]}",
        "CP1803 /pipewright/resources/0/properties/vpc/subnets",
    ),
    fires(
        "^pipewright = {'resources': [{'kind': 'codebuild-project', 'name': 'shop-build', 'properties': {'privileged': '${Docker}'}}]}",
        "CP1803 /pipewright/resources/0/properties/privileged",
    ),
    silent(
        "CP1803",
        "^pipewright = {'resources': [{'kind': 'codebuild-project', 'name': 'shop-build', 'properties': {'privileged': 'true'}}]}",
    ),
    silent(
        "CP1803",
        "^pipewright = {'resources': [{'kind': 'codebuild-project', 'name': 'shop-build', 'properties': {'compute': '${Size}', 'privileged': true, 'timeoutInMinutes': 30, 'logRetentionInDays': 30, 'vpc': {'id': 'vpc-0a1b2c3d', 'subnets': []}, 'variables': []}}]}",
    ),
    silent("CP1802", "^pipewright = {'resources': [{'kind': 'codebuild-project', 'name': 'shop-build'}]}"),
];
