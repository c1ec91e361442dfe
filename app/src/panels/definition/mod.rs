//! The text of the document beside the canvas, editable both ways.
//!
//! [`Definition`] shows the text the editor has ([`Editor::text`]) or the draft of it that does not parse, in an editor
//! of its own that lays out only the lines in view ([`paint`]), as a large pipeline is a megabyte of text.
//! It changes nothing: what is typed stays in its [`Buffer`] until the app asks for it ([`Definition::take_typed`]) and
//! gives it to the document, before anything else that was asked for.

mod buffer;
mod cursor;
mod find;
pub mod highlight;
mod input;
mod marks;
mod menu;
mod paint;

use std::ops::Range;

use eframe::egui::{Align, Context, Frame, Label, Layout, Margin, Panel, RichText, Ui, vec2};
use pipewright_core::document::{Owner, Place};

use crate::editor::{Draft, Editor, Item, Selection, TextVersion, difference};
use crate::intent::{Answer, Intent, Queue};
use crate::look::widgets::{Button, IconButton, rule};
use crate::look::{Tokens, fonts, icons};
use crate::tr;
pub use buffer::Buffer;
use cursor::Cursor;
use find::Find;
use marks::Marks;

/// A text beyond this many bytes is read when typing pauses, not with each letter.
const AT_ONCE: usize = 200_000;
/// The pause, in seconds.
const PAUSE: f64 = 0.3;
/// Frames to try to take the keyboard in.
const TRIES: u8 = 4;
/// The height of the head.
const HEAD: f32 = 40.0;

/// The state of the view.
#[derive(Debug, Default)]
pub struct Definition {
    buffer: Buffer,
    cursor: Cursor,
    /// The version of the editor's text that the buffer shows.
    seen: Option<TextVersion>,
    /// When something was typed that the document has not got yet.
    typed: Option<f64>,
    marks: Marks,
    find: Find,
    view: View,
    /// What was selected when the text last followed.
    followed: Option<Item>,
    /// A place to bring into view once its text is here.
    pending: Option<Place>,
    /// Whether the canvas is hidden while the text is shown.
    pub hides_canvas: bool,
}

/// What the view has to do with the next frame.
#[derive(Debug, Default)]
struct View {
    /// Bring this offset into view, with some lines above it.
    reveals: Option<usize>,
    /// Keep the cursor in view.
    follows_cursor: bool,
    /// Frames left in which to take the keyboard: under a dialog that is closing it is refused.
    takes_focus: u8,
    /// Whether the menu was open in the last frame.
    had_menu: bool,
    /// Of the last frame: how far it was scrolled, and how much was in view.
    top: f32,
    height: f32,
}

impl Definition {
    /// Forgets the document, as another one is opened.
    pub fn forget(&mut self) {
        *self = Self { hides_canvas: self.hides_canvas, ..Self::default() };
    }

