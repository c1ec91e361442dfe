//! How much of a limit is used.

use eframe::egui::{CornerRadius, Rect, Response, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use crate::look::{
    Tokens, fonts,
    tokens::{space, text},
};

/// A thin bar with words below it: amber when little is left, red beyond the limit.
#[must_use = "call show"]
pub struct Meter<'a> {
    used: usize,
    limit: usize,
    words: &'a str,
}

/// From this part of a limit on, little is left.
const LITTLE_LEFT: f32 = 0.8;
const HEIGHT: f32 = 3.0;

impl<'a> Meter<'a> {
    /// `words` tell what the bar shows: "412 of 1,000 characters".
    pub const fn new(used: usize, limit: usize, words: &'a str) -> Self {
        Self { used, limit, words }
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let tokens = Tokens::of(ui);
        let part = self.used as f32 / self.limit.max(1) as f32;
        let (bar, words) = if self.used > self.limit {
            (tokens.error.solid, tokens.error.text)
        } else if part >= LITTLE_LEFT {
            (tokens.warning.solid, tokens.warning.text)
        } else {
            (tokens.weak, tokens.weak)
        };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, self.words));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_numeric_value(self.used as f64);
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(self.limit as f64);
        });
        let corner = CornerRadius::same(2);
        ui.painter().rect_filled(rect, corner, tokens.line);
        let filled = Rect::from_min_size(rect.min, vec2(rect.width() * part.min(1.0), HEIGHT));
        ui.painter().rect_filled(filled, corner, bar);
        ui.add_space(space::XS);
        let label = ui.label(RichText::new(self.words).font(fonts::regular(text::SMALL)).color(words));
        // The bar says the same.
        ui.ctx().accesskit_node_builder(label.id, eframe::egui::accesskit::Node::set_hidden);
        response
    }
}
