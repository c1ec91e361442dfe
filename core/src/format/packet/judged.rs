//! What follows from the design: permissions, findings, and those that were accepted.

use super::{Block, Cell, Section, Span, code, counted, listed, prose, words};
use crate::check::{Checked, Finding, Severity};
use crate::document::Document;
use crate::edit::clip::masked_text;
use crate::policy::{Policies, Role, RolePolicy, Statement, Whereabouts};

pub(super) fn permissions(document: &Document) -> Option<Section> {
    let policies = Policies::of(document, &Whereabouts::default());
    let blocks: Vec<Block> = policies.roles.iter().flat_map(role).collect();
    (!blocks.is_empty()).then_some(Section { title: "Permissions", blocks })
}

fn role(policy: &RolePolicy) -> Vec<Block> {
    let title = match &policy.role {
        Role::Service { arn } => format!("Service role {}", arn.as_deref().unwrap_or("(not named yet)")),
        Role::Action { arn } => format!("Action role {arn}"),
    };
    let mut blocks = vec![Block::Heading(title)];
    if !policy.statements.is_empty() {
        let rows = policy.statements.iter().map(statement).collect();
        blocks.push(Block::Table { head: vec!["May", "On", "For"], rows });
    }
    let mut lines: Vec<Vec<Span>> = Vec::new();
    for (arn, reason) in &policy.managed {
        lines.push(vec![words("Attach "), code(arn), words(format!(": {reason}"))]);
    }
    for perhaps in &policy.perhaps {
        let mut line = vec![words(format!("Perhaps, when {}: ", perhaps.when))];
        line.extend(listed(perhaps.statement.actions.iter().map(code)));
        lines.push(line);
    }
    lines.extend(policy.warnings.iter().map(|warning| prose(warning)));
    if !lines.is_empty() {
        blocks.push(Block::List(lines));
    }
    blocks
}

fn statement(statement: &Statement) -> Vec<Cell> {
    let mut on = listed(statement.resources.iter().map(code));
    if let Some(condition) = &statement.condition {
        on.extend([words(" if "), code(serde_json::Value::Object(condition.clone()).to_string())]);
    }
    vec![
        listed(statement.actions.iter().map(code)),
        on,
        listed(statement.reasons.iter().map(|reason| words(&reason.text))),
    ]
}

/// "no findings", "1 error, 2 warnings".
pub(super) fn verdict(checked: &Checked) -> String {
    let count = |severity| checked.findings.iter().filter(|finding| finding.severity == severity).count();
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Hint]
        .into_iter()
        .map(|severity| (count(severity), severity))
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| counted(count, severity.as_str()))
        .collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

pub(super) fn findings(document: &Document, checked: &Checked) -> Section {
    let mut findings: Vec<&Finding> = checked.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    let rows: Vec<Vec<Cell>> = findings
        .into_iter()
        .map(|finding| {
            let severity = match finding.severity {
                Severity::Error => super::strong("error"),
                Severity::Warning => words("warning"),
                Severity::Hint => words("hint"),
            };
            let mut said = prose(&masked_text(&finding.message));
            if let Some(help) = &finding.help {
                said.push(words(". "));
                said.extend(prose(&masked_text(help)));
            }
            vec![vec![severity], vec![code(finding.code)], vec![words(place(document, finding))], said]
        })
        .collect();
    let blocks = if rows.is_empty() {
        vec![Block::Text(vec![words("The checks find nothing.")])]
    } else {
        vec![Block::Table { head: vec!["", "Rule", "Where", "What"], rows }]
    };
    Section { title: "Findings", blocks }
}

pub(super) fn accepted(document: &Document, checked: &Checked) -> Option<Section> {
    let rows: Vec<Vec<Cell>> = checked
        .suppressed
        .iter()
        .map(|suppressed| {
            let finding = &suppressed.finding;
            let reason = suppressed.reason.as_deref().map_or_else(|| "not told".to_owned(), masked_text);
            vec![
                vec![code(finding.code)],
                vec![words(place(document, finding))],
                prose(&masked_text(&finding.message)),
                vec![words(reason)],
            ]
        })
        .collect();
    let head = vec!["Rule", "Where", "What", "Why it was accepted"];
    (!rows.is_empty())
        .then(|| Section { title: "Accepted findings", blocks: vec![Block::Table { head, rows }] })
}

fn place(document: &Document, finding: &Finding) -> String {
    masked_text(&document.place_label(&finding.place))
}
