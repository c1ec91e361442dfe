//! What was published, kept so that a later publish can tell its own changes from those of somebody else.
//!
//! A design remembers of its last publish a digest and no more; AWS forgets old versions, and keeps none of a pipeline
//! that was made anew. Each text here is named after its digest:
//!
//! ```text
//! published/0b7e….json     the pipeline as AWS gave it, with its secrets masked
//! ```
//!
//! The files are for the eyes of this person alone. The oldest go when there are too many.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use thiserror::Error;

use super::draft::{Access, Draft};
use super::recovery::create_private_folder;

const FOLDER: &str = "published";

/// More than anybody works on at a time.
const MOST: usize = 200;

#[derive(Debug, Error)]
#[error("What was published could not be kept: {source}. Changes by others may have to be looked through by hand.\n{path}", path = path.display())]
pub struct KeepError {
    path: PathBuf,
    source: io::Error,
}

/// The folder of the texts.
#[derive(Clone, Debug)]
pub struct PublishedTexts {
    folder: PathBuf,
}

impl PublishedTexts {
    /// In `data_folder`; nothing is made before the first text is kept.
    pub fn new(data_folder: &Path) -> Self {
        Self { folder: data_folder.join(FOLDER) }
    }

    /// Keeps a text under its digest.
    pub fn keep(&self, digest: &str, text: &str) -> Result<(), KeepError> {
        let Some(path) = self.path(digest) else { return Ok(()) };
        let written = create_private_folder(&self.folder)
            .and_then(|()| Draft::write(&path, text.as_bytes(), Access::Private)?.put_in_place())
            .and_then(|_| self.tidy(&path));
        written.map_err(|source| KeepError { path, source })
    }

    /// The text of this digest, if it is still there.
    pub fn read(&self, digest: &str) -> Option<String> {
        fs::read_to_string(self.path(digest)?).ok()
    }

    /// Digests come from files, which anybody may have written: only a digest names a file.
    fn path(&self, digest: &str) -> Option<PathBuf> {
        let digits = digest.strip_prefix("sha256:")?;
        let is_digest = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_digest.then(|| self.folder.join(format!("{digits}.json")))
    }

    /// Removes the oldest of too many, never the newest one.
    fn tidy(&self, newest: &Path) -> io::Result<()> {
        let mut kept: Vec<(SystemTime, PathBuf)> = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            // Another program may have tidied it away meanwhile.
            if let Ok(time) = path.metadata().and_then(|metadata| metadata.modified()) {
                kept.push((time, path));
            }
        }
        kept.sort();
        let too_many = kept.len().saturating_sub(MOST);
        for (_, path) in kept.into_iter().filter(|(_, path)| path != newest).take(too_many) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(number: usize) -> String {
        format!("sha256:{number:064x}")
    }

    #[test]
    fn a_text_is_found_by_its_digest_alone() {
        let folder = tempfile::tempdir().unwrap();
        let texts = PublishedTexts::new(folder.path());
        assert_eq!(texts.read(&digest(1)), None);
        texts.keep(&digest(1), "{}").unwrap();
        assert_eq!(texts.read(&digest(1)).as_deref(), Some("{}"));
        assert_eq!(texts.read(&digest(2)), None);
        for odd in ["", "sha256:", "sha256:../../../../etc/passwd", "1", "md5:00"] {
            texts.keep(odd, "x").unwrap();
            assert_eq!(texts.read(odd), None, "{odd}");
        }
        assert_eq!(fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 1);
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let texts = PublishedTexts::new(folder.path());
        for number in 0..MOST + 3 {
            texts.keep(&digest(number), "{}").unwrap();
        }
        assert_eq!(fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), MOST);
        assert!(texts.read(&digest(MOST + 2)).is_some());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        PublishedTexts::new(folder.path()).keep(&digest(1), "{}").unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let of_texts = folder.path().join(FOLDER);
        assert_eq!(mode(&of_texts), 0o700);
        assert_eq!(mode(&fs::read_dir(of_texts).unwrap().next().unwrap().unwrap().path()), 0o600);
    }
}
