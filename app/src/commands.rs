//! The one table of commands: menus, palette, keys, buttons and context menus all start from here.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use pipewright_core::check::has_safe_fix;

use crate::editor::{Editor, Item};
use crate::look::icons;

/// Everything a person can start without saying more than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    New,
    Open,
    OpenPath,
    Save,
    SaveAs,
    Export,
    FromAws,
    Publish,
    Connection,
    Close,
    Undo,
    Redo,
    Rename,
    Duplicate,
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
    ToggleDrawer,
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
    /// Sentence case; `…` if more is asked before anything happens.
    pub label: &'static str,
    /// One sentence.
    pub tooltip: &'static str,
    pub icon: &'static str,
    /// The first one is shown.
    pub keys: &'static [KeyboardShortcut],
}

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(CTRL_SHIFT, key)
}

const fn row(
    command: Command,
    menu: Menu,
    label: &'static str,
    tooltip: &'static str,
    icon: &'static str,
    keys: &'static [KeyboardShortcut],
) -> Row {
    Row { command, menu, label, tooltip, icon, keys }
}

/// All commands, in the order of their menus.
pub static TABLE: &[Row] = {
    use Command as C;
    use Menu::{Edit, File, Help, View};
    &[
        row(C::New, File, "New…", "Start from blank or from a sample", icons::FILE, &[ctrl(Key::N)]),
        row(C::Open, File, "Open…", "Open a definition or project file", icons::FOLDER_OPEN, &[ctrl(Key::O)]),
        row(
            C::OpenPath,
            File,
            "Open path…",
            "Open a file by typing its path",
            icons::FOLDER_OPEN,
            &[ctrl_shift(Key::O)],
        ),
        row(C::Save, File, "Save", "Write the project to its file", icons::SAVE, &[ctrl(Key::S)]),
        row(
            C::SaveAs,
            File,
            "Save as…",
            "Write the project to another file",
            icons::SAVE,
            &[ctrl_shift(Key::S)],
        ),
        row(
            C::Export,
            File,
            "Export…",
            "Write the definition as AWS takes it",
            icons::DOWNLOAD,
            &[ctrl(Key::E)],
        ),
        row(
            C::FromAws,
            File,
            "From AWS…",
            "Open a pipeline of an account",
            icons::DOWNLOAD,
            &[ctrl_shift(Key::P)],
        ),
        row(
            C::Publish,
            File,
            "Publish…",
            "See what would change in the account, then publish",
            icons::UPLOAD,
            &[ctrl(Key::P)],
        ),
        row(C::Connection, File, "Account…", "Choose profile, Region and endpoint", icons::LINK, &[]),
        row(C::Close, File, "Close window", "Close the window", icons::CLOSE, &[ctrl(Key::W)]),
        row(C::Undo, Edit, "Undo", "Take the last change back", icons::UNDO, &[ctrl(Key::Z)]),
        row(
            C::Redo,
            Edit,
            "Redo",
            "Do the last undone change again",
            icons::REDO,
            &[ctrl_shift(Key::Z), ctrl(Key::Y)],
        ),
        row(
            C::Rename,
            Edit,
            "Rename",
            "Rename the selected stage or action in place, or edit the note",
            icons::RENAME,
            &[key(Key::F2)],
        ),
        row(
            C::Duplicate,
            Edit,
            "Duplicate",
            "Copy the selection beside itself",
            icons::COPY,
            &[ctrl(Key::D)],
        ),
        row(
            C::Delete,
            Edit,
            "Delete",
            "Delete the selection",
            icons::TRASH,
            &[key(Key::Delete), key(Key::Backspace)],
        ),
        row(C::SelectAll, Edit, "Select all actions", "Select every action", icons::CHECK, &[ctrl(Key::A)]),
        row(C::AddAction, Edit, "Add action…", "Add an action at the selection", icons::PLUS, &[key(Key::A)]),
        row(
            C::AddStage,
            Edit,
            "Add stage",
            "Add a stage behind the selected one",
            icons::PLUS,
            &[shift(Key::A)],
        ),
        row(
            C::AddNote,
            Edit,
            "Add note",
            "Write a note at the selection, or a free one",
            icons::NOTE,
            &[key(Key::N)],
        ),
        row(
            C::ConnectTo,
            Edit,
            "Connect to…",
            "Choose what takes the output of the selected action",
            icons::LINK,
            &[key(Key::C)],
        ),
        row(
            C::EditTransition,
            Edit,
            "Disable or enable transition…",
            "Close or open the way into the selected stage",
            icons::LOCK,
            &[],
        ),
        row(
            C::MoveLeft,
            Edit,
            "Move earlier",
            "Move the selection one step or stage earlier",
            icons::ARROW_LEFT,
            &[alt(Key::ArrowLeft)],
        ),
        row(
            C::MoveRight,
            Edit,
            "Move later",
            "Move the selection one step or stage later",
            icons::ARROW_RIGHT,
            &[alt(Key::ArrowRight)],
        ),
        row(
            C::MoveUp,
            Edit,
            "Move up",
            "Move the selection up among parallel actions",
            icons::CHEVRON_UP,
            &[alt(Key::ArrowUp)],
        ),
        row(
            C::MoveDown,
            Edit,
            "Move down",
            "Move the selection down among parallel actions",
            icons::CHEVRON_DOWN,
            &[alt(Key::ArrowDown)],
        ),
        row(
            C::ZoomIn,
            View,
            "Zoom in",
            "Show the canvas larger",
            icons::PLUS,
            &[ctrl(Key::Plus), ctrl(Key::Equals)],
        ),
        row(C::ZoomOut, View, "Zoom out", "Show the canvas smaller", icons::MINUS, &[ctrl(Key::Minus)]),
        row(
            C::ZoomActual,
            View,
            "Zoom to 100 %",
            "Show the canvas at its own size",
            icons::EYE,
            &[ctrl(Key::Num0)],
        ),
        row(C::ZoomAll, View, "Zoom to all", "Show the whole pipeline", icons::FIT, &[shift(Key::Num1)]),
        row(
            C::ZoomSelection,
            View,
            "Zoom to selection",
            "Show the selection as large as fits",
            icons::FIT,
            &[shift(Key::Num2)],
        ),
        row(C::WiresAlways, View, "Show all wires", "Draw the wires of all actions", icons::LINK, &[]),
        row(
            C::WiresOfSelection,
            View,
            "Show wires of the selection",
            "Draw only the wires of what is selected or under the pointer",
            icons::LINK,
            &[],
        ),
        row(C::WiresNever, View, "Hide wires", "Draw no wires", icons::LINK, &[]),
        row(
            C::Find,
            Edit,
            "Find on canvas…",
            "Find stages and actions by name, provider, artifact, variable or configuration",
            icons::SEARCH,
            &[ctrl(Key::F)],
        ),
        row(
            C::GoBack,
            View,
            "Go back",
            "Show what was shown before",
            icons::ARROW_LEFT,
            &[ctrl(Key::OpenBracket)],
        ),
        row(
            C::GoForward,
            View,
            "Go forward",
            "Show what was shown before going back",
            icons::ARROW_RIGHT,
            &[ctrl(Key::CloseBracket)],
        ),
        row(
            C::ToggleStage,
            View,
            "Collapse or expand stage",
            "Draw the selected stages as narrow boxes, or open them again",
            icons::CHEVRON_LEFT,
            &[ctrl(Key::M)],
        ),
        row(
            C::CollapseAll,
            View,
            "Collapse all stages",
            "Draw all stages as narrow boxes",
            icons::CHEVRON_LEFT,
            &[ctrl_shift(Key::M)],
        ),
        row(C::ExpandAll, View, "Expand all stages", "Open all stages again", icons::CHEVRON_RIGHT, &[]),
        row(
            C::TurnLayout,
            View,
            "Turn layout",
            "Draw stages left to right, or top to bottom",
            icons::REFRESH,
            &[],
        ),
        row(
            C::ToggleTheme,
            View,
            "Dark or light",
            "Switch between the dark and the light theme",
            icons::MOON,
            &[],
        ),
        row(
            C::ToggleDrawer,
            View,
            "Show or hide problems",
            "Open or close the drawer below the canvas",
            icons::WARNING,
            &[ctrl(Key::J)],
        ),
        row(
            C::NextProblem,
            View,
            "Next problem",
            "Go to the next problem",
            icons::CHEVRON_DOWN,
            &[key(Key::F8)],
        ),
        row(
            C::PreviousProblem,
            View,
            "Previous problem",
            "Go to the problem before",
            icons::CHEVRON_UP,
            &[shift(Key::F8)],
        ),
        row(
            C::Fix,
            Edit,
            "Fix problem",
            "Apply the fix of the selected problem, or choose one of several",
            icons::CHECK,
            &[ctrl(Key::Period)],
        ),
        row(
            C::FixAll,
            Edit,
            "Fix all safe",
            "Apply all fixes that need nobody to look at them",
            icons::CHECK,
            &[ctrl_shift(Key::Period)],
        ),
        row(
            C::Palette,
            Help,
            "Commands…",
            "Find a command, an action or a stage by its name",
            icons::COMMAND,
            &[ctrl(Key::K)],
        ),
        row(
            C::Shortcuts,
            Help,
            "Keyboard shortcuts",
            "List all shortcuts",
            icons::INFO,
            &[shift(Key::Slash), key(Key::Questionmark), key(Key::F1)],
        ),
    ]
};

