//! Icons as letters.
//!
//! Each SVG of `assets/icons` is the picture of one private-use character, rasterized by egui into the same atlas as
//! the text: it takes the color and the size of the words around it, is sharp at every zoom, and costs no mesh of
//! its own.
//! A screen reader cannot pronounce such a character, so whatever shows one needs an accessible name in words;
//! the widgets of [`super::widgets`] ask for it.

use std::sync::OnceLock;

use eframe::egui::{
    Align2, Color32, Context, FontPriority, GlyphRasterizer, GlyphRasterizerRequest, Painter, Pos2,
    RasterizedGlyph, Rect,
};
use egui_extras::SvgGlyph;

use super::fonts;

/// One icon: its character, and the drawing behind it.
struct Icon {
    glyph: &'static str,
    svg: &'static [u8],
}

macro_rules! icons {
    ($($name:ident = $glyph:literal, $file:literal;)+) => {
        $(
            #[doc = concat!("`assets/icons/", $file, ".svg`")]
            pub const $name: &str = $glyph;
        )+
        const ICONS: &[Icon] = &[
            $(Icon {
                glyph: $glyph,
                svg: include_bytes!(concat!("../../../assets/icons/", $file, ".svg")),
            }),+
        ];
    };
}

icons! {
    APPROVAL = "\u{E900}", "approval";
    ARROW_LEFT = "\u{E901}", "arrow-left";
    ARROW_RIGHT = "\u{E902}", "arrow-right";
    BUILD = "\u{E903}", "build";
    CHECK = "\u{E904}", "check";
    CHEVRON_DOWN = "\u{E905}", "chevron-down";
    CHEVRON_LEFT = "\u{E906}", "chevron-left";
    CHEVRON_RIGHT = "\u{E907}", "chevron-right";
    CHEVRON_UP = "\u{E908}", "chevron-up";
    CLOCK = "\u{E909}", "clock";
    CLOSE = "\u{E90A}", "close";
    COMMAND = "\u{E90B}", "command";
    COMPUTE = "\u{E90C}", "compute";
    COPY = "\u{E90D}", "copy";
    DEPLOY = "\u{E90E}", "deploy";
    DOT = "\u{E90F}", "dot";
    DOWNLOAD = "\u{E910}", "download";
    ERROR = "\u{E911}", "error";
    EXTERNAL_LINK = "\u{E912}", "external-link";
    EYE = "\u{E913}", "eye";
    FILE = "\u{E914}", "file";
    FIT = "\u{E915}", "fit";
    FOLDER_OPEN = "\u{E916}", "folder-open";
    GEAR = "\u{E917}", "gear";
    GRIP = "\u{E918}", "grip";
    HISTORY = "\u{E919}", "history";
    INFO = "\u{E91A}", "info";
    INVOKE = "\u{E91B}", "invoke";
    LINK = "\u{E91C}", "link";
    LOCK = "\u{E91D}", "lock";
    MINUS = "\u{E91E}", "minus";
    MOON = "\u{E91F}", "moon";
    MORE = "\u{E920}", "more";
    NOTE = "\u{E921}", "note";
    PLAY = "\u{E922}", "play";
    PLUS = "\u{E923}", "plus";
    REDO = "\u{E924}", "redo";
    REFRESH = "\u{E925}", "refresh";
    RENAME = "\u{E926}", "rename";
    SAVE = "\u{E927}", "save";
    SEARCH = "\u{E928}", "search";
    SOURCE = "\u{E929}", "source";
    STOP = "\u{E92A}", "stop";
    SUCCESS = "\u{E92B}", "success";
    SUN = "\u{E92C}", "sun";
    TEST = "\u{E92D}", "test";
    TRASH = "\u{E92E}", "trash";
    UNDO = "\u{E92F}", "undo";
    UPLOAD = "\u{E930}", "upload";
    WARNING = "\u{E931}", "warning";
    CUT = "\u{E932}", "cut";
    PASTE = "\u{E933}", "paste";
}

/// Makes the icons known to `ctx`, from the next frame on.
pub fn install(ctx: &Context) {
    let parsed: Vec<OnceLock<Option<SvgGlyph>>> = ICONS.iter().map(|_| OnceLock::new()).collect();
    let rasterizer = GlyphRasterizer::new("pipewright::look::icons", move |request| {
        let index = index_of(request.cluster)?;
        let glyph = parsed[index].get_or_init(|| SvgGlyph::from_bytes(ICONS[index].svg).ok());
        rasterize(glyph.as_ref()?, request)
    });
    // Inter has private characters of its own, which must not win.
    ctx.add_glyph_rasterizer(rasterizer.with_priority(FontPriority::Highest));
}

/// Paints `icon` as a square of `size` points around `center`.
pub fn paint(painter: &Painter, center: Pos2, icon: &str, size: f32, color: Color32) -> Rect {
    painter.text(center, Align2::CENTER_CENTER, icon, fonts::regular(size), color)
}

/// Whether `text` is one of the constants of this module.
pub fn is_icon(text: &str) -> bool {
    index_of(text).is_some_and(|index| ICONS[index].glyph == text)
}

/// Position in [`ICONS`]. Asked for every cluster of every text, so ordinary letters must be refused at once.
fn index_of(cluster: &str) -> Option<usize> {
    let letter = cluster.chars().next()?;
    let first = ICONS.first()?.glyph.chars().next()?;
    let index = (letter as usize).checked_sub(first as usize)?;
    (index < ICONS.len()).then_some(index)
}

/// Half the height of Inter's capitals, in em: where the middle of an icon has to be to stand level with words.
const MIDDLE_EM: f32 = 0.3636;

fn rasterize(glyph: &SvgGlyph, request: &GlyphRasterizerRequest<'_>) -> Option<RasterizedGlyph> {
    let mut raster = glyph.rasterize(request.font_size_px)?;
    let height = raster.bitmap.image.height() as f32;
    // A whole number of pixels, or the strokes blur.
    raster.bitmap.offset_px.y = (-MIDDLE_EM * request.font_size_px - height / 2.0).round();
    Some(raster)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_a_drawing_in_one_color() {
        for icon in ICONS {
            let glyph = SvgGlyph::from_bytes(icon.svg).expect("an SVG");
            let raster = glyph.rasterize(32.0).expect("a size");
            let covered = raster.bitmap.image.pixels.iter().filter(|pixel| pixel.a() > 0).count();
            assert!(covered > 4, "{:?} is empty", icon.glyph);
            assert!(!raster.bitmap.is_color, "{:?} is not white", icon.glyph);
        }
    }

    #[test]
    fn characters_are_consecutive() {
        for (index, icon) in ICONS.iter().enumerate() {
            assert_eq!(index_of(icon.glyph), Some(index));
        }
    }

    #[test]
    fn letters_are_no_icons() {
        for cluster in ["a", "é", "→", "界", "\u{E8FF}", "\u{F8FF}", ""] {
            assert_eq!(index_of(cluster), None, "{cluster:?}");
            assert!(!is_icon(cluster));
        }
    }
}
