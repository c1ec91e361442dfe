//! A pipeline as a small picture: for cards of templates, for previews, wherever a design is shown and not edited.
//!
//! It is the layout of the canvas, painted with the same tokens and without words where they could not be read.
//! Pipelines are wide and pictures are not, so time is pressed together more than what stands side by side.

use std::sync::Arc;

use eframe::egui::{
    Align2, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, emath::RectTransform, pos2, vec2,
};
use pipewright_core::check::Severity;
use pipewright_core::document::Document;
use pipewright_core::pipeline::Stage;
use pipewright_core::template::{Template, Values};

use super::camera::to_rect;
use super::labels::label;
use crate::editor::{Counts, Derived, View};
use crate::look::tokens::{radius, stroke};
use crate::look::widgets::paint_tile;
use crate::look::{Tokens, fonts};

/// A design with all that is needed to paint it, made once.
pub struct Miniature {
    document: Document,
    derived: Derived,
    /// Whether cards with errors look so.
    is_marked: bool,
}

/// Free space around what is painted.
const MARGIN: f32 = 10.0;
/// Nothing gets larger than this share of its size on the canvas.
const LARGEST: f32 = 0.62;
/// How much more than along time things may be pressed together across it.
const STRETCH: f32 = 2.2;
/// Tiles of at least this edge have letters.
const LETTERS_FROM: f32 = 13.0;

impl Miniature {
    pub fn of(document: Document) -> Self {
        let derived = Derived::of(&document, &View::default());
        Self { document, derived, is_marked: true }
    }

    /// The design of a template.
    pub fn of_template(template: &Template, values: &Values) -> Self {
        // The stages of a snippet miss what is in front of them, which is no fault of theirs.
        Self { is_marked: !template.is_snippet(), ..Self::of(template.document(values)) }
    }

    /// One picture for each template as it is by default.
    pub fn of_all(templates: &[Arc<Template>]) -> Vec<Self> {
        templates.iter().map(|template| Self::of_template(template, &template.defaults())).collect()
    }

    /// What is found in the design.
    pub fn counts(&self) -> Counts {
        self.derived.counts
    }

    /// The words of the findings, the worst first.
    pub fn findings(&self) -> impl Iterator<Item = (Severity, &str)> {
        self.derived.findings.iter().map(|finding| (finding.severity, finding.message.as_str()))
    }

    /// How many stages and actions there are.
    pub fn size(&self) -> (usize, usize) {
        let pipeline = self.document.pipeline();
        (pipeline.stages.len(), pipeline.actions().count())
    }

    /// Paints it on a ground like the canvas.
    pub fn paint(&self, painter: &Painter, rect: Rect, tokens: &Tokens) {
        painter.rect(
            rect,
            radius::CONTROL,
            tokens.canvas,
            Stroke::new(stroke::LINE, tokens.line),
            StrokeKind::Inside,
        );
        self.paint_bare(
            &painter.with_clip_rect(rect.intersect(painter.clip_rect())),
            rect.shrink(MARGIN),
            tokens,
        );
    }

    /// Paints it without a ground.
    pub fn paint_bare(&self, painter: &Painter, rect: Rect, tokens: &Tokens) {
        let Some(place) = self.place(rect) else { return };
        let line = Stroke::new(stroke::LINE, tokens.line_strong);
        for gate in &self.derived.layout.gates {
            let [from, to] = gate.line.map(|end| place.transform_pos(super::camera::to_pos(end)));
            // In front of the first stage and behind the last there is nothing to lead to.
            if (to - from).length() > 1.0 {
                painter.line_segment([from, to], line);
            }
        }
        let stages = self.derived.layout.stages.iter().zip(&self.document.pipeline().stages);
        for (stage_box, stage) in stages {
            let header = place.transform_rect(to_rect(stage_box.header));
            Self::stage(painter, place.transform_rect(to_rect(stage_box.rect)), header, stage, tokens);
        }
        self.wires(painter, &place, tokens);
        for (card, face) in self.derived.layout.cards.iter().zip(&self.derived.faces) {
            let rect = place.transform_rect(to_rect(card.rect));
            let rounding = (rect.height() * 0.16).clamp(1.5, f32::from(radius::CARD));
            let edge = if self.is_marked && face.severity == Some(Severity::Error) {
                tokens.error.solid
            } else {
                tokens.line
            };
            painter.rect(rect, rounding, tokens.raised, Stroke::new(stroke::LINE, edge), StrokeKind::Inside);
            let tile = (rect.height() * 0.56).min(rect.width() * 0.4);
            let edge_gap = ((rect.height() - tile) / 2.0).min(5.0);
            let middle = pos2(rect.min.x + edge_gap + tile / 2.0, rect.center().y);
            let square = Rect::from_center_size(middle, Vec2::splat(tile));
            let tint = tokens.hue(face.hue);
            if tile >= LETTERS_FROM {
                paint_tile(painter, square, tint, &face.letters);
            } else {
                painter.rect_filled(square, (tile * 0.25).max(1.0), tint.solid);
            }
            self.name(painter, rect, square, face.at, tokens);
        }
    }

