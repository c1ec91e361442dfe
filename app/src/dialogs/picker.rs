//! A list to search in: type, walk by arrows, choose by Enter or click.

use eframe::egui::{
    Align2, Area, Context, Frame, Id, Key, Margin, Modal, Modifiers, Order, ScrollArea, Stroke, Ui, vec2,
};

use crate::look::tokens::radius;
use crate::look::widgets::{EmptyState, SearchField};
use crate::look::{Tokens, icons};
use crate::tr;

/// What is typed and which row is current.
#[derive(Debug, Default)]
pub struct Picker {
    pub search: String,
    current: usize,
    is_open: bool,
}

/// How a picker ended in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    Nothing,
    /// The row at this position.
    Row(usize),
    Closed,
}

impl Picker {
    /// Shows the list; `row` draws a row and returns whether it was clicked.
    pub fn show(
        &mut self,
        ctx: &Context,
        name: &str,
        hint: &str,
        count: impl FnOnce(&str) -> usize,
        mut row: impl FnMut(&mut Ui, usize, bool) -> bool,
    ) -> Picked {
        let id = Id::unique(("picker", name));
        let area: Area = Modal::default_area(id)
            .anchor(Align2::CENTER_TOP, vec2(0.0, 96.0))
            .order(Order::Foreground)
            .accessible_name(name);
        let tokens = Tokens::of(ctx);
        let frame = Frame::new()
            .fill(tokens.panel)
            .stroke(Stroke::new(1.0, tokens.line))
            .corner_radius(radius::BOX)
            .shadow(eframe::egui::Shadow { offset: [0, 12], blur: 40, spread: 0, color: tokens.shadow })
            .inner_margin(Margin::same(8));
        let mut picked = Picked::Nothing;
        let modal = Modal::new(id).area(area).frame(frame).backdrop_color(tokens.backdrop);
        let response = modal.show(ctx, |ui| {
            ui.set_width(520.0);
            let before = self.search.clone();
            // Arrows and Enter belong to the list; the field would take them to move its cursor.
            let (up, down, enter) = ui.input_mut(|input| {
                (
                    input.consume_key(Modifiers::NONE, Key::ArrowUp),
                    input.consume_key(Modifiers::NONE, Key::ArrowDown),
                    input.key_pressed(Key::Enter),
                )
            });
            let field = SearchField::new(&mut self.search, hint).show(ui);
            if !std::mem::replace(&mut self.is_open, true) || !field.has_focus() {
                field.request_focus();
            }
            let count = count(&self.search);
            if self.search != before {
                self.current = 0;
            }
            let last = count.saturating_sub(1);
            if down {
                self.current = if self.current >= last { 0 } else { self.current + 1 };
            }
            if up {
                self.current = if self.current == 0 { last } else { self.current - 1 };
            }
            self.current = self.current.min(last);
            if enter && count > 0 {
                picked = Picked::Row(self.current);
            }
            ui.add_space(6.0);
            if count == 0 {
                EmptyState::new(icons::SEARCH, tr!("Nothing found"), tr!("Try another word")).show(ui);
                return;
            }
            ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for index in 0..count {
                    let top = ui.cursor().top();
                    if ui.push_id(index, |ui| row(ui, index, index == self.current)).inner {
                        picked = Picked::Row(index);
                    }
                    if index == self.current && (up || down) {
                        let rect = eframe::egui::Rect::from_x_y_ranges(
                            ui.max_rect().x_range(),
                            top..=ui.cursor().top(),
                        );
                        ui.scroll_to_rect(rect, None);
                    }
                }
            });
        });
        if picked == Picked::Nothing && response.should_close() { Picked::Closed } else { picked }
    }
}
