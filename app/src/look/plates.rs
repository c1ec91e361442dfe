//! Rounded boxes of few triangles.
//!
//! egui rounds a box of this size with 36 points, each of which becomes up to six; of a thousand cards that is most of
//! what a frame copies. Here a box is cut from a small one in the atlas of letters, rasterized once for each radius
//! and stretched between its corners: sixteen points, and as many again for a line along its edge. Where that would not
//! be exact, a box gets no more corners than the eye sees.

use std::f32::consts::{FRAC_PI_2, PI};
use std::sync::Arc;

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::epaint::text::RowVisuals;
use eframe::egui::epaint::{PathShape, PathStroke, TextShape, Vertex};
use eframe::egui::{
    Color32, ColorImage, Context, FontFamily, FontId, FontPriority, Galley, GlyphBitmap, GlyphRasterizer,
    Mesh, Painter, Pos2, RasterizedGlyph, Rect, Shape, Stroke, Vec2, pos2, vec2,
};

/// The character whose picture is a box with round corners and next to nothing between them.
const BOX: &str = "\u{E8F0}";
/// Pixels of the picture between two corners. Two, so that its middle is covered wherever it is asked.
const MIDDLE: usize = 2;
/// Larger corners, in pixels, are drawn as polygons: there are few of them in view, and each radius takes room in the
/// atlas.
const LARGEST_IN_ATLAS: f32 = 24.0;
/// How far a corner of a polygon may be off the circle, in pixels.
const TOLERANCE: f32 = 0.2;

/// Makes the box known to `ctx`, from the next frame on.
pub fn install(ctx: &Context) {
    let rasterizer = GlyphRasterizer::new("pipewright::look::plates", |request| {
        (request.cluster == BOX).then(|| rasterize(request.font_size_px.round() as usize))
    });
    ctx.add_glyph_rasterizer(rasterizer.with_priority(FontPriority::Highest));
}

/// Paints a box with a line inside of its edge, as [`Painter::rect`] does; radius and line in points.
pub fn plate(painter: &Painter, rect: Rect, radius: f32, fill: Color32, line: Stroke) {
    let pixels_per_point = painter.pixels_per_point();
    let rect = rect.round_to_pixels(pixels_per_point);
    // Of part of a pixel remains a blur.
    let line = Stroke::new((line.width * pixels_per_point).round() / pixels_per_point, line.color);
    painter.add(cut_out(painter, rect, radius, fill, line).unwrap_or_else(|| {
        let points = corners(rect, radius, chords(radius * pixels_per_point));
        PathShape::convex_polygon(points, fill, PathStroke::from(line).inside()).into()
    }));
}

/// The box as a stretched picture. [`None`] where its corners are too large, or where the line would shine through the
/// fill that lies on it.
fn cut_out(painter: &Painter, rect: Rect, radius: f32, fill: Color32, line: Stroke) -> Option<Shape> {
    if !line.is_empty() && !fill.is_opaque() {
        return None;
    }
    let pixels_per_point = painter.pixels_per_point();
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let layer = |rect: Rect, radius: f32, color: Color32| {
        // Not half up: radii are often a half, and a last digit would decide.
        let pixels = (radius.max(0.0) * pixels_per_point + 0.45).floor();
        let galley = (pixels <= LARGEST_IN_ATLAS).then(|| picture(painter, pixels as usize))??;
        Some((Layer { rect, radius: pixels / pixels_per_point, color }, galley))
    };
    let mut mesh = Mesh::default();
    if !line.is_empty() {
        let (edge, galley) = layer(rect, radius, line.color)?;
        edge.stretch(&galley, &mut mesh);
    }
    let (inside, mut galley) = layer(rect.shrink(line.width), radius - line.width, fill)?;
    inside.stretch(&galley, &mut mesh);
    // As a text, its place in the atlas becomes one of the texture when triangles are made: until then the atlas may
    // grow.
    let text = Arc::make_mut(&mut galley);
    (text.num_vertices, text.num_indices) = (mesh.vertices.len(), mesh.indices.len());
    text.mesh_bounds = rect;
    let placed = text.rows.first_mut()?;
    placed.pos = Pos2::ZERO;
    let row = Arc::make_mut(&mut placed.row);
    row.glyphs.clear();
    row.visuals = RowVisuals { mesh, mesh_bounds: rect, ..RowVisuals::default() };
    Some(TextShape::new(Pos2::ZERO, galley, Color32::PLACEHOLDER).into())
}

