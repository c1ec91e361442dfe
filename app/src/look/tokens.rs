//! Every color, radius, size and duration of the interface, under names of use.
//!
//! [`Tokens`] has one static table per theme ([`DARK`], [`LIGHT`], [`HIGH_CONTRAST`]); the rest are plain constants in the modules
//! [`radius`], [`space`], [`size`], [`stroke`], [`text`] and [`motion`].
//! Colors are opaque unless their name says otherwise, so that they mean the same on every background.

use eframe::egui::{Color32, Context, Id, Theme};

#[cfg(test)]
mod contrast;
mod high_contrast;
#[cfg(test)]
mod pictures;

pub use high_contrast::HIGH_CONTRAST;

/// Colors of one theme.
#[derive(Debug, PartialEq)]
pub struct Tokens {
    /// Which of egui's two themes it stands in for; high contrast is a dark one.
    pub theme: Theme,

    // Surfaces, from the back to the front.
    /// Behind everything; also the inside of fields.
    pub window: Color32,
    pub canvas: Color32,
    pub grid_dot: Color32,
    pub panel: Color32,
    /// Cards, and buttons with a border.
    pub raised: Color32,
    pub hover: Color32,
    /// The chosen part of a segmented control, which lies on `window`.
    pub pill: Color32,
    /// Borders and separators.
    pub line: Color32,
    /// Border of a control under the pointer.
    pub line_strong: Color32,
    /// Over everything behind a modal. Translucent.
    pub backdrop: Color32,
    /// Cast by popups, modals and dragged cards. Translucent.
    pub shadow: Color32,

    // Text.
    pub text: Color32,
    /// Second in rank, still made to be read.
    pub weak: Color32,
    /// Decoration only: too pale to be read.
    pub faint: Color32,

    // The one accent.
    /// Strokes: selection, underlines, focus rings.
    pub accent: Color32,
    /// The inside of the filled button.
    pub accent_fill: Color32,
    pub accent_fill_hover: Color32,
    pub on_accent: Color32,
    /// Links and quiet actions.
    pub accent_text: Color32,
    /// Soft ring outside the accent stroke of what is selected. Translucent.
    pub selection_ring: Color32,
    /// Behind selected rows. Translucent.
    pub selection_fill: Color32,
    /// Behind selected text. Translucent.
    pub text_selection: Color32,

    // Categories of actions.
    pub source: Tint,
    pub build: Tint,
    pub test: Tint,
    pub approval: Tint,
    pub deploy: Tint,
    pub invoke: Tint,
    pub compute: Tint,

    // Status. Never shown by color alone.
    pub success: Tint,
    pub warning: Tint,
    pub error: Tint,
    pub running: Tint,

    // Comparison of texts.
    pub added: Color32,
    pub removed: Color32,
    pub changed: Color32,

    /// Sticky notes on the canvas.
    pub note_fill: Color32,
    pub note_line: Color32,

    artifacts: [Color32; ARTIFACT_COLORS],
}

/// One hue in the three strengths it is needed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tint {
    /// Strokes, dots, bars and icons.
    pub solid: Color32,
    /// Words; legible on every surface and on `fill`.
    pub text: Color32,
    /// Background of tiles, badges and banners: the hue thinly over a panel.
    pub fill: Color32,
}

/// Category of an action, the only thing that has a hue of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hue {
    Source,
    Build,
    Test,
    Approval,
    Deploy,
    Invoke,
    Compute,
}

impl Hue {
    pub const ALL: [Self; 7] =
        [Self::Source, Self::Build, Self::Test, Self::Approval, Self::Deploy, Self::Invoke, Self::Compute];
}

/// Number of colors after which the wires of artifacts repeat.
pub const ARTIFACT_COLORS: usize = 8;

