//! What starts the pipeline: building triggers, and trying events.

use super::*;

fn git(harness: &Driven) -> Value {
    let pipeline = harness.state().editor.document().pipeline();
    pipeline.members.get("triggers").map_or(Value::Null, |triggers| triggers[0]["gitConfiguration"].clone())
}

#[track_caller]
fn click(harness: &mut Driven, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run();
}

#[track_caller]
fn choose(harness: &mut Driven, field: &str, option: &str) {
    harness.get_by_role_and_label(Role::ComboBox, field).click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, option).click();
    harness.run();
}

/// Types a text over what stands in a field.
#[track_caller]
fn retype(harness: &mut Driven, label: &str, text: &str) {
    let role = if label == "Changed files" { Role::MultilineTextInput } else { Role::TextInput };
    harness.get_by_role_and_label(role, label).focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.get_by_role_and_label(role, label).type_text(text);
    harness.run();
}

fn without_triggers(pipeline_type: &str) -> Document {
    let mut file: Value = serde_json::from_str(sample("connection-ecs").unwrap().text).unwrap();
    file["pipeline"].as_object_mut().unwrap().shift_remove("triggers");
    file["pipeline"]["pipelineType"] = json!(pipeline_type);
    let source = &mut file["pipeline"]["stages"][0]["actions"][0]["configuration"];
    source.as_object_mut().unwrap().shift_remove("DetectChanges");
    Document::read_text(&file.to_string()).unwrap()
}

#[test]
fn each_source_says_what_starts_it() {
    let harness = open(without_triggers("V2"), Shown::Pipeline);
    harness.get_by_label("Starts on every push to main – default");
    harness.get_by_label_contains("by an EventBridge rule, which Pipewright does not create here");
    let harness = open(ecs(), Shown::Pipeline);
    harness.get_by_label_contains("Starts on a push to main that changes src/**, migrations/**");
}

#[test]
fn a_trigger_is_added_by_one_click_and_removed_by_another() {
    let mut harness = open(without_triggers("V2"), Shown::Pipeline);
    click(&mut harness, "Add a trigger");
    assert_eq!(
        git(&harness),
        json!({"sourceActionName": "App", "push": [{"branches": {"includes": ["main"]}}]})
    );
    harness.get_by_label("Starts on a push to main");
    click(&mut harness, "Remove push 1");
    assert_eq!(git(&harness), Value::Null);
    assert_eq!(harness.state().editor.history().done().len(), 2);
}

#[test]
fn patterns_are_typed_one_after_the_other() {
    let mut harness = open(without_triggers("V2"), Shown::Pipeline);
    click(&mut harness, "Add a trigger");
    click(&mut harness, "Add to branches");
    harness.get_by_label("any text, over folders, too");
    harness.get_by_role_and_label(Role::TextInput, "Pattern for branches").type_text("release/**, {a,b}");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(git(&harness)["push"][0]["branches"]["includes"], json!(["main", "release/**", "{a,b}"]));
    harness.get_by_role_and_label(Role::TextInput, "Pattern for branches").type_text("{a");
    harness.run();
    harness.get_by_label("The pattern lacks a closing brace");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Pattern for branches").is_none());
    click(&mut harness, "release/**");
    retype(&mut harness, "Pattern for branches", "hotfix/*");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(git(&harness)["push"][0]["branches"]["includes"], json!(["main", "hotfix/*", "{a,b}"]));
    for pattern in ["main", "hotfix/*", "{a,b}"] {
        click(&mut harness, &format!("Remove {pattern}"));
    }
    assert_eq!(git(&harness)["push"][0], json!({"branches": {"includes": ["**"]}}), "AWS needs branches");
}

#[test]
fn a_push_is_about_branches_or_about_tags() {
    let mut harness = open(ecs(), Shown::Pipeline);
    harness.get_by_role_and_label(Role::RadioButton, "Tags").click();
    harness.run();
    assert_eq!(git(&harness)["push"], json!([{"tags": {"includes": ["v*"]}}]));
    assert!(harness.query_by_label("Only these files").is_none(), "tags have no files");
    click(&mut harness, "Exclude tags");
    harness.get_by_role_and_label(Role::TextInput, "Pattern for without tags").type_text("*-rc");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(git(&harness)["push"], json!([{"tags": {"includes": ["v*"], "excludes": ["*-rc"]}}]));
    for _ in 0..2 {
        click(&mut harness, "Add tag");
    }
    assert_eq!(git(&harness)["push"].as_array().map(Vec::len), Some(3));
    assert!(harness.get_by_role_and_label(Role::Button, "Add push").accesskit_node().is_disabled());
}

