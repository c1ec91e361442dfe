//! How the pieces of sheets are handed to egui: bound to pages.
//!
//! egui copies all that is painted into one buffer as long as the clip and the texture stay the same. A buffer that
//! grows is copied again and again, so it is cut into pages, by a clip that is larger on each second page by less than
//! a pixel. What lay on a page in the frame before lies there as one mesh, which is copied once.

use std::sync::Arc;

use eframe::egui::emath::TSTransform;
use eframe::egui::epaint::Mesh;
use eframe::egui::{Painter, Pos2, Rect, Shape};

/// Vertices of a page.
const PAGE: usize = 1 << 12;

/// The pages of a frame, and what is kept of those of the frame before.
#[derive(Default)]
pub struct Pages {
    /// What comes on the page that is not full yet.
    open: Vec<Leaf>,
    vertices: usize,
    /// As the pages follow each other.
    bound: Vec<Bound>,
    next: usize,
}

/// A piece of a sheet.
pub struct Leaf {
    /// Nobody else has it, and the mesh is the same as long as this and the place are.
    pub name: (u64, usize),
    pub anchor: Pos2,
    /// How it is stretched.
    pub transform: TSTransform,
    pub mesh: Arc<Mesh>,
}

/// What tells a piece in its place from all others.
type Name = ((u64, usize), Pos2, TSTransform);

#[derive(Default)]
struct Bound {
    leaves: Vec<Name>,
    /// All of them in one.
    mesh: Option<Arc<Mesh>>,
}

impl Pages {
    /// Begins a frame.
    pub fn begin(&mut self) {
        self.bound.truncate(self.next);
        self.next = 0;
    }

    /// Lays a piece on the open page.
    pub fn add(&mut self, painter: &Painter, leaf: Leaf) {
        if self.vertices + leaf.mesh.vertices.len() > PAGE {
            self.turn(painter);
        }
        self.vertices += leaf.mesh.vertices.len();
        self.open.push(leaf);
    }

    /// Paints what lies on the open page.
    pub fn turn(&mut self, painter: &Painter) {
        if self.open.is_empty() {
            return;
        }
        let mut painter = painter.clone();
        // Not the intersection of both, which would be the same on each page.
        painter.set_clip_rect(self.clip(painter.clip_rect()));
        if self.bound.len() == self.next {
            self.bound.push(Bound::default());
        }
        match self.bound[self.next].follow(&self.open) {
            Some(mesh) => {
                painter.add(Shape::Mesh(mesh));
                self.open.clear();
            }
            None => self.open.drain(..).for_each(|leaf| leaf.paint(&painter)),
        }
        self.vertices = 0;
        self.next += 1;
    }

    /// The clip of the open page.
    fn clip(&self, view: Rect) -> Rect {
        if self.next.is_multiple_of(2) { view } else { view.expand(1.0 / 64.0) }
    }
}

impl Leaf {
    fn paint(self, painter: &Painter) {
        let index = painter.add(Shape::Mesh(self.mesh));
        if self.transform != TSTransform::IDENTITY {
            painter.ctx().graphics_mut(|graphics| {
                // The clip stays where it is.
                graphics
                    .entry(painter.layer_id())
                    .mutate_shape(index, |shape| shape.transform_after_tessellation = self.transform);
            });
        }
    }
}

impl Bound {
    /// The pieces in one mesh, if they are more than one and were the same in the frame before.
    fn follow(&mut self, open: &[Leaf]) -> Option<Arc<Mesh>> {
        let names = || open.iter().map(|leaf| (leaf.name, leaf.anchor, leaf.transform));
        if !self.leaves.iter().copied().eq(names()) {
            self.leaves = names().collect();
            self.mesh = None;
        } else if self.mesh.is_none() {
            self.mesh = bind(open);
        }
        self.mesh.clone()
    }
}

