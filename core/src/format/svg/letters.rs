//! How wide words are, from the fonts of the program, so that they are cut before they leave their place.

use std::borrow::Cow;
use std::sync::OnceLock;

use ttf_parser::Face;
use unicode_width::UnicodeWidthChar;

/// Inter Regular, as a file.
pub const REGULAR: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.otf");
/// Inter `SemiBold`, as a file.
pub const SEMIBOLD: &[u8] = include_bytes!("../../../../assets/fonts/Inter-SemiBold.otf");

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Names.
    SemiBold,
}

/// A text made to fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted<'a> {
    /// Cut, with … at its end, where there is too much of it.
    pub text: Cow<'a, str>,
    /// In points. Where a letter is not in our fonts, more than it will take.
    pub width: f32,
    /// Whether our fonts have all of it, so that the width is exact.
    pub is_exact: bool,
}

/// Width of letters that no font of ours has, in parts of the size.
const UNKNOWN: f32 = 0.8;
/// The same for letters that take two columns on a terminal.
const UNKNOWN_WIDE: f32 = 1.1;

/// A text as far as `room` points let it.
pub fn fit(text: &str, weight: Weight, size: f32, room: f32) -> Fitted<'_> {
    let (width, is_exact) = measure(text, weight, size);
    if width <= room {
        return Fitted { text: Cow::Borrowed(text), width, is_exact };
    }
    let dots = advance('…', weight).0 * size;
    if dots > room {
        return Fitted { text: Cow::Borrowed(""), width: 0.0, is_exact: true };
    }
    let (mut end, mut taken) = (0, 0.0);
    for (at, letter) in text.char_indices() {
        let next = taken + advance(letter, weight).0 * size;
        if next + dots > room {
            break;
        }
        taken = next;
        end = at + letter.len_utf8();
    }
    let cut = format!("{}…", text[..end].trim_end());
    let (width, is_exact) = measure(&cut, weight, size);
    Fitted { text: Cow::Owned(cut), width, is_exact }
}

/// A text in lines of at most `room` points, broken between words, and inside those that are longer than a line.
pub fn wrap(text: &str, weight: Weight, size: f32, room: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if measure(&longer, weight, size).0 <= room {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut width = 0.0;
            for letter in word.chars() {
                let next = advance(letter, weight).0 * size;
                if width + next > room && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    width = 0.0;
                }
                line.push(letter);
                width += next;
            }
        }
        lines.push(line);
    }
    lines
}

/// The width of a text in points, and whether our fonts have all of its letters.
pub fn measure(text: &str, weight: Weight, size: f32) -> (f32, bool) {
    let mut all = (0.0, true);
    for letter in text.chars() {
        let (width, is_exact) = advance(letter, weight);
        all = (all.0 + width, all.1 && is_exact);
    }
    (all.0 * size, all.1)
}

/// Whether our fonts have all letters of a text.
pub fn is_known(text: &str) -> bool {
    text.chars().all(|letter| letter.is_control() || advance(letter, Weight::Regular).1)
}

/// The width of a letter in parts of the size, and whether it is in the font.
fn advance(letter: char, weight: Weight) -> (f32, bool) {
    let widths = Widths::of(weight);
    if let Some(Some(width)) = widths.first.get(letter as usize) {
        return (*width, true);
    }
    match widths.face.as_ref().and_then(|face| advance_in(face, letter)) {
        Some(width) => (width, true),
        None if letter.width().unwrap_or(0) == 2 => (UNKNOWN_WIDE, false),
        None => (UNKNOWN, false),
    }
}

fn advance_in(face: &Face<'_>, letter: char) -> Option<f32> {
    let width = face.glyph_hor_advance(face.glyph_index(letter)?)?;
    Some(f32::from(width) / f32::from(face.units_per_em()))
}

/// A font, and the widths of the letters most texts are made of.
struct Widths {
    face: Option<Face<'static>>,
    first: [Option<f32>; 128],
}

impl Widths {
    fn of(weight: Weight) -> &'static Self {
        static ALL: [OnceLock<Widths>; 2] = [const { OnceLock::new() }; 2];
        let (at, bytes) = match weight {
            Weight::Regular => (0, REGULAR),
            Weight::SemiBold => (1, SEMIBOLD),
        };
        ALL[at].get_or_init(|| {
            let face = Face::parse(bytes, 0).ok();
            let mut first = [None; 128];
            for (code, width) in (0_u8..).zip(&mut first) {
                *width = face.as_ref().and_then(|face| advance_in(face, char::from(code)));
            }
            Self { face, first }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_and_what_does_not_is_cut() {
        let whole = fit("Deploy", Weight::SemiBold, 12.5, 100.0);
        assert_eq!((whole.text.as_ref(), whole.is_exact), ("Deploy", true));
        assert!((30.0..60.0).contains(&whole.width), "{}", whole.width);
        for room in 0..60 {
            let cut = fit("Deploy to production", Weight::Regular, 11.0, room as f32);
            assert!(cut.width <= room as f32 + 0.001, "{room}: {cut:?}");
            assert!(cut.text.is_empty() || cut.text.ends_with('…'), "{cut:?}");
        }
    }

    #[test]
    fn heavier_letters_are_wider() {
        let width = |weight| measure("Publish", weight, 13.0).0;
        assert!(width(Weight::Regular) < width(Weight::SemiBold));
    }

    #[test]
    fn letters_of_no_font_of_ours_are_taken_for_wide() {
        let (width, is_exact) = measure("部署", Weight::Regular, 10.0);
        assert_eq!((width, is_exact), (22.0, false));
    }

    #[test]
    fn lines_break_between_words_and_in_words_that_are_too_long() {
        let room = 60.0;
        let lines = wrap("one two three four\n\nabcdefghijklmnopqrstuvwxyz", Weight::Regular, 11.0, room);
        assert!(lines.len() > 4 && lines.contains(&String::new()), "{lines:?}");
        for line in &lines {
            assert!(measure(line, Weight::Regular, 11.0).0 <= room, "{line}");
        }
        assert_eq!(lines.concat().replace(' ', ""), "onetwothreefourabcdefghijklmnopqrstuvwxyz");
    }
}
