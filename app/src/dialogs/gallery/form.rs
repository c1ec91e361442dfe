//! The right half: what the template is, its picture, and its form.

use eframe::egui::{Align, Layout, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use pipewright_core::catalog::Catalog;
use pipewright_core::check::Severity;
use pipewright_core::template::{Field as FormField, FieldKind};

use super::{Focus, Gallery};
use crate::look::tokens::{space, text};
use crate::look::widgets::{Choice, ChoiceField, Field, TextField, Tone, status_line};
use crate::look::{Tokens, fonts};
use crate::tr;

const PICTURE: f32 = 150.0;
/// Beside what scrolls.
const BAR: f32 = 8.0;
/// Findings that are named; the rest is counted at the foot.
const FEW_FINDINGS: usize = 3;

impl Gallery {
    pub(super) fn form(&mut self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.label(RichText::new(&self.chosen.title).font(fonts::semibold(text::HEADING)).color(tokens.text));
        ui.label(RichText::new(&self.chosen.summary).font(fonts::body()).color(tokens.weak));
        ui.add_space(space::S);
        // As wide as the fields below it, which leave room for the bar that scrolls them.
        let size = vec2(ui.available_width() - BAR, PICTURE);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let name = tr!("Preview of {title}", title = self.chosen.title);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
        self.preview().paint(ui.painter(), rect, tokens);
        ui.add_space(space::M);
        ScrollArea::vertical().id_salt(("form", self.chosen.name.as_str())).auto_shrink(false).show(
            ui,
            |ui| {
                self.findings(ui);
                self.fields(ui);
            },
        );
    }

    fn findings(&mut self, ui: &mut Ui) {
        let found: Vec<(Severity, String)> = self
            .preview()
            .findings()
            .take(FEW_FINDINGS)
            .map(|(severity, text)| (severity, text.to_owned()))
            .collect();
        for (severity, message) in &found {
            let tone = match severity {
                Severity::Error => Tone::Error,
                Severity::Warning => Tone::Warning,
                Severity::Hint => Tone::Info,
            };
            status_line(ui, tone, message);
        }
        if !found.is_empty() {
            ui.add_space(space::S);
        }
    }

    /// Two columns, in reading order.
    fn fields(&mut self, ui: &mut Ui) {
        let template = std::sync::Arc::clone(&self.chosen);
        let width = ((ui.available_width() - space::L - BAR) / 2.0).floor();
        for (row, pair) in template.fields.chunks(2).enumerate() {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                for (column, field) in pair.iter().enumerate() {
                    let room = ui.available_rect_before_wrap();
                    let place = eframe::egui::Rect::from_min_size(room.min, vec2(width, 0.0));
                    let builder = UiBuilder::new()
                        .id_salt(&field.key)
                        .max_rect(place)
                        .layout(Layout::top_down(Align::Min));
                    ui.scope_builder(builder, |ui| {
                        ui.set_width(width);
                        self.field(ui, field, row == 0 && column == 0);
                    });
                }
            });
            ui.add_space(space::S);
        }
    }

    fn field(&mut self, ui: &mut Ui, field: &FormField, is_first: bool) {
        let mut value = self.values.get(&field.key).cloned().unwrap_or_default();
        let problem = field.problem(&value).map(|problem| problem.to_string());
        let mut shown = Field::new(&field.label).error(problem.as_deref());
        if !field.help.is_empty() {
            shown = shown.help(&field.help);
        }
        let response = match field.kind {
            FieldKind::Choice => {
                let choices: Vec<_> =
                    field.choices.iter().map(|choice| Choice::new(choice.clone(), choice.as_str())).collect();
                ChoiceField::new(shown).show(ui, &mut value, &choices)
            }
            FieldKind::Region => {
                let regions = Catalog::get().limits().regions();
                let choices: Vec<_> = regions
                    .iter()
                    .map(|region| Choice::new(region.id.clone(), region.id.as_str()).detail(&region.name))
                    .collect();
                ChoiceField::new(shown).show(ui, &mut value, &choices)
            }
            FieldKind::Name | FieldKind::Text | FieldKind::Account => {
                TextField::new(shown, &mut value).hint(&field.default).show(ui)
            }
        };
        if is_first && self.focus == Some(Focus::Form) {
            self.focus = None;
            response.request_focus();
        }
        if response.changed() {
            self.typed.insert(field.key.clone(), value.clone());
            self.values.insert(field.key.clone(), value);
        }
    }
}
