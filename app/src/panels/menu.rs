//! Menus made from the table of commands.

use eframe::egui::{Button, Ui};

use crate::commands::{Command, Menu, TABLE};
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

/// One command as a menu item.
pub fn item(ui: &mut Ui, editor: &Editor, queue: &mut Queue, command: Command) {
    let row = command.row();
    let available = command.available(editor);
    let mut button = Button::new((row.icon, row.label));
    if let Some(keys) = row.keys.first() {
        button = button.shortcut_text(ui.format_shortcut(keys));
    }
    let response =
        ui.add_enabled(available.is_ok(), button.min_size(eframe::egui::vec2(ui.available_width(), 0.0)));
    let response = match available {
        Ok(()) => response.on_hover_text(row.tooltip),
        Err(reason) => response.on_disabled_hover_text(reason),
    };
    if response.accessible_name(row.label).clicked() {
        queue.run(command);
        ui.close();
    }
}

/// All commands of one menu.
pub fn whole(ui: &mut Ui, editor: &Editor, queue: &mut Queue, menu: Menu) {
    ui.set_min_width(220.0);
    for row in TABLE.iter().filter(|row| row.menu == menu) {
        item(ui, editor, queue, row.command);
    }
}
