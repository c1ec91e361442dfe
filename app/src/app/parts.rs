//! What is done with the selected stages, actions, wires and notes as parts of the pipeline.

use pipewright_core::edit::bulk::{self, Nudge};
use pipewright_core::edit::{Change, actions, notes, stages};
use pipewright_core::pipeline::{ActionId, StageId};

use super::App;
use crate::commands::Command;
use crate::editor::{Editor, Item, Selection};
use crate::look::widgets::Tone;
use crate::tr;
use crate::words::labels;

impl App {
    /// Copies of all that is selected, as one step.
    pub(super) fn duplicate(&mut self) {
        let selection = self.editor.selection();
        let (stages, actions, change) =
            bulk::duplicate(self.editor.document(), &selection.stage_ids(), &selection.action_ids());
        let stages = stages.into_iter().map(Item::Stage);
        let items: Vec<Item> = stages.chain(actions.into_iter().map(Item::Action)).collect();
        self.change(&change, Some(Selection::none().with(items.iter().copied())));
        if let Some(item) = items.last() {
            self.show_item(*item);
        }
    }

    /// Deletes what is selected; what stands next to it is selected then.
    pub(super) fn delete(&mut self) {
        let document = self.editor.document();
        let pipeline = document.pipeline();
        let selection = self.editor.selection();
        let (stage_ids, action_ids) = (selection.stage_ids(), selection.action_ids());
        let mut change = Change::new("", Vec::new());
        let mut after = Selection::none();
        if !action_ids.is_empty() {
            let free: Vec<ActionId> = action_ids
                .iter()
                .copied()
                .filter(|id| pipeline.action(*id).is_some_and(|(stage, _)| !stage_ids.contains(&stage.id)))
                .collect();
            change = actions::remove(document, &free);
            after = next_action(&self.editor, &free);
        }
        if !stage_ids.is_empty() {
            let stages = stages::remove(document, &stage_ids);
            let label = stages.label.clone();
            change = Change { label, ..change.and(stages) };
            let first = stage_ids.iter().filter_map(|id| pipeline.stage_index(*id)).min().unwrap_or(0);
            let staying: Vec<StageId> =
                pipeline.stages.iter().map(|stage| stage.id).filter(|id| !stage_ids.contains(id)).collect();
            let next = staying.get(first).or(staying.last());
            after = next.map_or_else(Selection::none, |id| Selection::one(Item::Stage(*id)));
        }
        if let Some(wires) = super::gestures::without_wires(&self.editor) {
            // The wires go first: those of an action that goes as well are gone with it.
            let label = if change.edits.is_empty() { wires.label.clone() } else { change.label.clone() };
            change = Change { label, ..wires.and(change) };
        }
        if let Some(notes) = notes::remove(document, &selection.notes()) {
            // What else goes may take along entries of other lists, but never notes.
            let label = if change.edits.is_empty() { notes.label.clone() } else { change.label.clone() };
            change = Change { label, ..notes.and(change) };
        }
        if change.edits.is_empty() {
            return;
        }
        let label = labels::done(&change.label);
        self.change(&change, Some(after));
        self.notices.tell_with(Tone::Info, label, Command::Undo);
    }

    /// Alt with an arrow: a step along time, or among parallel actions.
    pub(super) fn nudge(&mut self, command: Command) {
        let step = match command {
            Command::MoveLeft => Nudge::Earlier,
            Command::MoveRight => Nudge::Later,
            Command::MoveUp => Nudge::Up,
            _ => Nudge::Down,
        };
        let selection = self.editor.selection();
        let document = self.editor.document();
        let (stages, actions) = (selection.stage_ids(), selection.action_ids());
        let change = bulk::nudge(document, &stages, &actions, step);
        let opens_stage = stages.is_empty() && step == Nudge::Later;
        if let Some(change) =
            change.or_else(|| bulk::past_the_end(document, &actions).filter(|_| opens_stage))
        {
            self.change(&change, None);
            if let Some(item) = self.editor.selection().primary() {
                self.show_item(item);
            }
        } else {
            tr!("There is no place to move to in this direction").clone_into(&mut self.announced);
        }
    }
}

/// What to select when actions are gone: the one behind the first of them in its stage, else the one before.
fn next_action(editor: &Editor, gone: &[ActionId]) -> Selection {
    let layout = &editor.derived().layout;
    let Some(first) = layout.cards.iter().position(|card| gone.contains(&card.id)) else {
        return Selection::none();
    };
    let stage = layout.cards[first].stage;
    let stays =
        |index: &usize| layout.cards[*index].stage == stage && !gone.contains(&layout.cards[*index].id);
    let next = (first..layout.cards.len()).find(stays).or_else(|| (0..first).rev().find(stays));
    match next {
        Some(index) => Selection::one(Item::Action(layout.cards[index].id)),
        None => layout
            .stages
            .get(stage)
            .map_or_else(Selection::none, |stage| Selection::one(Item::Stage(stage.id))),
    }
}
