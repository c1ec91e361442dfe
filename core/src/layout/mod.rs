//! Where everything is drawn: a pipeline as rectangles, ports and routed wires.
//!
//! Time runs along, parallel stands across: stages follow one another, inside a stage its run orders do, and
//! actions with the same run order stand beside each other. So the place of a card is its meaning and nothing
//! about it is stored; [`Layout::of`] is a function of the pipeline, for the canvas and for pictures alike.
//!
//! Wires go through the *gutters* between run orders and through *lanes* behind the last row, never across a
//! card or the head of a stage. `frame` places boxes and cards, `route` the wires, [`hit`] answers what is at a
//! point and what a drop there would mean.
//!
//! Lengths are points at 100 % zoom. The upper left corner of the whole is the origin.

mod frame;
mod geometry;
pub mod hit;
mod measures;
mod order;
mod ports;
mod route;
mod skyline;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

pub use geometry::{Point, Rect, Segment, rounded};
pub use hit::{CardDrop, StageDrop};

use crate::flow::Flow;
use crate::pipeline::{ActionId, Pipeline, StageId};
use measures::Axes;

/// Width of a card, in both orientations.
pub const CARD_WIDTH: f32 = 180.0;
/// Height of a card, in both orientations.
pub const CARD_HEIGHT: f32 = 58.0;
/// Radius of the corners of wires, where legs are long enough.
pub const WIRE_RADIUS: f32 = 16.0;

/// Which way time runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// Stages beside each other.
    #[default]
    LeftToRight,
    /// Stages under each other.
    TopToBottom,
}

/// What a layout depends on besides the pipeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Which way time runs.
    pub orientation: Orientation,
}

/// A pipeline as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// What it was made with.
    pub options: Options,
    /// The stages in order.
    pub stages: Vec<StageBox>,
    /// The cards, by stage, then column, then row.
    pub cards: Vec<Card>,
    /// The places between stages: one more than there are stages.
    pub gates: Vec<Gate>,
    /// The wires that can be drawn, in the order of [`Flow::wires`].
    pub wires: Vec<WirePath>,
    /// Faint lines from each run order to the next inside a stage.
    pub order_lines: Vec<[Point; 2]>,
    /// All that is drawn lies between the origin and here.
    pub size: Point,
    by_action: HashMap<ActionId, usize>,
}

/// A stage: a box with a head, columns and the row to add an action.
#[derive(Clone, Debug, PartialEq)]
pub struct StageBox {
    /// Which.
    pub id: StageId,
    /// All of it. Left to right all that are not folded have the same height, top to bottom all the same width.
    pub rect: Rect,
    /// The strip with number, name and badges; all of a folded one.
    pub header: Rect,
    /// The "+ Add action" row; of no size for a folded one.
    pub add_button: Rect,
    /// The run orders, ascending; none for a stage without actions and for a folded one.
    pub columns: Vec<Column>,
    /// Its cards, as positions in [`Layout::cards`]; none for a folded one.
    pub cards: Range<usize>,
    /// How many run orders it has, folded or not.
    pub run_order_count: usize,
    /// Whether it is a narrow box without cards, at whose edges the wires end.
    pub is_folded: bool,
}

/// The actions of one run order.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The run order.
    pub run_order: i64,
    /// Around its place for cards, as long as the longest column of the pipeline.
    pub rect: Rect,
    /// Its cards, as positions in [`Layout::cards`].
    pub cards: Range<usize>,
}

/// An action.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Which.
    pub id: ActionId,
    /// All of it.
    pub rect: Rect,
    /// Position of its stage, from 0.
    pub stage: usize,
    /// Position of its run order among those of the stage, from 0.
    pub column: usize,
    /// Position among the actions of the run order, from 0.
    pub row: usize,
    /// Where wires come in, one for each input artifact.
    pub inputs: Vec<Point>,
    /// Where wires go out, one for each output artifact.
    pub outputs: Vec<Point>,
    /// Where one more input would be.
    pub input_hint: Point,
    /// Where one more output would be.
    pub output_hint: Point,
}

/// The place before, between or after stages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// A stage added here has this position.
    pub index: usize,
    /// The "+".
    pub rect: Rect,
    /// All the free space.
    pub gap: Rect,
    /// The line from stage to stage, to be drawn below the "+"; before the first and after the last stage it
    /// has no length.
    pub line: [Point; 2],
}

/// The way of a wire.
#[derive(Clone, Debug, PartialEq)]
pub struct WirePath {
    /// Position in [`Flow::wires`].
    pub wire: usize,
    /// From the maker's port to the taker's, each leg parallel to an axis. Wires of one artifact share their
    /// first legs as far as they go the same way.
    pub points: Vec<Point>,
    /// Whether the maker has ended before the taker starts.
    pub is_in_order: bool,
}

impl Layout {
    /// Lays a pipeline out. `flow` is that of the same pipeline; wires of unknown actions are left out.
    pub fn of(pipeline: &Pipeline, flow: &Flow, options: Options) -> Self {
        Self::folded(pipeline, flow, options, &BTreeSet::new())
    }

    /// As [`Layout::of`], with some stages folded: their cards are left out, and so are the wires between them;
    /// of several wires from one output into such a stage one is drawn.
    pub fn folded(pipeline: &Pipeline, flow: &Flow, options: Options, folded: &BTreeSet<StageId>) -> Self {
        let axes = Axes(options.orientation);
        let mut frame = frame::Frame::of(pipeline, axes, folded);
        let routes = route::Routes::of(&frame, flow, axes);
        frame.close(routes.lane_count, axes);
        let frame::Frame { stages, cards, gates, order_lines, size, by_action, .. } = frame;
        Self { options, stages, cards, gates, wires: routes.wires, order_lines, size, by_action }
    }

    /// The card of an action.
    pub fn card(&self, id: ActionId) -> Option<&Card> {
        self.by_action.get(&id).map(|index| &self.cards[*index])
    }

    /// The position of an action's card in [`Layout::cards`].
    pub fn card_index(&self, id: ActionId) -> Option<usize> {
        self.by_action.get(&id).copied()
    }

    /// The box of a stage.
    pub fn stage(&self, id: StageId) -> Option<&StageBox> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    fn axes(&self) -> Axes {
        Axes(self.options.orientation)
    }
}

impl WirePath {
    /// The wire as lines and curves.
    pub fn segments(&self) -> Vec<Segment> {
        rounded(&self.points, WIRE_RADIUS)
    }

    /// The smallest rectangle around it.
    pub fn bounds(&self) -> Rect {
        let first = self.points.first().copied().unwrap_or_default();
        self.points.iter().fold(Rect::new(first, first), |bounds, point| {
            Rect::new(
                Point::new(bounds.min.x.min(point.x), bounds.min.y.min(point.y)),
                Point::new(bounds.max.x.max(point.x), bounds.max.y.max(point.y)),
            )
        })
    }
}
