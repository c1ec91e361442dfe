//! Adding stages and actions where a person means them.

use pipewright_core::catalog::{Catalog, Category, Provider};
use pipewright_core::edit::actions::{self, NewAction};
use pipewright_core::edit::{Change, Slot, SlotColumn, stages};
use pipewright_core::pipeline::{ActionId, Object};

use super::App;
use crate::editor::{Item, Selection};
use crate::intent::AddAt;

impl App {
    pub(super) fn add_stage(&mut self, index: usize) {
        let (id, change) = stages::add(self.editor.document(), index, "Stage");
        let item = Item::Stage(id);
        self.change(&change, Some(Selection::one(item)));
        self.canvas.rename(item, &self.editor);
    }

    pub(super) fn add(&mut self, provider: &str, at: AddAt) {
        let Some(provider) = Catalog::get().provider_by_id(provider) else { return };
        self.dialog = None;
        let added = match at {
            AddAt::Slot(slot) => self.add_in(provider, slot),
            AddAt::NewStage(index) => self.add_in_new_stage(provider, index),
            AddAt::Selection => match self.slot_at_selection(provider) {
                Some(slot) => self.add_in(provider, slot),
                None => self.add_in_new_stage(provider, self.editor.document().pipeline().stages.len()),
            },
        };
        if let Some(id) = added {
            self.show_item(Item::Action(id));
        }
    }

    pub(super) fn add_in(&mut self, provider: &Provider, slot: Slot) -> Option<ActionId> {
        let (id, change) = actions::add(self.editor.document(), &new_action(provider), slot)?;
        self.change(&change, Some(Selection::one(Item::Action(id))));
        Some(id)
    }

    pub(super) fn add_in_new_stage(&mut self, provider: &Provider, index: usize) -> Option<ActionId> {
        let (stage, first) = stages::add(self.editor.document(), index, stage_name(provider.category));
        // The action is put together from the document as it is with the stage in it.
        let mut with_stage = self.editor.document().clone();
        if let Err(error) = with_stage.change(&first) {
            self.failed(&first, &error);
            return None;
        }
        let slot = Slot { stage, column: SlotColumn::New { before: 0 } };
        let (id, second) = actions::add(&with_stage, &new_action(provider), slot)?;
        let label = second.label.clone();
        let change = Change { label, ..first.and(second) };
        self.change(&change, Some(Selection::one(Item::Action(id))));
        Some(id)
    }

    /// Behind the selected action in its stage; sources beside the sources.
    pub(super) fn slot_at_selection(&self, provider: &Provider) -> Option<Slot> {
        let document = self.editor.document();
        let stages = &document.pipeline().stages;
        if provider.category == Category::Source {
            let first = stages.first()?;
            return Some(Slot { stage: first.id, column: SlotColumn::Beside { column: 0, row: usize::MAX } });
        }
        if let Some(Item::Action(id)) = self.editor.selection().primary()
            && let Some(Slot { stage, column: SlotColumn::Beside { column, .. } }) = Slot::of(document, id)
        {
            let is_source_stage = stages.first().is_some_and(|first| first.id == stage);
            if !is_source_stage {
                return Some(Slot { stage, column: SlotColumn::New { before: column + 1 } });
            }
        }
        let chosen = self.selected_stage().or(stages.last().map(|stage| stage.id))?;
        // Only sources may stand in the first stage, so what is added there goes on behind it.
        let is_first = stages.first().is_some_and(|first| first.id == chosen && !first.actions.is_empty());
        if is_first {
            return stages.get(1).map(|next| Slot { stage: next.id, column: SlotColumn::New { before: 0 } });
        }
        Some(Slot::at_end(document, chosen))
    }
}

/// A new action of a catalog entry: recommended values, the inputs it needs, the outputs it must make.
pub fn new_action(provider: &Provider) -> NewAction {
    let text = |value: &str| serde_json::Value::String(value.to_owned());
    let action_type = Object::from_iter([
        ("category".to_owned(), text(provider.category.as_str())),
        ("owner".to_owned(), text(provider.owner.as_str())),
        ("provider".to_owned(), text(&provider.provider)),
        ("version".to_owned(), text(&provider.version)),
    ]);
    let mut members = Object::new();
    if provider.applies.commands {
        members.insert("commands".to_owned(), serde_json::json!(["echo \"Replace me\""]));
    }
    NewAction {
        name: provider.action_name.clone(),
        action_type,
        configuration: provider.template().map(|(key, value)| (key.to_owned(), text(value))).collect(),
        input_count: provider.input_artifacts.min,
        output_count: provider.output_artifacts.min,
        members,
    }
}

/// The name of a stage made for an action.
fn stage_name(category: Category) -> &'static str {
    match category {
        Category::Source => "Source",
        Category::Build | Category::Compute => "Build",
        Category::Test => "Test",
        Category::Deploy => "Deploy",
        Category::Approval => "Approval",
        Category::Invoke => "Invoke",
    }
}
