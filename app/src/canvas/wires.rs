//! Painting the wires.

use eframe::egui::{Pos2, Shape, Stroke};
use pipewright_core::flow::Wire;
use pipewright_core::layout::{Segment, WirePath};

use super::camera::{to_pos, to_rect};
use super::paint::Scene;
use super::{CURVES_FROM, Gesture};
use crate::editor::Item;
use crate::look::tokens::stroke;

/// Chords a corner is drawn with.
const CHORDS: usize = 5;

impl Scene<'_> {
    /// All wires in view; those of what is selected or under the pointer last and stronger.
    pub fn wires(&self, gesture: &Gesture) {
        let derived = self.editor.derived();
        let selection = self.editor.selection();
        let is_drawing = matches!(gesture, Gesture::Connecting { .. });
        let mut strong = Vec::new();
        for (index, path) in derived.layout.wires.iter().enumerate() {
            let Some(wire) = derived.flow.wires.get(path.wire) else { continue };
            let touches = |item: Item| match item {
                Item::Action(id) => wire.from.action == id || wire.to.action == id,
                Item::Wire { to, input } => wire.to.action == to && wire.to.index == input,
                Item::Stage(_) => false,
            };
            let is_strong = self.touched.wire == Some(index)
                || self.touched.card.is_some_and(|id| touches(Item::Action(id)))
                || selection.items().iter().any(|item| touches(*item));
            if is_strong && !is_drawing {
                strong.push((path, wire));
            } else {
                self.wire(path, wire, if is_drawing { 0.3 } else { 1.0 }, stroke::WIRE);
            }
        }
        for (path, wire) in strong {
            self.wire(path, wire, 1.0, stroke::WIRE + 1.0);
        }
    }

    fn wire(&self, path: &WirePath, wire: &Wire, opacity: f32, width: f32) {
        if !self.visible.intersects(to_rect(path.bounds()).expand(4.0)) {
            return;
        }
        let color = if path.is_in_order {
            self.tokens.artifact_color(wire.artifact)
        } else {
            self.tokens.error.solid
        };
        let color = if opacity < 1.0 { color.gamma_multiply(opacity) } else { color };
        let line = Stroke::new((width * self.zoom().sqrt()).clamp(0.75, 4.0), color);
        let points = self.points(path);
        if path.is_in_order {
            self.painter.add(Shape::line(points, line));
        } else {
            self.painter.extend(Shape::dashed_line(&points, line, 6.0, 4.0));
        }
    }

    fn points(&self, path: &WirePath) -> Vec<Pos2> {
        let on_screen = |point| self.camera.screen_from_world(to_pos(point));
        if self.zoom() < CURVES_FROM {
            return path.points.iter().map(|point| on_screen(*point)).collect();
        }
        let mut points: Vec<Pos2> = Vec::with_capacity(path.points.len() * 4);
        let mut push = |point: Pos2| {
            if points.last() != Some(&point) {
                points.push(point);
            }
        };
        for segment in path.segments() {
            match segment {
                Segment::Line([from, to]) => {
                    push(on_screen(from));
                    push(on_screen(to));
                }
                Segment::Curve(controls) => {
                    let [a, b, c, d] = controls.map(on_screen);
                    for chord in 0..=CHORDS {
                        let t = chord as f32 / CHORDS as f32;
                        let u = 1.0 - t;
                        let at = a.to_vec2() * (u * u * u)
                            + b.to_vec2() * (3.0 * u * u * t)
                            + c.to_vec2() * (3.0 * u * t * t)
                            + d.to_vec2() * (t * t * t);
                        push(at.to_pos2());
                    }
                }
            }
        }
        points
    }
}
