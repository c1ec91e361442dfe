//! Noticing that another program changed an open file.
//!
//! A look at length and time once a second costs a system call, works on every file system, network ones included,
//! and needs no thread. The content is read only when these two differ.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::read;
use super::stamp::Stamp;

const INTERVAL: Duration = Duration::from_secs(1);

/// What happened to the file. Each change is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It holds something else than what was read or saved last.
    Modified,
    /// It is not there. Told at the second look, since some programs save by removing and renaming.
    Removed,
    /// After one of the others: it is again what it was, so whatever was said about it can be taken back.
    Restored,
}

#[derive(Debug)]
pub struct Watch {
    path: PathBuf,
    /// What the open document was read from or saved as.
    base: Stamp,
    seen: Seen,
    last_look: Option<Instant>,
}

/// The file as it was last found and told.
#[derive(Debug)]
enum Seen {
    Base,
    Other(Stamp),
    /// `is_told` after the second look.
    Missing {
        is_told: bool,
    },
}

impl Watch {
    pub fn new(path: &Path, base: Stamp) -> Self {
        Self { path: path.to_owned(), base, seen: Seen::Base, last_look: None }
    }

    /// The file is now what `base` says: after an own save, or after loading the version of the other program.
    pub fn rebase(&mut self, base: Stamp) {
        self.base = base;
        self.seen = Seen::Base;
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks at the file if the last look is a second old. `None` means nothing new.
    ///
    /// A file that cannot be asked about, on a share that went away for a moment for instance, is nothing new either:
    /// saving it will say precisely what is wrong.
    pub fn poll(&mut self, now: Instant) -> Option<Change> {
        if self.last_look.is_some_and(|last| now.saturating_duration_since(last) < INTERVAL) {
            return None;
        }
        self.last_look = Some(now);

        let metadata = match fs::metadata(&self.path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return self.missing(),
            Err(_) => return None,
        };
        let is_as_seen = match &self.seen {
            Seen::Base => self.base.looks_like(&metadata),
            Seen::Other(stamp) => stamp.looks_like(&metadata),
            Seen::Missing { .. } => false,
        };
        if is_as_seen {
            return None;
        }
        match read(&self.path) {
            Ok((_, stamp)) => self.found(stamp),
            // Vanished or locked between the two questions; the next look tells.
            Err(_) => None,
        }
    }

    fn missing(&mut self) -> Option<Change> {
        match self.seen {
            Seen::Missing { is_told: true } => None,
            Seen::Missing { is_told: false } => {
                self.seen = Seen::Missing { is_told: true };
                Some(Change::Removed)
            }
            Seen::Base | Seen::Other(_) => {
                self.seen = Seen::Missing { is_told: false };
                None
            }
        }
    }

    fn found(&mut self, stamp: Stamp) -> Option<Change> {
        if stamp.has_content_of(&self.base) {
            // Touched, perhaps: with the new time the next look is cheap again.
            self.base = stamp;
            return match std::mem::replace(&mut self.seen, Seen::Base) {
                Seen::Other(_) | Seen::Missing { is_told: true } => Some(Change::Restored),
                Seen::Base | Seen::Missing { is_told: false } => None,
            };
        }
        let is_told = matches!(&self.seen, Seen::Other(told) if told.has_content_of(&stamp));
        self.seen = Seen::Other(stamp);
        (!is_told).then_some(Change::Modified)
    }
}
