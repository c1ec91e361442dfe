//! The declaration as the properties of `AWS::CodePipeline::Pipeline`.
//!
//! Members begin with capitals there and are the same otherwise, but for what [`Walk`] treats apart. What the table of
//! the declaration does not know, the resource does not take.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codepipeline-pipeline.html>

use serde_json::{Map, Value, json};

use crate::document::{Document, Owner, Place};
use crate::edit::transitions::fit_reason;
use crate::format::{Fidelity, Severity};
use crate::pipeline::shape::{ACTION, Kind, ON_FAILURE, PIPELINE, RULE, STAGE, Shape};
use crate::pipeline::{Object, Path, Pipeline, Stage};
use crate::solution::Solution;

/// The properties, in the order of the design.
pub(super) fn properties(document: &Document, solution: &Solution, fidelity: &mut Fidelity) -> Object {
    let pipeline = solution.document.pipeline();
    let mut walk = Walk { solution, fidelity, owner: Owner::Pipeline, path: Path::default() };
    let mut properties = walk.object(&PIPELINE, &pipeline.members);
    let stages = stages(pipeline, &mut walk);
    properties.insert("Stages".to_owned(), stages);
    if let Some(disabled) = disabled_transitions(document, solution, fidelity) {
        properties.insert("DisableInboundStageTransitions".to_owned(), disabled);
    }
    if let Some(tags) = tags(solution) {
        properties.insert("Tags".to_owned(), tags);
    }
    properties
}

fn stages(pipeline: &Pipeline, walk: &mut Walk<'_>) -> Value {
    let mut all = Vec::new();
    for stage in &pipeline.stages {
        walk.enter(Owner::Stage(stage.id));
        if stage.odd.is_some() {
            walk.lose(Severity::Broken, "the stage", "It is no object.");
            continue;
        }
        let mut members = walk.object(&STAGE, &stage.members);
        members.insert("Actions".to_owned(), actions(stage, walk));
        all.push(Value::Object(members));
    }
    Value::Array(all)
}

fn actions(stage: &Stage, walk: &mut Walk<'_>) -> Value {
    let mut all = Vec::new();
    for action in &stage.actions {
        walk.enter(Owner::Action(action.id));
        if action.odd.is_some() {
            walk.lose(Severity::Broken, "the action", "It is no object.");
        } else {
            all.push(Value::Object(walk.object(&ACTION, &action.members)));
        }
    }
    Value::Array(all)
}

/// The ways into stages that the design closes.
fn disabled_transitions(document: &Document, solution: &Solution, fidelity: &mut Fidelity) -> Option<Value> {
    let stages = document.pipeline().stages.iter().zip(&solution.document.pipeline().stages);
    let mut disabled = Vec::new();
    for (index, transition) in document.transitions() {
        let place = Place::at(Owner::Extras, Path::key("transitions").then(index));
        let name = transition.stage().unwrap_or_default();
        let Some((_, marked)) = stages.clone().find(|(stage, _)| stage.name() == name) else {
            let why = "The design has no such stage.";
            fidelity.lose(Severity::Note, place, format!("the transition into \"{name}\""), why);
            continue;
        };
        if !transition.is_disabled() {
            let why = "A template only disables transitions. Those it does not name it leaves as they are.";
            fidelity.lose(Severity::Note, place, format!("that the transition into {name} is enabled"), why);
            continue;
        }
        let reason = fit_reason(transition.reason().unwrap_or_default());
        if transition.reason().map(str::trim) != Some(reason.as_str()) {
            let why = format!(
                "AWS wants one of letters, digits, blanks and ! @ ( ) . * ? -, so it is \"{reason}\"."
            );
            fidelity.lose(Severity::Note, place, "the reason of the transition", why);
        }
        disabled.push(json!({"StageName": marked.name(), "Reason": reason}));
    }
    (!disabled.is_empty()).then(|| Value::Array(disabled))
}

