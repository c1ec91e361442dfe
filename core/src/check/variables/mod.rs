//! CP08: variables, the namespaces that hold them, and references to them.

mod declared;
#[cfg(test)]
mod examples;
mod namespaces;
mod rules;

use std::collections::HashMap;

use serde_json::{Value, json};

use super::facts::{ActionFacts, Facts, MOST_REFACTORINGS, ReferenceFacts, Site};
use super::finding::Finding;
use super::finding::Severity::Warning;
use super::pipeline::offer_v2;
use super::registry::{Family, Step};
use super::report::Report;
use super::words::{did_you_mean, quoted};
use crate::catalog::{Category, Owner as TypeOwner, nearest_of};
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::flow::Moment;
use crate::flow::variables::{EXECUTION_ID, Malformed, RESERVED, Target};
use crate::pipeline::{FilterKind, Path, list_of};

pub(super) static FAMILY: Family = Family {
    step: Step::Variables,
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

// References.

/// When a reader needs its variables; `None` if its run order is no number.
fn moment_of(facts: &Facts, site: Site) -> Option<Moment> {
    match site {
        Site::Action(index) => facts.actions[index].moment,
        Site::Rule(index) => {
            let rule = &facts.rules[index];
            Some(Moment::of_conditions(rule.stage_index, rule.kind))
        }
    }
}

fn is_in_source(facts: &Facts, reference: &ReferenceFacts) -> bool {
    match reference.site {
        Site::Action(index) => facts.actions[index].is_category(Category::Source),
        Site::Rule(_) => false,
    }
}

/// All well-formed references outside sources.
fn targets<'f, 'd>(facts: &'f Facts<'d>) -> impl Iterator<Item = (&'f ReferenceFacts<'d>, Target<'d>)> {
    facts
        .references
        .iter()
        .filter(|reference| !is_in_source(facts, reference))
        .filter_map(|reference| Some((reference, reference.target.ok()?)))
}

/// The actions that declare a namespace.
fn setters<'f, 'd>(facts: &'f Facts<'d>, namespace: &str) -> impl Iterator<Item = &'f ActionFacts<'d>> {
    facts.namespaces.get(namespace).into_iter().flatten().map(|index| &facts.actions[*index])
}

/// The one action a reference reads from, if that is clear.
fn setter<'f, 'd>(facts: &'f Facts<'d>, namespace: &str) -> Option<&'f ActionFacts<'d>> {
    let mut setters = setters(facts, namespace);
    setters.next().filter(|_| setters.next().is_none() && !RESERVED.contains(&namespace))
}

/// Adds a finding about a reference.
fn at_reference<'r>(
    report: &'r mut Report,
    reference: &ReferenceFacts,
    message: impl Into<String>,
) -> &'r mut Finding {
    report.at(reference.place.clone(), message).point_at(reference.span.clone())
}

/// Offers to write another reference in the place of this one.
fn offer_reference(
    facts: &Facts,
    reference: &ReferenceFacts,
    namespace: &str,
    key: &str,
    finding: &mut Finding,
) {
    let place = &reference.place;
    let Some(text) = facts.text_at(reference) else { return };
    let new = format!("#{{{namespace}.{key}}}");
    let value = text.replace(reference.text, &new);
    finding.offer(format!("Use {new}"), vec![Edit::set(place.clone(), Some(json!(value)))]);
}

