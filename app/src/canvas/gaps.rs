//! The "+" between two run orders of a stage.

use eframe::egui::{CursorIcon, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};
use pipewright_core::edit::{Slot, SlotColumn};
use pipewright_core::layout::{Orientation, StageBox};

use super::Canvas;
use super::camera::{from_pos, to_rect};
use super::paint::Scene;
use super::touch::Touched;
use crate::editor::Editor;
use crate::intent::{AddAt, Intent, Queue};
use crate::look::tokens::stroke;
use crate::tr;

/// Width of the "+", in the world.
const SIZE: f32 = 11.0;
/// From the cards to the middle of the "+".
const DISTANCE: f32 = 6.0;

/// A place between two run orders, under the pointer or near it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    pub middle: Pos2,
    pub is_hot: bool,
}

/// The middles of the "+" of a stage: before its second, third … run order.
fn middles(stage: &StageBox, orientation: Orientation) -> impl Iterator<Item = (usize, Pos2)> {
    stage.columns.windows(2).enumerate().map(move |(index, pair)| {
        let (one, two) = (to_rect(pair[0].rect), to_rect(pair[1].rect));
        let middle = match orientation {
            Orientation::LeftToRight => pos2(f32::midpoint(one.max.x, two.min.x), one.min.y - DISTANCE),
            Orientation::TopToBottom => pos2(one.min.x - DISTANCE, f32::midpoint(one.max.y, two.min.y)),
        };
        (index + 1, middle)
    })
}

impl Canvas {
    pub(super) fn touch_gaps(
        &self,
        ui: &Ui,
        stage: &StageBox,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let pointer = ui.input(|input| input.pointer.latest_pos()).filter(|_| self.gesture.is_idle());
        let world = pointer.map(|pointer| from_pos(self.camera.world_from_screen(pointer)));
        let is_near = world.is_some_and(|world| stage.rect.contains(world));
        let name = editor.document().pipeline().stage(stage.id).map_or("", |stage| stage.name());
        for (before, middle) in middles(stage, editor.orientation()) {
            let at = self.camera.screen_from_world(middle);
            let size = Vec2::splat((SIZE + 4.0) * self.camera.zoom());
            let id = ui.scope_id().with(("gap", stage.id, before));
            let response = ui.interact(Rect::from_center_size(at, size), id, Sense::click());
            let label = || {
                tr!(
                    "Add action between steps {one} and {two} of {stage}",
                    one = stage.columns[before - 1].run_order,
                    two = stage.columns[before].run_order,
                    stage = name
                )
            };
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label()));
            let is_hot = response.hovered() || response.has_focus();
            if is_near || is_hot {
                touched.gaps.push(Gap { middle, is_hot });
            }
            if response.hovered() {
                ui.set_cursor_icon(CursorIcon::PointingHand);
            }
            if response.clicked() {
                let slot = Slot { stage: stage.id, column: SlotColumn::New { before } };
                queue.push(Intent::AskWhatToAdd(AddAt::Slot(slot)));
            }
        }
    }
}

impl Scene<'_> {
    pub(super) fn gaps(&self) {
        for gap in &self.touched.gaps {
            let center = self.camera.screen_from_world(gap.middle);
            let (fill, edge, sign) = if gap.is_hot {
                (self.tokens.accent_fill, self.tokens.accent_fill, self.tokens.on_accent)
            } else {
                (self.tokens.panel, self.tokens.line_strong, self.tokens.weak)
            };
            let radius = SIZE / 2.0 * self.zoom();
            self.painter.circle(center, radius, fill, Stroke::new(stroke::LINE, edge));
            let (arm, plus) = (radius * 0.5, Stroke::new(1.2, sign));
            for arm in [vec2(arm, 0.0), vec2(0.0, arm)] {
                self.painter.line_segment([center - arm, center + arm], plus);
            }
        }
    }
}
