//! Variables and parameters offered while a reference to one is typed.

use pipewright_core::document::{Document, Owner};
use pipewright_core::flow::completion::{Completion, Reader, references};
use pipewright_core::flow::variables::open_reference;
use pipewright_core::parameter;
use pipewright_core::pipeline::{ConditionKind, Path, Pipeline};

use super::form::Form;
use crate::look::widgets::{Offer, Query};
use crate::tr;

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

/// What the reference before the cursor could become; nothing if there is none. Parameters go anywhere, variables
/// where somebody reads them.
pub(super) fn offers(document: &Document, reader: Option<Reader>, query: &Query<'_>) -> Vec<Offer> {
    match (parameter::open_reference(query.word), reader) {
        (Some(open), _) => parameters(document, open.start, query),
        (None, Some(reader)) => variables(document.pipeline(), reader, query),
        (None, None) => Vec::new(),
    }
}

/// Whether there is anything to offer where nobody reads variables.
pub(super) fn has_parameters(document: &Document) -> bool {
    !document.parameters().is_empty()
}

fn parameters(document: &Document, start: usize, query: &Query<'_>) -> Vec<Offer> {
    let (before, begun) = (&query.word[..start], query.word[start + 2..].to_ascii_lowercase());
    let end = if query.next == Some('}') { "" } else { "}" };
    let all = document.parameters().into_iter();
    all.filter(|parameter| parameter.name.to_ascii_lowercase().starts_with(&begun))
        .map(|parameter| {
            let default = || Some(tr!("Default: {value}", value = parameter.default()?));
            let detail = parameter.description().map(str::to_owned).or_else(default);
            Offer {
                insert: format!("{before}${{{}{end}", parameter.name),
                label: parameter.name.to_owned(),
                detail: detail.unwrap_or_else(|| tr!("Parameter").to_owned()),
            }
        })
        .collect()
}

fn variables(pipeline: &Pipeline, reader: Reader, query: &Query<'_>) -> Vec<Offer> {
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
