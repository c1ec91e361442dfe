//! Every kind of change.

use serde_json::json;

use super::{action, between, check, put, read, storefront, take, text_of};
use crate::plan::Plan;

#[test]
fn an_action_more_a_reference_and_a_rollback() {
    check(
        |p| {
            let mut smoke =
                action("SmokeTests", "Test", "CodeBuild", &json!({ "ProjectName": "storefront-smoke" }));
            smoke["runOrder"] = json!(2);
            put(&mut p["stages"][2]["actions"], 1, smoke);
            p["stages"][3]["actions"][1]["configuration"]["TaskDefinitionTemplateArtifact"] = json!("Image");
            p["stages"][3]["onFailure"] = json!({ "result": "ROLLBACK" });
        },
        "
  stage Staging
+   action SmokeTests  CodeBuild  storefront-smoke  run order 2
  stage Production
-   DeployProd  TaskDefinitionTemplateArtifact  BuildOut
+   DeployProd  TaskDefinitionTemplateArtifact  Image
+   on failure  roll back

1 action added, 1 changed, 1 stage setting changed. Nothing is removed.",
    );
}

#[test]
fn settings_of_the_pipeline() {
    check(
        |p| {
            p["roleArn"] = json!("arn:aws:iam::123456789012:role/other");
            p["executionMode"] = json!("QUEUED");
            p["artifactStore"]["encryptionKey"] = json!({ "type": "KMS", "id": "alias/key" });
            p["variables"][0]["defaultValue"] = json!("beta");
            put(&mut p["variables"], 0, json!({ "name": "REGION", "defaultValue": "eu" }));
            p["futureThing"] = json!({ "someValue": 3 });
        },
        "
  pipeline storefront
-   role ARN  arn:aws:iam::123456789012:role/pipeline
+   role ARN  arn:aws:iam::123456789012:role/other
+   artifact store › encryption key  type KMS; ID alias/key
-   variable STAGE › default value  prod
+   variable STAGE › default value  beta
+   variable REGION  default value eu
+   execution mode  QUEUED
+   future thing  some value 3

5 pipeline settings changed. Nothing is removed.",
    );
}

