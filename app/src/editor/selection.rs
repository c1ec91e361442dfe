//! What is selected: several things, the last of them primary.

use pipewright_core::document::Document;
use pipewright_core::pipeline::{ActionId, StageId};

/// Something that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    Stage(StageId),
    Action(ActionId),
    /// The wire that ends at this input of an action.
    Wire {
        to: ActionId,
        input: usize,
    },
    /// The note at this position of the file's list.
    Note(usize),
}

/// Things selected, in the order they were selected in. Nothing selected means the pipeline itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    items: Vec<Item>,
}

impl Selection {
    pub fn none() -> Self {
        Self::default()
    }

    pub fn one(item: Item) -> Self {
        Self { items: vec![item] }
    }

    pub fn actions(ids: impl IntoIterator<Item = ActionId>) -> Self {
        Self { items: ids.into_iter().map(Item::Action).collect() }
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub fn contains(&self, item: Item) -> bool {
        self.items.contains(&item)
    }

    /// The item the inspector shows and arrows walk from.
    pub fn primary(&self) -> Option<Item> {
        self.items.last().copied()
    }

    /// The item, if it is the only one.
    pub fn single(&self) -> Option<Item> {
        match self.items.as_slice() {
            [item] => Some(*item),
            _ => None,
        }
    }

    pub fn action_ids(&self) -> Vec<ActionId> {
        let id = |item: &Item| match item {
            Item::Action(id) => Some(*id),
            Item::Stage(_) | Item::Wire { .. } | Item::Note(_) => None,
        };
        self.items.iter().filter_map(id).collect()
    }

    pub fn stage_ids(&self) -> Vec<StageId> {
        let id = |item: &Item| match item {
            Item::Stage(id) => Some(*id),
            Item::Action(_) | Item::Wire { .. } | Item::Note(_) => None,
        };
        self.items.iter().filter_map(id).collect()
    }

    /// Positions of the notes in the file's list.
    pub fn notes(&self) -> Vec<usize> {
        let index = |item: &Item| match item {
            Item::Note(index) => Some(*index),
            Item::Stage(_) | Item::Action(_) | Item::Wire { .. } => None,
        };
        self.items.iter().filter_map(index).collect()
    }

    /// Adds an item as primary, or takes it out if it is in.
    #[must_use]
    pub fn toggled(&self, item: Item) -> Self {
        let mut items = self.items.clone();
        if let Some(at) = items.iter().position(|present| *present == item) {
            items.remove(at);
        } else {
            items.push(item);
        }
        Self { items }
    }

    /// Adds items that are not in yet.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = Item>) -> Self {
        let mut items = self.items.clone();
        for item in more {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        Self { items }
    }

    /// Drops what no longer exists.
    pub(super) fn retain_in(&mut self, document: &Document) {
        let pipeline = document.pipeline();
        self.items.retain(|item| match *item {
            Item::Stage(id) => pipeline.stage_index(id).is_some(),
            Item::Action(id) => pipeline.action_index(id).is_some(),
            Item::Note(index) => document.note(index).is_some(),
            Item::Wire { to, input } => {
                pipeline.action(to).is_some_and(|(_, action)| action.input_artifacts().nth(input).is_some())
            }
        });
    }
}
