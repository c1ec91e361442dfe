//! What a reviewer is told about a design, before it is written as Markdown or as a page.
//!
//! No secret gets in here: everything is taken from the design with its secrets masked, and the words of findings
//! are masked as well.

mod design;
mod judged;

use crate::check::check_with_suppressions;
use crate::document::Document;
use crate::edit::clip::masked_design;

/// The whole packet.
pub(super) struct Packet {
    /// The name of the pipeline.
    pub title: String,
    /// One line below it.
    pub summary: String,
    /// The design without its secrets, for pictures.
    pub masked: Document,
    /// In the order they are read; those with nothing to say are left out.
    pub sections: Vec<Section>,
}

pub(super) struct Section {
    pub title: &'static str,
    pub blocks: Vec<Block>,
}

pub(super) enum Block {
    /// Where the picture is.
    Picture,
    /// A heading inside of a section.
    Heading(String),
    Text(Vec<Span>),
    List(Vec<Vec<Span>>),
    Table {
        head: Vec<&'static str>,
        rows: Vec<Vec<Cell>>,
    },
    /// What a person wrote, with the lines it has.
    Quote {
        of: String,
        text: String,
    },
}

pub(super) type Cell = Vec<Span>;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Words(String),
    Strong(String),
    /// A value or a name of AWS, as it is written.
    Code(String),
}

pub(super) fn words(text: impl Into<String>) -> Span {
    Span::Words(text.into())
}

pub(super) fn strong(text: impl Into<String>) -> Span {
    Span::Strong(text.into())
}

pub(super) fn code(text: impl Into<String>) -> Span {
    Span::Code(text.into())
}

/// Spans with commas between them.
fn listed(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut all = Vec::new();
    for span in spans {
        if !all.is_empty() {
            all.push(words(", "));
        }
        all.push(span);
    }
    all
}

/// A sentence of ours, in which backticks set off what is written as it is.
fn prose(text: &str) -> Vec<Span> {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return vec![words(text)];
    }
    let spans = pieces.into_iter().enumerate();
    let spans = spans.filter(|(_, piece)| !piece.is_empty());
    spans.map(|(index, piece)| if index % 2 == 1 { code(piece) } else { words(piece) }).collect()
}

fn named(name: &str) -> &str {
    if name.trim().is_empty() { "(no name)" } else { name }
}

/// "1 stage", "2 stages".
fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

impl Packet {
    pub fn of(document: &Document) -> Self {
        let masked = masked_design(document);
        // Findings about secrets need the secrets; their words are masked afterwards.
        let checked = check_with_suppressions(document);
        let sections = [
            Some(design::facts(&masked)),
            Some(Section { title: "Picture", blocks: vec![Block::Picture] }),
            design::actions(&masked),
            design::configuration(&masked),
            design::starts(&masked),
            design::variables(&masked),
            design::conditions(&masked),
            judged::permissions(&masked),
            Some(judged::findings(&masked, &checked)),
            judged::accepted(&masked, &checked),
            design::notes(&masked),
        ];
        let pipeline = masked.pipeline();
        let parts = [
            counted(pipeline.stages.len(), "stage"),
            counted(pipeline.actions().count(), "action"),
            judged::verdict(&checked),
        ];
        Self {
            title: named(pipeline.name()).to_owned(),
            summary: parts.join(" · "),
            sections: sections.into_iter().flatten().collect(),
            masked,
        }
    }
}
