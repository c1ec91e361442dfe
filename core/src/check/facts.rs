//! What the rules look at, derived once for each run.

use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher as _;
use std::ops::{Deref, Range};
use std::sync::Arc;

use foldhash::fast::FixedState;
use serde_json::Value;

use super::keep::Kept;
use super::shapes;
use crate::catalog::{Catalog, Category, Provider, RuleType};
use crate::document::parameters::Parameter;
use crate::document::resources::Resource;
use crate::document::{Document, Owner, Place, in_json, value_at};
use crate::flow::variables::{Malformed, Target, references};
use crate::flow::{Artifact, Flow, Moment};
use crate::pipeline::shape::{ACTION, Misfit, PIPELINE, STAGE, Shape, misfits};
use crate::pipeline::{
    Action, ActionId, ActionType, Arn, BuildIdHasher, Condition, ConditionKind, Object, Path, Pipeline, Rule,
    Stage, Step, list_of, member, object_of, text_of,
};

/// What an action is judged by that stands outside of it.
pub(super) struct Home<'d> {
    pub catalog: &'static Catalog,
    /// The pipeline's name.
    pub name: &'d str,
    /// The declared type of the pipeline.
    pub pipeline_type: Option<&'d str>,
    /// The service role.
    pub role: Option<Arn<'d>>,
    /// The account, told by the pipeline's ARN or else by its service role.
    pub account: Option<&'d str>,
    /// The ARN of the published pipeline, where the file holds it.
    pub arn: Option<Arn<'d>>,
    /// The Region, told by that ARN or by the key of its only store.
    pub told_region: Option<&'d str>,
    /// The Region, told by the pipeline's ARN, by the key of its only store, or by a source that names one.
    pub region: Option<&'d str>,
}

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

/// An action by itself.
pub(super) struct Alone<'d> {
    pub action: &'d Action,
    pub kind: ActionType<'d>,
    /// The entry of the catalog, if the type is one of them.
    pub provider: Option<&'static Provider>,
    environment: OnceCell<Option<Value>>,
    misfits: Arc<[Misfit]>,
}

/// What rules about all actions ask of each. It is read once per change of the action: there may be thousands, and
/// nearly all are as they were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Brief {
    pub category: Option<Category>,
    /// `None` if it is no number from 1 to 999.
    run_order: Option<i64>,
    has_namespace: bool,
    has_region: bool,
    /// Whether it runs in another account than the pipeline.
    pub is_cross_account: bool,
    /// A number for what [`SHARED`] keys hold.
    shared: u64,
}

/// The keys of configurations that rules compare across actions; all others concern the action alone.
pub(super) const SHARED: [&str; 23] = [
    "ActionMode",
    "ApplicationName",
    "BranchName",
    "BucketName",
    "ChangeSetName",
    "ClusterName",
    "ConnectionArn",
    "DeploymentGroupName",
    "DetectChanges",
    "EnvironmentName",
    "FullRepositoryId",
    "FunctionAlias",
    "FunctionName",
    "ObjectKey",
    "OutputArtifactFormat",
    "PollForSourceChanges",
    "PrimarySource",
    "RoleArn",
    "S3Bucket",
    "ServiceName",
    "StackName",
    "StackSetName",
    "TemplatePath",
];

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

impl<'d> Home<'d> {
    pub fn of(document: &'d Document) -> Self {
        let pipeline = document.pipeline();
        let metadata = document.root().and_then(|root| root.get("metadata"));
        let arn = metadata.and_then(|metadata| metadata.get("pipelineArn")).and_then(Value::as_str);
        let arn = arn.and_then(Arn::parse).filter(|arn| arn.service == "codepipeline");
        let role = pipeline.role_arn().and_then(Arn::parse);
        let key = pipeline.artifact_store().and_then(|store| store.encryption_key()?.id());
        let key = key.and_then(Arn::parse).filter(|arn| arn.service == "kms");
        let told = arn.or(key).map(|arn| arn.region).filter(|region| !region.is_empty());
        let source = || {
            let is_source = |action: &&Action| action.action_type().category == Category::Source.as_str();
            pipeline.stages.first()?.actions.iter().find(is_source)?.region()
        };
        Self {
            catalog: Catalog::get(),
            name: pipeline.name(),
            pipeline_type: pipeline.pipeline_type(),
            role,
            account: arn.or(role).map(|arn| arn.account).filter(|account| is_account(account)),
            arn,
            told_region: told,
            region: told.or_else(source),
        }
    }

    /// All of it as one text, for comparing.
    pub fn key(&self) -> String {
        let Self { catalog: _, name, pipeline_type, role, account, arn, told_region, region } = self;
        format!("{:?}", (name, pipeline_type, role, account, arn, told_region, region))
    }

    /// Whether the pipeline is declared as V1; one that says nothing becomes V2 where it needs to.
    pub fn is_v1(&self) -> bool {
        self.pipeline_type == Some("V1")
    }

    /// The Region an action runs in, if it is known.
    pub fn region_of<'a>(&'a self, action: &'a Action) -> Option<&'a str> {
        action.region().or(self.region)
    }

