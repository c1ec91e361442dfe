//! The variables of the pipeline.

use eframe::egui::{Popup, Role, Ui};
use serde_json::{Value, json};

use pipewright_core::catalog::Catalog;
use pipewright_core::document::Document;
use pipewright_core::edit::{fields, fresh_name};
use pipewright_core::pipeline::{Object, Path, shape, text_of};

use super::cells::{Cell, cell_box};
use super::controls::{Commit, Typed};
use super::draft::Leave;
use super::form::{Form, Spec};
use super::line::weak;
use super::problem;
use super::table::name_width;
use crate::look::widgets::{IconButton, Row};
use crate::look::{
    icons,
    tokens::{size, space},
};
use crate::tr;

impl Form<'_> {
    pub(super) fn pipeline_variables(&mut self, ui: &mut Ui) {
        let path = Path::key("variables");
        let value = self.value(&path);
        let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let max =
            Catalog::get().limits().get("pipelineVariables").and_then(|limit| limit.max).unwrap_or_default();
        let title = tr!("Variables · {count} of {max}", count = list.len(), max = max);
        let mut is_asked = false;
        self.section_with(ui, &title, |_, ui| {
            is_asked = IconButton::new(icons::PLUS, tr!("Add a variable")).small().show(ui).clicked();
        });
        if let Some(odd) = value.filter(|value| !value.is_array()) {
            self.odd_value(ui, Spec::new(path, "variables"), tr!("a list"), odd);
            return;
        }
        if is_asked {
            let names = list.iter().filter_map(|it| it.get("name")?.as_str());
            let name = fresh_name("name", names, '-', 128);
            self.state.focus_cell = Some(self.id(&path.clone().then(list.len()).then("name"), "cell"));
            let mut list = list.to_vec();
            list.push(json!({"name": name}));
            self.set(&path, Some(Value::Array(list)));
        }
        if list.is_empty() {
            weak(ui, &tr!("None. Actions read variables as {reference}.", reference = "#{variables.NAME}"));
        }
        for (index, variable) in list.iter().enumerate() {
            let path = path.clone().then(index);
            match variable.as_object() {
                Some(members) => self.pipeline_variable(ui, &path, members, (index, list)),
                None => {
                    self.json(ui, Spec::new(path, tr!("Variable {number}", number = index + 1)));
                }
            }
        }
        self.problems(ui, &path, None);
    }

    fn pipeline_variable(
        &mut self,
        ui: &mut Ui,
        path: &Path,
        members: &Object,
        (index, list): (usize, &[Value]),
    ) {
        let known = ["name", "defaultValue", "description"];
        let is_plain = known.iter().all(|key| members.get(*key).is_none_or(Value::is_string));
        if !is_plain {
            self.json(ui, Spec::new(path.clone(), tr!("Variable {number}", number = index + 1)));
            return;
        }
        if !self.take_first() {
            ui.add_space(space::M);
        }
        let text = |key: &str| text_of(members, key).unwrap_or_default();
        let name = text("name");
        let mut picked = None;
        let of_name = cell_box(ui, |ui| {
            let label = tr!("Name of variable {number}", number = index + 1);
            let width =
                name_width(ui.available_width(), list.iter().filter_map(|it| it.get("name")?.as_str()));
            let of_name = self.member_cell(ui, path, "name", &label, width, text("name"), tr!("name"));
            ui.add_space(space::S);
            let label = tr!("Default of {name}", name = name);
            let width = ui.available_width() - size::CONTROL_SMALL - space::XS;
            let of_default = self.member_cell(
                ui,
                path,
                "defaultValue",
                &label,
                width,
                text("defaultValue"),
                tr!("no default"),
            );
            picked = variable_menu(ui, name, index, list.len());
            let is_focused = of_name.has_focus() || of_default.has_focus();
            (of_name, is_focused)
        });
        ui.add_space(space::XS);
        cell_box(ui, |ui| {
            let label = tr!("Description of {name}", name = name);
            let width = ui.available_width() - space::S;
            let response = self.member_cell(
                ui,
                path,
                "description",
                &label,
                width,
                text("description"),
                tr!("description"),
            );
            ((), response.has_focus())
        });
        let swapped = |a: usize, b: usize| {
            let mut list = list.to_vec();
            list.swap(a, b);
            Some(Value::Array(list))
        };
        match picked {
            Some(Picked::Up) => self.set(&Path::key("variables"), swapped(index, index - 1)),
            Some(Picked::Down) => self.set(&Path::key("variables"), swapped(index, index + 1)),
            Some(Picked::Remove) if list.len() == 1 => self.set(&Path::key("variables"), None),
            Some(Picked::Remove) => self.set(path, None),
            None => {}
        }
        if let Some(words) = self.values_of_text(text("defaultValue"), true) {
            ui.add_space(space::XS);
            weak(ui, &words);
        }
        self.follow_focus(ui, path, &of_name);
        self.problems(ui, path, problem::of_member(&shape::VARIABLE, "name", name));
        self.unknown_members(ui, path, |key| known.contains(&key));
    }

    /// A cell for a text member of an object.
    #[expect(clippy::too_many_arguments, reason = "a cell and its place")]
    fn member_cell(
        &mut self,
        ui: &mut Ui,
        object: &Path,
        key: &'static str,
        name: &str,
        width: f32,
        shown: &str,
        hint: &str,
    ) -> eframe::egui::Response {
        let path = object.clone().then(key);
        let id = self.id(&path, "cell");
        let place = self.place(&path);
        let change = |document: &Document, text: &str| fields::set_text(document, &place, text);
        let commit = if key == "name" {
            // A new name is a refactoring: references follow it, but not through each letter.
            Commit::Leaving(Leave::Set(place.clone()))
        } else {
            Commit::Typing(Typed { change: &change, shown: &str::to_owned })
        };
        let is_wanted = self.state.focus_cell.take_if(|wanted| *wanted == id).is_some();
        let response = self.cell(
            ui,
            Cell {
                width,
                hint,
                is_prose: key == "description",
                reads: (key != "name").then_some(&path),
                ..Cell::new(id, name, shown)
            },
            commit,
        );
        if is_wanted {
            response.request_focus();
        }
        response
    }
}

/// What was picked for a variable.
enum Picked {
    Up,
    Down,
    Remove,
}

fn variable_menu(ui: &mut Ui, name: &str, index: usize, count: usize) -> Option<Picked> {
    let button = IconButton::new(icons::MORE, &tr!("More for {name}", name = name)).small().show(ui);
    let menu = Popup::menu(&button).width(MENU_WIDTH).gap(space::XS).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(MENU_WIDTH);
        let mut picked = None;
        let mut entry = |label: &str, icon: &str, what: Picked| {
            if Row::new(label).role(Role::MenuItem).icon(icon).show(ui).clicked() {
                picked = Some(what);
            }
        };
        if index > 0 {
            entry(tr!("Move up"), icons::CHEVRON_UP, Picked::Up);
        }
        if index + 1 < count {
            entry(tr!("Move down"), icons::CHEVRON_DOWN, Picked::Down);
        }
        entry(tr!("Remove"), icons::TRASH, Picked::Remove);
        picked
    });
    menu.and_then(|menu| menu.inner)
}

const MENU_WIDTH: f32 = 160.0;
