//! The export dialog: every form with its options, its preview and what it cannot carry.

use eframe::egui::{Key, Modifiers, Theme, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pipewright_core::format::codepipeline_json;

use super::{Designer, folder};

const TOKEN: &str = "hunter2-and-a-bit-more";

pub fn open(designer: &mut Designer) {
    designer.keys(Modifiers::COMMAND, Key::E);
    designer.harness.get_by_role_and_label(Role::Dialog, "Export design");
}

/// Chooses a form and waits for its preview.
pub fn choose(designer: &mut Designer, form: &str) {
    designer.harness.get_by_role_and_label(Role::RadioButton, form).click();
    designer.harness.step();
    designer.harness.step();
    designer.wait_until("the preview is made", |designer| !designer.shows("Making the preview"));
}

fn preview(designer: &Designer) -> String {
    preview_of(designer).expect("a preview of a text")
}

/// Opens a list and takes a choice.
fn pick(designer: &mut Designer, field: &str, choice: &str) {
    designer.harness.get_by_role_and_label(Role::ComboBox, field).click();
    designer.harness.step();
    designer.harness.step();
    designer.harness.get_by_role_and_label(Role::ListBoxOption, choice).click();
    designer.harness.step();
    designer.harness.step();
    designer.wait_until("the preview is made", |designer| !designer.shows("Making the preview"));
}

/// Saves under a name in a folder and waits until it is there.
fn save(designer: &mut Designer, to: &std::path::Path) -> Vec<u8> {
    designer.click_button("Save…");
    let field = designer.harness.get_by_role_and_label(Role::TextInput, "Path");
    let before = field.value().unwrap_or_default();
    field.focus();
    designer.settle();
    designer.keys(Modifiers::COMMAND, Key::A);
    assert!(before.contains("storefront-release."), "{before}");
    designer.type_text(to.to_str().expect("a path"));
    designer.harness.get_by_role_and_label(Role::Button, "Export").click();
    designer.harness.step();
    designer.wait_until("it is written", |designer| designer.shows("Exported"));
    assert!(designer.harness.query_by_role_and_label(Role::Dialog, "Export design").is_none());
    std::fs::read(to).expect("a file")
}

#[test]
fn every_form_has_a_preview_and_says_what_it_loses() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    open(&mut designer);
    let texts = [
        ("CodePipeline JSON", "\"pipeline\": {", ""),
        ("CloudFormation YAML", "AWSTemplateFormatVersion", ""),
        ("CloudFormation JSON", "\"AWSTemplateFormatVersion\"", ""),
        ("Terraform", "resource \"aws_codepipeline\"", ""),
        ("Markdown", "# storefront-release", "no design can be read back"),
        ("HTML page", "<!doctype html>", "no design can be read back"),
        ("Mermaid", "flowchart LR", "1 thing to know about this file"),
    ];
    for (form, begins, told) in texts {
        choose(&mut designer, form);
        assert!(preview(&designer).contains(begins), "{form}: {}", preview(&designer));
        assert!(designer.shows(told), "{form}");
    }
    for form in ["SVG picture", "PNG picture", "PDF page"] {
        choose(&mut designer, form);
        designer.harness.get_by_role_and_label(Role::Image, "Preview");
        assert!(designer.shows("points at scale 1"), "{form}");
    }
    // Points cannot be copied, and the button says so.
    assert!(designer.harness.get_by_role_and_label(Role::Button, "Copy").accesskit_node().is_disabled());
    designer.key(Key::Escape);
    assert!(designer.harness.query_by_role_and_label(Role::Dialog, "Export design").is_none());
}

