//! Runs the examples of all families, and holds the registry to its promises.
//!
//! An example is a valid pipeline with a small change, written as lines `POINTER = VALUE` (a last step `+` appends
//! to a list, `+7` appends seven, with `%` counting them) or `POINTER -`, which removes. A pointer begins
//! with `/`, or with the name of an action of the base pipeline; values are JSON with single quotes, and with
//! backticks for the single quotes themselves; `LONG` is a text of 1001 characters.

mod many;
mod parts;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::registry::FAMILIES;
use super::{Finding, Severity, check, explain, rules};
use crate::document::Document;
use crate::samples::SAMPLES;

/// A case of a rule: a change of the base pipeline and what is found then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example {
    code: &'static str,
    change: &'static str,
    /// All findings as `CODE POINTER`, separated by commas; `None` if the rule keeps silent.
    found: Option<&'static str>,
    /// Labels of the fixes of the rule's first finding, if the example is about them.
    fixes: Option<&'static [&'static str]>,
}

/// The rule fires, and all that is found is this; the first is the rule's.
pub(super) const fn fires(change: &'static str, found: &'static str) -> Example {
    Example { code: "", change, found: Some(found), fixes: None }
}

/// The rule finds nothing.
pub(super) const fn silent(code: &'static str, change: &'static str) -> Example {
    Example { code, change, found: None, fixes: None }
}

impl Example {
    /// And offers these fixes.
    pub const fn fix(self, labels: &'static [&'static str]) -> Self {
        Self { fixes: Some(labels), ..self }
    }

    fn code(&self) -> &'static str {
        match self.found {
            Some(found) => found.split(' ').next().unwrap_or_default(),
            None => self.code,
        }
    }
}

/// A pipeline about which there is nothing to say.
fn base() -> Value {
    json!({
        "name": "shop-release",
        "roleArn": "arn:aws:iam::111122223333:role/shop-pipeline",
        "artifactStore": {
            "type": "S3",
            "location": "shop-artifacts-eu-west-1",
            "encryptionKey": {"id": "arn:aws:kms:eu-west-1:111122223333:key/1234", "type": "KMS"},
        },
        "stages": [
            {"name": "Source", "actions": [{
                "name": "Git",
                "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1"},
                "runOrder": 1,
                "configuration": {
                    "ConnectionArn": "arn:aws:codeconnections:eu-west-1:111122223333:connection/1234",
                    "FullRepositoryId": "acme/shop",
                    "BranchName": "main",
                },
                "outputArtifacts": [{"name": "SourceOutput"}],
                "inputArtifacts": [],
                "namespace": "SourceVariables",
            }]},
            {"name": "Build", "actions": [
                {
                    "name": "Compile",
                    "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                    "runOrder": 1,
                    "configuration": {
                        "ProjectName": "shop-build",
                        "EnvironmentVariables": "[{\"name\":\"COMMIT\",\"value\":\"#{SourceVariables.CommitId}\"}]",
                    },
                    "outputArtifacts": [{"name": "BuildOutput"}],
                    "inputArtifacts": [{"name": "SourceOutput"}],
                    "namespace": "BuildVariables",
                },
                {
                    "name": "Lint",
                    "actionTypeId": {"category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1"},
                    "runOrder": 2,
                    "commands": ["./lint.sh", "export SCORE=1"],
                    "outputVariables": ["SCORE"],
                    "outputArtifacts": [],
                    "inputArtifacts": [{"name": "BuildOutput"}],
                    "roleArn": "arn:aws:iam::111122223333:role/shop-lint",
                    "namespace": "LintVariables",
                },
            ]},
            {"name": "Approval", "actions": [{
                "name": "Approve",
                "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"},
                "runOrder": 1,
                "configuration": {"CustomData": "Score #{LintVariables.SCORE}"},
                "outputArtifacts": [],
                "inputArtifacts": [],
            }]},
            {"name": "Production", "actions": [
                {
                    "name": "Stack",
                    "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "CloudFormation", "version": "1"},
                    "runOrder": 1,
                    "configuration": {
                        "ActionMode": "CREATE_UPDATE",
                        "StackName": "shop-#{variables.Target}",
                        "TemplatePath": "BuildOutput::template.yml",
                        "Capabilities": "CAPABILITY_IAM",
                        "RoleArn": "arn:aws:iam::111122223333:role/shop-stack",
                    },
                    "outputArtifacts": [],
                    "inputArtifacts": [{"name": "BuildOutput"}],
                },
                {
                    "name": "Site",
                    "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "S3", "version": "1"},
                    "runOrder": 2,
                    "configuration": {"BucketName": "shop-site", "Extract": "true"},
                    "outputArtifacts": [],
                    "inputArtifacts": [{"name": "BuildOutput"}],
                },
            ], "onFailure": {"result": "ROLLBACK"}},
        ],
        "version": 1,
        "executionMode": "SUPERSEDED",
        "pipelineType": "V2",
        "variables": [{"name": "Target", "defaultValue": "test"}],
        "triggers": [{
            "providerType": "CodeStarSourceConnection",
            "gitConfiguration": {"sourceActionName": "Git", "push": [{"branches": {"includes": ["main"]}}]},
        }],
    })
}