/// The picture of a box with corners of this radius in pixels, as a text of one character.
fn picture(painter: &Painter, radius: usize) -> Option<Arc<Galley>> {
    let side = 2 * radius + MIDDLE;
    let font = FontId::new(side as f32 / painter.pixels_per_point(), FontFamily::Proportional);
    let galley = painter.layout_no_wrap(BOX.to_owned(), font, Color32::PLACEHOLDER);
    // Without the rasterizer the character is one like others.
    place(&galley).filter(|[from, to]| *to - *from == Vec2::splat(side as f32))?;
    Some(galley)
}

/// Where the picture lies in the atlas, in its pixels.
fn place(picture: &Galley) -> Option<[Pos2; 2]> {
    let uv = picture.rows.first()?.glyphs.first()?.uv_rect;
    Some([uv.min, uv.max].map(|[x, y]| pos2(f32::from(x), f32::from(y))))
}

/// A box in one color, all in points.
struct Layer {
    rect: Rect,
    radius: f32,
    color: Color32,
}

impl Layer {
    /// Adds a net of four by four points: corners as they are in the picture, its middle wherever it is stretched.
    fn stretch(&self, picture: &Galley, mesh: &mut Mesh) {
        let Some([from, to]) = place(picture) else { return };
        let corner = ((to.x - from.x) as usize - MIDDLE) as f32 / 2.0;
        let cuts = |from: f32, to: f32, corner: f32| [from, from + corner, to - corner, to];
        let (rect, radius) = (self.rect, self.radius);
        let [xs, ys] = [cuts(rect.min.x, rect.max.x, radius), cuts(rect.min.y, rect.max.y, radius)];
        let [us, vs] = [cuts(from.x, to.x, corner), cuts(from.y, to.y, corner)];
        let first = mesh.vertices.len() as u32;
        for row in 0..4 {
            for column in 0..4 {
                let (pos, uv) = (pos2(xs[column], ys[row]), pos2(us[column], vs[row]));
                mesh.vertices.push(Vertex { pos, uv, color: self.color });
            }
        }
        for row in 0..3 {
            for column in 0..3 {
                let corner = first + 4 * row + column;
                mesh.add_triangle(corner, corner + 1, corner + 4);
                mesh.add_triangle(corner + 1, corner + 4, corner + 5);
            }
        }
    }
}

fn rasterize(side: usize) -> RasterizedGlyph {
    let radius = side.saturating_sub(MIDDLE) / 2;
    // How far from the middle of the corner's circle, along one axis; nothing between two corners.
    let way = |pixel: usize| (radius.saturating_sub(pixel.min(side - 1 - pixel)) as f32 - 0.5).max(0.0);
    // Half a pixel further all around; of the smallest box all is covered.
    let reach = radius.max(1) as f32 + 0.5;
    let pixels = (0..side * side).map(|index| {
        let way = vec2(way(index % side), way(index / side)).length();
        Color32::from_white_alpha((255.0 * (reach - way).clamp(0.0, 1.0)).round() as u8)
    });
    RasterizedGlyph {
        bitmap: GlyphBitmap {
            image: ColorImage::new([side, side], pixels.collect()),
            offset_px: Vec2::ZERO,
            // Letters are drawn a little bolder than they are, but not pictures in color.
            is_color: true,
        },
        advance_px: side as f32,
    }
}

/// Chords of a quarter of a circle of this radius in pixels.
fn chords(radius: f32) -> usize {
    if radius <= TOLERANCE {
        return 1;
    }
    // Half of a chord's angle at which its middle is off by the tolerance.
    let half = (1.0 - TOLERANCE / radius).acos();
    ((FRAC_PI_2 / (2.0 * half)).ceil() as usize).clamp(1, 16)
}

/// Clockwise from the left end of the upper edge.
fn corners(rect: Rect, radius: f32, chords: usize) -> Vec<Pos2> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0).max(0.0);
    let inner = rect.shrink(radius);
    let centers = [
        (inner.left_top(), PI),
        (inner.right_top(), 1.5 * PI),
        (inner.right_bottom(), 0.0),
        (pos2(inner.min.x, inner.max.y), FRAC_PI_2),
    ];
    let quarter = |(center, from): (Pos2, f32)| {
        (0..=chords).map(move |chord| {
            let angle = from + FRAC_PI_2 * chord as f32 / chords as f32;
            center + vec2(angle.cos(), angle.sin()) * radius
        })
    };
    centers.into_iter().flat_map(quarter).collect()
}

