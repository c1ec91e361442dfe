//! A message that comes by itself and goes by itself.

use eframe::egui::{
    Align2, Area, Context, CornerRadius, Frame, Id, Label, Margin, Order, Rect, RichText, Role, Stroke, Ui,
    accesskit, vec2,
};

use super::{Button, IconButton, Tone};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{radius, size, space, stroke},
};
use crate::tr;

/// A message at the foot of a part of the window. Screen readers say it when it comes.
/// How long it stays is up to the caller.
#[must_use = "call show"]
pub struct Toast<'a> {
    id: Id,
    tone: Tone,
    text: &'a str,
    action: Option<&'a str>,
}

/// Longer lines are hard to read.
const WIDEST: f32 = 640.0;

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

    /// `above`: distance of its lower edge from that of the part.
    pub fn show(self, ctx: &Context, part: Rect, above: f32) -> ToastResponse {
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
            .pivot(Align2::CENTER_BOTTOM)
            .fixed_pos(part.center_bottom() - vec2(0.0, above))
            .role(Role::Alert)
            .accessible_name(self.text)
            .show(ctx, |ui| frame.show(ui, |ui| self.content(ui, part.width())).inner);
        let (action_clicked, close_clicked) = area.inner;
        ToastResponse {
            action_clicked,
            close_clicked,
            is_hovered: area.response.contains_pointer(),
            rect: area.response.rect,
        }
    }

    fn content(&self, ui: &mut Ui, room: f32) -> (bool, bool) {
        let tokens = Tokens::of(ui);
        // Beside the words there are an icon, the × and perhaps a button.
        let beside = if self.action.is_some() { 190.0 } else { 100.0 };
        let widest = (room - beside).clamp(140.0, WIDEST);
        let words = ui.painter().layout(self.text.to_owned(), fonts::body(), tokens.text, widest);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let color = self.tone.tint(tokens).solid;
            let icon =
                ui.label(RichText::new(self.tone.icon()).font(fonts::regular(size::ICON)).color(color));
            ui.ctx().accesskit_node_builder(icon.id, accesskit::Node::set_hidden);
            ui.add(Label::new(words));
            ui.add_space(space::XS);
            let action = self.action.is_some_and(|label| Button::link(label).show(ui).clicked());
            let close = IconButton::new(icons::CLOSE, tr!("Dismiss")).small().show(ui).clicked();
            (action, close)
        })
        .inner
    }
}
