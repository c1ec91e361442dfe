//! Pipelines of a given size.

use pipewright_core::document::Document;
use pipewright_core::pipeline::{Ids, Pipeline};
use serde_json::{Value, json};

/// Stages and actions per stage: as teams have them, large, and the most AWS accepts of both.
pub const SIZES: [(usize, usize); 3] = [(4, 10), (50, 20), (50, 50)];

/// A pipeline that AWS would take, but for its size: behind a stage of sources every action makes an artifact and takes
/// one, mostly of the run order before, one in ten of somewhere far back.
pub fn pipeline(stage_count: usize, action_count: usize) -> Pipeline {
    let Value::Object(members) = declaration(stage_count, action_count) else { unreachable!("an object") };
    Pipeline::from_object(members, &Ids::default())
}

/// The same as a document.
pub fn document(stage_count: usize, action_count: usize) -> Document {
    Document::read_text(&text(stage_count, action_count)).expect("a pipeline")
}

/// The same with a mistake in every action: other names for what is taken, namespaces that do not fit, and
/// references to nothing.
pub fn broken(stage_count: usize, action_count: usize) -> Document {
    let mut declaration = declaration(stage_count, action_count);
    let stages = declaration["stages"].as_array_mut().into_iter().flatten();
    let actions = stages.flat_map(|stage| stage["actions"].as_array_mut().into_iter().flatten());
    for (number, action) in actions.enumerate() {
        action["namespace"] = json!(format!("artifact{number}"));
        match number % 4 {
            0 => action["inputArtifacts"] = json!([]),
            1 => action["inputArtifacts"] = json!([{ "name": format!("artefact{number}") }]),
            2 => action["configuration"]["ProjectName"] = json!(format!("#{{Lost{number}.Id}}")),
            _ => {
                let kind = &mut action["actionTypeId"];
                kind["category"] = json!("Invoke");
                kind["provider"] = json!("InspectorScan");
                action["outputArtifacts"] = json!([]);
            }
        }
    }
    let text = json!({ "pipeline": declaration }).to_string();
    Document::read_text(&text).expect("a pipeline")
}

/// The same as a file.
pub fn text(stage_count: usize, action_count: usize) -> String {
    let file = json!({ "pipeline": declaration(stage_count, action_count) });
    serde_json::to_string_pretty(&file).expect("JSON")
}

fn declaration(stage_count: usize, action_count: usize) -> Value {
    let stages: Vec<Value> = (0..stage_count)
        .map(|stage| {
            let actions: Vec<Value> =
                (0..action_count).map(|index| action(stage * action_count + index, action_count)).collect();
            json!({ "name": format!("Stage{stage}"), "actions": actions })
        })
        .collect();
    json!({
        "name": "large",
        "roleArn": "arn:aws:iam::111122223333:role/pipeline",
        "artifactStore": { "type": "S3", "location": "artifacts" },
        "stages": stages,
        "executionMode": "QUEUED",
        "pipelineType": "V2",
    })
}

/// Run orders of a stage.
const STEPS: usize = 7;

fn action(number: usize, action_count: usize) -> Value {
    let stage = number / action_count;
    let made = json!([{ "name": format!("artifact{number}") }]);
    if stage == 0 {
        return json!({
            "name": format!("Action{number}"),
            "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1" },
            "configuration": {
                "RepositoryName": format!("repository-{number}"),
                "BranchName": "main",
                "PollForSourceChanges": "false",
            },
            "outputArtifacts": made,
        });
    }
    let taken = match number {
        number if number.is_multiple_of(10) && number / 3 / action_count < stage => number / 3,
        // The first of a row takes from the stage before.
        number if number.is_multiple_of(STEPS) => number - action_count,
        number => number - 1,
    };
    json!({
        "name": format!("Action{number}"),
        "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
        "runOrder": number % STEPS + 1,
        "configuration": { "ProjectName": format!("project-{number}") },
        "inputArtifacts": [{ "name": format!("artifact{taken}") }],
        "outputArtifacts": made,
    })
}
