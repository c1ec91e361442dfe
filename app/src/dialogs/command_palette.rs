//! Everything that can be started or gone to, under one search field: commands, stages, actions, files, samples,
//! action types.

use std::cell::RefCell;
use std::path::PathBuf;

use eframe::egui::{Context, Role, Ui};
use pipewright_core::catalog::{Catalog, Provider};
use pipewright_core::samples::SAMPLES;
use pipewright_core::template::templates;

use super::Facts;
use super::fuzzy::Fuzzy;
use super::picker::{Picked, Picker};
use crate::commands::{Command, TABLE, keymap};
use crate::editor::{Item, Selection};
use crate::intent::{AddAt, Intent, Queue};
use crate::look::icons;
use crate::look::widgets::{Row, section};
use crate::panels::palette;
use crate::{tr, words};

/// What is typed, and what was found for it.
#[derive(Debug, Default)]
pub struct CommandPalette {
    picker: Picker,
    found: Found,
}

/// The rows, made anew when something else is typed or the document has changed.
#[derive(Debug, Default)]
struct Found {
    made_for: Option<(String, u64)>,
    entries: Vec<Entry>,
    /// How many of the first entries are there because they were used last.
    recent: usize,
}

#[derive(Clone, Debug)]
struct Entry {
    act: Act,
    label: String,
}

#[derive(Clone, Debug)]
enum Act {
    Command(Command),
    Show(Item),
    Add(&'static Provider),
    Open(PathBuf),
    Sample(&'static str),
    Template(String),
}

/// Rows shown at most; who does not find it among these types more.
const MOST: usize = 60;
/// Action types shown at most that are not called what is typed.
const OTHERS: usize = 12;
/// What fits less well than this share of the best is left out.
const WORST: f32 = 0.45;

impl CommandPalette {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let Self { picker, found } = self;
        let found = RefCell::new(found);
        let picked = picker.show(
            ctx,
            tr!("Commands"),
            tr!("Find a command, a stage, an action, a file"),
            |search| {
                let mut found = found.borrow_mut();
                found.follow(search, facts);
                found.entries.len()
            },
            |ui, index, is_current| found.borrow().row(ui, index, facts, is_current),
        );
        match picked {
            Picked::Nothing => true,
            Picked::Closed => false,
            Picked::Row(index) => {
                found.into_inner().entries.get(index).is_none_or(|entry| !start(&entry.act, facts, queue))
            }
        }
    }
}

/// Returns whether it could be started.
fn start(act: &Act, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    match act {
        Act::Command(command) => {
            if command.available(facts.editor).is_err() {
                return false;
            }
            queue.push(Intent::RunListed(*command));
        }
        Act::Show(item) => {
            queue.push(Intent::Select(Selection::one(*item)));
            queue.push(Intent::Show(*item));
        }
        Act::Add(provider) => {
            queue.push(Intent::Add { provider: provider.id.clone(), at: AddAt::Selection });
        }
        Act::Open(path) => queue.push(Intent::OpenFile(path.clone())),
        Act::Sample(name) => queue.push(Intent::OpenSample(name)),
        Act::Template(name) => queue.push(Intent::ShowGallery(Some(name.clone()))),
    }
    true
}

impl Found {
    fn follow(&mut self, search: &str, facts: &Facts<'_>) {
        let wanted = (search.trim().to_owned(), facts.editor.document().revision());
        if self.made_for.as_ref() == Some(&wanted) {
            return;
        }
        if wanted.0.is_empty() {
            self.list_commands(facts);
        } else {
            self.recent = 0;
            self.entries = search_all(&wanted.0, facts);
        }
        self.made_for = Some(wanted);
    }

    /// All commands, the ones used last first.
    fn list_commands(&mut self, facts: &Facts<'_>) {
        let recent: Vec<Command> =
            facts.settings.recent_commands.iter().filter_map(|id| Command::of_id(id)).collect();
        let others = TABLE.iter().map(|row| row.command).filter(|command| !recent.contains(command));
        self.recent = recent.len();
        self.entries = recent.iter().copied().chain(others).map(Entry::command).collect();
    }

    /// Returns whether it was clicked.
    fn row(&self, ui: &mut Ui, index: usize, facts: &Facts<'_>, is_current: bool) -> bool {
        let Some(entry) = self.entries.get(index) else { return false };
        if self.recent > 0 {
            let title = match index {
                0 => Some(tr!("Used last")),
                index if index == self.recent => Some(tr!("All commands")),
                _ => None,
            };
            if let Some(title) = title {
                ui.add_space(if index == 0 { 2.0 } else { 10.0 });
                ui.horizontal(|ui| {
                    ui.add_space(8.0);
                    section(ui, title);
                });
                ui.add_space(2.0);
            }
        }
        entry.row(ui, facts, is_current)
    }
}

impl Entry {
    fn new(act: Act, label: impl Into<String>) -> Self {
        Self { act, label: label.into() }
    }

    fn command(command: Command) -> Self {
        Self::new(Act::Command(command), command.label())
    }

