//! The drawing cut across time: a slab is a stage with the gap before it and what passes by of wires.
//!
//! What is drawn of a slab is kept by the canvas as long as its look stays the same, so an edit costs what its own
//! slab costs.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use eframe::egui::{Pos2, Rect, pos2};
use pipewright_core::layout::{Layout, Orientation, Point};
use pipewright_core::pipeline::Stage;

use super::Thread;
use crate::canvas::camera::to_rect;
use crate::words;

/// A stage with the gap before it; the last one is the gap behind all stages.
#[derive(Clone, Debug)]
pub struct Slab {
    /// All that is drawn of it lies in here, in the world.
    pub bounds: Rect,
    /// The wires that come through, as positions of the threads.
    pub threads: Vec<usize>,
    /// Which of the layout's order lines are in it.
    pub order_lines: Range<usize>,
    /// Nobody else has this number, and it changes with whatever is drawn.
    pub look: u64,
    /// From, to, on the axis of time.
    along: [f32; 2],
    orientation: Orientation,
    head: u64,
}

/// Room for what goes beyond the edges: ports, rings, marks.
const MARGIN: f32 = 12.0;

impl Slab {
    /// The slabs of a layout: one more than there are stages.
    pub(super) fn all(layout: &Layout, threads: &[Thread], stages: &[Stage]) -> Vec<Self> {
        let orientation = layout.options.orientation;
        let along = |point: Point| along(orientation, pos2(point.x, point.y));
        let ends = layout.stages.iter().map(|stage| along(stage.rect.max));
        let mut slabs = Vec::with_capacity(layout.stages.len() + 1);
        let mut start = f32::NEG_INFINITY;
        let mut first_line = 0;
        for (index, end) in ends.chain([f32::INFINITY]).enumerate() {
            let gap = layout.gates.get(index).map_or(Rect::NOTHING, |gate| to_rect(gate.gap));
            let stage = layout.stages.get(index).map_or(Rect::NOTHING, |stage| to_rect(stage.rect));
            let last_line =
                first_line + layout.order_lines[first_line..].partition_point(|line| along(line[0]) < end);
            slabs.push(Self {
                bounds: gap.union(stage).expand(MARGIN),
                threads: Vec::new(),
                order_lines: first_line..last_line,
                look: fresh(),
                along: [start, end],
                orientation,
                head: stages.get(index).map_or(0, head),
            });
            (start, first_line) = (end, last_line);
        }
        for (index, thread) in threads.iter().enumerate() {
            let bounds = thread.bounds;
            let [low, high] = [bounds.min, bounds.max].map(|corner| self::along(orientation, corner));
            let first = slabs.partition_point(|slab| slab.along[1] <= low);
            for slab in slabs[first..].iter_mut().take_while(|slab| slab.along[0] < high) {
                slab.threads.push(index);
                slab.bounds = slab.bounds.union(slab.part_of(bounds));
            }
        }
        slabs
    }

    /// Takes note that something in it looks different now.
    pub(super) fn touch(&mut self) {
        self.look = fresh();
    }

    /// Compares what is written in the head of its stage with what was.
    pub(super) fn follow_head(&mut self, stage: &Stage) {
        let head = head(stage);
        if self.head != head {
            self.head = head;
            self.touch();
        }
    }

    fn part_of(&self, rect: Rect) -> Rect {
        let mut rect = rect;
        let [start, end] = self.along;
        match self.orientation {
            Orientation::LeftToRight => {
                (rect.min.x, rect.max.x) = (rect.min.x.max(start), rect.max.x.min(end));
            }
            Orientation::TopToBottom => {
                (rect.min.y, rect.max.y) = (rect.min.y.max(start), rect.max.y.min(end));
            }
        }
        rect
    }

    /// The pieces of a line that lie in this slab, in the world. Cut ends meet those of the next slab exactly.
    pub fn cut(&self, points: &[Pos2]) -> Vec<Vec<Pos2>> {
        let mut pieces: Vec<Vec<Pos2>> = Vec::new();
        let mut piece: Vec<Pos2> = Vec::new();
        for leg in points.windows(2) {
            let Some([start, end]) = self.clip(leg[0], leg[1]) else {
                pieces.extend((piece.len() > 1).then(|| std::mem::take(&mut piece)));
                piece.clear();
                continue;
            };
            if piece.last() != Some(&start) {
                pieces.extend((piece.len() > 1).then(|| std::mem::take(&mut piece)));
                piece.clear();
                piece.push(start);
            }
            if end != start {
                piece.push(end);
            }
        }
        pieces.extend((piece.len() > 1).then_some(piece));
        pieces
    }

    /// The part of a leg in this slab.
    fn clip(&self, from: Pos2, to: Pos2) -> Option<[Pos2; 2]> {
        let [low, high] = self.along;
        let (a, b) = (along(self.orientation, from), along(self.orientation, to));
        if a.max(b) < low || a.min(b) >= high {
            return None;
        }
        let at = |limit: f32| from + (to - from) * ((limit - a) / (b - a));
        let bounded = |value: f32, point: Pos2| {
            if value < low {
                at(low)
            } else if value > high {
                at(high)
            } else {
                point
            }
        };
        Some([bounded(a, from), bounded(b, to)])
    }
}

fn along(orientation: Orientation, point: Pos2) -> f32 {
    match orientation {
        Orientation::LeftToRight => point.x,
        Orientation::TopToBottom => point.y,
    }
}

fn fresh() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A number for what the head of a stage shows.
fn head(stage: &Stage) -> u64 {
    let mut hasher = DefaultHasher::new();
    stage.name().hash(&mut hasher);
    for badge in words::stage_badges(stage) {
        (badge.icon, badge.text).hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slab(along: [f32; 2]) -> Slab {
        Slab {
            bounds: Rect::NOTHING,
            threads: Vec::new(),
            order_lines: 0..0,
            look: 0,
            along,
            orientation: Orientation::LeftToRight,
            head: 0,
        }
    }

    #[test]
    fn the_pieces_of_all_slabs_are_the_whole_line() {
        let line = [pos2(-5.0, 0.0), pos2(25.0, 0.0), pos2(25.0, 40.0), pos2(8.0, 40.0), pos2(8.0, 60.0)];
        let slabs = [slab([f32::NEG_INFINITY, 10.0]), slab([10.0, 20.0]), slab([20.0, f32::INFINITY])];
        let pieces: Vec<_> = slabs.iter().flat_map(|slab| slab.cut(&line)).collect();
        assert_eq!(
            pieces,
            [
                vec![pos2(-5.0, 0.0), pos2(10.0, 0.0)],
                vec![pos2(10.0, 40.0), pos2(8.0, 40.0), pos2(8.0, 60.0)],
                vec![pos2(10.0, 0.0), pos2(20.0, 0.0)],
                vec![pos2(20.0, 40.0), pos2(10.0, 40.0)],
                vec![pos2(20.0, 0.0), pos2(25.0, 0.0), pos2(25.0, 40.0), pos2(20.0, 40.0)],
            ]
        );
    }

    #[test]
    fn a_line_along_the_border_is_in_one_slab_only() {
        let line = [pos2(10.0, 0.0), pos2(10.0, 40.0)];
        let counts = [[0.0, 10.0], [10.0, 20.0]].map(|along| slab(along).cut(&line).len());
        assert_eq!(counts, [0, 1]);
    }
}