/// `Compile/runOrder` as `/stages/1/actions/0/runOrder`.
#[track_caller]
fn pointer(short: &str) -> String {
    if short.is_empty() || short.starts_with('/') {
        return short.to_owned();
    }
    let (name, rest) = short.split_once('/').map_or((short, String::new()), |(n, r)| (n, format!("/{r}")));
    let base = base();
    for (stage_index, stage) in base["stages"].as_array().expect("stages").iter().enumerate() {
        for (index, action) in stage["actions"].as_array().expect("actions").iter().enumerate() {
            if action["name"] == name {
                return format!("/stages/{stage_index}/actions/{index}{rest}");
            }
        }
    }
    panic!("no action {name} in the base pipeline");
}

/// The base pipeline after a change; lines that begin with `^` set members beside the pipeline.
#[track_caller]
fn changed(change: &str) -> Value {
    let (outer, inner): (Vec<&str>, Vec<&str>) =
        change.lines().map(str::trim).partition(|line| line.starts_with('^'));
    let value = changed_pipeline(&inner.join("\n"));
    if outer.is_empty() {
        return value;
    }
    let mut root = json!({"pipeline": value});
    for line in outer {
        let (at, new) = line[1..].split_once(" = ").expect("a change");
        root[at] = serde_json::from_str(&new.replace('\'', "\"")).expect("JSON");
    }
    root
}

#[track_caller]
fn changed_pipeline(change: &str) -> Value {
    let mut value = base();
    for (at, new) in steps(change) {
        apply(&mut value, &pointer(at), new);
    }
    value
}

/// The lines of a change as pointers and values.
#[track_caller]
fn steps(change: &str) -> Vec<(&str, Option<Value>)> {
    let lines = change.lines().map(str::trim).filter(|line| !line.is_empty());
    let step = |line| {
        let Some((at, new)) = line_parts(line) else { panic!("no change: {line}") };
        let Some(new) = new else { return (at, None) };
        let long = || format!("\"{}\"", "x".repeat(1001));
        let new = if new == "LONG" { long() } else { new.replace('\'', "\"").replace('`', "'") };
        let new: Value = serde_json::from_str(&new).unwrap_or_else(|error| panic!("{line}: {error}"));
        (at, Some(new))
    };
    lines.map(step).collect()
}

fn line_parts(line: &str) -> Option<(&str, Option<&str>)> {
    match line.strip_suffix(" -") {
        Some(at) => Some((at, None)),
        None => line.split_once(" = ").map(|(at, new)| (at, Some(new))),
    }
}

