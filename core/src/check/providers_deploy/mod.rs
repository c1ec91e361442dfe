//! CP07: actions that deploy.

#[cfg(test)]
mod examples;
mod rules;

use serde_json::json;

use super::facts::{ActionFacts, Alone, Facts, Home};
use super::fields::json_of;
use super::providers_build::{inputs_are_told, not_an_input};
use super::registry::{Family, Step};
use super::report::Report;
use super::words::quoted;
use crate::catalog::Category;
use crate::document::Place;
use crate::edit::Edit;
use crate::pipeline::Arn;

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

const CLOUDFORMATION: &[&str] = &["Deploy/AWS/CloudFormation/1"];
const STACK_SET: &[&str] = &["Deploy/AWS/CloudFormationStackSet/1"];
const STACK_SETS: &[&str] =
    &["Deploy/AWS/CloudFormationStackSet/1", "Deploy/AWS/CloudFormationStackInstances/1"];
/// Most alarms of a Lambda deployment. Source: action reference of the user guide.
const MAX_ALARMS: usize = 10;

fn remove(action: &Alone, key: &str) -> Vec<Edit> {
    vec![Edit::set(action.at_configuration(key), None)]
}

fn has(action: &Alone, key: &str) -> bool {
    action.action.configuration().get(key).is_some_and(|text| !text.is_empty())
}

fn public_acl(_: &Home, action: &Alone, report: &mut Report) {
    if let Some(acl) = action.literal("CannedACL").filter(|acl| acl.starts_with("public-read")) {
        report
            .at(action.at_configuration("CannedACL"), format!("{acl} lets everyone read the objects"))
            .advise("Serve the bucket through a distribution")
            .offer("Remove CannedACL", remove(action, "CannedACL"));
    }
}

/// Reports `Artifact::file` where the artifact is not an input.
fn file_of_no_input(action: &Alone, key: &str, report: &mut Report) {
    let Some((artifact, file)) = action.literal(key).and_then(|text| text.split_once("::")) else { return };
    let inputs: Vec<&str> = action.action.input_artifacts().collect();
    let is_fine = inputs.contains(&artifact) || artifact.is_empty() || file.contains("::");
    if is_fine || inputs_are_told(action, &inputs) {
        return;
    }
    let place = action.at_configuration(key);
    let message =
        format!("{key} reads from {}, which is not an input artifact of the action", quoted(artifact));
    let finding = report.at(place.clone(), message);
    finding.relate(action.at("inputArtifacts"), "its input artifacts");
    for input in inputs.iter().take(5) {
        let text = format!("{input}::{file}");
        finding.offer(format!("Use artifact {input}"), vec![Edit::set(place.clone(), Some(json!(text)))]);
    }
}

fn template_artifacts(_: &Home, action: &Alone, report: &mut Report) {
    for key in ["TemplatePath", "TemplateConfiguration"] {
        file_of_no_input(action, key, report);
    }
}

fn stack_set_artifacts(_: &Home, action: &Alone, report: &mut Report) {
    for key in ["TemplatePath", "Parameters", "DeploymentTargets", "ParameterOverrides"] {
        file_of_no_input(action, key, report);
    }
}

fn blue_green_artifacts(_: &Home, action: &Alone, report: &mut Report) {
    for key in [
        "TaskDefinitionTemplateArtifact",
        "AppSpecTemplateArtifact",
        "Image1ArtifactName",
        "Image2ArtifactName",
        "Image3ArtifactName",
        "Image4ArtifactName",
    ] {
        not_an_input(action, key, report);
    }
}

fn stack_role(home: &Home, action: &Alone, report: &mut Report) {
    let role = action.action.configuration().get("RoleArn").and_then(Arn::parse);
    if let (Some(role), Some(account), Some(_)) =
        (role, home.account_of(action.action), action.action.role_arn())
        && role.account.len() == 12
        && role.account != account
    {
        report
            .at(
                action.at_configuration("RoleArn"),
                format!("The stack's role is in account {}, the action's role in {account}", role.account),
            )
            .relate(action.at("roleArn"), "the action's role")
            .advise("Use a role of the account the stack is in");
    }
}

fn no_capabilities(_: &Home, action: &Alone, report: &mut Report) {
    let changes = matches!(
        action.literal("ActionMode"),
        Some("CREATE_UPDATE" | "REPLACE_ON_FAILURE" | "CHANGE_SET_REPLACE")
    );
    if changes && !action.action.configuration().has("Capabilities") {
        let place = action.at_configuration("Capabilities");
        report.at(place, "A template with IAM resources or macros fails without Capabilities").advise(
            "Add CAPABILITY_IAM, CAPABILITY_NAMED_IAM or CAPABILITY_AUTO_EXPAND if the template needs it",
        );
    }
}

fn parameter_overrides(_: &Home, action: &Alone, report: &mut Report) {
    if json_of(action, "ParameterOverrides").is_some_and(|value| !value.is_object()) {
        report
            .at(action.at_configuration("ParameterOverrides"), "ParameterOverrides is not a JSON object")
            .advise("Write {\"Name\":\"value\"}");
    }
}

