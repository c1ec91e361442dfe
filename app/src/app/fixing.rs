//! Applying the fixes of problems.

use pipewright_core::check::{Finding, repair_in};
use pipewright_core::document::Owner;
use pipewright_core::edit::Change;

use super::App;
use crate::commands::Command;
use crate::dialogs::{Dialog, RuleDialog};
use crate::editor::Item;
use crate::look::widgets::Tone;
use crate::tr;
use crate::words::labels;

impl App {
    /// The fix of the current problem, or of one of what is selected; of several, a person chooses.
    pub(super) fn fix(&mut self) {
        let findings = &self.editor.derived().findings;
        let is_selected = |finding: &&Finding| match finding.place.owner {
            Owner::Stage(id) => self.editor.selection().contains(Item::Stage(id)),
            Owner::Action(id) => self.editor.selection().contains(Item::Action(id)),
            Owner::Pipeline | Owner::Extras => self.editor.selection().is_empty(),
        };
        let has_fix = |finding: &&Finding| !finding.fixes.is_empty();
        let current = findings.get(self.drawer.current).filter(has_fix);
        let in_hand = current.filter(|finding| self.drawer.is_walking && is_selected(finding));
        let of_selection = || findings.iter().find(|finding| is_selected(finding) && has_fix(finding));
        let Some(finding) = in_hand.or_else(of_selection).or(current) else {
            self.notices
                .tell(Tone::Info, tr!("This problem has no fix of its own; its help says what to do"));
            return;
        };
        match finding.fixes.as_slice() {
            [fix] => {
                let change = Change::new(fix.label.clone(), fix.edits.clone());
                self.change_and_tell(&change);
            }
            _ => self.dialog = Some(Dialog::Rule(RuleDialog::choose(finding))),
        }
    }

    /// All fixes that may be applied unseen, as one change.
    pub(super) fn fix_all(&mut self) {
        let repair = repair_in(self.editor.document(), self.editor.environment());
        if repair.steps.is_empty() {
            let words = tr!("Each of these fixes would bring up another problem; apply them one by one");
            self.notices.tell(Tone::Info, words);
        } else {
            self.change_and_tell(&repair.change);
        }
    }

    pub(super) fn change_and_tell(&mut self, change: &Change) {
        self.change(change, None);
        self.notices.tell_with(Tone::Success, labels::done(&change.label), Command::Undo);
    }
}
