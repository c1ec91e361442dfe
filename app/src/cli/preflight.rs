//! Looking for what a design needs in the account, for `plan`, `publish` and `policy --compare`.

use pipewright_core::document::Document;
use pipewright_core::preflight::{Line, Question, State, questions};
use serde_json::{Value, json};

use super::text::{Style, Text};
use crate::app::preflight::whereabouts;
use crate::cloud::{Cloud, Connection, Identity, Reply, Request};

/// Whether to look.
#[derive(Debug, clap::Args)]
pub(super) struct PreflightArguments {
    /// Do not look whether roles, buckets, projects and what else the pipeline needs are there
    #[arg(long)]
    no_preflight: bool,
}

/// How many of the lines say that something will fail for certain.
pub(super) fn problems(lines: &[Line]) -> usize {
    lines.iter().filter(|line| line.state == State::Problem).count()
}

impl PreflightArguments {
    /// A line for each thing the design needs; none if nobody wants to know.
    pub fn lines(
        &self,
        cloud: &Cloud,
        connection: &Connection,
        identity: &Identity,
        document: &Document,
    ) -> Vec<Line> {
        if self.no_preflight {
            return Vec::new();
        }
        lines(cloud, connection, identity, questions(document, &whereabouts(identity)))
    }
}

/// The answers to these questions, all asked side by side.
pub(super) fn lines(
    cloud: &Cloud,
    connection: &Connection,
    identity: &Identity,
    questions: Vec<Question>,
) -> Vec<Line> {
    let requests = questions.into_iter().map(|question| Request::Look {
        connection: connection.clone(),
        question: Box::new(question),
        own: identity.account.clone(),
    });
    let replies = cloud.run_all(requests.collect());
    replies
        .into_iter()
        .filter_map(|reply| match reply {
            Reply::Looked(line) => Some(*line),
            _ => None,
        })
        .collect()
}

/// The lines under a heading; nothing if there are none.
pub(super) fn add(text: &mut Text, lines: &[Line], document: &Document) {
    if lines.is_empty() {
        return;
    }
    text.end_line();
    text.add(Style::Strong, "Preflight").end_line();
    for line in lines {
        add_line(text, line, document);
    }
}

pub(super) fn add_line(text: &mut Text, line: &Line, document: &Document) {
    let (mark, style) = match line.state {
        State::Fine => ("  ok       ", Style::Added),
        State::Advice => ("  advice   ", Style::Warning),
        State::Problem => ("  problem  ", Style::Error),
        State::CouldNotCheck => ("  unknown  ", Style::Faint),
    };
    text.add(style, mark).plain(&line.words);
    if let Some(code) = line.code {
        text.add(Style::Faint, format!("  {code}"));
    }
    text.end_line();
    if line.state == State::Problem {
        let who: Vec<String> = line.asked_by.iter().map(|owner| document.owner_label(*owner)).collect();
        text.add(Style::Faint, format!("           for {}", who.join(", "))).end_line();
    }
    for detail in &line.details {
        text.plain("           ").plain(detail).end_line();
    }
    if let Some(help) = &line.help {
        text.add(Style::Faint, "           help: ").plain(help).end_line();
    }
}

/// The same for programs. Members are only ever added.
pub(super) fn to_json(lines: &[Line], document: &Document) -> Value {
    let line = |line: &Line| {
        let who: Vec<String> = line.asked_by.iter().map(|owner| document.owner_label(*owner)).collect();
        json!({
            "state": line.state.as_str(),
            "message": line.words,
            "help": line.help,
            "code": line.code,
            "details": line.details,
            "for": who,
        })
    };
    lines.iter().map(line).collect()
}