/// The base pipeline after the changes of several examples, as far as they still find their places.
pub(super) fn mixed(changes: &[&str]) -> Document {
    let mut value = base();
    let mut outer = json!({});
    for change in changes {
        for (at, new) in steps(change) {
            match at.strip_prefix('^') {
                Some(key) => outer[key] = new.unwrap_or_default(),
                None => {
                    // What is not there any more is left as it is.
                    let _ = try_apply(&mut value, &pointer(at), new);
                }
            }
        }
    }
    outer["pipeline"] = value;
    read(&outer)
}

/// The changes of all examples.
pub(super) fn changes() -> Vec<&'static str> {
    examples().iter().map(|example| example.change).collect()
}

#[track_caller]
fn apply(value: &mut Value, pointer: &str, new: Option<Value>) {
    try_apply(value, pointer, new).unwrap_or_else(|| panic!("nothing at {pointer}"));
}

/// `None` where the pointer leads nowhere.
fn try_apply(value: &mut Value, pointer: &str, new: Option<Value>) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    let last = last.replace("~1", "/");
    match (value.pointer_mut(parent)?, new) {
        (Value::Object(object), Some(new)) => {
            object.insert(last, new);
        }
        (Value::Object(object), None) => {
            object.shift_remove(&last)?;
        }
        (Value::Array(list), Some(new)) if last.starts_with('+') => {
            let number: usize = last[1..].parse().unwrap_or(1);
            let text = new.to_string();
            list.extend((0..number).map(|at| {
                let copy = text.replace('%', &at.to_string());
                serde_json::from_str::<Value>(&copy).expect("JSON")
            }));
        }
        (Value::Array(list), Some(new)) => *list.get_mut(last.parse::<usize>().ok()?)? = new,
        (Value::Array(list), None) => {
            let index = last.parse::<usize>().ok().filter(|index| *index < list.len())?;
            list.remove(index);
        }
        (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_), _) => return None,
    }
    Some(())
}

fn read(value: &Value) -> Document {
    let text = serde_json::to_string_pretty(value).expect("JSON");
    Document::read(text.as_bytes()).expect("a pipeline")
}

/// `CODE /pointer` of a finding.
fn short(document: &Document, finding: &Finding) -> String {
    let path = document.path_in_file(&finding.place);
    let steps: String = path
        .0
        .iter()
        .map(|step| match step {
            crate::pipeline::Step::Key(key) => format!("/{}", key.replace('/', "~1")),
            crate::pipeline::Step::Index(index) => format!("/{index}"),
        })
        .collect();
    let is_wrapped = document.root().is_some();
    let inner = steps.strip_prefix("/pipeline").filter(|_| is_wrapped).unwrap_or(&steps);
    format!("{} {inner}", finding.code)
}

fn shorts(document: &Document, findings: &[Finding]) -> BTreeSet<String> {
    findings.iter().map(|finding| short(document, finding)).collect()
}

#[track_caller]
fn run(example: &Example) {
    let document = read(&changed(example.change));
    let findings = check(&document);
    let found = shorts(&document, &findings);
    let show = || {
        let lines = findings.iter().map(|f| format!("  {}: {}", short(&document, f), f.message));
        format!("{}\n{}", example.change, lines.collect::<Vec<_>>().join("\n"))
    };
    let Some(expect) = example.found else {
        assert!(
            !findings.iter().any(|finding| finding.code == example.code),
            "{} fires: {}",
            example.code,
            show()
        );
        return;
    };
    let expect: BTreeSet<String> = expect
        .split(',')
        .map(|line| line.trim().split_once(' ').unwrap_or((line.trim(), "")))
        .map(|(code, at)| format!("{code} {}", pointer(at)))
        .collect();
    assert_eq!(found, expect, "{}", show());
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.code == example.code()).collect();
    if let Some(labels) = example.fixes {
        let offered: Vec<&str> = own[0].fixes.iter().map(|fix| fix.label.as_str()).collect();
        assert_eq!(offered, labels, "{}", show());
    }
    for finding in own {
        words(finding);
        for fix in &finding.fixes {
            let mut repaired = document.clone();
            let change = crate::edit::Change::new(fix.label.clone(), fix.edits.clone());
            let undo = repaired.change(&change).unwrap_or_else(|error| panic!("{}: {error}", fix.label));
            let after = check(&repaired);
            assert!(
                !after.iter().any(|f| f.code == finding.code
                    && f.place == finding.place
                    && f.message == finding.message),
                "\"{}\" leaves {} as it was: {}",
                fix.label,
                finding.code,
                show()
            );
            let new: Vec<String> = after
                .iter()
                .filter(|f| {
                    !findings.iter().any(|old| old.code == f.code && old.place.owner == f.place.owner)
                })
                .map(|f| format!("{} {}", short(&repaired, f), f.message))
                .collect();
            assert!(!fix.is_safe || new.is_empty(), "\"{}\" is not safe: {new:?}", fix.label);
            repaired.change(&crate::edit::Change::new("back", undo)).expect("it can be undone");
            assert_eq!(repaired.declaration(), document.declaration(), "\"{}\" is undone", fix.label);
        }
    }
}

