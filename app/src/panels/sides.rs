//! The left panel: what can be added, and what is there.

use eframe::egui::{Frame, Margin, Ui};

use super::{menu, outline, palette, templates};
use crate::app::Snippets;
use crate::commands::Command;
use crate::editor::Editor;
use crate::intent::Queue;
use crate::look::widgets::{Tab, Tabs};
use crate::tr;

/// What the left panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeftTab {
    #[default]
    Actions,
    Templates,
    Outline,
}

/// What can be done with what the tabs show.
const OF_TABS: &[&[Command]] = &[
    &[Command::AddAction, Command::AddStage, Command::AddNote],
    &[Command::NewFromTemplate, Command::SaveSnippet],
    &[Command::Find, Command::CollapseAll, Command::ExpandAll],
    &[Command::ToggleLeft],
];

/// The state of the left panel.
#[derive(Default)]
pub struct Left {
    pub tab: LeftTab,
    pub palette: palette::State,
    pub templates: templates::State,
    pub outline: outline::State,
}

pub fn left(ui: &mut Ui, editor: &Editor, snippets: &Snippets, state: &mut Left, queue: &mut Queue) {
    let padded = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 0 });
    padded.show(ui, |ui| {
        let tabs = [
            Tab::new(LeftTab::Actions, tr!("Actions")),
            Tab::new(LeftTab::Templates, tr!("Templates")),
            Tab::new(LeftTab::Outline, tr!("Outline")),
        ];
        let response = Tabs::new(tr!("Left panel")).show(ui, &mut state.tab, &tabs);
        response.context_menu(|ui| menu::commands(ui, editor, queue, OF_TABS));
        if response.changed() {
            state.templates.is_read = false;
        }
    });
    match state.tab {
        LeftTab::Actions => palette::show(ui, &mut state.palette, queue),
        LeftTab::Templates => templates::show(ui, snippets, &mut state.templates, queue),
        LeftTab::Outline => outline::show(ui, editor, &mut state.outline, queue),
    }
}
