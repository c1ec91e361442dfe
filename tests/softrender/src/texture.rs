//! The textures egui has sent, and sampling of them.

use std::collections::HashMap;

use egui::{
    Color32, TextureFilter, TextureId, TextureWrapMode, TexturesDelta,
    epaint::{ImageData, ImageDelta},
};

/// Color with premultiplied alpha, channels from 0 to 255.
pub type Rgba = [f32; 4];

#[derive(Default)]
pub struct TextureStore {
    textures: HashMap<TextureId, Texture>,
}

impl TextureStore {
    /// Takes over what is new and drops what is no longer needed, leaving `delta` empty.
    #[expect(clippy::iter_over_hash_type, reason = "textures do not depend on one another")]
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        let TexturesDelta { set, free } = delta;
        for (id, deltas) in set.drain() {
            for delta in deltas {
                self.set(id, &delta);
            }
        }
        for id in free.drain() {
            self.textures.remove(&id);
        }
    }

    pub fn get(&self, id: TextureId) -> Option<&Texture> {
        self.textures.get(&id)
    }

    fn set(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let part = Texture {
            width: image.width(),
            height: image.height(),
            pixels: image.pixels.clone(),
            filter: delta.options.magnification,
            repeats: delta.options.wrap_mode == TextureWrapMode::Repeat,
        };
        match delta.pos {
            None => {
                self.textures.insert(id, part);
            }
            Some(at) => self
                .textures
                .get_mut(&id)
                .expect("egui updates a part only of a texture it has sent before")
                .overwrite(at, &part),
        }
    }
}

pub struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    filter: TextureFilter,
    /// Whether it goes on and on; else its edge does.
    repeats: bool,
}

impl Texture {
    /// Color at `u`, `v`, which go from 0 to 1 across the texture.
    pub fn sample(&self, u: f32, v: f32) -> Rgba {
        // Centers of texels lie at halves.
        let (x, y) = (u * self.width as f32 - 0.5, v * self.height as f32 - 0.5);
        match self.filter {
            TextureFilter::Nearest => self.texel((x + 0.5).floor(), (y + 0.5).floor()),
            TextureFilter::Linear => self.bilinear(x, y),
        }
    }

    fn bilinear(&self, x: f32, y: f32) -> Rgba {
        let (left, top) = (x.floor(), y.floor());
        let (right_part, lower_part) = (x - left, y - top);
        // Text and plain fills hit texels in the middle: one read instead of four, and no rounding.
        if right_part < 1e-3 && lower_part < 1e-3 {
            return self.texel(left, top);
        }
        let upper = mix(self.texel(left, top), self.texel(left + 1.0, top), right_part);
        let lower = mix(self.texel(left, top + 1.0), self.texel(left + 1.0, top + 1.0), right_part);
        mix(upper, lower, lower_part)
    }

    fn texel(&self, x: f32, y: f32) -> Rgba {
        let (x, y) = if self.repeats {
            (x.rem_euclid(self.width as f32), y.rem_euclid(self.height as f32))
        } else {
            (x, y)
        };
        // The cast takes what lies left of or above the texture to 0.
        let x = (x as usize).min(self.width - 1);
        let y = (y as usize).min(self.height - 1);
        self.pixels[y * self.width + x].to_array().map(f32::from)
    }

    fn overwrite(&mut self, [left, top]: [usize; 2], part: &Self) {
        for (row, pixels) in part.pixels.chunks_exact(part.width).enumerate() {
            let start = (top + row) * self.width + left;
            self.pixels[start..start + part.width].copy_from_slice(pixels);
        }
        self.filter = part.filter;
    }
}

fn mix(a: Rgba, b: Rgba, part_of_b: f32) -> Rgba {
    std::array::from_fn(|i| a[i] * (1.0 - part_of_b) + b[i] * part_of_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkers(filter: TextureFilter) -> Texture {
        let pixels = vec![Color32::BLACK, Color32::WHITE, Color32::WHITE, Color32::BLACK];
        Texture { width: 2, height: 2, pixels, filter, repeats: false }
    }

    #[test]
    fn the_middle_of_a_texel_is_its_color() {
        for filter in [TextureFilter::Nearest, TextureFilter::Linear] {
            assert_eq!(checkers(filter).sample(0.25, 0.25), [0.0, 0.0, 0.0, 255.0]);
            assert_eq!(checkers(filter).sample(0.75, 0.25), [255.0; 4]);
        }
    }

    #[test]
    fn linear_blends_between_texels() {
        assert_eq!(checkers(TextureFilter::Linear).sample(0.5, 0.25), [127.5, 127.5, 127.5, 255.0]);
        assert_eq!(checkers(TextureFilter::Nearest).sample(0.49, 0.25), [0.0, 0.0, 0.0, 255.0]);
    }

    #[test]
    fn outside_lies_the_nearest_edge() {
        for (u, v) in [(-3.0, 0.1), (0.1, -3.0), (4.0, 4.0)] {
            assert_eq!(checkers(TextureFilter::Linear).sample(u, v), [0.0, 0.0, 0.0, 255.0]);
        }
    }

    #[test]
    fn a_part_replaces_only_its_place() {
        let mut texture = checkers(TextureFilter::Nearest);
        let dot = Texture {
            width: 1,
            height: 1,
            pixels: vec![Color32::RED],
            filter: TextureFilter::Nearest,
            repeats: false,
        };
        texture.overwrite([1, 0], &dot);
        assert_eq!(texture.pixels, [Color32::BLACK, Color32::RED, Color32::WHITE, Color32::BLACK]);
    }
}
