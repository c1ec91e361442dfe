//! The chevron in the head of a stage: folds the stage to a narrow box, and opens it again.

use eframe::egui::{CursorIcon, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use pipewright_core::layout::{Orientation, StageBox};

use super::camera::to_rect;
use super::paint::Scene;
use super::touch::Touched;
use super::{Canvas, WORDS_FROM};
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::icons;
use crate::look::tokens::radius;
use crate::tr;

/// The square that takes clicks, in the world.
const REACH: f32 = 22.0;
/// It takes them from as far at a small zoom, in points.
const LEAST: f32 = 18.0;
/// The icon in it.
const SIGN: f32 = 14.0;

/// Where the chevron of a stage is, in the world.
pub fn center(stage: &StageBox, orientation: Orientation) -> Pos2 {
    let head = to_rect(stage.header);
    if stage.is_folded && orientation == Orientation::LeftToRight {
        pos2(head.center().x, head.min.y + 20.0)
    } else {
        pos2(head.max.x - 17.0, head.min.y + 20.0)
    }
}

impl Canvas {
    /// After the head of the stage, so that it lies on top of that.
    pub(super) fn touch_chevron(
        &self,
        ui: &Ui,
        stage: &StageBox,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        if self.camera.zoom() < WORDS_FROM {
            return;
        }
        let world = Rect::from_center_size(center(stage, editor.orientation()), vec2(REACH, REACH));
        let rect = self.camera.screen_from_rect(world);
        let rect = Rect::from_center_size(rect.center(), rect.size().max(vec2(LEAST, LEAST)));
        let response = ui.interact(rect, ui.scope_id().with(("fold", stage.id)), Sense::click());
        let words = || {
            let name = editor.document().pipeline().stage(stage.id).map(|stage| stage.name().to_owned());
            let name = name.unwrap_or_default();
            if stage.is_folded {
                tr!("Expand stage {name}", name = name)
            } else {
                tr!("Collapse stage {name}", name = name)
            }
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words()));
        if response.hovered() {
            touched.chevron = Some(stage.id);
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.clicked() {
            queue.push(Intent::Fold { id: stage.id, is_folded: !stage.is_folded });
        }
    }
}

impl Scene<'_> {
    pub(super) fn chevron(&self, stage: &StageBox) {
        let is_hot = self.touched.chevron == Some(stage.id);
        let at = self.camera.screen_from_world(center(stage, self.editor.orientation()));
        let size = vec2(REACH, REACH) * self.zoom();
        if is_hot {
            let rect = Rect::from_center_size(at, size);
            self.painter.rect_filled(rect, self.rounding(radius::CONTROL), self.tokens.hover);
        }
        let icon = match (stage.is_folded, self.editor.orientation()) {
            (true, Orientation::LeftToRight) => icons::CHEVRON_RIGHT,
            (true, Orientation::TopToBottom) => icons::CHEVRON_DOWN,
            (false, Orientation::LeftToRight) => icons::CHEVRON_LEFT,
            (false, Orientation::TopToBottom) => icons::CHEVRON_UP,
        };
        let color = if is_hot { self.tokens.text } else { self.tokens.faint };
        icons::paint(self.painter, at, icon, super::labels::stepped(SIGN, self.zoom()), color);
    }
}
