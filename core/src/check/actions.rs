//! CP04: what an action is, and the members all actions share. See `commands` for those of commands.

use std::collections::HashMap;

use serde_json::json;

use super::facts::{Alone, Facts, Home};
use super::finding::Severity::{Error, Hint, Warning};
use super::pipeline::offer_v2;
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::{quoted, type_in_full};
use crate::catalog::{Category, PipelineType, Provider, Status};
use crate::document::{Owner, Place};
use crate::edit::{self, Edit, fresh_name};
use crate::pipeline::{Action, Path, Stage};

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0401",
            title: "Action name does not fit",
            severity: Error,
            what: "Each action has a name of 1 to 100 letters, digits and . @ - _.",
            why: "AWS takes no other names.",
            example: "\"name\": \"Unit tests\"",
            fix: "Replace the other characters, for example by -.",
            aws_answer: Some(
                "ValidationException: 1 validation error detected: Value at 'pipeline.stages.N.member.actions.M.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+",
            ),
            source: "API model, CDK, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0402",
            title: "Action name used twice in a stage",
            severity: Error,
            what: "Names of the actions of a stage differ from each other.",
            why: "AWS tells the actions of a stage apart by their names.",
            example: "Two actions named \"Deploy\" in one stage",
            fix: "Rename one of them.",
            aws_answer: Some("InvalidActionDeclarationException or InvalidStageDeclarationException"),
            source: "User guide, CDK, CloudFormation schema",
        },
        check: Check::Stage(name_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0403",
            title: "Action type incomplete",
            severity: Error,
            what: "The actionTypeId has category, owner, provider and version, each of fitting characters.",
            why: "Only the four together name an action type.",
            example: "\"actionTypeId\": {\"provider\": \"CodeBuild\"}",
            fix: "Add what is missing.",
            aws_answer: Some("ValidationException"),
            source: "API model, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0404",
            title: "Unknown category",
            severity: Error,
            what: "The category is Source, Build, Deploy, Test, Invoke, Approval or Compute.",
            why: "There are no other categories; letter case counts.",
            example: "\"category\": \"build\"",
            fix: "Write the category as AWS does.",
            aws_answer: Some("ValidationException"),
            source: "API model, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0405",
            title: "Unknown owner",
            severity: Error,
            what: "The owner is AWS, ThirdParty or Custom.",
            why: "There are no other owners; letter case counts.",
            example: "\"owner\": \"Amazon\"",
            fix: "Write AWS for what is built in.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0406",
            title: "Unknown action type",
            severity: Error,
            what: "Category, owner, provider and version name an action type that AWS has.",
            why: "AWS refuses action types it does not offer in the Region. Partner types may exist that are not known here.",
            example: "\"category\": \"Build\", \"owner\": \"AWS\", \"provider\": \"CodeBuilder\", \"version\": \"1\"",
            fix: "Take the action type that was meant.",
            aws_answer: Some(
                "InvalidActionDeclarationException: ActionType (Category: 'C', Provider: 'P', Owner: 'O', Version: 'V') in action 'A' is not available in region 'US_EAST_1'",
            ),
            source: "Issue reports, user guide",
        },
        check: Check::Action(unknown_type),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0407",
            title: "Owner does not fit the provider",
            severity: Error,
            what: "The owner is the one AWS has the provider under.",
            why: "The action type is looked up with its owner: GitHub is of ThirdParty, connections are of AWS.",
            example: "\"owner\": \"ThirdParty\", \"provider\": \"CodeStarSourceConnection\"",
            fix: "Set the owner.",
            aws_answer: Some(
                "InvalidActionDeclarationException: ActionType (…) in action 'A' is not available in region 'R'",
            ),
            source: "User guide, CDK",
        },
        check: Check::Action(owner_of_another),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0408",
            title: "Version of the action type is not \"1\"",
            severity: Error,
            what: "The version of a built-in action type is the text \"1\".",
            why: "Built-in types have no other version, and AWS takes text, not a number.",
            example: "\"version\": 1",
            fix: "Write \"1\".",
            aws_answer: Some("ValidationException, or as for an unknown action type"),
            source: "API model, user guide",
        },
        check: Check::Action(version_of_another),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0409",
            title: "Run order out of range",
            severity: Error,
            what: "The runOrder is a whole number from 1 to 999.",
            why: "AWS takes no other numbers.",
            example: "\"runOrder\": 0",
            fix: "Count from 1.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0410",
            title: "Run orders with gaps",
            severity: Hint,
            what: "The run orders of a stage are 1, 2, 3 and so on.",
            why: "Gaps have no effect, but readers look for what is missing.",
            example: "Run orders 1, 2 and 5",
            fix: "Number the actions anew.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Stage(run_order_gaps),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0411",
            title: "Role on an action that cannot have one",
            severity: Error,
            what: "Only actions of owner AWS have a roleArn.",
            why: "Partner and custom actions do not run with roles of the account.",
            example: "\"owner\": \"ThirdParty\" and \"roleArn\": \"…\"",
            fix: "Remove the roleArn.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "CDK: Specifying a Role is not supported for actions with an owner different than 'AWS'",
        },
        check: Check::Action(role_without_use),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0412",
            title: "Action role is not the ARN of a role",
            severity: Error,
            what: "The roleArn of an action or rule is the ARN of an IAM role.",
            why: "AWS checks the pattern before anything else.",
            example: "\"roleArn\": \"deploy-role\"",
            fix: "Write arn:aws:iam::ACCOUNT:role/NAME.",
            aws_answer: Some("ValidationException"),
            source: "API model, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0414",
            title: "Region on an action that cannot have one",
            severity: Error,
            what: "Source, partner and custom actions run in the pipeline's own Region.",
            why: "Only other actions of owner AWS can run elsewhere.",
            example: "A Source action with \"region\": \"us-west-2\" in a pipeline of eu-west-1",
            fix: "Remove the region.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide, CDK: Source action 'A' must be in the same region as the pipeline",
        },
        check: Check::Action(region_without_use),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0416",
            title: "Timeout on an action that cannot have one",
            severity: Error,
            what: "Only manual approvals have timeoutInMinutes.",
            why: "The time limits of other actions are fixed or set in the service they call.",
            example: "A CodeBuild action with \"timeoutInMinutes\": 60",
            fix: "Remove it.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "API model",
        },
        check: Check::Action(timeout_without_use),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0417",
            title: "Timeout out of range",
            severity: Error,
            what: "The timeoutInMinutes of a manual approval is 5 to 86400.",
            why: "AWS takes no other numbers; 86400 minutes are 60 days.",
            example: "\"timeoutInMinutes\": 1",
            fix: "Write a number from 5 to 86400.",
            aws_answer: Some("ValidationException"),
            source: "API model, CDK",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0428",
            title: "Deprecated action type",
            severity: Warning,
            what: "The action type has no successor.",
            why: "It works, but AWS recommends its successor, and the old one may go.",
            example: "\"owner\": \"ThirdParty\", \"provider\": \"GitHub\"",
            fix: "Replace it by its successor; for GitHub, a connection.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Action(deprecated),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0429",
            title: "Service behind the action is gone",
            severity: Warning,
            what: "The service the action calls still exists.",
            why: "The action cannot succeed.",
            example: "\"provider\": \"OpsWorks\"",
            fix: "Remove the action or replace it.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Action(end_of_life),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0430",
            title: "Partner action that cannot be verified",
            severity: Hint,
            what: "The keys of the action type are published by AWS.",
            why: "Partners change or withdraw their action types; the account knows which exist.",
            example: "\"owner\": \"ThirdParty\", \"provider\": \"Runscope\"",
            fix: "Compare with aws codepipeline list-action-types.",
            aws_answer: Some("As for an unknown action type, if it is gone"),
            source: "User guide",
        },
        check: Check::Action(partner),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0431",
            title: "Parallel actions deploy to the same target",
            severity: Warning,
            what: "Deploy actions of one run order have different targets.",
            why: "They start together and get in each other's way.",
            example: "Two CloudFormation actions of run order 1 with the same StackName",
            fix: "Let one run after the other.",
            aws_answer: Some("Conflict when the actions run"),
            source: "Inference from run orders",
        },
        check: Check::Stage(same_target),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0432",
            title: "Action type needs pipeline type V2",
            severity: Warning,
            what: "A pipeline of type V1 has no action types that exist for V2 only.",
            why: "The user guide offers these types in V2 pipelines alone; what AWS answers for V1 is not known.",
            example: "\"pipelineType\": \"V1\" and a Commands action",
            fix: "Set the pipeline type to V2.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Action(needs_v2),
    },
];

