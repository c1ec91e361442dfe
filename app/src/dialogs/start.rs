//! What to begin with: a template, a recent file, a sample, an account, or nothing at all.

use std::sync::Arc;

use eframe::egui::{
    Align, Align2, Context, Id, Layout, Rect, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};
use pipewright_core::samples::SAMPLES;
use pipewright_core::template::{Template, templates};

use super::Facts;
use super::gallery::template_card;
use crate::canvas::{Miniature, label};
use crate::commands::{Command, keymap};
use crate::intent::{Intent, Queue};
use crate::look::tokens::{radius, space, stroke, text};
use crate::look::widgets::{Button, Dialog, Row, focus_ring, paint_tile, section};
use crate::look::{Hue, Tokens, fonts, icons};
use crate::panels::menu;
use crate::{tr, tr_n};

/// Shown at first; the gallery has them all.
const FEATURED: [&str; 6] = [
    "codecommit-ec2",
    "github-fargate",
    "github-lambda",
    "cloudformation-change-set",
    "static-site",
    "cross-account",
];

/// The pictures of the templates that are shown.
pub struct Start {
    featured: Vec<(Arc<Template>, Miniature)>,
}

impl Default for Start {
    fn default() -> Self {
        let featured = FEATURED.iter().filter_map(|name| pipewright_core::template::template(name));
        let with_picture = |template: &Arc<Template>| {
            (Arc::clone(template), Miniature::of_template(template, &template.defaults()))
        };
        Self { featured: featured.map(with_picture).collect() }
    }
}

const WIDTH: f32 = 1080.0;
/// Of the ways to begin and the recent files; the rest is for templates and samples.
const LEFT: f32 = 320.0;
const COLUMNS: usize = 3;

impl Start {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("start"), tr!("New pipeline"))
            .subtitle(tr!("Draw a release from source to production, check it while you draw, publish it when you are sure"))
            .width(WIDTH);
        let height = (ctx.content_rect().height() - 220.0).clamp(260.0, 590.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.bare(|ui| is_done |= self.columns(ui, height, facts, queue));
            dialog.footer(tr!("Drop a file on the window to open it"), |ui| {
                is_done |= Button::ghost(tr!("Cancel")).show(ui).clicked();
            });
        });
        !(is_done || response.should_close)
    }

    fn columns(&self, ui: &mut Ui, height: f32, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let (left, right) = all.split_left_right_at_x(all.min.x + LEFT.min(all.width() * 0.4));
        let line = Stroke::new(stroke::LINE, Tokens::of(ui).line);
        ui.painter().rect_filled(left, 0.0, Tokens::of(ui).raised);
        ui.painter().vline(right.min.x, all.y_range(), line);
        let mut column = |rect: Rect, name: &str, content: &mut dyn FnMut(&mut Ui) -> bool| {
            let inner = rect.shrink2(vec2(space::L, space::L));
            let builder = UiBuilder::new().id_salt(name).max_rect(inner).layout(Layout::top_down(Align::Min));
            let mut ui = ui.new_child(builder);
            ui.set_clip_rect(rect.intersect(ui.clip_rect()));
            eframe::egui::ScrollArea::vertical().id_salt(name).auto_shrink(false).show(&mut ui, |ui| {
                is_done |= content(ui);
            });
        };
        column(left, "begin", &mut |ui| begin(ui, facts, queue));
        column(right, "examples", &mut |ui| self.examples(ui, queue));
        is_done
    }

    fn examples(&self, ui: &mut Ui, queue: &mut Queue) -> bool {
        let mut is_done = false;
        ui.horizontal(|ui| {
            section(ui, tr!("Templates"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(space::XS);
                let count = templates().len();
                let all = tr_n!(count, "All {n} template…", "All {n} templates…");
                if Button::link(&all).show(ui).clicked() {
                    queue.push(Intent::ShowGallery(None));
                    is_done = true;
                }
            });
        });
        ui.add_space(space::XS);
        ui.spacing_mut().item_spacing = vec2(space::M, space::M);
        let room = ui.available_width() - space::M * (COLUMNS - 1) as f32 - 8.0;
        let width = (room / COLUMNS as f32).floor();
        for row in self.featured.chunks(COLUMNS) {
            ui.horizontal(|ui| {
                for (template, picture) in row {
                    let name = tr!("From template: {title}", title = template.title);
                    if template_card(ui, &name, template, picture, width, false).clicked() {
                        queue.push(Intent::ShowGallery(Some(template.name.clone())));
                        is_done = true;
                    }
                }
            });
        }
        ui.add_space(space::XS);
        section(ui, tr!("Samples"));
        ui.spacing_mut().item_spacing.y = 2.0;
        for (sample, mark) in
            SAMPLES.iter().zip([(Hue::Source, "Cc"), (Hue::Deploy, "Eb"), (Hue::Build, "Gh")])
        {
            if entry(ui, sample.name, Mark::Tile(mark.0, mark.1), (sample.title, ""), sample.summary) {
                queue.push(Intent::OpenSample(sample.name));
                is_done = true;
            }
        }
        is_done
    }
}

