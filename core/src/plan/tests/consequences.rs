//! What follows from a plan, what it keeps to itself, and its form for programs.

use serde_json::{Value, json};

use super::{between, read, storefront, text_of};
use crate::plan::{Consequence, Plan, Situation, implicit_triggers};

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
fn a_secret_typed_over_a_mask_is_a_change_and_no_plan_shows_one() {
    let (masked, plain, other) = (with_secret("****"), with_secret("gho_hush"), with_secret("gho_quiet"));
    assert!(between(&masked, &masked).is_empty());
    assert!(between(&plain, &masked).is_empty(), "a mask leaves the secret as it is");
    let plan = between(&plain, &other);
    let typed = between(&masked, &plain);
    for plan in [&plan, &typed] {
        assert_eq!(
            text_of(plan),
            "  stage Source\n-   App  OAuthToken  (secret)\n+   App  OAuthToken  secret replaced\n\n\
             1 action changed. Nothing is removed."
        );
    }
    assert!(typed.to_text().contains("OAuthToken of Source › App is sent anew."), "{}", typed.to_text());
    assert!(!codes(&plan).contains(&"secretReplaced") && codes(&typed).contains(&"secretReplaced"));
    assert_eq!(typed.needed_secrets().count(), 0);
    for plan in [
        plan,
        typed,
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

#[test]
fn consequences_that_are_rules_say_which() {
    let codes = |plan: &Plan| plan.consequences.iter().filter_map(Consequence::rule).collect::<Vec<_>>();
    let old = with_secret("****");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut new = old.clone();
        change(&mut new);
        codes(&between(&old, &new))
    };
    assert_eq!(with(&|p| p["stages"][0]["name"] = json!("Origin")), ["CP1401", "CP1019", "CP0313"]);
    assert_eq!(
        with(&|p| p["stages"][0]["actions"][0]["name"] = json!("Git")),
        ["CP1401", "CP1019", "CP0616"]
    );
    assert_eq!(with(&|p| p["name"] = json!("other")), ["CP0104", "CP0616"]);
    let mode = with(&|p| {
        p["executionMode"] = json!("PARALLEL");
        p["roleArn"] = json!("x");
    });
    assert_eq!(mode, ["CP0117", "CP1401", "CP1019"]);
    let all = [
        Consequence::StartsAtOnce,
        Consequence::VersionBehind { file: 1, live: 2 },
        Consequence::RunningExecutionsGoOn,
    ];
    assert!(all.iter().all(|one| Consequence::CODES.contains(&one.code())));
}

#[test]
fn a_file_of_an_earlier_version_is_told() {
    let mut old = storefront();
    old["version"] = json!(7);
    let with = |version: Value| {
        let mut new = old.clone();
        new["version"] = version;
        new["roleArn"] = json!("x");
        between(&old, &new)
    };
    let behind = with(json!(5));
    assert_eq!(codes(&behind), ["runningExecutionsCanceled", "rollbackTargetsLost", "versionBehind"]);
    assert_eq!(
        behind.consequences[2].text(),
        "The file says version 5, 7 is published. AWS counts versions itself and takes no number."
    );
    for version in [json!(7), json!(8), json!("5"), json!(null)] {
        assert_eq!(codes(&with(version)), ["runningExecutionsCanceled", "rollbackTargetsLost"]);
    }
}

#[test]
fn a_situation_makes_consequences_exact() {
    let plan = |situation: &Situation| {
        let mut new = storefront();
        new["roleArn"] = json!("x");
        between(&storefront(), &new).in_situation(situation)
    };
    let situation = Situation { running: Some(0), has_rollback_targets: Some(false), ..Situation::default() };
    assert_eq!(codes(&plan(&situation)), Vec::<&str>::new());

    let situation = Situation {
        running: Some(2),
        running_in: vec!["Build".to_owned()],
        owner: Some("CloudFormation stack web".to_owned()),
        closes: vec!["Production".to_owned()],
        opens: vec!["Staging".to_owned()],
        ..Situation::default()
    };
    let plan = plan(&situation);
    let expect =
        ["ownedElsewhere", "executionsCut", "rollbackTargetsLost", "transitionDisabled", "transitionEnabled"];
    assert_eq!(codes(&plan), expect);
    assert!(plan.consequences[1].text().starts_with("2 executions are running now in Build"));

    let new = Plan::between(None, &read(&storefront()));
    let held = Situation { held_before: Some("Build".to_owned()), ..Situation::default() };
    assert_eq!(codes(&new.clone().in_situation(&held)), ["startHeld"]);
    let renamed = Situation { published_as: Some("old".to_owned()), ..Situation::default() };
    assert_eq!(codes(&new.in_situation(&renamed)), ["newBesideOld", "startsAtOnce"]);
    let nothing = between(&storefront(), &storefront()).in_situation(&situation);
    assert_eq!(codes(&nothing), ["transitionDisabled", "transitionEnabled"]);
}

#[test]
fn sources_that_start_a_pipeline_unasked_are_known() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut new = storefront();
        change(&mut new);
        implicit_triggers(None, &read(&new))
    };
    assert_eq!(with(&|_| {}), ["App"]);
    let off = with(&|p| {
        p["stages"][0]["actions"][0]["configuration"]["PollForSourceChanges"] = json!("false");
    });
    assert_eq!(off, Vec::<String>::new());
    assert_eq!(implicit_triggers(Some(&read(&storefront())), &read(&storefront())), Vec::<String>::new());
}

#[test]
fn a_secret_is_put_where_its_mask_stands() {
    let mut masked = with_secret("****");
    let plan = Plan::between(None, &read(&masked));
    let place = plan.needed_secrets().next().unwrap().clone();
    assert_eq!(place.short(), "Source/App/OAuthToken");
    assert!(place.fill(&mut masked, "gho_new"));
    assert_eq!(masked, with_secret("gho_new"));
    assert!(!place.fill(&mut masked, "gho_other"), "there is no mask any more");
    assert!(!place.fill(&mut storefront(), "gho_other"));
}

#[test]
fn a_plan_for_a_pull_request_stays_in_its_place() {
    let mut new = storefront();
    new["stages"][1]["actions"][0]["configuration"]["ProjectName"] = json!("a\n```\n# b *c* @all");
    let text = between(&storefront(), &new).to_markdown();
    assert!(text.starts_with("**1 action changed. Nothing is removed.**\n\n- ⚠️ Executions"), "{text}");
    assert!(
        text.contains("\n````diff\n  stage Build\n-   Build  ProjectName  storefront-build\n+ "),
        "{text}"
    );
    assert!(text.ends_with("\n````\n"), "{text}");
    new["name"] = json!("*x* @all");
    let text = between(&storefront(), &new).to_markdown();
    assert!(!text.split("```").next().unwrap_or_default().contains("*x*"), "{text}");
    assert_eq!(between(&storefront(), &storefront()).to_markdown(), "**Nothing changes.**\n");
}
