//! `diff`: what differs between two definitions, for people, programs and pull requests.

use pipewright_core::samples::SAMPLES;
use pipewright_tests::python::{environment, or_skip};
use serde_json::{Value, json};

use super::{Call, Files, run, text};

fn definition(project: &str) -> Value {
    json!({
        "name": "storefront",
        "stages": [
            { "name": "Build", "actions": [{
                "name": "Compile",
                "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
                "configuration": { "ProjectName": project },
            }] },
            { "name": "Release", "actions": [] },
        ],
    })
}

/// Two versions of a file, and the paths of both.
fn versions(files: &Files, old: &Value, new: &Value) -> [String; 2] {
    [("old.json", old), ("new.json", new)]
        .map(|(name, value)| text(&files.write(name, value.to_string())).to_owned())
}

#[test]
fn differences_are_told_by_meaning() {
    let files = Files::new();
    let mut new = definition("two");
    new["executionMode"] = json!("SUPERSEDED");
    let [old, new] = versions(&files, &definition("one"), &new);
    let ran = run(&["diff", &old, &new]).expect(0);
    assert_eq!(
        ran.results,
        format!(
            "\
Pipeline   storefront
Old        {old}
New        {new}

  stage Build
-   Compile  ProjectName  one
+   Compile  ProjectName  two

1 action changed. Nothing is removed.
! Executions that are running stop after their current actions; waiting ones are canceled.
"
        )
    );
    assert_eq!(ran.messages, "");
}

