//! What stands around the stages: the title above, notes and the list of artifacts below or beside them.

use std::collections::HashMap;

use super::letters::{Weight, measure, wrap};
use super::paint::{NOTE, Scene};
use super::pen::{Font, Pen, hidden, number};
use super::{Ink, Point};
use crate::document::extras::Note;
use crate::layout::{Orientation, Rect};
use crate::plan::union::{Marks, Union};

/// Around everything.
const MARGIN: f32 = 24.0;
/// The layout leaves room for gates at its ends, which need not be seen.
const TITLE: f32 = 52.0;
/// Width of a note, as a card's.
const NOTE_WIDTH: f32 = 180.0;
const NOTE_PADDING: f32 = 10.0;
/// Between the stages and the notes.
const NOTE_GAP: f32 = 20.0;
/// From line to line of a note, in points.
const NOTE_LINE: f32 = 14.0;
/// Between notes under each other.
const NOTE_DISTANCE: f32 = 8.0;
const LEGEND_ROW: f32 = 20.0;
/// No picture is so narrow that its title could not be read.
const LEAST_WIDTH: f32 = 320.0;
/// More artifacts than these are counted.
const MOST_ARTIFACTS: usize = 60;

/// A note with its place.
struct Placed {
    rect: Rect,
    title: Vec<String>,
    body: Vec<String>,
}

impl Scene<'_> {
    /// Paints all of it; yields its size.
    pub fn picture(&self, pen: &mut Pen) -> Point {
        let notes = if self.options.has_notes { self.notes() } else { Vec::new() };
        let world = self.world(&notes);
        let top = if self.options.has_title { MARGIN + TITLE } else { MARGIN };
        let width = (world.width() + 2.0 * MARGIN).max(LEAST_WIDTH);
        let legend = match self.union {
            _ if !self.options.has_legend => Vec::new(),
            Some(union) => marks_legend(union, width - 2.0 * MARGIN),
            None => self.legend(width - 2.0 * MARGIN),
        };
        let legend_height = if legend.is_empty() { 0.0 } else { legend.len() as f32 * LEGEND_ROW + 16.0 };
        let foot = top + world.height();
        let size = Point::new(width, foot + legend_height + MARGIN);

        pen.rect(&Rect::new(Point::default(), size), 0.0, Ink::Canvas, None);
        if self.options.has_title {
            let room = width - 2.0 * MARGIN;
            pen.text(Point::new(MARGIN, MARGIN + 8.0), self.name(), Font::semibold(16.0, Ink::Text), room);
            let about = Font::regular(12.0, Ink::Weak);
            pen.text(Point::new(MARGIN, MARGIN + 28.0), &self.summary(), about, room);
        }
        let (x, y) = (number(MARGIN - world.min.x), number(top - world.min.y));
        pen.put(format_args!("<g transform=\"translate({x} {y})\">\n"));
        self.stages_and_cards(pen);
        for note in &notes {
            note.paint(pen);
        }
        pen.close();
        for (row, entries) in legend.iter().enumerate() {
            let y = foot + 16.0 + (row as f32 + 0.5) * LEGEND_ROW;
            for entry in entries {
                entry.paint(pen, y);
            }
        }
        size
    }

    /// All that is drawn, without the free space in front of the first stage and behind the last.
    fn world(&self, notes: &[Placed]) -> Rect {
        let stages = self.layout.stages.iter().map(|stage| stage.rect);
        let wires = self.layout.wires.iter().map(|wire| wire.bounds().expand(4.0));
        let all = stages.chain(wires).chain(notes.iter().map(|note| note.rect));
        all.reduce(|all, rect| {
            Rect::new(
                Point::new(all.min.x.min(rect.min.x), all.min.y.min(rect.min.y)),
                Point::new(all.max.x.max(rect.max.x), all.max.y.max(rect.max.y)),
            )
        })
        .unwrap_or_default()
    }

    /// Notes of what is shown, where the canvas has them.
    fn notes(&self) -> Vec<Placed> {
        let mut taken: HashMap<(i64, i64), f32> = HashMap::new();
        let mut placed = Vec::new();
        for note in self.document.notes().filter(|note| !note.text().trim().is_empty()) {
            let Some(at) = self.place(note) else { continue };
            let down = taken.entry((at.x as i64, at.y as i64)).or_default();
            let note = Placed::of(&hidden(note.text()), Point::new(at.x, at.y + *down));
            *down += note.rect.height() + NOTE_DISTANCE;
            placed.push(note);
        }
        placed
    }

    /// Where a note begins; `None` if what it belongs to is not shown.
    fn place(&self, note: Note<'_>) -> Option<Point> {
        let stage = self.shown.stages.iter().find(|stage| Some(stage.name()) == note.stage());
        let action =
            stage.and_then(|stage| stage.actions.iter().find(|action| Some(action.name()) == note.action()));
        let whole = self.document.pipeline();
        let is_of_other = stage.is_none()
            && whole.stages.iter().any(|other| Some(other.name()) == note.stage())
            || action.is_none()
                && whole.stages.iter().any(|other| {
                    Some(other.name()) == note.stage()
                        && other.actions.iter().any(|action| Some(action.name()) == note.action())
                });
        if is_of_other {
            return None;
        }
        let card = action.and_then(|action| self.layout.card(action.id)).map(|card| card.rect);
        let anchor = card.or_else(|| Some(self.layout.stage(stage?.id)?.rect)).unwrap_or_default();
        let end = self.layout.size;
        Some(match self.options.orientation {
            Orientation::LeftToRight => Point::new(anchor.min.x, end.y + NOTE_GAP),
            Orientation::TopToBottom => Point::new(end.x + NOTE_GAP, anchor.min.y),
        })
    }

    /// The artifacts that are shown, in rows of at most `room` points.
    fn legend(&self, room: f32) -> Vec<Vec<Entry>> {
        let mut entries = Vec::new();
        for artifact in self.flow.artifacts.iter().take(MOST_ARTIFACTS) {
            let index = self.all.artifact_index(&artifact.name).unwrap_or_default();
            let name = if artifact.name.trim().is_empty() { "(no name)" } else { artifact.name.as_str() };
            entries.push((Some(Ink::Artifact(index)), name.to_owned()));
        }
        let more = self.flow.artifacts.len().saturating_sub(MOST_ARTIFACTS);
        if more > 0 {
            entries.push((None, format!("and {more} more")));
        }
        in_rows(entries, room)
    }
}

