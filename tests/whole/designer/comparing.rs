//! Two designs drawn as one.

use eframe::egui::{Key, Modifiers, Theme, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::pictures::practice;
use super::{Designer, folder};

fn open(designer: &mut Designer) {
    designer.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    designer.harness.step();
    designer.harness.step();
    designer.harness.get_by_role_and_label(Role::Dialog, "Compare");
}

fn choose(designer: &mut Designer, against: &str) {
    designer.harness.get_by_role_and_label(Role::RadioButton, against).click();
    // Not until nothing moves: something turns while the account is read.
    for _ in 0..5 {
        designer.harness.step();
    }
}

/// The sample with an action renamed, one deleted, one added, one with another run order and one in another stage.
fn changed() -> (Designer, tempfile::TempDir) {
    let (mut designer, files) = Designer::sample("connection-ecs");
    change(&mut designer);
    (designer, files)
}

fn change(designer: &mut Designer) {
    designer.click_card("Approve");
    designer.key(Key::F2);
    designer.type_text("SignOff");
    designer.key(Key::Enter);
    designer.click_card("SmokeTests");
    designer.key(Key::Delete);
    designer.click_card("Build");
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    designer.click_card("DeployStaging");
    designer.keys(Modifiers::COMMAND, Key::D);
    designer.click_card("UnitTests");
    for _ in 0..6 {
        if designer.steps("Staging").iter().any(|(_, name)| name == "UnitTests") {
            break;
        }
        designer.keys(Modifiers::ALT, Key::ArrowRight);
    }
}

#[test]
fn what_differs_from_the_file_is_drawn_and_listed() {
    let (mut designer, _files) = changed();
    let before = designer.document().to_text();
    open(&mut designer);
    designer.settle();
    assert!(designer.shows("the design and its file"));
    let gone = designer.harness.get_by_role_and_label(Role::Button, "SmokeTests, removed");
    assert!(gone.rect().width() > 10.0);
    designer.harness.get_by_role_and_label(Role::Button, "SignOff, was Approve");
    designer.harness.get_by_role_and_label(Role::Button, "DeployStaging-2, added");
    designer
        .harness
        .get_by(|node| node.label().is_some_and(|label| label.starts_with("UnitTests, moved from Build")));

    // A difference leads to what it is about, and the other way round.
    let words = "Removed SmokeTests (CodeBuild) from Staging";
    designer.harness.get_by_role_and_label(Role::ListItem, words).click();
    designer.settle();
    let selected = |designer: &Designer, label: &str| {
        let node = designer.harness.get_by(|node| node.label().as_deref() == Some(label));
        node.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True)
            || node.accesskit_node().is_selected() == Some(true)
    };
    assert!(selected(&designer, "SmokeTests, removed"));
    designer.harness.get_by_role_and_label(Role::Button, "SignOff, was Approve").click();
    designer.settle();
    assert!(selected(&designer, "Renamed Approve to SignOff"));
    assert!(!selected(&designer, words));

    // Keys walk through them, and those of the design do nothing here.
    designer.key(Key::F8);
    assert!(!selected(&designer, "Renamed Approve to SignOff"));
    designer.keys(Modifiers::SHIFT, Key::F8);
    assert!(selected(&designer, "Renamed Approve to SignOff"));
    designer.key(Key::Delete);
    designer.key(Key::Escape);
    assert!(designer.harness.query_by_role_and_label(Role::Dialog, "Compare").is_none());
    assert_eq!(designer.document().to_text(), before);
}

#[test]
fn the_sides_are_swapped() {
    let (mut designer, _files) = changed();
    open(&mut designer);
    designer.settle();
    assert!(designer.shows("Saved → This design"));
    designer.harness.get_by_role_and_label(Role::ListItem, "Removed SmokeTests (CodeBuild) from Staging");
    designer.click_button("Swap");
    assert!(designer.shows("This design → Saved"));
    designer.harness.get_by_role_and_label(Role::ListItem, "Renamed SignOff to Approve");
    designer.harness.get_by_role_and_label(Role::Button, "SmokeTests, added");
    designer.harness.get_by_role_and_label(Role::Button, "DeployStaging-2, removed");
    // It stays so for what is compared next, and turns back.
    choose(&mut designer, "Published");
    choose(&mut designer, "Saved");
    assert!(designer.shows("This design → Saved"));
    designer.click_button("Swap");
    designer.harness.get_by_role_and_label(Role::Button, "SmokeTests, removed");
}

