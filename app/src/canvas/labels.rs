//! Words on the canvas: one line, cut with … where there is no room, sized in half points so that zooming does
//! not make new letters each frame.

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{Color32, FontId, Painter, Pos2, Rect, pos2};

/// Paints `text` with its left middle at `at`; returns where it is.
pub fn label(painter: &Painter, at: Pos2, text: &str, font: FontId, color: Color32, max_width: f32) -> Rect {
    if max_width < font.size {
        return Rect::from_min_size(at, eframe::egui::Vec2::ZERO);
    }
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping::truncate_at_width(max_width);
    let galley = painter.layout_job(job);
    let rect = Rect::from_min_size(pos2(at.x, at.y - galley.size().y / 2.0), galley.size());
    painter.galley(rect.min, galley, color);
    rect
}

/// A font size on screen, rounded to half points.
pub fn stepped(size: f32, zoom: f32) -> f32 {
    ((size * zoom * 2.0).round() / 2.0).max(1.0)
}
