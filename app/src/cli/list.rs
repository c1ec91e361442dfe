//! `pipewright list`: the pipelines of an account.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format as TimeFormat;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::account::{self, AccountArguments};
use super::arguments::Format;
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::cloud::same::instant;
use crate::cloud::{Reply, Request, Summary};

/// List the pipelines of an account and Region
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    account: AccountArguments,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let Some(cloud) = account::start(session) else { return Exit::Failed };
    let request = Request::List { connection: arguments.account.connection() };
    let listed = account::ask(&cloud, request, |reply| match reply {
        Reply::Listed(listed) => Some(listed),
        _ => None,
    });
    let pipelines = match listed {
        Ok(pipelines) => pipelines,
        Err(fault) => return arguments.account.tell(&fault, None, &mut session.output),
    };
    match arguments.format {
        Format::Human if pipelines.is_empty() => {
            session.output.messages.line("There is no pipeline in this account and Region");
        }
        Format::Human => session.output.results.write(&table(&pipelines)),
        Format::Json => {
            let all: Vec<Value> = pipelines.iter().map(value).collect();
            session.output.results.write_exactly(format!("{:#}\n", Value::from(all)).as_bytes());
        }
    }
    Exit::Fine
}

fn table(pipelines: &[Summary]) -> Text {
    let mut rows = vec![["Name", "Version", "Type", "Mode", "Updated"].map(str::to_owned)];
    rows.extend(pipelines.iter().map(|pipeline| {
        let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        [
            pipeline.name.clone(),
            pipeline.version.map_or_else(|| "-".to_owned(), |version| version.to_string()),
            known(&pipeline.pipeline_type),
            known(&pipeline.execution_mode),
            pipeline.updated.as_deref().map_or_else(|| "-".to_owned(), time),
        ]
    }));
    let widths: [usize; 5] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    let mut text = Text::new();
    for (index, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        let style = if index == 0 { Style::Faint } else { Style::Plain };
        text.add(style, line.trim_end()).end_line();
    }
    text
}

fn value(pipeline: &Summary) -> Value {
    let Summary { name, version, pipeline_type, execution_mode, created, updated } = pipeline;
    let iso =
        |time: &Option<String>| time.as_deref().map(|time| iso(time).unwrap_or_else(|| time.to_owned()));
    json!({
        "name": name,
        "version": version,
        "pipelineType": pipeline_type,
        "executionMode": execution_mode,
        "created": iso(created),
        "updated": iso(updated),
    })
}

/// `2026-01-01T09:30:00Z`; `None` if the service wrote no time.
pub(super) fn iso(written: &str) -> Option<String> {
    DateTime::from_millis(instant(written)?).fmt(TimeFormat::DateTime).ok()
}

/// `2026-01-01 09:30 UTC`
pub(super) fn time(written: &str) -> String {
    let Some(iso) = iso(written) else { return written.to_owned() };
    match (iso.get(..10), iso.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute} UTC"),
        _ => iso,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_for_people() {
        assert_eq!(time("1.767225600123E9"), "2026-01-01 00:00 UTC");
        assert_eq!(time("2026-01-01T09:30:15+02:00"), "2026-01-01 07:30 UTC");
        assert_eq!(time("yesterday"), "yesterday");
        assert_eq!(iso("1767225600").as_deref(), Some("2026-01-01T00:00:00Z"));
    }
}
