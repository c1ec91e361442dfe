//! Buttons that show an icon alone.

use eframe::egui::{Align, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::{button::tooltip, paint};
use crate::look::{
    Tokens, fonts,
    tokens::{radius, size},
};

/// A quiet button without words: its name is what a screen reader says and what the tooltip shows.
#[must_use = "call show"]
pub struct IconButton<'a> {
    icon: &'a str,
    name: &'a str,
    shortcut: Option<&'a str>,
    disabled_because: Option<&'a str>,
    is_on: Option<bool>,
    size: f32,
}

impl<'a> IconButton<'a> {
    pub const fn new(icon: &'a str, name: &'a str) -> Self {
        Self { icon, name, shortcut: None, disabled_because: None, is_on: None, size: size::ROW }
    }

    /// Written behind the name in the tooltip.
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// Grays the button if there is a reason to, and tells it on hover.
    pub const fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled_because = reason;
        self
    }

    /// Makes it a toggle button.
    pub const fn on(mut self, is_on: bool) -> Self {
        self.is_on = Some(is_on);
        self
    }

    /// For rows: 24 points instead of 28.
    pub const fn small(mut self) -> Self {
        self.size = size::CONTROL_SMALL;
        self
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        if let Some(reason) = self.disabled_because {
            let response = ui.add_enabled_ui(false, |ui| self.paint(ui)).inner;
            return response.on_disabled_hover_text(format!("{}: {reason}", self.name));
        }
        let response = self.paint(ui);
        match (self.shortcut, tooltip(Some(self.name), self.shortcut)) {
            (Some(_), Some(text)) => response.on_hover_text(text),
            // To be told its name twice helps nobody.
            _ => response.on_hover_ui(|ui| {
                ui.label(self.name);
            }),
        }
    }

    fn paint(&self, ui: &mut Ui) -> Response {
        let tokens = Tokens::of(ui);
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.size), Sense::click());
        response.widget_info(|| match self.is_on {
            Some(is_on) => WidgetInfo::selected(Role::Button, ui.is_enabled(), is_on, self.name),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.name),
        });
        if ui.is_rect_visible(rect) {
            let is_on = self.is_on == Some(true);
            if response.hovered() || is_on {
                paint::boxed(ui, rect, radius::CONTROL, tokens.hover, tokens.hover);
            }
            let color = match (is_on, response.hovered()) {
                (true, _) => tokens.accent_text,
                (false, true) => tokens.text,
                (false, false) => tokens.weak,
            };
            let icon = paint::galley(ui, self.icon, fonts::regular(size::ICON), color);
            paint::place(ui, rect, Align::Center, icon);
            paint::focus_ring(ui, &response, rect, radius::CONTROL);
        }
        response
    }
}
