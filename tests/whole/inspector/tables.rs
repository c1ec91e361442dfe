//! Tables of names and values: adding, sorting, moving, removing and pasting, and what no table can show.

use super::*;

fn stack(overrides: &str) -> Document {
    with_action(&json!({
        "name": "Stack", "actionTypeId": kind("Deploy", "AWS", "CloudFormation"), "runOrder": 1,
        "configuration": {
            "ActionMode": "CREATE_UPDATE", "StackName": "shop", "RoleArn": "arn:aws:iam::111122223333:role/shop",
            "TemplatePath": "SourceOutput::template.yaml", "ParameterOverrides": overrides,
        },
        "inputArtifacts": [{"name": "SourceOutput"}],
    }))
}

fn text_of(harness: &Driven, action: &str, key: &str) -> String {
    harness.state().configuration(action, key).unwrap().as_str().unwrap().to_owned()
}

fn variables(harness: &Driven, action: &str) -> Vec<(String, String)> {
    let rows: Value = serde_json::from_str(&text_of(harness, action, "EnvironmentVariables")).unwrap();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.as_array().unwrap().iter().map(|row| (text(row, "name"), text(row, "value"))).collect()
}

fn pick(harness: &mut Driven, button: &str, entry: &str) {
    harness.get_by_role_and_label(Role::Button, button).click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, entry).click();
    harness.run();
}

#[test]
fn parameter_overrides_are_a_table_that_keeps_how_they_are_written() {
    let before = r#"{ "Stage": "prod",  "Code": {"Fn::GetParam": ["SourceOutput", "a.json", "Code"]} }"#;
    let mut harness = open(stack(before), Shown::Action("Stack"));
    type_into(&mut harness, "Value of Stage", "2");
    assert_eq!(text_of(&harness, "Stack", "ParameterOverrides"), before.replace("prod", "prod2"));
    let code = harness.get_by_role_and_label(Role::TextInput, "Value of Code").value();
    assert_eq!(code.as_deref(), Some(r#"{"Fn::GetParam":["SourceOutput","a.json","Code"]}"#));
    type_into(&mut harness, "Name of parameter 1", "s");
    assert_eq!(
        text_of(&harness, "Stack", "ParameterOverrides"),
        before.replace("prod", "prod2").replace("Stage", "Stages")
    );
    pick(&mut harness, "Stages: more", "Remove");
    pick(&mut harness, "Code: more", "Remove");
    assert_eq!(harness.state().configuration("Stack", "ParameterOverrides"), None);
}

#[test]
fn a_value_that_is_no_text_takes_only_json() {
    let before = r#"{"Count":1}"#;
    let mut harness = open(stack(before), Shown::Action("Stack"));
    type_into(&mut harness, "Value of Count", "x");
    assert_eq!(text_of(&harness, "Stack", "ParameterOverrides"), before);
    let cell = harness.get_by_role_and_label(Role::TextInput, "Value of Count").value();
    assert_eq!(cell.as_deref(), Some("1x"), "what is typed stays");
    assert_eq!(harness.query_all_by_label_contains("Not JSON").count(), 1, "and why it is not taken is said");
    harness.key_press(Key::Backspace);
    harness.run();
    assert_eq!(harness.query_all_by_label_contains("Not JSON").count(), 0);
}

#[test]
fn a_name_that_is_taken_is_told_and_left_out() {
    let before = r#"{"Stage":"prod","Size":"2"}"#;
    let mut harness = open(stack(before), Shown::Action("Stack"));
    harness.get_by_role_and_label(Role::TextInput, "Name of parameter 2").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Paste("Stage".to_owned()));
    harness.run();
    assert_eq!(harness.query_all_by_label("Another row has this name").count(), 1);
    assert_eq!(text_of(&harness, "Stack", "ParameterOverrides"), before);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.key_press(Key::Backspace);
    harness.run();
    assert_eq!(harness.query_all_by_label("Enter a name").count(), 1);
    assert_eq!(text_of(&harness, "Stack", "ParameterOverrides"), before);
}

#[test]
fn broken_json_gives_way_to_an_editor_that_says_where_it_breaks() {
    let before = "{\n  \"Stage\": \"prod\",\n  broken\n}";
    let mut harness = open(stack(before), Shown::Action("Stack"));
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Parameter overrides");
    assert_eq!(field.value().as_deref(), Some(before), "nothing is lost");
    let said = field.accesskit_node().description().unwrap();
    assert!(said.contains("line 3"), "{said}");
    assert_eq!(text_of(&harness, "Stack", "ParameterOverrides"), before);
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Text("{\"Stage\": \"prod\"}".to_owned()));
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Value of Stage");
}

