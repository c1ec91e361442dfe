//! Templates opened in the window become new designs.

use eframe::egui::{Key, Theme};

use super::files::Dropped;
use super::{Designer, folder};
use crate::cli::import::{TEMPLATE, of_two};

#[test]
fn an_opened_template_is_a_new_design_with_a_report() {
    let files = folder();
    let file = files.path().join("release.yaml");
    std::fs::write(&file, TEMPLATE).unwrap();
    let mut designer = Designer::open(&file);
    assert_eq!(designer.document().pipeline().name(), "shop-release");
    assert_eq!(designer.harness.state().editor().path(), None, "saving must not overwrite the template");
    for words in ["Imported release.yaml", "Line 12", "Tags", "Line 23", "2 notes", "2 stages"] {
        assert!(designer.shows(words), "{words}");
    }
    designer.harness.ctx.set_theme(Theme::Light);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot("import_report");
    designer.key(Key::Escape);
    assert!(!designer.shows("Line 12"));
    assert_eq!(designer.stages(), ["Source", "Build"]);
}

#[test]
fn one_of_several_pipelines_is_chosen() {
    let files = folder();
    let file = files.path().join("both.yaml");
    std::fs::write(&file, of_two()).unwrap();
    let (mut designer, _folder) = Designer::sample("s3-beanstalk");
    designer.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
    designer.settle();
    assert!(designer.shows("2 pipelines"));
    designer.harness.ctx.set_theme(Theme::Dark);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot("import_choose");
    designer.click_button("Nightly");
    designer.click_button("Import");
    assert_eq!(designer.document().pipeline().name(), "nightly");
    assert!(designer.shows("AWS::CodePipeline::Pipeline: Release"), "the other one is told");
}

#[test]
fn without_anything_to_report_there_is_a_notice() {
    let files = folder();
    let file = files.path().join("plain.json");
    let template = r#"{"Resources": {"P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Name": "plain", "Stages": []}}}}"#;
    std::fs::write(&file, template).unwrap();
    let designer = Designer::open(&file);
    assert_eq!(designer.document().pipeline().name(), "plain");
    assert!(designer.shows("Imported from CloudFormation"));
    assert!(designer.harness.state().editor().is_dirty(), "it is in no file yet");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), template);
}

#[test]
fn what_cannot_be_imported_is_told_and_the_design_stays() {
    let (mut designer, _folder) = Designer::sample("s3-beanstalk");
    let name = designer.document().pipeline().name().to_owned();
    let files = folder();
    for (file, text, expect) in [
        ("jinja.yml", "a: {{ b }}\n", "another program fills in first"),
        ("none.yaml", "Resources: {}\n", "there is no pipeline in it"),
        ("broken.json", "{\"Resources\": ", "this is not JSON"),
    ] {
        let file = files.path().join(file);
        std::fs::write(&file, text).unwrap();
        designer.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
        designer.settle();
        assert!(designer.shows(expect), "{expect}");
        assert_eq!(designer.document().pipeline().name(), name);
    }
}
