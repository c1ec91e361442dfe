//! `pipewright pull`: a pipeline of an account as a file.

use std::path::{Path, PathBuf};

use pipewright_core::format::codepipeline_json;

use super::account::{self, AccountArguments};
use super::input::is_standard;
use super::{Exit, Session, export};
use crate::cloud::{Reply, Request};

/// Write a pipeline of an account to a file
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The name of the pipeline
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    name: String,

    /// The file to write; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,

    /// Overwrite the file if there is one
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    account: AccountArguments,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let out = &arguments.output;
    if !arguments.force && is_taken(out) {
        session.output.error(format!(
            "Not pulled, because there is a file already. Choose another name, or overwrite it with --force.\n{}",
            out.display()
        ));
        return Exit::Unusable;
    }
    let Some(cloud) = account::start(session) else { return Exit::Failed };
    let request = Request::Pull { connection: arguments.account.connection(), name: arguments.name.clone() };
    let pulled = account::ask(&cloud, request, |reply| match reply {
        Reply::Pulled(pulled) => Some(pulled),
        _ => None,
    });
    let live = match pulled {
        Ok(live) => live,
        Err(fault) => return arguments.account.tell(&fault, None, &mut session.output),
    };
    let exit = export::write(out, &codepipeline_json::pretty(&live.raw), session);
    if exit == Exit::Fine && !is_standard(out) {
        let version = live.version.map(|version| format!(" version {version}")).unwrap_or_default();
        session.output.messages.line(format!("Pulled {}{version}\n{}", arguments.name, out.display()));
    }
    exit
}

/// Something has this name: a file, a folder, or a link to nowhere.
fn is_taken(path: &Path) -> bool {
    !is_standard(path) && path.symlink_metadata().is_ok()
}
