//! Filling of textured triangles.
//!
//! Corners are snapped to 1/256 of a pixel and edges are tested in integers, so the decision which pixels a triangle
//! covers is exact.
//! Together with the top-left rule, two triangles with a common edge never leave a gap and never paint a pixel twice.

use egui::epaint::Vertex;

use crate::texture::{Rgba, Texture};

/// Steps of a corner per pixel.
const STEPS: i64 = 256;

/// A picture in the making.
pub struct Canvas {
    width: i64,
    height: i64,
    pixels: Vec<Rgba>,
}

/// Pixels that may be painted: from `min`, up to but not including `max`.
#[derive(Clone, Copy)]
pub struct Clip {
    pub min: [i64; 2],
    pub max: [i64; 2],
}

impl Canvas {
    /// Transparent, as large as given in pixels.
    pub fn new(width: u32, height: u32) -> Self {
        let pixels = vec![[0.0; 4]; width as usize * height as usize];
        Self { width: width.into(), height: height.into(), pixels }
    }

    /// Blends one triangle over the picture. The order of its corners does not matter.
    pub fn fill(&mut self, corners: [&Vertex; 3], pixels_per_point: f32, texture: &Texture, clip: Clip) {
        let Some(triangle) = Triangle::new(corners, pixels_per_point) else { return };
        let (min, max) = triangle.bounds();
        for y in min[1].max(clip.min[1]).max(0)..max[1].min(clip.max[1]).min(self.height) {
            for x in min[0].max(clip.min[0]).max(0)..max[0].min(clip.max[0]).min(self.width) {
                if let Some(weights) = triangle.weights(x, y) {
                    let color = triangle.color(weights, texture);
                    blend(&mut self.pixels[(y * self.width + x) as usize], color);
                }
            }
        }
    }

    /// Bytes of the picture, four for each pixel.
    pub fn into_bytes(self) -> Vec<u8> {
        self.pixels
            .into_iter()
            .flat_map(|pixel| pixel.map(|channel| channel.clamp(0.0, 255.0) as u8))
            .collect()
    }
}

/// Both with premultiplied alpha. Rounded, because that is how pixels are stored between triangles.
fn blend(below: &mut Rgba, above: Rgba) {
    let uncovered = 1.0 - above[3] / 255.0;
    for (below, above) in below.iter_mut().zip(above) {
        *below = (above + *below * uncovered).round();
    }
}

/// Position in steps.
type Point = [i64; 2];

struct Triangle<'a> {
    corners: [&'a Vertex; 3],
    points: [Point; 3],
    /// Twice the area in square steps; positive.
    area: i64,
    colors: [Rgba; 3],
}

impl<'a> Triangle<'a> {
    /// `None` if nothing can be covered.
    fn new(mut corners: [&'a Vertex; 3], pixels_per_point: f32) -> Option<Self> {
        let scale = pixels_per_point * STEPS as f32;
        let mut points = corners
            .map(|corner| [(corner.pos.x * scale).round() as i64, (corner.pos.y * scale).round() as i64]);
        let mut area = side(points[0], points[1], points[2]);
        if area < 0 {
            corners.swap(1, 2);
            points.swap(1, 2);
            area = -area;
        }
        let colors = corners.map(|corner| corner.color.to_array().map(f32::from));
        (area > 0).then_some(Self { corners, points, area, colors })
    }

    /// Pixels around the triangle, without the last row and column.
    fn bounds(&self) -> (Point, Point) {
        let [a, b, c] = self.points;
        let pixel = |step: i64| step.div_euclid(STEPS);
        (
            std::array::from_fn(|axis| pixel(a[axis].min(b[axis]).min(c[axis]))),
            std::array::from_fn(|axis| pixel(a[axis].max(b[axis]).max(c[axis])) + 1),
        )
    }

    /// How much each corner counts in the middle of a pixel, or `None` outside.
    fn weights(&self, x: i64, y: i64) -> Option<[f32; 3]> {
        let middle = [x * STEPS + STEPS / 2, y * STEPS + STEPS / 2];
        let mut weights = [0.0; 3];
        for (corner, weight) in weights.iter_mut().enumerate() {
            // A corner counts by the distance from the edge opposite to it.
            let (from, to) = (self.points[(corner + 1) % 3], self.points[(corner + 2) % 3]);
            let inside = side(from, to, middle);
            if inside < 0 || (inside == 0 && !is_top_or_left(from, to)) {
                return None;
            }
            *weight = inside as f32 / self.area as f32;
        }
        Some(weights)
    }

    fn color(&self, weights: [f32; 3], texture: &Texture) -> Rgba {
        let between =
            |values: [f32; 3]| values[0] * weights[0] + values[1] * weights[1] + values[2] * weights[2];
        let texel = texture.sample(
            between(self.corners.map(|corner| corner.uv.x)),
            between(self.corners.map(|corner| corner.uv.y)),
        );
        std::array::from_fn(|i| texel[i] * between(self.colors.map(|color| color[i])) / 255.0)
    }
}

/// Twice the area of the triangle of the three; positive if `point` lies to the right of the way from `from` to
/// `to` on a screen whose y axis points down.
fn side(from: Point, to: Point, point: Point) -> i64 {
    (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])
}

