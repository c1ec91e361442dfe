//! One problem of the list, and what can be done with it.

use eframe::egui::{
    Align, Layout, Popup, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use pipewright_core::check::{Finding, Suppressed};
use pipewright_core::document::Owner;
use pipewright_core::edit::{Change, suppress};

use super::{Drawer, ROW, mark};
use crate::canvas::label;
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, IconButton, Row};
use crate::look::{Tokens, fonts, icons, tokens::space, tokens::stroke};
use crate::tr;

/// Room at the right end for the link of a fix and the button of the menu.
const END_ROOM: f32 = 240.0;
/// Of that, for the button.
const MENU_ROOM: f32 = 40.0;
const MENU_WIDTH: f32 = 260.0;

pub fn problem(
    ui: &mut Ui,
    editor: &Editor,
    finding: &Finding,
    index: usize,
    state: &mut Drawer,
    queue: &mut Queue,
) {
    let is_current = state.is_walking && state.current == index;
    let look = Look { is_suppressed: false, is_current };
    let response = line(ui, editor, finding, &look);
    at_end(ui, response.rect, index, |ui| {
        let button = IconButton::new(icons::MORE, tr!("More about this problem")).small().show(ui);
        Popup::menu(&button)
            .accessible_name(tr!("More about {code}", code = finding.code))
            .width(MENU_WIDTH)
            .gap(space::XS)
            .show(|ui| menu(ui, editor, finding, queue));
        if let Some(fix) = finding.fixes.first()
            && Button::link(&fix.label).tooltip(tr!("Apply this fix")).show(ui).clicked()
        {
            state.current = index;
            queue.push(Intent::Change(Change::new(fix.label.clone(), fix.edits.clone())));
        }
    });
    response.context_menu(|ui| menu(ui, editor, finding, queue));
    let response = match &finding.help {
        Some(help) => response.on_hover_text(format!("{}\n{help}", finding.message)),
        None => response,
    };
    if response.clicked() || response.secondary_clicked() {
        state.is_walking = true;
        state.current = index;
        queue.push(Intent::Reveal(finding.place.clone()));
    }
}

pub fn suppressed(ui: &mut Ui, editor: &Editor, suppressed: &Suppressed, index: usize, queue: &mut Queue) {
    let finding = &suppressed.finding;
    let look = Look { is_suppressed: true, is_current: false };
    let response = line(ui, editor, finding, &look);
    at_end(ui, response.rect, index, |ui| {
        ui.add_space(MENU_ROOM - space::S);
        if Button::link(tr!("Remove suppression"))
            .tooltip(tr!("Count it as a problem again"))
            .show(ui)
            .clicked()
        {
            queue.change(suppress::remove(editor.document(), suppressed.index));
        }
    });
    let reason = suppressed.reason.as_deref().unwrap_or(tr!("Nobody wrote down why this was accepted"));
    if response.on_hover_text(format!("{}\n{reason}", finding.message)).clicked() {
        queue.push(Intent::Reveal(finding.place.clone()));
    }
}

/// How a line is drawn.
struct Look {
    is_suppressed: bool,
    is_current: bool,
}

fn line(ui: &mut Ui, editor: &Editor, finding: &Finding, look: &Look) -> Response {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let (icon, tint, severity) = mark(finding.severity, tokens);
    let place = editor.document().place_label(&finding.place);
    response.widget_info(|| {
        let words = format!("{severity} {}: {}, {place}", finding.code, finding.message);
        let words = if look.is_suppressed { tr!("Suppressed, {problem}", problem = words) } else { words };
        WidgetInfo::selected(Role::ListItem, true, look.is_current, words)
    });
    let hover = response.hovered().then_some(tokens.hover);
    if let Some(fill) = if look.is_current { Some(tokens.selection_fill) } else { hover } {
        ui.painter().rect_filled(rect, 0.0, fill);
    }
    let (color, weak, icon_color) = if look.is_suppressed {
        (tokens.weak, tokens.faint, tokens.faint)
    } else {
        (tokens.text, tokens.weak, tint.solid)
    };
    let middle = rect.center().y;
    let text = |at: f32, text: &str, font, color, width: f32| {
        label(ui.painter(), pos2(at, middle), text, font, color, width)
    };
    icons::paint(ui.painter(), pos2(rect.min.x + 20.0, middle), icon, 14.0, icon_color);
    text(rect.min.x + 40.0, finding.code, fonts::code(), weak, 60.0);
    let place_width = (rect.width() * 0.28).min(280.0);
    let place_at = rect.max.x - END_ROOM - place_width;
    let words_width = place_at - rect.min.x - 124.0;
    let words = text(rect.min.x + 108.0, &finding.message, fonts::body(), color, words_width);
    if look.is_suppressed {
        ui.painter().hline(words.x_range(), middle + 1.0, Stroke::new(stroke::LINE, weak));
    }
    text(place_at, &place, fonts::regular(12.0), weak, place_width - 8.0);
    response
}

/// Buttons at the right end of a line, from right to left.
fn at_end(ui: &mut Ui, rect: Rect, index: usize, content: impl FnOnce(&mut Ui)) {
    let area = Rect::from_min_max(pos2(rect.max.x - END_ROOM, rect.min.y), rect.max - vec2(12.0, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(area).id_salt(("end", index)), |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), content);
    });
}

fn menu(ui: &mut Ui, editor: &Editor, finding: &Finding, queue: &mut Queue) {
    let place = editor.document().place_label(&finding.place);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.set_width(MENU_WIDTH);
    for (index, fix) in finding.fixes.iter().enumerate() {
        let row = Row::new(&fix.label).icon(icons::CHECK).role(Role::MenuItem);
        if ui.push_id(index, |ui| row.show(ui)).inner.clicked() {
            queue.push(Intent::Change(Change::new(fix.label.clone(), fix.edits.clone())));
            ui.close();
        }
    }
    if !finding.fixes.is_empty() {
        ui.separator();
    }
    let explain = tr!("Explain {code}", code = finding.code);
    if Row::new(&explain).icon(icons::INFO).role(Role::MenuItem).show(ui).clicked() {
        queue.push(Intent::Explain(finding.code));
        ui.close();
    }
    if Row::new(tr!("Copy")).icon(icons::COPY).role(Role::MenuItem).show(ui).clicked() {
        queue.push(Intent::Copy(format!("{} {}: {}", finding.code, place, finding.message)));
        ui.close();
    }
    // What is found about suppressions cannot be accepted by one.
    if finding.place.owner != Owner::Extras
        && Row::new(tr!("Suppress…")).icon(icons::EYE).role(Role::MenuItem).show(ui).clicked()
    {
        queue.push(Intent::AskToSuppress { code: finding.code, place: finding.place.clone() });
        ui.close();
    }
}
