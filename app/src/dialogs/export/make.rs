//! Making what is shown and what is saved: at once where that is nothing, else on a thread of its own.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

use eframe::egui::{ColorImage, Context, TextureHandle, TextureOptions};
use pipewright_core::document::Document;
use pipewright_core::format::{Fidelity, Severity, svg};

use crate::editor::Editor;
use crate::jobs::{JobContext, Jobs, What};
use crate::panels::definition::Buffer;
use crate::picture::{self, Wish};
use crate::words::number;
use crate::{storage, tr, tr_n};

/// Texts of designs up to this size are made between two frames.
const AT_ONCE: usize = 200;
/// A preview is no smaller than this part of the picture; a larger one is scrolled.
const LEGIBLE: f32 = 0.3;

/// What the preview is made of.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    revision: u64,
    wish: Wish,
    /// Of the room for a picture.
    pixels: [u32; 2],
}

/// What is made for the preview.
pub struct Made {
    pub content: Content,
    /// What the form cannot carry; `None` if it is not made to be read back.
    losses: Option<Vec<(Severity, String)>>,
    summary: String,
}

pub enum Content {
    Text(Box<Buffer>),
    Picture {
        texture: TextureHandle,
        /// The text of a picture that is a text.
        text: Option<String>,
    },
}

/// What comes from the other thread.
enum Raw {
    Text { text: String, losses: Option<Vec<(Severity, String)>> },
    Picture { image: ColorImage, size: [f32; 2], text: Option<String> },
}

enum Done {
    Preview(Result<Raw, String>),
    Saved(Result<PathBuf, String>),
}

