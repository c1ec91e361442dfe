//! What the desktop wants of its windows, and what can be had from it: language, less motion, another window.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mundy::{Interest, Preferences, Subscription};

type OpenWindow = Box<dyn Fn(Option<&Path>) -> io::Result<()>>;

/// A desktop. The default is none: English, everything glides, and no other windows.
#[derive(Default)]
pub struct Desktop {
    language: Option<String>,
    wants_less_motion: Arc<AtomicBool>,
    open_window: Option<OpenWindow>,
    _subscription: Option<Subscription>,
}

impl Desktop {
    /// The desktop this process runs on. `wake` is called when it wants something else.
    pub fn of_process(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let wants_less_motion = Arc::new(AtomicBool::new(false));
        let wish = Arc::clone(&wants_less_motion);
        let subscription = Preferences::subscribe(Interest::ReducedMotion, move |preferences| {
            wish.store(preferences.reduced_motion.is_reduce(), Ordering::Relaxed);
            wake();
        });
        Self {
            language: sys_locale::get_locale(),
            wants_less_motion,
            open_window: Some(Box::new(open_window)),
            _subscription: Some(subscription),
        }
    }

    /// A desktop that speaks a language and opens windows in its own way.
    pub fn new(
        language: Option<&str>,
        open_window: impl Fn(Option<&Path>) -> io::Result<()> + 'static,
    ) -> Self {
        Self {
            language: language.map(str::to_owned),
            open_window: Some(Box::new(open_window)),
            ..Self::default()
        }
    }

    /// Its language, as a tag.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    pub fn wants_less_motion(&self) -> bool {
        self.wants_less_motion.load(Ordering::Relaxed)
    }

    /// Opens another window, on a file or on nothing.
    ///
    /// # Errors
    /// If there is no desktop, or it does not let the program start once more.
    pub fn open_window(&self, file: Option<&Path>) -> io::Result<()> {
        match &self.open_window {
            Some(open_window) => open_window(file),
            None => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

/// Starts the program once more, so that a fault in one window does not reach the others.
fn open_window(file: Option<&Path>) -> io::Result<()> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(file).stdin(Stdio::null());
    let mut child = command.spawn()?;
    // Somebody has to ask how it ended, or the system keeps its number until this window closes.
    std::thread::Builder::new().name("other window".to_owned()).spawn(move || child.wait())?;
    Ok(())
}
