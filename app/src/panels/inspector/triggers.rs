//! Triggers: which Git events start the pipeline.

use eframe::egui::{Align, Layout, RichText, Ui, vec2};
use serde_json::{Value, json};

use pipewright_core::catalog::Catalog;
use pipewright_core::pipeline::{FilterKind, Path, Trigger, TriggerFilter};

use super::controls::Options;
use super::form::{Form, Spec};
use super::line::weak;
use crate::look::widgets::{Button, Chip, ChipAction, ChipField, IconButton};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{size, space, text},
};

const EVENTS: [&str; 3] = ["OPEN", "UPDATED", "CLOSED"];
const PROVIDER: &str = "CodeStarSourceConnection";

impl<'a> Form<'a> {
    pub(super) fn triggers(&mut self, ui: &mut Ui) {
        let path = Path::key("triggers");
        let value = self.value(&path);
        let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let max = Catalog::get().limits().get("triggers").and_then(|limit| limit.max).unwrap_or_default();
        let mut is_asked = false;
        self.section_with(ui, &format!("Triggers · {} of {max}", list.len()), |_, ui| {
            is_asked = IconButton::new(icons::PLUS, "Add a trigger").small().show(ui).clicked();
        });
        if let Some(odd) = value.filter(|value| !value.is_array()) {
            self.odd_value(ui, Spec::new(path, "triggers"), "a list", odd);
            return;
        }
        if is_asked {
            let mut list = list.to_vec();
            let source = self.sources().first().copied().unwrap_or_default();
            let git = json!({
                "sourceActionName": source,
                "push": [{"branches": {"includes": ["main"]}}],
            });
            list.push(json!({"providerType": PROVIDER, "gitConfiguration": git}));
            self.set(&path, Some(Value::Array(list)));
        }
        if list.is_empty() {
            weak(ui, "None. Each source starts the pipeline by its own settings.");
        }
        for (index, trigger) in list.iter().enumerate() {
            let path = path.clone().then(index);
            if is_plain(trigger)
                && let Some(members) = trigger.as_object()
            {
                self.trigger(ui, &path, Trigger(members));
            } else {
                self.json(ui, Spec::new(path, format!("Trigger {}", index + 1)));
            }
        }
        self.problems(ui, &path, None);
    }

