//! What surrounds the control of a form: a label above it, and lines of help below.

use eframe::egui::{Align, Color32, Layout, Response, RichText, Shape, StrokeKind, Ui, accesskit, vec2};
use eframe::egui::{CornerRadius, Stroke, epaint::RectShape};

use crate::look::{
    Tokens, fonts, icons,
    tokens::{radius, space, stroke, text},
};

/// Label, note, help and error of one control. Every field of a form starts with one.
#[derive(Clone, Copy, Default)]
#[must_use = "give it to a control"]
pub struct Field<'a> {
    label: &'a str,
    note: Option<&'a str>,
    help: Option<&'a str>,
    warning: Option<&'a str>,
    error: Option<&'a str>,
    is_disabled: bool,
}

impl<'a> Field<'a> {
    /// The label is also the name of the control.
    pub fn new(label: &'a str) -> Self {
        Self { label, ..Self::default() }
    }

    /// A few words at the right of the label: "required", "0 – 5".
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = Some(note);
        self
    }

    /// A line below the control.
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = Some(help);
        self
    }

    /// What is doubtful about the value.
    pub fn warning(mut self, warning: Option<&'a str>) -> Self {
        self.warning = warning;
        self
    }

    /// What is wrong with the value. Hides a warning.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    pub fn disabled(mut self, is_disabled: bool) -> Self {
        self.is_disabled = is_disabled;
        self
    }

    pub(super) const fn label(&self) -> &'a str {
        self.label
    }

    pub(super) const fn is_disabled(&self) -> bool {
        self.is_disabled
    }

    pub(super) const fn is_invalid(&self) -> bool {
        self.error.is_some()
    }

    /// Lays out the label, the control and the lines below, and names the control.
    pub(super) fn show(self, ui: &mut Ui, control: impl FnOnce(&mut Ui) -> Response) -> Response {
        ui.vertical(|ui| {
            if self.is_disabled {
                ui.disable();
            }
            ui.spacing_mut().item_spacing.y = space::XS;
            let label = self.label_row(ui);
            let response = control(ui).labelled_by(label.id);
            self.describe(&response);
            self.lines_below(ui);
            response
        })
        .inner
    }

    fn label_row(&self, ui: &mut Ui) -> Response {
        let tokens = Tokens::of(ui);
        ui.allocate_ui_with_layout(
            vec2(ui.available_width(), LABEL_HEIGHT),
            Layout::left_to_right(Align::Center),
            |ui| {
                let label =
                    ui.label(RichText::new(self.label).font(fonts::medium(text::SMALL)).color(tokens.text));
                if let Some(note) = self.note.filter(|note| !note.is_empty()) {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        ui.add_space(stroke::LINE);
                        ui.label(RichText::new(note).font(fonts::regular(text::SMALL)).color(tokens.weak));
                    });
                }
                label
            },
        )
        .inner
    }

    /// Tells assistive technologies what the eye sees below the control.
    pub(super) fn describe(&self, response: &Response) {
        let said = self.error.or(self.warning).or(self.help);
        response.ctx.accesskit_node_builder(response.id, |node| {
            if let Some(text) = said {
                node.set_description(text);
            }
            if self.is_invalid() {
                node.set_invalid(accesskit::Invalid::True);
            }
        });
    }

    pub(super) fn lines_below(&self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        match (self.error, self.warning) {
            (Some(error), _) => line(ui, icons::ERROR, error, tokens.error.text),
            (None, Some(warning)) => line(ui, icons::WARNING, warning, tokens.warning.text),
            (None, None) => {}
        }
        if let Some(help) = self.help {
            ui.label(RichText::new(help).font(fonts::regular(text::SMALL)).color(tokens.weak));
        }
    }
}

const LABEL_HEIGHT: f32 = 16.0;

fn line(ui: &mut Ui, icon: &str, words: &str, color: Color32) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let icon = ui.label(RichText::new(icon).font(fonts::regular(text::BODY)).color(color));
        // The words say it all.
        ui.ctx().accesskit_node_builder(icon.id, accesskit::Node::set_hidden);
        ui.label(RichText::new(words).font(fonts::regular(text::SMALL)).color(color));
    });
}

/// Reserves a place in paint order for the box of a field, whose look is known only after its content.
pub(super) struct FieldBox(eframe::egui::layers::ShapeIdx);

impl FieldBox {
    pub(super) fn begin(ui: &Ui) -> Self {
        Self(ui.painter().add(Shape::Noop))
    }

    pub(super) fn end(self, ui: &Ui, response: &Response, is_invalid: bool) {
        let tokens = Tokens::of(ui);
        let rect = response.rect;
        let is_focused = response.has_focus();
        let (border, ring) = match (is_invalid, is_focused) {
            (true, _) => (tokens.error.solid, tokens.error.fill),
            (false, true) => (tokens.accent, tokens.selection_ring),
            (false, false) if response.hovered() => (tokens.line_strong, tokens.selection_ring),
            (false, false) => (tokens.line, tokens.selection_ring),
        };
        let corner = CornerRadius::same(radius::CONTROL);
        let mut shapes = vec![Shape::from(RectShape::new(
            rect,
            corner,
            tokens.window,
            Stroke::new(stroke::LINE, border),
            StrokeKind::Inside,
        ))];
        if is_focused {
            shapes.push(Shape::from(RectShape::stroke(
                rect,
                corner,
                Stroke::new(stroke::RING, ring),
                StrokeKind::Outside,
            )));
        }
        ui.painter().set(self.0, Shape::Vec(shapes));
    }
}
