//! CP01: the pipeline itself.

use serde_json::json;

use super::facts::{Arn, Facts};
use super::finding::Finding;
use super::finding::Severity::{Error, Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::stores::unknown_region;
use super::words::{all_of, any_of, count};
use crate::catalog::Category;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{ConditionKind, Path};

pub(super) static FAMILY: Family = Family {
    step: Step::Structure,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

/// Most actions of a pipeline. Source: quotas page of the user guide.
const MAX_ACTIONS: usize = 1000;
/// Actions of one execution that run at once in mode PARALLEL. Source: quotas page of the user guide.
const MAX_PARALLEL_ACTIONS: usize = 5;

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0101",
            title: "Pipeline name missing",
            severity: Error,
            what: "The pipeline has a name.",
            why: "The name identifies the pipeline in its account and Region.",
            example: "{\"roleArn\": \"…\", \"stages\": [ … ]}",
            fix: "Give the pipeline a name.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0102",
            title: "Pipeline name does not fit",
            severity: Error,
            what: "The name has 1 to 100 letters, digits and . @ - _.",
            why: "AWS takes no other names, and a name can never be changed later.",
            example: "\"name\": \"shop release\"",
            fix: "Replace the other characters, for example by -.",
            aws_answer: Some(
                "ValidationException: 1 validation error detected: Value at 'pipeline.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+",
            ),
            source: "API model, CDK, cfn-lint",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0104",
            title: "Another name than the published pipeline",
            severity: Warning,
            what: "The name is the one in the ARN of the published pipeline, where the file holds that in its metadata.",
            why: "AWS cannot rename a pipeline: under another name a second one is made, and the first goes on running.",
            example: "\"name\": \"shop-2\" and \"pipelineArn\": \"arn:aws:codepipeline:eu-west-1:111122223333:shop\"",
            fix: "Restore the name; or publish under the new one and delete the old pipeline.",
            aws_answer: Some("UpdatePipeline: PipelineNotFoundException"),
            source: "User guide",
        },
        check: Check::Pipeline(other_name),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0105",
            title: "Service role missing",
            severity: Error,
            what: "The pipeline has a roleArn.",
            why: "CodePipeline works with the rights of this role and refuses a pipeline without one.",
            example: "{\"name\": \"shop-release\", \"stages\": [ … ]}",
            fix: "Add the ARN of the service role.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0106",
            title: "Service role is not the ARN of a role",
            severity: Error,
            what: "The roleArn is the ARN of an IAM role, at most 1024 characters long.",
            why: "AWS checks the pattern before anything else; the name of a role or the ARN of a policy is refused.",
            example: "\"roleArn\": \"shop-pipeline\"",
            fix: "Write arn:aws:iam::ACCOUNT:role/NAME.",
            aws_answer: Some(
                "ValidationException: 1 validation error detected: Value at 'pipeline.roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws(-[\\w]+)*:iam::[0-9]{12}:role/.*",
            ),
            source: "API model, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0108",
            title: "Service role in another account",
            severity: Warning,
            what: "The service role belongs to the account of the pipeline, as far as the file's metadata tells it.",
            why: "A role can be passed to a service only inside its own account.",
            example: "\"roleArn\": \"arn:aws:iam::444455556666:role/x\" in a pipeline of account 111122223333",
            fix: "Use a role of the pipeline's account; give single actions a role of the other one.",
            aws_answer: Some("InvalidStructureException (wording not known)"),
            source: "Inference from how IAM passes roles",
        },
        check: Check::Pipeline(role_of_another_account),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0109",
            title: "Unknown pipeline type",
            severity: Error,
            what: "The pipelineType is V1 or V2.",
            why: "There are no other types.",
            example: "\"pipelineType\": \"v2\"",
            fix: "Write V2, or V1.",
            aws_answer: Some("ValidationException"),
            source: "API model, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0110",
            title: "Pipeline type not given",
            severity: Hint,
            what: "The file says whether the pipeline is of type V1 or V2.",
            why: "Without it AWS chooses: V1, or V2 if the definition needs it. The types differ in price and features.",
            example: "A definition without pipelineType",
            fix: "Write the type.",
            aws_answer: None,
            source: "User guide, CDK",
        },
        check: Check::Pipeline(type_absent),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0111",
            title: "Pipeline of type V1",
            severity: Hint,
            what: "The pipeline is of type V2.",
            why: "Triggers with filters, variables, stage conditions, rollback and newer action types exist in V2 only. V1 costs by active pipeline, V2 by action minute.",
            example: "\"pipelineType\": \"V1\"",
            fix: "Change the type to V2 after comparing the prices.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(type_v1),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0112",
            title: "Unknown execution mode",
            severity: Error,
            what: "The executionMode is SUPERSEDED, QUEUED or PARALLEL.",
            why: "There are no other modes.",
            example: "\"executionMode\": \"FAST\"",
            fix: "Pick one of the three; SUPERSEDED is the usual one.",
            aws_answer: Some("ValidationException"),
            source: "API model, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0113",
            title: "Execution mode needs type V2",
            severity: Error,
            what: "A pipeline of type V1 has mode SUPERSEDED.",
            why: "QUEUED and PARALLEL exist for V2 pipelines only.",
            example: "\"pipelineType\": \"V1\", \"executionMode\": \"QUEUED\"",
            fix: "Set the pipeline type to V2, or the mode to SUPERSEDED.",
            aws_answer: Some("InvalidStructureException (wording not known)"),
            source: "User guide, CDK",
        },
        check: Check::Pipeline(mode_needs_v2),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0114",
            title: "Rollback in mode PARALLEL",
            severity: Error,
            what: "No stage of a PARALLEL pipeline rolls back.",
            why: "Executions in mode PARALLEL are independent of each other, so there is no earlier one to go back to.",
            example: "\"executionMode\": \"PARALLEL\" and \"onFailure\": {\"result\": \"ROLLBACK\"}",
            fix: "Remove the rollback, or use mode QUEUED.",
            aws_answer: Some("InvalidStructureException (wording not known)"),
            source: "User guide",
        },
        check: Check::Pipeline(rollback_in_parallel),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0115",
            title: "Source takes the newest revision in mode PARALLEL",
            severity: Warning,
            what: "A PARALLEL pipeline has no CodeCommit or S3 source.",
            why: "These sources take the newest revision when the execution starts, which may be newer than the change that started it.",
            example: "\"executionMode\": \"PARALLEL\" with an S3 source",
            fix: "Use a connection source or mode QUEUED, or let the event rule hand over the revision.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(parallel_source),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0116",
            title: "Parallel executions deploy to one target",
            severity: Warning,
            what: "Deploy actions of a PARALLEL pipeline have a variable in their configuration.",
            why: "Executions run at the same time; with one fixed target they overwrite each other.",
            example: "\"executionMode\": \"PARALLEL\" and \"StackName\": \"shop\"",
            fix: "Build the target's name with a variable, or use mode QUEUED.",
            aws_answer: None,
            source: "Inference from execution modes",
        },
        check: Check::Pipeline(parallel_target),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0118",
            title: "More than five actions at once in mode PARALLEL",
            severity: Warning,
            what: "No run order of a PARALLEL pipeline has more than five actions.",
            why: "Only five actions of an execution run at once in this mode; the others wait.",
            example: "Six actions with runOrder 1 in a stage",
            fix: "Spread the actions over several run orders.",
            aws_answer: None,
            source: "Quotas page of the user guide",
        },
        check: Check::Stage(parallel_group),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0119",
            title: "Unknown member",
            severity: Warning,
            what: "Every member of the definition is one that AWS knows.",
            why: "The AWS command line refuses unknown members. They are kept in the file.",
            example: "\"runorder\": 2",
            fix: "Correct the spelling, or remove the member.",
            aws_answer: Some("Parameter validation failed: Unknown parameter in input"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0122",
            title: "Too many actions",
            severity: Error,
            what: "The pipeline has at most 1000 actions.",
            why: "AWS sets this limit and does not raise it.",
            example: "25 stages of 41 actions",
            fix: "Split the pipeline; one can start another.",
            aws_answer: Some("LimitExceededException"),
            source: "Quotas page of the user guide",
        },
        check: Check::Pipeline(too_many_actions),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0123",
            title: "Region without CodePipeline",
            severity: Error,
            what: "The pipeline is in a Region where CodePipeline runs, as far as its ARN or the key of its only store tells.",
            why: "There is nothing to publish to elsewhere.",
            example: "An encryption key of Region europe-1",
            fix: "Choose another Region.",
            aws_answer: Some("None: the service has no address there"),
            source: "User guide",
        },
        check: Check::Pipeline(own_region),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0124",
            title: "Value of the wrong kind",
            severity: Error,
            what: "Every value has the JSON type and the form that AWS takes at its place.",
            why: "AWS refuses the whole definition for one such value.",
            example: "\"version\": \"1\"",
            fix: "Write the value as the message says.",
            aws_answer: Some("SerializationException or ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
];

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

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("/name -", "CP0101 /name"),
    silent("CP0101", "/name = ''"),
    fires("/name = 'shop release'", "CP0102 /name").fix(&["Rename to shop-release"]),
    fires("/name = ''", "CP0102 /name"),
    fires("/name = 7", "CP0102 /name").fix(&["Write Pipeline name as text"]),
    silent("CP0102", "/name = 'shop.release@2_x-y'"),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:111122223333:shop'}",
        "CP0104 /name",
    )
    .fix(&["Rename to shop"]),
    silent("CP0104", "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:111122223333:shop-release'}"),
    fires("/roleArn -", "CP0105 /roleArn"),
    silent("CP0105", ""),
    fires("/roleArn = 'shop-pipeline'", "CP0106 /roleArn"),
    fires("/roleArn = 'arn:aws:iam::1111:role/x'", "CP0106 /roleArn"),
    silent("CP0106", "/roleArn = 'arn:aws-us-gov:iam::111122223333:role/path/x'"),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:444455556666:shop-release'}\n/stages/1/actions/1 -\nApprove/configuration -\nStack/configuration/RoleArn = 'arn:aws:iam::444455556666:role/x'",
        "CP0108 /roleArn, CP1210 Git/configuration/ConnectionArn",
    ),
    silent("CP0108", ""),
    fires("/pipelineType = 'v2'", "CP0109 /pipelineType").fix(&["Use V2"]),
    fires("/pipelineType = 'V3'", "CP0109 /pipelineType"),
    silent("CP0109", "/pipelineType -"),
    fires("/pipelineType -", "CP0110 /pipelineType").fix(&["Set pipeline type to V2"]),
    silent("CP0110", "/pipelineType = 'V1'"),
    fires(
        "/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/3/onFailure -\nStack/configuration/StackName = 'shop'\n/stages/1/actions/1 -\nApprove/configuration -",
        "CP0111 /pipelineType",
    ),
    silent("CP0111", ""),
    fires("/executionMode = 'FAST'", "CP0112 /executionMode").fix(&[
        "Use SUPERSEDED",
        "Use QUEUED",
        "Use PARALLEL",
    ]),
    fires("/executionMode = 'queued'", "CP0112 /executionMode").fix(&["Use QUEUED"]),
    silent("CP0112", "/executionMode = 'QUEUED'"),
    fires(
        "/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/3/onFailure -\nStack/configuration/StackName = 'shop'\n/stages/1/actions/1 -\nApprove/configuration -\n/executionMode = 'QUEUED'",
        "CP0113 /executionMode",
    )
    .fix(&["Set pipeline type to V2", "Set execution mode to SUPERSEDED"]),
    silent("CP0113", "/executionMode = 'QUEUED'"),
    fires(
        "/executionMode = 'PARALLEL'\n/stages/3/actions/1 -",
        "CP0114 /stages/3/onFailure/result",
    )
    .fix(&["Set execution mode to QUEUED"]),
    silent("CP0114", "/executionMode = 'QUEUED'"),
    fires(
        "/executionMode = 'PARALLEL'\n/stages/3/actions/1 -\n/stages/3/onFailure -\nGit/actionTypeId/provider = 'S3'\nGit/configuration = {'S3Bucket': 'shop-source', 'S3ObjectKey': 'shop.zip', 'PollForSourceChanges': 'false'}\n/triggers -",
        "CP0115 /stages/0/actions/0, CP0812 Compile/configuration/EnvironmentVariables",
    ),
    silent("CP0115", "/executionMode = 'PARALLEL'"),
    fires("/executionMode = 'PARALLEL'\n/stages/3/onFailure -", "CP0116 /executionMode")
        .fix(&["Set execution mode to QUEUED"]),
    silent("CP0116", ""),
    fires(
        "/executionMode = 'PARALLEL'\n/stages/3/actions/1 -\n/stages/3/onFailure -\n/stages/2/actions/+5 = {'name': 'Ask%', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}",
        "CP0118 /stages/2",
    ),
    silent("CP0118", "/executionMode = 'PARALLEL'"),
    fires("Compile/colour = 'red'", "CP0119 Compile/colour").fix(&["Remove colour"]),
    fires("Compile/runorder = 2\nCompile/runOrder -", "CP0119 Compile/runorder")
        .fix(&["Rename to runOrder", "Remove runorder"]),
    silent("CP0119", ""),
    fires(
        "/stages/2/actions/+1000 = {'name': 'Ask%', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}",
        "CP0122 /stages, CP0306 /stages/2/actions",
    ),
    silent("CP0122", ""),
    fires(
        "/artifactStore/encryptionKey/id = 'arn:aws:kms:Ireland:111122223333:key/1'",
        "CP0123 /artifactStore/encryptionKey/id",
    ),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:europe-1:111122223333:shop-release'}",
        "CP0123 ",
    ),
    silent("CP0123", "/artifactStore/encryptionKey/id = 'arn:aws-cn:kms:cn-north-1:111122223333:key/1'"),
    silent("CP0123", "/artifactStore/encryptionKey/id = 'alias/shop'"),
    fires("/version = '1'", "CP0124 /version").fix(&["Write version as a number"]),
    fires("/stages/1/blockers = 7", "CP0124 /stages/1/blockers"),
    silent("CP0124", "/version = 12"),
];
