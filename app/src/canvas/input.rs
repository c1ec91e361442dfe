//! Moving the view: wheel, pinch, middle and right button, Space.

use eframe::egui::{CursorIcon, Key, PointerButton, Response, Ui};

use super::{Canvas, Gesture};

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
        let is_space = ui.input(|input| input.key_down(Key::Space)) && !ui.text_edit_focused();
        let pans = background.dragged_by(PointerButton::Middle)
            || background.dragged_by(PointerButton::Secondary)
            || (is_space && background.dragged_by(PointerButton::Primary));
        if pans {
            self.camera.pan(background.drag_delta());
            self.gesture = Gesture::Panning;
            ui.set_cursor_icon(CursorIcon::Grabbing);
        } else if self.gesture == Gesture::Panning {
            self.gesture = Gesture::Idle;
        } else if is_space && background.contains_pointer() {
            ui.set_cursor_icon(CursorIcon::Grab);
        }
    }

    /// Pans while something is dragged near an edge of the view.
    pub(super) fn pan_at_edges(&mut self, ui: &Ui) {
        let view = self.camera.view();
        let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
        let reach = 32.0;
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
}
