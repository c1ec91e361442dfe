use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::tests::{read, run, storefront};
use super::super::{Plan, normalized};
use super::{Choice, Merged, Sides, merge};
use crate::document::Document;
use crate::pipeline::{Ids, Pipeline, Stage};
use crate::samples::SAMPLES;

fn merged(base: &Pipeline, mine: &Pipeline, theirs: &Pipeline, choice: Option<Choice>) -> Merged {
    merge(Sides { region: None, base, mine, theirs }, &Ids::default(), &|_| choice)
}

fn stage<'v>(pipeline: &'v mut Value, name: &str) -> &'v mut Value {
    let stages = pipeline["stages"].as_array_mut().unwrap();
    stages.iter_mut().find(|stage| stage["name"] == name).unwrap()
}

fn action<'v>(pipeline: &'v mut Value, name: &str) -> &'v mut Value {
    let stages = pipeline["stages"].as_array_mut().unwrap();
    let mut actions = stages.iter_mut().flat_map(|stage| stage["actions"].as_array_mut().unwrap());
    actions.find(|action| action["name"] == name).unwrap()
}

/// Merges two edits of the storefront and compares with a third, and the other way round.
#[track_caller]
fn check(mine: impl Fn(&mut Value), theirs: impl Fn(&mut Value)) {
    let edited = |edits: &[&dyn Fn(&mut Value)]| {
        let mut value = storefront();
        for edit in edits {
            edit(&mut value);
        }
        read(&value)
    };
    let (base, both) = (edited(&[]), edited(&[&mine, &theirs]));
    for (left, right) in [(&mine as &dyn Fn(&mut Value), &theirs as &dyn Fn(&mut Value)), (&theirs, &mine)] {
        let merged = merged(&base, &edited(&[left]), &edited(&[right]), None);
        assert_eq!(merged.clashes, []);
        let plan = Plan::between(Some(&both), &merged.pipeline);
        assert!(plan.is_empty(), "{}", plan.to_text());
    }
}

/// Merges two edits that clash here, and looks that each choice brings what its side has.
#[track_caller]
fn check_clash(key: &str, mine: impl Fn(&mut Value), theirs: impl Fn(&mut Value)) {
    let [mut value_mine, mut value_theirs] = [storefront(), storefront()];
    mine(&mut value_mine);
    theirs(&mut value_theirs);
    let [base, mine, theirs] = [storefront(), value_mine, value_theirs].map(|value| read(&value));
    let undecided = merged(&base, &mine, &theirs, None);
    let keys: Vec<String> = undecided.clashes.iter().map(super::Clash::key).collect();
    assert_eq!(keys, [key]);
    assert!(!undecided.is_settled());
    for (choice, side) in [(Choice::Mine, &mine), (Choice::Theirs, &theirs)] {
        let merged = merged(&base, &mine, &theirs, Some(choice));
        assert!(merged.is_settled());
        let plan = Plan::between(Some(side), &merged.pipeline);
        assert!(plan.is_empty(), "{choice:?}: {}", plan.to_text());
    }
}

#[test]
fn changes_of_different_things_are_both_made() {
    let rename = |value: &mut Value| stage(value, "Staging")["name"] = json!("Preview");
    let configure =
        |value: &mut Value| action(value, "Build")["configuration"]["ProjectName"] = json!("other");
    let add_action = |value: &mut Value| {
        let copy = action(value, "Approve").clone();
        let actions = stage(value, "Build")["actions"].as_array_mut().unwrap();
        actions.push(copy);
        actions.last_mut().unwrap()["name"] = json!("Look");
    };
    let add_stage = |value: &mut Value| {
        let copy = json!({"name": "Lint", "actions": [{"name": "Look", "actionTypeId": {
            "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"}}]});
        value["stages"].as_array_mut().unwrap().insert(1, copy);
    };
    let remove = |value: &mut Value| {
        let actions = stage(value, "Production")["actions"].as_array_mut().unwrap();
        actions.retain(|action| action["name"] != "Approve");
    };
    let variable = |value: &mut Value| {
        value["variables"].as_array_mut().unwrap().push(json!({"name": "COLOR"}));
    };
    let mode = |value: &mut Value| value["executionMode"] = json!("QUEUED");
    let bucket = |value: &mut Value| value["artifactStore"]["location"] = json!("other");
    let all: [&dyn Fn(&mut Value); 8] =
        [&rename, &configure, &add_action, &add_stage, &remove, &variable, &mode, &bucket];
    for (index, mine) in all.iter().enumerate() {
        for theirs in &all[index + 1..] {
            check(mine, theirs);
        }
    }
}