fn malformed(facts: &Facts, report: &mut Report) {
    for reference in &facts.references {
        let Err(problem) = reference.target else { continue };
        let shown = quoted(reference.text);
        let message = match problem {
            Malformed::Unclosed => format!("Variable reference {shown} has no closing brace"),
            Malformed::NoDot => format!("Variable reference {shown} has no dot between namespace and name"),
            Malformed::Empty => format!("Variable reference {shown} lacks the namespace or the name"),
            Malformed::Character(' ') => format!("Variable reference {shown} holds a blank"),
            Malformed::Character(odd) => format!("Variable reference {shown} holds \"{odd}\""),
        };
        let finding = at_reference(report, reference, message);
        finding.advise("Write it as #{namespace.name}");
        let inner = reference.text.trim_start_matches("#{").trim_end_matches('}');
        let compact: String = inner.split_whitespace().collect();
        if problem == Malformed::Character(' ')
            && let Some((namespace, key)) = compact.split_once('.')
        {
            offer_reference(facts, reference, namespace, key, finding);
        }
        // Scripts have uses of their own for these characters.
        let is_script = matches!(reference.place.path.first_key(), Some("commands"))
            || reference.place.path.to_string().contains("Buildspec");
        if is_script {
            finding.at_most(Warning);
        }
    }
}

fn unknown_namespace(facts: &Facts, report: &mut Report) {
    let mut known: Vec<&str> = facts.namespaces.keys().copied().chain(RESERVED).collect();
    known.sort_unstable();
    // What was meant is looked for once for each name.
    let mut meant: HashMap<&str, Option<&str>> = HashMap::new();
    for (reference, target) in targets(facts) {
        let name = target.namespace;
        if RESERVED.contains(&name) || facts.namespaces.contains_key(name) {
            continue;
        }
        let looked_for = meant.len();
        let near = *meant.entry(name).or_insert_with(|| {
            let near = || nearest_of(name, known.iter().copied());
            (looked_for < MOST_REFACTORINGS).then(near).flatten()
        });
        let unnamed = facts.actions.iter().find(|action| {
            action.action.name() == name
                && action.namespace.is_none()
                && action.provider.is_some_and(crate::catalog::Provider::yields_variables)
        });
        let message = match (unnamed, near) {
            (Some(_), _) => format!("Action {name} has no namespace"),
            (None, Some(near)) => {
                format!("No action has the namespace {}, did you mean {near}?", quoted(name))
            }
            (None, None) => format!("No action has the namespace {}", quoted(name)),
        };
        let finding = at_reference(report, reference, message);
        if let Some(action) = unnamed {
            finding.relate(Place::action(action.action.id), "this action");
            if facts.flow.artifact(name).is_none() && !name.contains('.') {
                let edit = Edit::set(action.at("namespace"), Some(json!(name)));
                finding.offer(format!("Give {name} the namespace {name}"), vec![edit]);
            }
        } else if let Some(near) = near {
            offer_reference(facts, reference, near, target.key, finding);
        } else if facts.flow.artifact(name).is_some() {
            finding.advise(format!(
                "{name} is an artifact; variables are read through the namespace of an action"
            ));
        } else {
            finding.advise("Give the action that sets the variable this namespace");
        }
    }
}

fn too_early(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        if RESERVED.contains(&target.namespace) {
            continue;
        }
        let Some(moment) = moment_of(facts, reference.site) else { continue };
        let mut latest = None;
        let mut is_fine = false;
        for setter in setters(facts, target.namespace) {
            is_fine |= setter.moment.is_none_or(|set| set < moment);
            latest = Some(setter);
        }
        let Some(setter) = latest.filter(|_| !is_fine) else { continue };
        let name = setter.action.name();
        let own = |index: usize| &facts.actions[index];
        let message = match reference.site {
            Site::Action(index) if own(index).action.id == setter.action.id => {
                format!("{name} reads its own variable {}", reference.text)
            }
            Site::Action(_) if setter.moment.is_some_and(|set| set == moment) => {
                format!("{} is set by {name}, which starts at the same time", reference.text)
            }
            _ => format!("{} is set by {name}, which runs later", reference.text),
        };
        let finding = match reference.site {
            Site::Action(_) => at_reference(report, reference, message),
            Site::Rule(_) => {
                report.under("CP1014", reference.place.clone(), message).point_at(reference.span.clone())
            }
        };
        finding.relate(setter.at("namespace"), "set here");
        if let Site::Action(index) = reference.site
            && let Some(set) = setter.moment
            && set.stage == moment.stage
            && own(index).action.id != setter.action.id
            && (0..999).contains(&set.run_order)
        {
            let edit = Edit::set(own(index).at("runOrder"), Some(json!(set.run_order + 1)));
            finding.offer(format!("Run {} after {name}", own(index).action.name()), vec![edit]);
        }
    }
}

