//! What publishing would change, in which account, and the button that does it.

use eframe::egui::{
    Align, Color32, Context, Frame, Id, Label, Layout, Margin, RichText, ScrollArea, Spinner, Ui, vec2,
};
use pipewright_core::check;
use pipewright_core::plan::{Line, LineKind};

use super::Facts;
use crate::app::{Planned, Publishing};
use crate::cloud::{Fault, Published};
use crate::commands::Command;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Dialog, DialogUi, Tone};
use crate::look::{Tokens, fonts};
use crate::words::grouped;
use crate::{tr, tr_n};

/// The dialog has no state of its own: it shows how far publishing has come.
#[derive(Debug, Default)]
pub struct PlanDialog;

impl PlanDialog {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let name = facts.editor.document().pipeline().name();
        let title = tr!("Publish {name}", name = if name.is_empty() { tr!("pipeline") } else { name });
        let subtitle = subtitle(facts);
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("plan"), &title).subtitle(&subtitle).width(880.0);
        let response = dialog.show(ctx, |dialog| match &facts.aws.publishing {
            Publishing::Idle => is_done = true,
            Publishing::Preparing(_) => {
                waiting(dialog, tr!("Reading the account …"));
                dialog.footer("", |ui| is_done = Button::ghost(tr!("Cancel")).show(ui).clicked());
            }
            Publishing::Planned(planned) => is_done = plan(dialog, planned, facts, queue),
            Publishing::Writing(_, planned) => {
                changes(dialog, planned);
                waiting(dialog, tr!("Publishing …"));
                dialog.footer(tr!("A write that was sent may still be carried out"), |ui| {
                    is_done = Button::ghost(tr!("Cancel")).show(ui).clicked();
                });
            }
            Publishing::Failed(fault, _) => is_done = failed(dialog, fault, facts, queue),
            Publishing::Done(published) => is_done = done(dialog, published),
        });
        !(is_done || response.should_close)
    }
}

fn subtitle(facts: &Facts<'_>) -> String {
    let profile = facts.aws.connection().profile.as_deref().unwrap_or("default");
    match &facts.aws.publishing {
        Publishing::Planned(planned) | Publishing::Writing(_, planned) => {
            let identity = &planned.prepared.identity;
            let what = match planned.live_version() {
                Some(version) => {
                    tr!("update version {version} → {next}", version = version, next = version + 1)
                }
                None if planned.prepared.live.is_some() => tr!("update").to_owned(),
                None => tr!("create a new pipeline").to_owned(),
            };
            format!("{profile} · {} · {} — {what}", grouped(&identity.account), identity.region)
        }
        Publishing::Done(published) => {
            let version = published.live.version;
            let version = version.map(|version| tr!("version {version}", version = version));
            format!("{profile} — {}", version.unwrap_or_default())
        }
        Publishing::Idle | Publishing::Preparing(_) | Publishing::Failed(..) => {
            let region = facts.aws.connection().region.as_deref().unwrap_or(tr!("Region of the profile"));
            format!("{profile} · {region}")
        }
    }
}

fn waiting(dialog: &mut DialogUi<'_>, words: &str) {
    dialog.body(|ui| {
        ui.horizontal(|ui| {
            ui.add(Spinner::new().size(16.0));
            ui.label(words);
        });
    });
}

fn plan(dialog: &mut DialogUi<'_>, planned: &Planned, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    let mut is_done = false;
    let counts = planned.counts;
    dialog.body(|ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        if let Some(notice) = &planned.notice {
            check_line(ui, Tone::Warning, notice, "");
        }
        let (tone, words) = if counts.errors > 0 {
            (Tone::Error, tr!("The definition has errors"))
        } else {
            (Tone::Success, tr!("The definition is valid"))
        };
        let suppressed = match counts.suppressed {
            0 => String::new(),
            count => tr_n!(count, ", {n} suppressed", ", {n} suppressed"),
        };
        let words = format!(
            "{words} · {}, {}{suppressed}",
            tr_n!(counts.errors, "{n} error", "{n} errors"),
            tr_n!(counts.warnings, "{n} warning", "{n} warnings")
        );
        check_line(ui, tone, &words, &tr_n!(check::rules().len(), "{n} rule", "{n} rules"));
        match planned.live_version() {
            Some(version) => {
                let words = tr!("Compared with version {version}, which is live", version = version);
                check_line(ui, Tone::Success, &words, tr!("read now, and again before writing"));
            }
            None => {
                check_line(ui, Tone::Success, tr!("There is no pipeline of this name yet"), tr!("read now"));
            }
        }
        for consequence in &planned.plan.consequences {
            let tone = if consequence.is_warning() { Tone::Warning } else { Tone::Info };
            check_line(ui, tone, &consequence.text(), "");
        }
        super::preflight::section(ui, &planned.prepared.identity, facts, queue);
    });
    changes(dialog, planned);
    let button = match planned.live_version() {
        Some(version) => tr!("Publish version {version}", version = version + 1),
        None => tr!("Create pipeline").to_owned(),
    };
    let reason = if counts.errors > 0 {
        Some(tr!("solve the errors first"))
    } else if planned.plan.is_empty() {
        Some(tr!("there is nothing to publish"))
    } else {
        None
    };
    dialog.footer(&planned.plan.summary(), |ui| {
        if Button::filled(&button).disabled_because(reason).show(ui).clicked() {
            queue.push(Intent::PublishPlan);
        }
        is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked();
        if Button::ghost(tr!("Copy plan")).show(ui).clicked() {
            queue.push(Intent::Copy(planned.plan.to_text()));
        }
    });
    is_done
}

