//! A path typed by hand, for desktops without file dialogs and for hands that like the keyboard.

use std::path::PathBuf;

use eframe::egui::{Context, Id, Key};

use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Dialog, Field, TextField};
use crate::tr;

/// What the path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathPurpose {
    Open,
    Save,
    Export,
    Compare,
    SnippetFolder,
}

/// A path being typed.
#[derive(Debug)]
pub struct PathDialog {
    purpose: PathPurpose,
    text: String,
    is_new: bool,
}

impl PathDialog {
    /// Begins with a folder or a suggested file.
    pub fn new(purpose: PathPurpose, start: Option<PathBuf>) -> Self {
        let mut text = start.map(|path| path.display().to_string()).unwrap_or_default();
        let is_folder = matches!(purpose, PathPurpose::Open | PathPurpose::Compare);
        if is_folder && !text.is_empty() && !text.ends_with(std::path::MAIN_SEPARATOR) {
            text.push(std::path::MAIN_SEPARATOR);
        }
        Self { purpose, text, is_new: true }
    }

    pub fn purpose(&self) -> PathPurpose {
        self.purpose
    }

    pub fn show(&mut self, ctx: &Context, queue: &mut Queue) -> bool {
        let path = PathBuf::from(self.text.trim());
        let replaces = self.purpose == PathPurpose::Export && path.is_file();
        let (title, verb) = match self.purpose {
            PathPurpose::Open => (tr!("Open path"), tr!("Open")),
            PathPurpose::Save => (tr!("Save as"), tr!("Save")),
            PathPurpose::Export if replaces => (tr!("Export to"), tr!("Replace file")),
            PathPurpose::Export => (tr!("Export to"), tr!("Export")),
            PathPurpose::Compare => (tr!("Compare with"), tr!("Compare")),
            PathPurpose::SnippetFolder => (tr!("Folder of snippets"), tr!("Use folder")),
        };
        let problem = problem(&path, self.purpose);
        let mut is_done = false;
        let mut is_chosen = false;
        let response = Dialog::new(Id::unique("path"), title).width(560.0).show(ctx, |dialog| {
            dialog.body(|ui| {
                let field = Field::new(tr!("Path"))
                    .help(tr!("A whole path, or one from the folder the program was started in"));
                let field = TextField::new(field, &mut self.text).code().show(ui);
                if std::mem::take(&mut self.is_new) {
                    field.request_focus();
                }
                is_chosen |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            });
            dialog.footer(problem.as_deref().unwrap_or_default(), |ui| {
                is_chosen |= Button::filled(verb).disabled_because(problem.as_deref()).show(ui).clicked();
                is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked();
            });
        });
        if is_chosen && problem.is_none() {
            queue.push(match self.purpose {
                PathPurpose::Open => Intent::OpenFile(path),
                PathPurpose::Save => Intent::SaveTo(path),
                PathPurpose::Export => Intent::ExportTo(path),
                PathPurpose::Compare => Intent::CompareWithFile { path, pipeline: None },
                PathPurpose::SnippetFolder => Intent::UseSnippetFolder(path),
            });
            is_done = true;
        }
        !(is_done || response.should_close)
    }
}

/// Why the path cannot be used as it stands.
fn problem(path: &std::path::Path, purpose: PathPurpose) -> Option<String> {
    if path.as_os_str().is_empty() {
        return Some(tr!("Type a path").to_owned());
    }
    if purpose == PathPurpose::SnippetFolder {
        return (!path.is_dir()).then(|| tr!("There is no such folder").to_owned());
    }
    if path.is_dir() {
        return Some(tr!("This is a folder; go on with a file name").to_owned());
    }
    if matches!(purpose, PathPurpose::Open | PathPurpose::Compare) && !path.exists() {
        return Some(tr!("There is no such file").to_owned());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Some(tr!("There is no such folder").to_owned());
    }
    None
}
