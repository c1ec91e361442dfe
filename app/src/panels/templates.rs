//! Snippets: stages to drop between those of the design, from the program and from a folder of one's own.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align, DragAndDrop, Frame, Layout, Margin, Rect, Response, RichText, Role, ScrollArea, Sense, Ui,
    WidgetInfo, pos2, vec2,
};
use pipewright_core::template::{Template, snippets};

use super::menu;
use crate::app::Snippets;
use crate::canvas::{FromTemplates, Miniature, label};
use crate::commands::Command;
use crate::intent::{Intent, Queue};
use crate::look::tokens::{radius, space, text};
use crate::look::widgets::{EmptyState, IconButton, SearchField, Tone, section, soft_ring, status_line};
use crate::look::{Tokens, fonts, icons};
use crate::tr;

/// What is typed, and the pictures.
#[derive(Default)]
pub struct State {
    search: String,
    /// By where a snippet comes from and its name. A file may change, so the snippet is kept beside its picture.
    pictures: HashMap<(bool, String), (Arc<Template>, Miniature)>,
    /// The snippet clicked last, and when, in seconds of the interface's clock.
    clicked: Option<(Arc<Template>, f64)>,
    /// Whether the folder was asked for since the tab was opened.
    pub is_read: bool,
}

const ROW: f32 = 48.0;
/// Seconds in which a second click makes a double click.
const DOUBLE_CLICK: f64 = 0.4;
const PICTURE: f32 = 58.0;

pub fn show(ui: &mut Ui, own: &Snippets, state: &mut State, queue: &mut Queue) {
    if !std::mem::replace(&mut state.is_read, true) {
        queue.push(Intent::ReadSnippets);
    }
    let padded = Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 0 });
    padded.show(ui, |ui| SearchField::new(&mut state.search, tr!("Find a snippet")).show(ui));
    ScrollArea::vertical().id_salt("snippets").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 12 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let words = state.search.to_lowercase();
            let fits = |snippet: &Template| {
                let all = format!("{} {} {}", snippet.title, snippet.summary, snippet.systems.join(" "));
                let all = all.to_lowercase();
                words.split_whitespace().all(|word| all.contains(word))
            };
            title(ui, tr!("Snippets"), |_| {});
            let found: Vec<_> = snippets().iter().filter(|snippet| fits(snippet)).collect();
            for snippet in &found {
                entry(ui, snippet, false, state, queue);
            }
            if found.is_empty() {
                EmptyState::new(icons::SEARCH, tr!("No snippet found"), tr!("Try another word")).show(ui);
            }
            ui.add_space(space::M);
            own_snippets(ui, own, &fits, state, queue);
            ui.add_space(space::M);
            title(ui, tr!("Whole pipelines"), |_| {});
            let command = Command::NewFromTemplate;
            let row = crate::look::widgets::Row::new(command.label()).icon(icons::FILE);
            if row.show(ui).on_hover_text(command.tooltip()).clicked() {
                queue.run(Command::NewFromTemplate);
            }
        });
    });
}

fn own_snippets(
    ui: &mut Ui,
    own: &Snippets,
    fits: &dyn Fn(&Template) -> bool,
    state: &mut State,
    queue: &mut Queue,
) {
    title(ui, tr!("Own snippets"), |ui| {
        if IconButton::new(icons::FOLDER_OPEN, tr!("Choose folder of snippets…")).small().show(ui).clicked()
        {
            queue.push(Intent::AskSnippetFolder);
        }
        if IconButton::new(icons::REFRESH, tr!("Read snippets again")).small().show(ui).clicked() {
            queue.push(Intent::ReadSnippets);
        }
    });
    for one in own.list() {
        match &one.read {
            Ok(snippet) if fits(snippet) => {
                ui.push_id(&one.path, |ui| entry(ui, snippet, true, state, queue));
            }
            Ok(_) => {}
            Err(reason) => broken(ui, &one.path, reason),
        }
    }
    if own.list().is_empty() {
        let tokens = Tokens::of(ui);
        let words =
            tr!("Select stages or actions and choose Save as snippet… to keep them here for other designs");
        Frame::new().inner_margin(Margin::symmetric(4, 2)).show(ui, |ui| {
            ui.label(RichText::new(words).font(fonts::regular(text::SMALL)).color(tokens.weak));
        });
    }
}

fn broken(ui: &mut Ui, path: &Path, reason: &str) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Frame::new().inner_margin(Margin::symmetric(4, 2)).show(ui, |ui| {
        status_line(ui, Tone::Warning, &format!("{name}: {reason}"))
            .on_hover_text(path.display().to_string());
    });
}

