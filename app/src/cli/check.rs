//! `pipewright check`: what AWS would refuse, before it does.
//!
//! # JSON
//!
//! `--format json` prints one array with a finding per element, files in the order they were named, findings in the
//! order of their places. Members keep their name and meaning from version to version; new ones may come.
//!
//! ```json
//! [
//!   {
//!     "file": "release.json",
//!     "code": "CP0503",
//!     "severity": "error",
//!     "message": "Input artifact \"Image\" is made nowhere",
//!     "help": "Make it in an earlier action, or take another",
//!     "place": {
//!       "stage": "Deploy",
//!       "action": "Staging",
//!       "path": "inputArtifacts[0].name",
//!       "label": "Deploy › Staging › inputArtifacts[0].name"
//!     },
//!     "line": 47, "column": 33, "endLine": 47, "endColumn": 40,
//!     "related": [ { "message": "made here", "place": { … }, "line": 20, "column": 33, "endLine": 20, "endColumn": 46 } ],
//!     "fixes": [ "Use artifact BuildOutput" ]
//!   }
//! ]
//! ```
//!
//! `severity` is `error`, `warning` or `hint`. `stage`, `action` and `path` are null where the place is none or not
//! inside one; positions in a path count from 0. Lines and columns count from 1, columns in characters, and the end
//! is behind the last character. A value that is missing has the position of what it is missing from. `help` may be
//! null. Standard input is called `<stdin>`. What cannot be read is told on standard error and is not in the array.

mod files;
mod human;
mod json;

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;

use pipewright_core::check::{Finding, Severity, check};
use pipewright_core::document::{Locator, Place, TextPlace};

use super::arguments::Format;
use super::input::{self, Draft, Unreadable};
use super::{Exit, Session};
use files::Named;

/// Find what AWS would refuse, what would fail later, and what could be better
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders to check; folders are searched for pipelines in *.json files, - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// How to write the findings
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Fail not only with errors
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Deny>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    Warnings,
}

/// A design with what was found in it.
#[derive(Debug)]
pub(super) struct Checked {
    pub draft: Draft,
    pub findings: Vec<Finding>,
    locator: Option<Locator>,
}

/// Where in its text something stands.
#[derive(Clone, Debug)]
pub(super) struct Located {
    /// In bytes.
    pub span: Range<usize>,
    pub start: TextPlace,
    pub end: TextPlace,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let search = files::search(&arguments.files);
    let mut is_complete = search.problems.is_empty();
    for problem in &search.problems {
        session.output.error(problem);
    }

    let mut all = Vec::new();
    let mut used = HashSet::new();
    for named in &search.files {
        match look_at(named, session) {
            Ok(None) => continue,
            Ok(Some(checked)) => all.push(checked),
            Err(unreadable) => {
                unreadable.tell(&mut session.output);
                is_complete = false;
            }
        }
        used.extend(named.folder.clone());
    }
    for folder in search.folders.iter().filter(|folder| !used.contains(*folder)) {
        session.output.error(format!(
            "No pipeline was found in this folder. Name the file, or another folder.\n{}",
            folder.display()
        ));
        is_complete = false;
    }

    match arguments.format {
        Format::Human => human::write(&all, &mut session.output.results),
        Format::Json => json::write(&all, &mut session.output.results),
    }
    let tally = Tally::of(all.iter().flat_map(|checked| &checked.findings));
    let is_denied = arguments.deny == Some(Deny::Warnings) && tally.warnings > 0;
    if is_denied && tally.errors == 0 {
        session.output.error("Warnings are denied by --deny warnings");
    }
    match () {
        () if !is_complete => Exit::Unusable,
        () if tally.errors > 0 || is_denied => Exit::Failed,
        () => Exit::Fine,
    }
}

/// Checks one file; `None` if it came out of a folder and is something else than a pipeline.
fn look_at(named: &Named, session: &mut Session<'_>) -> Result<Option<Checked>, Unreadable> {
    let bytes = input::bytes(&named.path, &mut *session.input)?;
    let label = input::label(&named.path);
    if named.folder.is_some() && !files::looks_like_pipeline(&bytes) {
        return Ok(None);
    }
    input::parse(label, bytes).map(|draft| Some(Checked::of(draft)))
}

impl Checked {
    pub fn of(draft: Draft) -> Self {
        let findings = check(&draft.document);
        let locator = draft.document.locator();
        Self { draft, findings, locator }
    }

    pub fn locate(&self, place: &Place) -> Option<Located> {
        let span = self.locator.as_ref()?.locate(&self.draft.document, place)?;
        let source = self.draft.document.source();
        let (start, end) = (source.place(span.start), source.place(span.end));
        Some(Located { span, start, end })
    }

    /// `release.json:47:33`, or the name of the file alone.
    pub fn position(&self, place: &Place) -> String {
        let label = &self.draft.label;
        match self.locate(place) {
            Some(Located { start, .. }) => format!("{label}:{}:{}", start.line, start.column),
            None => label.clone(),
        }
    }

    pub fn tally(&self) -> Tally {
        Tally::of(&self.findings)
    }
}

impl Tally {
    fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Hint => tally.hints += 1,
            }
        }
        tally
    }

    /// "2 errors, 1 warning"; without what there is none of, and `None` if there is nothing.
    pub fn words(self) -> Option<String> {
        let Self { errors, warnings, hints } = self;
        let parts = [(errors, "error"), (warnings, "warning"), (hints, "hint")];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| crate::words::counted(count, word, &format!("{word}s")))
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
