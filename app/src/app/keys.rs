//! Shortcuts of the table of commands.

use eframe::egui::{Event, Key, KeyboardShortcut, Modifiers, PointerButton, Ui};

use super::App;
use crate::commands::Command;
use crate::commands::keymap::Keymap;
use crate::panels::top_bar::Mode;

impl App {
    /// Takes the shortcuts of this frame, those with the most modifiers first, as a shortcut also matches with
    /// more of them down.
    pub(super) fn shortcuts(&mut self, ui: &Ui) {
        let is_modal = ui.memory(|memory| memory.top_modal_layer().is_some());
        if is_modal || self.dialog.is_some() || self.canvas.is_busy() {
            return;
        }
        let is_typing = ui.text_edit_focused();
        let is_in_text = self.mode == Mode::Definition && self.definition.has_keys(ui);
        if !is_typing {
            self.clipboard_events(ui);
        }
        let mut keys: Vec<(KeyboardShortcut, Command)> = Keymap::of(ui).all().collect();
        ui.input_mut(|input| name_digits(&mut input.events, &keys));
        keys.sort_by_key(|(key, _)| std::cmp::Reverse(weight(*key)));
        // The buttons at the side of a mouse, as in a browser.
        for (button, command) in
            [(PointerButton::Extra1, Command::GoBack), (PointerButton::Extra2, Command::GoForward)]
        {
            if ui.input(|input| input.pointer.button_pressed(button)) {
                self.queue.run(command);
            }
        }
        for (key, command) in keys {
            // The text has a search of its own.
            let is_of_text = is_in_text && command == Command::Find;
            if is_of_text || is_typing && belongs_to_text(key) {
                continue;
            }
            // Between two frames of a slow machine there is time for several presses. What cannot run says why.
            let presses = ui.input_mut(|input| input.count_and_consume_key(key.modifiers, key.logical_key));
            for _ in 0..presses {
                self.queue.run(command);
            }
        }
    }
}

/// With Shift most keyboards write a sign where the digit is: Shift+1 arrives as `!`. Where a digit with Shift starts
/// something and the sign does not, the digit is meant.
fn name_digits(events: &mut [Event], keys: &[(KeyboardShortcut, Command)]) {
    let starts = |modifiers: Modifiers, wanted: Key| {
        keys.iter().any(|(key, _)| key.logical_key == wanted && modifiers.matches_exact(key.modifiers))
    };
    for event in events {
        if let Event::Key { key, physical_key: Some(physical), modifiers, .. } = event
            && modifiers.shift
            && is_digit(*physical)
            && !is_digit(*key)
            && starts(*modifiers, *physical)
            && !starts(*modifiers, *key)
            && !starts(Modifiers { shift: false, ..*modifiers }, *key)
        {
            *key = *physical;
        }
    }
}

fn is_digit(key: Key) -> bool {
    matches!(key.name().as_bytes(), [b'0'..=b'9'])
}

fn weight(key: KeyboardShortcut) -> u8 {
    let modifiers = key.modifiers;
    u8::from(modifiers.command || modifiers.ctrl) + u8::from(modifiers.shift) + u8::from(modifiers.alt)
}

/// Whether a text field wants the keys for itself.
fn belongs_to_text(key: KeyboardShortcut) -> bool {
    if is_function(key.logical_key) {
        return false;
    }
    key.conflicts_with_text_editing()
        || !(key.modifiers.command || key.modifiers.ctrl || key.modifiers.alt)
        || (key.modifiers.command
            && matches!(
                key.logical_key,
                Key::A | Key::C | Key::V | Key::X | Key::Y | Key::Z | Key::Backspace | Key::Delete
            ))
}

fn is_function(key: Key) -> bool {
    let name = key.name();
    name.len() > 1 && name.strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
}
