//! Texts that are being typed.
//!
//! A field shows what the document says, except while it is being edited: then it shows its draft, so that
//! half a name, a blank at the end of a line or a document that does not parse yet stay as typed.
//! A draft ends when its field loses the focus, and gives way when the document changes behind its back.

use eframe::egui::Id;

use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::{Change, bulk, fields, parameters, rename};
use pipewright_core::pipeline::{ActionId, Path, Step};
use serde_json::Value;

use super::items::Listing;
use super::values;

/// All drafts; seldom more than one.
#[derive(Default)]
pub(super) struct Drafts(Vec<Draft>);

/// The text of one field.
pub(super) struct Draft {
    id: Id,
    pub(super) text: String,
    /// What the document shows for this field as long as nobody else changes it.
    expected: String,
    /// The revision `expected` was last compared with.
    revision: u64,
    is_seen: bool,
    /// What to do with the text in the end, if it is not done while typing.
    pub(super) leave: Option<Leave>,
}

/// A change that is made when a field is left, because each step of typing would be a refactoring.
#[derive(Clone, Debug)]
pub(super) enum Leave {
    /// Sets a text; names are renamed.
    Set(Place),
    /// Renames an output with all who take it.
    RenameArtifact { maker: ActionId, old: String },
    /// Adds what was typed to a list.
    Append { place: Place, listing: Listing },
    /// Renames a key of the object at a place.
    RenameKey { owner: Owner, object: Path, old: String },
    /// Sets a text of several actions, which names a thing around the pipeline.
    SetAll { ids: Vec<ActionId>, path: Path, what: String },
    /// Renames a parameter wherever it is used.
    RenameParameter { old: String },
    /// Renames an environment with the values it has.
    RenameEnvironment { old: String },
}

impl Drafts {
    /// What to show in a field: its draft, or what the document says.
    pub(super) fn text(&mut self, id: Id, shown: &str, revision: u64) -> String {
        let Some(draft) = self.get(id) else { return shown.to_owned() };
        draft.is_seen = true;
        if draft.revision != revision {
            draft.revision = revision;
            if draft.expected != shown {
                shown.clone_into(&mut draft.text);
                shown.clone_into(&mut draft.expected);
            }
        }
        draft.text.clone()
    }

    /// Keeps what is typed.
    pub(super) fn keep(&mut self, id: Id, text: &str, shown: &str, revision: u64) -> &mut Draft {
        let at = self.0.iter().position(|draft| draft.id == id).unwrap_or_else(|| {
            let expected = shown.to_owned();
            self.0.push(Draft { id, text: String::new(), expected, revision, is_seen: true, leave: None });
            self.0.len() - 1
        });
        text.clone_into(&mut self.0[at].text);
        &mut self.0[at]
    }

    fn get(&mut self, id: Id) -> Option<&mut Draft> {
        self.0.iter_mut().find(|draft| draft.id == id)
    }

    /// Ends a draft.
    pub(super) fn end(&mut self, id: Id) -> Option<Draft> {
        let at = self.0.iter().position(|draft| draft.id == id)?;
        Some(self.0.swap_remove(at))
    }

    /// The next change that waits for its field to be left; the field goes on from there.
    pub(super) fn take_due(&mut self, document: &Document) -> Option<Change> {
        let change =
            |draft: &Draft| draft.change_on_leave(document).filter(|change| !change.edits.is_empty());
        let (at, change) =
            self.0.iter().enumerate().find_map(|(at, draft)| change(draft).map(|change| (at, change)))?;
        let draft = &mut self.0[at];
        if matches!(draft.leave, Some(Leave::Append { .. })) {
            draft.text.clear();
        } else {
            draft.expected.clone_from(&draft.text);
        }
        Some(change)
    }

    /// Ends the drafts whose fields were not shown in this frame.
    pub(super) fn end_unseen(&mut self) -> Vec<Draft> {
        self.0.extract_if(.., |draft| !std::mem::take(&mut draft.is_seen)).collect()
    }
}

impl Draft {
    /// Takes note of what the document is about to show, because the text was just written to it.
    pub(super) fn expect(&mut self, shown: String) {
        self.expected = shown;
    }

    /// The change that is due when the field is left.
    pub(super) fn change_on_leave(&self, document: &Document) -> Option<Change> {
        if self.text == self.expected {
            return None;
        }
        self.leave.as_ref()?.change(document, self.text.trim())
    }
}

impl Leave {
    /// The change; none for an empty name, as that is more likely a slip than a wish.
    fn change(&self, document: &Document, text: &str) -> Option<Change> {
        let may_be_empty = match self {
            Self::Set(place) => !matches!(place.path.0.last(), Some(Step::Key(key)) if key == "name"),
            Self::SetAll { .. } => true,
            Self::RenameArtifact { .. }
            | Self::Append { .. }
            | Self::RenameKey { .. }
            | Self::RenameParameter { .. }
            | Self::RenameEnvironment { .. } => false,
        };
        if text.is_empty() && !may_be_empty {
            return None;
        }
        match self {
            Self::Append { place, listing } => listing.append(document, place, listing.split(text)),
            Self::Set(place) => fields::set_text(document, place, text),
            Self::SetAll { ids, path, what } => {
                let value = (!text.is_empty()).then(|| Value::String(text.to_owned()));
                Some(bulk::set(document, ids, path, value.as_ref(), what))
            }
            Self::RenameArtifact { maker, old } => rename::artifact(document, *maker, old, text),
            Self::RenameParameter { old } => parameters::rename(document, old, text),
            Self::RenameEnvironment { old } => parameters::environments::rename(document, old, text),
            Self::RenameKey { owner, object, old } if *object == Path::key("configuration") => {
                fields::rename_configuration_key(document, *owner, old, text)
            }
            Self::RenameKey { owner, object, old } => values::rename_key(document, *owner, object, old, text),
        }
    }
}
