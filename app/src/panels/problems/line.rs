//! One problem of the list, and what can be done with it.

use eframe::egui::{
    Align, Layout, Popup, Rect, Response, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};
use pipewright_core::check::{Finding, Suppressed};
use pipewright_core::document::Owner;
use pipewright_core::edit::{Change, suppress};

use super::{Drawer, ROW, mark};
use crate::canvas::label;
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::tokens::{space, stroke, text as text_size};
use crate::look::widgets::{Button, IconButton, Row};
use crate::look::{Tokens, fonts, icons};
use crate::tr;

/// Room at the right end for the link of a fix and the button of the menu.
const END_ROOM: f32 = 240.0;
/// Before the words: the icon and the code.
const LEFT: f32 = 108.0;
/// The words have at least this room; where there is none, the link goes first, then the place.
const WORDS: f32 = 260.0;
const PLACE: f32 = 120.0;
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
    let link = finding.fixes.first().map_or(0.0, |fix| link_width(ui, &fix.label));
    let look = Look { is_suppressed: false, is_current, link };
    let response = line(ui, editor, finding, &look);
    let columns = Columns::of(response.rect.width());
    at_end(ui, response.rect, columns, index, |ui| {
        let button = IconButton::new(icons::MORE, tr!("More about this problem")).small().show(ui);
        Popup::menu(&button)
            .accessible_name(tr!("More about {code}", code = finding.code))
            .width(MENU_WIDTH)
            .gap(space::XS)
            .show(|ui| menu(ui, editor, finding, queue));
        if columns.has_link
            && let Some(fix) = finding.fixes.first()
            && Button::link(&fix.label).tooltip(tr!("Apply this fix")).show(ui).clicked()
        {
            state.current = index;
            queue.push(Intent::Change(Change::new(fix.label.clone(), fix.edits.clone())));
        }
    });
    response.context_menu(|ui| menu(ui, editor, finding, queue));
    let response = response.on_hover_ui(|ui| {
        // What had no room in the line.
        ui.label(&finding.message);
        let place = editor.document().place_label(&finding.place);
        ui.label(RichText::new(place).font(fonts::regular(12.0)).color(Tokens::of(ui).weak));
        if let Some(help) = &finding.help {
            ui.label(help);
        }
    });
    if response.clicked() || response.secondary_clicked() {
        state.is_walking = true;
        state.current = index;
        queue.push(Intent::Reveal(finding.place.clone()));
    }
}

pub fn suppressed(ui: &mut Ui, editor: &Editor, suppressed: &Suppressed, index: usize, queue: &mut Queue) {
    let finding = &suppressed.finding;
    let link = link_width(ui, tr!("Remove suppression"));
    let look = Look { is_suppressed: true, is_current: false, link };
    let response = line(ui, editor, finding, &look);
    let columns = Columns::of(response.rect.width());
    at_end(ui, response.rect, columns, index, |ui| {
        let remove = || suppress::remove(editor.document(), suppressed.index);
        if !columns.has_link {
            let label = tr!("Remove suppression");
            if IconButton::new(icons::EYE, label).small().show(ui).clicked() {
                queue.change(remove());
            }
            return;
        }
        ui.add_space(MENU_ROOM - space::S);
        if Button::link(tr!("Remove suppression"))
            .tooltip(tr!("Count it as a problem again"))
            .show(ui)
            .clicked()
        {
            queue.change(remove());
        }
    });
    let reason = suppressed.reason.as_deref().unwrap_or(tr!("Nobody wrote down why this was accepted"));
    if response.on_hover_text(format!("{}\n{reason}", finding.message)).clicked() {
        queue.push(Intent::Reveal(finding.place.clone()));
    }
}

/// What there is room for in a line.
#[derive(Clone, Copy)]
struct Columns {
    words: f32,
    /// None of it where it would leave too little for the words.
    place: f32,
    /// Whether the fix has a link of its own; it is in the menu as well.
    has_link: bool,
}

impl Columns {
    fn of(width: f32) -> Self {
        let room = width - LEFT;
        let place = (width * 0.28).min(280.0);
        if room - END_ROOM - place >= WORDS {
            return Self { words: room - END_ROOM - place, place, has_link: true };
        }
        if room - END_ROOM - PLACE >= WORDS {
            return Self { words: room - END_ROOM - PLACE, place: PLACE, has_link: true };
        }
        let place = if room - MENU_ROOM - place.max(PLACE) >= WORDS { place.max(PLACE) } else { 0.0 };
        Self { words: (room - MENU_ROOM - place).max(0.0), place, has_link: false }
    }

    fn end(self) -> f32 {
        if self.has_link { END_ROOM } else { MENU_ROOM }
    }
}

/// How a line is drawn.
struct Look {
    is_suppressed: bool,
    is_current: bool,
    /// How wide the link at the end is.
    link: f32,
}

fn link_width(ui: &Ui, label: &str) -> f32 {
    let font = fonts::semibold(text_size::BODY);
    ui.painter().layout_no_wrap(label.to_owned(), font, Tokens::of(ui).accent_text).size().x
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
    let columns = Columns::of(rect.width());
    let place_at = rect.max.x - columns.end() - columns.place;
    let words = text(rect.min.x + LEFT, &finding.message, fonts::body(), color, columns.words - 16.0);
    if look.is_suppressed {
        ui.painter().hline(words.x_range(), middle + 1.0, Stroke::new(stroke::LINE, weak));
    }
    // A long link reaches into the place.
    let beyond = if columns.has_link { (look.link + MENU_ROOM + 36.0 - END_ROOM).max(0.0) } else { 0.0 };
    text(place_at, &place, fonts::regular(12.0), weak, columns.place - 8.0 - beyond);
    response
}

/// Buttons at the right end of a line, from right to left.
fn at_end(ui: &mut Ui, rect: Rect, columns: Columns, index: usize, content: impl FnOnce(&mut Ui)) {
    let area = Rect::from_min_max(pos2(rect.max.x - columns.end(), rect.min.y), rect.max - vec2(12.0, 0.0));
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
    // No suppression reaches what stands beside the pipeline.
    if finding.place.owner != Owner::Extras
        && Row::new(tr!("Suppress…")).icon(icons::EYE).role(Role::MenuItem).show(ui).clicked()
    {
        queue.push(Intent::AskToSuppress { code: finding.code, place: finding.place.clone() });
        ui.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_narrow_drawer_the_words_keep_their_room() {
        for width in [120.0, 300.0, 440.0, 464.0, 600.0, 700.0, 760.0, 940.0, 1400.0_f32] {
            let columns = Columns::of(width);
            let all = LEFT + columns.words + columns.place + columns.end();
            assert!(all <= width.max(LEFT + MENU_ROOM) + 0.01, "{width}: {all}");
            let rest = (width - LEFT - MENU_ROOM).max(0.0);
            assert!(columns.words >= rest.min(WORDS) - 0.01, "{width}: {}", columns.words);
        }
        assert!(Columns::of(940.0).has_link && Columns::of(940.0).place > 200.0);
        assert!(!Columns::of(440.0).has_link && Columns::of(440.0).place == 0.0);
    }
}