fn begin(ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    let mut is_done = false;
    ui.spacing_mut().item_spacing.y = 2.0;
    section(ui, tr!("Begin"));
    ui.add_space(space::XS);
    if entry(ui, "blank", Mark::Icon(icons::PLUS), (tr!("Blank"), ""), tr!("An empty V2 pipeline")) {
        queue.push(Intent::OpenBlank);
        is_done = true;
    }
    for command in [Command::Open, Command::OpenPath, Command::FromAws] {
        let keys = keymap::shown(ui, command);
        let icon = Mark::Icon(command.row().icon);
        if entry(ui, command.row().label, icon, (command.label(), &keys), command.tooltip()) {
            queue.run(command);
            is_done = true;
        }
    }
    ui.add_space(space::L);
    section(ui, tr!("Recent"));
    ui.add_space(space::XS);
    let recent = facts.settings.recent.list();
    if recent.is_empty() {
        let words =
            RichText::new(tr!("Files you open or save are listed here")).font(fonts::regular(text::SMALL));
        ui.label(words.color(Tokens::of(ui).weak));
    }
    for file in recent.iter().take(8) {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = file.path.parent().and_then(std::path::Path::file_name);
        let folder = folder.unwrap_or_default().to_string_lossy().into_owned();
        let detail = if file.is_missing { tr!("missing") } else { folder.as_str() };
        let response = ui
            .push_id(&file.path, |ui| Row::new(&name).icon(icons::FILE).detail(detail).show(ui))
            .inner
            .on_hover_text(file.path.display().to_string());
        response.context_menu(|ui| {
            if menu::extra(ui, icons::FOLDER_OPEN, tr!("Open")) {
                queue.push(Intent::OpenFile(file.path.clone()));
                is_done = true;
            }
            if menu::extra(ui, icons::COPY, tr!("Copy path")) {
                queue.push(Intent::Copy(file.path.display().to_string()));
            }
            if menu::extra(ui, icons::CLOSE, tr!("Remove from the list")) {
                queue.push(Intent::ForgetRecent(file.path.clone()));
            }
        });
        if response.clicked() {
            queue.push(Intent::OpenFile(file.path.clone()));
            is_done = true;
        }
    }
    is_done
}

/// What stands in front of a choice.
#[derive(Clone, Copy)]
enum Mark<'a> {
    Tile(Hue, &'a str),
    Icon(&'a str),
}

/// A choice of two lines, with its keys behind the title.
fn entry(ui: &mut Ui, id: &str, mark: Mark<'_>, (title, keys): (&str, &str), words: &str) -> bool {
    let tokens = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, title));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius::CARD, tokens.hover);
    }
    let square = Rect::from_center_size(pos2(rect.min.x + 26.0, rect.center().y), vec2(32.0, 32.0));
    match mark {
        Mark::Tile(hue, letters) => paint_tile(ui.painter(), square, tokens.hue(hue), letters),
        Mark::Icon(icon) => {
            let line = Stroke::new(stroke::LINE, tokens.line);
            let inside = eframe::egui::StrokeKind::Inside;
            ui.painter().rect(square, radius::CONTROL, tokens.raised, line, inside);
            icons::paint(ui.painter(), square.center(), icon, 16.0, tokens.text);
        }
    }
    let left = rect.min.x + 54.0;
    let room = rect.max.x - left - space::M;
    let line = |y: f32| pos2(left, rect.min.y + y);
    let right = pos2(rect.max.x - space::M, rect.min.y + 16.0);
    ui.painter().text(right, Align2::RIGHT_CENTER, keys, fonts::regular(text::SMALL), tokens.weak);
    label(ui.painter(), line(16.0), title, fonts::medium(text::BODY), tokens.text, room);
    label(ui.painter(), line(33.0), words, fonts::regular(text::SMALL), tokens.weak, room);
    focus_ring(ui, &response, rect, radius::CARD);
    response.on_hover_text(words).clicked()
}
