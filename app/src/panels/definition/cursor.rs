//! The place where typing goes, and what is selected with it.

use std::ops::Range;

use super::buffer::{Buffer, indent_of};

/// The cursor; all that lies between its ends is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Where the selection began.
    pub anchor: usize,
    /// Where letters go.
    pub head: usize,
    /// The column that steps up and down keep to.
    column: Option<usize>,
}

/// A step of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Left,
    Right,
    WordLeft,
    WordRight,
    /// This many lines; up is negative.
    Lines(isize),
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
}

impl Cursor {
    pub fn at(offset: usize) -> Self {
        Self { anchor: offset, head: offset, column: None }
    }

    pub fn over(range: Range<usize>) -> Self {
        Self { anchor: range.start, head: range.end, column: None }
    }

    /// Selects from where the selection began to here.
    #[must_use]
    pub fn to(self, offset: usize) -> Self {
        Self { head: offset, column: None, ..self }
    }

    pub fn range(&self) -> Range<usize> {
        self.anchor.min(self.head)..self.anchor.max(self.head)
    }

    pub fn has_selection(&self) -> bool {
        self.anchor != self.head
    }

    /// Takes a step; `extends` keeps the other end of the selection.
    #[must_use]
    pub fn step(self, buffer: &Buffer, step: Step, extends: bool) -> Self {
        let range = self.range();
        let collapses = self.has_selection() && !extends;
        let (line, here) = buffer.place_of(self.head);
        let mut column = None;
        let head = match step {
            Step::Left if collapses => range.start,
            Step::Right if collapses => range.end,
            Step::Left => before(buffer.text(), self.head),
            Step::Right => behind(buffer.text(), self.head),
            Step::WordLeft => word_left(buffer.text(), self.head),
            Step::WordRight => word_right(buffer.text(), self.head),
            Step::Lines(count) => {
                let keeps = self.column.unwrap_or(here);
                column = Some(keeps);
                match line.checked_add_signed(count) {
                    None => 0,
                    Some(to) if to >= buffer.line_count() => buffer.text().len(),
                    Some(to) => buffer.offset_of(to, keeps),
                }
            }
            Step::LineStart => {
                let span = buffer.line_span(line);
                let text = span.start + indent_of(buffer.line(line)).len();
                if self.head == text { span.start } else { text }
            }
            Step::LineEnd => buffer.line_span(line).end,
            Step::TextStart => 0,
            Step::TextEnd => buffer.text().len(),
        };
        Self { anchor: if extends { self.anchor } else { head }, head, column }
    }

    /// Keeps the ends inside of a text, between its characters.
    #[must_use]
    pub fn clamped(self, text: &str) -> Self {
        let clamp = |at: usize| {
            let at = at.min(text.len());
            (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        Self { anchor: clamp(self.anchor), head: clamp(self.head), column: None }
    }

    /// Where the ends are after `range` became `length` bytes long.
    #[must_use]
    pub fn moved_by(self, range: &Range<usize>, length: usize) -> Self {
        let moved = |at: usize| {
            if at <= range.start {
                at
            } else if at >= range.end {
                at - range.len() + length
            } else {
                range.start + length
            }
        };
        Self { anchor: moved(self.anchor), head: moved(self.head), column: None }
    }
}

/// The word around an offset, or the blanks; at the end of a line, what it ends with.
pub fn word_at(text: &str, offset: usize) -> Range<usize> {
    let is_end = text[offset..].chars().next().is_none_or(|c| Kind::of(c) == Kind::LineEnd);
    let last = text[..offset].chars().next_back().filter(|c| is_end && Kind::of(*c) != Kind::LineEnd);
    let offset = offset - last.map_or(0, char::len_utf8);
    let kind = text[offset..].chars().next().map(Kind::of);
    let start = text[..offset].char_indices().rev().take_while(|(_, c)| Some(Kind::of(*c)) == kind);
    let start = start.last().map_or(offset, |(at, _)| at);
    let end = text[offset..].char_indices().find(|(_, c)| Some(Kind::of(*c)) != kind);
    start..end.map_or(text.len(), |(at, _)| offset + at)
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Word,
    Blank,
    LineEnd,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            '\n' | '\r' => Self::LineEnd,
            c if c.is_whitespace() => Self::Blank,
            c if c.is_alphanumeric() || c == '_' || c == '-' => Self::Word,
            _ => Self::Other,
        }
    }
}

