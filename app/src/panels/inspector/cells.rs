//! Boxes with several texts in a row: a key and its value, a variable, a secret with its reveal button.

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Frame, Id, Layout, Response, Shape, Stroke, StrokeKind, TextEdit,
    Ui, UiBuilder, epaint::RectShape, vec2,
};

use super::controls::Commit;
use pipewright_core::pipeline::Path;

use super::form::{Form, Spec};
use crate::look::widgets::{IconButton, Query, suggested_edit};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{radius, size, space, stroke},
};
use crate::{tr, words};

/// One text of a row.
#[derive(Clone, Copy)]
pub(super) struct Cell<'c> {
    pub id: Id,
    /// For screen readers; the eye has the column.
    pub name: &'c str,
    pub width: f32,
    pub shown: &'c str,
    pub hint: &'c str,
    pub color: Option<Color32>,
    pub is_hidden: bool,
    /// Words for people instead of names and expressions.
    pub is_prose: bool,
    /// Where variables and parameters are read, if they are.
    pub reads: Option<&'c Path>,
}

impl<'c> Cell<'c> {
    /// Give it a width.
    pub(super) fn new(id: Id, name: &'c str, shown: &'c str) -> Self {
        Self {
            id,
            name,
            width: 0.0,
            shown,
            hint: "",
            color: None,
            is_hidden: false,
            is_prose: false,
            reads: None,
        }
    }

    /// References to variables and parameters are offered while they are typed.
    pub(super) const fn reading(mut self, path: &'c Path) -> Self {
        self.reads = Some(path);
        self
    }
}

/// Width of a letter of the code font.
const LETTER: f32 = 7.2;

/// A row in a box. The content says, too, whether one of its texts has the focus.
pub(super) fn cell_box<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> (R, bool)) -> R {
    let tokens = Tokens::of(ui);
    let background = ui.painter().add(Shape::Noop);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), size::CONTROL));
    let inner = rect.shrink2(vec2(10.0, 0.0)).with_max_x(rect.right() - 4.0);
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
    row.spacing_mut().item_spacing.x = space::XS;
    let (result, is_focused) = content(&mut row);
    let border = if is_focused { tokens.accent } else { tokens.line };
    let corner = CornerRadius::same(radius::CONTROL);
    let line = Stroke::new(stroke::LINE, border);
    let mut shapes = vec![Shape::from(RectShape::new(rect, corner, tokens.window, line, StrokeKind::Inside))];
    if is_focused {
        let ring = Stroke::new(stroke::RING, tokens.selection_ring);
        shapes.push(Shape::from(RectShape::stroke(rect, corner, ring, StrokeKind::Outside)));
    }
    ui.painter().set(background, Shape::Vec(shapes));
    result
}

impl Form<'_> {
    /// A text in a row.
    pub(super) fn cell(&mut self, ui: &mut Ui, cell: Cell<'_>, commit: Commit<'_>) -> Response {
        let mut text = self.draft_text(cell.id, cell.shown);
        let offering = cell.reads.and_then(|path| self.offering(path, true));
        let id = cell.id.with("cell");
        let edit = TextEdit::singleline(&mut text)
            .id(id)
            .frame(Frame::NONE)
            .align(Align2::LEFT_CENTER)
            .desired_width(cell.width)
            .clip_text(true)
            .password(cell.is_hidden)
            .hint_text(cell.hint.to_owned())
            .text_color_opt(cell.color)
            .font(if cell.is_prose { fonts::body() } else { fonts::code() });
        let size = vec2(cell.width, size::CONTROL_SMALL);
        let response = ui
            .allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| match offering {
                Some(offering) => {
                    let suggest = |query: &Query<'_>| offering.offers(query);
                    suggested_edit(ui, id, edit, &suggest).response
                }
                None => ui.add(edit),
            })
            .inner
            .accessible_name(cell.name);
        let is_cut = cell.shown.chars().count() as f32 * LETTER > cell.width;
        let response = if is_cut && !cell.is_hidden && !response.has_focus() {
            response.on_hover_text(cell.shown)
        } else {
            response
        };
        self.after_typing(ui, cell.id, &response, &text, cell.shown, commit);
        response
    }

    /// A text that is masked until it is asked for.
    pub(super) fn secret(&mut self, ui: &mut Ui, spec: &Spec<'_>, shown: &str, commit: Commit<'_>) {
        let id = self.id(&spec.path, "secret");
        let is_shown = self.state.revealed == Some(id);
        let spec = &Spec { is_masked: !is_shown, ..spec.clone() };
        self.labelled(ui, spec, |form, ui| {
            cell_box(ui, |ui| {
                let width = ui.available_width() - size::CONTROL_SMALL - space::XS;
                let cell = Cell { width, is_hidden: !is_shown, ..Cell::new(id, &spec.label, shown) };
                let edit = form.cell(ui, cell, commit);
                let name = tr!("Show {field}", field = words::in_sentence(&spec.label));
                if IconButton::new(icons::EYE, &name).small().on(is_shown).show(ui).clicked() {
                    form.state.revealed = (!is_shown).then_some(id);
                }
                let has_focus = edit.has_focus();
                (edit, has_focus)
            })
        });
    }
}
