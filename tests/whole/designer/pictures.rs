//! How the whole window looks; a few pictures, each looked at.

use eframe::egui::{Key, Modifiers, Theme, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use pipewright::cloud::practice::Practice;
use pipewright::cloud::{Connection, Open as _};
use pipewright_core::document::Document;

use super::Designer;

/// An account in the program that holds an earlier version of the sample.
pub fn practice(sample: &str) -> Practice {
    let practice = Practice::new("eu-west-1", 1_760_000_000);
    let earlier = sample
        .replace("\"SmokeTests\"", "\"HealthCheck\"")
        .replace("storefront-smoke-tests", "storefront-health-check")
        .replace("\"QUEUED\"", "\"SUPERSEDED\"");
    let document = Document::read_text(&earlier).expect("a pipeline");
    let connection = Connection::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let account = practice.open(&connection).await.expect("an account");
        account.create(&document.declaration(), &[]).await.expect("a pipeline");
    });
    practice
}

fn picture(name: &str, theme: Theme, scale: f32, prepare: impl FnOnce(&mut Designer)) {
    let folder = super::folder();
    let file = folder.path().join("storefront.json");
    let sample = pipewright_core::samples::sample("connection-ecs").expect("a sample");
    std::fs::write(&file, sample.text).expect("a file");
    let mut designer = Designer::with(Some(&file), practice(sample.text), scale);
    designer.harness.ctx.set_theme(theme);
    prepare(&mut designer);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot(name);
}

#[test]
fn the_design_in_the_dark() {
    picture("design_dark", Theme::Dark, 1.0, |designer| designer.click_card("Build"));
}

#[test]
fn the_design_in_the_light() {
    picture("design_light", Theme::Light, 1.0, |designer| designer.click_card("DeployProduction"));
}

#[test]
fn the_pipeline_itself_on_a_fine_screen() {
    picture("design_fine", Theme::Dark, 2.0, |_| {});
}

#[test]
fn the_commands() {
    picture("commands_dark", Theme::Dark, 1.0, |designer| {
        designer.keys(Modifiers::COMMAND, Key::K);
        designer.type_text("add");
    });
}

#[test]
fn the_plan() {
    picture("plan_dark", Theme::Dark, 1.0, |designer| {
        designer.click_button("Publish…");
        designer.wait_until("the plan is there", |designer| designer.shows("Publish version 2"));
        designer.wait_until("all is looked at", |designer| {
            designer.harness.state().aws().preflight.waiting() == 0
        });
    });
}

#[test]
fn the_start() {
    let mut designer = Designer::start();
    designer.harness.ctx.set_theme(Theme::Light);
    designer.settle();
    designer.harness.snapshot("start_light");
}

fn definition(name: &str, theme: Theme) {
    picture(name, theme, 1.0, |designer| {
        designer.keys(Modifiers::COMMAND, Key::Num2);
        designer.click_card("Build");
    });
}

#[test]
fn the_definition_in_the_dark() {
    definition("definition_dark", Theme::Dark);
}

#[test]
fn the_definition_in_the_light() {
    definition("definition_light", Theme::Light);
}

#[test]
fn a_definition_that_does_not_parse() {
    picture("definition_broken", Theme::Dark, 1.0, |designer| {
        designer.keys(Modifiers::COMMAND, Key::Num2);
        designer.click_card("Build");
        let text = designer.harness.get_by_role_and_label(Role::MultilineTextInput, "Definition text");
        text.focus();
        designer.settle();
        designer.key(Key::End);
        designer.type_text("{");
        designer.keys(Modifiers::COMMAND, Key::F);
        designer.type_text("artifacts");
    });
}

#[test]
fn the_changes() {
    picture("changes_dark", Theme::Dark, 1.0, |designer| {
        designer.click_card("Approve");
        designer.key(Key::F2);
        designer.type_text("SignOff");
        designer.key(Key::Enter);
        designer.click_card("SmokeTests");
        designer.key(Key::Delete);
        designer.keys(Modifiers::SHIFT, Key::A);
        designer.key(Key::Escape);
        designer.keys(Modifiers::COMMAND, Key::Z);
        let tab = designer.harness.get_by(|node| {
            node.role() == Role::Tab && node.label().is_some_and(|label| label.starts_with("Changes"))
        });
        tab.click();
        designer.settle();
    });
}
