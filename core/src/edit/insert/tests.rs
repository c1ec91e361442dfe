//! Stages from elsewhere in a design.

use serde_json::{Value, json};

use super::{position_behind, stages};
use crate::document::Document;

fn action(name: &str, inputs: &[&str], outputs: &[&str], configuration: &Value) -> Value {
    let list = |names: &[&str]| names.iter().map(|name| json!({"name": name})).collect::<Value>();
    json!({"name": name, "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
        "configuration": configuration, "inputArtifacts": list(inputs), "outputArtifacts": list(outputs)})
}

fn design() -> Document {
    let stage = |name: &str, actions: Value| json!({"name": name, "actions": actions});
    let declaration = json!({"name": "p", "stages": [
        stage("Source", json!([action("App", &[], &["App"], &json!({})), action("Base", &[], &["Base"], &json!({}))])),
        stage("Build", json!([action("Build", &["App"], &["Built"], &json!({}))])),
        stage("Deploy", json!([action("Deploy", &["Built"], &["Late"], &json!({}))])),
    ]});
    Document::read_text(&declaration.to_string()).unwrap()
}

/// Inputs of the first action, after the stages were put in at a position.
fn inputs_at(index: usize, inputs: &[&str], configuration: &Value) -> (Vec<String>, Value) {
    let mut document = design();
    let snippet = [json!({"name": "Test", "actions": [action("Test", inputs, &[], configuration)]})];
    let (ids, change) = stages(&document, index, &snippet, "Add test");
    document.change(&change).unwrap();
    let action = &document.pipeline().stage(ids[0]).unwrap().actions[0];
    (action.input_artifacts().map(str::to_owned).collect(), action.members["configuration"].clone())
}

#[test]
fn inputs_come_from_what_is_made_before() {
    for (index, inputs, expect) in [
        // The nearest artifact that is there.
        (2, &["BuildOutput"][..], &["Built"][..]),
        (3, &["BuildOutput"], &["Late"]),
        (1, &["BuildOutput"], &["App"]),
        // Source code comes from a source.
        (3, &["SourceOutput"], &["App"]),
        (3, &["SourceOutput", "OtherSource"], &["App", "Base"]),
        // One of the same name is the one.
        (3, &["Built"], &["Built"]),
        // Each another, as far as there are some; then the same, once.
        (2, &["A", "B"], &["Built", "App"]),
        (1, &["A", "B", "C"], &["App", "Base"]),
        // Nothing is made before the first stage.
        (0, &["A"], &["A"]),
    ] {
        assert_eq!(inputs_at(index, inputs, &json!({})).0, expect, "{index} {inputs:?}");
    }
}

#[test]
fn configuration_names_the_new_artifact() {
    let configuration = json!({"PrimarySource": "BuildOutput"});
    assert_eq!(inputs_at(2, &["BuildOutput"], &configuration).1, json!({"PrimarySource": "Built"}));
}

#[test]
fn names_are_fresh_and_wires_inside_stay() {
    let mut document = design();
    let snippet = [
        json!({"name": "Build", "actions": [action("Make", &["App"], &["Built"], &json!({}))]}),
        json!({"name": "Build", "actions": [action("Take", &["Built"], &[], &json!({}))]}),
    ];
    let before = document.to_text();
    let (ids, change) = stages(&document, 2, &snippet, "Add two");
    let inverse = document.change(&change).unwrap();
    let pipeline = document.pipeline();
    let names: Vec<&str> = pipeline.stages.iter().map(crate::pipeline::Stage::name).collect();
    assert_eq!(names, ["Source", "Build", "Build-2", "Build-3", "Deploy"]);
    assert_eq!(pipeline.stage(ids[0]).unwrap().actions[0].output_artifacts().next(), Some("Built_2"));
    assert_eq!(pipeline.stage(ids[1]).unwrap().actions[0].input_artifacts().next(), Some("Built_2"));
    let back = super::Change::new("Back", inverse);
    document.change(&back).unwrap();
    assert_eq!(document.to_text(), before);
}

#[test]
fn stages_go_into_a_design_that_has_none() {
    let mut document = Document::read_text(r#"{"name": "p", "stages": 7}"#).unwrap();
    let snippet = [json!({"name": "A", "actions": []}), json!({"name": "B", "actions": []})];
    let (_, change) = stages(&document, 9, &snippet, "Add");
    document.change(&change).unwrap();
    assert_eq!(document.pipeline().stages.len(), 2);
    assert_eq!(position_behind(&document, None), 2);
    assert_eq!(position_behind(&document, Some(document.pipeline().stages[0].id)), 1);
}
