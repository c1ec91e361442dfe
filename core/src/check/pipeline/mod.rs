//! CP01: the pipeline itself.

#[cfg(test)]
mod examples;
mod rules;

use serde_json::json;

use super::facts::Facts;
use super::finding::Finding;
use super::registry::{Family, Step};
use super::report::Report;
use super::stores::unknown_region;
use super::words::{all_of, any_of, count};
use crate::catalog::Category;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{Arn, ConditionKind, Path};

pub(super) static FAMILY: Family = Family {
    step: Step::Structure,
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

/// Most actions of a pipeline. Source: quotas page of the user guide.
const MAX_ACTIONS: usize = 1000;
/// Actions of one execution that run at once in mode PARALLEL. Source: quotas page of the user guide.
const MAX_PARALLEL_ACTIONS: usize = 5;

fn at(key: &'static str) -> Place {
    Place::at(Owner::Pipeline, Path::key(key))
}

/// Offers the type V2, which is what a finding about V2 features is always about.
pub(super) fn offer_v2(finding: &mut Finding) -> &mut Finding {
    finding
        .relate(at("pipelineType"), "V1 is set here")
        .offer("Set pipeline type to V2", vec![Edit::set(at("pipelineType"), Some(json!("V2")))])
}

fn role_of_another_account(facts: &Facts, report: &mut Report) {
    let Some(role) = facts.pipeline.role_arn().and_then(Arn::parse) else { return };
    if let Some(account) = facts.account
        && account != role.account
    {
        let message = format!("Service role is in account {}, the pipeline in {account}", role.account);
        report.at(at("roleArn"), message).advise("Use a role of the pipeline's account");
    }
}

fn other_name(facts: &Facts, report: &mut Report) {
    let Some(known) = facts.arn.map(|arn| arn.resource) else { return };
    let name = facts.pipeline.name();
    if !name.is_empty() && !known.is_empty() && name != known {
        report
            .at(at("name"), format!("AWS knows this pipeline as {known}; as {name} it would be another one"))
            .advise("Publish it and delete the old one, if a new pipeline is meant")
            .offer(format!("Rename to {known}"), vec![Edit::set(at("name"), Some(json!(known)))]);
    }
}

fn own_region(facts: &Facts, report: &mut Report) {
    let place = match facts.arn {
        Some(_) => Place::of(Owner::Pipeline),
        None => Place::at(Owner::Pipeline, Path::key("artifactStore").then("encryptionKey").then("id")),
    };
    if let Some(region) = facts.told_region.filter(|region| !region.contains("#{")) {
        unknown_region(facts, region, place, report);
    }
}

/// What the definition holds that only V2 pipelines have.
fn v2_features(facts: &Facts) -> Vec<&'static str> {
    let pipeline = facts.pipeline;
    let has_conditions = pipeline.stages.iter().any(|stage| stage.all_conditions().next().is_some());
    [
        (matches!(pipeline.execution_mode(), "QUEUED" | "PARALLEL"), "execution mode"),
        (pipeline.variables().next().is_some(), "variables"),
        (pipeline.triggers().next().is_some(), "triggers"),
        (has_conditions, "stage conditions"),
    ]
    .into_iter()
    .filter_map(|(is_used, feature)| is_used.then_some(feature))
    .collect()
}

fn type_absent(facts: &Facts, report: &mut Report) {
    if facts.pipeline.members.contains_key("pipelineType") {
        return;
    }
    let features = v2_features(facts);
    let set = |kind: &str| vec![Edit::set(at("pipelineType"), Some(json!(kind)))];
    if features.is_empty() {
        report
            .at(at("pipelineType"), "Pipeline type is not given, AWS takes V1")
            .offer("Set pipeline type to V2", set("V2"))
            .offer("Set pipeline type to V1", set("V1"));
    } else {
        let message = format!("Pipeline type is not given, but {} need V2", all_of(features));
        report.at(at("pipelineType"), message).offer_safe("Set pipeline type to V2", set("V2"));
    }
}

fn type_v1(facts: &Facts, report: &mut Report) {
    if facts.is_v1() && v2_features(facts).is_empty() {
        report
            .at(at("pipelineType"), "Type V1 has no variables, trigger filters, conditions or rollback")
            .advise("Compare the prices: V1 costs by active pipeline, V2 by action minute");
    }
}

