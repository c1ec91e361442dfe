//! Fields that choose one of several values from a list.

use eframe::egui::{Align, Popup, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{
    field::{Field, FieldBox},
    paint,
    row::Row,
};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{size, space, text},
};

/// One value of a list.
#[derive(Clone, Copy, Debug)]
#[must_use = "list it in a ChoiceField"]
pub struct Choice<'a, T> {
    value: T,
    label: &'a str,
    detail: Option<&'a str>,
}

impl<'a, T> Choice<'a, T> {
    pub const fn new(value: T, label: &'a str) -> Self {
        Self { value, label, detail: None }
    }

    /// The value it stands for.
    pub const fn value(&self) -> T
    where
        T: Copy,
    {
        self.value
    }

    /// Weaker words at the right.
    pub const fn detail(mut self, detail: &'a str) -> Self {
        self.detail = Some(detail);
        self
    }
}

/// A box that opens a list.
#[must_use = "call show"]
pub struct ChoiceField<'a> {
    field: Field<'a>,
    hint: &'a str,
}

impl<'a> ChoiceField<'a> {
    pub const fn new(field: Field<'a>) -> Self {
        Self { field, hint: "" }
    }

    /// Shown when `value` is none of the choices.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// The response of the box; `changed` if another value was chosen.
    pub fn show<T: Clone + PartialEq>(
        self,
        ui: &mut Ui,
        value: &mut T,
        choices: &[Choice<'_, T>],
    ) -> Response {
        let Self { field, hint } = self;
        field.show(ui, |ui| {
            let chosen = choices.iter().find(|choice| choice.value == *value).map(|choice| choice.label);
            let mut response = closed_box(ui, chosen, hint, field.is_invalid());
            let popup_id = Popup::default_response_id(&response);
            let list = Popup::menu(&response)
                .gap(space::XS)
                .width(response.rect.width())
                .accessible_name(field.label())
                .show(|ui| list(ui, value, choices));
            if let Some(list) = list {
                ui.ctx().accesskit_node_builder(popup_id, |node| node.set_role(Role::ListBox));
                if list.inner {
                    response.mark_changed();
                }
            }
            response
        })
    }
}

fn closed_box(ui: &mut Ui, chosen: Option<&str>, hint: &str, is_invalid: bool) -> Response {
    let tokens = Tokens::of(ui);
    let background = FieldBox::begin(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::new(Role::ComboBox);
        info.enabled = ui.is_enabled();
        info.current_text_value = chosen.map(str::to_owned);
        info
    });
    background.end(ui, &response, is_invalid);

    let inner = rect.shrink2(vec2(10.0, 0.0));
    let chevron = paint::galley(ui, icons::CHEVRON_DOWN, fonts::regular(size::ICON), tokens.weak);
    let label_rect = Rect::from_min_max(inner.min, inner.max - vec2(chevron.size().x + space::XS, 0.0));
    paint::place(ui, inner, Align::Max, chevron);
    let (words, color) = match chosen {
        Some(label) => (label, tokens.text),
        None => (hint, tokens.weak),
    };
    let label = paint::galley_within(ui, words, fonts::regular(text::BODY), color, label_rect.width());
    paint::place(ui, label_rect, Align::Min, label);
    response
}

/// Returns whether another value was chosen.
fn list<T: Clone + PartialEq>(ui: &mut Ui, value: &mut T, choices: &[Choice<'_, T>]) -> bool {
    let mut has_changed = false;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().max_height(ui.spacing().combo_height).show(ui, |ui| {
        for choice in choices {
            let is_chosen = choice.value == *value;
            let mut row = Row::new(choice.label).role(Role::ListBoxOption).selected(is_chosen);
            row = row.icon(if is_chosen { icons::CHECK } else { NO_ICON });
            if let Some(detail) = choice.detail {
                row = row.detail(detail);
            }
            if row.show(ui).clicked() && !is_chosen {
                *value = choice.value.clone();
                has_changed = true;
            }
        }
    });
    has_changed
}

/// Keeps the words in line with those behind a check mark.
const NO_ICON: &str = " ";
