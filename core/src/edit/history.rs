//! Undo and redo: labelled entries, joined typing, batches that can be cancelled.

use super::apply::{EditError, apply_all};
use super::{Change, Edit};
use crate::document::{Document, Place};

/// What was done to one document, and the way back.
///
/// `M` is what the caller wants back beside the document, such as the selection.
#[derive(Clone, Debug)]
pub struct History<M> {
    done: Vec<Entry<M>>,
    undone: Vec<Entry<M>>,
    /// A drag in progress.
    batch: Option<Batch<M>>,
    /// Names the state the document is in; the same number means the same content.
    state: u64,
    last_state: u64,
}

/// One thing a person did.
#[derive(Clone, Debug)]
pub struct Entry<M> {
    /// "Move Deploy".
    pub label: String,
    /// Brings the document to the other side of this entry.
    edits: Vec<Edit>,
    before: M,
    after: M,
    state_before: u64,
    state_after: u64,
    merge: Option<Place>,
}

#[derive(Clone, Debug)]
struct Batch<M> {
    label: String,
    inverse: Vec<Edit>,
    before: M,
}

impl<M> Default for History<M> {
    fn default() -> Self {
        Self { done: Vec::new(), undone: Vec::new(), batch: None, state: 0, last_state: 0 }
    }
}

impl<M: Clone> History<M> {
    /// Runs a change. `before` and `after` are what undo and redo give back.
    ///
    /// # Errors
    /// If an edit refers to something that is gone; then nothing has changed.
    pub fn run(
        &mut self,
        document: &mut Document,
        change: &Change,
        before: M,
        after: M,
    ) -> Result<(), EditError> {
        self.commit(before.clone());
        if change.edits.is_empty() {
            return Ok(());
        }
        let inverse = apply_all(document, &change.edits)?;
        self.record(change.label.clone(), inverse, before, after, change.merge.clone());
        Ok(())
    }

    fn record(&mut self, label: String, mut inverse: Vec<Edit>, before: M, after: M, merge: Option<Place>) {
        self.undone.clear();
        let state_before = self.state;
        self.last_state += 1;
        self.state = self.last_state;
        if let Some(last) = self.done.last_mut()
            && merge.is_some()
            && last.merge == merge
        {
            // Of several texts of the file only the first one is gone back to.
            if last.edits.iter().any(|edit| matches!(edit, Edit::Frame(_))) {
                inverse.retain(|edit| !matches!(edit, Edit::Frame(_)));
            }
            // A letter typed over another need not come back on the way to what was there before both.
            if !is_overwritten(&inverse, &last.edits) {
                inverse.append(&mut last.edits);
                last.edits = inverse;
            }
            last.after = after;
            last.state_after = self.state;
            return;
        }
        let state_after = self.state;
        self.done.push(Entry { label, edits: inverse, before, after, state_before, state_after, merge });
    }

    /// Ends joined typing: the next change is an entry of its own.
    pub fn seal(&mut self) {
        if let Some(last) = self.done.last_mut() {
            last.merge = None;
        }
    }

    /// Takes the last entry back; returns its label and what was selected before it.
    ///
    /// # Errors
    /// If an edit does not apply, which would be a fault of this program; the document is then as it was.
    pub fn undo(&mut self, document: &mut Document) -> Result<Option<(String, M)>, EditError> {
        self.cancel(document)?;
        let Some(mut entry) = self.done.pop() else { return Ok(None) };
        match apply_all(document, &entry.edits) {
            Ok(inverse) => entry.edits = inverse,
            Err(error) => {
                self.done.push(entry);
                return Err(error);
            }
        }
        entry.merge = None;
        // Typing that goes on after an undo is a thing of its own.
        self.seal();
        self.state = entry.state_before;
        let answer = (entry.label.clone(), entry.before.clone());
        self.undone.push(entry);
        Ok(Some(answer))
    }

    /// Does the last undone entry again; returns its label and what was selected after it.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn redo(&mut self, document: &mut Document) -> Result<Option<(String, M)>, EditError> {
        self.cancel(document)?;
        let Some(mut entry) = self.undone.pop() else { return Ok(None) };
        match apply_all(document, &entry.edits) {
            Ok(inverse) => entry.edits = inverse,
            Err(error) => {
                self.undone.push(entry);
                return Err(error);
            }
        }
        self.state = entry.state_after;
        let answer = (entry.label.clone(), entry.after.clone());
        self.done.push(entry);
        Ok(Some(answer))
    }

    /// Begins a batch: a drag whose steps become one entry, or none if it is cancelled.
    pub fn begin(&mut self, label: impl Into<String>, before: M) {
        self.commit(before.clone());
        self.batch = Some(Batch { label: label.into(), inverse: Vec::new(), before });
    }

    /// Shows a state of the batch: takes back what it showed before and applies these edits to where it began.
    ///
    /// # Errors
    /// If an edit refers to something that is gone; then the document is as it was when the batch began.
    pub fn show(&mut self, document: &mut Document, edits: &[Edit]) -> Result<(), EditError> {
        let Some(batch) = &mut self.batch else { return Ok(()) };
        apply_all(document, &std::mem::take(&mut batch.inverse))?;
        batch.inverse = apply_all(document, edits)?;
        Ok(())
    }

    /// Ends the batch and keeps what it shows as one entry; nothing shown leaves no entry.
    pub fn commit(&mut self, after: M) {
        let Some(batch) = self.batch.take() else { return };
        if !batch.inverse.is_empty() {
            self.record(batch.label, batch.inverse, batch.before, after, None);
        }
    }

    /// Ends the batch and leaves no trace of it.
    ///
    /// # Errors
    /// If an edit does not apply, which would be a fault of this program.
    pub fn cancel(&mut self, document: &mut Document) -> Result<(), EditError> {
        let Some(batch) = self.batch.take() else { return Ok(()) };
        apply_all(document, &batch.inverse).map(|_| ())
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|entry| entry.label.as_str())
    }

    /// What redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|entry| entry.label.as_str())
    }

    /// All entries done, oldest first.
    pub fn done(&self) -> &[Entry<M>] {
        &self.done
    }

    /// All entries undone, the next to be redone last.
    pub fn undone(&self) -> &[Entry<M>] {
        &self.undone
    }

    /// A number for the state the document is in now. Undo brings an earlier number back.
    pub fn state(&self) -> u64 {
        self.state
    }
}

/// Whether what these edits bring back is set anew by the ones after them, with nothing put among its siblings or taken
/// out in between.
fn is_overwritten(edits: &[Edit], after: &[Edit]) -> bool {
    match (edits, after) {
        ([Edit::Set { place, value: Some(_), at: None }], [Edit::Set { place: next, at: None, .. }, ..]) => {
            place == next && !place.path.0.is_empty()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
