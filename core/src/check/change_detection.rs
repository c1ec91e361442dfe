//! CP13: how a pipeline notices changes. Whether event rules exist is known in the account only.

use serde_json::json;

use super::facts::{ActionFacts, Alone, Facts, Home};
use super::finding::Severity::{Error, Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use crate::catalog::Category;
use crate::document::Place;
use crate::edit::Edit;

pub(super) static FAMILY: Family = Family {
    step: Step::Advice,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

/// The GitHub source of version 1 polls, too; that it should be replaced is told already.
const POLLING: &[&str] = &["Source/AWS/S3/1", "Source/AWS/CodeCommit/1"];
const CONNECTION: &str = "Source/AWS/CodeStarSourceConnection/1";

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP1301",
            title: "Polling is on",
            severity: Warning,
            what: "S3 and CodeCommit sources set PollForSourceChanges to false. Of GitHub sources of version 1, which poll too, CP0428 tells more.",
            why: "Left out, polling is on: slow, limited to 300 pipelines of a Region, and switched off after 30 days without a change. Events are quick.",
            example: "An S3 source without PollForSourceChanges",
            fix: "Set it to false and make an event rule that starts the pipeline.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Provider(POLLING, polling),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1307",
            title: "Starts by hand only",
            severity: Hint,
            what: "A connection source with DetectChanges false has a trigger.",
            why: "Without one nothing starts the pipeline by itself.",
            example: "\"DetectChanges\": \"false\" and no trigger",
            fix: "Add a trigger, or leave DetectChanges out, unless that is meant.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::ProviderAmong(&[CONNECTION], by_hand),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1308",
            title: "Polling where there is none",
            severity: Error,
            what: "ECR and connection sources have no PollForSourceChanges.",
            why: "They cannot poll, and AWS refuses the key.",
            example: "An ECR source with \"PollForSourceChanges\": \"false\"",
            fix: "Remove the key.",
            aws_answer: Some(
                "InvalidActionDeclarationException: Action configuration for action 'A' contains unknown configuration 'PollForSourceChanges'",
            ),
            source: "User guide, issue reports",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP1310",
            title: "Several sources",
            severity: Hint,
            what: "The first stage has one source that starts the pipeline.",
            why: "A change of any source runs the whole pipeline with the newest of all.",
            example: "Two connection sources",
            fix: "Nothing, if that is meant; otherwise switch the detection of one off.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(several_sources),
    },
];

fn polling(_: &Home, action: &Alone, report: &mut Report) {
    let value = action.action.configuration().get("PollForSourceChanges");
    if matches!(value, None | Some("true")) {
        let place = action.at_configuration("PollForSourceChanges");
        let how = if value.is_none() {
            "Polling is on where PollForSourceChanges is left out"
        } else {
            "Polling is on"
        };
        report
            .at(place.clone(), how)
            .advise("Set it to false and make an event rule that starts the pipeline")
            .offer("Set PollForSourceChanges to false", vec![Edit::set(place, Some(json!("false")))]);
    }
}

fn has_trigger(facts: &Facts, action: &ActionFacts) -> bool {
    facts.pipeline.triggers().any(|trigger| trigger.source_action_name() == Some(action.action.name()))
}

fn by_hand(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    if action.literal("DetectChanges") == Some("false") && !has_trigger(facts, action) {
        report
            .at(action.at_configuration("DetectChanges"), "Nothing starts the pipeline by itself")
            .advise("Add a trigger, or leave DetectChanges out, unless that is meant");
    }
}

fn several_sources(facts: &Facts, report: &mut Report) {
    let starts = |action: &&ActionFacts| {
        action.is_category(Category::Source)
            && action.is(CONNECTION)
            && (has_trigger(facts, action) || action.literal("DetectChanges") != Some("false"))
    };
    let sources: Vec<&ActionFacts> = facts.actions.iter().filter(starts).collect();
    if let [first, others @ ..] = sources.as_slice()
        && !others.is_empty()
    {
        let finding = report.at(
            Place::action(first.action.id),
            format!("A change of any of {} sources runs the whole pipeline", sources.len()),
        );
        for other in others {
            finding.relate(Place::action(other.action.id), "starts it, too");
        }
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "Git/actionTypeId/provider = 'S3'\nCompile/configuration/EnvironmentVariables -\n/triggers -\nGit/configuration = {'S3Bucket': 'shop-source', 'S3ObjectKey': 'shop.zip'}",
        "CP1301 Git/configuration/PollForSourceChanges",
    )
    .fix(&["Set PollForSourceChanges to false"]),
    silent(
        "CP1301",
        "Git/actionTypeId/provider = 'S3'\nGit/configuration = {'S3Bucket': 'shop-source', 'S3ObjectKey': 'shop.zip', 'PollForSourceChanges': 'false'}",
    ),
    silent(
        "CP1301",
        "Git/actionTypeId = {'category': 'Source', 'owner': 'ThirdParty', 'provider': 'GitHub', 'version': '1'}\nGit/configuration = {'Owner': 'acme', 'Repo': 'shop', 'Branch': 'main', 'OAuthToken': '****'}\n/triggers -",
    ),
    fires("Git/configuration/DetectChanges = 'false'\n/triggers -", "CP1307 Git/configuration/DetectChanges"),
    silent("CP1307", "Git/configuration/DetectChanges = 'false'"),
    fires("Git/configuration/PollForSourceChanges = 'false'", "CP1308 Git/configuration/PollForSourceChanges")
        .fix(&["Remove PollForSourceChanges"]),
    silent("CP1308", ""),
    fires(
        "/stages/0/actions/+ = {'name': 'Docs', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'CodeStarSourceConnection', 'version': '1'}, 'configuration': {'ConnectionArn': 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1234', 'FullRepositoryId': 'acme/docs', 'BranchName': 'main'}, 'outputArtifacts': [{'name': 'Docs'}]}\nSite/inputArtifacts/0/name = 'Docs'",
        "CP1310 /stages/0/actions/0",
    ),
    silent("CP1310", ""),
];
