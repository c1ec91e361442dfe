//! The command line: one file per subcommand.
//!
//! What CI enforces here is what the designer shows: both call [`pipewright_core::check`] and
//! [`crate::cloud::publish`]. A subcommand never touches the window. [`run`] takes everything it needs as a
//! [`Session`], so that tests run it in their own process.
//!
//! Results go to standard output, alone; messages go to standard error. Exit codes are in [`Exit`].

mod account;
mod arguments;
pub mod check;
mod diff;
mod environment;
mod excerpt;
mod explain;
mod export;
mod import;
mod input;
mod list;
mod manual;
mod new;
mod output;
mod plan;
mod planned;
mod policy;
mod preflight;
mod publish;
mod pull;
mod rules;
mod session;
mod status;
mod templates;
mod text;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

pub use output::{Output, Stream};
pub use session::Session;

use arguments::{Command, Parsed};

/// How a run of the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// As wished.
    Fine,
    /// Findings at error level, or a request that failed.
    Failed,
    /// `diff --exit-code` found differences.
    Differs,
    /// Wrong arguments or unreadable input.
    Unusable,
    /// `plan --detailed-exitcode` found changes. The number is that of [`Exit::Unusable`], as the contract has it;
    /// with that flag every failure is [`Exit::Failed`].
    Changes,
}

impl Exit {
    /// The number the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Failed | Self::Differs => 1,
            Self::Unusable | Self::Changes => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// What is left to do after the arguments were understood.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    Exit(Exit),
    /// To open the window, with this file if there is one.
    OpenWindow(Option<PathBuf>),
}

/// Carries out what the arguments ask for; the first one is the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>, session: &mut Session<'_>) -> Next {
    let exit = match arguments::parse(arguments, session) {
        Parsed::Window(file) => return Next::OpenWindow(file),
        Parsed::Exit(exit) => exit,
        Parsed::Command(command) => run_command(&command, session),
    };
    Next::Exit(session.output.finish(exit))
}

fn run_command(command: &Command, session: &mut Session<'_>) -> Exit {
    match command {
        Command::Check(arguments) => check::run(arguments, session),
        Command::Explain(arguments) => explain::run(arguments, session),
        Command::Rules(arguments) => rules::run(arguments, session),
        Command::Export(arguments) => export::run(arguments, session),
        Command::Import(arguments) => import::run(arguments, session),
        Command::Templates(arguments) => templates::run(arguments, session),
        Command::New(arguments) => new::run(arguments, session),
        Command::List(arguments) => list::run(arguments, session),
        Command::Pull(arguments) => pull::run(arguments, session),
        Command::Plan(arguments) => plan::run(arguments, session),
        Command::Diff(arguments) => diff::run(arguments, session),
        Command::Policy(arguments) => policy::run(arguments, session),
        Command::Publish(arguments) => publish::run(arguments, session),
        Command::Status(arguments) => status::run(arguments, session),
    }
}
