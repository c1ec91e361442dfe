//! Problems in the window: what can be done with each and with all, and what is accepted.

use std::path::PathBuf;

use eframe::egui::{Key, Modifiers, PointerButton, Theme, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pipewright_core::check::explain;
use serde_json::{Value, json};

use crate::designer::{Designer, folder};

/// A sample with a run order that leaves a gap, a switch in capitals and an unknown mode: as many problems as the
/// drawer has room for.
fn troubled() -> Value {
    let sample = pipewright_core::samples::sample("s3-beanstalk").unwrap();
    let mut file: Value = serde_json::from_str(sample.text).unwrap();
    file["pipeline"]["executionMode"] = json!("FAST");
    file["pipeline"]["artifactStore"]["encryptionKey"] = json!({"id": "alias/orders", "type": "KMS"});
    file["pipeline"]["stages"][3]["actions"][0]["configuration"]["CustomData"] =
        json!("Has the load test passed?");
    let source = &mut file["pipeline"]["stages"][0]["actions"][0];
    source["runOrder"] = json!(4);
    source["configuration"]["PollForSourceChanges"] = json!("FALSE");
    file
}

fn open(file: &Value) -> (Designer, PathBuf, tempfile::TempDir) {
    let files = folder();
    let path = files.path().join("orders.json");
    std::fs::write(&path, serde_json::to_string_pretty(file).unwrap()).unwrap();
    let mut designer = Designer::open(&path);
    if designer.harness.query_by_label("Close drawer").is_none() {
        designer.keys(Modifiers::COMMAND, Key::J);
    }
    (designer, path, files)
}

impl Designer {
    /// Codes of what is listed, in the order of the list.
    fn listed(&self) -> Vec<String> {
        let rows = self.harness.query_all_by_role(Role::ListItem);
        let labels = rows.filter_map(|row| row.accesskit_node().label()).collect::<Vec<_>>();
        labels.iter().filter_map(|label| label.split(": ").next().map(str::to_owned)).collect()
    }

    /// Opens the menu of a problem by the other mouse button.
    #[track_caller]
    fn menu_of(&mut self, code: &str) {
        let row = self.harness.get_by(|node| {
            node.role() == Role::ListItem && node.label().is_some_and(|label| label.contains(code))
        });
        let at = row.rect().left_center() + vec2(200.0, 0.0);
        self.button_at(at, PointerButton::Secondary, Modifiers::NONE);
    }

    #[track_caller]
    fn choose_item(&mut self, label: &str) {
        self.harness.get_by_role_and_label(Role::MenuItem, label).click();
        self.settle();
    }

    fn counts(&self) -> (usize, usize) {
        let counts = self.harness.state().editor().derived().counts;
        (counts.errors, counts.suppressed)
    }
}

#[test]
fn a_problem_is_accepted_with_a_reason_and_taken_back() {
    let (mut designer, path, _files) = open(&troubled());
    let original = designer.document().to_text();
    assert_eq!(designer.counts(), (1, 0));
    designer.menu_of("CP0112");
    designer.choose_item("Suppress…");
    assert!(designer.shows("Suppress CP0112"));
    // Without a reason there is nothing to keep.
    designer.key(Key::Enter);
    assert_eq!(designer.counts(), (1, 0));
    designer.harness.get_by_role_and_label(Role::TextInput, "Reason").focus();
    designer.settle();
    designer.type_text("A mode of tomorrow");
    designer.click_button("Suppress");
    assert_eq!(designer.counts(), (0, 1));
    assert!(!designer.listed().iter().any(|row| row.contains("CP0112")));
    assert!(designer.shows("1 suppressed"));

    // The file keeps it, and the command line respects it.
    designer.keys(Modifiers::COMMAND, Key::S);
    let saved: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let expected = json!([{"rule": "CP0112", "path": "executionMode", "reason": "A mode of tomorrow"}]);
    assert_eq!(saved["pipewright"]["suppressions"], expected);
    let document = pipewright_core::document::Document::read(&std::fs::read(&path).unwrap()).unwrap();
    assert!(pipewright_core::check::check(&document).iter().all(|finding| finding.code != "CP0112"));

    designer.click_button("Show suppressed");
    assert_eq!(designer.listed().last().map(String::as_str), Some("Suppressed, Error CP0112"));
    designer.click_button("Remove suppression");
    assert_eq!(designer.counts(), (1, 0));
    assert_eq!(designer.document().to_text(), original);
    assert!(designer.harness.query_by_label("Hide suppressed").is_none());

    for expected in [(0, 1), (1, 0)] {
        designer.keys(Modifiers::COMMAND, Key::Z);
        assert_eq!(designer.counts(), expected);
    }
}

#[test]
fn all_safe_fixes_are_one_step_back() {
    let (mut designer, _, _files) = open(&troubled());
    let original = designer.document().to_text();
    let before = designer.listed();
    assert!(
        before.iter().any(|row| row.contains("CP0410")) && before.iter().any(|row| row.contains("CP0607"))
    );
    designer.click_button("Fix all safe");
    assert!(designer.shows("Fixed 2 problems"));
    let after = designer.listed();
    let expected: Vec<String> =
        before.into_iter().filter(|row| !row.contains("CP0410") && !row.contains("CP0607")).collect();
    assert_eq!(after, expected);
    assert!(designer.harness.query_by_role_and_label(Role::Button, "Fix all safe").is_none());

    designer.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(designer.document().to_text(), original);
    designer.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Period);
    assert_eq!(designer.listed(), expected);
}

