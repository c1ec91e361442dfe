//! Variables and parameters offered while a reference to one is typed.

use pipewright_core::document::Owner;
use pipewright_core::flow::completion::{Completion, Reader, references};
use pipewright_core::flow::variables::open_reference;
use pipewright_core::parameter;
use pipewright_core::pipeline::{ConditionKind, Path, Pipeline};

use super::form::Form;
use crate::editor::{Known, Parameters};
use crate::look::widgets::{Offer, Query};
use crate::{tr, words};

/// What can be offered to a text.
#[derive(Clone, Copy)]
pub(super) struct Offering<'d> {
    pipeline: &'d Pipeline,
    /// Who reads variables in it, if AWS resolves any there.
    reader: Option<Reader>,
    /// Whether it takes values of parameters.
    parameters: Option<&'d Parameters>,
}

impl<'a> Form<'a> {
    /// What a text at a path of the shown owner can refer to; `None` if it is nothing at all.
    pub(super) fn offering(&self, path: &Path, has_variables: bool) -> Option<Offering<'a>> {
        let reader = if has_variables { self.reader(path) } else { None };
        let parameters = &self.editor.derived().parameters;
        let takes = !parameters.all.is_empty() && self.takes_parameters(path);
        let pipeline = self.document().pipeline();
        let offering = Offering { pipeline, reader, parameters: takes.then_some(parameters) };
        (reader.is_some() || takes).then_some(offering)
    }

    /// Whether values of parameters are put into a text at a path of the shown owner.
    pub(super) fn takes_parameters(&self, path: &Path) -> bool {
        match self.owner {
            Owner::Pipeline | Owner::Stage(_) | Owner::Action(_) => true,
            Owner::Extras => path.first_key() == Some("resources"),
        }
    }

    /// Who reads the variables in a text of the shown owner; `None` where AWS resolves none.
    fn reader(&self, path: &Path) -> Option<Reader> {
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

impl Offering<'_> {
    /// What the reference before the cursor could become; nothing if there is none.
    pub(super) fn offers(&self, query: &Query<'_>) -> Vec<Offer> {
        let parameters = self.parameters.map(|parameters| of_parameters(parameters, query));
        match (parameters, self.reader) {
            (Some(offers), _) if !offers.is_empty() => offers,
            (_, Some(reader)) => of_variables(self.pipeline, reader, query),
            (_, None) => Vec::new(),
        }
    }
}

fn of_parameters(parameters: &Parameters, query: &Query<'_>) -> Vec<Offer> {
    let Some(open) = parameter::open_reference(query.word) else { return Vec::new() };
    let (before, begun) = (&query.word[..open.start], query.word[open.start + 2..].to_ascii_lowercase());
    // Where the brace stands already, it is not written again.
    let end = if query.next == Some('}') { "" } else { "}" };
    let fits = |known: &&Known| known.name.to_ascii_lowercase().starts_with(&begun);
    let offer = |known: &Known| Offer {
        insert: format!("{before}${{{}{end}", known.name),
        label: known.name.clone(),
        detail: told(known),
    };
    parameters.all.iter().filter(fits).map(offer).collect()
}

/// The value of a parameter, and what it is for.
fn told(known: &Known) -> String {
    let value = match &known.value {
        Some(value) => value.as_str(),
        None if known.is_secret => tr!("Given by whoever deploys"),
        None => tr!("No value yet"),
    };
    match &known.description {
        Some(description) => format!("{value} · {description}"),
        None => value.to_owned(),
    }
}

fn of_variables(pipeline: &Pipeline, reader: Reader, query: &Query<'_>) -> Vec<Offer> {
    let Some(open) = open_reference(query.word) else { return Vec::new() };
    let (before, begun) = (&query.word[..open.start], &query.word[open.start + 2..]);
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
            detail: words::sentence(words::of_catalog(&it.help)),
        }
    };
    references(pipeline, reader).into_iter().filter(fits).map(offer).collect()
}
