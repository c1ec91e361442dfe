//! The variables that pass between a selected action and others, as dashed lines.
//!
//! They run in the gutters and along the free strip before the first row, so they cross no card; they pass behind
//! stages that are folded, whose number stands in that strip.

use eframe::egui::{Pos2, Rect, Shape, Stroke, pos2};
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
    lines: Vec<Line>,
}

/// A line from card to card, in the world.
struct Line {
    /// The pieces of it that are seen.
    pieces: Vec<Vec<Pos2>>,
    end: Pos2,
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
        let folded = layout.stages.iter().filter(|stage| stage.is_folded);
        let folded: Vec<Rect> = folded.map(|stage| to_rect(stage.rect)).collect();
        let lines = pairs.into_iter().filter_map(|(from, to)| line(layout, from, to));
        let seen =
            lines.filter_map(|points| Some(Line { end: *points.last()?, pieces: outside(&points, &folded) }));
        self.lines = seen.collect();
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

/// What of a line lies outside of some boxes, in pieces.
fn outside(points: &[Pos2], boxes: &[Rect]) -> Vec<Vec<Pos2>> {
    let mut pieces: Vec<Vec<Pos2>> = Vec::new();
    let mut piece = Vec::new();
    for ends in points.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        // Parts of the way from the one to the other, as fractions of it.
        let mut hidden: Vec<[f32; 2]> = boxes.iter().filter_map(|area| inside(from, to, *area)).collect();
        hidden.sort_by(|one, other| one[0].total_cmp(&other[0]));
        let mut at = 0.0;
        for [enters, leaves] in hidden {
            if enters > at {
                go_on(&mut piece, from.lerp(to, at), from.lerp(to, enters));
            }
            pieces.push(std::mem::take(&mut piece));
            at = leaves.max(at);
        }
        if at < 1.0 {
            go_on(&mut piece, from.lerp(to, at), to);
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A piece begins where the last one has ended.
fn go_on(piece: &mut Vec<Pos2>, from: Pos2, to: Pos2) {
    if piece.is_empty() {
        piece.push(from);
    }
    piece.push(to);
}

/// Where a straight line enters a box and leaves it, from 0 at its beginning to 1 at its end.
fn inside(from: Pos2, to: Pos2, area: Rect) -> Option<[f32; 2]> {
    let (mut enters, mut leaves) = (0.0_f32, 1.0_f32);
    for (from, to, span) in [(from.x, to.x, area.x_range()), (from.y, to.y, area.y_range())] {
        if from == to {
            if !span.contains(from) {
                return None;
            }
            continue;
        }
        let at = |edge: f32| (edge - from) / (to - from);
        let (one, other) = (at(span.min), at(span.max));
        enters = enters.max(one.min(other));
        leaves = leaves.min(one.max(other));
    }
    (enters < leaves).then_some([enters, leaves])
}

impl Scene<'_> {
    pub(super) fn references(&self, references: &References) {
        let line = Stroke::new(1.2, self.tokens.weak);
        for Line { pieces, end } in &references.lines {
            for piece in pieces {
                let on_screen: Vec<Pos2> =
                    piece.iter().map(|point| self.camera.screen_from_world(*point)).collect();
                self.painter.extend(Shape::dashed_line(&on_screen, line, 4.0, 3.0));
            }
            self.painter.circle_filled(self.camera.screen_from_world(*end), 2.2, line.color);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_passes_behind_the_boxes_in_its_way() {
        let area = |left: f32| Rect::from_min_max(pos2(left, 0.0), pos2(left + 10.0, 100.0));
        let line = [pos2(0.0, 200.0), pos2(0.0, 50.0), pos2(80.0, 50.0)];
        let seen = outside(&line, &[area(60.0), area(20.0)]);
        let x: Vec<Vec<f32>> = seen.iter().map(|piece| piece.iter().map(|point| point.x).collect()).collect();
        assert_eq!(x, [vec![0.0, 0.0, 20.0], vec![30.0, 60.0], vec![70.0, 80.0]]);
        assert_eq!(outside(&line, &[area(500.0)]).concat().first(), Some(&pos2(0.0, 200.0)));
        assert!(outside(&[pos2(21.0, 5.0), pos2(29.0, 5.0)], &[area(20.0)]).is_empty());
    }
}
