//! One filter of a trigger.

use eframe::egui::{Align, Frame, Layout, Margin, RichText, Ui, vec2};

use pipewright_core::edit::triggers::{self, About, FilterAt, PatternList};
use pipewright_core::pipeline::{FilterKind, Path, TriggerFilter};

use super::super::form::{Form, Spec};
use crate::look::widgets::{Button, Chip, ChipAction, ChipField, IconButton, Segmented};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{radius, size, space, text},
};
use crate::{tr, words};

const EVENTS: [&str; 3] = ["OPEN", "UPDATED", "CLOSED"];

impl Form<'_> {
    pub(super) fn filter(&mut self, ui: &mut Ui, trigger: usize, filter: TriggerFilter<'_>) {
        let at = FilterAt { trigger, kind: filter.kind, index: filter.index };
        let path = at.path();
        if !self.take_first() {
            ui.add_space(space::S);
        }
        let fill = Tokens::of(ui).raised;
        Frame::new().fill(fill).corner_radius(radius::CARD).inner_margin(Margin::same(10)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            self.filter_head(ui, at, filter);
            self.closely();
            if filter.kind == FilterKind::PullRequest {
                self.events(ui, at, filter);
            }
            self.all_patterns(ui, at, filter);
            self.unknown_members(ui, &path, |key| ["events", "branches", "tags", "filePaths"].contains(&key));
            self.problems(ui, &path, None);
        });
    }

    /// What kind of filter it is, and the way to remove it.
    fn filter_head(&mut self, ui: &mut Ui, at: FilterAt, filter: TriggerFilter<'_>) {
        let number = filter.index + 1;
        let title = match filter.kind {
            FilterKind::Push => tr!("Push {n}", n = number),
            FilterKind::PullRequest => tr!("Pull request {n}", n = number),
        };
        let row = vec2(ui.available_width(), size::CONTROL);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            ui.label(RichText::new(&title).font(fonts::medium(text::BODY)).color(Tokens::of(ui).text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                let name = tr!("Remove {filter}", filter = words::in_sentence(&title));
                if IconButton::new(icons::CLOSE, &name).small().show(ui).clicked() {
                    self.change_at_once(triggers::remove_filter(self.document(), at));
                }
                if filter.kind == FilterKind::Push {
                    let is_tags = filter.members.contains_key("tags");
                    let mut about = if is_tags { About::Tags } else { About::Branches };
                    let name = tr!("{filter} is about", filter = title);
                    let choices = [(About::Branches, tr!("Branches")), (About::Tags, tr!("Tags"))];
                    ui.push_id(("about", at), |ui| {
                        if Segmented::new(&name).show(ui, &mut about, &choices).changed() {
                            self.state.triggers.pattern = None;
                            self.change_at_once(triggers::set_about(self.document(), at, about));
                        }
                    });
                }
            });
        });
        ui.add_space(space::S);
    }

    /// The lists of patterns that are there, and links for those that are not.
    fn all_patterns(&mut self, ui: &mut Ui, at: FilterAt, filter: TriggerFilter<'_>) {
        let has = |key: &str| filter.members.contains_key(key);
        let is_tags = filter.kind == FilterKind::Push && has("tags");
        // A file may mix what AWS keeps apart; then all of it is shown.
        let keys = ["tags", "branches", "filePaths"].into_iter().filter(|key| match *key {
            "tags" => is_tags,
            "branches" => !is_tags || has("branches"),
            _ => !is_tags || has("filePaths"),
        });
        let mut missing = Vec::new();
        for key in keys {
            for list in [PatternList::Includes, PatternList::Excludes] {
                let is_there = filter.patterns(key).is_some_and(|it| it.0.contains_key(list.key()));
                let is_main = list == PatternList::Includes && key != "filePaths";
                let is_typed = self.state.triggers.pattern.as_ref().is_some_and(|it| it.is_of(at, key, list));
                if is_there || is_main || is_typed {
                    self.patterns(ui, at, key, list);
                } else {
                    missing.push((key, list));
                }
            }
            let inner = at.path().then(key);
            self.unknown_members(ui, &inner, |key| ["includes", "excludes"].contains(&key));
        }
        if missing.is_empty() {
            return;
        }
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (key, list) in missing {
                let label = match (key, list) {
                    ("branches", _) => tr!("Exclude branches"),
                    ("tags", _) => tr!("Exclude tags"),
                    (_, PatternList::Includes) => tr!("Only these files"),
                    (_, PatternList::Excludes) => tr!("Exclude files"),
                };
                if Button::link(label).show(ui).clicked() {
                    self.begin_pattern(at, key, list, None);
                }
            }
        });
    }

    fn events(&mut self, ui: &mut Ui, at: FilterAt, filter: TriggerFilter<'_>) {
        let path: Path = at.path().then("events");
        let color = Tokens::of(ui).text;
        let mut events: Vec<&str> = filter.events().collect();
        let offers: Vec<&str> = EVENTS.into_iter().filter(|event| !events.contains(event)).collect();
        let chips: Vec<Chip<'_>> = events.iter().map(|label| Chip { label, color }).collect();
        let offered: Vec<Chip<'_>> = offers.iter().map(|label| Chip { label, color }).collect();
        let mut action = None;
        let note = if events.is_empty() { tr!("all") } else { "" };
        let spec = Spec::new(path, tr!("Events")).note(note);
        self.field(ui, &spec, |_, ui, field| {
            let answer = ChipField::new(field, &chips).offers(&offered).show(ui);
            action = answer.action;
            answer.response
        });
        match action {
            Some(ChipAction::Remove(index)) => {
                events.remove(index);
            }
            Some(ChipAction::Add(index)) => events.push(offers[index]),
            Some(ChipAction::Open(_) | ChipAction::Create) | None => return,
        }
        self.change_at_once(triggers::set_events(self.document(), at, &events));
    }
}
