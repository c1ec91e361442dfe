//! What a rule is about, why a finding is accepted, and which of several fixes to take.

use eframe::egui::{Context, Id, Key, Label, RichText};
use pipewright_core::check::{self, Finding, Fix, RuleDoc};
use pipewright_core::document::Place;
use pipewright_core::edit::{Change, suppress};

use super::Facts;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Dialog, Field, Row, TextField, section};
use crate::look::{Tokens, fonts, icons};
use crate::{tr, tr_mark};

/// A dialog about a rule or one of its findings.
#[derive(Debug)]
pub enum RuleDialog {
    Explain(&'static RuleDoc),
    Suppress(Reason),
    Choose(Choice),
}

/// Why findings at a place are accepted, being typed.
#[derive(Debug)]
pub struct Reason {
    code: &'static str,
    place: Place,
    text: String,
    is_new: bool,
}

/// Several fixes of one finding.
#[derive(Debug)]
pub struct Choice {
    message: String,
    fixes: Vec<Fix>,
    is_new: bool,
}

impl RuleDialog {
    /// `None` if there is no such rule.
    pub fn explain(code: &str) -> Option<Self> {
        check::explain(code).or_else(|| check::online(code).map(|it| &it.doc)).map(Self::Explain)
    }

    pub fn suppress(code: &'static str, place: Place) -> Self {
        Self::Suppress(Reason { code, place, text: String::new(), is_new: true })
    }

    pub fn choose(finding: &Finding) -> Self {
        let (message, fixes) = (finding.message.clone(), finding.fixes.clone());
        Self::Choose(Choice { message, fixes, is_new: true })
    }

    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        match self {
            Self::Explain(rule) => explain(ctx, rule),
            Self::Suppress(reason) => reason.show(ctx, facts, queue),
            Self::Choose(choice) => choice.show(ctx, queue),
        }
    }
}

fn explain(ctx: &Context, rule: &RuleDoc) -> bool {
    let mut is_done = false;
    let title = format!("{}: {}", rule.code, rule.title);
    let response = Dialog::new(Id::unique("rule"), &title).width(600.0).show(ctx, |dialog| {
        dialog.body(|ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (heading, text) in rule.parts() {
                section(ui, heading_words(heading));
                ui.add(Label::new(text).wrap());
                ui.add_space(8.0);
            }
        });
        dialog.footer("", |ui| is_done = Button::ghost(tr!("Close")).show(ui).clicked());
    });
    !(is_done || response.should_close)
}

/// The headings of the manual in the language of the window.
fn heading_words(heading: &'static str) -> &'static str {
    const HEADINGS: [&str; 6] = [
        tr_mark!("What it checks"),
        tr_mark!("Why it matters"),
        tr_mark!("What AWS answers"),
        tr_mark!("Example"),
        tr_mark!("Fix"),
        tr_mark!("Source"),
    ];
    if HEADINGS.contains(&heading) { crate::words::text(heading) } else { heading }
}

impl Reason {
    fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let document = facts.editor.document();
        let place = document.place_label(&self.place);
        let title = tr!("Suppress {code}", code = self.code);
        let missing = self.text.trim().is_empty().then_some(tr!("write down why first"));
        let (mut is_done, mut is_chosen) = (false, false);
        let dialog = Dialog::new(Id::unique("suppress"), &title).subtitle(&place).width(520.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| {
                let field = Field::new(tr!("Reason")).help(tr!(
                    "Kept in the file, for whoever reads it later. The command line respects it as well."
                ));
                let field = TextField::new(field, &mut self.text).show(ui);
                if std::mem::take(&mut self.is_new) {
                    field.request_focus();
                }
                is_chosen |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            });
            dialog.footer("", |ui| {
                is_chosen |= Button::filled(tr!("Suppress")).disabled_because(missing).show(ui).clicked();
                is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked();
            });
        });
        if is_chosen && missing.is_none() {
            queue.change(suppress::add(document, self.code, &self.place, &self.text));
            is_done = true;
        }
        !(is_done || response.should_close)
    }
}

impl Choice {
    fn show(&mut self, ctx: &Context, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("fixes"), tr!("Choose a fix")).width(460.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| {
                let color = Tokens::of(ui).weak;
                ui.add(Label::new(RichText::new(&self.message).font(fonts::body()).color(color)).wrap());
                ui.spacing_mut().item_spacing.y = 2.0;
                for (index, fix) in self.fixes.iter().enumerate() {
                    let row = Row::new(&fix.label).icon(icons::CHECK);
                    let row = ui.push_id(index, |ui| row.show(ui)).inner;
                    if row.clicked() {
                        queue.push(Intent::Change(Change::new(fix.label.clone(), fix.edits.clone())));
                        is_done = true;
                    }
                    // From here the arrows lead on.
                    if std::mem::take(&mut self.is_new) {
                        row.request_focus();
                    }
                }
            });
            dialog.footer("", |ui| is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked());
        });
        !(is_done || response.should_close)
    }
}
