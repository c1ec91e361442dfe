//! Why the way into a stage is to be disabled.

use eframe::egui::{Context, Id, Key};
use pipewright_core::edit::transitions;
use pipewright_core::pipeline::StageId;

use super::Facts;
use crate::editor::Editor;
use crate::intent::Queue;
use crate::look::widgets::{Button, Dialog, Field, TextField};
use crate::tr;

/// The reason being typed.
#[derive(Debug)]
pub struct TransitionDialog {
    stage: StageId,
    reason: String,
    is_new: bool,
}

impl TransitionDialog {
    /// Begins with the reason there is.
    pub fn new(stage: StageId, editor: &Editor) -> Self {
        let document = editor.document();
        let name = document.pipeline().stage(stage).map(pipewright_core::pipeline::Stage::name);
        let present = name.and_then(|name| document.disabled_transition(name)?.reason());
        Self { stage, reason: present.unwrap_or_default().to_owned(), is_new: true }
    }

    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let document = facts.editor.document();
        let Some(stage) = document.pipeline().stage(self.stage) else { return false };
        let is_disabled = document.disabled_transition(stage.name()).is_some();
        let title = tr!("Disable transition to {stage}", stage = stage.name());
        let problem = transitions::reason_problem(&self.reason);
        let (mut is_done, mut is_chosen) = (false, false);
        let dialog = Dialog::new(Id::unique("transition"), &title).width(520.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| {
                let field = Field::new(tr!("Reason")).help(tr!(
                    "Executions stop before this stage until the transition is enabled again. AWS keeps it beside the definition, so it is kept in the project's own part of the file."
                ));
                let field = field.error(problem.filter(|_| !self.reason.is_empty()));
                let field = TextField::new(field, &mut self.reason).show(ui);
                if std::mem::take(&mut self.is_new) {
                    field.request_focus();
                }
                is_chosen |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            });
            dialog.footer("", |ui| {
                let label = if is_disabled { tr!("Change reason") } else { tr!("Disable transition") };
                is_chosen |= Button::filled(label).disabled_because(problem).show(ui).clicked();
                if is_disabled && Button::ghost(tr!("Enable transition")).show(ui).clicked() {
                    queue.change(transitions::enable(document, self.stage));
                    is_done = true;
                }
                is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked();
            });
        });
        if is_chosen && problem.is_none() {
            let change = transitions::disable(document, self.stage, &self.reason);
            queue.change(change.filter(|change| !change.edits.is_empty()));
            is_done = true;
        }
        !(is_done || response.should_close)
    }
}
