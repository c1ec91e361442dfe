//! The dotted grid behind everything.

use std::sync::Arc;

use eframe::egui::epaint::{Mesh, WHITE_UV};
use eframe::egui::{Color32, Painter, Rect, Shape, Vec2, pos2, vec2};

use super::Camera;
use crate::look::Tokens;

/// Between dots at 100 %, in points.
const SPACING: f32 = 24.0;

/// The dots as one mesh, kept as long as the view stands still.
#[derive(Default)]
pub struct Grid {
    key: Option<(Rect, Vec2, f32, Color32)>,
    mesh: Arc<Mesh>,
}

impl Grid {
    pub fn paint(&mut self, painter: &Painter, camera: &Camera, tokens: &Tokens) {
        let mut step = SPACING * camera.zoom();
        while step < SPACING * 0.75 {
            step *= 2.0;
        }
        let origin = camera.screen_from_world(pos2(0.0, 0.0)) - camera.view().min;
        let phase = vec2(origin.x.rem_euclid(step), origin.y.rem_euclid(step));
        let key = (camera.view(), phase, step, tokens.grid_dot);
        if self.key != Some(key) {
            self.key = Some(key);
            self.mesh = Arc::new(dots(camera.view(), phase, step, tokens.grid_dot));
        }
        painter.add(Shape::mesh(Arc::clone(&self.mesh)));
    }
}

fn dots(view: Rect, phase: Vec2, step: f32, color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let columns = (view.width() / step).ceil() as usize + 1;
    let rows = (view.height() / step).ceil() as usize + 1;
    mesh.reserve_vertices(columns * rows * 4);
    mesh.reserve_triangles(columns * rows * 2);
    for row in 0..rows {
        for column in 0..columns {
            let at = view.min + phase + vec2(column as f32 - 1.0, row as f32 - 1.0) * step;
            let at = pos2(at.x.round(), at.y.round());
            if view.contains(at) {
                mesh.add_rect_with_uv(
                    Rect::from_center_size(at, vec2(2.0, 2.0)),
                    Rect::from_min_max(WHITE_UV, WHITE_UV),
                    color,
                );
            }
        }
    }
    mesh
}
