//! CP07: sources, approvals, and actions that call something else.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::facts::{ActionFacts, Alone, Facts, Home};
use super::fields::{character_at, json_of};
use super::finding::Severity::{Error, Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::{any_of, capitalized, quoted};
use crate::catalog::{ValueProblem, json_problem};
use crate::edit::Edit;
use crate::pipeline::Arn;

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

const S3_SOURCE: &[&str] = &["Source/AWS/S3/1"];
const CONNECTION: &[&str] = &["Source/AWS/CodeStarSourceConnection/1"];
const APPROVAL: &[&str] = &["Approval/AWS/Manual/1"];
const STEP_FUNCTIONS: &[&str] = &["Invoke/AWS/StepFunctions/1"];
const PIPELINE: &[&str] = &["Invoke/AWS/CodePipeline/1"];

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0711",
            title: "Object key without a file",
            severity: Error,
            what: "S3ObjectKey of an S3 source names one file.",
            why: "A key that ends in a slash is a folder, which cannot be fetched.",
            example: "\"S3ObjectKey\": \"releases/\"",
            fix: "Write the key of the file.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(S3_SOURCE, object_key),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0712",
            title: "Source object is no ZIP file",
            severity: Warning,
            what: "S3ObjectKey of an S3 source ends in .zip.",
            why: "Most actions unpack their inputs and fail with anything else.",
            example: "\"S3ObjectKey\": \"app.jar\"",
            fix: "Upload a ZIP file.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(S3_SOURCE, object_type),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0744",
            title: "Input file of a state machine missing",
            severity: Error,
            what: "A Step Functions action with InputType FilePath has Input and an input artifact.",
            why: "The file is read from the artifact.",
            example: "\"InputType\": \"FilePath\" without Input",
            fix: "Add the path of the file, and the artifact.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(STEP_FUNCTIONS, file_input),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0745",
            title: "Input of a state machine is not JSON",
            severity: Error,
            what: "A literal Input of a Step Functions action is JSON.",
            why: "The state machine cannot start with anything else.",
            example: "\"Input\": \"hello\"",
            fix: "Write a JSON object.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(STEP_FUNCTIONS, literal_input),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0746",
            title: "Pipeline starts itself",
            severity: Warning,
            what: "A pipeline does not start itself.",
            why: "Each execution would start the next one without end.",
            example: "\"PipelineName\": the pipeline's own name",
            fix: "Start another pipeline.",
            aws_answer: None,
            source: "Inference from the invoke action",
        },
        check: Check::Provider(PIPELINE, starts_itself),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0747",
            title: "Variables or revisions are no such list",
            severity: Error,
            what: "Variables of a CodePipeline action is a JSON list of name and value, SourceRevisions one of actionName, revisionType and revisionValue, all of them text.",
            why: "The other pipeline cannot start with anything else.",
            example: "\"Variables\": \"{\\\"Stage\\\":\\\"x\\\"}\"",
            fix: "Write [{\"name\":\"Stage\",\"value\":\"x\"}].",
            aws_answer: Some("InvalidActionDeclarationException, or failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(PIPELINE, lists),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0751",
            title: "Notification is no topic",
            severity: Error,
            what: "NotificationArn of an approval is the ARN of an SNS topic of the action's Region.",
            why: "Nobody is told otherwise.",
            example: "\"NotificationArn\": \"approvals\"",
            fix: "Copy the ARN of the topic.",
            aws_answer: Some("InvalidActionDeclarationException, or failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(APPROVAL, topic_region),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0752",
            title: "Review link is no web address",
            severity: Warning,
            what: "ExternalEntityLink of an approval begins with http:// or https://.",
            why: "The person who approves cannot follow it.",
            example: "\"ExternalEntityLink\": \"staging.example.com\"",
            fix: "Write the whole address.",
            aws_answer: None,
            source: "Practice",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0754",
            title: "One connection under two names",
            severity: Hint,
            what: "Sources that share a connection write its ARN in the same way.",
            why: "The older prefix codestar-connections and the newer codeconnections both work, but each needs a permission of its own name, and whoever reads the pipeline takes them for two connections.",
            example: "connection/1234 as arn:aws:codestar-connections:… in one source and as arn:aws:codeconnections:… in another",
            fix: "Write one of the two in both sources.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(two_prefixes),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0755",
            title: "Repository is not owner/name",
            severity: Error,
            what: "FullRepositoryId of a connection source is owner/name, without address and .git.",
            why: "The connection cannot find it otherwise.",
            example: "\"FullRepositoryId\": \"https://github.com/acme/shop.git\"",
            fix: "Write acme/shop.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(CONNECTION, repository),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0757",
            title: "Connection in a Region without connections",
            severity: Error,
            what: "The Region in the ARN of a connection has connections.",
            why: "There is no such connection elsewhere. Of the Region the source itself runs in, CP1102 tells.",
            example: "\"ConnectionArn\": \"arn:aws:codeconnections:af-south-1:111122223333:connection/1234\"",
            fix: "Copy the ARN of a connection of another Region.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(CONNECTION, region_without_connections),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0758",
            title: "Two branches of one repository",
            severity: Warning,
            what: "Two connection sources of a pipeline have different repositories.",
            why: "Only one of the branches starts the pipeline reliably.",
            example: "Two sources with \"FullRepositoryId\": \"acme/shop\" and other branches",
            fix: "Make a pipeline for each branch.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(same_repository),
    },
];

