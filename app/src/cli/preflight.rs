//! Looking for what a design needs in the account, for `plan`, `publish` and `policy --compare`.

use std::fmt::Write as _;

use pipewright_core::document::Document;
use pipewright_core::plan::escaped_for_markdown;
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

/// The same for a pull request: what is not right first, and what is well folded away. Nothing if there are no lines.
pub(super) fn to_markdown(lines: &[Line], document: &Document) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = "\n#### Preflight\n\n".to_owned();
    let of = |state: State| lines.iter().filter(move |line| line.state == state);
    for (state, mark) in
        [(State::Problem, "❌ "), (State::Advice, "⚠️ "), (State::CouldNotCheck, "Not checked: ")]
    {
        of(state).for_each(|line| add_item(&mut text, mark, line, document));
    }
    let fine: Vec<&Line> = of(State::Fine).collect();
    if fine.is_empty() {
        return text;
    }
    let words = crate::words::counted(fine.len(), "thing is", "things are");
    // Markdown inside of a fold needs empty lines around it. Writing to a string cannot fail.
    let _ = write!(text, "\n<details>\n<summary>{words} as the design needs</summary>\n\n");
    for line in fine {
        add_item(&mut text, "", line, document);
    }
    text.push_str("\n</details>\n");
    text
}

fn add_item(text: &mut String, mark: &str, line: &Line, document: &Document) {
    let code = line.code.map(|code| format!(" ({code})")).unwrap_or_default();
    let _ = write!(text, "- {mark}{}{code}", escaped_for_markdown(&line.words));
    if line.state == State::Problem {
        let who: Vec<String> = line.asked_by.iter().map(|owner| document.owner_label(*owner)).collect();
        let _ = write!(text, ", for {}", escaped_for_markdown(&who.join(", ")));
    }
    text.push('\n');
    for more in line.details.iter().chain(&line.help) {
        let _ = writeln!(text, "  - {}", escaped_for_markdown(more));
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
