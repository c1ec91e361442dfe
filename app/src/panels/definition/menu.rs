//! What can be done with the text by a right click.

use eframe::egui::{Key, KeyboardShortcut, Modifiers, PointerButton, Response, Ui, ViewportCommand};

use super::cursor::Cursor;
use super::{Definition, TRIES};
use crate::commands::Command;
use crate::editor::Editor;
use crate::intent::Queue;
use crate::look::icons;
use crate::panels::menu;
use crate::tr;

enum Asked {
    Cut,
    Copy,
    Paste,
    SelectAll,
    Find,
}

impl Definition {
    pub(super) fn menu(&mut self, ui: &Ui, response: &Response, editor: &Editor, queue: &mut Queue) {
        let mut asked = None;
        let has_selection = self.cursor.has_selection();
        let menu = response.context_menu(|ui| {
            let needs = (!has_selection).then(|| tr!("select text first"));
            let mut item = |icon: &str, label: &str, key: Key, reason: Option<&str>, what: Asked| {
                // In a text these keys are fixed.
                let keys = ui.format_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND, key));
                if menu::possible_by(ui, icon, label, &keys, reason) {
                    asked = Some(what);
                }
            };
            item(icons::CUT, tr!("Cut"), Key::X, needs, Asked::Cut);
            item(icons::COPY, tr!("Copy"), Key::C, needs, Asked::Copy);
            item(icons::PASTE, tr!("Paste"), Key::V, None, Asked::Paste);
            item(icons::CHECK, tr!("Select all"), Key::A, None, Asked::SelectAll);
            item(icons::SEARCH, tr!("Find in text"), Key::F, None, Asked::Find);
            ui.separator();
            menu::commands(ui, editor, queue, &[&[Command::Undo, Command::Redo], &[Command::Design]]);
        });
        // After the menu, too: letters typed then are no shortcuts.
        let had_menu = std::mem::replace(&mut self.view.had_menu, menu.is_some());
        if response.clicked_by(PointerButton::Secondary) || had_menu && menu.is_none() {
            self.view.takes_focus = TRIES;
        }
        let Some(asked) = asked else { return };
        self.view.takes_focus = TRIES;
        match asked {
            Asked::Cut => {
                self.copy(ui);
                self.delete(self.cursor.range());
                self.typed = Some(ui.input(|input| input.time));
            }
            Asked::Copy => self.copy(ui),
            // It comes as an event, like one that was typed.
            Asked::Paste => ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste),
            Asked::SelectAll => self.cursor = Cursor::over(0..self.buffer.text().len()),
            Asked::Find => self.find.open(&self.buffer.text()[self.cursor.range()]),
        }
        ui.ctx().request_repaint();
    }
}
