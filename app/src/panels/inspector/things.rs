//! What stands around the pipeline: whether an export creates it, and what the design tells about it.
//!
//! The forms are those of the catalog's kinds of resources; what they do not know is shown as it is.

use std::sync::Arc;

use eframe::egui::Ui;
use serde_json::{Value, json};

use pipewright_core::catalog::{Field, FieldKind, ResourceKind};
use pipewright_core::document::Owner;
use pipewright_core::document::resources::Resource;
use pipewright_core::edit::{fields, resources};
use pipewright_core::pipeline::{Path, Step};
use pipewright_core::solution::named::{Named, all_named, named_by};

use super::configuration::{help, hint};
use super::controls::{Look, Options};
use super::form::{Form, Spec};
use super::items::Listing;
use super::line::weak;
use super::problem;
use super::rows::Writing;
use crate::look::tokens::space;
use crate::look::widgets::{Button, Segmented};
use crate::{tr, words};

const LIST: &str = "resources";
/// Members of a resource with a place of their own.
const KNOWN: [&str; 4] = ["kind", "name", "exists", "properties"];

/// What the shown owner names, found once for each revision.
#[derive(Default)]
pub(super) struct Things {
    of: Option<(Owner, u64)>,
    named: Arc<Vec<Named>>,
    /// Positions of resources that nothing names; for the pipeline alone.
    strays: Arc<Vec<usize>>,
}

