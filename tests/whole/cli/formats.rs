//! SARIF and the commands of GitHub Actions.

use std::collections::BTreeMap;

use pipewright_core::check::{check, rules};
use pipewright_core::document::Document;
use pipewright_core::edit::Change;
use pipewright_core::samples::SAMPLES;
use pipewright_tests::python::{Skip, environment, or_skip};
use serde_json::{Value, json};

use super::check::{BROKEN, check_text};
use super::suppress::accepted;
use super::{Files, run, text};

#[test]
fn a_log_has_all_rules_and_all_results() {
    let log = check_text(BROKEN, &["--format", "sarif"]).expect(1).json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"], json!([{"executionSuccessful": true}]));
    let listed = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(listed.len(), rules().len());

    let findings = check(&Document::read_text(BROKEN).unwrap());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(&findings) {
        assert_eq!(result["ruleId"], finding.code);
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(listed[index]["id"], finding.code);
        assert!(result["message"]["text"].as_str().unwrap().starts_with(&finding.message));
        assert_eq!(result["suppressions"], json!([]));
        assert_eq!(result["fixes"].as_array().map_or(0, Vec::len), finding.fixes.len());
    }
    let unmade = results.iter().find(|result| result["ruleId"] == "CP0503").unwrap();
    let expected = json!([{
        "physicalLocation": {
            "artifactLocation": {"uri": "%3Cstdin%3E", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 30, "startColumn": 53, "endLine": 30, "endColumn": 58},
        },
        "logicalLocations": [{
            "name": "Compile",
            "fullyQualifiedName": "Build › Compile › inputArtifacts[0].name",
            "kind": "action",
        }],
    }]);
    assert_eq!(unmade["locations"], expected);
    assert_eq!(unmade["level"], "error");
    let bucket = results.iter().find(|result| result["ruleId"] == "CP0218").unwrap();
    assert_eq!(bucket["level"], "warning");
    assert_eq!(bucket["relatedLocations"][0]["message"]["text"], "used as artifact store here");
}

#[test]
fn what_is_accepted_is_in_the_log_as_suppressed() {
    let log = check_text(accepted(), &["--format", "sarif"]).expect(0).json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let justified: BTreeMap<&str, Option<&str>> = results
        .iter()
        .map(|result| {
            let suppressions = result["suppressions"].as_array().unwrap();
            let suppression = suppressions.first().inspect(|it| assert_eq!(it["kind"], "inSource"));
            let justification = suppression.map(|it| it["justification"].as_str().unwrap());
            (result["ruleId"].as_str().unwrap(), justification)
        })
        .collect();
    let expected = [
        ("CP0218", None),
        ("CP0503", Some("Made by a part that is not here")),
        ("CP0604", Some("An old key")),
        ("CP0605", Some("Filled in by a template")),
    ];
    assert_eq!(justified, BTreeMap::from(expected));
}

/// Whoever replaces the text as the log says has made the fix.
#[test]
fn fixes_in_a_log_are_the_fixes() {
    let all = BROKEN.replace("\"Code\"}", "\"Cöde 😀\"}").replace("\"false\"", "\"FALSE\"");
    for text in [all.replace('\n', "\r\n"), serde_json::from_str::<Value>(&all).unwrap().to_string(), all] {
        let document = Document::read_text(&text).unwrap();
        let log = check_text(&text, &["--format", "sarif"]).json();
        let mut seen = 0;
        for (result, finding) in log["runs"][0]["results"].as_array().unwrap().iter().zip(check(&document)) {
            let described = result["fixes"].as_array().map_or(&[][..], Vec::as_slice);
            for (described, fix) in described.iter().zip(&finding.fixes) {
                assert_eq!(described["description"]["text"], fix.label.as_str());
                let replacement = &described["artifactChanges"][0]["replacements"][0];
                let mut fixed = document.clone();
                fixed.change(&Change::new("", fix.edits.clone())).unwrap();
                assert_eq!(replaced(&text, replacement), fixed.to_text(), "{}", fix.label);
                seen += 1;
            }
        }
        assert!(seen > 3);
    }
}

fn replaced(text: &str, replacement: &Value) -> String {
    let offset = |line: &str, column: &str| {
        let number = |member| replacement["deletedRegion"][member].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(number(line) - 1).map(str::len).sum();
        let inside: usize = text[start..].chars().take(number(column) - 1).map(char::len_utf8).sum();
        start + inside
    };
    let inserted = replacement["insertedContent"]["text"].as_str().unwrap();
    format!(
        "{}{inserted}{}",
        &text[..offset("startLine", "startColumn")],
        &text[offset("endLine", "endColumn")..]
    )
}

