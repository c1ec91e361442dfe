//! Painting what a gesture shows: the line of a drop, the marquee, what hangs at the pointer.

use eframe::egui::{Color32, Pos2, Rect, Shape, Stroke, StrokeKind, vec2};
use pipewright_core::pipeline::ActionId;

use super::Gesture;
use super::camera::to_pos;
use super::paint::Scene;
use crate::look::fonts;
use crate::look::tokens::stroke;

impl Scene<'_> {
    /// The line of a drop, the marquee, the wire being drawn, what hangs at the pointer.
    pub fn gesture(&self, gesture: &Gesture, pointer: Option<Pos2>) {
        let layout = &self.editor.derived().layout;
        match gesture {
            Gesture::Idle | Gesture::Panning => {}
            Gesture::Marquee { from, .. } => {
                if let Some(pointer) = pointer {
                    let rect = Rect::from_two_pos(self.camera.screen_from_world(*from), pointer);
                    let edge = Stroke::new(1.0, self.tokens.accent);
                    self.painter.rect(rect, 2.0, self.tokens.selection_fill, edge, StrokeKind::Inside);
                }
            }
            Gesture::MovingActions { ids, drop } => {
                if let Some(drop) = drop {
                    self.drop_line(drop.line);
                }
                if let (Some(pointer), Some(id)) = (pointer, ids.first()) {
                    self.carried(pointer, *id, ids.len());
                }
            }
            Gesture::MovingStage { id, to } => {
                if let (Some(pointer), Some(stage)) = (pointer, self.editor.document().pipeline().stage(*id))
                {
                    self.carried_words(pointer, stage.name());
                }
                if let Some(gap) = to.and_then(|gate| layout.gates.get(gate)).map(|gate| gate.gap) {
                    let drop = layout.stage_drop_at(gap.center());
                    self.drop_line(drop.indicator);
                }
            }
            Gesture::Connecting { from, output, to } => {
                let card = layout.card(*from);
                let start = card.and_then(|card| {
                    output.and_then(|index| card.outputs.get(index)).or(Some(&card.output_hint))
                });
                let end = to
                    .and_then(|to| layout.card(to))
                    .map(|card| self.camera.screen_from_world(to_pos(card.input_hint)));
                if let (Some(start), Some(end)) = (start, end.or(pointer)) {
                    let start = self.camera.screen_from_world(to_pos(*start));
                    let pull = vec2(((end.x - start.x).abs() / 2.0).max(24.0), 0.0);
                    let edge = Stroke::new(stroke::SELECTION, self.tokens.accent);
                    let points = [start, start + pull, end - pull, end];
                    self.painter.add(eframe::egui::epaint::CubicBezierShape::from_points_stroke(
                        points,
                        false,
                        Color32::TRANSPARENT,
                        edge,
                    ));
                    self.painter.circle_filled(end, 4.0, self.tokens.accent);
                }
            }
        }
        if let Some(placing) = &self.touched.placing {
            self.drop_line(placing.line);
        }
    }

    fn drop_line(&self, line: [pipewright_core::layout::Point; 2]) {
        let ends = line.map(|end| self.camera.screen_from_world(to_pos(end)));
        self.painter.line_segment(ends, Stroke::new(2.5, self.tokens.accent));
        for end in ends {
            self.painter.circle_filled(end, 4.0, self.tokens.accent);
        }
    }

    fn carried(&self, pointer: Pos2, id: ActionId, count: usize) {
        let Some((_, action)) = self.editor.document().pipeline().action(id) else { return };
        let words = if count > 1 {
            format!("{} and {} more", action.name(), count - 1)
        } else {
            action.name().to_owned()
        };
        self.carried_words(pointer, &words);
    }

    fn carried_words(&self, pointer: Pos2, words: &str) {
        let galley = self.painter.layout_no_wrap(words.to_owned(), fonts::medium(12.0), self.tokens.text);
        let rect = Rect::from_min_size(pointer + vec2(14.0, 10.0), galley.size() + vec2(20.0, 12.0));
        let shadow = rect.translate(vec2(0.0, 3.0)).expand(1.0);
        self.painter.add(Shape::rect_filled(shadow, 8.0, self.tokens.shadow));
        self.painter.rect(
            rect,
            8.0,
            self.tokens.raised,
            Stroke::new(1.0, self.tokens.accent),
            StrokeKind::Inside,
        );
        self.painter.galley(rect.min + vec2(10.0, 6.0), galley, self.tokens.text);
    }
}
