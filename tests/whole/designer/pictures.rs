//! How the whole window looks; a few pictures, each looked at.

use eframe::egui::{Key, Modifiers, Theme};

use super::Designer;

fn picture(name: &str, theme: Theme, scale: f32, prepare: impl FnOnce(&mut Designer)) {
    let folder = super::folder();
    let file = folder.path().join("storefront.json");
    let sample = pipewright_core::samples::sample("connection-ecs").expect("a sample");
    std::fs::write(&file, sample.text).expect("a file");
    let mut designer = Designer::with(Some(&file), pipewright::cloud::aws::Aws::default(), scale);
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
