//! From the world of the layout to the screen and back.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};
use pipewright_core::layout;

/// Smallest and largest zoom by hand: 10 % and 400 %.
pub const ZOOM: std::ops::RangeInclusive<f32> = 0.1..=4.0;

/// So much of the drawing stays in view, in points.
const IN_VIEW: Vec2 = vec2(96.0, 64.0);

/// As small as a view of everything may get.
pub const SMALLEST: f32 = 0.005;

/// What part of the world is seen, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Screen points per world point.
    zoom: f32,
    /// Where the world's origin lies, from the top left of the view, in screen points.
    origin: Vec2,
    /// The view on screen.
    view: Rect,
    /// Edge of a pixel in points, on whose grid the world's origin lies; 0 for no grid.
    pixel: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self { zoom: 1.0, origin: vec2(24.0, 24.0), view: Rect::ZERO, pixel: 0.0 }
    }
}

impl Camera {
    pub fn zoom(&self) -> f32 {
        self.zoom
    }

    pub fn view(&self) -> Rect {
        self.view
    }

    pub fn set_view(&mut self, view: Rect) {
        self.view = view;
    }

    /// Keeps the world's origin on whole pixels from now on, so that what is painted once stays sharp wherever
    /// it is moved.
    pub fn set_pixels_per_point(&mut self, pixels_per_point: f32) {
        self.pixel = 1.0 / pixels_per_point;
    }

    /// Where the world's origin lies on screen.
    pub fn anchor(&self) -> Pos2 {
        let at = self.view.min + self.origin;
        if self.pixel > 0.0 { (at / self.pixel).round() * self.pixel } else { at }
    }

    pub fn screen_from_world(&self, point: Pos2) -> Pos2 {
        self.anchor() + point.to_vec2() * self.zoom
    }

    pub fn world_from_screen(&self, point: Pos2) -> Pos2 {
        ((point - self.anchor()) / self.zoom).to_pos2()
    }

    pub fn screen_from_rect(&self, rect: Rect) -> Rect {
        Rect::from_min_size(self.screen_from_world(rect.min), rect.size() * self.zoom)
    }

    /// The part of the world in view.
    pub fn visible_world(&self) -> Rect {
        Rect::from_min_max(self.world_from_screen(self.view.min), self.world_from_screen(self.view.max))
    }

    /// Whether it stands where another camera does, each in its own view.
    pub fn stands_as(&self, other: &Self) -> bool {
        (self.zoom, self.origin) == (other.zoom, other.origin)
    }

    /// Stands where another camera does, in its own view.
    pub fn go_to(&mut self, other: &Self) {
        (self.zoom, self.origin) = (other.zoom, other.origin);
    }

    /// A part of the way to another camera: the zoom by ratio, and what is in the middle along a line.
    #[must_use]
    pub fn towards(&self, other: &Self, part: f32) -> Self {
        let zoom = self.zoom * (other.zoom / self.zoom).powf(part);
        let middle = |camera: &Self| (self.view.size() / 2.0 - camera.origin) / camera.zoom;
        let center = middle(self) + (middle(other) - middle(self)) * part;
        Self { zoom, origin: self.view.size() / 2.0 - center * zoom, ..*self }
    }

    /// Brings a part of the world to the middle, at a zoom at which it can be read.
    pub fn center_on(&mut self, world: Rect, legible: f32) {
        self.zoom = self.zoom.max(legible);
        self.origin = self.view.size() / 2.0 - world.center().to_vec2() * self.zoom;
    }

    pub fn pan(&mut self, delta: Vec2) {
        self.origin += delta;
    }

    /// Moves as little as needed to keep a piece of a part of the world in view, so that nobody gets lost.
    pub fn keep_in_view(&mut self, world: Rect) {
        let shown = self.screen_from_rect(world);
        let piece = IN_VIEW.min(shown.size()).min(self.view.size() / 2.0);
        let least = self.view.min - shown.size() + piece;
        let most = self.view.max - piece;
        let place = shown.min.clamp(least, most);
        if place != shown.min {
            self.pan(place - shown.min);
        }
    }

    /// Zooms so that what is at `anchor` on screen stays there.
    pub fn zoom_at(&mut self, anchor: Pos2, factor: f32) {
        // All of a very large pipeline may be in view at less than the smallest zoom; from there it goes up only.
        let zoom = (self.zoom * factor).clamp(ZOOM.start().min(self.zoom), *ZOOM.end());
        let from_view = anchor - self.view.min;
        self.origin = from_view - (from_view - self.origin) * (zoom / self.zoom);
        self.zoom = zoom;
    }

    /// Zooms to a value, keeping the middle of the view where it is.
    pub fn zoom_to(&mut self, zoom: f32) {
        self.zoom_at(self.view.center(), zoom / self.zoom);
    }

    /// Shows all of a part of the world, as large as it fits but not above `largest`.
    pub fn fit(&mut self, world: Rect, largest: f32, smallest: f32) {
        let margin = vec2(24.0, 24.0);
        let room = (self.view.size() - 2.0 * margin).max(vec2(1.0, 1.0));
        let size = world.size().max(vec2(1.0, 1.0));
        let fitting = (room.x / size.x).min(room.y / size.y);
        self.zoom = fitting.min(largest).max(smallest).min(*ZOOM.end());
        // What fits is centered; of what does not, the beginning is shown.
        let spare = (room - size * self.zoom).max(Vec2::ZERO);
        // A little above the middle, where eyes rest.
        self.origin = margin + vec2(spare.x / 2.0, spare.y * 0.3) - world.min.to_vec2() * self.zoom;
    }