#[test]
fn events_meet_the_values_of_parameters() {
    let mut file = ecs().to_value();
    let push = json!([{"branches": {"includes": ["${Line}/**"]}}]);
    file["pipeline"]["triggers"][0]["gitConfiguration"] = json!({"sourceActionName": "App", "push": push});
    file["pipewright"]["parameters"] =
        json!({"Line": {"default": "next", "environments": {"prod": "release"}}});
    let mut harness = open(Document::read_text(&file.to_string()).unwrap(), Shown::Pipeline);
    harness.get_by_label("Starts on a push to next/**");
    harness.get_by_role_and_label(Role::Button, "${Line}/**");
    click(&mut harness, "Try an event");
    retype(&mut harness, "Branch of the push", "release/1");
    harness.get_by_label("Does not start the pipeline");
    harness.state_mut().editor.use_environment(Some("prod"));
    harness.run();
    harness.get_by_label("Starts on a push to release/**");
    harness.get_by_label("Starts the pipeline");
}

#[test]
fn on_v1_the_way_to_triggers_leads_over_v2() {
    let mut harness = open(without_triggers("V1"), Shown::Pipeline);
    assert!(harness.query_by_label("Add a trigger").is_none());
    harness.get_by_label_contains("V2 adds triggers for branches, tags, changed files and pull requests");
    click(&mut harness, "Change to V2");
    assert!(harness.state().editor.document().pipeline().is_v2());
    click(&mut harness, "Add a trigger");
    assert!(git(&harness).is_object());
}

#[test]
fn an_event_is_tried_and_the_deciding_pattern_is_named() {
    let mut harness = open(ecs(), Shown::Pipeline);
    click(&mut harness, "Try an event");
    harness.get_by_label("Does not start the pipeline");
    harness.get_by_label_contains("README.md is excluded by **/*.md");
    retype(&mut harness, "Changed files", "src/app.rs");
    harness.get_by_label("Starts the pipeline");
    harness.get_by_label("Push filter 1 fits: main is included, and src/app.rs fits src/**");
    choose(&mut harness, "Event", "Push of a tag");
    harness.get_by_label("Push filter 1: it is about branches, not tags");
    choose(&mut harness, "Event", "Pull request");
    choose(&mut harness, "It is", "closed");
    harness.get_by_label("Push filter 1: it is about pushes");
    click(&mut harness, "Add pull request");
    harness.get_by_label_contains("it does not listen to pull requests being closed");
    choose(&mut harness, "At source", "BaseImage");
    harness.get_by_label("Starts from outside");
    retype(&mut harness, "Image tag", "v0");
    harness.get_by_label("Does not start the pipeline");
    assert_eq!(harness.state().editor.history().done().len(), 1, "trying changes nothing");
}

#[test]
fn what_aws_refuses_is_shown_and_can_be_repaired() {
    let mut file: Value = serde_json::from_str(sample("connection-ecs").unwrap().text).unwrap();
    file["pipeline"]["triggers"][0]["gitConfiguration"]["push"][0]["tags"] = json!({"includes": ["v*"]});
    let mut harness = open(Document::read_text(&file.to_string()).unwrap(), Shown::Pipeline);
    harness.get_by_label("AWS refuses push filter 1: it is about tags and branches at once");
    click(&mut harness, "Split into two filters");
    assert_eq!(git(&harness)["push"].as_array().map(Vec::len), Some(2));
}

fn picture(name: &str, theme: Theme) {
    let mut harness = open_as(ecs(), Shown::Pipeline, theme, 2260.0);
    click(&mut harness, "Add pull request");
    click(&mut harness, "Try an event");
    retype(&mut harness, "Changed files", "README.md\nsrc/app.rs");
    harness.snapshot(name);
}

#[test]
fn triggers_dark() {
    picture("triggers_dark", Theme::Dark);
}

#[test]
fn triggers_light() {
    picture("triggers_light", Theme::Light);
}

#[test]
fn a_pattern_is_typed() {
    let mut harness = open_as(ecs(), Shown::Pipeline, Theme::Dark, 1900.0);
    click(&mut harness, "Try an event");
    click(&mut harness, "Add to branches");
    harness.get_by_role_and_label(Role::TextInput, "Pattern for branches").type_text("release/**");
    harness.run();
    harness.snapshot("triggers_pattern");
}

#[test]
fn several_actions_of_one_provider() {
    let mut harness = open_as(ecs(), Shown::Pipeline, Theme::Light, 900.0);
    let ids = ["Build", "UnitTests"].map(|name| harness.state().action(name).id);
    harness.state_mut().editor.select(Selection::actions(ids));
    harness.run();
    harness.snapshot("inspector_bulk");
}
