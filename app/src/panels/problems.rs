//! The drawer below the canvas: problems with their fixes, and the log of notices.

use eframe::egui::{Align, Frame, Layout, Margin, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use pipewright_core::check::{Finding, Severity};
use pipewright_core::edit::Change;

use crate::commands::Command;
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, EmptyState, IconButton, Tab, Tabs};
use crate::look::{Tint, Tokens, fonts, icons};
use crate::notices::Notices;

/// What the drawer shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawerTab {
    #[default]
    Problems,
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
}

const ROW: f32 = 29.0;

pub fn show(ui: &mut Ui, editor: &Editor, notices: &Notices, state: &mut Drawer, queue: &mut Queue) {
    let findings = &editor.derived().findings;
    state.current = state.current.min(findings.len().saturating_sub(1));
    Frame::new().inner_margin(Margin { left: 12, right: 8, top: 4, bottom: 0 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = IconButton::new(icons::CHEVRON_DOWN, "Close drawer").small();
                if close.show(ui).clicked() {
                    queue.run(Command::ToggleDrawer);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let tabs = [
                        Tab::new(DrawerTab::Problems, "Problems").count(findings.len()),
                        Tab::new(DrawerTab::Log, "Log"),
                    ];
                    Tabs::new("Drawer").show(ui, &mut state.tab, &tabs);
                });
            });
        });
    });
    match state.tab {
        DrawerTab::Problems => problems(ui, editor, findings, state, queue),
        DrawerTab::Log => log(ui, notices),
    }
}

fn problems(ui: &mut Ui, editor: &Editor, findings: &[Finding], state: &mut Drawer, queue: &mut Queue) {
    if findings.is_empty() {
        EmptyState::new(
            icons::CHECK,
            "No problems",
            "AWS would accept this pipeline as far as it can be told from here",
        )
        .show(ui);
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut scroll = ScrollArea::vertical().id_salt("problems").auto_shrink(false);
    if std::mem::take(&mut state.scrolls) {
        scroll = scroll.vertical_scroll_offset((state.current as f32 * ROW - ROW).max(0.0));
    }
    scroll.show_rows(ui, ROW, findings.len(), |ui, rows| {
        for index in rows {
            problem(ui, editor, &findings[index], index, state, queue);
        }
    });
}

fn problem(
    ui: &mut Ui,
    editor: &Editor,
    finding: &Finding,
    index: usize,
    state: &mut Drawer,
    queue: &mut Queue,
) {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let (icon, tint, severity) = mark(finding.severity, tokens);
    let place = editor.document().place_label(&finding.place);
    let is_current = state.is_walking && state.current == index;
    response.widget_info(|| {
        let words = format!("{severity} {}: {}, {place}", finding.code, finding.message);
        WidgetInfo::selected(Role::ListItem, true, is_current, words)
    });
    let fill =
        if is_current { Some(tokens.selection_fill) } else { response.hovered().then_some(tokens.hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, 0.0, fill);
    }
    let middle = rect.center().y;
    let text = |at: f32, text: &str, font, color, width: f32| {
        crate::canvas::label(ui.painter(), pos2(at, middle), text, font, color, width)
    };
    icons::paint(ui.painter(), pos2(rect.min.x + 20.0, middle), icon, 14.0, tint.solid);
    text(rect.min.x + 40.0, finding.code, fonts::code(), tokens.weak, 60.0);
    let fix_room = if finding.fixes.is_empty() { 12.0 } else { 210.0 };
    let place_width = (rect.width() * 0.28).min(280.0);
    let place_at = rect.max.x - fix_room - place_width;
    text(rect.min.x + 108.0, &finding.message, fonts::body(), tokens.text, place_at - rect.min.x - 124.0);
    text(place_at, &place, fonts::regular(12.0), tokens.weak, place_width - 8.0);
    if let Some(fix) = finding.fixes.first() {
        let area = eframe::egui::Rect::from_min_max(
            pos2(rect.max.x - fix_room, rect.min.y),
            rect.max - vec2(12.0, 0.0),
        );
        ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(area).id_salt(("fix", index)), |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let link = Button::link(&fix.label).tooltip("Apply this fix");
                if link.show(ui).clicked() {
                    state.current = index;
                    queue.push(Intent::Change(Change::new(fix.label.clone(), fix.edits.clone())));
                }
            });
        });
    }
    let response = match &finding.help {
        Some(help) => response.on_hover_text(format!("{}\n{help}", finding.message)),
        None => response,
    };
    if response.clicked() {
        state.is_walking = true;
        state.current = index;
        queue.push(Intent::Reveal(finding.place.clone()));
    }
}

/// Icon, color and word of a severity.
pub fn mark(severity: Severity, tokens: &Tokens) -> (&'static str, Tint, &'static str) {
    match severity {
        Severity::Error => (icons::ERROR, tokens.error, "Error"),
        Severity::Warning => (icons::WARNING, tokens.warning, "Warning"),
        Severity::Hint => (icons::INFO, tokens.running, "Hint"),
    }
}

fn log(ui: &mut Ui, notices: &Notices) {
    if notices.log().is_empty() {
        EmptyState::new(icons::HISTORY, "Nothing yet", "What the program did is listed here").show(ui);
        return;
    }
    ScrollArea::vertical().id_salt("log").auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 8 }).show(ui, |ui| {
            for notice in notices.log() {
                let tint = notice.tone.tint(Tokens::of(ui));
                ui.horizontal_top(|ui| {
                    ui.label(eframe::egui::RichText::new(notice.tone.icon()).color(tint.solid));
                    ui.label(&notice.text);
                });
            }
        });
    });
}
