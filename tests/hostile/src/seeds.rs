//! Valid files that are broken, and values to break them with.

use std::sync::LazyLock;

use pipewright_core::document::Document;
use pipewright_core::samples::SAMPLES;
use serde_json::{Value, json};

use crate::random::Random;

/// Small, so that a break is likely to hit something that matters.
static SMALL: LazyLock<Vec<Value>> =
    LazyLock::new(|| vec![fetch_and_copy(), with_everything(), bare_regions()]);

static VALUES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let samples = SAMPLES.iter().map(|sample| serde_json::from_str(sample.text));
    let mut all: Vec<Value> = samples.map(|value| value.expect("a sample is JSON")).collect();
    // A sample takes ten times as long as a small one.
    for _ in 0..12 {
        all.extend(SMALL.iter().cloned());
    }
    all
});

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut all: Vec<String> = SAMPLES.iter().map(|sample| sample.text.to_owned()).collect();
    for value in SMALL.iter() {
        all.extend([value.to_string(), value.to_string()]);
        all.push(serde_json::to_string_pretty(value).expect("a value is written"));
        all.push(serde_json::to_string_pretty(value).expect("a value is written").replace('\n', "\r\n"));
    }
    all
});

static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let samples = SAMPLES.iter().map(|sample| sample.text.to_owned());
    let small = SMALL.iter().map(Value::to_string);
    let read = |text: String| Document::read_text(&text).expect("a seed is a pipeline");
    small.clone().chain(small).chain(samples).map(read).collect()
});

/// A valid file as JSON.
pub fn value(random: &mut Random) -> Value {
    random.pick(&VALUES).clone()
}

/// A small valid file as JSON, to take pieces from.
pub fn small(random: &mut Random) -> &'static Value {
    let all: &'static [Value] = &SMALL;
    random.pick(all)
}

/// A valid file as text.
pub fn text(random: &mut Random) -> String {
    random.pick(&TEXTS).clone()
}

/// A valid file, read.
pub fn document(random: &mut Random) -> &'static Document {
    let all: &'static [Document] = &DOCUMENTS;
    random.pick(all)
}

fn fetch_and_copy() -> Value {
    json!({"pipeline": {
        "name": "web",
        "roleArn": "arn:aws:iam::123456789012:role/release",
        "artifactStore": {"type": "S3", "location": "artifacts", "encryptionKey": {"id": "arn:aws:kms:eu-central-1:123456789012:key/1", "type": "KMS"}},
        "stages": [
            {"name": "Source", "actions": [
                action("Fetch", ["Source", "AWS", "S3"], &[], &["Code"], &json!({"S3Bucket": "sources", "S3ObjectKey": "app.zip", "PollForSourceChanges": "false"})),
            ]},
            {"name": "Deploy", "actions": [
                action("Approve", ["Approval", "AWS", "Manual"], &[], &[], &json!({"CustomData": "look at #{Fetch.VersionId}", "ExternalEntityLink": "https://example.com"})),
                action("Copy", ["Deploy", "AWS", "S3"], &["Code"], &[], &json!({"BucketName": "site", "Extract": "true"})),
            ]},
        ],
        "version": 3,
    }, "metadata": {"pipelineArn": "arn:aws:codepipeline:eu-central-1:123456789012:web", "created": "2026-01-01T00:00:00Z"}})
}