fn name_twice(facts: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let mut seen: HashMap<&str, &Action> = HashMap::new();
    for action in stage.actions.iter().filter(|action| !action.name().is_empty()) {
        let name = action.name();
        let first = *seen.entry(name).or_insert(action);
        if first.id == action.id {
            continue;
        }
        let free = fresh_name(name, stage.actions.iter().map(Action::name), '-', 100);
        let place = |id| Place::at(Owner::Action(id), Path::key("name"));
        let finding = report
            .at(place(action.id), format!("Action name {name} is used twice in stage {}", stage.name()));
        finding.relate(place(first.id), "first used here");
        if let Some(change) = edit::rename::action(facts.document, action.id, &free) {
            finding.offer(format!("Rename to {free}"), change.edits);
        }
    }
}

/// Whether all four parts of the type are there and the catalog lacks it.
fn is_unknown(action: &Alone) -> bool {
    let kind = action.kind;
    action.provider.is_none()
        && kind.owner != "Custom"
        && Category::parse(kind.category).is_some()
        && crate::catalog::Owner::parse(kind.owner).is_some()
        && !kind.provider.is_empty()
        && !kind.version.is_empty()
}

/// The entry of the catalog with the same category and provider, whatever its owner and version.
fn namesake(home: &Home, action: &Alone) -> Option<&'static Provider> {
    if !is_unknown(action) {
        return None;
    }
    home.catalog.namesakes(action.kind.provider).find(|other| other.category.as_str() == action.kind.category)
}

