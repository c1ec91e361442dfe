//! Menus made from the table of commands.

use eframe::egui::{Button, Ui};

use crate::commands::{Command, Menu, TABLE, keymap};
use crate::editor::Editor;
use crate::intent::Queue;

/// Groups of commands with a line between them. What cannot run now is gray and says why.
pub fn commands(ui: &mut Ui, editor: &Editor, queue: &mut Queue, groups: &[&[Command]]) {
    ui.set_min_width(200.0);
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            ui.separator();
        }
        for command in *group {
            item(ui, editor, queue, *command);
        }
    }
}

/// One command as a menu item, with the key it has now.
pub fn item(ui: &mut Ui, editor: &Editor, queue: &mut Queue, command: Command) {
    let available = command.available(editor);
    let keys = keymap::shown(ui, command);
    let mut button = Button::new((command.row().icon, command.label()));
    if !keys.is_empty() {
        button = button.shortcut_text(keys);
    }
    let response =
        ui.add_enabled(available.is_ok(), button.min_size(eframe::egui::vec2(ui.available_width(), 0.0)));
    let response = match available {
        Ok(()) => response.on_hover_text(command.tooltip()),
        Err(reason) => response.on_disabled_hover_text(reason),
    };
    if response.accessible_name(command.label()).clicked() {
        queue.run(command);
        ui.close();
    }
}

/// Something besides the commands: what it does is up to the caller, who is told whether it was clicked.
pub fn extra(ui: &mut Ui, icon: &str, label: &str) -> bool {
    let button = Button::new((icon, label)).min_size(eframe::egui::vec2(ui.available_width(), 0.0));
    let is_clicked = ui.add(button).accessible_name(label).clicked();
    if is_clicked {
        ui.close();
    }
    is_clicked
}

/// All commands of one menu.
pub fn whole(ui: &mut Ui, editor: &Editor, queue: &mut Queue, menu: Menu) {
    ui.set_min_width(220.0);
    for row in TABLE.iter().filter(|row| row.menu == menu) {
        item(ui, editor, queue, row.command);
    }
}
