//! The whole way: a real-life definition, drawn on, mended, saved, published after reading the plan, and pulled
//! into a second window.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use pipewright::cloud::Connection;
use pipewright::editor::Item;
use pipewright_core::plan::Plan;
use pipewright_tests::fake_aws::{Behavior, FakeAws};
use pipewright_tests::moto::{Moto, ROLE_ARN};
use pipewright_tests::python::or_skip;
use serde_json::{Value, json};

use super::{Designer, Find as _, folder};

/// A definition as `get-pipeline` prints it, of the kind that is found in repositories: polling left on, no
/// approval, an input that is missing.
pub(super) fn found_in_a_repository(inputs_of_release: &Value) -> String {
    let text = json!({
        "pipeline": {
            "name": "shop",
            "roleArn": ROLE_ARN,
            "artifactStore": {"type": "S3", "location": "shop-artifacts-123456789012"},
            "stages": [
                {"name": "Source", "actions": [{
                    "name": "Checkout",
                    "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
                    "runOrder": 1,
                    "configuration": {"RepositoryName": "shop", "BranchName": "main", "PollForSourceChanges": "false"},
                    "outputArtifacts": [{"name": "SourceOutput"}],
                    "inputArtifacts": [],
                    "futureMember": {"keep": ["me", 2.50]}
                }]},
                {"name": "Build", "actions": [{
                    "name": "Package",
                    "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                    "runOrder": 1,
                    "configuration": {"ProjectName": "shop-package"},
                    "outputArtifacts": [{"name": "Bundle"}],
                    "inputArtifacts": [{"name": "SourceOutput"}]
                }]},
                {"name": "Production", "actions": [{
                    "name": "Release",
                    "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "CodeDeploy", "version": "1"},
                    "runOrder": 1,
                    "configuration": {"ApplicationName": "shop", "DeploymentGroupName": "production"},
                    "outputArtifacts": [],
                    "inputArtifacts": inputs_of_release
                }]}
            ],
            "version": 7,
            "executionMode": "SUPERSEDED",
            "pipelineType": "V2"
        },
        "metadata": {"pipelineArn": "arn:aws:codepipeline:eu-west-1:123456789012:shop"}
    });
    format!("{}\n", serde_json::to_string_pretty(&text).unwrap())
}

fn connect(designer: &mut Designer, moto: &Moto) {
    connect_to(designer, &moto.connection("test"));
}

pub(super) fn connect_to(designer: &mut Designer, connection: &Connection) {
    designer.click_button("Account: No account");
    designer.wait_until("the profiles are listed", |designer| {
        designer.harness.state().aws().profiles.ready().is_some()
    });
    choose(designer, "Profile", connection.profile.as_deref().unwrap());
    let endpoint = designer.harness.get_by_role_and_label(Role::TextInput, "Endpoint");
    endpoint.focus();
    designer.settle();
    designer.type_text(connection.endpoint_url.as_deref().unwrap());
    designer.click_button("Connect");
    designer.wait_until("the account has answered", |designer| designer.shows("Account 1234 5678 9012"));
    designer.close_dialog();
}

/// This account has nothing of what the design needs, and that is known.
fn in_spite(designer: &mut Designer) {
    designer.wait_for_preflight();
    designer.harness.get_by_label("Publish in spite of what preflight found").click();
    designer.settle();
}

fn choose(designer: &mut Designer, field: &str, value: &str) {
    designer.harness.get_by_role_and_label(Role::ComboBox, field).click();
    designer.settle();
    let entry = designer.harness.query_all_by_label_contains(value).collect::<Vec<_>>().pop();
    entry.unwrap_or_else(|| panic!("{field} offers {value}")).click();
    designer.settle();
}

