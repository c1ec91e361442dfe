//! What stands around the pipeline: told, kept and forgotten by forms.

use super::*;

fn told() -> Value {
    json!([
        {"kind": "codebuild-project", "name": "make", "future": [1], "properties": {
            "image": "aws/codebuild/standard:7.0",
            "compute": "BUILD_GENERAL1_MEDIUM",
            "privileged": true,
            "timeoutInMinutes": 30,
            "vpc": {"id": "vpc-0a1b2c3d", "subnets": ["subnet-0a1b2c3d", "subnet-4e5f6a7b"], "securityGroups": ["sg-0a1b2c3d"]},
            "variables": [
                {"name": "STAGE", "value": "${Stage}"},
                {"name": "PASSWORD", "value": "intranet/database:password", "type": "SECRETS_MANAGER"},
            ],
            "logRetentionInDays": 30,
            "cache": "none",
        }},
        {"kind": "codebuild-project", "name": "nobody", "properties": {}},
    ])
}

/// A build with a project that is told of, and a deployment with nothing told.
fn design(resources: &Value) -> Document {
    let mut file = with_action(&json!({
        "name": "Make", "actionTypeId": kind("Build", "AWS", "CodeBuild"), "runOrder": 1,
        "configuration": {"ProjectName": "make"}, "inputArtifacts": [{"name": "SourceOutput"}],
    }))
    .to_value();
    file["stages"][1]["actions"].as_array_mut().unwrap().push(json!({
        "name": "Ship", "actionTypeId": kind("Deploy", "AWS", "CodeDeploy"), "runOrder": 2,
        "configuration": {"ApplicationName": "web", "DeploymentGroupName": "prod"},
        "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    file["pipewright"] = json!({
        "parameters": {"Stage": {"default": "dev"}},
        "resources": resources,
    });
    Document::read_text(&file.to_string()).unwrap()
}

fn resources(harness: &Driven) -> Value {
    harness.state().editor.document().to_value()["pipewright"]["resources"].clone()
}

fn click(harness: &mut Driven, role: Role, label: &str) {
    harness.get_by_role_and_label(role, label).click();
    harness.run();
}

#[test]
fn everything_that_is_told_is_shown_and_edits_leave_the_rest() {
    let mut harness = open(design(&told()), Shown::Action("Make"));
    for label in ["Image", "VPC", "Value of PASSWORD", "cache", "future"] {
        assert_eq!(harness.query_all_by_label(label).count(), 1, "{label}");
    }
    type_into(&mut harness, "Description", "Builds");
    harness.get_by_role_and_label(Role::Switch, "Privileged").click();
    harness.run();
    type_into(&mut harness, "Value of STAGE", "-x");
    let mut expected = told();
    let properties = &mut expected[0]["properties"];
    properties["description"] = json!("Builds");
    properties.as_object_mut().unwrap().shift_remove("privileged");
    properties["variables"][0]["value"] = json!("${Stage}-x");
    assert_eq!(resources(&harness), expected);
    assert_eq!(harness.query_all_by_label("By default: dev-x").count(), 1);
}

#[test]
fn a_thing_is_told_of_and_forgotten() {
    let mut harness = open(design(&Value::Null), Shown::Action("Make"));
    assert_eq!(harness.query_all_by_label("Image").count(), 0, "calm as long as nothing is told");
    click(&mut harness, Role::Button, "Tell more about the CodeBuild project");
    type_into(&mut harness, "Image", "x/y:1");
    type_into(&mut harness, "VPC", "vpc-1");
    assert_eq!(harness.query_all_by_label("VPC cannot be vpc-1").count(), 1, "judged while it is typed");
    let properties = json!({"image": "x/y:1", "vpc": {"id": "vpc-1"}});
    let entry = json!({"kind": "codebuild-project", "name": "make", "properties": properties});
    assert_eq!(resources(&harness), json!([entry]));
    click(&mut harness, Role::Button, "Forget what is told");
    assert_eq!(resources(&harness), Value::Null);
}

#[test]
fn whether_a_thing_exists_is_written_only_if_it_says_something() {
    let mut harness = open(design(&json!([])), Shown::Action("Ship"));
    let created = |harness: &Driven| -> Vec<bool> {
        let buttons = harness.query_all_by_role_and_label(Role::RadioButton, "Created with it");
        buttons
            .map(|node| node.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True))
            .collect()
    };
    assert_eq!(created(&harness), [false, false], "an application and a group exist as a rule");
    harness.get_all_by_role_and_label(Role::RadioButton, "Created with it").next().unwrap().click();
    harness.run();
    let entry = json!({"kind": "codedeploy-application", "name": "web", "exists": false});
    assert_eq!(resources(&harness), json!([entry]));
    assert_eq!(created(&harness), [true, false]);
    harness.get_all_by_role_and_label(Role::RadioButton, "Exists already").next().unwrap().click();
    harness.run();
    assert_eq!(resources(&harness), Value::Null);
}

