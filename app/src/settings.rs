//! What the program remembers of a person's habits between two runs.
//!
//! The settings are a JSON file that people may edit and that newer versions may have written: members this version
//! does not know stay in the file, and one wrong value does not cost the others.
//! Credentials are never among them.

mod choices;
mod connection;
mod file;

use pipewright_core::layout::Orientation;
use serde::{Deserialize, Serialize};

use crate::commands::Command;
use crate::commands::keymap::Chosen;
use crate::dialogs::Exports;
use crate::storage::{Environments, Recent};

pub use choices::{Language, Motion, NumberChoice, ThemeChoice, WireChoice};
pub use connection::{Connection, without_user};
pub use file::SettingsProblem;

/// Factors between the size of a point and what the system suggests.
pub const UI_SCALES: std::ops::RangeInclusive<f32> = 0.5..=3.0;
/// The sizes that are offered.
pub const UI_SCALE_STEPS: [f32; 13] = [0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0];
/// How many commands are offered first in the list of commands.
const RECENT_COMMANDS: usize = 6;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    pub theme: ThemeChoice,
    /// Within [`UI_SCALES`].
    pub ui_scale: f32,
    #[serde(with = "choices::OrientationName")]
    pub orientation: Orientation,
    /// Which wires are drawn.
    pub wires: WireChoice,
    /// Whether nothing glides or fades.
    pub reduced_motion: Motion,
    pub language: Language,
    pub numbers: NumberChoice,
    /// Keys that differ from the usual ones.
    pub keys: Chosen,
    /// Names of commands started from the list of commands, the last one first.
    pub recent_commands: Vec<String>,
    pub recent: Recent,
    /// Which environment was in use with which file.
    pub environments: Environments,
    pub connection: Connection,
    pub panels: Panels,
    /// What was chosen in the export dialog.
    pub exports: Exports,
    /// Where snippets are kept, in the place of a folder beside these settings.
    pub snippets_folder: Option<String>,
}

/// One setting with its new value, as the window changes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    Theme(ThemeChoice),
    UiScale(f32),
    Motion(Motion),
    Orientation(Orientation),
    Wires(WireChoice),
    Language(Language),
    Numbers(NumberChoice),
    Keys(Chosen),
    Exports(Exports),
}

/// The parts of the window around the canvas; sizes in points.
#[expect(clippy::struct_excessive_bools, reason = "each panel opens and closes by itself")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Panels {
    pub left_is_open: bool,
    pub left_width: f32,
    pub right_is_open: bool,
    pub right_width: f32,
    pub drawer_is_open: bool,
    pub drawer_height: f32,
    pub minimap_is_open: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            ui_scale: 1.0,
            orientation: Orientation::default(),
            wires: WireChoice::default(),
            reduced_motion: Motion::default(),
            language: Language::default(),
            numbers: NumberChoice::default(),
            keys: Chosen::new(),
            recent_commands: Vec::new(),
            recent: Recent::default(),
            environments: Environments::default(),
            connection: Connection::default(),
            panels: Panels::default(),
            exports: Exports::default(),
            snippets_folder: None,
        }
    }
}

impl Default for Panels {
    fn default() -> Self {
        Self {
            left_is_open: true,
            left_width: 232.0,
            right_is_open: true,
            right_width: 328.0,
            drawer_is_open: true,
            drawer_height: 150.0,
            minimap_is_open: true,
        }
    }
}

impl Settings {
    /// Takes over a new value.
    pub fn set(&mut self, setting: Setting) {
        match setting {
            Setting::Theme(theme) => self.theme = theme,
            Setting::UiScale(scale) => {
                // In whole percent, so that steps up and down meet again.
                self.ui_scale = ((scale * 100.0).round() / 100.0).clamp(*UI_SCALES.start(), *UI_SCALES.end());
            }
            Setting::Motion(motion) => self.reduced_motion = motion,
            Setting::Orientation(orientation) => self.orientation = orientation,
            Setting::Wires(wires) => self.wires = wires,
            Setting::Language(language) => self.language = language,
            Setting::Numbers(numbers) => self.numbers = numbers,
            Setting::Keys(keys) => self.keys = keys,
            Setting::Exports(exports) => self.exports = exports,
        }
    }

    /// The next size of the interface up or down.
    pub fn stepped_scale(&self, larger: bool) -> f32 {
        let beyond = |step: &&f32| {
            if larger { **step > self.ui_scale + 0.004 } else { **step < self.ui_scale - 0.004 }
        };
        let next = if larger {
            UI_SCALE_STEPS.iter().find(beyond)
        } else {
            UI_SCALE_STEPS.iter().rev().find(beyond)
        };
        next.copied().unwrap_or(self.ui_scale)
    }

    /// Takes note that a command was started from the list of commands.
    pub fn remember_command(&mut self, command: Command) {
        let id = command.id();
        self.recent_commands.retain(|other| *other != id);
        self.recent_commands.insert(0, id);
        self.recent_commands.truncate(RECENT_COMMANDS);
    }
}

#[cfg(test)]
mod tests;
