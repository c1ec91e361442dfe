//! What is at a point, and what a drop there would mean.
//!
//! Rectangles that share an edge share no point, so every answer is unambiguous; and any point has an answer,
//! be it that nothing is there.

use super::measures::{Axes, COLUMN_GAP, GATE, ROW_GAP, Span};
use super::{Card, Column, Gate, Layout, Point, Segment, StageBox};
use crate::edit::{Slot, SlotColumn};
use crate::pipeline::ActionId;

/// How much of a card, from the edge towards which time runs or from which it comes, counts as the gap beside
/// it when another card is dropped there.
const GAP_REACH: f32 = 16.0;

/// Where a dragged card would go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CardDrop {
    /// The place.
    pub slot: Slot,
    /// The line that shows it.
    pub indicator: [Point; 2],
}

/// Where a dragged stage would go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageDrop {
    /// The gate: the number of stages before it, the dragged one counted where it still stands.
    pub gate: usize,
    /// The line that shows it.
    pub indicator: [Point; 2],
}

impl StageDrop {
    /// The position a stage has after it was dropped here, if it now has position `from`; the same if it stays.
    pub fn position_from(&self, from: usize) -> usize {
        if self.gate > from { self.gate - 1 } else { self.gate }
    }
}

impl Layout {
    /// The stage at a point.
    pub fn stage_at(&self, point: Point) -> Option<&StageBox> {
        // Stages follow one another, so the only candidate is the last that starts before the point.
        let axes = self.axes();
        let along = axes.along(point);
        let next = self.stages.partition_point(|stage| axes.along(stage.rect.min) <= along);
        let stage = self.stages.get(next.checked_sub(1)?)?;
        stage.rect.contains(point).then_some(stage)
    }

    /// The card at a point.
    pub fn card_at(&self, point: Point) -> Option<&Card> {
        let axes = self.axes();
        let stage = self.stage_at(point)?;
        let column = stage.columns.iter().find(|column| {
            let [start, end] = axes.along_span(&column.rect);
            (start..end).contains(&axes.along(point))
        })?;
        self.cards[column.cards.clone()].iter().find(|card| card.rect.contains(point))
    }

