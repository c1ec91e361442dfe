//! Variables out of pasted text: lines `NAME=value` as shells and `.env` files write them, or JSON.
//!
//! Written here because the parsers of `.env` files on crates.io put in variables of the process.

use serde_json::Value;

/// Names and values; `None` if anything in the text is something else, so that nothing is dropped.
pub(super) fn assignments(text: &str) -> Option<Vec<(String, String)>> {
    let found = match of_json(text) {
        Some(found) => found,
        None => of_lines(text)?,
    };
    (!found.is_empty()).then_some(found)
}

/// `{"A": "b"}`, or a list of objects with `name` and `value`.
fn of_json(text: &str) -> Option<Vec<(String, String)>> {
    match serde_json::from_str(text).ok()? {
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
        }
        Value::Array(items) => {
            let text = |item: &Value, key: &str| Some(item.get(key)?.as_str()?.to_owned());
            items.iter().map(|item| Some((text(item, "name")?, text(item, "value")?))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn of_lines(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches('\u{feff}');
    while !rest.is_empty() {
        let (line, _) = rest.split_once('\n').unwrap_or((rest, ""));
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            rest = rest.get(line.len() + 1..).unwrap_or_default();
            continue;
        }
        let begin = line.trim_start();
        let begin = ["export ", "set "].iter().find_map(|word| begin.strip_prefix(word)).unwrap_or(begin);
        let (name, _) = begin.split_once('=')?;
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
        };
        let name = name.trim();
        if !is_name(name) {
            return None;
        }
        // Quotes may go on beyond the line.
        let equals = line.find('=')?;
        let (value, after) = value(&rest[equals + 1..])?;
        found.push((name.to_owned(), value));
        rest = after;
    }
    Some(found)
}

/// The value at the beginning of a text, and what follows its line.
fn value(text: &str) -> Option<(String, &str)> {
    let begin = text.trim_start_matches([' ', '\t']);
    match begin.chars().next() {
        Some('\'') => {
            let (inner, after) = begin[1..].split_once('\'')?;
            Some((inner.to_owned(), line_after(after)?))
        }
        Some('"') => {
            let (inner, after) = quoted(&begin[1..])?;
            Some((inner, line_after(after)?))
        }
        _ => {
            let (line, after) = text.split_once('\n').unwrap_or((text, ""));
            Some((without_comment(line).trim().to_owned(), after))
        }
    }
}

/// What follows the line, in which nothing but a comment may stand.
fn line_after(text: &str) -> Option<&str> {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim().trim_end_matches(';');
    (line.is_empty() || line.starts_with('#')).then_some(after)
}

/// Up to the closing quote, with its escapes undone.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((out, &text[at + 1..])),
            '\\' => match letters.next()?.1 {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                other @ ('"' | '\\' | '$' | '`') => out.push(other),
                other => out.extend(['\\', other]),
            },
            other => out.push(other),
        }
    }
    None
}

/// A comment begins with a # behind a blank; `#{` is a reference.
fn without_comment(line: &str) -> &str {
    let is_comment = |at: usize| {
        let before = line[..at].chars().next_back();
        before.is_none_or(char::is_whitespace) && !line[at + 1..].starts_with('{')
    };
    let end = line.match_indices('#').map(|(at, _)| at).find(|at| is_comment(*at));
    &line[..end.unwrap_or(line.len())]
}

#[cfg(test)]
mod tests {
    use super::assignments;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = assignments(text).unwrap_or_default();
        let found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_of_names_and_values() {
        check("A=b\nC=d=e\n", &[("A", "b"), ("C", "d=e")]);
        check("export A=b\r\nset C = d \r\n", &[("A", "b"), ("C", "d")]);
        check("A=\nB= ", &[("A", ""), ("B", "")]);
        check("\u{feff}A=b", &[("A", "b")]);
    }

    #[test]
    fn quotes_and_comments_of_env_files() {
        check("# all\n\nA='b # c' # d\nE=\"f\\n\\\"g\\\" \\$h\"\n", &[("A", "b # c"), ("E", "f\n\"g\" $h")]);
        check("A=b # c\nD=e#f", &[("A", "b"), ("D", "e#f")]);
        check("A=\"b\nc\"\nD=e", &[("A", "b\nc"), ("D", "e")]);
        check("A=#{ns.key}-#{ns.other} # c", &[("A", "#{ns.key}-#{ns.other}")]);
    }

    #[test]
    fn json_of_names_and_values() {
        check(r##"{"A": "b", "C": "#{d.e}"}"##, &[("A", "b"), ("C", "#{d.e}")]);
        check(r#"[{"name": "A", "value": "b", "type": "PLAINTEXT"}]"#, &[("A", "b")]);
        check(r#"{"A": 1}"#, &[]);
    }

    #[test]
    fn anything_else_is_left_alone() {
        check("", &[]);
        check("# only a comment", &[]);
        check("A=b\nand more", &[]);
        check("1A=b", &[]);
        check("A=\"b", &[]);
        check("A='b' c", &[]);
        check("https://example.com/?a=b", &[]);
    }
}
