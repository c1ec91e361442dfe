//! The variables that pass between a selected action and others, as dashed lines.
//!
//! They run in the gutters and along the free strip before the first row, so they cross no card.

use eframe::egui::{Pos2, Shape, Stroke, pos2};
use pipewright_core::flow::variables::references;
use pipewright_core::layout::{Card, Layout, Orientation, Segment, rounded};
use pipewright_core::pipeline::{Action, ActionId, Pipeline};
use serde_json::Value;

use super::camera::{from_pos, to_pos, to_rect};
use super::paint::Scene;
use crate::editor::{Editor, Item};

/// From a card to the leg beside it.
const AWAY: f32 = 9.0;
/// From the middle of a card's edge, where its wires are, to the end of a line.
const ASIDE: f32 = 16.0;
/// From the first row to the strip along the stage.
const STRIP: f32 = 6.0;

/// The lines of the action they were made for, kept as long as neither it nor the document changes.
#[derive(Default)]
pub struct References {
    /// Revision, arrangement, action.
    key: Option<(u64, u64, ActionId)>,
    /// Corners, in the world.
    pub lines: Vec<Vec<Pos2>>,
}

impl References {
    pub fn follow(&mut self, editor: &Editor) {
        let Some(Item::Action(id)) = editor.selection().single() else {
            *self = Self::default();
            return;
        };
        let key = Some((editor.document().revision(), editor.derived().arrangement, id));
        if self.key == key {
            return;
        }
        self.key = key;
        let layout = &editor.derived().layout;
        let pairs = pairs(editor.document().pipeline(), id);
        self.lines = pairs.into_iter().filter_map(|(from, to)| line(layout, from, to)).collect();
    }
}

/// Who passes a variable to whom, as far as an action is one of the two; each pair once.
fn pairs(pipeline: &Pipeline, id: ActionId) -> Vec<(ActionId, ActionId)> {
    let Some((_, selected)) = pipeline.action(id) else { return Vec::new() };
    let mut own = Vec::new();
    namespaces(selected, &mut own);
    let mut pairs = Vec::new();
    for (_, other) in pipeline.actions().filter(|(_, other)| other.id != id) {
        if other.namespace().is_some_and(|namespace| own.iter().any(|name| name == namespace)) {
            pairs.push((other.id, id));
        }
        let mut theirs = Vec::new();
        namespaces(other, &mut theirs);
        if selected.namespace().is_some_and(|namespace| theirs.iter().any(|name| name == namespace)) {
            pairs.push((id, other.id));
        }
    }
    pairs
}

/// The namespaces an action reads.
fn namespaces(action: &Action, found: &mut Vec<String>) {
    fn in_value(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => {
                let targets = references(text).filter_map(|reference| reference.target.ok());
                found.extend(targets.map(|target| target.namespace.to_owned()));
            }
            Value::Array(values) => values.iter().for_each(|value| in_value(value, found)),
            Value::Object(members) => members.values().for_each(|value| in_value(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    action.members.values().for_each(|value| in_value(value, found));
}

/// The corners of the way from one card to another.
fn line(layout: &Layout, from: ActionId, to: ActionId) -> Option<Vec<Pos2>> {
    let (from, to) = (layout.card(from)?, layout.card(to)?);
    let turned = layout.options.orientation == Orientation::TopToBottom;
    let turn = |point: Pos2| if turned { pos2(point.y, point.x) } else { point };
    let ends = |card: &Card| {
        let rect = to_rect(card.rect);
        (turn(rect.min), turn(rect.max), turn(rect.center()))
    };
    let ((_, start, start_middle), (end, _, end_middle)) = (ends(from), ends(to));
    let aside = ASIDE.min(start.y - start_middle.y - 4.0);
    let first_row =
        layout.cards.iter().map(|card| turn(to_rect(card.rect).min).y).fold(f32::INFINITY, f32::min);
    let strip = first_row - STRIP;
    let (out, back) = (start_middle.y - aside, end_middle.y - aside);
    let corners = [
        pos2(start.x, out),
        pos2(start.x + AWAY, out),
        pos2(start.x + AWAY, strip),
        pos2(end.x - AWAY, strip),
        pos2(end.x - AWAY, back),
        pos2(end.x, back),
    ];
    let corners = corners.map(|corner| from_pos(turn(corner)));
    let mut points = Vec::new();
    for segment in rounded(&corners, 6.0) {
        match segment {
            Segment::Line(ends) => points.extend(ends.map(to_pos)),
            Segment::Curve([start, one, two, end]) => {
                let curve = [start, one, two, end].map(to_pos);
                let shape = eframe::egui::epaint::CubicBezierShape::from_points_stroke(
                    curve,
                    false,
                    eframe::egui::Color32::TRANSPARENT,
                    Stroke::NONE,
                );
                points.extend((0..=4).map(|step| shape.sample(step as f32 / 4.0)));
            }
        }
    }
    Some(points)
}

impl Scene<'_> {
    pub(super) fn references(&self, references: &References) {
        let line = Stroke::new(1.2, self.tokens.weak);
        for points in &references.lines {
            let on_screen: Vec<Pos2> =
                points.iter().map(|point| self.camera.screen_from_world(*point)).collect();
            self.painter.extend(Shape::dashed_line(&on_screen, line, 4.0, 3.0));
            if let Some(end) = on_screen.last() {
                self.painter.circle_filled(*end, 2.2, line.color);
            }
        }
    }
}