impl Tokens {
    /// The table of the theme in use. A `Ui` may be given as well.
    pub fn of(ctx: &Context) -> &'static Self {
        if Self::is_high_contrast(ctx) { &HIGH_CONTRAST } else { Self::of_theme(ctx.theme()) }
    }

    /// Whether the theme of high contrast is in use.
    pub fn is_high_contrast(ctx: &Context) -> bool {
        ctx.data(|data| data.get_temp::<HighContrast>(Id::NULL)).is_some_and(|HighContrast(is_on)| is_on)
    }

    /// Puts the theme of high contrast to use, or no longer; styles are [`theme`](super::theme)'s part.
    pub(super) fn set_high_contrast(ctx: &Context, is_on: bool) {
        ctx.data_mut(|data| data.insert_temp(Id::NULL, HighContrast(is_on)));
    }

    pub const fn of_theme(theme: Theme) -> &'static Self {
        match theme {
            Theme::Dark => &DARK,
            Theme::Light => &LIGHT,
        }
    }

    pub const fn hue(&self, hue: Hue) -> Tint {
        match hue {
            Hue::Source => self.source,
            Hue::Build => self.build,
            Hue::Test => self.test,
            Hue::Approval => self.approval,
            Hue::Deploy => self.deploy,
            Hue::Invoke => self.invoke,
            Hue::Compute => self.compute,
        }
    }

    /// Color of the `index`th artifact, for its wire, its ports and its chips. Repeats after
    /// [`ARTIFACT_COLORS`].
    pub const fn artifact_color(&self, index: usize) -> Color32 {
        self.artifacts[index % ARTIFACT_COLORS]
    }

    /// Background for words in `color`, as [`Tint::fill`] is for the fixed hues.
    pub const fn fill_for(&self, color: Color32) -> Color32 {
        mix(color, self.chip_percent(), self.panel)
    }

    const fn chip_percent(&self) -> u32 {
        match self.theme {
            Theme::Dark => 14,
            Theme::Light => 10,
        }
    }
}

/// egui knows two themes only, so the third one is noted beside them.
#[derive(Clone, Copy, Default)]
struct HighContrast(bool);

pub static DARK: Tokens = {
    let panel = rgb(0x15_1B25);
    Tokens {
        theme: Theme::Dark,
        window: rgb(0x0E_1218),
        canvas: rgb(0x11_1722),
        grid_dot: rgb(0x1A_2230),
        panel,
        raised: rgb(0x1C_2431),
        hover: rgb(0x23_2D3D),
        pill: rgb(0x23_2D3D),
        line: rgb(0x2A_3545),
        line_strong: rgb(0x3B_495D),
        backdrop: Color32::from_black_alpha(140),
        shadow: Color32::from_black_alpha(120),
        text: rgb(0xE8_ECF2),
        weak: rgb(0x93_A0B4),
        faint: rgb(0x5E_6B80),
        accent: rgb(0xE5_8E4E),
        accent_fill: rgb(0xE5_8E4E),
        accent_fill_hover: rgb(0xF0_9E62),
        on_accent: rgb(0x1B_0F06),
        accent_text: rgb(0xE5_8E4E),
        selection_ring: translucent(0xE5_8E4E, 26),
        selection_fill: translucent(0xE5_8E4E, 15),
        text_selection: translucent(0xE5_8E4E, 32),
        source: tint(0x5B_9BFF, 0x5B_9BFF, 18, panel),
        build: tint(0xF0_B429, 0xF0_B429, 18, panel),
        test: tint(0xA7_8BFA, 0xA7_8BFA, 18, panel),
        approval: tint(0xF4_72B6, 0xF4_72B6, 18, panel),
        deploy: tint(0x3D_D68C, 0x3D_D68C, 18, panel),
        invoke: tint(0x2D_D4BF, 0x2D_D4BF, 18, panel),
        compute: tint(0x94_A3B8, 0x94_A3B8, 18, panel),
        success: tint(0x3D_D68C, 0x3D_D68C, 18, panel),
        warning: tint(0xF0_B429, 0xF0_B429, 18, panel),
        error: tint(0xFF_6B6B, 0xFF_6B6B, 18, panel),
        running: tint(0x5B_9BFF, 0x5B_9BFF, 18, panel),
        added: rgb(0x17_332E),
        removed: rgb(0x3A_2129),
        changed: rgb(0x36_3122),
        note_fill: rgb(0x34_2F22),
        note_line: rgb(0x57_4B2C),
        artifacts: [
            rgb(0x5B_9BFF),
            rgb(0x2D_D4BF),
            rgb(0xF0_B429),
            rgb(0xA7_8BFA),
            rgb(0xF4_72B6),
            rgb(0x7B_D65B),
            rgb(0x5C_CBF5),
            rgb(0xC7_CEDB),
        ],
    }
};

