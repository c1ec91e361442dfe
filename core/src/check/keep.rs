//! Checking a document again and again: what an action by itself gave is kept while the action stays as it is.
//!
//! Of the rules, those of an action by itself ([`Check::Action`], [`Check::Provider`]) and the fields of the
//! catalog are most of the work. They see the action ([`Alone`]) and a few values of the pipeline ([`Home`]) and
//! nothing else, so they need to run again only where one of these has changed. All other rules compare actions
//! with each other; [`Among`] keeps what they found.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::sync::{Arc, LazyLock};

use foldhash::fast::FixedState;

use super::among::Among;
use super::facts::{Alone, Brief, Facts, Home};
use super::finding::Finding;
use super::registry::{Check, FAMILIES, Rule, Step};
use super::report::{Rank, Report, rank_inside};
use super::{Checked, fields, suppress};
use crate::catalog::{Catalog, Provider};
use crate::document::{Document, Place, Stamp};
use crate::edit::Edit;
use crate::flow::Flow;
use crate::parameter::resolve;
use crate::pipeline::shape::Misfit;
use crate::pipeline::{Action, ActionId, BuildIdHasher, object_of};

/// Checks a document that is being edited; each answer is that of [`super::check_with_suppressions`], or that it is the
/// one before.
#[derive(Debug, Default)]
pub struct Checker {
    /// What all of `kept` was judged by.
    home: String,
    /// Of all actions that are objects, in file order.
    kept: Vec<Kept>,
    among: Option<Among>,
}

/// What has not changed since the last time.
struct Renewed {
    shows_the_same: bool,
    found_the_same: bool,
}

/// What one action by itself gave.
#[derive(Debug)]
pub(super) struct Kept {
    id: ActionId,
    stamp: Stamp,
    /// The entry of the catalog, if the type is one of them.
    pub provider: Option<&'static Provider>,
    pub brief: Brief,
    /// Whether some text of it refers to variables.
    pub has_references: bool,
    pub misfits: Arc<[Misfit]>,
    /// A number for the keys of its configuration, whose order is that of findings.
    keys: u64,
    /// Within a step in the order of its rules.
    found: Vec<Found>,
}

/// A finding about one action, before it is known whether another rule has settled its place.
#[derive(Debug, PartialEq)]
struct Found {
    step: Step,
    rank: Rank,
    finding: Finding,
}

impl Checker {
    /// All findings about a document, those that are suppressed apart from the others, with the values that parameters
    /// have in an environment; [`None`] if they are those of the last time. `flow` is that of the same document.
    pub fn check(&mut self, document: &Document, flow: &Flow, environment: Option<&str>) -> Option<Checked> {
        match resolve(document, environment) {
            Cow::Borrowed(_) => self.judge(document, document, flow),
            Cow::Owned(resolved) => {
                let flow = Flow::of(resolved.pipeline());
                let mut checked = self.judge(&resolved, document, &flow)?;
                for finding in &mut checked.findings {
                    keep_references(document, finding);
                }
                Some(checked)
            }
        }
    }

    fn judge(&mut self, document: &Document, written: &Document, flow: &Flow) -> Option<Checked> {
        let home = Home::of(document);
        let outline = document.outline_stamp();
        let key = home.key();
        let held = self.among.take().filter(|among| among.holds(outline) && self.home == key);
        let renewed = held.as_ref().map(|_| self.renew(document, &home));
        let among = match (held, &renewed) {
            (Some(among), Some(renewed)) if renewed.shows_the_same => among,
            _ => {
                if self.home != key {
                    self.home = key;
                    self.kept.clear();
                }
                self.refresh(document, &home);
                Among::of(&Facts::of(document, written, flow, home, &self.kept), outline)
            }
        };
        let is_same = renewed.is_some_and(|renewed| renewed.shows_the_same && renewed.found_the_same);
        let checked = (!is_same).then(|| {
            let found = among.with(&self.kept, document);
            suppress::apply(document, &among.owners, found)
        });
        self.among = Some(among);
        checked
    }

    /// Judges the actions that have changed inside, in a document of the same outline.
    fn renew(&mut self, document: &Document, home: &Home) -> Renewed {
        let actions = document.pipeline().actions().map(|(_, action)| action);
        let mut renewed = Renewed { shows_the_same: true, found_the_same: true };
        for (kept, action) in self.kept.iter_mut().zip(actions.filter(|action| action.odd.is_none())) {
            let stamp = document.stamp_of(action.id);
            if kept.stamp != stamp {
                let new = Kept::of(action, stamp, home);
                renewed.shows_the_same &= new.shows_the_same_as(kept);
                renewed.found_the_same &= new.keys == kept.keys && new.found == kept.found;
                *kept = new;
            }
        }
        renewed
    }

