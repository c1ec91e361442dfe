//! What a frame is painted from, and in which order.
//!
//! A [`Slab`] is painted in layers, from what lies below to what lies on top; [`super::sheets`] keeps what comes of
//! it. [`super::boxes`] paints stages, [`super::threads`] wires, [`super::cards`] what stands in them.

use eframe::egui::{Color32, CornerRadius, Painter, Pos2, Rect, Stroke, StrokeKind};
use pipewright_core::check::Severity;
use pipewright_core::plan::union::Union;

use super::camera::to_pos;
use super::labels::stepped;
use super::touch::Touched;
use super::{CURVES_FROM, Camera, Gesture, WORDS_FROM};
use crate::editor::{Editor, Item, Slab};
use crate::look::tokens::stroke;
use crate::look::{Tokens, icons};
use crate::settings::WireChoice;

/// Everything a frame is painted from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub painter: &'a Painter,
    pub camera: &'a Camera,
    pub tokens: &'static Tokens,
    pub editor: &'a Editor,
    pub touched: &'a Touched,
    /// The part of the world in view.
    pub visible: Rect,
    /// Which wires are drawn.
    pub wires: WireChoice,
    /// Two designs in one, which are only looked at: what differs is marked.
    pub union: Option<&'a Union>,
}

impl Scene<'_> {
    pub fn zoom(&self) -> f32 {
        self.camera.zoom()
    }

    pub(super) fn rounding(&self, points: u8) -> CornerRadius {
        CornerRadius::same((f32::from(points) * self.zoom()).round().min(255.0) as u8)
    }

    /// The soft ring outside the stroke of what is selected.
    pub(super) fn ring(&self, rect: Rect, rounding: CornerRadius) {
        let ring = Stroke::new(stroke::RING, self.tokens.selection_ring);
        self.painter.rect_stroke(rect, rounding, ring, StrokeKind::Outside);
    }

    /// What lies below the wires of a stage and the gap before it: gate, box, lines from step to step; not the
    /// name that is being typed.
    pub fn ground(&self, index: usize, slab: &Slab, renaming: Option<Item>) {
        let layout = &self.editor.derived().layout;
        if let Some(gate) = layout.gates.get(index) {
            self.gate(gate);
        }
        let stages = &self.editor.document().pipeline().stages;
        if let Some((stage_box, stage)) = layout.stages.get(index).zip(stages.get(index)) {
            self.stage(index, stage_box, stage, renaming == Some(Item::Stage(stage.id)));
        }
        if self.zoom() >= CURVES_FROM {
            let line = Stroke::new(stroke::LINE, self.tokens.line);
            for ends in &layout.order_lines[slab.order_lines.clone()] {
                let ends = ends.map(|end| self.camera.screen_from_world(to_pos(end)));
                self.painter.line_segment(ends, line);
            }
        }
    }

    /// What lies over the wires: cards, and from afar the name of the stage.
    pub fn top(&self, index: usize, gesture: &Gesture, renaming: Option<Item>) {
        let stages = &self.editor.document().pipeline().stages;
        let stage_box = self.editor.derived().layout.stages.get(index);
        let Some((stage_box, stage)) = stage_box.zip(stages.get(index)) else { return };
        self.cards(stage_box, gesture, renaming);
        if self.zoom() < WORDS_FROM {
            self.far_name(index, stage_box, stage);
        }
    }

    pub(super) fn severity_color(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::Error => self.tokens.error.solid,
            Severity::Warning => self.tokens.warning.solid,
            Severity::Hint => self.tokens.running.solid,
        }
    }

    pub(super) fn severity(&self, center: Pos2, size: f32, severity: Severity) {
        let (icon, tint) = match severity {
            Severity::Error => (icons::ERROR, self.tokens.error),
            Severity::Warning => (icons::WARNING, self.tokens.warning),
            Severity::Hint => (icons::INFO, self.tokens.running),
        };
        icons::paint(self.painter, center, icon, stepped(size, 1.0), tint.solid);
    }
}