/// Where the making stands.
pub enum State<'m> {
    Making,
    Stopped,
    Failed(&'m str),
    Made(&'m Made),
}

#[derive(Default)]
pub struct Maker {
    jobs: Option<Jobs<Done>>,
    wanted: Option<Key>,
    /// What the thread is at.
    running: Option<Key>,
    made: Option<(Key, Result<Made, String>)>,
    is_stopped: bool,
    saving: Option<PathBuf>,
    /// What became of a file, until it is asked for.
    saved: Option<Result<PathBuf, String>>,
}

const PREVIEW: &str = "export preview";
const SAVE: &str = "export";

impl Maker {
    /// Makes the preview of something else, if it is something else.
    pub fn follow(&mut self, wish: Wish, pixels: [u32; 2], ctx: &Context, editor: &Editor) {
        let pixels = if wish.form.is_picture() { pixels } else { [0; 2] };
        let key = Key { revision: editor.document().revision(), wish, pixels };
        if self.wanted.as_ref() != Some(&key) {
            self.wanted = Some(key);
            self.is_stopped = false;
            if let Some(jobs) = &self.jobs {
                jobs.cancel(PREVIEW);
            }
        }
        let Some(key) = &self.wanted else { return };
        let is_made = self.made.as_ref().is_some_and(|(made, _)| made == key);
        if is_made || self.is_stopped || self.running.is_some() {
            return;
        }
        let document = editor.document();
        if !key.wish.form.is_picture() && document.pipeline().actions().count() <= AT_ONCE {
            let made = make(&key.wish, [0; 2], document, &|| false).unwrap_or(Err(String::new()));
            self.made = Some((key.clone(), made.map(|raw| show(raw, ctx))));
            return;
        }
        let (wish, pixels, document) = (key.wish.clone(), key.pixels, document.clone());
        let most = ctx.input(|input| input.max_texture_side) as u32;
        let pixels = [pixels[0].min(most), pixels[1].min(most)];
        let started = jobs(&mut self.jobs, ctx).start(PREVIEW, move |job| {
            let made = make(&wish, pixels, &document, &|| job.is_canceled());
            Done::Preview(made.unwrap_or(Err(String::new())))
        });
        match started {
            Ok(()) => self.running = Some(key.clone()),
            Err(error) => self.made = Some((key.clone(), Err(error.to_string()))),
        }
    }

    /// Takes what was made; yields the path of a file that was written, or why it was not.
    pub fn poll(&mut self, ctx: &Context) -> Option<Result<PathBuf, String>> {
        for event in self.jobs.iter_mut().flat_map(Jobs::poll).collect::<Vec<_>>() {
            let is_preview = event.job == PREVIEW;
            let key = if is_preview { self.running.take() } else { None };
            if !is_preview {
                self.saving = None;
            }
            match event.what {
                What::Done(Done::Preview(made)) => {
                    if let Some(key) = key {
                        self.made = Some((key, made.map(|raw| show(raw, ctx))));
                    }
                }
                What::Done(Done::Saved(saved)) => self.saved = Some(saved),
                What::Panicked(reason) => match key {
                    Some(key) => self.made = Some((key, Err(reason))),
                    None => self.saved = Some(Err(reason)),
                },
                What::Message(_) | What::Canceled => {}
            }
        }
        self.saved.take()
    }

    /// Writes a file. Only one is written at a time.
    pub fn save(&mut self, path: PathBuf, wish: Wish, ctx: &Context, editor: &Editor) {
        // The preview waits, and is made after it.
        if let Some(jobs) = &self.jobs {
            jobs.cancel(PREVIEW);
        }
        let document = editor.document().clone();
        let target = path.clone();
        let started = jobs(&mut self.jobs, ctx)
            .start(SAVE, move |job| Done::Saved(write(&target, &wish, &document, job)));
        match started {
            Ok(()) => self.saving = Some(path),
            Err(error) => self.saved = Some(Err(error.to_string())),
        }
    }

    /// Gives up whatever is under way. What the disk has already stays.
    pub fn cancel(&mut self) {
        if let Some(jobs) = &self.jobs {
            jobs.cancel(PREVIEW);
            jobs.cancel(SAVE);
        }
        self.saving = None;
    }

    /// Gives the preview up.
    pub fn stop(&mut self) {
        self.is_stopped = true;
        if let Some(jobs) = &self.jobs {
            jobs.cancel(PREVIEW);
        }
    }

    pub fn again(&mut self) {
        self.is_stopped = false;
    }

    pub fn state(&self) -> State<'_> {
        match &self.made {
            _ if self.is_stopped => State::Stopped,
            Some((key, made)) if self.wanted.as_ref() == Some(key) => match made {
                Ok(made) => State::Made(made),
                Err(reason) => State::Failed(reason),
            },
            Some(_) | None => State::Making,
        }
    }

    fn made(&self) -> Option<&Made> {
        match self.state() {
            State::Made(made) => Some(made),
            State::Making | State::Stopped | State::Failed(_) => None,
        }
    }

    /// The name of the file that is being written.
    pub fn saving(&self) -> Option<String> {
        let path = self.saving.as_ref()?;
        Some(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned())
    }

    /// What can be copied.
    pub fn text(&self) -> Option<&str> {
        match &self.made()?.content {
            Content::Text(buffer) => Some(buffer.text()),
            Content::Picture { text, .. } => text.as_deref(),
        }
    }

    pub fn losses(&self) -> Option<&[(Severity, String)]> {
        self.made()?.losses.as_deref()
    }

    /// How large it is.
    pub fn summary(&self) -> String {
        self.made().map(|made| made.summary.clone()).unwrap_or_default()
    }
}

fn jobs<'j>(jobs: &'j mut Option<Jobs<Done>>, ctx: &Context) -> &'j mut Jobs<Done> {
    jobs.get_or_insert_with(|| {
        let wake = ctx.clone();
        Jobs::new(move || wake.request_repaint())
    })
}