/// What the colors of a comparison mean, as far as there are any.
fn marks_legend(union: &Union, room: f32) -> Vec<Vec<Entry>> {
    let Marks { added, removed, changed, moved } = union.marks();
    let all = [
        (Ink::Added, "added", added),
        (Ink::Error, "removed", removed),
        (Ink::Warning, "changed", changed),
        (Ink::Moved, "moved", moved),
    ];
    let there = all.into_iter().filter(|(.., count)| *count > 0);
    in_rows(there.map(|(ink, word, count)| (Some(ink), format!("{count} {word}"))), room)
}

/// Colors with their words, in rows of at most `room` points.
fn in_rows(entries: impl IntoIterator<Item = (Option<Ink>, String)>, room: f32) -> Vec<Vec<Entry>> {
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    let mut x = room;
    for (ink, text) in entries {
        let width = measure(&text, Weight::Regular, 11.0).0.min(240.0);
        let all = width + if ink.is_some() { 26.0 } else { 0.0 };
        if x + all > room {
            rows.push(Vec::new());
            x = 0.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push(Entry { x: MARGIN + x, room: width.min(room) + 1.0, ink, text });
        }
        x += all + 20.0;
    }
    rows
}

/// An artifact below the picture.
struct Entry {
    x: f32,
    room: f32,
    ink: Option<Ink>,
    text: String,
}

impl Entry {
    fn paint(&self, pen: &mut Pen, y: f32) {
        let mut x = self.x;
        if let Some(ink) = self.ink {
            let line = Rect::new(Point::new(x, y - 1.0), Point::new(x + 18.0, y + 1.0));
            pen.rect(&line, 1.0, ink, None);
            x += 26.0;
        }
        pen.text(Point::new(x, y), &self.text, Font::regular(11.0, Ink::Weak), self.room);
    }
}

impl Placed {
    /// The first line is the title if more follow.
    fn of(text: &str, at: Point) -> Self {
        let (title, body) = match text.split_once('\n') {
            Some((title, body)) => (title, body.trim_start()),
            None => ("", text),
        };
        let room = NOTE_WIDTH - 2.0 * NOTE_PADDING;
        let title = wrap(title, Weight::SemiBold, 11.0, room);
        let body = wrap(body, Weight::Regular, 11.0, room);
        let height = (title.len() + body.len()) as f32 * NOTE_LINE + 2.0 * NOTE_PADDING;
        let rect = Rect::new(at, Point::new(at.x + NOTE_WIDTH, at.y + height));
        Self { rect, title, body }
    }

    fn paint(&self, pen: &mut Pen) {
        pen.open("note", "Note");
        pen.rect(&self.rect, NOTE, Ink::NoteFill, Some((Ink::NoteLine, 1.0)));
        let lines = self.title.iter().map(|line| (line, Font::semibold(11.0, Ink::Text)));
        let lines = lines.chain(self.body.iter().map(|line| (line, Font::regular(11.0, Ink::Text))));
        let mut y = self.rect.min.y + NOTE_PADDING + NOTE_LINE / 2.0;
        for (line, font) in lines {
            pen.text(
                Point::new(self.rect.min.x + NOTE_PADDING, y),
                line,
                font,
                NOTE_WIDTH - 2.0 * NOTE_PADDING,
            );
            y += NOTE_LINE;
        }
        pen.close();
    }
}
