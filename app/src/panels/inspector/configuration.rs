//! A configuration as a form: one control for each key the catalog knows.

use std::borrow::Cow;

use eframe::egui::{Color32, Key, Ui, pos2, vec2};
use serde_json::{Value, json};

use pipewright_core::catalog::{Alternatives, Field, FieldKind, Provider, Required, RuleType};
use pipewright_core::document::Document;
use pipewright_core::edit::fields;
use pipewright_core::pipeline::{Action, Object, Path, Rule};

use super::cells::{Cell, cell_box};
use super::controls::{Commit, Look, Options, Typed};
use super::form::{Form, Spec};
use super::items::Listing;
use super::problem;
use crate::look::widgets::{Chip, ChipAction, ChipField, IconButton, Switch};
use crate::look::{
    Tokens, icons,
    tokens::{size, space},
};
use crate::{tr, tr_n, words};

/// A configuration with what its conditions look at.
pub(super) struct Configured<'c> {
    /// Where it stands in its owner.
    pub path: Path,
    pub members: Option<&'c Object>,
    pub fields: &'static [Field],
    alternatives: Option<&'static Alternatives>,
    inputs: Vec<&'c str>,
    output_count: usize,
}

impl<'c> Configured<'c> {
    pub(super) fn of_action(action: &'c Action, provider: Option<&'static Provider>) -> Self {
        Self {
            path: Path::key("configuration"),
            members: action.configuration().0,
            fields: provider.map_or(&[], |it| &it.fields),
            alternatives: provider.and_then(|it| it.alternatives.as_ref()),
            inputs: action.input_artifacts().collect(),
            output_count: action.output_artifacts().count(),
        }
    }

    pub(super) fn of_rule(rule: Rule<'c>, path: &Path, kind: Option<&'static RuleType>) -> Self {
        Self {
            path: path.clone().then("configuration"),
            members: rule.configuration().0,
            fields: kind.map_or(&[], |it| &it.fields),
            alternatives: None,
            inputs: rule.input_artifacts().collect(),
            output_count: 0,
        }
    }

    pub(super) fn path_of(&self, key: &str) -> Path {
        self.path.clone().then(key.to_owned())
    }

    fn get(&self, key: &str) -> Option<&'c str> {
        self.members?.get(key)?.as_str()
    }

    /// Whether the form shows a field: where it makes sense, and wherever it has a value.
    pub(super) fn shows(&self, field: &Field) -> bool {
        let has_value = |key: &str| self.members.is_some_and(|members| members.contains_key(key));
        !is_environment(field)
            && (has_value(&field.key)
                || field.is_visible(&|key| self.get(key), self.inputs.len(), self.output_count)
                    && self.is_next_in_row(&field.key))
    }

    /// `Image3ArtifactName` is not shown before something stands in `Image2…` or `Image3…`.
    fn is_next_in_row(&self, key: &str) -> bool {
        let Some(at) = key.find(|c: char| c.is_ascii_digit()) else { return true };
        let number = key[at..].chars().next().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
        let begins = |number: u32| {
            let prefix = format!("{}{number}", &key[..at]);
            self.members.into_iter().flatten().any(|(other, _)| other.starts_with(&prefix))
        };
        let has_forerunner = self.fields.iter().any(|it| it.key.starts_with(&format!("{}1", &key[..at])));
        number < 2 || !has_forerunner || begins(number) || begins(number - 1)
    }

    /// The field of environment variables, which has a section of its own.
    pub(super) fn environment(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| is_environment(field))
    }

    pub(super) fn note(&self, field: &Field) -> Cow<'static, str> {
        let value = |key: &str| self.get(key);
        let holds = |set: &Vec<String>| set.contains(&field.key);
        if let Some(ways) = self.alternatives
            && ways.chosen(&value).next().is_none()
            && ways.sets.iter().any(holds)
        {
            return tr!("one of these").into();
        }
        if field.is_required(&value, self.inputs.len(), self.output_count) {
            return match &field.required {
                Required::When { text, .. } if text == "more than one input artifact" => {
                    let count = self.inputs.len();
                    tr_n!(count, "required with {n} input", "required with {n} inputs").into()
                }
                _ => tr!("required").into(),
            };
        }
        match field.required {
            Required::WhenText(_) => tr!("may be required").into(),
            Required::Always | Required::Never | Required::When { .. } => bounds(field).into(),
        }
    }
}

