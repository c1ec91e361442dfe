//! The JSON of `--cli-input-json`, given to the AWS CLI that creates and updates pipelines at moto with it.

use pipewright_core::document::Document;
use pipewright_core::format::{Options, form};
use pipewright_tests::moto::{Moto, ROLE_ARN};
use pipewright_tests::oracles;
use pipewright_tests::python::or_skip;
use serde_json::{Value, json};

use super::designs;
use crate::cli::{Files, text};

/// With the role that is there, and with what a file holds besides.
fn prepared(design: &str) -> Value {
    let mut file: Value = serde_json::from_str(design).unwrap();
    file["pipeline"]["roleArn"] = json!(ROLE_ARN);
    file["metadata"] =
        json!({"pipelineArn": "arn:aws:codepipeline:us-east-1:123456789012:x", "created": 1.0});
    file["pipewright"]["notes"] = json!([{"text": "for us"}]);
    file
}

fn exported(design: &Value) -> Value {
    let document = Document::read_text(&design.to_string()).unwrap();
    let written = (form("json").unwrap().write)(&document, &Options::default());
    serde_json::from_str(&written.text).unwrap()
}

#[test]
fn the_aws_cli_creates_and_updates_pipelines_with_it() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let files = Files::new();
    let (mut commands, mut expected) = (Vec::new(), Vec::new());
    let command = |operation: &str, rest: &[&str]| {
        ["codepipeline", operation].iter().chain(rest).map(|part| (*part).to_owned()).collect::<Vec<_>>()
    };
    for (index, (name, design)) in designs().iter().enumerate() {
        let mut design = prepared(design);
        // Names of templates may meet.
        design["pipeline"]["name"] = json!(format!("pipeline-{index}"));
        let created = exported(&design);
        let stages = design["pipeline"]["stages"].as_array_mut().unwrap();
        let last = stages.last_mut().unwrap();
        last["name"] = json!("Renamed");
        let updated = exported(&design);
        for (operation, input) in [("create-pipeline", created), ("update-pipeline", updated)] {
            let members: Vec<&String> = input.as_object().unwrap().keys().collect();
            assert_eq!(members, ["pipeline"], "{name}");
            let path = files.write(&format!("{index}-{operation}.json"), input.to_string());
            let path = format!("file://{}", text(&path));
            commands.push(command(operation, &["--cli-input-json", path.as_str()]));
            let name = format!("pipeline-{index}");
            commands.push(command("get-pipeline", &["--name", name.as_str()]));
            expected.push(input);
        }
    }
    // What is not exported is what the AWS CLI refuses.
    let wrong = files.write("wrong.json", prepared(&designs()[0].1).to_string());
    let wrong = format!("file://{}", text(&wrong));
    commands.push(command("create-pipeline", &["--cli-input-json", wrong.as_str()]));
    let Some(mut answers) = or_skip(oracles::aws_cli(&moto.endpoint(), &commands)) else { return };

    let (code, _, told) = answers.pop().unwrap();
    assert!(code != 0 && told.contains("Unknown parameter in input: \"metadata\""), "{code}: {told}");
    for (index, (pair, input)) in answers.chunks(2).zip(&expected).enumerate() {
        let [(code, answered, told), (_, kept, _)] = pair else { panic!("two answers") };
        assert_eq!(*code, 0, "{told}\n{input}");
        let version = if index % 2 == 0 { 1 } else { 2 };
        for (answer, what) in [(answered, "answered"), (kept, "kept")] {
            let answer: Value = serde_json::from_str(answer).unwrap();
            let mut pipeline = answer["pipeline"].clone();
            assert_eq!(pipeline["version"], version, "{what}");
            without_defaults(&mut pipeline);
            let mut given = input["pipeline"].clone();
            without_defaults(&mut given);
            assert_eq!(pipeline, given, "{what}");
        }
    }
}

/// Without what AWS counts and fills in.
fn without_defaults(pipeline: &mut Value) {
    let members = pipeline.as_object_mut().unwrap();
    members.shift_remove("version");
    for stage in members["stages"].as_array_mut().unwrap() {
        for action in stage["actions"].as_array_mut().unwrap() {
            let is_default = |key: &str, value: &Value| match key {
                "runOrder" => *value == 1,
                "configuration" | "inputArtifacts" | "outputArtifacts" => {
                    value == &json!({}) || value == &json!([])
                }
                _ => false,
            };
            action.as_object_mut().unwrap().retain(|key, value| !is_default(key, value));
        }
    }
}
