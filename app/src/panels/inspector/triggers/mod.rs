//! What starts the pipeline: each source with its trigger, and a tester of events.
//!
//! Only what AWS takes can be built here ([`pipewright_core::edit::triggers`]); what a file holds beside that is
//! shown as raw fields, with what is wrong with it.

mod filter;
mod patterns;
mod tester;

use eframe::egui::{Align, Layout, RichText, Ui, vec2};
use serde_json::Value;

use pipewright_core::catalog::Catalog;
use pipewright_core::document::Document;
use pipewright_core::edit::Change;
use pipewright_core::edit::triggers::{self, About};
use pipewright_core::parameter::resolve;
use pipewright_core::pipeline::{FilterKind, Path, Trigger};
use pipewright_core::trigger::{self, Effective, Kind};

use super::controls::Options;
use super::form::{Form, Spec};
use super::line::weak;
use crate::editor::Editor;
use crate::look::widgets::{Button, IconButton};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{size, space, text},
};
use crate::{tr, tr_n};

use patterns::PatternDraft;
use tester::Tester;

const PROVIDER: &str = "CodeStarSourceConnection";

/// What the part about triggers remembers between frames.
#[derive(Default)]
pub(super) struct TriggersState {
    /// What starts the pipeline, and what it was made for.
    effective: Option<(Moment, Vec<Effective>)>,
    /// The pattern that is being typed.
    pattern: Option<PatternDraft>,
    tester: Tester,
}

impl TriggersState {
    /// What is typed as a pattern and can be read as one; the next one may follow.
    pub(super) fn take_due(&mut self, document: &Document) -> Option<Change> {
        let draft = self.pattern.as_mut().filter(|draft| !draft.is_blank())?;
        let change = draft.change(document).filter(|change| !change.edits.is_empty())?;
        draft.is_taken();
        Some(change)
    }

    fn effective(&mut self, editor: &Editor) -> Vec<Effective> {
        let moment = Moment::of(editor);
        match &self.effective {
            Some((of, effective)) if *of == moment => effective.clone(),
            _ => {
                let effective = trigger::effective(&resolve(editor.document(), editor.environment()));
                self.effective = Some((moment, effective.clone()));
                effective
            }
        }
    }
}

/// A revision of the document with the environment in use: events meet the values of parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Moment {
    revision: u64,
    environment: Option<String>,
}

impl Moment {
    fn of(editor: &Editor) -> Self {
        Self { revision: editor.document().revision(), environment: editor.environment().map(str::to_owned) }
    }
}

impl<'a> Form<'a> {
    pub(super) fn triggers(&mut self, ui: &mut Ui) {
        let path = Path::key("triggers");
        let value = self.value(&path);
        let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let max = Catalog::get().limits().get("triggers").and_then(|limit| limit.max).unwrap_or_default();
        self.section(ui, &tr!("Triggers · {count} of {max}", count = list.len(), max = max));
        if let Some(odd) = value.filter(|value| !value.is_array()) {
            self.odd_value(ui, Spec::new(path, "triggers"), tr!("a list"), odd);
            return;
        }
        self.offer_v2(ui);
        let effective = self.state.triggers.effective(self.editor);
        if effective.is_empty() {
            weak(ui, tr!("No source yet, so nothing starts the pipeline by itself"));
        }
        let verdict = self.state.triggers.tester.verdict(self.editor);
        let marks = verdict.map(|verdict| verdict.deciding).unwrap_or_default();
        self.state.triggers.tester.marks = marks;
        let mut shown = Vec::new();
        for source in &effective {
            let index = self.source(ui, source, list);
            shown.extend(index);
        }
        // Triggers that belong to no source, or not as AWS has it.
        for (index, trigger) in list.iter().enumerate().filter(|(index, _)| !shown.contains(index)) {
            let path = path.clone().then(index);
            self.gap(ui);
            match trigger.as_object().filter(|_| is_plain(trigger)) {
                Some(members) => {
                    let git = path.clone().then("gitConfiguration");
                    let sources = self.sources();
                    let options = Options { hint: tr!("choose a source action"), ..Options::of(sources) };
                    self.choice(ui, Spec::new(git.then("sourceActionName"), tr!("Source action")), &options);
                    ui.add_space(space::S);
                    self.trigger(ui, index, Trigger(members));
                    ui.horizontal(|ui| {
                        if Button::link(tr!("Remove the trigger")).show(ui).clicked() {
                            self.change_at_once(triggers::remove(self.document(), index));
                        }
                    });
                }
                None => {
                    self.json(ui, Spec::new(path, tr!("Trigger {n}", n = index + 1)));
                }
            }
        }
        self.problems(ui, &path, None);
        self.tester(ui, &effective);
    }

