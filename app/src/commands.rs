//! The one table of commands: menus, palette, keys, buttons and context menus all start from here.
//!
//! The table ([`TABLE`]) holds the usual keys; the ones in use are in the [`Keymap`](keymap::Keymap). Whether a command
//! can run now, and why not, is in `available`.

mod available;
pub mod keymap;
mod table;

use eframe::egui::KeyboardShortcut;
use serde::{Deserialize, Serialize};

use crate::{tr, words};

pub use table::TABLE;

/// Everything a person can start without saying more than that.
///
/// Settings name commands by their variants ([`Command::id`]), so these keep their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Command {
    New,
    NewFromTemplate,
    NewWindow,
    Open,
    OpenPath,
    Save,
    SaveAs,
    Export,
    CompareWith,
    FromAws,
    Publish,
    Connection,
    Settings,
    Close,
    Undo,
    Redo,
    Rename,
    Duplicate,
    Copy,
    Cut,
    Paste,
    SaveSnippet,
    Delete,
    SelectAll,
    AddAction,
    AddStage,
    AddNote,
    ConnectTo,
    EditTransition,
    MoveLeft,
    MoveRight,
    MoveUp,
    MoveDown,
    Design,
    Definition,
    ZoomIn,
    ZoomOut,
    ZoomActual,
    ZoomAll,
    ZoomSelection,
    Find,
    GoBack,
    GoForward,
    ToggleStage,
    CollapseAll,
    ExpandAll,
    WiresAlways,
    WiresOfSelection,
    WiresNever,
    TurnLayout,
    ToggleTheme,
    ToggleContrast,
    LargerInterface,
    SmallerInterface,
    UsualInterface,
    ToggleLeft,
    ToggleRight,
    ToggleDrawer,
    Changes,
    NextProblem,
    PreviousProblem,
    Fix,
    FixAll,
    Palette,
    Shortcuts,
}

/// Where a command stands in menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    File,
    Edit,
    View,
    Help,
}

/// One row of the table.
pub struct Row {
    pub command: Command,
    pub menu: Menu,
    /// In English, for [`Command::label`]: sentence case; `…` if more is asked before anything happens.
    pub label: &'static str,
    /// In English, for [`Command::tooltip`]: one sentence.
    pub tooltip: &'static str,
    pub icon: &'static str,
    /// The usual ones.
    pub keys: &'static [KeyboardShortcut],
}

impl Menu {
    pub const ALL: [Self; 4] = [Self::File, Self::Edit, Self::View, Self::Help];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::File => tr!("File"),
            Self::Edit => tr!("Edit"),
            Self::View => tr!("View"),
            Self::Help => tr!("Help"),
        }
    }
}

impl Command {
    /// The row of this command.
    ///
    /// # Panics
    /// Never: a test finds a row for each command.
    pub fn row(self) -> &'static Row {
        TABLE.iter().find(|row| row.command == self).expect("a test finds a row for each command")
    }

    /// What menus and buttons call it.
    pub fn label(self) -> &'static str {
        words::text(self.row().label)
    }

    /// What it does.
    pub fn tooltip(self) -> &'static str {
        words::text(self.row().tooltip)
    }

    /// Its name in the settings: `saveAs`.
    ///
    /// # Panics
    /// Never: a variant without data is written as a text.
    pub fn id(self) -> String {
        let name = serde_json::to_value(self).ok();
        name.and_then(|name| name.as_str().map(str::to_owned)).expect("a variant without data")
    }

    /// The command of a name in the settings.
    pub fn of_id(id: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::String(id.to_owned())).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn each_command_has_one_row() {
        let mut seen = HashMap::new();
        for row in TABLE {
            assert!(seen.insert(row.command, row.label).is_none(), "{:?} stands twice", row.command);
            assert!(
                !row.label.is_empty() && !row.tooltip.is_empty() && !row.icon.is_empty(),
                "{}",
                row.label
            );
            assert!(!row.label.ends_with('.') && !row.tooltip.ends_with('.'), "{}", row.label);
        }
        // The compiler holds `available` to every variant; the count holds the table to it.
        assert_eq!(seen.len(), Command::Shortcuts as usize + 1);
    }

    #[test]
    fn no_two_commands_share_a_key() {
        let mut owners: HashMap<KeyboardShortcut, &str> = HashMap::new();
        for row in TABLE {
            for key in row.keys {
                let other = owners.insert(*key, row.label);
                assert!(other.is_none(), "{} and {other:?} share {key:?}", row.label);
            }
        }
    }
}
