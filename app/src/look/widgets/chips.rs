//! A field of artifacts.

use eframe::egui::{
    Align, Color32, Frame, Id, Margin, Popup, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    field::{Field, FieldBox},
    paint,
    row::Row,
};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{radius, size, space, text},
};
use crate::tr;

/// A name with a color, such as an artifact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip<'a> {
    pub label: &'a str,
    pub color: Color32,
}

/// What the person wants done; indices are those of the lists given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipAction {
    /// A chip was clicked.
    Open(usize),
    Remove(usize),
    /// One of the offered chips was picked.
    Add(usize),
    /// The last entry of the menu, if there is one.
    Create,
}

pub struct ChipFieldResponse {
    /// Of the whole field.
    pub response: Response,
    pub action: Option<ChipAction>,
}

/// Chips in a row, each with a × to remove it, and a + that offers more.
#[must_use = "call show"]
pub struct ChipField<'a> {
    field: Field<'a>,
    chips: &'a [Chip<'a>],
    offers: &'a [Chip<'a>],
    create: Option<&'a str>,
    asks: bool,
}

impl<'a> ChipField<'a> {
    pub const fn new(field: Field<'a>, chips: &'a [Chip<'a>]) -> Self {
        Self { field, chips, offers: &[], create: None, asks: false }
    }

    /// What the menu behind + lists. Without offers and [`Self::create`] there is no +.
    pub const fn offers(mut self, offers: &'a [Chip<'a>]) -> Self {
        self.offers = offers;
        self
    }

    /// A last entry of the menu: "New artifact…".
    pub const fn create(mut self, label: &'a str) -> Self {
        self.create = Some(label);
        self
    }

    /// Whether there is a + that says [`ChipAction::Create`] at once, without a menu.
    pub const fn asks(mut self, asks: bool) -> Self {
        self.asks = asks;
        self
    }

    pub fn show(self, ui: &mut Ui) -> ChipFieldResponse {
        let mut action = None;
        let response = self.field.show(ui, |ui| {
            let background = FieldBox::begin(ui);
            let id = ui.next_auto_id();
            let inner = Frame::new().inner_margin(Margin::symmetric(6, 4)).show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                ui.set_min_height(size::CONTROL_SMALL);
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = vec2(6.0, space::XS);
                    action = self.content(ui, id);
                });
            });
            let response = ui.interact(inner.response.rect, id.with("chips"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Group, ui.is_enabled(), ""));
            background.end(ui, &response, self.field.is_invalid());
            response
        });
        ChipFieldResponse { response, action }
    }

    fn content(&self, ui: &mut Ui, id: Id) -> Option<ChipAction> {
        let mut action = None;
        for (index, chip) in self.chips.iter().enumerate() {
            // Names may repeat in a half-built design, hence the index.
            let id = id.with((chip.label, index));
            action = action.or(chip_ui(ui, id, *chip).map(|part| match part {
                Part::Body => ChipAction::Open(index),
                Part::Cross => ChipAction::Remove(index),
            }));
        }
        if self.asks {
            let name = crate::tr!("Add to {field}", field = crate::words::in_sentence(self.field.label()));
            if super::IconButton::new(icons::PLUS, &name).small().show(ui).clicked() {
                action = Some(ChipAction::Create);
            }
        } else if !self.offers.is_empty() || self.create.is_some() {
            action = action.or(self.menu(ui));
        }
        action
    }

    fn menu(&self, ui: &mut Ui) -> Option<ChipAction> {
        let name = tr!("Add to {field}", field = crate::words::in_sentence(self.field.label()));
        let button = super::IconButton::new(icons::PLUS, &name).small().show(ui);
        Popup::menu(&button)
            .accessible_name(name)
            .width(MENU_WIDTH)
            .gap(space::XS)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.set_min_width(MENU_WIDTH);
                let mut action = None;
                for (index, offer) in self.offers.iter().enumerate() {
                    let row =
                        Row::new(offer.label).role(Role::MenuItem).colored_icon(icons::DOT, offer.color);
                    if row.show(ui).clicked() {
                        action = Some(ChipAction::Add(index));
                    }
                }
                if let Some(label) = self.create
                    && Row::new(label).role(Role::MenuItem).icon(icons::PLUS).show(ui).clicked()
                {
                    action = Some(ChipAction::Create);
                }
                action
            })
            .and_then(|menu| menu.inner)
    }
}

const MENU_WIDTH: f32 = 200.0;
/// Room of the × inside a chip.
const CROSS: f32 = 20.0;

#[derive(Clone, Copy)]
pub(super) enum Part {
    Body,
    Cross,
}

/// Returns what was clicked.
pub(super) fn chip_ui(ui: &mut Ui, id: Id, chip: Chip<'_>) -> Option<Part> {
    let tokens = Tokens::of(ui);
    let room = ui.max_rect().width() - space::S - CROSS;
    let label = paint::galley_within(ui, chip.label, fonts::code(), chip.color, room);
    let is_cut = label.elided;
    let width = (label.size().x + space::S + CROSS).ceil();
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::CONTROL_SMALL), Sense::hover());
    let (body, cross) = rect.split_left_right_at_x(rect.right() - CROSS);

    let body_response = ui.interact(body, id.with("body"), Sense::click());
    body_response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), chip.label));
    let cross_response = ui.interact(cross, id.with("cross"), Sense::click());
    let remove = tr!("Remove {name}", name = chip.label);
    cross_response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &remove));

    // What has no color of its own would vanish in the box.
    let is_plain = chip.color == tokens.text;
    let (fill, rest) = if is_plain {
        (tokens.pill, tokens.line)
    } else {
        (tokens.fill_for(chip.color), tokens.fill_for(chip.color))
    };
    let border = match (body_response.hovered(), is_plain) {
        (true, true) => tokens.line_strong,
        (true, false) => chip.color,
        (false, _) => rest,
    };
    paint::boxed(ui, rect, radius::CONTROL, fill, border);
    let label_rect = Rect::from_min_max(pos2(rect.left() + space::S, rect.top()), body.max);
    paint::place(ui, label_rect, Align::Min, label);
    let cross_color = if cross_response.hovered() { tokens.text } else { tokens.weak };
    let icon = paint::galley(ui, icons::CLOSE, fonts::regular(text::SMALL), cross_color);
    paint::place(ui, cross, Align::Center, icon);
    paint::focus_ring(ui, &body_response, rect, radius::CONTROL);
    let body_response = if is_cut { body_response.on_hover_text(chip.label) } else { body_response };
    paint::focus_ring(ui, &cross_response, cross.shrink(3.0), 4);

    if cross_response.on_hover_text(remove).clicked() {
        Some(Part::Cross)
    } else {
        body_response.clicked().then_some(Part::Body)
    }
}
