//! The colors of the texts that are exported, a line by itself: JSON as the text of a definition has them, the others
//! near enough to be read.

use eframe::egui::FontId;
use eframe::egui::text::{LayoutJob, TextFormat};

use crate::look::Tokens;
use crate::panels::definition::highlight::{self, Kind};

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    Json,
    /// Keys end at a colon.
    Yaml,
    /// Keys end at an equals sign.
    Hcl,
    Plain,
}

impl Syntax {
    /// By how it begins: every form has a beginning of its own.
    pub fn of(text: &str) -> Self {
        let first =
            text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("# ")).unwrap_or("");
        if first.starts_with('{') {
            Self::Json
        } else if first.starts_with("AWSTemplateFormatVersion") || first.starts_with("Description:") {
            Self::Yaml
        } else if ["terraform ", "variable ", "resource ", "provider ", "data ", "locals "]
            .iter()
            .any(|word| first.starts_with(word))
        {
            Self::Hcl
        } else {
            Self::Plain
        }
    }
}

/// A line in color.
pub fn job(line: &str, syntax: Syntax, font: &FontId, tokens: &Tokens) -> LayoutJob {
    if syntax == Syntax::Json {
        return highlight::job(line, font, tokens);
    }
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    job.wrap.max_width = f32::INFINITY;
    parts(line, syntax, |kind, part| {
        let color = highlight::color(kind, tokens);
        job.append(part, 0.0, TextFormat::simple(font.clone(), color));
    });
    job
}

/// Calls `emit` with every part of the line, in order and without gaps.
fn parts<'a>(line: &'a str, syntax: Syntax, mut emit: impl FnMut(Kind, &'a str)) {
    let is_key_end = match syntax {
        Syntax::Yaml => |rest: &str| rest.starts_with(": ") || rest == ":",
        Syntax::Hcl => |rest: &str| {
            let rest = rest.trim_start();
            rest.starts_with('=') && !rest.starts_with("==")
        },
        Syntax::Json | Syntax::Plain => {
            emit(Kind::Text, line);
            return;
        }
    };
    let indent = line.len() - line.trim_start_matches([' ', '-']).len();
    if indent > 0 {
        emit(Kind::Mark, &line[..indent]);
    }
    let mut at = indent;
    let mut is_first = true;
    while let Some(first) = line[at..].chars().next() {
        let rest = &line[at..];
        let length = match first {
            '#' => rest.len(),
            '"' | '\'' => quoted(rest, first),
            c if c.is_alphanumeric() || matches!(c, '_' | '!' | '$' | '/' | '.' | '-' | '*') => rest
                .find(|c: char| {
                    c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}' | '(' | ')' | '"')
                })
                .unwrap_or(rest.len())
                .max(first.len_utf8()),
            c => c.len_utf8(),
        };
        // In YAML the colon sticks to its key.
        let length = if syntax == Syntax::Yaml && is_first && rest[..length].ends_with(':') && length > 1 {
            length - 1
        } else {
            length
        };
        let (part, behind) = rest.split_at(length);
        let kind = match first {
            '#' => Kind::Mark,
            _ if is_first && is_key_end(behind) => Kind::Key,
            '"' | '\'' if part.contains("${") || part.contains("#{") => Kind::Variable,
            '"' | '\'' => Kind::Text,
            '0'..='9' if part.chars().all(|c| c.is_ascii_digit() || c == '.') => Kind::Number,
            '!' => Kind::Word,
            _ if matches!(part, "true" | "false" | "null") => Kind::Word,
            _ if syntax == Syntax::Hcl
                && is_first
                && part.chars().all(|c| c.is_alphanumeric() || c == '_') =>
            {
                Kind::Word
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '$' | '/' | '.' | '-' | '*') => Kind::Text,
            _ => Kind::Mark,
        };
        emit(kind, part);
        is_first &= part.trim().is_empty();
        at += length;
    }
}

/// The bytes of a text in quotes, or of all there is if it does not end.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if quote == '"' => is_escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(syntax: Syntax, line: &str, expect: &str) {
        let (mut words, mut all) = (Vec::new(), String::new());
        parts(line, syntax, |kind, part| {
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
        check(Syntax::Yaml, "  Type: AWS::S3::Bucket", "Key Type | Mark : | Text AWS::S3::Bucket");
        check(Syntax::Yaml, "  - Name: !Ref Branch", "Mark - | Key Name | Mark : | Word !Ref | Text Branch");
        check(Syntax::Yaml, "Stages:", "Key Stages | Mark :");
        check(Syntax::Yaml, "  Version: '1' # x", "Key Version | Mark : | Text '1' | Mark # x");
        check(Syntax::Yaml, "  Order: 12", "Key Order | Mark : | Number 12");
        check(Syntax::Hcl, "  name = \"a\\\"b\"", "Key name | Mark = | Text \"a\\\"b\"");
        check(Syntax::Hcl, "  arn = \"${var.x}\"", "Key arn | Mark = | Variable \"${var.x}\"");
        check(Syntax::Hcl, "resource \"a\" \"b\" {", "Word resource | Text \"a\" | Text \"b\" | Mark {");
        check(Syntax::Plain, "# Title", "Text # Title");
        check(Syntax::Yaml, "\u{201c}ü: \"open", "Mark \u{201c} | Text ü: | Text \"open");
        check(Syntax::Yaml, "", "");
    }

    #[test]
    fn a_syntax_is_known_by_how_a_text_begins() {
        for (text, syntax) in [
            ("{\n", Syntax::Json),
            ("AWSTemplateFormatVersion: '2010-09-09'\n", Syntax::Yaml),
            ("# A comment\nterraform {\n", Syntax::Hcl),
            ("flowchart LR\n", Syntax::Plain),
            ("", Syntax::Plain),
        ] {
            assert_eq!(Syntax::of(text), syntax, "{text}");
        }
    }
}
