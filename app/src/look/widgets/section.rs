//! What divides a panel into groups.

use eframe::egui::{Response, RichText, Sense, Stroke, Ui, vec2};

use crate::look::{
    Tokens, fonts,
    tokens::{stroke, text},
};

/// Title of a group of fields or rows.
pub fn section(ui: &mut Ui, title: &str) -> Response {
    let tokens = Tokens::of(ui);
    ui.label(RichText::new(title).font(fonts::semibold(text::GROUP)).color(tokens.weak))
}

/// A line of one pixel from edge to edge.
pub fn rule(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), stroke::LINE), Sense::hover());
    let line = Stroke::new(stroke::LINE, Tokens::of(ui).line);
    ui.painter().hline(rect.x_range(), rect.center().y, line);
}
