//! Every kind of change, in the words a person reads.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Consequence, Plan, normalized};
use crate::document::{Document, Owner, Place};
use crate::edit::{self, Slot, SlotColumn};
use crate::pipeline::{Ids, Path, Pipeline};
use crate::samples::SAMPLES;

fn read(value: &Value) -> Pipeline {
    Pipeline::from_object(value.as_object().unwrap().clone(), &Ids::default())
}

fn action(name: &str, category: &str, provider: &str, configuration: &Value) -> Value {
    json!({ "name": name, "configuration": configuration,
            "actionTypeId": { "category": category, "owner": "AWS", "provider": provider, "version": "1" } })
}

/// A pipeline as a person writes it: without anything that AWS fills in.
fn storefront() -> Value {
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

fn codes(plan: &Plan) -> Vec<&'static str> {
    plan.consequences.iter().map(Consequence::code).collect()
}

#[test]
fn consequences_follow_from_mode_and_names() {
    let old = storefront();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut new = old.clone();
        change(&mut new);
        codes(&between(&old, &new))
    };
    assert_eq!(with(&|_| {}), Vec::<&str>::new());
    let update = ["runningExecutionsCanceled", "rollbackTargetsLost"];
    assert_eq!(with(&|p| p["executionMode"] = json!("QUEUED")), update);
    assert_eq!(with(&|p| p["executionMode"] = json!("PARALLEL")), update);
    let both = with(&|p| {
        p["executionMode"] = json!("PARALLEL");
        p["roleArn"] = json!("x");
    });
    assert_eq!(both, ["modeChangedWithOtherEdits", "runningExecutionsCanceled", "rollbackTargetsLost"]);
    assert_eq!(with(&|p| p["name"] = json!("shop")), ["newBesideOld", "startsAtOnce"]);
    let renamed = with(&|p| p["stages"][3]["name"] = json!("Live"));
    assert_eq!(renamed, ["runningExecutionsCanceled", "rollbackTargetsLost", "historyCut"]);

    let mut parallel = old.clone();
    parallel["executionMode"] = json!("PARALLEL");
    let mut edited = parallel.clone();
    edited["roleArn"] = json!("x");
    assert_eq!(codes(&between(&parallel, &edited)), ["runningExecutionsGoOn"]);
}

fn with_secret(value: &str) -> Value {
    let mut pipeline = storefront();
    pipeline["stages"][0]["actions"][0] = json!({
        "name": "App", "outputArtifacts": [{ "name": "SourceOut" }],
        "actionTypeId": { "category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1" },
        "configuration": { "Owner": "acme", "Repo": "shop", "Branch": "main", "OAuthToken": value },
    });
    pipeline
}

#[test]
fn a_mask_equals_the_secret_and_no_plan_shows_one() {
    let (masked, plain, other) = (with_secret("****"), with_secret("gho_hush"), with_secret("gho_quiet"));
    assert!(between(&masked, &plain).is_empty());
    let plan = between(&plain, &other);
    assert_eq!(
        text_of(&plan),
        "  stage Source\n-   App  OAuthToken  (secret)\n+   App  OAuthToken  (secret)\n\n\
         1 action changed. Nothing is removed."
    );
    for plan in [
        plan,
        Plan::between(None, &read(&plain)),
        between(&storefront(), &plain),
        between(&plain, &storefront()),
    ] {
        let shown = format!("{plan:?}{}{}", plan.to_text(), plan.to_json());
        assert!(!shown.contains("gho_"), "{shown}");
    }
}

#[test]
fn a_masked_secret_is_kept_but_not_under_a_new_name() {
    let old = with_secret("****");
    let mut edited = old.clone();
    edited["roleArn"] = json!("x");
    let kept = ["runningExecutionsCanceled", "rollbackTargetsLost", "secretKept"];
    assert_eq!(codes(&between(&old, &edited)), kept);
    let mut renamed = old.clone();
    renamed["stages"][0]["name"] = json!("Origin");
    let needed = ["runningExecutionsCanceled", "rollbackTargetsLost", "secretNeeded", "historyCut"];
    assert_eq!(codes(&between(&old, &renamed)), needed);
    assert_eq!(codes(&Plan::between(None, &read(&old))), ["startsAtOnce", "secretNeeded"]);
}

#[test]
fn the_json_says_the_same() {
    let old = storefront();
    let mut new = old.clone();
    new["stages"][1]["actions"][0]["configuration"]["ProjectName"] = json!("next");
    let json = between(&old, &new).to_json();
    assert_eq!(
        json["changes"],
        json!([{ "change": "field", "stage": "Build", "action": "Build", "path": "configuration.ProjectName",
                 "old": "storefront-build", "new": "next" }])
    );
    assert_eq!(json["counts"]["actionsChanged"], json!(1));
    assert_eq!(json["summary"], json!("1 action changed. Nothing is removed."));
    assert_eq!(json["consequences"][0]["code"], json!("runningExecutionsCanceled"));
}

/// One random edit, made of numbers that are taken modulo what there is.
type Step = (u8, usize, usize, usize);

fn run(document: &mut Document, (kind, a, b, c): Step) {
    let pipeline = document.pipeline();
    if pipeline.stages.is_empty() {
        return;
    }
    let stage = &pipeline.stages[a % pipeline.stages.len()];
    let stage_id = stage.id;
    let action = (!stage.actions.is_empty()).then(|| stage.actions[b % stage.actions.len()].id);
    let other = pipeline.stages[c % pipeline.stages.len()].id;
    let slot = Slot { stage: other, column: SlotColumn::Beside { column: b % 3, row: c % 3 } };
    let names = ["Alpha", "Beta", "Gamma", "Delta"];
    let change = match (kind % 9, action) {
        (0, _) => edit::stages::move_to(document, stage_id, c % pipeline.stages.len()),
        (1, _) => edit::rename::stage(document, stage_id, names[c % names.len()]),
        (2, _) => Some(edit::stages::remove(document, &[stage_id])),
        (3, _) => Some(edit::stages::add(document, b % 4, names[c % names.len()]).1),
        (4, Some(action)) => edit::actions::move_to(document, action, slot),
        (5, Some(action)) => edit::rename::action(document, action, names[c % names.len()]),
        (6, Some(action)) => Some(edit::actions::remove(document, &[action])),
        (7, Some(action)) => Some(edit::actions::duplicate(document, &[action]).1),
        (_, Some(action)) => {
            let place = Place::at(Owner::Action(action), Path::configuration(names[c % names.len()]));
            let value = (b % 3 > 0).then(|| json!(names[b % names.len()]));
            edit::fields::set(document, &place, value)
        }
        (_, None) => None,
    };
    if let Some(change) = change {
        document.change(&change).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_is_empty_exactly_if_the_pipelines_mean_the_same(
        sample in 0..SAMPLES.len(),
        steps in prop::collection::vec(any::<(u8, usize, usize, usize)>(), 0..6),
    ) {
        let old = Document::read(SAMPLES[sample].text.as_bytes()).unwrap();
        let mut new = old.clone();
        for step in steps {
            run(&mut new, step);
        }
        let (old, new) = (old.pipeline(), new.pipeline());
        prop_assert!(Plan::between(Some(new), new).is_empty());
        for (old, new) in [(old, new), (new, old)] {
            let plan = Plan::between(Some(old), new);
            prop_assert_eq!(plan.is_empty(), normalized(old, None) == normalized(new, None), "{}", plan.to_text());
            prop_assert_eq!(plan.is_empty(), plan.lines().is_empty());
            prop_assert_eq!(&plan, &Plan::between(Some(old), &new.clone()));
        }
    }
}
