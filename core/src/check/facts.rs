//! What the rules look at, derived once for each run.

use std::collections::HashMap;

use serde_json::Value;

use super::shapes;
use crate::catalog::{Catalog, Category, Provider, RuleType};
use crate::document::{Document, Owner, Place};
use crate::flow::variables::{Malformed, Target, references};
use crate::flow::{Flow, Moment};
use crate::pipeline::shape::{ACTION, Misfit, PIPELINE, STAGE, misfits};
use crate::pipeline::{
    Action, ActionId, ActionType, Condition, ConditionKind, Object, Path, Pipeline, Rule, Stage, Step,
    list_of, text_of,
};

/// A document as the rules see it.
pub(super) struct Facts<'d> {
    pub document: &'d Document,
    pub pipeline: &'d Pipeline,
    pub catalog: &'static Catalog,
    pub flow: Flow,
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
    /// The account, told by the pipeline's ARN or else by its service role.
    pub account: Option<&'d str>,
    /// The Region, told by the pipeline's ARN, by the key of its only store, or by a source that names one.
    pub region: Option<&'d str>,
    by_provider: HashMap<&'static str, Vec<usize>>,
    by_id: HashMap<ActionId, usize>,
}

/// An action with what is known about it.
pub(super) struct ActionFacts<'d> {
    pub stage: &'d Stage,
    pub action: &'d Action,
    pub kind: ActionType<'d>,
    /// The entry of the catalog, if the type is one of them.
    pub provider: Option<&'static Provider>,
    /// The environment variables of a build, if their text reads as JSON.
    pub environment: Option<Value>,
    /// When it runs; `None` if its run order is no number from 1 to 999.
    pub moment: Option<Moment>,
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

/// The parts of an ARN that rules compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arn<'a> {
    pub partition: &'a str,
    pub service: &'a str,
    pub region: &'a str,
    pub account: &'a str,
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// `None` for other texts, and for those with a variable in them.
    pub fn parse(text: &'a str) -> Option<Self> {
        if text.contains("#{") {
            return None;
        }
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return None;
        }
        Some(Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }
}

impl<'d> Facts<'d> {
    pub fn of(document: &'d Document) -> Self {
        let pipeline = document.pipeline();
        let catalog = Catalog::get();
        let mut facts = Self {
            document,
            pipeline,
            catalog,
            flow: Flow::of(pipeline),
            actions: Vec::new(),
            rules: Vec::new(),
            references: Vec::new(),
            namespaces: HashMap::new(),
            misfits: Vec::new(),
            account: None,
            region: None,
            by_provider: HashMap::new(),
            by_id: HashMap::new(),
        };
        facts.collect_home();
        let mut found = Vec::new();
        misfits(&PIPELINE, &pipeline.members, &mut found);
        facts.misfits.extend(found.drain(..).map(|misfit| (Owner::Pipeline, misfit)));
        for (stage_index, stage) in pipeline.stages.iter().enumerate() {
            if stage.odd.is_some() {
                continue;
            }
            misfits(&STAGE, &stage.members, &mut found);
            facts.misfits.extend(found.drain(..).map(|misfit| (Owner::Stage(stage.id), misfit)));
            for action in &stage.actions {
                if action.odd.is_none() {
                    misfits(&ACTION, &action.members, &mut found);
                    facts.misfits.extend(found.drain(..).map(|misfit| (Owner::Action(action.id), misfit)));
                    facts.collect_action(stage, stage_index, action);
                }
            }
            facts.collect_rules(stage, stage_index);
        }
        facts.misfits.retain(|(_, misfit)| !shapes::is_absent(misfit));
        facts
    }

    fn collect_home(&mut self) {
        let metadata = self.document.root().and_then(|root| root.get("metadata"));
        let arn = metadata.and_then(|metadata| metadata.get("pipelineArn")).and_then(Value::as_str);
        let arn = arn.and_then(Arn::parse);
        let role = self.pipeline.role_arn().and_then(Arn::parse);
        self.account = arn.or(role).map(|arn| arn.account).filter(|account| is_account(account));
        let key = self.pipeline.artifact_store().and_then(|store| store.encryption_key()?.id());
        let key = key.and_then(Arn::parse).filter(|arn| arn.service == "kms");
        let told = arn.or(key).map(|arn| arn.region).filter(|region| !region.is_empty());
        let source = || {
            let is_source = |action: &&Action| action.action_type().category == Category::Source.as_str();
            self.pipeline.stages.first()?.actions.iter().find(is_source)?.region()
        };
        self.region = told.or_else(source);
    }

