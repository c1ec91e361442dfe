//! What the plan shows of the things a design needs.

use std::time::Duration;

use egui_kittest::kittest::Queryable as _;
use pipewright::cloud::practice::Practice;
use pipewright_core::preflight::{Answer, State};
use pipewright_tests::fake_aws::{Behavior, FakeAws};
use serde_json::json;

use super::journey::{connect_to, found_in_a_repository};
use super::{Designer, folder};

/// The sample in the account the program has inside, with the plan open and everything looked at.
fn plan(prepare: impl FnOnce(&Practice)) -> (Designer, tempfile::TempDir) {
    let sample = pipewright_core::samples::sample("connection-ecs").expect("a sample");
    let text = sample.text.replace("111122223333", "123456789012");
    let practice = super::pictures::practice(&text);
    prepare(&practice);
    let files = folder();
    let file = files.path().join("storefront.json");
    std::fs::write(&file, text).expect("a file");
    let mut designer = Designer::with(Some(&file), practice, 1.0);
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows("Publish version 2"));
    designer.wait_for_preflight();
    (designer, files)
}

fn tells(designer: &Designer, words: &str) -> bool {
    designer.harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn what_is_not_right_stands_open_in_the_plan() {
    let (mut designer, _files) = plan(|practice| {
        practice.put("GetRole", Answer::Absent);
        practice.put("HeadBucket", Answer::Found(json!({"x-amz-bucket-region": "eu-west-1"})));
    });
    assert!(tells(&designer, "Service role") && tells(&designer, "does not exist"));
    assert!(tells(&designer, "CP0107"));
    assert!(tells(&designer, "there in eu-west-1"));
    designer.harness.snapshot("preflight_problem_dark");
    designer.click_button("Publish version 2");
    assert!(tells(&designer, "Publish version 2"), "nothing is published");
    designer.harness.get_by_label("Publish in spite of what preflight found").click();
    designer.settle();
    designer.click_button("Publish version 2");
    designer.wait_until("it is published", |designer| designer.shows("as version 2"));
}

#[test]
fn what_nobody_may_look_at_is_no_problem() {
    let (designer, _files) = plan(|practice| {
        practice.put("GetRole", Answer::Denied { permission: "iam:GetRole".to_owned() });
    });
    assert!(tells(&designer, "could not be checked"));
    assert!(!tells(&designer, "not right"));
}

/// The plan for an account that is silent for so long when it is asked for the service role.
fn plan_while_looking(fake: &FakeAws, silence: Duration) -> (Designer, tempfile::TempDir) {
    let files = folder();
    let file = files.path().join("shop.json");
    std::fs::write(&file, found_in_a_repository(&json!([{"name": "Bundle"}]))).expect("a file");
    let mut aws = fake.aws();
    aws.deadlines.attempt = silence;
    aws.deadlines.operation = silence * 4;
    let mut designer = Designer::with(Some(&file), aws, 1.0);
    connect_to(&mut designer, &fake.connection("test"));
    fake.then("GetRole", Behavior::Hang);
    designer.press("Publish…");
    designer.step_until("the plan is there", |designer| designer.shows("Create pipeline"));
    designer.step_until("one is left", |designer| {
        fake.count("GetRole") == 1 && designer.harness.state().aws().preflight.waiting() == 1
    });
    (designer, files)
}

#[test]
fn publishing_waits_for_preflight_unless_somebody_does_not() {
    let fake = FakeAws::start();
    let (mut designer, _files) = plan_while_looking(&fake, Duration::from_mins(1));
    designer.press("Create pipeline");
    assert_eq!(fake.count("CreatePipeline"), 0, "not all is looked at");
    designer.press("Do not wait");
    designer.press("Create pipeline");
    designer.step_until("it is published", |designer| designer.shows("as version 1"));
    assert_eq!(fake.count("CreatePipeline"), 1);
}

#[test]
fn what_preflight_finds_after_all_is_asked_about() {
    let fake = FakeAws::start();
    let absent =
        "<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>no</Message></Error></ErrorResponse>";
    fake.answer("GetRole", 404, absent);
    let (mut designer, _files) = plan_while_looking(&fake, Duration::from_secs(6));
    designer.press("Do not wait");
    let problems = |designer: &Designer| designer.harness.state().aws().preflight.count(State::Problem);
    assert_eq!(problems(&designer), 0);
    designer.step_until("it is found", |designer| problems(designer) == 1);
    designer.press("Create pipeline");
    assert_eq!(fake.count("CreatePipeline"), 0, "that was not known before");
    designer.harness.get_by_label("Publish in spite of what preflight found").click();
    designer.frames();
    designer.press("Create pipeline");
    designer.step_until("it is published", |designer| designer.shows("as version 1"));
}
