//! Definitions that people and programs have written, as they were found: opened, edited and saved.
//!
//! The files are not part of the project. `PIPEWRIGHT_CORPUS` names the folder that holds them, kind by kind
//! (`native` for definitions, `cfn` for templates); without it a folder `corpus` is looked for in the folders
//! beside and above the workspace.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::{Change, History, Slot, actions, fields, rename, stages};
use pipewright_core::pipeline::{self, Action, Stage};
use serde_json::Value;

/// The files of a kind (`native`, `cfn`) with their names, in order; `None`, said in words, where there is no corpus.
pub fn files(kind: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let corpus = match std::env::var_os("PIPEWRIGHT_CORPUS") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1).take(4).find_map(nearby),
    };
    let Some(corpus) = corpus else {
        eprintln!("skipped: no corpus");
        return None;
    };
    let folder = corpus.join(kind);
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{error}: {}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no files in {}", folder.display());
    Some(files)
}

fn nearby(folder: &Path) -> Option<PathBuf> {
    let inside = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    inside.map(|path| path.join("corpus")).find(|path| path.join("native").is_dir())
}

/// What is done to each file, and what may happen to its lines.
struct Case {
    name: &'static str,
    /// `None` where the file has nothing to do it to.
    change: fn(&Document) -> Option<Change>,
    /// Whether these lines may go and these may come.
    fits: fn(gone: &[&str], come: &[&str]) -> bool,
}

const CASES: [Case; 9] = [
    Case {
        name: "rename the pipeline",
        change: |document| set_text(document, Owner::Pipeline, "name", "another"),
        fits: |gone, come| gone.len() == 1 && come.len() == 1,
    },
    Case {
        name: "rename the first stage",
        change: |document| rename::stage(document, first_stage(document)?.id, "Renamed"),
        fits: |gone, come| gone.len() == 1 && come.len() == 1,
    },
    Case {
        name: "rename the first action",
        change: |document| rename::action(document, first_action(document)?.id, "Renamed"),
        // The action's line, and that of its trigger.
        fits: |gone, come| (1..=2).contains(&gone.len()) && come.len() == gone.len(),
    },
    Case {
        name: "add a stage in front",
        change: |document| Some(stages::add(document, 0, "Added").1),
        fits: |gone, come| gone.len() <= 1 && come.len() <= 5,
    },
    Case {
        name: "add a stage at the end",
        change: |document| Some(stages::add(document, usize::MAX, "Added").1),
        fits: |gone, come| gone.len() <= 1 && come.len() <= 6,
    },
    Case {
        name: "take the first stage out",
        change: |document| Some(stages::remove(document, &[first_stage(document)?.id])),
        fits: |_, come| come.len() <= 1,
    },
    Case {
        name: "move the first stage to the end",
        change: |document| stages::move_to(document, first_stage(document)?.id, usize::MAX),
        fits: |gone, come| {
            let lines = |lines: &[&str]| {
                let mut lines: Vec<String> =
                    lines.iter().map(|line| line.trim().trim_end_matches(',').to_owned()).collect();
                lines.sort();
                lines
            };
            // In a one-line file the one line is another.
            lines(gone) == lines(come) || (gone.len() == 1 && come.len() == 1)
        },
    },
    Case {
        name: "copy the first action",
        change: |document| Some(actions::duplicate(document, &[first_action(document)?.id]).1),
        fits: |gone, _| gone.len() <= 1,
    },
    Case {
        name: "add an action at the end",
        change: |document| {
            let slot = Slot::at_end(document, document.pipeline().stages.last()?.id);
            Some(actions::add(document, &actions::NewAction::default(), slot)?.1)
        },
        fits: |gone, come| gone.len() <= 1 && come.len() <= 10,
    },
];

fn first_stage(document: &Document) -> Option<&Stage> {
    document.pipeline().stages.first()
}

fn first_action(document: &Document) -> Option<&Action> {
    Some(document.pipeline().actions().next()?.1)
}

fn set_text(document: &Document, owner: Owner, key: &'static str, text: &str) -> Option<Change> {
    fields::set_text(document, &Place::at(owner, pipeline::Path::key(key)), text)
}

#[test]
fn found_definitions_are_opened_edited_and_saved() {
    let Some(files) = files("native") else { return };
    let (mut failures, mut refused, mut opened) = (String::new(), String::new(), 0);
    for (name, bytes) in &files {
        match Document::read(bytes) {
            Ok(document) => {
                opened += 1;
                if document.to_bytes() != *bytes {
                    let _ = writeln!(failures, "{name}: saving without an edit changes it");
                }
                for case in &CASES {
                    if let Err(problem) = check(document.clone(), bytes, case) {
                        let _ = writeln!(failures, "{name}: {}: {problem}", case.name);
                    }
                }
            }
            Err(error) => {
                let _ = writeln!(refused, "{name}: {error}");
                if looks_like_a_pipeline(bytes) {
                    let _ = writeln!(failures, "{name}: is a pipeline and does not open: {error}");
                }
            }
        }
    }
    println!("{opened} opened; refused:\n{refused}");
    assert!(failures.is_empty(), "\n{failures}");
    assert!(opened > 0, "nothing opened");
}

/// Judged without the reader under test.
fn looks_like_a_pipeline(bytes: &[u8]) -> bool {
    let value: Option<Value> = serde_json::from_slice(bytes).ok();
    value.is_some_and(|value| value["pipeline"].is_object() || value["stages"].is_array())
}

fn check(mut document: Document, bytes: &[u8], case: &Case) -> Result<(), String> {
    let Some(change) = (case.change)(&document) else { return Ok(()) };
    let old = document.to_text();
    let mut history = History::<()>::default();
    history.run(&mut document, &change, (), ()).map_err(|error| error.to_string())?;
    let new = document.to_text();
    let again =
        Document::read(&document.to_bytes()).map_err(|error| format!("does not open again: {error}"))?;
    if again.to_value() != document.to_value() {
        return Err("opens as something else".to_owned());
    }
    let (gone, come) = changed_lines(&old, &new);
    if !(case.fits)(&gone, &come) {
        return Err(format!("lines gone:\n{}\nlines come:\n{}", gone.join("\n"), come.join("\n")));
    }
    history.undo(&mut document).map_err(|error| error.to_string())?;
    if document.to_bytes() != bytes {
        return Err("undone, it is not saved as it was".to_owned());
    }
    Ok(())
}

/// The lines of `old` that are gone and those of `new` that have come, by a longest common subsequence.
fn changed_lines<'a>(old: &'a str, new: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut gone, mut come) = (0, 0, Vec::new(), Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || common[i + 1][j] >= common[i][j + 1]) {
            gone.push(old[i]);
            i += 1;
        } else {
            come.push(new[j]);
            j += 1;
        }
    }
    (gone, come)
}
