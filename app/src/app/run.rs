//! Running what was asked for, one intent after the other, between frames.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{Context, ViewportCommand};
use pipewright_core::catalog::{Catalog, Category, Provider};
use pipewright_core::check::{Finding, repair_in};
use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::actions::{self, NewAction};
use pipewright_core::edit::bulk::{self, Nudge};
use pipewright_core::edit::notes::{self, Tie};
use pipewright_core::edit::{Change, EditError, Slot, SlotColumn, stages};
use pipewright_core::layout::Orientation;
use pipewright_core::pipeline::{ActionId, Object, StageId};

use super::App;
use crate::canvas::{Aim, Spot};
use crate::commands::Command;
use crate::dialogs::{
    CommandPalette, Compare, ConnectionDialog, Dialog, Export, QuickAdd, RuleDialog, SettingsDialog,
    ShortcutSheet, Start, TakerDialog, TransitionDialog,
};
use crate::editor::{Editor, Item, Selection};
use crate::intent::{AddAt, Intent};
use crate::look::widgets::Tone;
use crate::panels::problems::DrawerTab;
use crate::panels::top_bar::Mode;
use crate::settings::{Setting, ThemeChoice, WireChoice};
use crate::tr;
use crate::words::labels;

impl App {
    pub(super) fn run(&mut self, intent: Intent, ctx: &Context) {
        match intent {
            Intent::Run(command) => self.command(command, ctx),
            Intent::RunListed(command) => {
                self.settings.remember_command(command);
                self.keep_settings();
                self.command(command, ctx);
            }
            Intent::Set(setting) => self.set(setting, ctx),
            Intent::UseEnvironment(environment) => self.use_environment(environment.as_deref()),
            Intent::Change(change) => self.change(&change, None),
            Intent::ChangeSelecting(change, selection) => self.change(&change, Some(selection)),
            Intent::Select(selection) => self.editor.select(selection),
            Intent::Show(item) => {
                self.canvas.leave(&self.editor);
                self.show_item(item);
            }
            Intent::ShowFound(item) => {
                self.editor.unfold_around(item);
                self.editor.select(Selection::one(item));
                self.canvas.aim(Aim::Center(item));
            }
            Intent::Return(spot) => self.return_to(*spot),
            Intent::Fold { id, is_folded } => {
                let mut folded = self.editor.folded().clone();
                if is_folded {
                    folded.insert(id);
                } else {
                    folded.remove(&id);
                }
                self.fold(folded, Some(Item::Stage(id)));
            }
            Intent::Reveal(place) => self.reveal(&place),
            Intent::Explain(code) => self.dialog = RuleDialog::explain(code).map(Dialog::Rule),
            Intent::AskToSuppress { code, place } => {
                self.dialog = Some(Dialog::Rule(RuleDialog::suppress(code, place)));
            }
            Intent::Add { provider, at } => self.add(&provider, at),
            Intent::AskWhatToAdd(at) => self.dialog = Some(Dialog::QuickAdd(QuickAdd::new(at))),
            Intent::AskWhoTakes { from, output, slot } => {
                self.dialog = Some(Dialog::Taker(TakerDialog::new(from, output, slot)));
            }
            Intent::AddTaking { provider, from, output, slot } => {
                self.add_taking(&provider, (from, output), slot);
            }
            Intent::AskToDisable(stage) => {
                self.dialog = Some(Dialog::Transition(TransitionDialog::new(stage, &self.editor)));
            }
            Intent::Inspect(item) => self.inspect(item),
            Intent::AddStage(index) => self.add_stage(index),
            Intent::AddSnippet { snippet, at } => self.add_snippet(&snippet, at),
            Intent::ShowGallery(name) => self.show_gallery(name.as_deref()),
            Intent::OpenTemplate { template, values } => {
                let then = Intent::OpenTemplate { template: Arc::clone(&template), values: values.clone() };
                self.guarded(then, |app| app.open_template(&template, &values));
            }
            Intent::SaveSnippet(draft) => self.save_snippet(&draft),
            Intent::ReadSnippets => self.read_snippets(),
            Intent::AskSnippetFolder => self.ask_snippet_folder(),
            Intent::UseSnippetFolder(folder) => self.use_snippet_folder(&folder),
            Intent::Rename(item) => {
                self.editor.select(Selection::one(item));
                self.canvas.rename(item, &self.editor);
            }
            Intent::Seal => self.editor.seal(),
            Intent::ShowMode(mode) => self.show_mode(mode),
            Intent::GoTo(count) => self.go_to(count),
            Intent::OpenFile(path) => {
                self.guarded(Intent::OpenFile(path.clone()), |app| app.open_file(&path));
            }
            Intent::ForgetRecent(path) => {
                self.settings.recent.remove(&path);
                self.keep_settings();
            }
            // Opening the file has asked about changes already.
            Intent::ImportPipeline { path, choices } => self.import_chosen(&path, &choices),
            Intent::OpenSample(name) => self.guarded(Intent::OpenSample(name), |app| app.open_sample(name)),
            Intent::OpenBlank => {
                self.guarded(Intent::OpenBlank, |app| {
                    app.show_document(Editor::new(Document::blank("my-pipeline")));
                });
            }
            Intent::OpenPipeline(name) => {
                self.guarded(Intent::OpenPipeline(name.clone()), |app| app.aws.pull(name));
            }
            Intent::SaveTo(path) => self.save_to(path, true),
            Intent::Connect(connection) => self.connect(connection),
            Intent::Answer(answer) => self.answer(answer, ctx),
            Intent::CloseDialog => self.dialog = None,
            Intent::Copy(text) => {
                ctx.copy_text(text);
                self.notices.tell(Tone::Success, tr!("Copied"));
            }
            Intent::Paste(text) => {
                self.paste_asked = None;
                self.paste(&text);
            }
            Intent::MakePlan => self.make_plan(),
            Intent::PublishPlan(secrets) => self.publish_plan(secrets),
            Intent::PlanWith(options) => self.plan_with(&options),
            Intent::TakeTheirs(choices) => self.take_theirs(&choices),
            Intent::LeaveTheirs => self.leave_theirs(),
            Intent::ExportTo(path) => self.export_to(path, ctx),
            Intent::AskExportPath(form) => self.pick_export(form),
            Intent::Exported(Ok(path)) => {
                self.dialog = None;
                self.notices.tell(Tone::Success, tr!("Exported\n{path}", path = path.display()));
            }
            Intent::Exported(Err(reason)) => {
                self.notices.tell(Tone::Error, tr!("Not exported: {reason}", reason = reason));
            }
            Intent::AskCompareFile => self.pick_compare(),
            Intent::CompareWithFile { path, pipeline } => self.compare_with_file(path, pipeline),
            Intent::ReadLive => self.read_live(),
        }
    }