#[test]
fn nothing_to_compare_with_is_told() {
    let (mut designer, _files) = Designer::sample("connection-ecs");
    open(&mut designer);
    assert!(designer.shows("No differences"));
    choose(&mut designer, "Published");
    assert!(designer.shows("Nothing published to compare with"));
    designer.key(Key::Escape);

    let mut designer = Designer::start();
    designer.click_button("Blank");
    designer.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    assert!(designer.shows("No file chosen"));
    choose(&mut designer, "Saved");
    assert!(designer.shows("Not saved yet"));
}

#[test]
fn another_file_is_compared_whatever_its_form() {
    let (mut designer, files) = changed();
    let sample = pipewright_core::samples::sample("connection-ecs").unwrap().text;
    let document = pipewright_core::document::Document::read_text(sample).unwrap();
    let template = pipewright_core::format::form("cloudformation").unwrap();
    let text = (template.write)(&document, &pipewright_core::format::Options::default()).text;
    let two = "Resources:\n  A: {Type: AWS::CodePipeline::Pipeline, Properties: {Name: a, Stages: []}}\n  \
               B: {Type: AWS::CodePipeline::Pipeline, Properties: {Name: b, Stages: []}}\n";
    for (name, text) in [("template.yaml", text.as_str()), ("two.yaml", two), ("odd.yaml", "just: words\n")] {
        std::fs::write(files.path().join(name), text).unwrap();
    }
    open(&mut designer);
    let take = |designer: &mut Designer, name: &str| {
        let path = files.path().join(name);
        designer.harness.get_by_role_and_label(Role::TextInput, "Path").focus();
        designer.settle();
        designer.keys(Modifiers::COMMAND, Key::A);
        designer.type_text(path.to_str().unwrap());
        designer.click_button("Compare");
    };
    choose(&mut designer, "File");
    take(&mut designer, "template.yaml");
    assert!(designer.shows("the design and template.yaml"));
    designer.harness.get_by_role_and_label(Role::Button, "SmokeTests, removed");
    let list = designer.harness.get_all_by_role(Role::ListItem).count();
    assert!((5..12).contains(&list), "{list} differences, and none of the form");

    designer.click_button("Choose file…");
    take(&mut designer, "odd.yaml");
    assert!(designer.shows("odd.yaml does not open"));

    designer.click_button("Choose file…");
    take(&mut designer, "two.yaml");
    designer.harness.get_by_role_and_label(Role::ComboBox, "Pipeline of two.yaml").click();
    designer.settle();
    designer.harness.get_by_role_and_label(Role::ListBoxOption, "B").click();
    designer.settle();
    assert!(designer.shows("Renamed pipeline b to storefront-release"));
}

#[test]
fn what_is_live_is_read_and_compared() {
    let files = folder();
    let file = files.path().join("storefront.json");
    let sample = pipewright_core::samples::sample("connection-ecs").unwrap();
    std::fs::write(&file, sample.text).unwrap();
    let mut designer = Designer::with(Some(&file), practice(sample.text), 1.0);
    open(&mut designer);
    choose(&mut designer, "Live");
    designer.wait_until("it is read", |designer| designer.shows("SmokeTests, was HealthCheck"));
    designer.key(Key::Escape);

    let mut designer =
        Designer::with(Some(&file), pipewright::cloud::practice::Practice::new("eu-west-1", 1), 1.0);
    open(&mut designer);
    choose(&mut designer, "Live");
    designer.wait_until("it is told", |designer| designer.shows("Try again"));
}

fn picture(name: &str, theme: Theme, scale: f32) {
    let files = folder();
    let file = files.path().join("storefront.json");
    let sample = pipewright_core::samples::sample("connection-ecs").unwrap();
    std::fs::write(&file, sample.text).unwrap();
    let mut designer = Designer::with(Some(&file), pipewright::cloud::aws::Aws::default(), scale);
    designer.harness.ctx.set_theme(theme);
    change(&mut designer);
    if scale > 1.0 {
        designer.harness.set_size(vec2(1200.0, 800.0));
    }
    open(&mut designer);
    designer.settle();
    designer.key(Key::F8);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot(name);
}

#[test]
fn both_in_one_in_the_dark() {
    picture("compare_dark", Theme::Dark, 1.0);
}

#[test]
fn both_in_one_in_the_light() {
    picture("compare_light", Theme::Light, 1.0);
}

#[test]
fn both_in_one_at_twice_the_size() {
    picture("compare_fine", Theme::Dark, 2.0);
}
