//! The texts of the window in another language.
//!
//! The English text stands where it is used, inside [`tr!`](crate::tr) or [`tr_n!`](crate::tr_n), and is the key of
//! its translation. Without a [`Language`] it is what is shown.
//!
//! The language of the program is set once ([`set_language`]); one thread can be given another ([`use_here`]), which
//! is how a test reads the window in a language that does not exist.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::{Display, Write as _};
use std::sync::OnceLock;

/// Translations by their English texts.
#[derive(Debug, Default)]
pub struct Language {
    texts: HashMap<String, String>,
}

impl Language {
    /// A language of pairs: the English text, and what to show.
    pub fn new(texts: HashMap<String, String>) -> Self {
        Self { texts }
    }
}

static LANGUAGE: OnceLock<Language> = OnceLock::new();

thread_local! {
    static HERE: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

/// Sets the language of the program; only the first call counts, as texts are handed out for good.
pub fn set_language(language: Language) {
    let _ = LANGUAGE.set(language);
}

/// Sets the language of this thread alone.
pub fn use_here(language: Option<&'static Language>) {
    HERE.set(language);
}

fn language() -> Option<&'static Language> {
    HERE.get().or_else(|| LANGUAGE.get())
}

/// A text in the present language. Use [`tr!`](crate::tr), which keeps the texts findable.
pub fn text(english: &'static str) -> &'static str {
    language().and_then(|language| language.texts.get(english)).map_or(english, String::as_str)
}

/// A text with `{name}` replaced by what it is called.
pub fn filled(english: &'static str, values: &[(&str, &dyn Display)]) -> String {
    let template = text(english);
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
        let n = $count;
        let text = if n == 1 { $one } else { $many };
        $crate::words::filled(text, &[("n", &n as &dyn std::fmt::Display) $(, (stringify!($name), &$value as &dyn std::fmt::Display))*])
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let pairs = [
            ("Save".to_owned(), "Sichern".to_owned()),
            ("Open {name}".to_owned(), "{name} öffnen".to_owned()),
        ];
        use_here(Some(Box::leak(Box::new(Language::new(pairs.into())))));
        assert_eq!(tr!("Save"), "Sichern");
        assert_eq!(tr!("Open {name}", name = "a.json"), "a.json öffnen");
        assert_eq!(tr!("Close"), "Close");
        use_here(None);
        assert_eq!(tr!("Save"), "Save");
    }
}
