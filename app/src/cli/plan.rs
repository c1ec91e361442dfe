//! `pipewright plan`: what publishing would change.

use std::path::PathBuf;

use super::account::{self, AccountArguments};
use super::environment::EnvironmentArgument;
use super::input;
use super::planned::Planned;
use super::preflight::PreflightArguments;
use super::publish::Wishes;
use super::{Exit, Session};

/// Tell what publishing would change in an account; changes nothing
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pipeline; - is standard input
    file: PathBuf,

    /// Exit with 0 if nothing changes, 1 after any error, 2 if something changes
    #[arg(long)]
    detailed_exitcode: bool,

    /// How to write the plan
    #[arg(long, value_enum, default_value_t)]
    format: Form,

    #[command(flatten)]
    environment: EnvironmentArgument,

    #[command(flatten)]
    wishes: Wishes,

    #[command(flatten)]
    preflight: PreflightArguments,

    #[command(flatten)]
    account: AccountArguments,
}

/// For whom to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    #[default]
    Human,
    Json,
    /// For a comment on a pull request
    Markdown,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    match (plan(arguments, session), arguments.detailed_exitcode) {
        (Exit::Unusable, true) => Exit::Failed,
        (Exit::Changes, false) => Exit::Fine,
        (exit, _) => exit,
    }
}

fn plan(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let checked = match input::read(&arguments.file, &mut *session.input) {
        Ok(draft) => match arguments.environment.checked(draft, &mut session.output) {
            Ok(checked) => checked,
            Err(exit) => return exit,
        },
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    if checked.draft.document.pipeline().name().is_empty() {
        session.output.error(format!(
            "The pipeline has no name, and AWS knows pipelines by name alone. Give it one.\n{}",
            checked.draft.label
        ));
        return Exit::Unusable;
    }
    let Some(cloud) = account::start(session) else { return Exit::Failed };
    let (options, texts) = (arguments.wishes.options(), session.published_texts.as_ref());
    let planned = match Planned::read(&cloud, &arguments.account, &checked, options, texts) {
        Ok(planned) => planned.with_preflight(&arguments.preflight, &cloud, &arguments.account, &checked),
        Err(fault) => return arguments.account.tell(&fault, Some(&checked), &mut session.output),
    };
    match arguments.format {
        Form::Human => session.output.results.write(&planned.text(&checked)),
        Form::Markdown => session.output.results.write_exactly(planned.to_markdown(&checked).as_bytes()),
        Form::Json => {
            let json = format!("{:#}\n", planned.to_json(&checked));
            session.output.results.write_exactly(json.as_bytes());
        }
    }
    if arguments.format == Form::Human && checked.tally().errors > 0 {
        session.output.warning(format!(
            "Publishing is refused until the errors are solved. `pipewright check {}` shows them.",
            checked.draft.label
        ));
    }
    if planned.is_empty() { Exit::Fine } else { Exit::Changes }
}
