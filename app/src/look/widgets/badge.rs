//! Small words in a pill.

use eframe::egui::{Align, Color32, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::paint;
use crate::look::{
    Tint, Tokens, fonts,
    tokens::{space, text},
};

/// A pill with a word or two: a condition, a state, a number.
#[must_use = "call show"]
pub struct Badge<'a> {
    label: &'a str,
    icon: Option<&'a str>,
    tint: Option<Tint>,
}

impl<'a> Badge<'a> {
    pub const fn new(label: &'a str) -> Self {
        Self { label, icon: None, tint: None }
    }

    pub const fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// A meaning instead of gray.
    pub const fn tint(mut self, tint: Tint) -> Self {
        self.tint = Some(tint);
        self
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let tokens = Tokens::of(ui);
        let (fill, border, color) = match self.tint {
            Some(tint) => (tint.fill, tint.fill, tint.text),
            None => (Color32::TRANSPARENT, tokens.line, tokens.weak),
        };
        let label = paint::galley(ui, self.label, fonts::medium(text::GROUP), color);
        let icon = self.icon.map(|icon| paint::galley(ui, icon, fonts::regular(text::SMALL), color));
        let icon_width = icon.as_ref().map_or(0.0, |icon| icon.size().x + space::XS);
        let width = (label.size().x + icon_width + 2.0 * space::S).ceil();
        let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), self.label));
        paint::boxed(ui, rect, (HEIGHT / 2.0) as u8, fill, border);
        let mut inner = rect.shrink2(vec2(space::S, 0.0));
        if let Some(icon) = icon {
            paint::place(ui, inner, Align::Min, icon);
        }
        inner.min.x += icon_width;
        paint::place(ui, inner, Align::Min, label);
        response
    }
}

const HEIGHT: f32 = 20.0;
