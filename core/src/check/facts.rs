//! What the rules look at, derived once for each run.

mod alone;
mod home;

use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};
use std::ops::{Deref, Range};

use serde_json::Value;

use super::keep::Kept;
use crate::catalog::{Category, Provider, RuleType};
use crate::document::parameters::Parameter;
use crate::document::resources::Resource;
use crate::document::{Document, Owner, Place, value_at};
use crate::flow::variables::{Malformed, Target, references};
use crate::flow::{Artifact, Flow, Moment};
use crate::pipeline::shape::{Misfit, PIPELINE, STAGE};
use crate::pipeline::{
    Action, ActionId, BuildIdHasher, Condition, ConditionKind, Object, Path, Pipeline, Rule, Stage, Step,
    list_of,
};

pub(super) use alone::{Alone, Brief, SHARED, misfits_of};
pub(super) use home::Home;

use alone::each_resolved;

/// Most fixes of one run that look through the whole pipeline.
pub(super) const MOST_REFACTORINGS: usize = 50;

/// A document as the rules see it.
pub(super) struct Facts<'d> {
    /// With the values of its parameters.
    document: &'d Document,
    /// As it is written, with references to parameters; the document itself where there are none.
    written: &'d Document,
    /// Whether a rule took all of the document, so that whatever changes in it may change what is found.
    is_read_whole: Cell<bool>,
    pub pipeline: &'d Pipeline,
    pub home: Home<'d>,
    pub flow: &'d Flow,
    /// All actions that are objects, in file order.
    pub actions: Vec<ActionFacts<'d>>,
    /// All rules of stage conditions, in file order.
    pub rules: Vec<RuleFacts<'d>>,
    /// All references to variables, in file order of their owners.
    pub references: Vec<ReferenceFacts<'d>>,
    /// Actions by the namespace they declare.
    pub namespaces: HashMap<&'d str, Vec<usize>>,
    /// Misfits of all owners, in file order.
    pub misfits: Vec<(Owner, Misfit)>,
    /// The part of `misfits` that is of one owner, where there are any.
    misfits_of: HashMap<Owner, Range<usize>>,
    /// What is made, latest first.
    made: OnceCell<Vec<(Moment, &'d str)>>,
    /// Fixes so far that look through the whole pipeline.
    refactorings: Cell<usize>,
    by_provider: Vec<(&'static Provider, Vec<usize>)>,
    /// The part of `actions` that is of each stage.
    of_stages: Vec<Range<usize>>,
    by_id: HashMap<ActionId, usize, BuildIdHasher>,
}

/// An action with its place in the pipeline.
pub(super) struct ActionFacts<'d> {
    pub stage: &'d Stage,
    /// When it runs; `None` if its run order is no number from 1 to 999.
    pub moment: Option<Moment>,
    pub brief: Brief,
    pub namespace: Option<&'d str>,
    pub region: Option<&'d str>,
    /// What it takes, as positions among the artifacts of the flow.
    pub inputs: &'d [usize],
    /// What it makes, likewise.
    pub outputs: &'d [usize],
    alone: Alone<'d>,
}

/// An artifact that an action takes or makes.
#[derive(Clone, Copy)]
pub(super) struct Link<'d> {
    /// Position in the action's list.
    pub index: usize,
    pub name: &'d str,
    pub artifact: &'d Artifact,
}

/// A rule of a stage condition.
pub(super) struct RuleFacts<'d> {
    pub stage: &'d Stage,
    pub stage_index: usize,
    pub kind: ConditionKind,
    pub condition: Condition<'d>,
    pub rule: Rule<'d>,
    /// From the stage to the rule.
    pub path: Path,
    pub rule_type: Option<&'static RuleType>,
}

/// A reference to a variable, and where it is written.
pub(super) struct ReferenceFacts<'d> {
    pub place: Place,
    pub site: Site,
    /// As written, braces included.
    pub text: &'d str,
    /// Where that stands in the text at the place.
    pub span: Range<usize>,
    pub target: Result<Target<'d>, Malformed>,
}

