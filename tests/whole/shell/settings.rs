//! The dialog of settings, and what becomes of its choices.

use eframe::egui::{Key, Modifiers, Theme, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use pipewright::look::{Tokens, tokens::HIGH_CONTRAST};
use pipewright_core::layout::Orientation;

use super::choose;
use crate::designer::Designer;

fn open() -> (Designer, tempfile::TempDir) {
    let (mut designer, folder) = Designer::sample("connection-ecs");
    designer.keys(Modifiers::COMMAND, Key::Comma);
    designer.harness.get_by_role_and_label(Role::Dialog, "Settings");
    (designer, folder)
}

#[test]
fn a_theme_holds_at_once_and_is_kept() {
    let (mut designer, _folder) = open();
    choose(&mut designer, "Theme", "Light");
    assert_eq!(designer.harness.ctx.theme(), Theme::Light);
    choose(&mut designer, "Theme", "High contrast");
    assert_eq!(*Tokens::of(&designer.harness.ctx), HIGH_CONTRAST);
    let visuals = designer.harness.ctx.style_of(Theme::Dark).visuals.clone();
    assert_eq!(visuals.panel_fill, HIGH_CONTRAST.panel, "what egui draws by itself follows");
    assert_eq!(super::settings(&designer)["theme"], "highContrast");
    choose(&mut designer, "Theme", "Dark");
    assert!(!Tokens::is_high_contrast(&designer.harness.ctx));
}

#[test]
fn the_interface_grows_by_the_dialog_and_by_keys() {
    let (mut designer, _folder) = open();
    choose(&mut designer, "Size of the interface", "150 %");
    assert_eq!(designer.harness.ctx.zoom_factor(), 1.5);
    designer.close_dialog();
    let ctrl_alt = Modifiers::COMMAND.plus(Modifiers::ALT);
    designer.keys(ctrl_alt, Key::Minus);
    assert_eq!(designer.harness.ctx.zoom_factor(), 1.25);
    designer.keys(ctrl_alt, Key::Num0);
    assert_eq!(designer.harness.ctx.zoom_factor(), 1.0);
    assert_eq!(super::settings(&designer)["uiScale"], 1.0);
}

#[test]
fn the_largest_interface_still_shows_a_dialog_whole() {
    let (mut designer, _folder) = open();
    choose(&mut designer, "Size of the interface", "300 %");
    let screen = designer.harness.ctx.content_rect();
    let head = designer.harness.get_by_role_and_label(Role::Label, "Settings").rect();
    let foot = designer.harness.get_by_role_and_label(Role::Button, "Change keys…").rect();
    assert!(screen.contains_rect(head) && screen.contains_rect(foot), "{head:?} and {foot:?} in {screen:?}");
}

#[test]
fn motion_is_as_the_person_wants_it() {
    let (mut designer, _folder) = open();
    let time = |designer: &Designer| designer.harness.ctx.style_of(Theme::Dark).animation_time;
    choose(&mut designer, "Motion", "Reduced");
    assert_eq!(time(&designer), 0.0);
    choose(&mut designer, "Theme", "High contrast");
    assert_eq!(time(&designer), 0.0, "another theme does not move again");
    choose(&mut designer, "Motion", "Full");
    assert!(time(&designer) > 0.0);
    assert_eq!(super::settings(&designer)["reducedMotion"], "off");
}

#[test]
fn the_canvas_turns_while_the_dialog_is_open() {
    let (mut designer, _folder) = open();
    choose(&mut designer, "Stages follow one another", "Top to bottom");
    assert_eq!(designer.harness.state().editor().orientation(), Orientation::TopToBottom);
}

#[test]
fn the_dialog_leads_to_the_keys() {
    let (mut designer, _folder) = open();
    designer.click_button("Change keys…");
    designer.harness.get_by_role_and_label(Role::Dialog, "Keyboard shortcuts");
}
