//! Moving the view: wheel, pinch, middle and right button, Space.

use eframe::egui::{CursorIcon, Key, PointerButton, Pos2, Rect, Response, Sense, Ui};

use super::{Canvas, Gesture};

/// So near an edge, in points, something that is dragged moves the view.
const EDGE: f32 = 32.0;

/// Where something is that is carried from a panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Carried {
    /// Not over the edge yet, or still near it.
    #[default]
    Entering,
    Inside,
}

impl Canvas {
    pub(super) fn move_view(&mut self, ui: &Ui, background: &Response) {
        if background.contains_pointer() || ui.rect_contains_pointer(background.rect) && !ui.any_popup_open()
        {
            let (zoom, scroll, pointer) = ui
                .input(|input| (input.zoom_delta(), input.smooth_scroll_delta(), input.pointer.latest_pos()));
            if zoom != 1.0
                && let Some(pointer) = pointer
            {
                self.camera.zoom_at(pointer, zoom);
            }
            self.camera.pan(scroll);
        }
        // The middle button pans whatever is under it, so it is no drag of the background alone.
        let is_middle = ui.input(|input| {
            let began = input.pointer.press_origin().is_some_and(|origin| background.rect.contains(origin));
            input.pointer.middle_down() && began
        });
        let pans_by_middle =
            is_middle && (self.gesture == Gesture::Panning || ui.rect_contains_pointer(background.rect));
        let is_dragged = background.dragged_by(PointerButton::Secondary);
        if (pans_by_middle || is_dragged) && matches!(self.gesture, Gesture::Idle | Gesture::Panning) {
            self.pan_by_pointer(ui);
        } else if self.gesture == Gesture::Panning && !self.is_hand_down(ui) {
            self.gesture = Gesture::Idle;
        }
    }

    /// While Space is down, everything is dragged along with the view.
    pub(super) fn hand(&mut self, ui: &Ui, view: Rect) {
        let is_free = matches!(self.gesture, Gesture::Idle | Gesture::Panning);
        if !is_free || !self.is_hand_down(ui) {
            return;
        }
        // The last widget lies on top of all others.
        let response = ui.interact(view, ui.scope_id().with("hand"), Sense::drag());
        if response.dragged_by(PointerButton::Primary) {
            self.pan_by_pointer(ui);
        } else if self.gesture == Gesture::Panning && !ui.input(|input| input.pointer.any_down()) {
            self.gesture = Gesture::Idle;
        } else if response.contains_pointer() {
            ui.set_cursor_icon(CursorIcon::Grab);
        }
    }

    fn is_hand_down(&self, ui: &Ui) -> bool {
        ui.input(|input| input.key_down(Key::Space))
            && !ui.text_edit_focused()
            && !self.notes.is_editing()
            && self.rename.is_none()
    }

    fn pan_by_pointer(&mut self, ui: &Ui) {
        self.camera.pan(ui.input(|input| input.pointer.delta()));
        self.gesture = Gesture::Panning;
        ui.set_cursor_icon(CursorIcon::Grabbing);
    }

    /// Pans while something is dragged near an edge of the view.
    pub(super) fn pan_at_edges(&mut self, ui: &Ui) {
        let view = self.camera.view();
        let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
        let reach = EDGE;
        let along = |at: f32, low: f32, high: f32| {
            if at < low + reach {
                low + reach - at
            } else if at > high - reach {
                high - reach - at
            } else {
                0.0
            }
        };
        let push = eframe::egui::vec2(
            along(pointer.x, view.min.x, view.max.x).clamp(-reach, reach),
            along(pointer.y, view.min.y, view.max.y).clamp(-reach, reach),
        );
        if push != eframe::egui::Vec2::ZERO {
            let seconds = ui.input(|input| input.stable_dt).min(0.1);
            self.camera.pan(push * 16.0 * seconds);
            ui.request_repaint();
        }
    }

    /// The same for what is carried in from a panel: to come over the edge is no wish to see what lies behind it.
    pub(super) fn pan_once_inside(&mut self, ui: &Ui, pointer: Pos2) {
        if self.camera.view().shrink(EDGE).contains(pointer) {
            self.carried = Carried::Inside;
        }
        if self.carried == Carried::Inside {
            self.pan_at_edges(ui);
        }
    }
}
