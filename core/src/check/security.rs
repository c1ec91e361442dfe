//! CP12: rights that go further than they need.

use super::facts::{Alone, Arn, Facts, Home, RuleFacts};
use super::finding::Severity::Warning;
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;

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
            code: "CP1206",
            title: "Free commands with the pipeline's role",
            severity: Warning,
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