#[test]
fn a_renamed_stage_takes_the_changes_made_in_it_elsewhere() {
    let configure = |value: &mut Value| {
        value["stages"][2]["actions"][0]["configuration"]["ClusterName"] = json!("blue");
    };
    check(|value| value["stages"][2]["name"] = json!("Preview"), configure);
    check(|value| value["stages"][2]["actions"][0]["name"] = json!("Roll out"), configure);
}

#[test]
fn what_aws_fills_in_is_no_change() {
    let [base, theirs] = [storefront(), storefront()].map(|mut value| {
        for name in ["Build", "Deploy"] {
            let action = action(&mut value, name);
            action["runOrder"] = json!(1);
            action["region"] = json!("eu-west-1");
        }
        value["executionMode"] = json!("SUPERSEDED");
        read(&value)
    });
    let mut mine = storefront();
    action(&mut mine, "Build")["configuration"]["ProjectName"] = json!("mine");
    let mine = read(&mine);
    let sides = Sides { region: Some("eu-west-1"), base: &base, mine: &mine, theirs: &theirs };
    let merged = merge(sides, &Ids::default(), &|_| None);
    assert_eq!(merged.pipeline, mine, "nothing of it is written into the design");
    assert_eq!(merged.clashes, []);
}

#[test]
fn what_both_changed_is_a_clash() {
    let project = |name: &'static str| {
        move |value: &mut Value| action(value, "Build")["configuration"]["ProjectName"] = json!(name)
    };
    check_clash("stage Build › action Build › configuration › ProjectName", project("a"), project("b"));
    check_clash(
        "stage Build",
        |value| value["stages"].as_array_mut().unwrap().retain(|stage| stage["name"] != "Build"),
        project("b"),
    );
    check_clash(
        "stage Production › action Approve",
        |value| {
            let actions = stage(value, "Production")["actions"].as_array_mut().unwrap();
            actions.retain(|action| action["name"] != "Approve");
        },
        |value| action(value, "Approve")["configuration"]["CustomData"] = json!("look"),
    );
    check_clash(
        "stage Compile › name",
        |value| stage(value, "Build")["name"] = json!("Compile"),
        |value| stage(value, "Build")["name"] = json!("Make"),
    );
    check_clash(
        "order of the stages",
        |value| value["stages"].as_array_mut().unwrap().swap(1, 2),
        |value| value["stages"].as_array_mut().unwrap().swap(2, 3),
    );
    check_clash(
        "stage Build › action Build",
        |value| {
            let build = action(value, "Build");
            build["actionTypeId"]["provider"] = json!("Jenkins");
            build["configuration"] = json!({"ProjectName": "jenkins"});
        },
        project("b"),
    );
}

#[test]
fn a_secret_is_in_no_clash() {
    let with = |token: &str| {
        let mut value = storefront();
        let source = action(&mut value, "App");
        source["actionTypeId"] =
            json!({"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"});
        source["configuration"] = json!({"OAuthToken": token, "Owner": token});
        source["configuration"]["Owner"] = json!(format!("owner of {}", token.len()));
        read(&value)
    };
    let merged = merged(&with("first"), &with("second-x"), &with("third-secret"), None);
    assert!(!merged.clashes.is_empty());
    let told = format!("{:?}", merged.clashes);
    assert!(
        !told.contains("second-x") && !told.contains("third-secret") && !told.contains("\"first\""),
        "{told}"
    );
}

