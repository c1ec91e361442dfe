//! Every command, action type, stage and action under one search field.

use eframe::egui::{Context, Role, Ui};
use pipewright_core::catalog::Provider;

use super::Facts;
use super::picker::{Picked, Picker};
use crate::commands::{Command, TABLE};
use crate::editor::Item;
use crate::intent::{AddAt, Intent, Queue};
use crate::look::icons;
use crate::look::widgets::Row;
use crate::panels::palette;
use crate::words;

/// What is typed.
#[derive(Debug, Default)]
pub struct CommandPalette {
    picker: Picker,
}

enum Entry {
    Command(Command),
    Go(Item, String),
    Add(&'static Provider),
}

impl CommandPalette {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut entries = Vec::new();
        let mut shown = std::mem::take(&mut self.picker);
        let found = std::cell::RefCell::new(&mut entries);
        let picked = shown.show(
            ctx,
            "Commands",
            "Find a command, a stage, an action",
            |search| {
                let mut entries = found.borrow_mut();
                **entries = find(search, facts);
                entries.len()
            },
            |ui, index, is_current| {
                found.borrow().get(index).is_some_and(|entry| row(ui, entry, facts, is_current))
            },
        );
        self.picker = shown;
        match picked {
            Picked::Nothing => true,
            Picked::Closed => false,
            Picked::Row(index) => {
                match entries.get(index) {
                    Some(Entry::Command(command)) => {
                        if command.available(facts.editor).is_err() {
                            return true;
                        }
                        queue.run(*command);
                    }
                    Some(Entry::Go(item, _)) => {
                        queue.push(Intent::Select(crate::editor::Selection::one(*item)));
                        queue.push(Intent::Show(*item));
                    }
                    Some(Entry::Add(provider)) => {
                        queue.push(Intent::Add { provider: provider.id.clone(), at: AddAt::Selection });
                    }
                    None => {}
                }
                false
            }
        }
    }
}

fn find(search: &str, facts: &Facts<'_>) -> Vec<Entry> {
    let text = search.trim().to_lowercase();
    let matches = |words: &str| text.split_whitespace().all(|word| words.to_lowercase().contains(word));
    let mut entries: Vec<Entry> = TABLE
        .iter()
        .filter(|row| matches(row.label) || matches(row.tooltip))
        .map(|row| Entry::Command(row.command))
        .collect();
    // A label that begins with what is typed comes first.
    entries.sort_by_key(|entry| match entry {
        Entry::Command(command) => !command.row().label.to_lowercase().starts_with(&text),
        Entry::Go(..) | Entry::Add(_) => true,
    });
    if text.is_empty() {
        return entries;
    }
    let pipeline = facts.editor.document().pipeline();
    for stage in &pipeline.stages {
        if matches(stage.name()) {
            entries.push(Entry::Go(Item::Stage(stage.id), stage.name().to_owned()));
        }
        for action in stage.actions.iter().filter(|action| matches(action.name())) {
            entries.push(Entry::Go(Item::Action(action.id), format!("{} › {}", stage.name(), action.name())));
        }
    }
    entries.extend(palette::search(&text).into_iter().take(12).map(Entry::Add));
    entries
}

fn row(ui: &mut Ui, entry: &Entry, facts: &Facts<'_>, is_current: bool) -> bool {
    match entry {
        Entry::Command(command) => {
            let row = command.row();
            let keys = row.keys.first().map(|keys| ui.format_shortcut(keys)).unwrap_or_default();
            let reason = command.available(facts.editor).err();
            let detail = reason.unwrap_or(&keys);
            let widget =
                Row::new(row.label).icon(row.icon).detail(detail).role(Role::ListItem).selected(is_current);
            ui.add_enabled_ui(reason.is_none(), |ui| widget.show(ui)).inner.clicked()
        }
        Entry::Go(item, name) => {
            let kind = if matches!(item, Item::Stage(_)) { "Stage" } else { "Action" };
            let widget = Row::new(name).icon(icons::ARROW_RIGHT).detail(kind).role(Role::ListItem);
            widget.selected(is_current).show(ui).clicked()
        }
        Entry::Add(provider) => {
            let name = format!("Add {}", provider.name);
            let hue = words::hue_of_category(provider.category);
            let widget = Row::new(&name).tile(hue, words::tile_letters(&provider.code)).role(Role::ListItem);
            widget.detail(provider.group.label()).selected(is_current).show(ui).clicked()
        }
    }
}