    /// Pans as little as needed to bring a part of the world into view; returns whether it moved.
    pub fn reveal(&mut self, world: Rect) -> bool {
        let margin: f32 = 32.0;
        let target = self.screen_from_rect(world);
        let room = self.view.shrink(margin.min(self.view.width().min(self.view.height()) / 4.0));
        let shift = |low: f32, high: f32, from: f32, to: f32| {
            if low < from || high - low > to - from { from - low } else { (to - high).min(0.0) }
        };
        let delta = vec2(
            shift(target.min.x, target.max.x, room.min.x, room.max.x),
            shift(target.min.y, target.max.y, room.min.y, room.max.y),
        );
        self.pan(delta);
        delta != Vec2::ZERO
    }
}

/// The layout's types as egui's.
pub fn to_rect(rect: layout::Rect) -> Rect {
    Rect::from_min_max(to_pos(rect.min), to_pos(rect.max))
}

pub fn to_pos(point: layout::Point) -> Pos2 {
    pos2(point.x, point.y)
}

pub fn from_pos(point: Pos2) -> layout::Point {
    layout::Point { x: point.x, y: point.y }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera() -> Camera {
        let mut camera = Camera::default();
        camera.set_view(Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 600.0)));
        camera
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut camera = camera();
        let anchor = pos2(321.0, 222.0);
        let before = camera.world_from_screen(anchor);
        for factor in [1.5, 0.3, 7.0, 0.01, 100.0] {
            camera.zoom_at(anchor, factor);
            let after = camera.world_from_screen(anchor);
            assert!((before - after).length() < 1e-2, "{factor}: {before:?} {after:?}");
            assert!(ZOOM.contains(&camera.zoom()));
        }
    }

    #[test]
    fn screen_and_world_are_inverse() {
        let mut camera = camera();
        camera.pan(vec2(-37.0, 12.0));
        camera.zoom_to(0.7);
        let point = pos2(12.0, -8.0);
        assert!((camera.world_from_screen(camera.screen_from_world(point)) - point).length() < 1e-3);
    }

    #[test]
    fn fitting_shows_everything_and_never_beyond_the_largest_zoom() {
        let mut camera = camera();
        let world = Rect::from_min_size(pos2(-50.0, 0.0), vec2(3000.0, 400.0));
        camera.fit(world, 1.0, 0.1);
        assert!(camera.visible_world().contains_rect(world));
        camera.fit(Rect::from_min_size(pos2(0.0, 0.0), vec2(10.0, 10.0)), 1.0, 0.1);
        assert_eq!(camera.zoom(), 1.0);
    }

    #[test]
    fn a_piece_of_the_drawing_stays_in_view() {
        for size in [vec2(3000.0, 400.0), vec2(40.0, 30.0)] {
            let world = Rect::from_min_size(Pos2::ZERO, size);
            for zoom in [0.1, 1.0, 4.0] {
                for way in [vec2(-1e5, 0.0), vec2(1e5, 0.0), vec2(0.0, -1e5), vec2(0.0, 1e5), vec2(1e5, -1e5)]
                {
                    let mut camera = camera();
                    camera.zoom_to(zoom);
                    camera.pan(way);
                    camera.keep_in_view(world);
                    let seen = camera.screen_from_rect(world).intersect(camera.view());
                    let whole = size * zoom;
                    assert!(
                        seen.width() > whole.x.min(96.0) - 0.1 && seen.height() > whole.y.min(64.0) - 0.1
                    );
                    let before = camera;
                    camera.keep_in_view(world);
                    assert_eq!(camera, before, "it is in view");
                }
            }
        }
        let mut camera = camera();
        camera.pan(vec2(-300.0, 100.0));
        let before = camera;
        camera.keep_in_view(Rect::from_min_size(Pos2::ZERO, vec2(3000.0, 400.0)));
        assert_eq!(camera, before, "nothing moves without need");
    }

    #[test]
    fn the_way_to_another_camera_ends_there() {
        let (from, mut to) = (camera(), camera());
        to.center_on(Rect::from_min_size(pos2(900.0, 70.0), vec2(180.0, 58.0)), 1.7);
        assert_eq!(to.zoom(), 1.7);
        let end = from.towards(&to, 1.0);
        let point = pos2(33.0, 44.0);
        assert!((end.screen_from_world(point) - to.screen_from_world(point)).length() < 0.1);
        let start = from.towards(&to, 0.0);
        assert!((start.screen_from_world(point) - from.screen_from_world(point)).length() < 1e-3);
    }

    #[test]
    fn revealing_moves_as_little_as_needed() {
        let mut camera = camera();
        let near = Rect::from_min_size(pos2(100.0, 100.0), vec2(180.0, 58.0));
        assert!(!camera.reveal(near));
        let far = near.translate(vec2(5000.0, 0.0));
        assert!(camera.reveal(far));
        assert!(camera.visible_world().contains_rect(far));
        assert!(!camera.reveal(far));
    }
}
