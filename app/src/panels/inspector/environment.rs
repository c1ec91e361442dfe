//! Environment variables, as rows of name, value and kind.
//!
//! Build actions have them as a JSON text in their configuration, others as a member of the action; the rows
//! are the same.

use eframe::egui::{Popup, Role, Ui};
use serde_json::{Value, json};

use pipewright_core::catalog::Field;
use pipewright_core::document::Document;
use pipewright_core::edit::{Change, fields, fresh_name};
use pipewright_core::pipeline::{Path, text_of};

use super::cells::{Cell, cell_box};
use super::configuration::Configured;
use super::controls::{Commit, Look, Typed};
use super::form::{Form, Spec};
use super::problem;
use crate::look::widgets::{IconButton, Row, rule};
use crate::look::{
    Tokens, icons,
    tokens::{size, space},
};

const NAME_WIDTH: f32 = 108.0;
const TITLE: &str = "Environment variables";

/// A kind of variable: what AWS calls it, what a person calls it, and its icon.
type Kind = (&'static str, &'static str, &'static str);
const PLAIN: Kind = ("PLAINTEXT", "Plain text", icons::MORE);
const SECRET: Kind = ("SECRETS_MANAGER", "Secrets Manager", icons::LOCK);
const PARAMETER: Kind = ("PARAMETER_STORE", "Parameter Store", icons::GEAR);

/// Where the variables stand, and how they are written there.
struct Variables<'v> {
    path: Path,
    rows: Vec<Value>,
    kinds: &'v [Kind],
    /// The value of the path for a list of variables; none for an empty list.
    write: &'v dyn Fn(Vec<Value>) -> Option<Value>,
}

impl Variables<'_> {
    fn change(&self, form: &Form<'_>, document: &Document, rows: Vec<Value>) -> Option<Change> {
        fields::set(document, &form.place(&self.path), (self.write)(rows))
    }
}

