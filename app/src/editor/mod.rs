//! The open document with everything that belongs to working on it: history, selection, where it is saved,
//! and what is derived from it.
//!
//! [`Editor::run`] is the way in for every change; what is derived ([`Derived`]) is made anew once per
//! revision, never per frame.

mod derived;
mod parameters;
mod selection;
mod slabs;
mod text;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use derived::{Counts, Derived, Face, Thread, View, provider_of};
pub use parameters::{Known, Parameters};
pub use selection::{Item, Selection};
pub use slabs::Slab;
use text::Texts;
pub use text::{Draft, TextVersion, difference};

use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::{Change, EditError, History};
use pipewright_core::layout::Orientation;
use pipewright_core::pipeline::{StageId, Step};
use pipewright_core::plan::union::Union;
use pipewright_core::solution::named;

use crate::storage::Stamp;

/// The label of a text that does not parse, which is no entry of the history yet.
const DRAFT: &str = crate::tr_mark!("Edit text (does not parse yet)");

/// One open document.
pub struct Editor {
    document: Document,
    history: History<Selection>,
    selection: Selection,
    derived: Derived,
    view: View,
    path: Option<PathBuf>,
    /// What the file looked like when it was last read or written.
    stamp: Option<Stamp>,
    /// The state of the history that is in the file; `None` if the document never was in one.
    saved_state: Option<u64>,
    texts: Texts,
}

impl Editor {
    /// Opens a document that was read from nowhere: blank, a sample, or pulled from an account.
    pub fn new(document: Document) -> Self {
        let view = View::default();
        let derived = Derived::of(&document, &view);
        Self::with(document, view, derived)
    }

    /// Two designs in one, to be looked at: laid out with the wires of both, and nothing in it is judged.
    pub fn of_union(union: &Union, orientation: Orientation) -> Self {
        let document = union.document();
        let view = View { orientation, ..View::default() };
        let derived = Derived::unjudged(&document, &view, union.flow.clone());
        Self::with(document, view, derived)
    }

    fn with(document: Document, view: View, derived: Derived) -> Self {
        Self {
            derived,
            texts: Texts::of(&document),
            document,
            history: History::default(),
            selection: Selection::default(),
            view,
            path: None,
            stamp: None,
            saved_state: None,
        }
    }

    /// Opens a document that was read from a file.
    pub fn of_file(document: Document, path: PathBuf, stamp: Stamp) -> Self {
        let mut editor = Self::new(document);
        editor.saved_state = Some(editor.history.state());
        editor.texts.saved = Some(editor.text().into());
        editor.path = Some(path);
        editor.stamp = Some(stamp);
        editor
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    pub fn derived(&self) -> &Derived {
        &self.derived
    }

    pub fn history(&self) -> &History<Selection> {
        &self.history
    }

    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub fn stamp(&self) -> Option<&Stamp> {
        self.stamp.as_ref()
    }

    /// The name of the file, or what stands for it while there is none.
    pub fn file_name(&self) -> String {
        let name = self.path.as_deref().and_then(Path::file_name);
        name.map_or_else(
            || crate::tr!("not saved yet").to_owned(),
            |name| name.to_string_lossy().into_owned(),
        )
    }

    /// Whether there is something to lose: changes since the file was read or written, or a text that does not parse.
    pub fn is_dirty(&self) -> bool {
        self.texts.draft.is_some() || self.is_changed()
    }

    /// Whether the document is another than the one in the file.
    pub fn is_changed(&self) -> bool {
        match self.saved_state {
            Some(state) => state != self.history.state(),
            None => self.history.state() != 0,
        }
    }

    /// Runs a change, keeping the selection as far as it still exists.
    ///
    /// # Errors
    /// If the change refers to something that is gone; then nothing has changed.
    pub fn run(&mut self, change: &Change) -> Result<(), EditError> {
        self.run_selecting(change, self.selection.clone())
    }

    /// Runs a change and selects something else with it.
    ///
    /// # Errors
    /// As [`Editor::run`].
    pub fn run_selecting(&mut self, change: &Change, after: Selection) -> Result<(), EditError> {
        self.history.run(&mut self.document, change, self.selection.clone(), after.clone())?;
        self.selection = after;
        self.refresh();
        Ok(())
    }

    /// Takes the last change back; returns its label.
    ///
    /// # Errors
    /// If the history does not fit the document, which would be a fault of this program.
    pub fn undo(&mut self) -> Result<Option<String>, EditError> {
        if self.take_back_draft() {
            return Ok(Some(crate::words::text(DRAFT).to_owned()));
        }
        let answer = self.history.undo(&mut self.document)?;
        Ok(self.went_to(answer))
    }

    /// Does the last undone change again; returns its label.
    ///
    /// # Errors
    /// As [`Editor::undo`].
    pub fn redo(&mut self) -> Result<Option<String>, EditError> {
        if self.draft_again() {
            return Ok(Some(crate::words::text(DRAFT).to_owned()));
        }
        let answer = self.history.redo(&mut self.document)?;
        Ok(self.went_to(answer))
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        if self.texts.draft.is_some() { Some(crate::words::text(DRAFT)) } else { self.history.undo_label() }
    }

    /// What redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        if self.has_undone_draft() { Some(crate::words::text(DRAFT)) } else { self.history.redo_label() }
    }

