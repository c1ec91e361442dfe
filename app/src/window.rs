//! Opening the window, and saying in words why it cannot be opened.
//!
//! The libraries of the desktop are looked for when the program starts and may be missing: on servers, in containers,
//! over SSH. Each way this can fail, including the ones that panic inside a library, becomes one message with what
//! is missing and how to install it. A panic after the window is open is a fault of this program and stays visible.

use std::env;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use eframe::egui::{IconData, Theme, ViewportBuilder};
use eframe::{App, CreationContext, NativeOptions, Renderer};

use crate::jobs::panic_text;
use crate::look::Tokens;

mod desktop;
mod trouble;

pub use desktop::Desktop;

use trouble::{Trouble, explain};

const TITLE: &str = "Pipewright";
/// Ties the window to its desktop entry.
const APP_ID: &str = "pipewright";
const SIZE: [f32; 2] = [1440.0, 900.0];
/// A screen of 1366 × 768 at twice the size has little more.
const MIN_SIZE: [f32; 2] = [640.0, 360.0];

/// What the standard library uses.
const PANICKED: u8 = 101;

/// Shows the app that `make_app` makes until it is closed.
///
/// The place of the window is kept in `data_folder`. To be called once, from the main thread.
/// Failures are told on standard error; the exit code is 1 if there was no window, 101 after a panic.
pub fn run(
    data_folder: Option<&Path>,
    make_app: impl FnOnce(&CreationContext<'_>) -> Box<dyn App>,
) -> ExitCode {
    let is_open = Arc::new(AtomicBool::new(false));
    let opened = Arc::clone(&is_open);
    let options = options(data_folder);

    let quiet = QuietStart::begin(Arc::clone(&is_open));
    // The app is gone after a panic, and nothing else here outlives it.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            TITLE,
            options,
            Box::new(move |context| {
                opened.store(true, Ordering::SeqCst);
                Ok(make_app(context))
            }),
        )
    }));
    quiet.end();

    let (text, detail) = match outcome {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(error)) => (error.to_string(), format!("{error:?}")),
        Err(panic) if is_open.load(Ordering::SeqCst) => {
            eprintln!("\n{}", crash(&panic_text(panic.as_ref())));
            return ExitCode::from(PANICKED);
        }
        Err(panic) => (panic_text(panic.as_ref()), String::new()),
    };
    let trouble = if is_open.load(Ordering::SeqCst) {
        Trouble::lost(&text)
    } else {
        explain(&text, &detail, display().as_deref())
    };
    eprintln!("{trouble}");
    ExitCode::FAILURE
}

fn options(data_folder: Option<&Path>) -> NativeOptions {
    NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title(TITLE)
            .with_app_id(APP_ID)
            .with_inner_size(SIZE)
            .with_min_inner_size(MIN_SIZE)
            .with_icon(icon()),
        renderer: Renderer::Glow,
        persist_window: true,
        persistence_path: data_folder.map(|folder| folder.join("window.ron")),
        ..NativeOptions::default()
    }
}

fn crash(words: &str) -> String {
    format!(
        "Pipewright stopped because of a fault in itself: {words}.\n\
         Unsaved work was kept and is offered at the next start."
    )
}

/// The address of the X server, for the message that it does not answer.
fn display() -> Option<String> {
    env::var("DISPLAY").ok().filter(|display| !display.is_empty())
}

/// Keeps panics of the main thread off the screen until the window is open, since they are told in words.
struct QuietStart {
    usual: Arc<dyn Fn(&panic::PanicHookInfo<'_>) + Send + Sync>,
}

impl QuietStart {
    fn begin(is_open: Arc<AtomicBool>) -> Self {
        let usual: Arc<dyn Fn(&panic::PanicHookInfo<'_>) + Send + Sync> = Arc::from(panic::take_hook());
        let loud = Arc::clone(&usual);
        let main_thread = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            if is_open.load(Ordering::SeqCst) || thread::current().id() != main_thread {
                loud(info);
            }
        }));
        Self { usual }
    }

    fn end(self) {
        let Self { usual } = self;
        panic::set_hook(Box::new(move |info| usual(info)));
    }
}

