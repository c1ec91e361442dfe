//! Answers of the account that come late, to another question than the one on screen, or not at all.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use pipewright::app::Publishing;
use pipewright_core::document::Target;
use pipewright_tests::fake_aws::{Behavior, FakeAws};
use serde_json::{Value, json};

use super::files::Dropped;
use super::journey::{connect_to, found_in_a_repository};
use super::{Designer, folder};

/// What is known of everything is that it is there or cannot be looked at.
fn design() -> String {
    found_in_a_repository(&json!([{"name": "Bundle"}]))
}

fn named(name: &str) -> Value {
    let mut file: Value = serde_json::from_str(&design()).unwrap();
    file["pipeline"]["name"] = name.into();
    file["pipeline"].take()
}

/// A window with the file `shop.json`, connected to an account that takes its time.
fn open(fake: &FakeAws) -> (Designer, tempfile::TempDir) {
    open_patient(fake, Duration::from_secs(4))
}

/// The same, giving up a call after so long.
fn open_patient(fake: &FakeAws, patience: Duration) -> (Designer, tempfile::TempDir) {
    let files = folder();
    let file = files.path().join("shop.json");
    std::fs::write(&file, design()).unwrap();
    let mut aws = fake.aws();
    // Long enough to do something meanwhile.
    aws.deadlines.attempt = patience;
    aws.deadlines.operation = patience * 3;
    let mut designer = Designer::with(Some(&file), aws, 1.0);
    connect_to(&mut designer, &fake.connection("test"));
    (designer, files)
}

impl Designer {
    /// While something turns nothing settles, so a frame is all there is.
    #[track_caller]
    pub(super) fn press(&mut self, label: &str) {
        self.harness.get_by_role_and_label(Role::Button, label).click();
        self.frames();
    }

    pub(super) fn frames(&mut self) {
        self.harness.run_steps(4);
    }

    #[track_caller]
    pub(super) fn step_until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let since = Instant::now();
        while !holds(self) {
            assert!(since.elapsed() < Duration::from_secs(30), "waited in vain until {what}");
            std::thread::park_timeout(Duration::from_millis(5));
            self.harness.step();
        }
        self.frames();
    }

    fn was_told(&self, words: &str) -> bool {
        self.harness.state().notices().log().iter().any(|notice| notice.text.contains(words))
    }

    fn drop_file(&mut self, file: std::path::PathBuf) {
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(file)));
        self.frames();
    }

    fn rename(&mut self, card: &str) {
        self.click_card(card);
        self.key(Key::F2);
        self.type_text("Other");
        self.key(Key::Enter);
        assert!(self.harness.state().editor().is_dirty());
    }

    fn publishing(&self) -> &Publishing {
        &self.harness.state().aws().publishing
    }

    /// Opens the plan, and has it carried out by a service that does not say so.
    fn publish_without_answer(&mut self, fake: &FakeAws) {
        self.press("Publish…");
        self.step_until("the plan is there", |designer| designer.shows("Create pipeline"));
        self.wait_for_preflight();
        fake.then("CreatePipeline", Behavior::CarryOutAndHang);
        self.press("Create pipeline");
        self.step_until("it is sent", |_| fake.count("CreatePipeline") == 1);
    }
}

fn list(designer: &mut Designer) {
    designer.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
    designer.frames();
}

fn choose_and_open(designer: &mut Designer, name: &str) {
    designer.step_until("the pipelines are listed", |designer| designer.shows(&format!("Pipeline {name}")));
    designer.harness.get_by_label(&format!("Pipeline {name}")).click();
    designer.frames();
    designer.press("Open");
}

#[test]
fn a_pipeline_that_does_not_open_does_not_stand_in_the_way_of_others() {
    let fake = FakeAws::start();
    fake.put(named("locked"));
    fake.put(named("web"));
    fake.then("GetPipeline", Behavior::error(400, "AccessDeniedException", "no"));
    let (mut designer, _files) = open(&fake);
    list(&mut designer);
    choose_and_open(&mut designer, "locked");
    designer.step_until("it is told", |designer| designer.shows("Could not read pipeline `locked`"));
    assert!(designer.shows("Pipeline web"), "the others can still be chosen");
    designer.harness.get_by_label("Pipeline web").click();
    designer.frames();
    designer.press("Open");
    designer.step_until("it is open", |designer| designer.document().pipeline().name() == "web");

    fake.then("GetPipeline", Behavior::error(400, "AccessDeniedException", "no"));
    list(&mut designer);
    choose_and_open(&mut designer, "locked");
    designer.step_until("it is told", |designer| designer.shows("Could not read pipeline `locked`"));
    designer.key(Key::Escape);
    list(&mut designer);
    designer.step_until("the pipelines are listed", |designer| designer.shows("Pipeline web"));
    assert!(!designer.shows("Could not"), "what went wrong before is over");
}