    /// Undoes or redoes until this many entries of the history are done.
    ///
    /// # Errors
    /// As [`Editor::undo`].
    pub fn go_to(&mut self, count: usize) -> Result<(), EditError> {
        let mut selection = None;
        while self.history.done().len() > count {
            let Some((_, before)) = self.history.undo(&mut self.document)? else { break };
            selection = Some(before);
        }
        while self.history.done().len() < count {
            let Some((_, after)) = self.history.redo(&mut self.document)? else { break };
            selection = Some(after);
        }
        self.went_to(selection.map(|selection| (String::new(), selection)));
        Ok(())
    }

    fn went_to(&mut self, answer: Option<(String, Selection)>) -> Option<String> {
        let (label, selection) = answer?;
        self.selection = selection;
        self.refresh();
        Some(label)
    }

    /// Ends joined typing, so that what comes next can be undone by itself.
    pub fn seal(&mut self) {
        self.history.seal();
    }

    pub fn select(&mut self, selection: Selection) {
        if selection != self.selection {
            self.history.seal();
        }
        self.selection = selection;
        // A view that was left long ago may have had selected what is gone by now.
        self.selection.retain_in(&self.document);
    }

    pub fn orientation(&self) -> Orientation {
        self.view.orientation
    }

    pub fn set_orientation(&mut self, orientation: Orientation) {
        if self.view.orientation != orientation {
            self.view.orientation = orientation;
            self.derived.follow(&self.document, &self.view);
        }
    }

    /// The environment whose values parameters take, as long as the design has it; `None` is their defaults.
    pub fn environment(&self) -> Option<&str> {
        let name = self.view.environment.as_deref()?;
        self.derived.parameters.environments.iter().any(|known| known == name).then_some(name)
    }

    /// Takes the values of another environment, or the defaults.
    pub fn use_environment(&mut self, environment: Option<&str>) {
        if self.view.environment.as_deref() != environment {
            self.view.environment = environment.map(str::to_owned);
            self.derived.follow(&self.document, &self.view);
        }
    }

    /// The stages that are drawn without their cards.
    pub fn folded(&self) -> &BTreeSet<StageId> {
        &self.view.folded
    }

    /// Folds these stages and unfolds all others.
    pub fn set_folded(&mut self, folded: BTreeSet<StageId>) {
        if self.view.folded != folded {
            self.view.folded = folded;
            self.derived.follow(&self.document, &self.view);
        }
    }

    /// Unfolds the stage of an action; returns whether it was folded.
    pub fn unfold_around(&mut self, item: Item) -> bool {
        let (Item::Action(id) | Item::Wire { to: id, .. }) = item else { return false };
        let Some((stage, _)) = self.document.pipeline().action(id) else { return false };
        let mut folded = self.view.folded.clone();
        let was_folded = folded.remove(&stage.id);
        self.set_folded(folded);
        was_folded
    }

    /// The bytes to save, and the text in them.
    pub fn to_save(&self) -> (Vec<u8>, String) {
        let text = self.document.to_text();
        (self.document.source().encode(&text), text)
    }

    /// Takes note that `text` now is in the file.
    pub fn saved_to(&mut self, path: PathBuf, stamp: Stamp, text: String) {
        self.texts.saved(&text, self.document.revision());
        self.document.saved_as(text);
        self.saved_state = Some(self.history.state());
        self.path = Some(path);
        self.stamp = Some(stamp);
        self.history.seal();
    }

    /// Takes note of a file that is the same although it was touched.
    pub fn set_stamp(&mut self, stamp: Stamp) {
        self.stamp = Some(stamp);
    }

    /// Marks the document as never saved, as after recovering it from a crash.
    pub fn recovered_from(&mut self, path: Option<PathBuf>) {
        self.path = path;
        self.stamp = None;
        self.saved_state = Some(u64::MAX);
    }

    /// What a place on screen belongs to, if it still exists.
    pub fn owner_of(&self, place: &Place) -> Option<Item> {
        match place.owner {
            Owner::Pipeline => None,
            Owner::Extras => self.user_of(place),
            Owner::Stage(id) => self.document.pipeline().stage(id).map(|stage| Item::Stage(stage.id)),
            Owner::Action(id) => {
                self.document.pipeline().action(id).map(|(_, action)| Item::Action(action.id))
            }
        }
    }

    /// The environment in use stays in use when it gets another name, also by undo.
    fn follow_environment(&mut self) {
        let Some(used) = &self.view.environment else { return };
        let (before, now) = (&self.derived.parameters.environments, self.document.environments());
        if before.len() != now.len() || now.contains(&used.as_str()) {
            return;
        }
        let at = before.iter().position(|name| name == used);
        let renamed = at.map(|at| now[at]).filter(|name| !before.iter().any(|other| other == name));
        if let Some(name) = renamed {
            self.view.environment = Some(name.to_owned());
        }
    }

    /// The first action that names the thing which the design tells about at a place.
    fn user_of(&self, place: &Place) -> Option<Item> {
        let [Step::Key(list), Step::Index(index), ..] = place.path.0.as_slice() else { return None };
        let resource = self.document.resources().find(|it| list == "resources" && it.index == *index)?;
        let all = named::all_named(&self.document).into_iter();
        let mut of = all.filter(|it| it.kind.id == resource.kind() && Some(&*it.name) == resource.name());
        match of.next()?.place.owner {
            Owner::Action(id) => Some(Item::Action(id)),
            Owner::Stage(_) | Owner::Pipeline | Owner::Extras => None,
        }
    }

    /// Derives everything anew if the document has changed, and drops from the selection what is gone.
    fn refresh(&mut self) {
        if self.derived.revision != self.document.revision() {
            self.follow_environment();
            self.derived.follow(&self.document, &self.view);
            self.rebase_draft();
        }
        self.selection.retain_in(&self.document);
    }
}
