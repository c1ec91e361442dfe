//! What an import could not take over, and the question which of several pipelines to import.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Id, Label, RichText, Ui};
use pipewright_core::format::import::{Note, Read};

use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Dialog, Row};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{space, text},
};
use crate::{tr, tr_n};

/// Room for the number of a line, in points.
const LINE_WIDTH: f32 = 72.0;

/// A file that is being imported, or was.
#[derive(Debug)]
pub enum ImportDialog {
    Choose { path: PathBuf, ids: Vec<String>, chosen: usize },
    Report { file: String, summary: String, notes: Vec<Note> },
}

impl ImportDialog {
    /// Asks for one of several pipelines.
    pub fn choose(path: &Path, ids: Vec<String>) -> Self {
        Self::Choose { path: path.to_owned(), ids, chosen: 0 }
    }

    /// Tells what a person should know about an import; `None` if there is nothing.
    pub fn report(path: &Path, read: &Read) -> Option<Self> {
        if read.report.is_empty() {
            return None;
        }
        let numbers = read.numbers();
        let summary = [
            read.form.title().to_owned(),
            tr_n!(numbers.stages, "{n} stage", "{n} stages"),
            tr_n!(numbers.actions, "{n} action", "{n} actions"),
            tr_n!(numbers.parameters, "{n} parameter", "{n} parameters"),
        ];
        Some(Self::Report {
            file: file_name(path), summary: summary.join(" · "), notes: read.report.clone()
        })
    }

    pub fn show(&mut self, ctx: &Context, queue: &mut Queue) -> bool {
        match self {
            Self::Choose { path, ids, chosen } => choose(ctx, path, ids, chosen, queue),
            Self::Report { file, summary, notes } => report(ctx, file, summary, notes),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn choose(ctx: &Context, path: &Path, ids: &[String], chosen: &mut usize, queue: &mut Queue) -> bool {
    let mut is_done = false;
    let mut is_chosen = false;
    let subtitle = file_name(path);
    let dialog = Dialog::new(Id::unique("import"), tr!("Import a pipeline")).subtitle(&subtitle).width(480.0);
    let response = dialog.show(ctx, |dialog| {
        dialog.body(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            for (index, id) in ids.iter().enumerate() {
                let row = Row::new(id).icon(icons::FILE).selected(*chosen == index).show(ui);
                is_chosen |= row.double_clicked();
                if row.clicked() {
                    *chosen = index;
                }
            }
        });
        dialog.footer(&tr_n!(ids.len(), "{n} pipeline", "{n} pipelines"), |ui| {
            is_chosen |= Button::filled(tr!("Import")).show(ui).clicked();
            is_done = Button::ghost(tr!("Cancel")).show(ui).clicked();
        });
    });
    if let Some(id) = ids.get(*chosen).filter(|_| is_chosen) {
        queue.push(Intent::ImportPipeline { path: path.to_owned(), id: id.clone() });
        is_done = true;
    }
    !(is_done || response.should_close)
}

fn report(ctx: &Context, file: &str, summary: &str, notes: &[Note]) -> bool {
    let mut is_done = false;
    let title = tr!("Imported {file}", file = file);
    let dialog = Dialog::new(Id::unique("import"), &title).subtitle(summary).width(720.0);
    let response = dialog.show(ctx, |dialog| {
        dialog.body(|ui| {
            for note in notes {
                line(ui, note);
            }
        });
        let words = tr_n!(
            notes.len(),
            "{n} note. The design is not saved yet",
            "{n} notes. The design is not saved yet"
        );
        dialog.footer(&words, |ui| is_done = Button::filled(tr!("Close")).show(ui).clicked());
    });
    !(is_done || response.should_close)
}

fn line(ui: &mut Ui, note: &Note) {
    let tokens = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.vertical(|ui| {
            ui.set_width(LINE_WIDTH);
            let line = tr!("Line {line}", line = note.line);
            ui.label(RichText::new(line).font(fonts::body()).color(tokens.weak));
        });
        ui.vertical(|ui| {
            let what = RichText::new(&note.what).font(fonts::semibold(text::BODY)).color(tokens.text);
            ui.add(Label::new(what).wrap());
            let why = RichText::new(&note.why).font(fonts::body()).color(tokens.weak);
            ui.add(Label::new(why).wrap());
        });
    });
}
