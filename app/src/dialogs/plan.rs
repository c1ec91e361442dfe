//! What publishing would change, in which account, and the button that does it.

mod changes;
mod outcome;
mod secrets;
mod tags;

use eframe::egui::{Align, Context, Id, Label, Layout, RichText, Ui, vec2};
use pipewright_core::check;
use pipewright_core::plan::merge::{Choice, Clash};
use pipewright_core::plan::{Consequence, Plan};
use pipewright_core::preflight::State;
use serde_json::Value;

use self::changes::changes;
use self::outcome::{done, failed};
use self::secrets::Secrets;
use self::tags::Tags;
use super::Facts;
use crate::app::preflight::Preflight;
use crate::app::{Planned, Publishing};
use crate::cloud::Ticket;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Dialog, DialogUi, Field, Segmented, Switch, Tone};
use crate::look::{Tokens, fonts};
use crate::publishing::{Drift, StaysHere};
use crate::{tr, tr_n};

/// Shows how far publishing has come; what is decided on the way is its own, and gone with it.
#[derive(Debug, Default)]
pub struct PlanDialog {
    /// How clashes are decided so far, by their keys.
    choices: Vec<(String, Choice)>,
    /// Whether a publish to another place is meant.
    is_meant: bool,
    /// Whether it is meant although preflight is not over.
    is_hurried: bool,
    /// How much of what preflight found is known, and it is meant all the same.
    in_spite_of: usize,
    secrets: Secrets,
    tags: Tags,
}

impl PlanDialog {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let written = facts.editor.document().pipeline().name();
        let resolved = facts.editor.derived().parameters.resolved(written);
        let name = resolved.as_deref().unwrap_or(written);
        let title = tr!("Publish {name}", name = if name.is_empty() { tr!("pipeline") } else { name });
        let subtitle = subtitle(facts);
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("plan"), &title).subtitle(&subtitle).width(880.0);
        let response = dialog.show(ctx, |dialog| match &facts.aws.publishing {
            Publishing::Idle => is_done = true,
            Publishing::Preparing(ticket) => {
                waiting(dialog, tr!("Reading the account …"), *ticket, facts);
                dialog.footer("", |ui| is_done = Button::ghost(tr!("Cancel")).show(ui).clicked());
            }
            Publishing::Planned(planned) => is_done = self.plan(dialog, planned, facts, queue),
            Publishing::Writing(ticket, planned) => {
                changes(dialog, &planned.plan);
                waiting(dialog, tr!("Publishing …"), *ticket, facts);
                dialog.footer(tr!("A write that was sent may still be carried out"), |ui| {
                    if Button::ghost(tr!("Cancel")).show(ui).clicked() {
                        queue.push(Intent::GiveUpPublish);
                    }
                });
            }
            Publishing::Failed(fault, _) => is_done = failed(dialog, fault, facts, queue),
            Publishing::Done(published) => is_done = done(dialog, published),
        });
        !(is_done || response.should_close)
    }
}

