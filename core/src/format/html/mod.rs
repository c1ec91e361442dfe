//! The review packet as one page: the picture inside, no script, nothing from elsewhere, light or dark as the reader
//! has it.
//!
//! Every text of a design is escaped, and the page forbids itself everything but its own style.

mod style;
#[cfg(test)]
mod tests;

use super::packet::{Block, Packet, Span};
use super::svg::{self, Options, Theme, escaped};
use crate::document::Document;

/// The page.
pub fn write(document: &Document) -> String {
    write_turned(document, crate::layout::Orientation::default())
}

/// The page with its picture turned.
pub fn write_turned(document: &Document, orientation: crate::layout::Orientation) -> String {
    let packet = Packet::of(document);
    let options = Options { theme: Theme::Page, has_title: false, orientation, ..Options::default() };
    let picture = svg::element(&packet.masked, &options);
    let title = escaped(&packet.title);
    let head = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p class=\"summary\">{}</p>\n",
        style::sheet(),
        escaped(&packet.summary),
    );
    let mut parts = vec![head];
    for section in &packet.sections {
        parts.push(format!("<section>\n<h2>{}</h2>\n", section.title));
        parts.extend(section.blocks.iter().map(|block| self::block(block, &picture)));
        parts.push("</section>\n".to_owned());
    }
    parts.push("</main>\n</body>\n</html>\n".to_owned());
    parts.concat()
}

fn block(block: &Block, picture: &str) -> String {
    match block {
        Block::Picture => format!("<div class=\"picture\" tabindex=\"0\">\n{picture}</div>\n"),
        Block::Heading(text) => format!("<h3>{}</h3>\n", escaped(text)),
        Block::Text(spans) => format!("<p>{}</p>\n", line(spans)),
        Block::List(lines) => {
            let items: Vec<String> =
                lines.iter().map(|spans| format!("<li>{}</li>\n", line(spans))).collect();
            format!("<ul>\n{}</ul>\n", items.concat())
        }
        Block::Table { head, rows } => table(head, rows),
        Block::Quote { of, text } => {
            let lines: Vec<String> = text.lines().map(escaped).collect();
            let title =
                if of.is_empty() { String::new() } else { format!("<strong>{}</strong><br>", escaped(of)) };
            format!("<blockquote>{title}{}</blockquote>\n", lines.join("<br>"))
        }
    }
}

fn table(head: &[&str], rows: &[Vec<Vec<Span>>]) -> String {
    // A table of facts has its names in front and no head.
    let has_head = head.iter().any(|text| !text.is_empty());
    let mut parts = vec!["<div class=\"table\"><table>\n".to_owned()];
    if has_head {
        let cells: Vec<String> = head.iter().map(|text| format!("<th scope=\"col\">{text}</th>")).collect();
        parts.push(format!("<thead><tr>{}</tr></thead>\n", cells.concat()));
    }
    parts.push("<tbody>\n".to_owned());
    for row in rows {
        let cell = |(index, spans): (usize, &Vec<Span>)| {
            if !has_head && index == 0 {
                format!("<th scope=\"row\">{}</th>", line(spans))
            } else {
                format!("<td>{}</td>", line(spans))
            }
        };
        let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
        parts.push(format!("<tr>{}</tr>\n", cells.concat()));
    }
    parts.push("</tbody>\n</table></div>\n".to_owned());
    parts.concat()
}

fn line(spans: &[Span]) -> String {
    let span = |span: &Span| match span {
        Span::Words(text) => escaped(text),
        Span::Strong(text) => format!("<strong>{}</strong>", escaped(text)),
        Span::Code(text) if text.trim().is_empty() => "(empty)".to_owned(),
        Span::Code(text) => format!("<code>{}</code>", escaped(text)),
    };
    spans.iter().map(span).collect()
}
