//! The variables of the pipeline.

use eframe::egui::Ui;
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
use crate::look::widgets::IconButton;
use crate::look::{
    icons,
    tokens::{size, space},
};

const NAME_WIDTH: f32 = 104.0;

impl Form<'_> {
    pub(super) fn pipeline_variables(&mut self, ui: &mut Ui) {
        let path = Path::key("variables");
        let value = self.value(&path);
        let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let max =
            Catalog::get().limits().get("pipelineVariables").and_then(|limit| limit.max).unwrap_or_default();
        let title = format!("Variables · {} of {max}", list.len());
        let mut is_asked = false;
        self.section_with(ui, &title, |_, ui| {
            is_asked = IconButton::new(icons::PLUS, "Add a variable").small().show(ui).clicked();
        });
        if let Some(odd) = value.filter(|value| !value.is_array()) {
            self.odd_value(ui, Spec::new(path, "variables"), "a list", odd);
            return;
        }
        if is_asked {
            let names = list.iter().filter_map(|it| it.get("name")?.as_str());
            let name = fresh_name("name", names, '-', 128);
            let mut list = list.to_vec();
            list.push(json!({"name": name}));
            self.set(&path, Some(Value::Array(list)));
        }
        if list.is_empty() {
            weak(ui, "None. Actions read variables as #{variables.NAME}.");
        }
        for (index, variable) in list.iter().enumerate() {
            let path = path.clone().then(index);
            match variable.as_object() {
                Some(members) => self.pipeline_variable(ui, &path, members, index),
                None => {
                    self.json(ui, Spec::new(path, format!("Variable {}", index + 1)));
                }
            }
        }
        self.problems(ui, &path, None);
    }

    fn pipeline_variable(&mut self, ui: &mut Ui, path: &Path, members: &Object, index: usize) {
        let known = ["name", "defaultValue", "description"];
        let is_plain = known.iter().all(|key| members.get(*key).is_none_or(Value::is_string));
        if !is_plain {
            self.json(ui, Spec::new(path.clone(), format!("Variable {}", index + 1)));
            return;
        }
        if !self.take_first() {
            ui.add_space(space::M);
        }
        let text = |key: &str| text_of(members, key).unwrap_or_default();
        let name = text("name");
        let mut is_removed = false;
        let of_name = cell_box(ui, |ui| {
            let label = format!("Name of variable {}", index + 1);
            let of_name = self.member_cell(ui, path, "name", &label, NAME_WIDTH, text("name"), "name");
            ui.add_space(space::S);
            let label = format!("Default of {name}");
            let width = ui.available_width() - size::CONTROL_SMALL - space::XS;
            let of_default =
                self.member_cell(ui, path, "defaultValue", &label, width, text("defaultValue"), "no default");
            is_removed = IconButton::new(icons::CLOSE, &format!("Remove {name}")).small().show(ui).clicked();
            let is_focused = of_name.has_focus() || of_default.has_focus();
            (of_name, is_focused)
        });
        ui.add_space(space::XS);
        cell_box(ui, |ui| {
            let label = format!("Description of {name}");
            let width = ui.available_width() - space::S;
            let response =
                self.member_cell(ui, path, "description", &label, width, text("description"), "description");
            ((), response.has_focus())
        });
        if is_removed {
            self.set(path, None);
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
        self.cell(
            ui,
            Cell { width, hint, is_prose: key == "description", ..Cell::new(id, name, shown) },
            commit,
        )
    }
}
