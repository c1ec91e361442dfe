//! What is found about a text, where it stands in it, and where stages and actions do. Made once per version.

use std::ops::Range;

use pipewright_core::check::Severity;
use pipewright_core::document::{Locator, Owner, Place};

use super::buffer::Buffer;
use crate::editor::{Editor, Item, TextVersion};
use crate::tr;

/// A finding in the text.
#[derive(Debug)]
pub struct Spot {
    pub span: Range<usize>,
    pub severity: Severity,
    /// For people: code, message, help.
    pub words: String,
}

/// All about one version of the text.
#[derive(Debug, Default)]
pub struct Marks {
    version: Option<TextVersion>,
    locator: Option<Locator>,
    /// In the order of the text.
    pub spots: Vec<Spot>,
    /// What is selected, and its lines.
    lit: Option<(Item, Range<usize>)>,
}

impl Marks {
    /// Follows the editor; `buffer` shows its text.
    pub fn follow(&mut self, editor: &Editor, buffer: &Buffer) {
        if self.version != Some(editor.text_version()) {
            self.version = Some(editor.text_version());
            self.lit = None;
            self.spots.clear();
            if let Some(draft) = editor.draft() {
                self.locator = None;
                let place = draft.error.place;
                let start = buffer.offset_of(place.line - 1, place.column - 1);
                let words = tr!("Does not parse: {what}", what = draft.what());
                self.spots.push(Spot { span: start..start + 1, severity: Severity::Error, words });
                return;
            }
            self.locator = Locator::of(buffer.text());
            self.find(editor);
        }
        let primary = editor.selection().primary();
        if self.lit.as_ref().map(|(item, _)| *item) != primary {
            self.lit = primary.and_then(|item| Some((item, self.extent(editor, item)?)));
        }
    }

    fn find(&mut self, editor: &Editor) {
        let Some(locator) = &self.locator else { return };
        let spot = |finding: &pipewright_core::check::Finding| {
            let span = locator.locate(editor.document(), &finding.place)?;
            let help = finding.help.as_deref().map(|help| format!("\n{help}")).unwrap_or_default();
            let words = format!("{} {}{help}", finding.code, finding.message);
            Some(Spot { span, severity: finding.severity, words })
        };
        self.spots = editor.derived().findings.iter().filter_map(spot).collect();
        self.spots.sort_by_key(|spot| (spot.span.start, spot.severity));
    }

    /// Where a stage or action stands as a whole.
    pub fn extent(&self, editor: &Editor, item: Item) -> Option<Range<usize>> {
        let owner = match item {
            Item::Stage(id) => Owner::Stage(id),
            Item::Action(id) | Item::Wire { to: id, .. } => Owner::Action(id),
            Item::Note(_) => return None,
        };
        self.locator.as_ref()?.extent(editor.document(), owner)
    }

    /// What is selected in the window, as bytes of the text.
    pub fn lit(&self) -> Option<&Range<usize>> {
        self.lit.as_ref().map(|(_, span)| span)
    }

    pub fn locate(&self, editor: &Editor, place: &Place) -> Option<Range<usize>> {
        self.locator.as_ref()?.locate(editor.document(), place)
    }

    /// What the character at an offset belongs to; `None` while that cannot be told.
    pub fn owner_at(&self, editor: &Editor, offset: usize) -> Option<Owner> {
        Some(self.locator.as_ref()?.owner_at(editor.document(), offset))
    }

    /// Moves everything behind a place that is being typed at, until the text is looked at anew.
    pub fn shift(&mut self, range: &Range<usize>, length: usize) {
        let moved = |at: usize| if at >= range.end { at - range.len() + length } else { at.min(range.start) };
        for spot in &mut self.spots {
            spot.span = moved(spot.span.start)..moved(spot.span.end);
        }
        if let Some((_, span)) = &mut self.lit {
            *span = moved(span.start)..moved(span.end);
        }
        self.locator = None;
    }

    /// The findings that begin in a range.
    pub fn spots_in(&self, range: &Range<usize>) -> &[Spot] {
        let first = self.spots.partition_point(|spot| spot.span.start < range.start);
        let count = self.spots[first..].partition_point(|spot| spot.span.start <= range.end);
        &self.spots[first..first + count]
    }
}
