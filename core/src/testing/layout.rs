//! JSON written in all the ways people and programs write it.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value;

/// How a made-up file is written.
#[derive(Clone, Debug)]
pub struct Layout {
    /// What one level of indentation is; `None` for one line.
    pub indent: Option<&'static str>,
    /// Between lines.
    pub line_end: &'static str,
    /// Between key and value.
    pub colon: &'static str,
    /// Before each comma.
    pub before_comma: &'static str,
    /// Behind each comma that ends a line.
    pub trailing: &'static str,
    /// Lists and objects with fewer characters than this stay on one line.
    pub short: usize,
    /// Behind the last bracket.
    pub end: &'static str,
    /// Write characters beyond ASCII as escapes.
    pub escapes: bool,
}

impl Layout {
    /// As AWS prints.
    pub const AWS: Self = Self {
        indent: Some("    "),
        line_end: "\n",
        colon: ": ",
        before_comma: "",
        trailing: "",
        short: 0,
        end: "\n",
        escapes: false,
    };

    /// Everything on one line, without blanks.
    pub const COMPACT: Self = Self { indent: None, colon: ":", end: "", ..Self::AWS };

    /// Writes a value.
    pub fn write(&self, value: &Value) -> String {
        let mut out = String::new();
        self.write_value(&mut out, value, 0);
        out.push_str(self.end);
        out
    }

    fn write_value(&self, out: &mut String, value: &Value, depth: usize) {
        let items: Vec<(Option<&String>, &Value)> = match value {
            Value::Object(members) => members.iter().map(|(key, value)| (Some(key), value)).collect(),
            Value::Array(elements) => elements.iter().map(|value| (None, value)).collect(),
            Value::String(text) => return self.write_text(out, text),
            Value::Null | Value::Bool(_) | Value::Number(_) => return out.push_str(&value.to_string()),
        };
        let (open, close) = if value.is_object() { ('{', '}') } else { ('[', ']') };
        let is_short = value.to_string().len() < self.short;
        let indent = self.indent.filter(|_| !is_short && !items.is_empty());
        let line = |out: &mut String, depth: usize| {
            if let Some(unit) = indent {
                out.push_str(self.line_end);
                out.push_str(&unit.repeat(depth));
            }
        };
        out.push(open);
        for (position, (key, value)) in items.into_iter().enumerate() {
            if position > 0 {
                out.push_str(self.before_comma);
                out.push(',');
                out.push_str(match (indent, self.colon) {
                    (Some(_), _) => self.trailing,
                    (None, ":") => "",
                    (None, _) => " ",
                });
            }
            line(out, depth + 1);
            if let Some(key) = key {
                self.write_text(out, key);
                out.push_str(self.colon);
            }
            self.write_value(out, value, depth + 1);
        }
        line(out, depth);
        out.push(close);
    }

    fn write_text(&self, out: &mut String, text: &str) {
        let quoted = Value::String(text.to_owned()).to_string();
        if !self.escapes {
            return out.push_str(&quoted);
        }
        for c in quoted.chars() {
            match c {
                '/' => out.push_str("\\/"),
                c if c.is_ascii() => out.push(c),
                c => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        // Writing to a text cannot fail.
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
            }
        }
    }
}

/// Any of the ways.
pub fn layout() -> impl Strategy<Value = Layout> {
    (
        prop::sample::select(vec![None, Some(""), Some("  "), Some("    "), Some("\t"), Some("   ")]),
        prop::sample::select(vec!["\n", "\r\n"]),
        prop::sample::select(vec![": ", ":", " : ", ":\t"]),
        prop::sample::select(vec!["", "", " ", "\n"]),
        prop::sample::select(vec!["", "", " ", "  "]),
        prop::sample::select(vec![0, 0, 20, 60, 200]),
        prop::sample::select(vec!["", "\n", "\r\n", "\n\n", "  \n"]),
        any::<bool>(),
    )
        .prop_map(|(indent, line_end, colon, before_comma, trailing, short, end, escapes)| Layout {
            indent,
            line_end,
            colon,
            before_comma,
            trailing,
            short,
            end,
            escapes,
        })
}

/// The bytes of a text in any of the encodings.
pub fn encode(text: &str, encoding: u8) -> Vec<u8> {
    let utf16 = |mark: [u8; 2], bytes_of: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes_of)).collect()
    };
    match encoding % 4 {
        0 => text.as_bytes().to_vec(),
        1 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        2 => utf16([0xFF, 0xFE], u16::to_le_bytes),
        _ => utf16([0xFE, 0xFF], u16::to_be_bytes),
    }
}
