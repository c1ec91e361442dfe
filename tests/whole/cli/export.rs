//! `export`: what the AWS CLI takes.

use std::io::Write as _;
use std::process::Stdio;

use pipewright_core::document::Document;
use pipewright_core::samples::SAMPLES;
use pipewright_tests::moto::REQUIREMENTS;
use pipewright_tests::python::{environment, or_skip};
use serde_json::{Value, json};

use super::{Call, Files, run, text};

/// Prints what botocore says about standard input as the input of both operations.
const VALIDATE: &str = "
import json, sys
from botocore.session import get_session
from botocore.validate import ParamValidator
model = get_session().get_service_model('codepipeline')
given = json.load(sys.stdin)
for name in ['CreatePipeline', 'UpdatePipeline']:
    report = ParamValidator().validate(given, model.operation_model(name).input_shape)
    if report.has_errors():
        print(name, report.generate_report())
";

#[test]
fn samples_are_exported_as_the_aws_cli_takes_them() {
    let Some(python) = or_skip(environment(&REQUIREMENTS)) else { return };
    let verdict = |given: &str| {
        let mut child = python
            .python()
            .args(["-c", VALIDATE])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(given.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    for sample in SAMPLES {
        // With everything that AWS would not take.
        let mut file: Value = serde_json::from_str(sample.text).unwrap();
        file["metadata"] = json!({"created": 1_767_225_600});
        file["pipewright"] = json!({"notes": [{"text": "for us"}]});
        assert!(verdict(&file.to_string()).contains("Unknown parameter"), "the oracle sees extras");

        let ran = Call::new(["export", "-", "--to", "json"]).input(file.to_string()).run().expect(0);
        assert_eq!(verdict(&ran.results), "", "{}", sample.name);
        assert_eq!(ran.json(), json!({"pipeline": file["pipeline"]}));
        let notes = "note: pipewright › notes: `notes` of the project. There is no place for it. Keep the project file.\n";
        assert_eq!(ran.messages, notes);
    }
}

#[test]
fn the_text_is_written_as_the_aws_cli_writes() {
    let input = r#"{"name":"web","stages":[{"name":"Größe","n":1.50}],"pipewright":{}}"#;
    let ran = Call::new(["export", "-", "--to", "json"]).input(input).run().expect(0);
    let expected = r#"{
    "pipeline": {
        "name": "web",
        "stages": [
            {
                "name": "Größe",
                "n": 1.50
            }
        ]
    }
}
"#;
    assert_eq!(ran.results, expected);
    Document::read_text(&ran.results).unwrap();
}

#[test]
fn a_file_is_written_whole_and_in_silence() {
    let files = Files::new();
    let file = files.write("release.json", r#"{"name":"web","stages":[]}"#);
    let out = files.write("out.json", "something else");
    let ran = run(&["export", text(&file), "--to", "json", "-o", text(&out)]).expect(0);
    assert_eq!((ran.results.as_str(), ran.messages.as_str()), ("", ""));
    assert_eq!(files.read("out.json"), run(&["export", text(&file), "--to", "json"]).results);

    let ran = run(&["export", text(&file), "--to", "json", "-o", text(&files.path("no/out.json"))]).expect(1);
    assert!(ran.messages.starts_with("error: Not saved, because the folder does not exist."), "{ran:?}");
}

#[test]
fn a_design_is_not_overwritten_by_its_export() {
    let files = Files::new();
    let design = r#"{"name":"web","stages":[],"pipewright":{"notes":[]}}"#;
    let file = files.write("release.json", design);
    let same = files.0.path().join(".").join("release.json");
    let ran = run(&["export", text(&file), "--to", "json", "-o", text(&same)]).expect(2);
    assert!(ran.messages.starts_with("error: Not exported, because the design itself"), "{ran:?}");
    assert_eq!(files.read("release.json"), design);
}

#[test]
fn what_is_no_pipeline_is_not_exported() {
    let ran = Call::new(["export", "-", "--to", "json"]).input("{\"Resources\": {}}").run().expect(2);
    assert_eq!(ran.results, "");
    assert!(ran.messages.starts_with("error: This is a CloudFormation template"), "{ran:?}");
    let place = " --> <stdin>:1:1\n  |\n1 | {\"Resources\": {}}\n  | ^\n";
    assert!(ran.messages.ends_with(place), "{ran:?}");
}
