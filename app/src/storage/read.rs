//! Reading a file that a person named.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::stamp::Stamp;

/// Larger files are refused unread. AWS takes pipelines of up to 1,000 actions, which is a few megabytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

#[derive(Debug, Error)]
pub enum OpenError {
    #[error("There is no such file. Check the name, or whether it was moved.\n{path}", path = path.display())]
    Missing { path: PathBuf },
    #[error("This is a folder. Choose a file inside it.\n{path}", path = path.display())]
    IsFolder { path: PathBuf },
    #[error(
        "You are not allowed to read this file. Ask its owner, or change its permissions.\n{path}",
        path = path.display()
    )]
    Permission { path: PathBuf },
    #[error(
        "The file has more than {limit} MiB, which no pipeline definition has. Choose another file.\n{path}",
        limit = limit / (1024 * 1024),
        path = path.display()
    )]
    TooLarge { path: PathBuf, limit: u64 },
    #[error("The file could not be read: {source}.\n{path}", path = path.display())]
    Other { path: PathBuf, source: io::Error },
}

/// The content of a file, and the stamp to save it with later.
///
/// A pipe such as `<(git show …)` is read like a file.
pub fn read(path: &Path) -> Result<(Vec<u8>, Stamp), OpenError> {
    read_up_to(path, MAX_BYTES)
}

fn read_up_to(path: &Path, limit: u64) -> Result<(Vec<u8>, Stamp), OpenError> {
    let owned = || path.to_owned();
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::Missing { path: owned() },
        io::ErrorKind::IsADirectory => OpenError::IsFolder { path: owned() },
        io::ErrorKind::PermissionDenied => OpenError::Permission { path: owned() },
        _ => OpenError::Other { path: owned(), source: error },
    };

    // Asked before opening: opening a folder is fine on Linux and forbidden on Windows.
    if fs::metadata(path).map_err(failed)?.is_dir() {
        return Err(OpenError::IsFolder { path: owned() });
    }
    let file = File::open(path).map_err(failed)?;
    // Taken before reading, so that a change during it shows as a later time.
    let metadata = file.metadata().map_err(failed)?;
    if metadata.len() > limit {
        return Err(OpenError::TooLarge { path: owned(), limit });
    }
    // Pipes and devices say nothing of their length, or lie.
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(OpenError::TooLarge { path: owned(), limit });
    }
    let stamp = Stamp::new(&bytes, &metadata);
    Ok((bytes, stamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_the_last_length_that_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.json");
        fs::write(&path, [b' '; 100]).unwrap();

        assert_eq!(read_up_to(&path, 100).unwrap().0.len(), 100);
        assert!(matches!(read_up_to(&path, 99), Err(OpenError::TooLarge { limit: 99, .. })));
    }

    #[cfg(unix)]
    #[test]
    fn an_endless_device_is_too_large() {
        assert!(matches!(read_up_to(Path::new("/dev/zero"), 1000), Err(OpenError::TooLarge { .. })));
    }

    #[test]
    fn the_limit_is_told_in_words() {
        let error = OpenError::TooLarge { path: PathBuf::from("big.json"), limit: MAX_BYTES };
        assert_eq!(
            error.to_string(),
            "The file has more than 64 MiB, which no pipeline definition has. Choose another file.\nbig.json"
        );
    }
}
