//! The drawer below the canvas: problems with their fixes, changes, and the log of notices.

mod line;

use eframe::egui::{Align, Frame, Label, Layout, Margin, RichText, ScrollArea, Sense, Ui, accesskit, vec2};
use pipewright_core::check::{Severity, has_safe_fix};

use super::changes::Changes;
use super::menu;
use crate::commands::{Command, keymap};
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, EmptyState, IconButton, Tab, Tabs};
use crate::look::{Tint, Tokens, fonts, icons};
use crate::notices::Notices;
use crate::{tr, tr_n};

/// What the drawer shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawerTab {
    #[default]
    Problems,
    Changes,
    Log,
}

/// The state of the drawer.
#[derive(Debug, Default)]
pub struct Drawer {
    pub tab: DrawerTab,
    /// Position of the problem that keys act on.
    pub current: usize,
    /// Whether it has to be scrolled to.
    pub scrolls: bool,
    /// Whether keys have gone to a problem before.
    pub is_walking: bool,
    /// Whether what was accepted is listed as well.
    pub shows_suppressed: bool,
    pub changes: Changes,
}

const ROW: f32 = 29.0;
/// The height of the tabs, in whose middle the buttons stand.
const HEAD: f32 = 36.0;

pub fn show(ui: &mut Ui, editor: &Editor, notices: &Notices, state: &mut Drawer, queue: &mut Queue) {
    let findings = &editor.derived().findings;
    state.current = state.current.min(findings.len().saturating_sub(1));
    if editor.derived().suppressed.is_empty() {
        state.shows_suppressed = false;
    }
    Frame::new().inner_margin(Margin { left: 12, right: 8, top: 4, bottom: 0 }).show(ui, |ui| {
        let head = vec2(ui.available_width(), HEAD);
        ui.allocate_ui_with_layout(head, Layout::right_to_left(Align::Center), |ui| {
            let close = IconButton::new(icons::CHEVRON_DOWN, tr!("Close drawer")).small();
            if close.show(ui).clicked() {
                queue.run(Command::ToggleDrawer);
            }
            match state.tab {
                DrawerTab::Problems => tools(ui, editor, state, queue),
                DrawerTab::Changes => state.changes.tools(ui),
                DrawerTab::Log => {}
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let tabs = [
                    Tab::new(DrawerTab::Problems, tr!("Problems")).count(findings.len()),
                    Tab::new(DrawerTab::Changes, tr!("Changes")).count(editor.history().done().len()),
                    Tab::new(DrawerTab::Log, tr!("Log")),
                ];
                let tabs = Tabs::new(tr!("Drawer")).show(ui, &mut state.tab, &tabs);
                tabs.context_menu(|ui| {
                    let groups: &[&[Command]] = &[
                        &[Command::FixAll, Command::NextProblem, Command::PreviousProblem],
                        &[Command::ToggleDrawer],
                    ];
                    menu::commands(ui, editor, queue, groups);
                });
            });
        });
    });
    match state.tab {
        DrawerTab::Problems => problems(ui, editor, state, queue),
        DrawerTab::Changes => state.changes.show(ui, editor, queue),
        DrawerTab::Log => log(ui, notices, queue),
    }
}

fn problems(ui: &mut Ui, editor: &Editor, state: &mut Drawer, queue: &mut Queue) {
    let derived = editor.derived();
    let findings = derived.findings.as_slice();
    let suppressed = if state.shows_suppressed { derived.suppressed.as_slice() } else { &[] };
    if findings.is_empty() && suppressed.is_empty() {
        EmptyState::new(
            icons::CHECK,
            tr!("No problems"),
            tr!("AWS would accept this pipeline as far as it can be told from here"),
        )
        .show(ui);
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut scroll = ScrollArea::vertical().id_salt("problems").auto_shrink(false);
    if std::mem::take(&mut state.scrolls) {
        scroll = scroll.vertical_scroll_offset((state.current as f32 * ROW - ROW).max(0.0));
    }
    scroll.show_rows(ui, ROW, findings.len() + suppressed.len(), |ui, rows| {
        for index in rows {
            match (findings.get(index), suppressed.get(index.saturating_sub(findings.len()))) {
                (Some(finding), _) => line::problem(ui, editor, finding, index, state, queue),
                (None, Some(suppressed)) => line::suppressed(ui, editor, suppressed, index, queue),
                (None, None) => {}
            }
        }
    });
}

/// What can be done with all problems, from right to left.
fn tools(ui: &mut Ui, editor: &Editor, state: &mut Drawer, queue: &mut Queue) {
    let derived = editor.derived();
    if !derived.suppressed.is_empty() {
        let name = if state.shows_suppressed { tr!("Hide suppressed") } else { tr!("Show suppressed") };
        if IconButton::new(icons::EYE, name).small().on(state.shows_suppressed).show(ui).clicked() {
            state.shows_suppressed = !state.shows_suppressed;
        }
        let tokens = Tokens::of(ui);
        let count = tr_n!(derived.suppressed.len(), "{n} suppressed", "{n} suppressed");
        ui.label(RichText::new(count).font(fonts::regular(12.0)).color(tokens.weak));
    }
    if has_safe_fix(&derived.findings) {
        let tooltip = keymap::tooltip(ui, Command::FixAll);
        if Button::link(Command::FixAll.label()).tooltip(&tooltip).show(ui).clicked() {
            queue.run(Command::FixAll);
        }
    }
}

/// Icon, color and word of a severity.
pub fn mark(severity: Severity, tokens: &Tokens) -> (&'static str, Tint, &'static str) {
    match severity {
        Severity::Error => (icons::ERROR, tokens.error, tr!("Error")),
        Severity::Warning => (icons::WARNING, tokens.warning, tr!("Warning")),
        Severity::Hint => (icons::INFO, tokens.running, tr!("Hint")),
    }
}

fn log(ui: &mut Ui, notices: &Notices, queue: &mut Queue) {
    if notices.log().is_empty() {
        EmptyState::new(icons::HISTORY, tr!("Nothing yet"), tr!("What the program did is listed here"))
            .show(ui);
        return;
    }
    ScrollArea::vertical().id_salt("log").auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 8 }).show(ui, |ui| {
            for notice in notices.log() {
                let tint = notice.tone.tint(Tokens::of(ui));
                ui.horizontal_top(|ui| {
                    let icon = ui.label(RichText::new(notice.tone.icon()).color(tint.solid));
                    // The words say it all.
                    ui.ctx().accesskit_node_builder(icon.id, accesskit::Node::set_hidden);
                    let line = ui.add(Label::new(&notice.text).sense(Sense::click()));
                    line.context_menu(|ui| {
                        if menu::extra(ui, icons::COPY, tr!("Copy")) {
                            queue.push(Intent::Copy(notice.text.clone()));
                        }
                    });
                });
            }
        });
    });
}
