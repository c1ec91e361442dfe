//! Small pieces of messages.

use crate::catalog::nearest_of;
use crate::pipeline::ActionType;

/// "a, b or c".
pub(super) fn any_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "or")
}

/// "a, b and c".
pub(super) fn all_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "and")
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.as_slice() {
        [] => String::new(),
        [word] => (*word).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// "1 action", "2 actions".
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// The text in quotes, cut where it would fill the line.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= LONGEST {
        return format!("\"{line}\"");
    }
    let head: String = line.chars().take(LONGEST - 1).collect();
    format!("\"{head}…\"")
}

/// ", did you mean \"x\"?" or nothing.
pub(super) fn did_you_mean<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest_of(text, candidates).map_or_else(String::new, |near| format!(", did you mean {}?", quoted(near)))
}

/// The text with a capital letter at its beginning.
pub(super) fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + rest.as_str())
}

/// "Build CodeBuild", or "Source AWS CodeStarSourceConnection 1" in full.
pub(super) fn type_in_full(kind: ActionType<'_>) -> String {
    format!("{} {} {} {}", kind.category, kind.owner, kind.provider, kind.version)
}
