//! A choice of a few views, as one pill.

use eframe::egui::{Align, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::look::{
    Tokens, fonts,
    tokens::{radius, size, space, text},
};

/// A few choices side by side, of which one holds: *Design · Definition · Rehearse · Run*.
#[must_use = "call show"]
pub struct Segmented<'a> {
    name: &'a str,
}

impl<'a> Segmented<'a> {
    /// `name` is for screen readers: what is being chosen.
    pub const fn new(name: &'a str) -> Self {
        Self { name }
    }

    /// The response of the whole; `changed` if another choice was made.
    pub fn show<T: Copy + PartialEq>(self, ui: &mut Ui, value: &mut T, choices: &[(T, &str)]) -> Response {
        let tokens = Tokens::of(ui);
        // All as wide as with the heavier letters of the chosen one, so that nothing moves.
        let widths: Vec<f32> = choices
            .iter()
            .map(|(_, label)| {
                let galley = paint::galley(ui, label, fonts::semibold(text::BODY), tokens.text);
                (galley.size().x + 2.0 * space::L).ceil()
            })
            .collect();
        let total = widths.iter().sum::<f32>() + 2.0 * INSET;
        let (rect, mut whole) = ui.allocate_exact_size(vec2(total, size::CONTROL), Sense::hover());
        whole.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, ui.is_enabled(), self.name));
        paint::boxed(ui, rect, radius::CARD, tokens.window, tokens.line);

        let mut left = rect.left() + INSET;
        let mut is_changed = false;
        for ((choice, label), width) in choices.iter().zip(widths) {
            let part =
                Rect::from_min_max(pos2(left, rect.top() + INSET), pos2(left + width, rect.bottom() - INSET));
            left += width;
            let response = segment(ui, whole.id.with(label), part, label, *choice == *value);
            if response.clicked() && *choice != *value {
                *value = *choice;
                is_changed = true;
            }
            whole = whole.union(response);
        }
        if is_changed {
            whole.mark_changed();
        }
        whole
    }
}

/// Between the pill and its frame.
const INSET: f32 = 2.0;

fn segment(ui: &Ui, id: eframe::egui::Id, rect: Rect, label: &str, is_chosen: bool) -> Response {
    let tokens = Tokens::of(ui);
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_chosen, label));
    let (font, color) = if is_chosen {
        paint::boxed(ui, rect, radius::CONTROL, tokens.pill, tokens.line);
        (fonts::semibold(text::BODY), tokens.text)
    } else if response.hovered() {
        (fonts::medium(text::BODY), tokens.text)
    } else {
        (fonts::medium(text::BODY), tokens.weak)
    };
    paint::place(ui, rect, Align::Center, paint::galley(ui, label, font, color));
    if response.has_focus() {
        paint::soft_ring(ui, rect, radius::CONTROL, tokens.accent, tokens.selection_ring);
    }
    response
}
