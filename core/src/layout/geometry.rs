//! Points and rectangles of the layout, in points at 100 % zoom, y down; and the rounding of corners.

/// A place on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// A rectangle on the canvas; `min` is its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// The upper left corner.
    pub min: Point,
    /// The lower right corner.
    pub max: Point,
}

/// A piece of a wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// A straight line.
    Line([Point; 2]),
    /// A cubic Bézier curve: start, two control points, end.
    Curve([Point; 4]),
}

impl Point {
    /// The point at these coordinates.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// The way to another point in a straight line.
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The point `length` away from here towards `other`; here itself where both are one.
    #[must_use]
    pub fn towards(self, other: Self, length: f32) -> Self {
        let distance = self.distance(other);
        if distance <= f32::EPSILON {
            return self;
        }
        let part = length / distance;
        Self::new(self.x + (other.x - self.x) * part, self.y + (other.y - self.y) * part)
    }

    /// The distance to the nearest point of a line.
    pub fn distance_to_line(self, [from, to]: [Self; 2]) -> f32 {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length_squared = dx * dx + dy * dy;
        if length_squared <= f32::EPSILON {
            return self.distance(from);
        }
        let part = ((self.x - from.x) * dx + (self.y - from.y) * dy) / length_squared;
        let part = part.clamp(0.0, 1.0);
        self.distance(Self::new(from.x + dx * part, from.y + dy * part))
    }
}

impl Rect {
    /// The rectangle between two corners.
    pub const fn new(min: Point, max: Point) -> Self {
        Self { min, max }
    }

    /// A square around a point.
    pub fn around(center: Point, side: f32) -> Self {
        let half = side / 2.0;
        Self::new(Point::new(center.x - half, center.y - half), Point::new(center.x + half, center.y + half))
    }

    /// From the left to the right edge.
    pub fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// From the upper to the lower edge.
    pub fn height(&self) -> f32 {
        self.max.y - self.min.y
    }

    /// The point in the middle.
    pub fn center(&self) -> Point {
        Point::new(f32::midpoint(self.min.x, self.max.x), f32::midpoint(self.min.y, self.max.y))
    }

    /// Whether a point is inside or on the left or upper edge, so that rectangles side by side share no point.
    pub fn contains(&self, point: Point) -> bool {
        (self.min.x..self.max.x).contains(&point.x) && (self.min.y..self.max.y).contains(&point.y)
    }

    /// Whether another rectangle lies inside; edges may touch.
    pub fn encloses(&self, other: &Self) -> bool {
        self.min.x <= other.min.x
            && self.min.y <= other.min.y
            && self.max.x >= other.max.x
            && self.max.y >= other.max.y
    }

    /// Whether the insides of two rectangles have a point in common; touching is not enough.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x
            && other.min.x < self.max.x
            && self.min.y < other.max.y
            && other.min.y < self.max.y
    }

    /// The rectangle with its edges moved outwards, or inwards for a negative distance.
    #[must_use]
    pub fn expand(&self, by: f32) -> Self {
        Self::new(Point::new(self.min.x - by, self.min.y - by), Point::new(self.max.x + by, self.max.y + by))
    }
}

/// A line through `points` with its corners rounded by at most `radius`, less where a leg is too short.
///
/// Each leg between two corners is shared by both halves, so that curves never overlap.
pub fn rounded(points: &[Point], radius: f32) -> Vec<Segment> {
    // Distance from the corner to a control point that makes a cubic Bézier curve nearly a quarter circle.
    const CIRCLE: f32 = 0.447_715_25;

    let mut segments = Vec::with_capacity(points.len() * 2);
    let Some(mut at) = points.first().copied() else { return segments };
    let last = points.len() - 1;
    for corner in 1..last {
        let [before, here, after] = [points[corner - 1], points[corner], points[corner + 1]];
        let leg = |length: f32, is_end: bool| if is_end { length } else { length / 2.0 };
        let radius = radius
            .min(leg(here.distance(before), corner == 1))
            .min(leg(here.distance(after), corner + 1 == last));
        let (start, end) = (here.towards(before, radius), here.towards(after, radius));
        segments.push(Segment::Line([at, start]));
        segments.push(Segment::Curve([
            start,
            here.towards(before, radius * CIRCLE),
            here.towards(after, radius * CIRCLE),
            end,
        ]));
        at = end;
    }
    if last > 0 {
        segments.push(Segment::Line([at, points[last]]));
    }
    segments.retain(|segment| !matches!(segment, Segment::Line([from, to]) if from == to));
    segments
}
