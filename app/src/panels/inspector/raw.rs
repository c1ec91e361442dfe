//! Rows of a key and its value, for what the catalog does not know.

use eframe::egui::{Id, Ui};
use serde_json::{Value, json};

use pipewright_core::catalog::{Owner, Provider, Status};
use pipewright_core::document::Document;
use pipewright_core::edit::{fields, fresh_name};
use pipewright_core::pipeline::Path;

use super::cells::{Cell, cell_box};
use super::configuration::Configured;
use super::controls::{Commit, Look, Typed};
use super::draft::Leave;
use super::form::{Form, Spec};
use super::line::weak;
use super::problem::Problem;
use super::table::select_all;
use crate::look::widgets::IconButton;
use crate::look::{
    icons,
    tokens::{size, space},
};
use crate::tr;

const KEY_WIDTH: f32 = 104.0;

impl Form<'_> {
    /// Keys the catalog does not know, or all of them where it does not know the type.
    pub(super) fn raw_configuration(
        &mut self,
        ui: &mut Ui,
        configured: &Configured<'_>,
        provider: Option<&Provider>,
    ) {
        let is_known_type = provider.is_some();
        let odd = self.value(&configured.path).filter(|value| !value.is_object());
        let keys = configured.members.into_iter().flatten().map(|(key, _)| key.as_str());
        let keys: Vec<&str> = keys.filter(|key| !configured.fields.iter().any(|it| it.key == *key)).collect();
        if keys.is_empty() && odd.is_none() && !provider.is_none_or(may_have_further_keys) {
            return;
        }
        let title = if is_known_type { tr!("Further configuration") } else { tr!("Configuration") };
        let path = configured.path.clone();
        let add = |form: &mut Self, ui: &mut Ui| {
            if IconButton::new(icons::PLUS, tr!("Add a configuration key")).small().show(ui).clicked() {
                let taken = configured.members.into_iter().flatten().map(|(key, _)| key.as_str());
                let key = fresh_name("Key", taken, '_', KEY_MAX);
                form.state.focus_cell = Some(form.raw_id(&path, keys.len(), "key"));
                form.set(&path.clone().then(key), Some(json!("")));
            }
        };
        self.section_with(ui, title, add);
        if let Some(value) = odd {
            self.odd_value(ui, Spec::new(configured.path.clone(), "configuration"), tr!("an object"), value);
            return;
        }
        if keys.is_empty() {
            weak(ui, tr!("No keys yet"));
        }
        self.raw_rows(ui, &configured.path, &keys);
    }

    /// The members of an object with these keys, in their order.
    pub(super) fn raw_rows(&mut self, ui: &mut Ui, object: &Path, keys: &[&str]) {
        for (index, key) in keys.iter().enumerate() {
            self.raw_row(ui, object, (index, key));
        }
    }

    /// The id of a part of a row: a key may just be getting another name, so its position tells it.
    pub(super) fn raw_id(&self, object: &Path, index: usize, part: &'static str) -> Id {
        self.id(object, ("raw", index, part))
    }

    /// One member of an object. A text is edited as it is, anything else as JSON.
    fn raw_row(&mut self, ui: &mut Ui, object: &Path, (index, key): (usize, &str)) {
        let path = object.clone().then(key.to_owned());
        let Some(value) = self.value(&path) else { return };
        if let Some(text) = value.as_str().filter(|text| text.contains('\n')) {
            let rows = text.lines().count().clamp(2, 8);
            self.plain_text(
                ui,
                Spec::new(path, key.to_owned()),
                Look { is_code: true, rows, has_variables: true, ..Look::default() },
            );
            return;
        }
        self.gap_between_rows(ui);
        let shown = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let is_text = value.is_string();
        let place = self.place(&path);
        let change = |document: &Document, text: &str| {
            let value = if is_text { json!(text) } else { serde_json::from_str(text).ok()? };
            fields::set(document, &place, Some(value))
        };
        let canonical = |text: &str| {
            let value = if is_text { None } else { serde_json::from_str::<Value>(text).ok() };
            value.map_or_else(|| text.to_owned(), |value| value.to_string())
        };
        let rename = Leave::RenameKey { owner: self.owner, object: object.clone(), old: key.to_owned() };
        let (key_id, value_id) = (self.raw_id(object, index, "key"), self.raw_id(object, index, "value"));
        let typed_key = self.draft_text(key_id, key);
        let is_wanted = self.state.focus_cell.take_if(|wanted| *wanted == key_id).is_some();
        let hides = is_text && may_be_secret(key);
        let is_shown = self.state.revealed == Some(value_id);
        let (is_removed, of_value) = cell_box(ui, |ui| {
            let name = tr!("Key {key}", key = key);
            let cell = Cell { width: KEY_WIDTH, ..Cell::new(key_id, &name, key) };
            let of_key = self.cell(ui, cell, Commit::Leaving(rename));
            if is_wanted {
                of_key.request_focus();
                select_all(ui, key_id.with("cell"), key);
            }
            let buttons = if hides { 2.0 } else { 1.0 };
            let width = ui.available_width() - buttons * (size::CONTROL_SMALL + space::XS);
            let typed = Typed { change: &change, shown: &canonical };
            let of_value = self.cell(
                ui,
                Cell {
                    width,
                    is_hidden: hides && !is_shown,
                    reads: Some(object),
                    ..Cell::new(value_id, key, &shown)
                },
                Commit::Typing(typed),
            );
            if hides {
                let name = tr!("Show {key}", key = key);
                if IconButton::new(icons::EYE, &name).small().on(is_shown).show(ui).clicked() {
                    self.state.revealed = (!is_shown).then_some(value_id);
                }
            }
            let name = tr!("Remove {key}", key = key);
            let remove = IconButton::new(icons::CLOSE, &name).small().show(ui).clicked();
            let is_focused = of_key.has_focus() || of_value.has_focus();
            ((remove, of_value), is_focused)
        });
        if is_removed {
            self.set(&path, None);
        }
        let typed_key = typed_key.trim();
        let is_taken = typed_key != key
            && self.value(object).and_then(Value::as_object).is_some_and(|all| all.contains_key(typed_key));
        let typed_value = self.draft_text(value_id, &shown);
        let error = serde_json::from_str::<Value>(&typed_value).err().filter(|_| !is_text);
        let problem = if is_taken {
            Some(Problem::unsaved(tr!("Another key has this name")))
        } else {
            error.map(|error| Problem::unsaved(tr!("Not JSON: {error}", error = error)))
        };
        self.problems(ui, &path, problem);
        self.follow_focus(ui, &path, &of_value);
    }

    /// Rows stand closer to each other than fields.
    pub(super) fn gap_between_rows(&mut self, ui: &mut Ui) {
        if !self.take_first() {
            ui.add_space(space::S);
        }
    }
}

/// Whether an action of a type may have keys that only the account knows: of others AWS publishes all.
fn may_have_further_keys(provider: &Provider) -> bool {
    provider.owner == Owner::Custom || provider.status == Status::PartnerUnverified
}

/// Most characters of a configuration key. Source: CodePipeline API model.
const KEY_MAX: usize = 50;

/// Whether the name of a key speaks of a secret. Nothing else is known of keys that are not in the catalog.
fn may_be_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["secret", "password", "token", "apikey", "api_key", "credential"].iter().any(|word| key.contains(word))
}
