//! Rounded boxes with no more corners than the eye sees.
//!
//! egui rounds a box of this size with 36 points, each of which becomes up to six; of a thousand cards that is most of
//! what a frame copies.

use std::f32::consts::{FRAC_PI_2, PI};

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::epaint::{PathShape, PathStroke};
use eframe::egui::{Color32, Painter, Pos2, Rect, Stroke, pos2, vec2};

/// How far a corner may be off the circle, in pixels.
const TOLERANCE: f32 = 0.2;

/// Paints a box with a line inside of its edge, as [`Painter::rect`] does.
pub fn plate(painter: &Painter, rect: Rect, radius: f32, fill: Color32, line: Stroke) {
    let pixels_per_point = painter.pixels_per_point();
    let rect = rect.round_to_pixels(pixels_per_point);
    let points = corners(rect, radius, chords(radius * pixels_per_point));
    painter.add(PathShape::convex_polygon(points, fill, PathStroke::from(line).inside()));
}

/// Chords of a quarter of a circle of this radius in pixels.
fn chords(radius: f32) -> usize {
    if radius <= TOLERANCE {
        return 1;
    }
    // Half of a chord's angle at which its middle is off by the tolerance.
    let half = (1.0 - TOLERANCE / radius).acos();
    ((FRAC_PI_2 / (2.0 * half)).ceil() as usize).clamp(1, 16)
}

/// Clockwise from the left end of the upper edge.
fn corners(rect: Rect, radius: f32, chords: usize) -> Vec<Pos2> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0).max(0.0);
    let inner = rect.shrink(radius);
    let centers = [
        (inner.left_top(), PI),
        (inner.right_top(), 1.5 * PI),
        (inner.right_bottom(), 0.0),
        (pos2(inner.min.x, inner.max.y), FRAC_PI_2),
    ];
    let quarter = |(center, from): (Pos2, f32)| {
        (0..=chords).map(move |chord| {
            let angle = from + FRAC_PI_2 * chord as f32 / chords as f32;
            center + vec2(angle.cos(), angle.sin()) * radius
        })
    };
    centers.into_iter().flat_map(quarter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_chord_is_further_from_its_circle_than_the_eye_sees() {
        for radius in [0.2, 1.0, 4.0, 8.0, 16.0, 32.0, 64.0] {
            let half = FRAC_PI_2 / (2.0 * chords(radius) as f32);
            assert!(radius * (1.0 - half.cos()) < TOLERANCE + 1e-3, "{radius}");
        }
    }

    #[test]
    fn corners_lie_in_the_box_and_touch_its_edges() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(180.0, 58.0));
        for radius in [0.0, 8.0, 500.0] {
            let points = corners(rect, radius, 4);
            let around =
                points.iter().fold(Rect::NOTHING, |around, point| around.union(Rect::from_pos(*point)));
            assert!(
                rect.expand(1e-3).contains_rect(around) && around.expand(1e-3).contains_rect(rect),
                "{radius}"
            );
        }
    }
}