/// Who reads a variable.
#[derive(Clone, Copy)]
pub(super) enum Site {
    /// Position in [`Facts::actions`].
    Action(usize),
    /// Position in [`Facts::rules`].
    Rule(usize),
}

impl<'d> Facts<'d> {
    /// `kept` holds what is known of each action that is an object, in file order; `written` is the document with
    /// references to parameters.
    pub fn of(
        document: &'d Document,
        written: &'d Document,
        flow: &'d Flow,
        home: Home<'d>,
        kept: &[Kept],
    ) -> Self {
        let pipeline = document.pipeline();
        let mut facts = Self {
            document,
            written,
            is_read_whole: Cell::new(false),
            pipeline,
            home,
            flow,
            actions: Vec::with_capacity(kept.len()),
            rules: Vec::new(),
            references: Vec::new(),
            namespaces: HashMap::new(),
            misfits: Vec::new(),
            misfits_of: HashMap::new(),
            made: OnceCell::new(),
            refactorings: Cell::new(0),
            by_provider: Vec::new(),
            of_stages: Vec::with_capacity(pipeline.stages.len()),
            by_id: HashMap::with_capacity_and_hasher(kept.len(), BuildIdHasher::default()),
        };
        let mut kept = kept.iter();
        facts.add_misfits(Owner::Pipeline, misfits_of(&PIPELINE, &pipeline.members));
        for (stage_index, stage) in pipeline.stages.iter().enumerate() {
            let first = facts.actions.len();
            facts.of_stages.push(first..first);
            if stage.odd.is_some() {
                continue;
            }
            facts.add_misfits(Owner::Stage(stage.id), misfits_of(&STAGE, &stage.members));
            let actions = stage.actions.iter().filter(|action| action.odd.is_none());
            for (action, kept) in actions.zip(&mut kept) {
                facts.add_misfits(Owner::Action(action.id), kept.misfits.iter().cloned());
                facts.collect_action(stage, stage_index, action, kept);
            }
            facts.of_stages[stage_index].end = facts.actions.len();
            facts.collect_rules(stage, stage_index);
        }
        facts
    }

    fn add_misfits(&mut self, owner: Owner, misfits: impl IntoIterator<Item = Misfit>) {
        let start = self.misfits.len();
        self.misfits.extend(misfits.into_iter().map(|misfit| (owner, misfit)));
        if self.misfits.len() > start {
            self.misfits_of.insert(owner, start..self.misfits.len());
        }
    }

    fn collect_action(&mut self, stage: &'d Stage, stage_index: usize, action: &'d Action, kept: &Kept) {
        let index = self.actions.len();
        let alone = Alone::known(action, kept.provider, &kept.misfits);
        let brief = kept.brief;
        let moment = brief.run_order.map(|run_order| Moment { stage: stage_index, run_order });
        if let Some(provider) = kept.provider {
            match self.by_provider.iter_mut().find(|(known, _)| std::ptr::eq(*known, provider)) {
                Some((_, positions)) => positions.push(index),
                None => self.by_provider.push((provider, vec![index])),
            }
        }
        let namespace = if brief.has_namespace { action.namespace() } else { None };
        if let Some(namespace) = namespace {
            self.namespaces.entry(namespace).or_default().push(index);
        }
        self.by_id.insert(action.id, index);
        if kept.has_references {
            let owner = Owner::Action(action.id);
            self.collect_references(owner, &Path::default(), &action.members, Site::Action(index));
        }
        self.actions.push(ActionFacts {
            stage,
            moment,
            brief,
            namespace,
            region: if brief.has_region { action.region() } else { None },
            inputs: self.flow.inputs_of(action.id),
            outputs: self.flow.outputs_of(action.id),
            alone,
        });
    }

