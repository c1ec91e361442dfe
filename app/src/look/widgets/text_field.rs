//! Fields for text.

use eframe::egui::{
    Align2, CompletionPopup, CompletionQuery, Frame, Margin, RectAlign, Response, Role, Suggestion, TextEdit,
    Ui, vec2,
};

use super::field::{Field, FieldBox};
use super::row::Row;
use crate::look::{
    fonts, icons,
    tokens::{size, text},
};
use crate::tr;

/// A box to type into, of one line or more.
#[must_use = "call show"]
pub struct TextField<'a> {
    field: Field<'a>,
    text: &'a mut String,
    hint: &'a str,
    is_code: bool,
    rows: usize,
    suggest: Option<&'a Suggest<'a>>,
}

/// What could stand in the place of the word before the cursor. Asked in each frame, so the answer is quick
/// where there is none. Words end at `}`, `"` and line ends.
pub type Suggest<'s> = dyn Fn(&CompletionQuery<'_>) -> Vec<Suggestion> + 's;

impl<'a> TextField<'a> {
    pub fn new(field: Field<'a>, text: &'a mut String) -> Self {
        Self { field, text, hint: "", is_code: false, rows: 1, suggest: None }
    }

    /// What an empty field stands for, or an example.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Monospaced: for names of artifacts, expressions and commands.
    pub fn code(mut self) -> Self {
        self.is_code = true;
        self
    }

    /// Room for several lines; Enter then starts a new one.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Offers to complete what is typed.
    pub fn suggest(mut self, suggest: Option<&'a Suggest<'a>>) -> Self {
        self.suggest = suggest;
        self
    }

    /// The response of the box itself; `changed` and `lost_focus` are the ones of the text.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { field, text, hint, is_code, rows, suggest } = self;
        let mut response = field.show(ui, |ui| {
            let edit = if rows > 1 { TextEdit::multiline(text) } else { TextEdit::singleline(text) };
            let align = if rows > 1 { Align2::LEFT_TOP } else { Align2::LEFT_CENTER };
            let edit = edit.align(align).desired_rows(rows).hint_text(hint.to_owned()).font(font(is_code));
            match suggest {
                Some(suggest) => completed_edit(ui, edit, field.is_invalid(), suggest),
                None => boxed_edit(ui, edit, ui.available_width(), field.is_invalid()),
            }
        });
        let mut was_cleared = false;
        response.context_menu(|ui| was_cleared = menu(ui, text));
        if was_cleared {
            text.clear();
            response.mark_changed();
        }
        response
    }
}

/// What can be done with the whole value; returns whether to clear it.
fn menu(ui: &mut Ui, text: &str) -> bool {
    let mut clears = false;
    ui.add_enabled_ui(!text.is_empty(), |ui| {
        if Row::new(tr!("Copy value")).icon(icons::COPY).role(Role::MenuItem).show(ui).clicked() {
            ui.copy_text(text.to_owned());
            ui.close();
        }
        if Row::new(tr!("Clear")).icon(icons::CLOSE).role(Role::MenuItem).show(ui).clicked() {
            clears = true;
            ui.close();
        }
    });
    clears
}

fn font(is_code: bool) -> eframe::egui::FontId {
    if is_code { fonts::code() } else { fonts::regular(text::BODY) }
}

/// A text edit in the box all fields share.
pub(super) fn boxed_edit(ui: &mut Ui, edit: TextEdit<'_>, width: f32, is_invalid: bool) -> Response {
    let background = FieldBox::begin(ui);
    let response = ui.add(in_box(edit, width));
    background.end(ui, &response, is_invalid);
    response
}

/// The same with a list of suggestions below it while there are any.
fn completed_edit(ui: &mut Ui, edit: TextEdit<'_>, is_invalid: bool, suggest: &Suggest<'_>) -> Response {
    let background = FieldBox::begin(ui);
    let edit = in_box(edit, ui.available_width());
    let output = CompletionPopup::new(ui.make_persistent_id("text"))
        .align(RectAlign::BOTTOM_START)
        .word_boundary(|c| matches!(c, '}' | '"' | '\n'))
        .show(ui, edit, suggest);
    let mut response = output.text_edit.response.response;
    if output.accepted.is_some() {
        response.mark_changed();
    }
    background.end(ui, &response, is_invalid);
    response
}

fn in_box(edit: TextEdit<'_>, width: f32) -> TextEdit<'_> {
    edit.frame(Frame::new().inner_margin(Margin::symmetric(10, 7)))
        .desired_width(width)
        .min_size(vec2(0.0, size::CONTROL))
}
