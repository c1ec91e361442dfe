//! Both designs in one, with a sentence for each difference; made once for each pair.

use std::sync::Arc;

use eframe::egui::{Sense, Ui, pos2, vec2};
use pipewright_core::document::Document;
use pipewright_core::parameter::resolve;
use pipewright_core::plan::union::{Mark, Marks, Target, Union};

use super::{Against, OtherFile};
use crate::canvas::{Aim, Canvas, tint_of};
use crate::editor::{Editor, Item, Selection};
use crate::look::tokens::{radius, space, text};
use crate::look::{Tokens, fonts};
use crate::words::changes::{Sign, sentence, sign};
use crate::{tr, tr_n};

/// Two designs in one.
pub struct Joined {
    of: Of,
    pub union: Union,
    /// The union as a design, with what is selected in it.
    pub editor: Editor,
    pub canvas: Canvas,
    pub lines: Vec<(Sign, String)>,
    /// The difference that was looked at last, by its position.
    pub chosen: Option<usize>,
    /// Whether the list is to bring it into view.
    pub reveals: bool,
    /// What the differences of the pipelines do not say.
    pub note: Option<String>,
}

/// The other side and the design in one, the other way round if that is asked for.
fn union(region: Option<&str>, [other, design]: [&Document; 2], is_swapped: bool) -> Union {
    let [old, new] = if is_swapped { [design, other] } else { [other, design] };
    Union::of(region, Some(old.pipeline()), Some(new.pipeline()))
}

/// What it was made from.
enum Of {
    Text(u64, Against, Arc<str>),
    File(u64, Arc<OtherFile>),
}

impl Joined {
    /// `is_swapped` is whether the other side is what it leads to.
    pub fn of_text(
        editor: &Editor,
        against: Against,
        text: &Arc<str>,
        region: Option<&str>,
        is_swapped: bool,
    ) -> Option<Self> {
        let old = Document::read_text(text).ok()?;
        let new = editor.document();
        let of = Of::Text(new.revision(), against, text.clone());
        let is_of_account = matches!(against, Against::Published | Against::Live);
        // The account has the values of parameters, not their names.
        let [old, new] = [&old, new].map(|side| {
            if is_of_account { resolve(side, editor.environment()) } else { std::borrow::Cow::Borrowed(side) }
        });
        let region = region.filter(|_| is_of_account);
        let mut joined = Self::new(of, union(region, [&old, &new], is_swapped), editor);
        let is_same = joined.union.plan.is_empty();
        joined.note = match against {
            Against::Saved if old.extras() != new.extras() => Some(
                tr!("What stands beside the pipeline differs, too: notes, suppressions, parameters")
                    .to_owned(),
            ),
            Against::Saved if is_same && editor.is_changed() => Some(
                tr!("Only the text differs, such as blanks, the order of members or what AWS fills in")
                    .to_owned(),
            ),
            Against::Saved | Against::Published | Against::Live | Against::File => None,
        };
        Some(joined)
    }

    pub fn of_file(editor: &Editor, other: &Arc<OtherFile>, is_swapped: bool) -> Self {
        let (old, new) = (&other.document, editor.document());
        let of = Of::File(new.revision(), Arc::clone(other));
        let [old, new] = [old, new].map(|side| {
            if other.is_imported { resolve(side, None) } else { std::borrow::Cow::Borrowed(side) }
        });
        let mut joined = Self::new(of, union(None, [&old, &new], is_swapped), editor);
        joined.note = (other.notes > 0).then(|| {
            tr_n!(
                other.notes,
                "{n} part of the file has no place in a design and is not compared",
                "{n} parts of the file have no place in a design and are not compared"
            )
        });
        joined
    }

    fn new(of: Of, union: Union, shown: &Editor) -> Self {
        let changes = &union.plan.changes;
        let lines = changes.iter().map(|change| (sign(change), sentence(&union.plan, change))).collect();
        let editor = Editor::of_union(&union, shown.orientation());
        let canvas = Canvas::new();
        Self { of, lines, editor, canvas, union, chosen: None, reveals: false, note: None }
    }

    pub fn is_of_text(&self, editor: &Editor, against: Against, text: &Arc<str>) -> bool {
        matches!(&self.of, Of::Text(revision, of, read)
            if *revision == editor.document().revision() && *of == against && Arc::ptr_eq(read, text))
    }

    pub fn is_of_file(&self, editor: &Editor, other: &Arc<OtherFile>) -> bool {
        matches!(&self.of, Of::File(revision, read)
            if *revision == editor.document().revision() && Arc::ptr_eq(read, other))
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn summary(&self) -> String {
        tr_n!(self.lines.len(), "{n} difference", "{n} differences")
    }

    /// Shows what a difference is about.
    pub fn choose(&mut self, index: usize) {
        self.chosen = Some(index);
        let item = match self.union.target(index) {
            Some(Target::Stage(id)) => Item::Stage(id),
            Some(Target::Action(id)) => Item::Action(id),
            Some(Target::Pipeline) | None => {
                self.editor.select(Selection::none());
                return;
            }
        };
        self.editor.select(Selection::one(item));
        self.canvas.aim(Aim::Show(item));
    }

    /// Selects what was clicked, and the first difference about it.
    pub fn choose_item(&mut self, item: Item) {
        self.editor.select(Selection::one(item));
        let changes = match item {
            Item::Stage(id) => self.union.stage(id).map(|difference| &difference.changes),
            Item::Action(id) => self.union.action(id).map(|difference| &difference.changes),
            Item::Wire { .. } | Item::Note(_) => None,
        };
        self.chosen = changes.and_then(|changes| changes.first().copied());
        self.reveals = self.chosen.is_some();
    }

    /// Goes to the next difference or the one before, around the end.
    pub fn step(&mut self, is_forward: bool) {
        let count = self.lines.len();
        if count == 0 {
            return;
        }
        let next = match (self.chosen, is_forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.choose(next);
        self.reveals = true;
    }

    /// What the colors mean, from right to left.
    pub fn legend(&self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        let Marks { added, removed, changed, moved } = self.union.marks();
        let all = [
            (Mark::Moved, moved, tr_n!(moved, "{n} moved", "{n} moved")),
            (Mark::Changed, changed, tr_n!(changed, "{n} changed", "{n} changed")),
            (Mark::Removed, removed, tr_n!(removed, "{n} removed", "{n} removed")),
            (Mark::Added, added, tr_n!(added, "{n} added", "{n} added")),
        ];
        for (mark, count, words) in all {
            let Some(tint) = tint_of(mark, tokens).filter(|_| count > 0) else { continue };
            let label =
                eframe::egui::RichText::new(words).font(fonts::regular(text::SMALL)).color(tokens.weak);
            ui.label(label);
            let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
            let square = eframe::egui::Rect::from_center_size(
                pos2(rect.center().x + 2.0, rect.center().y),
                vec2(10.0, 10.0),
            );
            ui.painter().rect_filled(square, f32::from(radius::CONTROL) / 2.0, tint.solid);
            ui.add_space(space::S);
        }
    }
}