    /// What V2 brings, where the pipeline is not V2 yet.
    fn offer_v2(&mut self, ui: &mut Ui) {
        let pipeline = self.document().pipeline();
        if !matches!(pipeline.pipeline_type(), None | Some("V1")) {
            return;
        }
        weak(
            ui,
            tr!(
                "A V1 pipeline starts as its sources say. V2 adds triggers for branches, tags, changed files and pull requests, and is billed by the minute an action runs instead of by the month."
            ),
        );
        ui.horizontal(|ui| {
            if Button::link(tr!("Change to V2")).show(ui).clicked() {
                self.change_at_once(Some(triggers::change_to_v2(self.document())));
            }
        });
        ui.add_space(space::S);
    }

    /// Source actions that a trigger can belong to.
    fn sources(&self) -> Vec<&'a str> {
        let actions = self.document().pipeline().actions();
        let of_connection = actions.filter(|(_, action)| action.action_type().provider == PROVIDER);
        of_connection.map(|(_, action)| action.name()).collect()
    }

    /// A source with what starts it, and its trigger. Tells which trigger that is.
    fn source(&mut self, ui: &mut Ui, source: &Effective, list: &[Value]) -> Option<usize> {
        self.gap(ui);
        let tokens = Tokens::of(ui);
        // As the file has it: there may be a parameter in it.
        let action = self.document().pipeline().action(source.action);
        let name = action.map_or(source.source.as_str(), |(_, action)| action.name());
        let index = list.iter().position(|trigger| {
            let members = trigger.as_object().filter(|_| is_plain(trigger));
            members.is_some_and(|members| Trigger(members).source_action_name() == Some(name))
        });
        let index = index.filter(|_| matches!(source.kind, Kind::Filtered | Kind::EachPush));
        let is_v2 = self.document().pipeline().is_v2();
        let row = vec2(ui.available_width(), size::CONTROL_SMALL);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            let (icon, color) = match source.kind {
                Kind::ByHand => (icons::STOP, tokens.weak),
                Kind::Polling => (icons::CLOCK, tokens.source.text),
                Kind::Outside | Kind::Unknown => (icons::EXTERNAL_LINK, tokens.weak),
                Kind::EachPush | Kind::Filtered => (icons::PLAY, tokens.source.text),
            };
            ui.spacing_mut().item_spacing.x = space::S;
            let icon = ui.label(RichText::new(icon).font(fonts::regular(text::BODY)).color(color));
            ui.ctx().accesskit_node_builder(icon.id, eframe::egui::accesskit::Node::set_hidden);
            ui.label(RichText::new(name).font(fonts::medium(text::BODY)).color(tokens.text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match index {
                None if is_v2 => self.offer_trigger(ui, source),
                None => {}
                Some(index) => {
                    let label = tr!("Remove the trigger of {source}", source = name);
                    if IconButton::new(icons::TRASH, &label).small().show(ui).clicked() {
                        self.change_at_once(triggers::remove(self.document(), index));
                    }
                }
            });
        });
        for line in &source.lines {
            weak(ui, line);
            ui.add_space(2.0);
        }
        let members = index.and_then(|index| list[index].as_object());
        if let (Some(index), Some(members)) = (index, members) {
            ui.add_space(space::S);
            self.trigger(ui, index, Trigger(members));
        }
        index
    }

    fn offer_trigger(&mut self, ui: &mut Ui, source: &Effective) {
        let Some(change) = triggers::add_for(self.document(), source.action) else { return };
        let tooltip = tr!("Choose the branches, tags, files and pull requests that start the pipeline");
        if Button::link(tr!("Add a trigger")).tooltip(tooltip).show(ui).clicked() {
            self.change_at_once(Some(change));
        }
    }

    fn trigger(&mut self, ui: &mut Ui, index: usize, trigger: Trigger<'_>) {
        let path = Path::key("triggers").then(index);
        let git = path.clone().then("gitConfiguration");
        self.closely();
        for filter in trigger.filters() {
            self.filter(ui, index, filter);
        }
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (kind, about, label) in [
                (FilterKind::Push, About::Branches, tr!("Add push")),
                (FilterKind::Push, About::Tags, tr!("Add tag")),
                (FilterKind::PullRequest, About::Branches, tr!("Add pull request")),
            ] {
                let change = triggers::add_filter(self.document(), index, kind, about);
                let full = tr_n!(
                    triggers::MAX_FILTERS,
                    "AWS takes {n} filter of each kind",
                    "AWS takes {n} filters of each kind"
                );
                let reason = change.is_none().then_some(full.as_str());
                if Button::link(label).disabled_because(reason).show(ui).clicked() {
                    self.change_at_once(change);
                }
            }
        });
        if trigger.provider_type() != Some(PROVIDER) {
            self.json(ui, Spec::new(path.clone().then("providerType"), tr!("Provider type")));
        }
        self.unknown_members(ui, &git, |key| ["sourceActionName", "push", "pullRequest"].contains(&key));
        self.unknown_members(ui, &path, |key| ["providerType", "gitConfiguration"].contains(&key));
        self.problems(ui, &path, None);
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
