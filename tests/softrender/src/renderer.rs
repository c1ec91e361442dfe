//! What `egui_kittest` calls.

use egui::{ClippedPrimitive, Context, FullOutput, Rect, TexturesDelta, epaint::Primitive};
use egui_kittest::TestRenderer;
use image::RgbaImage;

use crate::{
    raster::{Canvas, Clip},
    texture::TextureStore,
};

/// Give it to `HarnessBuilder::renderer`. Any number of pixels per point will do.
#[derive(Default)]
pub struct CpuRenderer {
    textures: TextureStore,
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.textures.update(delta);
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let pixels_per_point = ctx.pixels_per_point();
        let size = (ctx.content_rect().size() * pixels_per_point).round();
        let (width, height) = (size.x as u32, size.y as u32);
        let mut canvas = Canvas::new(width, height);
        for primitive in ctx.tessellate(output.shapes.clone(), pixels_per_point) {
            self.paint(&mut canvas, &primitive, pixels_per_point)?;
        }
        RgbaImage::from_raw(width, height, canvas.into_bytes())
            .ok_or_else(|| format!("a picture of {width} × {height} pixels does not fit into memory"))
    }
}

impl CpuRenderer {
    fn paint(
        &self,
        canvas: &mut Canvas,
        primitive: &ClippedPrimitive,
        pixels_per_point: f32,
    ) -> Result<(), String> {
        let mesh = match &primitive.primitive {
            Primitive::Mesh(mesh) => mesh,
            Primitive::Callback(_) => return Err("paint callbacks need a graphics card".to_owned()),
        };
        let id = mesh.texture_id;
        let texture = self.textures.get(id).ok_or_else(|| format!("texture {id:?} was never sent"))?;
        let clip = clip_pixels(primitive.clip_rect, pixels_per_point);
        for indices in mesh.indices.chunks_exact(3) {
            let corners = [0, 1, 2].map(|i| &mesh.vertices[indices[i] as usize]);
            canvas.fill(corners, pixels_per_point, texture, clip);
        }
        Ok(())
    }
}

fn clip_pixels(rect: Rect, pixels_per_point: f32) -> Clip {
    let pixel = |points: f32| (points * pixels_per_point).round() as i64;
    Clip { min: [pixel(rect.min.x), pixel(rect.min.y)], max: [pixel(rect.max.x), pixel(rect.max.y)] }
}