/// Tags stand beside the declaration where `create-pipeline` takes them.
fn tags(solution: &Solution) -> Option<Value> {
    let tags = solution.document.root()?.get("tags")?.as_array()?;
    let tag = |tag: &Value| Some(json!({"Key": tag.get("key")?, "Value": tag.get("value")?}));
    let tags: Vec<Value> = tags.iter().filter_map(tag).collect();
    (!tags.is_empty()).then(|| Value::Array(tags))
}

struct Walk<'a> {
    solution: &'a Solution,
    fidelity: &'a mut Fidelity,
    owner: Owner,
    path: Path,
}

impl Walk<'_> {
    fn enter(&mut self, owner: Owner) {
        self.owner = owner;
        self.path = Path::default();
    }

    fn lose(&mut self, severity: Severity, what: impl Into<String>, why: &str) {
        let place = Place::at(self.owner, self.path.clone());
        self.fidelity.lose(severity, place, what, why);
    }

    fn object(&mut self, shape: &'static Shape, object: &Object) -> Object {
        let mut out = Map::new();
        for (key, value) in object {
            self.path.0.push(key.clone().into());
            if let Some(value) = self.member(shape, key, value) {
                out.insert(capital(key), value);
            }
            self.path.0.pop();
        }
        out
    }

    /// `None` for what has no place, or says nothing.
    fn member(&mut self, shape: &'static Shape, key: &str, value: &Value) -> Option<Value> {
        let Some(member) = shape.member(key) else {
            let why = "CloudFormation does not know it.";
            self.lose(Severity::Changed, format!("`{key}`"), why);
            return None;
        };
        let is = |other: &'static Shape| std::ptr::eq(shape, other);
        // The lists of the spine are written apart.
        if (is(&PIPELINE) && key == "stages") || (is(&STAGE) && key == "actions") {
            return value.is_array().then(|| json!([]));
        }
        if is(&PIPELINE) && key == "version" {
            self.lose(Severity::Note, "the version", "AWS counts it.");
            return None;
        }
        if is(&RULE) && key == "timeoutInMinutes" {
            let why = "CloudFormation has no timeout for rules, so AWS takes its default.";
            self.lose(Severity::Changed, "the timeout of the rule", why);
            return None;
        }
        if is(&ON_FAILURE) && key == "result" && !matches!(value.as_str(), Some("ROLLBACK" | "RETRY")) {
            let is_default = value.as_str() == Some("FAIL");
            let severity = if is_default { Severity::Note } else { Severity::Changed };
            let why = "CloudFormation takes ROLLBACK and RETRY. Without a result the stage fails.";
            self.lose(severity, format!("the result {value}"), why);
            return None;
        }
        if is(&PIPELINE) && key == "artifactStores" {
            return Some(self.stores(value));
        }
        Some(self.value(&member.kind, value)).filter(says_something)
    }

    fn value(&mut self, kind: &'static Kind, value: &Value) -> Value {
        match (kind, value) {
            (Kind::Object(shape), Value::Object(object)) => Value::Object(self.object(shape, object)),
            (Kind::List { of, .. }, Value::Array(all)) => {
                let mut out = Vec::new();
                for (index, value) in all.iter().enumerate() {
                    self.path.0.push(index.into());
                    out.push(self.value(of, value));
                    self.path.0.pop();
                }
                Value::Array(out)
            }
            // Configurations keep their keys.
            _ => value.clone(),
        }
    }

    fn stores(&mut self, value: &Value) -> Value {
        let stores = value.as_object().into_iter().flatten();
        let list = stores.map(|(region, store)| {
            let store = store.as_object().cloned().unwrap_or_default();
            self.path.0.push(region.clone().into());
            let store = self.object(&crate::pipeline::shape::ARTIFACT_STORE, &store);
            self.path.0.pop();
            json!({"Region": self.solution.marked(region), "ArtifactStore": store})
        });
        list.collect()
    }
}

/// To AWS an empty list and an empty object are the same as none, and `CloudFormation` refuses some of them.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(all) => !all.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

fn capital(key: &str) -> String {
    let mut characters = key.chars();
    match characters.next() {
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), characters.as_str()),
        None => String::new(),
    }
}