    /// Judges the actions that are new or have changed.
    fn refresh(&mut self, document: &Document, home: &Home) {
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

/// Takes out of a finding about a text with parameters what was made from their values: its part in the text, and
/// fixes, which would write the values in place of the references.
fn keep_references(written: &Document, finding: &mut Finding) {
    let is_written = |place: &Place| {
        let value = written.value(place.owner, &place.path);
        value.is_some_and(|value| value.to_string().contains("${"))
    };
    if is_written(&finding.place) {
        finding.part = None;
    }
    finding.fixes.retain(|fix| {
        fix.edits.iter().all(|edit| match edit {
            Edit::Set { place, value, .. } => value.is_none() || !is_written(place),
            Edit::AddStage { .. } | Edit::AddAction { .. } | Edit::Frame(_) => false,
            Edit::RemoveStage { .. }
            | Edit::MoveStage { .. }
            | Edit::RemoveAction { .. }
            | Edit::MoveAction { .. } => true,
        })
    });
}

impl Kept {
    fn of(action: &Action, stamp: Stamp, home: &Home) -> Self {
        let alone = Alone::of(action);
        let mut found = Vec::new();
        let mut report = Report::new(&FAMILIES[0].rules[0].doc);
        let mut keep = |step, report: &mut Report| {
            found.extend(report.take().map(|finding| {
                let rank = rank_inside(Some(&action.members), &finding.place.path);
                Found { step, rank, finding }
            }));
        };
        for (step, rule) in rules_of(alone.provider) {
            report.begin(&rule.doc);
            if let Check::Action(look) | Check::Provider(_, look) = rule.check {
                look(home, &alone, &mut report);
            }
            keep(*step, &mut report);
        }
        fields::check_action(&alone, &mut report);
        keep(Step::Catalog, &mut report);
        let mut keys = FixedState::default().build_hasher();
        object_of(&action.members, "configuration")
            .into_iter()
            .flat_map(|it| it.keys())
            .for_each(|key| key.hash(&mut keys));
        Self {
            id: action.id,
            stamp,
            provider: alone.provider,
            brief: Brief::of(&alone, home),
            has_references: alone.has_references(),
            misfits: Arc::clone(alone.misfits()),
            keys: keys.finish(),
            found,
        }
    }

    /// Whether rules that compare actions see the same, given that all is the same outside of the two.
    fn shows_the_same_as(&self, other: &Self) -> bool {
        let Self { id, stamp: _, provider: _, brief, has_references, misfits, keys: _, found: _ } = self;
        let is_plain = |has_references: bool, misfits: &[Misfit]| !has_references && misfits.is_empty();
        *id == other.id
            && *brief == other.brief
            && is_plain(*has_references, misfits)
            && is_plain(other.has_references, &other.misfits)
    }

    /// Whether the action by itself gave anything.
    pub fn has_found(&self) -> bool {
        !self.found.is_empty()
    }

    /// Adds what was found in one step.
    pub fn report(&self, step: Step, report: &mut Report) {
        for found in self.found.iter().filter(|found| found.step == step) {
            report.add(found.finding.clone(), found.rank.clone());
        }
    }
}

type StepRule = (Step, &'static Rule);

/// The rules that judge an action of this type by itself, in the order of their steps.
fn rules_of(provider: Option<&'static Provider>) -> &'static [StepRule] {
    static GENERAL: LazyLock<Vec<StepRule>> = LazyLock::new(|| rules_for(None));
    static BY_PROVIDER: LazyLock<HashMap<&'static str, Vec<StepRule>>> = LazyLock::new(|| {
        let ids = Catalog::get().providers().iter().map(|provider| provider.id.as_str());
        ids.map(|id| (id, rules_for(Some(id)))).collect()
    });
    provider.and_then(|provider| BY_PROVIDER.get(provider.id.as_str())).unwrap_or(&GENERAL)
}

fn rules_for(provider: Option<&str>) -> Vec<StepRule> {
    let is_for = |rule: &Rule| match rule.check {
        Check::Action(_) => true,
        Check::Provider(ids, _) => provider.is_some_and(|provider| ids.contains(&provider)),
        Check::Shape
        | Check::Field
        | Check::Variables
        | Check::Suppressions
        | Check::Pipeline(_)
        | Check::Stage(_)
        | Check::ActionAmong(_)
        | Check::ProviderAmong(..)
        | Check::ConditionRule(_) => false,
    };
    let of_step = |step| {
        let families = FAMILIES.iter().filter(move |family| family.step == step);
        families.flat_map(|family| family.rules).map(move |rule| (step, rule))
    };
    Step::ALL.into_iter().flat_map(of_step).filter(|(_, rule)| is_for(rule)).collect()
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
