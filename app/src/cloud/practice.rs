//! An account that lives in the program: pipelines with versions and times, gone when it is dropped.
//!
//! It stands in for AWS where there is none: for trying the designer, and for tests. It refuses what the real
//! service refuses by looking at the outline alone (names, two stages), numbers versions the same way, fills in the
//! same members, and keeps every version.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pipewright_core::preflight::{Answer, Ask};
use serde_json::{Map, Value, json};

use super::account::{Account, BoxFuture, Identity, Live, Summary, Tag, scalar};
use super::around::{Execution, State};
use super::client::Open;
use super::fault::{Fault, FaultKind};
use super::target::{Connection, Profile};

/// The account number AWS uses in its own examples.
const ACCOUNT: &str = "123456789012";

/// A handle; clones share the pipelines.
#[derive(Debug, Clone)]
pub struct Practice {
    region: String,
    pipelines: Arc<Mutex<BTreeMap<String, Stored>>>,
    /// Seconds since 1970, given instead of read so that a rehearsal is the same each time.
    clock: Arc<Mutex<u64>>,
    /// What else there is, by operation.
    surroundings: Arc<Mutex<BTreeMap<&'static str, Answer>>>,
}

#[derive(Debug, Clone)]
struct Stored {
    created: u64,
    /// Declarations and their times, version 1 first.
    versions: Vec<(Value, u64)>,
    tags: Vec<Tag>,
    /// The stages nothing may enter, and why.
    closed: BTreeMap<String, String>,
}

impl Practice {
    /// An empty account whose clock stands at `now` (seconds since 1970) and moves a second with each write.
    pub fn new(region: impl Into<String>, now: u64) -> Self {
        Self {
            region: region.into(),
            pipelines: Arc::default(),
            clock: Arc::new(Mutex::new(now)),
            surroundings: Arc::default(),
        }
    }

    /// Takes a pipeline away, as somebody else might.
    pub fn delete(&self, name: &str) {
        self.pipelines().remove(name);
    }

    /// Has every look by this operation (such as `GetRole`) answered so.
    pub fn put(&self, operation: &'static str, answer: Answer) {
        self.surroundings().insert(operation, answer);
    }

