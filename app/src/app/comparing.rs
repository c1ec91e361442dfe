//! What the design is compared with.

use std::path::PathBuf;
use std::sync::Arc;

use pipewright_core::document::{Document, Source, Target};
use pipewright_core::format::import::{Choices, ImportError};
use pipewright_core::parameter::resolve;

use super::App;
use super::import::{self, better_reason};
use crate::dialogs::Dialog;
use crate::dialogs::compare::{File, OtherFile};
use crate::storage;

impl App {
    /// Compares the design with a file; `pipeline` chooses one of several.
    pub(super) fn compare_with_file(&mut self, path: PathBuf, pipeline: Option<String>) {
        let file = read(path, pipeline);
        if let Some(Dialog::Compare(compare)) = &mut self.dialog {
            compare.take_file(file);
        }
    }

    /// Reads the pipeline of the account that the design was published as, or that has its name, in the environment in
    /// use.
    pub(super) fn read_live(&mut self) {
        let document = resolve(self.editor.document(), self.editor.environment());
        let name = document.target().and_then(Target::name);
        let name = name.unwrap_or_else(|| document.pipeline().name()).to_owned();
        self.aws.read_live(name);
    }
}

fn read(path: PathBuf, pipeline: Option<String>) -> File {
    let bytes = match storage::read(&path) {
        Ok((bytes, _)) => bytes,
        Err(error) => return File::Unreadable { path, reason: error.to_string() },
    };
    let unread = match Document::read(&bytes) {
        Ok(document) => {
            return File::Read(Arc::new(OtherFile { path, document, is_imported: false, notes: 0 }));
        }
        Err(unread) => unread,
    };
    let source = match Source::decode(&bytes) {
        Ok(source) => source,
        Err(error) => return File::Unreadable { path, reason: error.to_string() },
    };
    match import::read(&path, &source, &Choices { pipeline, ..Choices::default() }) {
        Ok(read) => {
            let notes = read.report.len();
            File::Read(Arc::new(OtherFile { path, document: read.document, is_imported: true, notes }))
        }
        Err(ImportError::Several { ids }) => File::Several { path, ids },
        Err(error) => {
            let reason = better_reason(&path, &unread, &error);
            File::Unreadable { path, reason }
        }
    }
}
