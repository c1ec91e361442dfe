//! `pipewright publish`: writing a pipeline to an account, after a plan.

use std::io::{self, BufRead};
use std::path::PathBuf;

use pipewright_core::check::Severity;

use super::account::{self, AccountArguments};
use super::check::Checked;
use super::input;
use super::planned::Planned;
use super::preflight::PreflightArguments;
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::cloud::client::PublishRequest;
use crate::cloud::{Expected, Live, Prepared, PublishError, Published, Reply, Request};

/// Show the plan, ask, and write the pipeline to an account
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pipeline; - is standard input
    file: PathBuf,

    /// Publish without asking; needed where nobody can answer
    #[arg(short, long)]
    yes: bool,

    #[command(flatten)]
    preflight: PreflightArguments,

    #[command(flatten)]
    account: AccountArguments,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    if !arguments.yes && (!session.is_interactive || input::is_standard(&arguments.file)) {
        session.output.error(
            "Not published, because there is no terminal to ask on. \
             Read what `pipewright plan` shows, then publish with --yes.",
        );
        return Exit::Unusable;
    }
    let checked = match input::read(&arguments.file, &mut *session.input) {
        Ok(draft) => Checked::of(draft),
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    if checked.tally().errors > 0 {
        return refuse(&checked, session);
    }
    let Some(cloud) = account::start(session) else { return Exit::Failed };
    let planned = match Planned::read(&cloud, &arguments.account, &checked) {
        Ok(planned) => planned,
        Err(fault) => return arguments.account.tell(&fault, Some(&checked), &mut session.output),
    };
    if planned.plan.is_empty() {
        session.output.results.line(nothing_to_do(&planned));
        return Exit::Fine;
    }
    let planned = planned.with_preflight(&arguments.preflight, &cloud, &arguments.account, &checked);
    let mut text = planned.text(&checked);
    text.end_line();
    add_findings(&mut text, &checked);
    session.output.results.write(&text);
    session.output.results.flush();

    if !arguments.yes && !agrees(&planned, session) {
        session.output.messages.line("Not published");
        return Exit::Failed;
    }
    let request = Request::Publish(Box::new(PublishRequest {
        connection: arguments.account.connection(),
        name: planned.plan.pipeline.clone(),
        declaration: checked.draft.document.declaration(),
        expected: Expected::from_live(planned.prepared.live.as_ref()),
        tags: Vec::new(),
    }));
    let outcome = account::ask(&cloud, request, |reply| match reply {
        Reply::Published(outcome) => Some(outcome),
        _ => None,
    });
    match outcome {
        Ok(published) => {
            tell(&published, &planned, session);
            Exit::Fine
        }
        Err(PublishError::Changed { live }) => {
            changed(live.map(|live| *live), &planned, &checked, arguments, session)
        }
        Err(PublishError::Failed(fault)) => {
            arguments.account.tell(&fault, Some(&checked), &mut session.output)
        }
        Err(PublishError::Unknown { fault, .. }) => {
            arguments.account.tell(&fault, Some(&checked), &mut session.output)
        }
    }
}

/// AWS would refuse it, or it would fail for certain.
fn refuse(checked: &Checked, session: &mut Session<'_>) -> Exit {
    let mut text = Text::new();
    add_findings(&mut text, checked);
    session.output.messages.write(&text);
    let count = crate::words::counted(checked.tally().errors, "error", "errors");
    session.output.error(format!(
        "Not published, because the definition has {count}. `pipewright check {}` shows more.",
        checked.draft.label
    ));
    Exit::Failed
}

/// Errors and warnings, a line each.
fn add_findings(text: &mut Text, checked: &Checked) {
    let mut any = false;
    for finding in checked.findings.iter().filter(|finding| finding.severity != Severity::Hint) {
        text.add(Style::of(finding.severity), format!("{}[{}]", finding.severity.as_str(), finding.code));
        text.plain(": ").plain(&finding.message).plain("  ");
        text.add(Style::Faint, checked.position_of(finding)).end_line();
        any = true;
    }
    if any {
        text.end_line();
    }
}

fn nothing_to_do(planned: &Planned) -> String {
    let version = planned.live_version().map(|version| format!(" version {version}")).unwrap_or_default();
    format!("Nothing to publish: {}{version} in {} is the same", planned.plan.pipeline, planned.target())
}

/// Asks; anything but a clear yes is a no.
fn agrees(planned: &Planned, session: &mut Session<'_>) -> bool {
    let (name, target) = (&planned.plan.pipeline, planned.target());
    let question = match planned.live_version() {
        Some(version) => format!("Publish version {} to {target}?", version + 1),
        None if planned.prepared.live.is_some() => format!("Publish {name} to {target}?"),
        None => format!("Create {name} in {target}?"),
    };
    let mut text = Text::new();
    text.add(Style::Strong, question).plain(" [y/N] ");
    session.output.messages.write(&text);
    session.output.messages.flush();
    match answer(&mut *session.input) {
        Ok(answer) if answer.is_empty() => {
            session.output.messages.line("");
            false
        }
        Ok(answer) => matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"),
        Err(error) => {
            session
                .output
                .error(format!("The answer could not be read: {error}. Publish with --yes instead."));
            false
        }
    }
}

fn answer(input: &mut dyn BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(line)
}

fn tell(published: &Published, planned: &Planned, session: &mut Session<'_>) {
    let Published { live, created, confirmed_by_reading, overtook } = published;
    let (name, target) = (&planned.plan.pipeline, planned.target());
    let version = live.version.map(|version| format!(" version {version}")).unwrap_or_default();
    session.output.results.line(if *created {
        format!("Created {name}{version} in {target}. Its first execution has started.")
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
}

/// Somebody was quicker.
fn changed(
    live: Option<Live>,
    planned: &Planned,
    checked: &Checked,
    arguments: &Arguments,
    session: &mut Session<'_>,
) -> Exit {
    let prepared = Prepared { identity: planned.prepared.identity.clone(), live };
    let anew = match Planned::of(prepared, &arguments.account, checked) {
        Ok(anew) => anew,
        Err(fault) => return arguments.account.tell(&fault, Some(checked), &mut session.output),
    };
    session.output.error(
        "Not published, because the pipeline was changed in the account meanwhile. Nothing was written. \
         This is the plan against what is there now; publish again if you agree with it.",
    );
    session.output.results.write(&anew.text(checked));
    Exit::Failed
}
