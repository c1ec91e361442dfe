//! What lies over the canvas: the zoom cluster, the minimap, and words for an empty pipeline.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::camera::{to_pos, to_rect};
use super::{Aim, Canvas};
use crate::commands::Command;
use crate::editor::Editor;
use crate::intent::Queue;
use crate::look::tokens::{radius, stroke};
use crate::look::{Tokens, fonts};
use crate::words;

const MARGIN: f32 = 16.0;
const CLUSTER_HEIGHT: f32 = 30.0;
const MINIMAP: eframe::egui::Vec2 = vec2(150.0, 84.0);

impl Canvas {
    pub(super) fn overlay(&mut self, ui: &Ui, view: Rect, editor: &Editor, queue: &mut Queue) {
        if editor.document().pipeline().stages.is_empty() {
            empty_words(ui, view);
        }
        self.zoom_cluster(ui, view, queue);
        self.minimap(ui, view, editor);
    }

    fn zoom_cluster(&self, ui: &Ui, view: Rect, queue: &mut Queue) {
        let tokens = Tokens::of(ui);
        let percent = format!("{:.0} %", self.camera.zoom() * 100.0);
        let parts = [
            ("−", "Zoom out", Command::ZoomOut, 30.0),
            (percent.as_str(), "Zoom to 100 %", Command::ZoomActual, 54.0),
            ("+", "Zoom in", Command::ZoomIn, 30.0),
            ("Fit", "Zoom to all", Command::ZoomAll, 40.0),
        ];
        let width: f32 = parts.iter().map(|(_, _, _, width)| width).sum();
        let min = pos2(view.min.x + MARGIN, view.max.y - MARGIN - CLUSTER_HEIGHT);
        let all = Rect::from_min_size(min, vec2(width, CLUSTER_HEIGHT));
        let painter = ui.painter();
        painter.rect(
            all,
            CornerRadius::same(radius::CONTROL),
            tokens.panel,
            Stroke::new(stroke::LINE, tokens.line),
            StrokeKind::Outside,
        );
        let mut x = all.min.x;
        for (index, (text, name, command, width)) in parts.into_iter().enumerate() {
            let rect = Rect::from_min_size(pos2(x, all.min.y), vec2(width, CLUSTER_HEIGHT));
            let response = ui.interact(rect, ui.scope_id().with(("zoom", index)), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
            if response.hovered() || response.has_focus() {
                painter.rect_filled(rect, CornerRadius::same(radius::CONTROL), tokens.hover);
                ui.set_cursor_icon(CursorIcon::PointingHand);
            }
            painter.text(rect.center(), Align2::CENTER_CENTER, text, fonts::figures(12.5), tokens.weak);
            if index > 0 {
                painter.vline(x, all.y_range(), Stroke::new(stroke::LINE, tokens.line));
            }
            if tooltip(response, name).clicked() {
                queue.run(command);
            }
            x += width;
        }
    }

    /// All stages in small, and what is in view; hidden while everything is in view.
    fn minimap(&mut self, ui: &Ui, view: Rect, editor: &Editor) {
        let layout = &editor.derived().layout;
        let world = Rect::from_min_size(Pos2::ZERO, to_pos(layout.size).to_vec2());
        let visible = self.camera.visible_world();
        if layout.stages.is_empty()
            || visible.contains_rect(world)
            || view.height() < 220.0
            || view.width() < 420.0
        {
            return;
        }
        let tokens = Tokens::of(ui);
        let frame = Rect::from_min_size(view.max - MINIMAP - vec2(MARGIN, MARGIN), MINIMAP);
        let response = ui.interact(frame, ui.scope_id().with("minimap"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Pane, true, "Minimap"));
        let painter = ui.painter_at(frame.expand(1.0));
        painter.rect(
            frame,
            CornerRadius::same(radius::CARD),
            tokens.panel,
            Stroke::new(stroke::LINE, tokens.line),
            StrokeKind::Inside,
        );
        let inner = frame.shrink(8.0);
        let scale = (inner.width() / world.width().max(1.0)).min(inner.height() / world.height().max(1.0));
        let offset = inner.center() - world.center().to_vec2() * scale;
        let place = |rect: Rect| {
            Rect::from_min_max(offset + rect.min.to_vec2() * scale, offset + rect.max.to_vec2() * scale)
        };
        let pipeline = editor.document().pipeline();
        for (stage_box, stage) in layout.stages.iter().zip(&pipeline.stages) {
            let tint =
                stage.actions.first().map_or(tokens.compute, |action| tokens.hue(words::hue_of(action)));
            let has_errors =
                stage.actions.iter().any(|action| editor.derived().action_severity(action.id).is_some());
            let rect = place(to_rect(stage_box.rect));
            painter.rect_filled(rect, 2.0, tint.solid.gamma_multiply(0.6));
            if has_errors {
                painter.circle_filled(rect.right_top(), 2.5, tokens.error.solid);
            }
        }
        painter.rect_stroke(
            place(visible).intersect(frame.shrink(2.0)),
            3.0,
            Stroke::new(1.5, tokens.accent),
            StrokeKind::Inside,
        );
        if let Some(pointer) = response.interact_pointer_pos() {
            let target = ((pointer - offset) / scale).to_pos2();
            self.camera.pan((self.camera.visible_world().center() - target) * self.camera.zoom());
        }
    }

    /// Zooms by the commands of the table.
    pub fn zoom_by(&mut self, command: Command) {
        match command {
            Command::ZoomIn => self.aim(Aim::Factor(1.2)),
            Command::ZoomOut => self.aim(Aim::Factor(1.0 / 1.2)),
            Command::ZoomActual => self.aim(Aim::Zoom(1.0)),
            Command::ZoomSelection => self.aim(Aim::Selection),
            _ => self.aim(Aim::All),
        }
    }
}

fn tooltip(response: Response, name: &str) -> Response {
    response.on_hover_text(name)
}

fn empty_words(ui: &Ui, view: Rect) {
    let tokens = Tokens::of(ui);
    let painter = ui.painter();
    painter.text(
        view.center() - vec2(0.0, 16.0),
        Align2::CENTER_CENTER,
        "An empty pipeline",
        fonts::semibold(15.0),
        tokens.text,
    );
    let hint = "Drag an action here from the left, or press Shift+A to add a stage";
    painter.text(view.center() + vec2(0.0, 10.0), Align2::CENTER_CENTER, hint, fonts::body(), tokens.weak);
}
