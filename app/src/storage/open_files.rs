//! Which files are open in some window of this person, so that the second one can tell.
//!
//! Each open file has a lock file named by its path, held locked for as long as the window shows it. The system gives
//! the lock back however the process ends. Nothing depends on it: a file that is open twice can be worked on in both
//! windows, and the one that saves last is asked ([`super::SaveError::ChangedOutside`]).

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

const FOLDER: &str = "open";

/// A file that is shown, until this is dropped.
#[derive(Debug)]
pub struct Claim {
    lock: PathBuf,
    file: Option<File>,
}

/// Whether a file was open already.
#[derive(Debug)]
pub enum Claimed {
    First(Claim),
    /// Another window shows it.
    Again,
}

impl Claim {
    /// Notes in `folder` that `path` is shown.
    ///
    /// # Errors
    /// If nothing can be noted there.
    pub fn of(folder: &Path, path: &Path) -> io::Result<Claimed> {
        let folder = folder.join(FOLDER);
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        builder.create(&folder)?;
        // One file may be reached in several ways.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        let lock = folder.join(format!("{:016x}.lock", hasher.finish()));
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&lock)?;
        match file.try_lock() {
            Ok(()) => Ok(Claimed::First(Self { lock, file: Some(file) })),
            Err(TryLockError::WouldBlock) => Ok(Claimed::Again),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let Self { lock, file } = self;
        // Closed first, as some systems keep open files. A lock file that stays says nothing without its lock.
        drop(file.take());
        let _ = fs::remove_file(lock);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_free_again_once_nobody_shows_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("release.json");
        fs::write(&file, "{}").unwrap();
        let around = folder.path().join(".").join("release.json");
        let claim = |path: &Path| Claim::of(folder.path(), path).unwrap();

        let first = claim(&file);
        assert!(matches!(first, Claimed::First(_)));
        assert!(matches!(claim(&around), Claimed::Again));
        assert!(matches!(claim(&folder.path().join("other.json")), Claimed::First(_)));
        drop(first);
        assert!(matches!(claim(&file), Claimed::First(_)));
    }
}
