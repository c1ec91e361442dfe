//! What a panel shows when it has nothing to show.

use eframe::egui::{RichText, Ui, UiBuilder, accesskit, vec2};

use super::Button;
use crate::look::{
    Tokens, fonts,
    tokens::{space, text},
};

/// An icon, a title, a sentence on what to do, and perhaps a button that does it.
#[must_use = "call show"]
pub struct EmptyState<'a> {
    icon: &'a str,
    title: &'a str,
    text: &'a str,
    action: Option<&'a str>,
}

impl<'a> EmptyState<'a> {
    pub const fn new(icon: &'a str, title: &'a str, text: &'a str) -> Self {
        Self { icon, title, text, action: None }
    }

    /// Words of the button.
    pub const fn action(mut self, label: &'a str) -> Self {
        self.action = Some(label);
        self
    }

    /// Whether the button was clicked.
    pub fn show(self, ui: &mut Ui) -> bool {
        let side = ((ui.available_width() - MAX_WIDTH) / 2.0).max(0.0);
        let middle = ui.available_rect_before_wrap().shrink2(vec2(side, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(middle), |ui| self.column(ui)).inner
    }

    fn column(self, ui: &mut Ui) -> bool {
        let tokens = Tokens::of(ui);
        ui.vertical_centered(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.add_space(space::L);
            let icon = ui.label(RichText::new(self.icon).font(fonts::regular(28.0)).color(tokens.faint));
            ui.ctx().accesskit_node_builder(icon.id, accesskit::Node::set_hidden);
            ui.add_space(space::XS);
            ui.label(RichText::new(self.title).font(fonts::semibold(text::BODY)).color(tokens.text));
            ui.label(RichText::new(self.text).font(fonts::regular(text::SMALL)).color(tokens.weak));
            let clicked = self.action.is_some_and(|label| {
                ui.add_space(space::S);
                Button::ghost(label).show(ui).clicked()
            });
            ui.add_space(space::L);
            clicked
        })
        .inner
    }
}

const MAX_WIDTH: f32 = 480.0;
