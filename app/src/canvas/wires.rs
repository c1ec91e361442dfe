//! Painting the wires.

use eframe::egui::{Pos2, Rect, Shape, Stroke};
use pipewright_core::flow::Wire;
use pipewright_core::pipeline::ActionId;

use super::paint::Scene;
use super::{CURVES_FROM, Canvas, Gesture};
use crate::editor::{Editor, Item, Thread};
use crate::look::tokens::stroke;
use crate::settings::WireChoice;

impl Scene<'_> {
    /// All wires in view; those of what is selected or under the pointer last and stronger.
    pub fn wires(&self, gesture: &Gesture) {
        let derived = self.editor.derived();
        let selection = self.editor.selection();
        let is_drawing = matches!(gesture, Gesture::Connecting { .. });
        let rest = self.wire_opacity(gesture);
        let mut strong = Vec::new();
        for (index, (path, thread)) in derived.layout.wires.iter().zip(&derived.threads).enumerate() {
            let Some(wire) = derived.flow.wires.get(path.wire) else { continue };
            let touches = |item: Item| match item {
                Item::Action(id) => wire.from.action == id || wire.to.action == id,
                Item::Wire { to, input } => wire.to.action == to && wire.to.index == input,
                Item::Stage(_) | Item::Note(_) => false,
            };
            let is_strong = self.touched.wire == Some(index)
                || self.touched.card.is_some_and(|id| touches(Item::Action(id)))
                || selection.items().iter().any(|item| touches(*item));
            if is_strong && !is_drawing {
                strong.push((thread, wire));
            } else {
                self.wire(thread, wire, rest, stroke::WIRE);
            }
        }
        if self.wires == WireChoice::Never {
            return;
        }
        for (thread, wire) in strong {
            self.wire(thread, wire, 1.0, stroke::WIRE + 1.0);
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

    fn wire(&self, thread: &Thread, wire: &Wire, opacity: f32, width: f32) {
        if opacity <= 0.0 || !self.visible.intersects(thread.bounds) {
            return;
        }
        let is_in_order = wire.is_in_order();
        let color =
            if is_in_order { self.tokens.artifact_color(wire.artifact) } else { self.tokens.error.solid };
        let color = if opacity < 1.0 { color.gamma_multiply(opacity) } else { color };
        let line = Stroke::new((width * self.zoom().sqrt()).clamp(0.75, 4.0), color);
        let points = if self.zoom() < CURVES_FROM { &thread.plain } else { &thread.round };
        for piece in pieces(points, self.visible) {
            let on_screen: Vec<Pos2> =
                piece.iter().map(|point| self.camera.screen_from_world(*point)).collect();
            if is_in_order {
                self.painter.add(Shape::line(on_screen, line));
            } else {
                self.painter.extend(Shape::dashed_line(&on_screen, line, 6.0, 4.0));
            }
        }
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
