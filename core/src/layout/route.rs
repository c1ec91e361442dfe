//! The ways of the wires.
//!
//! Wires from one port are a *bundle*: they share a trunk in each gutter and one lane. A wire to the next
//! run order stays in the gutter between; any other goes to a lane, along it, and back in the gutter before
//! its taker. `order` says which trunk and which lane lies beside which.

use std::collections::{HashMap, HashSet};

use super::frame::Frame;
use super::measures::{Axes, GUTTER_MARGIN, PITCH, Span, lane_pitch};
use super::order::{Ride, Trunk, lanes, tracks};
use super::{Point, WirePath, ports};
use crate::flow::{Flow, Port, Wire};
use crate::pipeline::ActionId;

/// All wires, and how many lanes they take.
#[derive(Debug)]
pub(super) struct Routes {
    pub wires: Vec<WirePath>,
    pub lane_count: usize,
}

/// A port with the gutter at it.
#[derive(Clone, Copy, Debug)]
struct End {
    gutter: usize,
    at: Point,
}

/// All wires from one port.
#[derive(Debug)]
struct Bundle {
    from: End,
    /// Positions in the flow with the takers' ends, by gutter.
    takers: Vec<(usize, End)>,
    /// The gutters it comes to, ascending, each with the position of its trunk.
    trunks: Vec<(usize, usize)>,
    ride: Option<Ride>,
}

impl Routes {
    pub fn of(frame: &Frame, flow: &Flow, axes: Axes) -> Self {
        let mut bundles = bundles(frame, flow, axes);
        let trunks = trunks(&mut bundles, axes);
        let along = trunk_places(frame, &trunks);

        let rides: Vec<Ride> = bundles.iter().filter_map(|bundle| bundle.ride).collect();
        let (lanes, lane_count) = lanes(&rides);
        let pitch = lane_pitch(lane_count);
        let mut lanes = lanes.into_iter();
        let mut wires = Vec::with_capacity(flow.wires.len());
        for bundle in &bundles {
            let lane = bundle.ride.and_then(|_| lanes.next()).map(|lane| {
                let place = lane_count - 1 - lane;
                frame.lanes_start + place as f32 * pitch
            });
            for (wire, to) in &bundle.takers {
                wires.push(WirePath {
                    wire: *wire,
                    points: bundle.way_to(to, lane, &along, axes),
                    is_in_order: flow.wires[*wire].is_in_order(),
                });
            }
        }
        wires.sort_by_key(|path| path.wire);
        Self { wires, lane_count }
    }
}

impl Bundle {
    /// The corners of the way to a taker.
    fn way_to(&self, to: &End, lane: Option<f32>, along: &[Option<f32>], axes: Axes) -> Vec<Point> {
        let (start, end) = (axes.across(self.from.at), axes.across(to.at));
        let trunk = |gutter: usize| {
            let place = self.trunks.binary_search_by_key(&gutter, |(gutter, _)| *gutter).ok()?;
            along[self.trunks[place].1]
        };
        let mut points = vec![self.from.at];
        let (out, back) = (trunk(self.from.gutter), trunk(to.gutter));
        match (out, back, lane) {
            (Some(out), Some(back), Some(lane)) if self.from.gutter != to.gutter => points.extend([
                axes.point(out, start),
                axes.point(out, lane),
                axes.point(back, lane),
                axes.point(back, end),
            ]),
            (Some(out), ..) if start != end => {
                points.extend([axes.point(out, start), axes.point(out, end)]);
            }
            _ => {}
        }
        points.push(to.at);
        points
    }
}

/// The wires by the port they come from, in order of their first one.
fn bundles(frame: &Frame, flow: &Flow, axes: Axes) -> Vec<Bundle> {
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut by_port: HashMap<(ActionId, usize), usize> = HashMap::new();
    let folded = FoldedPorts::of(frame, flow, axes);
    for (wire, Wire { from, to, .. }) in flow.wires.iter().enumerate() {
        let start = output(frame, from).or_else(|| folded.outputs.get(&(from.action, from.index)).copied());
        let end = input(frame, to).or_else(|| folded.inputs.get(&wire).copied());
        let (Some(start), Some(end)) = (start, end) else { continue };
        let bundle = *by_port.entry((from.action, from.index)).or_insert_with(|| {
            bundles.push(Bundle { from: start, takers: Vec::new(), trunks: Vec::new(), ride: None });
            bundles.len() - 1
        });
        bundles[bundle].takers.push((wire, end));
    }
    for bundle in &mut bundles {
        bundle.takers.sort_by_key(|(_, end)| end.gutter);
        let ends = [&bundle.takers[0].1, &bundle.takers[bundle.takers.len() - 1].1];
        let [first, last] = ends.map(|end| end.gutter);
        let own = bundle.from.gutter;
        if first != own || last != own {
            let source = axes.across(bundle.from.at);
            bundle.ride = Some(Ride { gutters: [first.min(own), last.max(own)], source });
        }
    }
    bundles
}

