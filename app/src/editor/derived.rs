//! Everything derived from a document, once per revision.

use std::collections::HashMap;

use pipewright_core::catalog::{Catalog, Provider};
use pipewright_core::check::{self, Finding, Severity};
use pipewright_core::document::{Document, Owner};
use pipewright_core::flow::Flow;
use pipewright_core::layout::{Layout, Options, Orientation};
use pipewright_core::pipeline::{Action, ActionId, StageId};

/// What follows from one revision of a document.
pub struct Derived {
    pub revision: u64,
    pub flow: Flow,
    pub layout: Layout,
    pub findings: Vec<Finding>,
    pub counts: Counts,
    worst_of_action: HashMap<ActionId, Severity>,
    worst_of_stage: HashMap<StageId, Severity>,
}

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
}

impl Derived {
    pub fn of(document: &Document, orientation: Orientation) -> Self {
        let flow = Flow::of(document.pipeline());
        let layout = Layout::of(document.pipeline(), &flow, Options { orientation });
        let mut findings = check::check(document);
        // What stops a publish comes first; within a severity the order of places stays.
        findings.sort_by_key(|finding| finding.severity);
        let mut counts = Counts::default();
        let mut worst_of_action = HashMap::new();
        let mut worst_of_stage = HashMap::new();
        for finding in &findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Hint => counts.hints += 1,
            }
            let worst = |known: &mut Severity| {
                if is_worse(finding.severity, *known) {
                    *known = finding.severity;
                }
            };
            match finding.place.owner {
                Owner::Action(id) => {
                    worst_of_action.entry(id).and_modify(worst).or_insert(finding.severity);
                }
                Owner::Stage(id) => {
                    worst_of_stage.entry(id).and_modify(worst).or_insert(finding.severity);
                }
                Owner::Pipeline | Owner::Extras => {}
            }
        }
        Self {
            revision: document.revision(),
            flow,
            layout,
            findings,
            counts,
            worst_of_action,
            worst_of_stage,
        }
    }

    /// The worst finding about an action; hints do not count, they stay in the list.
    pub fn action_severity(&self, id: ActionId) -> Option<Severity> {
        self.worst_of_action.get(&id).copied().filter(|severity| *severity != Severity::Hint)
    }

    /// The worst finding about a stage itself; hints do not count.
    pub fn stage_severity(&self, id: StageId) -> Option<Severity> {
        self.worst_of_stage.get(&id).copied().filter(|severity| *severity != Severity::Hint)
    }

    /// The findings about one owner.
    pub fn findings_of(&self, owner: Owner) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.place.owner == owner)
    }
}

fn is_worse(a: Severity, b: Severity) -> bool {
    let rank = |severity| match severity {
        Severity::Error => 2,
        Severity::Warning => 1,
        Severity::Hint => 0,
    };
    rank(a) > rank(b)
}

/// The catalog's entry for an action.
pub fn provider_of(action: &Action) -> Option<&'static Provider> {
    let kind = action.action_type();
    Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version)
}
