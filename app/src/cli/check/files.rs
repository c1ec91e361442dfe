//! Which files to check.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use pipewright_core::document::{Document, Source};
use serde_json::Value;

use crate::cli::input::is_standard;

/// What the arguments lead to.
#[derive(Debug, Default)]
pub(in crate::cli) struct Search {
    /// Each once, in the order of the arguments, inside a folder by name.
    pub files: Vec<Named>,
    /// The folders that were named.
    pub folders: Vec<PathBuf>,
    /// What could not be looked into.
    pub problems: Vec<String>,
}

/// A file to check.
#[derive(Debug)]
pub(in crate::cli) struct Named {
    pub path: PathBuf,
    /// The folder of the arguments it was found in; there it may be anything.
    pub folder: Option<PathBuf>,
}

pub(in crate::cli) fn search(arguments: &[PathBuf]) -> Search {
    let mut search = Search::default();
    let mut seen = HashSet::new();
    for path in arguments {
        if !is_standard(path) && path.is_dir() {
            search.folders.push(path.clone());
            walk(path, path, &mut search);
        } else {
            search.files.push(Named { path: path.clone(), folder: None });
        }
    }
    // A file that was named is checked whatever it holds, also if a folder has it too.
    let named: HashSet<PathBuf> =
        search.files.iter().filter(|file| file.folder.is_none()).map(|file| file.path.clone()).collect();
    search.files.retain(|file| {
        !(file.folder.is_some() && named.contains(&file.path)) && seen.insert(file.path.clone())
    });
    search
}

/// Adds the files below a folder. Hidden folders and installed packages hold nobody's pipelines; links to folders
/// may lead in circles.
fn walk(root: &Path, folder: &Path, search: &mut Search) {
    let problem = |error: std::io::Error| {
        format!("This folder could not be searched: {error}. Check its permissions.\n{}", folder.display())
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return search.problems.push(problem(error)),
    };
    let mut below = Vec::new();
    for entry in entries {
        match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
            Ok(found) => below.push(found),
            Err(error) => search.problems.push(problem(error)),
        }
    }
    below.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (name, kind) in below {
        // Nobody writes ./ in front of a name.
        let path = if folder == Path::new(".") { PathBuf::from(&name) } else { folder.join(&name) };
        let is_hidden = name.as_encoded_bytes().starts_with(b".") || name == "node_modules";
        if kind.is_dir() {
            if !is_hidden {
                walk(root, &path, search);
            }
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) && path.is_file()
        {
            search.files.push(Named { path, folder: Some(root.to_owned()) });
        }
    }
}

/// Whether a file that nobody named is meant as a pipeline, readable or not.
pub(in crate::cli) fn looks_like_pipeline(bytes: &[u8]) -> bool {
    let Ok(source) = Source::decode(bytes) else { return false };
    match serde_json::from_str::<Value>(source.text()) {
        Ok(file) => {
            let declaration = file.get("pipeline").unwrap_or(&file);
            let has_actions = |stage: &Value| stage.get("actions").is_some();
            let stages = declaration.get("stages").and_then(Value::as_array);
            let has_stages = stages.is_some_and(|stages| stages.iter().any(has_actions));
            // Stages alone are in many a file; with a role they are a pipeline that was just begun.
            (has_stages || declaration.get("roleArn").is_some() && stages.is_some())
                && Document::read(bytes).is_ok()
        }
        // Broken JSON is worth a word if it was to be a pipeline.
        Err(_) => source.text().contains("\"actionTypeId\"") && source.text().contains("\"stages\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(looks_like_pipeline(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn pipelines_are_told_from_other_files() {
        check(r#"{"pipeline":{"name":"a","stages":[{"name":"S","actions":[]}]}}"#, true);
        check(r#"{"name":"a","stages":[{"name":"S","actions":[]}]}"#, true);
        check(r#"{"name":"a","roleArn":"r","stages":[]}"#, true);
        check(r#"{"pipeline":{"name":"a","stages":[{"actionTypeId":"#, true);
        check(r#"{"stages":["build","test"]}"#, false);
        check(r#"{"name":"package","version":"1"}"#, false);
        check(r#"{"pipeline":{"workers":2}}"#, false);
        check("[1, 2]", false);
        check("not json", false);
        check("\u{1}\u{2}", false);
    }
}