#[test]
fn the_exit_code_tells_of_differences_if_asked() {
    let files = Files::new();
    let [old, new] = versions(&files, &definition("one"), &definition("two"));
    let broken = text(&files.write("broken.json", "{")).to_owned();
    for (arguments, code) in [
        (vec!["diff", &old, &new], 0),
        (vec!["diff", &old, &new, "--exit-code"], 1),
        (vec!["diff", &old, &old, "--exit-code"], 0),
        (vec!["diff", "--exit-code", "--format", "json", &old, &new], 1),
        (vec!["diff", "/dev/null", &new, "--exit-code"], 1),
        (vec!["diff", &old, &broken], 2),
        (vec!["diff", &old, "nowhere.json", "--exit-code"], 2),
        (vec!["diff", &old], 2),
        (vec!["diff", &old, &new, &new], 2),
        (vec!["diff", "-", "-"], 2),
        (vec!["diff", "--textconv", &old, &new], 2),
        (vec!["diff", "--git", &old, &new], 2),
    ] {
        let ran = run(&arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {ran:#?}");
        assert_eq!(ran.messages.is_empty(), code != 2, "{arguments:?}: {ran:#?}");
    }
}

#[test]
fn standard_input_and_nothing_are_sides_too() {
    let files = Files::new();
    let [old, _] = versions(&files, &definition("one"), &definition("two"));
    let ran = Call::new(["diff", &old, "-"]).input(definition("two").to_string()).run().expect(0);
    assert!(ran.results.contains("New        <stdin>\n"), "{ran:#?}");
    assert!(ran.results.contains("+   Compile  ProjectName  two\n"), "{ran:#?}");
    let added = run(&["diff", "/dev/null", &old]).expect(0).results;
    assert!(added.contains("Old        nothing\n"), "{added}");
    assert!(added.contains("A new pipeline with 2 stages and 1 action.\n"), "{added}");
    let removed = run(&["diff", &old, "/dev/null"]).expect(0).results;
    assert!(removed.contains("The pipeline is removed, with 2 stages and 1 action.\n"), "{removed}");
    assert!(run(&["diff", "/dev/null", "/dev/null"]).expect(0).results.contains("Nothing changes.\n"));
}

#[test]
fn programs_get_json() {
    let files = Files::new();
    let [old, new] = versions(&files, &definition("one"), &definition("two"));
    let told = run(&["diff", &old, &new, "--format", "json"]).expect(0).json();
    let keys: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["path", "old", "new", "differs", "besideDiffers", "plan"]);
    assert_eq!(told["old"], json!(old));
    assert_eq!(told["differs"], json!(true));
    assert_eq!(told["besideDiffers"], json!(false));
    assert_eq!(
        told["plan"]["changes"],
        json!([{ "change": "field", "stage": "Build", "action": "Compile",
                 "path": "configuration.ProjectName", "old": "one", "new": "two" }])
    );
    let same = run(&["diff", &old, &old, "--format", "json"]).expect(0).json();
    assert_eq!(same["differs"], json!(false));
    assert_eq!(run(&["diff", "/dev/null", &new, "--format", "json"]).json()["old"], Value::Null);
}

#[test]
fn notes_and_suppressions_differ_beside_the_pipeline() {
    let files = Files::new();
    let with = |suppressions: Value| json!({ "pipeline": definition("one"), "pipewright": { "suppressions": suppressions } });
    let suppressed = json!([{ "rule": "CP0201", "reason": "Known" }]);
    let [old, new] = versions(&files, &with(json!([])), &with(suppressed));
    let ran = run(&["diff", &old, &new, "--exit-code"]).expect(1);
    let words = "Notes or suppressions beside the pipeline differ.";
    assert!(ran.results.ends_with(&format!("\nNothing changes.\n{words}\n")), "{ran:#?}");
    assert!(run(&["diff", &old, &new, "--format", "markdown"]).results.contains(words));
    assert_eq!(run(&["diff", &old, &new, "--format", "json"]).json()["besideDiffers"], json!(true));
}

#[test]
fn a_pull_request_gets_markdown() {
    let files = Files::new();
    let [old, new] = versions(&files, &definition("one"), &definition("two"));
    let markdown = run(&["diff", &old, &new, "--format", "markdown"]).expect(0).results;
    assert!(markdown.starts_with("<!-- pipewright diff -->\n### Pipeline `storefront` – `"), "{markdown}");
    assert!(markdown.contains("| `Build` | `Compile` | `ProjectName` | `one` | `two` |\n"), "{markdown}");
    assert!(markdown.contains("```mermaid\nflowchart LR\n"), "{markdown}");
}

#[test]
fn an_outline_is_the_same_for_what_means_the_same() {
    let files = Files::new();
    for sample in SAMPLES {
        let path = files.write("sample.json", sample.text);
        let value: Value = serde_json::from_str(sample.text).unwrap();
        let rewritten = files.write("rewritten.json", value.to_string());
        let [outline, other] =
            [path, rewritten].map(|path| run(&["diff", "--textconv", text(&path)]).expect(0).results);
        assert!(outline.starts_with("pipeline  "), "{outline}");
        assert_eq!(outline, other);
    }
    assert_eq!(run(&["diff", "--textconv", "/dev/null"]).expect(0).results, "");
}

#[test]
fn what_git_passes_is_understood() {
    let files = Files::new();
    let [old, new] = versions(&files, &definition("one"), &definition("two"));
    let seven = ["ci/release.json", &old, "abc", "100644", &new, "def", "100644"];
    let renamed =
        ["old.json", &old, "abc", "100644", &new, "def", "100644", "ci/release.json", "similarity 90%"];
    for arguments in [&seven[..], &renamed[..]] {
        let ran = Call::new(["diff", "--git", "--"]).and(arguments.iter().copied()).run().expect(0);
        assert!(ran.results.starts_with("Pipeline   storefront\nFile       ci/release.json\n\n"), "{ran:#?}");
    }
    let unmerged = run(&["diff", "--git", "--", "ci/release.json"]).expect(0);
    assert_eq!(unmerged.results, "ci/release.json: not merged yet, so there is nothing to compare\n");
}

#[test]
fn a_name_moves_no_cursor_and_turns_no_direction() {
    let files = Files::new();
    let mut hostile = definition("two");
    hostile["stages"][0]["name"] = json!("Bu\u{1b}[2Jild\u{202e}");
    let [old, new] = versions(&files, &definition("one"), &hostile);
    for more in [&[][..], &["--format", "markdown"], &["--format", "json"]] {
        let ran = Call::new(["diff", &old, &new]).and(more.iter().copied()).run().expect(0);
        assert!(!ran.results.contains('\u{1b}'), "{ran:#?}");
        assert!(more == ["--format", "json"] || !ran.results.contains('\u{202e}'), "{ran:#?}");
    }
    let outline = run(&["diff", "--textconv", &new]).expect(0).results;
    assert!(!outline.contains(['\u{1b}', '\u{202e}']), "{outline}");
}

#[test]
fn the_workflow_is_yaml() {
    let Some(python) = or_skip(environment(&["PyYAML==6.0.3"])) else { return };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/workflows/pipeline-diff.yml");
    let script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))['jobs']))";
    let output = python.python().args(["-c", script, path]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let jobs: Value = serde_json::from_slice(&output.stdout).unwrap();
    let steps = jobs["diff"]["steps"].as_array().unwrap();
    let names: Vec<&str> = steps.iter().filter_map(|step| step["name"].as_str()).collect();
    assert_eq!(names, ["Install Pipewright", "Compare", "Comment"]);
    for step in steps.iter().filter_map(|step| step["run"].as_str()) {
        // What others can name reaches the shell as a variable only.
        assert!(!step.contains("${{"), "{step}");
    }
}

