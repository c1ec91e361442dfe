//! Which environment was in use with which file.
//!
//! This is a habit of one person and no part of a design: in the file it would come to others with the next commit,
//! and what a pipeline run publishes would depend on who looked at it last.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::path_text;

/// Older ones are forgotten.
const MAX: usize = 64;

/// The environments by file, the one chosen last first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Environments(Vec<Entry>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    #[serde(with = "path_text")]
    file: PathBuf,
    environment: String,
}

impl Environments {
    /// What was in use with a file; `None` is the defaults.
    pub fn of(&self, file: &Path) -> Option<&str> {
        self.0.iter().find(|entry| entry.file == file).map(|entry| entry.environment.as_str())
    }

    /// Takes note of what is in use now.
    pub fn set(&mut self, file: &Path, environment: Option<&str>) {
        self.0.retain(|entry| entry.file != file);
        if let Some(environment) = environment {
            let entry = Entry { file: file.to_owned(), environment: environment.to_owned() };
            self.0.insert(0, entry);
            self.0.truncate(MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_has_its_own() {
        let mut environments = Environments::default();
        environments.set(Path::new("/a"), Some("dev"));
        environments.set(Path::new("/b"), Some("prod"));
        environments.set(Path::new("/a"), Some("test"));
        let text = serde_json::to_string(&environments).unwrap();
        let mut environments: Environments = serde_json::from_str(&text).unwrap();
        assert_eq!(environments.of(Path::new("/a")), Some("test"));
        assert_eq!(environments.of(Path::new("/c")), None);
        environments.set(Path::new("/a"), None);
        assert_eq!(environments.of(Path::new("/a")), None);
        for number in 0..2 * MAX {
            environments.set(Path::new(&format!("/{number}")), Some("dev"));
        }
        assert_eq!((environments.0.len(), environments.of(Path::new("/b"))), (MAX, None));
    }
}
