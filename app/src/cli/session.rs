//! What a run of the command line may use of the world around it.

use std::io::{self, BufRead, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::time::Instant;

use super::output::Output;
use crate::cloud::aws::Aws;
use crate::cloud::{Listener, Retry};
use crate::storage::{Folders, PublishedTexts};

/// Input, output and accounts.
pub struct Session<'a> {
    pub input: Box<dyn BufRead + 'a>,
    /// Whether somebody sits there who can read a question and answer it.
    pub is_interactive: bool,
    pub output: Output<'a>,
    pub aws: Aws,
    /// Reads an environment variable; secrets come that way.
    pub environment: fn(&str) -> Option<String>,
    /// Hears that a call to AWS is made again; for a terminal, where somebody waits.
    pub retries: Option<Listener>,
    /// What was published from this machine.
    pub published_texts: Option<PublishedTexts>,
}

impl Session<'static> {
    /// That of this process.
    pub fn of_process() -> Self {
        Self {
            input: Box::new(io::stdin().lock()),
            is_interactive: io::stdin().is_terminal() && io::stderr().is_terminal(),
            output: Output::of_process(),
            aws: Aws::default(),
            environment: |name| std::env::var(name).ok(),
            retries: can_take_back().then(on_terminal),
            published_texts: Folders::of_person().map(|folders| PublishedTexts::new(&folders.data)),
        }
    }
}

/// Whether somebody reads messages on a terminal that can take a line back.
fn can_take_back() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// A line that is there while a pause lasts.
fn on_terminal() -> Listener {
    Arc::new(|retry| {
        let words = retry.map(|retry| words(&retry)).unwrap_or_default();
        // Who cannot read it misses nothing that is not told in the end.
        let _unread = write!(io::stderr(), "\r\u{1b}[K{words}");
    })
}

/// "Trying again in 2 s, 2 of 3"
pub fn words(retry: &Retry) -> String {
    let Retry { attempt, of, .. } = retry;
    match retry.seconds_left(Instant::now()) {
        0 => format!("Trying again, {attempt} of {of}"),
        seconds => format!("Trying again in {seconds} s, {attempt} of {of}"),
    }
}
