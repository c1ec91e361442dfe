//! Pictures of points and of pages, made from the SVG of [`pipewright_core::format::svg`] without a display.
//!
//! The letters are those of the program, so a picture is the same on every machine; only words in scripts that our
//! fonts do not have are drawn with what the machine has.

mod form;
mod pdf;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use eframe::egui::FontDefinitions;
pub use form::{Form, Wish};
use pipewright_core::format::svg::letters;
use resvg::tiny_skia::{Pixmap, PixmapMut, Transform};
use resvg::usvg::{self, Tree, fontdb::Database};

/// More points than these fit no sensible screen, and take more than a gigabyte while they are drawn.
const MOST_POINTS: f64 = 200.0e6;
/// So many are drawn between two looks at whether the picture is still wanted.
const BAND: usize = 12_000_000;
/// PNG pictures may be drawn this large or small.
pub const SCALES: std::ops::RangeInclusive<f32> = 0.1..=8.0;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error(
        "The picture would have {width} × {height} points, which is too many. \
         Choose a smaller scale, one stage, or SVG"
    )]
    TooLarge { width: u64, height: u64 },
    #[error("The scale {0} is not between {min} and {max}. Choose one in between", min = SCALES.start(), max = SCALES.end())]
    Scale(String),
    #[error("The picture could not be drawn: {0}. Export it as SVG instead")]
    Drawing(String),
    #[error("The picture was given up before it was drawn")]
    Canceled,
}

/// A picture as PNG; at scale 1 a point of the canvas is a point of the picture.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, PictureError> {
    png_unless(svg, scale, &|| false)
}

/// The same, unless nobody wants it any more.
pub fn png_unless(svg: &str, scale: f32, is_canceled: &dyn Fn() -> bool) -> Result<Vec<u8>, PictureError> {
    let pixmap = points_unless(svg, scale, is_canceled)?;
    pixmap.encode_png().map_err(|error| PictureError::Drawing(error.to_string()))
}

/// A picture as points, for the screen.
pub fn points(svg: &str, scale: f32) -> Result<Pixmap, PictureError> {
    points_unless(svg, scale, &|| false)
}

fn points_unless(svg: &str, scale: f32, is_canceled: &dyn Fn() -> bool) -> Result<Pixmap, PictureError> {
    if !SCALES.contains(&scale) {
        return Err(PictureError::Scale(scale.to_string()));
    }
    Ok(points_at(svg, |_| scale, is_canceled)?.0)
}

/// A picture as points at a scale that depends on its size, with that size at scale 1, unless nobody wants it any
/// more.
pub fn points_at(
    svg: &str,
    scale: impl FnOnce([f32; 2]) -> f32,
    is_canceled: &dyn Fn() -> bool,
) -> Result<(Pixmap, [f32; 2]), PictureError> {
    let tree = tree(svg)?;
    let size = [tree.size().width(), tree.size().height()];
    let scale = scale(size);
    let [width, height] =
        [tree.size().width(), tree.size().height()].map(|length| f64::from(length * scale).ceil().max(1.0));
    let too_large = || PictureError::TooLarge { width: width as u64, height: height as u64 };
    if width * height > MOST_POINTS {
        return Err(too_large());
    }
    let mut pixmap = Pixmap::new(width as u32, height as u32).ok_or_else(too_large)?;
    draw(&tree, scale, &mut pixmap, is_canceled)?;
    Ok((pixmap, size))
}

/// Draws band after band, as nothing stops in the middle of one.
fn draw(
    tree: &Tree,
    scale: f32,
    pixmap: &mut Pixmap,
    is_canceled: &dyn Fn() -> bool,
) -> Result<(), PictureError> {
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    let rows = (BAND / width).max(1);
    for top in (0..height).step_by(rows) {
        if is_canceled() {
            return Err(PictureError::Canceled);
        }
        let bottom = (top + rows).min(height);
        let band = &mut pixmap.data_mut()[top * width * 4..bottom * width * 4];
        let band = PixmapMut::from_bytes(band, width as u32, (bottom - top) as u32);
        let mut band = band.ok_or_else(|| PictureError::Drawing("a band of it has no size".to_owned()))?;
        let transform = Transform::from_scale(scale, scale).post_translate(0.0, -(top as f32));
        resvg::render(tree, transform, &mut band);
    }
    Ok(())
}

/// A picture as a PDF of one page, with words that can be selected.
pub fn pdf(svg: &str) -> Result<Vec<u8>, PictureError> {
    pdf_unless(svg, &|| false)
}

/// The same, unless nobody wants it any more.
pub fn pdf_unless(svg: &str, is_canceled: &dyn Fn() -> bool) -> Result<Vec<u8>, PictureError> {
    let options = svg2pdf::ConversionOptions::default();
    let tree = tree(svg)?;
    if is_canceled() {
        return Err(PictureError::Canceled);
    }
    let file = svg2pdf::to_pdf(&tree, options, svg2pdf::PageOptions::default())
        .map_err(|error| PictureError::Drawing(error.to_string()))?;
    // A file of another build than we know is a good one as well, only not the same each time.
    Ok(pdf::in_order(&file).unwrap_or(file))
}

/// The size of a picture at scale 1.
pub fn size(svg: &str) -> Result<[f32; 2], PictureError> {
    let size = tree(svg)?.size();
    Ok([size.width(), size.height()])
}

fn tree(svg: &str) -> Result<Tree, PictureError> {
    let options = usvg::Options {
        font_family: "Inter".to_owned(),
        fontdb: if letters::is_known(svg) { own_fonts() } else { all_fonts() },
        ..usvg::Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| PictureError::Drawing(error.to_string()))
}

/// The fonts of the program.
fn own_fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    Arc::clone(FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        for bytes in [letters::REGULAR, letters::SEMIBOLD] {
            fonts.load_font_data(without_substitutions(bytes));
        }
        fonts.set_sans_serif_family("Inter");
        Arc::new(fonts)
    }))
}

/// A font whose table of substitutions cannot be found.
///
/// The library that sets text reads this table anew for each text, and that of Inter is long: a picture of thousands
/// of words took most of its time there. What it does, such as `->` drawn as an arrow, nobody misses: the canvas
/// does without as well, and places of words are measured without.
fn without_substitutions(font: &[u8]) -> Vec<u8> {
    const HEAD: usize = 12;
    const RECORD: usize = 16;
    let mut font = font.to_vec();
    let count = font.get(4..6).map_or(0, |count| usize::from(u16::from_be_bytes([count[0], count[1]])));
    let records = font.get_mut(HEAD..).unwrap_or_default().chunks_exact_mut(RECORD).take(count);
    for record in records.filter(|record| record.starts_with(b"GSUB")) {
        // A name nobody looks for, in the same place of the sorted list.
        record[3] = b'_';
    }
    font
}

/// Those, egui's for signs, and those of the machine.
fn all_fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    Arc::clone(FONTS.get_or_init(|| {
        let mut fonts = Database::clone(&own_fonts());
        for (_, data) in FontDefinitions::default().font_data {
            let bytes: &[u8] = (*data.font).as_ref();
            fonts.load_font_data(bytes.to_vec());
        }
        fonts.load_system_fonts();
        Arc::new(fonts)
    }))
}
