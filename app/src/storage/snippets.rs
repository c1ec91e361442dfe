//! The snippets of a team: files of a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pipewright_core::template::{SnippetDraft, Template, file_stem};
use thiserror::Error;

use super::{SaveError, read, save};

/// More files than anybody looks through; the rest is left out, and said.
const MAX_FILES: usize = 500;

/// One file of the folder.
#[derive(Clone, Debug)]
pub struct OwnSnippet {
    pub path: PathBuf,
    /// The snippet, or why the file is none, in words.
    pub read: Result<Arc<Template>, String>,
}

impl OwnSnippet {
    /// The name of the file without its ending.
    pub fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

#[derive(Debug, Error)]
pub enum SnippetError {
    #[error("The folder of snippets could not be read: {source}. Choose another, or make it readable.\n{path}", path = path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("The folder of snippets could not be made: {source}. Choose another.\n{path}", path = path.display())]
    NoFolder { path: PathBuf, source: io::Error },
    #[error("There is a snippet of this name already. Choose another name.\n{path}", path = path.display())]
    Taken { path: PathBuf },
    #[error(transparent)]
    NotSaved(#[from] SaveError),
}

/// The snippets of a folder by name, and whether some were left out. A folder that is not there has none.
pub fn read_snippets(folder: &Path) -> Result<(Vec<OwnSnippet>, bool), SnippetError> {
    let failed = |source| SnippetError::Folder { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), false)),
        Err(error) => return Err(failed(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if is_json && !path.is_dir() {
            paths.push(path);
        }
    }
    paths.sort();
    let is_cut = paths.len() > MAX_FILES;
    paths.truncate(MAX_FILES);
    Ok((paths.into_iter().map(read_one).collect(), is_cut))
}

fn read_one(path: PathBuf) -> OwnSnippet {
    let read = || {
        let (bytes, _) = read(&path).map_err(|error| error.to_string())?;
        let text =
            String::from_utf8(bytes).map_err(|_| "The file is no UTF-8 text. Save it as such.".to_owned())?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let template =
            Template::read(&name, text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
        if template.is_snippet() {
            Ok(Arc::new(template))
        } else {
            Err("It is a whole pipeline. A snippet has stages in the place of the pipeline.".to_owned())
        }
    };
    let read = read();
    OwnSnippet { path, read }
}

/// Writes a snippet into a folder, which is made if need be. A file of this name is not overwritten.
pub fn save_snippet(folder: &Path, draft: &SnippetDraft) -> Result<PathBuf, SnippetError> {
    fs::create_dir_all(folder)
        .map_err(|source| SnippetError::NoFolder { path: folder.to_owned(), source })?;
    let path = folder.join(format!("{}.json", file_stem(&draft.title)));
    if path.symlink_metadata().is_ok() {
        return Err(SnippetError::Taken { path });
    }
    save(&path, draft.text().as_bytes(), None)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_snippets_or_say_why_not() {
        let folder = tempfile::tempdir().unwrap();
        let absent = folder.path().join("none");
        assert!(read_snippets(&absent).unwrap().0.is_empty());
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(read_snippets(&file).unwrap_err().to_string().contains("could not be read"));

        let stages = vec![serde_json::json!({"name": "Check", "actions": []})];
        let draft = SnippetDraft { title: "Our check".to_owned(), summary: "Ours".to_owned(), stages };
        let path = save_snippet(&absent, &draft).unwrap();
        assert!(path.ends_with("our-check.json"));
        assert!(matches!(save_snippet(&absent, &draft), Err(SnippetError::Taken { .. })));
        fs::write(absent.join("broken.json"), "{").unwrap();
        fs::write(absent.join("latin.json"), [0xe9]).unwrap();
        fs::write(absent.join("notes.txt"), "no snippet").unwrap();
        let pipeline = r#"{"title": "P", "summary": "", "pipeline": {}}"#;
        fs::write(absent.join("pipeline.json"), pipeline).unwrap();

        let (found, is_cut) = read_snippets(&absent).unwrap();
        assert!(!is_cut);
        let told: Vec<(String, String)> = found
            .iter()
            .map(|own| (own.stem(), own.read.as_ref().map_or_else(Clone::clone, |it| it.title.clone())))
            .collect();
        let expect = [
            ("broken", "line 1, column 1: EOF while parsing an object"),
            ("latin", "The file is no UTF-8 text. Save it as such."),
            ("our-check", "Our check"),
            ("pipeline", "It is a whole pipeline. A snippet has stages in the place of the pipeline."),
        ];
        assert_eq!(told, expect.map(|(stem, words)| (stem.to_owned(), words.to_owned())));
    }
}
