//! The artifacts an action takes and makes, as chips in the color of their wires.

use eframe::egui::{Color32, Ui};
use serde_json::Value;

use pipewright_core::catalog::{ArtifactCount, Catalog, Provider};
use pipewright_core::edit::artifacts;
use pipewright_core::pipeline::{Action, ActionId, Path, Stage, shape, text_of};

use super::controls::{Commit, Look};
use super::draft::Leave;
use super::form::{Form, Spec};
use super::problem;
use crate::editor::{Item, Selection};
use crate::intent::Intent;
use crate::look::Tokens;
use crate::look::widgets::{Chip, ChipAction, ChipField};
use crate::{tr, words};

impl Form<'_> {
    pub(super) fn inputs(
        &mut self,
        ui: &mut Ui,
        stage: &Stage,
        action: &Action,
        provider: Option<&Provider>,
    ) {
        let names: Vec<&str> = action.input_artifacts().collect();
        let takes_some = provider.is_none_or(|it| it.input_artifacts.max > 0);
        if !takes_some && !action.members.contains_key("inputArtifacts") {
            return;
        }
        let path = Path::key("inputArtifacts");
        if self.is_odd_list(&path, &["name"]) {
            self.json(ui, Spec::new(path, tr!("Input artifacts")));
            return;
        }
        if !takes_some && names.is_empty() {
            return;
        }
        let flow = &self.editor.derived().flow;
        let available = flow.available(self.document().pipeline(), stage.id, action.run_order());
        let offers: Vec<&str> = available.filter(|name| !names.contains(name)).collect();
        let chips = self.chips(ui, &names);
        let offered = self.chips(ui, &offers);
        let spec =
            Spec::new(path, tr!("Input artifacts")).note(input_note(provider)).help(input_help(provider));
        match self.chip_field(ui, &spec, &chips, &offered, None) {
            Some(ChipAction::Open(input)) => {
                let wire = Item::Wire { to: action.id, input };
                self.queue.push(Intent::Select(Selection::one(wire)));
            }
            Some(ChipAction::Remove(index)) => {
                self.change_at_once(artifacts::disconnect(self.document(), action.id, names[index]));
            }
            Some(ChipAction::Add(index)) => {
                self.change_at_once(artifacts::connect(self.document(), action.id, offers[index]));
            }
            Some(ChipAction::Create) | None => {}
        }
    }

    pub(super) fn outputs(&mut self, ui: &mut Ui, action: &Action, provider: Option<&Provider>) {
        let names: Vec<&str> = action.output_artifacts().collect();
        let may_make = provider.is_none_or(|it| it.output_artifacts.max > 0);
        if !may_make && !action.members.contains_key("outputArtifacts") {
            return;
        }
        let path = Path::key("outputArtifacts");
        if self.is_odd_list(&path, &["name", "files"]) {
            self.json(ui, Spec::new(path, tr!("Output artifacts")));
            return;
        }
        if !may_make && names.is_empty() {
            return;
        }
        let chips = self.chips(ui, &names);
        let note = provider.map(|it| bounds(&it.output_artifacts)).unwrap_or_default();
        let help = tr!("A click on an artifact renames it, and with it everything that takes it.");
        let spec = Spec::new(path, tr!("Output artifacts")).note(note).help(help);
        match self.chip_field(ui, &spec, &chips, &[], Some(tr!("New artifact"))) {
            Some(ChipAction::Open(index)) => {
                let is_open = self.state.renaming == Some((action.id, index));
                self.state.renaming = (!is_open).then_some((action.id, index));
            }
            Some(ChipAction::Remove(index)) => {
                self.change_at_once(artifacts::remove_output(self.document(), action.id, names[index]));
            }
            Some(ChipAction::Create) => {
                self.change_at_once(artifacts::add_output(self.document(), action.id));
            }
            Some(ChipAction::Add(_)) | None => {}
        }
        if let Some((id, index)) = self.state.renaming
            && id == action.id
        {
            self.rename_output(ui, action.id, index, names.get(index).copied());
        }
        self.output_files(ui, action, provider);
    }

    fn rename_output(&mut self, ui: &mut Ui, maker: ActionId, index: usize, name: Option<&str>) {
        let Some(name) = name else {
            self.state.renaming = None;
            return;
        };
        let path = Path::key("outputArtifacts").then(index).then("name");
        let check = |text: &str| problem::of_member(&shape::OUTPUT_ARTIFACT, "name", text);
        let look = Look { is_code: true, check: &check, ..Look::default() };
        let spec = Spec::new(path, tr!("Rename {name}", name = name)).note(tr!("everywhere"));
        let leave = Leave::RenameArtifact { maker, old: name.to_owned() };
        let id = self.id(&spec.path, "opened");
        let response = self.text(ui, spec, look, name, Commit::Leaving(leave));
        let was_open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or_default();
        ui.data_mut(|data| data.insert_temp(id, true));
        if !was_open {
            response.request_focus();
        } else if response.lost_focus() {
            self.state.renaming = None;
            ui.data_mut(|data| data.remove::<bool>(id));
        }
    }

    fn output_files(&mut self, ui: &mut Ui, action: &Action, provider: Option<&Provider>) {
        let applies = provider.is_some_and(|it| it.applies.output_artifact_files);
        let outputs = action.members.get("outputArtifacts").and_then(Value::as_array);
        for (index, output) in outputs.into_iter().flatten().enumerate() {
            let name = output.as_object().and_then(|members| text_of(members, "name")).unwrap_or_default();
            if applies || output.get("files").is_some() {
                let path = Path::key("outputArtifacts").then(index).then("files");
                let limit = Catalog::get().limits().get("outputFiles").and_then(|limit| limit.max);
                let note = limit.map_or_else(String::new, |max| tr!("up to {max}", max = max));
                let spec = Spec::new(path, tr!("Files in {name}", name = name)).note(note);
                self.commas(ui, spec.help(tr!("Paths and patterns of the files to keep.")), "dist/**/*");
            }
        }
    }

    /// Whether a list of artifacts holds something chips cannot show.
    fn is_odd_list(&self, path: &Path, known: &[&str]) -> bool {
        let Some(value) = self.value(path) else { return false };
        let Some(elements) = value.as_array() else { return true };
        let is_plain = |element: &Value| {
            element.as_object().is_some_and(|members| {
                text_of(members, "name").is_some() && members.keys().all(|key| known.contains(&key.as_str()))
            })
        };
        !elements.iter().all(is_plain)
    }

    /// Chips for artifacts, each in the color of its wire.
    pub(super) fn chips<'n>(&self, ui: &Ui, names: &[&'n str]) -> Vec<Chip<'n>> {
        names.iter().map(|name| Chip { label: name, color: self.artifact_color(ui, name) }).collect()
    }

    pub(super) fn artifact_color(&self, ui: &Ui, name: &str) -> Color32 {
        let tokens = Tokens::of(ui);
        let index = self.editor.derived().flow.artifact_index(name);
        index.map_or(tokens.weak, |index| tokens.artifact_color(index))
    }

    fn chip_field(
        &mut self,
        ui: &mut Ui,
        spec: &Spec<'_>,
        chips: &[Chip<'_>],
        offers: &[Chip<'_>],
        create: Option<&str>,
    ) -> Option<ChipAction> {
        let mut action = None;
        self.field(ui, spec, |_, ui, field| {
            let mut control = ChipField::new(field, chips).offers(offers);
            if let Some(label) = create {
                control = control.create(label);
            }
            let answer = control.show(ui);
            action = answer.action;
            answer.response
        });
        action
    }
}

/// "1 – 5", "1", or "none".
fn bounds(count: &ArtifactCount) -> String {
    match (count.min, count.max) {
        (_, 0) => tr!("none").to_owned(),
        (min, max) if min == max => min.to_string(),
        (min, max) => format!("{min} – {max}"),
    }
}

fn input_note(provider: Option<&Provider>) -> String {
    let Some(provider) = provider else { return String::new() };
    let is_first_special = provider.input_artifacts.max > 1 && provider.applies.commands;
    if is_first_special {
        tr!("{count}, first is primary", count = bounds(&provider.input_artifacts))
    } else {
        bounds(&provider.input_artifacts)
    }
}

fn input_help(provider: Option<&Provider>) -> String {
    let note = provider.and_then(|it| it.input_artifacts.note.as_deref()).map(words::of_catalog);
    note.map_or_else(
        || tr!("What earlier actions have made and this one reads.").to_owned(),
        |note| format!("{}.", words::sentence(note)),
    )
}
