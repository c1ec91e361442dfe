//! The menus of a table: above its rows, and at the end of each.

use eframe::egui::{Popup, Role, Ui};

use super::Table;
use crate::look::widgets::{IconButton, Row, rule};
use crate::look::{icons, tokens::space};
use crate::{tr, words};

/// What was picked in the menu of a row.
pub(super) enum Picked {
    Kind(&'static str),
    Up,
    Down,
    Remove,
}

/// What was clicked above the rows.
#[derive(Default)]
pub(super) struct Asked {
    pub add: bool,
    pub sort: bool,
    pub paste: bool,
}

pub(super) fn heading_buttons(ui: &mut Ui, label: &str, table: &Table<'_>) -> Asked {
    let mut asked = Asked::default();
    let label = words::in_sentence(label.split(" ·").next().unwrap_or_default());
    ui.spacing_mut().item_spacing.x = space::XS;
    asked.add = IconButton::new(icons::PLUS, table.words.add).small().show(ui).clicked();
    let name = tr!("More for {label}", label = label);
    let button = IconButton::new(icons::MORE, &name).small().show(ui);
    Popup::menu(&button).accessible_name(name).width(MENU_WIDTH).gap(space::XS).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(MENU_WIDTH);
        let mut entry =
            |label: &str, icon: &str| Row::new(label).role(Role::MenuItem).icon(icon).show(ui).clicked();
        asked.paste = entry(tr!("Paste NAME=value lines"), icons::DOWNLOAD);
        asked.sort = entry(tr!("Sort by name"), icons::CHEVRON_DOWN);
    });
    asked
}

const MENU_WIDTH: f32 = 216.0;

/// The button at the end of a row with its kind, and the menu behind it.
pub(super) fn row_menu(
    ui: &mut Ui,
    table: &Table<'_>,
    index: usize,
    kind: Option<&str>,
    name: &str,
) -> Option<Picked> {
    let known = match kind {
        Some(kind) => table.kinds.iter().find(|(word, ..)| *word == kind),
        None => table.kinds.first(),
    };
    let (label, icon) = match (known, kind) {
        (Some((_, label, icon)), _) => (words::text(label), *icon),
        (None, Some(kind)) => (kind, icons::WARNING),
        (None, None) => (tr!("more"), icons::MORE),
    };
    let button = IconButton::new(icon, &format!("{name}: {label}")).small().show(ui);
    let menu = Popup::menu(&button).width(MENU_WIDTH).gap(space::XS).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(MENU_WIDTH);
        let mut picked = None;
        for (word, label, _) in table.kinds {
            let is_chosen = known.is_some_and(|(known, ..)| known == word);
            let mark = if is_chosen { icons::CHECK } else { " " };
            if Row::new(words::text(label)).role(Role::MenuItem).icon(mark).show(ui).clicked() {
                picked = Some(Picked::Kind(word));
            }
        }
        if !table.kinds.is_empty() {
            rule(ui);
        }
        let mut entry = |label: &str, icon: &str, what: Picked| {
            if Row::new(label).role(Role::MenuItem).icon(icon).show(ui).clicked() {
                picked = Some(what);
            }
        };
        if index > 0 {
            entry(tr!("Move up"), icons::CHEVRON_UP, Picked::Up);
        }
        if index + 1 < table.rows.len() {
            entry(tr!("Move down"), icons::CHEVRON_DOWN, Picked::Down);
        }
        entry(tr!("Remove"), icons::TRASH, Picked::Remove);
        picked
    });
    menu.and_then(|menu| menu.inner)
}