/// Build environment variables, which the catalog knows as a JSON text.
fn is_environment(field: &Field) -> bool {
    field.kind == FieldKind::Json && field.key == "EnvironmentVariables"
}

impl Form<'_> {
    /// The control of one key, if it is to be seen.
    pub(super) fn configuration_field(
        &mut self,
        ui: &mut Ui,
        configured: &Configured<'_>,
        field: &'static Field,
    ) {
        if !configured.shows(field) {
            return;
        }
        let path = configured.path_of(&field.key);
        let label = words::of_catalog(&field.label);
        let spec = Spec::new(path, label).note(configured.note(field)).help(help(field));
        let text = match self.value(&spec.path) {
            None => None,
            Some(Value::String(text)) => Some(text.as_str()),
            Some(other) => {
                self.odd_value(ui, spec, "text", other);
                return;
            }
        };
        match field.kind {
            FieldKind::Bool if matches!(text, None | Some("" | "true" | "false")) => {
                self.switch(ui, &spec, field, text);
            }
            FieldKind::Enum => self.enumeration(ui, spec, field, text),
            FieldKind::ArtifactRef => self.artifact_choice(ui, &spec, &configured.inputs, text),
            FieldKind::ArtifactPath => self.artifact_path(ui, spec, field, &configured.inputs, text),
            FieldKind::CsvList if !field.allowed.is_empty() => self.flags(ui, spec, field, text),
            FieldKind::CsvList => {
                let spec = spec.problem(self.misfit(field, text));
                let hint = hint(field);
                self.items(ui, spec, &hint, Listing::Text, field.supports_variables);
            }
            FieldKind::Json => self.json_text(ui, configured, field, false),
            FieldKind::Secret => {
                let place = self.place(&spec.path);
                let change = |document: &Document, text: &str| fields::set_text(document, &place, text);
                let typed = Typed { change: &change, shown: &str::to_owned };
                self.secret(ui, &spec, text.unwrap_or_default(), Commit::Typing(typed));
            }
            FieldKind::String
            | FieldKind::Bool
            | FieldKind::Integer
            | FieldKind::Number
            | FieldKind::Arn
            | FieldKind::Path => {
                let check = |text: &str| problem::of_field(field, text);
                let rows = text.map_or(1, |text| text.lines().count().clamp(1, 8));
                let is_code = field.kind == FieldKind::Path;
                let hint = hint(field);
                let has_variables = field.supports_variables;
                let look =
                    Look { hint: &hint, is_code, rows, check: &check, has_variables, ..Look::default() };
                let path = spec.path.clone();
                // What is told of a thing follows its name, but not through each letter.
                let response = if self.is_told_of(&path) {
                    self.name_text(ui, spec, look)
                } else {
                    self.plain_text(ui, spec, look)
                };
                if field.kind == FieldKind::Integer && response.has_focus() {
                    self.step(ui, &path, field, text);
                }
                if text.is_some_and(|text| rows > 1 || is_nearly_full(field, text)) {
                    Self::text_meter(ui, text.unwrap_or_default(), field);
                }
            }
        }
    }

    /// Arrow keys count a number up and down, from its default if nothing stands there.
    fn step(&mut self, ui: &Ui, path: &Path, field: &Field, text: Option<&str>) {
        let pressed = |key| ui.input(|input| i64::try_from(input.num_presses(key)).unwrap_or_default());
        let steps = pressed(Key::ArrowUp) - pressed(Key::ArrowDown);
        let written = text.filter(|text| !text.is_empty()).or(field.default.as_deref());
        let bound = |bound: Option<f64>, otherwise: i64| bound.map_or(otherwise, |bound| bound as i64);
        let (min, max) = (bound(field.min, i64::MIN), bound(field.max, i64::MAX));
        let Some(now) = written.map_or(Some(min.max(0)), |text| text.parse::<i64>().ok()) else { return };
        if steps != 0 {
            let number = now.saturating_add(steps).clamp(min, max);
            self.change(fields::set_text(self.document(), &self.place(path), &number.to_string()));
        }
    }

    /// On, off, or what AWS takes when nothing is said.
    fn switch(&mut self, ui: &mut Ui, spec: &Spec<'_>, field: &Field, text: Option<&str>) {
        let default = field.default.as_deref() == Some("true");
        let is_set = text.is_some_and(|text| !text.is_empty());
        let mut is_on = if is_set { text == Some("true") } else { default };
        let path = spec.path.clone();
        let words = match (is_set, default) {
            (true, _) => "",
            (false, true) => tr!("default: true"),
            (false, false) => tr!("default: false"),
        };
        let response =
            self.field(ui, spec, |_, ui, field| Switch::new(field, &mut is_on).words(words).show(ui));
        if response.changed() {
            self.set(&path, Some(json!(is_on.to_string())));
        }
        if is_set && spec.note != tr!("required") {
            let right = response.rect.right() - TRACK - space::S;
            let middle = response.rect.center().y;
            let edge = size::CONTROL_SMALL;
            let rect =
                eframe::egui::Rect::from_center_size(pos2(right - edge / 2.0, middle), vec2(edge, edge));
            let name = tr!("Use the default of {field}", field = words::in_sentence(&spec.label));
            let builder = eframe::egui::UiBuilder::new().scope_id(self.id(&path, "reset")).max_rect(rect);
            let mut corner = ui.new_child(builder);
            if IconButton::new(icons::UNDO, &name).small().show(&mut corner).clicked() {
                self.set(&path, None);
            }
        }
    }

    fn enumeration(&mut self, ui: &mut Ui, spec: Spec<'_>, field: &Field, text: Option<&str>) {
        let hint = field.default.as_ref().map_or_else(
            || tr!("not set").to_owned(),
            |default| tr!("default: {default}", default = default),
        );
        let unset = field.default.as_ref().map_or_else(
            || tr!("Not set").to_owned(),
            |default| tr!("Default: {default}", default = default),
        );
        let mut options = Options::of(field.allowed.iter().map(String::as_str));
        options.hint = &hint;
        options.unset = Some(&unset);
        let spec = spec.problem(self.misfit(field, text));
        if let Some(picked) = self.pick(ui, &spec, text.filter(|text| !text.is_empty()), &options) {
            self.set(&spec.path, picked.0.map(Value::String));
        }
    }

    /// One of the input artifacts.
    fn artifact_choice(&mut self, ui: &mut Ui, spec: &Spec<'_>, inputs: &[&str], text: Option<&str>) {
        let mut options = Options::of(inputs.iter().copied());
        options.unset = Some(tr!("None"));
        options.hint =
            if inputs.is_empty() { tr!("no input artifacts yet") } else { tr!("choose an input artifact") };
        if let Some(picked) = self.pick(ui, spec, text.filter(|text| !text.is_empty()), &options) {
            self.set(&spec.path, picked.0.map(Value::String));
        }
    }

    /// One of the input artifacts, and a file in it.
    fn artifact_path(
        &mut self,
        ui: &mut Ui,
        spec: Spec<'_>,
        field: &'static Field,
        inputs: &[&str],
        text: Option<&str>,
    ) {
        let written = text.unwrap_or_default();
        let Some((artifact, file)) = written.split_once("::").or(written.is_empty().then_some(("", "")))
        else {
            let check = |text: &str| problem::of_field(field, text);
            self.plain_text(ui, spec, Look { is_code: true, check: &check, ..Look::default() });
            return;
        };
        let artifact =
            if artifact.is_empty() { inputs.first().copied().unwrap_or_default() } else { artifact };
        let mut options = Options::of(inputs.iter().copied());
        options.unset = Some(tr!("None"));
        options.hint =
            if inputs.is_empty() { tr!("no input artifacts yet") } else { tr!("choose an input artifact") };
        let path = spec.path.clone();
        let name = tr!("{field}: file in the artifact", field = spec.label);
        let spec = spec.problem(self.misfit(field, Some(written)));
        let current = Some(artifact).filter(|artifact| !artifact.is_empty() && !written.is_empty());
        if let Some(picked) = self.pick(ui, &spec, current, &options) {
            self.set(&path, picked.0.map(|artifact| json!(format!("{artifact}::{file}"))));
        }
        ui.add_space(space::XS);
        let place = self.place(&path);
        let change = |document: &Document, file: &str| {
            let text = if file.is_empty() { String::new() } else { format!("{artifact}::{file}") };
            fields::set_text(document, &place, &text)
        };
        let hint = field.example.split_once("::").map_or(tr!("file"), |(_, file)| file);
        let id = self.id(&path, "file");
        cell_box(ui, |ui| {
            let width = ui.available_width() - space::S;
            let cell = Cell { width, hint, ..Cell::new(id, &name, file) };
            let cell = if field.supports_variables { cell.reading(&path) } else { cell };
            let typed = Typed { change: &change, shown: &str::to_owned };
            let response = self.cell(ui, cell, Commit::Typing(typed));
            ((), response.has_focus())
        });
    }

    /// Several of a few words.
    fn flags(&mut self, ui: &mut Ui, spec: Spec<'_>, field: &Field, text: Option<&str>) {
        let tokens = Tokens::of(ui);
        let items: Vec<&str> = text.unwrap_or_default().split(',').filter(|item| !item.is_empty()).collect();
        let color_of = |item: &str| -> Color32 {
            if field.allowed.iter().any(|it| it == item) { tokens.text } else { tokens.warning.text }
        };
        let chips: Vec<Chip<'_>> =
            items.iter().map(|item| Chip { label: item, color: color_of(item) }).collect();
        let offers: Vec<&str> =
            field.allowed.iter().map(String::as_str).filter(|item| !items.contains(item)).collect();
        let offered: Vec<Chip<'_>> =
            offers.iter().map(|item| Chip { label: item, color: tokens.text }).collect();
        let spec = spec.problem(self.misfit(field, text));
        let mut action = None;
        self.field(ui, &spec, |_, ui, field| {
            let answer = ChipField::new(field, &chips).offers(&offered).show(ui);
            action = answer.action;
            answer.response
        });
        let mut items = items;
        match action {
            Some(ChipAction::Remove(index)) => {
                items.remove(index);
            }
            Some(ChipAction::Add(index)) => items.push(offers[index]),
            Some(ChipAction::Open(_) | ChipAction::Create) | None => return,
        }
        self.change_at_once(fields::set_text(self.document(), &self.place(&spec.path), &items.join(",")));
    }
}

