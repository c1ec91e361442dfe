//! CP14: running and upkeep: what works, and could work better.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::actions::{Target, target};
use super::facts::{ActionFacts, Facts};
use super::finding::Severity::Hint;
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::variables::automatic_start;
use crate::catalog::Category;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{FilterKind, Path, Stage, Trigger, TriggerFilter};

pub(super) static FAMILY: Family = Family {
    step: Step::Advice,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP1403",
            title: "Approval in front of other actions",
            severity: Hint,
            what: "A manual approval has a stage of its own, or comes last in its stage.",
            why: "A stage is locked while its approval waits, so later executions queue up before actions that are long done. A failed action behind it asks for approval again on a retry of all actions.",
            example: "A stage with an approval of run order 2 and a deploy of run order 3, behind tests of run order 1",
            fix: "Move the approval to a stage of its own.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Stage(approval_between),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1404",
            title: "One target in two stages",
            severity: Hint,
            what: "In mode SUPERSEDED, what is deployed to one target is deployed by one stage, unless an approval stands between.",
            why: "A stage is locked for one execution, two stages are not: another execution may deploy in between, and what the second stage works on is then not what the first one left.",
            example: "A stage Deploy and a later stage Verify that both deploy to the same bucket",
            fix: "Put both actions into one stage, at different run orders.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(split_target),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1405",
            title: "Failed deployment stays",
            severity: Hint,
            what: "Some stage that deploys has onFailure, where the pipeline type and the execution mode let it roll back. CloudFormation, CodeDeploy and AppConfig take back what failed by themselves, so stages that deploy with nothing else are left out.",
            why: "Without it a failed deployment stays as it is until somebody looks.",
            example: "A V2 pipeline that deploys to S3 in stages without onFailure",
            fix: "Let the stage roll back, or retry its failed actions.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(no_failure_handling),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1410",
            title: "Queue behind an approval",
            severity: Hint,
            what: "A pipeline of mode QUEUED that starts with each push has no manual approval that waits for more than a day. Triggers that look at tags, files or pull requests start it less often, and are left out.",
            why: "Executions queue up while somebody is waited for; with 50 waiting, new ones fail.",
            example: "\"executionMode\": \"QUEUED\", a source that detects each change, and a manual approval without timeoutInMinutes, which waits for a week",
            fix: "Use mode SUPERSEDED, let the approval wait for a shorter time, or start the pipeline by tags or by hand.",
            aws_answer: Some("New executions fail while 50 are waiting"),
            source: "User guide",
        },
        check: Check::Pipeline(queue_behind_approval),
    },
];

fn is_approval(action: &ActionFacts) -> bool {
    action.does(Category::Approval)
}

fn approval_between(facts: &Facts, index: usize, stage: &Stage, report: &mut Report) {
    let actions = facts.of_stage(index);
    for approval in actions.iter().filter(|action| is_approval(action)) {
        let approval = approval.action;
        let order = approval.run_order();
        let others = || actions.iter().filter(|action| !is_approval(action)).map(|action| action.action);
        if others().any(|action| action.run_order() < order)
            && others().any(|action| action.run_order() > order)
        {
            let message = format!("Stage {} is locked while {} waits", stage.name(), approval.name());
            report.at(Place::action(approval.id), message).advise("Move the approval to a stage of its own");
        }
    }
}

fn split_target(facts: &Facts, report: &mut Report) {
    if facts.pipeline.execution_mode() != "SUPERSEDED" {
        return;
    }
    // Positions of the last stage with an approval that was passed, by target the first action.
    let mut approved = 0;
    let mut first_of: HashMap<Target, (usize, &ActionFacts)> = HashMap::new();
    for index in 0..facts.pipeline.stages.len() {
        let actions = facts.of_stage(index);
        if actions.iter().any(is_approval) {
            approved = index;
        }
        for action in actions {
            let Some(target) = target(action) else { continue };
            let (first_index, first) = *first_of.entry(target).or_insert((index, action));
            if first_index < index && approved <= first_index {
                report
                    .at(
                        Place::action(action.action.id),
                        format!(
                            "Another execution may deploy between {} and {}",
                            first.action.name(),
                            action.action.name()
                        ),
                    )
                    .relate(Place::action(first.action.id), "deploys to the same target in another stage")
                    .advise("Put both into one stage, which one execution at a time has for itself");
            }
        }
    }
}

/// Deploy providers whose failed deployments are taken back by the service, or can be told to be where they are set
/// up, which is not in the definition.
const RESTORING: [&str; 6] = [
    "AppConfig",
    "CloudFormation",
    "CloudFormationStackInstances",
    "CloudFormationStackSet",
    "CodeDeploy",
    "CodeDeployToECS",
];

fn no_failure_handling(facts: &Facts, report: &mut Report) {
    if facts.pipeline.pipeline_type() != Some("V2") || facts.pipeline.execution_mode() == "PARALLEL" {
        return;
    }
    let deploys = |action: &ActionFacts| action.does(Category::Deploy);
    let stays = |action: &ActionFacts| deploys(action) && !RESTORING.contains(&action.kind.provider);
    let behind_sources = || facts.pipeline.stages.iter().enumerate().skip(1);
    let is_handled = |(index, stage): (usize, &Stage)| {
        stage.members.contains_key("onFailure") && facts.of_stage(index).iter().any(deploys)
    };
    if behind_sources().any(is_handled) {
        return;
    }
    let stages = behind_sources().filter(|(index, _)| facts.of_stage(*index).iter().any(stays));
    let stages: Vec<&Stage> = stages.map(|(_, stage)| stage).collect();
    let Some((last, others)) = stages.split_last() else { return };
    let place = Place::at(Owner::Stage(last.id), Path::key("onFailure"));
    let set = |value: Value| vec![Edit::set(place.clone(), Some(value))];
    let retry = json!({"result": "RETRY", "retryConfiguration": {"retryMode": "FAILED_ACTIONS"}});
    let finding =
        report.at(place.clone(), format!("A failed deployment of stage {} stays as it is", last.name()));
    finding
        .advise("Let the stage roll back, or retry its failed actions")
        .offer("Roll back on failure", set(json!({"result": "ROLLBACK"})))
        .offer("Retry failed actions", set(retry));
    for other in others {
        finding.relate(Place::stage(other.id), "deploys without onFailure, too");
    }
}