fn declared<'d>(facts: &Facts<'d>) -> Vec<&'d str> {
    facts.pipeline.variables().filter_map(crate::pipeline::Variable::name).collect()
}

fn undeclared(facts: &Facts, report: &mut Report) {
    if facts.is_v1() {
        return;
    }
    let declared = declared(facts);
    for (reference, target) in targets(facts) {
        let name = target.key;
        if target.namespace != "variables" || declared.contains(&name) {
            continue;
        }
        let near = nearest_of(name, declared.iter().copied());
        let hint = did_you_mean(name, declared.iter().copied());
        let finding =
            at_reference(report, reference, format!("Variable {} is not declared{hint}", quoted(name)));
        if let Some(near) = near {
            offer_reference(facts, reference, "variables", near, finding);
        }
        if !name.contains('.') {
            let mut all = list_of(&facts.pipeline.members, "variables").to_vec();
            all.push(json!({"name": name}));
            let place = Place::at(Owner::Pipeline, Path::key("variables"));
            finding
                .offer(format!("Declare variable {name}"), vec![Edit::set(place, Some(Value::Array(all)))]);
        }
    }
}

fn reference_on_v1(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        if facts.is_v1() && target.namespace == "variables" {
            let message = format!("{} needs pipeline type V2", reference.text);
            offer_v2(at_reference(report, reference, message));
        }
    }
}

fn in_source(facts: &Facts, report: &mut Report) {
    for reference in facts.references.iter().filter(|reference| is_in_source(facts, reference)) {
        let message = format!("A source resolves no variables, so {} stays as it is", reference.text);
        at_reference(report, reference, message).advise("Write the value itself");
    }
}

fn unknown_key(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        if target.namespace == "codepipeline" {
            if target.key != EXECUTION_ID {
                let message =
                    format!("codepipeline has one variable, {EXECUTION_ID}, not {}", quoted(target.key));
                let finding = at_reference(report, reference, message);
                offer_reference(facts, reference, "codepipeline", EXECUTION_ID, finding);
            }
            continue;
        }
        let Some(setter) = setter(facts, target.namespace) else { continue };
        let Some(provider) =
            setter.provider.filter(|it| it.has_known_keys() && it.owner != TypeOwner::Custom)
        else {
            continue;
        };
        let known = || provider.output_variables.iter().map(|variable| variable.name.as_str());
        if provider.user_defined_output_variables.is_some() || known().any(|name| name == target.key) {
            continue;
        }
        let what = if provider.yields_variables() {
            format!("{} yields no variable {}", provider.name, quoted(target.key))
        } else {
            format!("{} yields no variables", provider.name)
        };
        let hint = did_you_mean(target.key, known());
        let finding = at_reference(report, reference, format!("{what}{hint}"));
        finding.relate(setter.at("namespace"), "the namespace is given here");
        if let Some(near) = nearest_of(target.key, known()) {
            offer_reference(facts, reference, target.namespace, near, finding);
        }
    }
}

fn not_put_out(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        let Some(setter) = setter(facts, target.namespace).filter(|it| it.is("Compute/AWS/Commands/1"))
        else {
            continue;
        };
        if setter.action.output_variables().any(|name| name == target.key) {
            continue;
        }
        let known = || setter.action.output_variables();
        let hint = did_you_mean(target.key, known());
        let message =
            format!("{} does not put out variable {}{hint}", setter.action.name(), quoted(target.key));
        let finding = at_reference(report, reference, message);
        finding.relate(setter.at("outputVariables"), "what it puts out");
        if let Some(near) = nearest_of(target.key, known()) {
            offer_reference(facts, reference, target.namespace, near, finding);
        }
        let mut all = list_of(&setter.action.members, "outputVariables").to_vec();
        all.push(json!(target.key));
        let edit = Edit::set(setter.at("outputVariables"), Some(Value::Array(all)));
        finding.offer(format!("Add {} to outputVariables", target.key), vec![edit]);
    }
}

