//! Painting the gates between stages.

use eframe::egui::{Stroke, vec2};

use super::CURVES_FROM;
use super::camera::{to_pos, to_rect};
use super::paint::Scene;
use crate::look::tokens::stroke;

impl Scene<'_> {
    pub(super) fn gate(&self, gate: &pipewright_core::layout::Gate) {
        let [from, to] = gate.line.map(|end| self.camera.screen_from_world(to_pos(end)));
        if !self.visible.intersects(to_rect(gate.gap)) {
            return;
        }
        let line = Stroke::new(stroke::LINE, self.tokens.line);
        self.painter.line_segment([from, to], line);
        if self.zoom() < CURVES_FROM {
            return;
        }
        let rect = self.camera.screen_from_rect(to_rect(gate.rect));
        let is_hot = self.touched.gate == Some(gate.index);
        let (fill, edge, sign) = if is_hot {
            (self.tokens.accent_fill, self.tokens.accent_fill, self.tokens.on_accent)
        } else {
            (self.tokens.canvas, self.tokens.line, self.tokens.weak)
        };
        self.painter.circle(rect.center(), rect.width() * 0.45, fill, Stroke::new(stroke::LINE, edge));
        let arm = rect.width() * 0.17;
        let plus = Stroke::new(1.2, sign);
        self.painter.line_segment([rect.center() - vec2(arm, 0.0), rect.center() + vec2(arm, 0.0)], plus);
        self.painter.line_segment([rect.center() - vec2(0.0, arm), rect.center() + vec2(0.0, arm)], plus);
    }
}
