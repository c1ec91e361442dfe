//! The field that filters what is below it.

use eframe::egui::{Align2, Key, Response, RichText, TextEdit, Ui, accesskit};

use super::text_field::boxed_edit;
use crate::look::{
    Tokens, fonts, icons,
    tokens::{size, text},
};

/// A search field with a magnifying glass; its hint is its name.
#[must_use = "call show"]
pub struct SearchField<'a> {
    text: &'a mut String,
    hint: &'a str,
    shortcut: Option<&'a str>,
}

impl<'a> SearchField<'a> {
    pub fn new(text: &'a mut String, hint: &'a str) -> Self {
        Self { text, hint, shortcut: None }
    }

    /// Keys that lead here, shown while nothing is typed.
    pub fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// As wide as there is room. Escape empties it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { text, hint, shortcut } = self;
        let tokens = Tokens::of(ui);
        let is_empty = text.is_empty();
        let mut edit = TextEdit::singleline(text)
            .align(Align2::LEFT_CENTER)
            .hint_text(hint.to_owned())
            .font(fonts::regular(text::BODY))
            .prefix(RichText::new(icons::SEARCH).font(fonts::regular(size::ICON)).color(tokens.weak));
        if let Some(shortcut) = shortcut.filter(|_| is_empty) {
            edit = edit.suffix(RichText::new(shortcut).font(fonts::regular(text::SMALL)).color(tokens.weak));
        }
        let mut response = boxed_edit(ui, edit, ui.available_width(), false);
        let is_escaped = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        if is_escaped && !text.is_empty() {
            text.clear();
            response.mark_changed();
        }
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_role(accesskit::Role::SearchInput);
            node.set_label(hint);
        });
        response
    }
}
