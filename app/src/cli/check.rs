//! `pipewright check`: what AWS would refuse, before it does.
//!
//! Files and folders are checked at once, with as many threads as there are cores; what is printed is in the order
//! of the arguments, inside a folder by name. Findings go to standard output, everything else to standard error.
//!
//! # Exit codes
//!
//! 0 if nothing is found at error level (with `--deny warnings`: nor at warning level), 1 if something is or a
//! repaired file could not be written, 2 if the arguments are wrong or something could not be read.
//!
//! # Suppressions
//!
//! What a design suppresses ([`pipewright_core::document::extras`]) is counted and not printed;
//! `--show-suppressed` prints it with its reason.
//!
//! # Fixes
//!
//! `--fix` makes all fixes that need nobody to look at them, in place, and then prints what is left;
//! `--fix --dry-run` prints what it would do, and all findings as they are. With a format for programs the list of
//! fixes goes to standard error.
//!
//! # Environments
//!
//! Parameters have their defaults. `--env NAME` takes the values of an environment, `--env all` those of each, one
//! after the other: what is found in all of them is told once, what is found in some of them with their names. A file
//! without environments is checked as it is if another one, or a folder, has the one that is named.
//!
//! # Formats
//!
//! - `human` shows each finding with its line, and a summary.
//! - `json` is described below.
//! - `sarif` is SARIF 2.1.0, for code scanning and editors. What is suppressed is always in it, as suppressed, and
//!   each fix with the text it replaces.
//! - `github` prints workflow commands (`::error file=…,line=…::…`), which GitHub Actions shows beside the lines of a
//!   pull request. Hints become notices.
//!
//! ```yaml
//! - run: pipewright check --format github --deny warnings infra/
//! - run: pipewright check --format sarif infra/ > pipewright.sarif
//! ```
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
//!     "inside": null,
//!     "related": [ { "message": "made here", "place": { … }, "line": 20, "column": 33, "endLine": 20, "endColumn": 46 } ],
//!     "fixes": [ "Use artifact BuildOutput" ],
//!     "suppression": null,
//!     "environments": null
//!   }
//! ]
//! ```
//!
//! `severity` is `error`, `warning` or `hint`. `stage`, `action` and `path` are null where the place is none or not
//! inside one; positions in a path count from 0. Lines and columns count from 1, columns in characters, and the end
//! is behind the last character. What is about a part of a text, such as a variable in it or a value of the JSON it
//! holds, has the position of that part; `inside` is then an object with the same four members, counted in the text
//! alone. A value that is missing has the position of what it is missing from. `help` may be
//! null. With `--show-suppressed`, `suppression` of what is suppressed is an object with `reason`, which may be null,
//! and with `line` and `column` of the suppression itself. `environments` is null unless `--env` is given: then it
//! lists where it was found, and is null for what `--env all` found in all. Standard input is called `<stdin>`. What cannot be read is told on standard error and is not in the array.

mod checked;
pub(super) mod files;
mod fixes;
mod github;
mod human;
mod json;
mod sarif;
mod work;

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

pub(super) use checked::{Checked, Located, Tally};

use super::environment;
use super::input::is_standard;
use super::{Exit, Session};
use work::{Fixing, Looked, Outcome, Wanted};

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

    /// Print what is suppressed, too
    #[arg(long)]
    show_suppressed: bool,

    /// The environment whose values the parameters take, or all; without it their defaults
    #[arg(long, value_name = "NAME")]
    env: Option<String>,

    /// Make all fixes that need nobody to look at them, in the files
    #[arg(long)]
    fix: bool,

    /// Tell what --fix would do, and change nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,

    /// How many files to check at once; by default as many as there are cores
    #[arg(long, value_name = "NUMBER")]
    jobs: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    Warnings,
}

/// For whom to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people, with the lines in question
    #[default]
    Human,
    /// One array of findings
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Commands of GitHub Actions
    Github,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    if arguments.fix && arguments.files.iter().any(|path| is_standard(path)) {
        session.output.error("Standard input cannot be repaired in place. Name a file, or leave --fix out.");
        return Exit::Unusable;
    }
    let fixing = match (arguments.fix, arguments.dry_run) {
        (false, _) => Fixing::No,
        (true, true) => Fixing::Pretend,
        (true, false) => Fixing::Yes,
    };
    let search = files::search(&arguments.files);
    let mut is_complete = search.problems.is_empty();
    for problem in &search.problems {
        session.output.error(problem);
    }

    let threads = arguments.jobs.or(thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let wanted = Wanted::of(arguments.env.as_deref());
    let outcomes = work::look_at_all(&search.files, &mut *session.input, threads, (fixing, &wanted));
    let mut all: Vec<Looked> = Vec::new();
    let mut used = HashSet::new();
    for (named, outcome) in search.files.iter().zip(outcomes) {
        match outcome {
            Outcome::Other => continue,
            Outcome::Checked(looked) => all.push(*looked),
            Outcome::Unreadable(unreadable) => {
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
    is_complete &= leave_out_strangers(&mut all, &wanted, session);
    let is_written = tell_fixes(&all, fixing, arguments.format, session);

    let all: Vec<Checked> = all.into_iter().map(|looked| looked.checked).collect();
    let (shows, results) = (arguments.show_suppressed, &mut session.output.results);
    match arguments.format {
        Format::Human => human::write(&all, shows, results),
        Format::Json => json::write(&all, shows, results),
        Format::Sarif => sarif::write(&all, is_complete, results),
        Format::Github => {
            github::write(&all, shows, results);
            human::write_summary(&all, results);
        }
    }
    let tally = Tally::of(&all);
    let is_denied = arguments.deny == Some(Deny::Warnings) && tally.warnings > 0;
    if is_denied && tally.errors == 0 {
        session.output.error("Warnings are denied by --deny warnings");
    }
    match () {
        () if !is_complete => Exit::Unusable,
        () if tally.errors > 0 || is_denied || !is_written => Exit::Failed,
        () => Exit::Fine,
    }
}

/// Tells which files do not have the environment that is wanted, and leaves them out; returns whether there is none.
/// What has no environments at all is as it is in each, as long as any file has the one that is named.
fn leave_out_strangers(all: &mut Vec<Looked>, wanted: &Wanted, session: &mut Session<'_>) -> bool {
    let Wanted::One(name) = wanted else { return true };
    let known = |looked: &Looked| environment::known(&looked.checked.draft.document, Some(name));
    let is_anywhere = all.iter().any(|looked| known(looked).is_ok());
    let count = all.len();
    all.retain(|looked| {
        let is_without = looked.checked.draft.document.environments().is_empty();
        match known(looked) {
            Err(message) if !(is_without && is_anywhere) => {
                session.output.error(format!("{message}.\n{}", looked.checked.draft.label));
                false
            }
            Ok(()) | Err(_) => true,
        }
    });
    all.len() == count
}

/// Tells what was repaired; returns whether all of it is in the files.
fn tell_fixes(all: &[Looked], fixing: Fixing, format: Format, session: &mut Session<'_>) -> bool {
    let output = &mut session.output;
    let problems: Vec<String> =
        all.iter().filter_map(|looked| looked.problem.as_ref()).map(ToString::to_string).collect();
    for problem in &problems {
        output.error(problem);
    }
    let stream = if format == Format::Human { &mut output.results } else { &mut output.messages };
    fixes::write(all, fixing, stream);
    problems.is_empty()
}
