//! Artifacts, stages, wires, several things at once, and the pipeline.

use super::*;

#[test]
fn artifacts_are_connected_and_disconnected_by_their_chips() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    harness.get_by_label("Add to input artifacts").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "BaseImageOutput").click();
    harness.run();
    let inputs = |harness: &Driven| {
        harness.state().action("UnitTests").input_artifacts().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(inputs(&harness), ["SourceOutput", "BaseImageOutput"]);
    harness.get_by_label("Remove SourceOutput").click();
    harness.run();
    assert_eq!(inputs(&harness), ["BaseImageOutput"]);
}

#[test]
fn artifacts_of_later_steps_are_not_offered() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    harness.get_by_label("Add to input artifacts").click();
    harness.run();
    assert!(harness.query_by_label("ReleaseFiles").is_none(), "made at the same time");
}

#[test]
fn renaming_an_output_renames_it_everywhere() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    harness.get_by_role_and_label(Role::Button, "ReleaseFiles").click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Rename ReleaseFiles").type_text("X");
    harness.key_press(Key::Enter);
    harness.run();
    let deploy = harness.state().action("DeployProduction");
    assert!(deploy.input_artifacts().any(|name| name == "ReleaseFilesX"));
    let template = harness.state().configuration("DeployProduction", "TaskDefinitionTemplateArtifact");
    assert_eq!(template, Some(json!("ReleaseFilesX")));
    assert!(harness.query_by_label("Rename ReleaseFilesX").is_none(), "the field is gone");
    assert_eq!(harness.state().editor.history().done().len(), 1);
}

#[test]
fn a_stage_retries_or_rolls_back() {
    let mut harness = open(ecs(), Shown::Stage("Build"));
    harness.get_by_role_and_label(Role::ComboBox, "If the stage fails").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Roll back").click();
    harness.run();
    let stage = |harness: &Driven| harness.state().editor.document().pipeline().stages[1].members.clone();
    assert_eq!(stage(&harness)["onFailure"], json!({"result": "ROLLBACK"}));
    harness.get_by_role_and_label(Role::ComboBox, "If the stage fails").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Nothing").click();
    harness.run();
    assert!(!stage(&harness).contains_key("onFailure"));
}

#[test]
fn a_rule_is_added_filled_in_and_removed() {
    let mut harness = open(ecs(), Shown::Stage("Production"));
    harness.get_by_label("Add a rule before entry").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "CloudWatch alarm").click();
    harness.run();
    type_into(&mut harness, "Alarm", "errors");
    let stage = |harness: &Driven| {
        harness.state().editor.document().pipeline().stages.last().unwrap().members.clone()
    };
    let condition = stage(&harness)["beforeEntry"]["conditions"][0].clone();
    assert_eq!(condition["result"], json!("FAIL"));
    assert_eq!(condition["rules"][0]["ruleTypeId"]["provider"], json!("CloudWatchAlarm"));
    assert_eq!(condition["rules"][0]["configuration"]["AlarmName"], json!("errors"));
    let name = condition["rules"][0]["name"].as_str().unwrap().to_owned();
    harness.get_by_label(&format!("Remove rule {name}")).click();
    harness.run();
    assert!(!stage(&harness).contains_key("beforeEntry"));
}

#[test]
fn a_rule_that_builds_has_environment_variables() {
    let mut harness = open(ecs(), Shown::Stage("Production"));
    harness.get_by_label("Add a rule before entry").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "CodeBuild").click();
    harness.run();
    harness.get_by_label("Add an environment variable").click();
    harness.run();
    let stages = &harness.state().editor.document().pipeline().stages;
    let rule = stages.last().unwrap().members["beforeEntry"]["conditions"][0]["rules"][0].clone();
    let text = rule["configuration"]["EnvironmentVariables"].as_str().unwrap().to_owned();
    assert!(text.contains("\"NAME\""), "{text}");
}

#[test]
fn an_action_of_a_stage_is_selected_by_a_click() {
    let mut harness = open(ecs(), Shown::Stage("Build"));
    harness.get_by_role_and_label(Role::Button, "UnitTests").click();
    harness.run();
    let id = harness.state().action("UnitTests").id;
    assert_eq!(harness.state().editor.selection().single(), Some(Item::Action(id)));
}

