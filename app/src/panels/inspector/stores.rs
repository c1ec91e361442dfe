//! Where the pipeline keeps its artifacts.

use eframe::egui::{Align, Layout, Popup, RichText, Role, ScrollArea, Ui, vec2};
use serde_json::{Value, json};

use pipewright_core::catalog::Catalog;
use pipewright_core::document::{Document, Place, Target};
use pipewright_core::edit::{Change, Edit};
use pipewright_core::pipeline::{Object, Path, shape};

use super::controls::{Commit, Look, Typed};
use super::form::{Form, Spec};
use super::line::weak;
use super::problem;
use crate::look::widgets::{Button, IconButton, Row};
use crate::look::{
    fonts, icons,
    tokens::{size, space, text},
};
use crate::tr;

const ONE: &str = "artifactStore";
const MANY: &str = "artifactStores";

impl Form<'_> {
    pub(super) fn stores(&mut self, ui: &mut Ui) {
        let many = self.value(&Path::key(MANY));
        let one = self.value(&Path::key(ONE));
        if let Some(stores) = many {
            self.section_with(ui, tr!("Artifact stores by Region"), Self::region_menu);
            match stores.as_object() {
                Some(stores) => {
                    for (region, store) in stores {
                        self.store_of_region(ui, region, store);
                    }
                }
                None => {
                    self.odd_value(ui, Spec::new(Path::key(MANY), MANY), tr!("an object"), stores);
                }
            }
            let only =
                stores.as_object().filter(|stores| stores.len() == 1).and_then(|it| it.values().next());
            if let Some(store) = only.filter(|_| one.is_none()) {
                ui.add_space(space::S);
                if Button::link(tr!("Use one store for the pipeline")).show(ui).clicked() {
                    self.join_stores(store);
                }
            }
            self.problems(ui, &Path::key(MANY), None);
        }
        if one.is_some() || many.is_none() {
            self.section(ui, tr!("Artifact store"));
            self.store(ui, &Path::key(ONE));
            if many.is_none() {
                ui.add_space(space::S);
                let change = Button::link(tr!("Use a store for each Region")).show(ui).clicked();
                if change {
                    self.split_store();
                }
            }
            self.problems(ui, &Path::key(ONE), None);
        }
    }

    fn store_of_region(&mut self, ui: &mut Ui, region: &str, store: &Value) {
        let path = Path::key(MANY).then(region.to_owned());
        self.gap(ui);
        let mut is_removed = false;
        let row = vec2(ui.available_width(), size::CONTROL_SMALL);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            let name = Catalog::get().limits().region(region).map_or("", |it| it.name.as_str());
            ui.label(RichText::new(region).font(fonts::medium(text::BODY)));
            weak(ui, name);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let remove = tr!("Remove the store of {region}", region = region);
                is_removed = IconButton::new(icons::CLOSE, &remove).small().show(ui).clicked();
            });
        });
        ui.add_space(space::S);
        self.closely();
        if store.is_object() {
            self.store(ui, &path);
        } else {
            self.odd_value(ui, Spec::new(path.clone(), region.to_owned()), tr!("an object"), store);
        }
        if is_removed {
            self.set(&path, None);
        }
    }

    /// Bucket and key of one store.
    fn store(&mut self, ui: &mut Ui, path: &Path) {
        if let Some(odd) = self.value(path).filter(|value| !value.is_object()) {
            self.odd_value(ui, Spec::new(path.clone(), tr!("Artifact store")), tr!("an object"), odd);
            return;
        }
        self.bucket(ui, path);
        let key_path = path.clone().then("encryptionKey");
        let key = self.value(&key_path);
        if let Some(odd) = key.filter(|value| !value.is_object()) {
            self.odd_value(ui, Spec::new(key_path.clone(), tr!("KMS key")), tr!("an object"), odd);
        } else {
            self.kms_key(ui, &key_path);
            self.unknown_members(ui, &key_path, |key| ["id", "type"].contains(&key));
        }
        self.unknown_members(ui, path, |key| ["type", "location", "encryptionKey"].contains(&key));
    }

    /// A store made by typing a bucket name has its type at once, too.
    fn bucket(&mut self, ui: &mut Ui, path: &Path) {
        let location = path.clone().then("location");
        let spec = Spec::new(location.clone(), tr!("Bucket")).note(tr!("required"));
        let spec = spec.help(tr!("S3 bucket in the Region of the pipeline, for everything actions hand on."));
        let check = |text: &str| problem::of_member(&shape::ARTIFACT_STORE, "location", text);
        let hint = "codepipeline-eu-west-1-123456789012";
        let look = Look { hint, check: &check, ..Look::default() };
        self.typed_part(ui, spec, look, path, "location", ("type", "S3"));
    }

    fn kms_key(&mut self, ui: &mut Ui, path: &Path) {
        let spec = Spec::new(path.clone().then("id"), tr!("KMS key"));
        let spec = spec.help(tr!(
            "Needed if actions of other accounts read the artifacts. Key id, key ARN or alias ARN."
        ));
        let check = |text: &str| problem::of_member(&shape::ENCRYPTION_KEY, "id", text);
        let look = Look { hint: tr!("default key of S3"), check: &check, ..Look::default() };
        self.typed_part(ui, spec, look, path, "id", ("type", "KMS"));
    }

    /// A text of an object that has a fixed type beside it. Without the text the object goes, if nothing else
    /// is in it.
    fn typed_part(
        &mut self,
        ui: &mut Ui,
        spec: Spec<'_>,
        look: Look<'_>,
        object: &Path,
        key: &'static str,
        (type_key, type_name): (&'static str, &'static str),
    ) {
        let shown = match self.value(&spec.path) {
            None => "",
            Some(Value::String(text)) => text,
            Some(other) => {
                self.odd_value(ui, spec, tr!("text"), other);
                return;
            }
        };
        let place = self.place(object);
        let change = |document: &Document, text: &str| {
            let before = document.value(place.owner, &place.path).and_then(Value::as_object);
            let mut members = before.cloned().unwrap_or_else(Object::new);
            if text.is_empty() {
                members.shift_remove(key);
            } else {
                members.entry(type_key).or_insert_with(|| json!(type_name));
                members.insert(key.to_owned(), json!(text));
            }
            let is_empty = members.keys().all(|key| key == type_key);
            let value = (!is_empty).then_some(Value::Object(members));
            pipewright_core::edit::fields::set(document, &place, value)
        };
        let typed = Typed { change: &change, shown: &str::to_owned };
        self.text(ui, spec, look, shown, Commit::Typing(typed));
    }

    /// The button that adds a store for a Region.
    fn region_menu(&mut self, ui: &mut Ui) {
        let button = IconButton::new(icons::PLUS, tr!("Add a Region")).small().show(ui);
        let taken = self.value(&Path::key(MANY)).and_then(Value::as_object);
        let menu = Popup::menu(&button)
            .accessible_name(tr!("Add a Region"))
            .width(260.0)
            .gap(space::XS)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let mut picked = None;
                ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    ui.set_min_width(260.0);
                    for region in Catalog::get().limits().regions() {
                        if taken.is_some_and(|taken| taken.contains_key(&region.id)) {
                            continue;
                        }
                        if Row::new(&region.id).role(Role::MenuItem).detail(&region.name).show(ui).clicked() {
                            picked = Some(region.id.clone());
                        }
                    }
                });
                picked
            });
        if let Some(region) = menu.and_then(|menu| menu.inner) {
            self.set(&Path::key(MANY).then(region), Some(json!({"type": "S3", "location": ""})));
        }
    }

    /// Turns a list with one Region into the one store.
    fn join_stores(&mut self, store: &Value) {
        let place = |key: &'static str| Place::at(self.owner, Path::key(key));
        let edits = vec![Edit::set(place(MANY), None), Edit::set(place(ONE), Some(store.clone()))];
        self.change_at_once(Some(Change::new(tr!("Use one store for the pipeline"), edits)));
    }

    /// Turns the one store into a list by Region: that in the bucket's name, or where the design was published.
    fn split_store(&mut self) {
        let store =
            self.value(&Path::key(ONE)).cloned().unwrap_or_else(|| json!({"type": "S3", "location": ""}));
        let location = store.get("location").and_then(Value::as_str).unwrap_or_default();
        let regions = Catalog::get().limits().regions();
        let named = regions.iter().map(|it| it.id.as_str()).find(|region| location.contains(region));
        let published = self.document().target().and_then(Target::region);
        let region = named.or(published).unwrap_or("us-east-1");
        let place = |key: &'static str| Place::at(self.owner, Path::key(key));
        let edits = vec![Edit::set(place(ONE), None), Edit::set(place(MANY), Some(json!({ region: store })))];
        self.change_at_once(Some(Change::new(tr!("Use a store for each Region"), edits)));
    }
}
