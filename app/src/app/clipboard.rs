//! Copy, cut and paste of stages and actions as text.
//!
//! The desktop's shortcuts arrive as events, not as keys; a text field that has the focus keeps them for itself.

use eframe::egui::{Context, Event, Ui, ViewportCommand};
use pipewright_core::edit::clip::{self, Clip};
use pipewright_core::edit::paste::{self, At, PasteError, Pasteable, Pasted};

use super::App;
use crate::commands::Command;
use crate::editor::{Item, Selection};
use crate::intent::Intent;
use crate::look::widgets::Tone;
use crate::words::labels;
use crate::{tr, tr_n};

/// Frames between asking for the clipboard and its answer.
const ANSWERED_WITHIN: u64 = 4;

impl App {
    /// Takes the clipboard events of this frame.
    pub(super) fn clipboard_events(&mut self, ui: &Ui) {
        let events = ui.input_mut(|input| {
            let is_ours = |event: &Event| matches!(event, Event::Copy | Event::Cut | Event::Paste(_));
            let ours: Vec<Event> = input.events.iter().filter(|event| is_ours(event)).cloned().collect();
            input.events.retain(|event| !is_ours(event));
            ours
        });
        for event in events {
            let available = |command: Command| command.available(&self.editor).is_ok();
            match event {
                Event::Copy if available(Command::Copy) => self.queue.run(Command::Copy),
                Event::Cut if available(Command::Cut) => self.queue.run(Command::Cut),
                Event::Paste(text) => self.queue.push(Intent::Paste(text)),
                _ => {}
            }
        }
    }

    pub(super) fn copy(&mut self, ctx: &Context) {
        if let Some(clip) = self.clip(ctx) {
            self.notices.tell(Tone::Success, tr!("Copied {what}", what = labels::thing(&clip.what)));
        }
    }

    pub(super) fn cut(&mut self, ctx: &Context) {
        let Some(clip) = self.clip(ctx) else { return };
        let selection = self.editor.selection();
        let change =
            clip::cut(self.editor.document(), &selection.stage_ids(), &selection.action_ids(), &clip.what);
        self.change(&change, Some(Selection::none()));
        self.notices.tell_with(
            Tone::Info,
            tr!("Cut {what}", what = labels::thing(&clip.what)),
            Command::Undo,
        );
    }

    /// Puts what is selected on the clipboard, and tells which secrets did not go along.
    fn clip(&mut self, ctx: &Context) -> Option<Clip> {
        let selection = self.editor.selection();
        let clip = clip::copy(self.editor.document(), &selection.stage_ids(), &selection.action_ids())?;
        ctx.copy_text(clip.text.clone());
        if !clip.hidden.is_empty() {
            let hidden = clip.hidden.join(", ");
            let words = tr_n!(
                clip.hidden.len(),
                "{n} secret was not copied, **** stands in its place: {hidden}",
                "{n} secrets were not copied, **** stands in their place: {hidden}",
                hidden = hidden
            );
            self.notices.tell(Tone::Warning, words);
        }
        Some(clip)
    }

    /// Asks the desktop for the clipboard; it answers with an event.
    pub(super) fn ask_for_clipboard(&mut self, ctx: &Context) {
        ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
        self.paste_asked = Some(ctx.cumulative_frame_nr());
    }

    /// A clipboard without text is not answered at all, so after some frames that is what is told.
    pub(super) fn wait_for_clipboard(&mut self, ctx: &Context) {
        let Some(asked) = self.paste_asked else { return };
        if ctx.cumulative_frame_nr() > asked + ANSWERED_WITHIN {
            self.paste_asked = None;
            self.notices.tell(Tone::Info, refusal(&PasteError::Empty));
        } else {
            ctx.request_repaint();
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        let parts = match paste::read(text) {
            Ok(parts) => parts,
            Err(problem) => return self.notices.tell(Tone::Error, refusal(&problem)),
        };
        match paste::paste(self.editor.document(), &parts, self.paste_at()) {
            Ok(pasted) => self.pasted(&parts, &pasted),
            Err(error) => self.notices.tell(Tone::Error, tr!("Nothing was pasted: {error}", error = error)),
        }
    }

    fn pasted(&mut self, parts: &Pasteable, pasted: &Pasted) {
        let stages = pasted.stages.iter().copied().map(Item::Stage);
        let items: Vec<Item> = stages.chain(pasted.actions.iter().copied().map(Item::Action)).collect();
        self.change(&pasted.change, Some(Selection::none().with(items.iter().copied())));
        if let Some(first) = items.first() {
            self.show_item(*first);
        }
        let mut words = labels::done(&pasted.change.label).into_owned();
        if parts.is_whole {
            words += tr!("; of the pipeline only its stages were taken");
        }
        if parts.skipped > 0 {
            words += &tr_n!(
                parts.skipped,
                "; {n} element is neither a stage nor an action and was left out",
                "; {n} elements are neither stages nor actions and were left out"
            );
        }
        self.notices.tell_with(Tone::Success, words, Command::Undo);
    }

    /// At what is selected; of several things, behind the last of them.
    fn paste_at(&self) -> At {
        match self.editor.selection().primary() {
            Some(Item::Stage(id)) => At { stage: Some(id), action: None },
            Some(Item::Action(id) | Item::Wire { to: id, .. }) => At { stage: None, action: Some(id) },
            Some(Item::Note(_)) | None => At::default(),
        }
    }
}

/// Why nothing can be pasted, as a sentence.
fn refusal(problem: &PasteError) -> String {
    match problem {
        PasteError::Empty => tr!("The clipboard holds no text").to_owned(),
        PasteError::NoJson => {
            tr!("The clipboard holds no JSON; copy a stage or an action, or JSON that has them").to_owned()
        }
        PasteError::NotJson { line, column, message } => tr!(
            "The JSON in the clipboard breaks at line {line}, column {column}: {message}",
            line = line,
            column = column,
            message = message
        ),
        PasteError::NothingOfAPipeline { found } => {
            tr!("The JSON in the clipboard is {found}, with no stages or actions in it", found = found)
        }
    }
}
