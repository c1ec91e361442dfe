//! A row of tabs with a line under the chosen one.

use eframe::egui::{Align, CornerRadius, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::look::{
    Tokens, fonts,
    tokens::{radius, space, stroke, text},
};

/// One tab: the value it stands for, its words, and how many things are behind it.
#[must_use = "list it in Tabs"]
pub struct Tab<'a, T> {
    value: T,
    label: &'a str,
    count: Option<usize>,
}

impl<'a, T> Tab<'a, T> {
    pub const fn new(value: T, label: &'a str) -> Self {
        Self { value, label, count: None }
    }

    /// Shown behind the words. Zero is not shown.
    pub const fn count(mut self, count: usize) -> Self {
        self.count = if count == 0 { None } else { Some(count) };
        self
    }
}

/// Tabs side by side.
#[must_use = "call show"]
pub struct Tabs<'a> {
    name: &'a str,
    height: f32,
}

impl<'a> Tabs<'a> {
    /// `name` is for screen readers: what the tabs are about.
    pub const fn new(name: &'a str) -> Self {
        Self { name, height: 36.0 }
    }

    /// The response of the row and the tabs in it; `changed` if another tab was chosen.
    pub fn show<T: Copy + PartialEq>(self, ui: &mut Ui, value: &mut T, tabs: &[Tab<'_, T>]) -> Response {
        let tokens = Tokens::of(ui);
        let titles: Vec<String> = tabs.iter().map(Tab::title).collect();
        // All as wide as with the heavier letters of the chosen one, so that nothing moves.
        let widths: Vec<f32> = titles
            .iter()
            .map(|title| paint::galley(ui, title, fonts::semibold(text::BODY), tokens.text).size().x.ceil())
            .collect();
        // Long words move together before they are cut off.
        let (words, gaps) = (widths.iter().sum::<f32>(), tabs.len().saturating_sub(1).max(1) as f32);
        let gap = ((ui.available_width() - words) / gaps).floor().clamp(space::S, space::L);
        let total = words + gap * tabs.len().saturating_sub(1) as f32;
        let (rect, mut row) = ui.allocate_exact_size(vec2(total, self.height), Sense::hover());
        row.widget_info(|| WidgetInfo::labeled(Role::TabList, ui.is_enabled(), self.name));

        let mut left = rect.left();
        let mut is_changed = false;
        for ((tab, title), width) in tabs.iter().zip(&titles).zip(widths) {
            let part = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
            left += width + gap;
            let id = row.id.with(tab.label);
            let response = tab_ui(ui, id, part, title, tab.value == *value);
            if response.clicked() && tab.value != *value {
                *value = tab.value;
                is_changed = true;
            }
            row = row.union(response);
        }
        if is_changed {
            row.mark_changed();
        }
        row
    }
}

impl<T> Tab<'_, T> {
    fn title(&self) -> String {
        match self.count {
            Some(count) => format!("{} {count}", self.label),
            None => self.label.to_owned(),
        }
    }
}

fn tab_ui(ui: &Ui, id: eframe::egui::Id, rect: Rect, title: &str, is_chosen: bool) -> Response {
    let tokens = Tokens::of(ui);
    // Half of the gap on each side belongs to the tab, too.
    let response = ui.interact(rect.expand2(vec2(space::S, 0.0)), id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), is_chosen, title));
    let (font, color) = match (is_chosen, response.hovered()) {
        (true, _) => (fonts::semibold(text::BODY), tokens.text),
        (false, true) => (fonts::medium(text::BODY), tokens.text),
        (false, false) => (fonts::medium(text::BODY), tokens.weak),
    };
    paint::place(ui, rect, Align::Min, paint::galley(ui, title, font, color));
    if is_chosen {
        let line =
            Rect::from_min_max(pos2(rect.left(), rect.bottom() - stroke::SELECTION), rect.right_bottom());
        ui.painter().rect_filled(line, CornerRadius::same(1), tokens.accent);
    }
    paint::focus_ring(ui, &response, rect.expand2(vec2(space::XS, -6.0)), radius::CONTROL);
    response
}