    /// The gate whose free space, between two stages or before or after all, has the point.
    pub fn gate_at(&self, point: Point) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.gap.contains(point))
    }

    /// The gate whose "+" is under the point.
    pub fn gate_button_at(&self, point: Point) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.rect.center().distance(point) <= GATE / 2.0)
    }

    /// The wire nearest to a point, if it is not further away than `reach`; as a position in
    /// [`Layout::wires`]. Of wires on the same trunk the last, which is drawn on top.
    pub fn wire_at(&self, point: Point, reach: f32) -> Option<usize> {
        self.wire_among(0..self.wires.len(), point, reach)
    }

    /// The same among some wires, by their positions in rising order, for who knows which are near.
    pub fn wire_among(
        &self,
        candidates: impl IntoIterator<Item = usize>,
        point: Point,
        reach: f32,
    ) -> Option<usize> {
        let mut nearest = None;
        let mut distance = reach;
        for index in candidates {
            let Some(wire) = self.wires.get(index) else { continue };
            if !wire.bounds().expand(distance).contains(point) {
                continue;
            }
            for segment in wire.segments() {
                let away = distance_to(point, &segment);
                if away <= distance {
                    (nearest, distance) = (Some(index), away);
                }
            }
        }
        nearest
    }

    /// Where a card dropped at a point goes; `None` beside all stages, where only a new stage could take it.
    ///
    /// `moving` are the cards that are dragged: rows are counted without them, as an edit that moves them
    /// counts.
    pub fn slot_at(&self, point: Point, moving: &[ActionId]) -> Option<CardDrop> {
        let axes = self.axes();
        let stage = self.stage_at(point)?;
        if stage.is_folded {
            // At its end, as nobody sees the rows.
            let along = axes.along(stage.rect.center());
            let [start, end] = axes.across_span(&stage.rect);
            return Some(CardDrop {
                slot: Slot { stage: stage.id, column: SlotColumn::New { before: stage.run_order_count } },
                indicator: [axes.point(along, start), axes.point(along, end)],
            });
        }
        let along = axes.along(point);
        let reach = GAP_REACH.min(axes.card_along() / 4.0);
        let next = stage.columns.partition_point(|column| axes.along_span(&column.rect)[1] - reach < along);
        let column = match stage.columns.get(next) {
            Some(column) if along >= axes.along_span(&column.rect)[0] + reach => {
                let (row, indicator) = self.row_at(column, axes.across(point), moving, axes);
                return Some(CardDrop {
                    slot: Slot { stage: stage.id, column: SlotColumn::Beside { column: next, row } },
                    indicator,
                });
            }
            _ => SlotColumn::New { before: next },
        };
        let indicator = new_column_line(stage, next, axes);
        Some(CardDrop { slot: Slot { stage: stage.id, column }, indicator })
    }

    fn row_at(&self, column: &Column, across: f32, moving: &[ActionId], axes: Axes) -> (usize, [Point; 2]) {
        let cards = &self.cards[column.cards.clone()];
        let middle = |card: &Card| axes.across(card.rect.center());
        let staying: Vec<&Card> = cards.iter().filter(|card| !moving.contains(&card.id)).collect();
        let row = staying.iter().filter(|card| middle(card) < across).count();
        // The line lies before the first staying card behind the pointer, else behind the last card of all.
        let line = match (staying.get(row), cards.last()) {
            (Some(card), _) => axes.across(card.rect.min) - ROW_GAP / 2.0,
            (None, Some(card)) => axes.across(card.rect.max) + ROW_GAP / 2.0,
            (None, None) => axes.first_row(),
        };
        let [start, end] = axes.along_span(&column.rect);
        (row, [axes.point(start, line), axes.point(end, line)])
    }

    /// Where a stage dropped at a point goes, or a new one that is dragged in; any point has a place.
    pub fn stage_drop_at(&self, point: Point) -> StageDrop {
        let axes = self.axes();
        let along = axes.along(point);
        let gate = self.stages.partition_point(|stage| axes.along(stage.rect.center()) < along);
        // There is one gate more than stages.
        let gap = self.gates[gate].gap;
        let middle = axes.along(gap.center());
        let [start, end] = axes.across_span(&gap);
        StageDrop { gate, indicator: [axes.point(middle, start), axes.point(middle, end)] }
    }
}

/// The line of a new column before another, or behind all.
fn new_column_line(stage: &StageBox, before: usize, axes: Axes) -> [Point; 2] {
    let columns = &stage.columns;
    let along = match (columns.get(before), columns.last()) {
        (Some(column), _) => {
            let room = if before == 0 { axes.lead().min(COLUMN_GAP) } else { COLUMN_GAP };
            axes.along_span(&column.rect)[0] - room / 2.0
        }
        (None, Some(column)) => axes.along_span(&column.rect)[1] + axes.trail().min(COLUMN_GAP) / 2.0,
        (None, None) => axes.along(stage.rect.min) + axes.lead() + axes.card_along() / 2.0,
    };
    let [start, end] = columns.first().map_or_else(
        || [axes.first_row(), axes.first_row() + axes.card_across()],
        |column| -> Span { axes.across_span(&column.rect) },
    );
    [axes.point(along, start), axes.point(along, end)]
}

/// The distance to a piece of a wire; that to a curve is measured at its chords.
fn distance_to(point: Point, segment: &Segment) -> f32 {
    match segment {
        Segment::Line(line) => point.distance_to_line(*line),
        Segment::Curve([start, one, two, end]) => {
            // The middle of the curve, by its definition.
            let mid = |a: f32, b: f32, c: f32, d: f32| (a + 3.0 * b + 3.0 * c + d) / 8.0;
            let middle = Point::new(mid(start.x, one.x, two.x, end.x), mid(start.y, one.y, two.y, end.y));
            point.distance_to_line([*start, middle]).min(point.distance_to_line([middle, *end]))
        }
    }
}
