//! What to begin with: blank, a sample, a recent file, an account.

use eframe::egui::{Context, Id, Role, Ui};
use pipewright_core::samples::SAMPLES;

use super::Facts;
use crate::commands::Command;
use crate::intent::{Intent, Queue};
use crate::look::tokens::Hue;
use crate::look::widgets::{Button, Dialog, Row, section};
use crate::look::{Tokens, fonts, icons};

/// The dialog has no state of its own.
#[derive(Debug, Default)]
pub struct Start;

impl Start {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("start"), "New pipeline")
            .subtitle("Start from blank, from a sample, or from what is there")
            .width(640.0);
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
    if entry(ui, icons::FILE, "Blank", "An empty V2 pipeline") {
        queue.push(Intent::OpenBlank);
        is_done = true;
    }
    ui.add_space(10.0);
    section(ui, "Samples");
    ui.add_space(2.0);
    for (sample, hue) in SAMPLES.iter().zip([Hue::Source, Hue::Deploy, Hue::Build]) {
        let letters: String = sample.title.chars().take(1).collect();
        let response = ui
            .push_id(sample.name, |ui| Row::new(sample.title).tile(hue, &letters).role(Role::Button).show(ui))
            .inner
            .on_hover_text(sample.summary);
        summary(ui, sample.summary);
        if response.clicked() {
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

fn entry(ui: &mut Ui, icon: &str, title: &str, text: &str) -> bool {
    let response = Row::new(title).icon(icon).role(Role::Button).show(ui);
    summary(ui, text);
    response.clicked()
}

fn summary(ui: &mut Ui, text: &str) {
    let weak = Tokens::of(ui).weak;
    ui.horizontal(|ui| {
        ui.add_space(36.0);
        ui.label(eframe::egui::RichText::new(text).font(fonts::regular(12.0)).color(weak));
    });
    ui.add_space(4.0);
}
