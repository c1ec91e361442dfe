//! What the program can be asked for.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use pipewright_core::catalog::nearest_of;

use super::{
    Exit, Session, check, diff, explain, export, import, list, new, plan, policy, publish, pull, rules,
    status, templates,
};

const AFTER_HELP: &str = "\
Examples:
  pipewright release.json                    draw in the designer
  pipewright check release.json              find what AWS would refuse
  pipewright check --deny warnings infra/    check every pipeline below a folder, for CI
  pipewright explain CP0503                  what a finding means
  pipewright new --template github-fargate --set name=shop -o release.json
  pipewright export release.json --to png -o release.png
  pipewright import template.yaml -o release.json
  pipewright pull storefront -o release.json
  pipewright plan release.json               what would publishing change?
  pipewright diff old.json new.json          what differs, by meaning?

FILE is the JSON that `aws codepipeline get-pipeline` prints; - is standard input.
Exit codes: 0 fine; 1 findings at error level, or the request failed; 2 wrong arguments or unreadable input.";

/// Design, check and publish release pipelines of AWS CodePipeline
#[derive(Debug, Parser)]
#[command(
    name = "pipewright",
    bin_name = "pipewright",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    override_usage = "pipewright [FILE]\n       pipewright COMMAND [ARGUMENTS]",
    subcommand_value_name = "COMMAND",
    after_help = AFTER_HELP
)]
struct Arguments {
    /// The pipeline to open in the designer; without it the designer offers recent files and samples
    file: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(check::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Export(export::Arguments),
    Import(import::Arguments),
    Templates(templates::Arguments),
    New(new::Arguments),
    List(list::Arguments),
    Pull(pull::Arguments),
    Plan(plan::Arguments),
    Diff(diff::Arguments),
    Policy(policy::Arguments),
    Publish(publish::Arguments),
    Status(status::Arguments),
}

/// For whom to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Human,
    Json,
}

/// The arguments, understood.
pub(super) enum Parsed {
    Window(Option<PathBuf>),
    Command(Command),
    /// Help was wanted, or they make no sense; both was told.
    Exit(Exit),
}

pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>, session: &mut Session<'_>) -> Parsed {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    match Arguments::try_parse_from(&arguments) {
        Ok(Arguments { command: Some(command), .. }) => Parsed::Command(command),
        Ok(Arguments { command: None, file: None }) => Parsed::Window(None),
        Ok(Arguments { command: None, file: Some(file) }) => match misspelled(&file) {
            None => Parsed::Window(Some(file)),
            Some(command) => {
                session.output.error(format!(
                    "There is no such file. Did you mean the command `{command}`? `pipewright --help` lists all.\n{}",
                    file.display()
                ));
                Parsed::Exit(Exit::Unusable)
            }
        },
        Err(error) => {
            let is_wrong = error.use_stderr();
            let stream = if is_wrong { &mut session.output.messages } else { &mut session.output.results };
            let told = error.render();
            let told = if stream.has_color() { told.ansi().to_string() } else { told.to_string() };
            stream.write_exactly(told.as_bytes());
            let promises_code = arguments.iter().any(|argument| argument == "--detailed-exitcode");
            Parsed::Exit(match is_wrong {
                false => Exit::Fine,
                // There 2 means changes.
                true if promises_code => Exit::Failed,
                true => Exit::Unusable,
            })
        }
    }
}

/// The command that was meant by the name of a file that is not there. Whoever types a bare word like that waits for
/// an answer in the terminal, not for a window.
fn misspelled(file: &Path) -> Option<String> {
    let word = file.to_str().filter(|word| word.chars().all(|c| c.is_ascii_alphabetic()))?;
    if file.exists() {
        return None;
    }
    let command = Arguments::command();
    nearest_of(word, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
}
