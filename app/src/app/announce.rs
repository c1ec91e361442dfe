//! Telling a screen reader what a change did: a live region that holds the last one in words.

use eframe::egui::accesskit::Live;
use eframe::egui::{Id, Rect, Role, Sense, Ui, Vec2, WidgetInfo};
use pipewright_core::edit::Change;

use super::App;
use crate::editor::{Editor, Item};
use crate::tr;
use crate::words::labels;

impl App {
    /// Tells what a change did. Typing tells itself.
    pub(super) fn announce(&mut self, change: &Change) {
        if change.edits.is_empty() || change.merge.is_some() {
            return;
        }
        self.announced = in_words(&self.editor, &change.label);
    }

    pub(super) fn live_region(&self, ui: &Ui) {
        let words = self.canvas.said().unwrap_or(&self.announced);
        let rect = Rect::from_min_size(ui.max_rect().left_bottom(), Vec2::ZERO);
        let response = ui.interact(rect, Id::unique("announcement"), Sense::empty());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    }
}

/// What was done, and where what moved is now.
fn in_words(editor: &Editor, label: &str) -> String {
    let pipeline = editor.document().pipeline();
    let done = |label| labels::done(label).into_owned();
    if !label.starts_with("Move ") {
        return done(label);
    }
    match (editor.selection().items(), editor.selection().primary()) {
        ([_], Some(Item::Action(id))) => pipeline.action(id).map_or_else(
            || done(label),
            |(stage, action)| {
                tr!(
                    "Moved {name} to stage {stage}, step {step}",
                    name = action.name(),
                    stage = stage.name(),
                    step = action.run_order()
                )
            },
        ),
        ([_], Some(Item::Stage(id))) => match (pipeline.stage_index(id), pipeline.stage(id)) {
            (Some(index), Some(stage)) => tr!(
                "Moved stage {name} to place {index} of {all}",
                name = stage.name(),
                index = index + 1,
                all = pipeline.stages.len()
            ),
            _ => done(label),
        },
        _ => done(label),
    }
}
