//! Walking over the canvas by the arrow keys, opening the inspector by Enter, and leaving levels by Escape.

use eframe::egui::{Key, Modifiers, Ui};
use pipewright_core::edit::notes::Tie;
use pipewright_core::layout::{Card, Layout, Orientation};

use super::{Aim, Canvas};
use crate::editor::{Editor, Item, Selection};
use crate::intent::{Intent, Queue};

/// A step over the canvas: along time or across it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    Later,
    Earlier,
    Next,
    Previous,
}

impl Canvas {
    /// Takes arrows, Enter and Escape unless something else has the keys.
    pub(super) fn keys(&mut self, ui: &Ui, editor: &Editor, queue: &mut Queue) {
        // A field gives the focus up before this frame sees the key that ended it.
        let was_typing = std::mem::replace(&mut self.was_typing, ui.text_edit_focused());
        let is_elsewhere = self.was_typing
            || was_typing
            || ui.any_popup_open()
            || ui.memory(|memory| memory.top_modal_layer().is_some())
            || self.is_busy();
        if is_elsewhere {
            return;
        }
        let turned = editor.orientation() == Orientation::TopToBottom;
        let arrows = [
            (Key::ArrowRight, if turned { Walk::Next } else { Walk::Later }),
            (Key::ArrowLeft, if turned { Walk::Previous } else { Walk::Earlier }),
            (Key::ArrowDown, if turned { Walk::Later } else { Walk::Next }),
            (Key::ArrowUp, if turned { Walk::Earlier } else { Walk::Previous }),
        ];
        for (key, walk) in arrows {
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
                && let Some(item) = step(&editor.derived().layout, editor.selection().primary(), walk)
            {
                queue.push(Intent::Select(Selection::one(item)));
                self.aim(Aim::Show(item));
                self.pending_focus = Some(item);
            }
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            let up = match editor.selection().single() {
                Some(Item::Action(id)) => {
                    let stage = editor.document().pipeline().action(id).map(|(stage, _)| stage.id);
                    stage.map_or_else(Selection::none, |id| Selection::one(Item::Stage(id)))
                }
                Some(Item::Note(index)) => {
                    let document = editor.document();
                    match document.note(index).map(|note| Tie::of(document, note)) {
                        Some(Tie::Action(id)) => Selection::one(Item::Action(id)),
                        Some(Tie::Stage(id)) => Selection::one(Item::Stage(id)),
                        Some(Tie::Free) | None => Selection::none(),
                    }
                }
                Some(Item::Wire { to, .. }) => Selection::one(Item::Action(to)),
                Some(Item::Stage(_)) | None => Selection::none(),
            };
            ui.memory_mut(|memory| {
                if let Some(focused) = memory.focused() {
                    memory.surrender_focus(focused);
                }
            });
            queue.push(Intent::Select(up));
        }
        let is_here = self.has_keys || ui.memory(|memory| memory.focused().is_none());
        if is_here
            && let Some(item) = editor.selection().primary()
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
        {
            queue.push(Intent::Inspect(item));
        }
    }
}

/// The next item from `from` in a direction.
pub fn step(layout: &Layout, from: Option<Item>, walk: Walk) -> Option<Item> {
    let stage_item = |index: usize| layout.stages.get(index).map(|stage| Item::Stage(stage.id));
    // A folded stage is one step by itself.
    let folded = |index: usize| stage_item(index).filter(|_| layout.stages[index].is_folded);
    match from {
        None | Some(Item::Note(_)) => stage_item(0),
        Some(Item::Wire { to, .. }) => Some(Item::Action(to)),
        Some(Item::Stage(id)) => {
            let index = layout.stages.iter().position(|stage| stage.id == id)?;
            match walk {
                Walk::Later => stage_item(index + 1),
                Walk::Earlier => stage_item(index.checked_sub(1)?),
                Walk::Next => {
                    let first = layout.stages[index].cards.start;
                    let is_there = !layout.stages[index].cards.is_empty();
                    is_there.then(|| Item::Action(layout.cards[first].id))
                }
                Walk::Previous => None,
            }
        }
        Some(Item::Action(id)) => {
            let card = layout.card(id)?;
            match walk {
                Walk::Next => beside(layout, card, card.row + 1),
                Walk::Previous => match card.row.checked_sub(1) {
                    Some(row) => beside(layout, card, row),
                    None => stage_item(card.stage),
                },
                Walk::Later => in_column(layout, card.stage, card.column + 1, card.row).or_else(|| {
                    (card.stage + 1..layout.stages.len())
                        .find_map(|stage| folded(stage).or_else(|| in_column(layout, stage, 0, card.row)))
                }),
                Walk::Earlier => match card.column.checked_sub(1) {
                    Some(column) => in_column(layout, card.stage, column, card.row),
                    None => (0..card.stage).rev().find_map(|stage| {
                        if let Some(folded) = folded(stage) {
                            return Some(folded);
                        }
                        let last = layout.stages[stage].columns.len().checked_sub(1)?;
                        in_column(layout, stage, last, card.row)
                    }),
                },
            }
        }
    }
}

fn beside(layout: &Layout, card: &Card, row: usize) -> Option<Item> {
    let column = &layout.stages.get(card.stage)?.columns.get(card.column)?;
    layout.cards[column.cards.clone()].get(row).map(|card| Item::Action(card.id))
}

fn in_column(layout: &Layout, stage: usize, column: usize, row: usize) -> Option<Item> {
    let cards = layout.cards.get(layout.stages.get(stage)?.columns.get(column)?.cards.clone())?;
    cards.get(row).or(cards.last()).map(|card| Item::Action(card.id))
}
