//! What the pointer does on the ports of a card: draws wires from outputs, takes their ends from inputs.

use eframe::egui::{CursorIcon, PointerButton, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};
use pipewright_core::layout::{Card, Point};
use pipewright_core::pipeline::Action;

use super::camera::to_pos;
use super::gesture::{Gesture, Hold};
use super::touch::Touched;
use super::{Canvas, touch};
use crate::editor::{Editor, Item};
use crate::intent::Queue;
use crate::{tr, words};

impl Canvas {
    pub(super) fn touch_ports(
        &mut self,
        ui: &Ui,
        (card, action): (&Card, &Action),
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let is_near = touched.card == Some(card.id) || editor.selection().contains(Item::Action(card.id));
        let takes_more = card.outputs.is_empty() && is_near && words::may_have_output(action);
        let outputs = card.outputs.iter().copied().enumerate().map(|(index, at)| (Some(index), at));
        let hint = takes_more.then_some((None, card.output_hint));
        let height = self.height(&card.outputs);
        for (output, at) in outputs.chain(hint) {
            let artifact =
                output.and_then(|index| action.output_artifacts().nth(index)).unwrap_or(tr!("new output"));
            let name = tr!("Output {artifact} of {action}", artifact = artifact, action = action.name());
            let response = self.port(ui, at, height, ("output", card.id, output), &name);
            if response.hovered() {
                touched.port = Some((card.id, output));
            }
            let hold = match (response.drag_started_by(PointerButton::Primary), response.clicked()) {
                (true, _) => Hold::Button,
                (false, true) => Hold::Click,
                (false, false) => continue,
            };
            if self.gesture.is_idle() {
                let gesture = Gesture::Connecting { from: card.id, output, to: None, detached: None, hold };
                self.begin(gesture, editor);
            }
        }
        self.touch_inputs(ui, (card, action), editor, queue);
    }

    fn touch_inputs(
        &mut self,
        ui: &Ui,
        (card, action): (&Card, &Action),
        editor: &Editor,
        queue: &mut Queue,
    ) {
        let height = self.height(&card.inputs);
        for (input, (at, artifact)) in card.inputs.iter().zip(action.input_artifacts()).enumerate() {
            let name = tr!("Input {artifact} of {action}", artifact = artifact, action = action.name());
            let response = self.port(ui, *at, height, ("input", card.id, Some(input)), &name);
            if self.gesture.is_idle() {
                touch::select_by(&response, ui, Item::Wire { to: card.id, input }, editor, queue);
            }
            if response.drag_started_by(PointerButton::Primary) && self.gesture.is_idle() {
                let wires = &editor.derived().flow.wires;
                let wire = wires.iter().find(|wire| wire.to.action == card.id && wire.to.index == input);
                if let Some(wire) = wire {
                    let gesture = Gesture::Connecting {
                        from: wire.from.action,
                        output: Some(wire.from.index),
                        to: None,
                        detached: Some((card.id, input)),
                        hold: Hold::Button,
                    };
                    self.begin(gesture, editor);
                }
            }
        }
    }

    fn port(
        &self,
        ui: &Ui,
        at: Point,
        height: f32,
        salt: (&'static str, pipewright_core::pipeline::ActionId, Option<usize>),
        name: &str,
    ) -> Response {
        let rect = Rect::from_center_size(self.camera.screen_from_world(to_pos(at)), vec2(16.0, height));
        let response = ui.interact(rect, ui.scope_id().with(salt), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        if response.hovered() && self.gesture.is_idle() {
            ui.set_cursor_icon(CursorIcon::Crosshair);
        }
        response
    }

    /// Ports that are close to each other share the room between them.
    fn height(&self, ports: &[Point]) -> f32 {
        let pitch = match ports {
            [first, second, ..] => first.distance(*second) * self.camera.zoom(),
            _ => f32::INFINITY,
        };
        pitch.min(14.0)
    }
}
