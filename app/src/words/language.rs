//! A catalog of translations: `assets/words/<tag>.json`, or a file of the same form among a person's settings.
//!
//! A flat object from English text to text; where a text depends on a count, to an object of the plural forms of the
//! language. `@name` is what the language calls itself.

use std::collections::HashMap;
use std::fmt;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use serde_json::{Map, Value};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

/// The member that is no text of the window but the name of the language.
const NAME: &str = "@name";

/// Translations by their English texts.
pub struct Language {
    tag: String,
    texts: HashMap<String, Entry>,
    plurals: Option<PluralRules>,
}

#[derive(Debug)]
enum Entry {
    Text(String),
    Forms(Vec<(PluralCategory, String)>),
}

/// Why a catalog cannot be read.
#[derive(Debug, Error)]
pub enum LanguageError {
    #[error("its name is no language tag such as de or pt-BR")]
    Tag,
    #[error("it is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0:?} is neither a text nor an object of plural forms (zero, one, two, few, many, other)")]
    Entry(String),
    #[error("the translation of {0:?} names {{{1}}}, which the English text does not have")]
    Placeholder(String, String),
}

impl Language {
    /// A language of pairs: the English text, and what to show. Counts as English does.
    pub fn new(texts: HashMap<String, String>) -> Self {
        let texts = texts.into_iter().map(|(english, text)| (english, Entry::Text(text))).collect();
        Self { tag: "en".to_owned(), texts, plurals: None }
    }

    /// Reads a catalog.
    ///
    /// # Errors
    /// Says what is wrong with it, in words for the translator.
    pub fn from_json(tag: &str, json: &str) -> Result<Self, LanguageError> {
        let id: LanguageIdentifier = tag.parse().map_err(|_| LanguageError::Tag)?;
        let members: Map<String, Value> = serde_json::from_str(json)?;
        let mut texts = HashMap::new();
        for (english, value) in members {
            let entry = Entry::read(&english, &value)?;
            texts.insert(english, entry);
        }
        // The rules are listed by language, not by country.
        let plain = LanguageIdentifier::from_parts(id.language, None, None, &[]);
        let plurals = PluralRules::create(plain, PluralRuleType::CARDINAL).ok();
        Ok(Self { tag: tag.to_owned(), texts, plurals })
    }

    /// `de`, `pt-BR`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What the language calls itself; its tag if the catalog does not say.
    pub fn name(&self) -> &str {
        self.text(NAME).unwrap_or(&self.tag)
    }

    /// `None` for texts nobody has translated yet.
    pub(super) fn text(&self, english: &str) -> Option<&str> {
        match self.texts.get(english)? {
            Entry::Text(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
            Entry::Forms(_) => None,
        }
    }

    /// The form that goes with `count`.
    pub(super) fn form(&self, english: &str, count: u64) -> Option<&str> {
        let forms = match self.texts.get(english)? {
            Entry::Text(text) => return Some(text.as_str()).filter(|text| !text.is_empty()),
            Entry::Forms(forms) => forms,
        };
        let rules = self.plurals.as_ref();
        let category = rules.and_then(|rules| rules.select(count).ok()).unwrap_or(PluralCategory::OTHER);
        let form = |wanted: &PluralCategory| {
            forms.iter().find(|(category, text)| category == wanted && !text.is_empty())
        };
        form(&category).or_else(|| form(&PluralCategory::OTHER)).map(|(_, text)| text.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tag, texts, plurals: _ } = self;
        f.debug_struct("Language").field("tag", tag).field("texts", &texts.len()).finish_non_exhaustive()
    }
}

impl Entry {
    fn read(english: &str, value: &Value) -> Result<Self, LanguageError> {
        let wrong = || LanguageError::Entry(english.to_owned());
        match value {
            Value::String(text) => {
                check_names(english, text)?;
                Ok(Self::Text(text.clone()))
            }
            Value::Object(forms) => {
                let mut read = Vec::new();
                for (name, text) in forms {
                    let category = category(name).ok_or_else(wrong)?;
                    let text = text.as_str().ok_or_else(wrong)?;
                    check_names(english, text)?;
                    read.push((category, text.to_owned()));
                }
                Ok(Self::Forms(read))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => Err(wrong()),
        }
    }
}

fn category(name: &str) -> Option<PluralCategory> {
    Some(match name {
        "zero" => PluralCategory::ZERO,
        "one" => PluralCategory::ONE,
        "two" => PluralCategory::TWO,
        "few" => PluralCategory::FEW,
        "many" => PluralCategory::MANY,
        "other" => PluralCategory::OTHER,
        _ => return None,
    })
}

/// A name that is not in the English text would be shown with its braces.
fn check_names(english: &str, text: &str) -> Result<(), LanguageError> {
    match names(text).find(|name| !names(english).any(|known| known == *name)) {
        Some(name) => Err(LanguageError::Placeholder(english.to_owned(), name.to_owned())),
        None => Ok(()),
    }
}

/// The names in braces.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(tag: &str, json: &str, words: &str) {
        let error = Language::from_json(tag, json).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn a_catalog_says_its_name_or_is_called_by_its_tag() {
        assert_eq!(Language::from_json("de", r#"{"@name": "Deutsch"}"#).unwrap().name(), "Deutsch");
        assert_eq!(Language::from_json("pt-BR", "{}").unwrap().name(), "pt-BR");
    }

    #[test]
    fn what_is_wrong_with_a_catalog_is_said() {
        refused("not a tag", "{}", "no language tag");
        refused("de", "[", "no JSON");
        refused("de", r#"{"Save": 3}"#, "\"Save\" is neither");
        refused("de", r#"{"{n} stages": {"plenty": "x"}}"#, "neither a text nor");
        refused("de", r#"{"Open {name}": "{nom} öffnen"}"#, "names {nom}");
    }
}
