//! Which wires are seen, and painting those that stand out.

use std::collections::HashSet;

use eframe::egui::{Pos2, Rect};
use pipewright_core::pipeline::ActionId;

use super::paint::Scene;
use super::{Canvas, Gesture};
use crate::editor::{Editor, Item};
use crate::look::tokens::stroke;
use crate::settings::WireChoice;

impl Scene<'_> {
    /// The wires of what is selected or under the pointer, over all others and stronger.
    pub fn strong_wires(&self, gesture: &Gesture) {
        let derived = self.editor.derived();
        let selected: HashSet<Item> = self.editor.selection().items().iter().copied().collect();
        let is_calm = selected.is_empty() && self.touched.wire.is_none() && self.touched.card.is_none();
        let is_drawing = matches!(gesture, Gesture::Connecting { .. });
        if is_calm || is_drawing || self.wires == WireChoice::Never {
            return;
        }
        for (index, (path, thread)) in derived.layout.wires.iter().zip(&derived.threads).enumerate() {
            let Some(wire) = derived.flow.wires.get(path.wire) else { continue };
            let touches = |id: ActionId| wire.from.action == id || wire.to.action == id;
            let is_strong = self.touched.wire == Some(index)
                || self.touched.card.is_some_and(touches)
                || selected.contains(&Item::Action(wire.from.action))
                || selected.contains(&Item::Action(wire.to.action))
                || selected.contains(&Item::Wire { to: wire.to.action, input: wire.to.index });
            if is_strong && self.visible.intersects(thread.bounds) {
                for piece in pieces(self.points(thread), self.visible) {
                    self.thread(piece, (path.wire, wire), 1.0, stroke::WIRE + 1.0);
                }
            }
        }
    }

    /// How much is seen of the wires that do not stand out: nothing of hidden ones, little beside one that does.
    pub(super) fn wire_opacity(&self, gesture: &Gesture) -> f32 {
        let is_one_hot =
            self.touched.wire.is_some() || self.touched.card.is_some_and(|id| self.has_wires(id));
        match (self.wires, gesture) {
            (WireChoice::Never | WireChoice::Selection, _) => 0.0,
            (WireChoice::Always, Gesture::Connecting { .. }) => 0.3,
            (WireChoice::Always, Gesture::Idle) if is_one_hot => 0.3,
            (WireChoice::Always, _) => 1.0,
        }
    }

    fn has_wires(&self, id: ActionId) -> bool {
        let card = self.editor.derived().layout.card(id);
        card.is_some_and(|card| !card.inputs.is_empty() || !card.outputs.is_empty())
    }
}

impl Canvas {
    /// Whether a wire is drawn, and so can be taken.
    pub(super) fn shows_wire(&self, editor: &Editor, path: usize) -> bool {
        let derived = editor.derived();
        let Some(wire) = derived.layout.wires.get(path).and_then(|path| derived.flow.wires.get(path.wire))
        else {
            return false;
        };
        let is_chosen = |item: &Item| match *item {
            Item::Action(id) => wire.from.action == id || wire.to.action == id,
            Item::Wire { to, input } => wire.to.action == to && wire.to.index == input,
            Item::Stage(_) | Item::Note(_) => false,
        };
        match self.wires {
            WireChoice::Always => true,
            WireChoice::Selection => editor.selection().items().iter().any(is_chosen),
            WireChoice::Never => false,
        }
    }
}

/// The parts of a line that may be seen: of a wire that only passes by, one leg is drawn and not all.
fn pieces(points: &[Pos2], visible: Rect) -> Vec<&[Pos2]> {
    let visible = visible.expand(8.0);
    let is_seen = |leg: usize| Rect::from_two_pos(points[leg], points[leg + 1]).intersects(visible);
    let legs = points.len().saturating_sub(1);
    let mut pieces = Vec::new();
    let mut leg = 0;
    while leg < legs {
        let start = leg;
        while leg < legs && is_seen(leg) {
            leg += 1;
        }
        if leg > start {
            pieces.push(&points[start..=leg]);
        }
        leg += 1;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use eframe::egui::{pos2, vec2};

    use super::*;

    #[test]
    fn only_the_legs_in_view_are_drawn() {
        let view = Rect::from_min_size(pos2(0.0, 0.0), vec2(100.0, 100.0));
        let there_and_back = [
            pos2(-500.0, 50.0),
            pos2(50.0, 50.0),
            pos2(50.0, 500.0),
            pos2(400.0, 500.0),
            pos2(400.0, 20.0),
            pos2(90.0, 20.0),
        ];
        let found = pieces(&there_and_back, view);
        assert_eq!(found, [&there_and_back[0..=2], &there_and_back[4..=5]]);
        assert!(pieces(&there_and_back[2..4], view).is_empty());
        assert!(pieces(&[], view).is_empty());
    }
}
