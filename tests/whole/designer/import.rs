//! Templates opened in the window become new designs.

use eframe::egui::{Key, Theme, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use super::files::Dropped;
use super::{Designer, folder};
use crate::cli::import::{TEMPLATE, TERRAFORM, of_two};

#[test]
fn an_opened_template_is_a_new_design_with_a_report() {
    let files = folder();
    let file = files.path().join("release.yaml");
    std::fs::write(&file, TEMPLATE).unwrap();
    let mut designer = Designer::open(&file);
    assert_eq!(designer.document().pipeline().name(), "shop-release");
    assert_eq!(designer.harness.state().editor().path(), None, "saving must not overwrite the template");
    for words in
        ["Imported release.yaml", "Line 12", "RestartExecutionOnUpdate", "Line 23", "2 notes", "2 stages"]
    {
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
fn conditions_are_chosen_in_the_window() {
    let files = folder();
    let file = files.path().join("both.yaml");
    std::fs::write(&file, of_two()).unwrap();
    let mut designer = Designer::open(&file);
    designer.click_button("Release");
    designer.click_button("Import");
    let names = |designer: &Designer| {
        let actions = designer.document().pipeline().actions().map(|(_, action)| action.name().to_owned());
        actions.collect::<Vec<_>>()
    };
    assert_eq!(names(&designer), ["Checkout", "Large"]);
    assert!(designer.shows("IsLarge") && designer.shows("Line 23 · depends on the deployment"));
    for (value, name) in [("False", "Small"), ("True", "Large")] {
        designer.harness.get_by_role_and_label(Role::RadioButton, value).click();
        designer.settle();
        assert_eq!(names(&designer), ["Checkout", name]);
        assert!(designer.shows("Line 23 · as chosen"), "the dialog stays");
        assert_eq!(designer.document().pipeline().name(), "shop-release", "and the pipeline");
    }
    designer.close_dialog();
    assert_eq!(names(&designer), ["Checkout", "Large"]);
    assert_eq!(designer.harness.state().editor().path(), None);
}

#[test]
fn a_terraform_file_is_opened_as_a_design() {
    let files = folder();
    let file = files.path().join("pipeline.tf");
    std::fs::write(&file, TERRAFORM).unwrap();
    let mut designer = Designer::open(&file);
    assert_eq!(designer.stages(), ["Source", "Approve"]);
    assert!(designer.shows("Terraform · 2 stages"));
    assert!(designer.shows("var.stage != \"dev\""));
    designer.harness.ctx.set_theme(Theme::Dark);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot("import_conditions");
    designer.harness.get_by_role_and_label(Role::RadioButton, "False").click();
    designer.settle();
    assert_eq!(designer.stages(), ["Source"]);
}

/// All files of a folder are one module, and it is said which were read.
#[test]
fn a_terraform_file_is_read_with_those_beside_it() {
    let files = folder();
    let write = |name: &str, text: &str| std::fs::write(files.path().join(name), text).unwrap();
    write("pipeline.tf", TERRAFORM);
    write("variables.tf", "variable \"stage\" {\n  default = \"dev\"\n}\n");
    let file = files.path().join("pipeline.tf");
    let mut designer = Designer::open(&file);
    assert_eq!(designer.stages(), ["Source"], "by the default in the other file");
    assert!(designer.shows("Read with variables.tf, as Terraform reads a folder"));
    assert!(designer.shows("pipeline.tf · Line 23 · by the defaults of the parameters"));
    designer.harness.get_by_role_and_label(Role::RadioButton, "True").click();
    designer.settle();
    assert_eq!(designer.stages(), ["Source", "Approve"]);
    designer.close_dialog();

    // A file beside it that is broken is told and keeps nobody from the others.
    write("broken.tf", "variable \"x\" {\n  default =\n}\n");
    let designer = Designer::open(&file);
    assert_eq!(designer.stages(), ["Source"]);
    assert!(designer.shows("It stands beside pipeline.tf and is left out: line 2, column"));
    assert!(designer.shows("Read with variables.tf, as Terraform reads a folder"));
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
        ("none.tf", "locals {\n  a = 1\n}\n", "no resource of the type aws_codepipeline"),
        ("broken.tf", "resource \"aws_codepipeline\" \"x\" {\n", "this is not Terraform"),
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
