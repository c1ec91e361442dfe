//! Where wires meet a card.
//!
//! The first artifact has the middle of the edge, so that a wire between neighbors is a straight line.
//! The others follow below it, and where there are too many for that, all spread over the edge.

use super::measures::Axes;
use super::{Point, Rect};

/// Between ports where there is room.
const PORT_PITCH: f32 = 10.0;
/// From a corner of the card to the nearest port.
const CORNER: f32 = 8.0;

/// The ports of one edge, and the place for one more.
pub(super) struct Ports {
    pub taken: Vec<Point>,
    pub free: Point,
}

/// The ports for artifacts that go in, on the edge where time comes from.
pub(super) fn inputs(axes: Axes, card: &Rect, count: usize) -> Ports {
    ports(axes, card, axes.along_span(card)[0], count)
}

/// The ports for artifacts that come out, on the edge where time goes to.
pub(super) fn outputs(axes: Axes, card: &Rect, count: usize) -> Ports {
    ports(axes, card, axes.along_span(card)[1], count)
}

fn ports(axes: Axes, card: &Rect, along: f32, count: usize) -> Ports {
    let [start, end] = axes.across_span(card);
    let middle = f32::midpoint(start, end);
    // One port is always kept free, for the artifact that a person may add.
    let fits_below = middle + count as f32 * PORT_PITCH <= end - CORNER;
    let across = |index: usize| {
        if fits_below {
            middle + index as f32 * PORT_PITCH
        } else {
            start + CORNER + (end - start - 2.0 * CORNER) * index as f32 / count as f32
        }
    };
    let taken = (0..count).map(|index| axes.point(along, across(index))).collect();
    Ports { taken, free: axes.point(along, across(count)) }
}
