//! The tree of stages and actions. It follows the selection and leads to it, and tells what is wrong where.

use std::collections::HashSet;

use eframe::egui::{Align, Frame, Key, Margin, Rect, Response, Role, ScrollArea, Ui, UiBuilder, pos2, vec2};
use pipewright_core::check::Severity;
use pipewright_core::pipeline::StageId;

use super::menu;
use crate::canvas::hits;
use crate::commands::Command;
use crate::editor::{Editor, Item, Selection};
use crate::intent::{Intent, Queue};
use crate::look::tokens::size;
use crate::look::widgets::{EmptyState, Row, SearchField};
use crate::look::{Tokens, icons};
use crate::{tr, tr_n, words};

/// Which stages are folded, what is looked for, and what was selected when the tree was last drawn.
#[derive(Debug, Default)]
pub struct State {
    folded: HashSet<StageId>,
    filter: String,
    shown: Option<Item>,
    lines: Lines,
}

/// The lines of the tree, made when something they depend on has changed.
#[derive(Debug, Default)]
struct Lines {
    /// Revision, filter, and how often something was folded or opened.
    key: Option<(u64, String, usize)>,
    folds: usize,
    all: Vec<Line>,
}

/// Positions in the pipeline: of a stage, or of an action in it.
#[derive(Clone, Copy, Debug)]
struct Line {
    stage: usize,
    action: Option<usize>,
}

const OF_ACTION: &[&[Command]] = &[
    &[Command::Rename, Command::Duplicate, Command::Delete],
    &[Command::Copy, Command::Cut, Command::Paste, Command::SaveSnippet],
    &[Command::AddAction, Command::ConnectTo, Command::AddNote],
    &[Command::MoveLeft, Command::MoveRight, Command::MoveUp, Command::MoveDown],
];
const OF_STAGE: &[&[Command]] = &[
    &[Command::Rename, Command::Duplicate, Command::Delete],
    &[Command::Copy, Command::Cut, Command::Paste, Command::SaveSnippet],
    &[Command::AddAction, Command::AddStage, Command::AddNote],
    &[Command::EditTransition, Command::ToggleStage],
    &[Command::MoveLeft, Command::MoveRight],
];

/// Up to so many lines are there as a whole, for screen readers too; of more only those in view.
const WHOLE: usize = 200;

pub fn show(ui: &mut Ui, editor: &Editor, state: &mut State, queue: &mut Queue) {
    let pipeline = editor.document().pipeline();
    if pipeline.stages.is_empty() {
        let words = tr!("Stages and actions are listed here");
        EmptyState::new(icons::FILE, tr!("No stages yet"), words).show(ui);
        return;
    }
    Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 0 }).show(ui, |ui| {
        SearchField::new(&mut state.filter, tr!("Filter the outline")).show(ui);
    });
    let primary = editor.selection().primary();
    let has_moved = primary != state.shown;
    state.shown = primary;
    if let (true, Some(Item::Action(id))) = (has_moved, primary)
        && let Some((stage, _)) = pipeline.action(id)
        && state.folded.remove(&stage.id)
    {
        state.lines.folds += 1;
    }
    state.follow(editor);
    if state.lines.all.is_empty() {
        let words = tr!("No name, provider, artifact or value has this in it");
        EmptyState::new(icons::SEARCH, tr!("Nothing found"), words).show(ui);
        return;
    }
    let scroll = ScrollArea::vertical().id_salt("outline").auto_shrink(false);
    scroll.show_viewport(ui, |ui, viewport| {
        let count = state.lines.all.len();
        let padding = 8.0;
        ui.set_height(count as f32 * size::ROW + 2.0 * padding);
        let origin = ui.min_rect().min + vec2(padding, padding);
        let width = ui.available_width() - 2.0 * padding;
        let row = |index: usize| {
            Rect::from_min_size(pos2(origin.x, origin.y + index as f32 * size::ROW), vec2(width, size::ROW))
        };
        if has_moved && let Some(index) = state.position(editor, primary) {
            ui.scroll_to_rect(row(index), Some(Align::Center));
        }
        let seen = if count <= WHOLE {
            0..count
        } else {
            let first = ((viewport.min.y / size::ROW) as usize).saturating_sub(1);
            first.min(count)..((viewport.max.y / size::ROW) as usize + 1).min(count)
        };
        for index in seen {
            let line = state.lines.all[index];
            let mut child =
                ui.new_child(UiBuilder::new().id_salt(item_of(editor, line)).max_rect(row(index)));
            state.line(&mut child, line, editor, queue);
        }
    });
}

