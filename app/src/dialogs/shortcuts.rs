//! All keys, to look at, to find and to change.

use eframe::egui::epaint::RectShape;
use eframe::egui::{
    Align, Context, CornerRadius, Event, Id, Key, KeyboardShortcut, Layout, RichText, Shape, Ui, vec2,
};

use super::fuzzy::Fuzzy;
use crate::commands::keymap::{self, Keymap};
use crate::commands::{Command, Menu, TABLE};
use crate::intent::{Intent, Queue};
use crate::look::tokens::{radius, size, space, text};
use crate::look::widgets::{Button, Dialog, EmptyState, IconButton, SearchField, key_cap, section};
use crate::look::{Tokens, fonts, icons};
use crate::settings::Setting;
use crate::tr;

/// What is typed, and for which command keys are awaited.
#[derive(Debug, Default)]
pub struct ShortcutSheet {
    search: String,
    capture: Option<Capture>,
    is_open: bool,
}

/// Keys awaited for a command.
#[derive(Debug)]
struct Capture {
    command: Command,
    /// Pressed, but of another command.
    taken: Option<(KeyboardShortcut, Command)>,
    /// Why what was pressed cannot be taken.
    refused: Option<String>,
}

/// What was asked for in a row.
#[derive(Clone, Copy)]
enum Asked {
    Change(Command),
    Reset(Command),
    Clear(Command),
    Swap(Command, KeyboardShortcut),
    Cancel,
}

impl ShortcutSheet {
    pub fn show(&mut self, ctx: &Context, queue: &mut Queue) -> bool {
        let map = Keymap::of(ctx);
        let mut asked = self.take_keys(ctx, &map);
        let mut is_done = false;
        let mut resets_all = false;
        let dialog = Dialog::new(Id::unique("shortcuts"), tr!("Keyboard shortcuts")).width(620.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let field = SearchField::new(&mut self.search, tr!("Find a command or a key")).show(ui);
                if !std::mem::replace(&mut self.is_open, true) {
                    field.request_focus();
                }
                ui.add_space(space::S);
                // As high with a few rows as with all.
                ui.set_min_height(ctx.content_rect().height() * 0.5);
                let is_any = self.rows(ui, &map, &mut asked) | gestures(ui, &self.search);
                if !is_any {
                    EmptyState::new(icons::SEARCH, tr!("Nothing found"), tr!("Try another word")).show(ui);
                }
            });
            dialog.footer("", |ui| {
                is_done = Button::ghost(tr!("Close")).show(ui).clicked();
                let reason = map.is_all_usual().then_some(tr!("all keys are the usual ones"));
                resets_all = Button::ghost(tr!("Reset all")).disabled_because(reason).show(ui).clicked();
            });
        });
        if resets_all {
            self.capture = None;
            queue.push(Intent::Set(Setting::Keys(Keymap::default().chosen())));
        } else if let Some(asked) = asked {
            self.answer(asked, &map, queue);
        }
        !(is_done || response.should_close)
    }

    /// Takes the keys that are awaited before the dialog or a field sees them.
    fn take_keys(&mut self, ctx: &Context, map: &Keymap) -> Option<Asked> {
        let capture = self.capture.as_mut()?;
        let mut pressed = None;
        ctx.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::Key { key, pressed: true, repeat, modifiers, .. } => {
                    if !repeat {
                        pressed = Some(keymap::pressed(*modifiers, *key));
                    }
                    false
                }
                Event::Text(_) => false,
                _ => true,
            });
        });
        let pressed = pressed?;
        if pressed.logical_key == Key::Escape && pressed.modifiers.is_none() {
            return Some(Asked::Cancel);
        }
        (capture.taken, capture.refused) = (None, None);
        if let Some(reason) = keymap::reserved(pressed) {
            let keys = keymap::written(ctx, pressed);
            capture.refused = Some(tr!("{keys} stays free: {reason}", keys = keys, reason = reason));
            return None;
        }
        match map.owner(pressed).filter(|owner| *owner != capture.command) {
            Some(owner) => {
                capture.taken = Some((pressed, owner));
                None
            }
            // Nobody has it, so there is nothing to swap with.
            None => Some(Asked::Swap(capture.command, pressed)),
        }
    }

    fn answer(&mut self, asked: Asked, map: &Keymap, queue: &mut Queue) {
        self.capture = None;
        let mut map = map.clone();
        match asked {
            Asked::Cancel => return,
            Asked::Change(command) => {
                self.capture = Some(Capture { command, taken: None, refused: None });
                return;
            }
            Asked::Reset(command) => map.reset(command),
            Asked::Clear(command) => map.clear(command),
            Asked::Swap(command, key) => map.bind(command, key),
        }
        queue.push(Intent::Set(Setting::Keys(map.chosen())));
    }

    /// Returns whether there is any.
    fn rows(&self, ui: &mut Ui, map: &Keymap, asked: &mut Option<Asked>) -> bool {
        let search = self.search.trim();
        let mut fuzzy = Fuzzy::new(search);
        let mut is_any = false;
        for menu in Menu::ALL {
            let mut is_meant = |command: Command| {
                let keys = keymap::shown(ui, command).to_lowercase();
                search.is_empty()
                    || keys.contains(&search.to_lowercase())
                    || fuzzy.score(command.label()).is_some()
            };
            let of_menu = TABLE.iter().filter(|row| row.menu == menu).map(|row| row.command);
            let rows: Vec<Command> = of_menu.filter(|command| is_meant(*command)).collect();
            if rows.is_empty() {
                continue;
            }
            is_any = true;
            ui.add_space(10.0);
            section(ui, menu.label());
            ui.add_space(2.0);
            for command in rows {
                ui.push_id(command, |ui| match &self.capture {
                    Some(capture) if capture.command == command => awaiting(ui, capture, asked),
                    Some(_) | None => row(ui, command, map, asked),
                });
            }
        }
        is_any
    }
}

