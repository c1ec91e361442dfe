//! Bases, mutants of them, and the small tools operators are made of.

use std::collections::BTreeSet;

use pipewright_core::check::{self, Severity};
use pipewright_core::document::Document;
use pipewright_core::pipeline::Step;
use pipewright_core::samples::SAMPLES;
use serde_json::Value;

/// A valid pipeline.
pub struct Base {
    pub name: &'static str,
    /// The file.
    pub root: Value,
}

/// All bases: the samples, and pipelines that together use what AWS has.
pub fn bases() -> Vec<Base> {
    let own = [
        ("gates", include_str!("bases/gates.json")),
        ("classic", include_str!("bases/classic.json")),
        ("regions", include_str!("bases/regions.json")),
        ("targets", include_str!("bases/targets.json")),
        ("small", include_str!("bases/small.json")),
    ];
    let samples = SAMPLES.iter().map(|sample| (sample.name, sample.text));
    samples
        .chain(own)
        .map(|(name, text)| Base { name, root: serde_json::from_str(text).expect("a base is JSON") })
        .collect()
}

impl Base {
    /// The declaration, without what may stand around it.
    pub fn pipeline(&self) -> &Value {
        self.root.get("pipeline").unwrap_or(&self.root)
    }
}

/// A base with something broken in it.
pub struct Mutant {
    pub base: &'static str,
    /// What was done, in words.
    pub operator: &'static str,
    /// The file.
    pub root: Value,
    /// The rule that is broken.
    pub code: &'static str,
    /// Where: a JSON pointer into the declaration; the finding stands here or inside.
    pub place: String,
    /// Other rules of level error that the same change truly breaks.
    pub also: BTreeSet<&'static str>,
}

impl Mutant {
    pub fn pipeline(&self) -> &Value {
        self.root.get("pipeline").unwrap_or(&self.root)
    }

    /// Declares another rule as broken.
    pub fn also(&mut self, code: &'static str) -> &mut Self {
        self.also.insert(code);
        self
    }

    /// Declares other rules as broken.
    pub fn also_all(&mut self, codes: impl IntoIterator<Item = &'static str>) -> &mut Self {
        self.also.extend(codes);
        self.also.remove(self.code);
        self
    }
}

/// Where operators work: a base, and the mutants made of it so far.
pub struct Bench<'b> {
    pub base: &'b Base,
    pub mutants: Vec<Mutant>,
}

impl<'b> Bench<'b> {
    pub fn pipeline(&self) -> &'b Value {
        self.base.pipeline()
    }

    /// A mutant made by a change of the declaration.
    pub fn breaks(
        &mut self,
        code: &'static str,
        operator: &'static str,
        place: impl Into<String>,
        change: impl FnOnce(&mut Value),
    ) -> &mut Mutant {
        let mut root = self.base.root.clone();
        change(if root.get("pipeline").is_some() { &mut root["pipeline"] } else { &mut root });
        assert_ne!(root, self.base.root, "{operator} changes something at {}", self.base.name);
        let place = place.into();
        self.mutants.push(Mutant {
            base: self.base.name,
            operator,
            root,
            code,
            place,
            also: BTreeSet::new(),
        });
        self.mutants.last_mut().expect("just pushed")
    }

    /// A mutant in which one value is another.
    pub fn sets(
        &mut self,
        code: &'static str,
        operator: &'static str,
        place: impl Into<String>,
        value: Value,
    ) -> &mut Mutant {
        let place = place.into();
        self.breaks(code, operator, place.clone(), |pipeline| set(pipeline, &place, value))
    }

    /// A mutant in which one value is gone.
    pub fn removes(
        &mut self,
        code: &'static str,
        operator: &'static str,
        place: impl Into<String>,
    ) -> &mut Mutant {
        let place = place.into();
        self.breaks(code, operator, place.clone(), |pipeline| remove(pipeline, &place))
    }

    pub fn actions(&self) -> Vec<ActionAt<'b>> {
        let stages = self.pipeline()["stages"].as_array().expect("stages").iter().enumerate();
        stages
            .flat_map(|(stage, value)| {
                value["actions"].as_array().expect("actions").iter().enumerate().map(move |(index, value)| {
                    ActionAt { at: format!("/stages/{stage}/actions/{index}"), stage, index, value }
                })
            })
            .collect()
    }

    /// The actions of a provider, whatever their category.
    pub fn of(&self, provider: &str) -> Vec<ActionAt<'b>> {
        self.actions().into_iter().filter(|action| action.provider() == provider).collect()
    }

    /// The rules of all stage conditions, with where they stand.
    pub fn rules(&self) -> Vec<(String, &'b Value)> {
        ["beforeEntry", "onSuccess", "onFailure"]
            .into_iter()
            .flat_map(|when| places(self.pipeline(), &format!("/stages/*/{when}/conditions/*/rules/*")))
            .map(|at| (at.clone(), self.pipeline().pointer(&at).expect("just found")))
            .collect()
    }

    /// Whether the file tells which Region the pipeline is in: by its ARN, or by the key of its only store.
    pub fn tells_region(&self) -> bool {
        let key = self.pipeline().pointer("/artifactStore/encryptionKey/id").and_then(Value::as_str);
        key.is_some_and(|id| id.starts_with("arn:"))
            || self.base.root.pointer("/metadata/pipelineArn").is_some()
    }

    pub fn has_keys(&self) -> bool {
        self.pipeline().to_string().contains("\"encryptionKey\"")
    }

    /// Whether actions run in another account.
    pub fn has_guests(&self) -> bool {
        self.pipeline().to_string().contains("444455556666:role/")
    }

    pub fn is_v1(&self) -> bool {
        self.pipeline()["pipelineType"] == "V1"
    }
}

