//! Checking a document again and again: what an action by itself gave is kept while the action stays as it is.
//!
//! Of the rules, those of an action by itself ([`Check::Action`], [`Check::Provider`]) and the fields of the
//! catalog are most of the work. They see the action ([`Alone`]) and a few values of the pipeline ([`Home`]) and
//! nothing else, so they need to run again only where one of these has changed. All other rules compare actions
//! with each other; they run each time.

use std::collections::HashMap;
use std::sync::Arc;

use super::facts::{Alone, Facts, Home};
use super::finding::Finding;
use super::registry::{Check, FAMILIES, Step};
use super::report::{Rank, Report, rank_inside};
use super::{Checked, fields, find_all};
use crate::catalog::Provider;
use crate::document::{Document, Stamp};
use crate::flow::Flow;
use crate::pipeline::shape::Misfit;
use crate::pipeline::{Action, ActionId, BuildIdHasher};

/// Checks a document that is being edited; each answer is that of [`super::check_with_suppressions`].
#[derive(Debug, Default)]
pub struct Checker {
    /// What all of `kept` was judged by.
    home: String,
    /// Of all actions that are objects, in file order.
    kept: Vec<Kept>,
}

/// What one action by itself gave.
#[derive(Debug)]
pub(super) struct Kept {
    id: ActionId,
    stamp: Stamp,
    /// The entry of the catalog, if the type is one of them.
    pub provider: Option<&'static Provider>,
    /// Whether some text of it refers to variables.
    pub has_references: bool,
    pub misfits: Arc<[Misfit]>,
    /// In the order of their steps.
    found: Vec<Found>,
}

/// A finding about one action, before it is known whether another rule has settled its place.
#[derive(Debug)]
struct Found {
    step: Step,
    rank: Rank,
    finding: Finding,
}

impl Checker {
    /// All findings about a document, those that are suppressed apart from the others. `flow` is that of the same
    /// document.
    pub fn check(&mut self, document: &Document, flow: &Flow) -> Checked {
        let home = Home::of(document);
        self.refresh(document, &home);
        let facts = Facts::of(document, flow, home, &self.kept);
        find_all(&facts, &self.kept)
    }

    /// Judges the actions that are new or have changed.
    fn refresh(&mut self, document: &Document, home: &Home) {
        let key = home.key();
        if self.home != key {
            self.home = key;
            self.kept.clear();
        }
        let mut old = Pool::of(std::mem::take(&mut self.kept));
        let actions = document.pipeline().actions().map(|(_, action)| action);
        self.kept = actions
            .filter(|action| action.odd.is_none())
            .enumerate()
            .map(|(index, action)| {
                let stamp = document.stamp_of(action.id);
                let known = old.take(index, action.id).filter(|kept| kept.stamp == stamp);
                known.unwrap_or_else(|| Kept::of(action, stamp, home))
            })
            .collect();
    }
}

impl Kept {
    fn of(action: &Action, stamp: Stamp, home: &Home) -> Self {
        let alone = Alone::of(action);
        let mut found = Vec::new();
        for step in Step::ALL {
            let mut report = Report::new(&FAMILIES[0].rules[0].doc);
            find_alone(step, home, &alone, &mut report);
            found.extend(report.into_findings().map(|finding| {
                let rank = rank_inside(Some(&action.members), &finding.place.path);
                Found { step, rank, finding }
            }));
        }
        Self {
            id: action.id,
            stamp,
            provider: alone.provider,
            has_references: alone.has_references(),
            misfits: Arc::clone(alone.misfits()),
            found,
        }
    }

    /// Adds what was found in one step.
    pub fn report(&self, step: Step, report: &mut Report) {
        for found in self.found.iter().filter(|found| found.step == step) {
            report.add(found.finding.clone(), found.rank.clone());
        }
    }
}

/// All that rules of one step say about an action by itself.
fn find_alone(step: Step, home: &Home, action: &Alone, report: &mut Report) {
    for rule in FAMILIES.iter().filter(|family| family.step == step).flat_map(|family| family.rules) {
        report.begin(&rule.doc);
        match rule.check {
            Check::Action(look) => look(home, action, report),
            Check::Provider(ids, look) => {
                if action.provider.is_some_and(|provider| ids.contains(&provider.id.as_str())) {
                    look(home, action, report);
                }
            }
            Check::Shape
            | Check::Field
            | Check::Variables
            | Check::Suppressions
            | Check::Pipeline(_)
            | Check::Stage(_)
            | Check::ActionAmong(_)
            | Check::ProviderAmong(..)
            | Check::ConditionRule(_) => {}
        }
    }
    if step == Step::Catalog {
        fields::check_action(action, report);
    }
}

/// What was kept of the last time, to be taken action by action.
struct Pool {
    kept: Vec<Option<Kept>>,
    /// Positions in `kept`; made when the first action is not where it was.
    by_id: Option<HashMap<ActionId, usize, BuildIdHasher>>,
}

impl Pool {
    fn of(kept: Vec<Kept>) -> Self {
        Self { kept: kept.into_iter().map(Some).collect(), by_id: None }
    }

    /// What is known of an action that now stands at this position.
    fn take(&mut self, index: usize, id: ActionId) -> Option<Kept> {
        if let Some(slot) = self.kept.get_mut(index)
            && slot.as_ref().is_some_and(|kept| kept.id == id)
        {
            return slot.take();
        }
        let Self { kept, by_id } = self;
        let positions = by_id.get_or_insert_with(|| {
            let known = kept.iter().enumerate();
            known.filter_map(|(index, kept)| Some((kept.as_ref()?.id, index))).collect()
        });
        kept[*positions.get(&id)?].take()
    }
}

#[cfg(test)]
mod tests;