    fn surroundings(&self) -> MutexGuard<'_, BTreeMap<&'static str, Answer>> {
        self.surroundings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pipelines(&self) -> MutexGuard<'_, BTreeMap<String, Stored>> {
        // Every write under the lock is a single insert or push.
        self.pipelines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tick(&self) -> u64 {
        let mut clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        *clock += 1;
        *clock
    }

    fn read(&self, name: &str, version: Option<u64>) -> Result<Live, Fault> {
        let attempted = || format!("read pipeline `{name}`");
        let pipelines = self.pipelines();
        let Some(stored) = pipelines.get(name) else {
            return Err(not_found(attempted(), name));
        };
        let latest = stored.versions.len() as u64;
        let version = version.unwrap_or(latest);
        let Some((declaration, updated)) =
            version.checked_sub(1).and_then(|index| stored.versions.get(usize::try_from(index).ok()?))
        else {
            let fault = Fault::new(FaultKind::NotFound, attempted(), format!("it has no version {version}"));
            return Err(fault.with_code("PipelineVersionNotFoundException"));
        };
        Ok(answer(&json!({
            "pipeline": declaration,
            "metadata": {
                "pipelineArn": format!("arn:aws:codepipeline:{}:{ACCOUNT}:{name}", self.region),
                "created": stored.created,
                "updated": updated,
            },
        })))
    }

    fn write_new(&self, declaration: &Value, tags: &[Tag]) -> Result<Live, Fault> {
        let name = checked_name(declaration, "create")?;
        let now = self.tick();
        let mut pipelines = self.pipelines();
        if pipelines.contains_key(&name) {
            let fault = Fault::new(
                FaultKind::NameInUse,
                format!("create pipeline `{name}`"),
                format!("a pipeline with the name `{name}` already exists in account {ACCOUNT}"),
            );
            return Err(fault.with_code("PipelineNameInUseException"));
        }
        let declaration = filled_in(declaration, 1);
        let written: Vec<Value> =
            tags.iter().map(|tag| json!({"key": tag.key, "value": tag.value})).collect();
        let live = answer(&json!({"pipeline": declaration, "tags": written}));
        let versions = vec![(declaration, now)];
        let stored = Stored { created: now, versions, tags: tags.to_vec(), closed: BTreeMap::new() };
        pipelines.insert(name, stored);
        Ok(live)
    }

    fn write_over(&self, declaration: &Value) -> Result<Live, Fault> {
        let name = checked_name(declaration, "update")?;
        let now = self.tick();
        let mut pipelines = self.pipelines();
        let Some(stored) = pipelines.get_mut(&name) else {
            return Err(not_found(format!("update pipeline `{name}`"), &name));
        };
        let declaration = filled_in(declaration, stored.versions.len() as u64 + 1);
        let live = answer(&json!({"pipeline": declaration}));
        stored.versions.push((declaration, now));
        Ok(live)
    }
}

impl Practice {
    /// Nothing ever runs here.
    fn state_of(&self, name: &str) -> Result<State, Fault> {
        let pipelines = self.pipelines();
        let Some(stored) = pipelines.get(name) else {
            return Err(not_found(format!("read the state of pipeline `{name}`"), name));
        };
        let latest = stored.versions.last().map_or(&Value::Null, |(declaration, _)| declaration);
        let stages = latest.get("stages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let stages: Vec<Value> = stages
            .iter()
            .map(|stage| {
                let closed = stage["name"].as_str().and_then(|name| stored.closed.get(name));
                let mut transition = json!({ "enabled": closed.is_none() });
                if let Some(reason) = closed {
                    transition["disabledReason"] = reason.as_str().into();
                }
                json!({ "stageName": stage["name"], "inboundTransitionState": transition })
            })
            .collect();
        Ok(State { raw: json!({ "pipelineName": name, "stageStates": stages }) })
    }

    /// Works on what is stored under the name at the end of an ARN, or under a name.
    fn with<T>(&self, arn: &str, attempted: &str, work: impl FnOnce(&mut Stored) -> T) -> Result<T, Fault> {
        let name = arn.rsplit(':').next().unwrap_or(arn);
        let mut pipelines = self.pipelines();
        pipelines.get_mut(name).map(work).ok_or_else(|| not_found(attempted.to_owned(), name))
    }
}

impl Account for Practice {
    fn identity(&self) -> BoxFuture<'_, Result<Identity, Fault>> {
        Box::pin(async {
            Ok(Identity {
                account: ACCOUNT.to_owned(),
                alias: None,
                arn: format!("arn:aws:iam::{ACCOUNT}:user/practice"),
                region: self.region.clone(),
                profile: Some("default".to_owned()),
            })
        })
    }

    fn list(&self) -> BoxFuture<'_, Result<Vec<Summary>, Fault>> {
        Box::pin(async {
            let pipelines = self.pipelines();
            Ok(pipelines.iter().map(|(name, stored)| summary(name, stored)).collect())
        })
    }

    fn get<'a>(&'a self, name: &'a str, version: Option<u64>) -> BoxFuture<'a, Result<Live, Fault>> {
        Box::pin(async move { self.read(name, version) })
    }

    fn create<'a>(&'a self, declaration: &'a Value, tags: &'a [Tag]) -> BoxFuture<'a, Result<Live, Fault>> {
        Box::pin(async move { self.write_new(declaration, tags) })
    }

    fn update<'a>(&'a self, declaration: &'a Value) -> BoxFuture<'a, Result<Live, Fault>> {
        Box::pin(async move { self.write_over(declaration) })
    }

    fn look<'a>(&'a self, ask: &'a Ask) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let known = self.surroundings().get(ask.operation).cloned();
            let happened = "because the practice account holds pipelines alone".to_owned();
            known.unwrap_or(Answer::Failed { happened })
        })
    }

    fn state<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<State, Fault>> {
        Box::pin(async move { self.state_of(name) })
    }

    fn executions<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<Execution>, Fault>> {
        Box::pin(async move { self.with(name, "list the executions", |_| Vec::new()) })
    }

    fn tags<'a>(&'a self, arn: &'a str) -> BoxFuture<'a, Result<Vec<Tag>, Fault>> {
        Box::pin(async move { self.with(arn, "read the tags", |stored| stored.tags.clone()) })
    }

    fn tag<'a>(&'a self, arn: &'a str, tags: &'a [Tag]) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            self.with(arn, "set the tags", |stored| {
                stored.tags.retain(|old| tags.iter().all(|new| new.key != old.key));
                stored.tags.extend(tags.iter().cloned());
            })
        })
    }

    fn transition<'a>(
        &'a self,
        name: &'a str,
        stage: &'a str,
        closed_because: Option<&'a str>,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            self.with(name, "change a transition", |stored| {
                match closed_because {
                    Some(reason) => stored.closed.insert(stage.to_owned(), reason.to_owned()),
                    None => stored.closed.remove(stage),
                };
            })
        })
    }
}