#[test]
fn lines_of_an_env_file_are_pasted_into_any_cell() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    let count = variables(&harness, "Build").len();
    harness.get_by_role_and_label(Role::TextInput, "Value of IMAGE_TAG").focus();
    harness.run();
    let pasted = "# build\nexport IMAGE_TAG=latest\nGREETING='hello # you' # why\n";
    harness.event(Event::Paste(pasted.to_owned()));
    harness.run();
    let rows = variables(&harness, "Build");
    assert_eq!(rows.len(), count + 1);
    assert_eq!(rows[2], ("IMAGE_TAG".to_owned(), "latest".to_owned()));
    assert_eq!(rows[count], ("GREETING".to_owned(), "hello # you".to_owned()));
    assert_eq!(harness.state().editor.history().done().len(), 1, "one step to undo");
}

#[test]
fn one_assignment_in_a_value_is_only_a_value() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    let count = variables(&harness, "Build").len();
    harness.get_by_role_and_label(Role::TextInput, "Value of IMAGE_TAG").focus();
    harness.run();
    harness.event(Event::Paste("A=b".to_owned()));
    harness.run();
    let rows = variables(&harness, "Build");
    assert_eq!(rows.len(), count);
    assert!(rows[2].1.ends_with("A=b"), "{rows:?}");
}

#[test]
fn a_new_row_is_typed_over_and_takes_a_pasted_line() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    harness.get_by_role_and_label(Role::Button, "Add an environment variable").click();
    harness.run();
    harness.event(Event::Text("STAGE".to_owned()));
    harness.run();
    let first = ("STAGE".to_owned(), String::new());
    assert_eq!(variables(&harness, "UnitTests").last(), Some(&first), "the name is selected");
    harness.event(Event::Paste("STAGE=prod".to_owned()));
    harness.run();
    assert_eq!(variables(&harness, "UnitTests").last(), Some(&("STAGE".to_owned(), "prod".to_owned())));
}

#[test]
fn the_menu_of_a_table_pastes_and_sorts() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    pick(&mut harness, "More for environment variables", "Paste NAME=value lines");
    harness.event(Event::Paste("AAA=1".to_owned()));
    harness.run();
    assert_eq!(variables(&harness, "Build").last().map(|row| row.0.as_str()), Some("AAA"));
    pick(&mut harness, "More for environment variables", "Sort by name");
    assert_eq!(variables(&harness, "Build").first().map(|row| row.0.as_str()), Some("AAA"));
}

#[test]
fn rows_are_moved_by_their_menu() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    let names =
        |harness: &Driven| variables(harness, "Build").into_iter().map(|row| row.0).collect::<Vec<_>>();
    let before = names(&harness);
    pick(&mut harness, &format!("{}: Plain text", before[0]), "Move down");
    assert_eq!(names(&harness)[..2], [before[1].clone(), before[0].clone()]);
}

#[test]
fn a_meter_tells_how_much_of_the_limit_is_used() {
    let text = format!("{{\"Stage\":\"{}\"}}", "x".repeat(1000));
    let harness = open(stack(&text), Shown::Action("Stack"));
    let meter = harness.get_by_role_and_label(Role::Meter, "1,012 of 1,000 characters");
    assert_eq!(meter.accesskit_node().numeric_value(), Some(1012.0));
    let harness = open(stack("{\"Stage\":\"prod\"}"), Shown::Action("Stack"));
    harness.get_by_role_and_label(Role::Meter, "16 of 1,000 characters");
}

#[test]
fn revisions_for_another_pipeline_are_rows() {
    let revisions = r#"[{"actionName":"App","revisionType":"COMMIT_ID","revisionValue":"abc"}]"#;
    let document = with_action(&json!({
        "name": "Start", "actionTypeId": kind("Invoke", "AWS", "CodePipeline"),
        "configuration": {"PipelineName": "other", "SourceRevisions": revisions},
    }));
    let mut harness = open(document, Shown::Action("Start"));
    pick(&mut harness, "App: Commit", "S3 object key");
    type_into(&mut harness, "Value of App", "d");
    let expected = revisions.replace("COMMIT_ID", "S3_OBJECT_KEY").replace("abc", "abcd");
    assert_eq!(text_of(&harness, "Start", "SourceRevisions"), expected);
    harness.get_by_role_and_label(Role::Button, "Add a variable").click();
    harness.run();
    assert_eq!(text_of(&harness, "Start", "Variables"), r#"[{"name":"NAME","value":""}]"#);
}

#[test]
fn a_variable_of_the_pipeline_is_moved_and_removed() {
    let mut harness = open(ecs(), Shown::Pipeline);
    let names = |harness: &Driven| {
        let pipeline = harness.state().editor.document().pipeline();
        pipeline.variables().filter_map(Variable::name).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = names(&harness);
    assert_eq!(before, ["ImageRepository", "StagingUrl"]);
    pick(&mut harness, "More for StagingUrl", "Move up");
    assert_eq!(names(&harness), ["StagingUrl", "ImageRepository"]);
    pick(&mut harness, "More for StagingUrl", "Remove");
    pick(&mut harness, "More for ImageRepository", "Remove");
    let members = &harness.state().editor.document().pipeline().members;
    assert!(!members.contains_key("variables"), "AWS refuses an empty list");
}
