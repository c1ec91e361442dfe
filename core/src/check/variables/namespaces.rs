//! Namespaces: what holds the variables an action puts out.

use super::super::facts::{ActionFacts, Alone, Facts, Home};
use super::super::finding::Finding;
use super::super::report::Report;
use crate::catalog::Owner as TypeOwner;
use crate::document::{Owner, Place};
use crate::edit::{self, Edit, fresh_name};
use crate::flow::variables::RESERVED;
use crate::pipeline::Path;

pub(super) fn namespace_twice(facts: &Facts, report: &mut Report) {
    for (index, action) in facts.actions.iter().enumerate() {
        let Some(name) = action.namespace.filter(|name| !name.is_empty()) else { continue };
        let Some(first) =
            facts.namespaces.get(name).and_then(|users| users.first()).filter(|first| **first < index)
        else {
            continue;
        };
        let message = format!("Namespace {name} is used twice");
        let finding = report.at(action.at("namespace"), message);
        finding.relate(facts.actions[*first].at("namespace"), "first used here");
        offer_namespace(facts, action, name, finding);
    }
}

fn offer_namespace(facts: &Facts, action: &ActionFacts, wanted: &str, finding: &mut Finding) {
    if !facts.may_refactor() {
        return;
    }
    let taken = facts.namespaces.keys().copied().chain(facts.flow.artifacts.iter().map(|a| a.name.as_str()));
    let free = fresh_name(wanted, taken.chain(RESERVED), '-', 100);
    if let Some(change) = edit::rename::namespace(facts.document(), action.action.id, Some(&free)) {
        finding.offer(format!("Rename to {free}"), change.edits);
    }
}

pub(super) fn namespace_like_artifact(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(name) = action.namespace else { return };
    let Some(artifact) = facts.flow.artifact(name) else { return };
    let finding = report.at(action.at("namespace"), format!("Namespace {name} has the name of an artifact"));
    if let Some(maker) = artifact.makers.first() {
        let path = Path::key("outputArtifacts").then(maker.index).then("name");
        finding.relate(Place::at(Owner::Action(maker.action), path), "the artifact is made here");
    }
    offer_namespace(facts, action, &format!("{name}Variables"), finding);
}

pub(super) fn namespace_reserved(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(name) = action.namespace.filter(|name| RESERVED.contains(name)) else { return };
    let finding = report.at(action.at("namespace"), format!("Namespace {name} belongs to CodePipeline"));
    offer_namespace(facts, action, &format!("{}Variables", action.action.name().replace('.', "-")), finding);
}

pub(super) fn namespace_without_use(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(provider) = action.provider.filter(|it| it.has_known_keys() && it.owner == TypeOwner::Aws)
    else {
        return;
    };
    let Some(name) = action.namespace else { return };
    let is_read = || facts.references.iter().any(|it| it.target.is_ok_and(|target| target.namespace == name));
    if !provider.yields_variables() && !is_read() {
        let place = action.at("namespace");
        report
            .at(place.clone(), format!("{} yields no variables", provider.name))
            .offer_safe("Remove namespace", vec![Edit::set(place, None)]);
    }
}

pub(super) fn namespace_and_file(_: &Home, action: &Alone, report: &mut Report) {
    if action.action.namespace().is_some() && action.action.configuration().has("OutputFileName") {
        report
            .at(action.at("namespace"), "With OutputFileName the variables of the namespace may stay empty")
            .relate(action.at_configuration("OutputFileName"), "the file is named here")
            .advise("Use one of the two");
    }
}
