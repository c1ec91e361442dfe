//! Boxes, columns, cards and gates; and the gutters between columns in which wires run.

use std::collections::{BTreeSet, HashMap};

use super::measures::{
    ADD_HEIGHT, ADD_PADDING, Axes, COLUMN_GAP, GATE, HEADER, LANE_MARGIN, OUTSIDE, PADDING, ROW_GAP,
    STAGE_GAP, Span, lane_pitch,
};
use super::{Card, Column, Gate, Orientation, Point, Rect, StageBox, ports};
use crate::pipeline::{Action, ActionId, Pipeline, Stage, StageId};

/// Order lines pass above the middle of a card, where its first wire is.
const ORDER_LINE: f32 = -10.0;

/// A layout without its wires.
#[derive(Debug)]
pub(super) struct Frame {
    pub stages: Vec<StageBox>,
    pub cards: Vec<Card>,
    pub gates: Vec<Gate>,
    pub order_lines: Vec<[Point; 2]>,
    pub size: Point,
    pub by_action: HashMap<ActionId, usize>,
    /// Free of cards on their whole length, in order of time.
    pub gutters: Vec<Span>,
    /// For each card the gutters before and behind its column.
    pub gutters_of_cards: Vec<[usize; 2]>,
    /// The folded stages.
    pub folded: Vec<Folded>,
    /// Actions in folded stages, with the positions of those.
    pub folded_actions: HashMap<ActionId, usize>,
    /// Where the first lane may be.
    pub lanes_start: f32,
    /// Where each stage starts and ends.
    stage_spans: Vec<Span>,
    rows_end: f32,
}

/// A folded stage, as wires see it.
#[derive(Debug)]
pub(super) struct Folded {
    /// Wires end at its edges.
    pub body: Rect,
    /// Before and behind it.
    pub gutters: [usize; 2],
}

impl Frame {
    /// Places all that does not depend on the wires. Boxes are closed by [`Frame::close`].
    pub fn of(pipeline: &Pipeline, axes: Axes, folded: &BTreeSet<StageId>) -> Self {
        let columns_of: Vec<Vec<(i64, Vec<&Action>)>> = pipeline.stages.iter().map(columns).collect();
        let open = pipeline.stages.iter().zip(&columns_of).filter(|(stage, _)| !folded.contains(&stage.id));
        let longest =
            open.flat_map(|(_, columns)| columns).map(|(_, actions)| actions.len()).max().unwrap_or(1);
        let rows_end = axes.first_row() + longest as f32 * (axes.card_across() + ROW_GAP) - ROW_GAP;
        let mut frame = Self {
            stages: Vec::with_capacity(pipeline.stages.len()),
            cards: Vec::new(),
            gates: Vec::new(),
            order_lines: Vec::new(),
            size: Point::default(),
            by_action: HashMap::new(),
            gutters: Vec::new(),
            gutters_of_cards: Vec::new(),
            folded: Vec::new(),
            folded_actions: HashMap::new(),
            lanes_start: rows_end + axes.lane_distance(),
            stage_spans: Vec::with_capacity(pipeline.stages.len()),
            rows_end,
        };
        let mut along = STAGE_GAP;
        for (stage, columns) in pipeline.stages.iter().zip(columns_of) {
            let end = if folded.contains(&stage.id) {
                frame.add_folded(stage, columns.len(), along, axes)
            } else {
                frame.add_stage(stage, columns, along, axes)
            };
            along = end + STAGE_GAP;
        }
        frame
    }

