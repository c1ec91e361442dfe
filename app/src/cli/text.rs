//! Text with styles, which a stream writes with colors or without.
//!
//! Names, messages and source lines come from files and from the network. What would move the cursor of a terminal,
//! color it or turn the direction of writing around is written out instead, so that nobody can hide a change behind
//! such characters.

use std::borrow::Cow;
use std::fmt::Write as _;

use pipewright_core::check::Severity;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    Strong,
    Faint,
    Error,
    Warning,
    Hint,
    Added,
    Removed,
}

impl Style {
    pub fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Hint => Self::Hint,
        }
    }

    /// The parameters of the escape sequence; none for plain text.
    fn sequence(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Faint => Some("2"),
            Self::Error => Some("1;31"),
            Self::Warning => Some("1;33"),
            Self::Hint => Some("1;36"),
            Self::Added => Some("32"),
            Self::Removed => Some("31"),
        }
    }
}

/// Pieces of text, each in a style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pieces: Vec<(Style, String)>,
}

impl Text {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a piece.
    pub fn add(&mut self, style: Style, text: impl AsRef<str>) -> &mut Self {
        self.pieces.push((style, visible(text.as_ref()).into_owned()));
        self
    }

    /// Adds a piece without style.
    pub fn plain(&mut self, text: impl AsRef<str>) -> &mut Self {
        self.add(Style::Plain, text)
    }

    /// Ends a line.
    pub fn end_line(&mut self) -> &mut Self {
        self.plain("\n")
    }

    /// As it is written to a stream.
    pub fn render(&self, has_color: bool) -> String {
        let mut rendered = String::new();
        for (style, text) in &self.pieces {
            match style.sequence().filter(|_| has_color && !text.is_empty()) {
                Some(sequence) => {
                    let _ = write!(rendered, "\u{1b}[{sequence}m{text}\u{1b}[0m");
                }
                None => rendered.push_str(text),
            }
        }
        rendered
    }
}

/// The text with everything written out that is no letter, sign, blank or line end.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

fn is_hidden(c: char) -> bool {
    let turns_direction = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    (c.is_control() && c != '\n') || turns_direction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_show_in_color_alone() {
        let mut text = Text::new();
        text.add(Style::Error, "error").plain(": no").add(Style::Faint, "");
        assert_eq!(text.render(false), "error: no");
        assert_eq!(text.render(true), "\u{1b}[1;31merror\u{1b}[0m: no");
    }

    #[test]
    fn what_would_steer_a_terminal_is_written_out() {
        assert_eq!(visible("a\u{1b}[2Jb\r"), "a\\u{1b}[2Jb\\u{d}");
        assert_eq!(visible("\u{202e}txt"), "\\u{202e}txt");
        assert_eq!(visible("\u{9b}31m"), "\\u{9b}31m");
        assert_eq!(visible("zwölf 日本 ✓\n"), "zwölf 日本 ✓\n");
    }
}
