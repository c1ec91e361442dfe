//! The inspector: forms that read a document and ask for changes, by role and label as a person finds them.

use eframe::egui::{Key, Modifiers, Theme, Ui, UiBuilder, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use pipewright::commands::Command;
use pipewright::editor::{Editor, Item, Selection};
use pipewright::intent::{Intent, Queue};
use pipewright::look::{Tokens, theme};
use pipewright::panels::inspector::{self, InspectorState};
use pipewright_core::catalog::Catalog;
use pipewright_core::document::Document;
use pipewright_core::pipeline::{Action, Path, Variable};
use pipewright_core::samples::sample;
use pipewright_softrender::CpuRenderer;
use serde_json::{Value, json};

/// The inspector with as much of the app as makes its wishes come true.
struct Host {
    editor: Editor,
    state: InspectorState,
    queue: Queue,
    /// What is no change of the document.
    others: Vec<Intent>,
}

impl Host {
    fn new(document: Document) -> Self {
        Self {
            editor: Editor::new(document),
            state: InspectorState::default(),
            queue: Queue::default(),
            others: Vec::new(),
        }
    }

    fn ui(&mut self, ui: &mut Ui) {
        self.run();
        let whole = ui.ctx().content_rect();
        ui.painter().rect_filled(whole, 0.0, Tokens::of(ui).panel);
        let mut ui = ui.new_child(UiBuilder::new().max_rect(whole));
        ui.set_clip_rect(whole);
        inspector::show(&mut ui, &self.editor, &mut self.state, &mut self.queue);
    }

    /// Runs the queue, as the app does between frames.
    fn run(&mut self) {
        for intent in self.queue.take() {
            match intent {
                Intent::Change(change) => self.editor.run(&change).unwrap(),
                Intent::ChangeSelecting(change, after) => self.editor.run_selecting(&change, after).unwrap(),
                Intent::Select(selection) => self.editor.select(selection),
                Intent::Seal => self.editor.seal(),
                other => self.others.push(other),
            }
        }
    }

    fn action(&self, name: &str) -> &Action {
        let mut actions = self.editor.document().pipeline().actions();
        actions.find(|(_, action)| action.name() == name).map(|(_, action)| action).unwrap()
    }

    fn configuration(&self, action: &str, key: &str) -> Option<Value> {
        self.action(action).configuration().0.and_then(|it| it.get(key)).cloned()
    }
}

type Driven = Harness<'static, Host>;

/// What a test looks at.
#[derive(Clone, Copy)]
enum Shown {
    Action(&'static str),
    Stage(&'static str),
    Pipeline,
}

fn open(document: Document, shown: Shown) -> Driven {
    open_as(document, shown, Theme::Dark, 2400.0)
}

fn open_as(document: Document, shown: Shown, theme: Theme, height: f32) -> Driven {
    let mut host = Host::new(document);
    let pipeline = host.editor.document().pipeline();
    let item = match shown {
        Shown::Action(name) => Some(Item::Action(host.action(name).id)),
        Shown::Stage(name) => {
            pipeline.stages.iter().find(|stage| stage.name() == name).map(|stage| Item::Stage(stage.id))
        }
        Shown::Pipeline => None,
    };
    host.editor.select(item.map(Selection::one).unwrap_or_default());
    let mut harness = Harness::builder()
        .with_size(vec2(328.0, height))
        .with_theme(theme)
        .with_context_setup(theme::install)
        .with_max_steps(8)
        .renderer(CpuRenderer::default())
        .build_ui_state(|ui, host: &mut Host| host.ui(ui), host);
    harness.run();
    harness
}

fn ecs() -> Document {
    Document::read_text(sample("connection-ecs").unwrap().text).unwrap()
}

fn beanstalk() -> Document {
    Document::read_text(sample("s3-beanstalk").unwrap().text).unwrap()
}

/// A pipeline with a source and this action behind it.
fn with_action(action: &Value) -> Document {
    let source = json!({"name": "Source", "actions": [{
        "name": "App",
        "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
        "configuration": {"RepositoryName": "shop", "BranchName": "main"},
        "outputArtifacts": [{"name": "SourceOutput"}],
    }]});
    let pipeline = json!({
        "name": "shop", "roleArn": "arn:aws:iam::111122223333:role/shop", "pipelineType": "V2", "version": 1,
        "artifactStore": {"type": "S3", "location": "shop-artifacts"},
        "stages": [source, {"name": "Next", "actions": [action]}],
    });
    Document::read_text(&pipeline.to_string()).unwrap()
}

fn kind(category: &str, owner: &str, provider: &str) -> Value {
    json!({"category": category, "owner": owner, "provider": provider, "version": "1"})
}

#[track_caller]
fn type_into(harness: &mut Driven, label: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, label).focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
    harness.run();
}

fn picture(name: &str, document: Document, shown: Shown, theme: Theme, height: f32) {
    open_as(document, shown, theme, height).snapshot(name);
}

#[test]
fn a_build_dark() {
    picture("inspector_build_dark", ecs(), Shown::Action("Build"), Theme::Dark, 1230.0);
}

#[test]
fn a_build_light() {
    picture("inspector_build_light", ecs(), Shown::Action("Build"), Theme::Light, 1230.0);
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
    type_into(&mut harness, "Tags", "v*, release-{1,2}");
    harness.get_by_label("Add a variable").click();
    harness.run();
    let pipeline = harness.state().editor.document().pipeline();
    assert_eq!(pipeline.execution_mode(), "PARALLEL");
    let defaults: Vec<_> = pipeline.variables().map(Variable::default_value).collect();
    assert_eq!(defaults, [Some("storefront/web"), Some("https://staging.storefront.example.com/"), None]);
    let push = &pipeline.members["triggers"][0]["gitConfiguration"]["push"][0];
    assert_eq!(push["tags"], json!({"includes": ["v*", "release-{1,2}"]}));
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
fn the_menu_starts_commands() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    harness.get_by_role_and_label(Role::Button, "More").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "Duplicate").click();
    harness.run();
    assert!(matches!(harness.state().others.as_slice(), [Intent::Run(Command::Duplicate)]));
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
