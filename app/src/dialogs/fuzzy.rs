//! How well a text fits what is typed, letters left out allowed.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// What is typed, ready to be compared.
pub struct Fuzzy {
    pattern: Pattern,
    matcher: Matcher,
    letters: Vec<char>,
}

impl Fuzzy {
    /// Each word has to fit by itself.
    pub fn new(search: &str) -> Self {
        let pattern = Pattern::new(search, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        Self { pattern, matcher: Matcher::new(Config::DEFAULT), letters: Vec::new() }
    }

    /// More is better; `None` if it does not fit at all.
    pub fn score(&mut self, text: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(text, &mut self.letters), &mut self.matcher)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginnings_of_words_count_most() {
        let mut search = Fuzzy::new("zs");
        let mut score = |text: &str| search.score(text);
        assert!(score("Zoom to selection") > score("Resize"));
        assert_eq!(score("Save"), None);
        assert!(Fuzzy::new("exp DEF").score("Export definition").is_some());
    }
}