#[test]
fn a_problem_with_several_fixes_asks_which() {
    let mut file = troubled();
    file["pipeline"]["executionMode"] = json!("QUEUED");
    file["pipeline"].as_object_mut().unwrap().remove("pipelineType");
    file["pipeline"].as_object_mut().unwrap().remove("variables");
    for key in ["triggers", "executionMode"] {
        file["pipeline"].as_object_mut().unwrap().remove(key);
    }
    for stage in file["pipeline"]["stages"].as_array_mut().unwrap() {
        for key in ["onFailure", "onSuccess", "beforeEntry"] {
            stage.as_object_mut().unwrap().remove(key);
        }
    }
    let kind =
        |designer: &Designer| designer.document().declaration()["pipelineType"].as_str().map(str::to_owned);
    for (keys, expected) in [(vec![Key::Enter], "V2"), (vec![Key::ArrowDown, Key::Enter], "V1")] {
        let (mut designer, _, _files) = open(&file);
        let row = designer.harness.get_by(|node| {
            node.role() == Role::ListItem && node.label().is_some_and(|label| label.contains("is not given"))
        });
        let at = row.rect().left_center() + vec2(200.0, 0.0);
        designer.click_at(at);
        designer.keys(Modifiers::COMMAND, Key::Period);
        assert!(designer.shows("Choose a fix"));
        assert_eq!(kind(&designer), None);
        for key in keys {
            designer.key(key);
        }
        assert!(!designer.shows("Choose a fix"));
        assert_eq!(kind(&designer).as_deref(), Some(expected));
    }
}

#[test]
fn the_key_fixes_the_problem_that_was_clicked() {
    let mut file = troubled();
    // Two problems of one action, each with a fix.
    file["pipeline"]["stages"][0]["actions"][0]["configuration"]["S3Bukket"] = json!("x");
    let (mut designer, _, _files) = open(&file);
    let row = designer.harness.get_by(|node| {
        node.role() == Role::ListItem && node.label().is_some_and(|label| label.contains("CP0607"))
    });
    let at = row.rect().left_center() + vec2(200.0, 0.0);
    designer.click_at(at);
    designer.keys(Modifiers::COMMAND, Key::Period);
    assert!(!designer.listed().iter().any(|row| row.contains("CP0607")));
    assert!(designer.listed().iter().any(|row| row.contains("CP0604")));
}

#[test]
fn a_problem_is_explained_as_the_manual_does() {
    let (mut designer, _, _files) = open(&troubled());
    designer.menu_of("CP0112");
    designer.choose_item("Explain CP0112");
    let rule = explain("CP0112").unwrap();
    assert!(designer.shows(&format!("CP0112: {}", rule.title)));
    for (_, text) in rule.parts() {
        assert!(designer.harness.query_by_label(text).is_some(), "{text}");
    }
    designer.close_dialog();
    assert!(!designer.shows(rule.why));
}

#[test]
fn the_menu_offers_every_fix_and_opens_by_its_button() {
    let (mut designer, _, _files) = open(&troubled());
    let buttons: Vec<_> =
        designer.harness.query_all_by_role_and_label(Role::Button, "More about this problem").collect();
    buttons[0].click();
    designer.settle();
    let code = designer.listed()[0].split(' ').next_back().unwrap().to_owned();
    assert!(designer.harness.query_by_role_and_label(Role::MenuItem, &format!("Explain {code}")).is_some());
    designer.key(Key::Escape);

    let finding = designer.harness.state().editor().derived().findings.iter().find(|f| f.code == "CP0410");
    let labels: Vec<String> = finding.unwrap().fixes.iter().map(|fix| fix.label.clone()).collect();
    designer.menu_of("CP0410");
    for label in &labels {
        assert!(designer.harness.query_by_role_and_label(Role::MenuItem, label).is_some(), "{label}");
    }
    designer.choose_item(&labels[0]);
    assert!(!designer.listed().iter().any(|row| row.contains("CP0410")));
}

#[test]
fn a_suppression_of_no_use_cannot_be_suppressed() {
    let mut file = troubled();
    file["pipeline"]["executionMode"] = json!("QUEUED");
    file["pipewright"] = json!({"suppressions": [{"rule": "CP0503", "stage": "Gone", "reason": "r"}]});
    let (mut designer, _, _files) = open(&file);
    designer.menu_of("CP1601");
    assert!(designer.harness.query_by_role_and_label(Role::MenuItem, "Suppress…").is_none());
    designer.choose_item("Remove suppression");
    assert!(!designer.listed().iter().any(|row| row.contains("CP1601")));
}

#[test]
fn problems_and_what_is_accepted_look_calm() {
    let mut file = troubled();
    file["pipewright"] = json!({"suppressions": [
        {"rule": "CP0112", "path": "executionMode", "reason": "A mode of tomorrow"},
        {"rule": "CP0410", "stage": "Source", "reason": "Kept as AWS printed it"},
    ]});
    let (mut designer, _, _files) = open(&file);
    designer.harness.ctx.set_theme(Theme::Dark);
    designer.settle();
    designer.click_button("Show suppressed");
    designer.menu_of("CP0607");
    designer.harness.snapshot("problems_dark");
}

#[test]
fn a_rule_looks_readable() {
    let (mut designer, _, _files) = open(&troubled());
    designer.harness.ctx.set_theme(Theme::Light);
    designer.menu_of("CP0112");
    designer.choose_item("Explain CP0112");
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot("rule_light");
}
