//! `check`: findings with their places, for people and programs.

use pipewright_core::check::check;
use pipewright_core::document::Document;
use pipewright_core::samples::SAMPLES;
use serde_json::{Value, json};

use super::{Call, Files, Ran, design, run, text};

/// An artifact is made nowhere, a key is misspelled, and a bucket serves two purposes.
pub const BROKEN: &str = r#"{
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
                    },
                    {
                        "name": "Copy",
                        "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "S3", "version": "1"},
                        "configuration": {"BucketName": "web-artifacts", "Extract": "true"},
                        "inputArtifacts": [{"name": "Code"}]
                    }
                ], "onFailure": {"result": "ROLLBACK"}
            }
        ]
    }
}
"#;

pub fn check_text(input: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
    Call::new(["check", "-"]).and(arguments.iter().copied()).input(input).run()
}

#[test]
fn people_are_told_where_what_and_what_to_do() {
    let ran = check_text(BROKEN, &[]).expect(1);
    assert_eq!(ran.messages, "");
    assert!(ran.results == BROKEN_TOLD, "{}", ran.results);
}

const BROKEN_TOLD: &str = r#"error[CP0604]: CodeBuild takes no key "Projectname", did you mean ProjectName?
  --> <stdin>:29:58  Build › Compile › configuration.Projectname
   |
29 |                         "configuration": {"Projectname": "größe"},
   |                                                          ^^^^^^^
   = fix: Rename to ProjectName
   = fix: Remove Projectname

error[CP0605]: ProjectName is missing
  --> <stdin>:29:25  Build › Compile › configuration.ProjectName
   |
29 |                         "configuration": {"Projectname": "größe"},
   |                         ^^^^^^^^^^^^^^^^^^
   = help: CodeBuild project whose source and artifacts type is CODEPIPELINE, for example storefront-build

error[CP0503]: Artifact "Cod" is never made, did you mean "Code"?
  --> <stdin>:30:53  Build › Compile › inputArtifacts[0].name
   |
30 |                         "inputArtifacts": [{"name": "Cod"}]
   |                                                     ^^^^^
   = fix: Use artifact Code

warning[CP0218]: Bucket web-artifacts is the artifact store too
  --> <stdin>:35:57  Build › Copy › configuration.BucketName
   |
35 |                         "configuration": {"BucketName": "web-artifacts", "Extract": "true"},
   |                                                         ^^^^^^^^^^^^^^^
  ::: <stdin>:5:53  pipeline › artifactStore.location
   |
 5 | …": {"type": "S3", "location": "web-artifacts", "encryptionKey": {"id": "alias/a", "type": "KM…
   |                                --------------- used as artifact store here
   = help: Use a bucket of its own for artifacts

3 errors, 1 warning in 1 file
`pipewright explain CP0604` tells more about a finding
"#;

#[test]
fn programs_are_told_the_same() {
    let ran = check_text(BROKEN, &["--format", "json"]).expect(1);
    assert_eq!(ran.messages, "");
    let findings = ran.json();
    let expected = check(&Document::read_text(BROKEN).unwrap());
    assert_eq!(findings.as_array().unwrap().len(), expected.len());
    for (value, finding) in findings.as_array().unwrap().iter().zip(&expected) {
        assert_eq!(value["file"], "<stdin>");
        assert_eq!(value["code"], finding.code);
        assert_eq!(value["severity"], finding.severity.as_str());
        assert_eq!(value["message"], finding.message.as_str());
        assert_eq!(value["help"].as_str(), finding.help.as_deref());
        assert_eq!(value["related"].as_array().unwrap().len(), finding.related.len());
        let labels: Vec<&str> = finding.fixes.iter().map(|fix| fix.label.as_str()).collect();
        assert_eq!(value["fixes"], json!(labels));
    }
    let unmade = of_code(&findings, "CP0503");
    let expected = json!({
        "file": "<stdin>",
        "code": "CP0503",
        "severity": "error",
        "message": "Artifact \"Cod\" is never made, did you mean \"Code\"?",
        "help": null,
        "place": {
            "stage": "Build",
            "action": "Compile",
            "path": "inputArtifacts[0].name",
            "label": "Build › Compile › inputArtifacts[0].name",
        },
        "line": 30,
        "column": 53,
        "endLine": 30,
        "endColumn": 58,
        "inside": null,
        "related": [],
        "fixes": ["Use artifact Code"],
        "suppression": null,
        "environments": null,
    });
    assert_eq!(*unmade, expected);
}

