//! How the inspector looks.

use super::*;

fn picture(name: &str, document: Document, shown: Shown, theme: Theme, height: f32) {
    open_as(document, shown, theme, height).snapshot(name);
}

#[test]
fn a_build_dark() {
    picture("inspector_build_dark", ecs(), Shown::Action("Build"), Theme::Dark, 1340.0);
}

#[test]
fn a_build_light() {
    picture("inspector_build_light", ecs(), Shown::Action("Build"), Theme::Light, 1340.0);
}

#[test]
fn a_blue_green_deployment() {
    picture("inspector_blue_green", ecs(), Shown::Action("DeployProduction"), Theme::Dark, 1240.0);
}

#[test]
fn a_stack() {
    let stack = with_action(&json!({
        "name": "Stack",
        "actionTypeId": kind("Deploy", "AWS", "CloudFormation"),
        "runOrder": 1,
        "configuration": {
            "ActionMode": "CREATE_UPDATE", "StackName": "shop", "Capabilities": "CAPABILITY_IAM",
            "TemplatePath": "SourceOutput::template.yaml", "RoleArn": "cloudformation",
            "ParameterOverrides": "{\"Stage\": \"prod\"}",
        },
        "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    picture("inspector_stack", stack, Shown::Action("Stack"), Theme::Dark, 1330.0);
}

#[test]
fn an_approval() {
    picture("inspector_approval", ecs(), Shown::Action("Approve"), Theme::Dark, 680.0);
}

#[test]
fn a_stage_with_rules() {
    picture("inspector_stage", beanstalk(), Shown::Stage("Production"), Theme::Dark, 920.0);
}

#[test]
fn the_pipeline_itself() {
    picture("inspector_pipeline", ecs(), Shown::Pipeline, Theme::Dark, 1370.0);
}

#[test]
fn an_action_in_trouble() {
    let trouble = with_action(&json!({
        "name": "Ship it",
        "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1", "x": 1},
        "runOrder": "1",
        "configuration": {"ProjectName": 7, "BatchEnabled": "True", "Harbor": "Cuxhaven", "Depth": {"m": 12}},
        "inputArtifacts": [{"name": "Missing"}],
        "roleArn": "deployer",
        "surprise": {"inside": [1, 2]},
    }));
    picture("inspector_trouble", trouble, Shown::Action("Ship it"), Theme::Dark, 1560.0);
}

#[test]
fn several_actions() {
    let mut harness = open_as(ecs(), Shown::Pipeline, Theme::Dark, 560.0);
    let ids = ["Build", "UnitTests", "DeployStaging"].map(|name| harness.state().action(name).id);
    harness.state_mut().editor.select(Selection::actions(ids));
    harness.run();
    harness.snapshot("inspector_several");
}

#[test]
fn a_wire() {
    let mut harness = open_as(ecs(), Shown::Pipeline, Theme::Dark, 560.0);
    let to = harness.state().action("Build").id;
    harness.state_mut().editor.select(Selection::one(Item::Wire { to, input: 1 }));
    harness.run();
    harness.snapshot("inspector_wire");
}

fn parameters(theme: Theme, name: &str) {
    let mut harness = open_as(parameters::design(), Shown::Pipeline, theme, 1900.0);
    harness.state_mut().editor.use_environment(Some("prod"));
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Details of Stage").click();
    harness.run();
    harness.snapshot(name);
}

#[test]
fn parameters_with_their_environments_dark() {
    parameters(Theme::Dark, "inspector_parameters_dark");
}

#[test]
fn parameters_with_their_environments_light() {
    parameters(Theme::Light, "inspector_parameters_light");
}

#[test]
fn parameters_are_offered_with_what_they_are() {
    let mut harness = open_as(parameters::design(), Shown::Action("UnitTests"), Theme::Dark, 700.0);
    type_into(&mut harness, "Project", "-${");
    harness.snapshot("inspector_parameter_offers");
}

fn commands() -> Document {
    with_action(&json!({
        "name": "Test", "actionTypeId": kind("Compute", "AWS", "Commands"), "runOrder": 1,
        "commands": [
            "npm ci",
            "npm run build -- --environment=#{variables.Stage} --output=dist --source-map=hidden",
            "npm test",
        ],
        "environmentVariables": [
            {"name": "CI", "value": "true", "type": "PLAINTEXT"},
            {"name": "NPM_TOKEN", "value": "shop/npm:token", "type": "SECRETS_MANAGER"},
        ],
        "inputArtifacts": [{"name": "SourceOutput"}],
        "outputArtifacts": [{"name": "Site", "files": ["dist/**/*", "reports/*.{xml,json}"]}],
        "outputVariables": ["VERSION", "IMAGE_TAG"],
    }))
}

#[test]
fn commands_with_their_lists() {
    picture("inspector_commands_dark", commands(), Shown::Action("Test"), Theme::Dark, 1500.0);
}

#[test]
fn commands_with_their_lists_light() {
    picture("inspector_commands_light", commands(), Shown::Action("Test"), Theme::Light, 1500.0);
}

#[test]
fn variables_are_offered_below_the_line_that_is_typed() {
    let mut harness = open_as(ecs(), Shown::Action("Build"), Theme::Dark, 900.0);
    type_into(&mut harness, "Value of SCHEMA_VERSION", "-#{");
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.snapshot("inspector_offers");
}

#[test]
fn a_table_near_its_limit() {
    let overrides = format!("{{\"Stage\":\"prod\",\"CertificateArn\":\"{}\"}}", "a".repeat(860));
    let stack = with_action(&json!({
        "name": "Stack", "actionTypeId": kind("Deploy", "AWS", "CloudFormation"), "runOrder": 1,
        "configuration": {
            "ActionMode": "CREATE_UPDATE", "StackName": "shop", "Capabilities": "CAPABILITY_IAM",
            "RoleArn": "arn:aws:iam::111122223333:role/shop", "TemplatePath": "SourceOutput::template.yaml",
            "ParameterOverrides": overrides,
        },
        "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    picture("inspector_overrides_light", stack, Shown::Action("Stack"), Theme::Light, 1460.0);
}
