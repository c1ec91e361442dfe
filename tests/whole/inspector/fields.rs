//! Typing, picking and switching in the form of an action.

use super::*;

#[test]
fn typing_in_a_required_field_is_one_step_to_undo() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    let before = harness.state().editor.document().to_text();
    for letter in ["-", "2"] {
        type_into(&mut harness, "Project", letter);
    }
    let project = harness.state().configuration("UnitTests", "ProjectName");
    assert_eq!(project, Some(json!("storefront-unit-tests-2")));
    assert_eq!(harness.state().editor.history().done().len(), 1);
    harness.state_mut().editor.undo().unwrap();
    harness.run();
    assert_eq!(harness.state().editor.document().to_text(), before);
    let field = harness.get_by_role_and_label(Role::TextInput, "Project");
    assert_eq!(field.value().as_deref(), Some("storefront-unit-tests"));
}

#[test]
fn leaving_a_field_ends_the_step() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    type_into(&mut harness, "Project", "a");
    harness.get_by_role_and_label(Role::TextInput, "Action role").focus();
    harness.run();
    type_into(&mut harness, "Project", "b");
    assert_eq!(harness.state().editor.history().done().len(), 2);
}

#[test]
fn emptying_a_field_removes_its_key() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    harness.get_by_role_and_label(Role::TextInput, "Project").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.key_press(Key::Backspace);
    harness.run();
    assert_eq!(harness.state().configuration("UnitTests", "ProjectName"), None);
    harness.get_by_role_and_label(Role::TextInput, "Project").type_text("new");
    harness.run();
    assert_eq!(harness.state().configuration("UnitTests", "ProjectName"), Some(json!("new")));
}

#[test]
fn a_name_is_renamed_when_the_field_is_left() {
    let mut harness = open(ecs(), Shown::Action("App"));
    type_into(&mut harness, "Name", "2");
    assert_eq!(harness.state().action("App").name(), "App", "not while typing");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().action("App2").name(), "App2");
    let trigger = harness.state().editor.document().pipeline().triggers().next().unwrap();
    assert_eq!(trigger.source_action_name(), Some("App2"), "references follow");
}

#[test]
fn escape_leaves_a_name_as_it_was() {
    let mut harness = open(ecs(), Shown::Action("App"));
    type_into(&mut harness, "Name", "2");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().editor.history().done().is_empty());
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    assert_eq!(field.value().as_deref(), Some("App"));
}

#[test]
fn a_name_being_typed_is_taken_when_another_thing_is_selected() {
    let mut harness = open(ecs(), Shown::Action("App"));
    type_into(&mut harness, "Name", "2");
    harness.state_mut().editor.select(Selection::none());
    harness.run();
    assert_eq!(harness.state().action("App2").name(), "App2");
}

#[test]
fn a_choice_offers_what_the_catalog_allows_and_its_default() {
    let mut harness = open(ecs(), Shown::Action("App"));
    harness.get_by_role_and_label(Role::ComboBox, "Output format").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "CODEBUILD_CLONE_REF").click();
    harness.run();
    let format = harness.state().configuration("App", "OutputArtifactFormat");
    assert_eq!(format, Some(json!("CODEBUILD_CLONE_REF")));
    harness.get_by_role_and_label(Role::ComboBox, "Output format").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Default: CODE_ZIP").click();
    harness.run();
    assert_eq!(harness.state().configuration("App", "OutputArtifactFormat"), None);
}

#[test]
fn a_value_outside_the_list_stays_to_be_chosen() {
    let document = with_action(&json!({
        "name": "Upload", "actionTypeId": kind("Deploy", "AWS", "S3"),
        "configuration": {"BucketName": "shop", "Extract": "true", "CannedACL": "everybody"},
        "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    let before = document.to_text();
    let mut harness = open(document, Shown::Action("Upload"));
    let field = harness.get_by_role_and_label(Role::ComboBox, "Canned ACL");
    assert_eq!(field.value().as_deref(), Some("everybody"));
    field.click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "everybody");
    assert_eq!(harness.state().editor.document().to_text(), before);
}

#[test]
fn a_switch_has_a_default_besides_on_and_off() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    harness.get_by_role_and_label(Role::Switch, "Batch build").click();
    harness.run();
    assert_eq!(harness.state().configuration("UnitTests", "BatchEnabled"), Some(json!("true")));
    harness.get_by_label("Use the default of batch build").click();
    harness.run();
    assert_eq!(harness.state().configuration("UnitTests", "BatchEnabled"), None);
}

#[test]
fn run_order_and_timeout_are_numbers() {
    let mut harness = open(ecs(), Shown::Action("Approve"));
    let field = harness.get_by_role_and_label(Role::SpinButton, "Timeout");
    assert_eq!(field.value().as_deref(), Some("1440"));
    field.focus();
    harness.run();
    harness.get_by_role_and_label(Role::SpinButton, "Timeout").type_text("0");
    harness.run();
    assert_eq!(harness.state().action("Approve").timeout_minutes(), Some(14_400));
    harness.get_by_role_and_label(Role::SpinButton, "Timeout").type_text("0");
    harness.run();
    assert_eq!(harness.state().action("Approve").timeout_minutes(), Some(14_400), "more than allowed");
    harness.get_by_label("Enter 5 to 86400");
}

#[test]
fn another_provider_keeps_the_configuration() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    harness.get_by_role_and_label(Role::ComboBox, "Provider").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Commands").scroll_to_me();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Commands").click();
    harness.run();
    assert_eq!(harness.state().action("UnitTests").action_type().provider, "Commands");
    let field = harness.get_by_role_and_label(Role::TextInput, "ProjectName");
    assert_eq!(field.value().as_deref(), Some("storefront-unit-tests"), "as a raw row");
    harness.get_by_role_and_label(Role::MultilineTextInput, "Commands").focus();
    harness.run();
    harness.get_by_role_and_label(Role::MultilineTextInput, "Commands").type_text("npm ci\n");
    harness.run();
    harness.get_by_role_and_label(Role::MultilineTextInput, "Commands").type_text("npm test");
    harness.run();
    let commands: Vec<&str> = harness.state().action("UnitTests").commands().collect();
    assert_eq!(commands, ["npm ci", "npm test"]);
}

