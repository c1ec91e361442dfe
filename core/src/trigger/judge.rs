//! Whether a text passes the includes and excludes of a filter, and which of them decides.

use super::tester::Deciding;
use super::words::joined;
use crate::flow::globs;
use crate::pipeline::{Path, Patterns, list_of};

/// What became of a text.
pub(super) struct Judged {
    pub passes: bool,
    /// The pattern that decided; none if the text fits no include, or if nothing is asked of it.
    pub deciding: Option<Deciding>,
    /// Why, as half a sentence: "main fits main".
    pub words: String,
}

/// Judges a text. An exclude beats an include; without includes everything that is not excluded passes.
pub(super) fn judge(patterns: Patterns<'_>, base: &Path, text: &str) -> Judged {
    let find = |list: &'static str, passes: bool| {
        let mut patterns = list_of(patterns.0, list).iter().enumerate();
        patterns.find_map(|(index, pattern)| {
            let pattern = pattern.as_str()?;
            let path = base.clone().then(list).then(index);
            globs::matches(pattern, text).then(|| Deciding { path, pattern: pattern.to_owned(), passes })
        })
    };
    if let Some(deciding) = find("excludes", false) {
        let words = format!("{text} is excluded by {}", deciding.pattern);
        return Judged { passes: false, deciding: Some(deciding), words };
    }
    if let Some(deciding) = find("includes", true) {
        let words = if deciding.pattern == text {
            format!("{text} is included")
        } else {
            format!("{text} fits {}", deciding.pattern)
        };
        return Judged { passes: true, deciding: Some(deciding), words };
    }
    let includes: Vec<String> = patterns.includes().map(str::to_owned).collect();
    if includes.is_empty() {
        return Judged { passes: true, deciding: None, words: format!("{text} is not excluded") };
    }
    let words = match includes.as_slice() {
        [one] => format!("{text} does not fit {one}"),
        all => format!("{text} fits none of {}", joined(all, "and")),
    };
    Judged { passes: false, deciding: None, words }
}

/// What is wrong with a pattern of a list, as a sentence's part, and where.
pub(super) fn broken(patterns: Patterns<'_>, base: &Path) -> Option<(Deciding, &'static str)> {
    ["includes", "excludes"].into_iter().find_map(|list| {
        list_of(patterns.0, list).iter().enumerate().find_map(|(index, pattern)| {
            let pattern = pattern.as_str()?;
            let problem = globs::check(pattern).err()?;
            let path = base.clone().then(list).then(index);
            Some((Deciding { path, pattern: pattern.to_owned(), passes: false }, problem))
        })
    })
}