    fn collect_rules(&mut self, stage: &'d Stage, stage_index: usize) {
        for conditions in stage.all_conditions() {
            let kind = conditions.kind;
            for (condition_index, condition) in list_of(conditions.members, "conditions").iter().enumerate() {
                let Some(condition) = condition.as_object() else { continue };
                for (rule_index, rule) in list_of(condition, "rules").iter().enumerate() {
                    let Some(members) = rule.as_object() else { continue };
                    let path = Path::key(kind.key())
                        .then("conditions")
                        .then(condition_index)
                        .then("rules")
                        .then(rule_index);
                    let rule = Rule(members);
                    let found = rule.rule_type();
                    let owner = if found.owner.is_empty() { "AWS" } else { found.owner };
                    let version = if found.version.is_empty() { "1" } else { found.version };
                    let rule_type =
                        self.home.catalog.rule_type(found.category, owner, found.provider, version);
                    let site = Site::Rule(self.rules.len());
                    self.collect_references(Owner::Stage(stage.id), &path, members, site);
                    let condition = Condition(condition);
                    self.rules.push(RuleFacts { stage, stage_index, kind, condition, rule, path, rule_type });
                }
            }
        }
    }

    fn collect_references(&mut self, owner: Owner, at: &Path, members: &'d Object, site: Site) {
        let Self { references: found, .. } = self;
        each_resolved(members, |text, path| {
            for reference in references(text) {
                let steps = at.0.iter().cloned().chain(path()).collect();
                found.push(ReferenceFacts {
                    place: Place::at(owner, Path(steps)),
                    site,
                    text: &text[reference.span.clone()],
                    span: reference.span,
                    target: reference.target,
                });
            }
        });
    }

    /// The actions of a stage that are objects, in file order; `index` is its position.
    pub fn of_stage(&self, index: usize) -> &[ActionFacts<'d>] {
        &self.actions[self.of_stages[index].clone()]
    }

    /// The inputs of an action that have a name.
    pub fn inputs_of<'f>(&self, action: &'f ActionFacts<'f>) -> impl Iterator<Item = Link<'f>> + use<'d, 'f>
    where
        'd: 'f,
    {
        links(self.flow, action.inputs)
    }

    /// The outputs of an action that have a name.
    pub fn outputs_of<'f>(&self, action: &'f ActionFacts<'f>) -> impl Iterator<Item = Link<'f>> + use<'d, 'f>
    where
        'd: 'f,
    {
        links(self.flow, action.outputs)
    }