#[test]
fn opening_a_pipeline_is_in_sight_after_changes_were_given_up_or_saved() {
    for answer in ["Discard changes", "Save"] {
        let fake = FakeAws::start();
        fake.put(named("web"));
        let (mut designer, _files) = open(&fake);
        designer.rename("Package");
        fake.then("GetPipeline", Behavior::Hang);
        list(&mut designer);
        choose_and_open(&mut designer, "web");
        designer.press(answer);
        designer.step_until("it waits", |_| fake.count("GetPipeline") == 1);
        assert!(designer.shows("Opening the pipeline"), "{answer}");
        designer.harness.key_press(Key::Escape);
        designer.frames();
        assert!(!designer.shows("Opening the pipeline"), "{answer}");

        // Given up, so nothing replaces what is done from now on.
        if answer == "Save" {
            designer.rename("Release");
        }
        fake.persistently("GetPipeline", &Behavior::error(400, "AccessDeniedException", "no"));
        list(&mut designer);
        choose_and_open(&mut designer, "web");
        designer.press("Discard changes");
        designer.step_until("it is told", |designer| designer.shows("Could not read pipeline `web`"));
        assert_eq!(designer.document().pipeline().name(), "shop");
    }
}

#[test]
fn a_question_in_between_gives_up_what_was_asked_before_it() {
    let fake = FakeAws::start();
    fake.put(named("web"));
    let (mut designer, files) = open(&fake);
    let other = files.path().join("other.json");
    std::fs::write(&other, json!({"pipeline": named("other")}).to_string()).unwrap();
    designer.rename("Package");
    fake.then("GetPipeline", Behavior::Hang);
    list(&mut designer);
    choose_and_open(&mut designer, "web");
    designer.press("Discard changes");
    designer.step_until("it waits", |_| fake.count("GetPipeline") == 1);
    designer.drop_file(other);
    designer.press("Cancel");
    assert!(!designer.harness.state().aws().pulling.is_waiting(), "what is drawn now stays");
    assert_eq!(designer.document().pipeline().name(), "shop");
}

#[test]
fn choosing_another_account_gives_up_what_was_asked_of_the_one_before() {
    let fake = FakeAws::start();
    fake.put(named("web"));
    let (mut designer, _files) = open(&fake);
    fake.then("GetPipeline", Behavior::Hang);
    list(&mut designer);
    choose_and_open(&mut designer, "web");
    designer.step_until("it waits", |_| fake.count("GetPipeline") == 1);
    designer.press("Account…");
    designer.close_dialog();
    designer.rename("Package");
    assert!(!designer.harness.state().aws().pulling.is_waiting());
}

#[test]
fn what_was_published_is_not_remembered_by_another_design() {
    let fake = FakeAws::start();
    let (mut designer, files) = open(&fake);
    let other = files.path().join("other.json");
    std::fs::write(&other, json!({"pipeline": named("other")}).to_string()).unwrap();
    designer.publish_without_answer(&fake);
    designer.drop_file(other);
    assert_eq!(designer.document().pipeline().name(), "other");
    designer.step_until("it is told", |designer| designer.was_told("Published shop version 1"));
    assert!(designer.document().target().is_none(), "{}", designer.document().to_text());
    assert!(!designer.harness.state().editor().is_dirty());
    assert!(designer.harness.state().editor().published_text().is_none());
}

#[test]
fn a_publish_that_fails_behind_another_design_is_told() {
    let fake = FakeAws::start();
    let (mut designer, files) = open(&fake);
    let other = files.path().join("other.json");
    std::fs::write(&other, json!({"pipeline": named("other")}).to_string()).unwrap();
    designer.press("Publish…");
    designer.step_until("the plan is there", |designer| designer.shows("Create pipeline"));
    designer.wait_for_preflight();
    fake.then("CreatePipeline", Behavior::Hang);
    designer.press("Create pipeline");
    designer.step_until("it is sent", |_| fake.count("CreatePipeline") == 1);
    designer.drop_file(other);
    designer.step_until("it is told", |designer| designer.was_told("Could not create pipeline `shop`"));
    assert!(matches!(designer.publishing(), Publishing::Idle));
    // Nor does the plan of another design begin while this one is on its way.
    designer.press("Publish…");
    designer.step_until("there is a plan of its own", |designer| designer.shows("Publish other"));
}

