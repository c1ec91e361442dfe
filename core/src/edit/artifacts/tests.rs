use super::*;
use crate::testing::{SAMPLE, action, open, run};

/// Runs a change of the sample and tells an action's inputs and outputs: `in: a b; out: c`.
#[track_caller]
fn check(change: impl Fn(&Document) -> Option<Change>, name: &str, expect: &str) {
    let mut document = open(SAMPLE);
    let change = change(&document).expect("the actions are there");
    run(&mut document, &change);
    let (_, action) = document.pipeline().action(action(&document, name)).expect("it is there");
    let join = |names: Vec<&str>| names.join(" ");
    let found = format!(
        "{} | {}",
        join(action.input_artifacts().collect()),
        join(action.output_artifacts().collect())
    );
    assert_eq!(found, expect, "{}", change.label);
}

#[test]
fn inputs_come_and_go() {
    check(|d| connect(d, action(d, "Lint"), "Binary"), "Lint", "Code Binary | ");
    check(|d| connect(d, action(d, "Lint"), "Code"), "Lint", "Code | ");
    check(|d| disconnect(d, action(d, "Compile"), "Code"), "Compile", "Config | Binary");
    check(|d| disconnect(d, action(d, "Compile"), "None"), "Compile", "Code Config | Binary");
    check(|d| add_output(d, action(d, "Lint")), "Lint", "Code | LintOutput");
    check(|d| remove_output(d, action(d, "Compile"), "Binary"), "Compile", "Code Config | ");
    check(|d| remove_output(d, action(d, "Compile"), "Code"), "Compile", "Code Config | Binary");
}

#[test]
fn actions_are_connected_by_an_output() {
    check(|d| connect_actions(d, action(d, "Compile"), None, action(d, "Lint")), "Lint", "Code Binary | ");
    check(|d| connect_actions(d, action(d, "Compile"), Some(0), action(d, "Lint")), "Lint", "Code Binary | ");
    check(
        |d| connect_actions(d, action(d, "Lint"), None, action(d, "Stack")),
        "Stack",
        "Binary Code LintOutput | ",
    );
    check(|d| connect_actions(d, action(d, "Lint"), None, action(d, "Stack")), "Lint", "Code | LintOutput");
    check(
        |d| connect_actions(d, action(d, "Lint"), None, action(d, "Lint")),
        "Lint",
        "Code LintOutput | LintOutput",
    );
}

#[test]
fn another_input_takes_the_place_of_one() {
    check(|d| replace_input(d, action(d, "Compile"), "Code", "Other"), "Compile", "Other Config | Binary");
    check(|d| replace_input(d, action(d, "Compile"), "Code", "Config"), "Compile", "Config | Binary");
    check(|d| replace_input(d, action(d, "Compile"), "Code", "Code"), "Compile", "Code Config | Binary");
    let mut document = open(SAMPLE);
    for (old, new) in [("Code", "Config"), ("Binary", "Code")] {
        for name in ["Compile", "Stack"] {
            let change = replace_input(&document, action(&document, name), old, new).expect("it is there");
            run(&mut document, &change);
        }
    }
    let configuration =
        |name| document.pipeline().action(action(&document, name)).expect("it is there").1.configuration();
    assert_eq!(configuration("Compile").get("PrimarySource"), Some("Config"));
    assert_eq!(configuration("Stack").get("TemplatePath"), Some("Code::template.yml"));
}

#[test]
fn lists_of_another_type_are_made_anew() {
    let mut document = open(
        r#"{"stages": [{"name": "S", "actions": [{"name": "é !", "inputArtifacts": 5, "outputArtifacts": {"x": 1}}]}]}"#,
    );
    let id = action(&document, "é !");
    for change in [connect(&document, id, "In"), add_output(&document, id)] {
        run(&mut document, &change.expect("it is there"));
    }
    let (_, action) = document.pipeline().action(id).expect("it is there");
    assert_eq!(
        action.to_value().to_string(),
        r#"{"name":"é !","inputArtifacts":[{"name":"In"}],"outputArtifacts":[{"name":"ActionOutput"}]}"#
    );
}

#[test]
fn fresh_outputs_meet_neither_artifacts_nor_namespaces() {
    let document = open(
        r#"{"stages": [{"name": "S", "actions": [{"name": "A-1", "namespace": "A1Output_2", "inputArtifacts": [{"name": "A1Output"}]}]}]}"#,
    );
    assert_eq!(fresh_outputs(&document, "A-1", 2), ["A1Output_3", "A1Output_4"]);
}

#[test]
fn actions_that_are_gone_have_no_changes() {
    let mut document = open(SAMPLE);
    let id = action(&document, "Lint");
    let other = action(&document, "Repo");
    let change = crate::edit::actions::remove(&document, &[id]);
    run(&mut document, &change);
    assert_eq!(connect(&document, id, "Code"), None);
    assert_eq!(connect_actions(&document, other, None, id), None);
    assert_eq!(connect_actions(&document, id, None, other), None);
    assert_eq!(disconnect(&document, id, "Code"), None);
    assert_eq!(add_output(&document, id), None);
}