fn unchecked_key(facts: &Facts, report: &mut Report) {
    let mut told: Vec<Target> = Vec::new();
    for (reference, target) in targets(facts) {
        let Some(setter) = setter(facts, target.namespace) else { continue };
        let Some(provider) = setter.provider.filter(|provider| provider.id != "Compute/AWS/Commands/1")
        else {
            continue;
        };
        let is_fixed = provider.output_variables.iter().any(|variable| variable.name == target.key);
        let Some(_) = provider.user_defined_output_variables.as_ref().filter(|_| !is_fixed) else { continue };
        if told.contains(&target) {
            continue;
        }
        told.push(target);
        let source = match provider.provider.as_str() {
            "CodeBuild" => "exported-variables of its buildspec",
            "CloudFormation" => "the Outputs of its template",
            "Lambda" => "the outputVariables of its answer",
            _ => "what it puts out",
        };
        let message = format!("Whether {} yields {} cannot be told here", setter.action.name(), target.key);
        at_reference(report, reference, message).advise(format!("It must stand in {source}"));
    }
}

/// The kinds of starts that set a variable of a connection source.
fn kind_that_sets(key: &str) -> Option<&'static str> {
    match key {
        "BranchName" => Some("push"),
        "TagName" => Some("tag"),
        "PullRequestId" | "PullRequestTitle" | "SourceBranchName" | "DestinationBranchName" => {
            Some("pull request")
        }
        _ => None,
    }
}

fn of_another_start(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        let Some(needed) = kind_that_sets(target.key) else { continue };
        let Some(setter) =
            setter(facts, target.namespace).filter(|it| it.is("Source/AWS/CodeStarSourceConnection/1"))
        else {
            continue;
        };
        let mut kinds: Vec<&str> = facts
            .pipeline
            .triggers()
            .filter(|trigger| trigger.source_action_name() == Some(setter.action.name()))
            .flat_map(crate::pipeline::Trigger::filters)
            .map(|filter| match filter.kind {
                FilterKind::PullRequest => "pull request",
                FilterKind::Push if filter.members.contains_key("tags") => "tag",
                FilterKind::Push => "push",
            })
            .collect();
        if kinds.is_empty() {
            kinds.push("push");
        }
        // A branch is known for tags, too.
        let is_set = |kind: &str| kind == needed || needed == "push" && kind == "tag";
        if let Some(other) = kinds.iter().find(|kind| !is_set(kind)) {
            let message =
                format!("{} is set after a {needed} only, but a {other} starts the pipeline", reference.text);
            at_reference(report, reference, message)
                .relate(Place::action(setter.action.id), "the source")
                .advise("Make a pipeline of its own for each kind of start");
        }
    }
}

// Variables of the pipeline.

/// A source that starts the pipeline without anybody's doing.
pub(super) fn automatic_start<'f, 'd>(facts: &'f Facts<'d>) -> Option<&'f ActionFacts<'d>> {
    facts.actions.iter().filter(|action| action.is_category(Category::Source)).find(|action| {
        let Some(provider) = action.provider else { return false };
        let has_trigger =
            facts.pipeline.triggers().any(|it| it.source_action_name() == Some(action.action.name()));
        let switch =
            ["DetectChanges", "PollForSourceChanges"].into_iter().find(|key| provider.field(key).is_some());
        has_trigger || switch.is_some_and(|key| action.shared(key) != Some("false"))
    })
}