#[test]
fn nothing_found_is_said_and_is_an_empty_list() {
    let design = BROKEN
        .replace("Projectname", "ProjectName")
        .replace("größe", "web-build")
        .replace("\"Cod\"", "\"Code\"")
        .replace("\"BucketName\": \"web-artifacts\"", "\"BucketName\": \"web-site\"");
    let ran = check_text(&design, &["--deny", "warnings"]).expect(0);
    assert_eq!((ran.results.as_str(), ran.messages.as_str()), ("Nothing found in 1 file\n", ""));
    let ran = check_text(&design, &["--format", "json"]).expect(0);
    assert_eq!(ran.results, "[]\n");
}

#[test]
fn samples_are_fine() {
    for sample in SAMPLES {
        let ran = check_text(sample.text, &["--deny", "warnings"]).expect(0);
        assert!(!ran.results.contains("warning["), "{}", ran.results);
    }
}

#[test]
fn warnings_fail_where_they_are_denied() {
    let mut design = design();
    design["pipeline"]["stages"][0]["actions"][0]["configuration"]["PollForSourceChanges"] = "true".into();
    let design = design.to_string();
    let told = check_text(&design, &[]).expect(0);
    assert!(told.results.contains("warning[") && !told.results.contains("error["), "{}", told.results);
    assert_eq!(told.messages, "");
    let denied = check_text(&design, &["--deny", "warnings"]).expect(1);
    assert_eq!(denied.results, told.results);
    assert_eq!(denied.messages, "error: Warnings are denied by --deny warnings\n");
}

#[test]
fn places_are_right_in_every_encoding() {
    let windows = BROKEN.replace('\n', "\r\n");
    let utf_16: Vec<u8> = BROKEN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big_utf_16: Vec<u8> = windows.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        BROKEN.as_bytes().to_vec(),
        windows.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", windows.as_bytes()].concat(),
        [&[0xFF, 0xFE], utf_16.as_slice()].concat(),
        [&[0xFE, 0xFF], big_utf_16.as_slice()].concat(),
    ] {
        assert_eq!(marked(&bytes, BROKEN, "CP0503"), (30, 53, "\"Cod\"".to_owned()));
        assert_eq!(marked(&bytes, BROKEN, "CP0604"), (29, 58, "\"größe\"".to_owned()));
        // What people see does not depend on it at all.
        assert_eq!(check_text(&bytes, &[]).results, BROKEN_TOLD);
    }
}

#[test]
fn columns_count_characters() {
    let mut file: Value = serde_json::from_str(BROKEN).unwrap();
    file["pipeline"]["stages"][0]["actions"][0]["configuration"]["S3ObjectKey"] = "größe/日本/😀.zip".into();
    let line = file.to_string();
    let expected = line[..line.find("\"Cod\"").unwrap()].chars().count() as u64 + 1;
    assert_eq!(marked(line.as_bytes(), &line, "CP0503"), (1, expected, "\"Cod\"".to_owned()));
}

#[test]
fn a_file_on_one_line_is_shown_around_the_place() {
    let file: Value = serde_json::from_str(BROKEN).unwrap();
    let told = check_text(file.to_string(), &[]).expect(1).results;
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines.iter().all(|line| line.chars().count() <= 160), "{told}");
    let at = lines.iter().position(|line| line.contains("[CP0503]")).unwrap();
    let (shown, marks) = (lines[at + 3], lines[at + 4]);
    let start = shown.find("\"Cod\"").unwrap();
    // The sign of the cut has more bytes than columns.
    let start = shown[..start].chars().count();
    assert_eq!(marks.trim_end(), format!("  | {}^^^^^", " ".repeat(start - 4)), "{told}");
}

#[test]
fn folders_are_searched_for_pipelines() {
    let files = Files::new();
    files.write("infra/web/release.json", BROKEN);
    files.write("infra/api.JSON", design().to_string());
    files.write("infra/package.json", r#"{"name": "infra", "version": "1.0.0", "stages": ["build"]}"#);
    files.write("infra/notes.txt", BROKEN);
    files.write("infra/.git/release.json", BROKEN);
    files.write("infra/node_modules/x/release.json", BROKEN);
    let folder = files.path("infra");

    let found = |arguments: &[&str]| -> Vec<String> {
        let ran = Call::new(["check", "--format", "json"]).and(arguments.iter().copied()).run().expect(1);
        assert_eq!(ran.messages, "");
        let findings = ran.json();
        let mut names: Vec<String> = findings
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| files.strip(finding["file"].as_str().unwrap()).replace('\\', "/"))
            .collect();
        names.dedup();
        names
    };
    assert_eq!(found(&[text(&folder)]), ["infra/api.JSON", "infra/web/release.json"]);
    // What is named comes in its place, and once.
    let named = folder.join("web").join("release.json");
    assert_eq!(found(&[text(&named), text(&folder)]), ["infra/web/release.json", "infra/api.JSON"]);
    assert_eq!(found(&[text(&folder), text(&folder)]), ["infra/api.JSON", "infra/web/release.json"]);
}