/// On light surfaces most hues are too pale for words (amber has 3.1 : 1 on the window), so their `text` is the
/// hue darkened in steps of 1 % until it reaches 4.5 : 1 everywhere; strokes keep the hue itself.
/// For the same reason `accent_fill` is 6 % darker than the accent: white on `#C4621C` has only 4.1 : 1.
pub static LIGHT: Tokens = {
    let panel = rgb(0xFF_FFFF);
    Tokens {
        theme: Theme::Light,
        window: rgb(0xE9_EDF2),
        canvas: rgb(0xF7_F9FB),
        grid_dot: rgb(0xE3_E9F0),
        panel,
        raised: rgb(0xF3_F6F9),
        hover: rgb(0xE8_EDF3),
        pill: panel,
        line: rgb(0xD5_DDE7),
        line_strong: rgb(0xB4_C0CE),
        backdrop: Color32::from_black_alpha(90),
        shadow: Color32::from_black_alpha(36),
        text: rgb(0x17_202E),
        weak: rgb(0x56_6479),
        faint: rgb(0x8A_97A9),
        accent: rgb(0xC4_621C),
        accent_fill: rgb(0xB8_5C1A),
        accent_fill_hover: rgb(0xA7_5318),
        on_accent: rgb(0xFF_FFFF),
        accent_text: rgb(0xA7_5318),
        selection_ring: translucent(0xC4_621C, 24),
        selection_fill: translucent(0xC4_621C, 10),
        text_selection: translucent(0xC4_621C, 24),
        source: tint(0x25_63EB, 0x24_5FE2, 14, panel),
        build: tint(0xB7_791F, 0x92_6119, 14, panel),
        test: tint(0x7C_3AED, 0x7C_3AED, 14, panel),
        approval: tint(0xDB_2777, 0xC3_236A, 14, panel),
        deploy: tint(0x15_915A, 0x12_7A4C, 14, panel),
        invoke: tint(0x0E_8F83, 0x0C_776D, 14, panel),
        compute: tint(0x64_748B, 0x5D_6C81, 14, panel),
        success: tint(0x15_915A, 0x12_7A4C, 14, panel),
        warning: tint(0xB7_791F, 0x92_6119, 14, panel),
        error: tint(0xD9_2D20, 0xC5_291D, 14, panel),
        running: tint(0x25_63EB, 0x24_5FE2, 14, panel),
        added: rgb(0xDE_F0E8),
        removed: rgb(0xFA_E2E0),
        changed: rgb(0xF8_F0E0),
        note_fill: rgb(0xFE_F4DC),
        note_line: rgb(0xF0_DDB0),
        artifacts: [
            rgb(0x23_5DDD),
            rgb(0x0B_766C),
            rgb(0x8F_5E18),
            rgb(0x7A_39E8),
            rgb(0xBC_2266),
            rgb(0x3C_761D),
            rgb(0x0A_6E9E),
            rgb(0x4A_5568),
        ],
    }
};

/// Corner radii, in points.
pub mod radius {
    pub const CONTROL: u8 = 6;
    pub const CARD: u8 = 9;
    pub const BOX: u8 = 12;
}

/// Distances on the grid of 4 points.
pub mod space {
    pub const XS: f32 = 4.0;
    pub const S: f32 = 8.0;
    pub const M: f32 = 12.0;
    pub const L: f32 = 16.0;
    pub const XL: f32 = 24.0;
}

/// Heights of things that stand in rows, in points.
pub mod size {
    /// Fields, and switches between views.
    pub const CONTROL: f32 = 32.0;
    pub const BUTTON: f32 = 30.0;
    /// Icon buttons inside of rows, and chips.
    pub const CONTROL_SMALL: f32 = 24.0;
    pub const ROW: f32 = 28.0;
    pub const ICON: f32 = 16.0;
}

/// Widths of lines, in points.
pub mod stroke {
    pub const LINE: f32 = 1.0;
    pub const WIRE: f32 = 1.5;
    pub const SELECTION: f32 = 2.0;
    /// Width of the soft ring around a selection.
    pub const RING: f32 = 3.0;
}

/// Sizes of letters, in points.
pub mod text {
    pub const GROUP: f32 = 11.0;
    pub const SMALL: f32 = 12.0;
    pub const CODE: f32 = 12.0;
    pub const BODY: f32 = 13.0;
    pub const HEADING: f32 = 15.0;
    pub const TITLE: f32 = 18.0;
}

/// Durations, in seconds.
pub mod motion {
    /// For things that move to a new place, eased out. Nothing moves with reduced motion.
    pub const MOVE: f32 = 0.12;
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// `percent` of opacity, stored premultiplied as egui wants it.
const fn translucent(hex: u32, percent: u32) -> Color32 {
    let color = mix(rgb(hex), percent, Color32::BLACK);
    Color32::from_rgba_premultiplied(color.r(), color.g(), color.b(), (255 * percent / 100) as u8)
}

const fn tint(solid: u32, text: u32, percent: u32, panel: Color32) -> Tint {
    Tint { solid: rgb(solid), text: rgb(text), fill: mix(rgb(solid), percent, panel) }
}

/// `percent` of `top` over an opaque `below`.
const fn mix(top: Color32, percent: u32, below: Color32) -> Color32 {
    const fn channel(top: u8, percent: u32, below: u8) -> u8 {
        ((top as u32 * percent + below as u32 * (100 - percent) + 50) / 100) as u8
    }
    Color32::from_rgb(
        channel(top.r(), percent, below.r()),
        channel(top.g(), percent, below.g()),
        channel(top.b(), percent, below.b()),
    )
}