fn mode_needs_v2(facts: &Facts, report: &mut Report) {
    let mode = facts.pipeline.execution_mode();
    if facts.is_v1() && matches!(mode, "QUEUED" | "PARALLEL") {
        let finding = report.at(at("executionMode"), format!("Execution mode {mode} needs pipeline type V2"));
        offer_v2(finding).offer(
            "Set execution mode to SUPERSEDED",
            vec![Edit::set(at("executionMode"), Some(json!("SUPERSEDED")))],
        );
    }
}

fn rollback_in_parallel(facts: &Facts, report: &mut Report) {
    if facts.pipeline.execution_mode() != "PARALLEL" {
        return;
    }
    let queued = || vec![Edit::set(at("executionMode"), Some(json!("QUEUED")))];
    for stage in &facts.pipeline.stages {
        let owner = Owner::Stage(stage.id);
        let mut add = |path: Path| {
            report
                .at(
                    Place::at(owner, path),
                    format!("Stage {} cannot roll back in mode PARALLEL", stage.name()),
                )
                .relate(at("executionMode"), "PARALLEL is set here")
                .offer("Set execution mode to QUEUED", queued());
        };
        for conditions in stage.all_conditions() {
            let key = Path::key(conditions.kind.key());
            if conditions.kind == ConditionKind::OnFailure && conditions.result() == Some("ROLLBACK") {
                add(key.clone().then("result"));
            }
            for (index, condition) in conditions.conditions().enumerate() {
                if condition.result() == Some("ROLLBACK") {
                    add(key.clone().then("conditions").then(index).then("result"));
                }
            }
        }
    }
}

fn parallel_source(facts: &Facts, report: &mut Report) {
    if facts.pipeline.execution_mode() != "PARALLEL" {
        return;
    }
    for action in facts.of_providers(&["Source/AWS/CodeCommit/1", "Source/AWS/S3/1"]) {
        let message = format!(
            "In mode PARALLEL {} may take a newer revision than the one that started it",
            action.action.name()
        );
        report
            .at(Place::action(action.action.id), message)
            .relate(at("executionMode"), "PARALLEL is set here")
            .advise("Use a connection source or mode QUEUED, or hand over the revision in the event rule");
    }
}

fn parallel_target(facts: &Facts, report: &mut Report) {
    if facts.pipeline.execution_mode() != "PARALLEL" {
        return;
    }
    let fixed: Vec<_> = facts
        .actions
        .iter()
        .filter(|action| action.is_category(Category::Deploy) && action.provider.is_some())
        .filter(|action| !action.action.configuration().texts().any(|(_, text)| text.contains("#{")))
        .collect();
    if fixed.is_empty() {
        return;
    }
    let finding = report.at(
        at("executionMode"),
        format!(
            "Parallel executions overwrite each other: {} always deploys to the same target",
            any_of(fixed.iter().take(3).map(|action| action.action.name()),)
        ),
    );
    finding.advise("Build the target's name with a variable, or use mode QUEUED");
    for action in fixed {
        finding.relate(Place::action(action.action.id), "deploys to a fixed target");
    }
    finding
        .offer("Set execution mode to QUEUED", vec![Edit::set(at("executionMode"), Some(json!("QUEUED")))]);
}

fn parallel_group(facts: &Facts, _: usize, stage: &crate::pipeline::Stage, report: &mut Report) {
    if facts.pipeline.execution_mode() != "PARALLEL" {
        return;
    }
    for order in stage.run_orders() {
        let number = stage.actions.iter().filter(|action| action.run_order() == order).count();
        if number > MAX_PARALLEL_ACTIONS {
            let message =
                format!("{number} actions have run order {order}, only 5 run at once in mode PARALLEL");
            report
                .at(Place::stage(stage.id), message)
                .relate(at("executionMode"), "PARALLEL is set here")
                .advise("Spread them over several run orders");
        }
    }
}

fn too_many_actions(facts: &Facts, report: &mut Report) {
    let number = facts.pipeline.actions().count();
    if number > MAX_ACTIONS {
        let message = format!("Pipeline has {}, at most {MAX_ACTIONS} are allowed", count(number, "action"));
        report.at(at("stages"), message).advise("Split the pipeline; one can start another");
    }
}
