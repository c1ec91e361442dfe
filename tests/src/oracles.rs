//! Other programs that judge what is written and read here: the parameter check of botocore, cfn-lint, parliament,
//! checkov, the AWS CLI, and parsers of the Terraform language and of Mermaid.
//!
//! They are asked about many pipelines at once, because starting them takes longer than an answer.

#![expect(clippy::missing_panics_doc, reason = "a helper fails where the test would")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::node;
use crate::python::{self, Skip};

/// What the AWS SDK for Python refuses before it sends anything: unknown and missing members, wrong types, and
/// values below a minimum.
const BOTOCORE: [&str; 1] = ["botocore==1.44.5"];

/// Schema of the resource type, and rules about stages and artifacts.
const CFN_LINT: [&str; 1] = ["cfn-lint==1.58.0"];

/// Knows all IAM actions, the resource types they take and their condition keys. It still imports `pkg_resources`.
const PARLIAMENT: [&str; 2] = ["parliament==1.6.4", "setuptools<81"];

/// Security checks of what stands around a pipeline.
const CHECKOV: [&str; 1] = ["checkov==3.3.30"];

/// A parser of the Terraform language.
const HCL: [&str; 1] = ["python-hcl2==8.1.4"];

/// Commands as people type them.
const AWS_CLI: [&str; 1] = ["awscli==1.46.2"];

/// The parser that GitHub and GitLab draw with; it cleans texts as in a browser, so it wants a document.
const MERMAID: [&str; 2] = ["mermaid@11.17.2", "jsdom@29.1.1"];

/// How many pipelines share a template; the schema is read once for each.
const IN_ONE_TEMPLATE: usize = 25;

/// What botocore says against each pipeline: nothing, or its report.
pub fn botocore<'v>(pipelines: impl IntoIterator<Item = &'v Value>) -> Result<Vec<Option<String>>, Skip> {
    let environment = python::environment(&BOTOCORE)?;
    let answers =
        ask(&environment, include_str!("../oracles/botocore_check.py"), pipelines.into_iter().cloned());
    Ok(answers.into_iter().map(|answer| answer.as_str().map(str::to_owned)).collect())
}

/// What parliament finds in each policy document.
pub fn parliament<'v>(policies: impl IntoIterator<Item = &'v Value>) -> Result<Vec<Vec<String>>, Skip> {
    let environment = python::environment(&PARLIAMENT)?;
    let script = include_str!("../oracles/parliament_check.py");
    let answers = ask(&environment, script, policies.into_iter().cloned());
    Ok(answers
        .into_iter()
        .map(|answer| serde_json::from_value(answer).expect("a list of findings"))
        .collect())
}

/// The errors cfn-lint finds in each pipeline, translated to `CloudFormation`.
pub fn cfn_lint<'v>(pipelines: impl IntoIterator<Item = &'v Value>) -> Result<Vec<Vec<String>>, Skip> {
    let environment = python::environment(&CFN_LINT)?;
    let resources: Vec<Value> = pipelines.into_iter().map(resource).collect();
    let templates = resources.chunks(IN_ONE_TEMPLATE).map(|chunk| {
        let named =
            chunk.iter().enumerate().map(|(index, resource)| (format!("Pipeline{index}"), resource.clone()));
        json!({"Resources": named.collect::<Map<_, _>>()})
    });
    let answers = ask(&environment, include_str!("../oracles/cfn_lint_check.py"), templates);
    let mut all = Vec::new();
    for (chunk, answer) in resources.chunks(IN_ONE_TEMPLATE).zip(answers) {
        let mut found: BTreeMap<String, Vec<String>> =
            serde_json::from_value(answer).expect("messages by resource");
        all.extend(
            (0..chunk.len()).map(|index| found.remove(&format!("Pipeline{index}")).unwrap_or_default()),
        );
        assert!(found.is_empty(), "messages about no pipeline: {found:?}");
    }
    Ok(all)
}

/// The errors and warnings cfn-lint finds in each template, given as its text.
pub fn cfn_lint_templates(templates: &[String]) -> Result<Vec<Vec<String>>, Skip> {
    let environment = python::environment(&CFN_LINT)?;
    let script = include_str!("../oracles/cfn_lint_templates.py");
    let answers = ask(&environment, script, templates.iter().map(|text| json!(text)));
    Ok(answers
        .into_iter()
        .map(|answer| serde_json::from_value(answer).expect("a list of messages"))
        .collect())
}

/// The checks of checkov that fail in a file of this name, and how many pass.
pub fn checkov(files: &[(&str, &str, &str)]) -> Result<Vec<(Vec<String>, u64)>, Skip> {
    let environment = python::environment(&CHECKOV)?;
    let questions = files
        .iter()
        .map(|(name, framework, text)| json!({"name": name, "framework": framework, "text": text}));
    let answers = ask(&environment, include_str!("../oracles/checkov_check.py"), questions);
    let verdict = |answer: Value| {
        let failed = serde_json::from_value(answer["failed"].clone()).expect("a list of checks");
        (failed, answer["passed"].as_u64().expect("a number"))
    };
    Ok(answers.into_iter().map(verdict).collect())
}

