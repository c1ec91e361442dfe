//! Opening, saving and recovering documents.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use eframe::egui::Context;
use pipewright_core::document::Document;
use pipewright_core::format::import::Choices;
use pipewright_core::samples;

use super::App;
use super::snippets::ReadSnippets;
use crate::dialogs::{Dialog, PathDialog, PathPurpose, Question};
use crate::editor::Editor;
use crate::intent::Intent;
use crate::jobs::What;
use crate::look::widgets::Tone;
use crate::picture::Form;
use crate::storage::{self, Change, RecoveryError, SaveError, Snapshot, Watch};
use crate::tr;

/// What a file dialog of the desktop answered.
#[derive(Debug)]
pub enum Picked {
    Open(Answered),
    Save(Answered),
    Export(Answered),
    Compare(Answered),
    SnippetFolder(Answered),
    /// What is in the folder of snippets.
    Snippets(ReadSnippets),
    /// Unsaved work was kept for recovery, or why not.
    Kept {
        key: u64,
        result: Result<(), RecoveryError>,
    },
}

/// The file dialogs of the desktop.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FileDialogs {
    pub exist: bool,
    /// Whether this window has lost the keyboard since one was asked for.
    pub was_seen: bool,
}

/// An answer, and how long it took.
#[derive(Debug)]
pub struct Answered {
    path: Option<PathBuf>,
    /// A desktop without file dialogs answers "nothing" at once; a person takes longer to cancel.
    was_instant: bool,
}

/// A desktop that answers sooner than this has shown nothing.
const INSTANT_MS: u128 = 400;
/// Seconds between two copies for recovery.
const KEEP_EVERY: f64 = 2.0;
const JOB: &str = "file dialog";
const KEEP_JOB: &str = "keep unsaved work";

impl App {
    pub(super) fn open_file(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (bytes, stamp) = match storage::read(&path) {
            Ok(read) => read,
            Err(error) => return self.notices.tell(Tone::Error, error.to_string()),
        };
        match Document::read(&bytes) {
            Ok(document) => {
                self.show_document(Editor::of_file(document, path.clone(), stamp));
                self.settings.recent.add(&path);
                self.keep_settings();
            }
            Err(unread) => self.import_bytes(&path, &bytes, &unread, &Choices::default()),
        }
    }

    pub(super) fn open_sample(&mut self, name: &str) {
        let Some(sample) = samples::sample(name) else { return };
        match Document::read_text(sample.text) {
            Ok(document) => self.show_document(Editor::new(document)),
            Err(error) => self.notices.tell(Tone::Error, format!("{}: {error}", sample.title)),
        }
    }

    /// Does something that replaces the document, after asking about unsaved changes.
    pub(super) fn guarded(&mut self, then: Intent, act: impl FnOnce(&mut Self)) {
        if self.editor.is_dirty() {
            self.ask_about_changes(then);
        } else {
            act(self);
        }
    }

    pub(super) fn ask_about_changes(&mut self, then: Intent) {
        // What was asked of the account goes with the dialog that showed it.
        self.aws.cancel();
        self.dialog = Some(Dialog::Question(Question::Unsaved { then: Box::new(then) }));
    }

    pub(super) fn save(&mut self) {
        if self.editor.draft().is_some() {
            self.dialog = Some(Dialog::Question(Question::DoesNotParse));
            return;
        }
        self.save_last_good();
    }

    /// Saves the document; a text that does not parse is not in it.
    pub(super) fn save_last_good(&mut self) {
        match self.editor.path() {
            Some(path) => self.save_to(path.to_owned(), false),
            None => self.pick_save(),
        }
    }

    /// Writes the file. A file that was changed outside is not overwritten without a question, unless
    /// `is_chosen`: the person just chose this path for another file.
    pub(super) fn save_to(&mut self, path: PathBuf, is_chosen: bool) {
        let path = std::path::absolute(&path).unwrap_or(path);
        let is_same_file = self.editor.path() == Some(path.as_path());
        let expected = if is_same_file { self.editor.stamp() } else { None };
        if is_chosen && !is_same_file && path.exists() && !matches!(self.dialog, Some(Dialog::Question(_))) {
            self.dialog = Some(Dialog::Question(Question::Replace { path }));
            return;
        }
        self.write(path, expected.cloned().as_ref());
    }

