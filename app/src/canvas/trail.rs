//! Where one was: views that were left by a jump, to go back to and forward again.

use super::Camera;
use crate::editor::Selection;

/// A view with what was selected in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub camera: Camera,
    pub selection: Selection,
}

/// The views behind and before the present one.
#[derive(Debug, Default)]
pub struct Trail {
    back: Vec<Spot>,
    forward: Vec<Spot>,
}

/// Older ones are forgotten.
const LONGEST: usize = 100;

impl Trail {
    /// Takes note of a view that is about to be left.
    pub fn leave(&mut self, spot: Spot) {
        self.forward.clear();
        if self.back.last() != Some(&spot) {
            self.back.push(spot);
        }
        if self.back.len() > LONGEST {
            self.back.remove(0);
        }
    }

    /// The view before this one.
    pub fn go_back(&mut self, here: Spot) -> Option<Spot> {
        let found = pop_other(&mut self.back, &here)?;
        self.forward.push(here);
        Some(found)
    }

    /// The view that was left by going back.
    pub fn go_forward(&mut self, here: Spot) -> Option<Spot> {
        let found = pop_other(&mut self.forward, &here)?;
        self.back.push(here);
        Some(found)
    }
}

/// The last view that is not the present one.
fn pop_other(spots: &mut Vec<Spot>, here: &Spot) -> Option<Spot> {
    loop {
        let spot = spots.pop()?;
        if spot != *here {
            return Some(spot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(zoom: f32) -> Spot {
        let mut camera = Camera::default();
        camera.zoom_to(zoom);
        Spot { camera, selection: Selection::none() }
    }

    #[test]
    fn back_and_forward_are_each_others_inverse_until_one_goes_elsewhere() {
        let mut trail = Trail::default();
        trail.leave(spot(1.0));
        trail.leave(spot(1.0));
        trail.leave(spot(2.0));
        assert_eq!(trail.go_back(spot(3.0)), Some(spot(2.0)));
        assert_eq!(trail.go_back(spot(2.0)), Some(spot(1.0)));
        assert_eq!(trail.go_back(spot(1.0)), None);
        assert_eq!(trail.go_forward(spot(1.0)), Some(spot(2.0)));
        trail.leave(spot(2.0));
        assert_eq!(trail.go_forward(spot(0.5)), None);
    }
}
