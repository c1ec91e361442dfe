//! The text a document came from, and how it was encoded.

use std::ops::Range;

use super::read::{ReadError, ReadErrorKind};

/// How a file's bytes stand for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8 {
        /// Whether the mark is there.
        bom: bool,
    },
    /// UTF-16, little endian, with byte order mark.
    Utf16Le,
    /// UTF-16, big endian, with byte order mark.
    Utf16Be,
}

/// A file's text and encoding.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    text: String,
    encoding: Encoding,
}

/// A place in a text, for people: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

const UTF8_BOM: &[u8] = &[0xEF, 0xBB, 0xBF];
const UTF16_LE_BOM: &[u8] = &[0xFF, 0xFE];
const UTF16_BE_BOM: &[u8] = &[0xFE, 0xFF];

impl Source {
    /// Decodes the bytes of a file.
    pub fn decode(bytes: &[u8]) -> Result<Self, ReadError> {
        if let Some(rest) = bytes.strip_prefix(UTF16_LE_BOM) {
            return Self::decode_utf16(rest, Encoding::Utf16Le, u16::from_le_bytes);
        }
        if let Some(rest) = bytes.strip_prefix(UTF16_BE_BOM) {
            return Self::decode_utf16(rest, Encoding::Utf16Be, u16::from_be_bytes);
        }
        let (rest, bom) = match bytes.strip_prefix(UTF8_BOM) {
            Some(rest) => (rest, true),
            None => (bytes, false),
        };
        // JSON begins with an ASCII character; beside it a zero byte is the other half of a UTF-16 unit.
        if let [0, _, ..] | [_, 0, ..] = rest {
            let expected = "UTF-8, or UTF-16 with a byte order mark, which is missing here";
            return Err(ReadError::at(ReadErrorKind::NotText { expected }, "", 0));
        }
        match std::str::from_utf8(rest) {
            Ok(text) => Ok(Self { text: text.to_owned(), encoding: Encoding::Utf8 { bom } }),
            Err(error) => {
                let good = String::from_utf8_lossy(&rest[..error.valid_up_to()]);
                Err(ReadError::at(
                    ReadErrorKind::NotText { expected: "UTF-8, or UTF-16 with a byte order mark" },
                    &good,
                    good.len(),
                ))
            }
        }
    }

    fn decode_utf16(bytes: &[u8], encoding: Encoding, unit: fn([u8; 2]) -> u16) -> Result<Self, ReadError> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let mut text = String::with_capacity(bytes.len() / 2);
        for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
            let Ok(c) = decoded else {
                let kind = ReadErrorKind::NotText { expected: "UTF-16 with each surrogate in its pair" };
                return Err(ReadError::at(kind, &text, text.len()));
            };
            text.push(c);
        }
        if rest.is_empty() {
            Ok(Self { text, encoding })
        } else {
            let kind = ReadErrorKind::NotText {
                expected: "UTF-16, two bytes for each unit; the last byte is half of one",
            };
            Err(ReadError::at(kind, &text, text.len()))
        }
    }

    /// A source that was never in a file.
    pub fn from_text(text: String) -> Self {
        Self { text, encoding: Encoding::Utf8 { bom: false } }
    }

    /// The same encoding with another text.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        Self { text, encoding: self.encoding }
    }

    /// The text, without byte order mark, line ends as in the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The encoding.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// `text` as bytes in this source's encoding.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            Encoding::Utf8 { bom: false } => text.as_bytes().to_vec(),
            Encoding::Utf8 { bom: true } => [UTF8_BOM, text.as_bytes()].concat(),
            Encoding::Utf16Le => {
                let units = text.encode_utf16().flat_map(u16::to_le_bytes);
                UTF16_LE_BOM.iter().copied().chain(units).collect()
            }
            Encoding::Utf16Be => {
                let units = text.encode_utf16().flat_map(u16::to_be_bytes);
                UTF16_BE_BOM.iter().copied().chain(units).collect()
            }
        }
    }

    /// Line and column of a byte offset.
    pub fn place(&self, offset: usize) -> TextPlace {
        TextPlace::of(&self.text, offset)
    }

    /// The line that holds a byte offset, without its line end, and the offset's range in it in bytes.
    pub fn line_around(&self, span: &Range<usize>) -> (&str, Range<usize>) {
        let start = self.text[..span.start.min(self.text.len())].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let line = self.text[start..end].trim_end_matches('\r');
        let from = (span.start - start).min(line.len());
        let to = (span.end.max(span.start) - start).min(line.len());
        (line, from..to)
    }
}

impl TextPlace {
    /// The place of a byte offset in a text.
    pub fn of(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}
