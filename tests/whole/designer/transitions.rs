//! The way into a stage, disabled and enabled at its gate.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable as _;

use super::Designer;

fn choose(designer: &mut Designer, item: &str) {
    designer.harness.get_by_role_and_label(Role::Button, item).click();
    designer.settle();
}

fn menu_at(designer: &mut Designer, gate: &str) {
    let at = designer.harness.get_by_role_and_label(Role::Button, gate).rect().center();
    designer.button_at(at, PointerButton::Secondary, Modifiers::NONE);
}

fn reason(designer: &Designer, stage: &str) -> Option<String> {
    let transition = designer.document().disabled_transition(stage)?;
    Some(transition.reason().unwrap_or_default().to_owned())
}

#[test]
fn a_transition_is_disabled_with_a_reason_and_enabled_again() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_bytes();
    menu_at(&mut designer, "Add stage before Production");
    choose(&mut designer, "Disable transition…");
    designer.type_text("Freeze until Monday");
    designer.key(Key::Enter);
    assert_eq!(reason(&designer, "Production").as_deref(), Some("Freeze until Monday"));
    let lock = "Transition to Production is disabled: Freeze until Monday";
    designer.harness.get_by_role_and_label(Role::Button, lock).click();
    designer.settle();
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text("Audit");
    choose(&mut designer, "Change reason");
    assert_eq!(reason(&designer, "Production").as_deref(), Some("Audit"));

    let header = designer.header("Production");
    designer.click_at(header);
    designer.key(Key::F2);
    designer.type_text("Live");
    designer.key(Key::Enter);
    assert_eq!(designer.stages(), ["Source", "Build", "Staging", "Approval", "Live"]);
    assert_eq!(reason(&designer, "Live").as_deref(), Some("Audit"), "it follows a rename");

    menu_at(&mut designer, "Add stage before Live");
    choose(&mut designer, "Enable transition");
    assert_eq!(reason(&designer, "Live"), None);
    for _ in 0..4 {
        designer.keys(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(designer.document().to_bytes(), before);
}

#[test]
fn a_reason_that_aws_would_not_take_is_not_taken() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let header = designer.header("Approval");
    designer.click_at(header);
    designer.keys(Modifiers::COMMAND, Key::K);
    designer.type_text("disable or enable");
    designer.key(Key::Enter);
    designer.type_text("50 % done");
    designer.key(Key::Enter);
    assert_eq!(reason(&designer, "Approval"), None);
    assert!(designer.shows("Only letters, digits, spaces"));
}

#[test]
fn a_stage_is_inserted_by_the_menu_of_its_gate() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    menu_at(&mut designer, "Add stage before Approval");
    choose(&mut designer, "Insert stage here");
    designer.type_text("Soak");
    designer.key(Key::Enter);
    assert_eq!(designer.stages(), ["Source", "Build", "Staging", "Soak", "Approval", "Production"]);
}
