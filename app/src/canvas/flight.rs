//! The camera on its way to another place.

use eframe::egui::Ui;

use super::Camera;
use crate::look::tokens::motion;

/// From one view to another, eased out.
#[derive(Clone, Copy, Debug)]
pub struct Flight {
    from: Camera,
    to: Camera,
    /// When it began, in seconds of the interface's clock.
    since: f64,
}

impl Flight {
    /// Begins now; with reduced motion there is no flight, and the camera is there at once.
    pub fn to(ui: &Ui, camera: &mut Camera, to: Camera) -> Option<Self> {
        if ui.style().animation_time <= 0.0 || *camera == to {
            *camera = to;
            return None;
        }
        Some(Self { from: *camera, to, since: ui.input(|input| input.time) })
    }

    /// Where it ends.
    pub fn goal(&self) -> Camera {
        self.to
    }

    /// Moves the camera on; returns whether it is still under way.
    pub fn go_on(&self, ui: &Ui, camera: &mut Camera) -> bool {
        let passed = (ui.input(|input| input.time) - self.since) as f32 / motion::MOVE;
        if passed >= 1.0 {
            camera.go_to(&self.to);
            return false;
        }
        let rest = 1.0 - passed.max(0.0);
        *camera = self.from.towards(&self.to, 1.0 - rest * rest * rest);
        ui.request_repaint();
        true
    }
}
