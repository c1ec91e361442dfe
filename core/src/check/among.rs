//! What rules found that compare actions with each other, kept as long as nothing they look at changes.
//!
//! These rules see how actions stand among others: everything but what each does inside, and of that the few values
//! that [`super::facts`] knows to concern other actions. While a person types into any other field, what they found
//! stays.

use std::collections::HashMap;

use super::facts::Facts;
use super::finding::Finding;
use super::keep::Kept;
use super::registry::{FAMILIES, Step};
use super::report::Report;
use super::{fields, run, shapes};
use crate::document::{Document, Owner, Stamp};
use crate::pipeline::{ActionId, BuildIdHasher, Object, Pipeline, StageId};

/// What was found in one state of a document.
#[derive(Debug)]
pub(super) struct Among {
    /// What the declaration's shapes gave, which comes before all steps.
    misfits: Vec<Finding>,
    /// What each step gave, in its order.
    steps: [Vec<Finding>; Step::ALL.len()],
    pub owners: Owners,
    outline: Stamp,
    is_read_whole: bool,
}

/// Where stages and actions stand.
#[derive(Debug)]
pub(super) struct Owners {
    stages: HashMap<StageId, usize, BuildIdHasher>,
    actions: HashMap<ActionId, (usize, usize), BuildIdHasher>,
}

impl Among {
    /// Runs the rules.
    pub fn of(facts: &Facts, outline: Stamp) -> Self {
        let mut report = Report::new(&FAMILIES[0].rules[0].doc);
        shapes::check(facts, &mut report);
        let misfits = report.take().collect();
        let steps = Step::ALL.map(|step| {
            for family in FAMILIES.iter().filter(|family| family.step == step) {
                family.rules.iter().for_each(|rule| run(rule, facts, &mut report));
            }
            if step == Step::Catalog {
                facts.rules.iter().for_each(|rule| fields::check_rule(rule, &mut report));
            }
            report.take().collect()
        });
        let owners = Owners::of(facts.pipeline);
        Self { misfits, steps, owners, outline, is_read_whole: facts.is_read_whole() }
    }

    /// Whether the rules would find the same in a document of this outline, as long as what an action shows to others
    /// is the same.
    pub fn holds(&self, outline: Stamp) -> bool {
        self.outline == outline && !self.is_read_whole
    }

    /// All findings, with those of actions by themselves, in the order of their places.
    pub fn with(&self, kept: &[Kept], document: &Document) -> Vec<Finding> {
        let mut report = Report::new(&FAMILIES[0].rules[0].doc);
        report.add_all(&self.misfits);
        report.end_step();
        let kept: Vec<&Kept> = kept.iter().filter(|kept| kept.has_found()).collect();
        for (step, found) in Step::ALL.into_iter().zip(&self.steps) {
            for kept in &kept {
                kept.report(step, &mut report);
            }
            report.add_all(found);
            report.end_step();
        }
        report.finish(document, &self.owners)
    }
}

impl Owners {
    fn of(pipeline: &Pipeline) -> Self {
        let stages = pipeline.stages.iter().enumerate();
        let actions = stages.clone().flat_map(|(index, stage)| {
            stage.actions.iter().enumerate().map(move |(at, action)| (action.id, (index, at)))
        });
        Self { actions: actions.collect(), stages: stages.map(|(index, stage)| (stage.id, index)).collect() }
    }

    /// For ordering: the pipeline's own values first, then each stage followed by its actions.
    pub fn rank(&self, owner: Owner) -> [usize; 3] {
        let gone = [usize::MAX; 3];
        match owner {
            Owner::Pipeline => [0; 3],
            Owner::Stage(id) => self.stages.get(&id).map_or(gone, |stage| [1, *stage, 0]),
            Owner::Action(id) => self.actions.get(&id).map_or(gone, |(stage, at)| [1, *stage, at + 1]),
            Owner::Extras => [2, 0, 0],
        }
    }

    /// As [`Document::members`], without looking through all actions.
    pub fn members<'d>(&self, document: &'d Document, owner: Owner) -> Option<&'d Object> {
        let Owner::Action(id) = owner else { return document.members(owner) };
        let (stage, at) = self.actions.get(&id)?;
        let action = document.pipeline().stages.get(*stage)?.actions.get(*at)?;
        action.odd.is_none().then_some(&action.members)
    }
}