fn row(ui: &mut Ui, command: Command, map: &Keymap, asked: &mut Option<Asked>) {
    line(ui, command, |ui| {
        let name = tr!("Change keys of {command}", command = command.label());
        if IconButton::new(icons::RENAME, &name).small().show(ui).clicked() {
            *asked = Some(Asked::Change(command));
        }
        if !map.is_usual(command) {
            let name = tr!("Reset keys of {command}", command = command.label());
            if IconButton::new(icons::UNDO, &name).small().show(ui).clicked() {
                *asked = Some(Asked::Reset(command));
            }
        }
        for key in map.keys(command).iter().rev() {
            key_cap(ui, &keymap::written(ui, *key));
        }
    });
}

/// The row whose keys are to be pressed now.
fn awaiting(ui: &mut Ui, capture: &Capture, asked: &mut Option<Asked>) {
    let tokens = Tokens::of(ui);
    let command = capture.command;
    let behind = ui.painter().add(Shape::Noop);
    let row = ui.scope(|ui| {
        line(ui, command, |ui| {
            if Button::link(tr!("Cancel")).show(ui).clicked() {
                *asked = Some(Asked::Cancel);
            }
            if let Some((key, _)) = capture.taken {
                if Button::link(tr!("Swap")).show(ui).clicked() {
                    *asked = Some(Asked::Swap(command, key));
                }
            } else if Button::link(tr!("No keys")).show(ui).clicked() {
                *asked = Some(Asked::Clear(command));
            }
            let words = match (&capture.taken, &capture.refused) {
                (Some((key, owner)), _) => {
                    let keys = keymap::written(ui, *key);
                    tr!("{keys} belongs to {command}", keys = keys, command = owner.label())
                }
                (None, Some(reason)) => reason.clone(),
                (None, None) => tr!("Press the new keys").to_owned(),
            };
            let color = if capture.taken.is_some() || capture.refused.is_some() {
                tokens.warning.text
            } else {
                tokens.accent_text
            };
            ui.label(RichText::new(words).font(fonts::regular(text::SMALL)).color(color));
        });
    });
    let around = row.response.rect.expand2(vec2(space::S, 0.0));
    let corner = CornerRadius::same(radius::CONTROL);
    ui.painter().set(behind, RectShape::filled(around, corner, tokens.selection_fill));
}

/// A name at the left, and things at the right from right to left.
fn line(ui: &mut Ui, command: Command, ends: impl FnOnce(&mut Ui)) {
    let room = vec2(ui.available_width(), size::ROW);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(command.label()).on_hover_text(command.tooltip());
        ui.with_layout(Layout::right_to_left(Align::Center), ends);
    });
}

/// What the canvas does by itself; these keys are not for changing. Returns whether there is any.
fn gestures(ui: &mut Ui, search: &str) -> bool {
    let mut fuzzy = Fuzzy::new(search.trim());
    let mut is_any = false;
    for (what, keys) in [
        (tr!("Walk over steps, stages and parallel actions"), tr!("Arrows")),
        (tr!("One level up, then nothing selected"), tr!("Esc")),
        (tr!("Add beside the selection"), tr!("Tab")),
        (tr!("Pan"), tr!("Wheel, Space-drag, middle or right drag")),
        (tr!("Zoom at the pointer"), tr!("Ctrl+wheel")),
        (tr!("Add to the selection"), tr!("Shift+click")),
    ] {
        if !search.trim().is_empty() && fuzzy.score(what).is_none() {
            continue;
        }
        if !std::mem::replace(&mut is_any, true) {
            ui.add_space(10.0);
            section(ui, tr!("Canvas"));
            ui.add_space(2.0);
        }
        let room = vec2(ui.available_width(), size::ROW);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            ui.label(what);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| key_cap(ui, keys));
        });
    }
    is_any
}