#[test]
fn a_secret_typed_over_a_mask_is_mine_to_keep() {
    let with = |token: Option<&str>, branch: &str| {
        let mut value = storefront();
        let source = action(&mut value, "App");
        source["actionTypeId"] =
            json!({"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"});
        source["configuration"] = json!({"Branch": branch, "Owner": "acme"});
        if let Some(token) = token {
            source["configuration"]["OAuthToken"] = json!(token);
        }
        read(&value)
    };
    let (base, mine) = (with(Some("****"), "main"), with(Some("gho_hush"), "main"));
    let both = merged(&base, &mine, &with(Some("****"), "trunk"), None);
    assert_eq!(both.clashes, []);
    assert_eq!(both.pipeline, with(Some("gho_hush"), "trunk"));
    // Taken away there: it may not get lost unasked.
    let taken = merged(&base, &mine, &with(None, "main"), None);
    assert_eq!(taken.clashes.len(), 1, "{:?}", taken.clashes);
    assert!(taken.clashes[0].key().ends_with("OAuthToken"), "{:?}", taken.clashes);
    assert!(!format!("{:?}", taken.clashes).contains("gho_"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_side_that_changed_nothing_follows_the_other(
        sample in 0..SAMPLES.len(),
        steps in prop::collection::vec(any::<(u8, usize, usize, usize)>(), 0..6),
    ) {
        let base = Document::read(SAMPLES[sample].text.as_bytes()).unwrap();
        let mut changed = base.clone();
        for step in steps {
            run(&mut changed, step);
        }
        let (base, changed) = (base.pipeline(), changed.pipeline());

        let mine = merged(base, changed, base, None);
        prop_assert_eq!(&mine.clashes, &[]);
        prop_assert_eq!(&mine.pipeline, changed);

        let both = merged(base, changed, changed, None);
        prop_assert_eq!(&both.clashes, &[]);
        prop_assert_eq!(&both.pipeline, changed);

        let theirs = merged(base, base, changed, None);
        prop_assert_eq!(&theirs.clashes, &[]);
        let meaning = |pipeline| normalized(pipeline, None);
        prop_assert_eq!(meaning(&theirs.pipeline), meaning(changed));
    }

    #[test]
    fn any_two_changes_end_with_each_side_where_it_is_chosen(
        sample in 0..SAMPLES.len(),
        left in prop::collection::vec(any::<(u8, usize, usize, usize)>(), 0..5),
        right in prop::collection::vec(any::<(u8, usize, usize, usize)>(), 0..5),
    ) {
        let base = Document::read(SAMPLES[sample].text.as_bytes()).unwrap();
        let [mine, theirs] = [left, right].map(|steps| {
            let mut changed = base.clone();
            for step in steps {
                run(&mut changed, step);
            }
            changed
        });
        let undecided = merged(base.pipeline(), mine.pipeline(), theirs.pipeline(), None);
        for choice in [Choice::Mine, Choice::Theirs] {
            let decided = merged(base.pipeline(), mine.pipeline(), theirs.pipeline(), Some(choice));
            prop_assert!(decided.is_settled());
            // Nothing that is new on one side is lost.
            for (from, side) in [("mine", mine.pipeline()), ("theirs", theirs.pipeline())] {
                if undecided.clashes.is_empty() {
                    let known: Vec<&str> = base.pipeline().stages.iter().map(Stage::name).collect();
                    for stage in side.stages.iter().filter(|stage| !known.contains(&stage.name())) {
                        let is_there = decided.pipeline.stages.iter().any(|other| other.name() == stage.name());
                        prop_assert!(is_there, "{} of {from} is gone", stage.name());
                    }
                }
            }
        }
    }
}
