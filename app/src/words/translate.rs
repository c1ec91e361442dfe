//! The texts of the window in another language.
//!
//! The English text stands where it is used, inside [`tr!`](crate::tr), [`tr_n!`](crate::tr_n) or, in tables that
//! are made before a language is known, [`tr_mark!`](crate::tr_mark), and is the key of its translation.
//! Without a [`Language`] it is what is shown.
//! All of them are listed in `assets/words/template.json`, which a test compares with the sources.
//!
//! The language can be changed at any time ([`use_here`]). Each thread has its own, and only the one that shows the
//! window is given one: texts made elsewhere are English.
//!
//! Names of changes are read by [`labels`](super::labels).
//! Labels and explanations of the catalog are keys as well ([`of_catalog`]).
//! What else `core` says (findings, fixes, consequences of a plan) and what AWS answers is English in every language: it is the same text that the command line, CI and the AWS documentation use.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::{Display, Write as _};

use super::language::Language;

thread_local! {
    static HERE: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

/// Sets the language of this thread; `None` is English.
pub fn use_here(language: Option<&'static Language>) {
    HERE.set(language);
}

/// Stands for the language of this thread: as long as it is the same, so is each text.
pub fn tag_here() -> Option<&'static str> {
    language().map(Language::tag)
}

fn language() -> Option<&'static Language> {
    HERE.get()
}

/// A text in the present language. Use [`tr!`](crate::tr), which keeps the texts findable, or hand over what was
/// marked by [`tr_mark!`](crate::tr_mark).
pub fn text(english: &'static str) -> &'static str {
    language().and_then(|language| language.text(english)).unwrap_or(english)
}

/// What the catalog says, in the present language: labels and explanations, which translators find in the same list.
pub fn of_catalog(english: &str) -> &str {
    language().and_then(|language| language.text(english)).unwrap_or(english)
}

/// A label inside a sentence. English writes it small there; other languages have rules of their own.
pub fn in_sentence(label: &str) -> Cow<'_, str> {
    if language().is_none() { Cow::Owned(label.to_lowercase()) } else { Cow::Borrowed(label) }
}

/// A sentence of words that begin small, as most of the catalog's do because they follow a name.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text with `{name}` replaced by what it is called.
pub fn filled(english: &'static str, values: &[(&str, &dyn Display)]) -> String {
    fill(text(english), values)
}

/// The form of a text that goes with a count, which is `{n}` in it. English has two; the second one is the key.
pub fn plural(count: u64, one: &'static str, many: &'static str, values: &[(&str, &dyn Display)]) -> String {
    let english = if count == 1 { one } else { many };
    fill(language().and_then(|language| language.form(many, count)).unwrap_or(english), values)
}

/// A text that was found before, with its values.
pub(super) fn filled_in(template: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &dyn Display)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
    fill(template, &values)
}

fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let value = after.find('}').and_then(|close| {
            let name = &after[1..close];
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, close))
        });
        if let Some((value, close)) = value {
            // Writing to a String cannot fail.
            let _ = write!(out, "{value}");
            rest = &after[close + 1..];
        } else {
            out.push('{');
            rest = &after[1..];
        }
    }
    out.push_str(rest);
    out
}

/// A text in the present language: `tr!("Save")`, or with values by name:
/// `tr!("Move {name} to {stage}", name = name, stage = stage)`, which is a `String`.
#[macro_export]
macro_rules! tr {
    ($text:literal) => {
        $crate::words::text($text)
    };
    ($text:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::words::filled($text, &[$((stringify!($name), &$value as &dyn std::fmt::Display)),+])
    };
}

/// A text that depends on a count, which is `{n}` in it: `tr_n!(3, "{n} action", "{n} actions")`.
#[macro_export]
macro_rules! tr_n {
    ($count:expr, $one:literal, $many:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let count = u64::try_from($count).unwrap_or(u64::MAX);
        $crate::words::plural(
            count,
            $one,
            $many,
            &[
                ("n", &$crate::words::number(count) as &dyn std::fmt::Display)
                $(, (stringify!($name), &$value as &dyn std::fmt::Display))*
            ],
        )
    }};
}

/// A text of a table, to be shown by [`text`](crate::words::text): stays as it is, but is listed for translators.
#[macro_export]
macro_rules! tr_mark {
    ($text:literal) => {
        $text
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Speaks a language in this thread until the end of the test.
    fn speak(tag: &str, json: &str) {
        use_here(Some(Box::leak(Box::new(Language::from_json(tag, json).unwrap()))));
    }

    #[test]
    fn values_stand_where_their_names_are() {
        let (from, to) = ("Build", "{from}");
        assert_eq!(tr!("Move {from} to {to}", from = from, to = to), "Move Build to {from}");
        assert_eq!(tr!("{unknown} {", from = from), "{unknown} {");
        assert_eq!(tr_n!(1, "{n} action", "{n} actions"), "1 action");
        assert_eq!(
            tr_n!(2, "{n} action in {stage}", "{n} actions in {stage}", stage = "Build"),
            "2 actions in Build"
        );
    }

    #[test]
    fn a_language_replaces_the_texts_it_has() {
        speak("de", r#"{"Save": "Sichern", "Open {name}": "{name} öffnen", "Close": ""}"#);
        assert_eq!(tr!("Save"), "Sichern");
        assert_eq!(tr!("Open {name}", name = "a.json"), "a.json öffnen");
        assert_eq!(tr!("Close"), "Close", "an empty text is one nobody has translated yet");
        assert_eq!(tr!("Undo"), "Undo");
        assert_eq!(text(tr_mark!("Save")), "Sichern");
        use_here(None);
        assert_eq!(tr!("Save"), "Save");
    }

    #[test]
    fn each_language_counts_in_its_own_way() {
        speak("cs", r#"{"{n} stages": {"one": "{n} fáze", "few": "{n} fáze!", "other": "{n} fází"}}"#);
        let counted = |n: u64| tr_n!(n, "{n} stage", "{n} stages");
        assert_eq!([1, 2, 5, 22].map(counted), ["1 fáze", "2 fáze!", "5 fází", "22 fází"]);
        speak("ja", r#"{"{n} stages": {"other": "{n} ステージ"}}"#);
        assert_eq!([0, 1, 2].map(counted), ["0 ステージ", "1 ステージ", "2 ステージ"]);
        // The form that is missing is the general one; where that is missing, English.
        speak("pl", r#"{"{n} stages": {"one": "{n} etap"}}"#);
        assert_eq!([1, 3].map(counted), ["1 etap", "3 stages"]);
    }
}
