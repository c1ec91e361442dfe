//! The left panel: what can be added, and what is there.

use eframe::egui::{Frame, Margin, Ui};

use super::{outline, palette};
use crate::editor::Editor;
use crate::intent::Queue;
use crate::look::widgets::{Tab, Tabs};

/// What the left panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeftTab {
    #[default]
    Actions,
    Outline,
}

/// The state of the left panel.
#[derive(Debug, Default)]
pub struct Left {
    pub tab: LeftTab,
    pub palette: palette::State,
    pub outline: outline::State,
}

pub fn left(ui: &mut Ui, editor: &Editor, state: &mut Left, queue: &mut Queue) {
    let padded = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 0 });
    padded.show(ui, |ui| {
        let tabs = [Tab::new(LeftTab::Actions, "Actions"), Tab::new(LeftTab::Outline, "Outline")];
        Tabs::new("Left panel").show(ui, &mut state.tab, &tabs);
    });
    match state.tab {
        LeftTab::Actions => palette::show(ui, &mut state.palette, queue),
        LeftTab::Outline => outline::show(ui, editor, &mut state.outline, queue),
    }
}