/// Members of every kind in one file.
fn with_everything() -> Value {
    let overrides = r#"{"Bucket": {"Fn::GetArtifactAtt": ["Image", "BucketName"]}, "Tag": {"Fn::GetParam": ["Image", "image.json", "Tag"]}}"#;
    let variables = r##"[{"name":"COMMIT","value":"#{Git.CommitId}","type":"PLAINTEXT"}]"##;
    let rule = |provider: &str, configuration: Value| json!({"name": provider, "ruleTypeId": {"category": "Rule", "owner": "AWS", "provider": provider, "version": "1"}, "configuration": configuration, "inputArtifacts": []});
    let mut source = action(
        "Git",
        ["Source", "AWS", "CodeStarSourceConnection"],
        &[],
        &["Code"],
        &json!({"ConnectionArn": "arn:aws:codeconnections:eu-central-1:123456789012:connection/1", "FullRepositoryId": "team/app", "BranchName": "main", "OutputArtifactFormat": "CODE_ZIP"}),
    );
    source["namespace"] = "Git".into();
    let mut commands = action("Run", ["Compute", "AWS", "Commands"], &["Code"], &["Image"], &json!({}));
    commands["commands"] = json!(["make #{variables.target}", "echo #{Git.CommitId}"]);
    commands["outputVariables"] = json!(["TAG"]);
    commands["environmentVariables"] =
        json!([{"name": "A", "value": "#{Git.BranchName}", "type": "PLAINTEXT"}]);
    commands["namespace"] = "Run".into();
    commands["outputArtifacts"][0]["files"] = json!(["out/**/*"]);
    let mut build = action(
        "Build",
        ["Build", "AWS", "CodeBuild"],
        &["Code"],
        &["Tested"],
        &json!({"ProjectName": "app", "EnvironmentVariables": variables}),
    );
    build["region"] = "eu-west-1".into();
    let mut approve =
        action("Approve", ["Approval", "AWS", "Manual"], &[], &[], &json!({"CustomData": "#{Run.TAG}"}));
    approve["timeoutInMinutes"] = 60.into();
    let mut stack = action(
        "Stack",
        ["Deploy", "AWS", "CloudFormation"],
        &["Code", "Image"],
        &["Outputs"],
        &json!({"ActionMode": "CREATE_UPDATE", "StackName": "app", "TemplatePath": "Code::template.json", "RoleArn": "arn:aws:iam::123456789012:role/stacks", "ParameterOverrides": overrides, "Capabilities": "CAPABILITY_IAM", "OutputFileName": "outputs.json"}),
    );
    stack["runOrder"] = 2.into();
    stack["roleArn"] = "arn:aws:iam::210987654321:role/other".into();
    json!({"pipeline": {
        "name": "everything",
        "roleArn": "arn:aws:iam::123456789012:role/release",
        "artifactStores": {"eu-central-1": {"type": "S3", "location": "artifacts"}, "eu-west-1": {"type": "S3", "location": "artifacts-west"}},
        "stages": [
            {"name": "Source", "actions": [source], "onFailure": {"result": "RETRY", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}}},
            {"name": "Build", "actions": [commands, build],
             "beforeEntry": {"conditions": [{"result": "SKIP", "rules": [rule("VariableCheck", json!({"Variable": "#{Git.BranchName}", "Operator": "MATCHES", "Value": "main|release/.*"}))]}]}},
            {"name": "Release", "actions": [approve, stack],
             "beforeEntry": {"conditions": [{"result": "FAIL", "rules": [rule("DeploymentWindow", json!({"Cron": "0 0 9-17 ? * MON-FRI *", "TimeZone": "Europe/Berlin"}))]}]},
             "onSuccess": {"conditions": [{"result": "ROLLBACK", "rules": [rule("CloudWatchAlarm", json!({"AlarmName": "errors", "AlarmStates": "ALARM", "WaitTime": "5"}))]}]},
             "onFailure": {"result": "ROLLBACK"}},
        ],
        "executionMode": "QUEUED",
        "pipelineType": "V2",
        "variables": [{"name": "target", "defaultValue": "all", "description": "what to make"}],
        "triggers": [{"providerType": "CodeStarSourceConnection", "gitConfiguration": {
            "sourceActionName": "Git",
            "push": [{"branches": {"includes": ["main", "release/**"], "excludes": ["x{a,b}"]}, "filePaths": {"includes": ["src/**"]}}, {"tags": {"includes": ["v*"]}}],
            "pullRequest": [{"events": ["OPEN", "UPDATED"], "branches": {"includes": ["main"]}}],
        }}],
        "version": 1,
    }, "pipewright": {"notes": [{"text": "why", "stage": "Build"}, {"text": "how", "stage": "Release", "action": "Stack"}]}})
}

/// A bare declaration that leaves as much out as it can.
fn bare_regions() -> Value {
    json!({
        "name": "bare",
        "roleArn": "arn:aws:iam::123456789012:role/release",
        "artifactStore": {"type": "S3", "location": "artifacts"},
        "stages": [
            {"name": "In", "actions": [action("In", ["Source", "AWS", "ECR"], &[], &["Image"], &json!({"RepositoryName": "app", "ImageTag": "latest"}))]},
            {"name": "Out", "actions": [
                action("Ecs", ["Deploy", "AWS", "ECS"], &["Image"], &[], &json!({"ClusterName": "main", "ServiceName": "app", "DeploymentTimeout": "15"})),
                action("Notify", ["Invoke", "AWS", "Lambda"], &["Image"], &["Answer"], &json!({"FunctionName": "notify", "UserParameters": "{\"image\": \"#{In.ImageURI}\"}"})),
            ]},
        ],
    })
}

fn action(
    name: &str,
    [category, owner, provider]: [&str; 3],
    inputs: &[&str],
    outputs: &[&str],
    configuration: &Value,
) -> Value {
    let names = |names: &[&str]| names.iter().map(|name| json!({"name": name})).collect::<Vec<_>>();
    json!({
        "name": name,
        "actionTypeId": {"category": category, "owner": owner, "provider": provider, "version": "1"},
        "runOrder": 1,
        "configuration": configuration,
        "outputArtifacts": names(outputs),
        "inputArtifacts": names(inputs),
    })
}
