//! Writing the elements of a picture.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::letters::{Weight, fit};
use super::{Ink, Theme};
use crate::edit::clip::masked_text;
use crate::layout::{Point, Rect, Segment};

/// The text of a picture as it grows.
pub(super) struct Pen {
    pub out: String,
    pub theme: Theme,
    clips: usize,
}

/// Where a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    pub weight: Weight,
    pub size: f32,
    pub ink: Ink,
    pub anchor: Anchor,
}

/// From the middle of a line to its base, in parts of the size: half of the height of capitals.
const BASE: f32 = 0.3636;

impl Font {
    pub fn regular(size: f32, ink: Ink) -> Self {
        Self { weight: Weight::Regular, size, ink, anchor: Anchor::Start }
    }

    pub fn semibold(size: f32, ink: Ink) -> Self {
        Self { weight: Weight::SemiBold, ..Self::regular(size, ink) }
    }

    pub fn centered(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }
}

impl Pen {
    pub fn new(theme: Theme) -> Self {
        Self { out: String::new(), theme, clips: 0 }
    }

    /// Anything at all. Writing to a String cannot fail.
    pub fn put(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(text);
    }

    /// Opens a group; `name` is told to readers of the picture.
    pub fn open(&mut self, class: &str, name: &str) {
        self.put(format_args!("<g class=\"{class}\"><title>{}</title>\n", escaped(&hidden(name))));
    }

    /// The same, paler if it is only a ghost of something.
    pub fn open_as(&mut self, class: &str, name: &str, is_ghost: bool) {
        if is_ghost {
            let name = escaped(&hidden(name));
            self.put(format_args!("<g class=\"{class}\" opacity=\"0.55\"><title>{name}</title>\n"));
        } else {
            self.open(class, name);
        }
    }

