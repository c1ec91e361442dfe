//! Collecting findings, step by step, and putting them in order.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::facts::Facts;
use super::finding::{Finding, Severity};
use super::registry::{self, RuleDoc};
use crate::document::{Owner, Place};
use crate::pipeline::Step;

/// The findings so far, and the rule that is looking.
pub(super) struct Report {
    doc: &'static RuleDoc,
    findings: Vec<Finding>,
    /// Where the current step began.
    step_start: usize,
    /// Values that have an error already.
    settled: HashSet<Place>,
}

impl Report {
    pub fn new(doc: &'static RuleDoc) -> Self {
        Self { doc, findings: Vec::new(), step_start: 0, settled: HashSet::new() }
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

    fn push(&mut self, doc: &RuleDoc, place: Place, message: String) -> &mut Finding {
        let index = self.findings.len();
        self.findings.push(Finding {
            code: doc.code,
            severity: doc.severity,
            message,
            place,
            related: Vec::new(),
            help: None,
            fixes: Vec::new(),
        });
        &mut self.findings[index]
    }

    /// Ends a step: what it said about values that had an error before is dropped.
    pub fn end_step(&mut self) {
        let new = self.findings.split_off(self.step_start);
        self.findings.extend(new.into_iter().filter(|finding| !self.settled.contains(&finding.place)));
        for finding in &self.findings[self.step_start..] {
            if finding.severity == Severity::Error {
                self.settled.insert(finding.place.clone());
            }
        }
        self.step_start = self.findings.len();
    }

    /// The findings by place in the pipeline, then severity, then code.
    pub fn finish(self, facts: &Facts) -> Vec<Finding> {
        let ranks = owner_ranks(facts);
        let mut findings: Vec<(Vec<usize>, Finding)> =
            self.findings.into_iter().map(|finding| (rank(facts, &ranks, &finding.place), finding)).collect();
        findings.sort_by(|(a_rank, a), (b_rank, b)| {
            let key = |f: &Finding| (f.severity, f.code);
            a_rank.cmp(b_rank).then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
        });
        findings.dedup_by(|(_, a), (_, b)| a == b);
        findings.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// The pipeline's own values first, then each stage followed by its actions.
fn owner_ranks(facts: &Facts) -> HashMap<Owner, usize> {
    let mut owners = vec![Owner::Pipeline];
    for stage in &facts.pipeline.stages {
        owners.push(Owner::Stage(stage.id));
        owners.extend(stage.actions.iter().map(|action| Owner::Action(action.id)));
    }
    owners.push(Owner::Extras);
    owners.into_iter().enumerate().map(|(rank, owner)| (owner, rank)).collect()
}

/// Position of the owner, then of each step among its siblings; what is missing comes last.
fn rank(facts: &Facts, ranks: &HashMap<Owner, usize>, place: &Place) -> Vec<usize> {
    let mut rank = vec![ranks.get(&place.owner).copied().unwrap_or(usize::MAX)];
    let Some((Step::Key(first), rest)) = place.path.0.split_first() else { return rank };
    let members = facts.document.members(place.owner);
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
    rank
}
