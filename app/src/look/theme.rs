//! Teaches an [`egui::Context`](Context) our fonts, icons, styles and manners, once, before the first frame.
//!
//! Both themes are set, so that a change of theme is one option and no new style.
//! egui does not store styles, so this is their only source.

use std::collections::BTreeMap;

use eframe::egui::{
    Color32, Context, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Vec2, Visuals,
    style::{HandleShape, ScrollAnimation, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets},
    vec2,
};

use super::{
    Tokens, fonts, icons, plates,
    tokens::{HIGH_CONTRAST, motion, radius, size, space, stroke, text},
};

/// Text style of titles of groups of fields.
pub const GROUP: &str = "group";
/// Text style of titles of dialogs.
pub const TITLE: &str = "title";

/// Everything a context needs before [`Tokens`], [`icons`] and [`super::widgets`] work.
pub fn install(ctx: &Context) {
    fonts::install(ctx);
    icons::install(ctx);
    plates::install(ctx);
    for theme in [Theme::Dark, Theme::Light] {
        ctx.set_style_of(theme, style(Tokens::of_theme(theme)));
    }
    // Ctrl with +, − and 0 belongs to the canvas.
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false;
        // It asks each mesh for its bounds, vertex by vertex. The canvas knows what of it is in view, and long lists
        // show their visible rows only.
        options.tessellation_options.coarse_tessellation_culling = false;
    });
}

/// Shows the theme of high contrast in the place of the dark one, or the dark one again.
pub fn set_high_contrast(ctx: &Context, is_on: bool) {
    if Tokens::is_high_contrast(ctx) != is_on {
        Tokens::set_high_contrast(ctx, is_on);
        let animation_time = ctx.style_of(Theme::Dark).animation_time;
        let scroll_animation = ctx.style_of(Theme::Dark).scroll_animation;
        let tokens = if is_on { &HIGH_CONTRAST } else { Tokens::of_theme(Theme::Dark) };
        ctx.set_style_of(Theme::Dark, Style { animation_time, scroll_animation, ..style(tokens) });
    }
}

/// Nothing slides, fades or scrolls by itself any more, or does so again.
pub fn set_reduced_motion(ctx: &Context, is_reduced: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if is_reduced { 0.0 } else { motion::MOVE };
        style.scroll_animation =
            if is_reduced { ScrollAnimation::none() } else { ScrollAnimation::default() };
    });
}

fn style(tokens: &Tokens) -> Style {
    let mut style = Style {
        text_styles: text_styles(),
        drag_value_text_style: TextStyle::Body,
        animation_time: motion::MOVE,
        visuals: visuals(tokens),
        ..Style::default()
    };
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space::S, space::S);
    spacing.button_padding = vec2(space::M, 7.0);
    spacing.interact_size = vec2(size::CONTROL, size::CONTROL_SMALL);
    spacing.window_margin = Margin::same(space::L as i8);
    spacing.menu_margin = Margin::same(6); // of tooltips, too
    spacing.menu_width = 320.0;
    spacing.combo_height = 320.0;
    spacing.tooltip_width = 320.0;
    spacing.indent = space::L;
    spacing.icon_width = size::ICON;
    spacing.icon_width_inner = space::S;
    spacing.icon_spacing = space::S;
    spacing.scroll = ScrollStyle { bar_width: 8.0, floating_width: 4.0, ..ScrollStyle::floating() };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style
}

fn text_styles() -> BTreeMap<TextStyle, FontId> {
    BTreeMap::from([
        (TextStyle::Small, fonts::regular(text::SMALL)),
        (TextStyle::Body, fonts::body()),
        (TextStyle::Button, fonts::medium(text::BODY)),
        (TextStyle::Heading, fonts::semibold(text::HEADING)),
        (TextStyle::Monospace, fonts::code()),
        (TextStyle::Name(GROUP.into()), fonts::semibold(text::GROUP)),
        (TextStyle::Name(TITLE.into()), fonts::semibold(text::TITLE)),
    ])
}

fn visuals(tokens: &Tokens) -> Visuals {
    let mut visuals = match tokens.theme {
        Theme::Dark => Visuals::dark(),
        Theme::Light => Visuals::light(),
    };
    visuals.widgets = widgets(tokens);
    visuals.selection =
        Selection { bg_fill: tokens.text_selection, stroke: Stroke::new(stroke::LINE, tokens.accent) };
    visuals.weak_text_color = Some(tokens.weak);
    visuals.hyperlink_color = tokens.accent_text;
    visuals.faint_bg_color = tokens.raised;
    visuals.extreme_bg_color = tokens.window;
    visuals.code_bg_color = tokens.raised;
    visuals.warn_fg_color = tokens.warning.text;
    visuals.error_fg_color = tokens.error.text;
    visuals.window_corner_radius = CornerRadius::same(radius::BOX);
    visuals.window_shadow = shadow(tokens, 24, 64);
    visuals.window_fill = tokens.panel;
    visuals.window_stroke = Stroke::new(stroke::LINE, tokens.line);
    visuals.menu_corner_radius = CornerRadius::same(radius::CARD);
    visuals.popup_shadow = shadow(tokens, 8, 24);
    visuals.panel_fill = tokens.panel;
    visuals.text_cursor =
        TextCursorStyle { stroke: Stroke::new(1.5, tokens.accent), ..TextCursorStyle::default() };
    visuals.indent_has_left_vline = false;
    visuals.handle_shape = HandleShape::Circle;
    visuals
}

/// Menus, popups and whatever else still uses egui's own widgets.
fn widgets(tokens: &Tokens) -> Widgets {
    let state = |fill: Color32, border: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(stroke::LINE, border),
        fg_stroke: Stroke::new(stroke::LINE, text),
        corner_radius: CornerRadius::same(radius::CONTROL),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(tokens.panel, tokens.line, tokens.text),
        inactive: state(tokens.raised, tokens.line, tokens.text),
        hovered: state(tokens.hover, tokens.line_strong, tokens.text),
        active: state(tokens.hover, tokens.accent, tokens.text),
        open: state(tokens.hover, tokens.line_strong, tokens.text),
    }
}

fn shadow(tokens: &Tokens, down: i8, blur: u8) -> Shadow {
    Shadow { offset: [0, down], blur, spread: 0, color: tokens.shadow }
}

/// Inside of dialogs and popups, from edge to content.
pub const DIALOG_MARGIN: Vec2 = vec2(space::XL, space::L);
