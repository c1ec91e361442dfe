//! What the pointer is in the middle of. One enum, with the data of each phase inside.

use eframe::egui::Pos2;
use pipewright_core::edit::Slot;
use pipewright_core::layout::Point;
use pipewright_core::pipeline::{ActionId, StageId};

use crate::editor::Selection;

/// A gesture of the pointer on the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gesture {
    #[default]
    Idle,
    /// The view follows the pointer.
    Panning,
    /// A rectangle is drawn around what is to be selected. `from` is in the world.
    Marquee { from: Pos2, base: Selection },
    /// Cards are on their way to a slot.
    MovingActions { ids: Vec<ActionId>, drop: Option<Drop> },
    /// A stage is on its way to a gate: its position among the other stages.
    MovingStage { id: StageId, to: Option<usize> },
    /// A wire is drawn from an output.
    Connecting { from: ActionId, output: Option<usize>, to: Option<ActionId> },
}

/// Where a dragged card would go, and the line that shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drop {
    pub slot: Slot,
    pub line: [Point; 2],
}

impl Gesture {
    /// What the status bar says while it lasts.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Idle => "Drag to select · wheel to pan · Ctrl+wheel to zoom · A adds · Ctrl+K finds",
            Self::Panning => "Release to stop panning",
            Self::Marquee { .. } => "Release to select · Esc cancels",
            Self::MovingActions { drop: Some(_), .. } => "Release to move here · Esc cancels",
            Self::MovingActions { drop: None, .. } => "Drag onto a stage · Esc cancels",
            Self::MovingStage { to: Some(_), .. } => "Release to move the stage here · Esc cancels",
            Self::MovingStage { to: None, .. } => "Drag between two stages · Esc cancels",
            Self::Connecting { to: Some(_), .. } => "Release to connect · Esc cancels",
            Self::Connecting { to: None, .. } => "Drag onto the action that takes it · Esc cancels",
        }
    }

    pub fn is_idle(&self) -> bool {
        *self == Self::Idle
    }
}
