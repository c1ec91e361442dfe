//! The dotted grid behind everything: one rectangle with a texture of one dot that repeats.

use std::sync::Arc;

use eframe::egui::epaint::Mesh;
use eframe::egui::{
    Color32, ColorImage, Painter, Pos2, Rect, Shape, TextureFilter, TextureHandle, TextureOptions,
    TextureWrapMode, Vec2, vec2,
};

use super::Camera;
use crate::look::Tokens;

/// Between dots at 100 %, in points.
const SPACING: f32 = 24.0;
/// Edge of a dot, in points.
const DOT: f32 = 2.0;

/// The texture, made anew for another distance between dots.
#[derive(Default)]
pub struct Grid {
    texture: Option<TextureHandle>,
    /// Edges of the texture and of its dot, in pixels.
    key: [usize; 2],
}

impl Grid {
    pub fn paint(&mut self, painter: &Painter, camera: &Camera, tokens: &Tokens) {
        let mut step = SPACING * camera.zoom();
        while step < SPACING * 0.75 {
            step *= 2.0;
        }
        let pixels = painter.pixels_per_point();
        // On whole pixels, so that all dots are alike.
        let key = [(step * pixels).round(), (DOT * pixels).round()].map(|edge| edge as usize);
        if self.key != key || self.texture.is_none() {
            self.key = key;
            self.texture = Some(painter.ctx().load_texture("grid", dot(key), options()));
        }
        let Some(texture) = &self.texture else { return };
        let view = camera.view();
        let step = key[0] as f32 / pixels;
        let first = camera.anchor() - Vec2::splat(DOT / 2.0);
        let at = |corner: Pos2| ((corner - first) / step).to_pos2();
        // Near to nothing, as far from the origin there are few digits left for the part of a dot.
        let (min, max) = (at(view.min), at(view.max));
        let whole = vec2(min.x.floor(), min.y.floor());
        let mut mesh = Mesh::with_texture(texture.id());
        mesh.add_rect_with_uv(view, Rect::from_min_max(min - whole, max - whole), tokens.grid_dot);
        painter.add(Shape::Mesh(Arc::new(mesh)));
    }
}

fn options() -> TextureOptions {
    TextureOptions {
        magnification: TextureFilter::Nearest,
        minification: TextureFilter::Nearest,
        wrap_mode: TextureWrapMode::Repeat,
        mipmap_mode: None,
    }
}

/// A dot in the corner of an empty square.
fn dot([edge, dot]: [usize; 2]) -> ColorImage {
    let mut image = ColorImage::filled([edge, edge], Color32::TRANSPARENT);
    for y in 0..dot.min(edge) {
        for x in 0..dot.min(edge) {
            image[(x, y)] = Color32::WHITE;
        }
    }
    image
}