#[cfg(test)]
mod tests {
    use eframe::egui::epaint::{Mesh, Primitive};
    use eframe::egui::{LayerId, RawInput};

    use super::*;

    /// What a plate of this radius is made of, in a box from (10, 20) to (190, 78).
    fn mesh(radius: f32, fill: Color32, line: Stroke) -> Mesh {
        let ctx = Context::default();
        install(&ctx);
        let paint = |ctx: &Context| {
            let painter = Painter::new(ctx.clone(), LayerId::background(), Rect::EVERYTHING);
            plate(&painter, Rect::from_min_size(pos2(10.0, 20.0), vec2(180.0, 58.0)), radius, fill, line);
        };
        // The rasterizer is known from the second frame on.
        ctx.run_ui(RawInput::default(), |_| {}).drop_without_applying_deltas();
        let mut output = ctx.run_ui(RawInput::default(), |ui| paint(ui.ctx()));
        let shapes = std::mem::take(&mut output.shapes);
        output.drop_without_applying_deltas();
        let mut meshes = ctx.tessellate(shapes, 1.0).into_iter().filter_map(|it| match it.primitive {
            Primitive::Mesh(mesh) => Some(mesh),
            Primitive::Callback(_) => None,
        });
        meshes.next().expect("something is painted")
    }

    const LINE: Stroke = Stroke { width: 1.0, color: Color32::RED };

    #[test]
    fn a_plate_is_a_stretched_picture_for_its_line_and_one_for_its_inside() {
        for radius in [0.0, 1.0, 9.0, 24.0] {
            let mesh = mesh(radius, Color32::BLUE, LINE);
            assert_eq!(mesh.vertices.len(), 32, "{radius}");
            let bounds = |color| {
                let of_color = mesh.vertices.iter().filter(|vertex| vertex.color == color);
                of_color.fold(Rect::NOTHING, |bounds, vertex| bounds.union(Rect::from_pos(vertex.pos)))
            };
            let outside = Rect::from_min_size(pos2(10.0, 20.0), vec2(180.0, 58.0));
            assert_eq!((bounds(Color32::RED), bounds(Color32::BLUE)), (outside, outside.shrink(1.0)));
        }
        assert_eq!(mesh(9.0, Color32::BLUE, Stroke::NONE).vertices.len(), 16);
    }

    #[test]
    fn what_is_too_round_or_lets_its_line_through_is_a_polygon() {
        let translucent = Color32::BLUE.gamma_multiply(0.5);
        for mesh in [mesh(26.0, Color32::BLUE, LINE), mesh(9.0, translucent, LINE)] {
            assert!(mesh.vertices.len() > 32);
        }
    }

    #[test]
    fn the_picture_is_covered_but_for_its_corners() {
        for radius in 0..30_usize {
            let side = 2 * radius + MIDDLE;
            let image = rasterize(side).bitmap.image;
            assert_eq!(image.size, [side, side]);
            for at in 0..side {
                assert_eq!((image[(at, radius)].a(), image[(radius + 1, at)].a()), (255, 255), "{radius}");
            }
            let covered: f32 = image.pixels.iter().map(|pixel| f32::from(pixel.a()) / 255.0).sum();
            let area = (side * side) as f32 - (4.0 - PI) * (radius * radius) as f32;
            assert!((covered - area).abs() < 0.02 * area, "{radius}: {covered} of {area}");
        }
    }

    #[test]
    fn no_chord_is_further_from_its_circle_than_the_eye_sees() {
        for radius in [0.2, 1.0, 4.0, 8.0, 16.0, 32.0, 64.0] {
            let half = FRAC_PI_2 / (2.0 * chords(radius) as f32);
            assert!(radius * (1.0 - half.cos()) < TOLERANCE + 1e-3, "{radius}");
        }
    }

    #[test]
    fn corners_lie_in_the_box_and_touch_its_edges() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(180.0, 58.0));
        for radius in [0.0, 8.0, 500.0] {
            let points = corners(rect, radius, 4);
            let around =
                points.iter().fold(Rect::NOTHING, |around, point| around.union(Rect::from_pos(*point)));
            assert!(
                rect.expand(1e-3).contains_rect(around) && around.expand(1e-3).contains_rect(rect),
                "{radius}"
            );
        }
    }
}