    /// Places a stage that starts at `start`, and yields its end.
    fn add_stage(&mut self, stage: &Stage, columns: Vec<(i64, Vec<&Action>)>, start: f32, axes: Axes) -> f32 {
        let first_card = self.cards.len();
        let step = axes.card_along() + COLUMN_GAP;
        // A stage without actions is as large as one with a single card.
        let spans: Vec<Span> = (0..columns.len().max(1))
            .map(|column| {
                let start = start + axes.lead() + column as f32 * step;
                [start, start + axes.card_along()]
            })
            .collect();
        let end = spans.last().map_or(start, |span| span[1]) + axes.trail();

        let run_order_count = columns.len();
        let first_gutter = self.add_gutters(&spans, axes.own_gutter());
        let mut boxes = Vec::with_capacity(columns.len());
        for (column, (run_order, actions)) in columns.into_iter().enumerate() {
            let first_of_column = self.cards.len();
            for (row, action) in actions.into_iter().enumerate() {
                let across = axes.first_row() + row as f32 * (axes.card_across() + ROW_GAP);
                let rect = axes.rect(spans[column], [across, across + axes.card_across()]);
                self.add_card(action, rect, [self.stages.len(), column, row], axes);
                self.gutters_of_cards.push([first_gutter + column, first_gutter + column + 1]);
            }
            boxes.push(Column {
                run_order,
                rect: axes.rect(spans[column], [axes.first_row(), self.rows_end]),
                cards: first_of_column..self.cards.len(),
            });
        }
        for pair in boxes.windows(2) {
            self.add_order_lines(&pair[0], &pair[1], axes);
        }
        self.stage_spans.push([start, end]);
        self.stages.push(StageBox {
            id: stage.id,
            rect: Rect::default(),
            header: Rect::default(),
            add_button: Rect::default(),
            columns: boxes,
            cards: first_card..self.cards.len(),
            run_order_count,
            is_folded: false,
        });
        end
    }

    /// Places a folded stage that starts at `start`, and yields its end.
    fn add_folded(&mut self, stage: &Stage, run_order_count: usize, start: f32, axes: Axes) -> f32 {
        let span = [start, start + axes.folded()];
        let gutter = self.add_gutters(&[span], axes.folded_gutter());
        self.folded_actions.extend(stage.actions.iter().map(|action| (action.id, self.folded.len())));
        self.folded.push(Folded {
            body: axes.rect(span, [axes.first_row(), self.rows_end]),
            gutters: [gutter, gutter + 1],
        });
        self.stage_spans.push(span);
        self.stages.push(StageBox {
            id: stage.id,
            rect: Rect::default(),
            header: Rect::default(),
            add_button: Rect::default(),
            columns: Vec::new(),
            cards: self.cards.len()..self.cards.len(),
            run_order_count,
            is_folded: true,
        });
        span[1]
    }

    fn add_card(&mut self, action: &Action, rect: Rect, [stage, column, row]: [usize; 3], axes: Axes) {
        let inputs = ports::inputs(axes, &rect, action.input_artifacts().count());
        let outputs = ports::outputs(axes, &rect, action.output_artifacts().count());
        self.by_action.insert(action.id, self.cards.len());
        self.cards.push(Card {
            id: action.id,
            rect,
            stage,
            column,
            row,
            inputs: inputs.taken,
            outputs: outputs.taken,
            input_hint: inputs.free,
            output_hint: outputs.free,
        });
    }

    /// Adds the gutters of a stage's columns; yields the position of the one before the first column.
    /// `own` is the room of those at the ends, if they are not shared with the neighboring stages.
    fn add_gutters(&mut self, spans: &[Span], own: Option<f32>) -> usize {
        let [first, last] = [spans[0][0], spans[spans.len() - 1][1]];
        let before = match (own, self.gutters.last_mut()) {
            (Some(room), _) => {
                self.gutters.push([first - room, first]);
                self.gutters.len() - 1
            }
            (None, Some(shared)) => {
                shared[1] = first;
                self.gutters.len() - 1
            }
            (None, None) => {
                self.gutters.push([first - PADDING - OUTSIDE, first]);
                0
            }
        };
        self.gutters.extend(spans.windows(2).map(|pair| [pair[0][1], pair[1][0]]));
        let room = own.unwrap_or(PADDING + OUTSIDE);
        self.gutters.push([last, last + room]);
        before
    }