impl State {
    /// Makes the lines if they do not fit any more.
    fn follow(&mut self, editor: &Editor) {
        let filter = self.filter.trim();
        let key = Some((editor.derived().revision, filter.to_owned(), self.lines.folds));
        if self.lines.key == key {
            return;
        }
        let found: Option<HashSet<Item>> =
            (!filter.is_empty()).then(|| hits(editor, filter).into_iter().collect());
        self.lines.key = key;
        self.lines.all.clear();
        for (index, stage) in editor.document().pipeline().stages.iter().enumerate() {
            let fits = |item: Item| found.as_ref().is_none_or(|found| found.contains(&item));
            let mut actions: Vec<usize> = (0..stage.actions.len())
                .filter(|action| fits(Item::Action(stage.actions[*action].id)))
                .collect();
            actions.sort_by_key(|action| stage.actions[*action].run_order());
            if fits(Item::Stage(stage.id)) || !actions.is_empty() {
                self.lines.all.push(Line { stage: index, action: None });
            }
            // What is looked for is shown even in a folded stage.
            if found.is_some() || !self.folded.contains(&stage.id) {
                let lines = actions.into_iter().map(|action| Line { stage: index, action: Some(action) });
                self.lines.all.extend(lines);
            }
        }
    }

    fn position(&self, editor: &Editor, item: Option<Item>) -> Option<usize> {
        let item = match item? {
            Item::Wire { to, .. } => Item::Action(to),
            item => item,
        };
        self.lines.all.iter().position(|line| item_of(editor, *line) == item)
    }

    fn line(&mut self, ui: &mut Ui, line: Line, editor: &Editor, queue: &mut Queue) {
        let tokens = Tokens::of(ui);
        let stage = &editor.document().pipeline().stages[line.stage];
        let item = item_of(editor, line);
        let sign = |severity: Option<Severity>| match severity {
            Some(Severity::Error) => Some((icons::ERROR, tokens.error.solid)),
            Some(Severity::Warning) => Some((icons::WARNING, tokens.warning.solid)),
            Some(Severity::Hint) | None => None,
        };
        let is_selected = editor.selection().contains(item);
        if let Some(action) = line.action {
            let action = &stage.actions[action];
            let row = Row::new(named(action.name())).level(1).role(Role::TreeItem).selected(is_selected);
            let row = row.tile(words::hue_of(action), words::letters_of(action));
            let row = match sign(editor.derived().action_severity(action.id)) {
                Some((icon, color)) => row.colored_detail(icon, color),
                None => row.detail(words::provider_name(action)),
            };
            let response = row.show(ui);
            choose(ui, &response, item, editor, queue);
            response.context_menu(|ui| menu::commands(ui, editor, queue, OF_ACTION));
            return;
        }
        let is_folded = self.folded.contains(&stage.id);
        let name = format!("{}  {}", line.stage + 1, named(stage.name()));
        let chevron = if is_folded { icons::CHEVRON_RIGHT } else { icons::CHEVRON_DOWN };
        let count = tr_n!(stage.actions.len(), "{n} action", "{n} actions");
        let row = Row::new(&name).icon(chevron).role(Role::TreeItem).selected(is_selected);
        // While its actions are listed, each tells its own problems.
        let severity = if is_folded {
            editor.derived().worst_in_stage(stage)
        } else {
            editor.derived().stage_severity(stage.id)
        };
        let row = match sign(severity) {
            Some((icon, color)) => row.colored_detail(icon, color),
            None => row.detail(&count),
        };
        let response = row.show(ui);
        response.ctx.accesskit_node_builder(response.id, |node| node.set_expanded(!is_folded));
        let is_on_chevron = response
            .interact_pointer_pos()
            .is_some_and(|pointer| response.clicked() && pointer.x < response.rect.min.x + 26.0);
        let key = |key| response.has_focus() && ui.input(|input| input.key_pressed(key));
        let folds = !is_folded && key(Key::ArrowLeft) || is_folded && key(Key::ArrowRight);
        if response.double_clicked() || is_on_chevron || folds {
            if !self.folded.remove(&stage.id) {
                self.folded.insert(stage.id);
            }
            self.lines.folds += 1;
        }
        if !is_on_chevron {
            choose(ui, &response, item, editor, queue);
        }
        response.context_menu(|ui| menu::commands(ui, editor, queue, OF_STAGE));
    }
}

fn item_of(editor: &Editor, line: Line) -> Item {
    let stage = &editor.document().pipeline().stages[line.stage];
    match line.action {
        Some(action) => Item::Action(stage.actions[action].id),
        None => Item::Stage(stage.id),
    }
}

fn choose(ui: &Ui, response: &Response, item: Item, editor: &Editor, queue: &mut Queue) {
    if response.clicked() {
        let adds = ui.input(|input| input.modifiers.shift || input.modifiers.command);
        if adds {
            queue.push(Intent::Select(editor.selection().toggled(item)));
        } else {
            // First, so that going back finds what was selected before.
            queue.push(Intent::Show(item));
            queue.push(Intent::Select(Selection::one(item)));
        }
    }
    if response.secondary_clicked() && !editor.selection().contains(item) {
        queue.push(Intent::Select(Selection::one(item)));
    }
}

fn named(name: &str) -> &str {
    if name.is_empty() { tr!("(no name)") } else { name }
}
