//! The form of a note: its text, and what it belongs to.

use eframe::egui::Ui;
use pipewright_core::edit::notes::{self, Tie};
use pipewright_core::pipeline::Path;

use super::controls::{Commit, Look, Options, Typed};
use super::form::{Form, Spec};
use crate::commands::Command;
use crate::look::icons;
use crate::look::tokens::space;
use crate::look::widgets::Button;
use crate::tr;

impl Form<'_> {
    pub(super) fn note(&mut self, ui: &mut Ui, index: usize) {
        let document = self.document();
        let Some(note) = document.note(index) else { return };
        let path = Path::key("notes").then(index);
        let typed = Typed {
            change: &|document, text| notes::set_text(document, index, text),
            shown: &|text| text.to_owned(),
        };
        let look = Look { rows: 6, hint: tr!("Write a note"), ..Look::default() };
        let spec = Spec::new(path.clone().then("text"), tr!("Text"))
            .help(tr!("Its first line is the title if more lines follow."));
        self.text(ui, spec, look, note.text(), Commit::Typing(typed));

        let now = Tie::of(document, note);
        let ties = ties(document);
        let keys: Vec<String> = (0..ties.len()).map(|position| position.to_string()).collect();
        let current = ties.iter().position(|(tie, ..)| *tie == now).map(|position| keys[position].as_str());
        let items =
            keys.iter().zip(&ties).map(|(key, (_, label, detail))| (key.as_str(), label.as_str(), *detail));
        let options = Options { items: items.collect(), ..Options::default() };
        let spec = Spec::new(path.then("stage"), tr!("Belongs to"))
            .help(tr!("The note follows it when it is renamed."));
        let picked = self.pick(ui, &spec, current, &options).and_then(|picked| picked.0);
        let chosen = picked.and_then(|key| ties.get(key.parse::<usize>().ok()?));
        if let Some((tie, ..)) = chosen {
            self.change_at_once(notes::tie(document, index, *tie));
        }
        ui.add_space(space::L);
        let delete = Button::danger(tr!("Delete note")).icon(icons::TRASH).show(ui);
        if delete.on_hover_text(Command::Delete.tooltip()).clicked() {
            self.queue.run(Command::Delete);
        }
    }
}

/// All a note can belong to, in order of the pipeline, with a word on what it is.
fn ties(document: &pipewright_core::document::Document) -> Vec<(Tie, String, Option<&str>)> {
    let mut all = vec![(Tie::Free, tr!("Nothing").to_owned(), None)];
    for stage in &document.pipeline().stages {
        all.push((Tie::Stage(stage.id), stage.name().to_owned(), Some(tr!("stage"))));
        let actions = stage.actions.iter();
        all.extend(
            actions.map(|action| (Tie::Action(action.id), action.name().to_owned(), Some(stage.name()))),
        );
    }
    all
}
