//! What was done, and what differs from the file and from the account.
//!
//! The history is the editor's. Differences are found once per revision, and only while they are shown.

use std::borrow::Cow;
use std::sync::Arc;

use eframe::egui::{
    Align, Color32, Frame, Layout, Panel, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};
use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::revert::revert;
use pipewright_core::parameter::resolve;
use pipewright_core::pipeline::Path;
use pipewright_core::plan::{Change, ChangeKind, Plan};

use super::menu;
use crate::canvas::label;
use crate::commands::Command;
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::tokens::stroke;
use crate::look::widgets::{Button, EmptyState, Segmented};
use crate::look::{Tokens, fonts, icons};
use crate::tr;
use crate::words::changes::{Sign, sentence, sign};
use crate::words::labels;

const ROW: f32 = 29.0;
/// Room at the end of a row for its button.
const END_ROOM: f32 = 96.0;

/// What the document is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Against {
    #[default]
    Saved,
    Published,
}

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Changes {
    against: Against,
    /// The text last compared with, read.
    earlier: Option<(Arc<str>, Option<Box<Document>>)>,
    found: Option<Found>,
}

/// What differs.
#[derive(Debug)]
struct Found {
    revision: u64,
    against: Against,
    environment: Option<String>,
    plan: Plan,
    /// A sentence for each change of the plan, and the way back.
    lines: Vec<(String, Option<pipewright_core::edit::Change>)>,
    /// What the plan does not look at.
    beside: Vec<String>,
}

impl Changes {
    /// Forgets the document, as another one is opened.
    pub fn forget(&mut self) {
        *self = Self { against: self.against, ..Self::default() };
    }

    /// The choice of what to compare with, in the head of the drawer.
    pub fn tools(&mut self, ui: &mut Ui) {
        let choices = [(Against::Saved, tr!("Since saved")), (Against::Published, tr!("Since published"))];
        Segmented::new(tr!("Compare")).show(ui, &mut self.against, &choices);
    }

    pub fn show(&mut self, ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let history =
            Panel::left("history").default_size(300.0).size_range(180.0..=520.0).frame(Frame::new());
        history.show(ui, |ui| history_list(ui, editor, queue));
        self.differences(ui, editor, queue);
    }

    fn differences(&mut self, ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
        let text = match self.against {
            Against::Saved => editor.saved_text(),
            Against::Published => editor.published_text(),
        };
        let Some(text) = text.cloned() else {
            let (title, words) = match self.against {
                Against::Saved => {
                    (tr!("Not saved yet"), tr!("Once it is, what differs from the file is listed here"))
                }
                Against::Published => (
                    tr!("Nothing published to compare with"),
                    tr!("Open the pipeline from AWS or publish it, and what differs is listed here"),
                ),
            };
            EmptyState::new(icons::HISTORY, title, words).show(ui);
            return;
        };
        self.follow(editor, &text);
        let Some(found) = &self.found else {
            EmptyState::new(icons::WARNING, tr!("Cannot be compared"), tr!("That text is no pipeline"))
                .show(ui);
            return;
        };
        if found.plan.is_empty() && found.beside.is_empty() {
            let words = match self.against {
                Against::Saved => tr!("The pipeline means what the file says"),
                Against::Published => tr!("The pipeline means what was published"),
            };
            EmptyState::new(icons::CHECK, tr!("No differences"), words).show(ui);
            return;
        }
        let count = found.plan.changes.len();
        let scroll = ScrollArea::vertical().id_salt("differences").auto_shrink(false);
        scroll.show_rows(ui, ROW, count + found.beside.len(), |ui, rows| {
            for index in rows {
                if let (Some(change), Some((words, back))) =
                    (found.plan.changes.get(index), found.lines.get(index))
                {
                    difference(ui, editor, (index, change, words, back.as_ref()), queue);
                } else if let Some(words) = found.beside.get(index - count) {
                    line(ui, Sign::Changed, words, false);
                }
            }
        });
    }