    /// A border over what is there already, with a breath of its color inside.
    pub fn outline(&mut self, rect: &Rect, radius: f32, ink: Ink, is_dashed: bool) {
        let inside = rect.expand(-1.0);
        let color = ink.in_theme(self.theme);
        let dashes = if is_dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        self.put(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{color}\" \
             fill-opacity=\"0.08\" stroke=\"{color}\" stroke-width=\"2\"{dashes}/>\n",
            number(inside.min.x),
            number(inside.min.y),
            number(inside.width()),
            number(inside.height()),
            number((radius - 1.0).max(0.0)),
        ));
    }

    pub fn close(&mut self) {
        self.out.push_str("</g>\n");
    }

    /// A rectangle with its border inside, as on the canvas.
    pub fn rect(&mut self, rect: &Rect, radius: f32, fill: Ink, border: Option<(Ink, f32)>) {
        let (inside, stroke) = match border {
            None => (*rect, String::new()),
            Some((ink, width)) => {
                let color = ink.in_theme(self.theme);
                (rect.expand(-width / 2.0), format!(" stroke=\"{color}\" stroke-width=\"{}\"", number(width)))
            }
        };
        let radius = (radius - border.map_or(0.0, |(_, width)| width / 2.0)).max(0.0);
        let fill = fill.in_theme(self.theme);
        self.put(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{fill}\"{stroke}/>\n",
            number(inside.min.x),
            number(inside.min.y),
            number(inside.width()),
            number(inside.height()),
            number(radius),
        ));
    }

    pub fn circle(&mut self, center: Point, radius: f32, fill: Ink, border: Ink) {
        self.put(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"{}\"/>\n",
            number(center.x),
            number(center.y),
            number(radius),
            fill.in_theme(self.theme),
            border.in_theme(self.theme),
        ));
    }

    pub fn line(&mut self, [from, to]: [Point; 2], ink: Ink) {
        self.put(format_args!(
            "<path d=\"M{} {}L{} {}\" stroke=\"{}\"/>\n",
            number(from.x),
            number(from.y),
            number(to.x),
            number(to.y),
            ink.in_theme(self.theme),
        ));
    }

    /// A line with curves; `name` is told to readers of the picture.
    pub fn curve(&mut self, segments: &[Segment], ink: Ink, width: f32, is_dashed: bool, name: &str) {
        let mut at = None;
        let mut way = String::new();
        for segment in segments {
            let (Segment::Line([start, ..]) | Segment::Curve([start, ..])) = segment;
            if at != Some(*start) {
                let _ = write!(way, "M{} {}", number(start.x), number(start.y));
            }
            at = Some(match segment {
                Segment::Line([_, end]) => {
                    let _ = write!(way, "L{} {}", number(end.x), number(end.y));
                    *end
                }
                Segment::Curve([_, one, two, end]) => {
                    let all = [one.x, one.y, two.x, two.y, end.x, end.y].map(number);
                    let _ = write!(way, "C{}", all.join(" "));
                    *end
                }
            });
        }
        let dashes = if is_dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        self.put(format_args!(
            "<path d=\"{way}\" stroke=\"{}\" stroke-width=\"{}\"{dashes}><title>{}</title></path>\n",
            ink.in_theme(self.theme),
            number(width),
            escaped(&hidden(name)),
        ));
    }

    /// One line of words around the middle of a line, cut where `room` ends; yields the width they take.
    pub fn text(&mut self, at: Point, text: &str, font: Font, room: f32) -> f32 {
        let text = hidden(text);
        let clean = clean(&text);
        let fitted = fit(clean.trim(), font.weight, font.size, room);
        if fitted.text.is_empty() {
            return 0.0;
        }
        let y = at.y + BASE * font.size;
        let attributes = format!(
            "x=\"{}\" y=\"{}\" font-size=\"{}\"{}{} fill=\"{}\"",
            number(at.x),
            number(y),
            number(font.size),
            if font.weight == Weight::SemiBold { " font-weight=\"600\"" } else { "" },
            if font.anchor == Anchor::Middle { " text-anchor=\"middle\"" } else { "" },
            font.ink.in_theme(self.theme),
        );
        let text = escaped(&fitted.text);
        if fitted.is_exact {
            // Whatever font the reader has, the words take the room that was measured.
            self.put(format_args!(
                "<text {attributes} textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{text}</text>\n",
                number(fitted.width),
            ));
        } else {
            // Nobody knows how wide these letters are, so their place is fenced.
            self.clips += 1;
            let left = if font.anchor == Anchor::Middle { at.x - room / 2.0 } else { at.x };
            let id = format!("clip{}", self.clips);
            self.put(format_args!(
                "<clipPath id=\"{id}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\
                 <g clip-path=\"url(#{id})\"><text {attributes}>{text}</text></g>\n",
                number(left),
                number(at.y - font.size),
                number(room),
                number(font.size * 2.0),
            ));
        }
        fitted.width
    }
}

/// With at most two decimals, and none that say nothing.
pub(super) fn number(value: f32) -> String {
    let hundredths = (f64::from(value) * 100.0).round() as i64;
    let (sign, rest) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
    match (rest / 100, rest % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        (whole, part) => format!("{sign}{whole}.{part:02}"),
    }
}

/// Without keys of access, which are long and would be seen by all who see the picture.
pub(super) fn hidden(text: &str) -> Cow<'_, str> {
    const SHORTEST: usize = 16;
    if text.len() < SHORTEST { Cow::Borrowed(text) } else { Cow::Owned(masked_text(text)) }
}

/// Without what XML forbids, and without marks that turn the direction of what follows.
fn clean(text: &str) -> Cow<'_, str> {
    let is_odd = |letter: char| letter.is_control() || is_turning(letter) || !is_xml(letter);
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|letter| !is_turning(*letter));
    Cow::Owned(kept.map(|letter| if letter.is_control() || !is_xml(letter) { ' ' } else { letter }).collect())
}

fn is_turning(letter: char) -> bool {
    matches!(letter, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_xml(letter: char) -> bool {
    !matches!(letter, '\u{FFFE}' | '\u{FFFF}')
}

/// For the inside of elements and of attributes.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let cases =
            [(0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (-2.25, "-2.25"), (3.006, "3.01"), (0.05, "0.05")];
        for (value, expected) in cases {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn nothing_in_a_name_is_markup() {
        assert_eq!(escaped("a<b>\"'&"), "a&lt;b&gt;&quot;&#39;&amp;");
        assert_eq!(escaped("\u{202E}abc\u{0}\u{FFFF}"), "abc  ");
    }
}