    /// The account an action runs in, if it is known.
    pub fn account_of<'a>(&'a self, action: &'a Action) -> Option<&'a str> {
        match action.role_arn() {
            Some(role) => Arn::parse(role).map(|arn| arn.account),
            None => self.account,
        }
    }

    /// Whether the action runs in another account than the pipeline.
    pub fn is_cross_account(&self, action: &Action) -> bool {
        match (self.account, self.account_of(action)) {
            (Some(home), Some(account)) => home != account && is_account(account),
            _ => false,
        }
    }
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

impl<'d> Alone<'d> {
    pub fn of(action: &'d Action) -> Self {
        let kind = action.action_type();
        let provider = Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version);
        let misfits = misfits_of(&ACTION, &action.members).into();
        Self { action, kind, provider, environment: OnceCell::new(), misfits }
    }

    /// With what was looked up before.
    fn known(action: &'d Action, provider: Option<&'static Provider>, misfits: &Arc<[Misfit]>) -> Self {
        // The catalog knows types letter for letter.
        let kind = match provider {
            Some(provider) => ActionType {
                category: provider.category.as_str(),
                owner: provider.owner.as_str(),
                provider: &provider.provider,
                version: &provider.version,
            },
            None => action.action_type(),
        };
        Self { action, kind, provider, environment: OnceCell::new(), misfits: Arc::clone(misfits) }
    }

    /// The misfits of its members.
    pub fn misfits(&self) -> &Arc<[Misfit]> {
        &self.misfits
    }

    /// Whether a misfit stands at or under this member.
    pub fn misfits_at(&self, key: &str) -> bool {
        self.misfits.iter().any(|misfit| misfit.path.first_key() == Some(key))
    }

    /// The environment variables of a build, if their text reads as JSON.
    pub fn environment(&self) -> Option<&Value> {
        let read = || {
            self.provider.filter(|provider| provider.provider == "CodeBuild")?;
            serde_json::from_str(self.action.configuration().get("EnvironmentVariables")?).ok()
        };
        self.environment.get_or_init(read).as_ref()
    }

    /// Whether a text that AWS resolves holds a reference to a variable, well-formed or not.
    pub fn has_references(&self) -> bool {
        let mut has = false;
        each_resolved(&self.action.members, |text, _| has |= text.contains("#{"));
        has
    }

    pub fn owner(&self) -> Owner {
        Owner::Action(self.action.id)
    }

    /// A member of the action.
    pub fn at(&self, key: &'static str) -> Place {
        Place::at(self.owner(), Path::key(key))
    }

    /// A member of the configuration.
    pub fn at_configuration(&self, key: &str) -> Place {
        Place::at(self.owner(), Path::configuration(key))
    }

    pub fn is_category(&self, category: Category) -> bool {
        self.kind.category == category.as_str()
    }

    /// Whether it is this entry of the catalog.
    pub fn is(&self, id: &str) -> bool {
        self.provider.is_some_and(|provider| provider.id == id)
    }

    /// Where a value of JSON stands in the text of a configuration value.
    pub fn part_of_json(&self, key: &str, steps: &[Step]) -> Option<Range<usize>> {
        in_json(self.action.configuration().get(key)?, steps)
    }

    /// A configuration value that is there and whose text is final: no variable in it.
    pub fn literal(&self, key: &str) -> Option<&str> {
        self.action.configuration().get(key).filter(|text| !text.contains("#{"))
    }
}

impl Brief {
    pub fn of(alone: &Alone, home: &Home) -> Self {
        let action = alone.action;
        let fits = |order: i64| (1..=999).contains(&order);
        let order = member(&action.members, "runOrder");
        let has_order = order.is_none_or(|value| value.as_i64().is_some_and(fits));
        Self {
            category: Category::parse(alone.kind.category),
            run_order: has_order.then(|| action.run_order()),
            has_namespace: action.namespace().is_some(),
            has_region: action.region().is_some(),
            is_cross_account: home.is_cross_account(action),
            shared: FixedState::default().hash_one(SHARED.map(|key| action.configuration().get(key))),
        }
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

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The misfits of one owner that count.
pub(super) fn misfits_of(shape: &'static Shape, members: &Object) -> Vec<Misfit> {
    let mut found = Vec::new();
    misfits(shape, members, &mut found);
    found.retain(|misfit| !shapes::is_absent(misfit));
    found
}

/// Visits the texts in which AWS resolves references, each with the way to it.
fn each_resolved<'d>(members: &'d Object, mut visit: impl FnMut(&'d str, &dyn Fn() -> Vec<Step>)) {
    for (key, value) in object_of(members, "configuration").into_iter().flatten() {
        if let Some(text) = value.as_str() {
            visit(text, &|| vec!["configuration".into(), key.clone().into()]);
        }
    }
    for (index, command) in list_of(members, "commands").iter().enumerate() {
        if let Some(text) = command.as_str() {
            visit(text, &|| vec!["commands".into(), index.into()]);
        }
    }
    for (index, variable) in list_of(members, "environmentVariables").iter().enumerate() {
        if let Some(text) = variable.as_object().and_then(|variable| text_of(variable, "value")) {
            visit(text, &|| vec!["environmentVariables".into(), index.into(), "value".into()]);
        }
    }
}
