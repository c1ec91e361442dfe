//! What a run of the command line may use of the world around it.

use std::io::{self, BufRead, IsTerminal as _};

use super::output::Output;
use crate::cloud::aws::Aws;

/// Input, output and accounts.
pub struct Session<'a> {
    pub input: Box<dyn BufRead + 'a>,
    /// Whether somebody sits there who can read a question and answer it.
    pub is_interactive: bool,
    pub output: Output<'a>,
    pub aws: Aws,
    /// Reads an environment variable; secrets come that way.
    pub environment: fn(&str) -> Option<String>,
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
        }
    }
}
