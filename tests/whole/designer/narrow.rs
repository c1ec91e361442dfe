//! Small windows, and large letters on small screens.

use eframe::egui::{Key, Modifiers, Rect, Vec2, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;

use super::Designer;

fn resize(designer: &mut Designer, size: Vec2) {
    designer.harness.set_size(size);
    designer.settle();
}

fn has_palette(designer: &Designer) -> bool {
    designer.harness.query_by_role_and_label(Role::Tab, "Outline").is_some()
}

fn has_inspector(designer: &Designer) -> bool {
    designer.shows("Service role") || designer.shows("Variables namespace")
}

fn canvas(designer: &Designer) -> Rect {
    designer.harness.state().canvas().camera().view()
}

#[test]
fn panels_make_room_for_the_canvas_and_come_back() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let wide = canvas(&designer);
    resize(&mut designer, vec2(920.0, 640.0));
    assert!(has_palette(&designer) && has_inspector(&designer), "both, and narrower");
    assert!(canvas(&designer).width() >= 400.0, "{:?}", canvas(&designer));

    resize(&mut designer, vec2(840.0, 488.0));
    assert!(!has_palette(&designer) && has_inspector(&designer), "one is folded");
    assert!(canvas(&designer).width() >= 400.0, "{:?}", canvas(&designer));
    designer.click_button("Show or hide actions");
    assert!(has_palette(&designer) && !has_inspector(&designer), "it comes in the place of the other");
    designer.click_card("App");
    designer.key(Key::Enter);
    assert!(!has_palette(&designer) && has_inspector(&designer), "Enter goes on in the inspector");
    designer.keys(Modifiers::COMMAND, Key::B);
    assert!(has_palette(&designer), "by its key as well");

    resize(&mut designer, vec2(1680.0, 1000.0));
    assert!(has_palette(&designer) && has_inspector(&designer));
    assert_eq!(canvas(&designer), wide, "as wide as they were");
}

#[test]
fn what_a_person_has_closed_stays_closed() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.keys(Modifiers::COMMAND, Key::B);
    resize(&mut designer, vec2(700.0, 480.0));
    assert!(!has_palette(&designer) && has_inspector(&designer));
    assert!(designer.harness.query_by_role_and_label(Role::Button, "Show or hide actions").is_none());
    resize(&mut designer, vec2(560.0, 400.0));
    assert!(!has_inspector(&designer), "there is room for the canvas alone");
    designer.click_button("Show or hide inspector");
    assert!(has_inspector(&designer));
    designer.keys(Modifiers::COMMAND.plus(Modifiers::ALT), Key::B);
    assert!(!has_inspector(&designer));
}

#[test]
fn nothing_in_the_bars_touches() {
    for name in ["connection-ecs", "s3-beanstalk"] {
        let (mut designer, _folder) = Designer::sample(name);
        for size in [vec2(1024.0, 700.0), vec2(840.0, 488.0), vec2(640.0, 400.0)] {
            resize(&mut designer, size);
            let rect = |role, name: &str| designer.harness.get_by_role_and_label(role, name).rect();
            let account = designer.harness.query_all_by_label_contains("Account: ").next().expect("a chip");
            let bar = [
                rect(Role::Button, "Menu"),
                rect(Role::Button, "Undo"),
                rect(Role::Button, "Redo"),
                rect(Role::RadioButton, "Design"),
                rect(Role::RadioButton, "Definition"),
                account.rect(),
                rect(Role::Button, "Export…"),
                rect(Role::Button, "Publish…"),
            ];
            for pair in bar.windows(2) {
                assert!(pair[0].max.x <= pair[1].min.x + 0.5, "{size:?}: {pair:?}");
            }
            assert!(bar[7].max.x <= size.x, "{size:?}");
        }
    }
}

#[test]
fn a_panel_is_drawn_no_wider_than_the_canvas_allows() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    resize(&mut designer, vec2(1024.0, 700.0));
    let before = canvas(&designer);
    let edge = before.right_center() + vec2(2.0, 0.0);
    designer.drag_and_drop(edge, edge - vec2(200.0, 0.0));
    let after = canvas(&designer);
    assert!(after.width() >= 399.0 && after.width() < before.width() - 20.0, "{before:?} {after:?}");
    assert!(has_palette(&designer) && has_inspector(&designer));
    assert_eq!(after.min.x, before.min.x, "the other one is as it was");
}
