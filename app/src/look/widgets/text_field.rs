//! Fields for text.

use std::sync::Arc;

use eframe::egui::{Align2, Frame, Galley, Margin, Pos2, Response, Role, TextEdit, Ui, pos2, vec2};

use super::field::{Field, FieldBox};
use super::paint;
use super::row::Row;
use super::suggest::{Suggest, suggested_edit};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{size, space, text},
};
use crate::tr;

/// A box to type into, of one line or more.
#[must_use = "call show"]
pub struct TextField<'a> {
    field: Field<'a>,
    text: &'a mut String,
    hint: &'a str,
    is_code: bool,
    is_numbered: bool,
    is_secret: bool,
    rows: usize,
    suggest: Option<&'a Suggest<'a>>,
    extra: Option<(&'a str, &'a mut bool)>,
}

impl<'a> TextField<'a> {
    pub fn new(field: Field<'a>, text: &'a mut String) -> Self {
        Self {
            field,
            text,
            hint: "",
            is_code: false,
            is_numbered: false,
            is_secret: false,
            rows: 1,
            suggest: None,
            extra: None,
        }
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

    /// Shows dots, also to screen readers, and gives nothing to the clipboard.
    pub fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// Room for several lines; Enter then starts a new one.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// The number of each line before it. A line that is wrapped has one number.
    pub fn numbered(mut self, is_numbered: bool) -> Self {
        self.is_numbered = is_numbered;
        self
    }

    /// Offers to complete what is typed.
    pub fn suggest(mut self, suggest: Option<&'a Suggest<'a>>) -> Self {
        self.suggest = suggest;
        self
    }

    /// One more thing to do with the value, in the menu of the field; set when it is clicked.
    pub fn extra(mut self, extra: Option<(&'a str, &'a mut bool)>) -> Self {
        self.extra = extra;
        self
    }

    /// The response of the box itself; `changed` and `lost_focus` are the ones of the text.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { field, text, hint, is_code, is_numbered, is_secret, rows, suggest, extra } = self;
        let mut response = field.show(ui, |ui| {
            let edit = if rows > 1 { TextEdit::multiline(text) } else { TextEdit::singleline(text) };
            let align = if rows > 1 { Align2::LEFT_TOP } else { Align2::LEFT_CENTER };
            let edit = edit
                .align(align)
                .desired_rows(rows)
                .hint_text(hint.to_owned())
                .font(font(is_code))
                .password(is_secret);
            let background = FieldBox::begin(ui);
            let left = if is_numbered { GUTTER } else { MARGIN };
            let edit = in_box(edit, ui.available_width(), left);
            let (response, galley, at) = if let Some(suggest) = suggest {
                let edited = suggested_edit(ui, ui.make_persistent_id("text"), edit, suggest);
                (edited.response, edited.galley, edited.galley_pos)
            } else {
                let output = edit.show(ui);
                (output.response.response, output.galley, output.galley_pos)
            };
            background.end(ui, &response, field.is_invalid());
            if is_numbered {
                paint_numbers(ui, &response, &galley, at);
            }
            response
        });
        if is_secret {
            return response;
        }
        let mut was_cleared = false;
        response.context_menu(|ui| was_cleared = menu(ui, text, extra));
        if was_cleared {
            text.clear();
            response.mark_changed();
        }
        response
    }
}

/// What can be done with the whole value; returns whether to clear it.
fn menu(ui: &mut Ui, text: &str, extra: Option<(&str, &mut bool)>) -> bool {
    let mut clears = false;
    ui.set_width(MENU);
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
    if let Some((label, is_asked)) = extra
        && Row::new(label).icon(icons::PLUS).role(Role::MenuItem).show(ui).clicked()
    {
        *is_asked = true;
        ui.close();
    }
    clears
}

/// Width of the menu: rows take all there is.
const MENU: f32 = 180.0;
/// From the border to the text.
const MARGIN: i8 = 10;
/// The same with room for line numbers.
const GUTTER: i8 = 34;

fn font(is_code: bool) -> eframe::egui::FontId {
    if is_code { fonts::code() } else { fonts::regular(text::BODY) }
}

/// A text edit in the box all fields share.
pub(super) fn boxed_edit(ui: &mut Ui, edit: TextEdit<'_>, width: f32, is_invalid: bool) -> Response {
    let background = FieldBox::begin(ui);
    let response = ui.add(in_box(edit, width, MARGIN));
    background.end(ui, &response, is_invalid);
    response
}

fn in_box(edit: TextEdit<'_>, width: f32, left: i8) -> TextEdit<'_> {
    edit.frame(Frame::new().inner_margin(Margin { left, right: MARGIN, top: 7, bottom: 7 }))
        .desired_width(width)
        .min_size(vec2(0.0, size::CONTROL))
}

/// A number at the first row of each line.
fn paint_numbers(ui: &Ui, response: &Response, galley: &Arc<Galley>, at: Pos2) {
    let color = Tokens::of(ui).weak;
    let right = response.rect.left() + f32::from(GUTTER) - space::S;
    let mut number = 0;
    let mut begins = true;
    for row in &galley.rows {
        if begins {
            number += 1;
            let rect = row.rect().translate(at.to_vec2());
            let digits = paint::galley(ui, &number.to_string(), fonts::code(), color);
            let place = pos2(right - digits.size().x, rect.center().y - digits.size().y / 2.0);
            ui.painter().galley(place, digits, color);
        }
        begins = row.ends_with_newline;
    }
}
