//! The square that stands for a provider.

use eframe::egui::{Align2, Painter, Rect, Response, Sense, Stroke, Ui, Vec2};

use crate::look::plates::plate;
use crate::look::{Hue, Tint, Tokens, fonts, icons};

/// A rounded square in the hue of a category, with one or two letters (or an icon).
/// It is decoration: what it says stands beside it in words.
#[must_use = "call show"]
pub struct Tile<'a> {
    hue: Hue,
    letters: &'a str,
    size: f32,
}

impl<'a> Tile<'a> {
    pub const fn new(hue: Hue, letters: &'a str) -> Self {
        Self { hue, letters, size: 36.0 }
    }

    /// Length of an edge, in points.
    pub const fn size(mut self, points: f32) -> Self {
        self.size = points;
        self
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.size), Sense::hover());
        paint_tile(ui.painter(), rect, Tokens::of(ui).hue(self.hue), self.letters);
        response
    }
}

/// For places that are no widgets, such as the canvas. Everything scales with `rect`.
pub fn paint_tile(painter: &Painter, rect: Rect, tint: Tint, letters: &str) {
    let edge = rect.height();
    plate(painter, rect, edge * 0.25, tint.fill, Stroke::NONE);
    let share = match (icons::is_icon(letters), edge < 28.0) {
        (true, _) => 0.62,
        (false, true) => 0.52,
        (false, false) => 0.40,
    };
    painter.text(rect.center(), Align2::CENTER_CENTER, letters, fonts::semibold(edge * share), tint.text);
}