impl Form<'_> {
    fn named(&mut self) -> (Arc<Vec<Named>>, Arc<Vec<usize>>) {
        let (document, owner) = (self.document(), self.owner);
        let of = Some((owner, document.revision()));
        if self.state.things.of != of {
            let strays = if owner == Owner::Pipeline {
                let all = all_named(document);
                let is_named = |resource: &Resource<'_>| {
                    all.iter().any(|named| {
                        named.kind.id == resource.kind() && Some(&*named.name) == resource.name()
                    })
                };
                document.resources().filter(|it| !is_named(it)).map(|it| it.index).collect()
            } else {
                Vec::new()
            };
            let named = Arc::new(named_by(document, owner));
            self.state.things = Things { of, named, strays: Arc::new(strays) };
        }
        (Arc::clone(&self.state.things.named), Arc::clone(&self.state.things.strays))
    }

    /// Whether a value at a path names a thing the design tells about.
    pub(super) fn is_told_of(&mut self, path: &Path) -> bool {
        let document = self.document();
        if document.resources().next().is_none() {
            return false;
        }
        let (named, _) = self.named();
        named.iter().any(|named| {
            let is_key = matches!(path.0.last(), Some(Step::Key(last)) if named.kind.keys.iter().any(|key| key == last));
            let is_part = named.place.path == *path || is_key;
            is_part && named.resource(document).is_some()
        })
    }

    /// Everything the shown owner names.
    pub(super) fn things(&mut self, ui: &mut Ui) {
        let (named, strays) = self.named();
        if named.is_empty() && strays.is_empty() {
            return;
        }
        self.section(ui, tr!("Around the pipeline"));
        self.within(Owner::Extras, |form| {
            for named in named.iter() {
                form.thing(ui, named);
            }
            for index in strays.iter() {
                form.stray(ui, *index);
            }
            if let Some(odd) = form.value(&Path::key(LIST)).filter(|value| !value.is_array()) {
                form.odd_value(ui, Spec::new(Path::key(LIST), LIST), tr!("a list"), odd);
            }
        });
    }

    fn thing(&mut self, ui: &mut Ui, named: &Named) {
        let kind = named.kind;
        let resource = named.resource(self.document());
        let path = resource.map_or_else(
            || Path::key(LIST).then(kind.id.clone()).then(named.name.clone()),
            |resource| resource.place().path,
        );
        // Its properties take what is found about them below.
        let title = words::of_catalog(&kind.title);
        let spec = Spec::new(path.clone().then("exists"), title)
            .help(tr!("What an export of everything around the pipeline makes of it."));
        if !named.is_at_home {
            self.labelled(ui, &spec, |_, ui| {
                weak(ui, tr!("In another account or Region: it has to be there already."))
            });
            return;
        }
        let exists = resource.and_then(Resource::exists).unwrap_or(!named.is_created);
        let mut choice = exists;
        let choices = [(false, tr!("Created with it")), (true, tr!("Exists already"))];
        let name = tr!("{thing}: created or not", thing = title);
        let mut is_changed = false;
        self.labelled(ui, &spec, |_, ui| {
            let response = Segmented::new(&name).show(ui, &mut choice, &choices);
            is_changed = response.changed();
            response
        });
        if is_changed {
            self.set_existence(named, resource, choice);
        }
        if let (false, Some(note)) = (exists, &kind.note) {
            ui.add_space(space::XS);
            weak(ui, words::of_catalog(note));
        }
        match resource {
            Some(resource) => self.told(ui, kind, resource, exists),
            None if !exists && !kind.fields.is_empty() => {
                ui.add_space(space::XS);
                let words = tr!("Tell more about the {thing}", thing = title);
                if ui.horizontal(|ui| Button::link(&words).show(ui)).inner.clicked() {
                    self.change_at_once(resources::describe(self.document(), named, None));
                }
            }
            None => {}
        }
        self.problems(ui, &path, None);
    }

    /// Says whether a thing is there already; what its kind says anyhow is not written.
    fn set_existence(&mut self, named: &Named, resource: Option<Resource<'_>>, exists: bool) {
        let document = self.document();
        let is_usual = exists != named.is_created;
        let change = match resource {
            None => resources::describe(document, named, Some(exists)),
            Some(resource) => {
                let says_more =
                    resource.members.keys().any(|key| !["kind", "name", "exists"].contains(&&**key));
                if is_usual && !says_more {
                    resources::forget(document, resource.index)
                } else {
                    let mut place = resource.place();
                    place.path = place.path.then("exists");
                    fields::set(document, &place, (!is_usual).then(|| json!(exists)))
                }
            }
        };
        self.change_at_once(change);
    }

    /// What is told about a thing.
    fn told(&mut self, ui: &mut Ui, kind: &'static ResourceKind, resource: Resource<'_>, exists: bool) {
        let path = resource.place().path;
        let properties = path.clone().then("properties");
        let has_properties = resource.properties().is_some_and(|all| !all.is_empty());
        if let Some(odd) = self.value(&properties).filter(|value| !value.is_object()) {
            self.odd_value(ui, Spec::new(properties, "properties"), tr!("an object"), odd);
        } else {
            // What exists is as it is; what was told of it before stays.
            if !exists || has_properties {
                for field in &kind.fields {
                    self.property(ui, &properties, field);
                }
            }
            self.unknown_members(ui, &properties, |key| kind.knows(key));
        }
        if let Some(odd) = resource.members.get("exists").filter(|value| !value.is_boolean()) {
            let path = path.clone().then("exists");
            self.odd_value(ui, Spec::new(path, "exists"), tr!("true or false"), odd);
        }
        self.unknown_members(ui, &path, |key| KNOWN.contains(&key));
        if !exists && !kind.fields.is_empty() {
            ui.add_space(space::S);
            let words = tr!("Forget what is told");
            if ui.horizontal(|ui| Button::link(words).show(ui)).inner.clicked() {
                self.change_at_once(resources::forget(self.document(), resource.index));
            }
        }
    }

    fn property(&mut self, ui: &mut Ui, properties: &Path, field: &'static Field) {
        let path = field.key.split('.').fold(properties.clone(), |path, key| path.then(key.to_owned()));
        let hint = hint(field);
        let spec = Spec::new(path, words::of_catalog(&field.label)).help(help(field));
        let value = self.value(&spec.path);
        match field.kind {
            FieldKind::Bool => self.flag(ui, &spec, field.default.as_deref() == Some("true")),
            FieldKind::Enum => {
                let unset = field.default.as_deref().or_else(|| default_text(field));
                let unset = unset.map(|default| tr!("Default: {default}", default = default));
                let mut options = Options::of(field.allowed.iter().map(String::as_str));
                options.hint = &hint;
                options.unset = Some(unset.as_deref().unwrap_or(tr!("Not set")));
                let spec = spec.problem(self.misfit(field, value.and_then(Value::as_str)));
                self.choice(ui, spec, &options);
            }
            FieldKind::Integer if !value.is_some_and(Value::is_string) => self.amount(ui, spec, field, &hint),
            FieldKind::CsvList => self.items(ui, spec, &hint, Listing::Array, false),
            FieldKind::Json => match field.key.as_str() {
                "variables" => self.list_of_rows(ui, spec, Writing::VARIABLES),
                "tags" => self.list_of_rows(ui, spec, Writing::TAGS),
                _ => {
                    self.json_like(ui, spec, &hint, 3);
                }
            },
            FieldKind::String
            | FieldKind::Integer
            | FieldKind::Number
            | FieldKind::Arn
            | FieldKind::ArtifactRef
            | FieldKind::ArtifactPath
            | FieldKind::Path
            | FieldKind::Secret => {
                let check = |text: &str| problem::of_field(field, text);
                let text = value.and_then(Value::as_str).unwrap_or_default();
                let rows = text.lines().count().clamp(1, 12);
                let look = Look { hint: &hint, rows, is_code: rows > 1, check: &check, ..Look::default() };
                self.plain_text(ui, spec, look);
            }
        }
    }

    /// A number: within bounds, or one of a few.
    fn amount(&mut self, ui: &mut Ui, spec: Spec<'_>, field: &'static Field, hint: &str) {
        if field.allowed.is_empty() {
            let bound = |bound: Option<f64>, otherwise: i64| bound.map_or(otherwise, |bound| bound as i64);
            let range = bound(field.min, 0)..=bound(field.max, i64::MAX);
            let unit = field.key.ends_with("InMinutes").then_some(tr!("min"));
            self.number(ui, spec, range, unit, field.default.as_deref().unwrap_or(hint));
            return;
        }
        let value = self.value(&spec.path);
        let shown = value.map(ToString::to_string);
        let unset = default_text(field).map(|words| tr!("Default: {default}", default = words));
        let mut options = Options::of(field.allowed.iter().map(String::as_str));
        options.hint = hint;
        options.unset = Some(unset.as_deref().unwrap_or(tr!("Not set")));
        if let Some(picked) = self.pick(ui, &spec, shown.as_deref(), &options) {
            let number = picked.0.map(|text| serde_json::from_str(&text).unwrap_or(Value::String(text)));
            self.set(&spec.path, number);
        }
    }

    /// A resource that nothing in the pipeline names; a finding says so, and offers to remove it.
    fn stray(&mut self, ui: &mut Ui, index: usize) {
        let path = Path::key(LIST).then(index);
        let Some(resource) = self.document().resources().find(|it| it.index == index) else { return };
        let name = resource.name().unwrap_or(tr!("without a name"));
        let label = format!("{} {name}", resource.kind());
        self.json(ui, Spec::new(path, label));
    }
}

/// What AWS takes without a value, where it is no fixed value, in words.
fn default_text(field: &Field) -> Option<&str> {
    field.default_text.as_deref().map(words::of_catalog)
}
