//! `pipewright new`: a pipeline from a template.

use std::path::PathBuf;

use pipewright_core::catalog::nearest_of;
use pipewright_core::template::{template, templates};

use super::input::is_standard;
use super::{Exit, Session, export};

/// Write a new pipeline, made from a template
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The template; `pipewright templates` lists all with their fields
    #[arg(long, value_name = "NAME")]
    template: String,

    /// A value of the form; may be given several times. Fields without one keep their example
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    values: Vec<(String, String)>,

    /// The file to write; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,

    /// Overwrite the file if there is one
    #[arg(long)]
    force: bool,
}

fn pair(argument: &str) -> Result<(String, String), String> {
    match argument.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        Some(_) | None => Err("write a key, an equals sign and a value, such as name=storefront".to_owned()),
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let Arguments { template: name, values, output: out, force } = arguments;
    let Some(template) = template(name) else {
        let near = nearest_of(name, templates().iter().map(|template| template.name.as_str()));
        let near = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
        session.output.error(format!("There is no template {name}.{near} `pipewright templates` lists all."));
        return Exit::Unusable;
    };
    let values = match template.values(values.iter().map(|(key, value)| (key.as_str(), value.as_str()))) {
        Ok(values) => values,
        Err(error) => {
            session.output.error(format!("Nothing was written, because of --set: {error}."));
            return Exit::Unusable;
        }
    };
    if !force && !is_standard(out) && out.symlink_metadata().is_ok() {
        session.output.error(format!(
            "Nothing was written, because there is a file already. Choose another name, or overwrite it with --force.\n{}",
            out.display()
        ));
        return Exit::Unusable;
    }
    let exit = export::write(out, &template.text(&values), session);
    if exit == Exit::Fine && !is_standard(out) {
        session.output.messages.line(format!("Made from {}\n{}", template.title, out.display()));
    }
    exit
}