/// Width of a switch's track.
const TRACK: f32 = 32.0;

/// The sentence of the catalog, with what the form has no room for.
pub(super) fn help(field: &Field) -> String {
    let required = match &field.required {
        Required::When { text, .. } | Required::WhenText(text) => {
            format!(" {}", tr!("Required if: {text}.", text = words::of_catalog(text)))
        }
        Required::Always | Required::Never => String::new(),
    };
    let note = field.note.as_deref().map(words::of_catalog);
    let note = note.map(|note| format!(" {}.", words::sentence(note.trim_end_matches('.'))));
    format!("{}{required}{}", words::of_catalog(&field.help), note.unwrap_or_default())
}

/// "0 – 100", if AWS publishes both ends.
fn bounds(field: &Field) -> String {
    match (field.min, field.max) {
        (Some(min), Some(max)) => format!("{min} – {max}"),
        (Some(min), None) if min > 0.0 => tr!("from {min}", min = min),
        (Some(_) | None, None) | (None, Some(_)) => String::new(),
    }
}

/// Whether a text comes near to what AWS takes.
fn is_nearly_full(field: &Field, text: &str) -> bool {
    text.chars().count() * 5 >= field.max_length * 4
}

/// What stands in an empty field: the default, or an example.
pub(super) fn hint(field: &Field) -> String {
    let first_line = |text: &str| -> String {
        let line = text.lines().next().unwrap_or_default();
        if line.chars().count() <= HINT_MAX {
            line.to_owned()
        } else {
            line.chars().take(HINT_MAX).chain(['…']).collect()
        }
    };
    match (&field.default, &field.default_text) {
        (Some(default), _) => tr!("default: {default}", default = first_line(default)),
        (None, Some(text)) => first_line(words::of_catalog(text)),
        (None, None) => tr!("e.g. {example}", example = first_line(&field.example)),
    }
}

const HINT_MAX: usize = 32;
