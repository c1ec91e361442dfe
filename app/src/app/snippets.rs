//! Templates and snippets: opening the ones, putting the others in, and the folder of a team.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pipewright_core::edit::insert;
use pipewright_core::template::{SnippetDraft, Template, Values, stages_of};

use super::App;
use super::files::Picked;
use crate::commands::Command;
use crate::dialogs::{Dialog, Gallery, PathDialog, PathPurpose, SaveSnippet};
use crate::editor::{Editor, Item, Selection};
use crate::look::widgets::Tone;
use crate::storage::{self, OwnSnippet, SnippetError};
use crate::tr;

/// What was read of the folder.
pub type ReadSnippets = (PathBuf, Result<(Vec<OwnSnippet>, bool), SnippetError>);

const JOB: &str = "read snippets";

/// The snippets of a folder.
#[derive(Debug, Default)]
pub struct Snippets {
    folder: Option<PathBuf>,
    list: Vec<OwnSnippet>,
}

impl Snippets {
    /// Where they are, and where new ones go.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// By name.
    pub fn list(&self) -> &[OwnSnippet] {
        &self.list
    }
}

impl App {
    /// The folder of the settings, else one beside the settings.
    fn snippet_folder(&self) -> Option<PathBuf> {
        let own = self.folders.as_ref().map(|folders| folders.config.join("snippets"));
        self.settings.snippets_folder.as_ref().map(PathBuf::from).or(own)
    }

    /// Reads the folder, beside the frames.
    pub(super) fn read_snippets(&mut self) {
        let Some(folder) = self.snippet_folder() else { return };
        if self.snippets.folder.as_ref() != Some(&folder) {
            self.snippets = Snippets { folder: Some(folder.clone()), list: Vec::new() };
        }
        // While it is being read, what it holds is on its way already.
        let _ = self.jobs.start(JOB, move |_| {
            let read = storage::read_snippets(&folder);
            Picked::Snippets((folder, read))
        });
    }

    pub(super) fn snippets_read(&mut self, (folder, read): ReadSnippets) {
        if self.snippet_folder().as_ref() != Some(&folder) {
            return self.read_snippets();
        }
        match read {
            Ok((list, is_cut)) => {
                self.snippets = Snippets { folder: Some(folder), list };
                if is_cut {
                    let words =
                        tr!("The folder of snippets has more than 500 files; the first 500 are shown");
                    self.notices.tell(Tone::Info, words);
                }
            }
            Err(error) => {
                self.snippets = Snippets { folder: Some(folder), list: Vec::new() };
                self.notices.tell(Tone::Warning, error.to_string());
            }
        }
    }

    pub(super) fn ask_snippet_folder(&mut self) {
        let folder = self.snippet_folder().filter(|folder| folder.is_dir());
        if self.file_dialogs.exist {
            self.pick_folder(folder);
        } else {
            self.dialog = Some(Dialog::Path(PathDialog::new(PathPurpose::SnippetFolder, folder)));
        }
    }

    pub(super) fn use_snippet_folder(&mut self, folder: &Path) {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let Some(text) = folder.to_str() else {
            let words =
                tr!("The name of this folder is no Unicode text, so it cannot be kept; choose another");
            return self.notices.tell(Tone::Warning, words);
        };
        self.settings.snippets_folder = Some(text.to_owned());
        self.keep_settings();
        self.read_snippets();
    }

    pub(super) fn ask_to_save_snippet(&mut self) {
        let selection = self.editor.selection();
        let stages = stages_of(self.editor.document(), &selection.stage_ids(), &selection.action_ids());
        self.read_snippets();
        self.dialog = Some(Dialog::SaveSnippet(SaveSnippet::new(stages)));
    }

    pub(super) fn save_snippet(&mut self, draft: &SnippetDraft) {
        let Some(folder) = self.snippet_folder() else { return };
        match storage::save_snippet(&folder, draft) {
            Ok(path) => {
                let words = tr!("Saved snippet {title}", title = draft.title);
                self.notices.tell(Tone::Success, format!("{words}\n{}", path.display()));
                self.read_snippets();
            }
            Err(error) => self.notices.tell(Tone::Error, error.to_string()),
        }
    }

    pub(super) fn show_gallery(&mut self, name: Option<&str>) {
        self.dialog = Some(Dialog::Gallery(Box::new(Gallery::new(name))));
    }

    pub(super) fn open_template(&mut self, template: &Template, values: &Values) {
        let mut editor = Editor::new(template.document(values));
        // What was filled in is work that nobody has saved yet.
        editor.recovered_from(None);
        self.show_document(editor);
    }

    /// Puts a snippet in at a gate, or behind the selection; never in front of the sources.
    pub(super) fn add_snippet(&mut self, snippet: &Arc<Template>, at: Option<usize>) {
        let document = self.editor.document();
        let index = at.unwrap_or_else(|| insert::position_behind(document, self.selected_stage()));
        let index = index.max(usize::from(!document.pipeline().stages.is_empty()));
        let stages = snippet.stages(&snippet.defaults_for(document));
        let label = format!("Add {}", snippet.title);
        let (ids, change) = insert::stages(document, index, &stages, &label);
        let Some(first) = ids.first().copied() else { return };
        self.change(&change, Some(Selection::one(Item::Stage(first))));
        self.notices.tell_with(Tone::Success, tr!("Added {title}", title = snippet.title), Command::Undo);
        self.show_item(Item::Stage(first));
    }
}
