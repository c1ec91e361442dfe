//! All shortcuts, from the table of commands.

use eframe::egui::{Align, Context, Id, Layout};

use crate::commands::{Menu, TABLE};
use crate::look::widgets::{Button, Dialog, key_cap, section};

pub fn show(ctx: &Context) -> bool {
    let mut is_done = false;
    let response =
        Dialog::new(Id::unique("shortcuts"), "Keyboard shortcuts").width(520.0).show(ctx, |dialog| {
            dialog.body(|ui| {
                for (title, menu) in
                    [("File", Menu::File), ("Edit", Menu::Edit), ("View", Menu::View), ("Help", Menu::Help)]
                {
                    ui.add_space(6.0);
                    section(ui, title);
                    for row in TABLE.iter().filter(|row| row.menu == menu && !row.keys.is_empty()) {
                        ui.horizontal(|ui| {
                            ui.label(row.label);
                            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                                for keys in row.keys.iter().rev() {
                                    key_cap(ui, &ui.format_shortcut(keys));
                                }
                            });
                        });
                    }
                }
                ui.add_space(6.0);
                section(ui, "Canvas");
                for (what, keys) in [
                    ("Walk over steps, stages and parallel actions", "Arrows"),
                    ("One level up, then nothing selected", "Esc"),
                    ("Add beside the selection", "Tab"),
                    ("Pan", "Wheel, Space-drag, middle or right drag"),
                    ("Zoom at the pointer", "Ctrl+wheel"),
                    ("Add to the selection", "Shift+click"),
                ] {
                    ui.horizontal(|ui| {
                        ui.label(what);
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| key_cap(ui, keys));
                    });
                }
            });
            dialog.footer("", |ui| is_done = Button::ghost("Close").show(ui).clicked());
        });
    !(is_done || response.should_close)
}
