//! `pipewright status`: how a pipeline is doing.
//!
//! # JSON
//!
//! `--format json` prints one object. Members keep their name and meaning from version to version; new ones may come.
//!
//! ```json
//! {
//!   "pipeline": "storefront", "account": "123456789012", "region": "eu-west-1",
//!   "latest": { "id": "…", "status": "InProgress", "started": "2026-01-01T09:30:00Z", "updated": null,
//!               "trigger": "Webhook" },
//!   "running": 1,
//!   "stages": [ { "name": "Build", "status": "InProgress", "execution": "…", "isOpen": true, "closedBecause": null } ],
//!   "notChecked": null
//! }
//! ```
//!
//! `latest` is null where nothing ever ran, and `running` where the executions could not be read; `notChecked` then
//! says why. `status` is what AWS calls it, null where nothing ever ran. `isOpen` is the transition into the stage.

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::account::{self, AccountArguments};
use super::arguments::Format;
use super::list::{iso, time};
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::cloud::{Execution, Reply, Request, StageState, Status};

/// Tell how a pipeline is doing: its latest execution and its stages
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The name of the pipeline
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    name: String,

    /// How to write it
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    account: AccountArguments,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let Some(cloud) = account::start(session) else { return Exit::Failed };
    let request =
        Request::Status { connection: arguments.account.connection(), name: arguments.name.clone() };
    let status = account::ask(&cloud, request, |reply| match reply {
        Reply::Status(status) => Some(status),
        _ => None,
    });
    let status = match status {
        Ok(status) => status,
        Err(fault) => return arguments.account.tell(&fault, None, &mut session.output),
    };
    match arguments.format {
        Format::Human => session.output.results.write(&text(&arguments.name, &status)),
        Format::Json => {
            let json = format!("{:#}\n", value(&arguments.name, &status));
            session.output.results.write_exactly(json.as_bytes());
        }
    }
    Exit::Fine
}

fn latest(status: &Status) -> Option<&Execution> {
    status.executions.as_ref().ok()?.first()
}

fn text(name: &str, status: &Status) -> Text {
    let mut text = Text::new();
    let mut row = |title: &str, value: &str, detail: &str| {
        text.add(Style::Faint, format!("{title:<11}")).add(Style::Strong, value);
        text.plain(if detail.is_empty() { "" } else { "  " }).plain(detail).end_line();
    };
    row("Account", &status.identity.account_words(), &status.identity.region);
    row("Pipeline", name, "");
    match (&status.executions, latest(status)) {
        (_, Some(execution)) => {
            let started = execution.started.as_deref().map(time);
            let by = execution.trigger.as_ref().map(|trigger| format!("by {trigger}"));
            let details: Vec<String> =
                [Some(execution.id.clone()), started, by].into_iter().flatten().collect();
            row("Execution", &execution.status, &details.join("  "));
        }
        (Ok(_), None) => row("Execution", "none yet", ""),
        (Err(fault), None) => row("Execution", "not checked", &fault.message),
    }
    text.end_line();
    let stages: Vec<StageState<'_>> = status.state.stages().collect();
    let width = stages.iter().map(|stage| stage.name.width()).max().unwrap_or(0);
    for stage in stages {
        let style = match stage.status {
            Some("Succeeded") => Style::Added,
            Some("Failed") => Style::Error,
            Some("InProgress") => Style::Hint,
            _ => Style::Faint,
        };
        text.plain(stage.name).plain(" ".repeat(width - stage.name.width() + 2));
        text.add(style, stage.status.unwrap_or("never ran"));
        if !stage.is_open {
            let because = stage.closed_because.map(|reason| format!(": {reason}")).unwrap_or_default();
            text.add(Style::Warning, format!("  transition disabled{because}"));
        }
        text.end_line();
    }
    text
}

fn value(name: &str, status: &Status) -> Value {
    let at = |time: &Option<String>| time.as_deref().map(|time| iso(time).unwrap_or_else(|| time.to_owned()));
    let stages: Vec<Value> = status
        .state
        .stages()
        .map(|StageState { name, status, execution, is_open, closed_because }| {
            json!({
                "name": name, "status": status, "execution": execution,
                "isOpen": is_open, "closedBecause": closed_because,
            })
        })
        .collect();
    let latest = latest(status).map(|execution| {
        json!({
            "id": execution.id, "status": execution.status, "trigger": execution.trigger,
            "started": at(&execution.started), "updated": at(&execution.updated),
        })
    });
    let executions = status.executions.as_ref();
    json!({
        "pipeline": name,
        "account": status.identity.account,
        "accountAlias": status.identity.alias,
        "region": status.identity.region,
        "latest": latest,
        "running": executions.ok().map(|all| all.iter().filter(|one| one.is_running()).count()),
        "stages": stages,
        "notChecked": executions.err().map(|fault| fault.message.to_string()),
    })
}
