//! The lines that are in view, the pointer on them, and what is marked in them.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::scroll_area::ScrollSource;
use eframe::egui::style::ScrollAnimation;
use eframe::egui::text::CCursor;
use eframe::egui::{
    Align, Color32, CursorIcon, Galley, Id, Painter, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke,
    Ui, Vec2, WidgetInfo, output::IMEOutput, pos2, text_edit::TextEditState, vec2,
};

use super::cursor::{Cursor, word_at};
use super::{Definition, highlight, input};
use crate::look::tokens::stroke;
use crate::look::{Tokens, fonts};
use crate::panels::problems::mark;
use crate::tr;

/// Height of a line.
pub const ROW: f32 = 18.0;
/// Between the gutter and the letters.
const GAP: f32 = 10.0;
/// Of the gutter, for the marks of findings.
const MARK_ROOM: f32 = 18.0;
/// A text longer than this is read to a screen reader line by line.
const READ_WHOLE: usize = 100_000;

/// A line in view.
struct Row {
    line: usize,
    span: Range<usize>,
    galley: Arc<Galley>,
    /// Where its letters begin.
    at: Pos2,
}

/// The text as it lies on screen.
struct Sheet<'a> {
    painter: &'a Painter,
    tokens: &'static Tokens,
    rows: &'a [Row],
    /// All that is in view, gutter included.
    view: Rect,
    gutter: f32,
}

pub fn id() -> Id {
    Id::unique("definition text")
}

impl Definition {
    /// Takes the rest of `ui`. Whether the cursor was moved by the pointer.
    pub(super) fn paper(&mut self, ui: &mut Ui) -> (Response, bool) {
        let tokens = Tokens::of(ui);
        let letter = ui.fonts_mut(|fonts| fonts.glyph_width(&fonts::code(), '0'));
        let digits = self.buffer.line_count().to_string().len().max(3);
        let gutter = MARK_ROOM + letter * digits as f32 + GAP;
        let source = ScrollSource::SCROLL_BAR | ScrollSource::MOUSE_WHEEL;
        let mut area = ScrollArea::both().id_salt("definition").auto_shrink(false).scroll_source(source);
        if let Some(offset) = self.view.reveals.take() {
            let line = self.buffer.line_of(offset) as f32 * ROW;
            let seen = self.view.top + ROW..self.view.top + self.view.height - 4.0 * ROW;
            if !seen.contains(&line) {
                area = area.vertical_scroll_offset((line - self.view.height / 3.0).max(0.0));
            }
            area = area.horizontal_scroll_offset(0.0);
        }
        let output = area.show_viewport(ui, |ui, _| {
            let view = ui.clip_rect();
            let size = vec2(
                gutter + GAP + letter * (self.buffer.longest() + 8) as f32,
                ROW * self.buffer.line_count() as f32 + ROW * 4.0,
            );
            let (_, rect) = ui.allocate_space(size.max(ui.available_size()));
            let origin = pos2(rect.min.x + gutter + GAP, rect.min.y + 6.0);
            let rows = self.rows(ui, origin, view);
            let response = ui.interact(view, id(), Sense::click_and_drag());
            self.describe(ui, &response);
            let is_moved = self.pointer(ui, &response, origin, &rows);
            let sheet = Sheet { painter: ui.painter(), tokens, rows: &rows, view, gutter };
            self.paint(&sheet, response.has_focus());
            self.place_cursor(ui, &sheet, &response, origin);
            self.hover(&response, &rows);
            (response, is_moved)
        });
        self.view.top = output.state.unclamped_offset().y;
        self.view.height = output.inner_rect.height();
        output.inner
    }

    fn rows(&self, ui: &Ui, origin: Pos2, view: Rect) -> Vec<Row> {
        let line_at = |y: f32| ((y - origin.y) / ROW).floor().max(0.0) as usize;
        let lines = line_at(view.top())..(line_at(view.bottom()) + 1).min(self.buffer.line_count());
        let (font, tokens) = (fonts::code(), Tokens::of(ui));
        let row = |line: usize| {
            let galley = ui.painter().layout_job(highlight::job(self.buffer.line(line), &font, tokens));
            let top = origin.y + line as f32 * ROW;
            let at = pos2(origin.x, (top + (ROW - galley.size().y) / 2.0).round());
            Row { line, span: self.buffer.line_span(line), galley, at }
        };
        lines.map(row).collect()
    }

