//! What the person needs who publishes the pipeline.
//!
//! Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/permissions-reference.html>.

use serde_json::{Map, Value, json};

use super::resolve::both_connections;
use super::{Reason, Statement, Whereabouts};
use crate::document::{Document, Owner};

/// The statements for list, pull, plan and publish of this pipeline, passing its roles and connections included.
pub fn publisher(document: &Document, place: &Whereabouts) -> Vec<Statement> {
    let place = place.clone().or(Whereabouts::of(document));
    let pipeline = document.pipeline();
    let partition = place.partition.as_deref().unwrap_or("aws");
    let region = place.region.as_deref().unwrap_or("*");
    let account = place.account.as_deref().unwrap_or("*");
    let name = if pipeline.name().is_empty() { "*" } else { pipeline.name() };
    let all = format!("arn:{partition}:codepipeline:{region}:{account}:");
    let mut statements = vec![
        allow("ListPipelines", &["codepipeline:ListPipelines"], [format!("{all}*")], None, "list"),
        allow(
            "ReadPipeline",
            &[
                "codepipeline:GetPipeline",
                "codepipeline:GetPipelineState",
                "codepipeline:ListPipelineExecutions",
                "codepipeline:ListTagsForResource",
            ],
            [format!("{all}{name}")],
            None,
            "pull and plan",
        ),
        allow(
            "WritePipeline",
            &["codepipeline:CreatePipeline", "codepipeline:UpdatePipeline", "codepipeline:TagResource"],
            [format!("{all}{name}")],
            None,
            "publish",
        ),
        allow(
            "HoldFirstTransition",
            &["codepipeline:DisableStageTransition", "codepipeline:EnableStageTransition"],
            // One AWS page names the pipeline for these calls, another the stage.
            [format!("{all}{name}"), format!("{all}{name}/*")],
            None,
            "publish with a disabled transition",
        ),
    ];
    if let Some(role) = pipeline.role_arn().filter(|role| !role.is_empty()) {
        let to = json!({"StringEquals": {"iam:PassedToService": "codepipeline.amazonaws.com"}});
        statements.push(allow(
            "PassServiceRole",
            &["iam:PassRole"],
            [role.to_owned()],
            to.as_object().cloned(),
            "give the pipeline its service role",
        ));
    }
    let mut connections: Vec<String> = Vec::new();
    for (_, action) in pipeline.actions() {
        let connection = action.configuration().get("ConnectionArn").filter(|arn| !arn.is_empty());
        if let Some(connection) = connection.filter(|arn| !connections.iter().any(|known| known == arn)) {
            connections.extend(both_connections(connection));
        }
    }
    if !connections.is_empty() {
        let actions = ["codeconnections:PassConnection", "codestar-connections:PassConnection"];
        statements.push(allow(
            "PassConnection",
            &actions,
            connections,
            None,
            "give the pipeline its connections",
        ));
    }
    statements
}

fn allow(
    sid: &str,
    actions: &[&str],
    resources: impl IntoIterator<Item = String>,
    condition: Option<Map<String, Value>>,
    reason: &str,
) -> Statement {
    Statement {
        sid: sid.to_owned(),
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
        resources: resources.into_iter().collect(),
        condition,
        reasons: vec![Reason { owner: Owner::Pipeline, text: reason.to_owned() }],
    }
}
