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
