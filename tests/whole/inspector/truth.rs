//! Nothing is hidden: odd values, unknown keys and findings.

use super::*;

#[test]
fn what_is_wrong_is_said_while_typing() {
    let mut harness = open(ecs(), Shown::Action("Approve"));
    type_into(&mut harness, "Action role", "role");
    assert_eq!(harness.state().action("Approve").role_arn(), Some("role"));
    let field = harness.get_by_role_and_label(Role::TextInput, "Action role");
    let said = field.accesskit_node().description().unwrap();
    assert!(said.contains("ARN") || said.contains("arn:aws:iam"), "{said}");
    harness.get_by_label(&said);
}

#[test]
fn keys_of_an_unknown_provider_are_rows() {
    let document = with_action(&json!({
        "name": "Ship", "actionTypeId": kind("Deploy", "Custom", "Ferry"),
        "configuration": {"Harbor": "Cuxhaven", "Tide": "high"},
        "surprise": {"inside": [1, 2]},
    }));
    let mut harness = open(document, Shown::Action("Ship"));
    type_into(&mut harness, "Tide", "er");
    assert_eq!(harness.state().configuration("Ship", "Tide"), Some(json!("higher")));
    type_into(&mut harness, "Key Harbor", "Town");
    harness.key_press(Key::Enter);
    harness.run();
    let ship = harness.state().action("Ship");
    let keys: Vec<&str> = ship.configuration().entries().map(|(key, _)| key).collect();
    assert_eq!(keys, ["HarborTown", "Tide"], "in their order");
    harness.get_by_label("Remove Tide").click();
    harness.run();
    harness.get_by_label("Add a configuration key").click();
    harness.run();
    let ship = harness.state().action("Ship");
    let keys: Vec<&str> = ship.configuration().entries().map(|(key, _)| key).collect();
    assert_eq!(keys, ["HarborTown", "Key"]);
    harness.get_by_role_and_label(Role::MultilineTextInput, "surprise");
    assert_eq!(harness.state().action("Ship").members["surprise"], json!({"inside": [1, 2]}));
}

#[test]
fn a_new_key_is_named_at_once_and_then_gets_its_value() {
    let partner = json!({
        "name": "Scan", "actionTypeId": kind("Invoke", "ThirdParty", "Snyk"),
        "inputArtifacts": [{"name": "SourceOutput"}], "outputArtifacts": [{"name": "Report"}],
    });
    let mut harness = open(with_action(&partner), Shown::Action("Scan"));
    for (key, value) in [("Org", "acme"), ("Level", "high")] {
        harness.get_by_role_and_label(Role::Button, "Add a configuration key").click();
        harness.run();
        harness.run();
        assert!(harness.get_by_role_and_label(Role::TextInput, "Key Key").is_focused());
        harness.event(Event::Text(key.to_owned()));
        harness.run();
        harness.key_press(Key::Tab);
        harness.run();
        harness.run();
        assert!(harness.get_by_role_and_label(Role::TextInput, key).is_focused(), "{key}");
        harness.event(Event::Text(value.to_owned()));
        harness.run();
        assert_eq!(harness.state().configuration("Scan", key), Some(json!(value)));
    }
    type_into(&mut harness, "Key Org", "");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Text("Level".to_owned()));
    harness.run();
    assert_eq!(harness.query_all_by_label("Another key has this name").count(), 1);
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().configuration("Scan", "Org"), Some(json!("acme")), "it keeps its name");
}

#[test]
fn only_types_with_keys_of_their_own_ask_for_more() {
    let add = |provider: Value| {
        let action = json!({"name": "Any", "actionTypeId": provider});
        let harness = open(with_action(&action), Shown::Action("Any"));
        harness.query_all_by_label("Add a configuration key").count()
    };
    assert_eq!(add(kind("Build", "AWS", "CodeBuild")), 0);
    assert_eq!(add(kind("Build", "Custom", "Jenkins")), 1);
    assert_eq!(add(kind("Build", "ThirdParty", "CloudBees")), 1);
}

