//! Variables offered while a reference to one is typed.

use eframe::egui::{CompletionQuery, Suggestion};

use pipewright_core::document::Owner;
use pipewright_core::flow::completion::{Completion, Reader, references};
use pipewright_core::flow::variables::open_reference;
use pipewright_core::pipeline::{ConditionKind, Path, Pipeline};

use super::form::Form;
use crate::look::fonts;

/// Most characters of the words beside a variable.
const HELP_MAX: usize = 40;

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
pub(super) fn suggestions(
    pipeline: &Pipeline,
    reader: Reader,
    query: &CompletionQuery<'_>,
) -> Vec<Suggestion> {
    let Some(open) = open_reference(query.word) else { return Vec::new() };
    let (before, begun) = (&query.word[..open.start], &query.word[open.start + 2..]);
    // Where the brace stands already, it is not written again.
    let is_closed = query.text.chars().nth(query.word_range.end.0) == Some('}');
    let begun = begun.to_ascii_lowercase();
    let fits = |it: &Completion| {
        let path = format!("{}.{}", it.namespace, it.key).to_ascii_lowercase();
        path.starts_with(&begun) || it.key.to_ascii_lowercase().starts_with(&begun)
    };
    let suggestion = |it: Completion| {
        let reference = it.reference();
        let written = if is_closed { reference.trim_end_matches('}') } else { &reference };
        Suggestion::new(format!("{before}{written}"))
            .content(eframe::egui::RichText::new(format!("{}.{}", it.namespace, it.key)).font(fonts::code()))
            .description(short(&it.help))
    };
    references(pipeline, reader).into_iter().filter(fits).map(suggestion).collect()
}

fn short(help: &str) -> String {
    if help.chars().count() <= HELP_MAX {
        return help.to_owned();
    }
    help.chars().take(HELP_MAX - 1).chain(['…']).collect()
}
