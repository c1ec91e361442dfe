//! Keys of the keyboard.

use eframe::egui::{Align, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::paint;
use crate::look::{
    Tokens, fonts,
    tokens::{space, text},
};

/// One key, or keys pressed together, as printed on them: "Ctrl K".
pub fn key_cap(ui: &mut Ui, keys: &str) -> Response {
    let tokens = Tokens::of(ui);
    let galley = paint::galley(ui, keys, fonts::medium(text::GROUP), tokens.weak);
    let width = (galley.size().x + 2.0 * KEY_MARGIN).ceil().max(HEIGHT);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), keys));
    paint::boxed(ui, rect, 4, tokens.raised, tokens.line);
    paint::place(ui, rect, Align::Center, galley);
    response
}

const HEIGHT: f32 = 20.0;
const KEY_MARGIN: f32 = space::XS + 2.0;
