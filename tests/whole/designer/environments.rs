//! The environment in use: chosen in the window, kept for the file, and what checks, plans and exports take.

use std::path::PathBuf;

use eframe::egui::{Key, Modifiers, Theme, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use pipewright::cloud::aws::Aws;
use pipewright_tests::fake_aws::FakeAws;
use serde_json::{Value, json};

use super::journey::{connect_to, found_in_a_repository};
use super::{Designer, folder};

/// A name that AWS takes in one of two environments.
fn design() -> String {
    let text = found_in_a_repository(&json!([{"name": "Bundle"}]));
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["pipeline"]["name"] = json!("shop-${Stage}");
    let long = "x".repeat(120);
    file["pipewright"] = json!({"parameters": {"Stage": {
        "default": "test", "environments": {"prod": "prod", "wrong": long},
    }}});
    file.to_string()
}

fn written() -> (tempfile::TempDir, PathBuf) {
    let files = folder();
    let file = files.path().join("shop.json");
    std::fs::write(&file, design()).unwrap();
    (files, file)
}

fn choose(designer: &mut Designer, from: &str, to: &str) {
    designer.click_button(&format!("Environment: {from}"));
    designer.harness.get_by_role_and_label(Role::MenuItem, to).click();
    designer.settle();
}

fn errors(designer: &Designer) -> usize {
    designer.harness.state().editor().derived().counts.errors
}

#[test]
fn checks_follow_the_environment_and_the_file_stays_as_it_is() {
    let (_files, file) = written();
    let mut designer = Designer::open(&file);
    assert_eq!(errors(&designer), 0);
    choose(&mut designer, "Default values", "wrong");
    assert_eq!(errors(&designer), 1);
    choose(&mut designer, "wrong", "prod");
    assert_eq!(errors(&designer), 0);
    assert!(!designer.harness.state().editor().is_dirty(), "it is no change of the design");
    designer.harness.ctx.set_theme(Theme::Dark);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot("designer_environment_dark");
}

#[test]
fn a_change_of_parameters_is_listed_among_the_changes() {
    let (_files, file) = written();
    let mut designer = Designer::open(&file);
    for button in ["Add a parameter", "Add an environment"] {
        // Below what is in view.
        designer.harness.get_by_role_and_label(Role::Button, button).click_accesskit();
        designer.settle();
    }
    designer
        .harness
        .get_by(|node| {
            node.role() == Role::Tab && node.label().is_some_and(|label| label.starts_with("Changes"))
        })
        .click();
    designer.settle();
    assert!(designer.shows("Changed beside the pipeline: parameters, environments"));
}

#[test]
fn the_choice_is_kept_for_the_file() {
    let (_files, file) = written();
    let home = folder();
    let kept = home.path().to_owned();
    let mut designer = Designer::at_home(home, Some(&file), Aws::default(), 1.0);
    choose(&mut designer, "Default values", "prod");
    let settings =
        std::fs::read_to_string(pipewright::storage::Folders::in_one(&kept).config.join("settings.json"));
    let again = folder();
    std::fs::create_dir_all(pipewright::storage::Folders::in_one(again.path()).config).unwrap();
    let path = pipewright::storage::Folders::in_one(again.path()).config.join("settings.json");
    std::fs::write(path, settings.unwrap()).unwrap();
    drop(designer);
    let designer = Designer::at_home(again, Some(&file), Aws::default(), 1.0);
    assert_eq!(designer.harness.state().editor().environment(), Some("prod"));
}

#[test]
fn an_environment_is_published_with_its_values() {
    let fake = FakeAws::start();
    let (_files, file) = written();
    let mut designer = Designer::with(Some(&file), fake.aws(), 1.0);
    connect_to(&mut designer, &fake.connection("test"));
    choose(&mut designer, "Default values", "prod");
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows("Create pipeline"));
    assert!(designer.shows("Publish shop-prod"));
    designer.wait_for_preflight();
    // The policy is for what is sent.
    designer.harness.get_by_role_and_label(Role::Button, "Copy policy").click();
    let copied = designer.copied().expect("a policy");
    assert!(copied.contains("\"Statement\"") && copied.contains("prod"), "{copied}");
    assert!(!copied.contains("${"), "{copied}");
    designer.click_button("Create pipeline");
    designer.wait_until("it is published", |designer| designer.shows("as version 1"));
    designer.close_dialog();
    assert_eq!(fake.pipeline("shop-prod").unwrap()["name"], "shop-prod");
    assert_eq!(designer.document().pipeline().name(), "shop-${Stage}");
    assert_eq!(designer.document().target_in("prod").unwrap().name(), Some("shop-prod"));

    let mut theirs = fake.pipeline("shop-prod").unwrap();
    theirs["version"] = 2.into();
    theirs["executionMode"] = "PARALLEL".into();
    fake.put(theirs);
    designer.click_card("Package");
    designer.key(Key::F2);
    designer.type_text("Pack");
    designer.key(Key::Enter);
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows("Take their changes"));
    designer.click_button("Take their changes");
    designer.wait_until("the plan is there", |designer| designer.shows("Publish version 3"));
    assert_eq!(designer.document().pipeline().execution_mode(), "PARALLEL");
    assert_eq!(designer.document().pipeline().name(), "shop-${Stage}", "references stay");
}

#[test]
fn what_is_live_is_that_of_the_environment() {
    let fake = FakeAws::start();
    let (_files, file) = written();
    let mut live: Value = serde_json::from_str(&design()).unwrap();
    live["pipeline"]["name"] = json!("shop-prod");
    fake.put(live["pipeline"].take());
    let mut designer = Designer::with(Some(&file), fake.aws(), 1.0);
    connect_to(&mut designer, &fake.connection("test"));
    choose(&mut designer, "Default values", "prod");
    designer.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    designer.frames();
    designer.harness.get_by_role_and_label(Role::RadioButton, "Live").click();
    designer.step_until("it is compared", |designer| designer.shows("No differences"));
}