/// Where wires meet folded stages.
#[derive(Debug, Default)]
struct FoldedPorts {
    /// By the maker's port.
    outputs: HashMap<(ActionId, usize), End>,
    /// By the wire; of several from one port into the same stage only the first is there.
    inputs: HashMap<usize, End>,
}

impl FoldedPorts {
    fn of(frame: &Frame, flow: &Flow, axes: Axes) -> Self {
        let mut found = Self::default();
        if frame.folded.is_empty() {
            return found;
        }
        let mut outputs: Vec<Vec<(ActionId, usize)>> = vec![Vec::new(); frame.folded.len()];
        let mut inputs: Vec<Vec<usize>> = vec![Vec::new(); frame.folded.len()];
        let mut seen = HashSet::new();
        for (wire, Wire { from, to, .. }) in flow.wires.iter().enumerate() {
            let port = (from.action, from.index);
            let [maker, taker] = [from, to].map(|port| frame.folded_actions.get(&port.action).copied());
            if maker.is_some() && maker == taker {
                continue;
            }
            if let Some(maker) = maker.filter(|maker| seen.insert((port, *maker, true))) {
                outputs[maker].push(port);
            }
            if let Some(taker) = taker.filter(|taker| seen.insert((port, *taker, false))) {
                inputs[taker].push(wire);
            }
        }
        for ((folded, outputs), inputs) in frame.folded.iter().zip(outputs).zip(inputs) {
            let [before, behind] = folded.gutters;
            let places = ports::outputs(axes, &folded.body, outputs.len()).taken;
            let ends = places.into_iter().map(|at| End { gutter: behind, at });
            found.outputs.extend(outputs.into_iter().zip(ends));
            let places = ports::inputs(axes, &folded.body, inputs.len()).taken;
            let ends = places.into_iter().map(|at| End { gutter: before, at });
            found.inputs.extend(inputs.into_iter().zip(ends));
        }
        found
    }
}

fn output(frame: &Frame, port: &Port) -> Option<End> {
    let card = *frame.by_action.get(&port.action)?;
    let at = *frame.cards[card].outputs.get(port.index)?;
    Some(End { gutter: frame.gutters_of_cards[card][1], at })
}

fn input(frame: &Frame, port: &Port) -> Option<End> {
    let card = *frame.by_action.get(&port.action)?;
    let at = *frame.cards[card].inputs.get(port.index)?;
    Some(End { gutter: frame.gutters_of_cards[card][0], at })
}

/// Makes the trunks of all bundles, each with its gutter.
fn trunks(bundles: &mut [Bundle], axes: Axes) -> Vec<(usize, Trunk)> {
    let mut trunks = Vec::new();
    for bundle in bundles {
        let own = bundle.from.gutter;
        let in_lane = bundle.ride.is_some();
        let source = axes.across(bundle.from.at);
        let mut add = |gutter: usize, targets: Vec<f32>| {
            let source = (gutter == own).then_some(source);
            bundle.trunks.push((gutter, trunks.len()));
            trunks.push((gutter, Trunk { source, targets, in_lane }));
        };
        let mut has_own = false;
        for takers in bundle.takers.chunk_by(|a, b| a.1.gutter == b.1.gutter) {
            let gutter = takers[0].1.gutter;
            has_own |= gutter == own;
            add(gutter, takers.iter().map(|(_, end)| axes.across(end.at)).collect());
        }
        if !has_own {
            add(own, Vec::new());
        }
        bundle.trunks.sort_unstable();
    }
    trunks
}

/// Where the trunks are on the axis along; `None` for those that take no track.
fn trunk_places(frame: &Frame, trunks: &[(usize, Trunk)]) -> Vec<Option<f32>> {
    let mut by_gutter: Vec<Vec<usize>> = vec![Vec::new(); frame.gutters.len()];
    for (index, (gutter, _)) in trunks.iter().enumerate() {
        by_gutter[*gutter].push(index);
    }
    let mut places = vec![None; trunks.len()];
    for (gutter, indices) in frame.gutters.iter().zip(by_gutter) {
        let here: Vec<&Trunk> = indices.iter().map(|index| &trunks[*index].1).collect();
        let tracks = tracks(&here);
        let count = tracks.iter().flatten().max().map_or(0, |highest| highest + 1);
        for (index, track) in indices.into_iter().zip(tracks) {
            places[index] = track.map(|track| place_of_track(*gutter, track, count));
        }
    }
    places
}

/// Tracks stand in the middle of their gutter; where they are too many they come nearer to each other.
fn place_of_track([start, end]: Span, track: usize, count: usize) -> f32 {
    let room = end - start - 2.0 * GUTTER_MARGIN;
    let pitch = PITCH.min(room / count as f32);
    f32::midpoint(start, end) + (track as f32 - (count - 1) as f32 / 2.0) * pitch
}
