//! The languages there are: the ones built in, and those a person has put into the folder of the settings.
//!
//! A translator copies `assets/words/template.json` to `words/<tag>.json` in that folder, replaces the texts, and
//! chooses the language in the settings; nothing has to be built.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::language::{Language, LanguageError};

/// Tag and text of each language that comes with the program.
const BUILT_IN: &[(&str, &str)] = &[("de", include_str!("../../../assets/words/de.json"))];
/// Where a person's own catalogs are, in the folder of the settings.
const FOLDER: &str = "words";

/// All languages that can be chosen besides English. They stay for as long as the program runs.
#[derive(Debug, Default)]
pub struct Catalogs {
    languages: Vec<&'static Language>,
}

/// A catalog that is not offered.
#[derive(Debug, Error)]
#[error("This translation cannot be used: {reason}.\n{path}", path = path.display())]
pub struct CatalogProblem {
    path: PathBuf,
    reason: String,
}

impl Catalogs {
    /// The languages built in, and those in the folder of the settings; a person's own come first.
    pub fn load(settings_folder: Option<&Path>) -> (Self, Vec<CatalogProblem>) {
        let mut problems = Vec::new();
        let mut languages: Vec<&'static Language> = Vec::new();
        if let Some(folder) = settings_folder {
            for (path, result) in own(&folder.join(FOLDER)) {
                match result {
                    // Texts are handed out for good.
                    Ok(language) => languages.push(Box::leak(Box::new(language))),
                    Err(reason) => problems.push(CatalogProblem { path, reason }),
                }
            }
        }
        for (tag, json) in BUILT_IN {
            if languages.iter().any(|language| language.tag() == *tag) {
                continue;
            }
            match Language::from_json(tag, json) {
                Ok(language) => languages.push(Box::leak(Box::new(language))),
                Err(error) => {
                    let path = PathBuf::from(format!("{tag}.json"));
                    problems.push(CatalogProblem { path, reason: error.to_string() });
                }
            }
        }
        languages.sort_by(|a, b| a.name().cmp(b.name()));
        (Self { languages }, problems)
    }

    pub fn languages(&self) -> &[&'static Language] {
        &self.languages
    }

    /// The language of this tag, else another one of the same language: `de` for `de-AT`.
    pub fn for_tag(&self, tag: &str) -> Option<&'static Language> {
        let base = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let exact = self.languages.iter().find(|language| language.tag().eq_ignore_ascii_case(tag));
        exact.or_else(|| self.languages.iter().find(|language| base(language.tag()) == base(tag))).copied()
    }
}

/// The catalogs of a folder by name; a folder that is not there has none.
fn own(folder: &Path) -> Vec<(PathBuf, Result<Language, String>)> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => return vec![(folder.to_owned(), Err(error.to_string()))],
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), read(&path))).collect()
}

fn read(path: &Path) -> Result<Language, String> {
    let tag = path.file_stem().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    Language::from_json(&tag, &text).map_err(|error: LanguageError| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_catalogs_are_offered_and_broken_ones_told() {
        let folder = tempfile::tempdir().unwrap();
        let words = folder.path().join(FOLDER);
        fs::create_dir(&words).unwrap();
        fs::write(words.join("de.json"), r#"{"@name": "Deutsch", "Save": "Sichern"}"#).unwrap();
        fs::write(words.join("fr.json"), "{").unwrap();
        fs::write(words.join("notes.txt"), "nothing to read").unwrap();
        let (catalogs, problems) = Catalogs::load(Some(folder.path()));
        assert_eq!(catalogs.languages().iter().map(|l| l.name()).collect::<Vec<_>>(), ["Deutsch"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].to_string().contains("fr.json"), "{}", problems[0]);

        for (tag, found) in
            [("de", true), ("de-AT", true), ("de_CH.UTF-8", true), ("fr", false), ("d", false)]
        {
            assert_eq!(catalogs.for_tag(tag).is_some(), found, "{tag}");
        }
    }

    #[test]
    fn what_is_built_in_can_be_read() {
        assert!(Catalogs::load(None).1.is_empty());
    }
}
