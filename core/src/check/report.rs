//! Collecting findings, step by step, and putting them in order.

use std::collections::HashSet;

use serde_json::Value;

use super::among::Owners;
use super::finding::{Finding, Severity};
use super::registry::{self, RuleDoc};
use crate::document::{Document, Place};
use crate::pipeline::{Object, Path, Step};

/// The findings so far, and the rule that is looking.
pub(super) struct Report {
    doc: &'static RuleDoc,
    findings: Vec<Finding>,
    /// The ranks of findings inside their owners, as far as they are known.
    ranks: Vec<Option<Rank>>,
    /// Where the current step began.
    step_start: usize,
    /// Values that have an error already.
    settled: HashSet<Place>,
}

/// Positions of the steps of a path among their siblings.
pub(super) type Rank = Box<[usize]>;

impl Report {
    pub fn new(doc: &'static RuleDoc) -> Self {
        Self { doc, findings: Vec::new(), ranks: Vec::new(), step_start: 0, settled: HashSet::new() }
    }

    /// Lets another rule speak.
    pub fn begin(&mut self, doc: &'static RuleDoc) {
        self.doc = doc;
    }

    /// Adds a finding of the rule of this code.
    pub fn under(&mut self, code: &str, place: Place, message: impl Into<String>) -> &mut Finding {
        debug_assert!(registry::rule(code).is_some(), "{code} is registered");
        let doc = registry::explain(code).unwrap_or(self.doc);
        self.push(doc, place, message.into())
    }

    /// Adds a finding of the rule that is looking.
    pub fn at(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        self.push(self.doc, place, message.into())
    }

    /// Adds a finding whose rank is known.
    pub fn add(&mut self, finding: Finding, rank: Rank) {
        self.findings.push(finding);
        self.ranks.push(Some(rank));
    }

    /// Adds findings that were made before.
    pub fn add_all(&mut self, findings: &[Finding]) {
        self.findings.extend_from_slice(findings);
        self.ranks.resize(self.findings.len(), None);
    }

    fn push(&mut self, doc: &RuleDoc, place: Place, message: String) -> &mut Finding {
        let index = self.findings.len();
        self.findings.push(Finding {
            code: doc.code,
            severity: doc.severity,
            message,
            place,
            part: None,
            related: Vec::new(),
            help: None,
            fixes: Vec::new(),
        });
        self.ranks.push(None);
        &mut self.findings[index]
    }

    /// Ends a step: what it said about values that had an error before is dropped.
    pub fn end_step(&mut self) {
        if !self.settled.is_empty() {
            let new = self.findings.split_off(self.step_start);
            let ranks = self.ranks.split_off(self.step_start);
            for (finding, rank) in new.into_iter().zip(ranks) {
                if !self.settled.contains(&finding.place) {
                    self.findings.push(finding);
                    self.ranks.push(rank);
                }
            }
        }
        for finding in &self.findings[self.step_start..] {
            if finding.severity == Severity::Error {
                self.settled.insert(finding.place.clone());
            }
        }
        self.step_start = self.findings.len();
    }

    /// Takes the findings out as they were made.
    pub fn take(&mut self) -> impl Iterator<Item = Finding> + use<'_> {
        self.ranks.clear();
        self.findings.drain(..)
    }

    /// The findings by place in the pipeline, then severity, then code.
    pub fn finish(self, document: &Document, owners: &Owners) -> Vec<Finding> {
        let mut findings: Vec<([usize; 3], Rank, Finding)> = self
            .findings
            .into_iter()
            .zip(self.ranks)
            .map(|(finding, rank)| {
                let Place { owner, path } = &finding.place;
                let rank = rank.unwrap_or_else(|| rank_inside(owners.members(document, *owner), path));
                (owners.rank(*owner), rank, finding)
            })
            .collect();
        findings.sort_by(|(a_owner, a_rank, a), (b_owner, b_rank, b)| {
            let key = |f: &Finding| (f.severity, f.code);
            let part = |f: &Finding| f.part.as_ref().map(|part| (part.start, part.end));
            a_owner
                .cmp(b_owner)
                .then_with(|| a_rank.cmp(b_rank))
                .then_with(|| key(a).cmp(&key(b)))
                .then_with(|| a.message.cmp(&b.message))
                .then_with(|| part(a).cmp(&part(b)))
        });
        findings.dedup_by(|(_, _, a), (_, _, b)| says_the_same(a, b));
        findings.into_iter().map(|(_, _, finding)| finding).collect()
    }
}

/// Whether two findings differ in the part of the text at most; then the first one is enough.
fn says_the_same(a: &Finding, b: &Finding) -> bool {
    let Finding { code, severity, message, place, part: _, related, help, fixes } = a;
    (code, severity, message, place, related, help, fixes)
        == (&b.code, &b.severity, &b.message, &b.place, &b.related, &b.help, &b.fixes)
}

/// Position of each step among its siblings; what is missing comes last.
pub(super) fn rank_inside(members: Option<&Object>, path: &Path) -> Rank {
    let Some((Step::Key(first), rest)) = path.0.split_first() else { return Rank::default() };
    let mut rank = Vec::with_capacity(path.0.len());
    let position = members.and_then(|members| members.keys().position(|key| key == first.as_ref()));
    rank.push(position.unwrap_or(usize::MAX));
    let mut value = members.and_then(|members| members.get(first.as_ref()));
    for step in rest {
        let (position, inner) = match step {
            Step::Key(key) => {
                let object = value.and_then(Value::as_object);
                let position = object.and_then(|object| object.keys().position(|k| k == key.as_ref()));
                (position, object.and_then(|object| object.get(key.as_ref())))
            }
            Step::Index(index) => (Some(*index), value.and_then(|value| value.get(index))),
        };
        rank.push(position.unwrap_or(usize::MAX));
        value = inner;
    }
    rank.into()
}
