//! A line of a file with a mark under what is meant.

use std::ops::Range;

use pipewright_core::document::Source;
use pipewright_core::plan::MASK;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::text::{Style, Text, visible};

/// What to show.
pub struct Excerpt<'a> {
    pub source: &'a Source,
    /// In bytes of the text. Of more than one line the first is shown; of an empty range, one column.
    pub span: Range<usize>,
    /// Columns for line numbers, from [`gutter`].
    pub gutter: usize,
    pub style: Style,
    /// Beside the mark.
    pub note: &'a str,
    /// What a log may not hold, the longest first.
    pub secrets: &'a [String],
}

/// The columns that the longest line number of a text takes.
pub fn gutter(text: &str) -> usize {
    text.lines().count().max(1).ilog10() as usize + 1
}

impl Excerpt<'_> {
    /// Adds an empty line, the line of the file and the marks, at most `columns` wide.
    pub fn add_to(&self, text: &mut Text, columns: usize) {
        let number = self.source.place(self.span.start).line.to_string();
        let gutter = self.gutter;
        let (line, range) = self.source.line_around(&self.span);
        let parts = [&line[..range.start], &line[range.clone()], &line[range.end..]];
        let [before, marked, after] =
            fit(parts.map(|part| shown(&self.without_secrets(part))), columns.saturating_sub(gutter + 3));

        text.add(Style::Faint, format!("{:gutter$} |", "")).end_line();
        text.add(Style::Faint, format!("{number:>gutter$} | "));
        text.plain(&before).add(self.style, &marked).plain(after).end_line();
        text.add(Style::Faint, format!("{:gutter$} | ", ""));
        let sign = if self.style == Style::Faint { "-" } else { "^" };
        text.plain(" ".repeat(before.width())).add(self.style, sign.repeat(marked.width().max(1)));
        if !self.note.is_empty() {
            text.plain(" ").add(self.style, self.note);
        }
        text.end_line();
    }
}

impl Excerpt<'_> {
    /// The part with a mask for each secret, however deep in texts it stands.
    fn without_secrets(&self, part: &str) -> String {
        let mut part = part.to_owned();
        for secret in self.secrets {
            let once = quoted(secret);
            for written in [quoted(&once), once, secret.clone()] {
                part = part.replace(&written, MASK);
            }
        }
        part
    }
}

/// As it stands between the quotes of JSON.
fn quoted(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// As a terminal can show it, every character as wide as it says.
fn shown(part: &str) -> String {
    visible(&part.replace('\t', "    ")).into_owned()
}

/// Cuts the parts of a line that is too long so that the marked one stays in sight.
fn fit(parts: [String; 3], columns: usize) -> [String; 3] {
    if parts.iter().map(|part| part.width()).sum::<usize>() <= columns {
        return parts;
    }
    let [before, marked, after] = parts;
    let before = tail(&before, columns / 3);
    let marked = head(&marked, columns.saturating_sub(before.width() + after.width().min(columns / 6)));
    let after = head(&after, columns.saturating_sub(before.width() + marked.width()));
    [before, marked, after]
}

/// The first so many columns; what is cut off is shown by a sign.
fn head(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept: String = within(text.chars(), columns.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

fn tail(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let kept: Vec<char> = within(text.chars().rev(), columns.saturating_sub(1)).collect();
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

fn within(chars: impl Iterator<Item = char>, columns: usize) -> impl Iterator<Item = char> {
    let mut used = 0;
    chars.take_while(move |c| {
        used += c.width().unwrap_or(0);
        used <= columns
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, marked: &str, columns: usize, expected: &[&str]) {
        let source = Source::from_text(format!("{{\n{line}\n}}"));
        let start = source.text().find(marked).unwrap();
        let span = start..start + marked.len();
        let mut text = Text::new();
        Excerpt { source: &source, span, gutter: 2, style: Style::Error, note: "", secrets: &[] }
            .add_to(&mut text, columns);
        let rendered = text.render(false);
        let lines: Vec<&str> = rendered.lines().collect();
        assert_eq!(lines[1..], *expected);
    }

    #[test]
    fn marks_stand_under_what_they_mark() {
        check("\"a\": 1,", "1", 80, &[" 2 | \"a\": 1,", "   |      ^"]);
        check("\t\"a\": 12", "12", 80, &[" 2 |     \"a\": 12", "   |          ^^"]);
        check("\"größe\": \"é\"", "\"é\"", 80, &[" 2 | \"größe\": \"é\"", "   |          ^^^"]);
        check("\"日本\": \"東京\"", "\"東京\"", 80, &[" 2 | \"日本\": \"東京\"", "   |         ^^^^^^"]);
        check("\"e\u{301}\": 1", "1", 80, &[" 2 | \"e\u{301}\": 1", "   |      ^"]);
    }

    #[test]
    fn a_secret_is_masked_however_it_is_quoted() {
        let source =
            Source::from_text(r#"{"a": "say \"hush\"", "b": "{\"c\":\"say \\\"hush\\\"\"}"}"#.to_owned());
        let span = source.text().find("\"say").unwrap()..source.text().find(", \"b").unwrap();
        let secrets = ["say \"hush\"".to_owned()];
        let mut text = Text::new();
        Excerpt { source: &source, span, gutter: 2, style: Style::Error, note: "", secrets: &secrets }
            .add_to(&mut text, 80);
        let rendered = text.render(false);
        assert!(!rendered.contains("hush"), "{rendered}");
        assert_eq!(rendered.lines().nth(2), Some("   |       ^^^^^^"), "{rendered}");
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let line = format!("{{\"a\": \"{}\", \"b\": 7, \"c\": \"{}\"}}", "x".repeat(90), "y".repeat(90));
        check(
            &line,
            "7",
            45,
            &[" 2 | …xxxx\", \"b\": 7, \"c\": \"yyyyyyyyyyyyyyyyy…", "   |              ^"],
        );
        let line = format!("\"{}\"", "z".repeat(300));
        let cut = format!(" 2 | \"{}…", "z".repeat(38));
        let marks = format!("   | {}", "^".repeat(40));
        check(&line, &line, 45, &[&cut, &marks]);
    }
}
