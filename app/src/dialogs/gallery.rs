//! Templates of whole pipelines: cards with pictures, a short form, and what comes of it while one types.

mod cards;
mod form;

pub use cards::template_card;

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{Align, Context, Id, Key, Layout, Modifiers, Sense, Ui, UiBuilder, vec2};
use pipewright_core::template::{Template, Values, template, templates};

use super::Facts;
use crate::canvas::Miniature;
use crate::intent::{Intent, Queue};
use crate::look::tokens::space;
use crate::look::widgets::{Button, Dialog};
use crate::look::{Tokens, tokens::stroke};
use crate::{tr, tr_n};

/// What is searched for, chosen and typed.
pub struct Gallery {
    search: String,
    system: Option<&'static str>,
    shows_all_systems: bool,
    chosen: Arc<Template>,
    values: Values,
    /// What was typed, whatever the template: names stay when another one is looked at.
    typed: BTreeMap<String, String>,
    pictures: Vec<Miniature>,
    /// The design with the values it was made from.
    preview: Option<(Values, Miniature)>,
    focus: Option<Focus>,
    scrolls: bool,
}

/// What gets the keyboard with the next frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    Search,
    Form,
}

const WIDTH: f32 = 1160.0;
/// Of the cards; the rest is the form.
const LEFT: f32 = 520.0;

impl Gallery {
    /// With the first template, or the one of this name.
    pub fn new(name: Option<&str>) -> Self {
        let found = name.and_then(template);
        let chosen = found.unwrap_or(&templates()[0]);
        Self {
            search: String::new(),
            system: None,
            shows_all_systems: false,
            values: chosen.defaults(),
            chosen: Arc::clone(chosen),
            typed: BTreeMap::new(),
            pictures: Miniature::of_all(templates()),
            preview: None,
            focus: Some(if found.is_some() { Focus::Form } else { Focus::Search }),
            scrolls: found.is_some(),
        }
    }

    pub fn show(&mut self, ctx: &Context, _: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("gallery"), tr!("New from template"))
            .subtitle(tr!("Choose how you release, say what things are called, and go on from there"))
            .width(WIDTH);
        let height = (ctx.content_rect().height() - 260.0).clamp(120.0, 600.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.bare(|ui| self.columns(ui, height));
            let wrong = self.first_problem();
            let summary = self.summary();
            dialog.footer(&summary, |ui| {
                let create = Button::filled(tr!("Create")).shortcut("Ctrl+Enter");
                let by_key = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
                let is_asked = create.disabled_because(wrong.as_deref()).show(ui).clicked() || by_key;
                if is_asked && wrong.is_none() {
                    let (template, values) = (Arc::clone(&self.chosen), self.values.clone());
                    queue.push(Intent::OpenTemplate { template, values });
                    is_done = true;
                }
                is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked();
            });
        });
        !(is_done || response.should_close)
    }

    fn columns(&mut self, ui: &mut Ui, height: f32) {
        let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        // A narrow window gives the form at least half.
        let (cards, form) = all.split_left_right_at_x(all.min.x + LEFT.min(all.width() / 2.0));
        let line = Tokens::of(ui).line;
        ui.painter().vline(form.min.x, all.y_range(), eframe::egui::Stroke::new(stroke::LINE, line));
        let column = |rect: eframe::egui::Rect, name: &str| {
            let inner = rect.shrink2(vec2(space::L, space::M));
            UiBuilder::new().id_salt(name).max_rect(inner).layout(Layout::top_down(Align::Min))
        };
        let mut left = ui.new_child(column(cards, "cards"));
        left.set_clip_rect(cards.intersect(ui.clip_rect()));
        self.cards(&mut left);
        let mut right = ui.new_child(column(form, "form"));
        right.set_clip_rect(form.intersect(ui.clip_rect()));
        self.form(&mut right);
    }

    fn choose(&mut self, template: &Arc<Template>) {
        if template.name == self.chosen.name {
            return;
        }
        self.chosen = Arc::clone(template);
        self.values = template.defaults();
        for field in &template.fields {
            if let Some(typed) = self.typed.get(&field.key).filter(|typed| field.problem(typed).is_none()) {
                self.values.insert(field.key.clone(), typed.clone());
            }
        }
        self.preview = None;
    }

    /// The design as it is now, made anew only when a value is another.
    fn preview(&mut self) -> &Miniature {
        if self.preview.as_ref().is_none_or(|(values, _)| *values != self.values) {
            let picture = Miniature::of_template(&self.chosen, &self.values);
            self.preview = Some((self.values.clone(), picture));
        }
        &self.preview.as_ref().expect("just made").1
    }

    fn first_problem(&self) -> Option<String> {
        let problems = self.chosen.problems(&self.values);
        problems.first().map(|(field, problem)| format!("{}: {problem}", field.label))
    }

    /// "4 stages, 6 actions · nothing to complain about"
    fn summary(&mut self) -> String {
        let preview = self.preview();
        let (stages, actions) = preview.size();
        let counts = preview.counts();
        let found: Vec<String> = [
            (counts.errors, tr_n!(counts.errors, "{n} error", "{n} errors")),
            (counts.warnings, tr_n!(counts.warnings, "{n} warning", "{n} warnings")),
            (counts.hints, tr_n!(counts.hints, "{n} hint", "{n} hints")),
        ]
        .into_iter()
        .filter_map(|(count, words)| (count > 0).then_some(words))
        .collect();
        let found = if found.is_empty() { tr!("no findings").to_owned() } else { found.join(", ") };
        let stages = tr_n!(stages, "{n} stage", "{n} stages");
        let actions = tr_n!(actions, "{n} action", "{n} actions");
        format!("{stages} · {actions} · {found}")
    }
}
