//! Buttons with words.

use eframe::egui::{Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::paint;
use crate::look::{
    Tokens, fonts,
    tokens::{radius, size, space, text},
};

/// A button; its words are its name.
///
/// ```no_run
/// # use pipewright::look::widgets::Button;
/// # fn bar(ui: &mut eframe::egui::Ui, reason: Option<&str>) -> bool {
/// Button::filled("Publish…").disabled_because(reason).show(ui).clicked()
/// # }
/// ```
#[must_use = "call show"]
pub struct Button<'a> {
    label: &'a str,
    kind: Kind,
    icon: Option<&'a str>,
    tooltip: Option<&'a str>,
    shortcut: Option<&'a str>,
    disabled_because: Option<&'a str>,
    width: Option<f32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Filled,
    Ghost,
    Danger,
    Link,
}

impl<'a> Button<'a> {
    /// The one thing to do next. At most one on a surface.
    pub const fn filled(label: &'a str) -> Self {
        Self::new(label, Kind::Filled)
    }

    /// Raised, with a border: everything else.
    pub const fn ghost(label: &'a str) -> Self {
        Self::new(label, Kind::Ghost)
    }

    /// A ghost button that stops or removes something.
    pub const fn danger(label: &'a str) -> Self {
        Self::new(label, Kind::Danger)
    }

    /// Words alone in the accent color, for the end of a row: a fix, "Show all".
    pub const fn link(label: &'a str) -> Self {
        Self::new(label, Kind::Link)
    }

    const fn new(label: &'a str, kind: Kind) -> Self {
        Self { label, kind, icon: None, tooltip: None, shortcut: None, disabled_because: None, width: None }
    }

    /// Before the words.
    pub const fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    pub const fn tooltip(mut self, text: &'a str) -> Self {
        self.tooltip = Some(text);
        self
    }

    /// Written behind the tooltip.
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// Grays the button if there is a reason to, and tells it on hover.
    pub fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled_because = reason;
        self
    }

    /// At least this wide.
    pub const fn width(mut self, points: f32) -> Self {
        self.width = Some(points);
        self
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let response = match self.disabled_because {
            None => self.paint(ui),
            Some(_) => ui.add_enabled_ui(false, |ui| self.paint(ui)).inner,
        };
        match (self.disabled_because, tooltip(self.tooltip, self.shortcut)) {
            (Some(reason), _) => response.on_disabled_hover_text(reason),
            (None, Some(text)) => response.on_hover_text(text),
            (None, None) => response,
        }
    }

    fn paint(&self, ui: &mut Ui) -> Response {
        let tokens = Tokens::of(ui);
        // Faded accent reads as dirt, so what is disabled is plain.
        let kind = if ui.is_enabled() { self.kind } else { self.kind.plain() };
        let font = match kind {
            Kind::Filled | Kind::Link => fonts::semibold(text::BODY),
            Kind::Ghost | Kind::Danger => fonts::medium(text::BODY),
        };
        let color = kind.text_color(tokens);
        let label = paint::galley(ui, self.label, font, color);
        let icon = self.icon.map(|icon| paint::galley(ui, icon, fonts::regular(size::ICON), color));

        let icon_width = icon.as_ref().map_or(0.0, |icon| icon.size().x + ICON_GAP);
        // A link stands in line with the words above and below it, so what keeps it from the next one is behind it.
        let margin = if kind == Kind::Link { space::XS } else { space::M };
        let width = (label.size().x + icon_width + 2.0 * margin).ceil().max(self.width.unwrap_or(0.0));
        let height = if kind == Kind::Link { size::CONTROL_SMALL } else { size::BUTTON };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.label));

        if ui.is_rect_visible(rect) {
            let around = if kind == Kind::Link { rect.translate(vec2(-margin, 0.0)) } else { rect };
            kind.paint_background(ui, around, response.hovered(), tokens);
            let content = icon_width + label.size().x;
            let mut inner = rect;
            inner.min.x = around.center().x - content / 2.0;
            if let Some(icon) = icon {
                paint::place(ui, inner, eframe::egui::Align::Min, icon);
            }
            inner.min.x += icon_width;
            paint::place(ui, inner, eframe::egui::Align::Min, label);
            paint::focus_ring(ui, &response, around, radius::CONTROL);
        }
        response
    }
}

impl Kind {
    const fn plain(self) -> Self {
        match self {
            Self::Filled | Self::Ghost | Self::Danger => Self::Ghost,
            Self::Link => Self::Link,
        }
    }

    const fn text_color(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Filled => tokens.on_accent,
            Self::Ghost => tokens.text,
            Self::Danger => tokens.error.text,
            Self::Link => tokens.accent_text,
        }
    }

    fn paint_background(self, ui: &Ui, rect: Rect, is_hot: bool, tokens: &Tokens) {
        let (fill, border) = match self {
            Self::Filled if is_hot => (tokens.accent_fill_hover, tokens.accent_fill_hover),
            Self::Filled => (tokens.accent_fill, tokens.accent_fill),
            Self::Ghost | Self::Danger if is_hot => (tokens.hover, tokens.line_strong),
            Self::Ghost | Self::Danger => (tokens.raised, tokens.line),
            Self::Link if is_hot => (tokens.hover, tokens.hover),
            Self::Link => return,
        };
        paint::boxed(ui, rect, radius::CONTROL, fill, border);
    }
}

const ICON_GAP: f32 = 6.0;

/// "Undo (Ctrl+Z)"
pub(super) fn tooltip(text: Option<&str>, shortcut: Option<&str>) -> Option<String> {
    match (text, shortcut) {
        (Some(text), Some(shortcut)) => Some(format!("{text} ({shortcut})")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    }
}
