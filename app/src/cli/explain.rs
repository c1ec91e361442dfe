//! `pipewright explain`: what a code means.

use pipewright_core::check::{Elsewhere, Online, RuleDoc, elsewhere, explain, online, rules};

use super::text::{Style, Text};
use super::{Exit, Session};

/// Tell what a rule checks, why it matters, and how to repair what it finds
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The code of a finding, such as CP0503
    code: String,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let code = arguments.code.trim().to_ascii_uppercase();
    if let Some(rule) = explain(&code) {
        let text = text(rule);
        session.output.results.write(&text);
        return Exit::Fine;
    }
    if let Some(Online { doc, told }) = online(&code) {
        let mut text = text(doc);
        text.end_line().add(Style::Strong, "Where").end_line();
        text.plain(format!("  {}.", told.words())).end_line();
        session.output.results.write(&text);
        return Exit::Fine;
    }
    if let Some(Elsewhere { code, title, told, reason }) = elsewhere(&code) {
        let mut text = Text::new();
        text.plain(format!("{code}: ")).add(Style::Strong, title).end_line().end_line();
        text.plain(format!("  {}. {reason}", told.words())).end_line();
        session.output.results.write(&text);
        return Exit::Fine;
    }
    let near = nearest(&code);
    let suggestion = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
    session
        .output
        .error(format!("There is no rule {}.{suggestion} `pipewright rules` lists all.", arguments.code));
    Exit::Unusable
}

/// The code that differs in the fewest characters. Codes are alike anyhow, so more than two are no slip.
fn nearest(code: &str) -> Option<&'static str> {
    let distances = rules().iter().map(|rule| (strsim::levenshtein(code, rule.code), rule.code));
    distances.min().filter(|(distance, _)| *distance <= 2).map(|(_, near)| near)
}

fn text(rule: &RuleDoc) -> Text {
    let RuleDoc { code, title, severity, .. } = rule;
    let mut text = Text::new();
    text.add(Style::of(*severity), format!("{}[{code}]", severity.as_str()));
    text.plain(": ").add(Style::Strong, title).end_line();
    for (heading, body) in rule.parts() {
        text.end_line().add(Style::Strong, heading).end_line();
        for line in body.lines() {
            text.plain(if line.is_empty() { "" } else { "  " }).plain(line).end_line();
        }
    }
    text
}
