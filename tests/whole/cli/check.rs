//! `check`: findings with their places, for people and programs.

use pipewright_core::check::{Severity, check};
use pipewright_core::document::Document;
use pipewright_core::samples::SAMPLES;
use serde_json::{Value, json};

use super::{Call, Files, Ran, design, run, text};

/// One artifact is made nowhere, one bucket has a forbidden name, a key is misspelled.
const BROKEN: &str = r#"{
    "pipeline": {
        "name": "web",
        "roleArn": "arn:aws:iam::123456789012:role/pipeline",
        "artifactStore": {"type": "S3", "location": "web-artifacts", "encryptionKey": {"id": "alias/a", "type": "KMS"}},
        "pipelineType": "V2",
        "stages": [
            {
                "name": "Source",
                "actions": [
                    {
                        "name": "Fetch",
                        "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"},
                        "configuration": {
                            "S3Bucket": "web-sources",
                            "S3ObjectKey": "app.zip",
                            "PollForSourceChanges": "false"
                        },
                        "outputArtifacts": [{"name": "Code"}]
                    }
                ]
            },
            {
                "name": "Build",
                "actions": [
                    {
                        "name": "Compile",
                        "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                        "configuration": {"Projectname": "größe"},
                        "inputArtifacts": [{"name": "Cod"}]
                    }
                ]
            }
        ]
    }
}
"#;

fn check_text(input: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
    Call::new(["check", "-"]).and(arguments.iter().copied()).input(input).run()
}

#[test]
fn people_are_told_where_what_and_what_to_do() {
    let ran = check_text(BROKEN, &[]).expect(1);
    assert_eq!(ran.messages, "");
    insta_like(&ran.results, BROKEN_TOLD);
}

const BROKEN_TOLD: &str = "";

#[track_caller]
fn insta_like(found: &str, expected: &str) {
    assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
}

#[test]
fn programs_are_told_the_same() {
    let ran = check_text(BROKEN, &["--format", "json"]).expect(1);
    let findings = ran.json();
    println!("{findings:#}");
    let document = Document::read_text(BROKEN).unwrap();
    let expected = check(&document);
    assert_eq!(findings.as_array().unwrap().len(), expected.len());
    for (value, finding) in findings.as_array().unwrap().iter().zip(&expected) {
        assert_eq!(value["file"], "<stdin>");
        assert_eq!(value["code"], finding.code);
        assert_eq!(value["severity"], finding.severity.as_str());
        assert_eq!(value["message"], finding.message.as_str());
        assert_eq!(value["help"].as_str(), finding.help.as_deref());
        assert_eq!(value["fixes"].as_array().unwrap().len(), finding.fixes.len());
    }
}

#[test]
fn samples_are_fine() {
    for sample in SAMPLES {
        let ran = check_text(sample.text, &["--deny", "warnings"]).expect(0);
        assert!(!ran.results.contains("warning["), "{}", ran.results);
    }
}

/// The line and column of the first finding with this code, and the marked characters of that line.
fn marked(bytes: &[u8], text: &str, code: &str) -> (u64, u64, String) {
    let findings = check_text(bytes, &["--format", "json"]).json();
    let found = findings.as_array().unwrap().iter().find(|finding| finding["code"] == code);
    let found = found.unwrap_or_else(|| panic!("no {code} in {findings:#}"));
    let number = |member: &str| found[member].as_u64().unwrap();
    let (line, column, end) = (number("line"), number("column"), number("endColumn"));
    assert_eq!(found["endLine"], line);
    let line_text = text.lines().nth(line as usize - 1).unwrap();
    let marked = line_text.chars().skip(column as usize - 1).take((end - column) as usize).collect();
    (line, column, marked)
}
