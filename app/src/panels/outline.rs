//! The tree of stages and actions; it follows the selection.

use std::collections::HashSet;

use eframe::egui::{Align, Frame, Margin, Response, Role, Ui};
use pipewright_core::check::Severity;
use pipewright_core::pipeline::StageId;

use crate::editor::{Editor, Item, Selection};
use crate::intent::{Intent, Queue};
use crate::look::icons;
use crate::look::widgets::{EmptyState, Row};
use crate::words;

/// Which stages are folded, and what was selected when the tree was last drawn.
#[derive(Debug, Default)]
pub struct State {
    folded: HashSet<StageId>,
    shown: Option<Item>,
}

pub fn show(ui: &mut Ui, editor: &Editor, state: &mut State, queue: &mut Queue) {
    let pipeline = editor.document().pipeline();
    if pipeline.stages.is_empty() {
        EmptyState::new(icons::FILE, "No stages yet", "Stages and actions are listed here").show(ui);
        return;
    }
    let primary = editor.selection().primary();
    let has_moved = primary != state.shown;
    state.shown = primary;
    Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 12 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (index, stage) in pipeline.stages.iter().enumerate() {
            let item = Item::Stage(stage.id);
            let is_folded = state.folded.contains(&stage.id);
            let name = format!("{}  {}", index + 1, named(stage.name()));
            let chevron = if is_folded { icons::CHEVRON_RIGHT } else { icons::CHEVRON_DOWN };
            let count = words::counted(stage.actions.len(), "action", "actions");
            let row = Row::new(&name).icon(chevron).detail(&count).role(Role::TreeItem);
            let row = row.selected(editor.selection().contains(item));
            let response = ui.push_id(stage.id, |ui| row.show(ui)).inner;
            if response.double_clicked() && !state.folded.remove(&stage.id) {
                state.folded.insert(stage.id);
            }
            choose(ui, &response, item, editor, queue, has_moved && primary == Some(item));
            if is_folded && !stage.actions.iter().any(|action| primary == Some(Item::Action(action.id))) {
                continue;
            }
            let mut actions: Vec<_> = stage.actions.iter().collect();
            actions.sort_by_key(|action| action.run_order());
            for action in actions {
                let item = Item::Action(action.id);
                let severity = editor.derived().action_severity(action.id);
                let name = named(action.name());
                let row =
                    Row::new(name).level(1).role(Role::TreeItem).selected(editor.selection().contains(item));
                let row = row.tile(words::hue_of(action), words::letters_of(action));
                let row = match severity {
                    Some(Severity::Error) => row.detail(icons::ERROR),
                    Some(Severity::Warning) => row.detail(icons::WARNING),
                    Some(Severity::Hint) | None => row.detail(words::provider_name(action)),
                };
                let response = ui.push_id(action.id, |ui| row.show(ui)).inner;
                choose(ui, &response, item, editor, queue, has_moved && primary == Some(item));
            }
        }
    });
}

fn choose(ui: &Ui, response: &Response, item: Item, editor: &Editor, queue: &mut Queue, follows: bool) {
    if follows {
        response.scroll_to_me(Some(Align::Center));
    }
    if response.clicked() {
        let adds = ui.input(|input| input.modifiers.shift || input.modifiers.command);
        if adds {
            queue.push(Intent::Select(editor.selection().toggled(item)));
        } else {
            queue.push(Intent::Select(Selection::one(item)));
            queue.push(Intent::Show(item));
        }
    }
    if response.secondary_clicked() && !editor.selection().contains(item) {
        queue.push(Intent::Select(Selection::one(item)));
    }
}

fn named(name: &str) -> &str {
    if name.is_empty() { "(no name)" } else { name }
}
