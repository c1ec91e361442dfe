//! Opening a file of another form: its pipeline becomes a new design that is not saved yet.

use std::path::Path;

use pipewright_core::document::{ReadError, Source};
use pipewright_core::format::import::{self, Choices, ImportError, Note, Read};

use super::App;
use crate::dialogs::{Dialog, ImportDialog};
use crate::editor::Editor;
use crate::look::widgets::Tone;
use crate::storage::{self, Module};
use crate::tr;

impl App {
    /// Imports what is no CodePipeline definition; `unread` says why it is none.
    pub(super) fn import_bytes(&mut self, path: &Path, bytes: &[u8], unread: &ReadError, choices: &Choices) {
        let reason = match Source::decode(bytes) {
            Err(error) => error.to_string(),
            Ok(source) => match read(path, &source, choices) {
                Ok(read) => return self.show_import(path, read, choices),
                Err(ImportError::Several { ids }) => {
                    self.dialog = Some(Dialog::Import(ImportDialog::choose(path, ids)));
                    return;
                }
                Err(error) => better_reason(path, unread, &error),
            },
        };
        let text = tr!("This file does not open: {reason}\n{path}", reason = reason, path = path.display());
        self.notices.tell(Tone::Error, text);
    }

    /// Imports a file once more, as was chosen: one of several pipelines, or what conditions are taken for.
    pub(super) fn import_chosen(&mut self, path: &Path, choices: &Choices) {
        let bytes = match storage::read(path) {
            Ok((bytes, _)) => bytes,
            Err(error) => return self.notices.tell(Tone::Error, error.to_string()),
        };
        match pipewright_core::document::Document::read(&bytes) {
            // Somebody has put a definition in its place meanwhile.
            Ok(_) => self.open_file(path),
            Err(unread) => self.import_bytes(path, &bytes, &unread, choices),
        }
    }

    fn show_import(&mut self, path: &Path, read: Read, choices: &Choices) {
        let dialog = ImportDialog::report(path, &read, choices);
        let (form, is_module) = (read.form.title(), read.files.len() > 1);
        let mut editor = Editor::new(read.document);
        // It is in no file yet, so closing asks.
        editor.recovered_from(None);
        self.show_document(editor);
        self.settings.recent.add(path);
        self.keep_settings();
        if let Some(dialog) = dialog {
            self.dialog = Some(Dialog::Import(dialog));
        } else {
            let path = path.display();
            let text = if is_module {
                tr!(
                    "Imported from {form} with the other files of its folder; save it to keep it\n{path}",
                    form = form,
                    path = path
                )
            } else {
                tr!("Imported from {form}; save it to keep it\n{path}", form = form, path = path)
            };
            self.notices.tell(Tone::Success, text);
        }
    }
}

/// The pipeline of a file; of a file of Terraform with the others of its folder, as Terraform reads them.
pub(super) fn read(path: &Path, source: &Source, choices: &Choices) -> Result<Read, ImportError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let choices = Choices { file_name: Some(name.clone()), ..choices.clone() };
    let alone = |why: Option<String>| {
        let mut read = import::read(source.text(), &choices)?;
        if let Some(why) = why {
            let why = format!("The other files of its folder are not read. {why}");
            read.report.insert(0, Note { file: None, line: 1, what: name.clone(), why });
        }
        Ok(read)
    };
    let folder = path.parent().filter(|_| storage::is_terraform(path));
    match folder.map(Module::of_folder) {
        None => alone(None),
        Some(Err(error)) => alone(Some(error.to_string().replace('\n', " "))),
        Some(Ok(module)) if module.file_count() < 2 => alone(None),
        Some(Ok(module)) => match module.read_around(&name, &choices) {
            Err(error @ ImportError::TooMuch { .. }) => alone(Some(format!("{error}."))),
            read => read,
        },
    }
}

/// What says more: why it is no definition, or why it cannot be imported.
pub(super) fn better_reason(path: &Path, unread: &ReadError, error: &ImportError) -> String {
    let is_template = |ending: &std::ffi::OsStr| {
        ["yaml", "yml", "template", "tf", "tofu"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    };
    match error {
        ImportError::Unreadable { .. } | ImportError::Nothing | ImportError::Other { .. }
            if !path.extension().is_some_and(is_template) =>
        {
            unread.to_string()
        }
        _ => error.to_string(),
    }
}
