//! Every form a design can be exported in: what can be chosen about it, what comes of it, and what it cannot carry.

mod choices;
mod colors;
mod make;
mod preview;
mod report;

use std::path::PathBuf;

use eframe::egui::{
    Align, Context, Id, Key, Layout, Modifiers, Rect, RichText, Role, ScrollArea, Sense, Spinner, Stroke, Ui,
    UiBuilder, vec2,
};

use super::Facts;
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::tokens::{space, stroke, text};
use crate::look::widgets::{Button, Dialog, Row, section};
use crate::look::{Tokens, fonts, icons};
use crate::picture::Form;
use crate::settings::Setting;
use crate::tr;
pub use choices::Exports;
use choices::Shown;
use make::{Maker, State};

/// What is chosen, and what is being made of it.
pub struct Export {
    exports: Exports,
    shown: Shown,
    maker: Maker,
    preview: preview::View,
    is_new: bool,
}

const WIDTH: f32 = 1180.0;
/// Of forms and options; the rest is the preview.
const LEFT: f32 = 292.0;
/// Of what the form cannot carry.
const REPORT: f32 = 124.0;

impl Export {
    /// As it was left the last time, with the values of the environment that is in use.
    pub fn new(mut exports: Exports, environment: Option<&str>) -> Self {
        exports.environment = environment.map(str::to_owned);
        let (shown, preview) = (Shown::default(), preview::View::default());
        Self { exports, shown, maker: Maker::default(), preview, is_new: true }
    }

    /// Writes the file that is shown to a path.
    pub fn save_to(&mut self, path: PathBuf, ctx: &Context, editor: &Editor) {
        let wish = self.exports.wish(self.shown, editor);
        self.maker.save(path, wish, ctx, editor);
    }

    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        if let Some(saved) = self.maker.poll(ctx) {
            queue.push(Intent::Exported(saved));
        }
        let mut is_done = false;
        let form = self.exports.form();
        let subtitle = about(form);
        let dialog = Dialog::new(Id::unique("export"), tr!("Export design")).subtitle(subtitle).width(WIDTH);
        let height = (ctx.content_rect().height() - 236.0).clamp(120.0, 640.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.bare(|ui| self.columns(ui, height, facts, queue));
            let summary = self.maker.summary();
            dialog.footer(&summary, |ui| is_done = self.buttons(ui, queue));
        });
        is_done |= response.should_close;
        if is_done {
            self.maker.cancel();
        }
        !is_done
    }

    fn columns(&mut self, ui: &mut Ui, height: f32, facts: &Facts<'_>, queue: &mut Queue) {
        let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let (left, right) = all.split_left_right_at_x(all.min.x + LEFT.min(all.width() * 0.4));
        let line = Stroke::new(stroke::LINE, Tokens::of(ui).line);
        let mut side = child(ui, left, "left");
        ScrollArea::vertical().id_salt("forms").auto_shrink(false).show(&mut side, |ui| {
            eframe::egui::Frame::new().inner_margin(eframe::egui::Margin::symmetric(12, 12)).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                let before = self.exports.clone();
                self.forms(ui);
                ui.add_space(space::XS);
                self.options(ui, facts.editor);
                if self.exports != before {
                    queue.push(Intent::Set(Setting::Exports(self.exports.clone())));
                }
            });
        });
        let report = if self.exports.form().as_text().is_some() { REPORT.min(height * 0.3) } else { 40.0 };
        let (upper, lower) = right.split_top_bottom_at_y(right.max.y - report);
        let wish = self.exports.wish(self.shown, facts.editor);
        let pixels = upper.size() * ui.pixels_per_point();
        self.maker.follow(wish, [pixels.x as u32, pixels.y as u32], ui, facts.editor);
        let mut inside = child(ui, upper, "preview");
        self.preview(&mut inside, upper);
        report::show(&mut child(ui, lower, "report"), self.exports.form(), self.maker.losses());
        // Over the grounds of both.
        ui.painter().hline(lower.x_range(), lower.min.y, line);
        ui.painter().vline(right.min.x, all.y_range(), line);
    }

    fn forms(&mut self, ui: &mut Ui) {
        section(ui, tr!("Form"));
        let mut form = self.exports.form();
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for other in Form::ALL {
                let icon = if other.is_picture() { icons::EYE } else { icons::FILE };
                let is_chosen = other == form;
                let row = Row::new(title(other)).icon(icon).role(Role::RadioButton).selected(is_chosen);
                let response = row.show(ui).on_hover_text(about(other));
                if is_chosen && std::mem::take(&mut self.is_new) {
                    response.request_focus();
                }
                if response.clicked() {
                    form = other;
                }
            }
        });
        if form != self.exports.form() {
            self.exports.choose(form);
            self.preview = preview::View::default();
        }
    }

    fn preview(&mut self, ui: &mut Ui, rect: Rect) {
        ui.painter().rect_filled(rect, 0.0, Tokens::of(ui).canvas);
        match self.maker.state() {
            State::Making => {
                centered(ui, rect, |ui| {
                    ui.horizontal(|ui| {
                        ui.add(Spinner::new().size(16.0));
                        ui.label(tr!("Making the preview …"));
                        if Button::link(tr!("Stop")).show(ui).clicked() {
                            self.maker.stop();
                        }
                    });
                });
            }
            State::Stopped => {
                centered(ui, rect, |ui| {
                    ui.label(RichText::new(tr!("No preview")).color(Tokens::of(ui).weak));
                    if Button::ghost(tr!("Make the preview")).show(ui).clicked() {
                        self.maker.again();
                    }
                });
            }
            State::Failed(reason) => {
                let reason = reason.to_owned();
                centered(ui, rect, |ui| {
                    ui.label(
                        RichText::new(icons::ERROR)
                            .font(fonts::regular(22.0))
                            .color(Tokens::of(ui).error.solid),
                    );
                    ui.label(reason);
                });
            }
            State::Made(made) => self.preview.show(ui, made),
        }
    }

    fn buttons(&mut self, ui: &mut Ui, queue: &mut Queue) -> bool {
        if let Some(name) = self.maker.saving() {
            if Button::ghost(tr!("Cancel")).show(ui).clicked() {
                self.maker.cancel();
            }
            let words = tr!("Writing {file} …", file = name);
            ui.label(RichText::new(words).font(fonts::regular(text::SMALL)));
            ui.add(Spinner::new().size(16.0));
            return false;
        }
        let form = self.exports.form();
        let by_key = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::S));
        let save = Button::filled(tr!("Save…")).shortcut("Ctrl+S").show(ui);
        if save.clicked() || by_key {
            queue.push(Intent::AskExportPath(form));
        }
        let text = self.maker.text();
        let reason = match text {
            None if form.is_binary() => Some(tr!("only texts can be copied")),
            None => Some(tr!("the preview is not made yet")),
            Some(_) => None,
        };
        if Button::ghost(tr!("Copy")).disabled_because(reason).show(ui).clicked()
            && let Some(text) = text
        {
            queue.push(Intent::Copy(text.to_owned()));
        }
        Button::ghost(tr!("Close")).show(ui).clicked()
    }
}

