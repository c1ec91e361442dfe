//! Bringing into view what is meant: stages and what is in them, places, problems.

use std::collections::BTreeSet;

use pipewright_core::document::Place;
use pipewright_core::edit::notes::Tie;
use pipewright_core::pipeline::StageId;

use super::App;
use super::sides::Side;
use crate::canvas::{Aim, Spot};
use crate::editor::{Item, Selection};
use crate::panels::problems::DrawerTab;
use crate::panels::top_bar::Mode;

impl App {
    pub(super) fn selected_stage(&self) -> Option<StageId> {
        let pipeline = self.editor.document().pipeline();
        match self.editor.selection().primary()? {
            Item::Stage(id) => Some(id),
            Item::Action(id) | Item::Wire { to: id, .. } => pipeline.action(id).map(|(stage, _)| stage.id),
            Item::Note(index) => {
                let document = self.editor.document();
                match Tie::of(document, document.note(index)?) {
                    Tie::Free => None,
                    Tie::Stage(id) => Some(id),
                    Tie::Action(id) => pipeline.action(id).map(|(stage, _)| stage.id),
                }
            }
        }
    }

    /// Draws these stages as narrow boxes and all others open; brings something into view again.
    pub(super) fn fold(&mut self, folded: BTreeSet<StageId>, show: Option<Item>) {
        self.editor.set_folded(folded);
        if let Some(item) = show {
            self.canvas.aim(Aim::Show(item));
        }
    }

    /// Folds the stages of the selection, or opens them if they all are folded.
    pub(super) fn toggle_stages(&mut self) {
        let pipeline = self.editor.document().pipeline();
        let stages: BTreeSet<StageId> = self
            .editor
            .selection()
            .items()
            .iter()
            .filter_map(|item| match *item {
                Item::Stage(id) => Some(id),
                Item::Note(_) => None,
                Item::Action(id) | Item::Wire { to: id, .. } => {
                    pipeline.action(id).map(|(stage, _)| stage.id)
                }
            })
            .collect();
        let mut folded = self.editor.folded().clone();
        if stages.is_subset(&folded) {
            folded.retain(|id| !stages.contains(id));
        } else {
            folded.extend(&stages);
        }
        self.fold(folded, stages.first().copied().map(Item::Stage));
    }

    pub(super) fn return_to(&mut self, spot: Spot) {
        self.editor.select(spot.selection);
        self.canvas.aim(Aim::View(spot.camera));
    }

    pub(super) fn reveal(&mut self, place: &Place) {
        self.canvas.leave(&self.editor);
        match self.editor.owner_of(place) {
            Some(item) => {
                self.editor.select(Selection::one(item));
                self.show_item(item);
            }
            None => self.editor.select(Selection::none()),
        }
        self.inspector.focus = Some(place.path.clone());
        self.open_side(Side::Right);
        if self.mode == Mode::Definition {
            self.definition.reveal(place);
        }
    }

    pub(super) fn go_to_problem(&mut self, step: isize) {
        let count = self.editor.derived().findings.len();
        if count == 0 {
            return;
        }
        let current = self.drawer.current.min(count - 1) as isize;
        // Whoever begins does so with the first.
        let is_fresh = step > 0 && current == 0 && !self.drawer.is_walking;
        let next = if is_fresh { 0 } else { (current + step).rem_euclid(count as isize) };
        self.drawer.is_walking = true;
        self.drawer.current = next as usize;
        self.drawer.scrolls = true;
        self.drawer.tab = DrawerTab::Problems;
        self.settings.panels.drawer_is_open = true;
        let place = self.editor.derived().findings[self.drawer.current].place.clone();
        self.reveal(&place);
    }
}
