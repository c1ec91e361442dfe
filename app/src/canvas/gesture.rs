//! What the pointer is in the middle of. One enum, with the data of each phase inside.

use eframe::egui::Pos2;
use pipewright_core::edit::Slot;
use pipewright_core::edit::notes::Tie;
use pipewright_core::layout::Point;
use pipewright_core::pipeline::{ActionId, StageId};

use crate::editor::Selection;
use crate::tr;

/// A gesture of the pointer on the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gesture {
    #[default]
    Idle,
    /// The view follows the pointer.
    Panning,
    /// A rectangle is drawn around what is to be selected. `from` is in the world.
    Marquee { from: Pos2, base: Selection },
    /// Cards are on their way to a slot, or to a stage made for them.
    MovingActions { ids: Vec<ActionId>, drop: Option<Drop> },
    /// A stage is on its way to a gate: its position among the other stages.
    MovingStage { id: StageId, to: Option<usize> },
    /// A note is on its way to what it is to belong to.
    MovingNote { index: usize, to: Option<Tie> },
    /// A wire is drawn from an output, or its end is carried away from the input `detached`.
    Connecting {
        from: ActionId,
        output: Option<usize>,
        to: Option<ActionId>,
        detached: Option<(ActionId, usize)>,
        hold: Hold,
    },
}

/// How a wire hangs at the pointer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// By the button that is down: it ends with its release.
    #[default]
    Button,
    /// By itself, after a click: it ends with the next one.
    Click,
    /// That next click has begun.
    LastClick,
}

/// Where dragged cards would go, and the line that shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drop {
    pub place: DropPlace,
    pub line: [Point; 2],
}

/// A place for cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropPlace {
    Slot(Slot),
    /// A stage made for them at this position.
    NewStage(usize),
}

impl Gesture {
    /// What the status bar says while it lasts.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Idle => tr!("Drag to select · wheel to pan · Ctrl+wheel to zoom · A adds · Ctrl+K finds"),
            Self::Panning => tr!("Release to stop panning"),
            Self::Marquee { .. } => tr!("Release to select · Esc cancels"),
            Self::MovingActions { drop: Some(drop), .. } => match drop.place {
                DropPlace::Slot(_) => tr!("Release to move here · Esc cancels"),
                DropPlace::NewStage(_) => tr!("Release to move into a new stage · Esc cancels"),
            },
            Self::MovingActions { drop: None, .. } => tr!("Drag onto a stage · Esc cancels"),
            Self::MovingStage { to: Some(_), .. } => tr!("Release to move the stage here · Esc cancels"),
            Self::MovingStage { to: None, .. } => tr!("Drag between two stages · Esc cancels"),
            Self::MovingNote { to: Some(Tie::Free), .. } => {
                tr!("Release to leave the note free · Esc cancels")
            }
            Self::MovingNote { to: Some(_), .. } => tr!("Release to tie the note · Esc cancels"),
            Self::MovingNote { to: None, .. } => tr!("Drag onto a stage or an action · Esc cancels"),
            Self::Connecting { to: Some(_), hold: Hold::Button, .. } => {
                tr!("Release to connect · Esc cancels")
            }
            Self::Connecting { to: Some(_), .. } => tr!("Click to connect · Esc cancels"),
            Self::Connecting { to: None, detached: Some(_), .. } => {
                tr!("Release on nothing to disconnect · Esc cancels")
            }
            Self::Connecting { to: None, hold: Hold::Button, .. } => {
                tr!("Drag onto the action that takes it, or release on nothing to choose · Esc cancels")
            }
            Self::Connecting { to: None, .. } => {
                tr!("Click the action that takes it, or nothing to choose · Esc cancels")
            }
        }
    }

    pub fn is_idle(&self) -> bool {
        *self == Self::Idle
    }
}
