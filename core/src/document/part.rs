//! A part of a text value: where it stands between the quotes, and where a value of JSON written in a text stands
//! in it.

use std::ops::Range;

use super::spans::{NodeKind, scan};
use crate::pipeline::Step;

/// The bytes of a JSON string, quotes included, that stand for these bytes of its text; `None` where the text has
/// no such bytes.
pub(super) fn in_literal(literal: &str, part: &Range<usize>) -> Option<Range<usize>> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let (mut raw, mut read) = (0, 0);
    let mut start = None;
    loop {
        if read == part.start {
            start = Some(raw);
        }
        if read == part.end {
            return start.map(|start| 1 + start..1 + raw);
        }
        if raw == inner.len() || read > part.end {
            return None;
        }
        let (written, meant) = character(&inner[raw..])?;
        raw += written;
        read += meant;
    }
}

/// How many bytes the first character of a text is written with, and how many bytes it has.
fn character(text: &str) -> Option<(usize, usize)> {
    let first = text.chars().next()?;
    if first != '\\' {
        return Some((first.len_utf8(), first.len_utf8()));
    }
    if text.as_bytes().get(1) != Some(&b'u') {
        return Some((2, 1));
    }
    let unit = |at: usize| u16::from_str_radix(text.get(at..at + 4)?, 16).ok();
    let single = |unit: u16| char::from_u32(unit.into()).map(|c| (6, c.len_utf8()));
    // Beyond the first 65536 characters, two escapes are one character of four bytes.
    let first = unit(2)?;
    single(first).or_else(|| {
        unit(8)?;
        Some((12, 4))
    })
}

/// Where a value stands in a text that is JSON; of an object or list its first character. `None` if the text is no
/// JSON, or has no such value.
pub(crate) fn in_json(text: &str, steps: &[Step]) -> Option<Range<usize>> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
    let mut node = scan(text)?;
    for step in steps {
        node = match (step, node.kind) {
            (Step::Key(key), NodeKind::Object(members)) => {
                members.into_iter().rfind(|member| member.key == *key).map(|member| member.value)?
            }
            (Step::Index(index), NodeKind::Array(elements)) => elements.into_iter().nth(*index)?,
            _ => return None,
        };
    }
    let span = node.span;
    Some(match node.kind {
        NodeKind::Scalar => span,
        NodeKind::Object(_) | NodeKind::Array(_) => span.start..span.start + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_text_is_found_between_its_quotes() {
        for (literal, part, expect) in [
            (r#""abc""#, 1..2, Some("b")),
            (r#""abc""#, 0..3, Some("abc")),
            (r#""abc""#, 3..3, Some("")),
            (r#""a\"b\"c""#, 1..4, Some(r#"\"b\""#)),
            (r#""\\\n\u00e9x""#, 2..4, Some(r"\u00e9")),
            (r#""\ud83d\ude00x""#, 4..5, Some("x")),
            (r#""é😀x""#, 2..6, Some("😀")),
            (r#""abc""#, 2..4, None),
            (r#""é""#, 1..2, None),
            ("12", 0..1, None),
        ] {
            let found = in_literal(literal, &part);
            assert_eq!(found.map(|range| &literal[range]), expect, "{literal} {part:?}");
            // What the bytes stand for is the part itself.
            if let (Some(expect), Ok(text)) = (expect, serde_json::from_str::<String>(literal)) {
                let meant: String = serde_json::from_str(&format!("\"{expect}\"")).expect("JSON");
                assert_eq!(text[part], meant);
            }
        }
    }

    #[test]
    fn values_are_found_in_a_text_that_is_json() {
        let text = r#"[{"name": "A", "value": "x"}, {"name": "B"}]"#;
        let check = |steps: &[Step], expect: Option<&str>| {
            assert_eq!(in_json(text, steps).map(|range| &text[range]), expect);
        };
        check(&[], Some("["));
        check(&[1.into()], Some("{"));
        check(&[0.into(), "value".into()], Some("\"x\""));
        check(&[1.into(), "value".into()], None);
        check(&["name".into()], None);
        assert_eq!(in_json("[1,", &[]), None);
    }
}
