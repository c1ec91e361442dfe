//! How a publish ended, and what to do if it did not work.

use eframe::egui::{CollapsingHeader, Label, RichText};
use pipewright_core::parameter::resolve;

use super::check_line;
use crate::app::place_in;
use crate::app::publishing::overtook_words;
use crate::cloud::{Afterwards, Fault, Published, Step};
use crate::commands::Command;
use crate::dialogs::Facts;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, DialogUi, Tone};
use crate::look::{Tokens, fonts};
use crate::publishing::missing_statement;
use crate::{tr, tr_n};

pub(super) fn failed(dialog: &mut DialogUi<'_>, fault: &Fault, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    let mut is_done = false;
    dialog.body(|ui| {
        check_line(ui, Tone::Error, &fault.message, fault.code.as_deref().unwrap_or_default());
        if let Some(help) = &fault.help {
            check_line(ui, Tone::Info, help, "");
        }
        if let Some(lack) = &fault.lacks {
            let sent = resolve(facts.editor.document(), facts.editor.environment());
            let statement = missing_statement(lack, Some(&sent));
            let statement = format!("{statement:#}");
            check_line(ui, Tone::Info, tr!("The statement that is missing"), "");
            ui.add(Label::new(RichText::new(&statement).font(fonts::code())).wrap());
            if Button::link(tr!("Copy statement")).show(ui).clicked() {
                queue.push(Intent::Copy(statement));
            }
        }
        for place in &fault.places {
            let Some(place_in) = place_in(facts.editor.document(), place) else { continue };
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
            CollapsingHeader::new(tr!("Details")).show(ui, |ui| {
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

pub(super) fn done(dialog: &mut DialogUi<'_>, published: &Published) -> bool {
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
        for Afterwards { step, fault } in &published.afterwards {
            match fault {
                None => check_line(ui, Tone::Success, &step_words(step), ""),
                Some(fault) => {
                    check_line(ui, Tone::Error, &fault.message, fault.help.as_deref().unwrap_or(""));
                }
            }
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
            check_line(ui, Tone::Warning, &overtook_words(overtook), "");
        }
    });
    dialog.footer("", |ui| is_done = Button::filled(tr!("Close")).show(ui).clicked());
    is_done
}

fn step_words(step: &Step) -> String {
    match step {
        Step::Close { stage, .. } => tr!("The transition into {stage} is disabled", stage = stage),
        Step::Open { stage } => tr!("The transition into {stage} is enabled", stage = stage),
        Step::Tag { tags, .. } => tr_n!(tags.len(), "{n} tag is set", "{n} tags are set"),
    }
}
