//! CP11: actions in other Regions and accounts. What artifact stores need for them is in `stores`.

use super::facts::{Alone, Facts, Home, RuleFacts};
use super::finding::Severity::{Error, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::stores::unknown_region;
use crate::pipeline::Arn;

pub(super) static FAMILY: Family = Family {
    step: Step::Regions,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP1101",
            title: "Unknown Region",
            severity: Error,
            what: "The region of an action or rule is one where CodePipeline runs.",
            why: "Actions can run only between such Regions.",
            example: "\"region\": \"europe-1\"",
            fix: "Write a Region such as eu-west-1.",
            aws_answer: Some("ValidationException: The region R is not a valid AWS Region."),
            source: "User guide, issue reports",
        },
        check: Check::Pipeline(unknown),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1102",
            title: "Action type not offered in the Region",
            severity: Error,
            what: "The Region an action runs in offers its action type.",
            why: "Connections and Elastic Beanstalk actions are missing in some Regions.",
            example: "A connection source in a pipeline of af-south-1",
            fix: "Use another Region or another action.",
            aws_answer: Some(
                "InvalidActionDeclarationException: ActionType (…) in action 'A' is not available in region 'R'",
            ),
            source: "User guide",
        },
        check: Check::Action(not_offered),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1104",
            title: "Target in another account without a role",
            severity: Warning,
            what: "An action that works in another account has a roleArn of that account.",
            why: "With the pipeline's own role it works in the pipeline's account only.",
            example: "A CloudFormation action with RoleArn of account 444455556666 and no roleArn",
            fix: "Give the action a role of the target account.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(&["Deploy/AWS/CloudFormation/1"], target_without_role),
    },
];

fn unknown(facts: &Facts, report: &mut Report) {
    for action in &facts.actions {
        if let Some(region) = action.region {
            unknown_region(facts, region, action.at("region"), report);
        }
    }
    let in_rules = |rule: &RuleFacts, report: &mut Report| {
        if let Some(region) = rule.rule.region() {
            unknown_region(facts, region, rule.at(["region".into()]), report);
        }
    };
    facts.rules.iter().for_each(|rule| in_rules(rule, report));
}

fn not_offered(home: &Home, action: &Alone, report: &mut Report) {
    let (Some(provider), Some(region)) = (action.provider, home.region_of(action.action)) else { return };
    let Some(known) = home.catalog.limits().region(region) else { return };
    let is_offered = match provider.id.as_str() {
        "Source/AWS/CodeStarSourceConnection/1" => known.connections,
        "Deploy/AWS/ElasticBeanstalk/1" => known.elastic_beanstalk,
        _ => true,
    };
    if !is_offered {
        let key = if action.action.region().is_some() { "region" } else { "actionTypeId" };
        report.at(action.at(key), format!("{} is not offered in {region}", provider.name));
    }
}

fn target_without_role(home: &Home, action: &Alone, report: &mut Report) {
    let role = action.action.configuration().get("RoleArn").and_then(Arn::parse);
    if let (Some(role), Some(account)) = (role, home.account)
        && role.account.len() == 12
        && role.account != account
        && action.action.role_arn().is_none()
    {
        report
            .at(
                action.at("roleArn"),
                format!("The stack is in account {}, but the action has no role of it", role.account),
            )
            .relate(action.at_configuration("RoleArn"), "the role of the other account")
            .advise("Give the action a role of the target account");
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("Lint/region = 'xx'", "CP1101 Lint/region"),
    fires("Lint/region = 'Ireland'", "CP1101 Lint/region"),
    silent("CP1101", "Lint/region = 'eu-west-1'"),
    fires(
        "/artifactStore/encryptionKey/id = 'arn:aws:kms:af-south-1:111122223333:key/1'",
        "CP1102 Git/actionTypeId",
    ),
    silent("CP1102", ""),
    fires("Stack/configuration/RoleArn = 'arn:aws:iam::444455556666:role/x'", "CP1104 Stack/roleArn"),
    silent(
        "CP1104",
        "Stack/configuration/RoleArn = 'arn:aws:iam::444455556666:role/x'\nStack/roleArn = 'arn:aws:iam::444455556666:role/y'",
    ),
];
