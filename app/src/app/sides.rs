//! The panels at the sides of the canvas, and what becomes of them in a narrow window.
//!
//! Both are as wide as they were drawn while the canvas keeps room enough. Then they are narrower, and then one of
//! them is a strip with a button. What a person has drawn is kept for the day the window is wide again.

use eframe::egui::{Frame, Panel, Ui};

use super::{App, contained, name};
use crate::commands::Command;
use crate::look::tokens::space;
use crate::look::widgets::IconButton;
use crate::look::{Tokens, icons};
use crate::panels::{inspector, sides};
use crate::settings::Panels;
use crate::tr;

/// What the canvas keeps beside the panels.
const CANVAS: f32 = 400.0;
/// What it keeps beside one that nobody has asked for.
const LEAST_CANVAS: f32 = 320.0;
/// As narrow and as wide as they can be drawn.
const LEFT: (f32, f32) = (190.0, 420.0);
const RIGHT: (f32, f32) = (280.0, 560.0);
/// What is needed to read the palette and the inspector.
const NARROW_LEFT: f32 = 200.0;
const NARROW_RIGHT: f32 = 288.0;
const STRIP: f32 = 32.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// How a panel is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Shown {
    #[default]
    Closed,
    /// As wide as a person has drawn it, which is no wider than this.
    Wide(f32),
    /// No wider than this.
    Narrow(f32),
    /// For want of room, a strip with a button.
    Folded,
}

#[derive(Debug, Default)]
pub(super) struct Sides {
    left: Shown,
    right: Shown,
    /// The one asked for last; it stays where there is room for one.
    asked: Option<Side>,
}

impl Sides {
    fn fit(&mut self, width: f32, panels: &Panels) {
        let (left, right) = (panels.left_is_open, panels.right_is_open);
        let wide = |is_open: bool, width: f32| if is_open { width } else { 0.0 };
        let (left_width, right_width) = (wide(left, panels.left_width), wide(right, panels.right_width));
        let narrow_left = left_width.min(NARROW_LEFT);
        let narrow_right = right_width.min(NARROW_RIGHT);
        let open = |is_open: bool, shown: Shown| if is_open { shown } else { Shown::Closed };
        let both = |left_shown, right_shown| (open(left, left_shown), open(right, right_shown));
        // What is drawn stands on whole pixels.
        let fits = |taken: f32, canvas: f32| width - taken > canvas - 1.0;
        let narrow = |width| Shown::Narrow(width);
        let room = width - CANVAS;
        (self.left, self.right) = if fits(left_width + right_width, CANVAS) {
            // Neither can be drawn so wide that both would have to be narrower with the next frame.
            let wide = |other: f32, (least, most): (f32, f32)| Shown::Wide((room - other).clamp(least, most));
            both(wide(right_width, LEFT), wide(left_width, RIGHT))
        } else if fits(narrow_left + narrow_right, CANVAS) {
            let right = (room - left_width).clamp(narrow_right, right_width);
            both(narrow((room - right).clamp(narrow_left, left_width)), narrow(right))
        } else {
            let stays = match self.asked {
                Some(Side::Left) if left => Side::Left,
                _ if right => Side::Right,
                _ => Side::Left,
            };
            let taken = if stays == Side::Left { narrow_left } else { narrow_right };
            let is_shown = self.asked == Some(stays) || fits(taken + STRIP, LEAST_CANVAS);
            match (is_shown, stays) {
                (false, _) => both(Shown::Folded, Shown::Folded),
                (true, Side::Left) => both(narrow(narrow_left), Shown::Folded),
                (true, Side::Right) => both(Shown::Folded, narrow(narrow_right)),
            }
        };
    }

    fn is_folded(&self, side: Side) -> bool {
        let shown = if side == Side::Left { self.left } else { self.right };
        shown == Shown::Folded
    }
}

impl App {
    /// Opens or closes a panel; one that is folded comes in the place of the other.
    pub(super) fn toggle_side(&mut self, side: Side) {
        let is_open = self.is_open(side);
        if *is_open && self.sides.is_folded(side) {
            self.sides.asked = Some(side);
            return;
        }
        *self.is_open(side) ^= true;
        self.sides.asked = self.is_open(side).then_some(side);
    }

    /// Opens a panel, as something in it is to be seen.
    pub(super) fn open_side(&mut self, side: Side) {
        if !*self.is_open(side) || self.sides.is_folded(side) {
            self.sides.asked = Some(side);
        }
        *self.is_open(side) = true;
    }

    fn is_open(&mut self, side: Side) -> &mut bool {
        let panels = &mut self.settings.panels;
        if side == Side::Left { &mut panels.left_is_open } else { &mut panels.right_is_open }
    }

    pub(super) fn side_panels(&mut self, ui: &mut Ui) {
        let frame = Frame::new().fill(Tokens::of(ui).panel);
        self.sides.fit(ui.available_width(), &self.settings.panels);
        let sizes = &mut self.settings.panels;
        let panel = match self.sides.left {
            Shown::Closed => None,
            Shown::Wide(most) => {
                Some(Panel::left("left").default_size(sizes.left_width).size_range(LEFT.0..=most))
            }
            // By another name, so that the width a person has drawn is kept.
            Shown::Narrow(width) => Some(Panel::left("narrow left").exact_size(width).resizable(false)),
            Shown::Folded => {
                let strip = Panel::left("left strip").exact_size(STRIP).resizable(false).frame(frame);
                strip.show(ui, |ui| {
                    let button = IconButton::new(icons::CHEVRON_RIGHT, Command::ToggleLeft.label());
                    if strip_button(ui, button) {
                        self.queue.run(Command::ToggleLeft);
                    }
                });
                None
            }
        };
        if let Some(panel) = panel {
            let shown = panel.frame(frame).show(ui, |ui| {
                name(ui, tr!("Left panel"));
                contained(ui, |ui| {
                    sides::left(ui, &self.editor, &self.snippets, &mut self.left, &mut self.queue);
                });
            });
            if matches!(self.sides.left, Shown::Wide(_)) {
                sizes.left_width = shown.response.rect.width();
            }
        }
        let panel = match self.sides.right {
            Shown::Closed => None,
            Shown::Wide(most) => {
                Some(Panel::right("right").default_size(sizes.right_width).size_range(RIGHT.0..=most))
            }
            Shown::Narrow(width) => Some(Panel::right("narrow right").exact_size(width).resizable(false)),
            Shown::Folded => {
                let strip = Panel::right("right strip").exact_size(STRIP).resizable(false).frame(frame);
                strip.show(ui, |ui| {
                    let button = IconButton::new(icons::CHEVRON_LEFT, Command::ToggleRight.label());
                    if strip_button(ui, button) {
                        self.queue.run(Command::ToggleRight);
                    }
                });
                None
            }
        };
        if let Some(panel) = panel {
            let shown = panel.frame(frame).show(ui, |ui| {
                name(ui, tr!("Inspector"));
                contained(ui, |ui| inspector::show(ui, &self.editor, &mut self.inspector, &mut self.queue));
            });
            if matches!(self.sides.right, Shown::Wide(_)) {
                sizes.right_width = shown.response.rect.width();
            }
        }
    }
}

/// Whether the button of a folded panel was clicked.
fn strip_button(ui: &mut Ui, button: IconButton<'_>) -> bool {
    ui.add_space(space::M);
    ui.vertical_centered(|ui| button.small().show(ui).clicked()).inner
}
