//! Which action type an action is of.

use eframe::egui::Ui;
use serde_json::{Value, json};

use pipewright_core::catalog::{Catalog, Provider};
use pipewright_core::document::{Document, Place};
use pipewright_core::edit::{Change, Edit};
use pipewright_core::pipeline::{Action, Object, Path, shape};

use super::controls::{Look, Options};
use super::form::{Form, Spec};
use super::problem;

use crate::{tr, words};

const PARTS: [&str; 4] = ["category", "owner", "provider", "version"];

impl Form<'_> {
    pub(super) fn provider(&mut self, ui: &mut Ui, action: &Action, provider: Option<&'static Provider>) {
        let catalog = Catalog::get();
        let items = catalog
            .providers()
            .iter()
            .filter(|it| it.is_offered() || Some(&it.id) == provider.map(|p| &p.id));
        let items: Vec<_> =
            items.map(|it| (it.id.as_str(), it.name.as_str(), Some(it.group.label()))).collect();
        let kind = action.action_type();
        let hint = if kind.provider.is_empty() {
            tr!("choose an action type").to_owned()
        } else {
            kind.provider.to_owned()
        };
        let options = Options { items, unset: None, hint: &hint };
        let mut spec = Spec::new(Path::key("actionTypeId"), tr!("Provider"));
        match provider {
            Some(provider) => {
                let summary = words::of_catalog(&provider.summary);
                spec = spec.help(format!("{}. {summary}", provider.display_name));
            }
            None => spec = spec.note(tr!("not in the catalog")),
        }
        if provider.is_none() {
            // The fields below take the findings about their parts.
            spec.path = Path::default();
        }
        let picked =
            self.pick(ui, &spec, provider.map(|it| it.id.as_str()), &options).and_then(|picked| picked.0);
        if let Some(chosen) = picked.and_then(|id| catalog.provider_by_id(&id)) {
            self.change_at_once(Some(change_to(self.document(), action, chosen)));
        }
        if provider.is_none() {
            self.type_parts(ui);
        }
        let type_path = Path::key("actionTypeId");
        self.unknown_members(ui, &type_path, |key| PARTS.contains(&key));
    }

    /// The four parts as they are written, for types the catalog does not know.
    fn type_parts(&mut self, ui: &mut Ui) {
        let path = |key: &'static str| Path::key("actionTypeId").then(key);
        if let Some(value) = self.value(&Path::key("actionTypeId")).filter(|value| !value.is_object()) {
            self.odd_value(
                ui,
                Spec::new(Path::key("actionTypeId"), tr!("Action type")),
                tr!("an object"),
                value,
            );
            return;
        }
        self.pair(
            ui,
            |form, ui| {
                let categories = pipewright_core::catalog::Category::ALL.iter().map(|it| it.as_str());
                form.choice(ui, Spec::new(path("category"), tr!("Category")), &Options::of(categories));
            },
            |form, ui| {
                let owners = pipewright_core::catalog::Owner::ALL.iter().map(|it| it.as_str());
                form.choice(ui, Spec::new(path("owner"), tr!("Owner")), &Options::of(owners));
            },
        );
        let part = |form: &mut Self, ui: &mut Ui, key: &'static str, label: &'static str| {
            let check = |text: &str| problem::of_member(&shape::ACTION_TYPE, key, text);
            form.plain_text(ui, Spec::new(path(key), label), Look { check: &check, ..Look::default() });
        };
        self.pair(
            ui,
            |form, ui| part(form, ui, "provider", tr!("Provider name")),
            |form, ui| part(form, ui, "version", tr!("Version")),
        );
    }
}

/// Makes the action one of another type. Its configuration stays: what the new type does not know becomes
/// raw; what a new action of that type starts with is added where nothing stands.
fn change_to(document: &Document, action: &Action, provider: &Provider) -> Change {
    let owner = pipewright_core::document::Owner::Action(action.id);
    let type_path = Path::key("actionTypeId");
    let mut kind =
        document.value(owner, &type_path).and_then(Value::as_object).cloned().unwrap_or_else(Object::new);
    for (key, text) in PARTS.iter().zip([
        provider.category.as_str(),
        provider.owner.as_str(),
        &provider.provider,
        &provider.version,
    ]) {
        kind.insert((*key).to_owned(), json!(text));
    }
    let mut edits = vec![Edit::set(Place::at(owner, type_path), Some(Value::Object(kind)))];
    let is_free = action.members.get("configuration").is_none_or(Value::is_object);
    for (key, text) in provider.template().filter(|_| is_free) {
        if !action.configuration().has(key) {
            edits.push(Edit::set(Place::at(owner, Path::configuration(key)), Some(json!(text))));
        }
    }
    let label = tr!("Make {name} a {provider} action", name = action.name(), provider = provider.name);
    Change::new(label, edits)
}
