//! Reading, checking and repairing many files at once.

use std::io::BufRead;
use std::num::NonZeroUsize;
use std::panic;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pipewright_core::check::{RepairStep, repair_in};

use super::Checked;
use super::files::{Named, looks_like_pipeline};
use crate::cli::input::{self, Draft, Unreadable, is_standard};
use crate::storage::{self, SaveError, Stamp};

/// What becomes of safe fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fixing {
    No,
    /// They are told and not made.
    Pretend,
    /// They are written to the files.
    Yes,
}

/// Whose values parameters take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Defaults,
    /// Those of one environment; files without it have their defaults.
    One(String),
    Each,
}

impl Wanted {
    /// What `--env` says.
    pub fn of(name: Option<&str>) -> Self {
        match name {
            None => Self::Defaults,
            Some("all") => Self::Each,
            Some(name) => Self::One(name.to_owned()),
        }
    }

    fn name_in(&self, draft: &Draft) -> Option<&str> {
        match self {
            Self::One(name) => draft.document.environments().contains(&name.as_str()).then_some(name),
            Self::Defaults | Self::Each => None,
        }
    }

    fn check(&self, draft: Draft) -> Checked {
        match self {
            Self::Defaults | Self::One(_) => {
                let name = self.name_in(&draft).map(str::to_owned);
                Checked::in_environment(draft, name)
            }
            Self::Each => Checked::in_each_environment(draft),
        }
    }
}

/// What became of one file.
#[derive(Debug)]
pub(super) enum Outcome {
    Checked(Box<Looked>),
    Unreadable(Unreadable),
    /// It came out of a folder and is something else than a pipeline.
    Other,
}

/// A file that was checked.
#[derive(Debug)]
pub(super) struct Looked {
    /// As it is now in the file.
    pub checked: Checked,
    /// Fixes that were made, or would be.
    pub fixes: Vec<RepairStep>,
    /// Why the fixes are not in the file.
    pub problem: Option<SaveError>,
}

/// Looks at all files with so many threads; the outcomes are in the order of the files.
pub(super) fn look_at_all(
    files: &[Named],
    stdin: &mut dyn BufRead,
    threads: NonZeroUsize,
    (fixing, wanted): (Fixing, &Wanted),
) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(named) = files.get(index) else { return done };
            if !is_standard(&named.path) {
                done.push((index, look_at_file(named, fixing, wanted)));
            }
        }
    };
    let mut done = thread::scope(|scope| {
        // This thread works as well. One that cannot be started leaves its share to the others.
        let others: Vec<_> = (1..threads.get().min(files.len()))
            .filter_map(|number| {
                thread::Builder::new().name(format!("check {number}")).spawn_scoped(scope, work).ok()
            })
            .collect();
        let mut done: Vec<(usize, Outcome)> = Vec::new();
        // Standard input belongs to this thread.
        for (index, named) in files.iter().enumerate().filter(|(_, named)| is_standard(&named.path)) {
            done.push((index, look_at_standard(&named.path, stdin, wanted)));
        }
        done.extend(work());
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

fn look_at_standard(path: &Path, stdin: &mut dyn BufRead, wanted: &Wanted) -> Outcome {
    match input::read(path, stdin) {
        Ok(draft) => {
            let looked = Looked { checked: wanted.check(draft), fixes: Vec::new(), problem: None };
            Outcome::Checked(Box::new(looked))
        }
        Err(unreadable) => Outcome::Unreadable(unreadable),
    }
}

fn look_at_file(named: &Named, fixing: Fixing, wanted: &Wanted) -> Outcome {
    let (bytes, stamp) = match storage::read(&named.path) {
        Ok(read) => read,
        Err(error) => return Outcome::Unreadable(Unreadable::Bytes(error.to_string())),
    };
    if named.folder.is_some() && !looks_like_pipeline(&bytes) {
        return Outcome::Other;
    }
    match input::parse(input::label(&named.path), bytes) {
        Ok(draft) => Outcome::Checked(Box::new(look_at(draft, (&named.path, &stamp), fixing, wanted))),
        Err(unreadable) => Outcome::Unreadable(unreadable),
    }
}

fn look_at(mut draft: Draft, (path, stamp): (&Path, &Stamp), fixing: Fixing, wanted: &Wanted) -> Looked {
    let looked = |fixes, problem, draft| Looked { checked: wanted.check(draft), fixes, problem };
    if fixing == Fixing::No {
        return looked(Vec::new(), None, draft);
    }
    let repair = repair_in(&draft.document, wanted.name_in(&draft));
    if fixing == Fixing::Pretend || repair.steps.is_empty() {
        return looked(repair.steps, None, draft);
    }
    let mut repaired = draft.document.clone();
    repaired.change(&repair.change).expect("this change was put together by making it");
    let text = repaired.to_text();
    match storage::save(path, &repaired.source().encode(&text), Some(stamp)) {
        Ok(_) => {
            repaired.saved_as(text);
            draft.document = repaired;
            looked(repair.steps, None, draft)
        }
        Err(error) => looked(Vec::new(), Some(error), draft),
    }
}