fn output_file(_: &Home, action: &Alone, report: &mut Report) {
    let has_output = action.action.output_artifacts().next().is_some();
    match (has(action, "OutputFileName"), has_output) {
        (true, false) => {
            report
                .at(
                    action.at_configuration("OutputFileName"),
                    "The stack's outputs are not written without an output artifact",
                )
                .advise("Add an output artifact, or remove OutputFileName");
        }
        (false, true) => {
            report
                .at(action.at("outputArtifacts"), "The output artifact stays empty without OutputFileName")
                .advise("Add OutputFileName, or remove the output artifact");
        }
        _ => {}
    }
}

fn replace_on_failure(_: &Home, action: &Alone, report: &mut Report) {
    if action.literal("ActionMode") == Some("REPLACE_ON_FAILURE") {
        let place = action.at_configuration("ActionMode");
        report
            .at(place.clone(), "A failed stack is deleted with all its resources")
            .offer("Use CREATE_UPDATE", vec![Edit::set(place, Some(json!("CREATE_UPDATE")))]);
    }
}

/// The action that makes the change set this one executes.
fn maker_of_change_set<'f, 'd>(facts: &'f Facts<'d>, action: &ActionFacts) -> Option<&'f ActionFacts<'d>> {
    let same = |other: &ActionFacts, key: &str| other.shared(key) == action.shared(key);
    facts.of_providers(CLOUDFORMATION).find(|other| {
        other.literal("ActionMode") == Some("CHANGE_SET_REPLACE")
            && other.moment < action.moment
            && same(other, "StackName")
            && same(other, "ChangeSetName")
    })
}

fn executes(action: &Alone) -> bool {
    action.literal("ActionMode") == Some("CHANGE_SET_EXECUTE") && has(action, "ChangeSetName")
}

fn change_set_not_made(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    if executes(action) && maker_of_change_set(facts, action).is_none() {
        report
            .at(action.at_configuration("ChangeSetName"), "No earlier action makes this change set")
            .advise("Add an action with CHANGE_SET_REPLACE of the same stack and change set");
    }
}

fn change_set_unseen(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(maker) = maker_of_change_set(facts, action).filter(|_| executes(action)) else { return };
    let is_between = |other: &&ActionFacts| {
        other.is_category(Category::Approval) && maker.moment < other.moment && other.moment < action.moment
    };
    if !facts.actions.iter().any(|other| is_between(&other)) {
        report
            .at(Place::action(action.action.id), "The change set is executed before anybody can read it")
            .relate(Place::action(maker.action.id), "made here")
            .advise("Put a manual approval between the two");
    }
}

fn auto_deployment(_: &Home, action: &Alone, report: &mut Report) {
    let is_automatic =
        action.literal("OrganizationsAutoDeployment").is_some_and(|mode| mode.starts_with("Enabled"));
    for key in ["DeploymentTargets", "Regions"] {
        if is_automatic && has(action, key) {
            report
                .at(
                    action.at_configuration(key),
                    format!("The organization decides where the stack set goes, not {key}"),
                )
                .relate(action.at_configuration("OrganizationsAutoDeployment"), "switched on here");
        }
    }
}

fn managed_roles(_: &Home, action: &Alone, report: &mut Report) {
    for key in ["AdministrationRoleArn", "ExecutionRoleName"] {
        if action.literal("PermissionModel") == Some("SERVICE_MANAGED") && has(action, key) {
            report
                .at(action.at_configuration(key), format!("A service-managed stack set takes no {key}"))
                .relate(action.at_configuration("PermissionModel"), "SERVICE_MANAGED is set here")
                .offer(format!("Remove {key}"), remove(action, key));
        }
    }
}

fn both_tools(_: &Home, action: &Alone, report: &mut Report) {
    let helm = ["HelmReleaseName", "HelmChartLocation"].into_iter().find(|key| has(action, key));
    if let Some(key) = helm.filter(|_| has(action, "ManifestFiles")) {
        report
            .at(action.at_configuration("ManifestFiles"), "The action runs kubectl or Helm, not both")
            .relate(action.at_configuration(key), "Helm is set up here")
            .offer("Remove ManifestFiles", remove(action, "ManifestFiles"));
    }
}

fn both_specs(_: &Home, action: &Alone, report: &mut Report) {
    let script = ["TargetDirectory", "PostScript"].into_iter().find(|key| has(action, key));
    if let Some(key) = script.filter(|_| has(action, "DeploySpec")) {
        report
            .at(action.at_configuration("DeploySpec"), "DeploySpec excludes TargetDirectory and PostScript")
            .relate(action.at_configuration(key), "the other way is here")
            .offer("Remove DeploySpec", remove(action, "DeploySpec"));
    }
}

fn lambda_alias(_: &Home, action: &Alone, report: &mut Report) {
    for key in ["DeployStrategy", "PublishedTargetVersion"] {
        if has(action, key) && !has(action, "FunctionAlias") {
            report
                .at(action.at_configuration("FunctionAlias"), format!("{key} needs a FunctionAlias"))
                .relate(action.at_configuration(key), "set here");
            break;
        }
    }
    let alarms = action.literal("Alarms").map_or(0, |text| text.split(',').count());
    if alarms > MAX_ALARMS {
        let message = format!("{alarms} alarms are listed, at most {MAX_ALARMS} are allowed");
        report.at(action.at_configuration("Alarms"), message);
    }
}