#[test]
fn from_a_file_to_the_canvas_to_an_account_and_back() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let files = folder();
    let file = files.path().join("shop.json");
    let original = found_in_a_repository(&json!([]));
    std::fs::write(&file, &original).unwrap();
    let mut designer = Designer::with(Some(&file), moto.aws(), 1.0);
    assert!(designer.shows("error"), "the missing input is told");

    // An approval in front of production, by the "+" between the stages.
    designer.click_button("Add stage before Production");
    designer.type_text("approval");
    designer.key(Key::Enter);
    assert_eq!(designer.stages(), ["Source", "Build", "Approval", "Production"]);

    // The missing wire, drawn from the build.
    let port = designer.harness.get_by_label_output("Bundle", "Package");
    let release = designer.card("Release");
    designer.drag_and_drop(port, release);
    assert_eq!(designer.action("Release").input_artifacts().collect::<Vec<_>>(), ["Bundle"]);
    assert_eq!(designer.harness.state().editor().derived().counts.errors, 0);

    // A finding, by its fix.
    designer.click_card("Checkout");
    designer.key(Key::F2);
    designer.type_text("Check out");
    designer.key(Key::Enter);
    assert!(designer.harness.state().editor().derived().counts.errors > 0);
    designer.keys(Modifiers::COMMAND, Key::Period);
    assert_eq!(designer.harness.state().editor().derived().counts.errors, 0);
    let drawn = designer.document().to_text();

    // All of it back, and all of it again.
    while designer.harness.state().editor().history().undo_label().is_some() {
        designer.keys(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(designer.document().to_bytes(), original.as_bytes());
    assert!(!designer.harness.state().editor().is_dirty());
    while designer.harness.state().editor().history().redo_label().is_some() {
        designer.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    }
    assert_eq!(designer.document().to_text(), drawn);

    designer.keys(Modifiers::COMMAND, Key::S);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), drawn);

    // Published after reading the plan.
    connect(&mut designer, &moto);
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows("Create pipeline"));
    assert!(designer.shows("1234 5678 9012"));
    in_spite(&mut designer);
    designer.click_button("Create pipeline");
    designer
        .wait_until("it is published", |designer| designer.shows("The pipeline is published as version 1"));
    designer.close_dialog();

    // A second window pulls it.
    let mut second = Designer::with(Some(&file), moto.aws(), 1.0);
    connect(&mut second, &moto);
    second.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
    second.wait_until("the pipelines are listed", |designer| designer.shows("Pipeline shop"));
    second.harness.get_by_label("Pipeline shop").click();
    second.settle();
    second.click_button("Open");
    second.wait_until("it is open", |designer| designer.shows("Opened shop version 1"));
    let plan = Plan::between(Some(designer.document().pipeline()), second.document().pipeline());
    assert!(plan.is_empty(), "{}", plan.to_text());
    let kept = second.action(designer.action("Check-out").name()).members.get("futureMember").cloned();
    assert_eq!(kept.map(|value| value.to_string()).as_deref(), Some(r#"{"keep":["me",2.5]}"#));

    // The second window publishes a change; the first one is told before it would overwrite it.
    second.click_card("Approve");
    second.key(Key::F2);
    second.type_text("SignOff");
    second.key(Key::Enter);
    publish_update(&mut second, "Publish version 2", "version 2");

    designer.click_card("Release");
    designer.key(Key::F2);
    designer.type_text("GoLive");
    designer.key(Key::Enter);
    designer.click_button("Publish…");
    designer.wait_until("the change of the other is shown", |designer| {
        designer.shows("Somebody changed the pipeline in the account since version 1")
    });
    assert!(designer.harness.query_by_label("Publish version 3").is_none());
    designer.click_button("Take their changes");
    designer.wait_until("both are in the plan", |designer| {
        designer.harness.query_by_label("Publish version 3").is_some()
    });
    designer.close_dialog();
    assert_eq!(designer.action("SignOff").name(), "SignOff", "theirs is in the design");
    assert_eq!(designer.action("GoLive").name(), "GoLive", "and mine stayed");
    publish_update(&mut designer, "Publish version 3", "version 3");
}

fn publish_update(designer: &mut Designer, button: &str, told: &str) {
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.harness.query_by_label(button).is_some());
    in_spite(designer);
    designer.click_button(button);
    designer.wait_until("it is published", |designer| {
        designer.shows(&format!("The pipeline is published as {told}"))
    });
    designer.close_dialog();
}

#[test]
fn a_pipeline_that_changes_while_the_plan_is_read_is_not_overwritten() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let files = folder();
    let file = files.path().join("shop.json");
    std::fs::write(&file, found_in_a_repository(&json!([{"name": "Bundle"}]))).unwrap();
    let mut first = Designer::with(Some(&file), moto.aws(), 1.0);
    connect(&mut first, &moto);
    first.click_button("Publish…");
    first.wait_until("the plan is there", |designer| designer.shows("Create pipeline"));

    // Somebody else is faster.
    let mut other = Designer::with(Some(&file), moto.aws(), 1.0);
    connect(&mut other, &moto);
    other.click_button("Publish…");
    other.wait_until("the plan is there", |designer| designer.shows("Create pipeline"));
    in_spite(&mut other);
    other.click_button("Create pipeline");
    other.wait_until("it is published", |designer| designer.shows("as version 1"));

    in_spite(&mut first);
    first.click_button("Create pipeline");
    first.wait_until("the plan is made anew", |designer| designer.shows("Nothing was written"));
    assert!(first.harness.query_by_label("Publish version 2").is_some());
}

#[test]
fn an_account_that_does_not_answer_is_told_in_words() {
    let files = folder();
    let file = files.path().join("shop.json");
    std::fs::write(&file, found_in_a_repository(&json!([]))).unwrap();
    let fake = FakeAws::start();
    let mut designer = Designer::with(Some(&file), fake.aws(), 1.0);
    designer.click_button("Publish…");
    designer.wait_until("the fault is told", |designer| designer.shows("Could not"));
    assert!(designer.harness.query_by_label("Try again").is_some());
    designer.close_dialog();
    assert!(!designer.shows("Could not"));
}

#[test]
fn what_the_service_refuses_is_shown_on_the_canvas() {
    let files = folder();
    let file = files.path().join("shop.json");
    std::fs::write(&file, found_in_a_repository(&json!([{"name": "Bundle"}]))).unwrap();
    let fake = FakeAws::start();
    let refusal = "1 validation error detected: Value at 'pipeline.stages.2.member.actions.1.member.configuration' \
                   failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less \
                   than or equal to 1000]";
    fake.persistently("CreatePipeline", &Behavior::error(400, "ValidationException", refusal));
    let mut designer = Designer::with(Some(&file), fake.aws(), 1.0);
    connect_to(&mut designer, &fake.connection("test"));
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows("Create pipeline"));
    designer.wait_for_preflight();
    designer.click_button("Create pipeline");
    designer.wait_until("the refusal is told", |designer| designer.shows("Build › Package › configuration"));
    designer.click_button("Show on the canvas");
    let package = designer.action("Package").id;
    assert_eq!(designer.harness.state().editor().selection().single(), Some(Item::Action(package)));
}