    fn describe(&self, ui: &Ui, response: &Response) {
        response.widget_info(|| {
            let mut info =
                WidgetInfo::labeled(Role::MultilineTextInput, ui.is_enabled(), tr!("Definition text"));
            let text = self.buffer.text();
            let line = || self.buffer.line(self.buffer.line_of(self.cursor.head)).to_owned();
            info.current_text_value = Some(if text.len() > READ_WHOLE { line() } else { text.to_owned() });
            info
        });
        if response.gained_focus() {
            // Tells shortcuts that plain keys are letters now.
            TextEditState::default().store(ui.ctx(), response.id);
        }
        if response.has_focus() {
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, input::FILTER));
        }
    }

    fn pointer(&mut self, ui: &Ui, response: &Response, origin: Pos2, rows: &[Row]) -> bool {
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        let Some(at) = response.interact_pointer_pos() else { return false };
        let before = self.cursor;
        let offset = self.offset_at(at, origin, rows);
        if response.drag_started()
            || response.clicked()
            || response.is_pointer_button_down_on() && !response.dragged()
        {
            response.request_focus();
        }
        if response.secondary_clicked() {
            // The menu is about what was pointed at: the selection, or this place.
            let is_in = self.cursor.has_selection() && self.cursor.range().contains(&offset);
            if !is_in {
                self.cursor = Cursor::at(offset);
            }
        } else if response.triple_clicked() {
            let line = self.buffer.line_of(offset);
            self.cursor =
                Cursor::over(self.buffer.line_span(line).start..self.buffer.line_span(line + 1).start);
        } else if response.double_clicked() {
            self.cursor = Cursor::over(word_at(self.buffer.text(), offset));
        } else if response.drag_started() || response.clicked() {
            let extends = ui.input(|input| input.modifiers.shift);
            let start = ui.input(|input| input.pointer.press_origin()).filter(|_| response.drag_started());
            let start = start.map_or(offset, |at| self.offset_at(at, origin, rows));
            self.cursor = if extends { self.cursor.to(start) } else { Cursor::at(start) };
        } else if response.dragged() {
            self.cursor = self.cursor.to(offset);
            self.view.follows_cursor = true;
        }
        before != self.cursor
    }

    fn offset_at(&self, at: Pos2, origin: Pos2, rows: &[Row]) -> usize {
        let line = ((at.y - origin.y) / ROW).floor();
        if line < 0.0 {
            return 0;
        }
        let line = line as usize;
        match rows.iter().find(|row| row.line == line) {
            Some(row) => {
                let column =
                    row.galley.cursor_from_pos(vec2(at.x - row.at.x, row.galley.size().y / 2.0)).index.0;
                self.buffer.offset_of(line, column)
            }
            None => self.buffer.offset_of(line.min(self.buffer.line_count() - 1), usize::MAX),
        }
    }

    fn paint(&self, sheet: &Sheet<'_>, has_focus: bool) {
        let (painter, tokens) = (sheet.painter, sheet.tokens);
        painter.rect_filled(sheet.view, 0.0, tokens.canvas);
        let current = self.buffer.line_of(self.cursor.head);
        let lit =
            self.marks.lit().map(|span| self.buffer.line_of(span.start)..=self.buffer.line_of(span.end));
        let is_lit = |line: usize| lit.as_ref().is_some_and(|lines| lines.contains(&line));
        for row in sheet.rows {
            let band = sheet.band(row);
            if is_lit(row.line) {
                painter.rect_filled(band, 0.0, tokens.selection_fill.gamma_multiply(0.5));
            }
            if row.line == current && has_focus {
                painter.rect_filled(band, 0.0, tokens.raised);
            }
            for found in self.find.found_in(&row.span) {
                painter.rect_filled(sheet.part(row, found, &self.buffer), 2.0, tokens.changed);
            }
            let selected = self.cursor.range();
            if self.cursor.has_selection() && selected.start <= row.span.end && row.span.start < selected.end
            {
                let mut part = sheet.part(row, &selected, &self.buffer);
                // The line end is selected, too.
                part.max.x += if selected.end > row.span.end { 6.0 } else { 0.0 };
                painter.rect_filled(part, 0.0, tokens.text_selection);
            }
            painter.galley(row.at, row.galley.clone(), tokens.text);
            for spot in self.marks.spots_in(&row.span) {
                let (_, tint, _) = mark(spot.severity, tokens);
                squiggle(painter, sheet.part(row, &spot.span, &self.buffer), tint.solid);
            }
        }
        self.paint_gutter(sheet, current, is_lit);
    }

    fn paint_gutter(&self, sheet: &Sheet<'_>, current: usize, is_lit: impl Fn(usize) -> bool) {
        let (painter, tokens) = (sheet.painter, sheet.tokens);
        let area = Rect::from_min_size(sheet.view.min, vec2(sheet.gutter, sheet.view.height()));
        painter.rect_filled(area, 0.0, tokens.canvas);
        for row in sheet.rows {
            let band = sheet.band(row);
            if is_lit(row.line) {
                let bar = Rect::from_min_size(band.min, vec2(stroke::SELECTION, ROW));
                painter.rect_filled(bar, 0.0, tokens.accent);
            }
            let color = if row.line == current { tokens.text } else { tokens.weak };
            let number = pos2(area.right() - GAP / 2.0, band.center().y);
            let words = (row.line + 1).to_string();
            painter.text(number, eframe::egui::Align2::RIGHT_CENTER, words, fonts::code(), color);
            let worst = self.marks.spots_in(&row.span).iter().map(|spot| spot.severity).min();
            if let Some(worst) = worst {
                let (icon, tint, _) = mark(worst, tokens);
                let at = pos2(area.left() + MARK_ROOM / 2.0 + 1.0, band.center().y);
                crate::look::icons::paint(painter, at, icon, 12.0, tint.solid);
            }
        }
    }

    fn place_cursor(&mut self, ui: &Ui, sheet: &Sheet<'_>, response: &Response, origin: Pos2) {
        let (line, _) = self.buffer.place_of(self.cursor.head);
        let top = origin.y + line as f32 * ROW;
        let x = sheet
            .rows
            .iter()
            .find(|row| row.line == line)
            .map(|row| Sheet::x(row, self.cursor.head, &self.buffer));
        if std::mem::take(&mut self.view.follows_cursor) {
            let x = x.unwrap_or(origin.x);
            let around =
                Rect::from_min_max(pos2(x - sheet.gutter - 2.0 * GAP, top), pos2(x + 40.0, top + ROW));
            ui.scroll_to_rect_animation(around, None::<Align>, ScrollAnimation::none());
        }
        let Some(x) = x.filter(|_| response.has_focus()) else { return };
        let bar = Rect::from_min_size(pos2(x, top + 1.0), vec2(1.5, ROW - 2.0));
        if x >= sheet.view.left() + sheet.gutter {
            sheet.painter.rect_filled(bar, 0.0, sheet.tokens.accent);
        }
        ui.output_mut(|output| {
            output.ime = Some(IMEOutput {
                purpose: eframe::egui::IMEPurpose::Normal,
                rect: sheet.view,
                cursor_rect: bar,
                should_interrupt_composition: false,
            });
        });
    }

    /// Tells what is found under the pointer, in the text or in the gutter.
    fn hover(&self, response: &Response, rows: &[Row]) {
        let Some(at) = response.hover_pos() else { return };
        let Some(row) = rows.iter().find(|row| (row.at.y - 4.0..row.at.y - 4.0 + ROW).contains(&at.y)) else {
            return;
        };
        let is_gutter = at.x < response.rect.left() + MARK_ROOM;
        let column =
            row.galley.cursor_from_pos(Vec2::new(at.x - row.at.x, row.galley.size().y / 2.0)).index.0;
        let offset = self.buffer.offset_of(row.line, column);
        let is_under = |span: &Range<usize>| span.start <= offset && offset <= span.end && at.x >= row.at.x;
        let spots = self.marks.spots_in(&row.span).iter();
        let words: Vec<&str> =
            spots.filter(|spot| is_gutter || is_under(&spot.span)).map(|spot| spot.words.as_str()).collect();
        if !words.is_empty() {
            response.clone().on_hover_text_at_pointer(words.join("\n\n"));
        }
    }
}

