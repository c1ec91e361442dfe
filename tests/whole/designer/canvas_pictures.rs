//! How gestures, notes and gates look; each picture looked at.

use eframe::egui::{Key, Modifiers, Theme, vec2};

use super::{Designer, Find as _};

fn picture(name: &str, theme: Theme, prepare: impl FnOnce(&mut Designer)) {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.harness.ctx.set_theme(theme);
    designer.keys(Modifiers::COMMAND, Key::Num0);
    prepare(&mut designer);
    designer.harness.snapshot(name);
}

/// Disables the transition into a stage, by its command.
fn disable(designer: &mut Designer, stage: &str) {
    let header = designer.header(stage);
    designer.click_at(header);
    designer.keys(Modifiers::COMMAND, Key::K);
    designer.type_text("disable or enable");
    designer.key(Key::Enter);
    designer.type_text("Freeze until Monday");
    designer.key(Key::Enter);
}

#[test]
fn a_note_and_a_closed_gate() {
    picture("canvas_note_dark", Theme::Dark, |designer| {
        disable(designer, "Staging");
        designer.click_card("Build");
        designer.key(Key::N);
        designer.type_text("Image and digest\nBoth go on to staging and to production.");
        designer.keys(Modifiers::COMMAND, Key::Enter);
    });
}

#[test]
fn a_note_being_written() {
    picture("canvas_note_writing_light", Theme::Light, |designer| {
        disable(designer, "Staging");
        designer.click_card("UnitTests");
        designer.key(Key::N);
        designer.type_text("Mind the gap");
    });
}

#[test]
fn a_wire_refused() {
    picture("canvas_refused_dark", Theme::Dark, |designer| {
        let artifact = designer.action("Build").output_artifacts().next().expect("an output").to_owned();
        let port = designer.harness.get_by_label_output(&artifact, "Build");
        let onto = designer.card("Migrations");
        designer.drag(port, onto);
    });
}

#[test]
fn a_card_on_its_way() {
    picture("canvas_moving_light", Theme::Light, |designer| {
        let (from, to) = (designer.card("UnitTests"), designer.card("Migrations") + vec2(0.0, 36.0));
        designer.drag(from, to);
    });
}

#[test]
fn a_wire_under_the_pointer() {
    picture("canvas_hover_dark", Theme::Dark, |designer| {
        let at = designer.card("DeployStaging");
        designer.harness.hover_at(at);
        designer.settle();
    });
}
