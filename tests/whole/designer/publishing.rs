//! Publishing without surprise: clashes, other places, secrets, and a start that is held.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui::{Key, Modifiers, Theme, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use pipewright::app::Publishing;
use pipewright_tests::fake_aws::{Behavior, FakeAws};
use serde_json::{Value, json};

use super::journey::{connect_to, found_in_a_repository};
use super::{Designer, folder};

const SECRET: &str = "gho_hush-nobody-may-see-it";

fn shop(edit: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(&found_in_a_repository(&json!([{"name": "Bundle"}]))).unwrap();
    edit(&mut file);
    file.to_string()
}

/// A window with this file and an account of the test.
fn open(fake: &FakeAws, text: &str) -> (Designer, tempfile::TempDir) {
    let files = folder();
    let file = files.path().join("shop.json");
    std::fs::write(&file, text).unwrap();
    let mut designer = Designer::with(Some(&file), fake.aws(), 1.0);
    connect_to(&mut designer, &fake.connection("test"));
    (designer, files)
}

impl Designer {
    fn picture(&mut self, name: &str) {
        self.harness.remove_cursor();
        self.settle();
        self.harness.snapshot(name);
    }
}

fn plan(designer: &mut Designer, shows: &str) {
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows(shows));
    designer.wait_for_preflight();
}

#[test]
fn a_clash_is_chosen_and_then_published_on_top() {
    let fake = FakeAws::start();
    let (mut designer, _files) = open(&fake, &shop(|_| {}));
    plan(&mut designer, "Create pipeline");
    designer.click_button("Create pipeline");
    designer.wait_until("it is published", |designer| designer.shows("as version 1"));
    designer.close_dialog();
    let target = designer.document().target().expect("the design remembers");
    assert_eq!((target.account(), target.version()), (Some("123456789012"), Some(1)));

    let mut theirs = fake.pipeline("shop").unwrap();
    theirs["version"] = 2.into();
    theirs["executionMode"] = "PARALLEL".into();
    theirs["stages"][1]["actions"][0]["name"] = "Bundle".into();
    fake.put(theirs);
    designer.click_card("Package");
    designer.key(Key::F2);
    designer.type_text("Pack");
    designer.key(Key::Enter);

    plan(&mut designer, "changed on both sides");
    designer.harness.ctx.set_theme(Theme::Dark);
    designer.picture("publish_clash_dark");
    assert!(designer.shows("stage Build › action Pack › name"));
    designer.click_button("Take their changes");
    assert!(designer.shows("changed on both sides"), "nothing happens before a side is chosen");
    designer.harness.get_by_label("Mine: Pack").click();
    designer.settle();
    designer.click_button("Take their changes");
    designer.wait_until("the plan is there", |designer| designer.shows("Publish version 3"));
    designer.wait_for_preflight();
    assert_eq!(designer.document().pipeline().execution_mode(), "PARALLEL");
    assert_eq!(designer.steps("Build"), [(1, "Pack".to_owned())]);
    assert_eq!(fake.count("UpdatePipeline"), 0);
    designer.click_button("Publish version 3");
    designer.wait_until("it is published", |designer| designer.shows("as version 3"));
    assert_eq!(fake.pipeline("shop").unwrap()["executionMode"], "PARALLEL");
    assert_eq!(fake.pipeline("shop").unwrap()["stages"][1]["actions"][0]["name"], "Pack");
}

#[test]
fn another_account_has_to_be_meant() {
    let fake = FakeAws::start();
    let text = shop(|file| {
        file["pipewright"] =
            json!({"target": {"account": "999999999999", "region": "eu-central-1", "name": "shop"}});
    });
    let (mut designer, _files) = open(&fake, &text);
    plan(&mut designer, "This design belongs to account 9999 9999 9999 in eu-central-1");
    designer.click_button("Create pipeline");
    assert_eq!(fake.count("CreatePipeline"), 0);
    designer.harness.get_by_label("Publish to account 1234 5678 9012 in eu-central-1").click();
    designer.settle();
    designer.click_button("Create pipeline");
    designer.wait_until("it is published", |designer| designer.shows("as version 1"));
    assert_eq!(designer.document().target().unwrap().account(), Some("123456789012"));
}

