//! How a file is recognized as the one that was read.

use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Read as _};
use std::path::Path;
use std::time::SystemTime;

/// A file as it was at one moment.
///
/// Length and time are cheap to ask for and say when a second look is needed; the content decides, so a file that
/// was touched or checked out again with equal content counts as unchanged.
/// Valid within this process only: the hash is not made to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    /// `None` where the file system keeps no times.
    modified: Option<SystemTime>,
    hash: u64,
}

impl Stamp {
    pub(super) fn new(bytes: &[u8], metadata: &Metadata) -> Self {
        Self { length: bytes.len() as u64, modified: metadata.modified().ok(), hash: hash(bytes) }
    }

    /// Whether `metadata` gives no reason to look at the content.
    pub(super) fn looks_like(&self, metadata: &Metadata) -> bool {
        metadata.len() == self.length && self.modified.is_some() && metadata.modified().ok() == self.modified
    }

    pub(super) fn has_content_of(&self, other: &Self) -> bool {
        self.length == other.length && self.hash == other.hash
    }

    /// Whether the file at `path` holds the same bytes. Reads it.
    pub(super) fn is_content_of(&self, path: &Path) -> io::Result<bool> {
        if fs::metadata(path)?.len() != self.length {
            return Ok(false);
        }
        let mut bytes = Vec::new();
        File::open(path)?.take(self.length + 1).read_to_end(&mut bytes)?;
        Ok(bytes.len() as u64 == self.length && hash(&bytes) == self.hash)
    }
}

/// 64 bits of `SipHash` are plenty against accidents, and nobody gains by a forged pipeline that looks unchanged.
fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