    fn follow(&mut self, editor: &Editor, text: &Arc<str>) {
        let is_read = self.earlier.as_ref().is_some_and(|(read, _)| Arc::ptr_eq(read, text));
        if !is_read {
            self.earlier = Some((text.clone(), Document::read_text(text).ok().map(Box::new)));
            self.found = None;
        }
        let (document, against) = (editor.document(), self.against);
        let environment = editor.environment();
        let is_found = self.found.as_ref().is_some_and(|f| {
            (f.revision, f.against, f.environment.as_deref()) == (document.revision(), against, environment)
        });
        let earlier = self.earlier.as_ref().and_then(|(_, earlier)| earlier.as_deref());
        let (Some(earlier), false) = (earlier, is_found) else { return };
        // What is published has values in place of parameters.
        let compared = match against {
            Against::Saved => Cow::Borrowed(document),
            Against::Published => resolve(document, environment),
        };
        let plan = Plan::between(Some(earlier.pipeline()), compared.pipeline());
        let lines = plan
            .changes
            .iter()
            .map(|change| (sentence(&plan, change), revert(document, earlier.pipeline(), change)))
            .map(|(words, back)| (words, back.filter(|back| !back.edits.is_empty())))
            .collect();
        let mut beside = Vec::new();
        if against == Against::Saved {
            beside.extend(changed_beside(earlier, document));
        }
        if against == Against::Saved && plan.is_empty() && beside.is_empty() && editor.is_changed() {
            beside.push(
                tr!("Only the text of the file differs, such as blanks, the order of members or what AWS fills in")
                    .to_owned(),
            );
        }
        let environment = environment.map(str::to_owned);
        let revision = document.revision();
        self.found = Some(Found { revision, against, environment, plan, lines, beside });
    }
}

/// What differs beside the pipeline, in one sentence.
fn changed_beside(earlier: &Document, now: &Document) -> Option<String> {
    let (old, new) = (earlier.extras(), now.extras());
    let has_changed = |key: &str| old.and_then(|it| it.get(key)) != new.and_then(|it| it.get(key));
    let keys = old.into_iter().chain(new).flat_map(|members| members.keys());
    let mut what: Vec<&str> = Vec::new();
    for key in keys.filter(|key| has_changed(key)) {
        let words = match key.as_str() {
            "notes" => tr!("notes"),
            "suppressions" => tr!("suppressions"),
            "parameters" => tr!("parameters"),
            "environments" => tr!("environments"),
            "resources" => tr!("what is told of things around it"),
            "target" | "targets" => tr!("where it was published"),
            other => other,
        };
        if !what.contains(&words) {
            what.push(words);
        }
    }
    (!what.is_empty()).then(|| tr!("Changed beside the pipeline: {what}", what = what.join(", ")))
}

fn difference(
    ui: &mut Ui,
    editor: &Editor,
    (index, change, words, back): (usize, &Change, &str, Option<&pipewright_core::edit::Change>),
    queue: &mut Queue,
) {
    let response = line(ui, sign(change), words, true);
    let row = response.rect;
    if let Some(back) = back {
        let area = Rect::from_min_max(pos2(row.max.x - END_ROOM, row.min.y), row.max - vec2(12.0, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(area).id_salt(("back", index)), |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let tooltip = &labels::to_do(&back.label);
                if Button::link(tr!("Revert")).tooltip(tooltip).show(ui).clicked() {
                    queue.push(Intent::Change(back.clone()));
                }
            });
        });
    }
    response.context_menu(|ui| {
        if let Some(place) = place_of(editor, change)
            && menu::extra(ui, icons::EYE, tr!("Show"))
        {
            queue.push(Intent::Reveal(place));
        }
        let reason = back.is_none().then(|| tr!("this cannot be taken back by itself"));
        if menu::possible(ui, icons::UNDO, tr!("Revert"), reason)
            && let Some(back) = back
        {
            queue.push(Intent::Change(back.clone()));
        }
        if menu::extra(ui, icons::COPY, tr!("Copy")) {
            queue.push(Intent::Copy(words.to_owned()));
        }
    });
    if response.on_hover_text(words).clicked()
        && let Some(place) = place_of(editor, change)
    {
        queue.push(Intent::Reveal(place));
    }
}

/// Where a change is to be looked at; what is gone, at the stage it was in.
fn place_of(editor: &Editor, change: &Change) -> Option<Place> {
    let stage = change.stage.as_ref().and_then(|stage| stage.id);
    let action = change.action.as_ref().and_then(|action| action.id);
    let owner = match (stage, action) {
        (_, Some(id)) => Owner::Action(id),
        (Some(id), None) => Owner::Stage(id),
        (None, None) if change.stage.is_some() => return None,
        (None, None) => Owner::Pipeline,
    };
    if owner != Owner::Pipeline && editor.owner_of(&Place::of(owner)).is_none() {
        return None;
    }
    let path = match &change.kind {
        ChangeKind::Field(field) => field.path.clone(),
        ChangeKind::RunOrder { .. } => Path::key("runOrder"),
        ChangeKind::PipelineRenamed { .. }
        | ChangeKind::StageRenamed { .. }
        | ChangeKind::ActionRenamed { .. } => Path::key("name"),
        ChangeKind::PipelineAdded
        | ChangeKind::PipelineRemoved
        | ChangeKind::StageAdded { .. }
        | ChangeKind::StageRemoved { .. }
        | ChangeKind::StageMoved { .. }
        | ChangeKind::ActionAdded(_)
        | ChangeKind::ActionRemoved(_)
        | ChangeKind::ActionMoved { .. }
        | ChangeKind::Artifacts { .. } => Path::default(),
    };
    Some(Place::at(owner, path))
}

