//! What an import could not take over, the question which of several pipelines to import, and what the conditions of
//! the file are taken for.

use std::path::{Path, PathBuf};

use eframe::egui::{Align, Context, Id, Label, Layout, RichText, Ui, vec2};
use pipewright_core::format::import::{Choices, Condition, Note, Read, Reason};

use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Dialog, Row, Segmented, rule, section};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{space, text},
};
use crate::{tr, tr_n};

/// Room for the number of a line, in points.
const LINE_WIDTH: f32 = 72.0;
/// The same where the name of a file stands above it.
const FILE_WIDTH: f32 = 120.0;

/// A file that is being imported, or was.
#[derive(Debug)]
pub enum ImportDialog {
    Choose { path: PathBuf, ids: Vec<String>, chosen: usize },
    Report(Report),
}

/// What is told of an import.
#[derive(Debug)]
pub struct Report {
    path: PathBuf,
    /// The pipeline, if it was one of several.
    id: Option<String>,
    summary: String,
    /// The other files that were read with it.
    others: Vec<String>,
    notes: Vec<Note>,
    conditions: Vec<Condition>,
    /// Whether it was not shown yet: it may be larger than the one before it.
    is_new: bool,
}

impl ImportDialog {
    /// Asks for one of several pipelines.
    pub fn choose(path: &Path, ids: Vec<String>) -> Self {
        Self::Choose { path: path.to_owned(), ids, chosen: 0 }
    }

    /// Tells what a person should know about an import; `None` if there is nothing.
    pub fn report(path: &Path, read: &Read, choices: &Choices) -> Option<Self> {
        if read.report.is_empty() && read.conditions.is_empty() {
            return None;
        }
        let numbers = read.numbers();
        let summary = [
            read.form.title().to_owned(),
            tr_n!(numbers.stages, "{n} stage", "{n} stages"),
            tr_n!(numbers.actions, "{n} action", "{n} actions"),
            tr_n!(numbers.parameters, "{n} parameter", "{n} parameters"),
        ];
        let own = file_name(path);
        Some(Self::Report(Report {
            path: path.to_owned(),
            id: choices.pipeline.clone(),
            summary: summary.join(" · "),
            others: read.files.iter().filter(|file| **file != own).cloned().collect(),
            notes: read.report.clone(),
            conditions: read.conditions.clone(),
            is_new: true,
        }))
    }

    pub fn show(&mut self, ctx: &Context, queue: &mut Queue) -> bool {
        match self {
            Self::Choose { path, ids, chosen } => choose(ctx, path, ids, chosen, queue),
            Self::Report(report) => report.show(ctx, queue),
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
        let choices = Choices { pipeline: Some(id.clone()), ..Choices::default() };
        queue.push(Intent::ImportPipeline { path: path.to_owned(), choices });
        is_done = true;
    }
    !(is_done || response.should_close)
}

impl Report {
    fn show(&mut self, ctx: &Context, queue: &mut Queue) -> bool {
        if std::mem::take(&mut self.is_new) {
            // A dialog stands in the middle as large as it was in the frame before.
            ctx.request_repaint();
        }
        let mut is_done = false;
        let title = tr!("Imported {file}", file = file_name(&self.path));
        let dialog = Dialog::new(Id::unique("import report"), &title).subtitle(&self.summary).width(720.0);
        let mut changed = None;
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| {
                if !self.others.is_empty() {
                    let words =
                        tr!("Read with {files}, as Terraform reads a folder", files = self.others.join(", "));
                    let words = RichText::new(words).font(fonts::body()).color(Tokens::of(ui).weak);
                    ui.add(Label::new(words).wrap());
                    ui.add_space(space::S);
                }
                if !self.conditions.is_empty() {
                    changed = conditions_ui(ui, &self.conditions);
                    if !self.notes.is_empty() {
                        ui.add_space(space::S);
                        rule(ui);
                        ui.add_space(space::S);
                        section(ui, tr!("Notes"));
                    }
                }
                for note in &self.notes {
                    line(ui, note);
                }
            });
            let words = tr_n!(
                self.notes.len(),
                "{n} note. The design is not saved yet",
                "{n} notes. The design is not saved yet"
            );
            dialog.footer(&words, |ui| is_done = Button::filled(tr!("Close")).show(ui).clicked());
        });
        if let Some((index, value)) = changed {
            queue.push(Intent::ImportPipeline {
                path: self.path.clone(),
                choices: self.choices(index, value),
            });
        }
        !(is_done || response.should_close)
    }

    /// What was chosen so far, with one condition taken for something else.
    fn choices(&self, index: usize, value: bool) -> Choices {
        let chosen = self.conditions.iter().filter(|condition| condition.reason == Reason::Chosen);
        let mut conditions = chosen.map(|condition| (condition.name.clone(), condition.value)).collect();
        if let Some(condition) = self.conditions.get(index) {
            let all: &mut std::collections::BTreeMap<String, bool> = &mut conditions;
            all.insert(condition.name.clone(), value);
        }
        Choices { pipeline: self.id.clone(), conditions, file_name: None }
    }
}

/// The conditions; answers which is taken for something else now, and for what.
fn conditions_ui(ui: &mut Ui, conditions: &[Condition]) -> Option<(usize, bool)> {
    let tokens = Tokens::of(ui);
    section(ui, tr!("Conditions"));
    let about = tr!("Parts of the file depend on these. Choosing otherwise imports it again.");
    ui.label(RichText::new(about).font(fonts::body()).color(tokens.weak));
    let mut changed = None;
    for (index, condition) in conditions.iter().enumerate() {
        ui.push_id(index, |ui| {
            let size = vec2(ui.available_width(), 0.0);
            ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                let mut value = condition.value;
                let choices = [(true, tr!("True")), (false, tr!("False"))];
                if Segmented::new(&condition.name).show(ui, &mut value, &choices).changed() {
                    changed = Some((index, value));
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = space::XS;
                    let name = RichText::new(&condition.name).font(fonts::code()).color(tokens.text);
                    ui.add(Label::new(name).wrap());
                    let reason = match condition.reason {
                        Reason::Chosen => tr!("Line {line} · as chosen", line = condition.line),
                        Reason::Defaults => {
                            tr!("Line {line} · by the defaults of the parameters", line = condition.line)
                        }
                        Reason::Unknown => {
                            tr!("Line {line} · depends on the deployment", line = condition.line)
                        }
                    };
                    let reason = match &condition.file {
                        Some(file) => format!("{file} · {reason}"),
                        None => reason,
                    };
                    ui.label(RichText::new(reason).font(fonts::body()).color(tokens.weak));
                });
            });
        });
    }
    changed
}

fn line(ui: &mut Ui, note: &Note) {
    let tokens = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.vertical(|ui| {
            ui.set_width(if note.file.is_some() { FILE_WIDTH } else { LINE_WIDTH });
            let weak = |text: String| RichText::new(text).font(fonts::body()).color(tokens.weak);
            if let Some(file) = &note.file {
                ui.add(Label::new(weak(file.clone())).truncate());
            }
            ui.label(weak(tr!("Line {line}", line = note.line)));
        });
        ui.vertical(|ui| {
            let what = RichText::new(&note.what).font(fonts::semibold(text::BODY)).color(tokens.text);
            ui.add(Label::new(what).wrap());
            let why = RichText::new(&note.why).font(fonts::body()).color(tokens.weak);
            ui.add(Label::new(why).wrap());
        });
    });
}
