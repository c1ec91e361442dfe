use serde_json::json;

use super::*;
use crate::testing::{SAMPLE, action, open, outline, run, stage};

#[test]
fn what_several_actions_share_is_told_and_set_at_once() {
    let mut document = open(SAMPLE);
    let ids = ["Compile", "Lint"].map(|name| action(&document, name));
    let region = Path::key("region");
    assert_eq!(common(&document, &ids, &region), Common::Absent);
    let change = set(&document, &ids[..1], &region, Some(&json!("us-east-1")), "Region");
    run(&mut document, &change);
    assert_eq!(common(&document, &ids, &region), Common::Mixed);
    let change = set(&document, &ids, &region, Some(&json!("us-east-1")), "Region");
    assert_eq!(
        (change.label.as_str(), change.edits.len()),
        ("Set Region of 2 actions", 1),
        "one has it already"
    );
    run(&mut document, &change);
    assert_eq!(common(&document, &ids, &region).text(), Some("us-east-1"));
    let change = set(&document, &ids, &region, None, "Region");
    run(&mut document, &change);
    assert_eq!(common(&document, &ids, &region), Common::Absent);
    assert_eq!(common(&document, &[], &region), Common::Absent);
}

#[test]
fn stages_and_actions_are_copied_as_one_step() {
    let mut document = open(SAMPLE);
    let stages = ["Deploy", "Build"].map(|name| stage(&document, name));
    let ids = ["Repo", "Compile"].map(|name| action(&document, name));
    let (new_stages, new_actions, change) = duplicate(&document, &stages, &ids);
    assert_eq!((new_stages.len(), new_actions.len(), change.label.as_str()), (2, 1, "Duplicate 2 stages"));
    run(&mut document, &change);
    assert_eq!(
        outline(&document),
        "Source(Repo+Repo-2+Settings) Build(Compile Lint) Build-2(Compile Lint) Deploy(Stack) Deploy-2(Stack)"
    );
}

const GRID: &str = r#"{"stages": [
    {"name": "S", "actions": [{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d", "runOrder": 2}]},
    {"name": "T", "actions": [{"name": "e"}]},
    {"name": "U", "actions": []}]}"#;

#[test]
fn several_actions_move_by_one_step() {
    for (names, step, expect) in [
        (&["a"][..], Nudge::Later, "S(b+c a d) T(e) U()"),
        (&["a", "b"], Nudge::Later, "S(c a+b d) T(e) U()"),
        (&["a", "b", "c"], Nudge::Later, "S(d+a+b+c) T(e) U()"),
        (&["d"], Nudge::Later, "S(a+b+c) T(d e) U()"),
        (&["d", "e"], Nudge::Later, "S(a+b+c) T(d) U(e)"),
        (&["d", "e"], Nudge::Earlier, "S(a+b+c+d e) T() U()"),
        (&["a", "b"], Nudge::Down, "S(c+a+b d) T(e) U()"),
        (&["b", "c"], Nudge::Up, "S(b+c+a d) T(e) U()"),
        (&["a", "b"], Nudge::Up, ""),
        (&["b", "c"], Nudge::Down, ""),
    ] {
        let mut document = open(GRID);
        let ids: Vec<ActionId> = names.iter().map(|name| action(&document, name)).collect();
        match nudge(&document, &[], &ids, step) {
            Some(change) => {
                run(&mut document, &change);
                assert_eq!(outline(&document), expect, "{names:?} {step:?}");
            }
            None => assert_eq!(expect, "", "{names:?} {step:?}"),
        }
    }
}

#[test]
fn several_stages_move_by_one_step() {
    for (names, step, expect) in [
        (&["S"][..], Nudge::Later, "T S U"),
        (&["S", "T"], Nudge::Later, "U S T"),
        (&["T", "U"], Nudge::Earlier, "T U S"),
        (&["S", "U"], Nudge::Earlier, "S U T"),
        (&["S", "T"], Nudge::Earlier, ""),
        (&["S"], Nudge::Down, ""),
    ] {
        let mut document = open(GRID);
        let ids: Vec<StageId> = names.iter().map(|name| stage(&document, name)).collect();
        let Some(change) = nudge(&document, &ids, &[], step) else {
            assert_eq!(expect, "", "{names:?} {step:?}");
            continue;
        };
        run(&mut document, &change);
        let found: Vec<&str> = document.pipeline().stages.iter().map(crate::pipeline::Stage::name).collect();
        assert_eq!(found.join(" "), expect, "{names:?} {step:?}");
    }
}

#[test]
fn what_is_told_of_a_thing_follows_the_name_that_several_get() {
    let make = |name: &str, project: &str| {
        json!({"name": name, "configuration": {"ProjectName": project},
            "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"}})
    };
    let file = json!({"name": "shop", "stages": [{"name": "A", "actions": [make("One", "p"), make("Two", "p"), make("Three", "q")]}],
        "pipewright": {"resources": [{"kind": "codebuild-project", "name": "p"}]}});
    let mut document = open(&file.to_string());
    let ids = ["One", "Two"].map(|name| action(&document, name));
    let project = Path::configuration("ProjectName");
    let mut told = |ids: &[ActionId], name: &str| {
        let change = set(&document, ids, &project, Some(&json!(name)), "Project");
        run(&mut document, &change);
        document.resources().filter_map(|resource| resource.name().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(told(&ids[..1], "x"), ["p"], "the other one still has it");
    assert_eq!(told(&ids, "y"), ["y"]);
    assert_eq!(told(&ids, "q"), ["q"], "a name that another one has, which nothing is told of");
}
