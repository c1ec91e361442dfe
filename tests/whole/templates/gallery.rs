//! From the start dialog over the gallery to a design.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pipewright_core::template::templates;

use crate::designer::Designer;

impl Designer {
    /// Replaces the text of a field.
    #[track_caller]
    pub fn fill(&mut self, label: &str, value: &str) {
        // A dialog comes behind the panels, which may have a field of the same name.
        let fields: Vec<_> = self.harness.query_all_by_role_and_label(Role::TextInput, label).collect();
        fields.last().expect("a field").focus();
        self.settle();
        self.keys(Modifiers::COMMAND, Key::A);
        if value.is_empty() {
            self.key(Key::Delete);
        } else {
            self.type_text(value);
        }
    }
}

fn gallery() -> Designer {
    let mut designer = Designer::start();
    designer.click_button("Cancel");
    designer.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    designer
}

#[test]
fn a_template_of_the_start_dialog_becomes_a_design() {
    let mut designer = Designer::start();
    designer.click_button("From template: GitHub to Lambda, canary");
    designer.fill("Name", "checkout");
    designer.fill("Repository", "acme/checkout");
    assert!(designer.shows("4 stages · 6 actions · no findings"));
    designer.click_button("Create");
    assert_eq!(designer.document().pipeline().name(), "checkout-release");
    assert_eq!(designer.stages(), ["Source", "Build", "Staging", "Production"]);
    assert_eq!(designer.action("Source").configuration().get("FullRepositoryId"), Some("acme/checkout"));
    let editor = designer.harness.state().editor();
    assert!(editor.is_dirty() && editor.path().is_none(), "nobody has saved it yet");
    assert_eq!(editor.derived().findings.len(), 0);
}

#[test]
fn a_template_is_found_by_words_and_by_system() {
    let mut designer = gallery();
    let shown = |designer: &Designer| -> Vec<&str> {
        let is_there = |title: &str| designer.harness.query_by_role_and_label(Role::Button, title).is_some();
        templates().iter().map(|it| it.title.as_str()).filter(|title| is_there(title)).collect()
    };
    assert_eq!(shown(&designer).len(), templates().len());
    designer.type_text("canary");
    assert_eq!(shown(&designer), ["GitHub to Lambda, canary"]);
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text("no such thing");
    assert!(shown(&designer).is_empty() && designer.shows("No template found"));
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.key(Key::Delete);
    designer.click_button("More");
    designer.click_button("EKS");
    assert_eq!(shown(&designer), ["GitHub to EKS"]);
    designer.click_button("Create");
    assert_eq!(designer.action("DeployStaging").action_type().provider, "EKS");
}

#[test]
fn the_keyboard_alone_is_enough() {
    let mut designer = gallery();
    designer.type_text("github");
    designer.key(Key::ArrowDown);
    designer.key(Key::Enter);
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text("zebra");
    designer.keys(Modifiers::COMMAND, Key::Enter);
    assert!(designer.document().pipeline().name().starts_with("zebra-"));
}

#[test]
fn what_is_wrong_is_told_beside_the_field_and_stops_nothing_else() {
    let mut designer = gallery();
    designer.click_button("CodeCommit to EC2");
    designer.fill("Account", "12");
    assert!(designer.shows("the number of an account has 12 digits"));
    designer.keys(Modifiers::COMMAND, Key::Enter);
    assert!(designer.document().pipeline().stages.is_empty(), "still in the gallery");
    let create = designer.harness.get_by_role_and_label(Role::Button, "Create");
    assert!(create.accesskit_node().is_disabled());
    designer.fill("Account", "444455556666");
    designer.click_button("Create");
    let role = designer.document().pipeline().role_arn().unwrap();
    assert_eq!(role, "arn:aws:iam::444455556666:role/storefront-pipeline");
}

#[test]
fn what_was_typed_stays_when_another_template_is_looked_at() {
    let mut designer = gallery();
    designer.click_button("CodeCommit to EC2");
    designer.fill("Name", "zebra");
    designer.click_button("GitHub to Lambda, canary");
    designer.click_button("Create");
    assert_eq!(designer.document().pipeline().name(), "zebra-release");
    assert_eq!(designer.action("DeployStaging").action_type().provider, "Lambda");
}

#[test]
fn unsaved_work_is_asked_about_first() {
    let mut designer = gallery();
    designer.click_button("Create");
    let first = designer.document().pipeline().name().to_owned();
    designer.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    designer.type_text("rehearses migrations");
    designer.click_button("Create");
    assert_eq!(designer.document().pipeline().name(), first);
    designer.click_button("Discard changes");
    assert_eq!(designer.document().pipeline().name(), "ledger-migrations");
}