fn type_part(action: &Alone, part: &'static str) -> Place {
    Place::at(action.owner(), Path::key("actionTypeId").then(part))
}

fn set_part(action: &Alone, part: &'static str, value: &str) -> Edit {
    Edit::set(type_part(action, part), Some(json!(value)))
}

fn unknown_type(home: &Home, action: &Alone, report: &mut Report) {
    if !is_unknown(action) || namesake(home, action).is_some() {
        return;
    }
    let kind = action.kind;
    let near = home.catalog.nearest(kind.category, kind.owner, kind.provider, kind.version);
    let part = match near {
        Some(near) if near.provider == kind.provider => "category",
        _ => "provider",
    };
    let hint = near.map_or_else(String::new, |near| match part {
        "category" => format!(", {} is of category {}", near.provider, near.category),
        _ => format!(", did you mean {}?", near.provider),
    });
    let message = format!("There is no action type {}{hint}", quoted(&type_in_full(kind)));
    let finding = report.at(type_part(action, part), message);
    if kind.owner == "ThirdParty" {
        // Partners come and go.
        finding.at_most(Warning).advise("Compare with aws codepipeline list-action-types");
    }
    if let Some(near) = near {
        let parts = [
            ("category", kind.category, near.category.as_str()),
            ("owner", kind.owner, near.owner.as_str()),
            ("provider", kind.provider, near.provider.as_str()),
            ("version", kind.version, near.version.as_str()),
        ];
        let edits =
            parts.iter().filter(|(_, old, new)| old != new).map(|(key, _, new)| set_part(action, key, new));
        finding.offer(format!("Use {}", near.name), edits.collect());
    }
}

fn owner_of_another(home: &Home, action: &Alone, report: &mut Report) {
    let Some(known) = namesake(home, action) else { return };
    let owner = known.owner.as_str();
    if owner != action.kind.owner {
        report
            .at(
                type_part(action, "owner"),
                format!("Owner of {} is {owner}, not {}", known.provider, action.kind.owner),
            )
            .offer(format!("Set owner to {owner}"), vec![set_part(action, "owner", owner)]);
    }
}

fn version_of_another(home: &Home, action: &Alone, report: &mut Report) {
    let Some(known) = namesake(home, action) else { return };
    if known.version != action.kind.version {
        let message = format!(
            "Version of {} is {}, not {}",
            known.provider,
            known.version,
            quoted(action.kind.version)
        );
        report.at(type_part(action, "version"), message).offer(
            format!("Set version to {}", known.version),
            vec![set_part(action, "version", &known.version)],
        );
    }
}