#[test]
fn build_variables_are_rows_of_their_json_text() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    type_into(&mut harness, "Value of IMAGE_TAG", "-x");
    let variables = |harness: &Driven| -> Value {
        let text = harness.state().configuration("Build", "EnvironmentVariables").unwrap();
        serde_json::from_str(text.as_str().unwrap()).unwrap()
    };
    assert_eq!(variables(&harness)[2]["value"], json!("#{SourceVariables.CommitId}-x"));
    harness.get_by_label("IMAGE_TAG: Plain text").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "Parameter Store").click();
    harness.run();
    assert_eq!(variables(&harness)[2]["type"], json!("PARAMETER_STORE"));
    harness.get_by_label("Add an environment variable").click();
    harness.run();
    assert_eq!(variables(&harness)[4]["name"], json!("NAME"));
}

#[test]
fn a_secret_is_masked_until_it_is_asked_for() {
    let document = with_action(&json!({
        "name": "Skill", "actionTypeId": kind("Deploy", "ThirdParty", "AlexaSkillsKit"),
        "configuration": {"ClientId": "id", "ClientSecret": "hush", "RefreshToken": "****", "SkillId": "s"},
        "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    let mut harness = open(document, Shown::Action("Skill"));
    assert!(harness.query_all_by_value("hush").next().is_none());
    harness.get_by_label("Show client secret").click();
    harness.run();
    assert!(harness.query_all_by_value("hush").next().is_some());
}

#[test]
fn the_value_of_a_parameter_in_a_masked_field_is_not_told() {
    let mut file = with_action(&json!({
        "name": "Skill", "actionTypeId": kind("Deploy", "ThirdParty", "AlexaSkillsKit"),
        "configuration": {"ClientId": "${Id}", "ClientSecret": "${Word}", "RefreshToken": "****", "SkillId": "s"},
        "inputArtifacts": [{"name": "SourceOutput"}],
    }))
    .to_value();
    file["pipewright"] = json!({"parameters": {"Word": {"default": "hush"}, "Id": {"default": "amzn1"}}});
    let mut harness = open(Document::read_text(&file.to_string()).unwrap(), Shown::Action("Skill"));
    assert_eq!(harness.query_all_by_label_contains("amzn1").count(), 1);
    assert_eq!(harness.query_all_by_label_contains("hush").count(), 0);
    harness.get_by_label("Show client secret").click();
    harness.run();
    assert_eq!(harness.query_all_by_label_contains("hush").count(), 1);
}

#[test]
fn a_key_the_catalog_does_not_know_is_masked_if_it_speaks_of_a_secret() {
    let document = with_action(&json!({
        "name": "Ship", "actionTypeId": kind("Deploy", "Custom", "Ferry"),
        "configuration": {"ApiToken": "hush", "Tide": "high"},
    }));
    let mut harness = open(document, Shown::Action("Ship"));
    assert!(harness.query_all_by_value("hush").next().is_none());
    assert!(harness.query_all_by_value("high").next().is_some());
    harness.get_by_label("Show ApiToken").click();
    harness.run();
    assert!(harness.query_all_by_value("hush").next().is_some());
}

#[test]
fn a_field_comes_and_is_required_as_another_one_asks_for_it() {
    let mut harness = open(
        with_action(&json!({
            "name": "Stack", "actionTypeId": kind("Deploy", "AWS", "CloudFormation"),
            "configuration": {"ActionMode": "CREATE_UPDATE", "StackName": "shop"},
            "inputArtifacts": [{"name": "SourceOutput"}],
        })),
        Shown::Action("Stack"),
    );
    assert!(harness.query_by_role_and_label(Role::TextInput, "Change set").is_none());
    let required = |harness: &Driven| harness.query_all_by_label("required").count();
    let before = required(&harness);
    harness.get_by_role_and_label(Role::ComboBox, "Mode").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "CHANGE_SET_REPLACE").click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Change set");
    assert_eq!(required(&harness), before + 1);
}
