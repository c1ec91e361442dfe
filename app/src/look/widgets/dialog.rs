//! The frame of a modal dialog.

use eframe::egui::{
    Align, Context, Frame, Id, Key, Layout, Margin, Modal, Modifiers, RichText, ScrollArea, Ui, vec2,
};

use super::{IconButton, section::rule};
use crate::look::{
    Tokens, fonts, icons,
    theme::DIALOG_MARGIN,
    tokens::{size, space, text},
};
use crate::tr;

/// A dialog over a darkened window: title, body, footer with the buttons.
///
/// ```no_run
/// # use eframe::egui::{Context, Id};
/// # use pipewright::look::widgets::{Button, Dialog};
/// # fn publish(ctx: &Context) -> bool {
/// let dialog = Dialog::new(Id::unique("publish"), "Publish storefront").show(ctx, |dialog| {
///     dialog.body(|ui| ui.label("Nobody changed it since you pulled version 14"));
///     dialog.footer("1 action added", |ui| Button::filled("Publish version 15").show(ui).clicked())
/// });
/// dialog.inner
/// # }
/// ```
#[must_use = "call show"]
pub struct Dialog<'a> {
    id: Id,
    title: &'a str,
    subtitle: Option<&'a str>,
    width: f32,
}

pub struct DialogResponse<R> {
    pub inner: R,
    /// Escape was pressed while nothing lay above the dialog, or its × was clicked.
    /// A click beside the dialog does not close it: what was typed would be lost.
    pub should_close: bool,
}

impl<'a> Dialog<'a> {
    pub const fn new(id: Id, title: &'a str) -> Self {
        Self { id, title, subtitle: None, width: 560.0 }
    }

    pub const fn subtitle(mut self, subtitle: &'a str) -> Self {
        self.subtitle = Some(subtitle);
        self
    }

    /// In points; less if the window is smaller.
    pub const fn width(mut self, points: f32) -> Self {
        self.width = points;
        self
    }

    pub fn show<R>(self, ctx: &Context, content: impl FnOnce(&mut DialogUi<'_>) -> R) -> DialogResponse<R> {
        let tokens = Tokens::of(ctx);
        let screen = ctx.content_rect();
        let width = self.width.min(screen.width() - 2.0 * space::XL);
        let mut was_closed = false;
        let modal = Modal::new(self.id)
            .area(Modal::default_area(self.id).accessible_name(self.title))
            .backdrop_color(tokens.backdrop)
            .frame(Frame::window(&ctx.style_of(tokens.theme)).inner_margin(Margin::ZERO))
            .show(ctx, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                was_closed = self.header(ui);
                let mut dialog = DialogUi { ui, max_body: screen.height() * 0.6 };
                content(&mut dialog)
            });
        let was_escaped = modal.is_top_modal
            && !modal.any_popup_open
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        DialogResponse {
            inner: modal.inner,
            should_close: was_closed || was_escaped || modal.response.should_close(),
        }
    }

    /// Returns whether the × was clicked.
    fn header(&self, ui: &mut Ui) -> bool {
        let tokens = Tokens::of(ui);
        padded(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
                let was_closed =
                    IconButton::new(icons::CLOSE, tr!("Close")).shortcut(tr!("Esc")).show(ui).clicked();
                ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
                    ui.spacing_mut().item_spacing.y = space::XS;
                    let font = fonts::semibold(text::TITLE);
                    if self.subtitle.is_none() {
                        // Level with the ×.
                        let height = ui.fonts_mut(|fonts| fonts.row_height(&font));
                        ui.add_space(((size::ROW - height) / 2.0).max(0.0));
                    }
                    ui.label(RichText::new(self.title).font(font).color(tokens.text));
                    if let Some(subtitle) = self.subtitle {
                        ui.label(RichText::new(subtitle).font(fonts::body()).color(tokens.weak));
                    }
                });
                was_closed
            })
            .inner
        })
    }
}

/// Inside of a dialog: any number of bodies from top to bottom, then a footer.
pub struct DialogUi<'u> {
    ui: &'u mut Ui,
    max_body: f32,
}

impl DialogUi<'_> {
    /// A part with the margins of the dialog, below a line. Scrolls if it is long.
    pub fn body<R>(&mut self, content: impl FnOnce(&mut Ui) -> R) -> R {
        rule(self.ui);
        ScrollArea::vertical()
            .id_salt(self.ui.next_auto_id())
            .max_height(self.max_body)
            .show(self.ui, |ui| {
                padded(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::M;
                    content(ui)
                })
            })
            .inner
    }

    /// A part from edge to edge, below a line: tabs, a comparison.
    pub fn bare<R>(&mut self, content: impl FnOnce(&mut Ui) -> R) -> R {
        rule(self.ui);
        content(self.ui)
    }

    /// A sentence at the left; buttons at the right, added from right to left, so the filled one first.
    pub fn footer<R>(&mut self, summary: &str, buttons: impl FnOnce(&mut Ui) -> R) -> R {
        let tokens = Tokens::of(self.ui);
        rule(self.ui);
        padded(self.ui, |ui| {
            ui.allocate_ui_with_layout(
                vec2(ui.available_width(), size::BUTTON),
                Layout::right_to_left(Align::Center),
                |ui| {
                    let inner = buttons(ui);
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        if !summary.is_empty() {
                            ui.label(
                                RichText::new(summary).font(fonts::regular(text::SMALL)).color(tokens.weak),
                            );
                        }
                    });
                    inner
                },
            )
            .inner
        })
    }
}

fn padded<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let margin = Margin::symmetric(DIALOG_MARGIN.x as i8, DIALOG_MARGIN.y as i8);
    Frame::new()
        .inner_margin(margin)
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            content(ui)
        })
        .inner
}