impl Open for Practice {
    fn profiles(&self) -> BoxFuture<'_, Result<Vec<Profile>, Fault>> {
        Box::pin(async {
            let profile = Profile {
                name: "practice".to_owned(),
                region: Some(self.region.clone()),
                ..Profile::default()
            };
            Ok(vec![profile])
        })
    }

    fn open<'a>(&'a self, _connection: &'a Connection) -> BoxFuture<'a, Result<Arc<dyn Account>, Fault>> {
        Box::pin(async { Ok(Arc::new(self.clone()) as Arc<dyn Account>) })
    }
}

fn answer(raw: &Value) -> Live {
    Live::from_text(raw.to_string()).expect("the answer is built around a pipeline")
}

fn not_found(attempted: String, name: &str) -> Fault {
    let fault = Fault::new(
        FaultKind::NotFound,
        attempted,
        format!("account {ACCOUNT} does not have a pipeline with name `{name}`"),
    );
    fault.with_code("PipelineNotFoundException")
}

fn checked_name(declaration: &Value, verb: &str) -> Result<String, Fault> {
    let refuse = |attempted: String, code: &str, happened: String| {
        Err(Fault::new(FaultKind::Invalid, attempted, happened).with_code(code))
    };
    let Some(name) = declaration.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()) else {
        return refuse(format!("{verb} a pipeline"), "ValidationException", "it has no name".to_owned());
    };
    let stage_count = declaration.get("stages").and_then(Value::as_array).map_or(0, Vec::len);
    if stage_count < 2 {
        return refuse(
            format!("{verb} pipeline `{name}`"),
            "InvalidStructureException",
            format!(
                "Pipeline has only {stage_count} stage(s). There should be a minimum of 2 stages in a pipeline"
            ),
        );
    }
    Ok(name.to_owned())
}

/// The declaration as the service shows it: numbered, and with the members it adds to each action.
fn filled_in(declaration: &Value, version: u64) -> Value {
    let mut declaration = declaration.clone();
    declaration["version"] = version.into();
    let stages = declaration.get_mut("stages").and_then(Value::as_array_mut).into_iter().flatten();
    for actions in stages.filter_map(|stage| stage.get_mut("actions")?.as_array_mut()) {
        for action in actions.iter_mut().filter_map(Value::as_object_mut) {
            action.entry("runOrder").or_insert_with(|| 1.into());
            action.entry("configuration").or_insert_with(|| Value::Object(Map::new()));
            action.entry("outputArtifacts").or_insert_with(|| Value::Array(Vec::new()));
            action.entry("inputArtifacts").or_insert_with(|| Value::Array(Vec::new()));
        }
    }
    declaration
}

fn summary(name: &str, stored: &Stored) -> Summary {
    let latest = stored.versions.last();
    let member = |key, default: &str| {
        let written = latest.and_then(|(declaration, _)| scalar(declaration.get(key)?));
        Some(written.unwrap_or_else(|| default.to_owned()))
    };
    Summary {
        name: name.to_owned(),
        version: Some(stored.versions.len() as u64),
        pipeline_type: member("pipelineType", "V1"),
        execution_mode: member("executionMode", "SUPERSEDED"),
        created: Some(stored.created.to_string()),
        updated: latest.map(|(_, updated)| updated.to_string()),
    }
}