    /// Writes the file over whatever is there if nothing is expected.
    pub(super) fn write(&mut self, path: PathBuf, expected: Option<&storage::Stamp>) {
        let (bytes, text) = self.editor.to_save();
        match storage::save(&path, &bytes, expected) {
            Ok(stamp) => {
                self.editor.saved_to(path.clone(), stamp.clone(), text);
                self.watch = Some(Watch::new(&path, stamp));
                self.claim_file();
                self.settings.recent.add(&path);
                self.settings.environments.set(&path, self.editor.environment());
                self.keep_settings();
                if !self.editor.is_dirty() {
                    self.forget_recovery();
                }
                self.notices.tell(Tone::Success, tr!("Saved {name}", name = self.editor.file_name()));
                if let Some(then) = self.after_save.take() {
                    self.queue.push(then);
                }
                if matches!(self.dialog, Some(Dialog::Path(_) | Dialog::Question(_))) {
                    self.dialog = None;
                }
            }
            Err(SaveError::ChangedOutside { .. }) => {
                self.dialog = Some(Dialog::Question(Question::ChangedOutside { path, is_gone: false }));
            }
            Err(error) => {
                self.after_save = None;
                self.notices.tell(Tone::Error, error.to_string());
            }
        }
    }

    /// Lets the export dialog write its file.
    pub(super) fn export_to(&mut self, path: PathBuf, ctx: &Context) {
        let path = std::path::absolute(&path).unwrap_or(path);
        if self.editor.path() == Some(path.as_path()) {
            let text =
                tr!("Not exported, because the design itself would be overwritten; choose another name");
            self.notices.tell(Tone::Error, text);
        } else if let Some(Dialog::Export(export)) = &mut self.dialog {
            export.save_to(path, ctx, &self.editor);
        }
    }

    pub(super) fn pick_open(&mut self) {
        if !self.file_dialogs.exist {
            return self.type_open_path();
        }
        let (folder, title, all) = (self.folder(), tr!("Open pipeline"), tr!("All files"));
        let any = tr!("Pipelines");
        self.pick(Picked::Open, move || {
            // The first filter is the one in use, so it has everything that opens.
            let dialog = rfd::FileDialog::new()
                .add_filter(any, &["json", "yaml", "yml", "template", "tf", "tofu"])
                .add_filter("JSON", &["json"])
                .add_filter("CloudFormation", &["yaml", "yml", "json", "template"])
                .add_filter("Terraform", &["tf", "tofu", "json"])
                .add_filter(all, &["*"]);
            in_folder(dialog, folder).set_title(title).pick_file()
        });
    }

    pub(super) fn type_open_path(&mut self) {
        self.dialog = Some(Dialog::Path(PathDialog::new(PathPurpose::Open, self.folder())));
    }

    pub(super) fn pick_save(&mut self) {
        let name = self.suggested_name("pipewright.json");
        if !self.file_dialogs.exist {
            self.dialog =
                Some(Dialog::Path(PathDialog::new(PathPurpose::Save, self.folder().map(|f| f.join(name)))));
            return;
        }
        let (folder, title, all) = (self.folder(), tr!("Save pipeline"), tr!("All files"));
        self.pick(Picked::Save, move || dialog(folder, all).set_title(title).set_file_name(name).save_file());
    }

    pub(super) fn pick_export(&mut self, form: Form) {
        let ending = form.ending();
        let name = self.suggested_name(ending);
        if !self.file_dialogs.exist {
            let path = self.folder().map(|folder| folder.join(name));
            self.type_path(PathPurpose::Export, path);
            return;
        }
        self.exports_to = form;
        let (folder, title, all) = (self.folder(), tr!("Export pipeline"), tr!("All files"));
        self.pick(Picked::Export, move || {
            let last = ending.rsplit('.').next().unwrap_or(ending);
            let dialog = rfd::FileDialog::new().add_filter(ending, &[last]).add_filter(all, &["*"]);
            in_folder(dialog, folder).set_title(title).set_file_name(name).save_file()
        });
    }

    pub(super) fn pick_compare(&mut self) {
        if !self.file_dialogs.exist {
            self.type_path(PathPurpose::Compare, self.folder());
            return;
        }
        let (folder, title, all) = (self.folder(), tr!("Compare with"), tr!("All files"));
        self.pick(Picked::Compare, move || {
            let endings = &["json", "yaml", "yml", "template", "tf"];
            let dialog = rfd::FileDialog::new().add_filter(title, endings).add_filter(all, &["*"]);
            in_folder(dialog, folder).set_title(title).pick_file()
        });
    }

