//! Notes, below what they belong to. The first line is the title if more follow.
//!
//! A note has no position of its own: it stands at its stage or action, and free ones at the beginning; those
//! that would lie on each other stand under each other. Dragging one ties it to something else.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    CursorIcon, Frame, Galley, Id, Key, Margin, Modifiers, PointerButton, Pos2, Rect, Role, Sense, Stroke,
    StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use pipewright_core::edit::notes::{self, Tie};
use pipewright_core::layout::Orientation;

use super::camera::{to_pos, to_rect};
use super::gesture::Gesture;
use super::labels::stepped;
use super::touch::select_by;
use super::{Canvas, WORDS_FROM};
use crate::commands::Command;
use crate::editor::{Editor, Item, Selection};
use crate::intent::{Intent, Queue};
use crate::look::tokens::{radius, stroke};
use crate::look::{Tokens, fonts, icons};
use crate::panels::menu;
use crate::tr;

/// Width in the world, as a card's.
const WIDTH: f32 = 180.0;
const PADDING: f32 = 10.0;
/// Between the stages and the notes.
const GAP: f32 = 20.0;
/// Between two notes.
const BETWEEN: f32 = 8.0;

/// Where notes stand, and the one that is being written.
#[derive(Default)]
pub struct Notes {
    placed: Vec<Placed>,
    /// Where each begins that nothing lies in the way of; for one revision and arrangement.
    anchors: Vec<(usize, Pos2)>,
    key: Option<(u64, u64)>,
    writing: Option<Writing>,
}

struct Placed {
    index: usize,
    /// In the world.
    rect: Rect,
    galley: Arc<Galley>,
}

struct Writing {
    what: What,
    text: String,
    is_new: bool,
}

/// Which note is written.
#[derive(Clone, Copy)]
enum What {
    Present(usize),
    /// One that is not in the document yet.
    Fresh(Tie),
}

impl Notes {
    pub fn is_editing(&self) -> bool {
        self.writing.is_some()
    }

    /// Opens the text of a note for typing.
    pub fn edit(&mut self, index: usize, editor: &Editor) {
        let text = editor.document().note(index).map(|note| note.text().to_owned());
        self.writing = text.map(|text| Writing { what: What::Present(index), text, is_new: true });
    }

    pub fn write_new(&mut self, tie: Tie) {
        self.writing = Some(Writing { what: What::Fresh(tie), text: String::new(), is_new: true });
    }

    /// Where a note was when it was last drawn, in the world.
    pub fn rect(&self, index: usize) -> Option<Rect> {
        self.placed.iter().find(|placed| placed.index == index).map(|placed| placed.rect)
    }

    /// Looks anew where each begins.
    pub fn forget(&mut self) {
        self.key = None;
    }

    fn follow(&mut self, editor: &Editor) {
        let key = Some((editor.document().revision(), editor.derived().arrangement));
        if self.key == key {
            return;
        }
        self.key = key;
        let document = editor.document();
        let mut free = Vec::new();
        self.anchors.clear();
        for (index, note) in document.numbered_notes() {
            match Tie::of(document, note) {
                Tie::Free => free.push((index, anchor(editor, Tie::Free))),
                tie => self.anchors.push((index, anchor(editor, tie))),
            }
        }
        self.anchors.append(&mut free);
    }

    /// The first place from `at` on where nothing lies yet.
    fn room(&self, mut at: Pos2, size: eframe::egui::Vec2) -> Rect {
        loop {
            let rect = Rect::from_min_size(at, size);
            let in_the_way =
                self.placed.iter().find(|placed| placed.rect.expand(BETWEEN / 2.0).intersects(rect));
            match in_the_way {
                Some(other) => at.y = other.rect.max.y + BETWEEN,
                None => return rect,
            }
        }
    }
}

/// Where notes of something begin, in the world.
fn anchor(editor: &Editor, tie: Tie) -> Pos2 {
    let layout = &editor.derived().layout;
    let rect = match tie {
        Tie::Action(id) => layout.card(id).map(|card| card.rect),
        Tie::Stage(id) => layout.stage(id).map(|stage| stage.rect),
        Tie::Free => layout.stages.first().map(|stage| stage.rect),
    };
    let rect = rect.map_or(Rect::ZERO, to_rect);
    let end = to_pos(layout.size);
    match editor.orientation() {
        Orientation::LeftToRight => pos2(rect.min.x, end.y + GAP),
        Orientation::TopToBottom => pos2(end.x + GAP, rect.min.y),
    }
}

