//! Rules that start the pipeline when a source changes.
//!
//! The console of AWS makes them; its API, `CloudFormation` and Terraform do not.
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cloudtrail-S3-source-events.html>

use serde_json::{Value, json};

use super::thing::Role;
use super::{Builder, What, arn_here, is_fixed, service_trust};
use crate::document::{Owner, Place};
use crate::format::Severity;
use crate::pipeline::{Action, Path};

struct Watch {
    name: String,
    description: String,
    pattern: Value,
}

/// Adds a rule for each source that is not asked for changes, and the role they share.
pub(super) fn add(builder: &mut Builder<'_>) {
    let mut watches: Vec<Watch> = Vec::new();
    let actions: Vec<Action> =
        builder.document.pipeline().actions().map(|(_, action)| action.clone()).collect();
    for action in &actions {
        let kind = action.action_type();
        let is_watched = kind.category == "Source"
            && kind.owner == "AWS"
            && matches!(kind.provider, "CodeCommit" | "ECR" | "S3");
        if !is_watched {
            continue;
        }
        match watch(builder, action) {
            Ok(watch) => watches.push(watch),
            Err(why) => {
                let place = Place::at(Owner::Action(action.id), Path::key("configuration"));
                let what = format!("a rule that starts the pipeline when {} changes", action.name());
                builder.fidelity.lose(Severity::Note, place, what, why);
            }
        }
    }
    if watches.is_empty() {
        return;
    }
    let pipeline = builder.pipeline_name();
    let role = role(builder, &pipeline);
    for Watch { name, description, pattern } in watches {
        let id = builder.ids.of(&name, "ChangeRule");
        let what = What::EventRule {
            description: description.clone(),
            pattern,
            role: role.clone(),
            pipeline: pipeline.clone(),
        };
        builder.add(id, format!("{description}."), what);
    }
}

/// What to watch for, or why there is no rule.
fn watch(builder: &Builder<'_>, action: &Action) -> Result<Watch, &'static str> {
    let configuration = action.configuration();
    let polls = configuration.get("PollForSourceChanges") != Some("false");
    let fixed = |key| configuration.get(key).filter(|value| is_fixed(value));
    if !builder.is_at_home(action) {
        return Err("Its events happen in another account or Region and have to be sent here first.");
    }
    let name = action.name().to_owned();
    match action.action_type().provider {
        "ECR" => {
            let repository = fixed("RepositoryName").ok_or("It names no repository.")?;
            let tag = fixed("ImageTag").unwrap_or("latest");
            let description = format!("Starts the pipeline when an image is pushed for {name}");
            let pattern = json!({
                "source": ["aws.ecr"],
                "detail-type": ["ECR Image Action"],
                "detail": {
                    "action-type": ["PUSH"],
                    "result": ["SUCCESS"],
                    "repository-name": [repository],
                    "image-tag": [tag],
                },
            });
            Ok(Watch { name, description, pattern })
        }
        _ if polls => {
            Err("It polls. With PollForSourceChanges false it starts by events, at once and for less.")
        }
        "S3" => {
            let bucket = fixed("S3Bucket").ok_or("It names no bucket.")?;
            let key = fixed("S3ObjectKey").ok_or("It names no object.")?;
            let description = format!("Starts the pipeline when a new object is put for {name}");
            let pattern = json!({
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {"bucket": {"name": [bucket]}, "object": {"key": [key]}},
            });
            Ok(Watch { name, description, pattern })
        }
        _ => {
            let repository = fixed("RepositoryName").ok_or("It names no repository.")?;
            let branch = fixed("BranchName").ok_or("It names no branch.")?;
            let description = format!("Starts the pipeline when the branch of {name} changes");
            let pattern = json!({
                "source": ["aws.codecommit"],
                "detail-type": ["CodeCommit Repository State Change"],
                "resources": [arn_here("codecommit", repository)],
                "detail": {
                    "event": ["referenceCreated", "referenceUpdated"],
                    "referenceType": ["branch"],
                    "referenceName": [branch],
                },
            });
            Ok(Watch { name, description, pattern })
        }
    }
}

/// A text that stands for the ARN of the role that starts the pipeline.
fn role(builder: &mut Builder<'_>, pipeline: &str) -> String {
    let id = builder.ids.unique("ChangeRole");
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "Start",
            "Effect": "Allow",
            "Action": "codepipeline:StartPipelineExecution",
            "Resource": arn_here("codepipeline", pipeline),
        }],
    });
    let role = Role {
        name: None,
        path: None,
        trust: service_trust("events.amazonaws.com"),
        policies: vec![("StartPipeline".to_owned(), document)],
        managed: Vec::new(),
    };
    builder.add(id, "Lets rules start the pipeline.", What::Role(role)).arn()
}