#[test]
fn both_are_drawn_as_one_picture() {
    let files = Files::new();
    let mut new = definition("two");
    new["stages"][1]["name"] = json!("Ship");
    let [old, new] = versions(&files, &definition("one"), &new);
    let drawn = run(&["diff", &old, &new, "--format", "svg"]).expect(0);
    assert!(drawn.results.starts_with("<?xml") && drawn.results.contains(">Compile</text>"), "{drawn:?}");
    for words in ["changed ProjectName", ">added</text>", ">removed</text>"] {
        assert!(drawn.results.contains(words), "{words}: {}", drawn.results);
    }
    assert_eq!(drawn.messages, "");

    let dark = run(&["diff", &old, &new, "--format", "svg", "--theme", "dark", "--exit-code"]).expect(1);
    assert_ne!(dark.results, drawn.results);
    let turned = run(&["diff", &old, &new, "--format", "svg", "--orientation", "top-to-bottom"]).expect(0);
    assert_ne!(turned.results, drawn.results);

    let out = files.path("out.png");
    for _ in 0..2 {
        run(&["diff", &old, &new, "--format", "png", "-o", text(&out)]).expect(0);
    }
    assert!(std::fs::read(&out).unwrap().starts_with(b"\x89PNG"));

    let told = run(&["diff", &old, &new, "--theme", "dark"]).expect(2);
    assert!(told.messages.contains("--theme says nothing about this format"), "{}", told.messages);
    let told = run(&["diff", &old, &new, "-o", &new]).expect(2);
    assert!(told.messages.contains("would be overwritten"), "{}", told.messages);
    assert!(std::fs::read_to_string(&new).unwrap().contains("Ship"));
}

#[test]
fn a_template_is_compared_by_what_it_makes() {
    let files = Files::new();
    let written = pipewright_core::samples::sample("connection-ecs").unwrap().text;
    let old = text(&files.write("old.json", written)).to_owned();
    let template = files.path("template.yaml");
    run(&["export", &old, "--to", "cloudformation", "-o", text(&template)]).expect(0);
    let ran = run(&["diff", &old, text(&template), "--format", "json"]).expect(0);
    let told: Value = serde_json::from_str(&ran.results).unwrap();
    assert_eq!(told["plan"]["changes"], json!([]), "{told:#}\n{}", ran.messages);

    let changed = std::fs::read_to_string(&template).unwrap().replace("Name: Build", "Name: Make");
    let changed = text(&files.write("changed.yaml", changed)).to_owned();
    let ran = run(&["diff", &old, &changed, "--exit-code"]).expect(1);
    assert!(ran.results.contains("Make"), "{}", ran.results);

    let two = "Resources:\n  A: {Type: AWS::CodePipeline::Pipeline, Properties: {Name: a, Stages: []}}\n  \
               B: {Type: AWS::CodePipeline::Pipeline, Properties: {Name: b, Stages: []}}\n";
    let two = text(&files.write("two.yaml", two)).to_owned();
    let told = run(&["diff", &old, &two]).expect(2);
    assert!(told.messages.contains("Name one with --pipeline"), "{}", told.messages);
    run(&["diff", &old, &two, "--pipeline", "B"]).expect(0);
}