fn run_order_gaps(facts: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let orders = stage.run_orders();
    let is_tight = orders.iter().copied().eq(1..=orders.len() as i64);
    let is_misfit = |action: &Action| facts.misfits_at(Owner::Action(action.id), "runOrder");
    if is_tight || stage.actions.iter().any(is_misfit) {
        return;
    }
    let edits = stage.actions.iter().filter(|action| action.odd.is_none()).filter_map(|action| {
        let order = orders.iter().position(|order| *order == action.run_order())? as i64 + 1;
        let place = Place::at(Owner::Action(action.id), Path::key("runOrder"));
        (order != action.run_order()).then(|| Edit::set(place, Some(json!(order))))
    });
    let message = match orders.as_slice() {
        [only] => format!("Run order of stage {} is {only}, not 1", stage.name()),
        orders => {
            let list = orders.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            format!("Run orders of stage {} are {list}, not 1 to {}", stage.name(), orders.len())
        }
    };
    report
        .at(Place::at(Owner::Stage(stage.id), Path::key("actions")), message)
        .offer_safe(format!("Number 1 to {}", orders.len()), edits.collect());
}

fn role_without_use(_: &Home, action: &Alone, report: &mut Report) {
    let has_role = action.action.members.contains_key("roleArn");
    if has_role && matches!(action.kind.owner, "ThirdParty" | "Custom") {
        let place = action.at("roleArn");
        report
            .at(place.clone(), format!("An action of owner {} cannot have a role", action.kind.owner))
            .offer_safe("Remove roleArn", vec![Edit::set(place, None)]);
    }
}

fn region_without_use(home: &Home, action: &Alone, report: &mut Report) {
    let Some(region) = action.action.region() else { return };
    let is_bound =
        action.is_category(Category::Source) || matches!(action.kind.owner, "ThirdParty" | "Custom");
    if is_bound && home.region.is_some_and(|home| home != region) {
        let what =
            if action.is_category(Category::Source) { "A source" } else { "A partner or custom action" };
        let place = action.at("region");
        report
            .at(place.clone(), format!("{what} runs in the pipeline's own Region, not in {region}"))
            .offer("Remove region", vec![Edit::set(place, None)]);
    }
}

fn timeout_without_use(_: &Home, action: &Alone, report: &mut Report) {
    let place = action.at("timeoutInMinutes");
    let is_for_it = action.provider.is_none_or(|provider| provider.applies.timeout);
    if action.action.members.contains_key("timeoutInMinutes") && !is_for_it {
        report
            .at(place.clone(), "Only manual approvals have timeoutInMinutes")
            .offer("Remove timeoutInMinutes", vec![Edit::set(place, None)]);
    }
}

fn at_type(action: &Alone) -> Place {
    type_part(action, "provider")
}

fn with_status(action: &Alone, status: Status) -> Option<&'static Provider> {
    action.provider.filter(|provider| provider.status == status)
}

fn deprecated(_: &Home, action: &Alone, report: &mut Report) {
    if let Some(provider) = with_status(action, Status::Deprecated) {
        let help = if provider.provider == "GitHub" {
            "Use a connection: provider CodeStarSourceConnection of owner AWS".to_owned()
        } else {
            note(provider)
        };
        report.at(at_type(action), format!("{} is deprecated", provider.name)).advise(help);
    }
}

fn note(provider: &Provider) -> String {
    let text = provider.status_note.as_deref().unwrap_or("Replace it by its successor");
    text.trim_end_matches('.').to_owned()
}

fn end_of_life(_: &Home, action: &Alone, report: &mut Report) {
    if let Some(provider) = with_status(action, Status::EndOfLife) {
        let message = format!("{} no longer exists, the action cannot succeed", provider.name);
        report.at(at_type(action), message).advise(note(provider));
    }
}

fn partner(_: &Home, action: &Alone, report: &mut Report) {
    if let Some(provider) = with_status(action, Status::PartnerUnverified) {
        let message = format!("AWS does not publish what {} takes", provider.name);
        report.at(at_type(action), message).advise("Compare with aws codepipeline list-action-types");
    }
}

