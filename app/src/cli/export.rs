//! `pipewright export`: the design in another form.
//!
//! What the form cannot hold is told on standard error, a line for each loss or, with `--fidelity json`, as one object:
//!
//! ```json
//! { "losses": [ { "severity": "changed", "place": "Build", "path": "pipeline.stages[1]", "what": "…", "why": "…" } ] }
//! ```
//!
//! `severity` is `note` where nobody misses it, `changed` where the pipeline behaves differently, `broken` where it does
//! not work as designed. The exit code is 0 all the same: whoever needs a whole export asks for the JSON.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use pipewright_core::document::Document;
use pipewright_core::format::{self, FORMS, Fidelity, Options, Severity};

use super::input::{self, is_standard, known_environment};
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::storage;

/// Write a pipeline in another form
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pipeline; - is standard input
    file: PathBuf,

    /// The form to write
    #[arg(long, value_name = "FORM", value_parser = form_names())]
    to: String,

    /// The file to write; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,

    /// Write everything the pipeline needs around it too: roles, bucket, key, projects, rules
    #[arg(long)]
    whole: bool,

    /// The environment whose values the parameters take; without it their defaults
    #[arg(long, value_name = "NAME")]
    env: Option<String>,

    /// How to tell what the form cannot hold
    #[arg(long, value_enum, default_value_t)]
    fidelity: Telling,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Telling {
    #[default]
    Human,
    Json,
}

fn form_names() -> PossibleValuesParser {
    let form = |form: &format::Form| clap::builder::PossibleValue::new(form.name).help(form.about);
    PossibleValuesParser::new(FORMS.iter().map(form))
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    if is_same_file(&arguments.file, &arguments.output) {
        session.output.error(format!(
            "Not exported, because the design itself would be overwritten. Choose another name.\n{}",
            arguments.output.display()
        ));
        return Exit::Unusable;
    }
    let Some(form) = format::form(&arguments.to) else { return Exit::Unusable };
    if arguments.whole && !form.has_whole {
        let names: Vec<&str> = FORMS.iter().filter(|form| form.has_whole).map(|form| form.name).collect();
        session.output.error(format!(
            "--whole is for {}. {} has no place for what stands around a pipeline.",
            names.join(", "),
            form.title
        ));
        return Exit::Unusable;
    }
    let draft = match input::read(&arguments.file, &mut *session.input) {
        Ok(draft) => draft,
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    if let Err(message) = known_environment(&draft.document, arguments.env.as_deref()) {
        session.output.error(message);
        return Exit::Unusable;
    }
    let options = Options { is_whole: arguments.whole, environment: arguments.env.clone() };
    let written = (form.write)(&draft.document, &options);
    let exit = write(&arguments.output, &written.text, session);
    if exit == Exit::Fine {
        session.output.results.flush();
        tell(&written.fidelity, &draft.document, arguments.fidelity, session);
    }
    exit
}

fn tell(fidelity: &Fidelity, document: &Document, telling: Telling, session: &mut Session<'_>) {
    let messages = &mut session.output.messages;
    if telling == Telling::Json {
        messages.write_exactly(format!("{:#}\n", fidelity.to_json(document)).as_bytes());
        return;
    }
    let mut text = Text::new();
    for loss in &fidelity.losses {
        let style = match loss.severity {
            Severity::Note => Style::Faint,
            Severity::Changed => Style::Warning,
            Severity::Broken => Style::Error,
        };
        text.add(style, loss.severity.word()).plain(": ").plain(loss.line(document)).end_line();
    }
    messages.write(&text);
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
fn is_same_file(left: &Path, right: &Path) -> bool {
    let real = |path: &Path| if is_standard(path) { None } else { path.canonicalize().ok() };
    real(left).is_some_and(|left| real(right).is_some_and(|right| left == right))
}
