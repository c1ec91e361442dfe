//! `policy`: the permissions a pipeline needs.

use std::collections::BTreeSet;

use pipewright_core::catalog::Catalog;
use pipewright_core::policy::{Policies, Whereabouts};
use pipewright_core::samples::SAMPLES;
use pipewright_tests::oracles;
use pipewright_tests::python::or_skip;
use serde_json::{Value, json};

use super::{Call, design};

/// What parliament says of statements as AWS publishes them.
const EXPECTED: [(&str, &str); 7] = [
    // Its data has no resource type for these two, AWS has.
    ("RESOURCE_MISMATCH", "cloudformation:CreateStackSet"),
    ("RESOURCE_MISMATCH", "codepipeline:ListPipelines"),
    // A document and the instances it runs on are named apart, because only instances have a condition.
    ("RESOURCE_MISMATCH", "ssm:SendCommand"),
    // The machine may be a standard one, whose executions have another form.
    ("RESOURCE_MISMATCH", "states:DescribeExecution"),
    // AWS publishes no narrower form of these.
    ("RESOURCE_STAR", "devicefarm:"),
    ("RESOURCE_STAR", "ecs:RegisterTaskDefinition"),
    ("RESOURCE_STAR", "elasticbeanstalk:"),
];

/// A pipeline with one action of each built-in type, as the catalog shows it.
fn everything() -> Value {
    let actions: Vec<Value> = Catalog::get()
        .providers()
        .iter()
        .enumerate()
        .map(|(index, provider)| {
            let mut action = provider.example.clone();
            action["name"] = json!(format!("A{index}"));
            action
        })
        .collect();
    json!({"pipeline": {
        "name": "everything",
        "roleArn": "arn:aws:iam::111122223333:role/pipeline",
        "artifactStore": {
            "type": "S3",
            "location": "artifacts-111122223333",
            "encryptionKey": {"id": "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666", "type": "KMS"},
        },
        "stages": [{"name": "All", "actions": actions}],
    }})
}

#[test]
fn policies_are_what_iam_takes() {
    let place = Whereabouts { region: Some("eu-west-1".to_owned()), ..Whereabouts::default() };
    let samples = SAMPLES.iter().map(|sample| sample.text.to_owned());
    let documents: Vec<Value> = samples
        .chain([everything().to_string()])
        .flat_map(|text| {
            let document = pipewright_core::document::Document::read_text(&text).unwrap();
            let policies = Policies::of(&document, &place);
            let all = policies.to_json(&document, &place);
            let of_roles = policies.roles.into_iter().flat_map(|role| role.split().documents().to_vec());
            of_roles.chain([all["publisher"].clone()]).collect::<Vec<_>>()
        })
        .collect();
    let wrong = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObjec", "Resource": "arn:aws:s3:::a/*"},
    ]});
    let Some(verdicts) = or_skip(oracles::parliament(documents.iter().chain([&wrong]))) else { return };
    let (of_wrong, verdicts) = verdicts.split_last().unwrap();
    assert!(!of_wrong.is_empty(), "the oracle sees a wrong action");
    let told: BTreeSet<&String> = verdicts.iter().flatten().collect();
    let unexpected: Vec<_> = told
        .into_iter()
        .filter(|told| !EXPECTED.iter().any(|(issue, detail)| told.contains(issue) && told.contains(detail)))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

#[test]
fn people_read_who_needs_what() {
    let ran = Call::new(["policy", "-", "--region", "eu-west-1"]).input(design().to_string()).run().expect(0);
    for expected in
        ["Service role", "codebuild:StartBuild", "Whoever publishes", "iam:PassRole", " characters"]
    {
        assert!(ran.results.contains(expected), "{expected}: {ran:#?}");
    }
}

#[test]
fn programs_read_documents_and_trust() {
    let arguments = ["policy", "-", "--region", "eu-west-1", "--format", "json"];
    let json = Call::new(arguments).input(design().to_string()).run().expect(0).json();
    assert_eq!(json["roles"][0]["kind"], "service");
    assert_eq!(json["roles"][0]["documents"][0]["Version"], "2012-10-17");
    let trust = &json["roles"][0]["trust"]["Statement"][0];
    assert_eq!(trust["Principal"]["Service"], "codepipeline.amazonaws.com");
    assert!(trust["Condition"]["ArnLike"]["aws:SourceArn"].as_str().unwrap().ends_with(":orders"));
    // One document alone is what IAM takes.
    let alone = Call::new(["policy", "-", "--region", "eu-west-1", "--format", "iam"]);
    let alone = alone.input(design().to_string()).run().expect(0).json();
    assert_eq!(alone, json["roles"][0]["documents"][0]);
}

#[test]
fn an_account_that_is_none_is_refused() {
    let ran = Call::new(["policy", "-", "--account", "12"]).input(design().to_string()).run().expect(2);
    assert!(ran.messages.contains("an account has 12 digits"), "{ran:#?}");
}