/// The keys that together name what an action deploys to.
fn target_keys(id: &str) -> &'static [&'static str] {
    match id {
        "Deploy/AWS/CloudFormation/1" => &["StackName", "ActionMode", "ChangeSetName"],
        "Deploy/AWS/CloudFormationStackSet/1" => &["StackSetName"],
        "Deploy/AWS/S3/1" => &["BucketName", "ObjectKey"],
        "Deploy/AWS/ECS/1" => &["ClusterName", "ServiceName"],
        "Deploy/AWS/CodeDeploy/1" | "Deploy/AWS/CodeDeployToECS/1" => {
            &["ApplicationName", "DeploymentGroupName"]
        }
        "Deploy/AWS/ElasticBeanstalk/1" => &["ApplicationName", "EnvironmentName"],
        "Deploy/AWS/Lambda/1" => &["FunctionName", "FunctionAlias"],
        _ => &[],
    }
}

/// What tells the target of an action from others.
pub(super) type Target<'f> = (&'static str, Vec<Option<&'f str>>);

/// The target of an action; `None` if that cannot be said.
pub(super) fn target<'f>(facts: &'f Facts, action: &'f Action) -> Option<Target<'f>> {
    let action = facts.action(action.id)?;
    let provider = action.provider?;
    let keys = target_keys(&provider.id);
    let values: Vec<Option<&str>> = keys.iter().map(|key| action.action.configuration().get(key)).collect();
    // The first key is required; where it is missing that is told already.
    values.first()?.filter(|text| !text.is_empty())?;
    let place = [action.action.region(), action.action.role_arn()];
    Some((provider.id.as_str(), values.into_iter().chain(place).collect()))
}

fn same_target(facts: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let mut seen: Vec<(i64, Target, &Action)> = Vec::new();
    for action in &stage.actions {
        let Some(target) = target(facts, action) else { continue };
        let order = action.run_order();
        match seen.iter().find(|(other_order, other, _)| *other_order == order && *other == target) {
            Some((_, _, first)) => {
                let message = format!(
                    "{} and {} deploy to the same target at the same time",
                    first.name(),
                    action.name()
                );
                report
                    .at(Place::at(Owner::Action(action.id), Path::key("configuration")), message)
                    .relate(Place::action(first.id), "runs at the same time")
                    .advise("Let one run after the other");
            }
            None => seen.push((order, target, action)),
        }
    }
}

