//! Notes, below what they belong to. The first line is the title if more follow.

use std::collections::HashMap;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use pipewright_core::document::extras::Note;
use pipewright_core::layout::Orientation;

use super::camera::{to_pos, to_rect};
use super::labels::stepped;
use super::{Camera, WORDS_FROM};
use crate::editor::Editor;
use crate::look::tokens::{radius, stroke};
use crate::look::{Tokens, fonts};

/// Width in the world, as a card's.
const WIDTH: f32 = 180.0;
const PADDING: f32 = 10.0;
/// Between the stages and the notes.
const GAP: f32 = 20.0;

/// Paints the notes in view; from afar they are left out.
pub fn show(ui: &Ui, camera: &Camera, editor: &Editor) {
    if camera.zoom() < WORDS_FROM {
        return;
    }
    let mut taken: HashMap<(i64, i64), f32> = HashMap::new();
    for (index, note) in editor.document().notes().enumerate() {
        let at = place(editor, note);
        let key = (at.x as i64, at.y as i64);
        // Notes of the same place stand under each other.
        let down = taken.entry(key).or_default();
        let height = paint(ui, camera, at + vec2(0.0, *down), index, note.text());
        *down += height + 8.0;
    }
}

/// Where a note begins, in the world.
fn place(editor: &Editor, note: Note<'_>) -> Pos2 {
    let layout = &editor.derived().layout;
    let pipeline = editor.document().pipeline();
    let stage = pipeline.stages.iter().find(|stage| Some(stage.name()) == note.stage());
    let action =
        stage.and_then(|stage| stage.actions.iter().find(|action| Some(action.name()) == note.action()));
    let card = action.and_then(|action| layout.card(action.id)).map(|card| card.rect);
    let anchor = card.or_else(|| stage.and_then(|stage| layout.stage(stage.id)).map(|stage| stage.rect));
    let anchor = anchor.map_or(Rect::ZERO, to_rect);
    let end = to_pos(layout.size);
    match editor.orientation() {
        Orientation::LeftToRight => pos2(anchor.min.x, end.y + GAP),
        Orientation::TopToBottom => pos2(end.x + GAP, anchor.min.y),
    }
}

/// Paints one note and returns its height in the world.
fn paint(ui: &Ui, camera: &Camera, at: Pos2, index: usize, text: &str) -> f32 {
    let tokens = Tokens::of(ui);
    let zoom = camera.zoom();
    let (title, body) = match text.split_once('\n') {
        Some((title, body)) => (title, body.trim_start()),
        None => ("", text),
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = (WIDTH - 2.0 * PADDING) * zoom;
    if !title.is_empty() {
        let font = fonts::semibold(stepped(11.0, zoom));
        job.append(title, 0.0, TextFormat::simple(font, tokens.text));
        job.append("\n", 0.0, TextFormat::simple(fonts::regular(stepped(11.0, zoom)), tokens.text));
    }
    job.append(body, 0.0, TextFormat::simple(fonts::regular(stepped(11.0, zoom)), tokens.text));
    let galley = ui.painter().layout_job(job);
    let size = vec2(WIDTH * zoom, galley.size().y + 2.0 * PADDING * zoom);
    let rect = Rect::from_min_size(camera.screen_from_world(at), size);
    let height = size.y / zoom;
    if !ui.clip_rect().intersects(rect) {
        return height;
    }
    let response = ui.interact(rect, ui.scope_id().with(("note", index)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Note, true, text));
    let rounding = f32::from(radius::CONTROL) * zoom;
    let line = Stroke::new(stroke::LINE, tokens.note_line);
    ui.painter().rect(rect, rounding, tokens.note_fill, line, StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(PADDING, PADDING) * zoom, galley, tokens.text);
    height
}
