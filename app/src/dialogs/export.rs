//! The declaration as AWS takes it, to look at, copy or save.

use eframe::egui::{Context, Id, ScrollArea, TextEdit};
use pipewright_core::format::codepipeline_json;
use pipewright_core::parameter::resolve;

use super::Facts;
use crate::intent::{Intent, Queue};
use crate::look::fonts;
use crate::look::widgets::{Button, Dialog};
use crate::tr;

/// The text shown, made when the dialog opens.
#[derive(Debug, Default)]
pub struct Export {
    shown: Option<(u64, String)>,
}

impl Export {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let revision = facts.editor.document().revision();
        if self.shown.as_ref().is_none_or(|(shown, _)| *shown != revision) {
            let resolved = resolve(facts.editor.document(), facts.editor.environment());
            self.shown = Some((revision, codepipeline_json::input(&resolved)));
        }
        let Some((_, text)) = &self.shown else { return false };
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("export"), tr!("Export definition"))
            .subtitle(tr!("JSON as create-pipeline and update-pipeline take it with --cli-input-json"))
            .width(720.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.bare(|ui| {
                ScrollArea::both().max_height(420.0).auto_shrink([false, true]).show(ui, |ui| {
                    let mut shown = text.as_str();
                    let edit =
                        TextEdit::multiline(&mut shown).font(fonts::code()).desired_width(f32::INFINITY);
                    ui.add(edit.frame(eframe::egui::Frame::new().inner_margin(12)))
                        .accessible_name(tr!("Definition"));
                });
            });
            dialog.footer("", |ui| {
                if Button::filled(tr!("Save…")).show(ui).clicked() {
                    queue.push(Intent::AskExportPath);
                    is_done = true;
                }
                if Button::ghost(tr!("Copy")).show(ui).clicked() {
                    queue.push(Intent::Copy(text.clone()));
                }
                is_done |= Button::ghost(tr!("Close")).show(ui).clicked();
            });
        });
        !(is_done || response.should_close)
    }
}
