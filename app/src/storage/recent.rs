//! The files opened last.

use std::path::{self, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::path_text;

/// Older ones are forgotten.
pub const MAX_RECENT: usize = 12;

/// Files by last use, newest first, each once.
///
/// A file that is gone stays in the list and is shown as missing: a disk may be unplugged, a branch switched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Entry>", into = "Vec<Entry>")]
pub struct Recent {
    paths: Vec<PathBuf>,
}

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFile {
    pub path: PathBuf,
    /// Shown gray, with a way to take it off the list.
    pub is_missing: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Entry(#[serde(with = "path_text")] PathBuf);

impl Recent {
    /// Puts a file first. Relative paths are taken from the current folder.
    pub fn add(&mut self, path: &Path) {
        let path = absolute(path);
        self.paths.retain(|known| *known != path);
        self.paths.insert(0, path);
        self.paths.truncate(MAX_RECENT);
    }

    pub fn remove(&mut self, path: &Path) {
        let path = absolute(path);
        self.paths.retain(|known| *known != path);
    }

    pub fn clear(&mut self) {
        self.paths.clear();
    }

    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Looks which files are there. Asks the disk: for when a menu opens, not for each frame.
    pub fn list(&self) -> Vec<ListedFile> {
        self.paths.iter().map(|path| ListedFile { path: path.clone(), is_missing: !path.exists() }).collect()
    }
}

/// Fails only without a current folder, and then the path as given is the best there is.
fn absolute(path: &Path) -> PathBuf {
    path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

impl From<Vec<Entry>> for Recent {
    fn from(entries: Vec<Entry>) -> Self {
        let mut recent = Self::default();
        // A hand-edited file may hold too many, or one twice.
        for Entry(path) in entries.into_iter().rev() {
            recent.add(&path);
        }
        recent
    }
}

impl From<Recent> for Vec<Entry> {
    fn from(recent: Recent) -> Self {
        recent.paths.into_iter().map(Entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(recent: &Recent) -> Vec<&str> {
        recent.paths().iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect()
    }

    #[test]
    fn the_newest_is_first_and_each_is_there_once() {
        let mut recent = Recent::default();
        for name in ["/a", "/b", "/c", "/a"] {
            recent.add(Path::new(name));
        }
        assert_eq!(names(&recent), ["a", "c", "b"]);
    }

    #[test]
    fn a_relative_path_is_the_same_file() {
        let mut recent = Recent::default();
        recent.add(Path::new("release.json"));
        recent.add(Path::new("./release.json"));
        recent.add(&std::env::current_dir().unwrap().join("release.json"));
        assert_eq!(names(&recent), ["release.json"]);
        assert!(recent.paths()[0].is_absolute());
        recent.remove(Path::new("release.json"));
        assert_eq!(recent, Recent::default());
    }

    #[test]
    fn twelve_are_kept() {
        let mut recent = Recent::default();
        for number in 0..20 {
            recent.add(Path::new(&format!("/{number}")));
        }
        assert_eq!(recent.paths().len(), MAX_RECENT);
        assert_eq!(names(&recent)[0], "19");
        assert_eq!(names(&recent)[11], "8");
    }

    #[test]
    fn a_missing_file_is_listed_as_missing() {
        let folder = tempfile::tempdir().unwrap();
        let (here, gone) = (folder.path().join("here.json"), folder.path().join("gone.json"));
        std::fs::write(&here, "").unwrap();
        let mut recent = Recent::default();
        recent.add(&gone);
        recent.add(&here);
        let missing: Vec<bool> = recent.list().iter().map(|file| file.is_missing).collect();
        assert_eq!(missing, [false, true]);
    }

    #[test]
    fn the_list_survives_json_in_order_and_mends_itself() {
        let mut recent = Recent::default();
        recent.add(Path::new("/a"));
        recent.add(Path::new("/b"));
        let json = serde_json::to_string(&recent).unwrap();
        assert_eq!(serde_json::from_str::<Recent>(&json).unwrap(), recent);

        let edited: Recent = serde_json::from_str(r#"["/b", "/a", "/b"]"#).unwrap();
        assert_eq!(names(&edited), ["b", "a"]);
    }
}
