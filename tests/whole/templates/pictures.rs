//! How it looks; each picture was looked at.

use eframe::egui::{Key, Modifiers, Theme, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::designer::Designer;

fn snapshot(mut designer: Designer, theme: Theme, name: &str) {
    designer.harness.ctx.set_theme(theme);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot(name);
}

fn gallery(theme: Theme, name: &str) {
    let mut designer = Designer::start();
    designer.click_button("Cancel");
    designer.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    designer.click_button("GitLab to ECS, blue/green");
    snapshot(designer, theme, name);
}

#[test]
fn the_gallery_in_the_dark() {
    gallery(Theme::Dark, "templates_gallery_dark");
}

#[test]
fn the_gallery_in_the_light() {
    gallery(Theme::Light, "templates_gallery_light");
}

#[test]
fn the_start_in_the_dark() {
    snapshot(Designer::start(), Theme::Dark, "templates_start_dark");
}

#[test]
fn the_start_in_the_light() {
    snapshot(Designer::start(), Theme::Light, "templates_start_light");
}

#[test]
fn the_panel() {
    let (mut designer, _folder) = Designer::sample("codecommit-ec2");
    designer.harness.get_by_role_and_label(Role::Tab, "Templates").click();
    designer.settle();
    snapshot(designer, Theme::Dark, "templates_panel_dark");
}
