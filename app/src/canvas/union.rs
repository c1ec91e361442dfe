//! What differs between two designs, marked in the drawing of both.
//!
//! A union does not change while it is shown, so what is painted of it is kept like all else.

use eframe::egui::{Color32, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use pipewright_core::layout::StageBox;
use pipewright_core::pipeline::ActionId;
use pipewright_core::plan::union::{Difference, Mark, Union};

use super::camera::to_rect;
use super::labels::{label, stepped};
use super::paint::Scene;
use super::{CURVES_FROM, WORDS_FROM};
use crate::look::tokens::{Tint, radius, stroke};
use crate::look::{Tokens, fonts};
use crate::words::changes::what_became;
use crate::{tr, tr_n};

/// How much is seen of what is gone.
pub(super) const GHOST: f32 = 0.5;
/// How much of its color lies over what is marked.
const BREATH: f32 = 0.08;

/// The tint of what is added, removed, moved or changed.
pub fn tint_of(mark: Mark, tokens: &Tokens) -> Option<Tint> {
    match mark {
        Mark::Same => None,
        Mark::Added => Some(tokens.success),
        Mark::Removed => Some(tokens.error),
        Mark::Moved => Some(tokens.running),
        Mark::Changed => Some(tokens.warning),
    }
}

impl Scene<'_> {
    pub(super) fn action_mark(&self, id: ActionId) -> Mark {
        self.union.and_then(|union| union.action(id)).map_or(Mark::Same, |difference| difference.mark)
    }

    pub(super) fn mark_tint(&self, mark: Mark) -> Option<Tint> {
        tint_of(mark, self.tokens)
    }

    /// The color of a wire that came or went, and whether it went.
    pub(super) fn wire_mark(&self, position: usize) -> Option<(Color32, bool)> {
        match self.union?.wires.get(position)? {
            Mark::Added => Some((self.tokens.success.solid, false)),
            Mark::Removed => Some((self.tokens.error.solid, true)),
            Mark::Same | Mark::Moved | Mark::Changed => None,
        }
    }

    /// The border of a box or card that is not as it was, and in a few words what became of it.
    pub(super) fn difference<Id>(&self, rect: Rect, points: u8, difference: &Difference<Id>) {
        let Some(tint) = self.mark_tint(difference.mark) else { return };
        let rounding = self.rounding(points);
        let line = Stroke::new(stroke::SELECTION, tint.solid);
        if difference.mark == Mark::Removed {
            let outline = outline(rect.shrink(1.0), f32::from(rounding.nw));
            self.painter.extend(Shape::dashed_line(&outline, line, 6.0, 4.0));
        } else if self.zoom() >= CURVES_FROM || points == radius::BOX {
            self.painter.rect(rect, rounding, tint.solid.gamma_multiply(BREATH), line, StrokeKind::Inside);
        }
        if self.zoom() >= WORDS_FROM {
            self.pill(rect, &what_became(difference), tint);
        }
    }

    /// Words on the upper edge of what they are about.
    fn pill(&self, rect: Rect, words: &str, tint: Tint) {
        let zoom = self.zoom();
        let font = fonts::semibold(stepped(9.5, zoom));
        let most = rect.width() - 38.0 * zoom;
        let size = self.painter.layout_no_wrap(words.to_owned(), font.clone(), tint.text).size();
        let size = vec2(size.x.min(most) + 14.0 * zoom, 15.0 * zoom);
        let corner = pos2(rect.max.x - 12.0 * zoom - size.x, rect.min.y - size.y / 2.0);
        let pill = Rect::from_min_size(corner, size);
        let line = Stroke::new(stroke::LINE, tint.solid);
        self.painter.rect(pill, size.y / 2.0, self.tokens.canvas, line, StrokeKind::Inside);
        let at = pos2(pill.min.x + 7.0 * zoom, pill.center().y);
        label(self.painter, at, words, font, tint.text, size.x - 12.0 * zoom);
    }

    /// Which way time runs, where a stage would be added.
    pub(super) fn way(&self, from: Pos2, to: Pos2) {
        if (to - from).length() <= 1.0 {
            return;
        }
        let line = Stroke::new(stroke::LINE, self.tokens.weak);
        let along = (to - from).normalized() * 3.5 * self.zoom();
        let tip = from + (to - from) / 2.0 + along / 2.0;
        for side in [along.rot90(), -along.rot90()] {
            self.painter.line_segment([tip - along + side, tip], line);
        }
    }

    /// What was in a stage and is elsewhere now, where its button for adding would be.
    pub(super) fn moved_away(&self, stage_box: &StageBox, union: &Union) {
        let left: Vec<_> = union.left(stage_box.id).collect();
        let words = match left.as_slice() {
            [] => return,
            [(action, stage)] => {
                tr!("{action} moved to {stage}", action = action.name(), stage = stage.name())
            }
            many => tr_n!(many.len(), "{n} action moved away", "{n} actions moved away"),
        };
        let zoom = self.zoom();
        let rect = self.camera.screen_from_rect(to_rect(stage_box.add_button));
        let line = Stroke::new(stroke::LINE, self.tokens.running.solid);
        let outline = outline(rect.shrink(0.5), f32::from(radius::CONTROL) * zoom);
        self.painter.extend(Shape::dashed_line(&outline, line, 4.0, 3.0));
        let font = fonts::regular(stepped(11.0, zoom));
        let at = pos2(rect.min.x + 10.0 * zoom, rect.center().y);
        label(self.painter, at, &words, font, self.tokens.weak, rect.width() - 20.0 * zoom);
    }
}

/// The way around a box with round corners.
fn outline(rect: Rect, radius: f32) -> Vec<Pos2> {
    const CHORDS: usize = 4;
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0).max(0.0);
    let inner = rect.shrink(radius);
    let corners = [inner.right_top(), inner.right_bottom(), inner.left_bottom(), inner.left_top()];
    let mut points = Vec::with_capacity(4 * (CHORDS + 1) + 1);
    for (quarter, corner) in corners.into_iter().enumerate() {
        for chord in 0..=CHORDS {
            let part = (quarter as f32 - 1.0) + chord as f32 / CHORDS as f32;
            let angle = part * std::f32::consts::FRAC_PI_2;
            points.push(corner + vec2(angle.cos(), angle.sin()) * radius);
        }
    }
    points.extend(points.first().copied());
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_around_a_box_stays_in_it_and_ends_where_it_began() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(100.0, 40.0));
        for radius in [0.0, 9.0, 500.0] {
            let points = outline(rect, radius);
            assert_eq!(points.first(), points.last());
            assert!(points.iter().all(|point| rect.expand(0.01).contains(*point)), "{radius}: {points:?}");
            let around = Rect::from_points(&points);
            assert!((around.width() - 100.0).abs() < 0.01 && (around.height() - 40.0).abs() < 0.01);
        }
    }
}
