//! The file as it will be: a text of which the lines in view are laid out, or a picture.

use eframe::egui::{
    Align2, EventFilter, Image, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::colors::{self, Syntax};
use super::make::{Content, Made};
use crate::look::tokens::{space, stroke};
use crate::look::{Tokens, fonts};
use crate::panels::definition::Buffer;
use crate::tr;

const ROW: f32 = 18.0;
/// Longer lines are cut: nobody reads the inside of a picture in a page.
const LONGEST: usize = 400;
/// A text longer than this is read to a screen reader up to here.
const READ_ALOUD: usize = 20_000;

/// Where the preview is scrolled to.
#[derive(Debug, Default)]
pub struct View {
    /// What the keys ask for, in points.
    goal: Option<Vec2>,
    offset: Vec2,
    syntax: Option<Syntax>,
}

impl View {
    pub fn show(&mut self, ui: &mut Ui, made: &Made) {
        let room = ui.available_rect_before_wrap();
        let response = ui.interact(room, ui.scope_id().with("preview"), Sense::click());
        response.widget_info(|| match &made.content {
            Content::Text(buffer) => {
                let mut info = WidgetInfo::labeled(Role::Document, true, tr!("Preview"));
                let text = buffer.text();
                let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= READ_ALOUD).last();
                let is_long = text.len() > READ_ALOUD;
                info.current_text_value =
                    Some(if is_long { text[..end.unwrap_or(0)].to_owned() } else { text.to_owned() });
                info
            }
            Content::Picture { .. } => WidgetInfo::labeled(Role::Image, true, tr!("Preview")),
        });
        if response.clicked() {
            response.request_focus();
        }
        let mut area = ScrollArea::both().id_salt("text").auto_shrink(false);
        if let Some(goal) = self.goal.take() {
            area = area.scroll_offset(goal);
        }
        let output = match &made.content {
            Content::Text(buffer) => {
                let syntax = *self.syntax.get_or_insert_with(|| Syntax::of(buffer.text()));
                area.show_viewport(ui, |ui, view| lines(ui, view, buffer, syntax))
            }
            Content::Picture { texture, .. } => area.show_viewport(ui, |ui, _| {
                let size = texture.size_vec2() / ui.pixels_per_point();
                let (rect, _) = ui.allocate_exact_size(size.max(ui.available_size()), Sense::hover());
                let at = Align2::CENTER_CENTER.align_size_within_rect(size, rect);
                Image::new((texture.id(), size)).paint_at(ui, at);
            }),
        };
        self.offset = output.state.unclamped_offset();
        self.keys(ui, &response, output.inner_rect.size(), output.content_size);
        if response.has_focus() {
            let line = Stroke::new(stroke::SELECTION, Tokens::of(ui).accent);
            ui.painter().rect_stroke(room.shrink(1.0), 0.0, line, StrokeKind::Inside);
        }
    }

    /// Scrolls by the keys of a reader while the preview has the keyboard.
    fn keys(&mut self, ui: &Ui, response: &Response, page: Vec2, content: Vec2) {
        if !response.has_focus() {
            return;
        }
        let filter =
            EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let most = (content - page).max(Vec2::ZERO);
        let steps = [
            (Key::ArrowDown, vec2(0.0, 3.0 * ROW)),
            (Key::ArrowUp, vec2(0.0, -3.0 * ROW)),
            (Key::ArrowRight, vec2(3.0 * ROW, 0.0)),
            (Key::ArrowLeft, vec2(-3.0 * ROW, 0.0)),
            (Key::PageDown, vec2(0.0, page.y - ROW)),
            (Key::PageUp, vec2(0.0, ROW - page.y)),
            (Key::Home, vec2(0.0, f32::MIN / 4.0)),
            (Key::End, vec2(0.0, f32::MAX / 4.0)),
        ];
        for (key, step) in steps {
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                self.goal = Some((self.offset + step).clamp(Vec2::ZERO, most));
                ui.request_repaint();
            }
        }
    }
}

/// The lines in view, in color.
fn lines(ui: &mut Ui, view: Rect, buffer: &Buffer, syntax: Syntax) {
    let (font, tokens) = (fonts::code(), Tokens::of(ui));
    let letter = ui.fonts_mut(|fonts| fonts.glyph_width(&font, '0'));
    let count = buffer.line_count().saturating_sub(usize::from(buffer.text().ends_with('\n')));
    let digits = count.to_string().len().max(2) as f32;
    let gutter = space::M + letter * digits + space::M;
    let longest = buffer.longest().min(LONGEST + 1) as f32;
    let size = vec2(gutter + letter * (longest + 4.0), ROW * count as f32 + 2.0 * space::M);
    let (_, rect) = ui.allocate_space(size.max(ui.available_size()));
    let first = ((view.min.y - space::M) / ROW).floor().max(0.0) as usize;
    let last = (((view.max.y - space::M) / ROW).ceil().max(0.0) as usize).min(count);
    for line in first..last.max(first) {
        let text = buffer.line(line);
        let cut = text.char_indices().nth(LONGEST).map(|(at, _)| at);
        let shown = cut.map(|at| format!("{}…", &text[..at]));
        let job = colors::job(shown.as_deref().unwrap_or(text), syntax, &font, tokens);
        let galley = ui.painter().layout_job(job);
        let top = rect.min.y + space::M + line as f32 * ROW;
        let middle = top + ROW / 2.0;
        let at = pos2(rect.min.x + gutter, (middle - galley.size().y / 2.0).round());
        let number = pos2(rect.min.x + gutter - space::M, middle);
        ui.painter().text(number, Align2::RIGHT_CENTER, (line + 1).to_string(), font.clone(), tokens.faint);
        ui.painter().galley(at, galley, tokens.text);
    }
}