/// The mark: a P on a rounded square in the accent color.
fn icon() -> IconData {
    const SIDE: u32 = 64;
    let colors = Tokens::of_theme(Theme::Dark);
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let at = [x as f32 + 0.5, y as f32 + 0.5];
            let square = rounded_box(at, [2.0, 2.0], [62.0, 62.0], 15.0);
            let stem = rounded_box(at, [21.0, 15.0], [29.0, 49.0], 0.0);
            // Both are straight on the left, where they are cut off.
            let bowl = rounded_box(at, [0.0, 15.0], [47.0, 39.0], 12.0).max(21.0 - at[0]);
            let hole = rounded_box(at, [0.0, 22.0], [39.5, 32.0], 5.0).max(29.0 - at[0]);
            let letter = stem.min(bowl.max(-hole));

            let ink = coverage(letter);
            let mix = |below: u8, above: u8| {
                (f32::from(below) * (1.0 - ink) + f32::from(above) * ink).round() as u8
            };
            let (below, above) = (colors.accent, colors.on_accent);
            rgba.extend([
                mix(below.r(), above.r()),
                mix(below.g(), above.g()),
                mix(below.b(), above.b()),
                (coverage(square) * 255.0).round() as u8,
            ]);
        }
    }
    IconData { rgba, width: SIDE, height: SIDE }
}

/// Distance in pixels from the border of a box with round corners; negative inside.
fn rounded_box([x, y]: [f32; 2], [left, top]: [f32; 2], [right, bottom]: [f32; 2], radius: f32) -> f32 {
    let beyond_x = (x - f32::midpoint(left, right)).abs() - (right - left) / 2.0 + radius;
    let beyond_y = (y - f32::midpoint(top, bottom)).abs() - (bottom - top) / 2.0 + radius;
    beyond_x.max(0.0).hypot(beyond_y.max(0.0)) + beyond_x.max(beyond_y).min(0.0) - radius
}

/// How much of a pixel at this distance is inside.
fn coverage(distance: f32) -> f32 {
    (0.5 - distance).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_a_letter_on_a_square() {
        let icon = icon();
        assert_eq!(icon.rgba.len(), (icon.width * icon.height * 4) as usize);
        let pixel = |x: usize, y: usize| -> [u8; 4] {
            let start = (y * icon.width as usize + x) * 4;
            icon.rgba[start..start + 4].try_into().unwrap()
        };
        let colors = Tokens::of_theme(Theme::Dark);
        assert_eq!(pixel(0, 0)[3], 0, "the corner");
        assert_eq!(pixel(10, 32), colors.accent.to_array(), "beside the letter");
        assert_eq!(pixel(25, 44), colors.on_accent.to_array(), "the stem");
        assert_eq!(pixel(43, 26), colors.on_accent.to_array(), "the bowl");
        assert_eq!(pixel(33, 26), colors.accent.to_array(), "the hole");
        assert_eq!(pixel(42, 46), colors.accent.to_array(), "right of the stem");
    }

    #[test]
    fn the_place_of_the_window_is_kept_with_the_other_data() {
        let options = options(Some(Path::new("/home/ann/.pipewright")));
        assert_eq!(options.persistence_path.as_deref(), Some(Path::new("/home/ann/.pipewright/window.ron")));
        assert_eq!(options.viewport.app_id.as_deref(), Some("pipewright"));
    }

    #[test]
    fn a_crash_tells_the_words_and_where_the_work_is() {
        let text = crash("index 3 of 2");
        assert!(text.contains("index 3 of 2"), "{text}");
        assert!(text.contains("Unsaved work was kept"), "{text}");
    }
}
