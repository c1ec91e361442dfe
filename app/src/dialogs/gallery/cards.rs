//! The left half: search, filters, and a card for each template.

use eframe::egui::{
    Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use pipewright_core::template::{Template, systems_of, templates};

use super::{Focus, Gallery};
use crate::canvas::{Miniature, label};
use crate::look::tokens::{radius, space, stroke, text};
use crate::look::widgets::{Button, EmptyState, SearchField, focus_ring, soft_ring};
use crate::look::{Tokens, fonts, icons};
use crate::tr;

/// Filters that are shown before one asks for all.
const FEW_SYSTEMS: usize = 11;
const PICTURE: f32 = 92.0;
/// Below the picture.
const WORDS: f32 = 50.0;

impl Gallery {
    pub(super) fn cards(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        // Arrows walk over the cards; the field would take them to move its cursor.
        let is_typing = ui.text_edit_focused();
        let search = SearchField::new(&mut self.search, tr!("Find a template")).show(ui);
        if self.focus == Some(Focus::Search) {
            self.focus = None;
            search.request_focus();
        }
        if search.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            self.focus = Some(Focus::Form);
        }
        self.filters(ui);
        let shown: Vec<usize> =
            (0..templates().len()).filter(|index| self.fits(&templates()[*index])).collect();
        if search.has_focus() || !is_typing {
            self.walk(ui, &shown, search.has_focus());
        }
        if search.changed()
            && let Some(first) = shown.first()
            && !shown.iter().any(|index| templates()[*index].name == self.chosen.name)
        {
            self.choose(&templates()[*first]);
        }
        ScrollArea::vertical().id_salt("templates").auto_shrink(false).show(ui, |ui| {
            if shown.is_empty() {
                let words = tr!("Try another word, or another system");
                EmptyState::new(icons::SEARCH, tr!("No template found"), words).show(ui);
                return;
            }
            ui.spacing_mut().item_spacing = vec2(space::M, space::M);
            let width = ((ui.available_width() - space::M - 8.0) / 2.0).floor();
            for pair in shown.chunks(2) {
                ui.horizontal(|ui| pair.iter().for_each(|index| self.card(ui, *index, width)));
            }
        });
        self.scrolls = false;
    }

    fn fits(&self, template: &Template) -> bool {
        let words = self.search.to_lowercase();
        let all =
            format!("{} {} {}", template.title, template.summary, template.systems.join(" ")).to_lowercase();
        words.split_whitespace().all(|word| all.contains(word))
            && self.system.is_none_or(|system| template.systems.iter().any(|it| it == system))
    }

    fn filters(&mut self, ui: &mut Ui) {
        let systems = systems_of(templates());
        let count = if self.shows_all_systems { systems.len() } else { FEW_SYSTEMS.min(systems.len()) };
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            if filter(ui, tr!("All"), self.system.is_none()).clicked() {
                self.system = None;
            }
            for system in &systems[..count] {
                let is_on = self.system == Some(system);
                if filter(ui, system, is_on).clicked() {
                    self.system = (!is_on).then_some(system);
                    if let Some(first) = templates().iter().find(|it| self.fits(it))
                        && !self.fits(&self.chosen.clone())
                    {
                        self.choose(first);
                    }
                }
            }
            let words = if self.shows_all_systems { tr!("Fewer") } else { tr!("More") };
            if Button::link(words).show(ui).clicked() {
                self.shows_all_systems = !self.shows_all_systems;
                self.system = self.system.filter(|_| self.shows_all_systems);
            }
        });
    }

    fn walk(&mut self, ui: &Ui, shown: &[usize], is_in_search: bool) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let mut steps = 0;
        for (key, step) in [(Key::ArrowDown, 2), (Key::ArrowUp, -2)] {
            steps += if pressed(key) { step } else { 0 };
        }
        if !is_in_search {
            for (key, step) in [(Key::ArrowRight, 1), (Key::ArrowLeft, -1)] {
                steps += if pressed(key) { step } else { 0 };
            }
        }
        let current = shown.iter().position(|index| templates()[*index].name == self.chosen.name);
        if steps != 0
            && let Some(last) = shown.len().checked_sub(1)
        {
            let next =
                current.map_or(0, |current| (current as isize + steps).clamp(0, last as isize) as usize);
            self.choose(&templates()[shown[next]]);
            self.scrolls = true;
        }
    }

    fn card(&mut self, ui: &mut Ui, index: usize, width: f32) {
        let template = &templates()[index];
        let is_chosen = template.name == self.chosen.name;
        let response = template_card(ui, &template.title, template, &self.pictures[index], width, is_chosen);
        if response.clicked() {
            self.choose(template);
            // A click says which; what comes next is its name.
            if !ui.input(|input| input.pointer.any_click()) {
                self.focus = Some(Focus::Form);
            }
        }
        if is_chosen && self.scrolls {
            response.scroll_to_me(None);
        }
    }
}

/// A picture with the title below it.
pub fn template_card(
    ui: &mut Ui,
    name: &str,
    template: &Template,
    picture: &Miniature,
    width: f32,
    is_chosen: bool,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, PICTURE + WORDS), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(template.summary.as_str()));
    paint_card(ui, rect, &response, template, picture, is_chosen);
    response.on_hover_text(&template.summary)
}

fn paint_card(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    template: &Template,
    picture: &Miniature,
    is_chosen: bool,
) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    let tokens = Tokens::of(ui);
    let (fill, edge) = match (is_chosen, response.hovered()) {
        (true, _) => (tokens.raised, tokens.accent),
        (false, true) => (tokens.hover, tokens.line_strong),
        (false, false) => (tokens.raised, tokens.line),
    };
    ui.painter().rect(rect, radius::CARD, fill, Stroke::new(stroke::LINE, edge), StrokeKind::Inside);
    let (top, _) = rect.split_top_bottom_at_y(rect.min.y + PICTURE);
    picture.paint(ui.painter(), top.shrink(6.0), tokens);
    let left = rect.min.x + space::M;
    let room = rect.width() - 2.0 * space::M;
    let line = |y: f32| pos2(left, rect.min.y + PICTURE + y);
    label(ui.painter(), line(13.0), &template.title, fonts::semibold(text::BODY), tokens.text, room);
    label(ui.painter(), line(32.0), &template.systems.join(" · "), fonts::regular(11.0), tokens.weak, room);
    if is_chosen {
        soft_ring(ui, rect, radius::CARD, tokens.accent, tokens.selection_ring);
    }
    focus_ring(ui, response, rect, radius::CARD);
}

/// A pill that is on or off.
fn filter(ui: &mut Ui, words: &str, is_on: bool) -> Response {
    let tokens = Tokens::of(ui);
    let (color, font) = if is_on {
        (tokens.accent_text, fonts::medium(text::SMALL))
    } else {
        (tokens.weak, fonts::regular(text::SMALL))
    };
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font, color);
    let (rect, response) =
        ui.allocate_exact_size(vec2((galley.size().x + 20.0).ceil(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, words));
    let (fill, edge) = match (is_on, response.hovered()) {
        (true, _) => (tokens.selection_fill, tokens.accent),
        (false, true) => (tokens.hover, tokens.line_strong),
        (false, false) => (tokens.raised, tokens.line),
    };
    ui.painter().rect(rect, 12.0, fill, Stroke::new(stroke::LINE, edge), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
    focus_ring(ui, &response, rect, 12);
    response
}
