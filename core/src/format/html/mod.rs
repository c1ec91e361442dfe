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
    let mut out = format!(
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
    for section in &packet.sections {
        out.push_str(&format!("<section>\n<h2>{}</h2>\n", section.title));
        for block in &section.blocks {
            out.push_str(&self::block(block, &picture));
        }
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn block(block: &Block, picture: &str) -> String {
    match block {
        Block::Picture => format!("<div class=\"picture\" tabindex=\"0\">\n{picture}</div>\n"),
        Block::Heading(text) => format!("<h3>{}</h3>\n", escaped(text)),
        Block::Text(spans) => format!("<p>{}</p>\n", line(spans)),
        Block::List(lines) => {
            let items: String = lines.iter().map(|spans| format!("<li>{}</li>\n", line(spans))).collect();
            format!("<ul>\n{items}</ul>\n")
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
    let mut out = String::from("<div class=\"table\"><table>\n");
    // A table of facts has its names in front and no head.
    let has_head = head.iter().any(|text| !text.is_empty());
    if has_head {
        let cells: String = head.iter().map(|text| format!("<th scope=\"col\">{text}</th>")).collect();
        out.push_str(&format!("<thead><tr>{cells}</tr></thead>\n"));
    }
    out.push_str("<tbody>\n");
    for row in rows {
        let cell = |(index, spans): (usize, &Vec<Span>)| {
            if !has_head && index == 0 {
                format!("<th scope=\"row\">{}</th>", line(spans))
            } else {
                format!("<td>{}</td>", line(spans))
            }
        };
        let cells: String = row.iter().enumerate().map(cell).collect();
        out.push_str(&format!("<tr>{cells}</tr>\n"));
    }
    out.push_str("</tbody>\n</table></div>\n");
    out
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