#[test]
fn a_secret_is_typed_masked_and_kept_nowhere() {
    let fake = FakeAws::start();
    let text = shop(|file| {
        let source = &mut file["pipeline"]["stages"][0]["actions"][0];
        source["actionTypeId"] =
            json!({"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"});
        source["configuration"] = json!({"Owner": "acme", "Repo": "shop", "Branch": "main", "PollForSourceChanges": "false", "OAuthToken": "****"});
    });
    let (mut designer, _files) = open(&fake, &text);
    let label = "OAuthToken of Source › Checkout";
    plan(&mut designer, label);
    designer.click_button("Create pipeline");
    assert_eq!(fake.count("CreatePipeline"), 0, "the secret is missing");
    // What says that it is needed leads to its field.
    designer.click_button("Type the secret");
    designer.settle();
    designer.type_text(SECRET);
    let told = |designer: &Designer| {
        let nodes = designer.harness.query_all_by(|node| {
            let texts = [node.label(), node.value()];
            texts.iter().flatten().any(|text| text.contains(SECRET))
        });
        nodes.count()
    };
    assert_eq!(told(&designer), 0, "the accessibility tree shows dots");
    designer.click_button("Create pipeline");
    designer.wait_until("it is published", |designer| designer.shows("as version 1"));
    assert!(fake.sent("CreatePipeline").contains(SECRET), "AWS got it");
    assert_eq!(told(&designer), 0);
    assert!(!designer.document().to_text().contains(SECRET));
    let editor = designer.harness.state().editor();
    assert!(editor.published_text().is_some_and(|text| !text.contains(SECRET)));
    assert!(!format!("{:?}", designer.harness.state().aws().publishing).contains(SECRET));
    let kept = files_below(&designer.home);
    assert!(!kept.is_empty(), "settings are kept");
    for (path, bytes) in kept {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{}", path.display());
    }
}

fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(files_below(&entry.path()));
        } else if let Ok(bytes) = std::fs::read(entry.path()) {
            found.push((entry.path(), bytes));
        }
    }
    found
}

#[test]
fn tags_are_typed_in_the_plan_and_set() {
    let fake = FakeAws::start();
    // What is not understood is told with the address, which is another each time.
    fake.answer("HeadBucket", 200, "");
    let (mut designer, _files) = open(&fake, &shop(|_| {}));
    plan(&mut designer, "Create pipeline");
    let type_tag = |designer: &mut Designer, text: &str| {
        designer.harness.get_by_role_and_label(Role::TextInput, "Tags to set").focus();
        designer.settle();
        designer.keys(Modifiers::COMMAND, Key::A);
        designer.type_text(text);
        designer.key(Key::Enter);
        designer.settle();
    };
    type_tag(&mut designer, "aws:team=web");
    assert!(designer.shows("Keys that begin with aws: belong to AWS"));
    designer.click_button("Create pipeline");
    assert_eq!(fake.count("CreatePipeline"), 0, "the tag would be left out");
    type_tag(&mut designer, "team=web,stage=prod");
    for tag in ["team=web", "stage=prod"] {
        assert!(designer.harness.query_by_role_and_label(Role::Button, tag).is_some(), "{tag}");
    }
    designer.harness.ctx.set_theme(Theme::Light);
    designer.picture("publish_tags_light");
    designer.click_button("Create pipeline");
    designer.wait_until("it is published", |designer| designer.shows("as version 1"));
    let tags = fake.tags("shop");
    assert_eq!((tags["team"].as_str(), tags["stage"].as_str(), tags.len()), ("web", "prod", 2));
}

#[test]
fn a_call_that_is_made_again_is_told_in_the_plan() {
    let fake = FakeAws::start();
    let mut aws = fake.aws();
    // The pause is up to this long, by chance: long enough to be seen, and nobody waits for its end.
    aws.deadlines.backoff = Duration::from_mins(10);
    aws.deadlines.operation = Duration::from_mins(20);
    let files = folder();
    let file = files.path().join("shop.json");
    std::fs::write(&file, shop(|_| {})).unwrap();
    let mut designer = Designer::with(Some(&file), aws, 1.0);
    connect_to(&mut designer, &fake.connection("test"));
    fake.then("GetPipeline", Behavior::page(429, ""));
    // The spinner turns all the time, so nothing settles here.
    let click = |designer: &mut Designer, label: &str| {
        designer.harness.get_by_role_and_label(Role::Button, label).click();
        designer.harness.step();
    };
    click(&mut designer, "Publish…");
    let is_told = |designer: &Designer| {
        let is_told = |text: &String| text.starts_with("Trying again in ") && text.ends_with(" s, 2 of 3");
        let mut told =
            designer.harness.query_all_by(|node| [node.label(), node.value()].iter().flatten().any(is_told));
        told.next().is_some()
    };
    let since = Instant::now();
    while !is_told(&designer) {
        assert!(since.elapsed() < Duration::from_secs(30), "it is not told");
        std::thread::park_timeout(Duration::from_millis(5));
        designer.harness.step();
    }
    click(&mut designer, "Cancel");
    designer.settle();
    assert!(matches!(designer.harness.state().aws().publishing, Publishing::Idle), "it ends at once");
    assert_eq!(fake.count("GetPipeline"), 1);
}

#[test]
fn a_new_pipeline_is_held_if_wanted() {
    let fake = FakeAws::start();
    let (mut designer, _files) = open(&fake, &shop(|_| {}));
    plan(&mut designer, "Create pipeline");
    assert!(designer.shows("The pipeline starts to run as soon as it is created."));
    designer.harness.get_by_label("Publish with the first transition disabled").click();
    designer.settle();
    assert!(designer.shows("waits before stage Build"));
    designer.click_button("Create pipeline");
    designer.wait_until("it is published", |designer| designer.shows("as version 1"));
    assert!(designer.shows("The transition into Build is disabled"));
    assert!(fake.closed("shop", "Build").is_some());
}
