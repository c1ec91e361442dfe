//! `pipewright export`: the design in another form.

use std::path::{Path, PathBuf};

use pipewright_core::format::codepipeline_json;

use super::input::{self, is_standard};
use super::{Exit, Session};
use crate::storage;

/// Write a pipeline in another form
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pipeline; - is standard input
    file: PathBuf,

    /// The form to write: json for --cli-input-json of the AWS CLI
    #[arg(long, value_enum, value_name = "FORM")]
    to: Form,

    /// The file to write; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Json,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    if is_same_file(&arguments.file, &arguments.output) {
        session.output.error(format!(
            "Not exported, because the design itself would be overwritten. Choose another name.\n{}",
            arguments.output.display()
        ));
        return Exit::Unusable;
    }
    let draft = match input::read(&arguments.file, &mut *session.input) {
        Ok(draft) => draft,
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    let text = match arguments.to {
        Form::Json => codepipeline_json::input(&draft.document),
    };
    write(&arguments.output, &text, session)
}

/// Writes a whole file, or to standard output.
pub(super) fn write(path: &Path, text: &str, session: &mut Session<'_>) -> Exit {
    if is_standard(path) {
        session.output.results.write_exactly(text.as_bytes());
        return Exit::Fine;
    }
    match storage::save(path, text.as_bytes(), None) {
        Ok(_) => Exit::Fine,
        Err(error) => {
            session.output.error(error.to_string());
            Exit::Failed
        }
    }
}

/// Whether both name one file that exists. What cannot be found out about will fail on its own.
pub(super) fn is_same_file(left: &Path, right: &Path) -> bool {
    let real = |path: &Path| if is_standard(path) { None } else { path.canonicalize().ok() };
    real(left).is_some_and(|left| real(right).is_some_and(|right| left == right))
}
