//! Opening a file of another form: its pipeline becomes a new design that is not saved yet.

use std::path::Path;

use pipewright_core::document::{ReadError, Source};
use pipewright_core::format::import::{self, Choices, ImportError, Read};

use super::App;
use crate::dialogs::{Dialog, ImportDialog};
use crate::editor::Editor;
use crate::look::widgets::Tone;
use crate::storage;
use crate::tr;

impl App {
    /// Imports what is no CodePipeline definition; `unread` says why it is none.
    pub(super) fn import_bytes(&mut self, path: &Path, bytes: &[u8], unread: &ReadError, choices: &Choices) {
        let reason = match Source::decode(bytes) {
            Err(error) => error.to_string(),
            Ok(source) => match import::read(source.text(), &of_file(choices, path)) {
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
        let form = read.form.title();
        let mut editor = Editor::new(read.document);
        // It is in no file yet, so closing asks.
        editor.recovered_from(None);
        self.show_document(editor);
        self.settings.recent.add(path);
        self.keep_settings();
        if let Some(dialog) = dialog {
            self.dialog = Some(Dialog::Import(dialog));
        } else {
            let text =
                tr!("Imported from {form}; save it to keep it\n{path}", form = form, path = path.display());
            self.notices.tell(Tone::Success, text);
        }
    }
}

fn of_file(choices: &Choices, path: &Path) -> Choices {
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Choices { file_name, ..choices.clone() }
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