fn needs_v2(home: &Home, action: &Alone, report: &mut Report) {
    let Some(provider) = action.provider else { return };
    if home.is_v1() && !provider.supports(PipelineType::V1) {
        let finding = report.at(at_type(action), format!("{} needs pipeline type V2", provider.name));
        offer_v2(finding);
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("Compile/name = 'Unit tests'", "CP0401 Compile/name").fix(&["Rename to Unit-tests"]),
    fires("Compile/name -", "CP0401 Compile/name"),
    silent("CP0401", "Compile/name = 'a.b@c_d-e'"),
    fires("Site/name = 'Stack'", "CP0402 Site/name").fix(&["Rename to Stack-2"]),
    silent("CP0402", "Site/name = 'Compile'"),
    fires("Compile/actionTypeId/owner -", "CP0403 Compile/actionTypeId/owner"),
    fires("Compile/actionTypeId/provider = ''", "CP0403 Compile/actionTypeId/provider"),
    fires("Compile/actionTypeId -", "CP0403 Compile/actionTypeId"),
    silent("CP0403", ""),
    fires("Compile/actionTypeId/category = 'build'", "CP0404 Compile/actionTypeId/category").fix(&["Use Build"]),
    silent("CP0404", ""),
    fires("Compile/actionTypeId/owner = 'Amazon'", "CP0405 Compile/actionTypeId/owner"),
    fires("Compile/actionTypeId/owner = 'aws'", "CP0405 Compile/actionTypeId/owner").fix(&["Use AWS"]),
    silent("CP0405", ""),
    fires("Compile/actionTypeId/provider = 'CodeBuilder'", "CP0406 Compile/actionTypeId/provider")
        .fix(&["Use CodeBuild"]),
    fires("Compile/actionTypeId/category = 'Deploy'", "CP0406 Compile/actionTypeId/category")
        .fix(&["Use CodeBuild"]),
    silent("CP0406", "Compile/actionTypeId = {'category': 'Build', 'owner': 'Custom', 'provider': 'Ours', 'version': '7'}"),
    fires("Git/actionTypeId/owner = 'ThirdParty'\n/triggers -", "CP0407 Git/actionTypeId/owner").fix(&["Set owner to AWS"]),
    silent("CP0407", ""),
    fires("Compile/actionTypeId/version = '2'", "CP0408 Compile/actionTypeId/version").fix(&["Set version to 1"]),
    fires("Compile/actionTypeId/version = 1", "CP0408 Compile/actionTypeId/version").fix(&["Write version as text"]),
    silent("CP0408", "Compile/actionTypeId = {'category': 'Build', 'owner': 'Custom', 'provider': 'Ours', 'version': '7'}"),
    fires("Compile/runOrder = 1000\n/stages/1/actions/1 -\nApprove/configuration -", "CP0409 Compile/runOrder")
        .fix(&["Set runOrder to 999"]),
    fires("Lint/runOrder = 0", "CP0409 Lint/runOrder"),
    fires("Compile/runOrder = '1'", "CP0409 Compile/runOrder").fix(&["Write runOrder as a number"]),
    silent("CP0409", "Lint/runOrder = 999"),
    fires("Lint/runOrder = 7", "CP0410 /stages/1/actions").fix(&["Number 1 to 2"]),
    silent("CP0410", ""),
    fires(
        "Site/actionTypeId = {'category': 'Deploy', 'owner': 'Custom', 'provider': 'Ours', 'version': '1'}\nSite/roleArn = 'arn:aws:iam::111122223333:role/x'",
        "CP0411 Site/roleArn",
    )
    .fix(&["Remove roleArn"]),
    silent("CP0411", "Site/roleArn = 'arn:aws:iam::111122223333:role/x'"),
    fires("Site/roleArn = 'deploy'", "CP0412 Site/roleArn"),
    silent("CP0412", "Site/roleArn = 'arn:aws:iam::111122223333:role/x'"),
    fires("Git/region = 'us-west-2'", "CP0414 Git/region").fix(&["Remove region"]),
    silent("CP0414", "Git/region = 'eu-west-1'"),
    fires("Compile/timeoutInMinutes = 60", "CP0416 Compile/timeoutInMinutes").fix(&["Remove timeoutInMinutes"]),
    silent("CP0416", "Approve/timeoutInMinutes = 60"),
    fires("Approve/timeoutInMinutes = 1", "CP0417 Approve/timeoutInMinutes").fix(&["Set timeoutInMinutes to 5"]),
    silent("CP0417", "Approve/timeoutInMinutes = 86400"),
    fires(
        "Git/actionTypeId = {'category': 'Source', 'owner': 'ThirdParty', 'provider': 'GitHub', 'version': '1'}\nGit/configuration = {'Owner': 'acme', 'Repo': 'shop', 'Branch': 'main', 'OAuthToken': '****', 'PollForSourceChanges': 'false'}\n/triggers -",
        "CP0428 Git/actionTypeId/provider",
    ),
    silent("CP0428", ""),
    fires(
        "Site/actionTypeId/provider = 'OpsWorks'\nSite/configuration = {'Stack': '1', 'App': '2'}",
        "CP0429 Site/actionTypeId/provider",
    ),
    silent("CP0429", ""),
    fires(
        "Site/actionTypeId = {'category': 'Test', 'owner': 'ThirdParty', 'provider': 'Runscope', 'version': '1'}\nSite/configuration = {'Anything': 'goes'}",
        "CP0430 Site/actionTypeId/provider",
    ),
    silent("CP0430", ""),
    fires(
        "Stack/actionTypeId/provider = 'S3'\nStack/configuration = {'BucketName': 'shop-site', 'Extract': 'true'}\nSite/runOrder = 1\n/variables -",
        "CP0431 Site/configuration",
    ),
    silent("CP0431", "Site/runOrder = 1"),
    fires(
        "/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/3/onFailure -\nStack/configuration/StackName = 'shop'",
        "CP0432 Lint/actionTypeId/provider, CP0111 /pipelineType",
    )
    .fix(&["Set pipeline type to V2"]),
    silent("CP0432", ""),
];