fn before(text: &str, at: usize) -> usize {
    let mut back = text[..at].char_indices().rev();
    match back.next() {
        // A line end of two characters is one to a person.
        Some((start, '\n')) if text[..start].ends_with('\r') => start - 1,
        Some((start, _)) => start,
        None => 0,
    }
}

fn behind(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    if rest.starts_with("\r\n") { at + 2 } else { at + rest.chars().next().map_or(0, char::len_utf8) }
}

fn word_left(text: &str, at: usize) -> usize {
    let blanks = text[..at].trim_end_matches(|c| Kind::of(c) == Kind::Blank);
    let Some(last) = blanks.chars().next_back() else { return 0 };
    match Kind::of(last) {
        Kind::LineEnd => before(text, blanks.len()),
        kind => blanks.trim_end_matches(|c| Kind::of(c) == kind).len(),
    }
}

fn word_right(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return at };
    let past = match Kind::of(first) {
        Kind::LineEnd => return behind(text, at),
        kind => rest.trim_start_matches(|c| Kind::of(c) == kind),
    };
    text.len() - past.trim_start_matches(|c| Kind::of(c) == Kind::Blank).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps from `|` to where the second text has it.
    #[track_caller]
    fn check(before: &str, step: Step, after: &str) {
        let at = before.find('|').expect("a cursor");
        let buffer = Buffer::new(before.replace('|', ""));
        let head = Cursor::at(at).step(&buffer, step, false).head;
        let mut text = buffer.text().to_owned();
        text.insert(head, '|');
        assert_eq!(text, after, "{step:?}");
    }

    #[test]
    fn steps_lead_where_a_person_expects() {
        check("a|b", Step::Left, "|ab");
        check("|", Step::Left, "|");
        check("a\r\n|b", Step::Left, "a|\r\nb");
        check("a|\r\nb", Step::Right, "a\r\n|b");
        check("\u{e9}|x", Step::Left, "|\u{e9}x");
        check("ab cd|", Step::WordLeft, "ab |cd");
        check("ab |cd", Step::WordLeft, "|ab cd");
        check("|ab  cd", Step::WordRight, "ab  |cd");
        check("  \"a|b\"", Step::LineStart, "  |\"ab\"");
        check("  |\"ab\"", Step::LineStart, "|  \"ab\"");
        check("a|bc\nd", Step::LineEnd, "abc|\nd");
        check("abc|\nd\nefg", Step::Lines(1), "abc\nd|\nefg");
        check("a|bc", Step::Lines(-1), "|abc");
        check("a|bc", Step::Lines(1), "abc|");
        check("a|\nb", Step::TextEnd, "a\nb|");
    }

    #[test]
    fn the_column_is_kept_over_short_lines() {
        let buffer = Buffer::new("abc\n\nabc".to_owned());
        let cursor = Cursor::at(2).step(&buffer, Step::Lines(1), false).step(&buffer, Step::Lines(1), false);
        assert_eq!(cursor.head, 7);
    }

    #[test]
    fn words_are_found_around_an_offset() {
        let text = "\"my-role\": 1";
        assert_eq!(&text[word_at(text, 3)], "my-role");
        assert_eq!(&text[word_at(text, 0)], "\"");
        assert_eq!(&text[word_at(text, text.len())], "1");
        assert_eq!(word_at("ab\r\ncd", 2), 0..2);
        assert_eq!(word_at("", 0), 0..0);
    }
}
