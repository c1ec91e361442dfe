//! Saving a file that a person named.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::draft::{Access, Draft, folder_of};
use super::stamp::Stamp;

/// Nothing was saved, and what was there before is still there, whole.
#[derive(Debug, Error)]
pub enum SaveError {
    #[error(
        "Not saved, because another program changed the file meanwhile. \
         Load its version, overwrite it, or save under another name.\n{path}",
        path = path.display()
    )]
    ChangedOutside { path: PathBuf },
    #[error(
        "Not saved, because the file was removed or renamed meanwhile. \
         Save it here again, or under another name.\n{path}",
        path = path.display()
    )]
    RemovedOutside { path: PathBuf },
    #[error("Not saved, because the folder does not exist. Choose another one.\n{folder}", folder = folder.display())]
    FolderGone { folder: PathBuf },
    #[error(
        "Not saved, because you are not allowed to write here. \
         Save in another folder, or change the permissions.\n{path}",
        path = path.display()
    )]
    Permission { path: PathBuf },
    #[error("Not saved, because the disk is full. Make room, or save on another one.\n{path}", path = path.display())]
    NoSpace { path: PathBuf },
    #[error(
        "Not saved, because this can only be read. \
         Save under another name, or make it writable.\n{path}",
        path = path.display()
    )]
    ReadOnly { path: PathBuf },
    #[error("Not saved, because this is a folder. Choose a name inside it.\n{path}", path = path.display())]
    IsFolder { path: PathBuf },
    #[error("Not saved, because this is a device and not a file. Choose another name.\n{path}", path = path.display())]
    NotAFile { path: PathBuf },
    #[error("Not saved: {source}. Save under another name or in another folder.\n{path}", path = path.display())]
    Other { path: PathBuf, source: io::Error },
}

impl SaveError {
    fn from_io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                Self::FolderGone { folder: folder_of(&path).to_owned() }
            }
            io::ErrorKind::PermissionDenied => Self::Permission { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace { path },
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            io::ErrorKind::IsADirectory => Self::IsFolder { path },
            _ => Self::Other { path, source: error },
        }
    }
}

/// Writes `bytes` to `path` as a whole or not at all, and answers the stamp for the next save.
///
/// With `expected`, the file must still hold what that stamp says; without, whatever is there is replaced.
/// A symbolic link stays one: the file behind it is replaced. Mode, owner and group are kept where possible.
pub fn save(path: &Path, bytes: &[u8], expected: Option<&Stamp>) -> Result<Stamp, SaveError> {
    let failed = |error| SaveError::from_io(path, error);
    let target = follow_links(path).map_err(failed)?;

    let old = match fs::metadata(&target) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    if let Some(old) = &old {
        if old.is_dir() {
            return Err(SaveError::IsFolder { path: path.to_owned() });
        }
        if !old.is_file() {
            return Err(SaveError::NotAFile { path: path.to_owned() });
        }
        // A rename asks only for rights on the folder; a protected file must be respected all the same.
        if old.permissions().readonly() {
            return Err(SaveError::ReadOnly { path: path.to_owned() });
        }
        OpenOptions::new().write(true).open(&target).map_err(failed)?;
    }

    let access = old.as_ref().map_or(Access::Default, Access::Like);
    let draft = Draft::write(&target, bytes, access).map_err(failed)?;
    // As late as possible, to leave others the least time to slip in between.
    if let Some(expected) = expected {
        match expected.is_content_of(&target) {
            Ok(true) => {}
            Ok(false) => return Err(SaveError::ChangedOutside { path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SaveError::RemovedOutside { path: path.to_owned() });
            }
            Err(error) => return Err(failed(error)),
        }
    }
    let metadata = draft.put_in_place().map_err(failed)?;
    Ok(Stamp::new(bytes, &metadata))
}

/// Where `path` leads, through any number of symbolic links; the last one may point at nothing yet.
fn follow_links(path: &Path) -> io::Result<PathBuf> {
    /// The limit of Linux.
    const MAX_LINKS: usize = 40;

    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_symlink() => {
                target = folder_of(&target).join(fs::read_link(&target)?);
            }
            Ok(_) => return Ok(target),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(target),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("the symbolic links lead in a circle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_says_what_where_and_what_to_do() {
        let cases = [
            (io::ErrorKind::NotFound, "the folder does not exist", "/home/ann"),
            (io::ErrorKind::NotADirectory, "the folder does not exist", "/home/ann"),
            (io::ErrorKind::PermissionDenied, "not allowed to write here", "/home/ann/release.json"),
            (io::ErrorKind::StorageFull, "the disk is full", "/home/ann/release.json"),
            (io::ErrorKind::QuotaExceeded, "the disk is full", "/home/ann/release.json"),
            (io::ErrorKind::ReadOnlyFilesystem, "can only be read", "/home/ann/release.json"),
            (io::ErrorKind::IsADirectory, "this is a folder", "/home/ann/release.json"),
            (io::ErrorKind::TimedOut, "timed out", "/home/ann/release.json"),
        ];
        for (kind, what, last_line) in cases {
            let message = SaveError::from_io(Path::new("/home/ann/release.json"), kind.into()).to_string();
            let (first, last) = message.split_once('\n').unwrap();
            assert!(first.starts_with("Not saved"), "{message}");
            assert!(first.contains(what), "{message}");
            assert!(first.contains("ave ") || first.contains("Choose"), "no advice in: {message}");
            assert_eq!(last, last_line);
        }
    }
}
