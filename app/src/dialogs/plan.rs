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
use crate::words::{counted, grouped};

/// The dialog has no state of its own: it shows how far publishing has come.
#[derive(Debug, Default)]
pub struct PlanDialog;

impl PlanDialog {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let name = facts.editor.document().pipeline().name();
        let title = format!("Publish {}", if name.is_empty() { "pipeline" } else { name });
        let subtitle = subtitle(facts);
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("plan"), &title).subtitle(&subtitle).width(880.0);
        let response = dialog.show(ctx, |dialog| match &facts.aws.publishing {
            Publishing::Idle => is_done = true,
            Publishing::Preparing(_) => {
                waiting(dialog, "Reading the account");
                dialog.footer("", |ui| is_done = Button::ghost("Cancel").show(ui).clicked());
            }
            Publishing::Planned(planned) => is_done = plan(dialog, planned, queue),
            Publishing::Writing(_, planned) => {
                changes(dialog, planned);
                waiting(dialog, "Publishing");
                dialog.footer("A write that was sent may still be carried out", |ui| {
                    is_done = Button::ghost("Cancel").show(ui).clicked();
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
                Some(version) => format!("update version {version} → {}", version + 1),
                None if planned.prepared.live.is_some() => "update".to_owned(),
                None => "create a new pipeline".to_owned(),
            };
            format!("{profile} · {} · {} — {what}", grouped(&identity.account), identity.region)
        }
        Publishing::Done(published) => {
            let version =
                published.live.version.map(|version| format!("version {version}")).unwrap_or_default();
            format!("{profile} — {version}")
        }
        Publishing::Idle | Publishing::Preparing(_) | Publishing::Failed(..) => {
            let region = facts.aws.connection().region.as_deref().unwrap_or("Region of the profile");
            format!("{profile} · {region}")
        }
    }
}

fn waiting(dialog: &mut DialogUi<'_>, words: &str) {
    dialog.body(|ui| {
        ui.horizontal(|ui| {
            ui.add(Spinner::new().size(16.0));
            ui.label(format!("{words} …"));
        });
    });
}

fn plan(dialog: &mut DialogUi<'_>, planned: &Planned, queue: &mut Queue) -> bool {
    let mut is_done = false;
    let counts = planned.counts;
    dialog.body(|ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        if let Some(notice) = &planned.notice {
            check_line(ui, Tone::Warning, notice, "");
        }
        let (tone, words) = if counts.errors > 0 {
            (Tone::Error, "The definition has errors")
        } else {
            (Tone::Success, "The definition is valid")
        };
        let suppressed = match counts.suppressed {
            0 => String::new(),
            count => format!(", {count} suppressed"),
        };
        let words = format!(
            "{words} · {}, {}{suppressed}",
            counted(counts.errors, "error", "errors"),
            counted(counts.warnings, "warning", "warnings")
        );
        check_line(ui, tone, &words, &format!("{} rules", check::rules().len()));
        match planned.live_version() {
            Some(version) => {
                let words = format!("Compared with version {version}, which is live");
                check_line(ui, Tone::Success, &words, "read now, and again before writing");
            }
            None => check_line(ui, Tone::Success, "There is no pipeline of this name yet", "read now"),
        }
        for consequence in &planned.plan.consequences {
            let tone = if consequence.is_warning() { Tone::Warning } else { Tone::Info };
            check_line(ui, tone, &consequence.text(), "");
        }
    });
    changes(dialog, planned);
    let button = match planned.live_version() {
        Some(version) => format!("Publish version {}", version + 1),
        None => "Create pipeline".to_owned(),
    };
    let reason = if counts.errors > 0 {
        Some("solve the errors first")
    } else if planned.plan.is_empty() {
        Some("there is nothing to publish")
    } else {
        None
    };
    dialog.footer(&planned.plan.summary(), |ui| {
        if Button::filled(&button).disabled_because(reason).show(ui).clicked() {
            queue.push(Intent::PublishPlan);
        }
        is_done |= Button::ghost("Cancel").show(ui).clicked();
        if Button::ghost("Copy plan").show(ui).clicked() {
            queue.push(Intent::Copy(planned.plan.to_text()));
        }
    });
    is_done
}

fn check_line(ui: &mut Ui, tone: Tone, words: &str, detail: &str) {
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
        let kind = match line.kind {
            LineKind::Context => "",
            LineKind::Added => "Added: ",
            LineKind::Removed => "Removed: ",
        };
        eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, format!("{kind}{words}"))
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
            if Button::link("Show on the canvas").show(ui).clicked() {
                queue.push(Intent::Reveal(place_in));
                is_done = true;
            }
        }
        if let Some(id) = &fault.request_id {
            ui.label(RichText::new(format!("Request {id}")).font(fonts::code()).color(Tokens::of(ui).weak));
        }
        if !fault.details.is_empty() {
            eframe::egui::CollapsingHeader::new("Details").show(ui, |ui| {
                ui.add(Label::new(RichText::new(fault.details.as_ref()).font(fonts::code())).wrap());
            });
        }
    });
    dialog.footer("", |ui| {
        if Button::filled("Try again").show(ui).clicked() {
            queue.push(Intent::MakePlan);
        }
        if Button::ghost("Account…").show(ui).clicked() {
            queue.run(Command::Connection);
        }
        is_done |= Button::ghost("Close").show(ui).clicked();
    });
    is_done
}

fn done(dialog: &mut DialogUi<'_>, published: &Published) -> bool {
    let mut is_done = false;
    dialog.body(|ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        let version = published.live.version.map(|version| format!(" as version {version}")).unwrap_or_default();
        check_line(ui, Tone::Success, &format!("The pipeline is published{version}"), "");
        if published.created {
            check_line(ui, Tone::Info, "Its first execution has started", "");
        }
        if published.confirmed_by_reading {
            check_line(ui, Tone::Info, "The answer of AWS was lost; reading again showed that it was written", "");
        }
        if let Some(overtook) = &published.overtook {
            let words = format!(
                "Somebody published version {} at the same moment, and this publish replaced it. Look at that version before it is forgotten",
                overtook.version
            );
            check_line(ui, Tone::Warning, &words, "");
        }
    });
    dialog.footer("", |ui| is_done = Button::filled("Close").show(ui).clicked());
    is_done
}
