//! Two pipelines in one, and its forms for people.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::{put, read, storefront, take};
use crate::flow::Flow;
use crate::layout::{Layout, Options, Orientation};
use crate::pipeline::Pipeline;
use crate::plan::union::{Mark, Target, Union};
use crate::plan::{Plan, outline};

/// What holds for any two pipelines.
pub(super) fn check_union(old: Option<&Pipeline>, new: Option<&Pipeline>) -> Result<(), TestCaseError> {
    let union = Union::of(None, old, new);
    let again = Union::of(None, old, new);
    prop_assert_eq!(&union.pipeline, &again.pipeline);
    prop_assert_eq!(&union.plan, &Plan::of_either(None, old, new));

    // Each change is noted at what it is about, and nothing else is marked.
    let mut noted = 0;
    for (index, change) in union.plan.changes.iter().enumerate() {
        let found = match union.target(index).unwrap() {
            Target::Pipeline => {
                prop_assert!(change.stage.is_none());
                continue;
            }
            Target::Stage(id) => {
                let difference = union.stage(id).unwrap();
                prop_assert_eq!(change.stage.as_ref().unwrap().id, difference.new_id);
                let name = union.pipeline.stage(id).unwrap().name();
                prop_assert_eq!(&change.stage.as_ref().unwrap().name, name);
                (difference.mark, difference.changes.clone())
            }
            Target::Action(id) => {
                let difference = union.action(id).unwrap();
                prop_assert_eq!(change.action.as_ref().unwrap().id, difference.new_id);
                let name = union.pipeline.action(id).unwrap().1.name();
                prop_assert_eq!(&change.action.as_ref().unwrap().name, name);
                (difference.mark, difference.changes.clone())
            }
        };
        noted += 1;
        prop_assert_ne!(found.0, Mark::Same);
        prop_assert!(found.1.contains(&index));
    }
    let of_stages = union.pipeline.stages.iter().map(|stage| {
        let difference = union.stage(stage.id).unwrap();
        (difference.mark, difference.changes.len())
    });
    let of_actions = union.pipeline.actions().map(|(_, action)| {
        let difference = union.action(action.id).unwrap();
        (difference.mark, difference.changes.len())
    });
    let all: Vec<(Mark, usize)> = of_stages.chain(of_actions).collect();
    prop_assert_eq!(all.iter().map(|(_, count)| count).sum::<usize>(), noted);
    for (mark, count) in all {
        prop_assert_eq!(mark == Mark::Same, count == 0);
    }

    // All wires of both are there.
    let count = |mark: Mark| union.wires.iter().filter(|other| **other == mark).count();
    let wires = |pipeline: Option<&Pipeline>| pipeline.map_or(0, |pipeline| Flow::of(pipeline).wires.len());
    prop_assert_eq!(union.wires.len(), union.flow.wires.len());
    prop_assert_eq!(count(Mark::Same) + count(Mark::Removed), wires(old));
    prop_assert_eq!(count(Mark::Same) + count(Mark::Added), wires(new));
    for orientation in [Orientation::LeftToRight, Orientation::TopToBottom] {
        let layout = Layout::of(&union.pipeline, &union.flow, Options { orientation });
        prop_assert_eq!(layout.cards.len(), union.pipeline.actions().count());
        prop_assert_eq!(layout.wires.len(), union.flow.wires.len());
    }
    prop_assert!(union.to_markdown("x", &[]).chars().count() < 65_536);
    Ok(())
}

/// Everything with what became of it: one line for each stage and action, and for each wire that is not as it was.
#[track_caller]
fn check(change: impl Fn(&mut Value), expected: &str) {
    let old = storefront();
    let mut new = old.clone();
    change(&mut new);
    let (old, new) = (read(&old), read(&new));
    check_union(Some(&old), Some(&new)).unwrap();
    assert_eq!(drawn(&Union::of(None, Some(&old), Some(&new))), expected.trim_start_matches('\n'));
}