    fn stage(painter: &Painter, rect: Rect, header: Rect, stage: &Stage, tokens: &Tokens) {
        let rounding = (rect.height() * 0.06).clamp(2.0, f32::from(radius::BOX));
        let line = Stroke::new(stroke::LINE, tokens.line);
        painter.rect(rect, rounding, tokens.panel, line, StrokeKind::Inside);
        let size = (header.height() * 0.5).min(11.0).floor();
        if size >= 7.0 {
            let at = pos2(header.min.x + 5.0, header.center().y);
            label(painter, at, stage.name(), fonts::semibold(size), tokens.weak, header.width() - 8.0);
        }
    }

    /// The name of an action, or a bar in its place.
    fn name(&self, painter: &Painter, card: Rect, tile: Rect, at: (usize, usize), tokens: &Tokens) {
        let left = tile.max.x + (card.height() * 0.14).clamp(2.0, 4.0);
        let room = card.max.x - left - 3.0;
        let size = (card.height() * 0.34).min(if room < 60.0 { 9.0 } else { 12.0 }).floor();
        let action = &self.document.pipeline().stages[at.0].actions[at.1];
        if size >= 8.0 && room >= 26.0 {
            label(
                painter,
                pos2(left, card.center().y),
                action.name(),
                fonts::medium(size),
                tokens.text,
                room,
            );
        } else if room >= 4.0 {
            let thick = (card.height() * 0.14).clamp(1.0, 3.0);
            let bar = Rect::from_min_size(pos2(left, card.center().y - thick / 2.0), vec2(room * 0.8, thick));
            painter.rect_filled(bar, thick / 2.0, tokens.line_strong);
        }
    }

    fn wires(&self, painter: &Painter, place: &RectTransform, tokens: &Tokens) {
        for (path, thread) in self.derived.layout.wires.iter().zip(&self.derived.threads) {
            let Some(wire) = self.derived.flow.wires.get(path.wire) else { continue };
            let points: Vec<Pos2> = thread.plain.iter().map(|point| place.transform_pos(*point)).collect();
            let color = tokens.artifact_color(wire.artifact);
            painter.add(Shape::line(points, Stroke::new(1.0, color)));
        }
    }

    /// From the world of the layout to a rectangle, in its middle.
    fn place(&self, rect: Rect) -> Option<RectTransform> {
        let boxes = self.derived.layout.stages.iter().map(|stage| to_rect(stage.rect));
        let wires = self.derived.threads.iter().flat_map(|thread| &thread.plain);
        let world = wires.fold(boxes.fold(Rect::NOTHING, Rect::union), |all, point| {
            all.union(Rect::from_min_max(*point, *point))
        });
        if !world.is_positive() || !rect.is_positive() {
            return None;
        }
        let along = (rect.width() / world.width()).min(LARGEST);
        let across = (rect.height() / world.height()).min(along * STRETCH).min(LARGEST);
        let size = vec2(world.width() * along, world.height() * across);
        Some(RectTransform::from_to(world, Align2::CENTER_CENTER.align_size_within_rect(size, rect)))
    }
}
