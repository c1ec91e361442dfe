//! An action by itself, and what of it concerns others.

use std::cell::OnceCell;
use std::hash::BuildHasher as _;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::FixedState;
use serde_json::Value;

use super::Home;
use crate::catalog::{Catalog, Category, Provider};
use crate::check::shapes;
use crate::document::{Owner, Place, in_json};
use crate::pipeline::shape::{ACTION, Misfit, Shape, misfits};
use crate::pipeline::{Action, ActionType, Object, Path, Step, list_of, member, object_of, text_of};

/// An action by itself.
pub(in super::super) struct Alone<'d> {
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
pub(in super::super) struct Brief {
    pub category: Option<Category>,
    /// `None` if it is no number from 1 to 999.
    pub(super) run_order: Option<i64>,
    pub(super) has_namespace: bool,
    pub(super) has_region: bool,
    /// Whether it runs in another account than the pipeline.
    pub is_cross_account: bool,
    /// A number for what [`SHARED`] keys hold.
    shared: u64,
}

/// The keys of configurations that rules compare across actions; all others concern the action alone.
pub(in super::super) const SHARED: [&str; 23] = [
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

impl<'d> Alone<'d> {
    pub fn of(action: &'d Action) -> Self {
        let kind = action.action_type();
        let provider = Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version);
        let misfits = misfits_of(&ACTION, &action.members).into();
        Self { action, kind, provider, environment: OnceCell::new(), misfits }
    }

    /// With what was looked up before.
    pub(super) fn known(
        action: &'d Action,
        provider: Option<&'static Provider>,
        misfits: &Arc<[Misfit]>,
    ) -> Self {
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

/// The misfits of one owner that count.
pub(in super::super) fn misfits_of(shape: &'static Shape, members: &Object) -> Vec<Misfit> {
    let mut found = Vec::new();
    misfits(shape, members, &mut found);
    found.retain(|misfit| !shapes::is_absent(misfit));
    found
}

/// Visits the texts in which AWS resolves references, each with the way to it.
pub(super) fn each_resolved<'d>(members: &'d Object, mut visit: impl FnMut(&'d str, &dyn Fn() -> Vec<Step>)) {
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
