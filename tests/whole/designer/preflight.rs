//! What the plan shows of the things a design needs.

use egui_kittest::kittest::Queryable as _;
use pipewright::cloud::practice::Practice;
use pipewright_core::preflight::Answer;
use serde_json::json;

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
    designer
        .wait_until("all is looked at", |designer| designer.harness.state().aws().preflight.waiting() == 0);
    (designer, files)
}

#[test]
fn what_is_not_right_stands_open_in_the_plan() {
    let (mut designer, _files) = plan(|practice| {
        practice.put("GetRole", Answer::Absent);
        practice.put("HeadBucket", Answer::Found(json!({"x-amz-bucket-region": "eu-west-1"})));
    });
    let role = designer.harness.query_all_by_label_contains("does not exist").count();
    assert!(role > 0, "the role is told of");
    assert!(designer.shows("CP0107"));
    assert!(designer.harness.query_by_label_contains("there in eu-west-1").is_none(), "it is folded away");
    designer.click_button("What was looked at");
    assert!(designer.harness.query_by_label_contains("there in eu-west-1").is_some());
    assert!(
        designer.harness.query_by_label("Publish version 2").is_some(),
        "it can be published all the same"
    );
}

#[test]
fn what_nobody_may_look_at_is_no_problem() {
    let (mut designer, _files) = plan(|practice| {
        practice.put("GetRole", Answer::Denied { permission: "iam:GetRole".to_owned() });
    });
    assert!(designer.harness.query_by_label_contains("could not be checked").is_some());
    assert!(designer.harness.query_by_label_contains("not right").is_none());
    designer.click_button("What was looked at");
    designer.harness.snapshot("preflight_dark");
}
