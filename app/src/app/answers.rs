//! What follows from the answer to a question.

use eframe::egui::Context;
use pipewright_core::document::Document;

use super::{App, Publishing};
use crate::editor::Editor;
use crate::intent::{Answer, Intent};
use crate::look::widgets::Tone;
use crate::panels::top_bar::Mode;
use crate::storage::{self, Leftover};
use crate::tr;

impl App {
    pub(super) fn answer(&mut self, answer: Answer, ctx: &Context) {
        match answer {
            Answer::SaveFirst(then) => {
                self.dialog = None;
                self.after_save = Some(*then);
                self.save();
            }
            Answer::Discard(then) => {
                self.dialog = None;
                self.discard_and(*then, ctx);
            }
            Answer::Overwrite(path) => {
                self.write(path, None);
            }
            Answer::Reload(path) => {
                self.dialog = None;
                self.after_save = None;
                self.forget_recovery();
                self.open_file(&path);
            }
            Answer::Restore(index) => {
                self.dialog = None;
                if index < self.leftovers.len() {
                    let leftover = self.leftovers.remove(index);
                    self.restore(&leftover);
                }
            }
            Answer::GoToBreak => {
                self.dialog = None;
                self.after_save = None;
                self.go_to_break();
            }
            Answer::SaveLastGood => {
                self.dialog = None;
                // The text that does not parse was given up with this answer.
                let then = self.after_save.take();
                self.after_save = then.map(|then| match then {
                    discard @ Intent::Answer(Answer::Discard(_)) => discard,
                    then => Intent::Answer(Answer::Discard(Box::new(then))),
                });
                self.save_last_good();
            }
            Answer::TakeBackDraft => {
                self.editor.take_back_draft();
            }
            Answer::CloseWhileWriting => {
                self.dialog = None;
                self.give_up_publish();
                // The window may stay open for another reason.
                if let Publishing::Failed(fault, _) = &self.aws.publishing {
                    let text = format!("{}. {}", fault.message, fault.help.as_deref().unwrap_or_default());
                    self.notices.tell(Tone::Error, text);
                }
                self.queue.run(crate::commands::Command::Close);
            }
            Answer::DiscardLeftovers => {
                self.dialog = None;
                for leftover in std::mem::take(&mut self.leftovers) {
                    self.discard_leftover(&leftover);
                }
            }
        }
    }

    /// Goes on with what was asked for although changes are lost by it.
    fn discard_and(&mut self, then: Intent, ctx: &Context) {
        match then {
            Intent::Run(crate::commands::Command::Close) => {
                self.may_close = true;
                self.forget_recovery();
                self.run(then, ctx);
            }
            Intent::OpenFile(path) => self.open_file(&path),
            Intent::OpenSample(name) => self.open_sample(name),
            Intent::OpenTemplate { template, values } => self.open_template(&template, &values),
            Intent::OpenPipeline(name) => self.pull(name),
            Intent::OpenBlank => self.show_document(Editor::new(Document::blank("my-pipeline"))),
            other => self.run(other, ctx),
        }
    }

    fn restore(&mut self, leftover: &Leftover) {
        match Document::read(&leftover.snapshot.content) {
            Ok(document) => {
                let mut editor = Editor::new(document);
                editor.recovered_from(leftover.snapshot.path.clone());
                if let Some(text) = leftover.snapshot.path.as_deref().and_then(text_of_file) {
                    editor.compare_with_file(&text);
                }
                self.show_document(editor);
                if let Some(draft) = &leftover.snapshot.draft {
                    self.type_text(draft);
                    self.mode = Mode::Definition;
                }
                self.notices.tell(Tone::Success, tr!("Unsaved work is back; save it to keep it"));
                self.discard_leftover(leftover);
            }
            Err(error) => self
                .notices
                .tell(Tone::Error, tr!("The unsaved work does not open: {reason}", reason = error)),
        }
    }

    fn discard_leftover(&mut self, leftover: &Leftover) {
        if let Some(recovery) = &self.recovery
            && let Err(error) = recovery.discard(leftover)
        {
            self.notices.tell(Tone::Warning, error.to_string());
        }
    }
}

/// What is in a file now; `None` if that is no pipeline, or nothing can be read.
fn text_of_file(path: &std::path::Path) -> Option<String> {
    let (bytes, _) = storage::read(path).ok()?;
    Some(Document::read(&bytes).ok()?.source().text().to_owned())
}
