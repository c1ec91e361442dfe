//! The catalog as a list: search it, drag an action onto the canvas, or press Enter.

use eframe::egui::{DragAndDrop, Frame, Key, Margin, Role, ScrollArea, Ui};
use pipewright_core::catalog::{Catalog, Group, Provider};

use crate::canvas::FromPalette;
use crate::commands::{Command, keymap};
use crate::intent::{AddAt, Intent, Queue};
use crate::look::icons;
use crate::look::widgets::{EmptyState, Row, SearchField, section};
use crate::{tr, words};

/// What is typed into the search field.
#[derive(Debug, Default)]
pub struct State {
    pub search: String,
}

pub fn show(ui: &mut Ui, state: &mut State, queue: &mut Queue) {
    let padded = Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 0 });
    let response = padded
        .show(ui, |ui| {
            let keys = keymap::shown(ui, Command::Palette);
            SearchField::new(&mut state.search, tr!("Find an action")).shortcut(&keys).show(ui)
        })
        .inner;
    let found: Vec<&Provider> = search(&state.search);
    if response.lost_focus()
        && ui.input(|input| input.key_pressed(Key::Enter))
        && let Some(first) = found.first().filter(|_| !state.search.trim().is_empty())
    {
        queue.push(Intent::Add { provider: first.id.clone(), at: AddAt::Selection });
        state.search.clear();
    }
    ScrollArea::vertical().id_salt("palette").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 8, right: 8, top: 4, bottom: 12 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if found.is_empty() {
                let words = tr!("Nothing in the catalog is called that");
                EmptyState::new(icons::SEARCH, tr!("No action found"), words).show(ui);
                return;
            }
            if !state.search.trim().is_empty() {
                // By how well they fit, not by group.
                for provider in &found {
                    entry(ui, provider, queue);
                }
                return;
            }
            for group in Group::ALL {
                let mut entries = found.iter().filter(|provider| provider.group == *group).peekable();
                if entries.peek().is_some() {
                    ui.add_space(8.0);
                    Frame::new().inner_margin(Margin { left: 4, right: 0, top: 0, bottom: 4 }).show(
                        ui,
                        |ui| {
                            section(ui, group.label());
                        },
                    );
                    entries.for_each(|provider| entry(ui, provider, queue));
                }
            }
        });
    });
}

fn entry(ui: &mut Ui, provider: &Provider, queue: &mut Queue) {
    let hue = words::hue_of_category(provider.category);
    let letters = words::tile_letters(&provider.code);
    let response = ui
        .push_id(&provider.id, |ui| {
            Row::new(&provider.name).tile(hue, letters).role(Role::Button).draggable().show(ui)
        })
        .inner;
    if response.drag_started() {
        let payload = FromPalette { provider: provider.id.clone(), name: provider.name.clone() };
        DragAndDrop::set_payload(ui, payload);
    }
    response.context_menu(|ui| {
        if super::menu::extra(ui, icons::PLUS, tr!("Add at the selection")) {
            queue.push(Intent::Add { provider: provider.id.clone(), at: AddAt::Selection });
        }
        if super::menu::extra(ui, icons::COPY, tr!("Copy name")) {
            queue.push(Intent::Copy(provider.display_name.clone()));
        }
    });
    let response = response.on_hover_text(format!(
        "{}\n{}",
        provider.display_name,
        words::of_catalog(&provider.summary)
    ));
    if response.clicked() {
        queue.push(Intent::Add { provider: provider.id.clone(), at: AddAt::Selection });
    }
}

/// The catalog's entries that fit what is typed, best first; without a search those that are offered.
pub fn search(text: &str) -> Vec<&'static Provider> {
    let text = text.trim().to_lowercase();
    let all = Catalog::get().providers().iter();
    if text.is_empty() {
        return all.filter(|provider| provider.is_offered()).collect();
    }
    let mut found: Vec<(u8, usize, &Provider)> = all
        .enumerate()
        .filter_map(|(order, provider)| Some((score(provider, &text)?, order, provider)))
        .collect();
    found.sort_by_key(|(score, order, _)| (*score, *order));
    found.into_iter().map(|(_, _, provider)| provider).collect()
}

/// Less is better: the name begins with it, a word of it does, it is somewhere in it, in the keywords, in the summary.
fn score(provider: &Provider, text: &str) -> Option<u8> {
    let name = provider.name.to_lowercase();
    let full = provider.display_name.to_lowercase();
    let begins = |words: &str| words.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(text));
    let score = if name.starts_with(text) {
        0
    } else if begins(&name) || begins(&full) {
        1
    } else if begins(&provider.keywords) {
        2
    } else if name.contains(text) || full.contains(text) || provider.provider.to_lowercase().contains(text) {
        3
    } else if words::of_catalog(&provider.summary).to_lowercase().contains(text) {
        4
    } else {
        return None;
    };
    Some(score + if provider.is_offered() { 0 } else { 5 })
}

#[cfg(test)]
mod tests {
    use super::search;

    #[test]
    fn what_is_meant_comes_first() {
        for (typed, first) in [
            ("codeb", "CodeBuild"),
            ("approval", "Manual approval"),
            ("github", "Git connection"),
            ("beanstalk", "Elastic Beanstalk"),
            ("lambda", "Lambda"),
        ] {
            let found = search(typed);
            let name = found.first().map(|provider| provider.name.as_str()).unwrap_or_default();
            assert!(name.starts_with(first), "{typed}: {name}");
        }
        assert!(search("no such thing").is_empty());
    }
}