fn line(ui: &mut Ui, sign: Sign, words: &str, has_place: bool) -> Response {
    let tokens = Tokens::of(ui);
    let sense = if has_place { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, words));
    if has_place && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
    let (icon, color) = match sign {
        Sign::Added => (icons::PLUS, tokens.success.solid),
        Sign::Removed => (icons::MINUS, tokens.error.solid),
        Sign::Changed => (icons::RENAME, tokens.warning.solid),
    };
    let middle = rect.center().y;
    icons::paint(ui.painter(), pos2(rect.min.x + 22.0, middle), icon, 14.0, color);
    let room = rect.width() - 40.0 - END_ROOM;
    label(ui.painter(), pos2(rect.min.x + 40.0, middle), words, fonts::body(), tokens.text, room);
    response
}

/// All that was done, oldest first; a click goes there.
fn history_list(ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
    let history = editor.history();
    let (done, undone) = (history.done(), history.undone());
    let count = 1 + done.len() + undone.len();
    let edge = ui.max_rect();
    ui.painter().vline(edge.right(), edge.y_range(), Stroke::new(stroke::LINE, Tokens::of(ui).line));
    let scroll = ScrollArea::vertical().id_salt("history").auto_shrink(false).stick_to_bottom(true);
    scroll.show_rows(ui, ROW, count, |ui, rows| {
        for index in rows {
            let words = match index.checked_sub(1) {
                None => tr!("Opened"),
                Some(at) if at < done.len() => &labels::to_do(&done[at].label),
                // The next to be done again stands last.
                Some(at) => &labels::to_do(&undone[undone.len() - 1 - (at - done.len())].label),
            };
            let is_current = index == done.len();
            let response = entry(ui, (index, words), is_current, index > done.len());
            response.context_menu(|ui| {
                let reason = is_current.then(|| tr!("this is the present state"));
                if menu::possible(ui, icons::HISTORY, tr!("Go to this state"), reason) {
                    queue.push(Intent::GoTo(index));
                }
                ui.separator();
                menu::commands(ui, editor, queue, &[&[Command::Undo, Command::Redo]]);
            });
            if response.clicked() && !is_current {
                queue.push(Intent::GoTo(index));
            }
        }
    });
}

fn entry(ui: &mut Ui, (index, words): (usize, &str), is_current: bool, is_undone: bool) -> Response {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| {
        let words = match (is_current, is_undone) {
            (true, _) => tr!("Entry {n}: {words}, now", n = index, words = words),
            (false, true) => tr!("Entry {n}: {words}, undone", n = index, words = words),
            (false, false) => tr!("Entry {n}: {words}", n = index, words = words),
        };
        WidgetInfo::selected(Role::ListItem, true, is_current, words)
    });
    let hover = (response.hovered() || response.has_focus()).then_some(tokens.hover);
    if let Some(fill) = if is_current { Some(tokens.selection_fill) } else { hover } {
        ui.painter().rect_filled(rect, 0.0, fill);
    }
    let color: Color32 = if is_undone { tokens.weak } else { tokens.text };
    let dot = pos2(rect.min.x + 22.0, rect.center().y);
    if is_undone {
        ui.painter().circle_stroke(dot, 3.0, Stroke::new(stroke::LINE, tokens.faint));
    } else {
        let fill = if is_current { tokens.accent } else { tokens.weak };
        ui.painter().circle_filled(dot, 3.0, fill);
    }
    let font = if is_current { fonts::medium(13.0) } else { fonts::body() };
    let at = pos2(rect.min.x + 40.0, rect.center().y);
    let drawn = label(ui.painter(), at, words, font, color, rect.width() - 52.0);
    if is_undone {
        ui.painter().hline(drawn.x_range(), rect.center().y + 1.0, Stroke::new(stroke::LINE, tokens.faint));
    }
    response.on_hover_text(words)
}