#[test]
fn a_wire_is_renamed_rerouted_and_cut() {
    let mut harness = open(ecs(), Shown::Pipeline);
    let to = harness.state().action("Build").id;
    harness.state_mut().editor.select(Selection::one(Item::Wire { to, input: 1 }));
    harness.run();
    type_into(&mut harness, "Artifact", "2");
    harness.key_press(Key::Enter);
    harness.run();
    let outputs: Vec<&str> = harness.state().action("BaseImage").output_artifacts().collect();
    assert_eq!(outputs, ["BaseImageOutput2"]);
    harness.get_by_role_and_label(Role::Button, "Disconnect").click();
    harness.run();
    let inputs: Vec<&str> = harness.state().action("Build").input_artifacts().collect();
    assert_eq!(inputs, ["SourceOutput"]);
}

#[test]
fn several_actions_get_a_region_in_one_step() {
    let mut harness = open(ecs(), Shown::Pipeline);
    let ids = ["Build", "UnitTests"].map(|name| harness.state().action(name).id);
    harness.state_mut().editor.select(Selection::actions(ids));
    harness.run();
    harness.get_by_label("2 selected");
    harness.get_by_role_and_label(Role::ComboBox, "Region").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "us-east-1").click();
    harness.run();
    for name in ["Build", "UnitTests"] {
        assert_eq!(harness.state().action(name).region(), Some("us-east-1"));
    }
    assert_eq!(harness.state().editor.history().done().len(), 1);
}

#[test]
fn settings_of_the_pipeline() {
    let mut harness = open(ecs(), Shown::Pipeline);
    harness.get_by_role_and_label(Role::ComboBox, "Execution mode").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Parallel").click();
    harness.run();
    type_into(&mut harness, "Default of StagingUrl", "/");
    harness.get_by_label("Add a variable").click();
    harness.run();
    let pipeline = harness.state().editor.document().pipeline();
    assert_eq!(pipeline.execution_mode(), "PARALLEL");
    let defaults: Vec<_> = pipeline.variables().map(Variable::default_value).collect();
    assert_eq!(defaults, [Some("storefront/web"), Some("https://staging.storefront.example.com/"), None]);
}

#[test]
fn a_store_is_made_with_its_type_and_goes_with_its_bucket() {
    let mut harness = open(Document::blank("shop"), Shown::Pipeline);
    type_into(&mut harness, "Bucket", "shop");
    let store =
        |harness: &Driven| harness.state().editor.document().pipeline().members.get("artifactStore").cloned();
    assert_eq!(store(&harness), Some(json!({"type": "S3", "location": "shop"})));
    for _ in 0..4 {
        harness.key_press(Key::Backspace);
    }
    harness.run();
    assert_eq!(store(&harness), None);
}

#[test]
fn stores_by_region_are_added_and_removed() {
    let mut harness = open(ecs(), Shown::Pipeline);
    harness.get_by_role_and_label(Role::Button, "Use a store for each Region").click();
    harness.run();
    let regions = |harness: &Driven| {
        let pipeline = harness.state().editor.document().pipeline();
        pipeline.artifact_stores().map(|(region, _)| region.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(regions(&harness), ["eu-west-1"], "the Region in the name of the bucket");
    harness.get_by_label("Add a Region").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "us-east-1").click();
    harness.run();
    assert_eq!(regions(&harness), ["eu-west-1", "us-east-1"]);
    harness.get_by_label("Remove the store of us-east-1").click();
    harness.run();
    assert_eq!(regions(&harness), ["eu-west-1"]);
    harness.get_by_role_and_label(Role::Button, "Use one store for the pipeline").click();
    harness.run();
    let members = &harness.state().editor.document().pipeline().members;
    assert!(members.contains_key("artifactStore") && !members.contains_key("artifactStores"));
}

#[test]
fn a_store_for_each_region_begins_where_the_pipeline_is() {
    let file = json!({
        "pipeline": {"name": "shop", "stages": [], "artifactStore": {"type": "S3", "location": "artifacts"}},
        "pipewright": {"target": {"account": "111122223333", "region": "eu-north-1", "name": "shop"}},
    });
    let mut harness = open(Document::read_text(&file.to_string()).unwrap(), Shown::Pipeline);
    harness.get_by_role_and_label(Role::Button, "Use a store for each Region").click();
    harness.run();
    let pipeline = harness.state().editor.document().pipeline();
    let regions: Vec<&str> = pipeline.artifact_stores().map(|(region, _)| region).collect();
    assert_eq!(regions, ["eu-north-1"]);
}

#[test]
fn the_menu_starts_commands() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    harness.get_by_role_and_label(Role::Button, "More").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "Duplicate").click();
    harness.run();
    assert!(matches!(harness.state().others.as_slice(), [Intent::Run(Command::Duplicate)]));
}