/// Messages, help and labels are short sentences without a full stop.
#[track_caller]
fn words(finding: &Finding) {
    let texts = std::iter::once(&finding.message)
        .chain(&finding.help)
        .chain(finding.related.iter().map(|related| &related.message))
        .chain(finding.fixes.iter().map(|fix| &fix.label));
    for text in texts {
        assert!(
            !text.is_empty() && !text.ends_with('.') && text.trim() == text,
            "{}: {text:?}",
            finding.code
        );
    }
}

fn examples() -> Vec<Example> {
    FAMILIES.iter().flat_map(|family| family.examples).copied().collect()
}

#[test]
fn there_is_nothing_to_say_about_the_base_pipeline() {
    let document = read(&base());
    assert_eq!(shorts(&document, &check(&document)), BTreeSet::new());
}

#[test]
fn every_example_is_judged_as_it_says() {
    let mut failures = Vec::new();
    for example in examples() {
        if let Err(panic) = std::panic::catch_unwind(|| run(&example)) {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            failures.push(format!("{}: {}", example.code(), text.unwrap_or_default()));
        }
    }
    assert!(failures.is_empty(), "{} examples fail:\n\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn every_rule_has_an_example_that_fires_and_one_that_does_not() {
    let examples = examples();
    let missing: Vec<String> = rules()
        .iter()
        .flat_map(|doc| {
            let of_rule = || examples.iter().filter(|example| example.code() == doc.code);
            let fires = of_rule().any(|example| example.found.is_some());
            let silent = of_rule().any(|example| example.found.is_none());
            [
                (!fires).then(|| format!("{} fires", doc.code)),
                (!silent).then(|| format!("{} silent", doc.code)),
            ]
        })
        .flatten()
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_rule_is_documented_once_and_in_order() {
    let codes: Vec<&str> = rules().iter().map(|doc| doc.code).collect();
    let unique: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(codes, unique.iter().copied().collect::<Vec<_>>());
    for family in FAMILIES {
        assert!(
            family.rules.windows(2).all(|pair| pair[0].doc.code < pair[1].doc.code),
            "{}",
            family.rules[0].doc.code
        );
    }
    for doc in rules() {
        assert!(doc.code.len() == 6 && doc.code.starts_with("CP"), "{}", doc.code);
        assert!(!doc.title.is_empty() && !doc.title.ends_with('.'), "{}", doc.code);
        for text in [doc.what, doc.why, doc.fix] {
            assert!(text.ends_with('.') && text.contains(' '), "{}: {text}", doc.code);
        }
        assert!(!doc.example.is_empty() && !doc.source.is_empty(), "{}", doc.code);
        assert!(std::ptr::eq(explain(doc.code).expect("explained"), *doc));
    }
    assert!(explain("CP9999").is_none());
}

#[test]
fn every_example_names_a_rule() {
    for example in examples() {
        assert!(explain(example.code()).is_some(), "{}", example.code());
        for finding in check(&read(&changed(example.change))) {
            let doc = explain(finding.code).expect("every finding has a rule");
            assert!(finding.severity >= doc.severity, "{} is worse than its rule", finding.code);
        }
    }
}

#[test]
fn the_samples_are_clean() {
    for sample in SAMPLES {
        let document = Document::read(sample.text.as_bytes()).expect("a sample");
        let bad: Vec<String> = check(&document)
            .iter()
            .filter(|finding| finding.severity < Severity::Hint)
            .map(|finding| format!("{} {}", short(&document, finding), finding.message))
            .collect();
        assert_eq!(bad, Vec::<String>::new(), "{}", sample.name);
    }
}

#[test]
fn no_message_holds_a_secret() {
    const SECRET: &str = "s3cr3t-t0k3n";
    for token in [SECRET.to_owned(), format!(" {SECRET} "), SECRET.repeat(100)] {
        let github = json!({
            "name": "Git",
            "actionTypeId": {"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"},
            "configuration": {"Owner": "acme", "Repo": "shop", "Branch": "main", "OAuthToken": token},
            "outputArtifacts": [{"name": "SourceOutput"}],
        });
        let mut value = base();
        value["stages"][0]["actions"][0] = github;
        let variable = json!({"name": "DB_PASSWORD", "value": token, "type": "PLAIN"});
        value["stages"][1]["actions"][1]["environmentVariables"] = json!([variable.clone(), variable]);
        let inner = json!([{"name": "API_KEY", "value": token, "type": "OTHER"}]).to_string();
        value["stages"][1]["actions"][0]["configuration"]["EnvironmentVariables"] = json!(inner);
        let findings = check(&read(&value));
        assert!(findings.iter().any(|finding| matches!(finding.code, "CP0602" | "CP0615")));
        for finding in findings {
            let labels: String = finding.fixes.iter().map(|fix| fix.label.as_str()).collect();
            let text = format!("{}{:?}{labels}", finding.message, finding.help);
            assert!(!text.contains(SECRET), "{} tells the secret", finding.code);
        }
    }
}

#[test]
fn findings_come_in_the_order_of_the_pipeline() {
    let document = read(&changed(
        "Site/runOrder = 0\n/executionMode = 'FAST'\nCompile/colour = 1\nCompile/runOrder = 0\n/stages/1/name = 'a b'",
    ));
    let found: Vec<String> = check(&document).iter().map(|finding| short(&document, finding)).collect();
    assert_eq!(
        found[..5],
        [
            "CP0112 /executionMode",
            "CP0303 /stages/1/name",
            "CP0409 /stages/1/actions/0/runOrder",
            "CP0119 /stages/1/actions/0/colour",
            "CP0409 /stages/3/actions/1/runOrder",
        ]
    );
    assert_eq!(check(&document), check(&document));
}

#[test]
fn any_json_type_anywhere_is_answered_with_an_error() {
    fn visit(value: &Value, at: &str, pointers: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (key, inner) in members {
                    pointers.push(format!("{at}/{key}"));
                    visit(inner, &format!("{at}/{key}"), pointers);
                }
            }
            Value::Array(elements) => {
                for (index, inner) in elements.iter().enumerate() {
                    pointers.push(format!("{at}/{index}"));
                    visit(inner, &format!("{at}/{index}"), pointers);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut pointers = Vec::new();
    visit(&base(), "", &mut pointers);
    for pointer in pointers {
        let original = base().pointer(&pointer).cloned().expect("just visited");
        for odd in [Value::Null, json!(true), json!(1.5), json!("#"), json!([7]), json!({"x": 7})] {
            if std::mem::discriminant(&odd) == std::mem::discriminant(&original) {
                continue;
            }
            let mut value = base();
            *value.pointer_mut(&pointer).expect("just visited") = odd.clone();
            let document = read(&value);
            let findings = check(&document);
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
            let here = errors.filter(|finding| short(&document, finding)[7..].starts_with(&pointer)).count();
            assert!(here > 0, "{pointer} = {odd}");
        }
    }
}