#[test]
fn what_is_saved_is_what_is_shown_and_the_choice_is_remembered() {
    let (mut designer, files) = Designer::sample("connection-ecs");
    let expected = codepipeline_json::input(designer.document());
    open(&mut designer);
    let written = save(&mut designer, &files.path().join("one.json"));
    assert_eq!(String::from_utf8(written).unwrap(), expected);

    open(&mut designer);
    choose(&mut designer, "CloudFormation YAML");
    let alone = preview(&designer);
    pick(&mut designer, "Contents", "Everything around it, too");
    let whole = preview(&designer);
    assert!(whole.len() > alone.len() && whole.contains("AWS::S3::Bucket"), "{whole}");
    let written = save(&mut designer, &files.path().join("one.yaml"));
    assert!(String::from_utf8(written).unwrap().starts_with(whole.get(..10_000).unwrap_or(&whole)));

    // The next time it is as it was left, each form for itself.
    open(&mut designer);
    assert_eq!(preview(&designer), whole);
    choose(&mut designer, "Terraform");
    let field = designer.harness.get_by_role_and_label(Role::ComboBox, "Contents");
    assert_eq!(field.value().as_deref(), Some("The pipeline alone"));
    let kept = std::fs::read_to_string(designer.home.join("config/settings.json"))
        .or_else(|_| std::fs::read_to_string(designer.home.join("settings.json")));
    if let Ok(kept) = kept {
        assert!(kept.contains("\"exports\"") && kept.contains("\"isWhole\": true"), "{kept}");
    }
}

#[test]
fn a_picture_is_of_the_part_and_in_the_colors_that_were_chosen() {
    let (mut designer, files) = Designer::sample("connection-ecs");
    designer.click_card("SmokeTests");
    open(&mut designer);
    choose(&mut designer, "SVG picture");
    pick(&mut designer, "Show", "Stage Staging");
    pick(&mut designer, "Colors", "Dark");
    let written = String::from_utf8(save(&mut designer, &files.path().join("stage.svg"))).unwrap();
    assert!(written.contains(">SmokeTests</text>") && !written.contains(">Approve</text>"), "{written}");
    assert!(written.contains("#111722"), "the dark canvas");

    // The part belongs to what was selected; the colors are remembered.
    open(&mut designer);
    let show = designer.harness.get_by_role_and_label(Role::ComboBox, "Show").value();
    assert_eq!(show.as_deref(), Some("The whole pipeline"));
    let colors = designer.harness.get_by_role_and_label(Role::ComboBox, "Colors").value();
    assert_eq!(colors.as_deref(), Some("Dark"));
    choose(&mut designer, "PNG picture");
    pick(&mut designer, "Scale", "1 ×");
    let written = save(&mut designer, &files.path().join("all.png"));
    assert!(written.starts_with(b"\x89PNG"));
    open(&mut designer);
    choose(&mut designer, "PDF page");
    assert!(save(&mut designer, &files.path().join("all.pdf")).starts_with(b"%PDF-1."));
}

#[test]
fn parameters_take_the_values_of_an_environment() {
    let files = folder();
    let file = files.path().join("shop.json");
    let text = r#"{"pipeline": {"name": "storefront-release", "stages": [{"name": "Build", "actions": [{"name": "Make",
        "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
        "configuration": {"ProjectName": "${Project}"}}]}]},
        "pipewright": {"parameters": {"Project": {"default": "make", "environments": {"prod": "make-prod"}}}}}"#;
    std::fs::write(&file, text).unwrap();
    let mut designer = Designer::open(&file);
    open(&mut designer);
    assert!(preview(&designer).contains("\"ProjectName\": \"make\""), "{}", preview(&designer));
    pick(&mut designer, "Values of parameters", "prod");
    assert!(preview(&designer).contains("\"ProjectName\": \"make-prod\""), "{}", preview(&designer));
}

#[test]
fn a_secret_that_has_to_be_in_the_file_is_told_by_its_place() {
    let files = folder();
    let file = files.path().join("shop.json");
    let text = format!(
        r#"{{"name": "shop", "stages": [{{"name": "Source", "actions": [{{"name": "GitHub",
        "actionTypeId": {{"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"}},
        "configuration": {{"Owner": "a", "Repo": "b", "Branch": "main", "OAuthToken": "{TOKEN}"}}}}]}}]}}"#
    );
    std::fs::write(&file, text).unwrap();
    let mut designer = Designer::open(&file);
    open(&mut designer);
    let told =
        designer.harness.get_by_label_contains("a secret stands in the text as it is").value().unwrap();
    assert!(told.contains("OAuthToken") && !told.contains(TOKEN), "{told}");
    for form in ["Markdown", "HTML page", "Mermaid"] {
        choose(&mut designer, form);
        assert!(!preview(&designer).contains(TOKEN), "{form}");
    }
}

