//! Pictures are drawn, are not blank, and are the same each time.

use pipewright_core::document::Document;
use pipewright_core::format::svg::{self, Options, Theme};
use pipewright_core::samples::SAMPLES;

use super::*;

fn sample(theme: Theme) -> String {
    let document = Document::read_text(SAMPLES[2].text).unwrap();
    svg::write(&document, &Options { theme, ..Options::default() })
}

#[test]
fn a_png_is_as_large_as_asked_and_not_blank() {
    for theme in [Theme::Light, Theme::Dark] {
        let svg = sample(theme);
        let [width, height] = size(&svg).unwrap();
        for scale in [0.5, 2.0] {
            let bytes = png(&svg, scale).unwrap();
            let picture = Pixmap::decode_png(&bytes).unwrap();
            assert_eq!(picture.width(), (width * scale).ceil() as u32);
            assert_eq!(picture.height(), (height * scale).ceil() as u32);
            let mut colors: Vec<_> =
                picture.pixels().iter().map(|it| (it.red(), it.green(), it.blue())).collect();
            colors.sort_unstable();
            colors.dedup();
            assert!(colors.len() > 100, "{} colors", colors.len());
        }
    }
}

/// Each word of a picture leaves a mark: without them the picture is another.
#[test]
fn words_are_drawn() {
    let svg = sample(Theme::Light);
    let without = svg.replace("<text ", "<text display=\"none\" ");
    let dark = |svg: &str| {
        let picture = points(svg, 1.0).unwrap();
        picture.pixels().iter().filter(|it| it.red() < 100 && it.green() < 100).count()
    };
    assert!(dark(&svg) > dark(&without) + 1000, "{} {}", dark(&svg), dark(&without));
}

#[test]
fn pictures_are_the_same_each_time() {
    let svg = sample(Theme::Dark);
    assert_eq!(png(&svg, 1.0).unwrap(), png(&svg, 1.0).unwrap());
    let first = pdf(&svg).unwrap();
    // The order of a hash map of two fonts is the same by chance every other time.
    for _ in 0..8 {
        assert!(first == pdf(&svg).unwrap());
    }
}

#[test]
fn a_pdf_has_words() {
    let bytes = pdf(&sample(Theme::Light)).unwrap();
    assert!(bytes.starts_with(b"%PDF-1."));
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(has(b"/Type /Font") && has(b"/ToUnicode") && has(b"Inter"));
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let svg = sample(Theme::Light);
    assert!(matches!(png(&svg, 0.0), Err(PictureError::Scale(_))));
    assert!(matches!(png(&svg, f32::NAN), Err(PictureError::Scale(_))));
    let huge = svg.replacen(" width=\"", " width=\"90000\" data-width=\"", 1);
    let huge = huge.replacen(" height=\"", " height=\"90000\" data-height=\"", 1);
    let told = png(&huge, 8.0).unwrap_err().to_string();
    assert!(told.contains("too many") && told.contains("Choose a smaller scale"), "{told}");
    assert!(matches!(png("no picture", 1.0), Err(PictureError::Drawing(_))));
}

#[test]
fn scripts_of_other_fonts_do_not_stop_a_picture() {
    let text = SAMPLES[0].text.replace("Production", "製造 🚀 إنتاج");
    let document = Document::read_text(&text).unwrap();
    let svg = svg::write(&document, &Options::default());
    assert!(!letters::is_known(&svg));
    assert!(png(&svg, 1.0).is_ok() && pdf(&svg).is_ok());
}

/// Kerning stays; what is written with other letters goes.
#[test]
fn fonts_are_read_without_their_substitutions() {
    for bytes in [letters::REGULAR, letters::SEMIBOLD] {
        let font = without_substitutions(bytes);
        let has = |font: &[u8], tag: &[u8]| font[..400].windows(4).any(|window| window == tag);
        assert!(has(bytes, b"GSUB") && !has(&font, b"GSUB") && has(&font, b"GPOS"));
        assert_eq!(font.len(), bytes.len());
    }
    assert_eq!(without_substitutions(b"no font"), b"no font");
    assert_eq!(without_substitutions(b"\0\x01\0\0\xff\xff"), b"\0\x01\0\0\xff\xff");
}

/// A picture drawn in bands is the one drawn at once.
#[test]
fn a_large_picture_is_drawn_in_bands_and_can_be_given_up_between_them() {
    let svg = sample(Theme::Light);
    let (whole, size) = points_at(&svg, |_| 1.0, &|| false).unwrap();
    let looks = std::cell::Cell::new(0);
    let scale = (3.0 * BAND as f32 / (size[0] * size[1])).sqrt();
    let counted = || {
        looks.set(looks.get() + 1);
        false
    };
    let (large, _) = points_at(&svg, |_| scale, &counted).unwrap();
    assert!(looks.get() >= 3, "{} looks", looks.get());
    let inked = |picture: &Pixmap| {
        let ground = picture.pixels()[0];
        let other = picture.pixels().iter().filter(|it| **it != ground).count();
        other as f32 / picture.pixels().len() as f32
    };
    assert!((inked(&whole) - inked(&large)).abs() < 0.02, "{} {}", inked(&whole), inked(&large));

    looks.set(0);
    let given_up = || {
        looks.set(looks.get() + 1);
        looks.get() == 2
    };
    let ended = points_at(&svg, |_| scale, &given_up);
    assert_eq!(ended.map(|(_, size)| size), Err(PictureError::Canceled));
    assert_eq!(pdf_unless(&svg, &|| true), Err(PictureError::Canceled));
}