#[test]
fn a_publish_goes_on_behind_a_closed_dialog_and_is_not_begun_twice() {
    let fake = FakeAws::start();
    let (mut designer, _files) = open(&fake);
    designer.publish_without_answer(&fake);
    designer.harness.key_press(Key::Escape);
    designer.frames();
    assert!(!designer.shows("Publishing …"));
    assert!(matches!(designer.publishing(), Publishing::Writing(..)));
    assert!(designer.was_told("shop is still being published"));
    designer.press("Publish…");
    assert!(designer.shows("Publishing …"), "it is the same one");
    assert_eq!(fake.count("CreatePipeline"), 1);
    designer.step_until("it is published", |designer| designer.shows("as version 1"));
    assert_eq!(fake.count("CreatePipeline"), 1);
    assert_eq!(designer.document().target().and_then(Target::version), Some(1));
}

#[test]
fn a_publish_that_fails_behind_a_closed_dialog_comes_back() {
    let fake = FakeAws::start();
    let (mut designer, _files) = open(&fake);
    designer.press("Publish…");
    designer.step_until("the plan is there", |designer| designer.shows("Create pipeline"));
    designer.wait_for_preflight();
    fake.then("CreatePipeline", Behavior::Hang);
    designer.press("Create pipeline");
    designer.step_until("it is sent", |_| fake.count("CreatePipeline") == 1);
    designer.harness.key_press(Key::Escape);
    designer.frames();
    designer.step_until("it is told", |designer| designer.shows("Could not create pipeline `shop`"));
    assert!(designer.shows("Try again"));
    assert!(!designer.was_told("Could not"), "it is told once");
}

#[test]
fn a_publish_that_is_given_up_says_that_its_outcome_is_not_known() {
    let fake = FakeAws::start();
    let (mut designer, _files) = open(&fake);
    designer.publish_without_answer(&fake);
    designer.press("Cancel");
    assert!(designer.shows("Could not publish pipeline `shop`: it was given up"));
    assert!(designer.shows("Pipeline `shop` may or may not have been written"));
    designer.press("Try again");
    designer.step_until("the account is read", |designer| {
        designer.shows("there is nothing to publish") || designer.shows("Compared with version 1")
    });
    assert_eq!(fake.count("CreatePipeline"), 1);
}

#[test]
fn the_window_does_not_close_over_a_publish_without_a_word() {
    let fake = FakeAws::start();
    let (mut designer, _files) = open(&fake);
    let close = |designer: &mut Designer| {
        let input = designer.harness.input_mut();
        input.viewports.entry(ViewportId::ROOT).or_default().events.push(ViewportEvent::Close);
        designer.harness.step();
        let output = designer.harness.output();
        let commands = &output.viewport_output[&ViewportId::ROOT].commands;
        commands.contains(&ViewportCommand::CancelClose)
    };
    designer.publish_without_answer(&fake);
    assert!(close(&mut designer), "it stays open");
    designer.frames();
    assert!(designer.shows("shop is being published"));
    designer.press("Wait");
    assert!(designer.shows("Publishing …"));
    assert!(close(&mut designer), "it stays open");
    designer.step_until("it is published", |designer| designer.was_told("Published shop version 1"));
    assert!(!designer.shows("is being published"), "there is nothing to wait for any more");
}

#[test]
fn a_plan_of_another_account_is_not_taken_up_again() {
    let fake = FakeAws::start();
    let (mut designer, _files) = open_patient(&fake, Duration::from_secs(10));
    designer.press("Publish…");
    designer.step_until("the plan is there", |designer| designer.shows("Create pipeline"));
    designer.wait_for_preflight();
    // It hangs, and when that is over somebody else has made it.
    fake.then("CreatePipeline", Behavior::Hang);
    designer.press("Create pipeline");
    designer.step_until("it is sent", |_| fake.count("CreatePipeline") == 1);
    let mut theirs = named("shop");
    theirs["executionMode"] = "QUEUED".into();
    theirs["version"] = 1.into();
    fake.put(theirs);
    designer.harness.key_press(Key::Escape);
    designer.frames();
    designer.harness.get_by_label_contains("Account: ").click();
    designer.frames();
    let endpoint = designer.harness.get_by_role_and_label(Role::TextInput, "Endpoint");
    endpoint.focus();
    designer.frames();
    designer.harness.event(eframe::egui::Event::Text("/".to_owned()));
    designer.frames();
    designer.press("Connect");
    designer.step_until("it is told", |designer| {
        designer.was_told("Not published, because shop was changed in the account meanwhile")
    });
    assert!(matches!(designer.publishing(), Publishing::Idle));
    assert_eq!(fake.count("CreatePipeline"), 1);
}
