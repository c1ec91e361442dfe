//! The text of the document: taking what is typed, and what does not parse.

use eframe::egui::Context;

use super::App;
use crate::look::widgets::Tone;
use crate::panels::top_bar::Mode;
use crate::tr;

impl App {
    /// Gives what was typed in the text to the document, before anything else that was asked for, and what was typed in
    /// a field before a command that the keyboard started there.
    pub(super) fn take_typed(&mut self, ctx: &Context) {
        let closes = ctx.input(|input| input.viewport().close_requested());
        if closes || self.queue.has_command() || ctx.input(|input| !input.raw.dropped_files.is_empty()) {
            while let Some(change) = self.inspector.take_due(self.editor.document()) {
                self.editor.seal();
                self.change(&change, None);
                self.editor.seal();
            }
        }
        let is_due = closes || !self.queue.is_empty() || self.mode != Mode::Definition;
        if let Some(text) = self.definition.take_typed(ctx, is_due).map(str::to_owned) {
            self.type_text(&text);
        }
    }

    /// Shows the canvas alone or with the text; what is selected stays in view.
    pub(super) fn show_mode(&mut self, mode: Mode) {
        self.mode = mode;
        if let Some(item) = self.editor.selection().primary() {
            self.show_item(item);
        }
    }

    pub(super) fn type_text(&mut self, text: &str) {
        self.notices.forget_undo();
        if let Err(error) = self.editor.type_text(text) {
            self.notices.tell(Tone::Error, tr!("The text could not be taken: {error}", error = error));
        }
    }

    pub(super) fn go_to(&mut self, count: usize) {
        self.notices.forget_undo();
        if let Err(error) = self.editor.go_to(count) {
            self.notices.tell(Tone::Error, tr!("Going back failed: {error}", error = error));
        }
    }

    /// Shows where the text does not parse.
    pub(super) fn go_to_break(&mut self) {
        if let Some(draft) = self.editor.draft() {
            self.mode = Mode::Definition;
            self.definition.go_to_break(draft);
        }
    }

    /// Tells that a text which does not parse has no part in what is about to happen.
    pub(super) fn tell_of_draft(&mut self) {
        if let Some(draft) = self.editor.draft() {
            let line = draft.error.place.line;
            let words =
                tr!("Line {line} of the text does not parse; this is the last good state", line = line);
            self.notices.tell(Tone::Warning, words);
        }
    }
}
