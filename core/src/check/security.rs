//! CP12: rights that go further than they need.

use std::collections::{HashMap, HashSet};

use super::facts::{ActionFacts, Alone, Facts, Home, RuleFacts};
use super::finding::Severity::{Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::stages::is_production;
use crate::catalog::Category;
use crate::document::Place;
use crate::pipeline::Arn;

pub(super) static FAMILY: Family = Family {
    step: Step::Advice,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

const CONNECTION: &str = "Source/AWS/CodeStarSourceConnection/1";

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP1205",
            title: "Test and production share a role",
            severity: Hint,
            what: "Deploy actions of a stage whose name speaks of production have other roles than those of other stages.",
            why: "With one role for both, whatever goes wrong in a test can reach production.",
            example: "The same RoleArn in the stages Staging and Production",
            fix: "Give production a role of its own.",
            aws_answer: None,
            source: "Practice",
        },
        check: Check::Pipeline(shared_role),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1206",
            title: "Free commands with the pipeline's role",
            severity: Hint,
            what: "Commands and EKS actions, and rules that call functions or run commands, have a role of their own.",
            why: "Without one, whoever edits the pipeline can do all that the service role can.",
            example: "A Commands action without roleArn",
            fix: "Give it a role with the few rights it needs.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(pipeline_role),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1209",
            title: "Stack made by an administrator",
            severity: Hint,
            what: "The role CloudFormation works with is not named like an administrator's.",
            why: "Whoever can change the template can do all that this role can. The name is all the definition tells; what the role may do is known in the account.",
            example: "\"RoleArn\": \"arn:aws:iam::111122223333:role/cfn-admin\"",
            fix: "Make a role with the rights the template's resources need.",
            aws_answer: None,
            source: "CDK, which makes such a role by default",
        },
        check: Check::Provider(&["Deploy/AWS/CloudFormation/1"], administrator),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1210",
            title: "Connection of another account",
            severity: Warning,
            what: "A connection belongs to the account its source runs in.",
            why: "A connection of another account works only if it is shared through Resource Access Manager.",
            example: "\"ConnectionArn\" of account 444455556666 in a pipeline of 111122223333",
            fix: "Share the connection, or make one in the pipeline's account.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(&[CONNECTION], foreign_connection),
    },
];

const HELP: &str = "Give it a role of its own with the few rights it needs";

fn pipeline_role(facts: &Facts, report: &mut Report) {
    for action in facts.of_providers(&["Compute/AWS/Commands/1", "Deploy/AWS/EKS/1"]) {
        if !action.action.members.contains_key("roleArn") {
            let message =
                format!("{} runs with all rights of the pipeline's service role", action.action.name());
            report.at(action.at("roleArn"), message).advise(HELP);
        }
    }
    let is_free = |rule: &&RuleFacts| {
        rule.rule_type.is_some_and(|known| matches!(known.provider.as_str(), "LambdaInvoke" | "Commands"))
    };
    for rule in facts.rules.iter().filter(is_free).filter(|rule| !rule.rule.0.contains_key("roleArn")) {
        let message =
            format!("Rule {} runs with all rights of the pipeline's service role", rule.rule.name());
        report.at(rule.at(["roleArn".into()]), message).advise(HELP);
    }
}

/// The roles a deploy action works with, with the keys they stand under.
fn roles<'f>(action: &'f ActionFacts) -> impl Iterator<Item = (Place, &'f str)> {
    let own = action.action.role_arn().map(|role| (action.at("roleArn"), role));
    let stack = action.literal("RoleArn").map(|role| (action.at_configuration("RoleArn"), role));
    own.into_iter().chain(stack).filter(|(_, role)| Arn::parse(role).is_some())
}

