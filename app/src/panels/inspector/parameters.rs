//! The parameters of the design: what each is by default and in each environment, and where it is used.

use eframe::egui::{Popup, Role, Ui};
use serde_json::{Value, json};

use pipewright_core::document::parameters::{Misfit, Parameter, is_name};
use pipewright_core::document::{Document, Owner};
use pipewright_core::edit::{Change, fresh_name, parameters};
use pipewright_core::pipeline::Path;

use super::cells::{Cell, cell_box};
use super::controls::{Commit, Options, Typed};
use super::draft::Leave;
use super::form::{Form, Spec};
use super::items::Listing;
use super::line::{message, weak};
use super::problem::Problem;
use super::table::{name_width, select_all};
use crate::intent::Intent;
use crate::look::widgets::{Button, IconButton, Row};
use crate::look::{
    icons,
    tokens::{size, space},
};
use crate::{tr, tr_n};

/// Members of a declaration with a place of their own.
const KNOWN: [&str; 7] =
    ["name", "type", "description", "default", "allowedValues", "environments", "secret"];
const LIST: &str = "parameters";
const MENU_WIDTH: f32 = 250.0;
/// More uses than this are not listed one by one.
const USES_MAX: usize = 40;

impl Form<'_> {
    pub(super) fn parameters(&mut self, ui: &mut Ui) {
        let declared = self.document().parameters();
        let title = match declared.len() {
            0 => tr!("Parameters").to_owned(),
            count => tr!("Parameters · {count}", count = count),
        };
        let mut is_asked = false;
        self.section_with(ui, &title, |_, ui| {
            is_asked = IconButton::new(icons::PLUS, tr!("Add a parameter")).small().show(ui).clicked();
        });
        self.within(Owner::Extras, |form| {
            if is_asked {
                form.add_parameter(&declared);
            }
            if declared.is_empty() && form.state.shows_help {
                let words = tr!("Texts take the value of a parameter as {reference}.", reference = "${NAME}");
                weak(ui, &words);
            }
            let width = ui.available_width();
            let environments = &form.editor.derived().parameters.environments;
            let names = declared.iter().map(|it| it.name).chain(environments.iter().map(String::as_str));
            let width = name_width(width, names);
            for parameter in &declared {
                form.parameter(ui, parameter, width);
            }
            form.undeclared(ui, &declared);
            form.problems(ui, &Path::key(LIST), None);
        });
        if !declared.is_empty() || !self.editor.derived().parameters.environments.is_empty() {
            self.environments(ui);
        }
    }

    fn add_parameter(&mut self, declared: &[Parameter<'_>]) {
        let taken = declared.iter().map(|it| it.name);
        let name = fresh_name("Parameter", taken, '_', 255);
        let change = parameters::add(self.document(), &name, None);
        // It comes behind the others, in a list as well as in an object.
        let count = match self.value(&Path::key(LIST)) {
            Some(Value::Array(all)) => all.len(),
            Some(Value::Object(all)) => all.len(),
            _ => 0,
        };
        self.state.focus_cell = Some(self.id(&Path::key(LIST).then(count), "name"));
        self.change_at_once(change);
    }

    fn parameter(&mut self, ui: &mut Ui, parameter: &Parameter<'_>, width: f32) {
        if !self.take_first() {
            ui.add_space(space::M);
        }
        let path = &parameter.place.path;
        let name = parameter.name;
        let place = self.nameless(path).into_owned();
        let is_unfolded = self.state.unfolded.as_ref() == Some(&place);
        let typed_name = self.draft_text(self.id(path, "name"), name);
        let mut picked = None;
        let (of_name, is_toggled) = cell_box(ui, |ui| {
            let (of_name, is_focused) = self.parameter_name(ui, path, name, width);
            ui.add_space(space::S);
            let room = 2.0 * size::CONTROL_SMALL + 2.0 * space::XS;
            let cell_width = ui.available_width() - room;
            let of_value = self.parameter_value(ui, parameter, None, cell_width);
            let (icon, label) = if is_unfolded {
                (icons::CHEVRON_UP, tr!("Fewer details of {name}", name = name))
            } else {
                (icons::CHEVRON_DOWN, tr!("Details of {name}", name = name))
            };
            let is_toggled = IconButton::new(icon, &label).small().show(ui).clicked();
            picked = self.parameter_menu(ui, parameter);
            ((of_name, is_toggled), is_focused || of_value)
        });
        let environments: Vec<&str> = self.document().environments();
        for environment in environments.iter().filter(|_| !parameter.is_secret()) {
            ui.add_space(space::XS);
            cell_box(ui, |ui| {
                let is_used = self.editor.environment() == Some(environment);
                super::environments::label(ui, environment, width, is_used);
                ui.add_space(space::S);
                let cell_width = ui.available_width() - space::S;
                ((), self.parameter_value(ui, parameter, Some(environment), cell_width))
            });
        }
        if is_toggled {
            self.state.unfolded = (!is_unfolded).then_some(place);
        }
        if picked.is_some() {
            // The next one comes to stand in its place.
            self.state.unfolded = None;
            self.change_at_once(picked);
        }
        self.follow_focus(ui, path, &of_name);
        let wrong = name_problem(self.document(), name, typed_name.trim());
        if let Some(problem) = wrong.or_else(|| value_problem(parameter, &environments)) {
            ui.add_space(space::XS);
            message(ui, problem.severity, &problem.words);
        }
        self.problems(ui, path, None);
        self.parameter_uses(ui, parameter, is_unfolded);
        if is_unfolded {
            self.parameter_details(ui, parameter);
        }
    }

    fn parameter_name(
        &mut self,
        ui: &mut Ui,
        path: &Path,
        name: &str,
        width: f32,
    ) -> (eframe::egui::Response, bool) {
        let id = self.id(path, "name");
        let is_wanted = self.state.focus_cell.take_if(|wanted| *wanted == id).is_some();
        let label = tr!("Name of parameter {name}", name = name);
        let leave = Leave::RenameParameter { old: name.to_owned() };
        let response = self.cell(ui, Cell { width, ..Cell::new(id, &label, name) }, Commit::Leaving(leave));
        if is_wanted {
            response.request_focus();
            select_all(ui, id.with("cell"), name);
        }
        let is_focused = response.has_focus();
        (response, is_focused)
    }

    /// The default, or the value in an environment. Returns whether it has the focus.
    fn parameter_value(
        &mut self,
        ui: &mut Ui,
        parameter: &Parameter<'_>,
        environment: Option<&str>,
        width: f32,
    ) -> bool {
        let name = parameter.name;
        if parameter.is_secret() {
            super::environments::label(ui, tr!("secret, not in the file"), width, false);
            return false;
        }
        let (shown, label, hint) = match environment {
            None => {
                (parameter.default(), tr!("Default of {name}", name = name), tr!("no default").to_owned())
            }
            Some(environment) => (
                parameter.own_value(environment),
                tr!("{name} in {environment}", name = name, environment = environment),
                parameter.default().unwrap_or_else(|| tr!("no value").to_owned()),
            ),
        };
        let change = |document: &Document, text: &str| {
            parameters::set_value(document, name, environment, (!text.is_empty()).then_some(text))
        };
        let typed = Typed { change: &change, shown: &str::to_owned };
        let id = self.id(&parameter.place.path, ("value", environment));
        let shown = shown.unwrap_or_default();
        let cell = Cell { width, hint: &hint, ..Cell::new(id, &label, &shown) };
        self.cell(ui, cell, Commit::Typing(typed)).has_focus()
    }

    /// The change that is picked in the menu of a parameter.
    fn parameter_menu(&self, ui: &mut Ui, parameter: &Parameter<'_>) -> Option<Change> {
        let name = parameter.name;
        let environment = self.editor.environment();
        let is_used = self.editor.derived().parameters.get(name).is_some_and(|it| !it.uses.is_empty());
        let value = parameter.value(environment).filter(|_| is_used);
        let button = IconButton::new(icons::MORE, &tr!("More for {name}", name = name)).small().show(ui);
        let menu = Popup::menu(&button).width(MENU_WIDTH).gap(space::XS).show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_width(MENU_WIDTH);
            let mut picked = None;
            let document = self.document();
            let entry = |ui: &mut Ui, label: &str| {
                Row::new(label).role(Role::MenuItem).icon(icons::TRASH).show(ui).clicked()
            };
            if let Some(value) = &value
                && entry(ui, &tr!("Put {value} in its place", value = shortened(value)))
            {
                picked = parameters::put_back(document, name, environment);
            }
            let words = if is_used { tr!("Remove; texts stay as they are") } else { tr!("Remove") };
            if entry(ui, words) {
                picked = parameters::remove(document, name);
            }
            picked
        });
        menu.and_then(|menu| menu.inner)
    }

    /// How often it is used; unfolded also where.
    fn parameter_uses(&mut self, ui: &mut Ui, parameter: &Parameter<'_>, is_unfolded: bool) {
        let Some(known) = self.editor.derived().parameters.get(parameter.name) else { return };
        let count = known.uses.len();
        if count == 0 {
            return;
        }
        ui.add_space(space::XS);
        if !is_unfolded {
            let words = tr_n!(count, "Used in {n} place", "Used in {n} places");
            if ui.horizontal(|ui| Button::link(&words).show(ui)).inner.clicked() {
                self.state.unfolded = Some(self.nameless(&parameter.place.path).into_owned());
            }
            return;
        }
        weak(ui, &tr_n!(count, "Used in {n} place:", "Used in {n} places:"));
        for place in known.uses.iter().take(USES_MAX) {
            let words = self.document().place_label(place);
            if Row::new(&words).icon(icons::ARROW_RIGHT).show(ui).clicked() {
                self.queue.push(Intent::Reveal(place.clone()));
            }
        }
        if count > USES_MAX {
            weak(ui, &tr_n!(count - USES_MAX, "and {n} more", "and {n} more"));
        }
    }

    fn parameter_details(&mut self, ui: &mut Ui, parameter: &Parameter<'_>) {
        let path = &parameter.place.path;
        let at = |key: &'static str| path.clone().then(key);
        ui.add_space(space::S);
        self.closely();
        let help = tr!("What whoever deploys is told when the value is asked for.");
        let spec = Spec::new(at("description"), tr!("Description")).help(help);
        self.plain_text(ui, spec, super::controls::Look::default());
        let mut types = Options::of(["String", "Number", "CommaDelimitedList", "List<Number>"]);
        types.hint = "String";
        types.unset = Some(tr!("Default: String"));
        let help = tr!("As the parameters of CloudFormation. Terraform takes all of them as text.");
        self.choice(ui, Spec::new(at("type"), tr!("Type")).help(help), &types);
        let spec = Spec::new(at("allowedValues"), tr!("Allowed values"));
        self.items(ui, spec.help(tr!("Without any, each value may be taken.")), "dev", Listing::Array, false);
        let help = tr!("No value is kept in the file; whoever deploys gives it.");
        self.flag(ui, &Spec::new(at("secret"), tr!("Secret")).help(help), false);
        for key in ["default", "environments"] {
            let odd = parameter.members.get(key).is_some_and(|value| match value {
                Value::Array(_) => true,
                Value::Object(_) => key == "default",
                Value::String(_) | Value::Number(_) | Value::Bool(_) => key == "environments",
                Value::Null => false,
            });
            if odd {
                self.json(ui, Spec::new(at(key), key));
            }
        }
        self.unknown_members(ui, path, |key| KNOWN.contains(&key));
        ui.add_space(space::S);
    }

    /// What is written where parameters are declared and is none: kept, and shown as it is.
    fn undeclared(&mut self, ui: &mut Ui, declared: &[Parameter<'_>]) {
        let path = Path::key(LIST);
        let is_declared = |path: &Path| declared.iter().any(|it| it.place.path == *path);
        let others: Vec<Path> = match self.value(&path) {
            None => Vec::new(),
            Some(Value::Object(all)) => all.keys().map(|key| path.clone().then(key.clone())).collect(),
            Some(Value::Array(all)) => (0..all.len()).map(|index| path.clone().then(index)).collect(),
            Some(_) => vec![path],
        };
        for path in others.into_iter().filter(|path| !is_declared(path)) {
            let label = path.to_string();
            self.json(ui, Spec::new(path, label).note(tr!("no parameter")));
        }
    }

    /// A member that is true or false.
    pub(super) fn flag(&mut self, ui: &mut Ui, spec: &Spec<'_>, default: bool) {
        let value = self.value(&spec.path);
        if let Some(odd) = value.filter(|value| !value.is_boolean()) {
            self.odd_value(ui, spec.clone(), tr!("true or false"), odd);
            return;
        }
        let mut is_on = value.and_then(Value::as_bool).unwrap_or(default);
        let response = self
            .field(ui, spec, |_, ui, field| crate::look::widgets::Switch::new(field, &mut is_on).show(ui));
        if response.changed() {
            self.set(&spec.path, (is_on != default).then(|| json!(is_on)));
        }
    }
}

