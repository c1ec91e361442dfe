//! Templates as YAML, with comments and the short forms of functions.
//!
//! Emitters keep neither comments nor tags and order together, and what is written here is a small part of YAML: block
//! maps and lists, scalars plain where no reader could take them for something else, quoted or literal blocks
//! otherwise.

#![expect(clippy::format_push_string, reason = "templates are small, and it reads better")]

use super::intrinsic::Node;
use super::{Entry, Template};

/// The template.
pub(super) fn template(template: &Template) -> String {
    let Template { description, parameters, resources, outputs } = template;
    let mut out = String::from("AWSTemplateFormatVersion: '2010-09-09'\n");
    out.push_str("Description: ");
    scalar(&mut out, description, 1);
    for (name, entries) in [("Parameters", parameters), ("Resources", resources), ("Outputs", outputs)] {
        section(&mut out, name, entries);
    }
    out
}

fn section(out: &mut String, name: &str, entries: &[Entry]) {
    if entries.is_empty() {
        return;
    }
    out.push_str(&format!("\n{name}:\n"));
    for (index, Entry { id, comment, node }) in entries.iter().enumerate() {
        let is_large = matches!(node, Node::Map(members) if members.len() > 1);
        if index > 0 && is_large && name == "Resources" {
            out.push('\n');
        }
        if let Some(comment) = comment {
            // A comment is one line, whatever stands in a name.
            let comment: String =
                comment.chars().map(|c| if is_odd(c) || c == '\n' { ' ' } else { c }).collect();
            out.push_str(&format!("  # {comment}\n"));
        }
        out.push_str(&format!("  {id}:"));
        value(out, node, 2);
    }
}

/// The value behind `key:` or `-`, with the blank or line end before it.
fn value(out: &mut String, node: &Node, depth: usize) {
    match node {
        Node::Scalar(value) => out.push_str(&format!(" {value}\n")),
        Node::Text(text) => {
            out.push(' ');
            scalar(out, text, depth);
        }
        Node::Function(name, of) => {
            out.push_str(&format!(" !{name}"));
            value(out, of, depth);
        }
        Node::List(all) if all.is_empty() => out.push_str(" []\n"),
        Node::Map(members) if members.is_empty() => out.push_str(" {}\n"),
        Node::List(all) => {
            out.push('\n');
            list(out, all, depth);
        }
        Node::Map(members) => {
            out.push('\n');
            map(out, members, depth);
        }
    }
}

fn list(out: &mut String, all: &[Node], depth: usize) {
    for node in all {
        indent(out, depth);
        out.push('-');
        match node {
            // The first member stands beside the dash.
            Node::Map(members) if !members.is_empty() => {
                let mut inner = String::new();
                map(&mut inner, members, depth + 1);
                out.push(' ');
                out.push_str(inner.trim_start_matches(' '));
            }
            node => value(out, node, depth + 1),
        }
    }
}

fn map(out: &mut String, members: &[(String, Node)], depth: usize) {
    for (key, node) in members {
        indent(out, depth);
        out.push_str(&if is_plain(key) { key.clone() } else { quoted(key) });
        out.push(':');
        value(out, node, depth + 1);
    }
}

fn indent(out: &mut String, depth: usize) {
    (0..depth).for_each(|_| out.push_str("  "));
}

/// A text and its line end. `depth` is that of the lines of a block.
fn scalar(out: &mut String, text: &str, depth: usize) {
    if is_plain(text) {
        out.push_str(text);
    } else if is_block(text) {
        out.push_str(if text.ends_with('\n') { "|" } else { "|-" });
        for line in text.lines() {
            out.push('\n');
            if !line.is_empty() {
                indent(out, depth);
                out.push_str(line);
            }
        }
    } else {
        out.push_str(&quoted(text));
    }
    out.push('\n');
}

/// Whether every reader of YAML takes this text for itself without quotes.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let is_simple = text.chars().all(|c| c.is_ascii_alphanumeric() || " _./@+=:,()*-".contains(c));
    let is_cut = text.contains(": ") || text.ends_with([':', ' ']);
    begins && is_simple && !is_cut && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a text of several lines reads back as it is from a literal block.
fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.ends_with('\n')
        && !body.starts_with([' ', '\n', '\t'])
        && !text.chars().any(|c| c != '\n' && is_odd(c))
        && !body.lines().any(|line| line.ends_with([' ', '\t']))
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    if !text.chars().any(is_odd) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_odd(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a character is none that YAML shows, or breaks lines. All of them have four hexadecimal digits.
fn is_odd(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_where_a_reader_could_take_them_for_something_else() {
        for (text, expect) in [
            ("CodeBuild", "CodeBuild"),
            ("arn:aws:iam::111122223333:role/x", "arn:aws:iam::111122223333:role/x"),
            ("1", "'1'"),
            ("0123", "'0123'"),
            ("2012-10-17", "'2012-10-17'"),
            ("yes", "'yes'"),
            ("No", "'No'"),
            ("null", "'null'"),
            ("~", "'~'"),
            ("", "''"),
            ("#{Source.CommitId}", "'#{Source.CommitId}'"),
            ("a #b", "'a #b'"),
            ("a: b", "'a: b'"),
            ("a:", "'a:'"),
            ("a ", "'a '"),
            ("it's", "'it''s'"),
            ("*", "'*'"),
            ("{{resolve:x}}", "'{{resolve:x}}'"),
            ("a\tb", "\"a\\tb\""),
            ("\u{85}\"\\", "\"\\u0085\\\"\\\\\""),
            ("Größe", "'Größe'"),
        ] {
            let mut out = String::new();
            scalar(&mut out, text, 1);
            assert_eq!(out, format!("{expect}\n"));
        }
    }

    #[test]
    fn lines_become_a_block_where_that_reads_back() {
        for (text, expect) in [
            ("a\nb", "|-\n  a\n  b\n"),
            ("a\n\nb\n", "|\n  a\n\n  b\n"),
            ("a\nb\n\n", "\"a\\nb\\n\\n\"\n"),
            (" a\nb", "\" a\\nb\"\n"),
            ("a \nb", "\"a \\nb\"\n"),
        ] {
            let mut out = String::new();
            scalar(&mut out, text, 1);
            assert_eq!(out, expect);
        }
    }
}