fn bind(leaves: &[Leaf]) -> Option<Arc<Mesh>> {
    let [first, others @ ..] = leaves else { return None };
    if others.is_empty() || others.iter().any(|leaf| leaf.mesh.texture_id != first.mesh.texture_id) {
        return None;
    }
    if leaves.iter().any(|leaf| leaf.transform != TSTransform::IDENTITY) {
        return None;
    }
    let mut mesh = Mesh::with_texture(first.mesh.texture_id);
    mesh.reserve_vertices(leaves.iter().map(|leaf| leaf.mesh.vertices.len()).sum());
    mesh.reserve_triangles(leaves.iter().map(|leaf| leaf.mesh.indices.len() / 3).sum());
    for leaf in leaves {
        mesh.append_ref(&leaf.mesh);
    }
    Some(Arc::new(mesh))
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Color32, Context, LayerId, RawInput, pos2, vec2};

    use super::*;

    /// So many squares, the first of this name.
    fn leaf(name: u64, x: f32, squares: usize) -> Leaf {
        let mut mesh = Mesh::default();
        for square in 0..squares {
            let corner = pos2(x + square as f32, 0.0);
            mesh.add_colored_rect(Rect::from_min_size(corner, vec2(1.0, 1.0)), Color32::PLACEHOLDER);
        }
        Leaf { name: (name, 0), anchor: pos2(x, 0.0), transform: TSTransform::IDENTITY, mesh: Arc::new(mesh) }
    }

    /// Vertices and clips of the shapes of a frame with these pieces.
    fn frame(pages: &mut Pages, mut leaves: Vec<Leaf>) -> Vec<(usize, Rect)> {
        let ctx = Context::default();
        let mut shapes = Vec::new();
        let output = ctx.run_ui(RawInput::default(), |ui| {
            let layer = LayerId::background();
            let painter =
                Painter::new(ui.ctx().clone(), layer, Rect::from_min_size(Pos2::ZERO, vec2(9.0, 9.0)));
            pages.begin();
            leaves.drain(..).for_each(|leaf| pages.add(&painter, leaf));
            pages.turn(&painter);
            let all = ui.ctx().graphics(|graphics| {
                graphics.get(layer).map_or_else(Vec::new, |list| list.all_entries().cloned().collect())
            });
            shapes.extend(all.iter().filter_map(|clipped| match &clipped.shape {
                Shape::Mesh(mesh) => Some((mesh.vertices.len(), clipped.clip_rect)),
                _ => None,
            }));
        });
        output.drop_without_applying_deltas();
        shapes
    }

    fn sizes(shapes: &[(usize, Rect)]) -> Vec<usize> {
        shapes.iter().map(|(vertices, _)| *vertices).collect()
    }

    #[test]
    fn pieces_that_stay_are_bound_and_those_that_change_are_not() {
        let mut pages = Pages::default();
        let two = |x| vec![leaf(1, 0.0, 2), leaf(2, x, 3)];
        assert_eq!(sizes(&frame(&mut pages, two(5.0))), [8, 12]);
        assert_eq!(sizes(&frame(&mut pages, two(5.0))), [20]);
        assert_eq!(sizes(&frame(&mut pages, two(5.0))), [20]);
        assert_eq!(sizes(&frame(&mut pages, two(6.0))), [8, 12]);
        assert_eq!(sizes(&frame(&mut pages, vec![leaf(1, 0.0, 2)])), [8]);
        assert_eq!(sizes(&frame(&mut pages, vec![leaf(1, 0.0, 2)])), [8]);
    }

    #[test]
    fn neighboring_pages_differ_in_their_clip() {
        let mut pages = Pages::default();
        let half = PAGE / 8;
        let many = || (0..6).map(|name| leaf(name, 0.0, half)).collect::<Vec<_>>();
        frame(&mut pages, many());
        let shapes = frame(&mut pages, many());
        assert_eq!(sizes(&shapes), [PAGE; 3]);
        assert!(shapes[0].1 != shapes[1].1 && shapes[0].1 == shapes[2].1);
    }
}