    fn collect_action(&mut self, stage: &'d Stage, stage_index: usize, action: &'d Action) {
        let index = self.actions.len();
        let kind = action.action_type();
        let provider = self.catalog.provider(kind.category, kind.owner, kind.provider, kind.version);
        let fits = |order: i64| (1..=999).contains(&order);
        let has_order = action.members.get("runOrder").is_none_or(|value| value.as_i64().is_some_and(fits));
        let moment = has_order.then(|| Moment { stage: stage_index, run_order: action.run_order() });
        if let Some(provider) = provider {
            self.by_provider.entry(provider.id.as_str()).or_default().push(index);
        }
        if let Some(namespace) = action.namespace() {
            self.namespaces.entry(namespace).or_default().push(index);
        }
        self.by_id.insert(action.id, index);
        self.collect_references(
            Owner::Action(action.id),
            &Path::default(),
            &action.members,
            Site::Action(index),
        );
        let environment = || {
            provider.filter(|provider| provider.provider == "CodeBuild")?;
            serde_json::from_str(action.configuration().get("EnvironmentVariables")?).ok()
        };
        let environment = environment();
        self.actions.push(ActionFacts { stage, action, kind, provider, environment, moment });
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
                    let rule_type = self.catalog.rule_type(found.category, owner, found.provider, version);
                    let site = Site::Rule(self.rules.len());
                    self.collect_references(Owner::Stage(stage.id), &path, members, site);
                    let condition = Condition(condition);
                    self.rules.push(RuleFacts { stage, stage_index, kind, condition, rule, path, rule_type });
                }
            }
        }
    }

    /// References in the members that AWS resolves.
    fn collect_references(&mut self, owner: Owner, at: &Path, members: &'d Object, site: Site) {
        let mut add = |text: &'d str, path: &dyn Fn() -> Vec<Step>| {
            for reference in references(text) {
                let steps = at.0.iter().cloned().chain(path()).collect();
                self.references.push(ReferenceFacts {
                    place: Place::at(owner, Path(steps)),
                    site,
                    text: &text[reference.span],
                    target: reference.target,
                });
            }
        };
        for (key, value) in members.get("configuration").and_then(Value::as_object).into_iter().flatten() {
            if let Some(text) = value.as_str() {
                add(text, &|| vec!["configuration".into(), key.clone().into()]);
            }
        }
        for (index, command) in list_of(members, "commands").iter().enumerate() {
            if let Some(text) = command.as_str() {
                add(text, &|| vec!["commands".into(), index.into()]);
            }
        }
        for (index, variable) in list_of(members, "environmentVariables").iter().enumerate() {
            if let Some(text) = variable.as_object().and_then(|variable| text_of(variable, "value")) {
                add(text, &|| vec!["environmentVariables".into(), index.into(), "value".into()]);
            }
        }
    }

    /// The actions of these types.
    pub fn of_providers(&self, ids: &[&str]) -> impl Iterator<Item = &ActionFacts<'d>> {
        let mut positions: Vec<usize> =
            ids.iter().filter_map(|id| self.by_provider.get(*id)).flatten().copied().collect();
        positions.sort_unstable();
        positions.into_iter().map(|index| &self.actions[index])
    }

    /// The facts of an action; `None` if it is no object.
    pub fn action(&self, id: ActionId) -> Option<&ActionFacts<'d>> {
        self.by_id.get(&id).map(|index| &self.actions[*index])
    }

    /// Whether the pipeline is declared as V1; one that says nothing becomes V2 where it needs to.
    pub fn is_v1(&self) -> bool {
        self.pipeline.pipeline_type() == Some("V1")
    }

    /// The Region an action runs in, if it is known.
    pub fn region_of(&self, action: &'d Action) -> Option<&'d str> {
        action.region().or(self.region)
    }

    /// The account an action runs in, if it is known.
    pub fn account_of(&self, action: &'d Action) -> Option<&'d str> {
        match action.role_arn() {
            Some(role) => Arn::parse(role).map(|arn| arn.account),
            None => self.account,
        }
    }

    /// Whether the action runs in another account than the pipeline.
    pub fn is_cross_account(&self, action: &'d Action) -> bool {
        match (self.account, self.account_of(action)) {
            (Some(home), Some(account)) => home != account && is_account(account),
            _ => false,
        }
    }

    /// Whether a misfit stands at or under this member of an owner.
    pub fn misfits_at(&self, owner: Owner, key: &str) -> bool {
        self.misfits.iter().any(|(other, misfit)| *other == owner && misfit.path.first_key() == Some(key))
    }
}

impl ActionFacts<'_> {
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

    /// A configuration value that is there and whose text is final: no variable in it.
    pub fn literal(&self, key: &str) -> Option<&str> {
        self.action.configuration().get(key).filter(|text| !text.contains("#{"))
    }
}

impl RuleFacts<'_> {
    /// A value inside the rule.
    pub fn at(&self, steps: impl IntoIterator<Item = Step>) -> Place {
        Place::at(Owner::Stage(self.stage.id), Path(self.path.0.iter().cloned().chain(steps).collect()))
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}
