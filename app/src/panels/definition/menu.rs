//! What can be done with the text by a right click.

use eframe::egui::{PointerButton, Response, Ui, ViewportCommand};

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
        response.context_menu(|ui| {
            let needs = (!has_selection).then(|| tr!("select text first"));
            let mut item = |icon: &str, label: &str, reason: Option<&str>, what: Asked| {
                if menu::possible(ui, icon, label, reason) {
                    asked = Some(what);
                }
            };
            item(icons::CLOSE, tr!("Cut"), needs, Asked::Cut);
            item(icons::COPY, tr!("Copy"), needs, Asked::Copy);
            item(icons::FILE, tr!("Paste"), None, Asked::Paste);
            item(icons::CHECK, tr!("Select all"), None, Asked::SelectAll);
            item(icons::SEARCH, tr!("Find in text"), None, Asked::Find);
            ui.separator();
            menu::commands(ui, editor, queue, &[&[Command::Undo, Command::Redo], &[Command::Design]]);
        });
        if response.clicked_by(PointerButton::Secondary) {
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
