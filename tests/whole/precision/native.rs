//! Definitions as they were found: no error but those that are there.

use pipewright_core::document::Document;

use super::expectations::{Comparison, Expected, error};
use crate::corpus;

/// The errors that are there. Placeholders are errors in a file that is sent as it is.
const ERRORS: &[Expected] = &[
    error(
        "9shivamsharma+eks-rds__",
        "CP0701",
        "Deploy › DeployToEKS › configuration.PrimarySource",
        "three inputs and no word which of them is the source: CodeBuild does not start",
    ),
    error(
        "AbhishekSharmaIE+DevopsEcommerceapp__pipeline-update.json",
        "CP0604",
        "Deploy › Deploy › configuration.InstanceId",
        "CodeDeploy finds its instances by deployment group; an unknown key is refused",
    ),
    error(
        "AbhishekSharmaIE+DevopsEcommerceapp__pipeline-update.json@73f1cb2.json",
        "CP0604",
        "Deploy › Deploy › configuration.BucketName",
        "a key of the S3 action at a CodeDeploy action is refused",
    ),
    error(
        "AdilMuhammad87+serverless-ecommerce-app__infra__pipeline.json@5e41034.json",
        "CP0807",
        "DeployWithCloudFormation › DeployWithCloudFormation › configuration.ParameterOverrides",
        "BuildArtifact is an artifact; no action has it as its namespace",
    ),
    error(
        "amazon-archives+deploy-manage-microservices-on-ecs-and-fargate__",
        "CP0106",
        "pipeline › roleArn",
        "a placeholder in angle brackets",
    ),
    error(
        "amazon-archives+deploy-manage-microservices-on-ecs-and-fargate__",
        "CP0208",
        "pipeline › artifactStore.location",
        "a placeholder in angle brackets",
    ),
    error(
        "awsdocs+aws-codepipeline-user-guide__doc_source__actions-create-cross-region.md_block6.json",
        "CP0106",
        "pipeline › roleArn",
        "the word ARN stands for one",
    ),
    error(
        "michaeltutistar+e-learning-platform__",
        "CP0106",
        "pipeline › roleArn",
        "the words ACCOUNT_ID stand for the twelve digits",
    ),
    error("seroche+payment-gateway-api__", "CP0102", "pipeline › name", "a placeholder in percent signs"),
    error(
        "seroche+payment-gateway-api__",
        "CP0709",
        "Build › Build-Code › configuration.ProjectName",
        "a placeholder in percent signs",
    ),
    error(
        "silverstalan01+contact-management__pipeline1.json",
        "CP0106",
        "pipeline › roleArn",
        "a placeholder in angle brackets",
    ),
    error(
        "silverstalan01+contact-management__pipeline1.json",
        "CP0208",
        "pipeline › artifactStore.location",
        "a placeholder in angle brackets",
    ),
    error(
        "silverstalan01+contact-management__pipeline1.json",
        "CP0606",
        "Source › SourceAction › configuration.RepositoryName",
        "a placeholder in angle brackets, which no CodeCommit repository can be called",
    ),
    error(
        "silverstalan01+contact-management__pipeline1.json",
        "CP0605",
        "Build › BuildAction › configuration.ProjectName",
        "a build without a project is refused",
    ),
];

#[test]
fn found_definitions_have_no_errors_but_their_own() {
    let Some(files) = corpus::files("native") else { return };
    let mut comparison = Comparison::with(ERRORS);
    for (name, bytes) in &files {
        // What does not open is the subject of the corpus test.
        if let Ok(document) = Document::read(bytes) {
            comparison.look_at(name, &document);
        }
    }
    comparison.end();
}