    fn command(&mut self, command: Command, ctx: &Context) {
        if let Err(reason) = command.available(&self.editor) {
            self.notices.tell(Tone::Info, format!("{}: {reason}", command.label()));
            return;
        }
        match command {
            Command::New => self.dialog = Some(Dialog::Start(Start::default())),
            Command::NewFromTemplate => self.show_gallery(None),
            Command::SaveSnippet => self.ask_to_save_snippet(),
            Command::NewWindow => self.open_window(),
            Command::Settings => self.dialog = Some(Dialog::Settings(SettingsDialog)),
            Command::Open => self.pick_open(),
            Command::OpenPath => self.type_open_path(),
            Command::Save => self.save(),
            Command::SaveAs => {
                self.tell_of_draft();
                self.pick_save();
            }
            Command::Export => {
                self.tell_of_draft();
                let export = Export::new(self.settings.exports.clone(), self.editor.environment());
                self.dialog = Some(Dialog::Export(Box::new(export)));
            }
            Command::CompareWith => {
                self.tell_of_draft();
                self.dialog = Some(Dialog::Compare(Box::new(Compare::new(&self.editor))));
            }
            Command::FromAws => self.list_pipelines(),
            Command::Publish => self.make_plan(),
            Command::Connection => {
                self.aws.ask_profiles();
                self.dialog = Some(Dialog::Connection(ConnectionDialog::new(self.aws.connection())));
            }
            Command::Close => {
                if self.editor.is_dirty() && !self.may_close {
                    self.ask_about_changes(Intent::Run(Command::Close));
                } else {
                    self.may_close = true;
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
            }
            Command::Undo => {
                self.step_history(Editor::undo, |label| match label {
                    Ok(label) => tr!("Undone: {change}", change = labels::to_do(label)),
                    Err(error) => tr!("The change could not be undone: {reason}", reason = error),
                });
            }
            Command::Redo => {
                self.step_history(Editor::redo, |label| match label {
                    Ok(label) => tr!("Done again: {change}", change = labels::to_do(label)),
                    Err(error) => tr!("The change could not be done again: {reason}", reason = error),
                });
            }
            Command::Rename => {
                if let Some(item) = self.editor.selection().single() {
                    self.canvas.rename(item, &self.editor);
                }
            }
            Command::Duplicate => self.duplicate(),
            Command::Copy => self.copy(ctx),
            Command::Cut => self.cut(ctx),
            Command::Paste => self.ask_for_clipboard(ctx),
            Command::Delete => self.delete(),
            Command::SelectAll => {
                let ids: Vec<ActionId> =
                    self.editor.document().pipeline().actions().map(|(_, a)| a.id).collect();
                self.editor.select(Selection::actions(ids));
            }
            Command::AddAction => self.dialog = Some(Dialog::QuickAdd(QuickAdd::new(AddAt::Selection))),
            Command::AddStage => {
                let after =
                    self.selected_stage().and_then(|id| self.editor.document().pipeline().stage_index(id));
                let index = after.map_or(self.editor.document().pipeline().stages.len(), |index| index + 1);
                self.add_stage(index);
            }
            Command::AddNote => {
                let tie = match self.editor.selection().primary() {
                    Some(Item::Stage(id)) => Tie::Stage(id),
                    Some(Item::Action(id)) => Tie::Action(id),
                    Some(Item::Wire { .. } | Item::Note(_)) | None => Tie::Free,
                };
                self.canvas.write_note(tie);
            }
            Command::ConnectTo => {
                if let Some(Item::Action(from)) = self.editor.selection().single() {
                    let output = self.first_output(from);
                    self.queue.push(Intent::AskWhoTakes { from, output, slot: None });
                }
            }
            Command::EditTransition => {
                if let Some(Item::Stage(stage)) = self.editor.selection().single() {
                    self.queue.push(Intent::AskToDisable(stage));
                }
            }
            Command::WiresAlways => self.show_wires(WireChoice::Always),
            Command::WiresOfSelection => self.show_wires(WireChoice::Selection),
            Command::WiresNever => self.show_wires(WireChoice::Never),
            Command::MoveLeft | Command::MoveRight | Command::MoveUp | Command::MoveDown => {
                self.nudge(command);
            }
            Command::Design => self.show_mode(Mode::Design),
            Command::Definition => self.show_mode(Mode::Definition),
            Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomActual
            | Command::ZoomAll
            | Command::ZoomSelection => self.canvas.zoom_by(command),
            Command::Find => self.canvas.find(&self.editor),
            Command::GoBack | Command::GoForward => {
                let is_back = command == Command::GoBack;
                match self.canvas.go_along_trail(&self.editor, is_back) {
                    Some(spot) => self.return_to(spot),
                    None => self.notices.tell(Tone::Info, tr!("There is no other view to go to")),
                }
            }
            Command::ToggleStage => self.toggle_stages(),
            Command::CollapseAll => {
                let all = self.editor.document().pipeline().stages.iter().map(|stage| stage.id).collect();
                self.fold(all, self.editor.selection().primary());
            }
            Command::ExpandAll => self.fold(BTreeSet::new(), self.editor.selection().primary()),
            Command::TurnLayout => {
                let turned = match self.settings.orientation {
                    Orientation::LeftToRight => Orientation::TopToBottom,
                    Orientation::TopToBottom => Orientation::LeftToRight,
                };
                self.set(Setting::Orientation(turned), ctx);
            }
            Command::ToggleTheme => {
                let other = match ctx.theme() {
                    eframe::egui::Theme::Dark => ThemeChoice::Light,
                    eframe::egui::Theme::Light => ThemeChoice::Dark,
                };
                self.set(Setting::Theme(other), ctx);
            }
            Command::ToggleContrast => {
                let is_on = self.settings.theme == ThemeChoice::HighContrast;
                let theme = if is_on { ThemeChoice::System } else { ThemeChoice::HighContrast };
                self.set(Setting::Theme(theme), ctx);
            }
            Command::LargerInterface => {
                self.set(Setting::UiScale(self.settings.stepped_scale(true)), ctx);
            }
            Command::SmallerInterface => {
                self.set(Setting::UiScale(self.settings.stepped_scale(false)), ctx);
            }
            Command::UsualInterface => self.set(Setting::UiScale(1.0), ctx),
            Command::ToggleLeft => {
                self.settings.panels.left_is_open = !self.settings.panels.left_is_open;
            }
            Command::ToggleRight => {
                self.settings.panels.right_is_open = !self.settings.panels.right_is_open;
            }
            Command::ToggleDrawer => {
                self.settings.panels.drawer_is_open = !self.settings.panels.drawer_is_open;
            }
            Command::Changes => {
                self.settings.panels.drawer_is_open = true;
                self.drawer.tab = DrawerTab::Changes;
            }
            Command::NextProblem => self.go_to_problem(1),
            Command::PreviousProblem => self.go_to_problem(-1),
            Command::Fix => self.fix(),
            Command::FixAll => self.fix_all(),
            Command::Palette => self.dialog = Some(Dialog::Palette(CommandPalette::default())),
            Command::Shortcuts => self.dialog = Some(Dialog::Shortcuts(ShortcutSheet::default())),
        }
    }

    /// Runs a change; if it cannot be made, says why.
    pub(super) fn change(&mut self, change: &Change, selection: Option<Selection>) {
        let selection = selection.unwrap_or_else(|| self.editor.selection().clone());
        match self.editor.run_selecting(change, selection) {
            Ok(()) => {
                self.notices.forget_undo();
                self.announce(change);
            }
            Err(error) => self.failed(change, &error),
        }
    }

    fn step_history(
        &mut self,
        step: fn(&mut Editor) -> Result<Option<String>, EditError>,
        words: fn(Result<&str, &EditError>) -> String,
    ) {
        self.notices.forget_undo();
        match step(&mut self.editor) {
            Ok(Some(label)) => {
                self.announced = words(Ok(&label));
                self.notices.tell(Tone::Info, self.announced.clone());
            }
            Ok(None) => {}
            Err(error) => self.notices.tell(Tone::Error, words(Err(&error))),
        }
    }

    fn failed(&mut self, change: &Change, error: &EditError) {
        let change = labels::to_do(&change.label);
        let text = tr!("{change} did not work: {reason}", change = change, reason = error);
        self.notices.tell(Tone::Error, text);
    }

    /// Draws these stages as narrow boxes and all others open; brings something into view again.
    fn fold(&mut self, folded: BTreeSet<StageId>, show: Option<Item>) {
        self.editor.set_folded(folded);
        if let Some(item) = show {
            self.canvas.aim(Aim::Show(item));
        }
    }

    /// Folds the stages of the selection, or opens them if they all are folded.
    fn toggle_stages(&mut self) {
        let pipeline = self.editor.document().pipeline();
        let stages: BTreeSet<StageId> = self
            .editor
            .selection()
            .items()
            .iter()
            .filter_map(|item| match *item {
                Item::Stage(id) => Some(id),
                Item::Note(_) => None,
                Item::Action(id) | Item::Wire { to: id, .. } => {
                    pipeline.action(id).map(|(stage, _)| stage.id)
                }
            })
            .collect();
        let mut folded = self.editor.folded().clone();
        if stages.is_subset(&folded) {
            folded.retain(|id| !stages.contains(id));
        } else {
            folded.extend(&stages);
        }
        self.fold(folded, stages.first().copied().map(Item::Stage));
    }

    fn return_to(&mut self, spot: Spot) {
        self.editor.select(spot.selection);
        self.canvas.aim(Aim::View(spot.camera));
    }

    fn reveal(&mut self, place: &Place) {
        self.canvas.leave(&self.editor);
        match self.editor.owner_of(place) {
            Some(item) => {
                self.editor.select(Selection::one(item));
                self.show_item(item);
            }
            None => self.editor.select(Selection::none()),
        }
        self.inspector.focus = Some(place.path.clone());
        self.settings.panels.right_is_open = true;
        if self.mode == Mode::Definition {
            self.definition.reveal(place);
        }
    }

    fn go_to_problem(&mut self, step: isize) {
        let count = self.editor.derived().findings.len();
        if count == 0 {
            return;
        }
        let current = self.drawer.current.min(count - 1) as isize;
        let is_fresh =
            self.editor.selection().is_empty() && step > 0 && current == 0 && !self.drawer.is_walking;
        let next = if is_fresh { 0 } else { (current + step).rem_euclid(count as isize) };
        self.drawer.is_walking = true;
        self.drawer.current = next as usize;
        self.drawer.scrolls = true;
        self.settings.panels.drawer_is_open = true;
        let place = self.editor.derived().findings[self.drawer.current].place.clone();
        self.reveal(&place);
    }

    /// The fix of the current problem, or of one of what is selected; of several, a person chooses.
    fn fix(&mut self) {
        let findings = &self.editor.derived().findings;
        let is_selected = |finding: &&Finding| match finding.place.owner {
            Owner::Stage(id) => self.editor.selection().contains(Item::Stage(id)),
            Owner::Action(id) => self.editor.selection().contains(Item::Action(id)),
            Owner::Pipeline | Owner::Extras => self.editor.selection().is_empty(),
        };
        let has_fix = |finding: &&Finding| !finding.fixes.is_empty();
        let current = findings.get(self.drawer.current).filter(has_fix);
        let in_hand = current.filter(|finding| self.drawer.is_walking && is_selected(finding));
        let of_selection = || findings.iter().find(|finding| is_selected(finding) && has_fix(finding));
        let Some(finding) = in_hand.or_else(of_selection).or(current) else {
            self.notices
                .tell(Tone::Info, tr!("This problem has no fix of its own; its help says what to do"));
            return;
        };
        match finding.fixes.as_slice() {
            [fix] => {
                let change = Change::new(fix.label.clone(), fix.edits.clone());
                self.change_and_tell(&change);
            }
            _ => self.dialog = Some(Dialog::Rule(RuleDialog::choose(finding))),
        }
    }

    /// All fixes that may be applied unseen, as one change.
    fn fix_all(&mut self) {
        let repair = repair_in(self.editor.document(), self.editor.environment());
        if repair.steps.is_empty() {
            let words = tr!("Each of these fixes would bring up another problem; apply them one by one");
            self.notices.tell(Tone::Info, words);
        } else {
            self.change_and_tell(&repair.change);
        }
    }

    fn change_and_tell(&mut self, change: &Change) {
        self.change(change, None);
        self.notices.tell_with(Tone::Success, labels::done(&change.label), Command::Undo);
    }

    pub(super) fn selected_stage(&self) -> Option<StageId> {
        let pipeline = self.editor.document().pipeline();
        match self.editor.selection().primary()? {
            Item::Stage(id) => Some(id),
            Item::Action(id) | Item::Wire { to: id, .. } => pipeline.action(id).map(|(stage, _)| stage.id),
            Item::Note(index) => {
                let document = self.editor.document();
                match Tie::of(document, document.note(index)?) {
                    Tie::Free => None,
                    Tie::Stage(id) => Some(id),
                    Tie::Action(id) => pipeline.action(id).map(|(stage, _)| stage.id),
                }
            }
        }
    }

    fn add_stage(&mut self, index: usize) {
        let (id, change) = stages::add(self.editor.document(), index, "Stage");
        let item = Item::Stage(id);
        self.change(&change, Some(Selection::one(item)));
        self.canvas.rename(item, &self.editor);
    }

    fn add(&mut self, provider: &str, at: AddAt) {
        let Some(provider) = Catalog::get().provider_by_id(provider) else { return };
        self.dialog = None;
        let added = match at {
            AddAt::Slot(slot) => self.add_in(provider, slot),
            AddAt::NewStage(index) => self.add_in_new_stage(provider, index),
            AddAt::Selection => match self.slot_at_selection(provider) {
                Some(slot) => self.add_in(provider, slot),
                None => self.add_in_new_stage(provider, self.editor.document().pipeline().stages.len()),
            },
        };
        if let Some(id) = added {
            self.show_item(Item::Action(id));
        }
    }

    fn add_in(&mut self, provider: &Provider, slot: Slot) -> Option<ActionId> {
        let (id, change) = actions::add(self.editor.document(), &new_action(provider), slot)?;
        self.change(&change, Some(Selection::one(Item::Action(id))));
        Some(id)
    }

    fn add_in_new_stage(&mut self, provider: &Provider, index: usize) -> Option<ActionId> {
        let (stage, first) = stages::add(self.editor.document(), index, stage_name(provider.category));
        // The action is put together from the document as it is with the stage in it.
        let mut with_stage = self.editor.document().clone();
        if let Err(error) = with_stage.change(&first) {
            self.failed(&first, &error);
            return None;
        }
        let slot = Slot { stage, column: SlotColumn::New { before: 0 } };
        let (id, second) = actions::add(&with_stage, &new_action(provider), slot)?;
        let label = second.label.clone();
        let change = Change { label, ..first.and(second) };
        self.change(&change, Some(Selection::one(Item::Action(id))));
        Some(id)
    }

    /// Behind the selected action in its stage; sources beside the sources.
    fn slot_at_selection(&self, provider: &Provider) -> Option<Slot> {
        let document = self.editor.document();
        let stages = &document.pipeline().stages;
        if provider.category == Category::Source {
            let first = stages.first()?;
            return Some(Slot { stage: first.id, column: SlotColumn::Beside { column: 0, row: usize::MAX } });
        }
        if let Some(Item::Action(id)) = self.editor.selection().primary()
            && let Some(Slot { stage, column: SlotColumn::Beside { column, .. } }) = Slot::of(document, id)
        {
            let is_source_stage = stages.first().is_some_and(|first| first.id == stage);
            if !is_source_stage {
                return Some(Slot { stage, column: SlotColumn::New { before: column + 1 } });
            }
        }
        let chosen = self.selected_stage().or(stages.last().map(|stage| stage.id))?;
        // Only sources may stand in the first stage, so what is added there goes on behind it.
        let is_first = stages.first().is_some_and(|first| first.id == chosen && !first.actions.is_empty());
        if is_first {
            return stages.get(1).map(|next| Slot { stage: next.id, column: SlotColumn::New { before: 0 } });
        }
        Some(Slot::at_end(document, chosen))
    }

    /// Copies of all that is selected, as one step.
    fn duplicate(&mut self) {
        let selection = self.editor.selection();
        let (stages, actions, change) =
            bulk::duplicate(self.editor.document(), &selection.stage_ids(), &selection.action_ids());
        let stages = stages.into_iter().map(Item::Stage);
        let items: Vec<Item> = stages.chain(actions.into_iter().map(Item::Action)).collect();
        self.change(&change, Some(Selection::none().with(items.iter().copied())));
        if let Some(item) = items.last() {
            self.show_item(*item);
        }
    }

    /// Deletes what is selected; what stands next to it is selected then.
    fn delete(&mut self) {
        let document = self.editor.document();
        let pipeline = document.pipeline();
        let selection = self.editor.selection();
        let (stage_ids, action_ids) = (selection.stage_ids(), selection.action_ids());
        let mut change = Change::new("", Vec::new());
        let mut after = Selection::none();
        if !action_ids.is_empty() {
            let free: Vec<ActionId> = action_ids
                .iter()
                .copied()
                .filter(|id| pipeline.action(*id).is_some_and(|(stage, _)| !stage_ids.contains(&stage.id)))
                .collect();
            change = actions::remove(document, &free);
            after = next_action(&self.editor, &free);
        }
        if !stage_ids.is_empty() {
            let stages = stages::remove(document, &stage_ids);
            let label = stages.label.clone();
            change = Change { label, ..change.and(stages) };
            let first = stage_ids.iter().filter_map(|id| pipeline.stage_index(*id)).min().unwrap_or(0);
            let staying: Vec<StageId> =
                pipeline.stages.iter().map(|stage| stage.id).filter(|id| !stage_ids.contains(id)).collect();
            let next = staying.get(first).or(staying.last());
            after = next.map_or_else(Selection::none, |id| Selection::one(Item::Stage(*id)));
        }
        if let Some(wires) = super::gestures::without_wires(&self.editor) {
            // The wires go first: those of an action that goes as well are gone with it.
            let label = if change.edits.is_empty() { wires.label.clone() } else { change.label.clone() };
            change = Change { label, ..wires.and(change) };
        }
        if let Some(notes) = notes::remove(document, &selection.notes()) {
            // What else goes may take along entries of other lists, but never notes.
            let label = if change.edits.is_empty() { notes.label.clone() } else { change.label.clone() };
            change = Change { label, ..notes.and(change) };
        }
        if change.edits.is_empty() {
            return;
        }
        let label = labels::done(&change.label);
        self.change(&change, Some(after));
        self.notices.tell_with(Tone::Info, label, Command::Undo);
    }

    /// Alt with an arrow: a step along time, or among parallel actions.
    fn nudge(&mut self, command: Command) {
        let step = match command {
            Command::MoveLeft => Nudge::Earlier,
            Command::MoveRight => Nudge::Later,
            Command::MoveUp => Nudge::Up,
            _ => Nudge::Down,
        };
        let selection = self.editor.selection();
        let document = self.editor.document();
        let (stages, actions) = (selection.stage_ids(), selection.action_ids());
        let change = bulk::nudge(document, &stages, &actions, step);
        let opens_stage = stages.is_empty() && step == Nudge::Later;
        if let Some(change) =
            change.or_else(|| bulk::past_the_end(document, &actions).filter(|_| opens_stage))
        {
            self.change(&change, None);
            if let Some(item) = self.editor.selection().primary() {
                self.show_item(item);
            }
        } else {
            tr!("There is no place to move to in this direction").clone_into(&mut self.announced);
        }
    }
}

/// What to select when actions are gone: the one behind the first of them in its stage, else the one before.
fn next_action(editor: &Editor, gone: &[ActionId]) -> Selection {
    let layout = &editor.derived().layout;
    let Some(first) = layout.cards.iter().position(|card| gone.contains(&card.id)) else {
        return Selection::none();
    };
    let stage = layout.cards[first].stage;
    let stays =
        |index: &usize| layout.cards[*index].stage == stage && !gone.contains(&layout.cards[*index].id);
    let next = (first..layout.cards.len()).find(stays).or_else(|| (0..first).rev().find(stays));
    match next {
        Some(index) => Selection::one(Item::Action(layout.cards[index].id)),
        None => layout
            .stages
            .get(stage)
            .map_or_else(Selection::none, |stage| Selection::one(Item::Stage(stage.id))),
    }
}

/// A new action of a catalog entry: recommended values, the inputs it needs, the outputs it must make.
pub fn new_action(provider: &Provider) -> NewAction {
    let text = |value: &str| serde_json::Value::String(value.to_owned());
    let action_type = Object::from_iter([
        ("category".to_owned(), text(provider.category.as_str())),
        ("owner".to_owned(), text(provider.owner.as_str())),
        ("provider".to_owned(), text(&provider.provider)),
        ("version".to_owned(), text(&provider.version)),
    ]);
    let mut members = Object::new();
    if provider.applies.commands {
        members.insert("commands".to_owned(), serde_json::json!(["echo \"Replace me\""]));
    }
    NewAction {
        name: provider.action_name.clone(),
        action_type,
        configuration: provider.template().map(|(key, value)| (key.to_owned(), text(value))).collect(),
        input_count: provider.input_artifacts.min,
        output_count: provider.output_artifacts.min,
        members,
    }
}

/// The name of a stage made for an action.
fn stage_name(category: Category) -> &'static str {
    match category {
        Category::Source => "Source",
        Category::Build | Category::Compute => "Build",
        Category::Test => "Test",
        Category::Deploy => "Deploy",
        Category::Approval => "Approval",
        Category::Invoke => "Invoke",
    }
}
