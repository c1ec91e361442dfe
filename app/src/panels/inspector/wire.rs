//! A wire: what flows on it, from where to where.

use eframe::egui::Ui;

use pipewright_core::edit::artifacts;
use pipewright_core::pipeline::{ActionId, Path, shape};

use super::controls::{Commit, Look, Options};
use super::draft::Leave;
use super::form::{Form, Spec};
use super::line::weak;
use super::problem;
use crate::editor::{Item, Selection};
use crate::intent::Intent;
use crate::look::widgets::{Button, Row};
use crate::look::{icons, tokens::space};
use crate::{tr, words};

impl Form<'_> {
    pub(super) fn wire(&mut self, ui: &mut Ui, to: ActionId, input: usize) {
        let pipeline = self.document().pipeline();
        let Some((stage, taker)) = pipeline.action(to) else { return };
        let Some(name) = taker.input_artifacts().nth(input) else { return };
        let flow = &self.editor.derived().flow;
        let wire = flow.wires.iter().find(|wire| wire.to.action == to && wire.to.index == input);
        let maker = wire.and_then(|wire| pipeline.action(wire.from.action));

        let available: Vec<&str> = flow.available(pipeline, stage.id, taker.run_order()).collect();
        match maker {
            Some((_, maker)) => {
                let check = |text: &str| problem::of_member(&shape::OUTPUT_ARTIFACT, "name", text);
                let look = Look { is_code: true, check: &check, ..Look::default() };
                let leave = Leave::RenameArtifact { maker: maker.id, old: name.to_owned() };
                let spec = Spec::new(Path::key("wire"), tr!("Artifact")).note(tr!("renamed everywhere"));
                self.text(ui, spec, look, name, Commit::Leaving(leave));
            }
            None => {
                weak(ui, &tr!("No action makes {name}.", name = name));
            }
        }
        let options = Options { hint: name, ..Options::of(available.iter().copied()) };
        let spec = Spec::new(Path::key("inputArtifacts").then(input), tr!("Take instead"))
            .help(tr!("Configuration that names the artifact follows."));
        let picked = self
            .pick(ui, &spec, Some(name).filter(|name| available.contains(name)), &options)
            .and_then(|picked| picked.0);
        if let Some(other) = picked {
            self.change_at_once(artifacts::replace_input(self.document(), to, name, &other));
        }

        self.section(ui, tr!("From → to"));
        for (stage, action) in maker.into_iter().chain([(stage, taker)]) {
            let tile = (words::hue_of(action), words::letters_of(action));
            let row = Row::new(action.name()).tile(tile.0, tile.1).detail(stage.name());
            if row.show(ui).clicked() {
                self.queue.push(Intent::Show(Item::Action(action.id)));
                self.queue.push(Intent::Select(Selection::one(Item::Action(action.id))));
            }
        }
        if wire.is_some_and(|wire| !wire.is_in_order()) {
            ui.add_space(space::S);
            weak(ui, tr!("The artifact is made no earlier than it is taken."));
        }
        ui.add_space(space::L);
        if Button::danger(tr!("Disconnect")).icon(icons::CLOSE).show(ui).clicked() {
            self.change_at_once(artifacts::disconnect(self.document(), to, name));
        }
    }
}
