//! The pipeline and its stages.

use serde_json::Value;

use super::object::{Object, integer_of, list_of, object_of, text_of};
use super::{Action, ActionId, ArtifactStore, ConditionKind, Conditions, Ids, StageId, Trigger};

/// A whole pipeline declaration: the stages, and beside them every other member as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipeline {
    /// All members in file order. Where the stages stand, `stages` holds an empty list; any other value
    /// there is what a file wrongly had in its place.
    pub members: Object,
    /// The stages in order of execution.
    pub stages: Vec<Stage>,
}

/// One stage with its actions.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Identity while the document is open.
    pub id: StageId,
    /// All members in file order. Where the actions stand, `actions` holds an empty list.
    pub members: Object,
    /// The actions in file order, which has no meaning for execution; `runOrder` has.
    pub actions: Vec<Action>,
    /// What the file had here, if that was no object; then there are no members and no actions.
    pub odd: Option<Value>,
}

/// A variable declared on the pipeline (V2).
#[derive(Clone, Copy, Debug)]
pub struct Variable<'a>(pub &'a Object);

impl Pipeline {
    /// Reads a declaration. Never fails: what is odd is kept.
    pub fn from_object(mut members: Object, ids: &Ids) -> Self {
        let stages = take_list(&mut members, "stages")
            .into_iter()
            .map(|stage| Stage::from_value(stage, ids))
            .collect();
        Self { members, stages }
    }

    /// The declaration as JSON, members in their order.
    pub fn to_value(&self) -> Value {
        let stages = || self.stages.iter().map(Stage::to_value).collect();
        Value::Object(with_list(&self.members, "stages", stages))
    }

    /// The name, unique in an account and Region; empty where it is missing.
    pub fn name(&self) -> &str {
        text_of(&self.members, "name").unwrap_or_default()
    }

    /// The service role.
    pub fn role_arn(&self) -> Option<&str> {
        text_of(&self.members, "roleArn")
    }

    /// `V1` or `V2` as written. Absent means V1 to AWS unless V2 features are used.
    pub fn pipeline_type(&self) -> Option<&str> {
        text_of(&self.members, "pipelineType")
    }

    /// Whether the pipeline is declared as V2.
    pub fn is_v2(&self) -> bool {
        self.pipeline_type() == Some("V2")
    }

    /// `SUPERSEDED` (also where absent), `QUEUED`, `PARALLEL`, or whatever is written.
    pub fn execution_mode(&self) -> &str {
        text_of(&self.members, "executionMode").unwrap_or("SUPERSEDED")
    }

    /// The version counted by the service: 1 on creation, one more with each update.
    pub fn version(&self) -> Option<i64> {
        integer_of(&self.members, "version")
    }

    /// The store of a pipeline that runs in one Region.
    pub fn artifact_store(&self) -> Option<ArtifactStore<'_>> {
        object_of(&self.members, "artifactStore").map(ArtifactStore)
    }

    /// The stores by Region.
    pub fn artifact_stores(&self) -> impl Iterator<Item = (&str, ArtifactStore<'_>)> {
        object_of(&self.members, "artifactStores")
            .into_iter()
            .flatten()
            .filter_map(|(region, store)| Some((region.as_str(), ArtifactStore(store.as_object()?))))
    }

    /// The declared variables (V2).
    pub fn variables(&self) -> impl Iterator<Item = Variable<'_>> {
        list_of(&self.members, "variables").iter().filter_map(Value::as_object).map(Variable)
    }

    /// The triggers (V2).
    pub fn triggers(&self) -> impl Iterator<Item = Trigger<'_>> {
        list_of(&self.members, "triggers").iter().filter_map(Value::as_object).map(Trigger)
    }

    /// All actions with their stage, in file order.
    pub fn actions(&self) -> impl Iterator<Item = (&Stage, &Action)> {
        self.stages.iter().flat_map(|stage| stage.actions.iter().map(move |action| (stage, action)))
    }

    /// The stage with this id.
    pub fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The position of a stage, from 0.
    pub fn stage_index(&self, id: StageId) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == id)
    }

    /// The action with this id and its stage.
    pub fn action(&self, id: ActionId) -> Option<(&Stage, &Action)> {
        self.actions().find(|(_, action)| action.id == id)
    }

    /// Stage position and position in the stage's list, from 0.
    pub fn action_index(&self, id: ActionId) -> Option<(usize, usize)> {
        self.stages.iter().enumerate().find_map(|(stage_index, stage)| {
            let action_index = stage.actions.iter().position(|action| action.id == id)?;
            Some((stage_index, action_index))
        })
    }
}

impl Stage {
    /// Reads one element of `stages`.
    pub fn from_value(value: Value, ids: &Ids) -> Self {
        let id = ids.stage();
        match value {
            Value::Object(mut members) => {
                let actions = take_list(&mut members, "actions")
                    .into_iter()
                    .map(|action| Action::from_value(action, ids))
                    .collect();
                Self { id, members, actions, odd: None }
            }
            odd => Self { id, members: Object::new(), actions: Vec::new(), odd: Some(odd) },
        }
    }

    /// The stage as JSON.
    pub fn to_value(&self) -> Value {
        let actions = || self.actions.iter().map(Action::to_value).collect();
        match &self.odd {
            Some(odd) => odd.clone(),
            None => Value::Object(with_list(&self.members, "actions", actions)),
        }
    }

    /// The name, unique in the pipeline; empty where it is missing.
    pub fn name(&self) -> &str {
        text_of(&self.members, "name").unwrap_or_default()
    }

    /// Conditions of one kind, if the stage has any.
    pub fn conditions(&self, kind: ConditionKind) -> Option<Conditions<'_>> {
        object_of(&self.members, kind.key()).map(|members| Conditions { kind, members })
    }

    /// All kinds of conditions the stage has, in order of evaluation.
    pub fn all_conditions(&self) -> impl Iterator<Item = Conditions<'_>> {
        ConditionKind::ALL.into_iter().filter_map(|kind| self.conditions(kind))
    }

    /// The run orders in use, ascending, each once. Actions of one run order start together.
    pub fn run_orders(&self) -> Vec<i64> {
        let mut orders: Vec<i64> = self.actions.iter().map(Action::run_order).collect();
        orders.sort_unstable();
        orders.dedup();
        orders
    }
}

impl<'a> Variable<'a> {
    /// The name as used in `#{variables.NAME}`.
    pub fn name(self) -> Option<&'a str> {
        text_of(self.0, "name")
    }

    /// The default; without one every start must give a value.
    pub fn default_value(self) -> Option<&'a str> {
        text_of(self.0, "defaultValue")
    }

    /// The description, at most 200 characters.
    pub fn description(self) -> Option<&'a str> {
        text_of(self.0, "description")
    }
}

/// Takes the elements of a list member out, leaving an empty list in its place.
fn take_list(members: &mut Object, key: &str) -> Vec<Value> {
    match members.get_mut(key) {
        Some(Value::Array(elements)) => std::mem::take(elements),
        _ => Vec::new(),
    }
}

/// The members with the elements put back in the place of the empty list.
fn with_list(members: &Object, key: &str, elements: impl Fn() -> Vec<Value>) -> Object {
    members
        .iter()
        .map(|(name, value)| {
            let is_spine = name == key && value.is_array();
            (name.clone(), if is_spine { Value::Array(elements()) } else { value.clone() })
        })
        .collect()
}
