//! Lines of text in forms: labels, explanations, what is wrong, and the link that repairs it.

use eframe::egui::{
    Align, CursorIcon, Label, Layout, Response, RichText, Role, Sense, Ui, WidgetInfo, accesskit, vec2,
};

use pipewright_core::check::Severity;

use super::form::LABEL;
use crate::look::widgets::{Button, focus_ring};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{radius, space, stroke, text},
};

/// A line with an icon, as the line below a field.
pub(super) fn message(ui: &mut Ui, severity: Severity, words: &str) -> Response {
    let tokens = Tokens::of(ui);
    let (icon, color) = match severity {
        Severity::Error => (icons::ERROR, tokens.error.text),
        Severity::Warning => (icons::WARNING, tokens.warning.text),
        Severity::Hint => (icons::INFO, tokens.weak),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let icon = ui.label(RichText::new(icon).font(fonts::regular(text::BODY)).color(color));
        ui.ctx().accesskit_node_builder(icon.id, accesskit::Node::set_hidden);
        ui.add(Label::new(RichText::new(words).font(fonts::regular(text::SMALL)).color(color)).wrap())
    })
    .inner
}

/// The button of a repair: one line where it fits, else a link of several lines.
pub(super) fn fix_link(ui: &mut Ui, label: &str) -> Response {
    let font = fonts::semibold(text::BODY);
    let color = Tokens::of(ui).accent_text;
    let width = ui.painter().layout_no_wrap(label.to_owned(), font.clone(), color).size().x;
    if width + 2.0 * space::XS <= ui.available_width() {
        return ui.horizontal(|ui| Button::link(label).show(ui)).inner;
    }
    let words = RichText::new(label).font(font).color(color);
    let response = ui.add(Label::new(words).sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    focus_ring(ui, &response, response.rect, radius::CONTROL);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// Weak words of one or more lines.
pub(super) fn weak(ui: &mut Ui, words: &str) -> Response {
    ui.label(RichText::new(words).font(fonts::regular(text::SMALL)).color(Tokens::of(ui).weak))
}

/// As the labels of other fields.
pub(super) fn label_row(ui: &mut Ui, label: &str, note: &str) {
    let tokens = Tokens::of(ui);
    let row = vec2(ui.available_width(), LABEL - space::XS);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.label(RichText::new(label).font(fonts::medium(text::SMALL)).color(tokens.text));
        if !note.is_empty() {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(stroke::LINE);
                weak(ui, note);
            });
        }
    });
}
