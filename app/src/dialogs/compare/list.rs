//! The list of differences beside the drawing.

use eframe::egui::{Align, Label, Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::joined::Joined;
use crate::canvas::label;
use crate::look::tokens::{space, stroke, text};
use crate::look::widgets::EmptyState;
use crate::look::{Tokens, fonts, icons};
use crate::tr;
use crate::words::changes::Sign;

const ROW: f32 = 29.0;

impl Joined {
    pub fn list(&mut self, ui: &mut Ui) {
        if let Some(note) = &self.note {
            eframe::egui::Frame::new().inner_margin(eframe::egui::Margin::symmetric(16, 10)).show(ui, |ui| {
                let words = RichText::new(note).font(fonts::regular(text::SMALL)).color(Tokens::of(ui).weak);
                ui.add(Label::new(words).wrap());
            });
        }
        if self.lines.is_empty() {
            ui.add_space(space::XL);
            EmptyState::new(icons::CHECK, tr!("No differences"), tr!("Both pipelines mean the same"))
                .show(ui);
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("differences").auto_shrink(false);
        if std::mem::take(&mut self.reveals)
            && let Some(chosen) = self.chosen
        {
            let top = chosen as f32 * ROW;
            area = area.vertical_scroll_offset((top - ui.available_height() / 2.0).max(0.0));
        }
        let mut clicked = None;
        area.show_rows(ui, ROW, self.lines.len(), |ui, rows| {
            for index in rows {
                let (sign, words) = &self.lines[index];
                if line(ui, *sign, words, self.chosen == Some(index)).clicked() {
                    clicked = Some(index);
                }
            }
        });
        if let Some(index) = clicked {
            self.choose(index);
        }
    }
}

fn line(ui: &mut Ui, sign: Sign, words: &str, is_chosen: bool) -> Response {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, words));
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, tokens.selection_fill);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
    if response.has_focus() {
        let line = eframe::egui::Stroke::new(stroke::LINE, tokens.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), 0.0, line, eframe::egui::StrokeKind::Inside);
        if response.gained_focus() {
            ui.scroll_to_rect(rect, None::<Align>);
        }
    }
    let (icon, color) = match sign {
        Sign::Added => (icons::PLUS, tokens.success.solid),
        Sign::Removed => (icons::MINUS, tokens.error.solid),
        Sign::Changed => (icons::RENAME, tokens.warning.solid),
    };
    let middle = rect.center().y;
    icons::paint(ui.painter(), pos2(rect.min.x + 24.0, middle), icon, 14.0, color);
    let room = rect.width() - 42.0 - 12.0;
    label(ui.painter(), pos2(rect.min.x + 42.0, middle), words, fonts::body(), tokens.text, room);
    response.on_hover_text(words)
}
