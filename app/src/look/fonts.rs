//! The letters: `Inter` for words in three weights, `JetBrains Mono` for code in two.
//!
//! egui knows font families, not weights or OpenType features, so each weight is a family of its own, and so are
//! the tabular figures of Inter, for numbers that change in place or stand in columns.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontId};

use pipewright_core::format::svg::letters;

use super::tokens::text;

const MEDIUM: &str = "medium";
const SEMIBOLD: &str = "semibold";
const CODE_MEDIUM: &str = "code-medium";
const FIGURES: &str = "figures";
const FIGURES_MEDIUM: &str = "figures-medium";

/// One file, and the family it leads.
struct Face {
    name: &'static str,
    family: fn() -> FontFamily,
    /// Asked for what the face lacks, before egui's own fonts.
    fallback: Option<&'static str>,
    bytes: &'static [u8],
}

const FACES: [Face; 7] = [
    Face { name: "Inter", family: || FontFamily::Proportional, fallback: None, bytes: letters::REGULAR },
    Face {
        name: "Inter Medium",
        family: || FontFamily::Name(MEDIUM.into()),
        fallback: None,
        bytes: include_bytes!("../../../assets/fonts/Inter-Medium.otf"),
    },
    Face {
        name: "Inter SemiBold",
        family: || FontFamily::Name(SEMIBOLD.into()),
        fallback: None,
        bytes: letters::SEMIBOLD,
    },
    Face {
        name: "JetBrains Mono",
        family: || FontFamily::Monospace,
        fallback: None,
        bytes: include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf"),
    },
    Face {
        name: "JetBrains Mono Medium",
        family: || FontFamily::Name(CODE_MEDIUM.into()),
        fallback: None,
        bytes: include_bytes!("../../../assets/fonts/JetBrainsMono-Medium.ttf"),
    },
    Face {
        name: "Figures",
        family: || FontFamily::Name(FIGURES.into()),
        fallback: Some("Inter"),
        bytes: include_bytes!("../../../assets/fonts/Figures-Regular.otf"),
    },
    Face {
        name: "Figures Medium",
        family: || FontFamily::Name(FIGURES_MEDIUM.into()),
        fallback: Some("Inter Medium"),
        bytes: include_bytes!("../../../assets/fonts/Figures-Medium.otf"),
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
        chain.extend(face.fallback.map(str::to_owned));
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

/// Code and names of artifacts: `JetBrains Mono`, 12 points.
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

/// Inter with figures of equal width.
pub fn figures(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(FIGURES.into()))
}

pub fn figures_medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(FIGURES_MEDIUM.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::Color32;

    fn width(text: &str, font: &FontId) -> f32 {
        let ctx = Context::default();
        install(&ctx);
        let mut width = 0.0;
        let output = ctx.run_ui(eframe::egui::RawInput::default(), |ui| {
            width = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), Color32::WHITE).size().x;
        });
        output.drop_without_applying_deltas();
        width
    }

    #[test]
    fn figures_are_as_wide_as_each_other() {
        assert!(width("1111", &regular(13.0)) < width("4444", &regular(13.0)));
        for font in [figures(13.0), figures_medium(13.0)] {
            assert_eq!(width("1111", &font).round(), width("4444", &font).round());
        }
    }

    #[test]
    fn heavier_letters_are_wider() {
        let [light, medium, heavy] = [regular, medium, semibold].map(|font| width("Publish", &font(13.0)));
        assert!(light < medium && medium < heavy, "{light} {medium} {heavy}");
    }

    #[test]
    fn code_has_no_ligatures() {
        // egui always asks for contextual alternates, which is where this font keeps its ligatures.
        let face = FACES.iter().find(|face| face.name == "JetBrains Mono").expect("listed");
        assert!(!face.bytes.windows(4).any(|tag| tag == b"calt"));
    }
}