fn child(ui: &mut Ui, rect: Rect, name: &str) -> Ui {
    let builder = UiBuilder::new().id_salt(name).max_rect(rect).layout(Layout::top_down(Align::Min));
    let mut child = ui.new_child(builder);
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    child
}

/// Something small in the middle.
fn centered(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui)) {
    let middle = Rect::from_center_size(rect.center(), vec2(rect.width().min(420.0), 80.0));
    ui.scope_builder(UiBuilder::new().max_rect(middle).layout(Layout::top_down(Align::Center)), content);
}

fn title(form: Form) -> &'static str {
    match form {
        Form::Json => tr!("CodePipeline JSON"),
        Form::Cloudformation => tr!("CloudFormation YAML"),
        Form::CloudformationJson => tr!("CloudFormation JSON"),
        Form::Terraform => tr!("Terraform"),
        Form::Markdown => tr!("Markdown"),
        Form::Html => tr!("HTML page"),
        Form::Mermaid => tr!("Mermaid"),
        Form::Svg => tr!("SVG picture"),
        Form::Png => tr!("PNG picture"),
        Form::Pdf => tr!("PDF page"),
    }
}

fn about(form: Form) -> &'static str {
    match form {
        Form::Json => {
            tr!("What create-pipeline and update-pipeline of the AWS CLI take with --cli-input-json")
        }
        Form::Cloudformation => tr!("A template in YAML, of the pipeline or of everything around it"),
        Form::CloudformationJson => tr!("A template in JSON, of the pipeline or of everything around it"),
        Form::Terraform => tr!("Resources of the AWS provider, of the pipeline or of everything around it"),
        Form::Markdown => tr!("A review packet that GitHub and GitLab show"),
        Form::Html => tr!("The review packet as one page with the picture in it"),
        Form::Mermaid => tr!("A flowchart for Markdown on GitHub and GitLab"),
        Form::Svg => tr!("A picture that stays sharp, with words that can be searched"),
        Form::Png => tr!("A picture of points, for slides and chats"),
        Form::Pdf => tr!("A picture to print"),
    }
}
