//! placeholder until merged
use crate::editor::Editor;
use crate::intent::Queue;
use eframe::egui::Ui;
use pipewright_core::pipeline::Path;
/// State.
#[derive(Default)]
pub struct InspectorState {
    pub focus: Option<Path>,
}
pub fn show(_: &mut Ui, _: &Editor, _: &mut InspectorState, _: &mut Queue) {}
