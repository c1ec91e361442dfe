//! Who is to take an artifact: the actions that can, and new ones.

use std::cell::RefCell;

use eframe::egui::{Context, Role};
use pipewright_core::catalog::Provider;
use pipewright_core::edit::{Slot, artifacts};
use pipewright_core::pipeline::ActionId;

use super::Facts;
use super::picker::{Picked, Picker};
use crate::canvas::takers::takers;
use crate::intent::{Intent, Queue};
use crate::look::widgets::Row;
use crate::panels::palette;
use crate::{tr, words};

/// What is to be taken, and where a new action would go.
#[derive(Debug)]
pub struct TakerDialog {
    from: ActionId,
    output: Option<usize>,
    slot: Option<Slot>,
    picker: Picker,
}

/// One thing to choose.
enum Entry {
    Present(ActionId),
    Fresh(&'static Provider),
}

impl TakerDialog {
    pub fn new(from: ActionId, output: Option<usize>, slot: Option<Slot>) -> Self {
        Self { from, output, slot, picker: Picker::default() }
    }

    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let document = facts.editor.document();
        let pipeline = document.pipeline();
        let Some((_, maker)) = pipeline.action(self.from) else { return false };
        let artifact = self.output.and_then(|index| maker.output_artifacts().nth(index));
        let name = match artifact {
            Some(artifact) => tr!("What takes {artifact}", artifact = artifact),
            None => tr!("What takes the output of {action}", action = maker.name()),
        };
        let entries: RefCell<Vec<Entry>> = RefCell::default();
        let (from, output) = (self.from, self.output);
        let picked = self.picker.show(
            ctx,
            &name,
            &name,
            |search| {
                let text = search.trim().to_lowercase();
                let present = takers(facts.editor, from, output).into_iter().filter(|id| {
                    pipeline
                        .action(*id)
                        .is_some_and(|(_, action)| action.name().to_lowercase().contains(&text))
                });
                let fresh = palette::search(search).into_iter().filter(|it| it.input_artifacts.max > 0);
                *entries.borrow_mut() = present.map(Entry::Present).chain(fresh.map(Entry::Fresh)).collect();
                entries.borrow().len()
            },
            |ui, index, is_current| match entries.borrow().get(index) {
                Some(Entry::Present(id)) => pipeline.action(*id).is_some_and(|(stage, action)| {
                    let row = Row::new(action.name()).tile(words::hue_of(action), words::letters_of(action));
                    row.detail(stage.name()).role(Role::ListItem).selected(is_current).show(ui).clicked()
                }),
                Some(Entry::Fresh(provider)) => {
                    let name = tr!("New action: {provider}", provider = provider.name);
                    let hue = words::hue_of_category(provider.category);
                    let row = Row::new(&name).tile(hue, words::tile_letters(&provider.code));
                    let row = row.detail(provider.group.label()).role(Role::ListItem).selected(is_current);
                    row.show(ui).on_hover_text(&provider.summary).clicked()
                }
                None => false,
            },
        );
        match picked {
            Picked::Nothing => return true,
            Picked::Closed => {}
            Picked::Row(index) => match entries.borrow().get(index) {
                Some(Entry::Present(to)) => {
                    queue.change(artifacts::connect_actions(document, from, output, *to));
                }
                Some(Entry::Fresh(provider)) => queue.push(Intent::AddTaking {
                    provider: provider.id.clone(),
                    from,
                    output,
                    slot: self.slot,
                }),
                None => {}
            },
        }
        false
    }
}
