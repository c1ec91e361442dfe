//! On or off.

use eframe::egui::{
    Align, Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{field::Field, paint};
use crate::look::{
    Tokens, fonts,
    tokens::{radius, size, space, stroke, text},
};

/// A row with a label at the left and a switch at the right; a click anywhere on it turns the switch.
#[must_use = "call show"]
pub struct Switch<'a> {
    field: Field<'a>,
    is_on: &'a mut bool,
    words: &'a str,
}

impl<'a> Switch<'a> {
    pub fn new(field: Field<'a>, is_on: &'a mut bool) -> Self {
        Self { field, is_on, words: "" }
    }

    /// A few weak words before the switch, where the label leaves room for them.
    pub fn words(mut self, words: &'a str) -> Self {
        self.words = words;
        self
    }

    /// `changed` if it was turned.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { field, is_on, words } = self;
        ui.vertical(|ui| {
            if field.is_disabled() {
                ui.disable();
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            let response = switch_row(ui, (field.label(), words), is_on);
            field.describe(&response);
            field.lines_below(ui);
            response
        })
        .inner
    }
}

fn switch_row(ui: &mut Ui, (label, words): (&str, &str), is_on: &mut bool) -> Response {
    let tokens = Tokens::of(ui);
    let (rect, mut response) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::click());
    if response.clicked() {
        *is_on = !*is_on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::Switch, ui.is_enabled(), *is_on, label));

    let track = Rect::from_min_max(
        pos2(rect.right() - TRACK.x, rect.center().y - TRACK.y / 2.0),
        pos2(rect.right(), rect.center().y + TRACK.y / 2.0),
    );
    let room = rect.with_max_x(track.left() - space::S);
    let label = paint::galley_within(ui, label, fonts::medium(text::SMALL), tokens.text, room.width());
    let words = paint::galley(ui, words, fonts::regular(text::SMALL), tokens.weak);
    if label.size().x + space::S + words.size().x <= room.width() {
        paint::place(ui, room, Align::Max, words);
    }
    paint::place(ui, rect, Align::Min, label);
    let progress = ui.ctx().animate_bool(response.id, *is_on);
    paint_track(ui, track, progress, response.hovered());
    paint::focus_ring(ui, &response, track, radius::CARD);
    response
}

const TRACK: eframe::egui::Vec2 = vec2(32.0, 18.0);

fn paint_track(ui: &Ui, track: Rect, progress: f32, is_hovered: bool) {
    let tokens = Tokens::of(ui);
    let off_border = if is_hovered { tokens.weak } else { tokens.faint };
    let fill = tokens.window.lerp_to_gamma(tokens.accent_fill, progress);
    let border = off_border.lerp_to_gamma(tokens.accent_fill, progress);
    let knob: Color32 = tokens.weak.lerp_to_gamma(tokens.on_accent, progress);
    let corner = CornerRadius::same((track.height() / 2.0) as u8);
    ui.painter().rect(track, corner, fill, Stroke::new(stroke::LINE, border), StrokeKind::Inside);
    let travel = (track.left() + track.height() / 2.0)..=(track.right() - track.height() / 2.0);
    let x = eframe::egui::lerp(travel, progress);
    ui.painter().circle_filled(pos2(x, track.center().y), track.height() / 2.0 - 4.0, knob);
}
