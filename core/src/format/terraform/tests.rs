//! What Terraform would refuse or miss.

use serde_json::{Value, json};

use super::write;
use crate::document::Document;
use crate::format::{Options, Written};

fn written(file: &Value) -> (Written, Document) {
    let document = Document::read_text(&file.to_string()).unwrap();
    (write(&document, &Options::default()), document)
}

/// Terraform keeps some names of variables for itself, and takes no words and no signs for numbers.
#[test]
fn variables_have_names_and_numbers_that_terraform_takes() {
    let parameters = json!({
        "Version": {"default": "1"},
        "ForEach": {},
        "Count": {"type": "Number", "default": "+5"},
        "Most": {"type": "Number", "default": "inf", "allowedValues": ["1e3", "-2"]},
        "Region": {"default": "eu-west-1"},
    });
    let file = json!({
        "name": "${Version}-${ForEach}-${Count}-${Most}",
        "artifactStores": {
            "${Region}": {"type": "S3", "location": "a"},
            "us-east-1": {"type": "S3", "location": "b"},
        },
        "stages": [],
        "pipewright": {"parameters": parameters},
    });
    let (written, document) = written(&file);
    let text = &written.text;
    for expected in [
        "variable \"version_\" {",
        "variable \"for_each_\" {",
        "variable \"count_\" {\n  type    = number\n  default = \"+5\"",
        "variable \"most\" {\n  type    = number\n  default = \"inf\"",
        "contains([1e3, -2], var.most)",
        "\"${var.version_}-${var.for_each_}-${var.count_}-${var.most}\"",
        "region   = var.region\n",
        "region   = \"us-east-1\"\n",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let told = written.fidelity.lines(&document).join("\n");
    assert!(told.contains("the name Version. Terraform calls it version_;"), "{told}");
}

/// Each member that is not written is told, however deep it stands.
#[test]
fn what_is_left_out_is_told() {
    let file = json!({
        "name": {"odd": true},
        "triggers": [{"providerType": "X", "newest": 1, "gitConfiguration": {"push": "main"}}],
        "stages": [{
            "name": "Source",
            "blockers": [{"name": "b", "type": "Schedule"}],
            "onFailure": {"result": "FAIL", "conditions": [{"result": "FAIL", "mood": "bad", "rules": [
                {"name": "r", "patience": 3, "configuration": {"A": {"b": 1}}},
            ]}]},
            "actions": [{"name": "a", "runOrder": {}, "inputArtifacts": [{"name": "x", "color": "red"}]}],
        }],
    });
    let (written, document) = written(&file);
    let paths: Vec<String> = written
        .fidelity
        .losses
        .iter()
        .map(|loss| format!("{} {}", loss.severity.word(), document.path_in_file(&loss.place)))
        .collect();
    for expected in [
        "broken name",
        "changed triggers[0].newest",
        "broken triggers[0].gitConfiguration.push",
        "changed stages[0].blockers",
        "changed stages[0].onFailure.conditions[0].mood",
        "changed stages[0].onFailure.conditions[0].rules[0].patience",
        "broken stages[0].onFailure.conditions[0].rules[0].configuration.A",
        "broken stages[0].actions[0].runOrder",
        "changed stages[0].actions[0].inputArtifacts[0].color",
    ] {
        assert!(paths.iter().any(|path| path == expected), "{expected} in {paths:#?}");
    }
    assert_eq!(paths.len(), 9, "{paths:#?}");
}
