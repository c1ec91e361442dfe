//! Whether a command can run now, and why not.

use pipewright_core::check::has_safe_fix;

use super::Command;
use crate::editor::{Editor, Item};
use crate::{tr, words};

impl Command {
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
                needs(selection.single().is_some(), tr!("select one stage, action, artifact or note first"))
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
