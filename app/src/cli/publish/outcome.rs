//! What came of a publish: told, and written into the file.

use pipewright_core::document::Document;
use pipewright_core::edit::target;

use super::super::check::Checked;
use super::super::input::is_standard;
use super::super::planned::Planned;
use super::super::{Exit, Session};
use super::Arguments;
use crate::cloud::{Afterwards, Live, Prepared, Published, Step};
use crate::{publishing, storage};

pub(super) fn tell_outcome(published: &Published, planned: &Planned, session: &mut Session<'_>) -> Exit {
    let Published { live, created, confirmed_by_reading, overtook, afterwards } = published;
    let (name, target) = (&planned.plan.pipeline, planned.target());
    let version = live.version.map(|version| format!(" version {version}")).unwrap_or_default();
    session.output.results.line(if *created {
        format!("Created {name}{version} in {target}. Its first execution has started.")
    } else if planned.plan.is_empty() {
        format!("{name}{version} in {target} has the same definition")
    } else {
        format!("Published {name}{version} to {target}")
    });
    if *confirmed_by_reading {
        session.output.messages.line("The answer of AWS was lost; reading again showed that it was written");
    }
    if let Some(overtook) = overtook {
        session.output.warning(format!(
            "Somebody published version {0} at the same moment, and this publish replaced it. \
             See it with `aws codepipeline get-pipeline --name {name} --pipeline-version {0}`.",
            overtook.version
        ));
    }
    let mut exit = Exit::Fine;
    for Afterwards { step, fault } in afterwards {
        let what = match step {
            Step::Close { stage, .. } => format!("Disabled the transition into {stage}"),
            Step::Open { stage } => format!("Enabled the transition into {stage}"),
            Step::Tag { tags, .. } => {
                format!("Set {}", crate::words::counted(tags.len(), "tag", "tags"))
            }
        };
        match fault {
            None => session.output.results.line(what),
            Some(fault) => {
                exit = Exit::Failed;
                let help = fault.help.as_deref().map(|help| format!(". {help}")).unwrap_or_default();
                let warns = if *created && matches!(step, Step::Close { .. }) {
                    " The first execution is not held; stop it in the console if it must not go on."
                } else {
                    ""
                };
                session
                    .output
                    .error(format!("The pipeline is published, but: {}{help}.{warns}", fault.message));
            }
        }
    }
    exit
}

/// Writes down in a file that remembers where it belongs what stands there now, with what was merged.
pub(super) fn write_back(
    arguments: &Arguments,
    document: &Document,
    original: &str,
    live: &Live,
    planned: &Planned,
    session: &mut Session<'_>,
) -> Exit {
    let is_remembering =
        document.extras().is_some_and(|it| it.contains_key("target") || it.contains_key("targets"));
    if is_standard(&arguments.file) || !is_remembering {
        return Exit::Fine;
    }
    let what = match publishing::remembered(&planned.prepared.identity, live) {
        Ok(what) => what,
        Err(fault) => {
            session.output.warning(does_not_say(&fault.message, arguments));
            return Exit::Fine;
        }
    };
    let mut document = document.clone();
    if let Some(change) = target::remember(&document, &what, arguments.environment.name())
        && let Err(error) = document.change(&change)
    {
        session.output.error(format!("The file could not be brought up to date: {error}."));
        return Exit::Failed;
    }
    let text = document.to_text();
    if let Some(texts) = &session.published_texts
        && let Err(reason) = publishing::keep(texts, &planned.prepared.identity, live)
    {
        session.output.warning(reason);
    }
    if text == original {
        return Exit::Fine;
    }
    let saved = match storage::read(&arguments.file) {
        Ok((bytes, stamp)) if bytes == document.source().encode(original) => {
            storage::save(&arguments.file, &document.source().encode(&text), Some(&stamp))
                .map(drop)
                .map_err(|error| error.to_string())
        }
        Ok(_) => Err("It was changed meanwhile.".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    match saved {
        Ok(()) => Exit::Fine,
        Err(reason) => {
            session.output.warning(does_not_say(&reason, arguments));
            Exit::Fine
        }
    }
}

/// `reason` may go on with a path on a line of its own, which is that of the file.
fn does_not_say(reason: &str, arguments: &Arguments) -> String {
    let reason = reason.lines().next().unwrap_or_default().trim_end_matches('.');
    format!(
        "The file does not say what is published now: {reason}. Pull before the next publish.\n{}",
        arguments.file.display()
    )
}

/// Somebody was quicker.
pub(super) fn changed(
    live: Option<Live>,
    planned: &Planned,
    checked: &Checked,
    arguments: &Arguments,
    session: &mut Session<'_>,
) -> Exit {
    let prepared = Prepared { live, ..planned.prepared.clone() };
    let options = arguments.wishes.options();
    let texts = session.published_texts.as_ref();
    let anew = match Planned::of(prepared, &arguments.connection, checked, options, texts) {
        Ok(anew) => anew,
        Err(fault) => return arguments.connection.tell(&fault, Some(checked), &mut session.output),
    };
    session.output.error(
        "Not published, because the pipeline was changed in the account meanwhile. Nothing was written. \
         This is the plan against what is there now; publish again if you agree with it.",
    );
    session.output.results.write(&anew.text(checked));
    Exit::Failed
}
