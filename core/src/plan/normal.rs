//! Pipelines without what makes no difference to AWS.
//!
//! The service fills in defaults when it answers, numbers versions by itself, and gives an order to what has
//! none. Two definitions that differ in such things only are the same pipeline.
//! Sources: CodePipeline API reference (`PipelineDeclaration`, `ActionDeclaration`, `GetPipeline`).

use std::cell::OnceCell;

use serde_json::{Map, Value, json};

use crate::pipeline::{Action, ActionType, Object, Pipeline, Stage, integer_of, list_of, object_of, text_of};

/// What AWS answers in place of a secret.
pub const MASK: &str = "****";

/// A pipeline for comparing.
#[derive(Debug)]
pub(super) struct NormalPipeline<'a> {
    pub name: &'a str,
    /// All members but the name and the stages.
    pub members: Object,
    pub stages: Vec<NormalStage<'a>>,
}

/// A stage for comparing.
#[derive(Debug)]
pub(super) struct NormalStage<'a> {
    pub source: &'a Stage,
    pub name: &'a str,
    /// All members but the name and the actions.
    pub members: Object,
    pub actions: Vec<NormalAction<'a>>,
}

/// An action for comparing.
#[derive(Debug)]
pub(super) struct NormalAction<'a> {
    pub source: &'a Action,
    pub name: &'a str,
    pub run_order: i64,
    region: Option<&'a str>,
    members: OnceCell<Object>,
}

impl<'a> NormalPipeline<'a> {
    /// `region` is the pipeline's own Region, if it is known.
    pub fn of(pipeline: &'a Pipeline, region: Option<&'a str>) -> Self {
        let mut members = tidy(&pipeline.members);
        drop_text(&mut members, "name");
        members.shift_remove("version");
        members.shift_remove("metadata");
        if text_of(&members, "executionMode") == Some("SUPERSEDED") {
            members.shift_remove("executionMode");
        }
        if !members.contains_key("pipelineType") {
            members.insert("pipelineType".to_owned(), json!(default_type(pipeline)));
        }
        if let Some(region) = region {
            use_single_store(&mut members, region);
        }
        let stages = pipeline.stages.iter().map(|stage| NormalStage::of(stage, region)).collect();
        Self { name: pipeline.name(), members, stages }
    }
}

impl<'a> NormalStage<'a> {
    fn of(stage: &'a Stage, region: Option<&'a str>) -> Self {
        let mut members = tidy(&stage.members);
        drop_text(&mut members, "name");
        for conditions in ["beforeEntry", "onSuccess", "onFailure"] {
            drop_region_of_rules(members.get_mut(conditions), region);
        }
        let actions = stage.actions.iter().map(|action| NormalAction::of(action, region)).collect();
        Self { source: stage, name: stage.name(), members, actions }
    }
}

impl<'a> NormalAction<'a> {
    fn of(action: &'a Action, region: Option<&'a str>) -> Self {
        let (name, run_order) = (action.name(), action.run_order());
        Self { source: action, name, run_order, region, members: OnceCell::new() }
    }

    /// All members but the name and the run order. Most actions are as they were to the letter and never need
    /// this, so it is made when first asked for.
    pub fn members(&self) -> &Object {
        self.members.get_or_init(|| {
            let mut members = tidy(&self.source.members);
            drop_text(&mut members, "name");
            if integer_of(&members, "runOrder").is_some() {
                members.shift_remove("runOrder");
            }
            if self.region.is_some() && text_of(&members, "region") == self.region {
                members.shift_remove("region");
            }
            let variables = members.get_mut("environmentVariables").and_then(Value::as_array_mut);
            for variable in variables.into_iter().flatten().filter_map(Value::as_object_mut) {
                if text_of(variable, "type") == Some("PLAINTEXT") {
                    variable.shift_remove("type");
                }
            }
            members
        })
    }

    pub fn action_type(&self) -> ActionType<'a> {
        self.source.action_type()
    }

    /// Whether nothing at all differs in what it became.
    pub fn is_same(&self, new: &Self) -> bool {
        self.name == new.name
            && self.run_order == new.run_order
            && self.source.odd == new.source.odd
            && (self.source.members == new.source.members || are_same_members(self.members(), new.members()))
    }
}

/// The pipeline's own Region, where the definition gives it away: with a single artifact store no action may
/// run in another one, so any Region the actions name is it.
pub(super) fn own_region(pipeline: &Pipeline) -> Option<&str> {
    if pipeline.artifact_store().is_none() || pipeline.members.contains_key("artifactStores") {
        return None;
    }
    let mut regions = pipeline.actions().filter_map(|(_, action)| action.region());
    let region = regions.next()?;
    regions.all(|other| other == region).then_some(region)
}

/// Whether a new value changes nothing of the old one. A mask in the new one leaves the secret as it was; a text in
/// place of a mask is sent, so it is a change, whatever the mask hides.
pub(super) fn are_same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::String(old), Value::String(new)) => old == new || new == MASK,
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| are_same(old, new))
        }
        (Value::Object(old), Value::Object(new)) => are_same_members(old, new),
        _ => old == new,
    }
}

pub(super) fn are_same_members(old: &Object, new: &Object) -> bool {
    old.len() == new.len()
        && old.iter().all(|(key, value)| new.get(key).is_some_and(|other| are_same(value, other)))
}

