//! Several things at once: what they are, and what can be done to all of them.

use eframe::egui::Ui;
use serde_json::{Value, json};

use pipewright_core::catalog::{Catalog, Field, FieldKind, Provider};
use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::bulk::{self, Common};
use pipewright_core::pipeline::{Action, ActionId, Path, Step, shape};

use super::action::regions;
use super::configuration::{Configured, hint};
use super::controls::{Commit, Look, Options, Typed};
use super::draft::Leave;
use super::form::{Form, Spec};
use super::problem;
use crate::commands::Command;
use crate::editor::{Item, Selection, provider_of};
use crate::intent::Intent;
use crate::look::widgets::{Button, NumberField, Row};
use crate::look::{Hue, icons, tokens::space};
use crate::{tr, words};

impl Form<'_> {
    pub(super) fn several(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            for command in [Command::Duplicate, Command::Delete] {
                let button = match command {
                    Command::Delete => Button::danger(command.label()),
                    _ => Button::ghost(command.label()),
                };
                if button
                    .icon(command.row().icon)
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
            self.for_all(ui, &actions);
        }
        self.section(ui, tr!("Selected"));
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
                .map(|stage| Row::new(stage.name()).tile(Hue::Compute, icons::GRIP).detail(tr!("stage"))),
            Item::Note(index) => self.document().note(index).map(|note| {
                Row::new(note.text().lines().next().unwrap_or_default()).icon(icons::NOTE).detail(tr!("note"))
            }),
            Item::Wire { to, input } => pipeline.action(to).and_then(|(_, action)| {
                let name = action.input_artifacts().nth(input)?;
                Some(
                    Row::new(name)
                        .colored_icon(icons::DOT, self.artifact_color(ui, name))
                        .detail(tr!("wire")),
                )
            }),
        };
        if row.is_some_and(|row| row.show(ui).clicked()) {
            self.queue.push(Intent::Select(Selection::one(item)));
        }
    }

    /// What can be said of all the actions: run order, where they run, and the configuration if they are of one
    /// provider. Names and namespaces are each action's own.
    fn for_all(&mut self, ui: &mut Ui, ids: &[ActionId]) {
        let pipeline = self.document().pipeline();
        // One that was read as something else than an object has no members.
        let actions: Vec<&Action> = ids
            .iter()
            .filter_map(|id| pipeline.action(*id))
            .map(|(_, action)| action)
            .filter(|action| action.odd.is_none())
            .collect();
        let ids: Vec<ActionId> = actions.iter().map(|action| action.id).collect();
        let Some((first, others)) = actions.split_first() else { return };
        self.section(ui, tr!("For all of them"));
        self.run_order_of_all(ui, &ids);
        self.region_of_all(ui, &ids);
        self.role_of_all(ui, &ids);
        let Some(provider) = provider_of(first) else { return };
        // Building and testing are two categories of one provider, with the same keys.
        let known: Option<Vec<&'static Provider>> = others.iter().map(|other| provider_of(other)).collect();
        let Some(known) = known else { return };
        let is_same = |it: &&Provider| (it.owner, &it.provider) == (provider.owner, &provider.provider);
        if !known.iter().all(is_same) {
            return;
        }
        let shown: Vec<&'static Field> = provider
            .fields
            .iter()
            .filter(|field| known.iter().all(|provider| provider.field(&field.key).is_some()))
            .filter(|field| actions.iter().any(|it| Configured::of_action(it, Some(provider)).shows(field)))
            // Artifacts are wired action by action, and secrets are not shown side by side.
            .filter(|field| {
                !matches!(field.kind, FieldKind::ArtifactRef | FieldKind::ArtifactPath | FieldKind::Secret)
            })
            .collect();
        if shown.is_empty() {
            return;
        }
        self.section(ui, &tr!("Configuration of all · {provider}", provider = provider.name));
        for field in shown {
            self.field_of_all(ui, &ids, field);
        }
    }

    fn run_order_of_all(&mut self, ui: &mut Ui, ids: &[ActionId]) {
        let path = Path::key("runOrder");
        let common = bulk::common(self.document(), ids, &path);
        let (mut number, hint) = match common {
            Common::Same(value) => (value.as_i64(), "1"),
            Common::Absent => (None, "1"),
            Common::Mixed => (None, tr!("several run orders")),
        };
        let spec = each("runOrder", tr!("Run order")).note(mixed_note(common));
        let response = self.field(ui, &spec, |_, ui, field| {
            NumberField::new(field, &mut number).range(1..=999).hint(hint).show(ui)
        });
        if response.changed() {
            let value = number.map(|number| json!(number));
            let change = bulk::set(self.document(), ids, &path, value.as_ref(), "the run order");
            self.change(Some(change.merging_at(Place::at(Owner::Pipeline, spec.path.clone()))));
        }
        if response.lost_focus() {
            self.queue.push(Intent::Seal);
        }
    }

    fn region_of_all(&mut self, ui: &mut Ui, ids: &[ActionId]) {
        let path = Path::key("region");
        let common = bulk::common(self.document(), ids, &path);
        let mut options = regions();
        if common == Common::Mixed {
            options.hint = tr!("several Regions");
        }
        let spec = each("region", tr!("Region")).note(mixed_note(common));
        self.pick_for_all(ui, ids, &path, &spec, &options, "the Region");
    }

    fn role_of_all(&mut self, ui: &mut Ui, ids: &[ActionId]) {
        let path = Path::key("roleArn");
        let common = bulk::common(self.document(), ids, &path);
        let check = |text: &str| problem::of_member(&shape::ACTION, "roleArn", text);
        let hint = if common == Common::Mixed { tr!("several roles") } else { tr!("same account") };
        let spec = each("roleArn", tr!("Action role")).note(mixed_note(common));
        let look = Look { hint, check: &check, ..Look::default() };
        self.text_for_all(ui, ids, &path, spec, look, "the role");
    }

    /// One key of a configuration that all have.
    fn field_of_all(&mut self, ui: &mut Ui, ids: &[ActionId], field: &'static Field) {
        let path = Path::configuration(&field.key);
        let common = bulk::common(self.document(), ids, &path);
        let is_mixed = common == Common::Mixed;
        let label = words::of_catalog(&field.label);
        let spec =
            each(field.key.clone(), label).note(mixed_note(common)).help(words::of_catalog(&field.help));
        let flags: &[&str] = if field.kind == FieldKind::Bool { &["true", "false"] } else { &[] };
        if matches!(field.kind, FieldKind::Bool | FieldKind::Enum) {
            let allowed = field.allowed.iter().map(String::as_str);
            let mut options = Options::of(allowed.chain(flags.iter().copied()));
            let unset = field.default.as_ref().map_or_else(
                || tr!("Not set").to_owned(),
                |default| tr!("Default: {default}", default = default),
            );
            options.unset = Some(&unset);
            options.hint = if is_mixed { tr!("several values") } else { tr!("not set") };
            self.pick_for_all(ui, ids, &path, &spec, &options, &field.key);
            return;
        }
        let check = |text: &str| if text.is_empty() { None } else { problem::of_field(field, text) };
        let example = hint(field);
        let hint = if is_mixed { tr!("several values") } else { &example };
        let is_code = matches!(field.kind, FieldKind::Json | FieldKind::Path);
        self.text_for_all(
            ui,
            ids,
            &path,
            spec,
            Look { hint, is_code, check: &check, ..Look::default() },
            &field.key,
        );
    }

    fn pick_for_all(
        &mut self,
        ui: &mut Ui,
        ids: &[ActionId],
        path: &Path,
        spec: &Spec<'_>,
        options: &Options<'_>,
        what: &str,
    ) {
        let common = bulk::common(self.document(), ids, path);
        // Where they differ, taking the values away is a choice as well.
        let mut options = Options { items: options.items.clone(), ..*options };
        if let (Common::Mixed, Some(unset)) = (common, options.unset) {
            options.items.insert(0, (UNSET, unset, None));
        }
        let Some(picked) = self.pick(ui, spec, common.text(), &options) else { return };
        let value = picked.0.filter(|picked| picked != UNSET).map(Value::String);
        self.change_at_once(Some(bulk::set(self.document(), ids, path, value.as_ref(), what)));
    }

    fn text_for_all(
        &mut self,
        ui: &mut Ui,
        ids: &[ActionId],
        path: &Path,
        spec: Spec<'_>,
        look: Look<'_>,
        what: &str,
    ) {
        let common = bulk::common(self.document(), ids, path);
        let shown = common.text().unwrap_or_default();
        if self.may_name_a_thing(path) {
            // What is told of a thing follows its name, but not through each letter.
            let leave = Leave::SetAll { ids: ids.to_vec(), path: path.clone(), what: what.to_owned() };
            self.text(ui, spec, look, shown, Commit::Leaving(leave));
            return;
        }
        let merge = Place::at(Owner::Pipeline, spec.path.clone());
        let change = |document: &Document, text: &str| {
            let value = (!text.is_empty()).then(|| json!(text));
            Some(bulk::set(document, ids, path, value.as_ref(), what).merging_at(merge.clone()))
        };
        let typed = Typed { change: &change, shown: &str::to_owned };
        self.text(ui, spec, look, shown, Commit::Typing(typed));
    }

    /// Whether the design tells of things, and this could be the name of one.
    fn may_name_a_thing(&self, path: &Path) -> bool {
        let Some(Step::Key(key)) = path.0.last() else { return false };
        self.document().resources().next().is_some()
            && Catalog::get().resource_kinds().iter().any(|kind| kind.keys.iter().any(|other| other == key))
    }
}

/// The fields stand for members of the actions, not of the pipeline that owns this form.
const EACH: &str = "each action";
/// The choice of no value where some have one; no value of AWS holds such a character.
const UNSET: &str = "\u{0}";

fn each<'s>(key: impl Into<Step>, label: impl Into<std::borrow::Cow<'s, str>>) -> Spec<'s> {
    Spec::new(Path::key(EACH).then(key), label)
}

fn mixed_note(common: Common<'_>) -> &'static str {
    if common == Common::Mixed { tr!("mixed") } else { "" }
}
