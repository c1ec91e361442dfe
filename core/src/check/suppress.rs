//! CP16: suppressions: taking out the findings that were accepted, and telling which suppressions are of no use.
//!
//! How they are written is told in [`crate::document::extras`].

use serde_json::Value;

use super::among::Owners;
use super::finding::Finding;
use super::finding::Severity::Hint;
use super::registry::{self, Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use crate::document::extras::Suppression;
use crate::document::{Document, Owner, Place};
use crate::edit;
use crate::pipeline::Path;

pub(super) static FAMILY: Family = Family {
    step: Step::Suppressions,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

/// Suppressions that answer to nothing.
pub(super) const WITHOUT_EFFECT: &str = "CP1601";
/// Suppressions that do not say why.
const WITHOUT_REASON: &str = "CP1602";

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: WITHOUT_EFFECT,
            title: "Suppression without effect",
            severity: Hint,
            what: "Each suppression names a rule and a place where that rule finds something.",
            why: "A suppression that outlives its finding hides the next one that comes up at the same place, and nobody has judged that one. One that is written in a wrong way hides nothing, though its author thinks so.",
            example: "A suppression of CP1301 for an action that does not poll any more",
            fix: "Remove the suppression, or correct its rule, stage, action or path.",
            aws_answer: None,
            source: "Design of this program",
        },
        check: Check::Suppressions,
    },
    Rule {
        doc: RuleDoc {
            code: WITHOUT_REASON,
            title: "Suppression without reason",
            severity: Hint,
            what: "Each suppression says why its finding was accepted.",
            why: "Whoever reads the definition next year cannot tell an accepted risk from a forgotten one.",
            example: "A suppression with an empty reason",
            fix: "Write the reason into the suppression, or remove it and solve the finding.",
            aws_answer: None,
            source: "Design of this program",
        },
        check: Check::Suppressions,
    },
];

/// All that is found in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// What is left, in the order of places; suppressions of no use among them.
    pub findings: Vec<Finding>,
    /// What was accepted, in the order of places.
    pub suppressed: Vec<Suppressed>,
}

/// A finding that was accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// Position of the suppression in the file.
    pub index: usize,
    /// Why it was accepted; `None` if nobody wrote it down.
    pub reason: Option<String>,
}