/// What is shown; `None` if nobody wants it any more.
fn make(
    wish: &Wish,
    room: [u32; 2],
    document: &Document,
    is_canceled: &dyn Fn() -> bool,
) -> Option<Result<Raw, String>> {
    if !wish.form.is_picture() {
        let made = wish.make(document, is_canceled).map_err(|error| error.to_string());
        return Some(made.map(|(bytes, fidelity)| Raw::Text {
            text: String::from_utf8_lossy(&bytes).into_owned(),
            losses: fidelity.map(|fidelity| in_words(&fidelity, document)),
        }));
    }
    let _turn = turn(is_canceled)?;
    let text = svg::write(document, &wish.picture);
    if is_canceled() {
        return None;
    }
    let [width, height] = room.map(|edge| edge.max(1) as f32);
    let scale = |size: [f32; 2]| {
        let fits = (width / size[0]).min(height / size[1]);
        let widest = size[0].max(size[1]);
        // As large as it is, or as fits, or as can be read; and no larger than a texture may be.
        fits.max(LEGIBLE.min(MOST_PIXELS / widest)).min(2.0)
    };
    let drawn = picture::points_at(&text, scale, is_canceled);
    Some(drawn.map_err(|error| error.to_string()).map(|(pixmap, size)| {
        let edges = [pixmap.width() as usize, pixmap.height() as usize];
        let image = ColorImage::from_rgba_premultiplied(edges, pixmap.data());
        let is_text = !wish.form.is_binary();
        Raw::Picture { image, size, text: is_text.then_some(text) }
    }))
}

/// Waits until no other picture is drawn: what was given up takes a while to end, and another one beside it would make
/// both slower. `None` if it is not wanted any more.
fn turn(is_canceled: &dyn Fn() -> bool) -> Option<MutexGuard<'static, ()>> {
    static DRAWING: Mutex<()> = Mutex::new(());
    loop {
        match DRAWING.try_lock() {
            Ok(turn) => return Some(turn),
            Err(TryLockError::Poisoned(left)) => return Some(left.into_inner()),
            Err(TryLockError::WouldBlock) if is_canceled() => return None,
            Err(TryLockError::WouldBlock) => thread::park_timeout(Duration::from_millis(10)),
        }
    }
}

/// Every graphics card takes a texture of this edge.
const MOST_PIXELS: f32 = 8192.0;

/// The worst first.
fn in_words(fidelity: &Fidelity, document: &Document) -> Vec<(Severity, String)> {
    let mut losses: Vec<_> =
        fidelity.losses.iter().map(|loss| (loss.severity, loss.line(document))).collect();
    losses.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    losses
}

fn show(raw: Raw, ctx: &Context) -> Made {
    match raw {
        Raw::Text { text, losses } => {
            let lines = text.lines().count();
            let lines = tr_n!(lines, "{n} line", "{n} lines");
            let summary = format!("{lines} · {}", size_words(text.len()));
            Made { content: Content::Text(Box::new(Buffer::new(text))), losses, summary }
        }
        Raw::Picture { image, size, text } => {
            let [width, height] = size.map(|edge| number(edge.ceil() as u64));
            let summary = tr!("{width} × {height} points at scale 1", width = width, height = height);
            let texture = ctx.load_texture("export preview", Arc::new(image), TextureOptions::LINEAR);
            Made { content: Content::Picture { texture, text }, losses: None, summary }
        }
    }
}

/// "12.3 KB", as files are listed.
fn size_words(bytes: usize) -> String {
    match bytes {
        0..1000 => tr_n!(bytes, "{n} byte", "{n} bytes"),
        1000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn write(
    path: &std::path::Path,
    wish: &Wish,
    document: &Document,
    job: &JobContext<Done>,
) -> Result<PathBuf, String> {
    let is_canceled = || job.is_canceled();
    let turn = if wish.form.is_picture() { turn(&is_canceled) } else { None };
    let made = wish.make(document, &is_canceled);
    let (bytes, _told_beside_the_preview) = made.map_err(|error| error.to_string())?;
    drop(turn);
    if !job.is_canceled() {
        storage::save(path, &bytes, None).map_err(|error| error.to_string())?;
    }
    Ok(path.to_owned())
}
