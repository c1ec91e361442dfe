//! Appearance, canvas, keys, language. What is chosen holds at once; there is nothing to confirm.

use eframe::egui::{Align, Context, Id, Label, Layout, Ui};
use pipewright_core::layout::Orientation;

use super::Facts;
use crate::commands::Command;
use crate::intent::{Intent, Queue};
use crate::look::tokens::space;
use crate::look::widgets::{Button, Choice, ChoiceField, Dialog, Field, section};
use crate::settings::{Language, Motion, NumberChoice, Setting, ThemeChoice, UI_SCALE_STEPS, WireChoice};
use crate::tr;
use crate::words::numbers::Numbers;

/// The dialog has no state of its own: it shows the settings.
#[derive(Debug, Default)]
pub struct SettingsDialog;

impl SettingsDialog {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("settings"), tr!("Settings")).width(600.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                section(ui, tr!("Appearance"));
                appearance(ui, facts, queue);
                ui.add_space(space::S);
                section(ui, tr!("Canvas"));
                canvas(ui, facts, queue);
                ui.add_space(space::S);
                section(ui, tr!("Language"));
                language(ui, facts, queue);
                ui.add_space(space::S);
                section(ui, tr!("Folder of snippets"));
                is_done |= snippets(ui, facts, queue);
            });
            dialog.footer(tr!("Changes hold at once"), |ui| {
                is_done |= Button::filled(tr!("Close")).show(ui).clicked();
                if Button::ghost(tr!("Change keys…")).show(ui).clicked() {
                    queue.run(Command::Shortcuts);
                }
            });
        });
        !(is_done || response.should_close)
    }
}

fn appearance(ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) {
    let settings = facts.settings;
    ui.columns(2, |columns| {
        let themes = [
            Choice::new(ThemeChoice::System, tr!("As the desktop")),
            Choice::new(ThemeChoice::Dark, tr!("Dark")),
            Choice::new(ThemeChoice::Light, tr!("Light")),
            Choice::new(ThemeChoice::HighContrast, tr!("High contrast")),
        ];
        let mut theme = settings.theme;
        choose(&mut columns[0], Field::new(tr!("Theme")), &mut theme, &themes, queue, Setting::Theme);

        // In percent, as these can be compared.
        let percent = |scale: f32| (scale * 100.0).round() as u32;
        let mut sizes: Vec<u32> = UI_SCALE_STEPS.iter().map(|scale| percent(*scale)).collect();
        let mut size = percent(settings.ui_scale);
        if !sizes.contains(&size) {
            sizes.push(size);
            sizes.sort_unstable();
        }
        let labels: Vec<String> = sizes.iter().map(|size| format!("{size} %")).collect();
        let choices: Vec<_> =
            sizes.iter().zip(&labels).map(|(size, label)| Choice::new(*size, label)).collect();
        let field = Field::new(tr!("Size of the interface"));
        choose(&mut columns[1], field, &mut size, &choices, queue, |percent| {
            Setting::UiScale(percent as f32 / 100.0)
        });
    });
    let motions = [
        Choice::new(Motion::System, tr!("As the desktop")),
        Choice::new(Motion::On, tr!("Reduced")),
        Choice::new(Motion::Off, tr!("Full")),
    ];
    let mut motion = settings.reduced_motion;
    let field = Field::new(tr!("Motion")).help(tr!("Reduced: nothing glides, fades or scrolls by itself"));
    choose(ui, field, &mut motion, &motions, queue, Setting::Motion);
}

fn canvas(ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) {
    let orientations = [
        Choice::new(Orientation::LeftToRight, tr!("Left to right")),
        Choice::new(Orientation::TopToBottom, tr!("Top to bottom")),
    ];
    let mut orientation = facts.settings.orientation;
    let wires = [
        Choice::new(WireChoice::Always, tr!("All")),
        Choice::new(WireChoice::Selection, tr!("Of the selection")),
        Choice::new(WireChoice::Never, tr!("None")),
    ];
    let mut shown = facts.settings.wires;
    ui.columns(2, |columns| {
        let field = Field::new(tr!("Stages follow one another"));
        choose(&mut columns[0], field, &mut orientation, &orientations, queue, Setting::Orientation);
        choose(&mut columns[1], Field::new(tr!("Wires shown")), &mut shown, &wires, queue, Setting::Wires);
    });
}

fn snippets(ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    let folder = facts.settings.snippets_folder.as_deref();
    let mut is_chosen = false;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if Button::ghost(tr!("Choose folder…")).show(ui).clicked() {
                queue.push(Intent::AskSnippetFolder);
                is_chosen = true;
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(folder.unwrap_or(tr!("Beside the settings"))).truncate());
            });
        });
    });
    is_chosen
}

fn language(ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) {
    let settings = facts.settings;
    ui.columns(2, |columns| {
        let mut languages = vec![
            Choice::new(Language::System, tr!("As the desktop")),
            Choice::new(Language::Tag("en".to_owned()), "English"),
        ];
        for language in facts.catalogs.languages() {
            languages.push(Choice::new(Language::Tag(language.tag().to_owned()), language.name()));
        }
        let mut chosen = settings.language.clone();
        // Chosen once, and gone since.
        let gone = match &chosen {
            Language::Tag(tag) if tag != "en" && facts.catalogs.for_tag(tag).is_none() => Some(tag.clone()),
            Language::Tag(_) | Language::System => None,
        };
        if let Some(tag) = &gone {
            languages.push(Choice::new(chosen.clone(), tag).detail(tr!("missing")));
        }
        let field = Field::new(tr!("Language of the window"));
        choose(&mut columns[0], field, &mut chosen, &languages, queue, Setting::Language);

        let usual = Numbers::of_window(&settings.language, facts.desktop.language()).example();
        let examples = Numbers::ALL.map(Numbers::example);
        let mut choices = vec![Choice::new(NumberChoice::System, tr!("As the language")).detail(&usual)];
        let ways = [NumberChoice::Comma, NumberChoice::Dot, NumberChoice::Space, NumberChoice::Apostrophe];
        choices.extend(ways.into_iter().zip(&examples).map(|(way, example)| Choice::new(way, example)));
        let mut chosen = settings.numbers;
        choose(&mut columns[1], Field::new(tr!("Numbers")), &mut chosen, &choices, queue, Setting::Numbers);
    });
}

/// A list whose choice is asked for at once.
fn choose<T: Clone + PartialEq>(
    ui: &mut Ui,
    field: Field<'_>,
    value: &mut T,
    choices: &[Choice<'_, T>],
    queue: &mut Queue,
    setting: impl FnOnce(T) -> Setting,
) {
    if ChoiceField::new(field).show(ui, value, choices).changed() {
        queue.push(Intent::Set(setting(value.clone())));
    }
}
