//! The one table of commands: menus, palette, keys, buttons and context menus all start from here.
//!
//! The table holds the usual keys; the ones in use are in the [`Keymap`](keymap::Keymap).

pub mod keymap;

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use pipewright_core::check::has_safe_fix;
use serde::{Deserialize, Serialize};

use crate::editor::{Editor, Item};
use crate::look::icons;
use crate::{tr, tr_mark, words};

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

const fn ctrl_alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::ALT), key)
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
        row(
            C::New,
            File,
            tr_mark!("New…"),
            tr_mark!("Start from blank or from a sample"),
            icons::FILE,
            &[ctrl(Key::N)],
        ),
        row(
            C::NewFromTemplate,
            File,
            tr_mark!("New from template…"),
            tr_mark!("Start from a pipeline that is nearly what you want"),
            icons::FILE,
            &[ctrl_shift(Key::T)],
        ),
        row(
            C::NewWindow,
            File,
            tr_mark!("New window"),
            tr_mark!("Work on another pipeline beside this one"),
            icons::EXTERNAL_LINK,
            &[ctrl_shift(Key::N)],
        ),
        row(
            C::Open,
            File,
            tr_mark!("Open…"),
            tr_mark!("Open a definition or project file"),
            icons::FOLDER_OPEN,
            &[ctrl(Key::O)],
        ),
        row(
            C::OpenPath,
            File,
            tr_mark!("Open path…"),
            tr_mark!("Open a file by typing its path"),
            icons::FOLDER_OPEN,
            &[ctrl_shift(Key::O)],
        ),
        row(
            C::Save,
            File,
            tr_mark!("Save"),
            tr_mark!("Write the project to its file"),
            icons::SAVE,
            &[ctrl(Key::S)],
        ),
        row(
            C::SaveAs,
            File,
            tr_mark!("Save as…"),
            tr_mark!("Write the project to another file"),
            icons::SAVE,
            &[ctrl_shift(Key::S)],
        ),
        row(
            C::Export,
            File,
            tr_mark!("Export…"),
            tr_mark!("Write the design in another form: for AWS, for other tools, for reviews, as a picture"),
            icons::DOWNLOAD,
            &[ctrl(Key::E)],
        ),
        row(
            C::CompareWith,
            File,
            tr_mark!("Compare with…"),
            tr_mark!("Draw the design and another version of it as one, and list what differs"),
            icons::HISTORY,
            &[ctrl_shift(Key::D)],
        ),
        row(
            C::FromAws,
            File,
            tr_mark!("From AWS…"),
            tr_mark!("Open a pipeline of an account"),
            icons::DOWNLOAD,
            &[ctrl_shift(Key::P)],
        ),
        row(
            C::Publish,
            File,
            tr_mark!("Publish…"),
            tr_mark!("See what would change in the account, then publish"),
            icons::UPLOAD,
            &[ctrl(Key::P)],
        ),
        row(
            C::Connection,
            File,
            tr_mark!("Account…"),
            tr_mark!("Choose profile, Region and endpoint"),
            icons::LINK,
            &[],
        ),
        row(
            C::Settings,
            File,
            tr_mark!("Settings…"),
            tr_mark!("Appearance, canvas, keys and language"),
            icons::GEAR,
            &[ctrl(Key::Comma)],
        ),
        row(
            C::Close,
            File,
            tr_mark!("Close window"),
            tr_mark!("Close the window"),
            icons::CLOSE,
            &[ctrl(Key::W)],
        ),
        row(
            C::Undo,
            Edit,
            tr_mark!("Undo"),
            tr_mark!("Take the last change back"),
            icons::UNDO,
            &[ctrl(Key::Z)],
        ),
        row(
            C::Redo,
            Edit,
            tr_mark!("Redo"),
            tr_mark!("Do the last undone change again"),
            icons::REDO,
            &[ctrl_shift(Key::Z), ctrl(Key::Y)],
        ),
        row(
            C::Rename,
            Edit,
            tr_mark!("Rename"),
            tr_mark!("Rename the selected stage or action in place, or edit the note"),
            icons::RENAME,
            &[key(Key::F2)],
        ),
        row(
            C::Duplicate,
            Edit,
            tr_mark!("Duplicate"),
            tr_mark!("Copy the selection beside itself"),
            icons::COPY,
            &[ctrl(Key::D)],
        ),
        row(
            C::Copy,
            Edit,
            tr_mark!("Copy"),
            tr_mark!("Put the selection on the clipboard as JSON"),
            icons::COPY,
            &[ctrl(Key::C)],
        ),
        row(
            C::Cut,
            Edit,
            tr_mark!("Cut"),
            tr_mark!("Put the selection on the clipboard as JSON and take it out"),
            icons::CLOSE,
            &[ctrl(Key::X)],
        ),
        row(
            C::Paste,
            Edit,
            tr_mark!("Paste"),
            tr_mark!("Put stages and actions of the clipboard in at the selection"),
            icons::FILE,
            &[ctrl(Key::V)],
        ),
        row(
            C::SaveSnippet,
            Edit,
            tr_mark!("Save as snippet…"),
            tr_mark!("Keep the selected stages or actions for other designs"),
            icons::SAVE,
            &[],
        ),
        row(
            C::Delete,
            Edit,
            tr_mark!("Delete"),
            tr_mark!("Delete the selection"),
            icons::TRASH,
            &[key(Key::Delete), key(Key::Backspace)],
        ),
        row(
            C::SelectAll,
            Edit,
            tr_mark!("Select all actions"),
            tr_mark!("Select every action"),
            icons::CHECK,
            &[ctrl(Key::A)],
        ),
        row(
            C::AddAction,
            Edit,
            tr_mark!("Add action…"),
            tr_mark!("Add an action at the selection"),
            icons::PLUS,
            &[key(Key::A)],
        ),
        row(
            C::AddStage,
            Edit,
            tr_mark!("Add stage"),
            tr_mark!("Add a stage behind the selected one"),
            icons::PLUS,
            &[shift(Key::A)],
        ),
        row(
            C::AddNote,
            Edit,
            tr_mark!("Add note"),
            tr_mark!("Write a note at the selection, or a free one"),
            icons::NOTE,
            &[key(Key::N)],
        ),
        row(
            C::ConnectTo,
            Edit,
            tr_mark!("Connect to…"),
            tr_mark!("Choose what takes the output of the selected action"),
            icons::LINK,
            &[key(Key::C)],
        ),
        row(
            C::EditTransition,
            Edit,
            tr_mark!("Disable or enable transition…"),
            tr_mark!("Close or open the way into the selected stage"),
            icons::LOCK,
            &[],
        ),
        row(
            C::MoveLeft,
            Edit,
            tr_mark!("Move earlier"),
            tr_mark!("Move the selection one step or stage earlier"),
            icons::ARROW_LEFT,
            &[alt(Key::ArrowLeft)],
        ),
        row(
            C::MoveRight,
            Edit,
            tr_mark!("Move later"),
            tr_mark!("Move the selection one step or stage later"),
            icons::ARROW_RIGHT,
            &[alt(Key::ArrowRight)],
        ),
        row(
            C::MoveUp,
            Edit,
            tr_mark!("Move up"),
            tr_mark!("Move the selection up among parallel actions"),
            icons::CHEVRON_UP,
            &[alt(Key::ArrowUp)],
        ),
        row(
            C::MoveDown,
            Edit,
            tr_mark!("Move down"),
            tr_mark!("Move the selection down among parallel actions"),
            icons::CHEVRON_DOWN,
            &[alt(Key::ArrowDown)],
        ),
        row(
            C::Design,
            View,
            tr_mark!("Design"),
            tr_mark!("Show the canvas alone"),
            icons::FIT,
            &[ctrl(Key::Num1)],
        ),
        row(
            C::Definition,
            View,
            tr_mark!("Definition"),
            tr_mark!("Show the text of the file beside the canvas"),
            icons::FILE,
            &[ctrl(Key::Num2)],
        ),
        row(
            C::ZoomIn,
            View,
            tr_mark!("Zoom in"),
            tr_mark!("Show the canvas larger"),
            icons::PLUS,
            &[ctrl(Key::Plus), ctrl(Key::Equals)],
        ),
        row(
            C::ZoomOut,
            View,
            tr_mark!("Zoom out"),
            tr_mark!("Show the canvas smaller"),
            icons::MINUS,
            &[ctrl(Key::Minus)],
        ),
        row(
            C::ZoomActual,
            View,
            tr_mark!("Zoom to 100 %"),
            tr_mark!("Show the canvas at its own size"),
            icons::EYE,
            &[ctrl(Key::Num0)],
        ),
        row(
            C::ZoomAll,
            View,
            tr_mark!("Zoom to all"),
            tr_mark!("Show the whole pipeline"),
            icons::FIT,
            &[shift(Key::Num1)],
        ),
        row(
            C::ZoomSelection,
            View,
            tr_mark!("Zoom to selection"),
            tr_mark!("Show the selection as large as fits"),
            icons::FIT,
            &[shift(Key::Num2)],
        ),
        row(
            C::WiresAlways,
            View,
            tr_mark!("Show all wires"),
            tr_mark!("Draw the wires of all actions"),
            icons::LINK,
            &[],
        ),
        row(
            C::WiresOfSelection,
            View,
            tr_mark!("Show wires of the selection"),
            tr_mark!("Draw only the wires of what is selected or under the pointer"),
            icons::LINK,
            &[],
        ),
        row(C::WiresNever, View, tr_mark!("Hide wires"), tr_mark!("Draw no wires"), icons::LINK, &[]),
        row(
            C::Find,
            Edit,
            tr_mark!("Find on canvas…"),
            tr_mark!("Find stages and actions by name, provider, artifact, variable or configuration"),
            icons::SEARCH,
            &[ctrl(Key::F)],
        ),
        row(
            C::GoBack,
            View,
            tr_mark!("Go back"),
            tr_mark!("Show what was shown before"),
            icons::ARROW_LEFT,
            &[ctrl(Key::OpenBracket)],
        ),
        row(
            C::GoForward,
            View,
            tr_mark!("Go forward"),
            tr_mark!("Show what was shown before going back"),
            icons::ARROW_RIGHT,
            &[ctrl(Key::CloseBracket)],
        ),
        row(
            C::ToggleStage,
            View,
            tr_mark!("Collapse or expand stage"),
            tr_mark!("Draw the selected stages as narrow boxes, or open them again"),
            icons::CHEVRON_LEFT,
            &[ctrl(Key::M)],
        ),
        row(
            C::CollapseAll,
            View,
            tr_mark!("Collapse all stages"),
            tr_mark!("Draw all stages as narrow boxes"),
            icons::CHEVRON_LEFT,
            &[ctrl_shift(Key::M)],
        ),
        row(
            C::ExpandAll,
            View,
            tr_mark!("Expand all stages"),
            tr_mark!("Open all stages again"),
            icons::CHEVRON_RIGHT,
            &[],
        ),
        row(
            C::TurnLayout,
            View,
            tr_mark!("Turn layout"),
            tr_mark!("Draw stages left to right, or top to bottom"),
            icons::REFRESH,
            &[],
        ),
        row(
            C::ToggleTheme,
            View,
            tr_mark!("Dark or light"),
            tr_mark!("Switch between the dark and the light theme"),
            icons::MOON,
            &[],
        ),
        row(
            C::ToggleContrast,
            View,
            tr_mark!("High contrast"),
            tr_mark!("Switch the theme of high contrast on or off"),
            icons::EYE,
            &[],
        ),
        row(
            C::LargerInterface,
            View,
            tr_mark!("Larger interface"),
            tr_mark!("Show all of the window larger"),
            icons::PLUS,
            &[ctrl_alt(Key::Plus), ctrl_alt(Key::Equals)],
        ),
        row(
            C::SmallerInterface,
            View,
            tr_mark!("Smaller interface"),
            tr_mark!("Show all of the window smaller"),
            icons::MINUS,
            &[ctrl_alt(Key::Minus)],
        ),
        row(
            C::UsualInterface,
            View,
            tr_mark!("Usual size of the interface"),
            tr_mark!("Show the window as large as the desktop suggests"),
            icons::EYE,
            &[ctrl_alt(Key::Num0)],
        ),
        row(
            C::ToggleLeft,
            View,
            tr_mark!("Show or hide actions"),
            tr_mark!("Open or close the panel to the left: actions, templates and outline"),
            icons::CHEVRON_LEFT,
            &[ctrl(Key::B)],
        ),
        row(
            C::ToggleRight,
            View,
            tr_mark!("Show or hide inspector"),
            tr_mark!("Open or close the panel to the right"),
            icons::CHEVRON_RIGHT,
            &[ctrl_alt(Key::B)],
        ),
        row(
            C::ToggleDrawer,
            View,
            tr_mark!("Show or hide problems"),
            tr_mark!("Open or close the drawer below the canvas"),
            icons::WARNING,
            &[ctrl(Key::J)],
        ),
        row(
            C::Changes,
            View,
            tr_mark!("Show changes"),
            tr_mark!("List what was done, and what differs from the file and from the account"),
            icons::HISTORY,
            &[ctrl_shift(Key::H)],
        ),
        row(
            C::NextProblem,
            View,
            tr_mark!("Next problem"),
            tr_mark!("Go to the next problem"),
            icons::CHEVRON_DOWN,
            &[key(Key::F8)],
        ),
        row(
            C::PreviousProblem,
            View,
            tr_mark!("Previous problem"),
            tr_mark!("Go to the problem before"),
            icons::CHEVRON_UP,
            &[shift(Key::F8)],
        ),
        row(
            C::Fix,
            Edit,
            tr_mark!("Fix problem"),
            tr_mark!("Apply the fix of the selected problem, or choose one of several"),
            icons::CHECK,
            &[ctrl(Key::Period)],
        ),
        row(
            C::FixAll,
            Edit,
            tr_mark!("Fix all safe"),
            tr_mark!("Apply all fixes that need nobody to look at them"),
            icons::CHECK,
            &[ctrl_shift(Key::Period)],
        ),
        row(
            C::Palette,
            Help,
            tr_mark!("Commands…"),
            tr_mark!("Find a command, an action or a stage by its name"),
            icons::COMMAND,
            &[ctrl(Key::K)],
        ),
        row(
            C::Shortcuts,
            Help,
            tr_mark!("Keyboard shortcuts"),
            tr_mark!("List all shortcuts"),
            icons::INFO,
            &[shift(Key::Slash), key(Key::Questionmark), key(Key::F1)],
        ),
    ]
};

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

    /// Whether the command can run now; the reason in words if not.
    ///
    /// # Errors
    /// Half a sentence for a tooltip.
    pub fn available(self, editor: &Editor) -> Result<(), &'static str> {
        let selection = editor.selection();
        let has_parts = !selection.is_empty();
        let needs = |holds: bool, reason: &'static str| if holds { Ok(()) } else { Err(reason) };
        match self {
            Self::Undo => needs(editor.undo_label().is_some(), tr!("nothing to undo")),
            Self::Redo => needs(editor.redo_label().is_some(), tr!("nothing to redo")),
            Self::Rename => {
                let is_named =
                    matches!(selection.single(), Some(Item::Stage(_) | Item::Action(_) | Item::Note(_)));
                needs(is_named, tr!("select one stage, action or note first"))
            }
            Self::Delete | Self::ZoomSelection => needs(has_parts, tr!("select something first")),
            Self::Duplicate
            | Self::Copy
            | Self::Cut
            | Self::SaveSnippet
            | Self::MoveLeft
            | Self::MoveRight
            | Self::MoveUp
            | Self::MoveDown => {
                let has_solid =
                    selection.items().iter().any(|item| matches!(item, Item::Stage(_) | Item::Action(_)));
                needs(has_solid, tr!("select a stage or an action first"))
            }
            Self::ToggleStage => needs(has_parts, tr!("select a stage or an action first")),
            Self::CollapseAll => needs(
                editor.folded().len() < editor.document().pipeline().stages.len(),
                tr!("there is no stage to collapse"),
            ),
            Self::ExpandAll => needs(!editor.folded().is_empty(), tr!("no stage is collapsed")),
            Self::Find => {
                needs(!editor.document().pipeline().stages.is_empty(), tr!("there is nothing to find"))
            }
            Self::ConnectTo => match selection.single() {
                Some(Item::Action(id)) => {
                    let action = editor.document().pipeline().action(id).map(|(_, action)| action);
                    needs(action.is_some_and(words::may_have_output), tr!("this action makes no artifacts"))
                }
                _ => Err(tr!("select one action first")),
            },
            Self::EditTransition => match selection.single() {
                Some(Item::Stage(id)) => {
                    let index = editor.document().pipeline().stage_index(id);
                    needs(
                        index.is_some_and(|index| index > 0),
                        tr!("no transition leads into the first stage"),
                    )
                }
                _ => Err(tr!("select one stage first")),
            },
            Self::AddAction | Self::SelectAll => {
                needs(!editor.document().pipeline().stages.is_empty(), tr!("add a stage first"))
            }
            Self::NextProblem | Self::PreviousProblem => {
                needs(!editor.derived().findings.is_empty(), tr!("there are no problems"))
            }
            Self::Fix => needs(
                editor.derived().findings.iter().any(|f| !f.fixes.is_empty()),
                tr!("no problem has a fix"),
            ),
            Self::FixAll => needs(has_safe_fix(&editor.derived().findings), tr!("no problem has a safe fix")),
            Self::New
            | Self::NewFromTemplate
            | Self::NewWindow
            | Self::Open
            | Self::OpenPath
            | Self::Save
            | Self::SaveAs
            | Self::Export
            | Self::CompareWith
            | Self::FromAws
            | Self::Publish
            | Self::Connection
            | Self::Settings
            | Self::Close
            | Self::Paste
            | Self::AddStage
            | Self::Design
            | Self::Definition
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
            | Self::ToggleContrast
            | Self::LargerInterface
            | Self::SmallerInterface
            | Self::UsualInterface
            | Self::ToggleLeft
            | Self::ToggleRight
            | Self::ToggleDrawer
            | Self::Changes
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
