//! `pipewright import`: a pipeline of a template, a Terraform file or a folder of these as a design.

use std::path::PathBuf;

use pipewright_core::document::Source;
use pipewright_core::format::import::{self, Choices, ImportError, Read};

use super::arguments::Format;
use super::input::{self, Unreadable, is_standard};
use super::output::Output;
use super::{Exit, Session, export};
use crate::storage::Module;

/// Write a pipeline of a CloudFormation template or of Terraform files as a design
///
/// A folder, or several files, are read as one Terraform module.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The template as YAML or JSON, the .tf or .tf.json files, or their folder; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

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
    let Arguments { files, output: out, pipeline, conditions, report, force } = arguments;
    if files.iter().any(|file| export::is_same_file(file, out)) {
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
    let choices = Choices {
        pipeline: pipeline.clone(),
        conditions: conditions.iter().cloned().collect(),
        file_name: None,
    };
    let (read, place) = match read(files, choices, session) {
        Ok(read) => read,
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    let exit = export::write(out, &read.document.to_text(), session);
    if exit == Exit::Fine {
        tell(&read, *report, &place, &mut session.output);
    }
    exit
}

/// The pipeline, and the file or folder that its notes are about.
fn read(
    files: &[PathBuf],
    choices: Choices,
    session: &mut Session<'_>,
) -> Result<(Read, PathBuf), Unreadable> {
    let refused = |error: &ImportError, label: &str| {
        let help = match error {
            ImportError::Several { .. } | ImportError::Unknown { .. } => ". Name one with --pipeline.",
            _ => ".",
        };
        Unreadable::Bytes(format!("Not imported: {error}{help}\n{label}"))
    };
    let (module, place) = match files {
        [folder] if folder.is_dir() => (Module::of_folder(folder)?, folder.clone()),
        [file] => {
            let file_name = file.file_name().map(|name| name.to_string_lossy().into_owned());
            let (source, label) = (source(file, session)?, input::label(file));
            let read = import::read(source.text(), &Choices { file_name, ..choices });
            return read.map(|read| (read, file.clone())).map_err(|error| refused(&error, &label));
        }
        several => (Module::of_files(several)?, PathBuf::new()),
    };
    match module.read(&choices) {
        Ok(read) => Ok((read, place)),
        Err(error) => {
            let label = if place.as_os_str().is_empty() { &files[0] } else { &place };
            Err(refused(&error, &input::label(label)))
        }
    }
}

fn source(file: &std::path::Path, session: &mut Session<'_>) -> Result<Source, Unreadable> {
    let bytes = input::bytes(file, &mut *session.input)?;
    match Source::decode(&bytes) {
        Ok(source) => Ok(source),
        Err(error) => Err(Unreadable::Text { label: input::label(file), bytes, error }),
    }
}

fn tell(read: &Read, report: Format, place: &std::path::Path, output: &mut Output<'_>) {
    match report {
        Format::Json => output.messages.line(read.report_json().to_string()),
        Format::Human => {
            for note in &read.report {
                output.messages.line(input::note_line(place, note));
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
        "Imported {id} from {}{}: {}, {}, {}, {}",
        read.form.title(),
        of_files(&read.files),
        counted(numbers.stages, "stage"),
        counted(numbers.actions, "action"),
        counted(numbers.parameters, "parameter"),
        counted(read.report.len(), "note"),
    )
}

/// The files that were read as one.
fn of_files(files: &[String]) -> String {
    if files.is_empty() { String::new() } else { format!(" ({})", files.join(", ")) }
}

fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