#[test]
fn keys_a_known_provider_does_not_know_are_rows_as_well() {
    let document = with_action(&json!({
        "name": "Build", "actionTypeId": kind("Build", "AWS", "CodeBuild"),
        "configuration": {"ProjectName": "shop", "Color": "red"},
    }));
    let harness = open(document, Shown::Action("Build"));
    let field = harness.get_by_role_and_label(Role::TextInput, "Color");
    assert_eq!(field.value().as_deref(), Some("red"));
}

#[test]
fn values_of_the_wrong_type_are_shown_and_kept() {
    let document = with_action(&json!({
        "name": "Build", "actionTypeId": kind("Build", "AWS", "CodeBuild"), "runOrder": "first",
        "configuration": {"ProjectName": 7, "BatchEnabled": true},
        "inputArtifacts": "SourceOutput",
    }));
    let before = document.to_text();
    let mut harness = open(document, Shown::Action("Build"));
    let project = harness.get_by_role_and_label(Role::TextInput, "Project");
    assert_eq!(project.value().as_deref(), Some("7"));
    let batch = harness.get_by_role_and_label(Role::TextInput, "Batch build");
    assert_eq!(batch.value().as_deref(), Some("true"));
    let inputs = harness.get_by_role_and_label(Role::TextInput, "Input artifacts");
    assert_eq!(inputs.value().as_deref(), Some("\"SourceOutput\""));
    assert_eq!(harness.state().editor.document().to_text(), before);
    type_into(&mut harness, "Project", "1");
    assert_eq!(harness.state().configuration("Build", "ProjectName"), Some(json!(71)));
}

#[test]
fn text_that_is_no_json_stays_in_its_field_and_out_of_the_document() {
    let document = with_action(&json!({
        "name": "Build", "actionTypeId": kind("Build", "AWS", "CodeBuild"), "extra": 5,
        "configuration": {"ProjectName": "shop"},
    }));
    let mut harness = open(document, Shown::Action("Build"));
    type_into(&mut harness, "extra", ",");
    harness.get_by_role_and_label(Role::TextInput, "Project").focus();
    harness.run();
    assert_eq!(harness.state().action("Build").members["extra"], json!(5));
    let field = harness.get_by_role_and_label(Role::TextInput, "extra");
    assert_eq!(field.value().as_deref(), Some("5,"));
    assert!(field.accesskit_node().description().unwrap().starts_with("Not JSON"));
}

