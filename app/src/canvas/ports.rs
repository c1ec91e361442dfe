//! What the pointer does on the ports of a card: draws wires from outputs, takes their ends from inputs.

use eframe::egui::{CursorIcon, PointerButton, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};
use pipewright_core::layout::{Card, Orientation, Point};
use pipewright_core::pipeline::Action;

use super::camera::{to_pos, to_rect};
use super::gesture::{Gesture, Hold};
use super::touch::Touched;
use super::{Canvas, touch};
use crate::editor::{Editor, Item};
use crate::intent::Queue;
use crate::{tr, words};

/// So far from a port, in points, it can be taken where no other is nearer.
const REACH: f32 = 12.0;
/// So far into its card, which is there to be moved.
const INTO: f32 = 8.0;
/// Half of the gutter between two run orders, in the world: the rest belongs to the ports on its other side.
const HALF_GUTTER: f32 = 15.0;

/// The edge of a card its ports are on.
#[derive(Clone, Copy)]
enum Edge {
    In,
    Out,
}

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
        let turned = editor.orientation() == Orientation::TopToBottom;
        for (output, at) in outputs.chain(hint) {
            let artifact =
                output.and_then(|index| action.output_artifacts().nth(index)).unwrap_or(tr!("new output"));
            let name = tr!("Output {artifact} of {action}", artifact = artifact, action = action.name());
            let area = self.port_area(card, (at, &card.outputs), Edge::Out, turned);
            let response = self.port(ui, area, ("output", card.id, output), &name);
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
        let turned = editor.orientation() == Orientation::TopToBottom;
        for (input, (at, artifact)) in card.inputs.iter().zip(action.input_artifacts()).enumerate() {
            let name = tr!("Input {artifact} of {action}", artifact = artifact, action = action.name());
            let area = self.port_area(card, (*at, &card.inputs), Edge::In, turned);
            let response = self.port(ui, area, ("input", card.id, Some(input)), &name);
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
        area: Rect,
        salt: (&'static str, pipewright_core::pipeline::ActionId, Option<usize>),
        name: &str,
    ) -> Response {
        let response = ui.interact(area, ui.scope_id().with(salt), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        if response.hovered() && self.gesture.is_idle() {
            ui.set_cursor_icon(CursorIcon::Crosshair);
        }
        response
    }

    /// Where a port can be taken: of two that are close the nearer is meant, and towards the free side there is room.
    fn port_area(&self, card: &Card, (at, all): (Point, &[Point]), edge: Edge, turned: bool) -> Rect {
        let turn = |pos: Pos2| if turned { pos2(pos.y, pos.x) } else { pos };
        let on_screen = |point: Point| turn(self.camera.screen_from_world(to_pos(point)));
        let at = on_screen(at);
        let body = self.camera.screen_from_rect(to_rect(card.rect));
        let (mut low, mut high) = (at.y - REACH, at.y + REACH);
        (low, high) = (low.max(turn(body.min).y - 2.0), high.min(turn(body.max).y + 2.0));
        for other in all.iter().map(|other| on_screen(*other).y) {
            if other < at.y {
                low = low.max(f32::midpoint(other, at.y));
            } else if other > at.y {
                high = high.min(f32::midpoint(other, at.y));
            }
        }
        let out = (HALF_GUTTER * self.camera.zoom()).clamp(INTO, REACH);
        let (from, to) = match edge {
            Edge::In => (at.x - out, at.x + INTO),
            Edge::Out => (at.x - INTO, at.x + out),
        };
        Rect::from_two_pos(turn(pos2(from, low)), turn(pos2(to, high)))
    }
}
