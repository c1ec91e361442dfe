//! A field of short texts: chips, and room to type the next one.

use eframe::egui::{Event, Frame, Id, Key, Margin, Response, TextEdit, Ui, vec2};

use super::{
    chips::{Chip, Part, chip_ui},
    field::{Field, FieldBox},
    suggest::{Suggest, suggested_edit},
};
use crate::look::{
    Tokens, fonts,
    tokens::{size, space},
};

/// What the person did besides typing; indices are those of the items given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagAction {
    Remove(usize),
    /// Take it out of the list and into the text.
    Edit(usize),
    /// Texts that are complete: a comma was typed behind them, or they were pasted.
    Add(Vec<String>),
}

pub struct TagFieldResponse {
    /// Of the text, with the place of the whole field.
    pub response: Response,
    pub action: Option<TagAction>,
}

/// Chips in a row with a text behind them. Enter or a comma ends a text, × or Backspace removes a chip, a click on
/// one takes it back into the text, and pasted lines become a chip each.
#[must_use = "call show"]
pub struct TagField<'a> {
    field: Field<'a>,
    id: Id,
    items: &'a [&'a str],
    text: &'a mut String,
    hint: &'a str,
    split: &'a dyn Fn(&str) -> Vec<String>,
    suggest: Option<&'a Suggest<'a>>,
}

impl<'a> TagField<'a> {
    /// `id` is that of the text; `split` tells the items of a text with commas or lines.
    pub fn new(
        field: Field<'a>,
        id: Id,
        items: &'a [&'a str],
        text: &'a mut String,
        split: &'a dyn Fn(&str) -> Vec<String>,
    ) -> Self {
        Self { field, id, items, text, hint: "", split, suggest: None }
    }

    /// Stands in the empty field.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Offers to complete what is typed.
    pub fn suggest(mut self, suggest: Option<&'a Suggest<'a>>) -> Self {
        self.suggest = suggest;
        self
    }

    pub fn show(mut self, ui: &mut Ui) -> TagFieldResponse {
        let mut action = None;
        let field = self.field;
        let response = field.show(ui, |ui| {
            let background = FieldBox::begin(ui);
            if ui.memory(|memory| memory.has_focus(self.id)) {
                action = self.keys(ui);
            }
            let frame = Frame::new().inner_margin(Margin::symmetric(6, 4));
            let inner = frame.show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = vec2(6.0, space::XS);
                    action = self.chips(ui).or(action.take());
                    self.entry(ui)
                })
                .inner
            });
            let entry = inner.inner;
            if action.is_none() && entry.changed() {
                action = self.complete();
            }
            let response = entry.with_new_rect(inner.response.rect);
            background.end(ui, &response, field.is_invalid());
            response
        });
        TagFieldResponse { response, action }
    }

    /// What keys and the clipboard mean before the text sees them.
    fn keys(&self, ui: &Ui) -> Option<TagAction> {
        let mut action = None;
        ui.input_mut(|input| {
            input.events.retain(|event| match event {
                // A line edit would make blanks of line ends.
                Event::Paste(pasted) if pasted.trim().contains(['\n', ',']) => {
                    let items = pasted.lines().flat_map(|line| (self.split)(line)).collect();
                    action = Some(TagAction::Add(items));
                    false
                }
                // Held down, the key stops at the chips.
                Event::Key { key: Key::Backspace, pressed: true, repeat: false, .. }
                    if self.text.is_empty() && !self.items.is_empty() =>
                {
                    action = Some(TagAction::Remove(self.items.len() - 1));
                    false
                }
                _ => true,
            });
        });
        action
    }

    fn chips(&self, ui: &mut Ui) -> Option<TagAction> {
        let color = Tokens::of(ui).text;
        let mut action = None;
        for (index, item) in self.items.iter().enumerate() {
            let id = self.id.with(("tag", index));
            action = action.or(chip_ui(ui, id, Chip { label: item, color }).map(|part| match part {
                Part::Body => TagAction::Edit(index),
                Part::Cross => TagAction::Remove(index),
            }));
        }
        action
    }

    fn entry(&mut self, ui: &mut Ui) -> Response {
        let room = ui.available_size_before_wrap().x;
        // The text keeps its place in the row for as long as it fits.
        let letters = self.text.chars().count().min(24) as f32;
        let needed = ENTRY_MIN.max(letters * LETTER + space::M);
        let width = if room < needed { ui.max_rect().width() } else { room };
        let hint = if self.items.is_empty() { self.hint } else { "" };
        let edit = TextEdit::singleline(self.text)
            .frame(Frame::new().inner_margin(Margin::symmetric(4, 4)))
            .desired_width(width)
            .min_size(vec2(0.0, size::CONTROL_SMALL))
            .clip_text(true)
            .hint_text(hint.to_owned())
            .font(fonts::code());
        match self.suggest {
            Some(suggest) => suggested_edit(ui, self.id, edit, suggest).response,
            None => ui.add(edit.id(self.id)),
        }
    }

    /// The items that a comma has ended; the text keeps what is behind it.
    fn complete(&mut self) -> Option<TagAction> {
        // An end that is no blank shows whether the last item is complete.
        let mut items = (self.split)(&format!("{}{END}", self.text));
        let rest = items.pop()?;
        let rest = rest.trim_end_matches(END);
        if items.is_empty() && rest == self.text.trim() {
            return None;
        }
        rest.clone_into(self.text);
        Some(TagAction::Add(items))
    }
}

const END: char = '\u{1}';
const ENTRY_MIN: f32 = 36.0;
/// Width of a letter of the code font.
const LETTER: f32 = 7.3;
