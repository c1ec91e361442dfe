//! How the shell looks; each picture was looked at.

use eframe::egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable as _;

use crate::designer::Designer;

fn picture(name: &str, theme: Theme, prepare: impl FnOnce(&mut Designer)) {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.harness.ctx.set_theme(theme);
    designer.settle();
    prepare(&mut designer);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot(name);
}

fn list(designer: &mut Designer) {
    designer.keys(Modifiers::COMMAND, Key::K);
    designer.type_text("deploy");
}

fn shortcuts(designer: &mut Designer) {
    designer.key(Key::F1);
    designer.click_button("Change keys of Save as…");
    designer.keys(Modifiers::COMMAND, Key::S);
}

fn settings(designer: &mut Designer) {
    designer.keys(Modifiers::COMMAND, Key::Comma);
}

#[test]
fn the_list_of_commands_in_the_dark() {
    picture("palette_dark", Theme::Dark, list);
}

#[test]
fn the_list_of_commands_in_the_light() {
    picture("palette_light", Theme::Light, list);
}

#[test]
fn the_shortcuts_in_the_dark() {
    picture("shortcuts_dark", Theme::Dark, shortcuts);
}

#[test]
fn the_shortcuts_in_the_light() {
    picture("shortcuts_light", Theme::Light, shortcuts);
}

#[test]
fn the_settings_in_the_dark() {
    picture("settings_dark", Theme::Dark, settings);
}

#[test]
fn the_settings_in_the_light() {
    picture("settings_light", Theme::Light, settings);
}

#[test]
fn the_design_in_high_contrast() {
    picture("design_high_contrast", Theme::Dark, |designer| {
        settings(designer);
        super::choose(designer, "Theme", "High contrast");
        designer.close_dialog();
        designer.click_card("Build");
        assert!(designer.harness.query_by_label("Settings").is_none());
    });
}

#[test]
fn the_settings_in_high_contrast() {
    picture("settings_high_contrast", Theme::Dark, |designer| {
        settings(designer);
        super::choose(designer, "Theme", "High contrast");
    });
}

#[test]
fn the_design_in_german() {
    let folder = crate::designer::folder();
    let file = folder.path().join("storefront.json");
    let sample = pipewright_core::samples::sample("connection-ecs").expect("a sample");
    std::fs::write(&file, sample.text).expect("a file");
    let home = crate::designer::folder();
    std::fs::write(home.path().join("settings.json"), r#"{"language": "de", "theme": "light"}"#)
        .expect("a file");
    let account = pipewright::cloud::practice::Practice::new("eu-west-1", 1_760_000_000);
    let mut designer = Designer::at_home(home, Some(&file), account, 1.0);
    // The harness has a theme of its own.
    designer.harness.ctx.set_theme(Theme::Light);
    designer.click_card("UnitTests");
    designer.keys(Modifiers::COMMAND, Key::D);
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    designer.key(Key::Delete);
    designer.click_card("Build");
    designer.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::H);
    designer.harness.remove_cursor();
    designer.settle();
    assert!(designer.shows("von 1.000 Zeichen"), "numbers go with the language");
    designer.harness.snapshot("design_german");
}
