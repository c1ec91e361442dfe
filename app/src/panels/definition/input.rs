//! Keys, typing and the clipboard.

use std::ops::Range;

use eframe::egui::{Event, EventFilter, ImeEvent, Key, Modifiers, Ui};

use super::buffer::indent_of;
use super::cursor::{Cursor, Step};
use super::{Definition, paint::ROW};
use crate::commands::Command;
use crate::intent::Queue;

/// The keys that the text takes for itself while it has the focus.
pub const FILTER: EventFilter =
    EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };

impl Definition {
    /// Takes what was typed since the frame before. Whether the cursor moved.
    pub(super) fn take_input(&mut self, ui: &Ui, queue: &mut Queue) -> bool {
        let before = (self.cursor, self.buffer.version());
        for event in ui.input(|input| input.filtered_events(&FILTER)) {
            match event {
                // Enter is a key.
                Event::Text(text) | Event::Ime(ImeEvent::Commit(text)) if text != "\n" && text != "\r" => {
                    self.insert(&text);
                }
                Event::Paste(text) => self.insert(&self.as_in_file(&text)),
                Event::Copy => self.copy(ui),
                Event::Cut => {
                    self.copy(ui);
                    self.delete(self.copied());
                }
                Event::Key { key, pressed: true, modifiers, .. } => self.key(key, modifiers, queue),
                _ => {}
            }
        }
        before != (self.cursor, self.buffer.version())
    }

    fn key(&mut self, key: Key, modifiers: Modifiers, queue: &mut Queue) {
        let by_word = modifiers.command || (modifiers.alt && cfg!(target_os = "macos"));
        let page = ((self.view.height / ROW) as isize - 2).max(1);
        let step = match key {
            Key::ArrowLeft if by_word => Step::WordLeft,
            Key::ArrowRight if by_word => Step::WordRight,
            Key::ArrowLeft => Step::Left,
            Key::ArrowRight => Step::Right,
            Key::ArrowUp => Step::Lines(-1),
            Key::ArrowDown => Step::Lines(1),
            Key::PageUp => Step::Lines(-page),
            Key::PageDown => Step::Lines(page),
            Key::Home if modifiers.command => Step::TextStart,
            Key::End if modifiers.command => Step::TextEnd,
            Key::Home => Step::LineStart,
            Key::End => Step::LineEnd,
            _ => return self.act(key, modifiers, queue),
        };
        self.cursor = self.cursor.step(&self.buffer, step, modifiers.shift);
        self.view.follows_cursor = true;
    }

    fn act(&mut self, key: Key, modifiers: Modifiers, queue: &mut Queue) {
        let is_plain = !modifiers.command && !modifiers.alt;
        match key {
            Key::Backspace => self.delete_to(if modifiers.command { Step::WordLeft } else { Step::Left }),
            Key::Delete => self.delete_to(if modifiers.command { Step::WordRight } else { Step::Right }),
            Key::Enter if is_plain => self.new_line(),
            Key::Tab if is_plain => self.indent(modifiers.shift),
            Key::A if modifiers.command => self.cursor = Cursor::over(0..self.buffer.text().len()),
            Key::Z if modifiers.command && modifiers.shift => queue.run(Command::Redo),
            Key::Z if modifiers.command => queue.run(Command::Undo),
            Key::Y if modifiers.command => queue.run(Command::Redo),
            Key::F if modifiers.command => {
                self.find.open(&self.buffer.text()[self.cursor.range()]);
            }
            Key::Escape => self.find.is_open = false,
            _ => {}
        }
    }

    /// Puts text in the place of what is selected.
    fn insert(&mut self, text: &str) {
        let range = self.cursor.range();
        self.edit(range.clone(), text);
        self.cursor = Cursor::at(range.start + text.len());
    }

    pub(super) fn delete(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.edit(range.clone(), "");
            self.cursor = Cursor::at(range.start);
        }
    }

    fn delete_to(&mut self, step: Step) {
        let range = if self.cursor.has_selection() {
            self.cursor.range()
        } else {
            self.cursor.step(&self.buffer, step, true).range()
        };
        self.delete(range);
    }

    /// A new line, as far to the right as this one, and one step more behind an opening bracket.
    fn new_line(&mut self) {
        let range = self.cursor.range();
        let line = self.buffer.line_span(self.buffer.line_of(range.start));
        let before = &self.buffer.text()[line.start.min(range.start)..range.start];
        let mut text = format!("{}{}", self.buffer.newline(), indent_of(before));
        if before.trim_end().ends_with(['{', '[']) {
            text.push_str(self.buffer.indent());
        }
        self.insert(&text);
    }

    /// Tab: one step of indentation, for all lines if several are selected; back with Shift.
    fn indent(&mut self, is_back: bool) {
        let range = self.cursor.range();
        let (first, last) = (self.buffer.line_of(range.start), self.buffer.line_of(range.end));
        let step = self.buffer.indent().to_owned();
        if !is_back && first == last {
            return self.insert(&step);
        }
        for line in first..=last {
            let span = self.buffer.line_span(line);
            let text = &self.buffer.text()[span.clone()];
            let (range, with) = if is_back {
                let blanks =
                    if text.starts_with(&step) { step.len() } else { indent_of(text).len().min(step.len()) };
                (span.start..span.start + blanks, "")
            } else if text.is_empty() {
                continue;
            } else {
                (span.start..span.start, step.as_str())
            };
            let cursor = self.cursor.moved_by(&range, with.len());
            self.edit(range, with);
            self.cursor = cursor;
        }
    }

    /// What copying takes: the selection, or the whole line without one.
    fn copied(&self) -> Range<usize> {
        if self.cursor.has_selection() {
            return self.cursor.range();
        }
        let line = self.buffer.line_of(self.cursor.head);
        let start = self.buffer.line_span(line).start;
        start..self.buffer.line_span(line + 1).start.max(self.buffer.line_span(line).end)
    }

    pub(super) fn copy(&self, ui: &Ui) {
        ui.ctx().copy_text(self.buffer.text()[self.copied()].to_owned());
    }

    /// A text with the line ends of this file.
    fn as_in_file(&self, text: &str) -> String {
        text.replace("\r\n", "\n").replace('\n', self.buffer.newline())
    }
}
