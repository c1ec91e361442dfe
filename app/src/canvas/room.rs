//! Others make room: while cards are on their way, those around the place they would go to step aside.
//!
//! Only the cards do, and only on screen: wires stay where they lie until the drop.

use std::borrow::Cow;

use pipewright_core::edit::SlotColumn;
use pipewright_core::layout::{Card, Orientation, Point, StageBox};

use super::gesture::{Drop, DropPlace, Gesture};

/// So far each side steps aside, in the world.
const STEP: f32 = 6.0;

/// The card where it is to be painted.
pub(super) fn aside<'c>(
    card: &'c Card,
    stage: &StageBox,
    all: &[Card],
    gesture: &Gesture,
    orientation: Orientation,
) -> Cow<'c, Card> {
    let Gesture::MovingActions { ids, drop: Some(Drop { place: DropPlace::Slot(slot), .. }) } = gesture
    else {
        return Cow::Borrowed(card);
    };
    if slot.stage != stage.id || ids.contains(&card.id) {
        return Cow::Borrowed(card);
    }
    let (is_along, is_behind) = match slot.column {
        SlotColumn::New { before } => (true, card.column >= before),
        SlotColumn::Beside { column, .. } if column != card.column => return Cow::Borrowed(card),
        SlotColumn::Beside { row, .. } => {
            // Rows are counted without those on their way.
            let column = stage.columns.get(card.column).map_or(0..0, |column| column.cards.clone());
            let before = all[column].iter().filter(|other| other.row < card.row && !ids.contains(&other.id));
            (false, before.count() >= row)
        }
    };
    let step = if is_behind { STEP } else { -STEP };
    let is_sideways = is_along == (orientation == Orientation::LeftToRight);
    Cow::Owned(moved(card, if is_sideways { Point { x: step, y: 0.0 } } else { Point { x: 0.0, y: step } }))
}

fn moved(card: &Card, by: Point) -> Card {
    let shift = |point: &mut Point| {
        point.x += by.x;
        point.y += by.y;
    };
    let mut card = card.clone();
    shift(&mut card.rect.min);
    shift(&mut card.rect.max);
    card.inputs.iter_mut().chain(&mut card.outputs).for_each(shift);
    shift(&mut card.input_hint);
    shift(&mut card.output_hint);
    card
}
