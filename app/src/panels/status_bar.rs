//! The bar at the bottom: counts, summary, hint, saved state, zoom.

use eframe::egui::{Align, Label, Layout, Popup, Response, RichText, Role, Sense, Ui, WidgetInfo};

use super::menu;
use crate::commands::{Command, keymap};
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::widgets::Row;
use crate::look::{Tint, Tokens, fonts, icons};
use crate::{tr, tr_n};

pub const HEIGHT: f32 = 28.0;

const ZOOMS: &[&[Command]] =
    &[&[Command::ZoomIn, Command::ZoomOut, Command::ZoomActual], &[Command::ZoomAll, Command::ZoomSelection]];

pub fn show(ui: &mut Ui, editor: &Editor, hint: &str, zoom: f32, queue: &mut Queue) {
    let tokens = Tokens::of(ui);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        problems(ui, editor, queue);
        environment(ui, editor, queue);
        let small = |text: String| RichText::new(text).font(fonts::figures(11.5)).color(tokens.weak);
        ui.add(Label::new(small(summary(editor))).selectable(false));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let percent = small(format!("{:.0} %", zoom * 100.0));
            let response = ui.add(Label::new(percent).selectable(false).sense(Sense::click()));
            let name = tr!("Zoom: {percent} %", percent = (zoom * 100.0).round());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            let menu = Popup::menu(&response).accessible_name(tr!("Zoom"));
            menu.show(|ui| menu::commands(ui, editor, queue, ZOOMS));
            response.context_menu(|ui| menu::commands(ui, editor, queue, ZOOMS));

            let saved = if editor.is_dirty() {
                tr!("Not saved")
            } else if editor.path().is_some() {
                tr!("Saved")
            } else {
                tr!("New")
            };
            let saved = ui.add(Label::new(small(saved.to_owned())).selectable(false).sense(Sense::CLICK));
            saved.context_menu(|ui| {
                menu::commands(ui, editor, queue, &[&[Command::Save, Command::SaveAs]]);
            });
            ui.add(Label::new(small(hint.to_owned())).selectable(false).truncate());
        });
    });
}

/// How many of each severity; a click opens or closes their list.
fn problems(ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
    let tokens = Tokens::of(ui);
    let counts = editor.derived().counts;
    let mut parts = Vec::new();
    if counts.errors + counts.warnings + counts.hints == 0 {
        parts.push((icons::CHECK, tokens.success, tr!("No problems").to_owned()));
    }
    if counts.errors > 0 {
        parts.push((icons::ERROR, tokens.error, tr_n!(counts.errors, "{n} error", "{n} errors")));
    }
    if counts.warnings > 0 {
        parts.push((icons::WARNING, tokens.warning, tr_n!(counts.warnings, "{n} warning", "{n} warnings")));
    }
    if counts.hints > 0 {
        parts.push((icons::INFO, tokens.running, tr_n!(counts.hints, "{n} hint", "{n} hints")));
    }
    let tooltip = keymap::tooltip(ui, Command::ToggleDrawer);
    for (icon, tint, words) in parts {
        let response = count(ui, icon, tint, &words).on_hover_text(&tooltip);
        response.context_menu(|ui| {
            let walk = [Command::NextProblem, Command::PreviousProblem];
            menu::commands(ui, editor, queue, &[&[Command::ToggleDrawer], &walk, &[Command::FixAll]]);
        });
        if response.clicked() {
            queue.run(Command::ToggleDrawer);
        }
    }
}

/// The environment in use, where the design has any; a click offers the others.
fn environment(ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
    let all = &editor.derived().parameters.environments;
    if all.is_empty() {
        return;
    }
    let now = editor.environment();
    let words = now.unwrap_or(tr!("Default values"));
    let tokens = Tokens::of(ui);
    let mut job = eframe::egui::text::LayoutJob::default();
    let format = |font, color| eframe::egui::text::TextFormat {
        valign: Align::Center,
        ..eframe::egui::text::TextFormat::simple(font, color)
    };
    job.append(icons::COMPUTE, 0.0, format(fonts::regular(12.0), tokens.weak));
    let color = if now.is_some() { tokens.text } else { tokens.weak };
    job.append(words, 5.0, format(fonts::figures(11.5), color));
    job.append(icons::CHEVRON_UP, 4.0, format(fonts::regular(10.0), tokens.weak));
    let response = ui.add(Label::new(job).sense(Sense::click()).selectable(false));
    let name = tr!("Environment: {name}", name = words);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let response =
        response.on_hover_text(tr!("The values parameters take in checks, plans, publishes and exports"));
    let menu = Popup::menu(&response).accessible_name(tr!("Environment")).width(180.0);
    menu.show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(180.0);
        let choices = std::iter::once(None).chain(all.iter().map(|name| Some(name.as_str())));
        for choice in choices {
            let mark = if choice == now { icons::CHECK } else { " " };
            let row = Row::new(choice.unwrap_or(tr!("Default values"))).role(Role::MenuItem).icon(mark);
            if row.show(ui).clicked() {
                queue.push(Intent::UseEnvironment(choice.map(str::to_owned)));
                ui.close();
            }
        }
    });
}

fn count(ui: &mut Ui, icon: &str, tint: Tint, words: &str) -> Response {
    let mut job = eframe::egui::text::LayoutJob::default();
    let tokens = Tokens::of(ui);
    let format = |font, color| eframe::egui::text::TextFormat {
        valign: Align::Center,
        ..eframe::egui::text::TextFormat::simple(font, color)
    };
    job.append(icon, 0.0, format(fonts::regular(12.0), tint.solid));
    job.append(words, 5.0, format(fonts::figures(11.5), tokens.weak));
    let response = ui.add(Label::new(job).sense(Sense::click()).selectable(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    response
}

/// "4 stages · 9 actions · V2 · Queued".
fn summary(editor: &Editor) -> String {
    let pipeline = editor.document().pipeline();
    let mode = match pipeline.execution_mode() {
        "SUPERSEDED" => tr!("Superseded"),
        "QUEUED" => tr!("Queued"),
        "PARALLEL" => tr!("Parallel"),
        other => other,
    };
    format!(
        "{} · {} · {} · {mode}",
        tr_n!(pipeline.stages.len(), "{n} stage", "{n} stages"),
        tr_n!(pipeline.actions().count(), "{n} action", "{n} actions"),
        pipeline.pipeline_type().unwrap_or(tr!("no type")),
    )
}