    /// Asks for a path over the dialog that is open, which comes back afterwards.
    fn type_path(&mut self, purpose: PathPurpose, start: Option<PathBuf>) {
        let path = Dialog::Path(PathDialog::new(purpose, start));
        self.behind = self.dialog.replace(path);
    }

    pub(super) fn pick_folder(&mut self, start: Option<PathBuf>) {
        let (title, all) = (tr!("Folder of snippets"), tr!("All files"));
        self.pick(Picked::SnippetFolder, move || dialog(start, all).set_title(title).pick_folder());
    }

    fn pick(&mut self, wrap: fn(Answered) -> Picked, ask: impl FnOnce() -> Option<PathBuf> + Send + 'static) {
        let started = self.jobs.start(JOB, move |_| {
            let since = Instant::now();
            let path = ask();
            wrap(Answered { path, was_instant: since.elapsed().as_millis() < INSTANT_MS })
        });
        match started {
            Ok(()) => self.file_dialogs.was_seen = false,
            Err(error) => self.notices.tell(Tone::Info, error.to_string()),
        }
    }

    fn folder(&self) -> Option<PathBuf> {
        let of_file = self.editor.path().and_then(Path::parent).map(Path::to_owned);
        let of_recent = || self.settings.recent.paths().first()?.parent().map(Path::to_owned);
        of_file.or_else(of_recent).or_else(|| std::env::current_dir().ok())
    }

    fn suggested_name(&self, ending: &str) -> String {
        if ending.starts_with("pipewright")
            && let Some(path) = self.editor.path()
        {
            return path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        }
        let name = self.editor.document().pipeline().name();
        format!("{}.{ending}", if name.is_empty() { "pipeline" } else { name })
    }

    /// Opens the first file dropped on the window.
    pub(super) fn take_dropped(&mut self, ctx: &Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(path) = dropped {
            self.queue.push(Intent::OpenFile(path));
        }
    }

    pub(super) fn poll_files(&mut self, ctx: &Context) {
        // A dialog of the desktop takes the keyboard from this window.
        let has_keyboard = ctx.input(|input| input.viewport().focused.unwrap_or(true));
        self.file_dialogs.was_seen |= self.jobs.is_running(JOB) && !has_keyboard;
        for event in self.jobs.poll() {
            match event.what {
                What::Done(picked) => self.picked(picked),
                What::Panicked(reason) => self.notices.tell(Tone::Error, format!("{}: {reason}", event.job)),
                What::Message(_) | What::Canceled => {}
            }
        }
        if let Some(watch) = &mut self.watch
            && self.dialog.is_none()
        {
            match watch.poll(Instant::now()) {
                Some(change) => self.changed_outside(change),
                None => ctx.request_repaint_after(std::time::Duration::from_secs(5)),
            }
        }
    }

    fn picked(&mut self, picked: Picked) {
        let (answered, purpose) = match picked {
            Picked::Open(answered) => (answered, PathPurpose::Open),
            Picked::Save(answered) => (answered, PathPurpose::Save),
            Picked::Export(answered) => (answered, PathPurpose::Export),
            Picked::Compare(answered) => (answered, PathPurpose::Compare),
            Picked::SnippetFolder(answered) => (answered, PathPurpose::SnippetFolder),
            Picked::Snippets(read) => return self.snippets_read(read),
            Picked::Kept { key, result } => return self.kept(key, result),
        };
        match (answered.path, purpose) {
            (Some(path), PathPurpose::Open) => self.queue.push(Intent::OpenFile(path)),
            // The desktop's dialog has asked about replacing a file already.
            (Some(path), PathPurpose::Save) => {
                let expected = if self.editor.path() == Some(path.as_path()) {
                    self.editor.stamp().cloned()
                } else {
                    None
                };
                if path.extension().is_none() && self.editor.path() != Some(path.as_path()) {
                    // Without an ending the dialog would not offer the file again.
                    return self.save_to(path.with_extension("json"), true);
                }
                self.write(path, expected.as_ref());
            }
            (Some(path), PathPurpose::Export) => self.queue.push(Intent::ExportTo(path)),
            (Some(path), PathPurpose::Compare) => {
                self.queue.push(Intent::CompareWithFile { path, pipeline: None });
            }
            (Some(path), PathPurpose::SnippetFolder) => self.queue.push(Intent::UseSnippetFolder(path)),
            (None, purpose) if answered.was_instant || self.has_shown_nothing() => {
                self.file_dialogs.exist = false;
                match purpose {
                    PathPurpose::Open => self.type_open_path(),
                    PathPurpose::Save => self.pick_save(),
                    PathPurpose::Export => self.pick_export(self.exports_to),
                    PathPurpose::Compare => self.pick_compare(),
                    PathPurpose::SnippetFolder => self.ask_snippet_folder(),
                }
            }
            (None, _) => self.after_save = None,
        }
    }