fn object_key(_: &Home, action: &Alone, report: &mut Report) {
    if let Some(key) = action.literal("S3ObjectKey").filter(|key| key.ends_with('/')) {
        let message = format!("S3ObjectKey {} is a folder, not a file", quoted(key));
        report.at(action.at_configuration("S3ObjectKey"), message).advise("Write the key of the file");
    }
}

fn object_type(_: &Home, action: &Alone, report: &mut Report) {
    let Some(key) = action.literal("S3ObjectKey").filter(|key| !key.is_empty() && !key.ends_with('/')) else {
        return;
    };
    if !key.to_ascii_lowercase().ends_with(".zip") {
        let message = format!("S3ObjectKey {} is no ZIP file, which most actions need", quoted(key));
        report.at(action.at_configuration("S3ObjectKey"), message);
    }
}

fn file_input(_: &Home, action: &Alone, report: &mut Report) {
    let is_file = action.literal("InputType") == Some("FilePath");
    if is_file && !action.misfits_at("inputArtifacts") && action.action.input_artifacts().next().is_none() {
        report
            .at(action.at("inputArtifacts"), "InputType FilePath needs an input artifact")
            .relate(action.at_configuration("InputType"), "FilePath is set here");
    }
}

fn literal_input(_: &Home, action: &Alone, report: &mut Report) {
    // A value that is no text, or has a variable in it, may mean a file.
    let is_literal =
        action.literal("InputType") == Some("Literal") || !action.action.configuration().has("InputType");
    let Some(text) = action.literal("Input").filter(|text| is_literal && !text.is_empty()) else { return };
    if let Some(ValueProblem::NotJson { line, column, offset, message }) = json_problem(text) {
        let found = format!("Input is not JSON at line {line}, column {column} of its text");
        report
            .at(action.at_configuration("Input"), found)
            .point_at(character_at(text, offset))
            .advise(capitalized(&message));
    }
}

fn starts_itself(home: &Home, action: &Alone, report: &mut Report) {
    let name = home.name;
    if !name.is_empty() && action.literal("PipelineName") == Some(name) {
        report
            .at(action.at_configuration("PipelineName"), "The pipeline starts itself, without end")
            .advise("Start another pipeline");
    }
}

