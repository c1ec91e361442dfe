//! The patterns of trigger filters.
//!
//! `*` is any text without a slash, `**` any text, `?` one character, `[ab]` one of some, `{a,b}` alternatives
//! that do not nest; a backslash takes the next character as it is.
//! Source: CodePipeline user guide, glob patterns of triggers.

use regex_lite::Regex;

/// What is wrong with a pattern, as the end of a sentence.
///
/// # Errors
/// If a brace or bracket is not closed, or braces stand in braces.
pub fn check(pattern: &str) -> Result<(), &'static str> {
    let mut in_braces = false;
    let mut in_brackets = false;
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                characters.next();
            }
            ']' => in_brackets = false,
            _ if in_brackets => {}
            '[' => in_brackets = true,
            '{' if in_braces => return Err("holds braces inside braces"),
            '{' => in_braces = true,
            '}' => in_braces = false,
            _ => {}
        }
    }
    match (in_brackets, in_braces) {
        (true, _) => Err("lacks a closing bracket"),
        (_, true) => Err("lacks a closing brace"),
        _ => Ok(()),
    }
}

/// Whether a text fits a pattern. One that cannot be read fits everything, as nothing can be said about it.
pub fn matches(pattern: &str, text: &str) -> bool {
    // Through a regular expression, because that takes linear time whatever the pattern.
    Regex::new(&expression(pattern)).is_ok_and(|regex| regex.is_match(text)) || check(pattern).is_err()
}

fn expression(pattern: &str) -> String {
    let mut out = String::from("^(?s:");
    let mut rest = pattern;
    let mut in_braces = false;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '*' if rest.starts_with("*/") => {
                out.push_str("(?:.*/)?");
                rest = &rest[2..];
            }
            '*' if rest.starts_with('*') => {
                out.push_str(".*");
                rest = &rest[1..];
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '{' => {
                in_braces = true;
                out.push_str("(?:");
            }
            '}' if in_braces => {
                in_braces = false;
                out.push(')');
            }
            ',' if in_braces => out.push('|'),
            '[' => {
                let close = rest.find(']').unwrap_or(rest.len());
                push_set(&mut out, &rest[..close]);
                rest = rest.get(close + 1..).unwrap_or_default();
            }
            '\\' => {
                if let Some(c) = rest.chars().next() {
                    rest = &rest[c.len_utf8()..];
                    push_literal(&mut out, c);
                }
            }
            c => push_literal(&mut out, c),
        }
    }
    out.push_str(")$");
    out
}

/// `[set]`; `a-z` is a range, a leading `!` or `^` turns it round.
fn push_set(out: &mut String, set: &str) {
    out.push('[');
    let set = match set.strip_prefix(['!', '^']) {
        Some(rest) => {
            out.push('^');
            rest
        }
        None => set,
    };
    for c in set.chars() {
        if c == '-' { out.push(c) } else { push_literal(out, c) }
    }
    out.push(']');
}

fn push_literal(out: &mut String, c: char) {
    if c.is_ascii_punctuation() {
        out.push('\\');
    }
    out.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_the_user_guide_says() {
        for (pattern, text, fits) in [
            ("main", "main", true),
            ("main", "maintenance", false),
            ("rel*", "release", true),
            ("*", "feature/x", false),
            ("**", "feature/x", true),
            ("feature/**", "feature/a/b", true),
            ("**/*.md", "README.md", true),
            ("**/*.md", "docs/a/b.md", true),
            ("src/*.rs", "src/a/b.rs", false),
            ("v?.?", "v1.2", true),
            ("v[0-9]*", "v12", true),
            ("v[!0-9]*", "v12", false),
            ("{main,release/*}", "release/7", true),
            ("{main,release/*}", "develop", false),
            ("a\\*b", "a*b", true),
            ("a\\*b", "axb", false),
            ("a.b+c", "a.b+c", true),
            ("a.b", "axb", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} on {text}");
        }
    }

    #[test]
    fn open_braces_and_brackets_are_told() {
        assert_eq!(check("{a,b}[cd]"), Ok(()));
        assert_eq!(check("\\{a"), Ok(()));
        assert_eq!(check("[{]"), Ok(()));
        assert_eq!(check("{a,{b,c}}"), Err("holds braces inside braces"));
        assert_eq!(check("{a,b"), Err("lacks a closing brace"));
        assert_eq!(check("[ab"), Err("lacks a closing bracket"));
    }
}
