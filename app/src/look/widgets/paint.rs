//! Strokes and letters that all controls share.

use std::sync::Arc;

use eframe::egui::{
    Align, Color32, CornerRadius, FontId, Galley, Rect, Response, Stroke, StrokeKind, Ui, pos2,
};

use crate::look::{Tokens, tokens::stroke};

/// One line of text, not yet painted.
pub(super) fn galley(ui: &Ui, text: &str, font: FontId, color: Color32) -> Arc<Galley> {
    ui.painter().layout_no_wrap(text.to_owned(), font, color)
}

/// One line of text that ends in an ellipsis where `width` does.
pub(super) fn galley_within(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}

/// Puts text at the left, middle or right of `rect`, halfway down.
pub(super) fn place(ui: &Ui, rect: Rect, align: Align, galley: Arc<Galley>) {
    let size = galley.size();
    let x = match align {
        Align::Min => rect.left(),
        Align::Center => rect.center().x - size.x / 2.0,
        Align::Max => rect.right() - size.x,
    };
    // The galley has its own colors; this one is for text that has none.
    ui.painter().galley(pos2(x, rect.center().y - size.y / 2.0), galley, Color32::PLACEHOLDER);
}

/// A filled box with a border inside its edge.
pub(super) fn boxed(ui: &Ui, rect: Rect, radius: u8, fill: Color32, border: Color32) {
    ui.painter().rect(
        rect,
        CornerRadius::same(radius),
        fill,
        Stroke::new(stroke::LINE, border),
        StrokeKind::Inside,
    );
}

/// The mark of keyboard focus, around `rect`; painted only if `response` has it.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if response.has_focus() {
        let tokens = Tokens::of(ui);
        let outside = rect.expand(1.0);
        ui.painter().rect_stroke(
            outside,
            CornerRadius::same(radius + 1),
            Stroke::new(stroke::SELECTION, tokens.accent),
            StrokeKind::Outside,
        );
    }
}

/// The mark of what is selected or being edited: an accent border with a soft ring outside.
pub fn soft_ring(ui: &Ui, rect: Rect, radius: u8, color: Color32, ring: Color32) {
    let corner = CornerRadius::same(radius);
    ui.painter().rect_stroke(rect, corner, Stroke::new(stroke::RING, ring), StrokeKind::Outside);
    ui.painter().rect_stroke(rect, corner, Stroke::new(stroke::LINE, color), StrokeKind::Inside);
}
