//! Painting cards and their ports.

use eframe::egui::{Color32, Rect, Stroke, pos2, vec2};
use pipewright_core::check::Severity;
use pipewright_core::layout::{Card, StageBox};
use pipewright_core::pipeline::Action;
use pipewright_core::plan::union::Mark;

use super::camera::{to_pos, to_rect};
use super::labels::{label, stepped};
use super::paint::Scene;

use super::room::aside;
use super::touch::can_take;
use super::union::GHOST;
use super::{CURVES_FROM, Gesture, WORDS_FROM};
use crate::editor::{Face, Item};
use crate::look::plates::plate;
use crate::look::tokens::{radius, stroke};
use crate::look::widgets::paint_tile;
use crate::look::{Tint, fonts};

impl Scene<'_> {
    /// The cards of a stage, with those on their way dimmed.
    pub(super) fn cards(&self, stage_box: &StageBox, gesture: &Gesture, renaming: Option<Item>) {
        let pipeline = self.editor.document().pipeline();
        let derived = self.editor.derived();
        for index in stage_box.cards.clone() {
            let (card, face) = (&derived.layout.cards[index], &derived.faces[index]);
            let action = &pipeline.stages[face.at.0].actions[face.at.1];
            let card = aside(card, stage_box, &derived.layout.cards, gesture, self.editor.orientation());
            let card = card.as_ref();
            let mark = self.action_mark(card.id);
            let opacity = if mark == Mark::Removed { GHOST } else { self.opacity(card, action, gesture) };
            let is_target = matches!(gesture, Gesture::Connecting { to: Some(to), .. } if *to == card.id);
            let is_renaming = renaming == Some(Item::Action(card.id));
            self.card(card, face, action, opacity, is_target, is_renaming);
            if let Some(difference) = self.union.and_then(|union| union.action(card.id)) {
                let rect = self.camera.screen_from_rect(to_rect(card.rect));
                self.difference(rect, radius::CARD, difference);
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
            let marked = self.mark_tint(self.action_mark(card.id)).map(|tint| tint.solid);
            let color = marked.unwrap_or(tint.solid.gamma_multiply(0.7));
            let color = if is_selected { tokens.accent } else { color };
            self.painter.rect_filled(rect, 1.0, fade(color));
            return;
        }
        let rounding = self.rounding(radius::CARD);
        let border = if is_selected || is_target {
            self.ring(rect, rounding);
            // What is marked keeps the color of its mark.
            let is_marked = self.action_mark(card.id) != Mark::Same;
            if is_marked { Stroke::NONE } else { Stroke::new(stroke::SELECTION, tokens.accent) }
        } else {
            Stroke::new(stroke::LINE, fade(edge))
        };
        plate(self.painter, rect, f32::from(radius::CARD) * zoom, fade(tokens.raised), border);
        let tile =
            Rect::from_center_size(pos2(rect.min.x + 27.0 * zoom, rect.center().y), vec2(30.0, 30.0) * zoom);
        if zoom < WORDS_FROM {
            self.painter.rect_filled(tile, 3.0, fade(tint.solid));
            return;
        }
        let tint = Tint { solid: tint.solid, text: fade(tint.text), fill: fade(tint.fill) };
        paint_tile(self.painter, tile, tint, &face.letters);
        let left = rect.min.x + 52.0 * zoom;
        let mut right = rect.max.x - 12.0 * zoom;
        if let Some(severity) = severity {
            self.severity(pos2(rect.max.x - 18.0 * zoom, rect.center().y), 15.0 * zoom, severity);
            right -= 20.0 * zoom;
        }
        let name = if face.name.is_empty() { crate::tr!("(no name)") } else { &face.name };
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
        self.ports(card, face, action, opacity);
    }

    fn port_size(&self) -> f32 {
        (3.2 * self.zoom()).clamp(2.0, 5.0)
    }

    fn ports(&self, card: &Card, face: &Face, action: &Action, opacity: f32) {
        let flow = &self.editor.derived().flow;
        let size = self.port_size();
        let dot = |at: pipewright_core::layout::Point, name: &str, is_hot: bool| {
            let color =
                flow.artifact_index(name).map_or(self.tokens.weak, |index| self.tokens.artifact_color(index));
            let color = if opacity < 1.0 { color.gamma_multiply(opacity) } else { color };
            let center = self.camera.screen_from_world(to_pos(at));
            let size = if is_hot { size * 1.7 } else { size };
            // Two discs out of the atlas are far fewer triangles than one with a line around it.
            self.painter.circle_filled(center, size + 1.0, self.tokens.canvas);
            self.painter.circle_filled(center, size, color);
        };
        for (at, name) in card.inputs.iter().zip(action.input_artifacts()) {
            dot(*at, name, false);
        }
        for (index, (at, name)) in card.outputs.iter().zip(action.output_artifacts()).enumerate() {
            dot(*at, name, self.touched.port == Some((card.id, Some(index))));
        }
        let is_near = self.touched.card == Some(card.id) || self.touched.port == Some((card.id, None));
        if card.outputs.is_empty() && is_near && face.may_have_output {
            let center = self.camera.screen_from_world(to_pos(card.output_hint));
            self.painter.circle(center, size * 1.2, self.tokens.canvas, Stroke::new(1.2, self.tokens.weak));
        }
    }
}