    /// A bracket: all of one run order end before any of the next starts.
    fn add_order_lines(&mut self, before: &Column, after: &Column, axes: Axes) {
        let [before_end, after_start] = [axes.along_span(&before.rect)[1], axes.along_span(&after.rect)[0]];
        let middle = f32::midpoint(before_end, after_start);
        let line_of = |card: &Card| axes.across(card.rect.center()) + ORDER_LINE;
        let rows = [&self.cards[before.cards.clone()], &self.cards[after.cards.clone()]];
        let first = rows[0].first().map_or(self.rows_end, line_of);
        let last = rows.iter().filter_map(|cards| cards.last()).map(line_of).fold(first, f32::max);
        self.order_lines.push([axes.point(before_end, first), axes.point(after_start, first)]);
        if last > first {
            self.order_lines.push([axes.point(middle, first), axes.point(middle, last)]);
        }
        for (cards, edge) in rows.into_iter().zip([before_end, after_start]) {
            let lines = cards.iter().skip(1).map(line_of);
            self.order_lines.extend(lines.map(|line| [axes.point(edge, line), axes.point(middle, line)]));
        }
    }

    /// Gives the stages their size, now that the number of lanes is known, and sets the gates.
    pub fn close(&mut self, lane_count: usize, axes: Axes) {
        let lanes = match lane_count {
            0 => 0.0,
            count => (count - 1) as f32 * lane_pitch(count) + LANE_MARGIN,
        };
        let (stage_end, all_end) = match axes.0 {
            Orientation::LeftToRight => {
                let end = self.lanes_start + lanes + ADD_HEIGHT + ADD_PADDING;
                (end, end)
            }
            Orientation::TopToBottom => {
                let end = self.rows_end + PADDING;
                (end, if lane_count == 0 { end } else { self.lanes_start + lanes })
            }
        };
        for (stage, along) in self.stages.iter_mut().zip(&self.stage_spans) {
            if stage.is_folded {
                // Left to right, lanes pass below it.
                let end = if axes.0 == Orientation::LeftToRight { self.rows_end } else { stage_end };
                stage.rect = axes.rect(*along, [0.0, end]);
                stage.header = stage.rect;
                stage.add_button = Rect::new(stage.rect.max, stage.rect.max);
                continue;
            }
            let rect = axes.rect(*along, [0.0, stage_end]);
            let (left, right) = (rect.min.x + ADD_PADDING, rect.max.x - ADD_PADDING);
            let bottom = rect.max.y - ADD_PADDING;
            stage.rect = rect;
            stage.header = Rect::new(rect.min, Point::new(rect.max.x, rect.min.y + HEADER));
            stage.add_button = Rect::new(Point::new(left, bottom - ADD_HEIGHT), Point::new(right, bottom));
        }
        self.add_gates(stage_end, axes);
        let end = self.stage_spans.last().map_or(0.0, |span| span[1]) + STAGE_GAP;
        self.size = axes.point(end, all_end);
    }

    fn add_gates(&mut self, stage_end: f32, axes: Axes) {
        let across = match axes.0 {
            Orientation::LeftToRight => HEADER / 2.0,
            Orientation::TopToBottom => stage_end / 2.0,
        };
        let ends = self.stage_spans.iter().map(|span| span[1]);
        for (index, start) in std::iter::once(0.0).chain(ends).enumerate() {
            let end = start + STAGE_GAP;
            let middle = axes.point(f32::midpoint(start, end), across);
            let is_between = index > 0 && index < self.stages.len();
            let line = if is_between {
                [axes.point(start, across), axes.point(end, across)]
            } else {
                [middle, middle]
            };
            self.gates.push(Gate {
                index,
                rect: Rect::around(middle, GATE),
                gap: axes.rect([start, end], [0.0, stage_end]),
                line,
            });
        }
    }
}

/// The run orders of a stage, ascending, with their actions in list order.
fn columns(stage: &Stage) -> Vec<(i64, Vec<&Action>)> {
    let mut actions: Vec<(i64, &Action)> =
        stage.actions.iter().map(|action| (action.run_order(), action)).collect();
    actions.sort_by_key(|(run_order, _)| *run_order);
    actions
        .chunk_by(|a, b| a.0 == b.0)
        .map(|column| (column[0].0, column.iter().map(|(_, action)| *action).collect()))
        .collect()
}
