//! The text of the file, typed by hand: what an edited text changes in the document.
//!
//! Another text is read, what it holds is matched with what is there ([`matching`]), and what differs becomes edits,
//! so that stages and actions stay the same ones and everything derived from the rest can be kept.
//! The last edit takes the text itself, with its blanks and line ends, as that of the file.

mod matching;
mod members;

use serde_json::Value;

use super::{Change, Edit};
use crate::document::{Document, Frame, Owner, Place, ReadError};
use crate::pipeline::{Action, Object, Pipeline, Stage, StageId};
use matching::Matching;

/// Makes the document what `text` says; `None` if the text is the document's already.
///
/// Texts typed in one stage, action or beside them follow each other as one entry of the history.
///
/// # Errors
/// If the text is no pipeline; with line and column.
pub fn replace(document: &Document, text: &str) -> Result<Option<Change>, ReadError> {
    let new = Document::read_text(text)?;
    let mut work = Work { document: document.clone(), edits: Vec::new() };
    work.pipeline(new.pipeline());
    work.extras(new.extras.as_ref());
    if work.edits.is_empty() && document.form == new.form && document.to_text() == text {
        return Ok(None);
    }
    let place = common_place(&work.edits);
    let label = match place.owner {
        Owner::Pipeline => "Edit text".to_owned(),
        Owner::Stage(_) | Owner::Action(_) | Owner::Extras => {
            format!("Edit text of {}", document.owner_label(place.owner))
        }
    };
    let source = document.source().with_text(text.to_owned());
    work.edits.push(Edit::Frame(Box::new(Frame { source, form: new.form })));
    Ok(Some(Change::new(label, work.edits).merging_at(place)))
}

/// The one owner that all edits are about, else the pipeline.
fn common_place(edits: &[Edit]) -> Place {
    let mut owners = edits.iter().map(|edit| match edit {
        Edit::Set { place, .. } => place.owner,
        Edit::AddStage { .. }
        | Edit::RemoveStage { .. }
        | Edit::MoveStage { .. }
        | Edit::AddAction { .. }
        | Edit::RemoveAction { .. }
        | Edit::MoveAction { .. }
        | Edit::Frame(_) => Owner::Pipeline,
    });
    let first = owners.next().unwrap_or(Owner::Pipeline);
    Place::of(if owners.all(|owner| owner == first) { first } else { Owner::Pipeline })
}

/// The edits so far, and a copy of the document on which they were made: each is put together from what the ones
/// before it have left behind.
struct Work {
    document: Document,
    edits: Vec<Edit>,
}

impl Work {
    fn make(&mut self, edit: Edit) {
        // Each edit is made for the document as it stands here, so it applies; should one not, the others still do.
        if super::apply(&mut self.document, edit.clone()).is_ok() {
            self.edits.push(edit);
        } else {
            debug_assert!(false, "an edit of the text does not apply: {edit:?}");
        }
    }

    fn make_all(&mut self, edits: Vec<Edit>) {
        for edit in edits {
            self.make(edit);
        }
    }

    fn pipeline(&mut self, new: &Pipeline) {
        let matching = Matching::of(self.document.pipeline(), new);
        let has_list = is_list(&new.members, "stages");
        if has_list {
            self.make_list(Owner::Pipeline, "stages");
        }
        self.remove_actions(&matching);
        self.remove_stages(&matching.emptied);
        let ids = self.place_stages(new, &matching);
        for (index, (stage, id)) in new.stages.iter().zip(&ids).enumerate() {
            if is_list(&stage.members, "actions") {
                self.make_list(Owner::Stage(*id), "actions");
                self.place_actions(index, stage, *id, &matching);
            }
        }
        self.remove_stages(&matching.left);
        for (index, (stage, id)) in new.stages.iter().zip(&ids).enumerate() {
            self.members(Owner::Stage(*id), &stage.members);
            for (at, action) in stage.actions.iter().enumerate() {
                if let Some(id) = matching.action(index, at) {
                    self.members(Owner::Action(id), &action.members);
                }
            }
        }
        self.members(Owner::Pipeline, &new.members);
    }

    /// Puts an empty list where stages or actions are to stand and something else does.
    fn make_list(&mut self, owner: Owner, key: &'static str) {
        if self.document.members(owner).is_some_and(|members| !is_list(members, key)) {
            let place = Place::at(owner, crate::pipeline::Path::key(key));
            self.make(Edit::set(place, Some(Value::Array(Vec::new()))));
        }
    }

    /// Actions that are nowhere in the new text; those of stages that go as a whole go with them.
    fn remove_actions(&mut self, matching: &Matching) {
        for id in &matching.gone_actions {
            self.make(Edit::RemoveAction { id: *id });
        }
    }

    fn remove_stages(&mut self, stages: &[StageId]) {
        for id in stages {
            self.make(Edit::RemoveStage { id: *id });
        }
    }

    /// Brings the stages that stay, and new ones without actions, in order; the ids of all of them.
    fn place_stages(&mut self, new: &Pipeline, matching: &Matching) -> Vec<StageId> {
        let mut ids = Vec::with_capacity(new.stages.len());
        for (index, stage) in new.stages.iter().enumerate() {
            let id = if let Some(id) = matching.stages[index] {
                if self.document.pipeline().stages.get(index).is_none_or(|there| there.id != id) {
                    self.make(Edit::MoveStage { id, index });
                }
                id
            } else {
                let id = self.document.fresh_stage_id();
                let stage =
                    Stage { id, members: stage.members.clone(), actions: Vec::new(), odd: stage.odd.clone() };
                self.make(Edit::AddStage { index, stage: Box::new(stage) });
                id
            };
            ids.push(id);
        }
        ids
    }

    fn place_actions(&mut self, index: usize, new: &Stage, stage: StageId, matching: &Matching) {
        for (at, action) in new.actions.iter().enumerate() {
            let there = self.document.pipeline().stage(stage).and_then(|stage| stage.actions.get(at));
            match matching.action(index, at) {
                Some(id) if there.is_some_and(|there| there.id == id) => {}
                Some(id) => self.make(Edit::MoveAction { id, stage, index: at }),
                None => {
                    let id = self.document.fresh_action_id();
                    let action = Action { id, members: action.members.clone(), odd: action.odd.clone() };
                    self.make(Edit::AddAction { stage, index: at, action: Box::new(action) });
                }
            }
        }
    }

    fn members(&mut self, owner: Owner, new: &Object) {
        let Some(old) = self.document.members(owner) else { return };
        let edits = members::between(owner, old, new);
        self.make_all(edits);
    }

    fn extras(&mut self, new: Option<&Value>) {
        match (&self.document.extras, new) {
            (Some(Value::Object(_)), Some(Value::Object(new))) => self.members(Owner::Extras, new),
            (old, new) if !members::are_same(old.as_ref(), new) => {
                self.make(Edit::set(Place::of(Owner::Extras), new.cloned()));
            }
            _ => {}
        }
    }
}

fn is_list(members: &Object, key: &str) -> bool {
    members.get(key).is_some_and(Value::is_array)
}

#[cfg(test)]
mod tests;
