//! A plan for a pull request.

use std::fmt::Write as _;

use super::{Line, LineKind, Plan};

impl Plan {
    /// The summary, the consequences, and the changes as a diff. Names and values cannot break out of their places.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("**{}**\n", escaped(&self.summary()));
        if !self.consequences.is_empty() {
            text.push('\n');
        }
        for consequence in &self.consequences {
            let mark = if consequence.is_warning() { "⚠️ " } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "- {mark}{}", escaped(&consequence.text()));
        }
        let lines: Vec<String> = self.lines().iter().map(written).collect();
        if lines.is_empty() {
            return text;
        }
        let fence = "`".repeat(longest_fence(&lines).max(2) + 1);
        let _ = write!(text, "\n{fence}diff\n{}\n{fence}\n", lines.join("\n"));
        text
    }
}

fn written(line: &Line) -> String {
    let Line { kind, indent, parts, change: _ } = line;
    let mark = match kind {
        LineKind::Context => ' ',
        LineKind::Added => '+',
        LineKind::Removed => '-',
    };
    let words = parts.join("  ").replace(['\n', '\r'], " ");
    format!("{mark} {}{words}", "  ".repeat(*indent)).trim_end().to_owned()
}

/// The most backticks in a row.
fn longest_fence(lines: &[String]) -> usize {
    let runs = lines.iter().flat_map(|line| line.split(|c| c != '`'));
    runs.map(str::len).max().unwrap_or(0)
}

/// Text that Markdown takes for text.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '@' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
