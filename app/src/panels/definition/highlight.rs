//! The colors of JSON. No value of JSON goes beyond its line, so any line can be colored by itself.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId};

use crate::look::Tokens;

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Key,
    Text,
    /// `#{…}` in a text: a variable.
    Variable,
    Number,
    Word,
    Mark,
}

/// A line in color.
pub fn job(line: &str, font: &FontId, tokens: &Tokens) -> LayoutJob {
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    job.wrap.max_width = f32::INFINITY;
    parts(line, |kind, part| {
        job.append(part, 0.0, TextFormat::simple(font.clone(), color(kind, tokens)));
    });
    if line.is_empty() {
        // Even an empty line has a place for the cursor.
        job.append("", 0.0, TextFormat::simple(font.clone(), tokens.text));
    }
    job
}

/// The color of a part.
pub fn color(kind: Kind, tokens: &Tokens) -> Color32 {
    match kind {
        Kind::Key => tokens.source.text,
        Kind::Text => tokens.text,
        Kind::Variable => tokens.invoke.text,
        Kind::Number => tokens.build.text,
        Kind::Word => tokens.test.text,
        Kind::Mark => tokens.weak,
    }
}

/// Calls `emit` with every part of the line, in order and without gaps.
fn parts<'a>(line: &'a str, mut emit: impl FnMut(Kind, &'a str)) {
    let mut at = 0;
    while let Some(first) = line[at..].chars().next() {
        let rest = &line[at..];
        let length = match first {
            '"' => {
                let length = text_length(rest);
                let is_key = rest[length..].trim_start().starts_with(':');
                if is_key {
                    emit(Kind::Key, &rest[..length]);
                } else {
                    text(&rest[..length], &mut emit);
                }
                length
            }
            '-' | '0'..='9' => {
                let length = span(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
                emit(Kind::Number, &rest[..length]);
                length
            }
            c if c.is_alphabetic() => {
                let length = span(rest, char::is_alphanumeric);
                emit(Kind::Word, &rest[..length]);
                length
            }
            _ => {
                let is_mark = |c: char| !(c == '"' || c == '-' || c.is_alphanumeric());
                let length = span(rest, is_mark).max(first.len_utf8());
                emit(Kind::Mark, &rest[..length]);
                length
            }
        };
        at += length;
    }
}

/// The bytes of the text that begins here with its quotes, or of all there is if it does not end.
fn text_length(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A text, with the variables in it set apart.
fn text<'a>(mut rest: &'a str, emit: &mut impl FnMut(Kind, &'a str)) {
    while let Some(start) = rest.find("#{") {
        let Some(length) = rest[start..].find('}').map(|end| end + 1) else { break };
        if start > 0 {
            emit(Kind::Text, &rest[..start]);
        }
        emit(Kind::Variable, &rest[start..start + length]);
        rest = &rest[start + length..];
    }
    if !rest.is_empty() {
        emit(Kind::Text, rest);
    }
}

fn span(rest: &str, holds: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !holds(c)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expect: &str) {
        let (mut words, mut all) = (Vec::new(), String::new());
        parts(line, |kind, part| {
            all.push_str(part);
            if !part.trim().is_empty() {
                words.push(format!("{kind:?} {}", part.trim()));
            }
        });
        assert_eq!(all, line, "nothing is lost");
        assert_eq!(words.join(" | "), expect);
    }

    #[test]
    fn each_part_has_its_kind() {
        check("  \"a\": \"b\",", "Key \"a\" | Mark : | Text \"b\" | Mark ,");
        check("[-1.5e3, true]", "Mark [ | Number -1.5e3 | Mark , | Word true | Mark ]");
        check("\"x #{a.b} y\"", "Text \"x | Variable #{a.b} | Text y\"");
        check("\"a\\\"b\" : 1", "Key \"a\\\"b\" | Mark : | Number 1");
        check("\"open", "Text \"open");
        check("\"#{open\"", "Text \"#{open\"");
        check("\u{201c}x\u{201d}", "Mark \u{201c} | Word x | Mark \u{201d}");
        check("", "");
    }
}