#[test]
fn logs_are_valid_by_the_schema() {
    let Some(python) = or_skip(environment(&["jsonschema==4.26.0"])) else { return };
    let files = Files::new();
    let schema = files.path("sarif.json");
    let fetched = python.python().arg("-c").arg(FETCH).arg(&schema).output().unwrap();
    if !fetched.status.success() {
        let reason = String::from_utf8_lossy(&fetched.stderr).into_owned();
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{reason}");
        or_skip::<()>(Err(Skip(format!("no schema: {reason}"))));
        return;
    }
    files.write("all/broken.json", BROKEN);
    files.write("all/größe [1].json", accepted());
    for sample in SAMPLES {
        files.write(&format!("all/{}.json", sample.name), sample.text);
    }
    let ran = run(&["check", "--format", "sarif", text(&files.path("all"))]).expect(1);
    let log = files.write("log.sarif", &ran.results);
    // A result without its message must be refused, or the schema is not looked at.
    let mut wrong = ran.json();
    wrong["runs"][0]["results"][0].as_object_mut().unwrap().remove("message");
    let wrong = files.write("wrong.sarif", wrong.to_string());

    let validate = |log: &std::path::Path| {
        let output = python.python().arg("-c").arg(VALIDATE).arg(&schema).arg(log).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(validate(&log), (true, String::new()));
    let (is_valid, told) = validate(&wrong);
    assert!(!is_valid && told.contains("'message' is a required property"), "{told}");
}

/// Takes the schema out of the sources of a package that is made from it, and keeps it in the environment.
const FETCH: &str = r#"
import glob, os, shutil, subprocess, sys, tarfile, tempfile
kept = os.path.join(sys.prefix, "sarif-2.1.0.json")
if not os.path.exists(kept):
    with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:",
             "--disable-pip-version-check", "--dest", folder, "sarif-om==1.0.4"],
            check=True,
        )
        with tarfile.open(glob.glob(os.path.join(folder, "*.tar.gz"))[0]) as package:
            [member] = [name for name in package.getnames() if "/sarif-2.1.0" in name]
            with open(os.path.join(folder, "schema"), "wb") as file:
                shutil.copyfileobj(package.extractfile(member), file)
        os.replace(os.path.join(folder, "schema"), kept)
shutil.copy(kept, sys.argv[1])
"#;

const VALIDATE: &str = r#"
import json, sys
from jsonschema import Draft4Validator
schema, log = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
errors = list(Draft4Validator(schema).iter_errors(log))
for error in errors[:5]:
    print("/".join(map(str, error.path)), error.message[:300])
sys.exit(1 if errors else 0)
"#;

#[test]
fn github_is_told_in_commands() {
    let files = Files::new();
    let path = files.write("a, 100%.json", BROKEN);
    let ran = run(&["check", "--format", "github", text(&path)]).expect(1);
    let told =
        ran.results.replace(&files.path("").display().to_string().replace('\\', "/").replace(':', "%3A"), "");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[2],
        "::error file=a%2C 100%25.json,line=30,endLine=30,col=53,endColumn=58,\
         title=CP0503 Artifact never made::Build › Compile › inputArtifacts[0].name: \
         Artifact \"Cod\" is never made, did you mean \"Code\"?"
    );
    assert!(
        lines[3].starts_with("::warning file=")
            && lines[3].ends_with("%0AUse a bucket of its own for artifacts")
    );
    assert_eq!(lines[4], "3 errors, 1 warning in 1 file");
    assert_eq!(ran.messages, "");

    let ran = check_text(accepted(), &["--format", "github", "--show-suppressed"]).expect(0);
    let notice = ran.results.lines().find(|line| line.contains("title=CP0604")).unwrap();
    assert!(notice.starts_with("::notice ") && notice.ends_with("%0Asuppressed: An old key"), "{notice}");
    assert!(!check_text(accepted(), &["--format", "github"]).results.contains("CP0604"));
}

#[test]
fn findings_inside_a_text_have_the_position_of_the_part() {
    let variables =
        r##"[{"name": "A", "value": "é"},\n {"name": "B", "value": "#{Lost.Id}"}]"##.replace('"', "\\\"");
    let compile = "\"ProjectName\": \"shop\"";
    let text = SAMPLES[0].text;
    let mut file: Value = serde_json::from_str(text).unwrap();
    let stages = file.pointer_mut("/pipeline/stages").unwrap().as_array_mut().unwrap();
    let build = stages.iter_mut().flat_map(|stage| stage["actions"].as_array_mut().unwrap());
    let build = build.into_iter().find(|action| action["actionTypeId"]["provider"] == "CodeBuild").unwrap();
    build["configuration"] = json!({"ProjectName": "shop"});
    let text = file.to_string().replace(
        &compile.replace(": ", ":"),
        &format!("{compile},\n\"EnvironmentVariables\": \"{variables}\""),
    );
    let start = text.lines().nth(1).unwrap().find("#{Lost.Id}").unwrap();
    let column = text.lines().nth(1).unwrap()[..start].chars().count() + 1;

    let found = check_text(&text, &["--format", "json"]).json();
    let found = found.as_array().unwrap().iter().find(|it| it["code"] == "CP0807").unwrap();
    assert_eq!((&found["line"], &found["column"]), (&json!(2), &json!(column)));
    assert_eq!((&found["endLine"], &found["endColumn"]), (&json!(2), &json!(column + 10)));
    assert_eq!(found["inside"], json!({"line": 2, "column": 26, "endLine": 2, "endColumn": 36}));

    let log = check_text(&text, &["--format", "sarif"]).json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|it| it["ruleId"] == "CP0807").unwrap();
    let region = &result["locations"][0]["physicalLocation"]["region"];
    let expected = json!({"startLine": 2, "startColumn": column, "endLine": 2, "endColumn": column + 10});
    assert_eq!(*region, expected);

    let words = check_text(&text, &[]).results;
    assert!(words.contains(&format!("<stdin>:2:{column}")), "{words}");
    let commands = check_text(&text, &["--format", "github"]).results;
    assert!(commands.contains(&format!("line=2,endLine=2,col={column},")), "{commands}");
}
