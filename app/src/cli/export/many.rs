//! Many designs into a folder, at once.
//!
//! What is written, what it is called and what is told are the same however many threads work.

use std::collections::HashSet;
use std::fs;
use std::num::NonZeroUsize;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pipewright_core::format::{Loss, Severity};
use serde_json::{Value, json};

use super::{Arguments, Telling, is_same_file, overwrites, tell_lines};
use crate::cli::check::files::{Named, looks_like_pipeline, search};
use crate::cli::environment::known;
use crate::cli::input::{self, Unreadable, is_standard};
use crate::cli::{Exit, Session};
use crate::storage;

/// What became of one file.
enum Outcome {
    /// With what the form could not hold, and the same for programs.
    Written(Vec<(Severity, String)>, Value),
    /// It came out of a folder and is something else than a pipeline.
    Other,
    Unreadable(Unreadable),
    Failed(String),
    /// What was asked for has no meaning for it.
    Unusable(String),
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let folder = &arguments.output;
    if is_standard(folder) {
        session.output.error("Several pipelines go into a folder. Name it with --output.");
        return Exit::Unusable;
    }
    if arguments.files.iter().any(|file| is_standard(file)) {
        session
            .output
            .error("Standard input has no name to write to. Export it alone, with a file as --output.");
        return Exit::Unusable;
    }
    let search = search(&arguments.files);
    let mut worst = Exit::Fine;
    for problem in &search.problems {
        session.output.error(problem);
        worst = Exit::Unusable;
    }
    if let Err(error) = fs::create_dir_all(folder) {
        session.output.error(format!(
            "The folder for the exported files could not be made: {error}. Choose another one.\n{}",
            folder.display()
        ));
        return Exit::Failed;
    }
    let names = names(&search.files, arguments.to.ending());
    let threads = arguments.jobs.or(thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let outcomes = at_once(search.files.len(), threads, |index| {
        export(&search.files[index], &folder.join(&names[index]), arguments)
    });
    let (mut written, mut reports) = (0, Vec::new());
    for outcome in outcomes {
        let exit = match outcome {
            Outcome::Written(losses, report) => {
                written += 1;
                reports.push(report);
                if arguments.fidelity == Telling::Human {
                    tell_lines(losses, session);
                }
                Exit::Fine
            }
            Outcome::Other => Exit::Fine,
            Outcome::Unreadable(unreadable) => unreadable.tell(&mut session.output),
            Outcome::Failed(message) => {
                session.output.error(message);
                Exit::Failed
            }
            Outcome::Unusable(message) => {
                session.output.error(message);
                Exit::Unusable
            }
        };
        if exit == Exit::Unusable || worst == Exit::Fine {
            worst = exit;
        }
    }
    if arguments.fidelity == Telling::Json {
        let report = format!("{:#}\n", json!({ "files": reports }));
        session.output.messages.write_exactly(report.as_bytes());
    }
    if written == 0 && worst == Exit::Fine {
        session.output.error("There is no pipeline here. Name files, or folders that hold some.");
        return Exit::Unusable;
    }
    worst
}

fn export(named: &Named, to: &Path, arguments: &Arguments) -> Outcome {
    let bytes = match storage::read(&named.path) {
        Ok((bytes, _)) => bytes,
        Err(error) => return Outcome::Unreadable(Unreadable::Bytes(error.to_string())),
    };
    if named.folder.is_some() && !looks_like_pipeline(&bytes) {
        return Outcome::Other;
    }
    let draft = match input::parse(input::label(&named.path), bytes) {
        Ok(draft) => draft,
        Err(unreadable) => return Outcome::Unreadable(unreadable),
    };
    if is_same_file(&named.path, to) {
        return Outcome::Failed(overwrites(to));
    }
    if let Err(message) = known(&draft.document, arguments.env.as_deref()) {
        return Outcome::Unusable(format!("{message}.\n{}", draft.label));
    }
    match arguments.render(&draft.document) {
        Err(message) => Outcome::Failed(format!("{message}.\n{}", draft.label)),
        Ok((bytes, fidelity)) => match storage::save(to, &bytes, None) {
            Ok(_) => {
                let fidelity = fidelity.unwrap_or_default();
                let line =
                    |loss: &Loss| (loss.severity, format!("{}: {}", draft.label, loss.line(&draft.document)));
                let mut report = fidelity.to_json(&draft.document);
                report["file"] = draft.label.as_str().into();
                Outcome::Written(fidelity.losses.iter().map(line).collect(), report)
            }
            Err(error) => Outcome::Failed(error.to_string()),
        },
    }
}

/// What the files are called: as the designs, with another ending, and with a number where two designs have one
/// name. The order of the arguments decides, never that of the work.
fn names(files: &[Named], ending: &str) -> Vec<PathBuf> {
    // Some file systems take names that differ in their case for one.
    let mut taken: HashSet<String> = HashSet::new();
    files
        .iter()
        .map(|named| {
            let name = named.path.file_name().unwrap_or_default().to_string_lossy();
            let stem = [".pipewright.json", ".codepipeline.json", ".json"]
                .iter()
                .find_map(|end| name.strip_suffix(end))
                .filter(|stem| !stem.is_empty())
                .unwrap_or(&name);
            let free = (1..).find_map(|number: usize| {
                let name = if number == 1 {
                    format!("{stem}.{ending}")
                } else {
                    format!("{stem}-{number}.{ending}")
                };
                taken.insert(name.to_lowercase()).then_some(name)
            });
            PathBuf::from(free.unwrap_or_default())
        })
        .collect()
}

/// Works off `count` tasks with so many threads; the results are in the order of the tasks.
fn at_once<T: Send>(count: usize, threads: NonZeroUsize, task: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, task(index)));
        }
    };
    let mut done = thread::scope(|scope| {
        // This thread works as well. One that cannot be started leaves its share to the others.
        let others: Vec<_> = (1..threads.get().min(count))
            .filter_map(|number| {
                thread::Builder::new().name(format!("export {number}")).spawn_scoped(scope, work).ok()
            })
            .collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_as_their_designs_and_each_has_its_own_name() {
        let files =
            ["a/shop.json", "b/Shop.pipewright.json", "b/shop-2.json", "c/web", ".json", "d/shop.json"];
        let files = files.map(|path| Named { path: path.into(), folder: None });
        let expected = ["shop.svg", "Shop-2.svg", "shop-2-2.svg", "web.svg", ".json.svg", "shop-3.svg"];
        assert_eq!(names(&files, "svg"), expected.map(PathBuf::from));
    }

    #[test]
    fn results_are_in_the_order_of_the_tasks() {
        for threads in 1..5 {
            let threads = NonZeroUsize::new(threads).unwrap();
            assert_eq!(at_once(100, threads, |index| index * 2), (0..100).map(|i| i * 2).collect::<Vec<_>>());
        }
    }
}