#[test]
fn the_design_itself_is_not_overwritten() {
    let (mut designer, files) = Designer::sample("connection-ecs");
    let file = files.path().join("connection-ecs.json");
    let before = std::fs::read(&file).unwrap();
    open(&mut designer);
    choose(&mut designer, "Mermaid");
    designer.click_button("Save…");
    designer.harness.get_by_role_and_label(Role::TextInput, "Path").focus();
    designer.settle();
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text(file.to_str().unwrap());
    designer.click_button("Replace file");
    assert!(designer.shows("the design itself would be overwritten"));
    designer.harness.get_by_role_and_label(Role::Dialog, "Export design");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    // Giving the path up leads back, too.
    designer.click_button("Save…");
    designer.click_button("Cancel");
    designer.harness.get_by_role_and_label(Role::Dialog, "Export design");
}

#[test]
fn a_large_design_costs_a_frame_nothing() {
    let files = folder();
    let file = files.path().join("large.json");
    let stages: Vec<_> = (0..20)
        .map(|stage| {
            let action = |action: usize| {
                serde_json::json!({
                    "name": format!("Action{stage}x{action}"),
                    "actionTypeId":
                        {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                    "configuration": {"ProjectName": "p"},
                })
            };
            serde_json::json!({"name": format!("Stage{stage}"), "actions": (0..15).map(action).collect::<Vec<_>>()})
        })
        .collect();
    std::fs::write(&file, serde_json::json!({"name": "storefront-release", "stages": stages}).to_string())
        .unwrap();
    let mut designer = Designer::open(&file);
    designer.harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    designer.wait_until("the preview is made", |designer| preview_of(designer).is_some());
    assert!(preview(&designer).contains("Action0x0"));
    // Only the lines in view are laid out: the shapes of a frame do not grow with the text.
    let shapes = designer.harness.output().shapes.len();
    assert!(shapes < 20_000, "{shapes} shapes");

    // The window goes on while a picture is drawn, and that can be stopped, and begun again.
    let draw = |designer: &mut Designer, role: Role, label: &str| {
        designer.harness.get_by_role_and_label(role, label).click();
        let is_drawn = |designer: &mut Designer| {
            designer.harness.step();
            designer.shows("Making the preview")
        };
        assert!((0..6).any(|_| is_drawn(designer)), "it is drawn beside the window");
    };
    draw(&mut designer, Role::RadioButton, "PDF page");
    designer.harness.get_by_role_and_label(Role::Button, "Stop").click();
    designer.settle();
    assert!(designer.shows("No preview"));
    draw(&mut designer, Role::Button, "Make the preview");
    designer.wait_until("it is drawn", |designer| {
        designer.harness.query_by_role_and_label(Role::Image, "Preview").is_some()
    });
}

fn preview_of(designer: &Designer) -> Option<String> {
    designer.harness.query_by_role_and_label(Role::Document, "Preview").and_then(|node| node.value())
}

fn picture(name: &str, theme: Theme, scale: f32, form: &str) {
    let files = folder();
    let file = files.path().join("storefront.json");
    let sample = pipewright_core::samples::sample("connection-ecs").unwrap();
    std::fs::write(&file, sample.text).unwrap();
    let mut designer = Designer::with(Some(&file), pipewright::cloud::aws::Aws::default(), scale);
    if scale > 1.0 {
        designer.harness.set_size(vec2(1200.0, 800.0));
    }
    designer.harness.ctx.set_theme(theme);
    designer.settle();
    open(&mut designer);
    choose(&mut designer, form);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot(name);
}

#[test]
fn the_dialog_in_the_dark() {
    picture("export_dark", Theme::Dark, 1.0, "CloudFormation YAML");
}

#[test]
fn the_dialog_in_the_light() {
    picture("export_light", Theme::Light, 1.0, "SVG picture");
}

#[test]
fn the_dialog_at_twice_the_size() {
    picture("export_fine", Theme::Dark, 2.0, "Terraform");
}
