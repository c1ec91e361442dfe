//! Variables offered while a reference to one is typed.

use pipewright_core::document::Owner;
use pipewright_core::flow::completion::{Completion, Reader, references};
use pipewright_core::flow::variables::open_reference;
use pipewright_core::pipeline::{ConditionKind, Path, Pipeline};

use super::form::Form;
use crate::look::widgets::{Offer, Query};

impl Form<'_> {
    /// Who reads the variables in a text of the shown owner; `None` where AWS resolves none.
    pub(super) fn reader(&self, path: &Path) -> Option<Reader> {
        match self.owner {
            Owner::Action(id) => Some(Reader::Action(id)),
            Owner::Stage(id) => {
                let key = path.first_key()?;
                let kind = ConditionKind::ALL.into_iter().find(|kind| kind.key() == key)?;
                Some(Reader::Conditions(id, kind))
            }
            Owner::Pipeline | Owner::Extras => None,
        }
    }
}

/// What the reference before the cursor could become; nothing if there is none.
pub(super) fn offers(pipeline: &Pipeline, reader: Reader, query: &Query<'_>) -> Vec<Offer> {
    let Some(open) = open_reference(query.word) else { return Vec::new() };
    let (before, begun) = (&query.word[..open.start], &query.word[open.start + 2..]);
    // Where the brace stands already, it is not written again.
    let is_closed = query.next == Some('}');
    let begun = begun.to_ascii_lowercase();
    let fits = |it: &Completion| {
        let path = format!("{}.{}", it.namespace, it.key).to_ascii_lowercase();
        path.starts_with(&begun) || it.key.to_ascii_lowercase().starts_with(&begun)
    };
    let offer = |it: Completion| {
        let reference = it.reference();
        let written = if is_closed { reference.trim_end_matches('}') } else { &reference };
        Offer {
            insert: format!("{before}{written}"),
            label: format!("{}.{}", it.namespace, it.key),
            detail: sentence(&it.help),
        }
    };
    references(pipeline, reader).into_iter().filter(fits).map(offer).collect()
}

/// With a capital letter: most of the catalog's words follow a name.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