pub(super) fn check_line(ui: &mut Ui, tone: Tone, words: &str, detail: &str) {
    let tokens = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.add_sized(
            vec2(18.0, 18.0),
            Label::new(RichText::new(tone.icon()).color(tone.tint(tokens).solid)).selectable(false),
        );
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            ui.label(RichText::new(detail).font(fonts::regular(12.0)).color(tokens.weak));
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| ui.add(Label::new(words).wrap()));
        });
    });
}

/// The changes as lines, added green and removed red.
fn changes(dialog: &mut DialogUi<'_>, planned: &Planned) {
    let lines = planned.plan.lines();
    if lines.is_empty() {
        return;
    }
    dialog.bare(|ui| {
        let fill = Tokens::of(ui).window;
        Frame::new().fill(fill).inner_margin(Margin::symmetric(22, 10)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            let scroll = ScrollArea::vertical().max_height(300.0).auto_shrink([false, true]);
            scroll.show_rows(ui, 20.0, lines.len(), |ui, rows| {
                for line in &lines[rows] {
                    change_line(ui, line);
                }
            });
        });
    });
}

fn change_line(ui: &mut Ui, line: &Line) {
    let tokens = Tokens::of(ui);
    let (sign, fill, color) = match line.kind {
        LineKind::Context => ("", Color32::TRANSPARENT, tokens.weak),
        LineKind::Added => ("+", tokens.added, tokens.text),
        LineKind::Removed => ("−", tokens.removed, tokens.text),
    };
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 20.0), eframe::egui::Sense::hover());
    let words = line.parts.join("  ");
    response.widget_info(|| {
        let said = match line.kind {
            LineKind::Context => words.clone(),
            LineKind::Added => tr!("Added: {line}", line = words),
            LineKind::Removed => tr!("Removed: {line}", line = words),
        };
        eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, said)
    });
    ui.painter().rect_filled(rect.shrink2(vec2(0.0, 0.5)), 2.0, fill);
    let middle = rect.center().y;
    let at = |x: f32| eframe::egui::pos2(rect.min.x + x, middle);
    crate::canvas::label(ui.painter(), at(8.0), sign, fonts::code(), color, 16.0);
    let mut x = 24.0 + line.indent as f32 * 16.0;
    for part in &line.parts {
        let shown =
            crate::canvas::label(ui.painter(), at(x), part, fonts::code(), color, rect.width() - x - 8.0);
        x += shown.width() + 18.0;
    }
    response.on_hover_text(words);
}

fn failed(dialog: &mut DialogUi<'_>, fault: &Fault, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    let mut is_done = false;
    dialog.body(|ui| {
        check_line(ui, Tone::Error, &fault.message, fault.code.as_deref().unwrap_or_default());
        if let Some(help) = &fault.help {
            check_line(ui, Tone::Info, help, "");
        }
        for place in &fault.places {
            let Some(place_in) = crate::app::place_in(facts.editor.document(), place) else { continue };
            let words = format!("{}: {}", facts.editor.document().place_label(&place_in), place.message);
            ui.horizontal(|ui| {
                check_line(ui, Tone::Error, &words, "");
            });
            if Button::link(tr!("Show on the canvas")).show(ui).clicked() {
                queue.push(Intent::Reveal(place_in));
                is_done = true;
            }
        }
        if let Some(id) = &fault.request_id {
            ui.label(
                RichText::new(tr!("Request {id}", id = id)).font(fonts::code()).color(Tokens::of(ui).weak),
            );
        }
        if !fault.details.is_empty() {
            eframe::egui::CollapsingHeader::new(tr!("Details")).show(ui, |ui| {
                ui.add(Label::new(RichText::new(fault.details.as_ref()).font(fonts::code())).wrap());
            });
        }
    });
    dialog.footer("", |ui| {
        if Button::filled(tr!("Try again")).show(ui).clicked() {
            queue.push(Intent::MakePlan);
        }
        if Button::ghost(Command::Connection.label()).show(ui).clicked() {
            queue.run(Command::Connection);
        }
        is_done |= Button::ghost(tr!("Close")).show(ui).clicked();
    });
    is_done
}

fn done(dialog: &mut DialogUi<'_>, published: &Published) -> bool {
    let mut is_done = false;
    dialog.body(|ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        let words = match published.live.version {
            Some(version) => tr!("The pipeline is published as version {version}", version = version),
            None => tr!("The pipeline is published").to_owned(),
        };
        check_line(ui, Tone::Success, &words, "");
        if published.created {
            check_line(ui, Tone::Info, tr!("Its first execution has started"), "");
        }
        if published.confirmed_by_reading {
            check_line(
                ui,
                Tone::Info,
                tr!("The answer of AWS was lost; reading again showed that it was written"),
                "",
            );
        }
        if let Some(overtook) = &published.overtook {
            let words = tr!(
                "Somebody published version {version} at the same moment, and this publish replaced it. \
                 Look at that version before it is forgotten",
                version = overtook.version
            );
            check_line(ui, Tone::Warning, &words, "");
        }
    });
    dialog.footer("", |ui| is_done = Button::filled(tr!("Close")).show(ui).clicked());
    is_done
}