impl Command {
    /// The row of this command.
    ///
    /// # Panics
    /// Never: a test finds a row for each command.
    pub fn row(self) -> &'static Row {
        TABLE.iter().find(|row| row.command == self).expect("a test finds a row for each command")
    }

    /// Whether the command can run now; the reason in words if not.
    ///
    /// # Errors
    /// Half a sentence for a tooltip.
    pub fn available(self, editor: &Editor) -> Result<(), &'static str> {
        let selection = editor.selection();
        let has_parts = !selection.is_empty();
        let needs = |holds: bool, reason: &'static str| if holds { Ok(()) } else { Err(reason) };
        match self {
            Self::Undo => needs(editor.history().undo_label().is_some(), "nothing to undo"),
            Self::Redo => needs(editor.history().redo_label().is_some(), "nothing to redo"),
            Self::Rename => {
                let is_named =
                    matches!(selection.single(), Some(Item::Stage(_) | Item::Action(_) | Item::Note(_)));
                needs(is_named, "select one stage, action or note first")
            }
            Self::Delete | Self::ZoomSelection => needs(has_parts, "select something first"),
            Self::Duplicate | Self::MoveLeft | Self::MoveRight | Self::MoveUp | Self::MoveDown => {
                let has_solid =
                    selection.items().iter().any(|item| matches!(item, Item::Stage(_) | Item::Action(_)));
                needs(has_solid, "select a stage or an action first")
            }
            Self::ToggleStage => needs(has_parts, "select a stage or an action first"),
            Self::CollapseAll => needs(
                editor.folded().len() < editor.document().pipeline().stages.len(),
                "there is no stage to collapse",
            ),
            Self::ExpandAll => needs(!editor.folded().is_empty(), "no stage is collapsed"),
            Self::Find => needs(!editor.document().pipeline().stages.is_empty(), "there is nothing to find"),
            Self::ConnectTo => match selection.single() {
                Some(Item::Action(id)) => {
                    let action = editor.document().pipeline().action(id).map(|(_, action)| action);
                    needs(action.is_some_and(crate::words::may_have_output), "this action makes no artifacts")
                }
                _ => Err("select one action first"),
            },
            Self::EditTransition => match selection.single() {
                Some(Item::Stage(id)) => {
                    let index = editor.document().pipeline().stage_index(id);
                    needs(index.is_some_and(|index| index > 0), "no transition leads into the first stage")
                }
                _ => Err("select one stage first"),
            },
            Self::AddAction | Self::SelectAll => {
                needs(!editor.document().pipeline().stages.is_empty(), "add a stage first")
            }
            Self::NextProblem | Self::PreviousProblem => {
                needs(!editor.derived().findings.is_empty(), "there are no problems")
            }
            Self::Fix => {
                needs(editor.derived().findings.iter().any(|f| !f.fixes.is_empty()), "no problem has a fix")
            }
            Self::FixAll => needs(has_safe_fix(&editor.derived().findings), "no problem has a safe fix"),
            Self::New
            | Self::Open
            | Self::OpenPath
            | Self::Save
            | Self::SaveAs
            | Self::Export
            | Self::FromAws
            | Self::Publish
            | Self::Connection
            | Self::Close
            | Self::AddStage
            | Self::AddNote
            | Self::WiresAlways
            | Self::WiresOfSelection
            | Self::WiresNever
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomActual
            | Self::ZoomAll
            | Self::GoBack
            | Self::GoForward
            | Self::TurnLayout
            | Self::ToggleTheme
            | Self::ToggleDrawer
            | Self::Palette
            | Self::Shortcuts => Ok(()),
        }
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
