//! Pictures have the colors of the canvas.

use eframe::egui::Color32;
use pipewright_core::catalog::Category;
use pipewright_core::format::svg::{ARTIFACT_COLORS, Ink, inks};

use super::{ARTIFACT_COLORS as COLORS, DARK, LIGHT, Tint, Tokens};
use crate::words::hue_of_category;

fn color(tokens: &Tokens, ink: Ink) -> Color32 {
    let tint = |category: Option<Category>| -> Tint {
        category.map_or(tokens.compute, |category| tokens.hue(hue_of_category(category)))
    };
    match ink {
        Ink::Canvas => tokens.canvas,
        Ink::Panel => tokens.panel,
        Ink::Raised => tokens.raised,
        Ink::Line => tokens.line,
        Ink::LineStrong => tokens.line_strong,
        Ink::Text => tokens.text,
        Ink::Weak => tokens.weak,
        Ink::Error => tokens.error.solid,
        Ink::Warning => tokens.warning.solid,
        Ink::Added => tokens.success.solid,
        Ink::Moved => tokens.running.solid,
        Ink::NoteFill => tokens.note_fill,
        Ink::NoteLine => tokens.note_line,
        Ink::Tile(category) => tint(category).text,
        Ink::TileFill(category) => tint(category).fill,
        Ink::Artifact(index) => tokens.artifact_color(index),
    }
}

#[test]
fn pictures_have_the_colors_of_the_canvas() {
    assert_eq!(ARTIFACT_COLORS, COLORS);
    for (tokens, is_dark) in [(&LIGHT, false), (&DARK, true)] {
        for ink in inks().chain([Ink::Tile(None), Ink::TileFill(None)]) {
            let expected = color(tokens, ink);
            let [red, green, blue, _] = expected.to_array().map(u32::from);
            assert_eq!(ink.rgb(is_dark), red << 16 | green << 8 | blue, "{ink:?}, dark: {is_dark}");
        }
    }
}