    /// Whether nothing came up although it took long to say so: where no dialog can be had, a busy desktop may take its
    /// time. Elsewhere the system's own dialogs are always there.
    fn has_shown_nothing(&self) -> bool {
        cfg!(target_os = "linux") && !self.file_dialogs.was_seen
    }

    /// Reads a file anew that nobody has changed here; asks otherwise.
    fn changed_outside(&mut self, change: Change) {
        let Some(path) = self.editor.path().map(Path::to_owned) else { return };
        let is_gone = matches!(change, Change::Removed);
        if !is_gone && !self.editor.is_dirty() {
            let camera = *self.canvas.camera();
            self.open_file(&path);
            self.canvas.stand_at(camera);
            let text = tr!("{file} was changed outside and read again", file = self.editor.file_name());
            self.notices.tell(Tone::Info, text);
            return;
        }
        self.dialog = Some(Dialog::Question(Question::ChangedOutside { path, is_gone }));
    }

    /// Keeps unsaved work where a crash does not reach it.
    pub(super) fn keep_for_recovery(&mut self, ctx: &Context) {
        let Some(recovery) = &self.recovery else { return };
        if !self.editor.is_dirty() {
            // All was undone; what was undone is not to come back after a crash.
            if self.kept.is_some() {
                self.forget_recovery();
            }
            return;
        }
        let revision = self.editor.text_version();
        let now = ctx.input(|input| input.time);
        match self.kept {
            Some((kept, _)) if kept == revision => return,
            Some((_, at)) if now < at + KEEP_EVERY => {
                ctx.request_repaint_after(std::time::Duration::from_secs_f64(KEEP_EVERY));
                return;
            }
            _ => {}
        }
        self.kept = Some((revision, now));
        let snapshot = Snapshot {
            path: self.editor.path().map(Path::to_owned),
            name: self.editor.document().pipeline().name().to_owned(),
            saved_at: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs()),
            content: self.editor.to_save().0,
            draft: self.editor.draft().map(|draft| draft.text.clone()),
        };
        // Waiting for the disk is not for the thread that draws.
        let (recovery, key) = (Arc::clone(recovery), self.document_key);
        let kept =
            self.jobs.start(KEEP_JOB, move |_| Picked::Kept { key, result: recovery.store(key, &snapshot) });
        if kept.is_err() {
            // The last copy is still on its way; the next look makes another.
            self.kept = None;
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(KEEP_EVERY));
        }
    }

    fn kept(&mut self, key: u64, result: Result<(), RecoveryError>) {
        if let Err(error) = result {
            self.recovery = None;
            self.notices.tell(Tone::Warning, error.to_string());
        } else if key != self.document_key || !self.editor.is_dirty() {
            // Saved or closed while the copy was on its way.
            self.forget_copy(key);
        }
    }

    pub(super) fn forget_recovery(&mut self) {
        self.kept = None;
        self.forget_copy(self.document_key);
    }

    fn forget_copy(&mut self, key: u64) {
        if let Some(recovery) = &self.recovery
            && let Err(error) = recovery.forget(key)
        {
            self.notices.tell(Tone::Warning, error.to_string());
        }
    }

    /// Offers what a crash left behind.
    pub(super) fn offer_leftovers(&mut self) {
        let Some(recovery) = &self.recovery else { return };
        match recovery.leftovers() {
            Ok(leftovers) => {
                for unreadable in leftovers.unreadable {
                    let text = tr!(
                        "Unsaved work could not be read: {reason}\n{path}",
                        reason = unreadable.reason,
                        path = unreadable.file.display()
                    );
                    self.notices.tell(Tone::Warning, text);
                }
                self.leftovers = leftovers.found;
                if !self.leftovers.is_empty() {
                    self.dialog = Some(Dialog::Question(Question::Leftovers));
                }
            }
            Err(error) => self.notices.tell(Tone::Warning, error.to_string()),
        }
    }
}

fn dialog(folder: Option<PathBuf>, all: &str) -> rfd::FileDialog {
    in_folder(rfd::FileDialog::new().add_filter("JSON", &["json"]).add_filter(all, &["*"]), folder)
}

fn in_folder(dialog: rfd::FileDialog, folder: Option<PathBuf>) -> rfd::FileDialog {
    match folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}
