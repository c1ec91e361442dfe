//! What lies over the canvas: the zoom cluster, and words for an empty pipeline.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::{Aim, Canvas};
use crate::commands::Command;
use crate::editor::Editor;
use crate::intent::Queue;
use crate::look::tokens::{radius, stroke};
use crate::look::{Tokens, fonts};
use crate::panels::menu;
use crate::tr;

/// How much is seen of what.
pub(super) const ZOOMS: &[&[Command]] = &[
    &[Command::ZoomIn, Command::ZoomOut, Command::ZoomActual],
    &[Command::ZoomAll, Command::ZoomSelection],
    &[Command::GoBack, Command::GoForward],
];

const MARGIN: f32 = 16.0;
const CLUSTER_HEIGHT: f32 = 30.0;

impl Canvas {
    pub(super) fn overlay(&mut self, ui: &Ui, view: Rect, editor: &Editor, queue: &mut Queue) {
        if editor.document().pipeline().stages.is_empty() {
            empty_words(ui, view);
        }
        self.zoom_cluster(ui, view, editor, queue);
        self.show_minimap(ui, view, editor, queue);
    }

    fn zoom_cluster(&self, ui: &Ui, view: Rect, editor: &Editor, queue: &mut Queue) {
        let tokens = Tokens::of(ui);
        let percent = format!("{:.0} %", self.camera.zoom() * 100.0);
        let fit = tr!("Fit");
        let wide = ui.painter().layout_no_wrap(fit.to_owned(), fonts::figures(12.5), tokens.weak).size().x;
        let parts = [
            ("−", tr!("Zoom out"), Command::ZoomOut, 30.0),
            (percent.as_str(), tr!("Zoom to 100 %"), Command::ZoomActual, 54.0),
            ("+", tr!("Zoom in"), Command::ZoomIn, 30.0),
            (fit, tr!("Zoom to all"), Command::ZoomAll, (wide + 20.0).ceil().max(40.0)),
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
            response.context_menu(|ui| menu::commands(ui, editor, queue, ZOOMS));
            if tooltip(response, name).clicked() {
                queue.run(command);
            }
            x += width;
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

/// For eyes; the name is told anyway.
fn tooltip(response: Response, name: &str) -> Response {
    response.on_hover_ui(|ui| {
        ui.label(name);
    })
}

fn empty_words(ui: &Ui, view: Rect) {
    let tokens = Tokens::of(ui);
    let painter = ui.painter();
    painter.text(
        view.center() - vec2(0.0, 16.0),
        Align2::CENTER_CENTER,
        tr!("An empty pipeline"),
        fonts::semibold(15.0),
        tokens.text,
    );
    let hint = tr!("Drag an action here from the left, or press Shift+A to add a stage");
    painter.text(view.center() + vec2(0.0, 10.0), Align2::CENTER_CENTER, hint, fonts::body(), tokens.weak);
}
