//! All stages in small, with what is wrong in them and what is in view; hidden while everything is in view.

use std::sync::Arc;

use eframe::egui::epaint::Mesh;
use eframe::egui::{
    CornerRadius, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use pipewright_core::check::Severity;

use super::Canvas;
use super::camera::{to_pos, to_rect};
use super::overlay::ZOOMS;
use crate::editor::Editor;
use crate::intent::Queue;
use crate::look::Tokens;
use crate::look::tokens::{radius, stroke};
use crate::panels::menu;
use crate::{tr, words};

const SIZE: Vec2 = vec2(150.0, 84.0);
const MARGIN: f32 = 16.0;
/// No stage is painted narrower, however many there are.
const NARROWEST: f32 = 1.5;
/// Edge of the mark of a problem.
const MARK: f32 = 4.0;

/// The stages and marks, painted once per look.
#[derive(Default)]
pub struct Minimap {
    key: Option<Key>,
    mesh: Arc<Mesh>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    frame: Rect,
    /// The table of colors, by its place in memory.
    tokens: usize,
    /// The newest look of all slabs: it is new with each change that can be seen.
    look: u64,
    count: usize,
    revision: u64,
}

/// From the world to the minimap.
#[derive(Clone, Copy)]
struct Shrunk {
    offset: Pos2,
    scale: f32,
}

impl Shrunk {
    fn into(inner: Rect, world: Rect) -> Self {
        let scale = (inner.width() / world.width().max(1.0)).min(inner.height() / world.height().max(1.0));
        Self { offset: inner.center() - world.center().to_vec2() * scale, scale }
    }

    fn place(self, rect: Rect) -> Rect {
        let corner = |corner: Pos2| self.offset + corner.to_vec2() * self.scale;
        Rect::from_min_max(corner(rect.min), corner(rect.max))
    }

    fn world(self, point: Pos2) -> Pos2 {
        ((point - self.offset) / self.scale).to_pos2()
    }
}

impl Canvas {
    pub(super) fn show_minimap(&mut self, ui: &Ui, view: Rect, editor: &Editor, queue: &mut Queue) {
        let layout = &editor.derived().layout;
        let world = Rect::from_min_size(Pos2::ZERO, to_pos(layout.size).to_vec2());
        let visible = self.camera.visible_world();
        let is_small = view.height() < 220.0 || view.width() < 420.0;
        // Half a pixel of rounding must not bring it up.
        if layout.stages.is_empty() || is_small || visible.expand(1.0).contains_rect(world) {
            return;
        }
        let tokens = Tokens::of(ui);
        let frame = Rect::from_min_size(view.max - SIZE - vec2(MARGIN, MARGIN), SIZE);
        let response = ui.interact(frame, ui.scope_id().with("minimap"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Pane, true, tr!("Minimap")));
        response.context_menu(|ui| menu::commands(ui, editor, queue, ZOOMS));
        let painter = ui.painter_at(frame.expand(1.0));
        let line = Stroke::new(stroke::LINE, tokens.line);
        painter.rect(frame, CornerRadius::same(radius::CARD), tokens.panel, line, StrokeKind::Inside);
        let shrunk = Shrunk::into(frame.shrink(8.0), world);
        painter.add(Shape::Mesh(self.minimap.mesh(frame, shrunk, tokens, editor)));
        let seen = shrunk.place(visible).intersect(frame.shrink(2.0));
        painter.rect_stroke(seen, 3.0, Stroke::new(1.5, tokens.accent), StrokeKind::Inside);
        // With the press, as the view moves from then on.
        if response.is_pointer_button_down_on() && ui.input(|input| input.pointer.primary_pressed()) {
            self.leave(editor);
        }
        if let Some(pointer) = response.interact_pointer_pos()
            && !ui.input(|input| input.pointer.secondary_down() || input.pointer.secondary_released())
        {
            let target = shrunk.world(pointer);
            self.flight = None;
            self.camera.pan((self.camera.visible_world().center() - target) * self.camera.zoom());
        }
    }
}

impl Minimap {
    fn mesh(&mut self, frame: Rect, shrunk: Shrunk, tokens: &'static Tokens, editor: &Editor) -> Arc<Mesh> {
        let slabs = &editor.derived().slabs;
        let look = slabs.iter().map(|slab| slab.look).max().unwrap_or_default();
        let tokens_at = std::ptr::from_ref(tokens).addr();
        // A folded stage looks the same whatever its first action is; here it has the color of that.
        let revision = editor.document().revision();
        let key = Key { frame, tokens: tokens_at, look, count: slabs.len(), revision };
        if self.key != Some(key) {
            self.key = Some(key);
            self.mesh = Arc::new(paint(shrunk, tokens, editor));
        }
        Arc::clone(&self.mesh)
    }
}

fn paint(shrunk: Shrunk, tokens: &Tokens, editor: &Editor) -> Mesh {
    let mut mesh = Mesh::default();
    let mut marks = Vec::new();
    let derived = editor.derived();
    for (stage_box, stage) in derived.layout.stages.iter().zip(&editor.document().pipeline().stages) {
        let tint = stage.actions.first().map_or(tokens.compute, |action| tokens.hue(words::hue_of(action)));
        let rect = shrunk.place(to_rect(stage_box.rect));
        let size = rect.size().max(vec2(NARROWEST, NARROWEST));
        mesh.add_colored_rect(Rect::from_center_size(rect.center(), size), tint.solid.gamma_multiply(0.6));
        marks.extend(derived.worst_in_stage(stage).map(|severity| (severity, rect.right_top())));
    }
    // Errors lie over warnings where there are many.
    marks.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    for (severity, at) in marks {
        let color = match severity {
            Severity::Error => tokens.error.solid,
            Severity::Warning => tokens.warning.solid,
            Severity::Hint => tokens.running.solid,
        };
        let center = pos2(at.x, at.y);
        mesh.add_colored_rect(Rect::from_center_size(center, vec2(MARK + 2.0, MARK + 2.0)), tokens.panel);
        mesh.add_colored_rect(Rect::from_center_size(center, vec2(MARK, MARK)), color);
    }
    mesh
}