fn drawn(union: &Union) -> String {
    let mut out = String::new();
    for stage in &union.pipeline.stages {
        let difference = union.stage(stage.id).unwrap();
        let words = super::super::mermaid::words(difference);
        let _ = writeln!(out, "{} {:?} {words}", stage.name(), difference.mark);
        for action in &stage.actions {
            let difference = union.action(action.id).unwrap();
            let words = super::super::mermaid::words(difference);
            let _ = writeln!(out, "  {} {:?} {words}", action.name(), difference.mark);
        }
    }
    for (wire, mark) in union.flow.wires.iter().zip(&union.wires) {
        if *mark != Mark::Same {
            let name = |id| union.pipeline.action(id).unwrap().1.name();
            let artifact = &union.flow.artifacts[wire.artifact].name;
            let _ = writeln!(out, "{mark:?} {} {artifact} {}", name(wire.from.action), name(wire.to.action));
        }
    }
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_equal_is_unmarked() {
    check(
        |_| {},
        "
Source Same
  App Same
Build Same
  Build Same
Staging Same
  Deploy Same
Production Same
  Approve Same
  DeployProd Same",
    );
}

#[test]
fn what_is_gone_stands_where_it_was() {
    check(
        |p| {
            take(&mut p["stages"], 2);
            take(&mut p["stages"][2]["actions"], 0);
        },
        "
Source Same
  App Same
Build Same
  Build Same
Staging Removed removed
  Deploy Removed removed
Production Same
  Approve Removed removed
  DeployProd Same
Removed Build BuildOut Deploy",
    );
}

#[test]
fn what_is_new_moved_renamed_and_changed_is_told_apart() {
    check(
        |p| {
            let approve = take(&mut p["stages"][3]["actions"], 0);
            put(&mut p["stages"][2]["actions"], 1, approve);
            p["stages"][3]["actions"][0]["name"] = json!("Release");
            p["stages"][3]["actions"][0]["runOrder"] = json!(1);
            let build = &mut p["stages"][1]["actions"][0];
            build["configuration"]["ProjectName"] = json!("other");
            build["outputArtifacts"][0]["name"] = json!("Built");
            let stage = json!({ "name": "Scan", "actions": [] });
            put(&mut p["stages"], 1, stage);
        },
        "
Source Same
  App Same
Scan Added added
Build Same
  Build Changed changed outputs, ProjectName
Staging Same
  Deploy Same
  Approve Moved moved from Production
Production Same
  Release Changed moved from run order 2; was DeployProd
Removed Build BuildOut Deploy
Removed Build BuildOut Release",
    );
}

#[test]
fn a_moved_stage_says_where_it_was() {
    check(
        |p| {
            let staging = take(&mut p["stages"], 2);
            put(&mut p["stages"], 3, staging);
        },
        "
Source Same
  App Same
Build Same
  Build Same
Production Moved moved from position 4
  Approve Same
  DeployProd Same
Staging Same
  Deploy Same",
    );
}

#[test]
fn a_pipeline_may_be_missing_on_either_side() {
    let pipeline = read(&storefront());
    let added = Union::of(None, None, Some(&pipeline));
    assert_eq!(added.plan.summary(), "A new pipeline with 4 stages and 5 actions.");
    let removed = Union::of(None, Some(&pipeline), None);
    assert_eq!(removed.plan.summary(), "The pipeline is removed, with 4 stages and 5 actions.");
    assert_eq!(removed.plan.consequences, []);
    let text = removed.plan.to_text();
    assert!(text.starts_with("- pipeline storefront\n"), "{text}");
    assert!(text.lines().all(|line| !line.starts_with('+')), "{text}");
    assert_eq!(removed.plan.to_json()["changes"][0]["change"], "pipelineRemoved");
    assert!(Union::of(None, None, None).plan.is_empty());
}

#[test]
fn a_secret_is_in_no_form() {
    let mut old = storefront();
    let variables = |value: &str| {
        let list = json!([{ "name": "DB_PASSWORD", "value": value, "type": "PLAINTEXT" }, { "name": "A", "value": value.len().to_string() }]);
        json!(list.to_string())
    };
    old["stages"][1]["actions"][0]["configuration"]["EnvironmentVariables"] = variables("hunter2-old");
    old["stages"][0]["actions"][0]["configuration"]["OAuthToken"] = json!("hunter2-token");
    old["stages"][2]["actions"][0]["environmentVariables"] =
        json!([{ "name": "API_TOKEN", "value": "hunter2-api" }]);
    old["variables"][0] = json!({ "name": "ADMIN_PASSWORD", "defaultValue": "hunter2-default" });
    old["stages"][3]["actions"][1]["commands"] =
        json!(["deploy --key AKIAIOSFODNN7EXAMPLE", "PASSWORD=hunter2 x"]);
    let mut new = old.clone();
    new["stages"][1]["actions"][0]["configuration"]["EnvironmentVariables"] = variables("hunter2-longer");
    new["stages"][0]["actions"][0]["configuration"]["OAuthToken"] = json!("hunter2-other");
    new["stages"][2]["actions"][0]["environmentVariables"][0]["value"] = json!("hunter2-api2");
    new["variables"][0]["defaultValue"] = json!("hunter2-default2");
    new["stages"][3]["actions"][1]["commands"][1] = json!("PASSWORD=hunter22 x");
    let (old, new) = (read(&old), read(&new));
    for (old, new) in [(Some(&old), Some(&new)), (None, Some(&new)), (Some(&old), None)] {
        let union = Union::of(None, old, new);
        let forms = [
            union.plan.to_text(),
            union.plan.to_json().to_string(),
            union.to_markdown("file", &[]),
            format!("{:?}", union.pipeline),
            outline(new.or(old).unwrap()),
        ];
        for form in forms {
            assert!(!form.contains("hunter2") && !form.contains("AKIA"), "{form}");
        }
    }
}

#[test]
fn a_pointer_to_a_secret_is_shown() {
    let variable = |value: &str| json!([{ "name": "API_TOKEN", "type": "SECRETS_MANAGER", "value": value }]);
    let mut old = storefront();
    old["stages"][1]["actions"][0]["environmentVariables"] = variable("prod/token");
    let mut new = old.clone();
    new["stages"][1]["actions"][0]["environmentVariables"] = variable("prod/token2");
    let text = Plan::between(Some(&read(&old)), &read(&new)).to_text();
    assert!(text.contains("prod/token2"), "{text}");
}

#[test]
fn markdown_has_a_table_and_a_drawing() {
    let old = storefront();
    let mut new = old.clone();
    new["stages"][1]["actions"][0]["configuration"]["ProjectName"] = json!("a|b`c");
    take(&mut new["stages"][3]["actions"], 0);
    let markdown =
        Union::of(None, Some(&read(&old)), Some(&read(&new))).to_markdown("ci/release.json", &["More."]);
    let (text, drawing) = markdown.split_once("\n<details>").unwrap();
    assert_eq!(
        text,
        "\
<!-- pipewright diff -->
### Pipeline `storefront` – `ci/release.json`

**1 action changed. 1 action is removed.**

More.

| Stage | Action | Change | Before | After |
|---|---|---|---|---|
| `Build` | `Build` | `ProjectName` | `storefront-build` | ``a\\|b`c`` |
| `Production` | `Approve` | **removed** | `Manual` |  |

Once this is published:

- ⚠️ Executions that are running stop after their current actions; waiting ones are canceled.
- ⚠️ Stages can no longer be rolled back to executions of earlier versions.
"
    );
    for part in [
        "```mermaid\nflowchart LR\n",
        "S2A1[\"Build<br><small>CodeBuild</small><br><small><b>changed ProjectName</b></small>\"]",
        "    class S2A1 changed\n",
        "    class S4A1 removed\n",
        "S2A1 -. \"BuildOut\" .-> S3A1",
    ] {
        assert!(drawing.contains(part), "{part}: {drawing}");
    }
}

#[test]
fn nothing_gets_out_of_the_markdown() {
    let hostile = "x\n</details> | @all ```\n# <img src=x onerror=alert(1)> [l](http://x) \u{202e}";
    let mut new = storefront();
    new["name"] = json!(hostile);
    new["stages"][0]["name"] = json!(hostile);
    new["stages"][1]["actions"][0]["name"] = json!(hostile);
    new["stages"][2]["actions"][0]["configuration"][hostile] = json!(hostile);
    let markdown = Union::of(None, Some(&read(&storefront())), Some(&read(&new))).to_markdown(hostile, &[]);
    let fences = markdown.lines().filter(|line| line.starts_with("```")).count();
    assert_eq!(fences, 2, "{markdown}");
    assert!(!markdown.contains('\u{202e}'));
    // What is left in the text stands inside of code spans.
    for line in markdown.lines().filter(|line| line.contains("<img")) {
        assert!(line.starts_with(['|', '#']), "{line}");
        assert!(line.contains("````"), "{line}");
    }
    for line in markdown.lines().filter(|line| line.starts_with("- ")) {
        assert!(!line.contains('<') && !line.contains('@'), "{line}");
    }
}

#[test]
fn a_very_large_difference_still_fits_into_a_comment() {
    let old = storefront();
    let mut new = old.clone();
    let configuration = &mut new["stages"][1]["actions"][0]["configuration"];
    for index in 0..2_000 {
        configuration[format!("Key{index}")] = json!("v".repeat(500));
    }
    let markdown = Union::of(None, Some(&read(&old)), Some(&read(&new))).to_markdown("f", &[]);
    assert!(markdown.chars().count() < 65_536);
    assert!(markdown.contains("more changes; `pipewright diff` lists all."), "{markdown}");
}

#[test]
fn an_outline_has_a_line_for_each_setting() {
    let mut pipeline = storefront();
    pipeline["stages"].as_array_mut().unwrap().truncate(2);
    assert_eq!(
        outline(&read(&pipeline)),
        "\
pipeline  storefront
  artifact store  type S3; artifacts
  pipeline type  V2
  role ARN  arn:aws:iam::123456789012:role/pipeline
  variable STAGE  default value prod
stage  Source
  action  App
    type  Source  CodeCommit
    run order  1
    BranchName  main
    RepositoryName  app
    output artifacts  SourceOut
stage  Build
  action  Build
    type  Build  CodeBuild
    run order  1
    ProjectName  storefront-build
    input artifacts  SourceOut
    output artifacts  BuildOut
"
    );
}