    /// The actions of these types.
    pub fn of_providers(&self, ids: &[&str]) -> impl Iterator<Item = &ActionFacts<'d>> {
        let known = self.by_provider.iter().filter(|(provider, _)| ids.contains(&provider.id.as_str()));
        let mut positions: Vec<usize> = known.flat_map(|(_, positions)| positions).copied().collect();
        positions.sort_unstable();
        positions.into_iter().map(|index| &self.actions[index])
    }

    /// The facts of an action; `None` if it is no object.
    pub fn action(&self, id: ActionId) -> Option<&ActionFacts<'d>> {
        self.by_id.get(&id).map(|index| &self.actions[*index])
    }

    /// Names of the artifacts that are there by a moment, those made last first: as [`Flow::available`], without
    /// sorting all of them each time.
    pub fn available(&self, moment: Moment) -> impl Iterator<Item = &'d str> {
        let flow: &'d Flow = self.flow;
        let made = self.made.get_or_init(|| {
            let of_artifact = |artifact: &'d Artifact| {
                artifact.makers.iter().map(move |maker| (maker.moment, artifact.name.as_str()))
            };
            let mut made: Vec<(Moment, &'d str)> = flow.artifacts.iter().flat_map(of_artifact).collect();
            made.sort_by_key(|(moment, _)| std::cmp::Reverse(*moment));
            made
        });
        let first = made.partition_point(|(made, _)| *made >= moment);
        let mut seen = HashSet::new();
        made[first..].iter().map(|(_, name)| *name).filter(move |name| seen.insert(*name))
    }

    /// Whether to offer a fix that looks through the whole pipeline. Of many such, only the first are offered: the
    /// others come up when these are done, and no broken pipeline takes longer for each further mistake.
    pub fn may_refactor(&self) -> bool {
        let so_far = self.refactorings.get();
        self.refactorings.set(so_far + 1);
        so_far < MOST_REFACTORINGS
    }

    /// All of the document, for fixes that look through it. What else rules need of it is at hand without.
    pub fn document(&self) -> &'d Document {
        self.is_read_whole.set(true);
        self.document
    }

    /// All of the document as it is written.
    pub fn written(&self) -> &'d Document {
        self.is_read_whole.set(true);
        self.written
    }

    /// What stands beside the pipeline, as it is written.
    pub fn extra(&self, path: &Path) -> Option<&'d Value> {
        self.written.value(Owner::Extras, path)
    }

    /// What is told of things around the pipeline.
    pub fn resources(&self) -> impl Iterator<Item = Resource<'d>> + use<'d> {
        self.written.resources()
    }

    /// The parameters that are declared.
    pub fn parameters(&self) -> Vec<Parameter<'d>> {
        self.written.parameters()
    }

    /// Whether a rule took all of the document.
    pub fn is_read_whole(&self) -> bool {
        self.is_read_whole.get()
    }

    /// The text a reference stands in.
    pub fn text_at(&self, reference: &ReferenceFacts) -> Option<&'d str> {
        let place = &reference.place;
        value_at(self.members(place.owner)?, &place.path)?.as_str()
    }

    /// As [`Document::members`], without looking through all actions.
    pub fn members(&self, owner: Owner) -> Option<&'d Object> {
        match owner {
            Owner::Action(id) => self.action(id).map(|action| &action.action.members),
            Owner::Pipeline | Owner::Stage(_) | Owner::Extras => self.document.members(owner),
        }
    }

    /// Whether a misfit stands at or under this member of an owner.
    pub fn misfits_at(&self, owner: Owner, key: &str) -> bool {
        let own = self.misfits_of.get(&owner).map_or(&[][..], |range| &self.misfits[range.clone()]);
        own.iter().any(|(_, misfit)| misfit.path.first_key() == Some(key))
    }
}

impl<'d> Deref for Facts<'d> {
    type Target = Home<'d>;

    fn deref(&self) -> &Home<'d> {
        &self.home
    }
}

impl<'d> Deref for ActionFacts<'d> {
    type Target = Alone<'d>;

    fn deref(&self) -> &Alone<'d> {
        &self.alone
    }
}

impl ActionFacts<'_> {
    /// A value of the configuration that rules compare across actions.
    pub fn shared(&self, key: &str) -> Option<&str> {
        debug_assert!(SHARED.contains(&key), "{key} is known to concern other actions");
        self.action.configuration().get(key)
    }

    /// The same, if its text is final: no variable in it.
    pub fn literal(&self, key: &str) -> Option<&str> {
        self.shared(key).filter(|text| !text.contains("#{"))
    }

    /// Whether it is a source, an approval and so on.
    pub fn does(&self, category: Category) -> bool {
        self.brief.category == Some(category)
    }
}

impl RuleFacts<'_> {
    /// A value inside the rule.
    pub fn at(&self, steps: impl IntoIterator<Item = Step>) -> Place {
        Place::at(Owner::Stage(self.stage.id), Path(self.path.0.iter().cloned().chain(steps).collect()))
    }
}

fn links<'d>(flow: &'d Flow, ends: &'d [usize]) -> impl Iterator<Item = Link<'d>> + use<'d> {
    let link = |(index, artifact): (usize, &usize)| {
        let artifact = &flow.artifacts[*artifact];
        Link { index, name: &artifact.name, artifact }
    };
    ends.iter().enumerate().map(link).filter(|link| !link.name.is_empty())
}
