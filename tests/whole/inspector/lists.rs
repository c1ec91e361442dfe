//! Lists as chips, and commands as numbered lines.

use super::*;

fn commands() -> Document {
    with_action(&json!({
        "name": "Run", "actionTypeId": kind("Compute", "AWS", "Commands"),
        "commands": ["npm ci"], "inputArtifacts": [{"name": "SourceOutput"}],
        "outputArtifacts": [{"name": "Site", "files": ["dist/**/*"]}],
        "outputVariables": ["TAG"],
        "configuration": {"Subnets": "subnet-1, subnet-2"},
    }))
}

fn files(harness: &Driven) -> Value {
    harness.state().action("Run").members["outputArtifacts"][0]["files"].clone()
}

fn subnets(harness: &Driven) -> Option<Value> {
    harness.state().configuration("Run", "Subnets")
}

#[test]
fn enter_and_comma_end_a_text() {
    let mut harness = open(commands(), Shown::Action("Run"));
    type_into(&mut harness, "Files in Site", "a.{js,css},");
    assert_eq!(
        files(&harness),
        json!(["dist/**/*", "a.{js,css}"]),
        "a comma in braces belongs to the pattern"
    );
    type_into(&mut harness, "Files in Site", "b");
    assert_eq!(files(&harness), json!(["dist/**/*", "a.{js,css}"]), "not yet");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(files(&harness), json!(["dist/**/*", "a.{js,css}", "b"]));
    let field = harness.get_by_role_and_label(Role::TextInput, "Files in Site");
    assert!(field.is_focused(), "the next one can be typed");
    assert_eq!(field.value().unwrap_or_default(), "");
}

#[test]
fn leaving_the_field_ends_a_text_and_escape_drops_it() {
    let mut harness = open(commands(), Shown::Action("Run"));
    type_into(&mut harness, "Subnets", "subnet-3");
    harness.get_by_role_and_label(Role::TextInput, "Name").focus();
    harness.run();
    assert_eq!(subnets(&harness), Some(json!("subnet-1,subnet-2,subnet-3")));
    type_into(&mut harness, "Subnets", "subnet-4");
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(subnets(&harness), Some(json!("subnet-1,subnet-2,subnet-3")));
}

#[test]
fn chips_are_removed_and_taken_back_into_the_text() {
    let mut harness = open(commands(), Shown::Action("Run"));
    harness.get_by_label("Remove subnet-1").click();
    harness.run();
    assert_eq!(subnets(&harness), Some(json!("subnet-2")));
    harness.get_by_role_and_label(Role::Button, "subnet-2").click();
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Subnets");
    assert_eq!(field.value().as_deref(), Some("subnet-2"));
    harness.get_by_role_and_label(Role::TextInput, "Subnets").type_text("2");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(subnets(&harness), Some(json!("subnet-22")));
    harness.key_press(Key::Backspace);
    harness.run();
    assert_eq!(subnets(&harness), None);
}

#[test]
fn pasted_lines_become_a_chip_each() {
    let mut harness = open(commands(), Shown::Action("Run"));
    harness.get_by_role_and_label(Role::TextInput, "Output variables").focus();
    harness.run();
    harness.event(Event::Paste("TAG\nVERSION\r\n\nDIGEST, URL\n".to_owned()));
    harness.run();
    let names: Vec<&str> = harness.state().action("Run").output_variables().collect();
    assert_eq!(names, ["TAG", "VERSION", "DIGEST", "URL"], "what is there is not added again");
}

#[test]
fn a_list_is_left_as_it_is_written_until_it_is_edited() {
    let document = commands();
    let before = document.to_text();
    let mut harness = open(document, Shown::Action("Run"));
    harness.get_by_role_and_label(Role::TextInput, "Subnets").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Name").focus();
    harness.run();
    assert_eq!(harness.state().editor.document().to_text(), before);
}

#[test]
fn commands_tell_how_many_they_are() {
    let harness = open(commands(), Shown::Action("Run"));
    harness.get_by_label("1 of 50");
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Commands");
    assert_eq!(field.value().as_deref(), Some("npm ci"));
}

#[test]
fn arrows_count_a_number_within_its_bounds() {
    let document = with_action(&json!({
        "name": "Deploy", "actionTypeId": kind("Deploy", "AWS", "ECS"),
        "configuration": {"ClusterName": "shop", "ServiceName": "web", "DeploymentTimeout": "59"},
        "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    let mut harness = open(document, Shown::Action("Deploy"));
    let label =
        Catalog::get().provider_by_id("Deploy/AWS/ECS/1").unwrap().field("DeploymentTimeout").unwrap();
    harness.get_by_role_and_label(Role::TextInput, &label.label).focus();
    harness.run();
    for _ in 0..3 {
        harness.key_press(Key::ArrowUp);
        harness.run();
    }
    assert_eq!(harness.state().configuration("Deploy", "DeploymentTimeout"), Some(json!("60")));
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().configuration("Deploy", "DeploymentTimeout"), Some(json!("59")));
}