#[test]
fn what_is_told_follows_a_new_name_of_the_project() {
    let mut harness = open(design(&told()), Shown::Action("Make"));
    type_into(&mut harness, "Project", "-all");
    assert_eq!(resources(&harness)[0]["name"], "make", "not with each letter");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(resources(&harness)[0]["name"], "make-all");
    assert_eq!(harness.query_all_by_label("Image").count(), 1);
    harness.state_mut().editor.undo().unwrap();
    harness.run();
    assert_eq!(resources(&harness), told(), "one step");
}

#[test]
fn what_is_told_follows_a_new_name_that_several_get() {
    let mut file = design(&told()).to_value();
    let other = file["stages"][1]["actions"][0].clone();
    file["stages"][1]["actions"].as_array_mut().unwrap().push(other);
    file["stages"][1]["actions"][2]["name"] = json!("Again");
    let mut harness = open(Document::read_text(&file.to_string()).unwrap(), Shown::Pipeline);
    let ids = ["Make", "Again"].map(|name| harness.state().action(name).id);
    harness.state_mut().editor.select(Selection::actions(ids));
    harness.run();
    type_into(&mut harness, "Project", "-all");
    assert_eq!(resources(&harness)[0]["name"], "make", "not with each letter");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(resources(&harness)[0]["name"], "make-all");
    assert_eq!(harness.state().configuration("Again", "ProjectName"), Some(json!("make-all")));
    harness.state_mut().editor.undo().unwrap();
    assert_eq!(harness.state().editor.document().to_value(), file, "one step");
}

#[test]
fn what_nothing_names_is_shown_with_the_pipeline() {
    let mut harness = open(design(&told()), Shown::Pipeline);
    assert_eq!(harness.query_all_by_label("codebuild-project nobody").count(), 1);
    click(&mut harness, Role::Button, "Remove what is told of it");
    assert_eq!(resources(&harness).as_array().unwrap().len(), 1);
}

#[test]
fn a_finding_about_a_thing_leads_to_the_action_that_names_it() {
    let harness = open(design(&told()), Shown::Pipeline);
    let editor = &harness.state().editor;
    let place = editor.document().resources().next().unwrap().place();
    assert_eq!(editor.owner_of(&place), Some(Item::Action(harness.state().action("Make").id)));
}

#[test]
fn what_is_found_stands_below_its_property() {
    let mut resources = told();
    resources[0]["properties"]["compute"] = json!("SMALL");
    let harness = open(design(&resources), Shown::Action("Make"));
    let top = |label: &str| harness.get_by_label(label).rect().top();
    assert!(top("Compute type cannot be SMALL") > top("Compute type"));
}

#[test]
fn things_elsewhere_cannot_be_created() {
    let mut file = design(&json!([])).to_value();
    file["stages"][1]["actions"][0]["region"] = json!("us-east-2");
    let harness = open(Document::read_text(&file.to_string()).unwrap(), Shown::Action("Make"));
    let words = "In another account or Region: it has to be there already.";
    assert_eq!(harness.query_all_by_label(words).count(), 1);
    assert_eq!(harness.query_all_by_label("Created with it").count(), 0);
}

#[test]
fn a_design_with_things_dark() {
    open_as(design(&told()), Shown::Action("Make"), Theme::Dark, 2260.0).snapshot("inspector_things_dark");
}

#[test]
fn a_design_with_things_light() {
    open_as(design(&told()), Shown::Action("Make"), Theme::Light, 2260.0).snapshot("inspector_things_light");
}

#[test]
fn a_deployment_with_nothing_told() {
    open_as(design(&json!([])), Shown::Action("Ship"), Theme::Dark, 1050.0).snapshot("inspector_things_calm");
}