impl Canvas {
    /// Places the notes and takes what the pointer does on them; from afar they are left out.
    pub(super) fn notes(&mut self, ui: &Ui, editor: &Editor, queue: &mut Queue) {
        self.notes.follow(editor);
        self.notes.placed.clear();
        if self.camera.zoom() < WORDS_FROM {
            return;
        }
        for position in 0..self.notes.anchors.len() {
            let (index, at) = self.notes.anchors[position];
            let Some(note) = editor.document().note(index) else { continue };
            let galley = written(ui, note.text(), self.camera.zoom());
            let height = galley.size().y / self.camera.zoom() + 2.0 * PADDING;
            let rect = self.notes.room(at, vec2(WIDTH, height));
            self.notes.placed.push(Placed { index, rect, galley });
            self.touch_note(ui, index, rect, note.text(), editor, queue);
        }
    }

    fn touch_note(
        &mut self,
        ui: &Ui,
        index: usize,
        world: Rect,
        text: &str,
        editor: &Editor,
        queue: &mut Queue,
    ) {
        let rect = self.camera.screen_from_rect(world);
        if !ui.clip_rect().intersects(rect) {
            return;
        }
        let item = Item::Note(index);
        let is_selected = editor.selection().contains(item);
        let response = ui.interact(rect, ui.scope_id().with(("note", index)), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::selected(Role::Note, true, is_selected, text));
        self.has_keys |= response.has_focus();
        if response.hovered() && self.gesture.is_idle() {
            ui.set_cursor_icon(CursorIcon::Grab);
        }
        if self.gesture.is_idle() {
            select_by(&response, ui, item, editor, queue);
        }
        if response.double_clicked() {
            queue.push(Intent::Rename(item));
        }
        if response.drag_started_by(PointerButton::Primary) && self.gesture.is_idle() {
            self.begin(Gesture::MovingNote { index, to: None }, editor);
            queue.push(Intent::Select(Selection::one(item)));
        }
        response.context_menu(|ui| {
            menu::commands(ui, editor, queue, &[&[Command::Rename, Command::Delete]]);
            ui.separator();
            let is_tied = editor
                .document()
                .note(index)
                .is_some_and(|note| Tie::of(editor.document(), note) != Tie::Free);
            let reason = (!is_tied).then(|| tr!("the note belongs to no stage or action"));
            if menu::possible(ui, icons::LINK, tr!("Untie note"), reason) {
                queue.change(notes::tie(editor.document(), index, Tie::Free));
            }
        });
    }

    pub(super) fn paint_notes(&self, ui: &Ui, editor: &Editor) {
        let tokens = Tokens::of(ui);
        let zoom = self.camera.zoom();
        let painter = ui.painter();
        for placed in &self.notes.placed {
            let rect = self.camera.screen_from_rect(placed.rect);
            if !ui.clip_rect().intersects(rect) || self.is_writing(placed.index) {
                continue;
            }
            let is_moving =
                matches!(self.gesture, Gesture::MovingNote { index, .. } if index == placed.index);
            let opacity = if is_moving { 0.4 } else { 1.0 };
            let rounding = f32::from(radius::CONTROL) * zoom;
            let edge = if editor.selection().contains(Item::Note(placed.index)) {
                let ring = Stroke::new(stroke::RING, tokens.selection_ring);
                painter.rect_stroke(rect, rounding, ring, StrokeKind::Outside);
                Stroke::new(stroke::SELECTION, tokens.accent)
            } else {
                Stroke::new(stroke::LINE, tokens.note_line.gamma_multiply(opacity))
            };
            let fill = tokens.note_fill.gamma_multiply(opacity);
            painter.rect(rect, rounding, fill, edge, StrokeKind::Inside);
            let at = rect.min + vec2(PADDING, PADDING) * zoom;
            let text = tokens.text.gamma_multiply(opacity);
            if is_moving {
                painter.galley_with_override_text_color(at, Arc::clone(&placed.galley), text);
            } else {
                painter.galley(at, Arc::clone(&placed.galley), text);
            }
        }
    }