#[test]
fn a_folder_without_a_pipeline_is_a_mistake() {
    let files = Files::new();
    files.write("empty/package.json", "{}");
    let ran = run(&["check", text(&files.path("empty"))]).expect(2);
    assert_eq!(ran.results, "");
    let expected = "error: No pipeline was found in this folder. Name the file, or another folder.\nempty\n";
    assert_eq!(files.strip(&ran.messages), expected);
}

#[test]
fn a_broken_pipeline_in_a_folder_is_not_passed_over() {
    let files = Files::new();
    files.write("infra/good.json", design().to_string());
    files.write("infra/cut.json", &BROKEN[..BROKEN.len() - 20]);
    let ran = run(&["check", "--format", "json", text(&files.path("infra"))]).expect(2);
    assert!(ran.messages.contains("cut.json:"), "{ran:?}");
    assert!(ran.json().as_array().unwrap().iter().all(|finding| finding["severity"] != "error"));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_checked() {
    let files = Files::new();
    let good = files.write("good.json", BROKEN);
    let bad = files.write("bad.json", "{\n  \"name\": \"größe\" \"b\"\n}");
    let gone = files.path("gone.json");
    let ran = run(&["check", text(&bad), text(&gone), text(&good)]).expect(2);
    assert!(
        ran.results.ends_with("in 1 file\n`pipewright explain CP0604` tells more about a finding\n"),
        "{ran:?}"
    );
    let told = files.strip(&ran.messages);
    let (first, second) = told.split_once("error: There is no such file.").unwrap();
    assert!(first.starts_with("error: This is not JSON: "), "{told}");
    assert!(
        first
            .ends_with(" --> bad.json:2:19\n  |\n2 |   \"name\": \"größe\" \"b\"\n  |                   ^\n"),
        "{told}"
    );
    assert!(second.ends_with("\ngone.json\n"), "{told}");
}

#[test]
fn text_that_is_no_text_is_told() {
    let ran = check_text(b"ab\xFF{}", &[]).expect(2);
    assert!(ran.messages.starts_with("error: This is not text; expected UTF-8"), "{ran:?}");
    assert!(ran.messages.ends_with("\n --> <stdin>:1:3\n"), "{ran:?}");
    assert_eq!(check_text("", &[]).expect(2).results, "");
}

#[test]
fn names_cannot_steer_the_terminal() {
    let mut file: Value = serde_json::from_str(BROKEN).unwrap();
    file["pipeline"]["stages"][1]["name"] = "Build\u{1b}[2J\u{202e}".into();
    let text = serde_json::to_string_pretty(&file).unwrap();
    let ran = check_text(text, &[]).expect(1);
    assert!(!ran.results.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.results);
    assert!(ran.results.contains("Build\\u{1b}[2J\\u{202e} › Compile"), "{}", ran.results);
}

#[test]
fn the_same_input_gives_the_same_output() {
    let first = check_text(BROKEN, &["--format", "json"]).results;
    assert!((0..5).all(|_| check_text(BROKEN, &["--format", "json"]).results == first));
}

pub fn of_code<'v>(findings: &'v Value, code: &str) -> &'v Value {
    let found = findings.as_array().unwrap().iter().find(|finding| finding["code"] == code);
    found.unwrap_or_else(|| panic!("no {code} in {findings:#}"))
}

/// The line and column of the first finding with this code, and the marked characters of that line.
fn marked(bytes: &[u8], text: &str, code: &str) -> (u64, u64, String) {
    let findings = check_text(bytes, &["--format", "json"]).json();
    let found = of_code(&findings, code);
    let number = |member: &str| found[member].as_u64().unwrap();
    let (line, column, end) = (number("line"), number("column"), number("endColumn"));
    assert_eq!(found["endLine"], line);
    let line_text = text.lines().nth(line as usize - 1).unwrap();
    let marked = line_text.chars().skip(column as usize - 1).take((end - column) as usize).collect();
    (line, column, marked)
}
