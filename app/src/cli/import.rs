//! `pipewright import`: a pipeline of a template or a Terraform file as a design.

use std::path::PathBuf;

use pipewright_core::document::Source;
use pipewright_core::format::import::{self, Choices, ImportError, Read};

use super::arguments::Format;
use super::input::{self, Unreadable, is_standard};
use super::output::Output;
use super::{Exit, Session, export};

/// Write a pipeline of a CloudFormation template or a Terraform file as a design
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The template as YAML or JSON, or the .tf or .tf.json file; - is standard input
    file: PathBuf,

    /// The file to write; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,

    /// The pipeline, where the file has several: logical id or name of the resource
    #[arg(long, value_name = "ID")]
    pipeline: Option<String>,

    /// What a condition, in Terraform an expression, is taken for; may be given again
    #[arg(long = "condition", value_name = "NAME=true|false", value_parser = condition)]
    conditions: Vec<(String, bool)>,

    /// How to tell what was left out
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    report: Format,

    /// Overwrite the file if there is one
    #[arg(long)]
    force: bool,
}

fn condition(argument: &str) -> Result<(String, bool), String> {
    // A condition of Terraform may have such a sign in it.
    match argument.rsplit_once('=') {
        Some((name, "true")) if !name.is_empty() => Ok((name.to_owned(), true)),
        Some((name, "false")) if !name.is_empty() => Ok((name.to_owned(), false)),
        Some(_) | None => {
            Err("write a condition, an equals sign, and true or false, such as IsProduction=true".to_owned())
        }
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let Arguments { file, output: out, pipeline, conditions, report, force } = arguments;
    if export::is_same_file(file, out) {
        session.output.error(format!(
            "Not imported, because the file itself would be overwritten. Choose another name.\n{}",
            out.display()
        ));
        return Exit::Unusable;
    }
    if !force && !is_standard(out) && out.symlink_metadata().is_ok() {
        session.output.error(format!(
            "Not imported, because there is a file already. Choose another name, or overwrite it with --force.\n{}",
            out.display()
        ));
        return Exit::Unusable;
    }
    let label = input::label(file);
    let source = match read(file, session) {
        Ok(source) => source,
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    let choices = Choices {
        pipeline: pipeline.clone(),
        conditions: conditions.iter().cloned().collect(),
        file_name: file.file_name().map(|name| name.to_string_lossy().into_owned()),
    };
    let read = match import::read(source.text(), &choices) {
        Ok(read) => read,
        Err(error) => {
            let help = match &error {
                ImportError::Several { .. } | ImportError::Unknown { .. } => ". Name one with --pipeline.",
                _ => ".",
            };
            session.output.error(format!("Not imported: {error}{help}\n{label}"));
            return Exit::Unusable;
        }
    };
    let exit = export::write(out, &read.document.to_text(), session);
    if exit == Exit::Fine {
        tell(&read, *report, &label, &mut session.output);
    }
    exit
}

fn read(file: &std::path::Path, session: &mut Session<'_>) -> Result<Source, Unreadable> {
    let bytes = input::bytes(file, &mut *session.input)?;
    match Source::decode(&bytes) {
        Ok(source) => Ok(source),
        Err(error) => Err(Unreadable::Text { label: input::label(file), bytes, error }),
    }
}

fn tell(read: &Read, report: Format, label: &str, output: &mut Output<'_>) {
    match report {
        Format::Json => output.messages.line(read.report_json().to_string()),
        Format::Human => {
            for note in &read.report {
                output.messages.line(format!("{label}:{}: {}. {}", note.line, note.what, note.why));
            }
            output.messages.line(summary(read));
        }
    }
}

/// What was imported, in numbers.
fn summary(read: &Read) -> String {
    let id = if read.id.is_empty() { "the pipeline" } else { &read.id };
    let numbers = read.numbers();
    format!(
        "Imported {id} from {}: {}, {}, {}, {}",
        read.form.title(),
        counted(numbers.stages, "stage"),
        counted(numbers.actions, "action"),
        counted(numbers.parameters, "parameter"),
        counted(read.report.len(), "note"),
    )
}

fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