impl Sheet<'_> {
    /// The whole width at a line.
    fn band(&self, row: &Row) -> Rect {
        let top = row.at.y + row.galley.size().y / 2.0 - ROW / 2.0;
        Rect::from_min_size(pos2(self.view.left(), top.round()), vec2(self.view.width(), ROW))
    }

    /// Where an offset is in its line.
    fn x(row: &Row, offset: usize, buffer: &super::buffer::Buffer) -> f32 {
        let offset = offset.clamp(row.span.start, row.span.end);
        let column = buffer.text()[row.span.start..offset].chars().count();
        row.at.x + row.galley.pos_from_cursor(CCursor::new(column)).min.x
    }

    /// The part of a range that is in a line, at least a letter wide.
    fn part(&self, row: &Row, range: &Range<usize>, buffer: &super::buffer::Buffer) -> Rect {
        let band = self.band(row);
        let (from, to) = (Self::x(row, range.start, buffer), Self::x(row, range.end, buffer));
        Rect::from_min_max(pos2(from, band.top()), pos2(to.max(from + 3.0), band.bottom()))
    }
}

/// A wavy line under a part of a line.
fn squiggle(painter: &Painter, part: Rect, color: Color32) {
    const STEP: f32 = 2.5;
    let count = ((part.width() / STEP).ceil() as usize).clamp(3, 400);
    let base = part.bottom() - 2.5;
    let points = (0..=count)
        .map(|at| pos2(part.left() + at as f32 * STEP, base + if at % 2 == 0 { 1.0 } else { -1.0 }))
        .collect();
    painter.line(points, Stroke::new(1.0, color));
}
