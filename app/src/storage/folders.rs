//! Where settings and unsaved work belong.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Names one folder for everything the program keeps: for tests, and to carry it along on a stick.
pub const HOME_VARIABLE: &str = "PIPEWRIGHT_HOME";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Holds the settings.
    pub config: PathBuf,
    /// Holds the journal of unsaved work, and the place of the window.
    pub data: PathBuf,
}

impl Folders {
    /// The folders of this person on this system; `None` if they have no home.
    pub fn of_person() -> Option<Self> {
        Self::choose(env::var_os(HOME_VARIABLE), ProjectDirs::from("", "", "pipewright").as_ref())
    }

    /// Everything in one folder.
    pub fn in_one(folder: &Path) -> Self {
        Self { config: folder.to_owned(), data: folder.to_owned() }
    }

    fn choose(home: Option<OsString>, of_system: Option<&ProjectDirs>) -> Option<Self> {
        match home {
            Some(home) if !home.is_empty() => Some(Self::in_one(Path::new(&home))),
            _ => of_system.map(|dirs| Self {
                config: dirs.config_dir().to_owned(),
                // Local, since unsaved work belongs to the machine it was left on.
                data: dirs.data_local_dir().to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_wins_over_the_system() {
        let dirs = ProjectDirs::from_path(PathBuf::from("pipewright")).unwrap();
        assert_eq!(
            Folders::choose(Some("/media/stick".into()), Some(&dirs)),
            Some(Folders::in_one(Path::new("/media/stick")))
        );
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let dirs = ProjectDirs::from_path(PathBuf::from("pipewright")).unwrap();
        let folders = Folders::choose(Some(OsString::new()), Some(&dirs)).unwrap();
        assert_eq!(folders.config, dirs.config_dir());
        assert_eq!(folders.data, dirs.data_local_dir());
    }

    #[test]
    fn without_a_home_there_is_nowhere_to_keep_things() {
        assert_eq!(Folders::choose(None, None), None);
    }
}
