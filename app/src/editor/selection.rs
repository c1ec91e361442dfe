//! What is selected: several things, the last of them primary.

use std::collections::HashSet;
use std::sync::Arc;

use pipewright_core::document::Document;
use pipewright_core::pipeline::{ActionId, BuildIdHasher, StageId};

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
///
/// Copies share what they hold: the history keeps a selection before and after each step.
#[derive(Clone, Debug, Default)]
pub struct Selection(Arc<Items>);

#[derive(Debug, Default)]
struct Items {
    all: Vec<Item>,
    /// The stages and actions among them once more: each card asks whether it is selected.
    stages: HashSet<StageId, BuildIdHasher>,
    actions: HashSet<ActionId, BuildIdHasher>,
}

impl PartialEq for Selection {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.items() == other.items()
    }
}

impl Eq for Selection {}

impl FromIterator<Item> for Selection {
    /// Repeated items are left out.
    fn from_iter<T: IntoIterator<Item = Item>>(items: T) -> Self {
        let mut selected = Items::default();
        for item in items {
            selected.push(item);
        }
        Self(Arc::new(selected))
    }
}

impl Items {
    fn contains(&self, item: Item) -> bool {
        match item {
            Item::Stage(id) => self.stages.contains(&id),
            Item::Action(id) => self.actions.contains(&id),
            Item::Wire { .. } | Item::Note(_) => self.all.contains(&item),
        }
    }

    fn push(&mut self, item: Item) {
        let is_new = match item {
            Item::Stage(id) => self.stages.insert(id),
            Item::Action(id) => self.actions.insert(id),
            Item::Wire { .. } | Item::Note(_) => !self.all.contains(&item),
        };
        if is_new {
            self.all.push(item);
        }
    }
}

impl Selection {
    pub fn none() -> Self {
        Self::default()
    }

    pub fn one(item: Item) -> Self {
        Self::from_iter([item])
    }

    pub fn actions(ids: impl IntoIterator<Item = ActionId>) -> Self {
        ids.into_iter().map(Item::Action).collect()
    }

    pub fn items(&self) -> &[Item] {
        &self.0.all
    }

    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }

    /// Costs the same however many stages and actions are selected.
    pub fn contains(&self, item: Item) -> bool {
        self.0.contains(item)
    }

    /// The item the inspector shows and arrows walk from.
    pub fn primary(&self) -> Option<Item> {
        self.items().last().copied()
    }

    /// The item, if it is the only one.
    pub fn single(&self) -> Option<Item> {
        match self.items() {
            [item] => Some(*item),
            _ => None,
        }
    }

    pub fn action_ids(&self) -> Vec<ActionId> {
        let id = |item: &Item| match item {
            Item::Action(id) => Some(*id),
            Item::Stage(_) | Item::Wire { .. } | Item::Note(_) => None,
        };
        self.items().iter().filter_map(id).collect()
    }

    pub fn stage_ids(&self) -> Vec<StageId> {
        let id = |item: &Item| match item {
            Item::Stage(id) => Some(*id),
            Item::Action(_) | Item::Wire { .. } | Item::Note(_) => None,
        };
        self.items().iter().filter_map(id).collect()
    }

    /// Positions of the notes in the file's list.
    pub fn notes(&self) -> Vec<usize> {
        let index = |item: &Item| match item {
            Item::Note(index) => Some(*index),
            Item::Stage(_) | Item::Action(_) | Item::Wire { .. } => None,
        };
        self.items().iter().filter_map(index).collect()
    }

    /// Adds an item as primary, or takes it out if it is in.
    #[must_use]
    pub fn toggled(&self, item: Item) -> Self {
        if self.contains(item) {
            self.items().iter().copied().filter(|present| *present != item).collect()
        } else {
            self.with([item])
        }
    }

    /// Adds items that are not in yet.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = Item>) -> Self {
        self.items().iter().copied().chain(more).collect()
    }

    /// Drops what no longer exists.
    pub(super) fn retain_in(&mut self, document: &Document) {
        let pipeline = document.pipeline();
        // One is found faster than all are listed.
        let listed: Option<HashSet<ActionId, BuildIdHasher>> =
            (self.items().len() > 1).then(|| pipeline.actions().map(|(_, action)| action.id).collect());
        let is_there = |id| match &listed {
            Some(listed) => listed.contains(&id),
            None => pipeline.action_index(id).is_some(),
        };
        let exists = |item: &Item| match *item {
            Item::Stage(id) => pipeline.stage_index(id).is_some(),
            Item::Action(id) => is_there(id),
            Item::Note(index) => document.note(index).is_some(),
            Item::Wire { to, input } => {
                pipeline.action(to).is_some_and(|(_, action)| action.input_artifacts().nth(input).is_some())
            }
        };
        if !self.items().iter().all(exists) {
            *self = self.items().iter().copied().filter(exists).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: usize) -> Vec<ActionId> {
        let ids = pipewright_core::pipeline::Ids::default();
        (0..count).map(|_| ids.action()).collect()
    }

    #[test]
    fn the_last_one_is_primary_and_none_is_in_twice() {
        let [one, two] = ids(2)[..] else { unreachable!() };
        let (one, two, note) = (Item::Action(one), Item::Action(two), Item::Note(0));
        let selection = Selection::one(one).with([two, note, one, note]);
        assert_eq!(selection.items(), [one, two, note]);
        assert_eq!(selection.primary(), Some(note));
        assert_eq!(selection.toggled(two).items(), [one, note]);
        assert_eq!(selection.toggled(two).toggled(two).items(), [one, note, two]);
        assert!(selection.contains(two) && !selection.toggled(two).contains(two));
        assert_ne!(Selection::none().with([one, two]), Selection::none().with([two, one]));
    }

    #[test]
    fn what_is_gone_is_no_longer_selected() {
        let text = pipewright_core::samples::sample("connection-ecs").unwrap().text;
        let document = Document::read(text.as_bytes()).unwrap();
        let stage = Item::Stage(document.pipeline().stages[1].id);
        let actions: Vec<Item> = document.pipeline().actions().map(|(_, a)| Item::Action(a.id)).collect();
        let gone = [Item::Note(99), Item::Wire { to: document.pipeline().stages[0].actions[0].id, input: 7 }];
        let mut selection = Selection::one(stage).with(actions.iter().copied()).with(gone);
        selection.retain_in(&document);
        assert_eq!(selection.items().len(), 1 + actions.len());
        selection.retain_in(&Document::blank("empty"));
        assert!(selection.is_empty() && !selection.contains(stage) && !selection.contains(actions[0]));
    }
}
