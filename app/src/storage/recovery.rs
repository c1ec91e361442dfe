//! A journal of unsaved work, for the day the program or the machine dies.
//!
//! Each running program has a *session*: a lock file that it holds locked while it lives. The system gives the lock
//! back however the process ends, so unlike a process number it never lies. Each open document with unsaved changes
//! has one file named after its session:
//!
//! ```text
//! recovery/gate                the lock for coming and going, held for moments
//! recovery/s-x1Yz9a.lock       a session
//! recovery/s-x1Yz9a.3.unsaved  its document 3: a line of JSON, then the content as it is
//! ```
//!
//! Files of sessions that nobody holds are [`Leftovers`]. All files are for the eyes of this person alone.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::draft::{Access, Draft};
use super::path_text;

const FOLDER: &str = "recovery";
const GATE: &str = "gate";
const SESSION_PREFIX: &str = "s-";
const LOCK: &str = "lock";
const UNSAVED: &str = "unsaved";
const UNREADABLE: &str = "unreadable";

/// An open document as it was at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Where it is saved; `None` for a new document.
    pub path: Option<PathBuf>,
    /// What the person knows it by, for the list of leftovers.
    pub name: String,
    /// Seconds since 1970.
    pub saved_at: u64,
    pub content: Vec<u8>,
    /// A text beside it that does not parse.
    pub draft: Option<String>,
}

/// Unsaved work of a session that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    pub snapshot: Snapshot,
    file: PathBuf,
}

/// What earlier sessions left, newest first.
#[derive(Debug, Default)]
pub struct Leftovers {
    pub found: Vec<Leftover>,
    /// Files that could not be understood. They are set aside under another name, so each is told once.
    pub unreadable: Vec<UnreadableSnapshot>,
}

#[derive(Debug, Error)]
#[error("Unsaved work could not be read: {reason}. Look into the file with a text editor.\n{file}", file = file.display())]
pub struct UnreadableSnapshot {
    pub file: PathBuf,
    pub reason: String,
}

#[derive(Debug, Error)]
#[error("{attempt}: {source}. Save your work often until this is solved.\n{path}", path = path.display())]
pub struct RecoveryError {
    attempt: &'static str,
    path: PathBuf,
    source: io::Error,
}

/// The journal, as one running program sees it.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
    session: String,
    /// Locked for as long as this exists.
    lock: File,
}

impl Recovery {
    /// Begins a session in `data_folder`, which is created if need be.
    pub fn open(data_folder: &Path) -> Result<Self, RecoveryError> {
        let folder = data_folder.join(FOLDER);
        let failed = |source| RecoveryError {
            attempt: "Unsaved work cannot be kept safe",
            path: folder.clone(),
            source,
        };
        create_private_folder(&folder).map_err(failed)?;
        let _gate = pass_gate(&folder).map_err(failed)?;
        let (lock, path) = tempfile::Builder::new()
            .prefix(SESSION_PREFIX)
            .suffix(".lock")
            .tempfile_in(&folder)
            .and_then(|file| file.keep().map_err(|refused| refused.error))
            .map_err(failed)?;
        lock.try_lock().map_err(|error| failed(error.into()))?;
        let stem = path.file_stem().unwrap_or_default();
        // Named above, of ASCII letters, so nothing is lost.
        let session = stem.to_string_lossy().into_owned();
        Ok(Self { folder, session, lock })
    }

    /// Keeps `snapshot` in place of an earlier one under the same `key`.
    /// Waits for the disk, so it is work for a background job.
    pub fn store(&self, key: u64, snapshot: &Snapshot) -> Result<(), RecoveryError> {
        let file = self.file(key);
        let Snapshot { path, name, saved_at, content, draft } = snapshot;
        let header = Header {
            path: path.clone(),
            name: name.clone(),
            saved_at: *saved_at,
            length: content.len() as u64,
            draft: draft.clone(),
        };
        let written = serde_json::to_vec(&header).map_err(io::Error::from).and_then(|mut bytes| {
            bytes.push(b'\n');
            bytes.extend_from_slice(content);
            Draft::write(&file, &bytes, Access::Private)?.put_in_place()
        });
        match written {
            Ok(_) => Ok(()),
            Err(source) => {
                Err(RecoveryError { attempt: "Unsaved work could not be kept safe", path: file, source })
            }
        }
    }

    /// The document was saved, or closed with its changes discarded.
    pub fn forget(&self, key: u64) -> Result<(), RecoveryError> {
        remove(&self.file(key))
    }

    /// What sessions left that did not end well. Tidies up after those that left nothing.
    pub fn leftovers(&self) -> Result<Leftovers, RecoveryError> {
        let failed = |source| RecoveryError {
            attempt: "Unsaved work of earlier sessions could not be looked for",
            path: self.folder.clone(),
            source,
        };
        // Nobody may begin a session while dead ones are told from living ones.
        let _gate = pass_gate(&self.folder).map_err(failed)?;

        let mut names: Vec<String> = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            // Names that are not Unicode are none of ours.
            names.extend(entry.map_err(failed)?.file_name().into_string());
        }
        names.sort();

