//! Painting stages and cards.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, CornerRadius, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2,
};
use pipewright_core::check::Severity;
use pipewright_core::layout::{Card, StageBox};
use pipewright_core::pipeline::{Action, Stage};

use super::camera::{to_pos, to_rect};
use super::labels::{label, stepped};
use super::touch::{Touched, can_take};
use super::{CURVES_FROM, Camera, Gesture, WORDS_FROM};
use crate::editor::{Editor, Face, Item};
use crate::look::tokens::{radius, stroke};
use crate::look::widgets::paint_tile;
use crate::look::{Tokens, fonts, icons};
use crate::settings::WireChoice;
use crate::words;

/// Everything a frame is painted from.
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
}

impl Scene<'_> {
    pub fn zoom(&self) -> f32 {
        self.camera.zoom()
    }

    fn rounding(&self, points: u8) -> CornerRadius {
        CornerRadius::same((f32::from(points) * self.zoom()).round().min(255.0) as u8)
    }

    /// The soft ring outside the stroke of what is selected.
    fn ring(&self, rect: Rect, rounding: CornerRadius) {
        let ring = Stroke::new(stroke::RING, self.tokens.selection_ring);
        self.painter.rect_stroke(rect, rounding, ring, StrokeKind::Outside);
    }

    /// Stages with their heads and gates; not the name that is being typed.
    pub fn stages(&self, renaming: Option<Item>) {
        let pipeline = self.editor.document().pipeline();
        let layout = &self.editor.derived().layout;
        for gate in &layout.gates {
            self.gate(gate);
        }
        for (index, stage_box) in layout.stages.iter().enumerate() {
            if !self.visible.intersects(to_rect(stage_box.rect)) {
                continue;
            }
            if let Some(stage) = pipeline.stages.get(index) {
                self.stage(index, stage_box, stage, renaming == Some(Item::Stage(stage.id)));
            }
        }
        if self.zoom() >= CURVES_FROM {
            let line = Stroke::new(stroke::LINE, self.tokens.line);
            for [from, to] in &layout.order_lines {
                let ends = [to_pos(*from), to_pos(*to)];
                if self.visible.intersects(Rect::from_two_pos(ends[0], ends[1]).expand(1.0)) {
                    self.painter.line_segment(ends.map(|end| self.camera.screen_from_world(end)), line);
                }
            }
        }
    }

    fn stage(&self, index: usize, stage_box: &StageBox, stage: &Stage, is_renaming: bool) {
        let tokens = self.tokens;
        let zoom = self.zoom();
        let rect = self.camera.screen_from_rect(to_rect(stage_box.rect));
        let item = Item::Stage(stage.id);
        let is_selected = self.editor.selection().contains(item);
        let severity = self.editor.derived().stage_severity(stage.id);
        let edge = match severity {
            Some(Severity::Error) => tokens.error.solid,
            _ if self.touched.stage == Some(stage.id) => tokens.line_strong,
            _ => tokens.line,
        };
        let rounding = self.rounding(radius::BOX);
        if is_selected {
            self.ring(rect, rounding);
        }
        let border = if is_selected {
            Stroke::new(stroke::SELECTION, tokens.accent)
        } else {
            Stroke::new(stroke::LINE, edge)
        };
        self.painter.rect(rect, rounding, tokens.panel, border, StrokeKind::Inside);
        if zoom < WORDS_FROM {
            self.small_stage_name(rect, stage);
            return;
        }
        let header = self.camera.screen_from_rect(to_rect(stage_box.header));
        self.painter.hline(
            header.x_range().shrink(1.0),
            header.max.y,
            Stroke::new(stroke::LINE, tokens.line),
        );
        let middle = header.center().y;
        let number = fonts::figures(stepped(11.0, zoom));
        let at = label(
            self.painter,
            pos2(header.min.x + 12.0 * zoom, middle),
            &(index + 1).to_string(),
            number,
            tokens.weak,
            40.0 * zoom,
        );
        let mut right = header.max.x - 10.0 * zoom;
        if let Some(severity) = severity {
            right -= 16.0 * zoom;
            self.severity(pos2(right + 8.0 * zoom, middle), 14.0 * zoom, severity);
            right -= 4.0 * zoom;
        }
        let name = if stage.name().is_empty() { "(no name)" } else { stage.name() };
        let font = fonts::semibold(stepped(13.0, zoom));
        let start = at.max.x + 8.0 * zoom;
        let name_width = self.painter.layout_no_wrap(name.to_owned(), font.clone(), tokens.text).size().x;
        let badges = words::stage_badges(stage);
        let written: Vec<_> = badges.iter().map(|badge| self.badge_galley(badge.text)).collect();
        let width: f32 = written.iter().map(|galley| galley.size().x + 20.0 * zoom).sum();
        // The name comes first: where words do not fit beside it, signs do.
        let has_room = start + name_width + 8.0 * zoom + width <= right;
        for (badge, galley) in badges.iter().zip(written) {
            let galley = if has_room { galley } else { self.badge_galley(badge.icon) };
            right = self.badge(pos2(right, middle), galley);
        }
        if !is_renaming {
            label(self.painter, pos2(start, middle), name, font, tokens.text, right - start - 4.0 * zoom);
        }
        self.add_button(stage_box, stage);
    }

    /// From afar only the name is left, as large as the box allows.
    fn small_stage_name(&self, rect: Rect, stage: &Stage) {
        let size = 10.0;
        if rect.width() > 36.0 {
            let at = pos2(rect.min.x + 6.0, rect.min.y + (20.0 * self.zoom()).max(7.0));
            label(
                self.painter,
                at,
                stage.name(),
                fonts::semibold(size),
                self.tokens.weak,
                rect.width() - 12.0,
            );
        }
    }

    fn badge_galley(&self, text: &str) -> Arc<Galley> {
        let font = fonts::regular(stepped(10.5, self.zoom()));
        self.painter.layout_no_wrap(text.to_owned(), font, self.tokens.weak)
    }

    /// A pill whose right end is at `right`; returns where the next one ends.
    fn badge(&self, right: Pos2, galley: Arc<Galley>) -> f32 {
        let zoom = self.zoom();
        let size = galley.size() + vec2(14.0, 6.0) * zoom;
        let rect = Rect::from_min_size(pos2(right.x - size.x, right.y - size.y / 2.0), size);
        let line = Stroke::new(stroke::LINE, self.tokens.line);
        self.painter.rect(rect, size.y / 2.0, self.tokens.canvas, line, StrokeKind::Inside);
        self.painter.galley(rect.min + vec2(7.0, 3.0) * zoom, galley, self.tokens.weak);
        rect.min.x - 6.0 * zoom
    }

    fn add_button(&self, stage_box: &StageBox, stage: &Stage) {
        let rect = self.camera.screen_from_rect(to_rect(stage_box.add_button));
        let is_hot = self.touched.add_button == Some(stage.id);
        let (fill, edge, color) = if is_hot {
            (self.tokens.hover, self.tokens.line_strong, self.tokens.text)
        } else {
            (Color32::TRANSPARENT, self.tokens.line, self.tokens.weak)
        };
        self.painter.rect(
            rect,
            self.rounding(radius::CONTROL),
            fill,
            Stroke::new(stroke::LINE, edge),
            StrokeKind::Inside,
        );
        let font = fonts::regular(stepped(11.0, self.zoom()));
        self.painter.text(rect.center(), Align2::CENTER_CENTER, "+ Add action", font, color);
    }

    /// Cards, with those on their way dimmed.
    pub fn cards(&self, gesture: &Gesture, renaming: Option<Item>) {
        let pipeline = self.editor.document().pipeline();
        let layout = &self.editor.derived().layout;
        for stage_box in &layout.stages {
            if !self.visible.intersects(to_rect(stage_box.rect)) {
                continue;
            }
            for index in stage_box.cards.clone() {
                let (card, face) = (&layout.cards[index], &self.editor.derived().faces[index]);
                if !self.visible.intersects(to_rect(card.rect).expand(8.0)) {
                    continue;
                }
                let action = &pipeline.stages[face.at.0].actions[face.at.1];
                let opacity = self.opacity(card, action, gesture);
                let is_target = matches!(gesture, Gesture::Connecting { to: Some(to), .. } if *to == card.id);
                let is_renaming = renaming == Some(Item::Action(card.id));
                self.card(card, face, action, opacity, is_target, is_renaming);
            }
        }
    }

    /// While a wire is drawn only takers are lit; what is dragged leaves a shadow of itself.
    fn opacity(&self, card: &Card, action: &Action, gesture: &Gesture) -> f32 {
        match gesture {
            Gesture::Connecting { from, .. }
                if *from != card.id && !can_take(self.editor, *from, card, action) =>
            {
                0.35
            }
            Gesture::MovingActions { ids, .. } if ids.contains(&card.id) => 0.35,
            _ => 1.0,
        }
    }

    fn card(
        &self,
        card: &Card,
        face: &Face,
        action: &Action,
        opacity: f32,
        is_target: bool,
        is_renaming: bool,
    ) {
        let tokens = self.tokens;
        let zoom = self.zoom();
        let rect = self.camera.screen_from_rect(to_rect(card.rect));
        let tint = tokens.hue(face.hue);
        let is_selected = self.editor.selection().contains(Item::Action(card.id));
        let severity = face.severity;
        let fade = |color: Color32| if opacity < 1.0 { color.gamma_multiply(opacity) } else { color };
        let edge = match severity {
            Some(Severity::Error) => tokens.error.solid,
            _ if self.touched.card == Some(card.id) => tokens.line_strong,
            _ => tokens.line,
        };
        if zoom < CURVES_FROM {
            let color = if is_selected { tokens.accent } else { tint.solid.gamma_multiply(0.7) };
            self.painter.rect_filled(rect, 1.0, fade(color));
            return;
        }
        let rounding = self.rounding(radius::CARD);
        let border = if is_selected || is_target {
            self.ring(rect, rounding);
            Stroke::new(stroke::SELECTION, tokens.accent)
        } else {
            Stroke::new(stroke::LINE, fade(edge))
        };
        self.painter.rect(rect, rounding, fade(tokens.raised), border, StrokeKind::Inside);
        let tile =
            Rect::from_center_size(pos2(rect.min.x + 27.0 * zoom, rect.center().y), vec2(30.0, 30.0) * zoom);
        if zoom < WORDS_FROM {
            self.painter.rect_filled(tile, 3.0, fade(tint.solid));
            return;
        }
        if opacity < 1.0 {
            self.painter.rect_filled(tile, self.rounding(7), fade(tint.fill));
        } else {
            paint_tile(self.painter, tile, tint, &face.letters);
        }
        let left = rect.min.x + 52.0 * zoom;
        let mut right = rect.max.x - 12.0 * zoom;
        if let Some(severity) = severity {
            self.severity(pos2(rect.max.x - 18.0 * zoom, rect.center().y), 15.0 * zoom, severity);
            right -= 20.0 * zoom;
        }
        let name = if action.name().is_empty() { "(no name)" } else { action.name() };
        if !is_renaming {
            let font = fonts::semibold(stepped(12.5, zoom));
            label(
                self.painter,
                pos2(left, rect.min.y + 20.0 * zoom),
                name,
                font,
                fade(tokens.text),
                right - left,
            );
        }
        let font = fonts::regular(stepped(11.0, zoom));
        label(
            self.painter,
            pos2(left, rect.min.y + 38.5 * zoom),
            &face.provider,
            font,
            fade(tokens.weak),
            right - left,
        );
        self.ports(card, action, opacity);
    }

    fn ports(&self, card: &Card, action: &Action, opacity: f32) {
        let flow = &self.editor.derived().flow;
        let size = (3.2 * self.zoom()).clamp(2.0, 5.0);
        let dot = |at: pipewright_core::layout::Point, name: &str, is_hot: bool| {
            let color =
                flow.artifact_index(name).map_or(self.tokens.weak, |index| self.tokens.artifact_color(index));
            let color = if opacity < 1.0 { color.gamma_multiply(opacity) } else { color };
            let center = self.camera.screen_from_world(to_pos(at));
            let size = if is_hot { size * 1.7 } else { size };
            self.painter.circle(center, size, color, Stroke::new(1.0, self.tokens.canvas));
        };
        for (at, name) in card.inputs.iter().zip(action.input_artifacts()) {
            dot(*at, name, false);
        }
        for (index, (at, name)) in card.outputs.iter().zip(action.output_artifacts()).enumerate() {
            dot(*at, name, self.touched.port == Some((card.id, Some(index))));
        }
        let is_near = self.touched.card == Some(card.id) || self.touched.port == Some((card.id, None));
        if card.outputs.is_empty() && is_near && words::may_have_output(action) {
            let center = self.camera.screen_from_world(to_pos(card.output_hint));
            self.painter.circle(center, size * 1.2, self.tokens.canvas, Stroke::new(1.2, self.tokens.weak));
        }
    }

    fn severity(&self, center: Pos2, size: f32, severity: Severity) {
        let (icon, tint) = match severity {
            Severity::Error => (icons::ERROR, self.tokens.error),
            Severity::Warning => (icons::WARNING, self.tokens.warning),
            Severity::Hint => (icons::INFO, self.tokens.running),
        };
        icons::paint(self.painter, center, icon, stepped(size, 1.0), tint.solid);
    }
}
