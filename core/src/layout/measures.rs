//! The lengths a layout is made of, and the two axes.

use super::geometry::{Point, Rect};
use super::{CARD_HEIGHT, CARD_WIDTH, Orientation};

/// From one stage to the next.
pub(super) const STAGE_GAP: f32 = 48.0;
/// From one run order to the next.
pub(super) const COLUMN_GAP: f32 = 30.0;
/// From a card to the one beside it.
pub(super) const ROW_GAP: f32 = 14.0;
/// From the edge of a stage to its cards.
pub(super) const PADDING: f32 = 12.0;
/// From the edge of a stage to its "Add action" row.
pub(super) const ADD_PADDING: f32 = 10.0;
/// Height of the "Add action" row.
pub(super) const ADD_HEIGHT: f32 = 24.0;
/// Height of the head of a stage.
pub(super) const HEADER: f32 = 40.0;
/// Along time, of a folded stage drawn left to right; top to bottom it is as high as a head.
const FOLDED: f32 = 48.0;
/// Room for wires at a folded stage, top to bottom.
const FOLDED_GUTTER: f32 = 12.0;
/// The "+" between two stages.
pub(super) const GATE: f32 = 20.0;
/// Free space around the lanes.
pub(super) const LANE_MARGIN: f32 = 12.0;
/// From wire to wire, where there is room.
pub(super) const PITCH: f32 = 8.0;
/// From lane to lane, where there are very many.
pub(super) const TIGHT_PITCH: f32 = 4.0;
/// Lanes start to move together where they would take more than this.
pub(super) const WIDE_LANES: f32 = 160.0;
/// No wire comes nearer to the edge of its gutter.
pub(super) const GUTTER_MARGIN: f32 = 4.0;
/// How far wires may go out of the first and the last stage.
pub(super) const OUTSIDE: f32 = 24.0;
/// Room for wires between a card and the head or foot of its stage, top to bottom.
const TURNED_GUTTER: f32 = 24.0;
/// From the stages to the lanes beside them, top to bottom.
const TURNED_LANES: f32 = 16.0;

/// Time runs *along*, parallel stands *across*. Everything is placed in these two and turned at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axes(pub Orientation);

/// From, to; on one axis.
pub(super) type Span = [f32; 2];

impl Axes {
    pub fn point(self, along: f32, across: f32) -> Point {
        match self.0 {
            Orientation::LeftToRight => Point::new(along, across),
            Orientation::TopToBottom => Point::new(across, along),
        }
    }

    pub fn rect(self, along: Span, across: Span) -> Rect {
        Rect::new(self.point(along[0], across[0]), self.point(along[1], across[1]))
    }

    pub fn along(self, point: Point) -> f32 {
        self.point(point.x, point.y).x
    }

    pub fn across(self, point: Point) -> f32 {
        self.point(point.x, point.y).y
    }

    pub fn along_span(self, rect: &Rect) -> Span {
        [self.along(rect.min), self.along(rect.max)]
    }

    pub fn across_span(self, rect: &Rect) -> Span {
        [self.across(rect.min), self.across(rect.max)]
    }

    pub fn card_along(self) -> f32 {
        self.along(Point::new(CARD_WIDTH, CARD_HEIGHT))
    }

    pub fn card_across(self) -> f32 {
        self.across(Point::new(CARD_WIDTH, CARD_HEIGHT))
    }

    /// From the start of a stage to its first run order. Turned, the head is in between.
    pub fn lead(self) -> f32 {
        match self.0 {
            Orientation::LeftToRight => PADDING,
            Orientation::TopToBottom => HEADER + TURNED_GUTTER,
        }
    }

    /// From the last run order of a stage to its end. Turned, the "Add action" row is in between.
    pub fn trail(self) -> f32 {
        match self.0 {
            Orientation::LeftToRight => PADDING,
            Orientation::TopToBottom => TURNED_GUTTER + ADD_HEIGHT + ADD_PADDING,
        }
    }

    /// From the edge of a stage to its first row.
    pub fn first_row(self) -> f32 {
        match self.0 {
            Orientation::LeftToRight => HEADER + PADDING,
            Orientation::TopToBottom => PADDING,
        }
    }

    /// From the last row to the first lane.
    pub fn lane_distance(self) -> f32 {
        match self.0 {
            Orientation::LeftToRight => LANE_MARGIN,
            // The head of a stage takes its whole width, so the lanes pass beside the stages.
            Orientation::TopToBottom => PADDING + TURNED_LANES,
        }
    }

    /// From the start to the end of a folded stage.
    pub fn folded(self) -> f32 {
        match self.0 {
            Orientation::LeftToRight => FOLDED,
            Orientation::TopToBottom => HEADER,
        }
    }

    /// Room for wires before and after a folded stage, if it is not shared; it lies outside the box.
    pub fn folded_gutter(self) -> Option<f32> {
        match self.0 {
            Orientation::LeftToRight => None,
            Orientation::TopToBottom => Some(FOLDED_GUTTER),
        }
    }

    /// Room for wires before the first and after the last run order of a stage, if those are not shared with
    /// the neighboring stages.
    pub fn own_gutter(self) -> Option<f32> {
        match self.0 {
            Orientation::LeftToRight => None,
            Orientation::TopToBottom => Some(TURNED_GUTTER),
        }
    }
}

/// How many points are between two lanes.
pub(super) fn lane_pitch(lanes: usize) -> f32 {
    (WIDE_LANES / lanes.max(1) as f32).clamp(TIGHT_PITCH, PITCH)
}