/// What each Terraform file holds.
pub fn hcl(texts: &[String]) -> Result<Vec<Value>, Skip> {
    let environment = python::environment(&HCL)?;
    Ok(ask(&environment, include_str!("../oracles/hcl_check.py"), texts.iter().map(|text| json!(text))))
}

/// The pipelines in each Terraform file, with their stages and actions in the order of the file, or why it is none.
pub fn hcl_pipelines(texts: &[String]) -> Result<Vec<Value>, Skip> {
    let environment = python::environment(&HCL)?;
    let script = include_str!("../oracles/hcl_pipelines.py");
    Ok(ask(&environment, script, texts.iter().map(|text| json!(text))))
}

/// Commands of the AWS CLI, each with what was answered: exit code, output, and what was said besides.
pub fn aws_cli(endpoint: &str, commands: &[Vec<String>]) -> Result<Vec<(i64, String, String)>, Skip> {
    let environment = python::environment(&AWS_CLI)?;
    let questions = commands.iter().map(|arguments| json!({"endpoint": endpoint, "arguments": arguments}));
    let answers = ask(&environment, include_str!("../oracles/aws_cli.py"), questions);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    Ok(answers
        .iter()
        .map(|answer| {
            (answer["code"].as_i64().expect("a number"), text(&answer["out"]), text(&answer["err"]))
        })
        .collect())
}

/// What is in each Mermaid flowchart, `{"error": …}` if it is none.
pub fn mermaid(texts: &[String]) -> Result<Vec<Value>, Skip> {
    let packages = node::packages(&MERMAID)?;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let questions = folder.path().join("questions");
    write_lines(&questions, texts.iter().map(|text| json!(text)));
    let mut command = packages.script("mermaid_read.mjs", include_str!("../oracles/mermaid_read.mjs"));
    let output = command.arg(&questions).output().expect("Node.js runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<Value> =
        answers.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect();
    assert_eq!(answers.len(), texts.len(), "each question is answered");
    Ok(answers)
}

/// Runs a script that reads one JSON document a line and answers each with a line of JSON.
fn ask(
    environment: &python::Environment,
    script: &str,
    questions: impl Iterator<Item = Value>,
) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("script.py"), script).expect("the script is written");
    let count = write_lines(&path("questions"), questions);
    let output = environment
        .python()
        .arg(path("script.py"))
        .arg(path("questions"))
        .output()
        .expect("the Python of the environment runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<Value> =
        answers.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect();
    assert_eq!(answers.len(), count, "each question is answered");
    answers
}

fn write_lines(path: &Path, lines: impl Iterator<Item = Value>) -> usize {
    let mut file = BufWriter::new(File::create(path).expect("a file in an own folder"));
    let mut count = 0;
    for line in lines {
        writeln!(file, "{line}").expect("the file is written");
        count += 1;
    }
    file.flush().expect("the file is written");
    count
}

/// The pipeline as a resource of a template: keys begin with capitals, stores are a list, and configurations
/// stay as they are.
pub fn resource(pipeline: &Value) -> Value {
    let mut properties = capitalized(pipeline);
    if let Some(object) = properties.as_object_mut() {
        // The service counts versions itself.
        drop(object.shift_remove("Version"));
    }
    if let Some(stores) = pipeline.get("artifactStores").and_then(Value::as_object) {
        let list = stores
            .iter()
            .map(|(region, store)| json!({"Region": region, "ArtifactStore": capitalized(store)}));
        properties["ArtifactStores"] = list.collect();
    }
    json!({"Type": "AWS::CodePipeline::Pipeline", "Properties": properties})
}

fn capitalized(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            // Rules of conditions have a timeout in the API, and none in CloudFormation.
            let is_rule = object.contains_key("ruleTypeId");
            let known = object.iter().filter(|(key, _)| !(is_rule && *key == "timeoutInMinutes"));
            let members = known.map(|(key, value)| {
                let value = if key == "configuration" { value.clone() } else { capitalized(value) };
                (capital(key), value)
            });
            Value::Object(members.collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(capitalized).collect()),
        other => other.clone(),
    }
}

fn capital(key: &str) -> String {
    let mut characters = key.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipeline_becomes_a_resource() {
        let pipeline = json!({
            "name": "shop",
            "artifactStores": {"eu-west-1": {"type": "S3", "location": "bucket"}},
            "stages": [{"name": "Source", "actions": [{"name": "Git", "configuration": {"lowerCase": "x"}}]}],
            "version": 3,
        });
        assert_eq!(
            resource(&pipeline)["Properties"],
            json!({
                "Name": "shop",
                "ArtifactStores": [{"Region": "eu-west-1", "ArtifactStore": {"Type": "S3", "Location": "bucket"}}],
                "Stages": [{"Name": "Source", "Actions": [{"Name": "Git", "Configuration": {"lowerCase": "x"}}]}],
            })
        );
    }
}
