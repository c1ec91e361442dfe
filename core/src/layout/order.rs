//! The order of the tracks in a gutter, and of the lanes: as few crossings as a simple rule can give.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use super::skyline::Skyline;

/// What one bundle of wires does in a gutter, on the axis across.
#[derive(Clone, Debug)]
pub(super) struct Trunk {
    /// The maker's port, if it is at this gutter.
    pub source: Option<f32>,
    /// The takers' ports at this gutter.
    pub targets: Vec<f32>,
    /// Whether the bundle goes on in a lane, or comes from one.
    pub in_lane: bool,
}

impl Trunk {
    /// From the lowest to the highest coordinate; lanes lie behind everything.
    fn span(&self) -> [f32; 2] {
        let lane = self.in_lane.then_some(f32::INFINITY);
        let all = || self.source.iter().chain(&self.targets).chain(&lane).copied();
        [all().fold(f32::INFINITY, f32::min), all().fold(f32::NEG_INFINITY, f32::max)]
    }

    /// A straight line through the gutter takes no track.
    fn is_straight(&self) -> bool {
        let [low, high] = self.span();
        low >= high
    }

    /// Where the trunk would like to be among those of its gutter.
    ///
    /// Trunks that lead away from the first row come first, those from the last row before the others; then
    /// those that lead back, to the first row before the others. Then none needs to cross another that
    /// goes the same way, and no leg that comes in lies on one that goes out at the same height.
    fn wish(&self) -> (bool, f32) {
        let nearest = self.targets.iter().copied().fold(f32::INFINITY, f32::min);
        match self.source {
            Some(source) if self.in_lane || nearest >= source => (false, -source),
            _ => (true, nearest),
        }
    }
}

/// Gives each trunk of a gutter its track, from 0; `None` for straight ones. Trunks on one track never touch.
pub(super) fn tracks(trunks: &[&Trunk]) -> Vec<Option<usize>> {
    let mut levels: Vec<f32> = trunks.iter().flat_map(|trunk| trunk.span()).collect();
    levels.sort_by(f32::total_cmp);
    levels.dedup();
    let level = |at: f32| levels.partition_point(|level| *level < at);

    let mut skyline = Skyline::new(levels.len());
    let mut tracks = vec![None; trunks.len()];
    for index in sequence(trunks) {
        let [low, high] = trunks[index].span();
        tracks[index] = Some(skyline.stack(level(low), level(high)));
    }
    tracks
}

/// The trunks that need a track, in order: as they wish, but where one comes in at the height at which another
/// goes out, the first before the second, or else their legs would lie on each other.
fn sequence(trunks: &[&Trunk]) -> Vec<usize> {
    let mut wished: Vec<usize> = (0..trunks.len()).filter(|index| !trunks[*index].is_straight()).collect();
    wished.sort_by(|a, b| {
        let ((a_returns, a_at), (b_returns, b_at)) = (trunks[*a].wish(), trunks[*b].wish());
        a_returns.cmp(&b_returns).then(a_at.total_cmp(&b_at)).then(a.cmp(b))
    });
    let incoming: HashMap<u32, usize> = wished
        .iter()
        .enumerate()
        .filter_map(|(place, index)| Some((trunks[*index].source?.to_bits(), place)))
        .collect();

    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); wished.len()];
    let mut waiting = vec![0_usize; wished.len()];
    for (place, index) in wished.iter().enumerate() {
        for target in &trunks[*index].targets {
            if let Some(first) = incoming.get(&target.to_bits()).filter(|first| **first != place) {
                followers[*first].push(place);
                waiting[place] += 1;
            }
        }
    }
    let mut left: BTreeSet<usize> = (0..wished.len()).collect();
    let mut ready: BinaryHeap<Reverse<usize>> =
        (0..wished.len()).filter(|place| waiting[*place] == 0).map(Reverse).collect();
    let mut sequence = Vec::with_capacity(wished.len());
    // Two that wait for each other cannot both have their way; then the first by wish goes ahead.
    while let Some(place) = ready.pop().map(|Reverse(place)| place).or_else(|| left.first().copied()) {
        if !left.remove(&place) {
            continue;
        }
        sequence.push(wished[place]);
        for follower in &followers[place] {
            waiting[*follower] = waiting[*follower].saturating_sub(1);
            if waiting[*follower] == 0 {
                ready.push(Reverse(*follower));
            }
        }
    }
    sequence
}

/// A bundle's way through the lanes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ride {
    /// The first and the last gutter it comes to.
    pub gutters: [usize; 2],
    /// The maker's port, on the axis across.
    pub source: f32,
}

/// Gives each ride its lane, counted from the outermost, and yields how many lanes there are: never more than
/// rides at one gutter. Rides that meet at a gutter have different lanes.
pub(super) fn lanes(rides: &[Ride]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..rides.len()).collect();
    // Of two that start together, the longer and then the one from further out lies outside.
    order.sort_by(|a, b| {
        let (a, b) = (&rides[*a], &rides[*b]);
        let longer_first = b.gutters[1].cmp(&a.gutters[1]);
        a.gutters[0].cmp(&b.gutters[0]).then(longer_first).then(b.source.total_cmp(&a.source))
    });
    let mut lanes = vec![0; rides.len()];
    let mut free: BTreeSet<usize> = BTreeSet::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut ends: BinaryHeap<Reverse<(usize, usize)>> = BinaryHeap::new();
    let mut count = 0;
    for index in order {
        let [start, end] = rides[index].gutters;
        while let Some(&Reverse((end, lane))) = ends.peek()
            && end < start
        {
            ends.pop();
            taken.remove(&lane);
            free.insert(lane);
        }
        // Inside of all that pass, so that it crosses none of them; else as far inside as there is one.
        let inside = taken.last().map_or(0, |lane| lane + 1);
        let lane = free.range(inside..).next().or(free.last()).copied().unwrap_or_else(|| {
            count += 1;
            count - 1
        });
        free.remove(&lane);
        taken.insert(lane);
        ends.push(Reverse((end, lane)));
        lanes[index] = lane;
    }
    (lanes, count)
}