        let mut leftovers = Leftovers::default();
        for name in &names {
            let Some(session) = session_of(name) else { continue };
            if session == self.session || self.is_alive(session).map_err(failed)? {
                continue;
            }
            let file = self.folder.join(name);
            match file.extension().and_then(|extension| extension.to_str()) {
                Some(UNSAVED) => match read_snapshot(&file) {
                    Ok(snapshot) => leftovers.found.push(Leftover { snapshot, file }),
                    Err(reason) => {
                        let aside = file.with_extension(UNREADABLE);
                        fs::rename(&file, &aside).map_err(failed)?;
                        leftovers.unreadable.push(UnreadableSnapshot { file: aside, reason });
                    }
                },
                Some(UNREADABLE) => {}
                // Half-written drafts, and the locks of the dead: a session without a lock counts as dead too.
                _ => remove(&file)?,
            }
        }
        leftovers.found.sort_by_key(|leftover| std::cmp::Reverse(leftover.snapshot.saved_at));
        Ok(leftovers)
    }

    /// The leftover was restored and is safe again, or is not wanted.
    pub fn discard(&self, leftover: &Leftover) -> Result<(), RecoveryError> {
        remove(&leftover.file)
    }

    fn file(&self, key: u64) -> PathBuf {
        self.folder.join(format!("{}.{key}.{UNSAVED}", self.session))
    }

    fn is_alive(&self, session: &str) -> io::Result<bool> {
        // Some network file systems lock only what is open for writing.
        let lock = self.folder.join(format!("{session}.{LOCK}"));
        let lock = match OpenOptions::new().write(true).open(lock) {
            Ok(lock) => lock,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        match lock.try_lock() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Recovery {
    fn drop(&mut self) {
        // What is still stored becomes a leftover: this runs after a panic, too. Should the lock file stay behind,
        // nobody holds it any more, and the next session removes it.
        let _removed = fs::remove_file(self.folder.join(format!("{}.{LOCK}", self.session)));
        let _unlocked = self.lock.unlock();
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    #[serde(with = "path_text::option")]
    path: Option<PathBuf>,
    name: String,
    saved_at: u64,
    /// Of the content, in bytes.
    length: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    draft: Option<String>,
}

fn read_snapshot(file: &Path) -> Result<Snapshot, String> {
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or("its first line has no end")?;
    let header: Header = serde_json::from_slice(&bytes[..end])
        .map_err(|error| format!("its first line is broken: {error}"))?;
    let content = &bytes[end + 1..];
    if content.len() as u64 != header.length {
        return Err(format!("it holds {} bytes instead of {}", content.len(), header.length));
    }
    let Header { path, name, saved_at, length: _, draft } = header;
    Ok(Snapshot { path, name, saved_at, content: content.to_vec(), draft })
}

/// The run of the program a file belongs to, by its name; drafts have a dot in front.
fn session_of(name: &str) -> Option<&str> {
    let name = name.strip_prefix('.').unwrap_or(name);
    let (session, _) = name.split_once('.')?;
    session.starts_with(SESSION_PREFIX).then_some(session)
}

/// Waits until no other program begins a session or looks for leftovers. Lets go when dropped.
fn pass_gate(folder: &Path) -> io::Result<File> {
    let gate = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(GATE))?;
    gate.lock()?;
    Ok(gate)
}

fn remove(file: &Path) -> Result<(), RecoveryError> {
    match fs::remove_file(file) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(RecoveryError {
            attempt: "Unsaved work could not be forgotten",
            path: file.to_owned(),
            source,
        }),
        _ => Ok(()),
    }
}

pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_session() {
        assert_eq!(session_of("s-x1Yz9a.lock"), Some("s-x1Yz9a"));
        assert_eq!(session_of("s-x1Yz9a.3.unsaved"), Some("s-x1Yz9a"));
        assert_eq!(session_of(".s-x1Yz9a.3.unsaved.q1W2e3.tmp"), Some("s-x1Yz9a"));
        assert_eq!(session_of("gate"), None);
        assert_eq!(session_of("notes.txt"), None);
    }

    #[test]
    fn a_living_session_has_no_leftovers() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (Recovery::open(folder.path()).unwrap(), Recovery::open(folder.path()).unwrap());
        let snapshot = Snapshot {
            path: None,
            name: "Release".into(),
            saved_at: 7,
            content: b"{\n}\n".to_vec(),
            draft: None,
        };
        one.store(1, &snapshot).unwrap();

        assert!(other.leftovers().unwrap().found.is_empty());
        assert!(one.leftovers().unwrap().found.is_empty());

        drop(one);
        let leftovers = other.leftovers().unwrap();
        assert_eq!(leftovers.found[0].snapshot, snapshot);
    }

    #[test]
    fn a_session_that_ends_well_leaves_only_the_gate() {
        let folder = tempfile::tempdir().unwrap();
        let recovery = Recovery::open(folder.path()).unwrap();
        let snapshot = Snapshot {
            path: None,
            name: "Release".into(),
            saved_at: 7,
            content: Vec::new(),
            draft: Some("{\n".into()),
        };
        recovery.store(1, &snapshot).unwrap();
        recovery.forget(1).unwrap();
        recovery.forget(1).unwrap();
        drop(recovery);

        let names: Vec<_> = fs::read_dir(folder.path().join(FOLDER))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, [GATE]);
    }
}
