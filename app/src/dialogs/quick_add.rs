//! What to add here: the catalog under a search field.

use eframe::egui::{Context, Role};
use pipewright_core::catalog::{Category, Provider};

use super::Facts;
use super::picker::{Picked, Picker};
use crate::editor::Item;
use crate::intent::{AddAt, Intent, Queue};
use crate::look::icons;
use crate::look::widgets::Row;
use crate::panels::palette;
use crate::{tr, words};

/// Where to add, and what is typed.
#[derive(Debug)]
pub struct QuickAdd {
    at: AddAt,
    picker: Picker,
}

impl QuickAdd {
    pub fn new(at: AddAt) -> Self {
        Self { at, picker: Picker::default() }
    }

    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let name = self.title(facts);
        let is_first = self.is_for_sources(facts);
        let offers_stage = matches!(self.at, AddAt::NewStage(_));
        let mut found: Vec<&Provider> = Vec::new();
        let mut with_stage = false;
        let cell = std::cell::RefCell::new((&mut found, &mut with_stage));
        let picked = self.picker.show(
            ctx,
            &name,
            &name,
            |search| {
                let mut cell = cell.borrow_mut();
                *cell.0 = palette::search(search);
                // Where only sources may stand, they come first; elsewhere they come last.
                cell.0.sort_by_key(|provider| (provider.category == Category::Source) != is_first);
                *cell.1 = offers_stage
                    && (search.trim().is_empty()
                        || tr!("Empty stage").to_lowercase().contains(&search.trim().to_lowercase()));
                cell.0.len() + usize::from(*cell.1)
            },
            |ui, index, is_current| {
                let cell = cell.borrow();
                let index = if *cell.1 {
                    if index == 0 {
                        let row =
                            Row::new(tr!("Empty stage")).icon(icons::PLUS).among_tiles().role(Role::ListItem);
                        return row.selected(is_current).show(ui).clicked();
                    }
                    index - 1
                } else {
                    index
                };
                let Some(provider) = cell.0.get(index) else { return false };
                let row = Row::new(&provider.name)
                    .tile(words::hue_of_category(provider.category), words::tile_letters(&provider.code))
                    .detail(provider.group.label())
                    .role(Role::ListItem)
                    .selected(is_current);
                row.show(ui).on_hover_text(&provider.summary).clicked()
            },
        );
        match picked {
            Picked::Nothing => true,
            Picked::Closed => false,
            Picked::Row(0) if with_stage => {
                if let AddAt::NewStage(index) = self.at {
                    queue.push(Intent::AddStage(index));
                }
                false
            }
            Picked::Row(index) => {
                if let Some(provider) = found.get(index - usize::from(with_stage)) {
                    queue.push(Intent::Add { provider: provider.id.clone(), at: self.at });
                }
                false
            }
        }
    }

    fn title(&self, facts: &Facts<'_>) -> String {
        let pipeline = facts.editor.document().pipeline();
        match self.at {
            AddAt::Selection => tr!("Add action").to_owned(),
            AddAt::Slot(slot) => {
                let name = pipeline.stage(slot.stage).map_or("", |stage| stage.name());
                tr!("Add action to {stage}", stage = name)
            }
            AddAt::NewStage(_) => tr!("Add stage with").to_owned(),
        }
    }

    fn is_for_sources(&self, facts: &Facts<'_>) -> bool {
        let stages = &facts.editor.document().pipeline().stages;
        match self.at {
            AddAt::Selection => {
                let first = stages.first().map(|first| first.id);
                let selected = facts.editor.selection().primary().and_then(|item| match item {
                    Item::Stage(id) => Some(id),
                    Item::Action(id) => Some(facts.editor.document().pipeline().action(id)?.0.id),
                    Item::Wire { .. } | Item::Note(_) => None,
                });
                stages.is_empty() || selected.is_some() && selected == first
            }
            AddAt::Slot(slot) => stages.first().is_some_and(|first| first.id == slot.stage),
            AddAt::NewStage(index) => index == 0,
        }
    }
}
