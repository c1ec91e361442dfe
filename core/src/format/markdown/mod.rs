//! The review packet as Markdown, as GitHub and GitLab show it: tables, and the graph as Mermaid.
//!
//! No name is markup: in words every sign of Markdown is escaped, values stand in code.

#[cfg(test)]
pub(in crate::format) mod tests;

use super::mermaid;
use super::packet::{Block, Packet, Span};
use crate::document::Document;

/// The packet.
pub fn write(document: &Document) -> String {
    let packet = Packet::of(document);
    let mut parts = vec![format!("# {}\n\n{}\n", escaped(&packet.title), escaped(&packet.summary))];
    for section in &packet.sections {
        parts.push(format!("\n## {}\n", section.title));
        for block in &section.blocks {
            parts.push(format!("\n{}", self::block(block, &packet)));
        }
    }
    parts.concat()
}

fn block(block: &Block, packet: &Packet) -> String {
    match block {
        Block::Picture => format!("```mermaid\n{}```\n", mermaid::write(&packet.masked)),
        Block::Heading(text) => format!("### {}\n", escaped(text)),
        Block::Text(spans) => format!("{}\n", line(spans)),
        Block::List(lines) => {
            let items: Vec<String> = lines.iter().map(|spans| format!("- {}\n", line(spans))).collect();
            items.concat()
        }
        Block::Table { head, rows } => table(head, rows),
        Block::Quote { of, text } => {
            let title = if of.is_empty() { String::new() } else { format!("**{}**\n\n", escaped(of)) };
            let lines = text.lines().map(|text| match escaped(text).as_str() {
                "" => ">\n".to_owned(),
                // Two blanks keep the end of a line.
                text => format!("> {text}  \n"),
            });
            format!("{title}{}", lines.collect::<String>())
        }
    }
}

fn table(head: &[&str], rows: &[Vec<Vec<Span>>]) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = row(head.iter().map(|text| (*text).to_owned()).collect());
    out.push_str(&row(vec!["---".to_owned(); head.len()]));
    for cells in rows {
        // A table is cut at bars first, whatever stands around them.
        out.push_str(&row(cells.iter().map(|spans| in_cell(spans)).collect()));
    }
    out
}

fn in_cell(spans: &[Span]) -> String {
    let piece = |piece: &Span| match piece {
        Span::Words(_) | Span::Strong(_) => span(piece),
        Span::Code(text) => code(text).replace('|', "\\|"),
    };
    spans.iter().map(piece).collect()
}

fn line(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Words(text) => signs_escaped(text),
        Span::Strong(text) => match escaped(text).as_str() {
            "" => String::new(),
            text => format!("**{text}**"),
        },
        Span::Code(text) => code(text),
    }
}

/// A value between as many backticks as it does not have itself.
fn code(text: &str) -> String {
    let text = one_line(text);
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Without controls, and without marks that turn the direction of what follows.
fn one_line(text: &str) -> String {
    let kept = text.chars().filter(|letter| {
        !matches!(letter, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    });
    kept.map(
        |letter| if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') { ' ' } else { letter },
    )
    .collect()
}

/// Words at the beginning of a line.
fn escaped(text: &str) -> String {
    let text = signs_escaped(text.trim());
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text[digits..].chars().next() {
        // What would begin a list.
        Some('-' | '+' | '=') if digits == 0 => format!("\\{text}"),
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some(_) | None => text,
    }
}

/// Words anywhere in a line.
fn signs_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Nobody is called by a name in a design.
            '@' => out.push_str("&#64;&#8203;"),
            letter => out.push(letter),
        }
    }
    out
}
