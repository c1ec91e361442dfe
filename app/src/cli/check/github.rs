//! Findings as commands of GitHub Actions, which shows them beside the lines they are about.
//!
//! A command is a line `::error file=…,line=…,col=…,title=…::message`. Line ends and percent signs in it are
//! written as GitHub's own toolkit does, in properties also colons and commas.

use std::fmt::Write as _;

use pipewright_core::check::{Finding, Severity, explain};

use super::{Checked, Located};
use crate::cli::output::Stream;
use crate::cli::text::visible;

pub(super) fn write(all: &[Checked], shows_suppressed: bool, stream: &mut Stream<'_>) {
    let mut lines = String::new();
    for checked in all {
        for (index, finding) in checked.findings.iter().enumerate() {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Hint => "notice",
            };
            let message = checked.message_of(index);
            add(&mut lines, command, checked, (finding, &message), finding.help.as_deref());
        }
        for suppressed in checked.suppressed.iter().filter(|_| shows_suppressed) {
            let reason = suppressed.reason.as_deref().unwrap_or("no reason given");
            let detail = format!("suppressed: {reason}");
            let finding = &suppressed.finding;
            add(&mut lines, "notice", checked, (finding, &finding.message), Some(&detail));
        }
    }
    stream.write_exactly(lines.as_bytes());
}

fn add(
    lines: &mut String,
    command: &str,
    checked: &Checked,
    (finding, message): (&Finding, &str),
    detail: Option<&str>,
) {
    let file = checked.draft.label.replace(std::path::MAIN_SEPARATOR, "/");
    let mut properties = vec![("file", file)];
    if let Some(Located { start, end, .. }) = checked.locate_finding(finding) {
        properties.push(("line", start.line.to_string()));
        properties.push(("endLine", end.line.to_string()));
        properties.push(("col", start.column.to_string()));
        // Columns are taken for one line only.
        if start.line == end.line {
            properties.push(("endColumn", end.column.to_string()));
        }
    }
    let title = explain(finding.code).map_or(String::new(), |rule| format!(" {}", rule.title));
    properties.push(("title", format!("{}{title}", finding.code)));

    let place = checked.draft.document.place_label(&finding.place);
    let mut message = format!("{place}: {message}");
    if let Some(detail) = detail {
        message.push('\n');
        message.push_str(detail);
    }
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", in_property(value))).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(lines, "::{command} {}::{}", properties.join(","), in_message(&message));
}

fn in_message(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn in_property(text: &str) -> String {
    in_message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_command() {
        assert_eq!(in_message("50 %: a, b\n::error::c"), "50 %25: a, b%0A::error::c");
        assert_eq!(in_property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
        // A carriage return would steer a terminal; it is written out before it can be escaped.
        assert_eq!(in_message("a\r\u{1b}[0m"), "a\\u{d}\\u{1b}[0m");
    }
}