fn subtitle(facts: &Facts<'_>) -> String {
    let profile = facts.aws.whose(facts.aws.identity.ready());
    match &facts.aws.publishing {
        Publishing::Planned(planned) | Publishing::Writing(_, planned) => {
            let identity = &planned.prepared.identity;
            let profile = facts.aws.whose(Some(identity));
            let what = match planned.live_version() {
                Some(version) => {
                    tr!("update version {version} → {next}", version = version, next = version + 1)
                }
                None if planned.prepared.live.is_some() => tr!("update").to_owned(),
                None => tr!("create a new pipeline").to_owned(),
            };
            let account = identity.account_words();
            match &planned.environment {
                Some(environment) => {
                    format!("{profile} · {account} · {} · {environment} — {what}", identity.region)
                }
                None => format!("{profile} · {account} · {} — {what}", identity.region),
            }
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

fn waiting(dialog: &mut DialogUi<'_>, words: &str, ticket: Ticket, facts: &Facts<'_>) {
    dialog.body(|ui| super::waiting::line(ui, words, ticket, facts));
}

impl PlanDialog {
    fn plan(
        &mut self,
        dialog: &mut DialogUi<'_>,
        planned: &Planned,
        facts: &Facts<'_>,
        queue: &mut Queue,
    ) -> bool {
        if let Some(drift) = &planned.drift {
            return self.drifted(dialog, planned, drift, queue);
        }
        let mut is_done = false;
        let preflight = &facts.aws.preflight;
        let problems = preflight.count(State::Problem);
        dialog.body(|ui| {
            ui.spacing_mut().item_spacing.y = 10.0;
            self.checks(ui, planned);
            let may_hurry = !self.is_hurried && !planned.plan.is_empty();
            self.is_hurried |=
                super::preflight::section(ui, &planned.prepared.identity, may_hurry, facts, queue);
            if problems > 0 && !planned.plan.is_empty() {
                let label = tr!("Publish in spite of what preflight found");
                let mut is_known = self.in_spite_of >= problems;
                if Switch::new(Field::new(label), &mut is_known).show(ui).changed() {
                    self.in_spite_of = if is_known { problems } else { 0 };
                }
            }
            self.wishes(ui, planned, queue);
        });
        changes(dialog, &planned.plan);
        let secrets = self.secrets.given(planned);
        let reason = self.why_not(planned, secrets.is_some(), preflight);
        let button = match planned.live_version() {
            Some(_) if planned.plan.is_empty() && !planned.steps.is_empty() => tr!("Apply").to_owned(),
            Some(version) => tr!("Publish version {version}", version = version + 1),
            None => tr!("Create pipeline").to_owned(),
        };
        dialog.footer(&planned.plan.summary(), |ui| {
            if Button::filled(&button).disabled_because(reason).show(ui).clicked() {
                queue.push(Intent::PublishPlan(secrets.unwrap_or_default()));
            }
            is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked();
            if Button::ghost(tr!("Copy plan")).show(ui).clicked() {
                queue.push(Intent::Copy(planned.plan.to_text()));
            }
        });
        is_done
    }

    fn checks(&mut self, ui: &mut Ui, planned: &Planned) {
        if let Some(notice) = &planned.notice {
            check_line(ui, Tone::Warning, notice, "");
        }
        if let Some(elsewhere) = &planned.elsewhere {
            check_line(ui, Tone::Warning, &elsewhere.text(&planned.plan.pipeline), "");
            let label = tr!("Publish to {place}", place = elsewhere.is);
            Switch::new(Field::new(&label), &mut self.is_meant).show(ui);
        }
        definition(ui, planned);
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
            line_with(ui, tone, &consequence.text(), |ui| {
                if let Consequence::SecretNeeded(place) = consequence
                    && Button::link(tr!("Type the secret")).show(ui).clicked()
                {
                    self.secrets.lead_to(place);
                }
            });
        }
        stays_here(ui, planned);
        let tags = planned.prepared.around.as_ref().and_then(|around| around.tags.as_ref().ok());
        if let Some(tags) = tags.filter(|tags| !tags.is_empty()) {
            let tags: Vec<String> = tags.iter().map(|tag| format!("{}={}", tag.key, tag.value)).collect();
            check_line(ui, Tone::Info, &tr!("Tags that stay: {tags}", tags = tags.join(", ")), "");
        }
        for fault in planned.prepared.around.iter().flat_map(|around| around.faults()) {
            check_line(ui, Tone::Info, &fault.message, tr!("not checked"));
        }
        self.secrets.show(ui, planned);
    }

    /// What goes with the publish besides the definition.
    fn wishes(&mut self, ui: &mut Ui, planned: &Planned, queue: &mut Queue) {
        self.tags.show(ui, planned, queue);
        if planned.prepared.live.is_none() {
            let mut options = planned.options.clone();
            let label = tr!("Publish with the first transition disabled");
            if Switch::new(Field::new(label), &mut options.start_disabled).show(ui).changed() {
                queue.push(Intent::PlanWith(options));
            }
        }
    }

    fn why_not(&self, planned: &Planned, has_secrets: bool, preflight: &Preflight) -> Option<&'static str> {
        // What is not published needs nothing.
        let needs_all = !planned.plan.is_empty();
        if planned.counts.errors > 0 {
            Some(tr!("solve the errors first"))
        } else if planned.is_empty() {
            Some(tr!("there is nothing to publish"))
        } else if planned.elsewhere.is_some() && !self.is_meant {
            Some(tr!("confirm first that it is meant for another place"))
        } else if !has_secrets {
            Some(tr!("type the secrets first"))
        } else if self.tags.is_unfinished() {
            Some(tr!("finish the tag first"))
        } else if needs_all && preflight.count(State::Problem) > self.in_spite_of {
            Some(tr!("solve first what preflight found, or say that it is known"))
        } else if needs_all && preflight.waiting() > 0 && !self.is_hurried {
            Some(tr!("preflight is still looking"))
        } else {
            None
        }
    }

    /// What somebody else changed since, and what to do about it before anything can be published.
    fn drifted(
        &mut self,
        dialog: &mut DialogUi<'_>,
        planned: &Planned,
        drift: &Drift,
        queue: &mut Queue,
    ) -> bool {
        let mut is_done = false;
        let clashes = drift.merged.as_ref().map_or(&[][..], |merged| merged.clashes.as_slice());
        dialog.body(|ui| {
            ui.spacing_mut().item_spacing.y = 10.0;
            if let Some(notice) = &planned.notice {
                check_line(ui, Tone::Warning, notice, "");
            }
            let words = match drift.since {
                Some(version) => {
                    tr!("Somebody changed the pipeline in the account since version {version}", version = version)
                }
                None => tr!("Somebody changed the pipeline in the account").to_owned(),
            };
            check_line(ui, Tone::Warning, &words, "");
            if drift.changes.is_none() {
                check_line(
                    ui,
                    Tone::Info,
                    tr!("What was there before cannot be read any more, so nothing can be merged. Below is what \
                         publishing this design would change"),
                    "",
                );
            }
            for clash in clashes {
                self.clash(ui, clash);
            }
        });
        changes(dialog, drift.changes.as_ref().unwrap_or(&planned.plan));
        let undecided = clashes.iter().any(|clash| !self.choices.iter().any(|(key, _)| *key == clash.key()));
        let summary = drift.changes.as_ref().map(Plan::summary).unwrap_or_default();
        dialog.footer(&summary, |ui| {
            if drift.merged.is_some() {
                let reason = undecided.then(|| tr!("choose a side for each clash first"));
                if Button::filled(tr!("Take their changes")).disabled_because(reason).show(ui).clicked() {
                    queue.push(Intent::TakeTheirs(self.choices.clone()));
                }
            }
            if Button::ghost(tr!("Keep the design as it is")).show(ui).clicked() {
                queue.push(Intent::LeaveTheirs);
            }
            is_done = Button::ghost(tr!("Cancel")).show(ui).clicked();
        });
        is_done
    }

    /// One clash: where, both sides, and the choice.
    fn clash(&mut self, ui: &mut Ui, clash: &Clash) {
        let key = clash.key();
        let chosen = self.choices.iter().find(|(known, _)| *known == key).map(|(_, choice)| *choice);
        ui.push_id(&key, |ui| {
            check_line(ui, Tone::Error, &key, tr!("changed on both sides"));
            let [mine, theirs] = [&clash.mine, &clash.theirs].map(|value| side_words(value.as_ref()));
            let mut choice = chosen;
            let mine = tr!("Mine: {value}", value = mine);
            let theirs = tr!("Theirs: {value}", value = theirs);
            let choices = [(Some(Choice::Mine), mine.as_str()), (Some(Choice::Theirs), theirs.as_str())];
            if Segmented::new(&key).show(ui, &mut choice, &choices).changed()
                && let Some(choice) = choice
            {
                self.choices.retain(|(known, _)| *known != key);
                self.choices.push((key.clone(), choice));
            }
        });
    }
}

/// A side of a clash on half a line.
fn side_words(value: Option<&Value>) -> String {
    const MOST: usize = 40;
    let words = match value {
        None => tr!("removed").to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    if words.chars().count() <= MOST {
        return words;
    }
    words.chars().take(MOST).chain(['…']).collect()
}

/// What AWS has no place for, where something is sent at all.
fn stays_here(ui: &mut Ui, planned: &Planned) {
    let StaysHere { notes, accepted, parameters } = planned.stays_here;
    if planned.plan.is_empty() {
        return;
    }
    if notes > 0 {
        let words = tr_n!(notes, "{n} note stays in the design", "{n} notes stay in the design");
        check_line(ui, Tone::Info, &words, tr!("AWS has no place for that"));
    }
    if accepted > 0 {
        let words = tr_n!(
            accepted,
            "{n} accepted finding stays in the design",
            "{n} accepted findings stay in the design"
        );
        check_line(ui, Tone::Info, &words, tr!("AWS has no place for that"));
    }
    if parameters > 0 {
        let words =
            tr_n!(parameters, "{n} parameter stays in the design", "{n} parameters stay in the design");
        check_line(ui, Tone::Info, &words, tr!("AWS gets the values"));
    }
}

fn definition(ui: &mut Ui, planned: &Planned) {
    let counts = planned.counts;
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
}

pub(super) fn check_line(ui: &mut Ui, tone: Tone, words: &str, detail: &str) {
    line_with(ui, tone, words, |ui| {
        ui.label(RichText::new(detail).font(fonts::regular(12.0)).color(Tokens::of(ui).weak));
    });
}

/// The same with something else at its end.
pub(super) fn line_with(ui: &mut Ui, tone: Tone, words: &str, end: impl FnOnce(&mut Ui)) {
    let tokens = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.add_sized(
            vec2(18.0, 18.0),
            Label::new(RichText::new(tone.icon()).color(tone.tint(tokens).solid)).selectable(false),
        );
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            end(ui);
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| ui.add(Label::new(words).wrap()));
        });
    });
}
