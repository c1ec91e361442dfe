//! Plans between small pipelines, in the words a person reads.

mod changes;
mod consequences;
mod random;
mod union;

use serde_json::{Value, json};

use super::{Plan, normalized};
use crate::pipeline::{Ids, Pipeline};
pub(super) use random::run;

pub(super) fn read(value: &Value) -> Pipeline {
    Pipeline::from_object(value.as_object().unwrap().clone(), &Ids::default())
}

fn action(name: &str, category: &str, provider: &str, configuration: &Value) -> Value {
    json!({ "name": name, "configuration": configuration,
            "actionTypeId": { "category": category, "owner": "AWS", "provider": provider, "version": "1" } })
}

/// A pipeline as a person writes it: without anything that AWS fills in.
pub(super) fn storefront() -> Value {
    let mut source =
        action("App", "Source", "CodeCommit", &json!({ "RepositoryName": "app", "BranchName": "main" }));
    source["outputArtifacts"] = json!([{ "name": "SourceOut" }]);
    let mut build = action("Build", "Build", "CodeBuild", &json!({ "ProjectName": "storefront-build" }));
    build["inputArtifacts"] = json!([{ "name": "SourceOut" }]);
    build["outputArtifacts"] = json!([{ "name": "BuildOut" }]);
    let mut staging = action(
        "Deploy",
        "Deploy",
        "ECS",
        &json!({ "ClusterName": "staging", "ServiceName": "web", "FileName": "image.json" }),
    );
    staging["inputArtifacts"] = json!([{ "name": "BuildOut" }]);
    let approve = action("Approve", "Approval", "Manual", &json!({}));
    let mut production = action(
        "DeployProd",
        "Deploy",
        "CodeDeployToECS",
        &json!({
        "ApplicationName": "web", "DeploymentGroupName": "blue-green",
        "TaskDefinitionTemplateArtifact": "BuildOut", "AppSpecTemplateArtifact": "BuildOut" }),
    );
    production["inputArtifacts"] = json!([{ "name": "BuildOut" }]);
    production["runOrder"] = json!(2);
    json!({
        "name": "storefront",
        "roleArn": "arn:aws:iam::123456789012:role/pipeline",
        "pipelineType": "V2",
        "artifactStore": { "type": "S3", "location": "artifacts" },
        "variables": [{ "name": "STAGE", "defaultValue": "prod" }],
        "stages": [
            { "name": "Source", "actions": [source] },
            { "name": "Build", "actions": [build] },
            { "name": "Staging", "actions": [staging] },
            { "name": "Production", "actions": [approve, production] },
        ],
    })
}

fn between(old: &Value, new: &Value) -> Plan {
    Plan::between(Some(&read(old)), &read(new))
}

/// The lines and the summary of a plan, without its consequences.
fn text_of(plan: &Plan) -> String {
    let text = plan.to_text();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(['!', '·'])).collect();
    lines.join("\n")
}

#[track_caller]
fn check(change: impl Fn(&mut Value), expected: &str) {
    let old = storefront();
    let mut new = old.clone();
    change(&mut new);
    assert_eq!(text_of(&between(&old, &new)), expected.trim_start_matches('\n'));
}

#[track_caller]
fn check_same(change: impl Fn(&mut Value)) {
    check(&change, "Nothing changes.");
    let old = storefront();
    let mut new = old.clone();
    change(&mut new);
    assert_eq!(text_of(&between(&new, &old)), "Nothing changes.", "the other way round");
    let [old, new] = [old, new].map(|value| normalized(&read(&value), Some("eu-west-1")));
    assert_eq!(old, new);
}

fn take(list: &mut Value, index: usize) -> Value {
    list.as_array_mut().unwrap().remove(index)
}

fn put(list: &mut Value, index: usize, value: Value) {
    list.as_array_mut().unwrap().insert(index, value);
}

#[test]
fn what_aws_fills_in_is_no_change() {
    check_same(|_| {});
    check_same(|p| p["version"] = json!(14));
    check_same(|p| p["executionMode"] = json!("SUPERSEDED"));
    check_same(|p| p["triggers"] = json!([]));
    check_same(|p| p["metadata"] = json!({ "created": 1 }));
    check_same(|p| p["stages"][0]["blockers"] = json!([]));
    check_same(|p| p["stages"][0]["onFailure"] = json!({ "conditions": [] }));
    check_same(|p| p["stages"][3]["actions"].as_array_mut().unwrap().reverse());
    check_same(|p| p["variables"][0]["description"] = Value::Null);
    check_same(|p| {
        let action = &mut p["stages"][0]["actions"][0];
        action["runOrder"] = json!(1);
        action["inputArtifacts"] = json!([]);
        action["environmentVariables"] = json!([]);
    });
    check_same(|p| {
        p["stages"][3]["actions"][0].as_object_mut().unwrap().shift_remove("configuration");
    });
    check_same(|p| {
        let configuration = p["stages"][2]["actions"][0]["configuration"].as_object_mut().unwrap();
        let first = configuration.shift_remove("ClusterName").unwrap();
        configuration.insert("ClusterName".to_owned(), first);
    });
}

#[test]
fn the_pipelines_own_region_is_no_change() {
    let old = storefront();
    let mut new = old.clone();
    new["stages"][1]["actions"][0]["region"] = json!("eu-west-1");
    let [old, new] = [old, new].map(|value| read(&value));
    assert!(Plan::between_in(Some("eu-west-1"), Some(&old), &new).is_empty());
    assert!(Plan::between(Some(&new), &old).is_empty(), "AWS names it, and there is a single store");
    assert!(!Plan::between_in(Some("us-east-1"), Some(&old), &new).is_empty());
    assert!(!Plan::between(Some(&old), &new).is_empty(), "what a person adds is not taken for granted");
}

#[test]
fn a_single_store_may_be_written_both_ways_and_the_type_may_be_implied() {
    let old = storefront();
    let mut new = old.clone();
    let store = take_member(&mut new, "artifactStore");
    new["artifactStores"] = json!({ "eu-west-1": store });
    take_member(&mut new, "pipelineType");
    let [old, new] = [old, new].map(|value| read(&value));
    assert_eq!(Plan::between_in(Some("eu-west-1"), Some(&old), &new).changes, []);
    assert!(!Plan::between(Some(&old), &new).is_empty());
}

fn take_member(value: &mut Value, key: &str) -> Value {
    value.as_object_mut().unwrap().shift_remove(key).unwrap()
}