    /// What was typed, once it is time to read it; at once if `is_due`.
    pub fn take_typed(&mut self, ctx: &Context, is_due: bool) -> Option<&str> {
        let since = self.typed?;
        let left = since + PAUSE - ctx.input(|input| input.time);
        if !is_due && left > 0.0 && self.buffer.text().len() > AT_ONCE {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left));
            return None;
        }
        self.typed = None;
        Some(self.buffer.text())
    }

    /// Whether the text or what is looked for in it has the keyboard.
    pub fn has_keys(&self, ctx: &Context) -> bool {
        ctx.memory(|memory| memory.has_focus(paint::id())) || self.find.is_open && ctx.text_edit_focused()
    }

    /// Brings a place into view.
    pub fn reveal(&mut self, place: &Place) {
        self.pending = Some(place.clone());
    }

    /// Puts the cursor where the text does not parse.
    pub fn go_to_break(&mut self, draft: &Draft) {
        let place = draft.error.place;
        // The buffer may not show the draft yet.
        let offset = Buffer::new(draft.text.clone()).offset_of(place.line - 1, place.column - 1);
        self.cursor = Cursor::at(offset);
        self.view.reveals = Some(offset);
        self.view.takes_focus = TRIES;
    }

    pub fn show(&mut self, ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
        self.follow(editor);
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        self.head(ui);
        if let Some(draft) = editor.draft() {
            banner(ui, draft, queue);
        }
        let mut is_moved = false;
        if self.find.is_open {
            let padded = Frame::new().inner_margin(Margin::symmetric(12, 4));
            if let Some(found) = padded.show(ui, |ui| self.find.show(ui, &self.buffer, &self.cursor)).inner {
                self.cursor = Cursor::over(found.clone());
                self.view.reveals = Some(found.start);
                is_moved = true;
            }
            // Whoever closes the field goes on in the text.
            if !self.find.is_open {
                self.view.takes_focus = TRIES;
            }
        }
        rule(ui);
        self.find.follow(&self.buffer);
        let has_keys = ui.memory(|memory| memory.has_focus(paint::id()));
        if self.view.takes_focus > 0 {
            self.view.takes_focus = if has_keys { 0 } else { self.view.takes_focus - 1 };
            ui.memory_mut(|memory| memory.request_focus(paint::id()));
            ui.ctx().request_repaint();
        }
        let version = self.buffer.version();
        is_moved |= has_keys && self.take_input(ui, queue);
        if self.buffer.version() != version {
            self.typed = Some(ui.input(|input| input.time));
            ui.ctx().request_repaint();
        }
        let (paper, is_clicked) = self.paper(ui);
        self.menu(ui, &paper, editor, queue);
        if is_moved || is_clicked {
            self.select_owner(editor, queue);
        }
    }

    fn head(&mut self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        Frame::new().inner_margin(Margin { left: 12, right: 8, top: 0, bottom: 0 }).show(ui, |ui| {
            let size = vec2(ui.available_width(), HEAD);
            ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                let name = if self.hides_canvas { tr!("Show canvas") } else { tr!("Hide canvas") };
                if IconButton::new(icons::FIT, name).small().on(self.hides_canvas).show(ui).clicked() {
                    self.hides_canvas = !self.hides_canvas;
                }
                let keys = ui.ctx().format_shortcut(&eframe::egui::KeyboardShortcut::new(
                    eframe::egui::Modifiers::COMMAND,
                    eframe::egui::Key::F,
                ));
                if IconButton::new(icons::SEARCH, tr!("Find in text"))
                    .small()
                    .shortcut(&keys)
                    .show(ui)
                    .clicked()
                {
                    self.find.open(&self.buffer.text()[self.cursor.range()]);
                }
                let (line, column) = self.buffer.place_of(self.cursor.head);
                let words = tr!("Line {line}, column {column}", line = line + 1, column = column + 1);
                ui.label(RichText::new(words).font(fonts::figures(12.0)).color(tokens.weak));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.label(RichText::new(tr!("Definition")).font(fonts::semibold(13.0)).color(tokens.text));
                });
            });
        });
    }

    /// Takes the text of the editor if it is another than the one shown, and what is selected.
    fn follow(&mut self, editor: &Editor) {
        if self.typed.is_some() {
            return;
        }
        let version = editor.text_version();
        if self.seen != Some(version) {
            self.seen = Some(version);
            match editor.draft() {
                Some(draft) => self.show_text(&draft.text),
                None => self.show_text(&editor.text()),
            }
        }
        self.marks.follow(editor, &self.buffer);
        if let Some(place) = self.pending.take()
            && let Some(span) = self.marks.locate(editor, &place)
        {
            self.cursor = Cursor::at(span.start);
            self.view.reveals = Some(span.start);
            self.followed = editor.selection().primary();
        }
        let primary = editor.selection().primary();
        if primary != self.followed {
            self.followed = primary;
            let extent = primary.and_then(|item| self.marks.extent(editor, item));
            if let Some(extent) = extent {
                self.cursor = Cursor::at(extent.start);
                self.view.reveals = Some(extent.start);
            }
        }
    }

    /// Shows another text; the cursor stays where it was in what is the same.
    fn show_text(&mut self, text: &str) {
        if self.buffer.text() == text {
            return;
        }
        let (start, end, with) = difference(self.buffer.text(), text);
        let cursor = self.cursor.moved_by(&(start..end), with.len());
        if self.buffer.text().is_empty() {
            self.buffer = Buffer::new(text.to_owned());
        } else {
            self.buffer.replace(start..end, with);
        }
        self.cursor = cursor.clamped(self.buffer.text());
    }

    /// Puts text in the place of a range.
    fn edit(&mut self, range: Range<usize>, with: &str) {
        self.marks.shift(&range, with.len());
        self.buffer.replace(range, with);
        self.view.follows_cursor = true;
    }

    /// Selects on the canvas what the cursor is in.
    fn select_owner(&mut self, editor: &Editor, queue: &mut Queue) {
        let item = match self.marks.owner_at(editor, self.cursor.head) {
            Some(Owner::Action(id)) => Some(Item::Action(id)),
            Some(Owner::Stage(id)) => Some(Item::Stage(id)),
            Some(Owner::Pipeline | Owner::Extras) => None,
            None => return,
        };
        if item == editor.selection().primary() {
            return;
        }
        self.followed = item;
        queue.push(Intent::Select(item.map_or_else(Selection::none, Selection::one)));
        if let Some(item) = item {
            queue.push(Intent::Show(item));
        }
    }
}

/// What a text that does not parse needs; at the bottom, so that no line moves while typing.
fn banner(ui: &mut Ui, draft: &Draft, queue: &mut Queue) {
    let tokens = Tokens::of(ui);
    let frame = Frame::new().fill(tokens.error.fill).inner_margin(Margin::symmetric(12, 8));
    Panel::bottom("does not parse").frame(frame).resizable(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let icon = ui.label(RichText::new(icons::ERROR).color(tokens.error.solid));
            ui.ctx().accesskit_node_builder(icon.id, eframe::egui::accesskit::Node::set_hidden);
            let words = tr!(
                "Does not parse at {place}: {what}. The canvas shows the last good state.",
                place = draft.place_words(),
                what = draft.what()
            );
            let words = RichText::new(words).font(fonts::regular(12.5)).color(tokens.error.text);
            ui.add(Label::new(words).wrap());
        });
        ui.horizontal_wrapped(|ui| {
            // Under the words, beside the icon.
            ui.add_space(22.0);
            ui.spacing_mut().item_spacing.x = 16.0;
            let go = tr!("Go to line {line}", line = draft.error.place.line);
            if Button::link(&go).show(ui).clicked() {
                queue.push(Intent::Answer(Answer::GoToBreak));
            }
            let back = Button::link(tr!("Take the canvas’s text")).tooltip(tr!("Redo brings this text back"));
            if back.show(ui).clicked() {
                queue.push(Intent::Answer(Answer::TakeBackDraft));
            }
        });
    });
}
