//! What is selected, kept for other designs.

use eframe::egui::{Context, Id, Key, Ui};
use pipewright_core::template::{SnippetDraft, file_stem};
use serde_json::Value;

use super::Facts;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Dialog, Field, TextField};
use crate::{tr, tr_n};

/// The stages, and what they are to be called.
#[derive(Debug)]
pub struct SaveSnippet {
    title: String,
    summary: String,
    stages: Vec<Value>,
    is_new: bool,
}

impl SaveSnippet {
    pub fn new(stages: Vec<Value>) -> Self {
        let name = stages.first().and_then(|stage| stage["name"].as_str());
        Self { title: name.unwrap_or_default().to_owned(), summary: String::new(), stages, is_new: true }
    }

    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let subtitle = tr_n!(
            self.stages.len(),
            "{n} stage with its actions, to drop into other designs",
            "{n} stages with their actions, to drop into other designs"
        );
        let dialog = Dialog::new(Id::unique("save snippet"), tr!("Save as snippet")).subtitle(&subtitle);
        let problem = self.problem(facts);
        let response = dialog.show(ctx, |dialog| {
            let mut is_chosen = dialog.body(|ui| self.fields(ui, problem.as_deref(), facts));
            dialog.footer("", |ui| {
                is_chosen |=
                    Button::filled(tr!("Save")).disabled_because(problem.as_deref()).show(ui).clicked();
                is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked();
            });
            if is_chosen && problem.is_none() {
                queue.push(Intent::SaveSnippet(SnippetDraft {
                    title: self.title.trim().to_owned(),
                    summary: self.summary.trim().to_owned(),
                    stages: self.stages.clone(),
                }));
                is_done = true;
            }
        });
        !(is_done || response.should_close)
    }

    /// Returns whether Enter was pressed.
    fn fields(&mut self, ui: &mut Ui, problem: Option<&str>, facts: &Facts<'_>) -> bool {
        let folder = facts.snippets.folder().map(|folder| folder.display().to_string()).unwrap_or_default();
        let place = tr!("Kept as {file}.json in {folder}", file = file_stem(&self.title), folder = folder);
        let title = Field::new(tr!("Name")).error(problem).help(&place);
        let title = TextField::new(title, &mut self.title).show(ui);
        if std::mem::take(&mut self.is_new) {
            title.request_focus();
        }
        let summary = Field::new(tr!("Description")).note(tr!("optional"));
        let summary =
            TextField::new(summary, &mut self.summary).hint(tr!("What it is for, in a sentence")).show(ui);
        let is_entered = ui.input(|input| input.key_pressed(Key::Enter));
        is_entered && (title.lost_focus() || summary.lost_focus())
    }

    fn problem(&self, facts: &Facts<'_>) -> Option<String> {
        if self.title.trim().is_empty() {
            return Some(tr!("Give it a name").to_owned());
        }
        if facts.snippets.folder().is_none() {
            return Some(
                tr!("There is no folder for snippets; choose one in the panel Templates").to_owned(),
            );
        }
        let stem = file_stem(&self.title);
        let is_taken = facts.snippets.list().iter().any(|own| own.stem() == stem);
        is_taken.then(|| tr!("There is a snippet of this name; choose another").to_owned())
    }
}
