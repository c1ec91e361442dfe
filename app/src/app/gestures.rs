//! What gestures and commands of the canvas ask for beyond a single change.

use pipewright_core::catalog::Catalog;
use pipewright_core::edit::{Change, Slot, SlotColumn, actions, artifacts};
use pipewright_core::pipeline::{ActionId, Path};

use super::App;
use super::adding::new_action;
use super::sides::Side;
use crate::editor::{Editor, Item, Selection};
use crate::look::widgets::Tone;
use crate::settings::{Setting, WireChoice};
use crate::tr;

/// Takes away the inputs at which selected wires end.
pub(super) fn without_wires(editor: &Editor) -> Option<Change> {
    // Positions of inputs change as others go, so each is taken from the document as it then is.
    let mut work = editor.document().clone();
    let mut all: Option<Change> = None;
    let mut count = 0;
    for item in editor.selection().items() {
        let Item::Wire { to, input } = *item else { continue };
        let (_, action) = editor.document().pipeline().action(to)?;
        let artifact = action.input_artifacts().nth(input)?;
        let one = artifacts::disconnect(&work, to, artifact)?;
        work.change(&one).ok()?;
        count += 1;
        all = Some(match all {
            None => one,
            Some(before) => {
                let label = format!("Disconnect {count} artifacts");
                Change { label, ..before.and(one) }
            }
        });
    }
    all
}

impl App {
    pub(super) fn show_wires(&mut self, choice: WireChoice) {
        self.settings.set(Setting::Wires(choice));
        self.canvas.wires = choice;
        self.keep_settings();
    }

    /// Goes on in the inspector: at the name, or at what else comes first.
    pub(super) fn inspect(&mut self, item: Item) {
        self.open_side(Side::Right);
        self.inspector.focus = Some(match item {
            Item::Stage(_) | Item::Action(_) => Path::key("name"),
            Item::Wire { .. } => Path::key("wire"),
            Item::Note(index) => Path::key("notes").then(index).then("text"),
        });
    }

    /// The output a wire is drawn from where nobody says which.
    pub(super) fn first_output(&self, from: ActionId) -> Option<usize> {
        let (_, action) = self.editor.document().pipeline().action(from)?;
        action.output_artifacts().next().map(|_| 0)
    }

    /// Adds an action that takes an output: in a slot if it starts there after the maker has ended, else as soon
    /// as it can.
    pub(super) fn add_taking(
        &mut self,
        provider: &str,
        taken: (ActionId, Option<usize>),
        slot: Option<Slot>,
    ) {
        let Some(provider) = Catalog::get().provider_by_id(provider) else { return };
        self.dialog = None;
        let slot = slot.filter(|slot| self.is_after(taken.0, *slot)).or_else(|| self.slot_after(taken.0));
        let Some(slot) = slot else {
            let words = tr!("There is no stage after this one; add a stage first");
            self.notices.tell(Tone::Info, words);
            return;
        };
        let added = actions::add_taking(self.editor.document(), &new_action(provider), slot, taken);
        if let Some((id, change)) = added {
            let item = Item::Action(id);
            self.change(&change, Some(Selection::one(item)));
            self.show_item(item);
        }
    }

    fn is_after(&self, maker: ActionId, slot: Slot) -> bool {
        let document = self.editor.document();
        let Some(Slot { stage, column: SlotColumn::Beside { column: own, .. } }) = Slot::of(document, maker)
        else {
            return false;
        };
        let index = |stage| document.pipeline().stage_index(stage);
        let is_later_column = match slot.column {
            SlotColumn::Beside { column, .. } => column > own,
            SlotColumn::New { before } => before > own,
        };
        index(slot.stage) > index(stage) || (slot.stage == stage && is_later_column)
    }

    /// Behind the maker in its stage; behind sources, in the next stage.
    fn slot_after(&self, maker: ActionId) -> Option<Slot> {
        let document = self.editor.document();
        let Slot { stage, column } = Slot::of(document, maker)?;
        let index = document.pipeline().stage_index(stage)?;
        if index == 0 {
            let next = document.pipeline().stages.get(1)?;
            return Some(Slot { stage: next.id, column: SlotColumn::New { before: 0 } });
        }
        let SlotColumn::Beside { column, .. } = column else { return None };
        Some(Slot { stage, column: SlotColumn::New { before: column + 1 } })
    }
}
