//! A text by lines, as an editor needs it: any line is found at once, and a letter typed costs no more than moving
//! what stands behind it.

use std::ops::Range;

/// The text and where its lines begin.
#[derive(Debug)]
pub struct Buffer {
    text: String,
    /// Of each line its first byte; there is always one.
    starts: Vec<usize>,
    /// Counts up with each change.
    version: u64,
    /// Characters of the longest line there was.
    longest: usize,
    newline: &'static str,
    indent: String,
}

impl Default for Buffer {
    fn default() -> Self {
        Self::new(String::new())
    }
}

impl Buffer {
    pub fn new(text: String) -> Self {
        let starts: Vec<usize> = std::iter::once(0).chain(line_starts(&text, 0)).collect();
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let indent =
            text.lines().map(indent_of).find(|indent| !indent.is_empty()).unwrap_or("    ").to_owned();
        Self { text, starts, version: 0, longest, newline, indent }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// Characters of the longest line, or a few more.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// What ends a line in this file.
    pub fn newline(&self) -> &'static str {
        self.newline
    }

    /// One step of indentation in this file.
    pub fn indent(&self) -> &str {
        &self.indent
    }

    /// The bytes of a line without its end; of a line beyond the last, the end of the text.
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let Some(start) = self.starts.get(line).copied() else { return self.text.len()..self.text.len() };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = if end > start && self.text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
        start..end
    }

    pub fn line(&self, line: usize) -> &str {
        &self.text[self.line_span(line)]
    }

    /// The line that holds an offset, from 0.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Line and column in characters of an offset, both from 0.
    pub fn place_of(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let span = self.line_span(line);
        (line, self.text[span.start..offset.clamp(span.start, span.end)].chars().count())
    }

    /// The offset of a column in characters, or of the end of the line.
    pub fn offset_of(&self, line: usize, column: usize) -> usize {
        let span = self.line_span(line.min(self.line_count() - 1));
        let text = &self.text[span.clone()];
        text.char_indices().nth(column).map_or(span.end, |(at, _)| span.start + at)
    }

    /// Puts other text in the place of a range.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        let (first, last) = (self.line_of(range.start), self.line_of(range.end));
        self.text.replace_range(range.clone(), with);
        let added: Vec<usize> = line_starts(with, range.start).collect();
        let behind = first + 1 + added.len();
        self.starts.splice(first + 1..=last, added);
        for start in &mut self.starts[behind..] {
            *start = *start + with.len() - range.len();
        }
        for line in first..behind {
            self.longest = self.longest.max(self.line(line).chars().count());
        }
        self.version += 1;
    }
}

/// Where lines begin behind the line ends of a text that stands at `offset`.
fn line_starts(text: &str, offset: usize) -> impl Iterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(move |(at, _)| offset + at + 1)
}

/// The blanks a line begins with.
pub fn indent_of(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, range: Range<usize>, with: &str) {
        let mut buffer = Buffer::new(text.to_owned());
        buffer.replace(range, with);
        let fresh = Buffer::new(buffer.text().to_owned());
        assert_eq!(buffer.starts, fresh.starts, "{:?}", buffer.text());
        assert!(buffer.longest >= fresh.longest);
    }

    #[test]
    fn lines_are_known_after_any_change() {
        let text = "one\ntwo\r\nthree\n";
        for start in 0..=text.len() {
            for end in start..=text.len() {
                for with in ["", "x", "\n", "a\nb\n\nc"] {
                    check(text, start..end, with);
                }
            }
        }
    }

    #[test]
    fn places_and_offsets_lead_to_each_other() {
        let buffer = Buffer::new("a\u{e9}b\r\n\tc".to_owned());
        assert_eq!((buffer.newline(), buffer.indent(), buffer.line_count()), ("\r\n", "\t", 2));
        assert_eq!(buffer.place_of(3), (0, 2));
        assert_eq!(buffer.offset_of(0, 2), 3);
        assert_eq!(buffer.offset_of(0, 99), 4);
        assert_eq!(buffer.line(1), "\tc");
        assert_eq!(buffer.offset_of(9, 0), 6);
    }
}