    /// Returns whether it was clicked.
    fn row(&self, ui: &mut Ui, facts: &Facts<'_>, is_current: bool) -> bool {
        let row = Row::new(&self.label).role(Role::ListItem).selected(is_current).among_tiles();
        match &self.act {
            Act::Command(command) => {
                let keys = keymap::shown(ui, *command);
                let reason = command.available(facts.editor).err();
                let row = row.icon(command.row().icon).detail(reason.unwrap_or(&keys));
                let response = ui.add_enabled_ui(reason.is_none(), |ui| row.show(ui)).inner;
                response.on_hover_text(command.tooltip()).clicked()
            }
            Act::Show(Item::Stage(_)) => row.icon(icons::ARROW_RIGHT).detail(tr!("Stage")).show(ui).clicked(),
            Act::Show(Item::Action(_) | Item::Wire { .. }) => {
                row.icon(icons::ARROW_RIGHT).detail(tr!("Action")).show(ui).clicked()
            }
            Act::Show(Item::Note(_)) => row.icon(icons::NOTE).detail(tr!("Note")).show(ui).clicked(),
            Act::Add(provider) => {
                let hue = words::hue_of_category(provider.category);
                let row = row.tile(hue, words::tile_letters(&provider.code)).detail(provider.group.label());
                row.show(ui).on_hover_text(words::of_catalog(&provider.summary)).clicked()
            }
            Act::Open(path) => {
                let row = row.icon(icons::FILE).detail(tr!("Recent file"));
                row.show(ui).on_hover_text(path.display().to_string()).clicked()
            }
            Act::Template(_) => row.icon(icons::FILE).detail(tr!("Template")).show(ui).clicked(),
            Act::Sample(_) => row.icon(icons::FILE).detail(tr!("Sample")).show(ui).clicked(),
        }
    }
}

/// What fits, the best first.
fn search_all(search: &str, facts: &Facts<'_>) -> Vec<Entry> {
    let mut fuzzy = Fuzzy::new(search);
    let mut scored: Vec<(u32, Entry)> = Vec::new();
    for row in TABLE {
        if let Some(score) = command_score(row.command, search, &mut fuzzy, facts) {
            scored.push((score, Entry::command(row.command)));
        }
    }
    for entry in goals(facts) {
        if let Some(score) = fuzzy.score(&entry.label) {
            scored.push((score, entry));
        }
    }
    let add =
        |provider: &'static Provider| Entry::new(Act::Add(provider), tr!("Add {name}", name = provider.name));
    let mut named: Vec<&str> = Vec::new();
    for provider in Catalog::get().providers().iter().filter(|provider| provider.is_offered()) {
        let entry = add(provider);
        if let Some(score) = fuzzy.score(&entry.label) {
            scored.push((score, entry));
            named.push(&provider.id);
        }
    }
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let best = scored.first().map_or(0, |(score, _)| *score) as f32;
    scored.retain(|(score, _)| *score as f32 >= best * WORST);
    let mut entries: Vec<Entry> = scored.into_iter().map(|(_, entry)| entry).collect();
    // The catalog knows other words for its entries, too; these come last.
    let by_other_words =
        palette::search(search).into_iter().filter(|found| !named.contains(&found.id.as_str()));
    entries.extend(by_other_words.take(OTHERS).map(add));
    entries.truncate(MOST);
    entries
}

fn command_score(command: Command, search: &str, fuzzy: &mut Fuzzy, facts: &Facts<'_>) -> Option<u32> {
    let label = command.label();
    let by_label = fuzzy.score(label);
    let tooltip = command.tooltip().to_lowercase();
    let has_words = search.to_lowercase().split_whitespace().all(|word| tooltip.contains(word));
    // In a whole sentence nearly any letters can be found, so there words are looked for.
    let by_tooltip =
        if has_words { Fuzzy::new(search).score(&tooltip).map(|score| score * 2 / 3) } else { None };
    let score = by_label.max(by_tooltip)?;
    let is_recent = facts.settings.recent_commands.iter().any(|id| Command::of_id(id) == Some(command));
    Some(score + if is_recent { 8 } else { 0 })
}

/// Everything one can go to or open.
fn goals(facts: &Facts<'_>) -> Vec<Entry> {
    let mut goals = Vec::new();
    for stage in &facts.editor.document().pipeline().stages {
        let label = tr!("Go to {name}", name = stage.name());
        goals.push(Entry::new(Act::Show(Item::Stage(stage.id)), label));
        for action in &stage.actions {
            let name = format!("{} › {}", stage.name(), action.name());
            goals.push(Entry::new(Act::Show(Item::Action(action.id)), tr!("Go to {name}", name = name)));
        }
    }
    for path in facts.settings.recent.paths() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        goals.push(Entry::new(Act::Open(path.clone()), tr!("Open {name}", name = name)));
    }
    for template in templates() {
        let label = tr!("From template: {title}", title = template.title);
        goals.push(Entry::new(Act::Template(template.name.clone()), label));
    }
    for sample in SAMPLES {
        goals.push(Entry::new(Act::Sample(sample.name), tr!("Start from {name}", name = sample.title)));
    }
    goals
}