    fn is_writing(&self, index: usize) -> bool {
        let what = self.notes.writing.as_ref().map(|writing| writing.what);
        matches!(what, Some(What::Present(present)) if present == index)
    }

    /// The text of a note being typed, where the note stands. Enter starts a new line; leaving the field or
    /// Ctrl+Enter keeps the text, Escape the one before.
    pub(super) fn note_field(&mut self, ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
        let Some(what) = self.notes.writing.as_ref().map(|writing| writing.what) else { return };
        let place = match what {
            What::Present(index) => self.notes.rect(index),
            What::Fresh(tie) => Some(self.notes.room(anchor(editor, tie), vec2(WIDTH, 60.0))),
        };
        let place = place.unwrap_or_else(|| Rect::from_min_size(Pos2::ZERO, vec2(WIDTH, 60.0)));
        let Some(writing) = &mut self.notes.writing else { return };
        if writing.is_new {
            self.camera.reveal(place);
        }
        let tokens = Tokens::of(ui);
        let on_screen = self.camera.screen_from_rect(place);
        let rect = Rect::from_min_size(
            on_screen.min,
            vec2(on_screen.width().max(200.0), on_screen.height().max(72.0)),
        );
        let id = Id::unique("note in place");
        let ctrl_enter = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let mut child = ui.new_child(UiBuilder::new().id_salt("note in place").max_rect(rect));
        let frame = Frame::new()
            .fill(tokens.note_fill)
            .stroke(Stroke::new(stroke::SELECTION, tokens.accent))
            .corner_radius(radius::CONTROL)
            .inner_margin(Margin::same(8));
        let response = frame
            .show(&mut child, |ui| {
                let field = TextEdit::multiline(&mut writing.text)
                    .id(id)
                    .font(fonts::regular(12.0))
                    .text_color(tokens.text)
                    .hint_text(tr!("Write a note"))
                    .desired_rows(3)
                    .desired_width(rect.width() - 16.0)
                    .frame(Frame::NONE);
                ui.add(field).accessible_name(tr!("Note"))
            })
            .inner;
        if std::mem::take(&mut writing.is_new) {
            response.request_focus();
        }
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            self.notes.writing = None;
        } else if ctrl_enter || response.lost_focus() {
            let text = writing.text.trim_end().to_owned();
            self.notes.writing = None;
            keep(what, &text, editor, queue);
        }
    }
}

/// Puts what was written into the document. A note without a word is no note.
fn keep(what: What, text: &str, editor: &Editor, queue: &mut Queue) {
    let document = editor.document();
    let is_blank = text.trim().is_empty();
    match what {
        What::Fresh(_) if is_blank => {}
        What::Fresh(tie) => {
            if let Some((index, change)) = notes::add(document, text, tie) {
                queue.push(Intent::ChangeSelecting(change, Selection::one(Item::Note(index))));
            }
        }
        What::Present(index) if is_blank => {
            if let Some(change) = notes::remove(document, &[index]) {
                queue.push(Intent::ChangeSelecting(change, Selection::none()));
            }
        }
        What::Present(index) => {
            queue.push(Intent::Seal);
            queue.change(notes::set_text(document, index, text).filter(|change| !change.edits.is_empty()));
            queue.push(Intent::Seal);
        }
    }
}

/// The letters of a note.
fn written(ui: &Ui, text: &str, zoom: f32) -> Arc<Galley> {
    let tokens = Tokens::of(ui);
    let (title, body) = match text.split_once('\n') {
        Some((title, body)) => (title, body.trim_start()),
        None => ("", text),
    };
    let regular = || TextFormat::simple(fonts::regular(stepped(11.0, zoom)), tokens.text);
    let mut job = LayoutJob::default();
    job.wrap.max_width = (WIDTH - 2.0 * PADDING) * zoom;
    if !title.is_empty() {
        let font = fonts::semibold(stepped(11.0, zoom));
        job.append(title, 0.0, TextFormat::simple(font, tokens.text));
        job.append("\n", 0.0, regular());
    }
    job.append(body, 0.0, regular());
    ui.painter().layout_job(job)
}
