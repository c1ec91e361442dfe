//! The theme of high contrast: black, bright words of at least 7 : 1, and borders that are seen.

use eframe::egui::{Color32, Theme};

use super::{Tokens, rgb, tint, translucent};

/// How thinly hues lie over the panel.
const FILL: u32 = 16;

pub static HIGH_CONTRAST: Tokens = {
    let panel = rgb(0x00_0000);
    Tokens {
        theme: Theme::Dark,
        window: rgb(0x00_0000),
        canvas: rgb(0x00_0000),
        grid_dot: rgb(0x33_3A45),
        panel,
        raised: rgb(0x0D_0D0D),
        hover: rgb(0x1F_1F1F),
        pill: rgb(0x1F_1F1F),
        line: rgb(0x9A_A4B4),
        line_strong: rgb(0xFF_FFFF),
        backdrop: Color32::from_black_alpha(190),
        shadow: Color32::from_black_alpha(255),
        text: rgb(0xFF_FFFF),
        weak: rgb(0xD6_DBE3),
        faint: rgb(0xB4_BCC8),
        accent: rgb(0xFF_B070),
        accent_fill: rgb(0xFF_B070),
        accent_fill_hover: rgb(0xFF_C898),
        on_accent: rgb(0x00_0000),
        accent_text: rgb(0xFF_B070),
        selection_ring: translucent(0xFF_B070, 55),
        selection_fill: translucent(0xFF_B070, 22),
        text_selection: translucent(0xFF_B070, 45),
        source: tint(0x8F_BCFF, 0x8F_BCFF, FILL, panel),
        build: tint(0xFF_D23F, 0xFF_D23F, FILL, panel),
        test: tint(0xD0_B8FF, 0xD0_B8FF, FILL, panel),
        approval: tint(0xFF_A6D6, 0xFF_A6D6, FILL, panel),
        deploy: tint(0x5C_F0A6, 0x5C_F0A6, FILL, panel),
        invoke: tint(0x4F_F0DC, 0x4F_F0DC, FILL, panel),
        compute: tint(0xC3_CEDE, 0xC3_CEDE, FILL, panel),
        success: tint(0x5C_F0A6, 0x5C_F0A6, FILL, panel),
        warning: tint(0xFF_D23F, 0xFF_D23F, FILL, panel),
        error: tint(0xFF_A3A3, 0xFF_A3A3, FILL, panel),
        running: tint(0x8F_BCFF, 0x8F_BCFF, FILL, panel),
        added: rgb(0x00_3D22),
        removed: rgb(0x4D_0F0F),
        changed: rgb(0x3D_3000),
        note_fill: rgb(0x33_2900),
        note_line: rgb(0xFF_D23F),
        artifacts: [
            rgb(0x84_B0FF),
            rgb(0x4F_F0DC),
            rgb(0xFF_D23F),
            rgb(0xD0_B8FF),
            rgb(0xFF_A6D6),
            rgb(0xA4_F27A),
            rgb(0x6A_D6FF),
            rgb(0xEE_F2F8),
        ],
    }
};
