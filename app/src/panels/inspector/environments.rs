//! The environments that parameters have values for.

use eframe::egui::{Align, Label, Layout, RichText, Ui, vec2};

use pipewright_core::document::Owner;
use pipewright_core::edit::fresh_name;
use pipewright_core::edit::parameters::environments;
use pipewright_core::pipeline::Path;

use super::cells::{Cell, cell_box};
use super::controls::Commit;
use super::draft::Leave;
use super::form::Form;
use super::line::{message, weak};
use super::problem::Problem;
use super::table::select_all;
use crate::intent::Intent;
use crate::look::widgets::{Button, IconButton};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{size, space, text},
};
use crate::tr;

/// What the first ones are called.
const USUAL: [&str; 3] = ["dev", "prod", "test"];

/// Room for the button that takes an environment into use.
const USE_WIDTH: f32 = 64.0;

impl Form<'_> {
    pub(super) fn environments(&mut self, ui: &mut Ui) {
        let mut is_asked = false;
        self.section_with(ui, tr!("Environments"), |_, ui| {
            is_asked = IconButton::new(icons::PLUS, tr!("Add an environment")).small().show(ui).clicked();
        });
        self.within(Owner::Extras, |form| {
            let names = form.document().environments();
            if is_asked {
                let usual = USUAL.into_iter().find(|name| !names.contains(name)).map(str::to_owned);
                let name =
                    usual.unwrap_or_else(|| fresh_name("environment", names.iter().copied(), '-', 100));
                form.state.focus_cell = Some(form.environment_id(names.len()));
                form.change_at_once(environments::add(form.document(), &name));
            }
            if names.is_empty() {
                weak(ui, tr!("None. Parameters take their defaults everywhere."));
            }
            for (index, name) in names.iter().enumerate() {
                form.environment(ui, (index, name), &names);
            }
        });
    }

    fn environment_id(&self, index: usize) -> eframe::egui::Id {
        self.id(&Path::key("environments").then(index), "name")
    }

    fn environment(&mut self, ui: &mut Ui, (index, name): (usize, &str), names: &[&str]) {
        self.gap_between_rows(ui);
        let id = self.environment_id(index);
        let typed = self.draft_text(id, name);
        let is_wanted = self.state.focus_cell.take_if(|wanted| *wanted == id).is_some();
        let is_used = self.editor.environment() == Some(name);
        cell_box(ui, |ui| {
            let width = ui.available_width() - USE_WIDTH - size::CONTROL_SMALL - 2.0 * space::XS;
            let label = tr!("Name of environment {n}", n = index + 1);
            let leave = Leave::RenameEnvironment { old: name.to_owned() };
            let cell = Cell { width, ..Cell::new(id, &label, name) };
            let response = self.cell(ui, cell, Commit::Leaving(leave));
            if is_wanted {
                response.request_focus();
                select_all(ui, id.with("cell"), name);
            }
            let room = vec2(USE_WIDTH, size::CONTROL_SMALL);
            let is_asked = ui
                .allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
                    if is_used {
                        weak(ui, tr!("in use"));
                        return false;
                    }
                    let label = tr!("Use {name}", name = name);
                    Button::link(tr!("Use")).show(ui).accessible_name(&label).clicked()
                })
                .inner;
            if is_asked {
                self.queue.push(Intent::UseEnvironment(Some(name.to_owned())));
            }
            let label = tr!("Remove {name} with its values", name = name);
            if IconButton::new(icons::CLOSE, &label).small().show(ui).clicked() {
                self.change_at_once(environments::remove(self.document(), name));
            }
            let is_focused = response.has_focus();
            ((), is_focused)
        });
        let typed = typed.trim();
        let is_taken = typed != name && names.contains(&typed);
        let problem = is_taken.then(|| Problem::unsaved(tr!("Another environment has this name")));
        if let Some(problem) = problem {
            ui.add_space(space::XS);
            message(ui, problem.severity, &problem.words);
        }
    }
}

/// Weak words in a row, such as the name of an environment before its value.
pub(super) fn label(ui: &mut Ui, name: &str, width: f32, is_used: bool) {
    let tokens = Tokens::of(ui);
    let color = if is_used { tokens.accent_text } else { tokens.weak };
    let words = RichText::new(name).font(fonts::regular(text::SMALL)).color(color);
    let size = vec2(width, size::CONTROL_SMALL);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_width(width);
        ui.add(Label::new(words).truncate());
    });
}
