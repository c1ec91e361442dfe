//! CP07: actions that deploy.

use serde_json::json;

use super::facts::{ActionFacts, Alone, Arn, Facts, Home};
use super::fields::json_of;
use super::finding::Severity::{Error, Hint, Warning};
use super::providers_build::{inputs_are_told, not_an_input};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::quoted;
use crate::catalog::Category;
use crate::document::Place;
use crate::edit::Edit;

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

const CLOUDFORMATION: &[&str] = &["Deploy/AWS/CloudFormation/1"];
const STACK_SET: &[&str] = &["Deploy/AWS/CloudFormationStackSet/1"];
const STACK_SETS: &[&str] =
    &["Deploy/AWS/CloudFormationStackSet/1", "Deploy/AWS/CloudFormationStackInstances/1"];
/// Most alarms of a Lambda deployment. Source: action reference of the user guide.
const MAX_ALARMS: usize = 10;

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0713",
            title: "S3 deploy without object key",
            severity: Error,
            what: "An S3 deploy action that does not extract names an ObjectKey.",
            why: "The file needs a name in the bucket.",
            example: "\"Extract\": \"false\" without ObjectKey",
            fix: "Add ObjectKey, or set Extract to true.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0715",
            title: "Deployed objects are public",
            severity: Warning,
            what: "An S3 deploy action does not set a public ACL.",
            why: "Everyone can read the objects, or the bucket blocks public access and the action fails.",
            example: "\"CannedACL\": \"public-read\"",
            fix: "Serve the bucket through a distribution.",
            aws_answer: None,
            source: "Practice",
        },
        check: Check::Provider(&["Deploy/AWS/S3/1"], public_acl),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0716",
            title: "Unknown action mode",
            severity: Error,
            what: "ActionMode is CREATE_UPDATE, DELETE_ONLY, REPLACE_ON_FAILURE, CHANGE_SET_REPLACE or CHANGE_SET_EXECUTE.",
            why: "There are no other modes.",
            example: "\"ActionMode\": \"UPDATE\"",
            fix: "Pick one of the five.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0717",
            title: "Template missing",
            severity: Error,
            what: "An action that creates or changes a stack names a TemplatePath.",
            why: "There is nothing to create the stack from.",
            example: "\"ActionMode\": \"CREATE_UPDATE\" without TemplatePath",
            fix: "Add Artifact::file.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0718",
            title: "Template from an artifact that is no input",
            severity: Error,
            what: "The artifact in TemplatePath and TemplateConfiguration is an input of the action.",
            why: "The action gets only its inputs.",
            example: "\"TemplatePath\": \"Build::template.yml\" and an input named BuildOutput",
            fix: "Name one of the inputs.",
            aws_answer: Some("Failure when the action runs"),
            source: "cfn-lint E3703, user guide",
        },
        check: Check::Provider(CLOUDFORMATION, template_artifacts),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0719",
            title: "Template path is not Artifact::file",
            severity: Error,
            what: "TemplatePath and TemplateConfiguration are written Artifact::file.",
            why: "AWS looks for the file inside the artifact.",
            example: "\"TemplatePath\": \"template.yml\"",
            fix: "Put the artifact and two colons in front.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0720",
            title: "Change set name missing",
            severity: Error,
            what: "An action with a change set mode names the change set.",
            why: "AWS needs it to find the change set again.",
            example: "\"ActionMode\": \"CHANGE_SET_EXECUTE\" without ChangeSetName",
            fix: "Add ChangeSetName.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0721",
            title: "CloudFormation role missing",
            severity: Error,
            what: "A CloudFormation action names the role the stack is made with, unless it executes a change set.",
            why: "CloudFormation works with this role.",
            example: "\"ActionMode\": \"CREATE_UPDATE\" without RoleArn",
            fix: "Add RoleArn to the configuration.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0722",
            title: "CloudFormation role of another account",
            severity: Error,
            what: "RoleArn in the configuration belongs to the account of the action's role.",
            why: "A role can be passed to CloudFormation only inside its own account.",
            example: "roleArn of account 444455556666 and RoleArn of account 111122223333",
            fix: "Use a role of the target account.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide, CDK",
        },
        check: Check::Provider(CLOUDFORMATION, stack_role),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0723",
            title: "Capabilities do not fit",
            severity: Error,
            what: "Capabilities are CAPABILITY_IAM, CAPABILITY_NAMED_IAM and CAPABILITY_AUTO_EXPAND, separated by commas without blanks.",
            why: "The stack is refused.",
            example: "\"Capabilities\": \"CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND\"",
            fix: "Correct the list.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0724",
            title: "No capabilities",
            severity: Hint,
            what: "A CloudFormation action that changes a stack names Capabilities.",
            why: "A template with IAM resources or macros fails without them.",
            example: "\"ActionMode\": \"CREATE_UPDATE\" without Capabilities",
            fix: "Add CAPABILITY_IAM if the template has roles.",
            aws_answer: Some("Failure when the action runs: InsufficientCapabilities"),
            source: "User guide",
        },
        check: Check::Provider(CLOUDFORMATION, no_capabilities),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0725",
            title: "Parameter overrides are no object",
            severity: Error,
            what: "ParameterOverrides is a JSON object of at most 1 KB.",
            why: "CloudFormation cannot use anything else.",
            example: "\"ParameterOverrides\": \"[]\"",
            fix: "Write {\"Name\":\"value\"}; keep many parameters in a TemplateConfiguration file.",
            aws_answer: Some("InvalidActionDeclarationException, or failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(CLOUDFORMATION, parameter_overrides),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0726",
            title: "Stack outputs lead nowhere",
            severity: Hint,
            what: "OutputFileName and an output artifact come together.",
            why: "Without the other half no file is written.",
            example: "\"OutputFileName\": \"outputs.json\" without outputArtifacts",
            fix: "Add the other half, or remove this one.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Provider(CLOUDFORMATION, output_file),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0727",
            title: "Stack may be deleted",
            severity: Warning,
            what: "ActionMode REPLACE_ON_FAILURE is not used in production.",
            why: "It deletes a failed stack with all its resources before it makes it anew.",
            example: "\"ActionMode\": \"REPLACE_ON_FAILURE\"",
            fix: "Use CREATE_UPDATE.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Provider(CLOUDFORMATION, replace_on_failure),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0728",
            title: "Change set that nobody makes",
            severity: Warning,
            what: "An earlier action makes the change set that CHANGE_SET_EXECUTE runs.",
            why: "The action fails if nothing else has made it.",
            example: "CHANGE_SET_EXECUTE without a CHANGE_SET_REPLACE of the same stack and change set",
            fix: "Add the action that makes it.",
            aws_answer: Some("Failure when the action runs"),
            source: "Inference from the modes",
        },
        check: Check::ProviderAmong(CLOUDFORMATION, change_set_not_made),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0729",
            title: "Change set that nobody looks at",
            severity: Hint,
            what: "An approval stands between making and executing a change set.",
            why: "The point of a change set is that somebody reads it.",
            example: "CHANGE_SET_REPLACE with run order 1 and CHANGE_SET_EXECUTE with run order 2",
            fix: "Put a manual approval between the two.",
            aws_answer: None,
            source: "Practice",
        },
        check: Check::ProviderAmong(CLOUDFORMATION, change_set_unseen),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0730",
            title: "Stack set targets by half",
            severity: Error,
            what: "DeploymentTargets and Regions of a stack set come together.",
            why: "Instances are made for accounts in Regions.",
            example: "\"Regions\": \"eu-west-1\" without DeploymentTargets",
            fix: "Add the other one.",
            aws_answer: Some("InvalidActionDeclarationException, or failure when the action runs"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0731",
            title: "Stack set that deploys itself has targets",
            severity: Error,
            what: "A stack set with OrganizationsAutoDeployment has no DeploymentTargets or Regions.",
            why: "The organization decides where it goes.",
            example: "\"OrganizationsAutoDeployment\": \"Enabled\" and \"Regions\": \"eu-west-1\"",
            fix: "Remove one of the two.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(STACK_SET, auto_deployment),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0732",
            title: "Roles on a service-managed stack set",
            severity: Error,
            what: "A stack set with SERVICE_MANAGED permissions names no roles.",
            why: "Organizations makes the roles itself.",
            example: "\"PermissionModel\": \"SERVICE_MANAGED\" and AdministrationRoleArn",
            fix: "Remove the roles.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(STACK_SET, managed_roles),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0733",
            title: "Name of a stack set does not fit",
            severity: Error,
            what: "A stack set name has up to 128 letters, digits and -, beginning with a letter.",
            why: "There can be no stack set of another name.",
            example: "\"StackSetName\": \"shop_base\"",
            fix: "Correct the name.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0734",
            title: "Stack set file from an artifact that is no input",
            severity: Error,
            what: "Values of the form Artifact::file name an input of the action.",
            why: "The action gets only its inputs.",
            example: "\"TemplatePath\": \"Build::set.yml\" and an input named BuildOutput",
            fix: "Name one of the inputs.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(STACK_SETS, stack_set_artifacts),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0735",
            title: "Template from an artifact that is no input",
            severity: Error,
            what: "The template artifacts of a blue/green deployment are inputs of the action.",
            why: "The action gets only its inputs.",
            example: "\"AppSpecTemplateArtifact\": \"Build\" and an input named BuildOutput",
            fix: "Name one of the inputs.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Provider(&["Deploy/AWS/CodeDeployToECS/1"], blue_green_artifacts),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0736",
            title: "Image of a blue/green deployment by half",
            severity: Error,
            what: "Image1ArtifactName and Image1ContainerName come together, up to Image4.",
            why: "The image is put in the place the other one names.",
            example: "\"Image1ArtifactName\" without Image1ContainerName",
            fix: "Complete the pair.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0737",
            title: "Deployment timeout out of range",
            severity: Error,
            what: "DeploymentTimeout of an ECS action is 1 to 60 minutes.",
            why: "AWS takes no other numbers.",
            example: "\"DeploymentTimeout\": \"90\"",
            fix: "Write 1 to 60.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0738",
            title: "Not one tool for EKS",
            severity: Error,
            what: "An EKS action has ManifestFiles, or HelmReleaseName with HelmChartLocation.",
            why: "It runs kubectl or Helm, not both and not none.",
            example: "An EKS action with ClusterName alone",
            fix: "Choose one of the two.",
            aws_answer: Some("InvalidActionDeclarationException (wording not known)"),
            source: "User guide",
        },
        check: Check::Provider(&["Deploy/AWS/EKS/1"], both_tools),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0739",
            title: "Not one way to deploy to EC2",
            severity: Error,
            what: "An EC2 action has a DeploySpec, or TargetDirectory with PostScript.",
            why: "It needs one of the two descriptions, not both and not none.",
            example: "An EC2 action with TargetDirectory and DeploySpec",
            fix: "Choose one of the two.",
            aws_answer: Some("InvalidActionDeclarationException (wording not known)"),
            source: "User guide",
        },
        check: Check::Provider(&["Deploy/AWS/EC2/1"], both_specs),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0740",
            title: "Value of an EC2 deployment does not fit",
            severity: Error,
            what: "TargetDirectory is absolute; MaxBatch and MaxError are whole numbers from 1, or 1% to 100%.",
            why: "AWS takes nothing else.",
            example: "\"MaxBatch\": \"0\"",
            fix: "Correct the value.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "CDK",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0741",
            title: "Lambda deployment does not fit",
            severity: Error,
            what: "DeployStrategy and PublishedTargetVersion come with a FunctionAlias; a strategy is AllAtOnce, Canary or Linear; there are at most ten alarms.",
            why: "Traffic can be shifted only on an alias.",
            example: "\"DeployStrategy\": \"Canary10Percent5Minutes\" without FunctionAlias",
            fix: "Add the alias, or correct the strategy.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Provider(&["Deploy/AWS/Lambda/1"], lambda_alias),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0742",
            title: "Lambda deployment without code",
            severity: Error,
            what: "A Lambda deploy action has an input artifact, or a PublishedTargetVersion.",
            why: "There is nothing to deploy.",
            example: "A Lambda deploy action with FunctionName alone",
            fix: "Add one of the two.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0759",
            title: "Product by half",
            severity: Error,
            what: "A Service Catalog action has a ConfigurationFilePath, or ProductType, ProductVersionName and TemplateFilePath.",
            why: "AWS needs either description in full.",
            example: "A Service Catalog action with ProductId alone",
            fix: "Complete one of the two.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
];

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
    let same = |other: &ActionFacts, key: &str| {
        other.action.configuration().get(key) == action.action.configuration().get(key)
    };
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

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("Site/configuration/Extract = 'false'", "CP0713 Site/configuration/ObjectKey"),
    silent("CP0713", ""),
    fires("Site/configuration/CannedACL = 'public-read'", "CP0715 Site/configuration/CannedACL").fix(&["Remove CannedACL"]),
    silent("CP0715", "Site/configuration/CannedACL = 'private'"),
    fires("Stack/configuration/ActionMode = 'CREATE_UPDAT'", "CP0716 Stack/configuration/ActionMode").fix(&["Use CREATE_UPDATE"]),
    silent("CP0716", ""),
    fires("Stack/configuration/TemplatePath -", "CP0717 Stack/configuration/TemplatePath"),
    silent("CP0717", "Stack/configuration/TemplatePath -\nStack/configuration/ActionMode = 'DELETE_ONLY'"),
    fires("Stack/configuration/TemplatePath = 'Build::template.yml'", "CP0718 Stack/configuration/TemplatePath").fix(&["Use artifact BuildOutput"]),
    fires("Stack/inputArtifacts = []", "CP0718 Stack/configuration/TemplatePath"),
    silent("CP0718", "Stack/inputArtifacts = {}"),
    silent("CP0718", ""),
    fires("Stack/configuration/TemplatePath = 'template.yml'", "CP0719 Stack/configuration/TemplatePath"),
    silent("CP0719", ""),
    fires("Stack/configuration/ActionMode = 'CHANGE_SET_REPLACE'", "CP0720 Stack/configuration/ChangeSetName"),
    silent("CP0720", "Stack/configuration/ActionMode = 'CHANGE_SET_REPLACE'\nStack/configuration/ChangeSetName = 'x'"),
    fires("Stack/configuration/RoleArn -", "CP0721 Stack/configuration/RoleArn"),
    silent("CP0721", "Stack/configuration/ActionMode = 'CHANGE_SET_EXECUT'\nStack/configuration/RoleArn -"),
    silent("CP0721", ""),
    fires("Stack/roleArn = 'arn:aws:iam::444455556666:role/x'", "CP0722 Stack/configuration/RoleArn"),
    silent("CP0722", "Stack/roleArn = 'arn:aws:iam::111122223333:role/x'"),
    fires("Stack/configuration/Capabilities = 'CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND'", "CP0723 Stack/configuration/Capabilities").fix(&["Use CAPABILITY_AUTO_EXPAND"]),
    silent("CP0723", "Stack/configuration/Capabilities = 'CAPABILITY_IAM,CAPABILITY_AUTO_EXPAND'"),
    fires("Stack/configuration/Capabilities -", "CP0724 Stack/configuration/Capabilities"),
    silent("CP0724", ""),
    fires("Stack/configuration/ParameterOverrides = '[]'", "CP0725 Stack/configuration/ParameterOverrides"),
    silent("CP0725", "Stack/configuration/ParameterOverrides = '{}'"),
    fires("Stack/configuration/OutputFileName = 'o.json'", "CP0726 Stack/configuration/OutputFileName"),
    fires("Stack/outputArtifacts = [{'name': 'O'}]", "CP0726 Stack/outputArtifacts, CP0510 Stack/outputArtifacts/0/name"),
    silent("CP0726", ""),
    fires("Stack/configuration/ActionMode = 'REPLACE_ON_FAILURE'", "CP0727 Stack/configuration/ActionMode").fix(&["Use CREATE_UPDATE"]),
    silent("CP0727", ""),
    fires("Site/actionTypeId/provider = 'CloudFormation'\nSite/configuration = {'ActionMode': 'CHANGE_SET_EXECUTE', 'StackName': 'shop', 'ChangeSetName': 'x'}\nSite/inputArtifacts = []", "CP0728 Site/configuration/ChangeSetName"),
    silent("CP0728", "Stack/configuration/ActionMode = 'CHANGE_SET_REPLACE'\nStack/configuration/ChangeSetName = 'x'\nStack/configuration/StackName = 'shop'\n/variables -\nSite/actionTypeId/provider = 'CloudFormation'\nSite/configuration = {'ActionMode': 'CHANGE_SET_EXECUTE', 'StackName': 'shop', 'ChangeSetName': 'x'}\nSite/inputArtifacts = []"),
    fires("Stack/configuration/ActionMode = 'CHANGE_SET_REPLACE'\nStack/configuration/ChangeSetName = 'x'\nStack/configuration/StackName = 'shop'\n/variables -\nSite/actionTypeId/provider = 'CloudFormation'\nSite/configuration = {'ActionMode': 'CHANGE_SET_EXECUTE', 'StackName': 'shop', 'ChangeSetName': 'x'}\nSite/inputArtifacts = []", "CP0729 /stages/3/actions/1"),
    silent("CP0729", "Stack/configuration/ActionMode = 'CHANGE_SET_REPLACE'\nStack/configuration/ChangeSetName = 'x'\nStack/configuration/StackName = 'shop'\n/variables -\nSite/actionTypeId/provider = 'CloudFormation'\nSite/configuration = {'ActionMode': 'CHANGE_SET_EXECUTE', 'StackName': 'shop', 'ChangeSetName': 'x'}\nSite/inputArtifacts = []\nSite/runOrder = 3\n/stages/3/actions/+ = {'name': 'Ask', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}, 'runOrder': 2}"),
    fires("Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml', 'Regions': 'eu-west-1'}", "CP0730 Site/configuration/DeploymentTargets"),
    silent("CP0730", "Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml', 'Regions': 'eu-west-1', 'DeploymentTargets': '111122223333'}"),
    fires("Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml', 'Regions': 'eu-west-1', 'DeploymentTargets': 'ou-1', 'OrganizationsAutoDeployment': 'Enabled'}", "CP0731 Site/configuration/Regions, CP0731 Site/configuration/DeploymentTargets"),
    silent("CP0731", "Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml', 'OrganizationsAutoDeployment': 'Enabled'}"),
    fires("Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml', 'PermissionModel': 'SERVICE_MANAGED', 'ExecutionRoleName': 'x'}", "CP0732 Site/configuration/ExecutionRoleName").fix(&["Remove ExecutionRoleName"]),
    silent("CP0732", "Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml', 'PermissionModel': 'SELF_MANAGED', 'ExecutionRoleName': 'x'}"),
    fires("Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop_base', 'TemplatePath': 'BuildOutput::set.yml'}", "CP0733 Site/configuration/StackSetName"),
    silent("CP0733", "Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml'}"),
    fires("Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'Build::set.yml'}", "CP0734 Site/configuration/TemplatePath").fix(&["Use artifact BuildOutput"]),
    silent("CP0734", "Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml'}"),
    fires("Site/actionTypeId/provider = 'CodeDeployToECS'\nSite/configuration = {'ApplicationName': 'a', 'DeploymentGroupName': 'g', 'TaskDefinitionTemplateArtifact': 'BuildOutput', 'AppSpecTemplateArtifact': 'Build'}", "CP0735 Site/configuration/AppSpecTemplateArtifact").fix(&["Use artifact BuildOutput"]),
    silent("CP0735", "Site/actionTypeId/provider = 'CodeDeployToECS'\nSite/configuration = {'ApplicationName': 'a', 'DeploymentGroupName': 'g', 'TaskDefinitionTemplateArtifact': 'BuildOutput', 'AppSpecTemplateArtifact': 'BuildOutput'}"),
    fires("Site/actionTypeId/provider = 'CodeDeployToECS'\nSite/configuration = {'ApplicationName': 'a', 'DeploymentGroupName': 'g', 'TaskDefinitionTemplateArtifact': 'BuildOutput', 'AppSpecTemplateArtifact': 'BuildOutput', 'Image1ArtifactName': 'BuildOutput'}", "CP0736 Site/configuration/Image1ContainerName"),
    fires("Site/actionTypeId/provider = 'CodeDeployToECS'\nSite/configuration = {'ApplicationName': 'a', 'DeploymentGroupName': 'g', 'TaskDefinitionTemplateArtifact': 'BuildOutput', 'AppSpecTemplateArtifact': 'BuildOutput', 'Image5ArtifactName': 'BuildOutput'}", "CP0736 Site/configuration/Image5ArtifactName"),
    silent("CP0736", "Site/actionTypeId/provider = 'CodeDeployToECS'\nSite/configuration = {'ApplicationName': 'a', 'DeploymentGroupName': 'g', 'TaskDefinitionTemplateArtifact': 'BuildOutput', 'AppSpecTemplateArtifact': 'BuildOutput', 'Image1ArtifactName': 'BuildOutput', 'Image1ContainerName': 'X'}"),
    fires("Site/actionTypeId/provider = 'ECS'\nSite/configuration = {'ClusterName': 'c', 'ServiceName': 's', 'DeploymentTimeout': '90'}", "CP0737 Site/configuration/DeploymentTimeout").fix(&["Set DeploymentTimeout to 60"]),
    silent("CP0737", "Site/actionTypeId/provider = 'ECS'\nSite/configuration = {'ClusterName': 'c', 'ServiceName': 's', 'DeploymentTimeout': '15'}"),
    fires("Site/actionTypeId/provider = 'EKS'\nSite/configuration = {'ClusterName': 'c'}\nSite/roleArn = 'arn:aws:iam::111122223333:role/x'", "CP0738 Site/configuration/ManifestFiles"),
    fires("Site/actionTypeId/provider = 'EKS'\nSite/configuration = {'ClusterName': 'c', 'ManifestFiles': 'a.yml', 'HelmReleaseName': 'r', 'HelmChartLocation': 'c'}\nSite/roleArn = 'arn:aws:iam::111122223333:role/x'", "CP0738 Site/configuration/ManifestFiles").fix(&["Remove ManifestFiles"]),
    silent("CP0738", "Site/actionTypeId/provider = 'EKS'\nSite/configuration = {'ClusterName': 'c', 'HelmReleaseName': 'r', 'HelmChartLocation': 'c'}\nSite/roleArn = 'arn:aws:iam::111122223333:role/x'"),
    fires("Site/actionTypeId/provider = 'EC2'\nSite/configuration = {'InstanceType': 'EC2', 'InstanceTagKey': 'k', 'TargetDirectory': '/srv', 'PostScript': 'p.sh', 'DeploySpec': 'd.yml'}", "CP0739 Site/configuration/DeploySpec").fix(&["Remove DeploySpec"]),
    fires("Site/actionTypeId/provider = 'EC2'\nSite/configuration = {'InstanceType': 'EC2', 'InstanceTagKey': 'k', 'TargetDirectory': '/srv'}", "CP0739 Site/configuration/PostScript"),
    silent("CP0739", "Site/actionTypeId/provider = 'EC2'\nSite/configuration = {'InstanceType': 'EC2', 'InstanceTagKey': 'k', 'DeploySpec': ''}"),
    silent("CP0739", "Site/actionTypeId/provider = 'EC2'\nSite/configuration = {'InstanceType': 'EC2', 'InstanceTagKey': 'k', 'DeploySpec': 'd.yml'}"),
    fires("Site/actionTypeId/provider = 'EC2'\nSite/configuration = {'InstanceType': 'EC2', 'InstanceTagKey': 'k', 'DeploySpec': 'd.yml', 'MaxBatch': '0'}", "CP0740 Site/configuration/MaxBatch"),
    silent("CP0740", "Site/actionTypeId/provider = 'EC2'\nSite/configuration = {'InstanceType': 'EC2', 'InstanceTagKey': 'k', 'DeploySpec': 'd.yml', 'MaxBatch': '50%'}"),
    fires("Site/actionTypeId/provider = 'Lambda'\nSite/configuration = {'FunctionName': 'f', 'DeployStrategy': 'AllAtOnce'}", "CP0741 Site/configuration/FunctionAlias"),
    fires("Site/actionTypeId/provider = 'Lambda'\nSite/configuration = {'FunctionName': 'f', 'FunctionAlias': 'live', 'DeployStrategy': 'Slow'}", "CP0741 Site/configuration/DeployStrategy"),
    silent("CP0741", "Site/actionTypeId/provider = 'Lambda'\nSite/configuration = {'FunctionName': 'f', 'FunctionAlias': 'live', 'DeployStrategy': 'Canary10Percent5Minutes'}"),
    fires("Site/actionTypeId/provider = 'Lambda'\nSite/configuration = {'FunctionName': 'f'}\nSite/inputArtifacts = []", "CP0742 Site/configuration/PublishedTargetVersion"),
    silent("CP0742", "Site/actionTypeId/provider = 'Lambda'\nSite/configuration = {'FunctionName': 'f'}\nSite/inputArtifacts = {}"),
    silent("CP0742", "Site/actionTypeId/provider = 'Lambda'\nSite/configuration = {'FunctionName': 'f'}"),
    fires("Site/actionTypeId/provider = 'ServiceCatalog'\nSite/configuration = {'ProductId': 'prod-1', 'ProductType': 'CLOUD_FORMATION_TEMPLATE', 'ProductVersionName': 'v1'}", "CP0759 Site/configuration/TemplateFilePath"),
    silent("CP0759", "Site/actionTypeId/provider = 'ServiceCatalog'\nSite/configuration = {'ProductId': 'prod-1', 'ConfigurationFilePath': 'c.json'}"),
];
