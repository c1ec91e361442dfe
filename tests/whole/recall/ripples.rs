//! What else a change breaks: names that others refer to.

use serde_json::Value;

use super::mutant::children;

/// The rules that are broken, too, when the values at and under a place are gone or others.
///
/// Stages, actions and artifacts are referred to by name, variables and namespaces in texts.
pub fn of(pipeline: &Value, place: &str) -> Vec<&'static str> {
    let mut codes = Vec::new();
    let Some(value) = pipeline.pointer(place) else { return codes };
    leaves(place, value, &mut |at, text| leaf(pipeline, at, text, &mut codes));
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn leaves(at: &str, value: &Value, visit: &mut impl FnMut(&str, &str)) {
    if let Some(text) = value.as_str() {
        visit(at, text);
    }
    for (name, child) in children(value) {
        leaves(&format!("{at}/{name}"), child, visit);
    }
}

fn leaf(pipeline: &Value, at: &str, text: &str, codes: &mut Vec<&'static str>) {
    let steps: Vec<&str> = at.split('/').skip(1).collect();
    match steps.as_slice() {
        // A trigger follows its source by name.
        ["stages", "0", "actions", _, "name"] => {
            let triggers = pipeline["triggers"].as_array().into_iter().flatten();
            let mut named = triggers.map(|trigger| &trigger["gitConfiguration"]["sourceActionName"]);
            if named.any(|name| name == text) {
                codes.push("CP0902");
            }
        }
        ["stages", _, "actions", _, "outputArtifacts", _, "name"] => {
            takers(pipeline, text, codes);
        }
        ["stages", _, "actions", _, "namespace"] if is_read(pipeline, &format!("#{{{text}.")) => {
            codes.push("CP0807");
        }
        ["variables", _, "name"] if is_read(pipeline, &format!("#{{variables.{text}}}")) => {
            codes.push("CP0809");
        }
        _ => {}
    }
}

fn takers(pipeline: &Value, artifact: &str, codes: &mut Vec<&'static str>) {
    leaves("", pipeline, &mut |at, text| {
        if text == artifact && at.contains("/inputArtifacts/") {
            codes.push(if at.contains("/rules/") { "CP1013" } else { "CP0503" });
        }
    });
}

/// The rules about keys that name an input of their own action.
pub fn readers_of_input(action: &Value, artifact: &str) -> Vec<&'static str> {
    let Some(configuration) = action["configuration"].as_object() else { return Vec::new() };
    let file = format!("{artifact}::");
    let reads = configuration
        .values()
        .filter_map(Value::as_str)
        .any(|text| text == artifact || text.starts_with(&file));
    match action["actionTypeId"]["provider"].as_str() {
        Some("CodeBuild") if reads => vec!["CP0702"],
        Some("CloudFormation") if reads => vec!["CP0718"],
        Some("CloudFormationStackSet" | "CloudFormationStackInstances") if reads => vec!["CP0734"],
        Some("CodeDeployToECS") if reads => vec!["CP0735"],
        _ => Vec::new(),
    }
}

pub fn is_read(pipeline: &Value, reference: &str) -> bool {
    let mut read = false;
    leaves("", pipeline, &mut |_, text| read |= text.contains(reference));
    read
}
