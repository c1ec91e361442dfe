//! `pipewright pull`: a pipeline of an account as a file.

use std::path::{Path, PathBuf};

use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::{Change, Edit, target};
use pipewright_core::format::codepipeline_json;
use serde_json::Value;

use super::account::{self, AccountArguments};
use super::input::is_standard;
use super::{Exit, Session, export};
use crate::cloud::{Live, Reply, Request};
use crate::{publishing, storage};

/// Write a pipeline of an account to a file
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The name of the pipeline
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    name: String,

    /// The file to write; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,

    /// Overwrite the file if there is one; notes and suppressions in it stay
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
    if !is_standard(out) && holds_what_would_be_lost(out) {
        session.output.error(format!(
            "Not pulled, because the file does not parse, and what stands in it beside the pipeline would be lost. \
             Mend it, or move it away.\n{}",
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
    // What the service answers is for programs as it is; a file also remembers where it belongs.
    let text = if is_standard(out) { codepipeline_json::pretty(&live.raw) } else { with_memory(&live, out) };
    let exit = export::write(out, &text, session);
    if exit == Exit::Fine
        && !is_standard(out)
        && let Some(texts) = &session.published_texts
        && let Err(reason) = publishing::keep_pulled(texts, &live)
    {
        session.output.warning(reason);
    }
    if exit == Exit::Fine && !is_standard(out) {
        let version = live.version.map(|version| format!(" version {version}")).unwrap_or_default();
        session.output.messages.line(format!("Pulled {}{version}\n{}", arguments.name, out.display()));
    }
    exit
}

/// The pipeline with what the file there keeps beside one, and with where it was pulled from.
fn with_memory(live: &Live, out: &Path) -> String {
    let text = codepipeline_json::pretty(&live.raw);
    let Ok(mut document) = Document::read_text(&text) else { return text };
    let before = storage::read(out).ok().and_then(|(bytes, _)| Document::read(&bytes).ok());
    let kept = before.as_ref().and_then(Document::extras).map(|extras| {
        let edit = Edit::set(Place::of(Owner::Extras), Some(Value::Object(extras.clone())));
        Change::new("Keep what stands beside the pipeline", vec![edit])
    });
    let kept = kept.is_none_or(|change| document.change(&change).is_ok());
    let remembered = publishing::remembered_by_arn(live)
        .and_then(|what| target::remember(&document, &what, None))
        .is_none_or(|change| document.change(&change).is_ok());
    debug_assert!(kept && remembered, "both set a member that may be set");
    document.to_text()
}

/// A project with a fault in it, as a merge of git leaves one.
fn holds_what_would_be_lost(out: &Path) -> bool {
    let Ok((bytes, _)) = storage::read(out) else { return false };
    Document::read(&bytes).is_err() && String::from_utf8_lossy(&bytes).contains("\"pipewright\"")
}

/// Something has this name: a file, a folder, or a link to nowhere.
fn is_taken(path: &Path) -> bool {
    !is_standard(path) && path.symlink_metadata().is_ok()
}