/// The lists of an action that starts another pipeline, what each of their elements has, and an example.
const LISTS: [(&str, &[&str], &str); 2] = [
    ("Variables", &["name", "value"], r#"Write [{"name":"Stage","value":"prod"}]"#),
    (
        "SourceRevisions",
        &["actionName", "revisionType", "revisionValue"],
        r#"Write [{"actionName":"Source","revisionType":"COMMIT_ID","revisionValue":"…"}]"#,
    ),
];

fn lists(_: &Home, action: &Alone, report: &mut Report) {
    for (key, members, help) in LISTS {
        let Some(value) = json_of(action, key) else { continue };
        let place = action.at_configuration(key);
        let Some(elements) = value.as_array() else {
            report.at(place, format!("{key} is not a JSON list")).advise(help);
            continue;
        };
        for (index, element) in elements.iter().enumerate() {
            let is_text = |member: &&&str| element.get(**member).is_some_and(Value::is_string);
            if members.iter().filter(is_text).count() < members.len() {
                let message = format!(
                    "Element {} of {key} lacks {} as text",
                    index + 1,
                    any_of(members.iter().copied())
                );
                let part = action.part_of_json(key, &[index.into()]);
                report.at(place.clone(), message).point_at(part).advise(help);
            }
        }
    }
}

fn topic_region(home: &Home, action: &Alone, report: &mut Report) {
    let topic = action.action.configuration().get("NotificationArn").and_then(Arn::parse);
    if let (Some(topic), Some(region)) = (topic, home.region_of(action.action))
        && topic.service == "sns"
        && topic.region != region
    {
        let message = format!("The topic is in {}, the approval in {region}", topic.region);
        // The pipeline's Region is read from other values here.
        report.at(action.at_configuration("NotificationArn"), message).at_most(Warning);
    }
}

fn repository(_: &Home, action: &Alone, report: &mut Report) {
    let Some(text) = action.literal("FullRepositoryId") else { return };
    let path = text.strip_suffix(".git").unwrap_or(text);
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    if path != text && path.contains('/') {
        let place = action.at_configuration("FullRepositoryId");
        report
            .at(place.clone(), format!("FullRepositoryId {} is an address, not owner/name", quoted(text)))
            .offer(format!("Write {path}"), vec![Edit::set(place, Some(json!(path)))]);
    }
}

fn same_repository(facts: &Facts, report: &mut Report) {
    let sources: Vec<&ActionFacts> = facts.of_providers(CONNECTION).collect();
    for (index, source) in sources.iter().enumerate() {
        let Some(repository) = source.literal("FullRepositoryId") else { continue };
        let same = |other: &&&ActionFacts| {
            other.literal("FullRepositoryId") == Some(repository)
                && other.literal("BranchName") != source.literal("BranchName")
        };
        if let Some(first) = sources[..index].iter().find(same) {
            report
                .at(
                    source.at_configuration("FullRepositoryId"),
                    format!("Only one branch of {repository} starts the pipeline reliably"),
                )
                .relate(first.at_configuration("FullRepositoryId"), "the other source is here")
                .advise("Make a pipeline for each branch");
        }
    }
}

const PREFIXES: [&str; 2] = ["codestar-connections", "codeconnections"];

fn two_prefixes(facts: &Facts, report: &mut Report) {
    let connection = |source: &ActionFacts| {
        let text = source.shared("ConnectionArn")?;
        let arn = Arn::parse(text).filter(|arn| PREFIXES.contains(&arn.service))?;
        Some((
            text.to_owned(),
            arn.service.to_owned(),
            [arn.region, arn.account, arn.resource].map(str::to_owned),
        ))
    };
    let mut first_of = HashMap::new();
    for source in facts.of_providers(CONNECTION) {
        let Some((text, prefix, identity)) = connection(source) else { continue };
        let (first, first_text, first_prefix) =
            first_of.entry(identity).or_insert_with(|| (source, text, prefix.clone()));
        if *first_prefix != prefix {
            let place = source.at_configuration("ConnectionArn");
            report
                .at(place.clone(), "The same connection is written with another prefix elsewhere")
                .relate(first.at_configuration("ConnectionArn"), "written this way here")
                .advise("Both work; each prefix needs a permission of its own")
                .offer("Write it the same way", vec![Edit::set(place, Some(json!(*first_text)))]);
        }
    }
}

fn region_without_connections(home: &Home, action: &Alone, report: &mut Report) {
    let Some(arn) = action.action.configuration().get("ConnectionArn").and_then(Arn::parse) else { return };
    let is_told = home.region_of(action.action) == Some(arn.region);
    let known = home.catalog.limits().region(arn.region);
    if !is_told && PREFIXES.contains(&arn.service) && known.is_some_and(|region| !region.connections) {
        report.at(
            action.at_configuration("ConnectionArn"),
            format!("There are no connections in {}", arn.region),
        );
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "Git/actionTypeId/provider = 'S3'\nCompile/configuration/EnvironmentVariables -\n/triggers -\nGit/configuration = {'S3Bucket': 'shop-source', 'S3ObjectKey': 'releases/', 'PollForSourceChanges': 'false'}",
        "CP0711 Git/configuration/S3ObjectKey",
    ),
    silent(
        "CP0711",
        "Git/actionTypeId/provider = 'S3'\nCompile/configuration/EnvironmentVariables -\n/triggers -\nGit/configuration = {'S3Bucket': 'shop-source', 'S3ObjectKey': 'releases/a.zip', 'PollForSourceChanges': 'false'}",
    ),
    fires(
        "Git/actionTypeId/provider = 'S3'\nCompile/configuration/EnvironmentVariables -\n/triggers -\nGit/configuration = {'S3Bucket': 'shop-source', 'S3ObjectKey': 'app.jar', 'PollForSourceChanges': 'false'}",
        "CP0712 Git/configuration/S3ObjectKey",
    ),
    silent(
        "CP0712",
        "Git/actionTypeId/provider = 'S3'\nCompile/configuration/EnvironmentVariables -\n/triggers -\nGit/configuration = {'S3Bucket': 'shop-source', 'S3ObjectKey': 'app.ZIP', 'PollForSourceChanges': 'false'}",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x', 'InputType': 'FilePath'}",
        "CP0744 Site/configuration/Input",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x', 'InputType': 'FilePath', 'Input': 'in.json'}\nSite/inputArtifacts = []",
        "CP0744 Site/inputArtifacts",
    ),
    silent(
        "CP0744",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x', 'InputType': 'FilePath', 'Input': 'in.json'}",
    ),
    silent(
        "CP0744",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x', 'InputType': 'FilePath', 'Input': 'in.json'}\nSite/inputArtifacts = {}",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x', 'Input': 'hello'}",
        "CP0745 Site/configuration/Input",
    ),
    silent(
        "CP0745",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x', 'InputType': true, 'Input': 'in.json'}",
    ),
    silent(
        "CP0745",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x', 'Input': '{}'}",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'CodePipeline', 'version': '1'}\nSite/inputArtifacts = []\nSite/configuration = {'PipelineName': 'shop-release'}",
        "CP0746 Site/configuration/PipelineName",
    ),
    silent(
        "CP0746",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'CodePipeline', 'version': '1'}\nSite/inputArtifacts = []\nSite/configuration = {'PipelineName': 'other'}",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'CodePipeline', 'version': '1'}\nSite/inputArtifacts = []\nSite/configuration = {'PipelineName': 'other', 'Variables': '{}'}",
        "CP0747 Site/configuration/Variables",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'CodePipeline', 'version': '1'}\nSite/inputArtifacts = []\nSite/configuration = {'PipelineName': 'other', 'SourceRevisions': '[{\\'actionName\\':\\'Git\\'}]'}",
        "CP0747 Site/configuration/SourceRevisions",
    ),
    silent(
        "CP0747",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'CodePipeline', 'version': '1'}\nSite/inputArtifacts = []\nSite/configuration = {'PipelineName': 'other', 'Variables': '[]'}",
    ),
    fires(
        "Approve/configuration/NotificationArn = 'approvals'",
        "CP0751 Approve/configuration/NotificationArn",
    ),
    fires(
        "Approve/configuration/NotificationArn = 'arn:aws:sns:us-west-2:111122223333:x'",
        "CP0751 Approve/configuration/NotificationArn",
    ),
    silent("CP0751", "Approve/configuration/NotificationArn = 'arn:aws:sns:eu-west-1:111122223333:x'"),
    fires(
        "Approve/configuration/ExternalEntityLink = 'staging.example.com'",
        "CP0752 Approve/configuration/ExternalEntityLink",
    ),
    silent("CP0752", "Approve/configuration/ExternalEntityLink = '#{variables.Target}'"),
    fires(
        "Git/configuration/FullRepositoryId = 'https://github.com/acme/shop.git'",
        "CP0755 Git/configuration/FullRepositoryId",
    )
    .fix(&["Write acme/shop"]),
    fires("Git/configuration/FullRepositoryId = 'shop'", "CP0755 Git/configuration/FullRepositoryId"),
    silent("CP0755", "Git/configuration/FullRepositoryId = 'group/sub/shop'"),
    fires(
        "/stages/0/actions/+ = {'name': 'Next', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'CodeStarSourceConnection', 'version': '1'}, 'configuration': {'ConnectionArn': 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1234', 'FullRepositoryId': 'acme/shop', 'BranchName': 'next', 'DetectChanges': 'false'}, 'outputArtifacts': [{'name': 'Next'}]}\nSite/inputArtifacts/0/name = 'Next'",
        "CP0758 /stages/0/actions/1/configuration/FullRepositoryId, CP1307 /stages/0/actions/1/configuration/DetectChanges",
    ),
    silent(
        "CP0758",
        "/stages/0/actions/+ = {'name': 'Next', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'CodeStarSourceConnection', 'version': '1'}, 'configuration': {'ConnectionArn': 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1234', 'FullRepositoryId': 'acme/docs', 'BranchName': 'next', 'DetectChanges': 'false'}, 'outputArtifacts': [{'name': 'Next'}]}\nSite/inputArtifacts/0/name = 'Next'",
    ),
    fires(
        "/stages/0/actions/+ = {'name': 'Docs', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'CodeStarSourceConnection', 'version': '1'}, 'configuration': {'ConnectionArn': 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/1234', 'FullRepositoryId': 'acme/docs', 'BranchName': 'main', 'DetectChanges': 'false'}, 'outputArtifacts': [{'name': 'Docs'}]}\nSite/inputArtifacts/0/name = 'Docs'",
        "CP0754 /stages/0/actions/1/configuration/ConnectionArn, CP1307 /stages/0/actions/1/configuration/DetectChanges",
    )
    .fix(&["Write it the same way"]),
    silent(
        "CP0754",
        "/stages/0/actions/+ = {'name': 'Docs', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'CodeStarSourceConnection', 'version': '1'}, 'configuration': {'ConnectionArn': 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/5678', 'FullRepositoryId': 'acme/docs', 'BranchName': 'main', 'DetectChanges': 'false'}, 'outputArtifacts': [{'name': 'Docs'}]}\nSite/inputArtifacts/0/name = 'Docs'",
    ),
    fires(
        "Git/configuration/ConnectionArn = 'arn:aws:codeconnections:af-south-1:111122223333:connection/1234'",
        "CP0757 Git/configuration/ConnectionArn",
    ),
    silent("CP0757", "Git/configuration/ConnectionArn = 'arn:aws:codeconnections:us-east-1:111122223333:connection/1234'"),
];