#[test]
fn triggers_by_their_source_action() {
    let trigger = |action: &str, branch: &str| {
        json!({ "providerType": "CodeStarSourceConnection", "gitConfiguration": {
            "sourceActionName": action, "push": [{ "branches": { "includes": [branch] } }] } })
    };
    let mut old = storefront();
    old["triggers"] = json!([trigger("App", "main"), trigger("Docs", "main")]);
    let mut new = old.clone();
    new["triggers"] = json!([trigger("Infra", "main"), trigger("App", "release/*")]);
    assert_eq!(
        text_of(&between(&old, &new)),
        "  pipeline storefront
-   trigger App › git configuration › push › branches › includes  main
+   trigger App › git configuration › push › branches › includes  release/*
-   trigger Docs  provider type CodeStarSourceConnection; git configuration source action name Docs; \
push branches includes main
+   trigger Infra  provider type CodeStarSourceConnection; git configuration source action name Infra; \
push branches includes main

1 pipeline setting changed. No stage or action is removed."
    );
}

#[test]
fn stages_come_and_go() {
    check(
        |p| {
            take(&mut p["stages"], 2);
            let load = action("Load", "Test", "CodeBuild", &json!({ "ProjectName": "load" }));
            put(
                &mut p["stages"],
                1,
                json!({ "name": "Test", "actions": [load],
                "beforeEntry": { "conditions": [{ "result": "FAIL", "rules": [
                    { "name": "Quiet", "ruleTypeId": { "category": "Rule", "owner": "AWS",
                      "provider": "CloudWatchAlarm", "version": "1" },
                      "configuration": { "AlarmName": "errors" } }] }] } }),
            );
        },
        "
+ stage Test  position 2
+   action Load  CodeBuild  load
+   before entry  fail unless Quiet (CloudWatchAlarm)
- stage Staging  position 3
-   action Deploy  ECS  staging

1 stage added, 1 action added. 1 stage and 1 action are removed.",
    );
}

#[test]
fn only_the_stage_that_moved_is_moved() {
    check(
        |p| {
            let production = take(&mut p["stages"], 3);
            put(&mut p["stages"], 1, production);
        },
        "
- stage Production  position 4
+ stage Production  position 2  moved

1 stage moved. Nothing is removed.",
    );
}

#[test]
fn a_stage_with_the_same_actions_is_renamed() {
    check(
        |p| p["stages"][3]["name"] = json!("Live"),
        "
- stage Production
+ stage Live  renamed

1 stage renamed. Nothing is removed.",
    );
}

#[test]
fn a_stage_with_other_actions_is_another_stage() {
    check(
        |p| {
            p["stages"][2] =
                json!({ "name": "Probe", "actions": [action("Ask", "Approval", "Manual", &json!({}))] });
        },
        "
+ stage Probe  position 3
+   action Ask  Manual
- stage Staging  position 3
-   action Deploy  ECS  staging

1 stage added, 1 action added. 1 stage and 1 action are removed.",
    );
}

#[test]
fn an_action_is_renamed_moved_and_runs_later() {
    check(
        |p| p["stages"][1]["actions"][0]["name"] = json!("Compile"),
        "
  stage Build
-   action Build
+   action Compile  renamed

1 action renamed. Nothing is removed.",
    );
    check(
        |p| {
            let mut deploy = take(&mut p["stages"][2]["actions"], 0);
            deploy["runOrder"] = json!(3);
            put(&mut p["stages"][3]["actions"], 0, deploy);
        },
        "
  stage Production
-   Deploy  in stage Staging
+   Deploy  in stage Production  moved
-   Deploy  run order 1
+   Deploy  run order 3

1 action moved. Nothing is removed.",
    );
}

#[test]
fn an_action_of_another_type_is_not_a_renamed_one() {
    check(
        |p| p["stages"][1]["actions"][0] = action("Ask", "Approval", "Manual", &json!({})),
        "
  stage Build
-   action Build  CodeBuild  storefront-build
+   action Ask  Manual

1 action added. 1 action is removed.",
    );
}

#[test]
fn fields_of_actions() {
    check(
        |p| {
            let build = &mut p["stages"][1]["actions"][0];
            build["inputArtifacts"] = json!([{ "name": "Other" }, { "name": "SourceOut" }]);
            build["outputArtifacts"] = json!([]);
            build["configuration"] = json!({ "PrimarySource": "Other", "ProjectName": "a\nb" });
            build["namespace"] = json!("BuildVariables");
            build["outputVariables"] = json!(["A", "B"]);
            build["environmentVariables"] = json!([{ "name": "X", "value": "1", "type": "PLAINTEXT" }]);
            p["stages"][0]["actions"][0]["configuration"].as_object_mut().unwrap().shift_remove("BranchName");
        },
        r#"
  stage Source
-   App  BranchName  main
  stage Build
+   Build  input  Other
-   Build  output  BuildOut
-   Build  ProjectName  storefront-build
+   Build  ProjectName  "a\nb"
+   Build  PrimarySource  Other
+   Build  namespace  BuildVariables
+   Build  output variables  A, B
+   Build  environment variable X  value 1

2 actions changed. No stage or action is removed."#,
    );
}

#[test]
fn the_order_of_inputs_counts_as_the_first_is_the_primary_one() {
    let mut old = storefront();
    old["stages"][1]["actions"][0]["inputArtifacts"] = json!([{ "name": "A" }, { "name": "B" }]);
    let mut new = old.clone();
    new["stages"][1]["actions"][0]["inputArtifacts"].as_array_mut().unwrap().reverse();
    assert_eq!(
        text_of(&between(&old, &new)),
        "  stage Build\n-   Build  inputs  A, B\n+   Build  inputs  B, A\n\n1 action changed. Nothing is removed."
    );
}

#[test]
fn odd_things_are_compared_as_they_are() {
    check(
        |p| {
            p["stages"][1]["actions"][0]["runOrder"] = json!("two");
            put(&mut p["stages"], 4, json!(7));
        },
        "
  stage Build
+   Build  run order  two
+ stage without a name  position 5
+   7

1 stage added, 1 action changed. Nothing is removed.",
    );
}

#[test]
fn a_new_pipeline_is_all_added_and_starts_at_once() {
    let plan = Plan::between(None, &read(&storefront()));
    assert_eq!(
        plan.to_text(),
        "+ pipeline storefront
+   role ARN  arn:aws:iam::123456789012:role/pipeline
+   pipeline type  V2
+   artifact store  type S3; artifacts
+   variable STAGE  default value prod
+ stage Source  position 1
+   action App  CodeCommit  app
+ stage Build  position 2
+   action Build  CodeBuild  storefront-build
+ stage Staging  position 3
+   action Deploy  ECS  staging
+ stage Production  position 4
+   action Approve  Manual
+   action DeployProd  CodeDeployToECS  web  run order 2

A new pipeline with 4 stages and 5 actions.
· The pipeline starts to run as soon as it is created.
"
    );
}