/// The member by which the elements of a list are told apart where their order means nothing.
pub(super) fn identity<'v>(list: &str, element: &'v Value) -> Option<&'v str> {
    let element = element.as_object()?;
    match list {
        "variables" | "environmentVariables" | "rules" | "blockers" => text_of(element, "name"),
        "triggers" => text_of(object_of(element, "gitConfiguration")?, "sourceActionName"),
        _ => None,
    }
}

/// The identities of all elements of a list, if each has one of its own.
pub(super) fn identities<'v>(list: &str, elements: &'v [Value]) -> Option<Vec<&'v str>> {
    let all: Vec<&str> = elements.iter().map(|element| identity(list, element)).collect::<Option<_>>()?;
    let mut sorted = all.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (sorted.len() == all.len()).then_some(all)
}

/// The whole declaration in one form for all that means the same, apart from masked secrets: for telling
/// whether two definitions differ at all.
///
/// `region` is the pipeline's own Region, if it is known.
pub fn normalized(pipeline: &Pipeline, region: Option<&str>) -> Value {
    let NormalPipeline { name, members, stages } = NormalPipeline::of(pipeline, region);
    let stages: Vec<Value> = stages
        .into_iter()
        .map(|stage| {
            let mut actions: Vec<Value> = stage.actions.iter().map(normalized_action).collect();
            actions.sort_by_cached_key(Value::to_string);
            json!({ "name": stage.name, "odd": stage.source.odd, "actions": actions,
                    "members": sorted(None, Value::Object(stage.members)) })
        })
        .collect();
    json!({ "name": name, "members": sorted(None, Value::Object(members)), "stages": stages })
}

fn normalized_action(action: &NormalAction<'_>) -> Value {
    json!({ "name": action.name, "runOrder": action.run_order, "odd": action.source.odd,
            "members": sorted(None, Value::Object(action.members().clone())) })
}

/// Keys in order, and lists without an order of their own too.
fn sorted(key: Option<&str>, value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut members: Vec<(String, Value)> = object
                .into_iter()
                .map(|(key, value)| {
                    let value = sorted(Some(&key), value);
                    (key, value)
                })
                .collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(elements) => {
            let mut elements: Vec<Value> =
                elements.into_iter().map(|element| sorted(None, element)).collect();
            if let Some(list) = key
                && identities(list, &elements).is_some()
            {
                elements.sort_by(|a, b| identity(list, a).cmp(&identity(list, b)));
            }
            Value::Array(elements)
        }
        other => other,
    }
}

/// The members without those that say nothing: null, and lists and objects that are empty through and through.
fn tidy(members: &Object) -> Object {
    members
        .iter()
        .map(|(key, value)| (key.clone(), tidy_value(value)))
        .filter(|(_, value)| !is_empty(value))
        .collect()
}

fn tidy_value(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(tidy(object)),
        Value::Array(elements) => Value::Array(elements.iter().map(tidy_value).collect()),
        other => other.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(elements) => elements.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

/// Names are compared apart from the other members, unless they are no text.
fn drop_text(members: &mut Object, key: &str) {
    if members.get(key).is_some_and(Value::is_string) {
        members.shift_remove(key);
    }
}

/// The type AWS gives a pipeline that names none: V1 until it uses what only V2 has.
fn default_type(pipeline: &Pipeline) -> &'static str {
    let has = |members: &Object, keys: &[&str]| {
        keys.iter().any(|key| members.get(*key).is_some_and(|value| !is_empty(value)))
    };
    let is_v2 = matches!(pipeline.execution_mode(), "QUEUED" | "PARALLEL")
        || has(&pipeline.members, &["variables", "triggers"])
        || pipeline.stages.iter().any(|s| has(&s.members, &["beforeEntry", "onSuccess", "onFailure"]))
        || pipeline
            .actions()
            .any(|(_, a)| has(&a.members, &["commands", "outputVariables", "environmentVariables"]));
    if is_v2 { "V2" } else { "V1" }
}

/// `artifactStores` with the pipeline's own Region alone is the same as `artifactStore`.
fn use_single_store(members: &mut Object, region: &str) {
    if members.contains_key("artifactStore") {
        return;
    }
    let single = object_of(members, "artifactStores").filter(|stores| stores.len() == 1);
    if let Some(store) = single.and_then(|stores| stores.get(region)).cloned() {
        members.shift_remove("artifactStores");
        members.insert("artifactStore".to_owned(), store);
    }
}

fn drop_region_of_rules(conditions: Option<&mut Value>, region: Option<&str>) {
    let conditions = conditions.and_then(|value| value.get_mut("conditions")).and_then(Value::as_array_mut);
    for condition in conditions.into_iter().flatten() {
        let rules = condition.get_mut("rules").and_then(Value::as_array_mut);
        for rule in rules.into_iter().flatten().filter_map(Value::as_object_mut) {
            if region.is_some() && text_of(rule, "region") == region {
                rule.shift_remove("region");
            }
        }
    }
}

/// The names in a list of artifacts.
pub(super) fn artifact_names<'v>(members: &'v Map<String, Value>, list: &str) -> Vec<&'v str> {
    list_of(members, list).iter().filter_map(|artifact| text_of(artifact.as_object()?, "name")).collect()
}
