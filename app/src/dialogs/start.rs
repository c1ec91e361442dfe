//! What to begin with: blank, a sample, a recent file, an account.

use eframe::egui::{Context, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use pipewright_core::samples::SAMPLES;

use super::Facts;
use crate::canvas::label;
use crate::commands::Command;
use crate::intent::{Intent, Queue};
use crate::look::tokens::radius;
use crate::look::widgets::{Button, Dialog, Row, paint_tile, section};
use crate::look::{Hue, Tokens, fonts, icons};

/// The dialog has no state of its own.
#[derive(Debug, Default)]
pub struct Start;

impl Start {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("start"), "New pipeline")
            .subtitle("Start from blank, from a sample, or from what is there")
            .width(720.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| is_done |= choices(ui, facts, queue));
            dialog.footer("", |ui| {
                if Button::ghost("Cancel").show(ui).clicked() {
                    is_done = true;
                }
                for command in [Command::FromAws, Command::OpenPath, Command::Open] {
                    let row = command.row();
                    if Button::ghost(row.label).icon(row.icon).tooltip(row.tooltip).show(ui).clicked() {
                        queue.run(command);
                        is_done = true;
                    }
                }
            });
        });
        !(is_done || response.should_close)
    }
}

fn choices(ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    let mut is_done = false;
    ui.spacing_mut().item_spacing.y = 2.0;
    if entry(ui, "blank", (Hue::Compute, icons::FILE), "Blank", "An empty V2 pipeline") {
        queue.push(Intent::OpenBlank);
        is_done = true;
    }
    ui.add_space(10.0);
    section(ui, "Samples");
    ui.add_space(2.0);
    for (sample, mark) in SAMPLES.iter().zip([(Hue::Source, "Cc"), (Hue::Deploy, "Eb"), (Hue::Build, "Gh")]) {
        if entry(ui, sample.name, mark, sample.title, sample.summary) {
            queue.push(Intent::OpenSample(sample.name));
            is_done = true;
        }
    }
    let recent = facts.settings.recent.list();
    if !recent.is_empty() {
        ui.add_space(10.0);
        section(ui, "Recent");
        for file in recent.iter().take(6) {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let folder = file.path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
            let detail = if file.is_missing { "missing".to_owned() } else { folder };
            let response = ui
                .push_id(&file.path, |ui| Row::new(&name).icon(icons::FILE).detail(&detail).show(ui))
                .inner
                .on_hover_text(file.path.display().to_string());
            if response.clicked() {
                queue.push(Intent::OpenFile(file.path.clone()));
                is_done = true;
            }
        }
    }
    is_done
}

/// A choice of two lines.
fn entry(ui: &mut Ui, id: &str, (hue, letters): (Hue, &str), title: &str, text: &str) -> bool {
    let tokens = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 50.0), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, title));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius::CARD, tokens.hover);
    }
    let tile = Rect::from_center_size(pos2(rect.min.x + 28.0, rect.center().y), vec2(32.0, 32.0));
    paint_tile(ui.painter(), tile, tokens.hue(hue), letters);
    let left = rect.min.x + 58.0;
    let room = rect.max.x - left - 12.0;
    let line = |y: f32| pos2(left, rect.min.y + y);
    label(ui.painter(), line(16.0), title, fonts::medium(13.0), tokens.text, room);
    label(ui.painter(), line(34.0), text, fonts::regular(12.0), tokens.weak, room);
    response.on_hover_text(text).clicked()
}
