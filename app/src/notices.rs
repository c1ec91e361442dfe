//! What the program has to tell: toasts that go by themselves, and a log to look at later.
//!
//! Findings about the pipeline are something else; they come from the checks and are never dismissed.

use eframe::egui::{Context, Id, Rect};

use crate::commands::Command;
use crate::intent::Queue;
use crate::look::widgets::{Toast, Tone};

/// Seconds a toast stays; errors stay until they are closed.
const SECONDS: f64 = 6.0;
/// Toasts shown at once.
const AT_ONCE: usize = 4;
/// From the foot of the canvas to the first of them.
const FOOT: f32 = 16.0;
/// The same above the map and the buttons for the zoom.
const OVER_CORNERS: f32 = 112.0;
/// A canvas of this width has room for toasts between the two.
const WIDE: f32 = 900.0;
/// Lines of the log.
const LOG: usize = 200;

/// One thing told.
#[derive(Clone, Debug)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
    /// A command offered with it, such as Undo.
    pub action: Option<Command>,
}

impl Notice {
    fn is_same(&self, other: &Self) -> bool {
        (self.tone, &self.text, self.action) == (other.tone, &other.text, other.action)
    }
}

#[derive(Debug)]
struct Shown {
    id: u64,
    notice: Notice,
    /// When it goes, in seconds of the interface's clock; `None` until it is first shown, and for errors.
    until: Option<f64>,
}

/// All that was told.
#[derive(Debug, Default)]
pub struct Notices {
    shown: Vec<Shown>,
    log: Vec<Notice>,
    last_id: u64,
}

impl Notices {
    pub fn tell(&mut self, tone: Tone, text: impl Into<String>) {
        self.push(Notice { tone, text: text.into(), action: None });
    }

    /// Tells what was done, with a way back.
    pub fn tell_with(&mut self, tone: Tone, text: impl Into<String>, action: Command) {
        self.push(Notice { tone, text: text.into(), action: Some(action) });
    }

    pub fn log(&self) -> &[Notice] {
        &self.log
    }

    fn push(&mut self, notice: Notice) {
        // The same once more is no news; what is told stays a while longer.
        if let Some(shown) = self.shown.iter_mut().find(|shown| shown.notice.is_same(&notice)) {
            shown.until = None;
            return;
        }
        self.last_id += 1;
        // The way back belongs to the last change only.
        if notice.action == Some(Command::Undo) {
            self.shown.retain(|shown| shown.notice.action != Some(Command::Undo));
        }
        self.shown.push(Shown { id: self.last_id, notice: notice.clone(), until: None });
        let surplus = self.shown.len().saturating_sub(AT_ONCE);
        self.shown.drain(..surplus);
        self.log.push(notice);
        let surplus = self.log.len().saturating_sub(LOG);
        self.log.drain(..surplus);
    }

    /// Takes back the offer to undo, once something else has been done.
    pub fn forget_undo(&mut self) {
        self.shown.retain(|shown| shown.notice.action != Some(Command::Undo));
    }

    /// Shows the toasts one above the other at the foot of the canvas, where they hide neither lists nor fields.
    pub fn show(&mut self, ctx: &Context, canvas: Rect, queue: &mut Queue) {
        let now = ctx.input(|input| input.time);
        // Where they would reach the corners they stand above what is there.
        let is_narrow = canvas.width() < WIDE;
        let mut above = if is_narrow { OVER_CORNERS } else { FOOT };
        let mut closed = Vec::new();
        for shown in &mut self.shown {
            let label = shown.notice.action.map(Command::label);
            let mut toast =
                Toast::new(Id::unique(("toast", shown.id)), shown.notice.tone, &shown.notice.text);
            if let Some(label) = label {
                toast = toast.action(label);
            }
            let response = toast.show(ctx, canvas, above);
            above += response.rect.height() + 8.0;
            if response.action_clicked
                && let Some(command) = shown.notice.action
            {
                queue.run(command);
                closed.push(shown.id);
            }
            if response.close_clicked {
                closed.push(shown.id);
            }
            if shown.notice.tone == Tone::Error {
                continue;
            }
            let until = shown.until.get_or_insert(now + SECONDS);
            if response.is_hovered {
                *until = now + SECONDS;
            }
            if now >= *until {
                closed.push(shown.id);
            } else {
                ctx.request_repaint_after(std::time::Duration::from_secs_f64(
                    (*until - now).clamp(0.05, SECONDS),
                ));
            }
        }
        self.shown.retain(|shown| !closed.contains(&shown.id));
    }
}
