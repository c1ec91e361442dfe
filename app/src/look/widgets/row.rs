//! A line of a list: palette, outline, menu, results.

use eframe::egui::{
    Align, Color32, CornerRadius, FontId, Rect, Response, Role, Sense, Ui, WidgetInfo, accesskit, pos2, vec2,
};

use super::{paint, tile::paint_tile};
use crate::look::{
    Hue, Tokens, fonts,
    tokens::{radius, size, space, text},
};

/// A line that can be clicked, selected and dragged.
#[must_use = "call show"]
pub struct Row<'a> {
    label: &'a str,
    detail: Option<&'a str>,
    detail_color: Option<Color32>,
    mark: Mark<'a>,
    is_selected: Option<bool>,
    indent: f32,
    is_among_tiles: bool,
    is_code: bool,
    role: Role,
    sense: Sense,
}

enum Mark<'a> {
    None,
    Icon(&'a str, Option<Color32>),
    Tile(Hue, &'a str),
}

impl<'a> Row<'a> {
    pub fn new(label: &'a str) -> Self {
        Self {
            label,
            detail: None,
            detail_color: None,
            mark: Mark::None,
            is_selected: None,
            indent: 0.0,
            is_among_tiles: false,
            is_code: false,
            role: Role::Button,
            sense: Sense::click(),
        }
    }

    /// Weaker words at the right.
    pub fn detail(mut self, detail: &'a str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Words or an icon at the right in a color that means something.
    pub fn colored_detail(mut self, detail: &'a str, color: Color32) -> Self {
        (self.detail, self.detail_color) = (Some(detail), Some(color));
        self
    }

    pub fn icon(mut self, icon: &'a str) -> Self {
        self.mark = Mark::Icon(icon, None);
        self
    }

    /// An icon in a color that means something.
    pub fn colored_icon(mut self, icon: &'a str, color: Color32) -> Self {
        self.mark = Mark::Icon(icon, Some(color));
        self
    }

    /// The tile of a provider.
    pub fn tile(mut self, hue: Hue, letters: &'a str) -> Self {
        self.mark = Mark::Tile(hue, letters);
        self
    }

    /// For lists where some rows have tiles: an icon takes as much room, so that the words stand in line.
    pub fn among_tiles(mut self) -> Self {
        self.is_among_tiles = true;
        self
    }

    pub fn selected(mut self, is_selected: bool) -> Self {
        self.is_selected = Some(is_selected);
        self
    }

    /// Levels below the outermost of a tree.
    pub fn level(mut self, level: usize) -> Self {
        self.indent = level as f32 * space::L;
        self
    }

    /// Monospaced: for names that are typed.
    pub fn code(mut self) -> Self {
        self.is_code = true;
        self
    }

    /// What it is in its list: `ListItem`, `TreeItem`, `MenuItem`. A button if nothing is said.
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    pub fn draggable(mut self) -> Self {
        self.sense = Sense::click_and_drag();
        self
    }

    /// As wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), self.sense);
        response.widget_info(|| match self.is_selected {
            Some(selected) => WidgetInfo::selected(self.role, ui.is_enabled(), selected, self.label),
            None => WidgetInfo::labeled(self.role, ui.is_enabled(), self.label),
        });
        if let Some(detail) = self.detail {
            response.ctx.accesskit_node_builder(response.id, |node: &mut accesskit::Node| {
                node.set_description(detail);
            });
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        response
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let tokens = Tokens::of(ui);
        let corner = CornerRadius::same(radius::CONTROL);
        if self.is_selected == Some(true) {
            ui.painter().rect_filled(rect, corner, tokens.selection_fill);
        } else if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, corner, tokens.hover);
        }
        let mut inner = rect.shrink2(vec2(space::S, 0.0));
        inner.min.x += self.indent;
        inner.min.x += self.paint_mark(ui, inner);
        let font = if self.is_code { fonts::code() } else { fonts::body() };
        if let Some(detail) = self.detail {
            let room = self.detail_room(ui, inner.width(), font.clone());
            if room > 0.0 {
                let color = self.detail_color.unwrap_or(tokens.weak);
                let galley = paint::galley_within(ui, detail, fonts::regular(text::SMALL), color, room);
                let width = galley.size().x;
                paint::place(ui, inner, Align::Max, galley);
                inner.max.x -= width + space::S;
            }
        }
        let label = paint::galley_within(ui, self.label, font, tokens.text, inner.width().max(0.0));
        paint::place(ui, inner, Align::Min, label);
        if response.has_focus() {
            paint::soft_ring(ui, rect.shrink(1.0), radius::CONTROL, tokens.accent, tokens.selection_ring);
        }
    }

    /// The label comes first: the detail has what is left of the row, or nothing where that says too little. A sign
    /// with a meaning is always shown.
    fn detail_room(&self, ui: &Ui, width: f32, font: FontId) -> f32 {
        if self.detail_color.is_some() {
            return width;
        }
        let label = paint::galley(ui, self.label, font, Tokens::of(ui).text).size().x;
        let left = width - label - space::S;
        if left < DETAIL { 0.0 } else { left }
    }

    /// Returns how much room it took.
    fn paint_mark(&self, ui: &Ui, inner: Rect) -> f32 {
        let tokens = Tokens::of(ui);
        match self.mark {
            Mark::None => 0.0,
            Mark::Icon(icon, color) => {
                let galley =
                    paint::galley(ui, icon, fonts::regular(size::ICON), color.unwrap_or(tokens.weak));
                let room = if self.is_among_tiles { TILE } else { size::ICON };
                let place = Rect::from_min_size(inner.min, vec2(room, inner.height()));
                paint::place(ui, place, Align::Center, galley);
                room + space::S
            }
            Mark::Tile(hue, letters) => {
                let middle = pos2(inner.left() + TILE / 2.0, inner.center().y);
                let square = Rect::from_center_size(middle, vec2(TILE, TILE));
                paint_tile(ui.painter(), square, tokens.hue(hue), letters);
                TILE + space::S
            }
        }
    }
}

const TILE: f32 = 20.0;
/// A detail that is cut to less says nothing.
const DETAIL: f32 = 40.0;