fn shared_role(facts: &Facts, report: &mut Report) {
    let deploys = || facts.actions.iter().filter(|action| action.is_category(Category::Deploy));
    let mut elsewhere: HashMap<&str, Place> = HashMap::new();
    for action in deploys().filter(|action| !is_production(action.stage.name())) {
        for (place, role) in roles(action) {
            elsewhere.entry(role).or_insert(place);
        }
    }
    let mut told = HashSet::new();
    for action in deploys().filter(|action| is_production(action.stage.name())) {
        for (place, role) in roles(action) {
            if let Some(other) = elsewhere.get(role).filter(|_| told.insert(role)) {
                report
                    .at(
                        place,
                        format!("{} deploys with a role that another stage uses, too", action.action.name()),
                    )
                    .relate(other.clone(), "used here, too")
                    .advise("Give production a role of its own");
            }
        }
    }
}

fn administrator(_: &Home, action: &Alone, report: &mut Report) {
    let Some(role) = action.literal("RoleArn").and_then(Arn::parse) else { return };
    let name = role.resource.rsplit('/').next().unwrap_or_default();
    let is_word =
        |word: &str| matches!(word, "admin" | "administrator" | "administratoraccess" | "poweruser");
    let lower = name.to_ascii_lowercase();
    let is_named_so = lower.split(|c: char| !c.is_ascii_alphanumeric()).any(is_word)
        || ["Admin", "Administrator", "AdministratorAccess"].iter().any(|end| name.ends_with(end));
    if is_named_so {
        report
            .at(action.at_configuration("RoleArn"), format!("Role {name} is an administrator's, by its name"))
            .advise("Make a role with the rights the template's resources need");
    }
}

fn foreign_connection(home: &Home, action: &Alone, report: &mut Report) {
    let connection = action.action.configuration().get("ConnectionArn").and_then(Arn::parse);
    if let (Some(connection), Some(account)) = (connection, home.account_of(action.action))
        && connection.account.len() == 12
        && connection.account != account
    {
        let message =
            format!("The connection belongs to account {}, the source runs in {account}", connection.account);
        report
            .at(action.at_configuration("ConnectionArn"), message)
            .advise("It works if it is shared through Resource Access Manager");
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "Stack/roleArn = 'arn:aws:iam::111122223333:role/deploy'\n/stages/1/actions/+ = {'name': 'Beta', 'actionTypeId': {'category': 'Deploy', 'owner': 'AWS', 'provider': 'S3', 'version': '1'}, 'runOrder': 2, 'configuration': {'BucketName': 'shop-beta', 'Extract': 'true'}, 'inputArtifacts': [{'name': 'BuildOutput'}], 'roleArn': 'arn:aws:iam::111122223333:role/deploy'}\n/stages/1/onFailure = {'result': 'ROLLBACK'}",
        "CP1205 Stack/roleArn",
    ),
    silent(
        "CP1205",
        "Stack/roleArn = 'arn:aws:iam::111122223333:role/deploy'\nSite/roleArn = 'arn:aws:iam::111122223333:role/deploy'",
    ),
    fires(
        "Stack/configuration/RoleArn = 'arn:aws:iam::111122223333:role/cfn-admin'",
        "CP1209 Stack/configuration/RoleArn",
    ),
    fires(
        "Stack/configuration/RoleArn = 'arn:aws:iam::111122223333:role/x/ShopAdmin'",
        "CP1209 Stack/configuration/RoleArn",
    ),
    silent(
        "CP1209",
        "Stack/configuration/RoleArn = 'arn:aws:iam::111122223333:role/AWSCloudFormationStackSetAdministrationRole'",
    ),
    fires("Lint/roleArn -", "CP1206 Lint/roleArn"),
    fires(
        "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Ask', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'LambdaInvoke', 'version': '1'}, 'configuration': {'FunctionName': 'ask'}}]}]}",
        "CP1206 /stages/3/beforeEntry/conditions/0/rules/0/roleArn",
    ),
    silent("CP1206", ""),
    fires(
        "Git/configuration/ConnectionArn = 'arn:aws:codeconnections:eu-west-1:444455556666:connection/1234'",
        "CP1210 Git/configuration/ConnectionArn",
    ),
    silent("CP1210", ""),
];