    /// Source actions that a trigger can belong to.
    fn sources(&self) -> Vec<&'a str> {
        let actions = self.document().pipeline().actions();
        let of_connection = actions.filter(|(_, action)| action.action_type().provider == PROVIDER);
        of_connection.map(|(_, action)| action.name()).collect()
    }

    fn trigger(&mut self, ui: &mut Ui, path: &Path, trigger: Trigger<'_>) {
        let git = path.clone().then("gitConfiguration");
        let options = Options { hint: "choose a source action", ..Options::of(self.sources()) };
        self.choice(ui, Spec::new(git.clone().then("sourceActionName"), "Source action"), &options);
        for filter in trigger.filters() {
            self.filter(ui, &git, filter);
        }
        ui.add_space(space::S);
        let mut removed = false;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (kind, label) in
                [(FilterKind::Push, "Add push"), (FilterKind::PullRequest, "Add pull request")]
            {
                if Button::link(label).show(ui).clicked() {
                    self.add_filter(&git, kind);
                }
            }
            removed = Button::link("Remove").tooltip("Remove the trigger").show(ui).clicked();
        });
        if removed {
            self.remove_from_list(&Path::key("triggers"), path);
        }
        if trigger.provider_type() != Some(PROVIDER) {
            self.json(ui, Spec::new(path.clone().then("providerType"), "Provider type"));
        }
        self.unknown_members(ui, &git, |key| ["sourceActionName", "push", "pullRequest"].contains(&key));
        self.unknown_members(ui, path, |key| ["providerType", "gitConfiguration"].contains(&key));
        self.problems(ui, path, None);
    }

    fn filter(&mut self, ui: &mut Ui, git: &Path, filter: TriggerFilter<'_>) {
        let list = git.clone().then(filter.kind.key());
        let path = list.clone().then(filter.index);
        self.gap(ui);
        let title = match filter.kind {
            FilterKind::Push => format!("Push {}", filter.index + 1),
            FilterKind::PullRequest => format!("Pull request {}", filter.index + 1),
        };
        let mut is_removed = false;
        let row = vec2(ui.available_width(), size::CONTROL_SMALL);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            ui.label(RichText::new(&title).font(fonts::medium(text::BODY)).color(Tokens::of(ui).text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = format!("Remove {}", title.to_lowercase());
                is_removed = IconButton::new(icons::CLOSE, &name).small().show(ui).clicked();
            });
        });
        ui.add_space(space::S);
        if is_removed {
            self.remove_from_list(&list, &path);
        }
        self.closely();
        if filter.kind == FilterKind::PullRequest {
            self.events(ui, &path, filter);
        }
        let patterns: &[(&'static str, &str)] = match filter.kind {
            FilterKind::Push => &[("branches", "Branches"), ("tags", "Tags"), ("filePaths", "File paths")],
            FilterKind::PullRequest => &[("branches", "Branches"), ("filePaths", "File paths")],
        };
        for (key, label) in patterns {
            let path = path.clone().then(*key);
            let (includes, excludes) = (path.clone().then("includes"), path.clone().then("excludes"));
            let without = format!("Without {}", label.to_lowercase());
            let included = |form: &mut Self, ui: &mut Ui| {
                form.commas(ui, Spec::new(includes, *label), "any");
            };
            let excluded = |form: &mut Self, ui: &mut Ui| {
                form.commas(ui, Spec::new(excludes, without), "none");
            };
            if *key == "filePaths" {
                included(self, ui);
                excluded(self, ui);
            } else {
                self.pair(ui, included, excluded);
            }
            self.unknown_members(ui, &path, |key| ["includes", "excludes"].contains(&key));
        }
        self.unknown_members(ui, &path, |key| ["events", "branches", "tags", "filePaths"].contains(&key));
    }

    fn events(&mut self, ui: &mut Ui, path: &Path, filter: TriggerFilter<'_>) {
        let path = path.clone().then("events");
        let color = Tokens::of(ui).text;
        let events: Vec<&str> = filter.events().collect();
        let offers: Vec<&str> = EVENTS.into_iter().filter(|event| !events.contains(event)).collect();
        let chip = |label: &&'static str| Chip { label, color };
        let chips: Vec<Chip<'_>> = events.iter().map(|label| Chip { label, color }).collect();
        let offered: Vec<Chip<'_>> =
            EVENTS.iter().filter(|event| !events.contains(event)).map(chip).collect();
        let mut action = None;
        let spec = Spec::new(path.clone(), "Events").note(if events.is_empty() { "all" } else { "" });
        self.field(ui, &spec, |_, ui, field| {
            let answer = ChipField::new(field, &chips).offers(&offered).show(ui);
            action = answer.action;
            answer.response
        });
        let mut events: Vec<String> = events.into_iter().map(str::to_owned).collect();
        match action {
            Some(ChipAction::Remove(index)) => {
                events.remove(index);
            }
            Some(ChipAction::Add(index)) => events.push(offers[index].to_owned()),
            Some(ChipAction::Open(_) | ChipAction::Create) | None => return,
        }
        self.set(&path, super::values::list(events));
    }

    fn add_filter(&mut self, git: &Path, kind: FilterKind) {
        let path = git.clone().then(kind.key());
        let mut list = self.value(&path).and_then(Value::as_array).cloned().unwrap_or_default();
        list.push(json!({"branches": {"includes": ["main"]}}));
        self.set(&path, Some(Value::Array(list)));
    }

    /// Removes an element; the last one takes its list along, as AWS refuses empty lists.
    fn remove_from_list(&mut self, list: &Path, element: &Path) {
        let is_last = self.value(list).and_then(Value::as_array).is_some_and(|items| items.len() == 1);
        self.set(if is_last { list } else { element }, None);
    }
}

/// Whether the fields of the form can show all of it.
fn is_plain(trigger: &Value) -> bool {
    let Some(git) = trigger.get("gitConfiguration").filter(|git| git.is_object()) else { return false };
    let is_list = |key: &str| {
        git.get(key).is_none_or(|list| list.as_array().is_some_and(|items| items.iter().all(is_plain_filter)))
    };
    is_list("push") && is_list("pullRequest")
}

fn is_plain_filter(filter: &Value) -> bool {
    let is_text = |list: &Value| super::values::texts(list).is_some();
    filter.as_object().is_some_and(|members| {
        members.get("events").is_none_or(is_text)
            && ["branches", "tags", "filePaths"]
                .iter()
                .all(|key| members.get(*key).is_none_or(Value::is_object))
    })
}