/// In minutes. In a day of work a pipeline is hardly started 50 times; in the week an approval waits by default it is.
const DAY: i64 = 24 * 60;

/// Whether each push starts the pipeline: no trigger for the source looks at tags, files or pull requests alone.
fn starts_often(facts: &Facts, source: &ActionFacts) -> bool {
    let of_source = |trigger: &Trigger<'_>| trigger.source_action_name() == Some(source.action.name());
    let mut triggers = facts.pipeline.triggers().filter(of_source).peekable();
    let is_wide = |filter: TriggerFilter<'_>| {
        let looks_at = |key| filter.patterns(key).is_some();
        filter.kind == FilterKind::Push && !looks_at("tags") && !looks_at("filePaths")
    };
    triggers.peek().is_none()
        || triggers.any(|trigger| trigger.filters().next().is_none() || trigger.filters().any(is_wide))
}

fn queue_behind_approval(facts: &Facts, report: &mut Report) {
    if facts.pipeline.execution_mode() != "QUEUED" {
        return;
    }
    let Some(source) = automatic_start(facts).filter(|source| starts_often(facts, source)) else { return };
    let is_slow = |action: &&ActionFacts| {
        is_approval(action) && action.action.timeout_minutes().is_none_or(|minutes| minutes > DAY)
    };
    let Some(approval) = facts.actions.iter().find(is_slow) else { return };
    let place = Place::at(Owner::Pipeline, Path::key("executionMode"));
    report
        .at(
            place.clone(),
            format!(
                "Executions queue up while {} waits; with 50 waiting, new ones fail",
                approval.action.name()
            ),
        )
        .advise("Use mode SUPERSEDED, or let the approval wait for a shorter time")
        .relate(Place::action(approval.action.id), "waits for a person")
        .relate(Place::action(source.action.id), "starts the pipeline by itself")
        .offer("Set execution mode to SUPERSEDED", vec![Edit::set(place, Some(json!("SUPERSEDED")))]);
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "/stages/3/actions/+ = {'name': 'Ask', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}, 'runOrder': 2}\nSite/runOrder = 3",
        "CP1403 /stages/3/actions/2",
    ),
    silent("CP1403", ""),
    fires(
        "/stages/1/actions/+ = {'name': 'Early', 'actionTypeId': {'category': 'Deploy', 'owner': 'AWS', 'provider': 'S3', 'version': '1'}, 'runOrder': 2, 'configuration': {'BucketName': 'shop-site', 'Extract': 'true'}, 'inputArtifacts': [{'name': 'BuildOutput'}]}\n/stages/2/actions/0/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'Lambda', 'version': '1'}\n/stages/2/actions/0/configuration = {'FunctionName': 'ask', 'UserParameters': '#{LintVariables.SCORE}'}\n/stages/3/name = 'Rest'",
        "CP1404 Site",
    ),
    silent(
        "CP1404",
        "/stages/1/actions/+ = {'name': 'Early', 'actionTypeId': {'category': 'Deploy', 'owner': 'AWS', 'provider': 'S3', 'version': '1'}, 'runOrder': 2, 'configuration': {'BucketName': 'shop-site', 'Extract': 'true'}, 'inputArtifacts': [{'name': 'BuildOutput'}]}",
    ),
    fires("/stages/3/onFailure -", "CP1405 /stages/3/onFailure")
        .fix(&["Roll back on failure", "Retry failed actions"]),
    silent(
        "CP1405",
        "/stages/3/onFailure = {'result': 'RETRY', 'retryConfiguration': {'retryMode': 'ALL_ACTIONS'}}",
    ),
    silent("CP1405", "/stages/3/onFailure -\n/executionMode = 'PARALLEL'"),
    silent(
        "CP1405",
        "/stages/3/onFailure -\nSite/actionTypeId/provider = 'CodeDeploy'\nSite/configuration = {'ApplicationName': 'shop', 'DeploymentGroupName': 'web'}",
    ),
    fires("/executionMode = 'QUEUED'", "CP1410 /executionMode").fix(&["Set execution mode to SUPERSEDED"]),
    silent("CP1410", "/executionMode = 'QUEUED'\n/triggers -\nGit/configuration/DetectChanges = 'false'"),
    silent(
        "CP1410",
        "/executionMode = 'QUEUED'\n/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/**']}",
    ),
    silent(
        "CP1410",
        "/executionMode = 'QUEUED'\n/triggers/0/gitConfiguration/push/0 = {'tags': {'includes': ['v*']}}",
    ),
    silent("CP1410", "/executionMode = 'QUEUED'\n/stages/2/actions/0/timeoutInMinutes = 480"),
    fires("/executionMode = 'QUEUED'\n/stages/2/actions/0/timeoutInMinutes = 2880", "CP1410 /executionMode"),
];
