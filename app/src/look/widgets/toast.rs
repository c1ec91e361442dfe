//! A message that comes by itself and goes by itself.

use eframe::egui::{
    Align2, Area, Context, CornerRadius, Frame, Id, Margin, Order, Rect, RichText, Role, Stroke, Ui,
    accesskit, vec2,
};

use super::{Button, IconButton, Tone};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{radius, size, space, stroke},
};
use crate::tr;

/// A message above the lower edge of the window. Screen readers say it when it comes.
/// How long it stays is up to the caller.
#[must_use = "call show"]
pub struct Toast<'a> {
    id: Id,
    tone: Tone,
    text: &'a str,
    action: Option<&'a str>,
}

#[derive(Clone, Copy, Debug)]
pub struct ToastResponse {
    pub action_clicked: bool,
    pub close_clicked: bool,
    /// A message someone points at should stay.
    pub is_hovered: bool,
    /// Where it stands, for stacking the next one above it.
    pub rect: Rect,
}

impl<'a> Toast<'a> {
    pub const fn new(id: Id, tone: Tone, text: &'a str) -> Self {
        Self { id, tone, text, action: None }
    }

    /// Words of a button: "Undo".
    pub const fn action(mut self, label: &'a str) -> Self {
        self.action = Some(label);
        self
    }

    /// `above`: distance of its lower edge from that of the window.
    pub fn show(self, ctx: &Context, above: f32) -> ToastResponse {
        let tokens = Tokens::of(ctx);
        let style = ctx.style_of(tokens.theme);
        let frame = Frame::new()
            .fill(tokens.raised)
            .stroke(Stroke::new(stroke::LINE, tokens.line_strong))
            .corner_radius(CornerRadius::same(radius::CARD))
            .shadow(style.visuals.popup_shadow)
            .inner_margin(Margin { left: 12, right: 6, top: 6, bottom: 6 });
        let area = Area::new(self.id)
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -above))
            .role(Role::Alert)
            .accessible_name(self.text)
            .show(ctx, |ui| frame.show(ui, |ui| self.content(ui)).inner);
        let (action_clicked, close_clicked) = area.inner;
        ToastResponse {
            action_clicked,
            close_clicked,
            is_hovered: area.response.contains_pointer(),
            rect: area.response.rect,
        }
    }

    fn content(&self, ui: &mut Ui) -> (bool, bool) {
        let tokens = Tokens::of(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let color = self.tone.tint(tokens).solid;
            let icon =
                ui.label(RichText::new(self.tone.icon()).font(fonts::regular(size::ICON)).color(color));
            ui.ctx().accesskit_node_builder(icon.id, accesskit::Node::set_hidden);
            ui.label(RichText::new(self.text).font(fonts::body()).color(tokens.text));
            ui.add_space(space::XS);
            let action = self.action.is_some_and(|label| Button::link(label).show(ui).clicked());
            let close = IconButton::new(icons::CLOSE, tr!("Dismiss")).small().show(ui).clicked();
            (action, close)
        })
        .inner
    }
}
