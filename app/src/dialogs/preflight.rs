//! The part of the plan that says whether the account has what the design needs.

use eframe::egui::{Align, Layout, Rect, RichText, ScrollArea, Ui, UiBuilder};
use pipewright_core::parameter::resolve;
use pipewright_core::policy::Policies;
use pipewright_core::preflight::{Line, State};

use super::Facts;
use super::plan::{check_line, line_with};
use crate::app::preflight::{Outcome, whereabouts};
use crate::cloud::Identity;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Tone};
use crate::look::{Tokens, fonts};
use crate::{tr, tr_n};

/// The section: how many are well, and below it what is not. Returns whether somebody does not want to wait for the
/// rest, if `may_hurry`.
pub(super) fn section(
    ui: &mut Ui,
    identity: &Identity,
    may_hurry: bool,
    facts: &Facts<'_>,
    queue: &mut Queue,
) -> bool {
    let preflight = &facts.aws.preflight;
    if preflight.looks.is_empty() {
        return false;
    }
    let mut is_hurried = false;
    let problems = preflight.count(State::Problem);
    let unknown = preflight.count(State::CouldNotCheck);
    let waiting = preflight.waiting();
    let (tone, words) = if problems > 0 {
        let words = tr_n!(
            problems,
            "Preflight: {n} thing the pipeline needs is not right",
            "Preflight: {n} things the pipeline needs are not right"
        );
        (Tone::Error, words)
    } else if waiting > 0 {
        (Tone::Info, tr!("Preflight: looking for what the pipeline needs …").to_owned())
    } else if unknown > 0 {
        let words = tr_n!(
            unknown,
            "Preflight: {n} thing could not be checked",
            "Preflight: {n} things could not be checked"
        );
        (Tone::Info, words)
    } else {
        (Tone::Success, tr!("Preflight: the account has what the pipeline needs").to_owned())
    };
    let checked = preflight.looks.len() - waiting;
    let detail = tr!("{checked} of {all} looked at", checked = checked, all = preflight.looks.len());
    line_with(ui, tone, &words, |ui| {
        ui.label(RichText::new(detail).font(fonts::regular(12.0)).color(Tokens::of(ui).weak));
        // One look can take long, or never end.
        if may_hurry && waiting > 0 {
            let mut beside = ui.new_child(beside(ui));
            let link = Button::link(tr!("Do not wait"));
            is_hurried = link.tooltip(tr!("Publish without knowing the rest")).show(&mut beside).clicked();
        }
    });
    // Of one height whatever arrives, so that no button moves away under the pointer.
    let scroll = ScrollArea::vertical().id_salt("preflight").max_height(112.0).auto_shrink([false, false]);
    scroll.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        // What is wrong comes first.
        for state in [State::Problem, State::CouldNotCheck, State::Advice] {
            preflight.lines().filter(|line| line.state == state).for_each(|line| one(ui, line));
        }
        for look in &preflight.looks {
            if let Outcome::Waiting(_) = look.outcome {
                check_line(ui, Tone::Info, &look.title, tr!("looking"));
            }
        }
        preflight.lines().filter(|line| line.state == State::Fine).for_each(|line| one(ui, line));
    });
    if Button::link(tr!("Copy policy")).show(ui).clicked() {
        // Names are those that are sent.
        let document = resolve(facts.editor.document(), facts.editor.environment());
        let policies = Policies::of(&document, &whereabouts(identity));
        // Without a role and actions nothing is needed, and there is nothing to publish.
        if let Some(policy) = policies.service() {
            queue.push(Intent::Copy(format!("{:#}", policy.document())));
        }
    }
    is_hurried
}

/// What is left of a line, for something that is higher: it comes and goes, and nothing below may move with it.
fn beside(ui: &Ui) -> UiBuilder {
    let line = ui.available_rect_before_wrap();
    let middle = ui.min_rect().center().y;
    let rect = Rect::from_x_y_ranges(line.x_range(), middle - 16.0..=middle + 16.0);
    UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(Align::Center))
}

fn one(ui: &mut Ui, line: &Line) {
    let tone = match line.state {
        State::Fine => Tone::Success,
        State::Advice => Tone::Warning,
        State::Problem => Tone::Error,
        State::CouldNotCheck => Tone::Info,
    };
    check_line(ui, tone, &line.words, line.code.unwrap_or_default());
    let more = line.help.iter().chain(&line.details);
    let weak = Tokens::of(ui).weak;
    // Below the words, past the icon of the line and the gap behind it.
    ui.spacing_mut().indent = 18.0 + ui.spacing().item_spacing.x;
    for text in more {
        ui.indent(&line.words, |ui| ui.label(RichText::new(text).font(fonts::regular(12.0)).color(weak)));
    }
}
