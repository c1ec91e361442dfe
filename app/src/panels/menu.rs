//! Menus made from the table of commands.

use eframe::egui::{Button, Ui};

use crate::commands::{Command, Menu, TABLE, keymap};
use crate::editor::Editor;
use crate::intent::Queue;

/// Narrower menus jump about in size from one thing to the next.
const WIDTH: f32 = 200.0;

/// Groups of commands with a line between them. What cannot run now is gray and says why.
pub fn commands(ui: &mut Ui, editor: &Editor, queue: &mut Queue, groups: &[&[Command]]) {
    ui.set_min_width(WIDTH);
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
    let button = with_keys(command.row().icon, command.label(), &keymap::shown(ui, command));
    let response = ui.add_enabled(available.is_ok(), button);
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
    possible(ui, icon, label, None)
}

fn with_keys<'a>(icon: &'a str, label: &'a str, keys: &str) -> Button<'a> {
    let button = Button::new((icon, label));
    // At some distance from the longest label as well.
    if keys.is_empty() { button } else { button.shortcut_text(format!("    {keys}")) }
}

/// The same, gray if there is a reason why it cannot be done now.
pub fn possible(ui: &mut Ui, icon: &str, label: &str, reason: Option<&str>) -> bool {
    possible_by(ui, icon, label, "", reason)
}

/// The same, with keys that do it.
pub fn possible_by(ui: &mut Ui, icon: &str, label: &str, keys: &str, reason: Option<&str>) -> bool {
    ui.set_min_width(WIDTH);
    let button = with_keys(icon, label, keys);
    let response = ui.add_enabled(reason.is_none(), button).accessible_name(label);
    let response = match reason {
        Some(reason) => response.on_disabled_hover_text(reason),
        None => response,
    };
    let is_clicked = response.clicked();
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