/// Of the two triangles at an edge, the one for which it is a top or left edge owns the pixels on it.
fn is_top_or_left(from: Point, to: Point) -> bool {
    let is_top = from[1] == to[1] && to[0] > from[0];
    let is_left = to[1] < from[1];
    is_top || is_left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texture::TextureStore;
    use egui::{Color32, ColorImage, TextureId, TextureOptions, TexturesDelta, epaint::ImageDelta, pos2};

    const EVERYWHERE: Clip = Clip { min: [0, 0], max: [i64::MAX, i64::MAX] };

    /// Fills triangles over white, half black each, and counts per pixel how often it was painted.
    fn cover(triangles: &[[(f32, f32); 3]], pixels_per_point: f32, clip: Clip) -> Vec<u32> {
        let mut store = TextureStore::default();
        let mut delta = TexturesDelta::default();
        let white = ColorImage::filled([1, 1], Color32::WHITE);
        delta.push(TextureId::default(), ImageDelta::full(white, TextureOptions::LINEAR));
        store.update(&mut delta);
        let texture = store.get(TextureId::default()).expect("sent above");

        let mut counts = vec![0; 64];
        for triangle in triangles {
            let mut canvas = Canvas::new(8, 8);
            let corners = triangle.map(|(x, y)| Vertex::untextured(pos2(x, y), Color32::WHITE));
            canvas.fill(corners.each_ref(), pixels_per_point, texture, clip);
            for (count, pixel) in counts.iter_mut().zip(&canvas.pixels) {
                *count += u32::from(pixel[3] > 0.0);
            }
        }
        counts
    }

    #[test]
    fn a_fan_covers_its_square_exactly_once() {
        let middle = (3.37, 4.91);
        let ring = [(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0), (0.0, 0.0)];
        let fan: Vec<_> = ring.windows(2).map(|edge| [middle, edge[0], edge[1]]).collect();
        assert_eq!(cover(&fan, 1.0, EVERYWHERE), [1; 64]);
        let turned: Vec<_> = fan.iter().map(|[a, b, c]| [*a, *c, *b]).collect();
        assert_eq!(cover(&turned, 1.0, EVERYWHERE), [1; 64], "either way round");
    }

    #[test]
    fn an_edge_through_pixel_middles_is_shared() {
        let halves = [[(0.5, 0.5), (6.5, 0.5), (6.5, 6.5)], [(0.5, 0.5), (6.5, 6.5), (0.5, 6.5)]];
        let counts = cover(&halves, 1.0, EVERYWHERE);
        assert_eq!(counts.iter().sum::<u32>(), 36, "right and bottom edges belong to the neighbors");
        assert!(counts.iter().all(|count| *count <= 1));
    }

    #[test]
    fn points_are_scaled_to_pixels() {
        let triangle = [[(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)]];
        assert_eq!(cover(&triangle, 1.0, EVERYWHERE).iter().sum::<u32>(), 1);
        assert_eq!(cover(&triangle, 2.0, EVERYWHERE).iter().sum::<u32>(), 3 + 2 + 1);
    }

    #[test]
    fn nothing_is_painted_outside_the_clip() {
        let all = [[(0.0, 0.0), (32.0, 0.0), (0.0, 32.0)]];
        let counts = cover(&all, 1.0, Clip { min: [2, 3], max: [4, 4] });
        let painted: Vec<_> = (0..64).filter(|&i| counts[i] > 0).collect();
        assert_eq!(painted, [3 * 8 + 2, 3 * 8 + 3]);
    }

    #[test]
    fn a_triangle_without_area_is_nothing() {
        let line = [[(0.0, 0.0), (4.0, 4.0), (8.0, 8.0)]];
        assert_eq!(cover(&line, 1.0, EVERYWHERE), [0; 64]);
    }

    #[test]
    fn blending_is_premultiplied_and_rounded() {
        let mut below = [200.0, 100.0, 0.0, 255.0];
        blend(&mut below, [51.0, 0.0, 51.0, 102.0]);
        assert_eq!(below, [171.0, 60.0, 51.0, 255.0]);
    }
}
