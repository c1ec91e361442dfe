//! Every word can be read, every wire told from the others.

use super::*;

static ALL: [&Tokens; 3] = [&DARK, &LIGHT, &HIGH_CONTRAST];

/// What words need at least.
fn legible(tokens: &Tokens) -> f64 {
    if *tokens == HIGH_CONTRAST { 7.0 } else { 4.5 }
}

fn name(tokens: &Tokens) -> &'static str {
    match tokens.theme {
        _ if *tokens == HIGH_CONTRAST => "high contrast",
        Theme::Dark => "dark",
        Theme::Light => "light",
    }
}

#[test]
fn words_are_legible_on_every_surface() {
    for tokens in ALL {
        let surfaces = [
            ("window", tokens.window),
            ("canvas", tokens.canvas),
            ("panel", tokens.panel),
            ("raised", tokens.raised),
            ("hover", tokens.hover),
        ];
        for (name, color) in words(tokens) {
            for (surface, background) in surfaces {
                assert_legible(tokens, &name, color, surface, background);
            }
        }
    }
}

#[test]
fn words_are_legible_on_their_own_fill() {
    for tokens in ALL {
        for (name, tint) in tints(tokens) {
            assert_legible(tokens, name, tint.text, "its fill", tint.fill);
        }
        for index in 0..ARTIFACT_COLORS {
            let color = tokens.artifact_color(index);
            assert_legible(tokens, &format!("artifact {index}"), color, "chip", tokens.fill_for(color));
        }
        assert_legible(tokens, "on_accent", tokens.on_accent, "accent_fill", tokens.accent_fill);
        assert_legible(tokens, "on_accent", tokens.on_accent, "hover", tokens.accent_fill_hover);
        for (name, fill) in [
            ("added", tokens.added),
            ("removed", tokens.removed),
            ("changed", tokens.changed),
            ("note_fill", tokens.note_fill),
        ] {
            assert_legible(tokens, "text", tokens.text, name, fill);
        }
    }
}

#[test]
fn strokes_stand_out_from_what_they_are_drawn_on() {
    for tokens in ALL {
        for (name, tint) in tints(tokens) {
            for surface in [tokens.canvas, tokens.panel, tokens.raised] {
                let contrast = contrast(tint.solid, surface);
                assert!(contrast >= 3.0, "{}: {name} has {contrast:.2} : 1", self::name(tokens));
            }
        }
    }
}

#[test]
fn borders_are_seen_in_high_contrast() {
    let tokens = &HIGH_CONTRAST;
    for surface in [tokens.window, tokens.canvas, tokens.panel, tokens.raised, tokens.hover] {
        for line in [tokens.line, tokens.line_strong, tokens.faint, tokens.accent] {
            let contrast = contrast(line, surface);
            assert!(contrast >= 4.5, "{line:?} on {surface:?} has {contrast:.2} : 1");
        }
    }
    assert!(contrast(tokens.note_line, tokens.canvas) >= 4.5);
}

#[test]
fn faint_words_are_legible_in_high_contrast() {
    let tokens = &HIGH_CONTRAST;
    for surface in [tokens.window, tokens.canvas, tokens.panel, tokens.raised, tokens.hover] {
        assert_legible(tokens, "faint", tokens.faint, "a surface", surface);
    }
}

#[test]
fn artifacts_can_be_told_apart() {
    for tokens in ALL {
        for a in 0..ARTIFACT_COLORS {
            for b in 0..a {
                let distance = distance(tokens.artifact_color(a), tokens.artifact_color(b));
                assert!(distance > 0.08, "{}: artifacts {a} and {b}: {distance:.3}", name(tokens));
            }
        }
    }
}

#[test]
fn artifact_colors_repeat() {
    assert_eq!(DARK.artifact_color(1), DARK.artifact_color(1 + ARTIFACT_COLORS));
    assert_ne!(DARK.artifact_color(1), DARK.artifact_color(2));
}

#[track_caller]
fn assert_legible(tokens: &Tokens, name: &str, text: Color32, surface: &str, background: Color32) {
    let contrast = contrast(text, background);
    let needed = legible(tokens);
    assert!(contrast >= needed, "{}: {name} on {surface} has {contrast:.2} : 1", self::name(tokens));
}

fn words(tokens: &Tokens) -> Vec<(String, Color32)> {
    let mut words = vec![
        ("text".to_owned(), tokens.text),
        ("weak".to_owned(), tokens.weak),
        ("accent_text".to_owned(), tokens.accent_text),
    ];
    words.extend(tints(tokens).map(|(name, tint)| (name.to_owned(), tint.text)));
    words.extend((0..ARTIFACT_COLORS).map(|i| (format!("artifact {i}"), tokens.artifact_color(i))));
    words
}

fn tints(tokens: &Tokens) -> impl Iterator<Item = (&'static str, Tint)> {
    [
        ("source", tokens.source),
        ("build", tokens.build),
        ("test", tokens.test),
        ("approval", tokens.approval),
        ("deploy", tokens.deploy),
        ("invoke", tokens.invoke),
        ("compute", tokens.compute),
        ("success", tokens.success),
        ("warning", tokens.warning),
        ("error", tokens.error),
        ("running", tokens.running),
    ]
    .into_iter()
}

/// Contrast ratio of WCAG 2.2, from 1 to 21.
fn contrast(a: Color32, b: Color32) -> f64 {
    let luminance = |c| {
        let [r, g, b] = linear(c);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Distance in Oklab; 0.02 is a difference just seen side by side.
fn distance(a: Color32, b: Color32) -> f64 {
    let oklab = |color| product(&LAB_FROM_CONES, product(&CONES_FROM_RGB, linear(color)).map(f64::cbrt));
    oklab(a).iter().zip(oklab(b)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

type Matrix = [[f64; 3]; 3];

const CONES_FROM_RGB: Matrix =
    [[0.412_221, 0.536_333, 0.051_446], [0.211_903, 0.680_700, 0.107_397], [0.088_302, 0.281_719, 0.629_979]];

const LAB_FROM_CONES: Matrix = [
    [0.210_454, 0.793_618, -0.004_072],
    [1.977_998, -2.428_592, 0.450_594],
    [0.025_904, 0.782_772, -0.808_676],
];

fn product(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

fn linear(color: Color32) -> [f64; 3] {
    [color.r(), color.g(), color.b()].map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}
