//! Several things at once: what they are, and what can be done to all of them.

use eframe::egui::Ui;
use serde_json::{Value, json};

use pipewright_core::document::{Owner, Place};
use pipewright_core::edit::{Change, Edit};
use pipewright_core::pipeline::{Action, ActionId, Path, shape};

use super::action::regions;
use super::controls::{Commit, Look, Typed};
use super::form::{Form, Spec};
use super::problem;
use crate::commands::Command;
use crate::editor::{Item, Selection};
use crate::intent::Intent;
use crate::look::widgets::{Button, Row};
use crate::look::{Hue, icons, tokens::space};
use crate::words;

impl<'a> Form<'a> {
    pub(super) fn several(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            for command in [Command::Duplicate, Command::Delete] {
                let row = command.row();
                let button = match command {
                    Command::Delete => Button::danger(row.label),
                    _ => Button::ghost(row.label),
                };
                if button
                    .icon(row.icon)
                    .disabled_because(command.available(self.editor).err())
                    .show(ui)
                    .clicked()
                {
                    self.queue.run(command);
                }
            }
        });
        let items = self.editor.selection().items();
        let actions = self.editor.selection().action_ids();
        if actions.len() == items.len() {
            self.section(ui, "For all of them");
            self.region_of_all(ui, &actions);
            self.role_of_all(ui, &actions);
        }
        self.section(ui, "Selected");
        for item in items {
            self.item_row(ui, *item);
        }
        ui.add_space(space::S);
    }

    fn item_row(&mut self, ui: &mut Ui, item: Item) {
        let pipeline = self.document().pipeline();
        let row = match item {
            Item::Action(id) => pipeline.action(id).map(|(stage, action)| {
                let row = Row::new(action.name()).tile(words::hue_of(action), words::letters_of(action));
                row.detail(stage.name())
            }),
            Item::Stage(id) => pipeline
                .stage(id)
                .map(|stage| Row::new(stage.name()).tile(Hue::Compute, icons::GRIP).detail("stage")),
            Item::Note(index) => self.document().note(index).map(|note| {
                Row::new(note.text().lines().next().unwrap_or_default()).icon(icons::NOTE).detail("note")
            }),
            Item::Wire { to, input } => pipeline.action(to).and_then(|(_, action)| {
                let name = action.input_artifacts().nth(input)?;
                Some(Row::new(name).colored_icon(icons::DOT, self.artifact_color(ui, name)).detail("wire"))
            }),
        };
        if row.is_some_and(|row| row.show(ui).clicked()) {
            self.queue.push(Intent::Select(Selection::one(item)));
        }
    }

    fn region_of_all(&mut self, ui: &mut Ui, ids: &[ActionId]) {
        let common = self.common(ids, Action::region);
        let mut options = regions();
        if common.1 {
            options.hint = "several Regions";
        }
        let Common(current, _) = common;
        let spec = Spec::new(Path::key(EACH).then("region"), "Region");
        if let Some(picked) = self.pick(ui, &spec, current, &options) {
            let change = set_all(ids, "region", picked.0.map(Value::String).as_ref(), "Set the Region");
            self.change_at_once(Some(change));
        }
    }

    fn role_of_all(&mut self, ui: &mut Ui, ids: &[ActionId]) {
        let common = self.common(ids, Action::role_arn);
        let check = |text: &str| problem::of_member(&shape::ACTION, "roleArn", text);
        let hint = if common.1 { "several roles" } else { "same account" };
        let merge = Place::at(Owner::Pipeline, Path::key(EACH).then("roleArn"));
        let change = |_: &pipewright_core::document::Document, text: &str| {
            let value = (!text.is_empty()).then(|| json!(text));
            Some(set_all(ids, "roleArn", value.as_ref(), "Set the role").merging_at(merge.clone()))
        };
        let spec = Spec::new(Path::key(EACH).then("roleArn"), "Action role");
        let look = Look { hint, check: &check, ..Look::default() };
        let typed = Typed { change: &change, shown: &str::to_owned };
        self.text(ui, spec, look, common.0.unwrap_or_default(), Commit::Typing(typed));
    }

    /// What a member is for all of the actions.
    fn common(&self, ids: &[ActionId], member: impl Fn(&'a Action) -> Option<&'a str>) -> Common<'a> {
        let pipeline = self.document().pipeline();
        let mut values = ids.iter().filter_map(|id| pipeline.action(*id)).map(|(_, action)| member(action));
        let first = values.next().flatten();
        if values.all(|value| value == first) { Common(first, false) } else { Common(None, true) }
    }
}

/// A value that all have, and whether there is none because they differ.
struct Common<'a>(Option<&'a str>, bool);

/// The fields stand for members of the actions, not of the pipeline that owns this form.
const EACH: &str = "each action";

fn set_all(ids: &[ActionId], key: &'static str, value: Option<&Value>, label: &str) -> Change {
    let place = |id: &ActionId| Place::at(Owner::Action(*id), Path::key(key));
    let edits = ids.iter().map(|id| Edit::set(place(id), value.cloned())).collect();
    Change::new(format!("{label} of {} actions", ids.len()), edits)
}
