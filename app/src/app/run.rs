//! Running what was asked for, one intent after the other, between frames.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{Context, ViewportCommand};
use pipewright_core::document::Document;
use pipewright_core::edit::notes::Tie;
use pipewright_core::edit::{Change, EditError};
use pipewright_core::layout::Orientation;
use pipewright_core::pipeline::ActionId;

use super::App;
use super::sides::Side;
use crate::canvas::Aim;
use crate::commands::Command;
use crate::dialogs::{
    CommandPalette, Compare, ConnectionDialog, Dialog, Export, Question, QuickAdd, RuleDialog,
    SettingsDialog, ShortcutSheet, Start, TakerDialog, TransitionDialog,
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
                self.guarded(Intent::OpenPipeline(name.clone()), |app| app.pull(name));
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
            Intent::GiveUpPublish => self.give_up_publish(),
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
            let label = command.label().trim_end_matches('…');
            self.notices.tell(Tone::Info, format!("{label}: {reason}"));
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
                // What was asked of one account is no answer of another.
                self.aws.cancel();
                self.aws.ask_profiles();
                self.dialog = Some(Dialog::Connection(ConnectionDialog::new(self.aws.connection())));
            }
            Command::Close => {
                if self.aws.writing().is_some() {
                    self.dialog = Some(Dialog::Question(Question::Writing));
                } else if self.editor.is_dirty() && !self.may_close {
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
            Command::Rename => match self.editor.selection().single() {
                // What a wire carries is named in the inspector.
                Some(wire @ Item::Wire { .. }) => self.inspect(wire),
                Some(item) => self.canvas.rename(item, &self.editor),
                None => {}
            },
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
            Command::ToggleLeft => self.toggle_side(Side::Left),
            Command::ToggleRight => self.toggle_side(Side::Right),
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

    pub(super) fn failed(&mut self, change: &Change, error: &EditError) {
        let change = labels::to_do(&change.label);
        let text = tr!("{change} did not work: {reason}", change = change, reason = error);
        self.notices.tell(Tone::Error, text);
    }
}