impl Form<'_> {
    /// The variables of a build: a JSON text under a configuration key.
    pub(super) fn environment_in_text(
        &mut self,
        ui: &mut Ui,
        configured: &Configured<'_>,
        field: &'static Field,
    ) {
        let path = configured.path_of(&field.key);
        let rows = match self.value(&path) {
            None => Some(Vec::new()),
            Some(Value::String(text)) => {
                serde_json::from_str::<Value>(text).ok().and_then(|value| plain_rows(&value))
            }
            Some(_) => None,
        };
        if let Some(rows) = rows {
            let write = |rows: Vec<Value>| (!rows.is_empty()).then(|| json!(Value::Array(rows).to_string()));
            self.variables(ui, &Variables { path, rows, kinds: &[PLAIN, SECRET, PARAMETER], write: &write });
            return;
        }
        self.section(ui, TITLE);
        let check = |text: &str| problem::of_field(field, text);
        let spec = Spec::new(path, field.label.as_str());
        self.plain_text(ui, spec, Look { is_code: true, rows: 4, check: &check, ..Look::default() });
    }

    /// The variables of other actions: a member of the action.
    pub(super) fn environment_member(&mut self, ui: &mut Ui) {
        let path = Path::key("environmentVariables");
        let rows = self.value(&path).map_or(Some(Vec::new()), plain_rows);
        if let Some(rows) = rows {
            let write = |rows: Vec<Value>| (!rows.is_empty()).then_some(Value::Array(rows));
            self.variables(ui, &Variables { path, rows, kinds: &[PLAIN, SECRET], write: &write });
            return;
        }
        self.section(ui, TITLE);
        self.json(ui, Spec::new(path, "Environment variables"));
    }

    fn variables(&mut self, ui: &mut Ui, variables: &Variables<'_>) {
        let mut is_asked = false;
        self.section_with(ui, TITLE, |_, ui| {
            is_asked = IconButton::new(icons::PLUS, "Add an environment variable").small().show(ui).clicked();
        });
        if is_asked {
            let names = variables.rows.iter().filter_map(|row| row.get("name")?.as_str());
            let name = fresh_name("NAME", names, '_', NAME_MAX);
            let mut rows = variables.rows.clone();
            rows.push(json!({"name": name, "value": "", "type": PLAIN.0}));
            self.change_at_once(variables.change(self, self.document(), rows));
        }
        if variables.rows.is_empty() {
            super::line::weak(ui, "None");
        }
        for index in 0..variables.rows.len() {
            self.gap_between_rows(ui);
            self.variable_row(ui, variables, index);
            self.problems(ui, &variables.path.clone().then(index), None);
        }
        self.problems(ui, &variables.path, None);
    }

    fn variable_row(&mut self, ui: &mut Ui, variables: &Variables<'_>, index: usize) {
        let row = &variables.rows[index];
        let text = |key: &str| row.as_object().and_then(|members| text_of(members, key)).unwrap_or_default();
        let (name, value) = (text("name"), text("value"));
        let kind = row.get("type").and_then(Value::as_str).unwrap_or(PLAIN.0);
        let set = |key: &'static str, text: &str| {
            let mut rows = variables.rows.clone();
            rows[index][key] = json!(text);
            rows
        };
        let place = self.place(&variables.path);
        let change = |key: &'static str, document: &Document, text: &str| {
            fields::set(document, &place, (variables.write)(set(key, text)))
        };
        let tokens = Tokens::of(ui);
        let color = (kind != PLAIN.0).then_some(tokens.test.text);
        let name_id = self.id(&variables.path, (index, "name"));
        let value_id = self.id(&variables.path, (index, "value"));
        let mut rows = None;
        let of_value = cell_box(ui, |ui| {
            let cell_name = format!("Name of variable {}", index + 1);
            let change_name = |document: &Document, text: &str| change("name", document, text);
            let typed = Typed { change: &change_name, shown: &str::to_owned };
            let cell = Cell { width: NAME_WIDTH, ..Cell::new(name_id, &cell_name, name) };
            let of_name = self.cell(ui, cell, Commit::Typing(typed));

            ui.add_space(space::S);
            let width = ui.available_width() - size::CONTROL_SMALL - space::XS;
            let change_value = |document: &Document, text: &str| change("value", document, text);
            let typed = Typed { change: &change_value, shown: &str::to_owned };
            let cell_name = format!("Value of {name}");
            let cell = Cell { width, hint: "value", color, ..Cell::new(value_id, &cell_name, value) };
            let of_value = self.cell(ui, cell, Commit::Typing(typed));

            match kind_menu(ui, variables.kinds, kind, name) {
                Some(Picked::Kind(kind)) => rows = Some(set("type", kind)),
                Some(Picked::Remove) => {
                    let mut left = variables.rows.clone();
                    left.remove(index);
                    rows = Some(left);
                }
                None => {}
            }
            let is_focused = of_name.has_focus() || of_value.has_focus();
            (of_value, is_focused)
        });
        if let Some(rows) = rows {
            self.change_at_once(variables.change(self, self.document(), rows));
        }
        self.follow_focus(ui, &variables.path, &of_value);
    }
}

/// Most characters of a name. Source: CodePipeline API model.
const NAME_MAX: usize = 128;

/// The variables, if they are nothing but names, values and kinds.
fn plain_rows(value: &Value) -> Option<Vec<Value>> {
    let rows = value.as_array()?;
    let is_plain = |row: &Value| {
        row.as_object().is_some_and(|members| {
            members
                .iter()
                .all(|(key, value)| ["name", "value", "type"].contains(&key.as_str()) && value.is_string())
        })
    };
    rows.iter().all(is_plain).then(|| rows.clone())
}

/// What can be picked for a variable.
enum Picked {
    Kind(&'static str),
    Remove,
}

/// The button with the kind of a variable, and the menu behind it.
fn kind_menu(ui: &mut Ui, kinds: &[Kind], kind: &str, name: &str) -> Option<Picked> {
    let known = kinds.iter().find(|(word, ..)| *word == kind);
    let (label, icon) = known.map_or((kind, icons::WARNING), |(_, label, icon)| (*label, *icon));
    let button = IconButton::new(icon, &format!("{name}: {label}")).small().show(ui);
    let menu = Popup::menu(&button).width(180.0).gap(space::XS).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(180.0);
        let mut picked = None;
        for (word, label, icon) in kinds {
            if Row::new(label).role(Role::MenuItem).icon(icon).show(ui).clicked() {
                picked = Some(Picked::Kind(word));
            }
        }
        rule(ui);
        if Row::new("Remove").role(Role::MenuItem).icon(icons::TRASH).show(ui).clicked() {
            picked = Some(Picked::Remove);
        }
        picked
    });
    menu.and_then(|menu| menu.inner)
}
