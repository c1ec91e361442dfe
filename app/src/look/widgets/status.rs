//! How something stands: a color, always with an icon or words.

use eframe::egui::{Color32, Label, Response, RichText, Role, Sense, Ui, Vec2, WidgetInfo, accesskit};

use crate::look::{
    Tint, Tokens, fonts, icons,
    tokens::{size, space},
};

/// What a message or a state means to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Success,
    Warning,
    Error,
}

impl Tone {
    pub const fn tint(self, tokens: &Tokens) -> Tint {
        match self {
            Self::Info => tokens.running,
            Self::Success => tokens.success,
            Self::Warning => tokens.warning,
            Self::Error => tokens.error,
        }
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::Info => icons::INFO,
            Self::Success => icons::SUCCESS,
            Self::Warning => icons::WARNING,
            Self::Error => icons::ERROR,
        }
    }
}

/// A dot of 8 points whose meaning is `name`, in words, for those who do not see it.
pub fn status_dot(ui: &mut Ui, color: Color32, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::ICON), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, ui.is_enabled(), name));
    ui.painter().circle_filled(rect.center(), 4.0, color);
    response
}

/// An icon in the color of the tone, and words behind it. The response is the one of the words.
pub fn status_line(ui: &mut Ui, tone: Tone, words: &str) -> Response {
    let tokens = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let color = tone.tint(tokens).solid;
        let icon = ui.label(RichText::new(tone.icon()).font(fonts::regular(size::ICON)).color(color));
        ui.ctx().accesskit_node_builder(icon.id, accesskit::Node::set_hidden);
        ui.add(Label::new(RichText::new(words).font(fonts::body()).color(tokens.text)).wrap())
    })
    .inner
}