#[test]
fn a_finding_stands_below_its_field_with_its_repair() {
    let document = with_action(&json!({
        "name": "Build", "actionTypeId": kind("Build", "AWS", "CodeBuild"), "runOrder": 1,
        "configuration": {"ProjectName": "shop", "BatchEnabled": "True"},
        "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    let mut harness = open(document, Shown::Action("Build"));
    let editor = &harness.state().editor;
    let of_batch = Path::configuration("BatchEnabled");
    let finding = editor.derived().findings.iter().find(|it| it.place.path == of_batch).unwrap().clone();
    let line = harness.get_by_label(&finding.message).rect();
    let field = harness.get_by_role_and_label(Role::TextInput, "Batch build").rect();
    let next = harness.get_by_role_and_label(Role::SpinButton, "Run order").rect();
    assert!(field.bottom() <= line.top() && line.bottom() < next.top(), "below its field");
    harness.get_by_role_and_label(Role::Button, &finding.fixes[0].label).click();
    harness.run();
    assert_eq!(harness.state().configuration("Build", "BatchEnabled"), Some(json!("true")));
    assert!(harness.query_by_label(&finding.message).is_none());
}

#[test]
fn each_finding_is_to_be_seen_somewhere() {
    for document in [ecs(), beanstalk()] {
        let mut harness = open(document, Shown::Pipeline);
        let editor = &harness.state().editor;
        let messages: Vec<(Option<Item>, String)> = editor
            .derived()
            .findings
            .iter()
            .map(|finding| (editor.owner_of(&finding.place), finding.message.clone()))
            .collect();
        for (owner, message) in messages {
            harness.state_mut().editor.select(owner.map(Selection::one).unwrap_or_default());
            harness.run();
            assert!(harness.query_all_by_label(&message).next().is_some(), "{message}");
        }
    }
}

#[test]
fn a_revealed_field_gets_the_focus() {
    let mut harness = open_as(ecs(), Shown::Action("Build"), Theme::Dark, 400.0);
    harness.state_mut().state.focus = Some(Path::key("roleArn"));
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Action role");
    assert!(field.accesskit_node().is_focused());
    assert!(field.rect().bottom() < 400.0, "it is in view: {:?}", field.rect());
    assert_eq!(harness.state().state.focus, None);
}

#[test]
fn fields_explain_themselves_when_asked_to() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    let help = "Actions of a stage with the same run order start together; lower ones end first.";
    assert!(harness.query_by_label(help).is_none());
    harness.get_by_label("Explain fields").click();
    harness.run();
    harness.get_by_label(help);
}

#[test]
fn each_type_of_the_catalog_has_a_form_that_shows_its_example_and_changes_nothing() {
    let mut harness = open(ecs(), Shown::Pipeline);
    for provider in Catalog::get().providers() {
        let document = with_action(&provider.example);
        let before = document.to_text();
        harness.state_mut().editor = Editor::new(document);
        let pipeline = harness.state().editor.document().pipeline();
        let (_, action) = pipeline.actions().last().unwrap();
        let (id, name) = (action.id, action.name().to_owned());
        let fields = provider.fields.iter();
        let labels: Vec<&str> = fields
            .filter(|field| action.configuration().has(&field.key) && field.key != "EnvironmentVariables")
            .map(|field| field.label.as_str())
            .collect();
        harness.state_mut().editor.select(Selection::one(Item::Action(id)));
        harness.run();
        let shown = harness.get_by_role_and_label(Role::TextInput, "Name").value();
        assert_eq!(shown.as_deref(), Some(name.as_str()), "{}", provider.id);
        for label in labels {
            assert!(harness.query_all_by_label(label).next().is_some(), "{label} of {}", provider.id);
        }
        assert_eq!(harness.state().editor.document().to_text(), before, "{}", provider.id);
        assert!(harness.state().editor.history().done().is_empty(), "{}", provider.id);
    }
}

#[test]
fn what_is_no_object_is_shown_as_it_is() {
    let document = with_action(&json!(["not", "an", "action"]));
    let mut harness = open(document, Shown::Pipeline);
    let id = harness.state().editor.document().pipeline().actions().last().unwrap().1.id;
    harness.state_mut().editor.select(Selection::one(Item::Action(id)));
    harness.run();
    assert!(harness.query_by_label_contains("action\"").is_some());
}

#[test]
fn a_pipeline_of_odd_values_is_shown_and_kept() {
    let odd = json!({
        "name": 1, "roleArn": [], "artifactStore": "bucket", "artifactStores": 2, "stages": [
            {"name": 3, "actions": [], "onFailure": "retry", "beforeEntry": {"conditions": [4]}, "more": null},
        ],
        "variables": [5, {"name": 6}], "triggers": [7, {"gitConfiguration": {"push": [8]}}], "version": "one",
        "pipelineType": {}, "executionMode": false, "more": {"deep": []},
    });
    let document = Document::read_text(&odd.to_string()).unwrap();
    let before = document.to_text();
    let mut harness = open(document, Shown::Pipeline);
    let odd_fields = ["Name", "Service role", "Type", "Execution mode", "Version", "artifactStores"];
    for label in odd_fields {
        harness.get_by_role_and_label(Role::TextInput, label);
    }
    harness.get_by_role_and_label(Role::MultilineTextInput, "more");
    let stage = harness.state().editor.document().pipeline().stages[0].id;
    harness.state_mut().editor.select(Selection::one(Item::Stage(stage)));
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "onFailure");
    harness.get_by_role_and_label(Role::TextInput, "more");
    assert_eq!(harness.state().editor.document().to_text(), before);
}

#[test]
fn a_finding_without_a_field_stands_at_the_top() {
    let mut harness = open(with_action(&json!(7)), Shown::Pipeline);
    let id = harness.state().editor.document().pipeline().actions().last().unwrap().1.id;
    harness.state_mut().editor.select(Selection::one(Item::Action(id)));
    harness.run();
    let editor = &harness.state().editor;
    let message = editor.derived().findings_of(Owner::Action(id)).next().unwrap().message.clone();
    let callout = harness.get_by_label(&message).rect();
    let value = harness.get_by_label("7").rect();
    assert!(callout.bottom() < value.top());
}
