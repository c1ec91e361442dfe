//! Finding words in the text.

use std::ops::Range;

use eframe::egui::{Key, Ui};

use super::buffer::Buffer;
use super::cursor::Cursor;
use crate::look::icons;
use crate::look::widgets::{IconButton, SearchField};
use crate::{tr, tr_n};

/// The field and what it found.
#[derive(Debug, Default)]
pub struct Find {
    pub is_open: bool,
    /// Whether the field takes the keyboard with the next frame.
    takes_focus: bool,
    query: String,
    /// In order, as of this text and this query.
    found: Vec<Range<usize>>,
    made_for: Option<(u64, String)>,
}

impl Find {
    /// Opens the field with what is selected, if that is on one line.
    pub fn open(&mut self, selected: &str) {
        self.is_open = true;
        self.takes_focus = true;
        if !selected.is_empty() && !selected.contains('\n') {
            selected.clone_into(&mut self.query);
        }
    }

    /// Finds anew if text or query have changed.
    pub fn follow(&mut self, buffer: &Buffer) {
        if !self.is_open {
            self.found.clear();
            self.made_for = None;
            return;
        }
        let is_made = self
            .made_for
            .as_ref()
            .is_some_and(|(version, query)| *version == buffer.version() && *query == self.query);
        if is_made {
            return;
        }
        self.made_for = Some((buffer.version(), self.query.clone()));
        self.found = occurrences(buffer.text(), &self.query);
    }

    /// What is found in a range of the text.
    pub fn found_in(&self, range: &Range<usize>) -> &[Range<usize>] {
        let first = self.found.partition_point(|found| found.end <= range.start);
        let count = self.found[first..].partition_point(|found| found.start < range.end);
        &self.found[first..first + count]
    }

    /// Shows the field; where to go, if anywhere.
    pub fn show(&mut self, ui: &mut Ui, buffer: &Buffer, cursor: &Cursor) -> Option<Range<usize>> {
        let mut goes = None;
        ui.horizontal(|ui| {
            let room = (ui.available_width() - 190.0).max(80.0);
            let field = ui
                .scope(|ui| {
                    ui.set_width(room);
                    SearchField::new(&mut self.query, tr!("Find in text")).show(ui)
                })
                .inner;
            if std::mem::take(&mut self.takes_focus) {
                field.request_focus();
            }
            let pressed = |key| ui.input(|input| input.key_pressed(key));
            let has_keys = field.has_focus() || field.lost_focus();
            if has_keys && pressed(Key::Escape) {
                self.is_open = false;
            }
            if field.changed() {
                self.follow(buffer);
                goes = self.next(cursor.range().start);
            }
            if has_keys && pressed(Key::Enter) {
                goes = if ui.input(|input| input.modifiers.shift) {
                    self.previous(cursor.range().start)
                } else {
                    self.next(cursor.range().end)
                };
                field.request_focus();
            }
            ui.label(self.words(cursor));
            if IconButton::new(icons::CHEVRON_UP, tr!("Find previous")).small().show(ui).clicked() {
                goes = self.previous(cursor.range().start);
            }
            if IconButton::new(icons::CHEVRON_DOWN, tr!("Find next")).small().show(ui).clicked() {
                goes = self.next(cursor.range().end);
            }
            if IconButton::new(icons::CLOSE, tr!("Close find")).small().show(ui).clicked() {
                self.is_open = false;
            }
        });
        goes
    }

    fn words(&self, cursor: &Cursor) -> String {
        if self.query.is_empty() {
            return String::new();
        }
        let at = self.found.iter().position(|found| *found == cursor.range());
        at.map_or_else(
            || tr_n!(self.found.len(), "{n} found", "{n} found"),
            |at| tr!("{at} of {count}", at = at + 1, count = self.found.len()),
        )
    }

    fn next(&self, from: usize) -> Option<Range<usize>> {
        self.found.iter().find(|found| found.start >= from).or(self.found.first()).cloned()
    }

    fn previous(&self, from: usize) -> Option<Range<usize>> {
        self.found.iter().rfind(|found| found.end <= from).or(self.found.last()).cloned()
    }
}

/// Where a query stands; capitals of ASCII letters count only if the query has some.
fn occurrences(text: &str, query: &str) -> Vec<Range<usize>> {
    if query.is_empty() {
        return Vec::new();
    }
    let is_exact = query.bytes().any(|byte| byte.is_ascii_uppercase());
    let spans = |text: &str| text.match_indices(query).map(|(at, found)| at..at + found.len()).collect();
    if is_exact { spans(text) } else { spans(&text.to_ascii_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_count_only_when_typed() {
        assert_eq!(occurrences("Build build", "build"), [0..5, 6..11]);
        assert_eq!(occurrences("Build build", "Build"), vec![0..5; 1]);
        assert_eq!(occurrences("abc", ""), Vec::<Range<usize>>::new());
    }

    #[test]
    fn going_on_wraps_at_the_ends() {
        let mut find = Find { is_open: true, query: "a".to_owned(), ..Find::default() };
        find.follow(&Buffer::new("a b a".to_owned()));
        assert_eq!(find.next(1), Some(4..5));
        assert_eq!(find.next(5), Some(0..1));
        assert_eq!(find.previous(0), Some(4..5));
        assert_eq!(find.found_in(&(0..2)).first(), Some(&(0..1)));
    }
}
