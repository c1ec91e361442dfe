//! The gates between stages: the "+", and whether the way into the next stage is to be disabled.

use eframe::egui::{Align2, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};
use pipewright_core::edit::transitions;
use pipewright_core::layout::Gate;
use pipewright_core::pipeline::Stage;

use super::camera::{to_pos, to_rect};
use super::labels::stepped;
use super::paint::Scene;
use super::touch::Touched;
use super::{CURVES_FROM, Camera, Canvas, WORDS_FROM};
use crate::editor::Editor;
use crate::intent::{AddAt, Intent, Queue};
use crate::look::tokens::stroke;
use crate::look::{fonts, icons};
use crate::tr;

/// The lock below the "+", in the world.
const LOCK: f32 = 18.0;
/// From the middle of the "+" to that of the lock.
const BELOW: f32 = 24.0;

/// The stage a gate leads into, if there is one before it as well.
fn stage_behind(editor: &Editor, gate: usize) -> Option<&Stage> {
    if gate == 0 { None } else { editor.document().pipeline().stages.get(gate) }
}

fn lock_rect(camera: &Camera, gate: &Gate) -> Rect {
    let middle = to_rect(gate.rect).center() + vec2(0.0, BELOW);
    camera.screen_from_rect(Rect::from_center_size(middle, Vec2::splat(LOCK)))
}

/// What can be done at a gate.
pub fn menu(ui: &mut Ui, gate: usize, editor: &Editor, queue: &mut Queue) {
    let mut item = |icon: &'static str, label: &'static str| crate::panels::menu::extra(ui, icon, label);
    if item(icons::PLUS, tr!("Insert stage here")) {
        queue.push(Intent::AddStage(gate));
    }
    let Some(stage) = stage_behind(editor, gate) else { return };
    if editor.document().disabled_transition(stage.name()).is_some() {
        if item(icons::RENAME, tr!("Change reason…")) {
            queue.push(Intent::AskToDisable(stage.id));
        }
        if item(icons::CHECK, tr!("Enable transition")) {
            queue.change(transitions::enable(editor.document(), stage.id));
        }
    } else if item(icons::LOCK, tr!("Disable transition…")) {
        queue.push(Intent::AskToDisable(stage.id));
    }
}

impl Canvas {
    pub(super) fn touch_gate(
        &self,
        ui: &Ui,
        gate: &Gate,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let rect = self.camera.screen_from_rect(to_rect(gate.rect));
        let response = ui.interact(rect, ui.scope_id().with(("gate", gate.index)), Sense::click());
        let stages = &editor.document().pipeline().stages;
        let before = gate.index.checked_sub(1).and_then(|before| stages.get(before));
        let name = || match (before, stages.get(gate.index)) {
            (_, Some(next)) => tr!("Add stage before {stage}", stage = next.name()),
            (Some(last), None) => tr!("Add stage after {stage}", stage = last.name()),
            (None, None) => tr!("Add stage").to_owned(),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name()));
        if response.hovered() {
            touched.gate = Some(gate.index);
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        response.context_menu(|ui| menu(ui, gate.index, editor, queue));
        if response.clicked() {
            queue.push(Intent::AskWhatToAdd(AddAt::NewStage(gate.index)));
        }
        if response.contains_pointer() {
            response.on_hover_text(name());
        }
        self.touch_lock(ui, gate, editor, queue);
    }

    fn touch_lock(&self, ui: &Ui, gate: &Gate, editor: &Editor, queue: &mut Queue) {
        let Some(stage) = stage_behind(editor, gate.index) else { return };
        let Some(transition) = editor.document().disabled_transition(stage.name()) else { return };
        let reason = transition.reason().unwrap_or(tr!("no reason given"));
        let name = tr!("Transition to {stage} is disabled: {reason}", stage = stage.name(), reason = reason);
        let id = ui.scope_id().with(("lock", gate.index));
        let response = ui.interact(lock_rect(&self.camera, gate).expand(3.0), id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        response.context_menu(|ui| menu(ui, gate.index, editor, queue));
        if response.on_hover_text(&name).clicked() {
            queue.push(Intent::AskToDisable(stage.id));
        }
    }
}

impl Scene<'_> {
    pub(super) fn gate(&self, gate: &Gate) {
        let [from, to] = gate.line.map(|end| self.camera.screen_from_world(to_pos(end)));
        if !self.visible.intersects(to_rect(gate.gap)) {
            return;
        }
        self.painter.line_segment([from, to], Stroke::new(stroke::LINE, self.tokens.line));
        if self.zoom() < CURVES_FROM {
            return;
        }
        let rect = self.camera.screen_from_rect(to_rect(gate.rect));
        if self.union.is_some() {
            self.way(from, to);
            return;
        }
        let is_hot = self.touched.gate == Some(gate.index);
        let (fill, edge, sign) = if is_hot {
            (self.tokens.accent_fill, self.tokens.accent_fill, self.tokens.on_accent)
        } else {
            (self.tokens.canvas, self.tokens.line, self.tokens.weak)
        };
        self.painter.circle(rect.center(), rect.width() * 0.45, fill, Stroke::new(stroke::LINE, edge));
        let arm = rect.width() * 0.17;
        let plus = Stroke::new(1.2, sign);
        self.painter.line_segment([rect.center() - vec2(arm, 0.0), rect.center() + vec2(arm, 0.0)], plus);
        self.painter.line_segment([rect.center() - vec2(0.0, arm), rect.center() + vec2(0.0, arm)], plus);
    }

    /// Where the way into the next stage is to be disabled.
    pub(super) fn locks(&self) {
        if self.zoom() < CURVES_FROM || self.editor.document().transitions().next().is_none() {
            return;
        }
        for gate in &self.editor.derived().layout.gates {
            let stage =
                stage_behind(self.editor, gate.index).filter(|_| self.visible.intersects(to_rect(gate.gap)));
            if stage.is_some_and(|stage| self.editor.document().disabled_transition(stage.name()).is_some()) {
                self.lock(gate);
            }
        }
    }

    /// A lock over the line from stage to stage, and the word where there is room.
    fn lock(&self, gate: &Gate) {
        let tint = self.tokens.warning;
        let rect = lock_rect(self.camera, gate);
        let edge = Stroke::new(stroke::LINE, tint.solid);
        self.painter.rect(rect, rect.width() / 2.0, self.tokens.canvas, edge, StrokeKind::Inside);
        icons::paint(self.painter, rect.center(), icons::LOCK, stepped(11.0, self.zoom()), tint.solid);
        if self.zoom() >= WORDS_FROM {
            let font = fonts::regular(stepped(9.5, self.zoom()));
            let at = rect.center_bottom() + vec2(0.0, 3.0 * self.zoom());
            self.painter.text(at, Align2::CENTER_TOP, tr!("Disabled"), font, tint.text);
        }
    }
}
