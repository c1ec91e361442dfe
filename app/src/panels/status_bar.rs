//! The bar at the bottom: counts, summary, hint, saved state, zoom.

use eframe::egui::{Align, Label, Layout, Response, RichText, Role, Sense, Ui, WidgetInfo};

use crate::commands::Command;
use crate::editor::Editor;
use crate::intent::Queue;
use crate::look::{Tint, Tokens, fonts, icons};
use crate::words::counted;

pub const HEIGHT: f32 = 28.0;

pub fn show(ui: &mut Ui, editor: &Editor, hint: &str, zoom: f32, queue: &mut Queue) {
    let tokens = Tokens::of(ui);
    let counts = editor.derived().counts;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let mut is_clicked = false;
        if counts.errors + counts.warnings + counts.hints == 0 {
            is_clicked |= count(ui, icons::CHECK, tokens.success, "No problems").clicked();
        }
        for (number, icon, tint, one, many) in [
            (counts.errors, icons::ERROR, tokens.error, "error", "errors"),
            (counts.warnings, icons::WARNING, tokens.warning, "warning", "warnings"),
            (counts.hints, icons::INFO, tokens.running, "hint", "hints"),
        ] {
            if number > 0 {
                is_clicked |= count(ui, icon, tint, &counted(number, one, many)).clicked();
            }
        }
        if is_clicked {
            queue.run(Command::ToggleDrawer);
        }
        let small = |text: String| RichText::new(text).font(fonts::figures(11.5)).color(tokens.weak);
        ui.add(Label::new(small(summary(editor))).selectable(false));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(Label::new(small(format!("{:.0} %", zoom * 100.0))).selectable(false));
            let saved = if editor.is_dirty() {
                "Not saved"
            } else if editor.path().is_some() {
                "Saved"
            } else {
                "New"
            };
            ui.add(Label::new(small(saved.to_owned())).selectable(false));
            ui.add(Label::new(small(hint.to_owned())).selectable(false).truncate());
        });
    });
}

fn count(ui: &mut Ui, icon: &str, tint: Tint, words: &str) -> Response {
    let mut job = eframe::egui::text::LayoutJob::default();
    let tokens = Tokens::of(ui);
    let format = |font, color| eframe::egui::text::TextFormat {
        valign: Align::Center,
        ..eframe::egui::text::TextFormat::simple(font, color)
    };
    job.append(icon, 0.0, format(fonts::regular(12.0), tint.solid));
    job.append(words, 5.0, format(fonts::figures(11.5), tokens.weak));
    let response = ui.add(Label::new(job).sense(Sense::click()).selectable(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    response
}

/// "4 stages · 9 actions · V2 · Queued".
fn summary(editor: &Editor) -> String {
    let pipeline = editor.document().pipeline();
    let mode = match pipeline.execution_mode() {
        "SUPERSEDED" => "Superseded",
        "QUEUED" => "Queued",
        "PARALLEL" => "Parallel",
        other => other,
    };
    format!(
        "{} · {} · {} · {mode}",
        counted(pipeline.stages.len(), "stage", "stages"),
        counted(pipeline.actions().count(), "action", "actions"),
        pipeline.pipeline_type().unwrap_or("no type"),
    )
}