/// What is wrong with a name that is being typed.
fn name_problem(document: &Document, old: &str, typed: &str) -> Option<Problem> {
    if typed == old || typed.is_empty() {
        None
    } else if !is_name(typed) {
        Some(Problem::unsaved(tr!("Begin with a letter; use letters, digits and _")))
    } else if document.parameter(typed).is_some() {
        Some(Problem::unsaved(tr!("Another parameter has this name")))
    } else {
        None
    }
}

/// What is wrong with the values.
fn value_problem(parameter: &Parameter<'_>, environments: &[&str]) -> Option<Problem> {
    let all = std::iter::once((None, parameter.default()));
    let of = environments.iter().map(|name| (Some(*name), parameter.own_value(name)));
    all.chain(of).find_map(|(environment, value)| {
        let words = match parameter.misfit(&value?)? {
            Misfit::NotAllowed(allowed) => tr!("Use one of {values}", values = allowed.join(", ")),
            Misfit::NotNumber => tr!("Enter a number").to_owned(),
            Misfit::NotNumbers => tr!("Enter numbers with commas").to_owned(),
        };
        Some(Problem::error(match environment {
            Some(name) => format!("{name}: {words}"),
            None => words,
        }))
    })
}

/// As much of a value as a menu has room for.
fn shortened(value: &str) -> String {
    const MAX: usize = 20;
    if value.chars().count() <= MAX && !value.contains('\n') {
        return value.to_owned();
    }
    let line = value.lines().next().unwrap_or_default();
    line.chars().take(MAX).chain(['…']).collect()
}
