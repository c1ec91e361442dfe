//! What differs between two pipelines, marked in the picture of both.

use super::letters::{Weight, measure};
use super::paint::{Scene, named};
use super::pen::{Font, Pen};
use super::{Ink, Point};
use crate::layout::{Rect, StageBox};
use crate::pipeline::{Action, Stage};
use crate::plan::mermaid::words;
use crate::plan::union::{Difference, Mark, Union};

/// Height of a pill with words on the edge of what it is about.
const PILL: f32 = 15.0;
const LETTERS: f32 = 9.5;

/// The border of a box or card that is not as it was, and in a few words what became of it.
pub(super) fn mark<Id>(pen: &mut Pen, rect: &Rect, radius: f32, difference: &Difference<Id>) {
    let ink = match difference.mark {
        Mark::Same => return,
        Mark::Added => Ink::Added,
        Mark::Removed => Ink::Error,
        Mark::Moved => Ink::Moved,
        Mark::Changed => Ink::Warning,
    };
    pen.outline(rect, radius, ink, difference.mark == Mark::Removed);
    pill(pen, rect, &words(difference), ink);
}

fn pill(pen: &mut Pen, rect: &Rect, words: &str, ink: Ink) {
    let most = rect.width() - 24.0;
    let width = measure(words, Weight::SemiBold, LETTERS).0.min(most - 14.0);
    let left = rect.max.x - 12.0 - width - 14.0;
    let pill = Rect::new(
        Point::new(left, rect.min.y - PILL / 2.0),
        Point::new(left + width + 14.0, rect.min.y + PILL / 2.0),
    );
    pen.rect(&pill, PILL / 2.0, Ink::Canvas, Some((ink, 1.0)));
    let at = Point::new(pill.min.x + 7.0, pill.center().y);
    pen.text(at, words, Font::semibold(LETTERS, Ink::Text), width + 1.0);
}

impl Scene<'_> {
    /// What was in a stage and is elsewhere now, in the room the canvas has for its button.
    pub(super) fn left(pen: &mut Pen, place: &StageBox, union: &Union) {
        let left: Vec<(&Action, &Stage)> = union.left(place.id).collect();
        let words = match left.as_slice() {
            [] => return,
            [(action, stage)] => format!("{} → {}", named(action.name()), named(stage.name())),
            many => {
                let names: Vec<&str> = many.iter().map(|(action, _)| named(action.name())).collect();
                format!("{} moved away", names.join(", "))
            }
        };
        let rect = &place.add_button;
        pen.outline(rect, 6.0, Ink::Moved, true);
        let at = Point::new(rect.min.x + 10.0, rect.center().y);
        pen.text(at, &words, Font::regular(11.0, Ink::Weak), rect.width() - 20.0);
    }
}
