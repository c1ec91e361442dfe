//! The letters: Inter for words in three weights, JetBrains Mono for code in two.
//!
//! egui knows font families, not weights, so each weight is a family of its own.
//! Figures are proportional: egui 0.37 shapes text with the default OpenType features only, so Inter's tabular
//! figures (`tnum`) cannot be asked for. Columns of numbers are right-aligned or set in [`code`].

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontId};

use super::tokens::text;

const MEDIUM: &str = "medium";
const SEMIBOLD: &str = "semibold";
const CODE_MEDIUM: &str = "code-medium";

/// Name of a font, the families it leads, and its file.
struct Face {
    name: &'static str,
    family: fn() -> FontFamily,
    bytes: &'static [u8],
}

const FACES: [Face; 5] = [
    Face {
        name: "Inter",
        family: || FontFamily::Proportional,
        bytes: include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
    },
    Face {
        name: "Inter Medium",
        family: || FontFamily::Name(MEDIUM.into()),
        bytes: include_bytes!("../../../assets/fonts/Inter-Medium.otf"),
    },
    Face {
        name: "Inter SemiBold",
        family: || FontFamily::Name(SEMIBOLD.into()),
        bytes: include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
    },
    Face {
        name: "JetBrains Mono",
        family: || FontFamily::Monospace,
        bytes: include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf"),
    },
    Face {
        name: "JetBrains Mono Medium",
        family: || FontFamily::Name(CODE_MEDIUM.into()),
        bytes: include_bytes!("../../../assets/fonts/JetBrainsMono-Medium.ttf"),
    },
];

/// Makes the families known to `ctx`, from the next frame on.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

/// Our fonts first, egui's own behind them for the few symbols ours lack.
fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let words_fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let code_fallback = fonts.families.get(&FontFamily::Monospace).cloned().unwrap_or_default();
    for face in FACES {
        let is_code = face.name.starts_with("JetBrains");
        let fallback =
            if is_code { [&code_fallback, &words_fallback] } else { [&words_fallback, &code_fallback] };
        let mut chain = vec![face.name.to_owned()];
        for name in fallback.into_iter().flatten() {
            if !chain.contains(name) {
                chain.push(name.clone());
            }
        }
        fonts.font_data.insert(face.name.to_owned(), Arc::new(FontData::from_static(face.bytes)));
        fonts.families.insert((face.family)(), chain);
    }
    fonts
}

/// Running text: Inter Regular, 13 points.
pub fn body() -> FontId {
    regular(text::BODY)
}

/// Code and names of artifacts: JetBrains Mono, 12 points.
pub fn code() -> FontId {
    FontId::new(text::CODE, FontFamily::Monospace)
}

pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(MEDIUM.into()))
}

pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

pub fn code_medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(CODE_MEDIUM.into()))
}
