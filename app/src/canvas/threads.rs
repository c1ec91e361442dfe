//! Painting the wires of a slab, at rest. What of a wire lies in other slabs is painted with those.

use eframe::egui::{Pos2, Shape, Stroke};

use super::paint::Scene;
use super::{CURVES_FROM, SMOOTH_FROM};
use crate::editor::{Slab, Thread};
use crate::look::tokens::stroke;

impl Scene<'_> {
    pub(super) fn threads(&self, slab: &Slab, opacity: f32) {
        if opacity <= 0.0 {
            return;
        }
        let derived = self.editor.derived();
        for index in &slab.threads {
            let thread = &derived.threads[*index];
            let position = derived.layout.wires[*index].wire;
            let Some(wire) = derived.flow.wires.get(position) else { continue };
            for piece in slab.cut(self.points(thread)) {
                self.thread(&piece, (position, wire), opacity, stroke::WIRE);
            }
        }
    }

    /// The line of a wire as it is drawn at this zoom.
    pub(super) fn points<'t>(&self, thread: &'t Thread) -> &'t [Pos2] {
        match self.zoom() {
            zoom if zoom < CURVES_FROM => &thread.plain,
            zoom if zoom < SMOOTH_FROM => &thread.round,
            _ => &thread.smooth,
        }
    }

    /// One piece of a wire, which is given with its position.
    pub(super) fn thread(
        &self,
        piece: &[Pos2],
        (position, wire): (usize, &pipewright_core::flow::Wire),
        opacity: f32,
        width: f32,
    ) {
        let mark = self.wire_mark(position);
        let is_in_order = wire.is_in_order();
        let color = match mark {
            Some((color, _)) => color,
            None if is_in_order => self.tokens.artifact_color(wire.artifact),
            None => self.tokens.error.solid,
        };
        let width = if mark.is_some() { width + 1.0 } else { width };
        let is_solid = mark.map_or(is_in_order, |(_, is_gone)| !is_gone);
        let color = if opacity < 1.0 { color.gamma_multiply(opacity) } else { color };
        let line = Stroke::new((width * self.zoom().sqrt()).clamp(0.75, 4.0), color);
        if is_solid {
            let on_screen = piece.iter().map(|point| self.camera.screen_from_world(*point)).collect();
            self.painter.add(Shape::line(on_screen, line));
            return;
        }
        // Dashed before it is moved into place: the last digit of a place may decide where a dash ends.
        let scaled: Vec<Pos2> = piece.iter().map(|point| (point.to_vec2() * self.zoom()).to_pos2()).collect();
        let mut dashes = Shape::dashed_line(&scaled, line, 6.0, 4.0);
        for dash in &mut dashes {
            dash.translate(self.camera.anchor().to_vec2());
        }
        self.painter.extend(dashes);
    }
}
