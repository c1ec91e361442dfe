//! Applying all fixes that may be applied unseen.

use std::collections::{BTreeSet, HashSet};

use super::suppress::WITHOUT_EFFECT;
use super::{Finding, Fix, check_in};
use crate::document::{Document, Place};
use crate::edit::Change;

/// What the safe fixes of a document come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// All of them, as one change.
    pub change: Change,
    /// Each of them, in the order they are made.
    pub steps: Vec<RepairStep>,
}

/// One fix of a repair.
#[derive(Clone, Debug, PartialEq)]
pub struct RepairStep {
    /// The rule whose finding is solved.
    pub code: &'static str,
    /// Where it was, in words as they were then.
    pub place: String,
    /// What the fix does.
    pub label: String,
}

/// All safe fixes, one after the other until none is left; see [`Fix::is_safe`].
///
/// After each the document is checked anew: one fix may make another needless, and one that leaves as many
/// findings as there were, or brings a code that was not there, is left out for a person to judge.
pub fn repair(document: &Document) -> Repair {
    repair_in(document, None)
}

/// The same with the values that parameters have in an environment.
pub fn repair_in(document: &Document, environment: Option<&str>) -> Repair {
    let check = |document: &Document| check_in(document, environment).findings;
    let mut repair = Repair { change: Change::new("", Vec::new()), steps: Vec::new() };
    let mut document = document.clone();
    let mut findings = check(&document);
    let mut refused: HashSet<(&'static str, Place, String)> = HashSet::new();
    // Ends because each step either takes findings away or adds to what is refused, which is not tried again.
    while let Some((finding, fix)) = next(&findings, &refused) {
        let change = Change::new(fix.label.clone(), fix.edits.clone());
        let place = document.place_label(&finding.place);
        let mut repaired = document.clone();
        let after = repaired.change(&change).is_ok().then(|| check(&repaired));
        match after.filter(|after| is_better(&findings, after)) {
            Some(after) => {
                repair.steps.push(RepairStep { code: finding.code, place, label: fix.label.clone() });
                repair.change.edits.extend(change.edits);
                document = repaired;
                findings = after;
            }
            None => {
                refused.insert((finding.code, finding.place.clone(), fix.label.clone()));
            }
        }
    }
    repair.change.label = match repair.steps.as_slice() {
        [only] => only.label.clone(),
        steps => format!("Fix {} problems", steps.len()),
    };
    repair
}

/// Whether there is a fix that may be applied unseen; cheaper than [`repair`], which may still refuse it.
pub fn has_safe_fix(findings: &[Finding]) -> bool {
    next(findings, &HashSet::new()).is_some()
}

fn next<'f>(
    findings: &'f [Finding],
    refused: &HashSet<(&'static str, Place, String)>,
) -> Option<(&'f Finding, &'f Fix)> {
    let fixes = findings.iter().flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix)));
    fixes
        .filter(|(_, fix)| fix.is_safe)
        .find(|(finding, fix)| !refused.contains(&(finding.code, finding.place.clone(), fix.label.clone())))
}

/// Fewer findings, and no new code. That a suppression loses its finding is no harm: removing it is safe as well.
fn is_better(before: &[Finding], after: &[Finding]) -> bool {
    let is_about_pipeline = |finding: &&Finding| finding.code != WITHOUT_EFFECT;
    let codes = |findings: &[Finding]| -> BTreeSet<&str> {
        findings.iter().filter(is_about_pipeline).map(|finding| finding.code).collect()
    };
    let measure = |findings: &[Finding]| (findings.iter().filter(is_about_pipeline).count(), findings.len());
    measure(after) < measure(before) && codes(after).is_subset(&codes(before))
}

#[cfg(test)]
mod tests;
