//! placeholder until merged
use eframe::egui::Ui;
use crate::editor::Editor;
use crate::intent::Queue;
use pipewright_core::pipeline::Path;
/// State.
#[derive(Default)]
pub struct InspectorState { pub focus: Option<Path> }
pub fn show(_: &mut Ui, _: &Editor, _: &mut InspectorState, _: &mut Queue) {}
