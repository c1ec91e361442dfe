//! Why a publish does not begin.

use pipewright_core::check::Severity;

use super::super::check::Checked;
use super::super::planned::{Planned, add_clash};
use super::super::text::{Style, Text};
use super::super::{Exit, Session};
use super::{Arguments, Told};
use crate::publishing::Drift;

/// What AWS would refuse, or would fail for certain.
pub(super) fn refuse_errors(checked: &Checked, session: &mut Session<'_>) -> Result<(), Told> {
    if checked.tally().errors == 0 {
        return Ok(());
    }
    let mut text = Text::new();
    add_findings(&mut text, checked);
    session.output.messages.write(&text);
    let count = crate::words::counted(checked.tally().errors, "error", "errors");
    session.output.error(format!(
        "Not published, because the definition has {count}. `pipewright check {}` shows more.",
        checked.draft.label
    ));
    Err(Told(Exit::Failed))
}

/// What preflight knows to fail. Somebody who can answer is asked instead.
pub(super) fn refuse_problems(
    arguments: &Arguments,
    planned: &Planned,
    session: &mut Session<'_>,
) -> Result<(), Told> {
    let count = planned.problems();
    if count == 0 || arguments.ignore_preflight || !arguments.yes {
        return Ok(());
    }
    let things = if count == 1 {
        "1 thing the pipeline needs is not right".to_owned()
    } else {
        format!("{count} things the pipeline needs are not right")
    };
    session.output.error(format!(
        "Not published, because {things}: see the problems under Preflight. Put that right, or publish all the same \
         with --ignore-preflight."
    ));
    Err(Told(Exit::Failed))
}

/// Another account than the one that was named, or than the one the design belongs to.
pub(super) fn refuse_elsewhere(
    arguments: &Arguments,
    planned: &Planned,
    session: &mut Session<'_>,
) -> Result<(), Told> {
    let account = &planned.prepared.identity.account;
    if let Some(named) = arguments.account.as_ref().filter(|named| *named != account) {
        session.output.error(format!(
            "Not published, because this is {}, and --account says {}. Choose another --profile.",
            planned.target(),
            crate::words::grouped(named)
        ));
        return Err(Told(Exit::Failed));
    }
    let Some(elsewhere) = &planned.elsewhere else { return Ok(()) };
    let region = arguments.connection.connection().region;
    let is_named = arguments.account.is_some() && (!elsewhere.other_region || region.is_some());
    if is_named {
        return Ok(());
    }
    let flags = if elsewhere.other_region {
        format!("--account {account} --region {}", planned.prepared.identity.region)
    } else {
        format!("--account {account}")
    };
    session.output.error(format!(
        "Not published. {} If that is meant, publish with {flags}.",
        elsewhere.text(&planned.plan.pipeline)
    ));
    Err(Told(Exit::Failed))
}

pub(super) fn refuse_drift(
    arguments: &Arguments,
    drift: &Drift,
    planned: &Planned,
    checked: &Checked,
    session: &mut Session<'_>,
) -> Told {
    let clashes = drift.merged.as_ref().map(|merged| merged.clashes.as_slice());
    if let Some(clashes) = clashes.filter(|clashes| arguments.theirs.merge && !clashes.is_empty()) {
        let mut text = Text::new();
        for clash in clashes {
            add_clash(&mut text, clash);
        }
        session.output.messages.write(&text);
        session.output.error(format!(
            "Not published, because {} between this design and what somebody changed in the account {}. \
             Open the file in the designer to choose one by one, or give theirs up with --replace.",
            crate::words::counted(clashes.len(), "change clashes", "changes clash"),
            drift.since_words()
        ));
        return Told(Exit::Failed);
    }
    session.output.results.write(&planned.text(checked));
    session.output.error(match clashes {
        Some(_) => format!(
            "Not published, because somebody changed the pipeline in the account {}. Take their changes with \
             --merge, or give them up with --replace.",
            drift.since_words()
        ),
        None => format!(
            "Not published, because somebody changed the pipeline in the account {}, and what was there before \
             cannot be read any more. If the plan above is what you want, publish with --replace.",
            drift.since_words()
        ),
    });
    Told(Exit::Failed)
}

/// Errors and warnings, a line each.
pub(super) fn add_findings(text: &mut Text, checked: &Checked) {
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