/// An action and where it stands.
#[derive(Clone)]
pub struct ActionAt<'b> {
    pub at: String,
    pub stage: usize,
    pub index: usize,
    pub value: &'b Value,
}

impl<'b> ActionAt<'b> {
    pub fn text(&self, pointer: &str) -> &'b str {
        self.value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    pub fn provider(&self) -> &'b str {
        self.text("/actionTypeId/provider")
    }

    pub fn category(&self) -> &'b str {
        self.text("/actionTypeId/category")
    }

    pub fn owner(&self) -> &'b str {
        self.text("/actionTypeId/owner")
    }

    pub fn name(&self) -> &'b str {
        self.text("/name")
    }

    pub fn run_order(&self) -> i64 {
        self.value["runOrder"].as_i64().unwrap_or(1)
    }

    pub fn names(&self, list: &str) -> Vec<&'b str> {
        let list = self.value[list].as_array().into_iter().flatten();
        list.filter_map(|artifact| artifact["name"].as_str()).collect()
    }

    pub fn inputs(&self) -> Vec<&'b str> {
        self.names("inputArtifacts")
    }

    pub fn outputs(&self) -> Vec<&'b str> {
        self.names("outputArtifacts")
    }

    /// A member, as a pointer.
    pub fn member(&self, path: &str) -> String {
        format!("{}/{path}", self.at)
    }

    pub fn configuration(&self, key: &str) -> String {
        format!("{}/configuration/{key}", self.at)
    }
}

/// All values of a document that a pattern names; `*` stands for any one step.
pub fn places(value: &Value, pattern: &str) -> Vec<String> {
    let mut found = vec![(String::new(), value)];
    for step in pattern.split('/').skip(1) {
        found = found
            .into_iter()
            .flat_map(|(at, value)| {
                children(value)
                    .filter(move |(name, _)| step == "*" || step == name)
                    .map(move |(name, value)| (format!("{at}/{name}"), value))
            })
            .collect();
    }
    found.into_iter().map(|(at, _)| at).collect()
}

pub fn children(value: &Value) -> impl Iterator<Item = (String, &Value)> {
    let members = value.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value));
    let elements = value.as_array().into_iter().flatten().enumerate();
    members.chain(elements.map(|(index, value)| (index.to_string(), value)))
}

pub fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    value.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
}

/// Sets a member or an element; one that is not there is added.
pub fn set(value: &mut Value, pointer: &str, new: Value) {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer");
    // A configuration may be absent where there is nothing to configure.
    if value.pointer(parent).is_none() {
        set(value, parent, serde_json::json!({}));
    }
    match at(value, parent) {
        Value::Object(object) => {
            object.insert(last.to_owned(), new);
        }
        Value::Array(list) => {
            let index: usize = last.parse().expect("a position");
            if index == list.len() { list.push(new) } else { list[index] = new }
        }
        other => panic!("{pointer} goes into {other}"),
    }
}

pub fn remove(value: &mut Value, pointer: &str) {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer");
    match at(value, parent) {
        Value::Object(object) => drop(object.shift_remove(last)),
        Value::Array(list) => drop(list.remove(last.parse().expect("a position"))),
        other => panic!("{pointer} goes into {other}"),
    }
}

/// Adds to a list, which is made if it is not there.
pub fn push(value: &mut Value, pointer: &str, new: Value) {
    if value.pointer(pointer).is_none() {
        set(value, pointer, serde_json::json!([]));
    }
    at(value, pointer).as_array_mut().expect("a list").push(new);
}

/// A finding, as far as a mutant tells what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub code: &'static str,
    pub severity: Severity,
    pub place: String,
    pub message: String,
}

/// What the rules say about a file.
pub fn judge(root: &Value) -> Vec<Found> {
    let text = serde_json::to_string(root).expect("JSON");
    let document = Document::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let inside = if root.get("pipeline").is_some() { "/pipeline" } else { "" };
    check::check(&document)
        .into_iter()
        .map(|finding| {
            let path = document.path_in_file(&finding.place);
            let steps: String = path
                .0
                .iter()
                .map(|step| match step {
                    Step::Key(key) => format!("/{key}"),
                    Step::Index(index) => format!("/{index}"),
                })
                .collect();
            let place = steps.strip_prefix(inside).unwrap_or(&steps).to_owned();
            Found { code: finding.code, severity: finding.severity, place, message: finding.message }
        })
        .collect()
}
