//! The manual of all rules as Markdown.

use std::fmt::Write as _;

use pipewright_core::check::{RuleDoc, Severity, rules};

/// The whole manual: a table, and a section for each rule in the order of their codes.
pub fn manual() -> String {
    let mut text = String::from(
        "# Rules\n\nWhat `pipewright check` and the designer look for. \
         An error is refused by AWS or certain to fail; a warning fails under conditions, is deprecated or unsafe; \
         a hint is advice.\n\n| Code | Severity | Title |\n| --- | --- | --- |\n",
    );
    for rule in rules() {
        let (code, severity, title) = (rule.code, rule.severity.as_str(), escaped(rule.title));
        let anchor = code.to_ascii_lowercase();
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(text, "| [{code}](#{anchor}) | {severity} | {title} |");
    }
    for rule in rules() {
        let _ = write!(text, "\n## {}\n\n{}", rule.code, body(rule));
    }
    text
}

/// All there is to tell about a rule, without a heading.
pub fn body(rule: &RuleDoc) -> String {
    let severity = match rule.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Hint => "Hint",
    };
    let mut text = format!("**{}**\n\n{severity}\n", escaped(rule.title));
    for (heading, part) in rule.parts() {
        let _ = write!(text, "\n### {heading}\n\n{}\n", escaped(part));
    }
    text
}

/// The text with everything taken literally that Markdown would take for a sign.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        let begins_line = index == 0 || text[..index].ends_with('\n');
        let is_sign = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~')
            || begins_line && matches!(c, '#' | '+' | '-' | '=');
        if is_sign {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_taken_literally() {
        assert_eq!(escaped("a_b *c* <d> `e` #{x}"), "a\\_b \\*c\\* \\<d\\> \\`e\\` #{x}");
        assert_eq!(escaped("# a\n- b-c"), "\\# a\n\\- b-c");
        assert_eq!(escaped("plain words, 1 of 2."), "plain words, 1 of 2.");
    }
}