/// Takes out what is suppressed, and adds what there is to say about the suppressions.
pub(super) fn apply(document: &Document, owners: &Owners, found: Vec<Finding>) -> Checked {
    let entries: Vec<(usize, Suppression<'_>)> = document.suppressions().collect();
    let mut is_used = vec![false; entries.len()];
    let mut checked = Checked::default();
    for finding in found {
        let covering = entries.iter().zip(&mut is_used).filter(|((_, entry), _)| {
            entry.rule() == Some(finding.code) && entry.covers(document, &finding.place)
        });
        // Where several cover it, all are of use, and the first one with a reason is told.
        let mut by: Option<(usize, Option<&str>)> = None;
        for ((index, entry), is_used) in covering {
            *is_used = true;
            if by.is_none_or(|(_, reason)| reason.is_none() && entry.reason().is_some()) {
                by = Some((*index, entry.reason()));
            }
        }
        match by {
            None => checked.findings.push(finding),
            Some((index, reason)) => {
                checked.suppressed.push(Suppressed { finding, index, reason: reason.map(str::to_owned) });
            }
        }
    }
    let is_used = |index| entries.iter().zip(&is_used).any(|((at, _), is_used)| *at == index && *is_used);
    checked.findings.extend(about_suppressions(document, owners, is_used));
    checked
}

fn about_suppressions(document: &Document, owners: &Owners, is_used: impl Fn(usize) -> bool) -> Vec<Finding> {
    let mut report = Report::new(&RULES[0].doc);
    let list = Path::key("suppressions");
    match document.extras().and_then(|extras| extras.get("suppressions")) {
        None => {}
        Some(Value::Array(all)) => {
            for (index, value) in all.iter().enumerate() {
                let place = Place::at(Owner::Extras, list.clone().then(index));
                about_one(document, index, value, is_used(index), place, &mut report);
            }
        }
        Some(_) => {
            let place = Place::at(Owner::Extras, list);
            report
                .under(WITHOUT_EFFECT, place, "Suppressions are not a list")
                .advise("Write them as a list of objects, each with rule, stage, action and reason");
        }
    }
    report.finish(document, owners)
}

fn about_one(
    document: &Document,
    index: usize,
    value: &Value,
    is_used: bool,
    place: Place,
    report: &mut Report,
) {
    let removal = edit::suppress::remove(document, index).map(|change| change.edits).unwrap_or_default();
    let remove = "Remove suppression";
    let Some(entry) = value.as_object().map(Suppression).filter(|entry| entry.is_clear()) else {
        report
            .under(WITHOUT_EFFECT, place, "This suppression is not understood, so it has no effect")
            .advise("It needs a rule; stage, action and path are texts, and an action needs its stage")
            .offer(remove, removal);
        return;
    };
    let rule = entry.rule().unwrap_or_default();
    if registry::rule(rule).is_none() {
        let place = Place { path: place.path.then("rule"), ..place };
        let message = format!("There is no rule {rule}, so this suppression has no effect");
        report.under(WITHOUT_EFFECT, place, message).offer(remove, removal);
    } else if !is_used {
        let whose = match (entry.stage(), entry.action()) {
            (None, _) => "the pipeline itself".to_owned(),
            (Some(stage), None) => format!("stage {stage}"),
            (Some(stage), Some(action)) => format!("{stage} › {action}"),
        };
        let whose = entry.path().map_or(whose.clone(), |path| format!("{whose} › {path}"));
        let message = format!("{rule} finds nothing about {whose}");
        report.under(WITHOUT_EFFECT, place, message).offer_safe(remove, removal);
    } else if entry.reason().is_none() {
        let place = Place { path: place.path.then("reason"), ..place };
        report
            .under(WITHOUT_REASON, place, format!("Nobody wrote down why {rule} is suppressed"))
            .advise("Write it into reason")
            .offer(remove, removal);
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "^pipewright = {'suppressions': [{'rule': 'CP0503', 'stage': 'Build', 'reason': 'Made elsewhere'}]}",
        "CP1601 /pipewright/suppressions/0",
    )
    .fix(&["Remove suppression"]),
    // In a wider or another place.
    fires(
        "Compile/colour = 1\n^pipewright = {'suppressions': [{'rule': 'CP0119', 'reason': 'r'}, {'rule': 'CP0119', 'stage': 'Build', 'reason': 'r'}, {'rule': 'CP0119', 'stage': 'Build', 'action': 'Compile', 'path': 'color', 'reason': 'r'}]}",
        "CP1601 /pipewright/suppressions/0, CP1601 /pipewright/suppressions/1, CP1601 /pipewright/suppressions/2, CP0119 Compile/colour",
    ),
    // Members of a wrong type must not widen it to the pipeline.
    fires(
        "/executionMode = 'FAST'\n^pipewright = {'suppressions': [{'rule': 'CP0112', 'stage': 5, 'reason': 'r'}]}",
        "CP1601 /pipewright/suppressions/0, CP0112 /executionMode",
    ),
    fires(
        "/executionMode = 'FAST'\n^pipewright = {'suppressions': [{'rule': 'CP0112', 'action': 'A', 'reason': 'r'}]}",
        "CP1601 /pipewright/suppressions/0, CP0112 /executionMode",
    ),
    fires(
        "/executionMode = 'FAST'\n^pipewright = {'suppressions': [{'reason': 'r'}]}",
        "CP1601 /pipewright/suppressions/0, CP0112 /executionMode",
    ),
    fires(
        "/executionMode = 'FAST'\n^pipewright = {'suppressions': [7]}",
        "CP1601 /pipewright/suppressions/0, CP0112 /executionMode",
    ),
    fires(
        "^pipewright = {'suppressions': [{'rule': 'CP9999', 'reason': 'r'}]}",
        "CP1601 /pipewright/suppressions/0/rule",
    ),
    fires("^pipewright = {'suppressions': {'rule': 'CP0112'}}", "CP1601 /pipewright/suppressions"),
    // About itself, nothing can be accepted.
    fires(
        "^pipewright = {'suppressions': [{'rule': 'CP1601', 'reason': 'r'}]}",
        "CP1601 /pipewright/suppressions/0",
    ),
    silent(
        "CP1601",
        "Compile/colour = 1\n^pipewright = {'suppressions': [{'rule': 'CP0119', 'stage': 'Build', 'action': 'Compile', 'reason': 'r'}]}",
    ),
    silent(
        "CP0119",
        "Compile/colour = {'red': [1]}\n^pipewright = {'suppressions': [{'rule': 'CP0119', 'stage': 'Build', 'action': 'Compile', 'path': 'colour', 'reason': 'r'}]}",
    ),
    silent("CP1601", "^pipewright = {'suppressions': []}"),
    silent("CP1601", "^pipewright = {'notes': []}"),
    fires(
        "/executionMode = 'FAST'\n^pipewright = {'suppressions': [{'rule': 'CP0112'}]}",
        "CP1602 /pipewright/suppressions/0/reason",
    ),
    fires(
        "/executionMode = 'FAST'\n^pipewright = {'suppressions': [{'rule': 'CP0112', 'reason': ' '}]}",
        "CP1602 /pipewright/suppressions/0/reason",
    ),
    silent(
        "CP1602",
        "/executionMode = 'FAST'\n^pipewright = {'suppressions': [{'rule': 'CP0112', 'reason': 'r'}]}",
    ),
];