/// The title of a group, with buttons at its right.
fn title(ui: &mut Ui, words: &str, buttons: impl FnOnce(&mut Ui)) {
    Frame::new().inner_margin(Margin { left: 4, right: 0, top: 0, bottom: 2 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            section(ui, words);
            ui.with_layout(Layout::right_to_left(Align::Center), buttons);
        });
    });
}

fn entry(ui: &mut Ui, snippet: &Arc<Template>, is_own: bool, state: &mut State, queue: &mut Queue) {
    let picture = state.picture(snippet, is_own);
    let response = ui.push_id(&snippet.name, |ui| row(ui, snippet, picture)).inner;
    if response.drag_started() {
        DragAndDrop::set_payload(ui, FromTemplates(Arc::clone(snippet)));
    }
    // Enter, Space and screen readers click without a pointer, once.
    let by_keys = response.clicked() && !ui.input(|input| input.pointer.any_click());
    if response.clicked() {
        response.request_focus();
    }
    let is_twice = response.clicked() && !by_keys && state.is_second_click(ui, snippet);
    if is_twice || by_keys {
        queue.push(Intent::AddSnippet { snippet: Arc::clone(snippet), at: None });
    }
    response.context_menu(|ui| {
        if menu::extra(ui, icons::PLUS, tr!("Add behind the selected stage")) {
            queue.push(Intent::AddSnippet { snippet: Arc::clone(snippet), at: None });
        }
        if menu::extra(ui, icons::COPY, tr!("Copy name")) {
            queue.push(Intent::Copy(snippet.title.clone()));
        }
        ui.separator();
        if menu::extra(ui, icons::FOLDER_OPEN, tr!("Choose folder of snippets…")) {
            queue.push(Intent::AskSnippetFolder);
        }
        if menu::extra(ui, icons::REFRESH, tr!("Read snippets again")) {
            queue.push(Intent::ReadSnippets);
        }
    });
    let hint = tr!("Drag it between two stages, or press Enter to add it behind the selected one");
    response.on_hover_text(format!("{}\n{hint}", snippet.summary));
}

fn row(ui: &mut Ui, snippet: &Template, picture: &Miniature) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &snippet.title));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(snippet.summary.as_str()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let tokens = Tokens::of(ui);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius::CONTROL, tokens.hover);
    }
    let frame = Rect::from_min_size(rect.min + vec2(4.0, 5.0), vec2(PICTURE, ROW - 10.0));
    let line = eframe::egui::Stroke::new(1.0, tokens.line);
    ui.painter().rect(frame, radius::CONTROL, tokens.canvas, line, eframe::egui::StrokeKind::Inside);
    picture.paint_bare(ui.painter(), frame.shrink(5.0), tokens);
    let left = frame.max.x + space::S + 2.0;
    let room = rect.max.x - left - space::XS;
    let mut job = LayoutJob::simple(snippet.title.clone(), fonts::medium(text::BODY), tokens.text, room);
    job.wrap.max_rows = 2;
    let title = ui.painter().layout_job(job);
    if title.rows.len() > 1 {
        ui.painter().galley(pos2(left, rect.center().y - title.size().y / 2.0), title, tokens.text);
    } else {
        ui.painter().galley(pos2(left, rect.min.y + 16.0 - title.size().y / 2.0), title, tokens.text);
        let systems = snippet.systems.join(" · ");
        let words = if systems.is_empty() { snippet.summary.as_str() } else { systems.as_str() };
        let at = pos2(left, rect.min.y + 33.0);
        label(ui.painter(), at, words, fonts::regular(11.0), tokens.weak, room);
    }
    if response.has_focus() {
        soft_ring(ui, rect.shrink(1.0), radius::CONTROL, tokens.accent, tokens.selection_ring);
    }
    response
}

impl State {
    /// Two clicks on one snippet. The toolkit counts clicks wherever they are, so that two quick ones on two
    /// snippets would be a double click on the second.
    fn is_second_click(&mut self, ui: &Ui, snippet: &Arc<Template>) -> bool {
        let now = ui.input(|input| input.time);
        let last = self.clicked.take();
        let is_second = last.is_some_and(|(of, at)| Arc::ptr_eq(&of, snippet) && now - at <= DOUBLE_CLICK);
        if !is_second {
            self.clicked = Some((Arc::clone(snippet), now));
        }
        is_second
    }

    fn picture(&mut self, snippet: &Arc<Template>, is_own: bool) -> &Miniature {
        let key = (is_own, snippet.name.clone());
        if self.pictures.get(&key).is_none_or(|(of, _)| !Arc::ptr_eq(of, snippet)) {
            let picture = Miniature::of_template(snippet, &snippet.defaults());
            self.pictures.insert(key.clone(), (Arc::clone(snippet), picture));
        }
        &self.pictures[&key].1
    }
}
