//! `pipewright rules`: everything that is checked.

use pipewright_core::check::rules;
use serde_json::{Value, json};

use super::manual::manual;
use super::text::{Style, Text};
use super::{Exit, Session};

/// List everything that is checked
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// For whom to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A line for each rule
    #[default]
    Human,
    /// One array with all there is to tell
    Json,
    /// The manual, with a section for each rule
    Markdown,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    match arguments.format {
        Format::Human => {
            let mut text = Text::new();
            for rule in rules() {
                text.plain(rule.code).plain("  ");
                text.add(Style::of(rule.severity), format!("{:<7}", rule.severity.as_str()));
                text.plain("  ").plain(rule.title).end_line();
            }
            session.output.results.write(&text);
        }
        Format::Markdown => session.output.results.write_exactly(manual().as_bytes()),
        Format::Json => {
            let all: Vec<Value> = rules()
                .iter()
                .map(|rule| {
                    json!({
                        "code": rule.code,
                        "title": rule.title,
                        "severity": rule.severity.as_str(),
                        "what": rule.what,
                        "why": rule.why,
                        "awsAnswer": rule.aws_answer,
                        "example": rule.example,
                        "fix": rule.fix,
                        "source": rule.source,
                    })
                })
                .collect();
            session.output.results.write_exactly(format!("{:#}\n", Value::from(all)).as_bytes());
        }
    }
    Exit::Fine
}
