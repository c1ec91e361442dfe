//! Arguments and blocks of `aws_codepipeline` as members of the declaration.

use serde_json::{Value, json};

use super::Reader;
use super::blocks::Opened;
use super::syntax::{Block, Body};
use crate::format::import::{Kind, Node, REGION_OPEN, Tag};
use crate::pipeline::{Object, shape};

/// How an argument becomes a member.
#[derive(Clone, Copy)]
enum How {
    Text,
    Integer,
    /// A list of texts.
    Texts,
    /// A list of names, each an object in the declaration.
    Names,
    /// A map of texts.
    Map,
}

/// Arguments with the members they become.
type Arguments = &'static [(&'static str, &'static str, How)];

const PIPELINE: Arguments = &[
    ("name", "name", How::Text),
    ("role_arn", "roleArn", How::Text),
    ("pipeline_type", "pipelineType", How::Text),
    ("execution_mode", "executionMode", How::Text),
];
const STORE: Arguments = &[("location", "location", How::Text), ("type", "type", How::Text)];
const KEY: Arguments = &[("id", "id", How::Text), ("type", "type", How::Text)];
const VARIABLE: Arguments = &[
    ("name", "name", How::Text),
    ("default_value", "defaultValue", How::Text),
    ("description", "description", How::Text),
];
const NAMED: Arguments = &[("name", "name", How::Text)];
const ACTION: Arguments = &[
    ("name", "name", How::Text),
    ("run_order", "runOrder", How::Integer),
    ("region", "region", How::Text),
    ("role_arn", "roleArn", How::Text),
    ("namespace", "namespace", How::Text),
    ("timeout_in_minutes", "timeoutInMinutes", How::Integer),
    ("commands", "commands", How::Texts),
    ("output_variables", "outputVariables", How::Texts),
    ("input_artifacts", "inputArtifacts", How::Names),
    ("output_artifacts", "outputArtifacts", How::Names),
    ("configuration", "configuration", How::Map),
];
const KIND: Arguments = &[
    ("category", "category", How::Text),
    ("owner", "owner", How::Text),
    ("provider", "provider", How::Text),
    ("version", "version", How::Text),
];
const OUTPUT: Arguments = &[("name", "name", How::Text), ("files", "files", How::Texts)];
const RULE: Arguments = &[
    ("name", "name", How::Text),
    ("region", "region", How::Text),
    ("role_arn", "roleArn", How::Text),
    ("timeout_in_minutes", "timeoutInMinutes", How::Integer),
    ("commands", "commands", How::Texts),
    ("input_artifacts", "inputArtifacts", How::Names),
    ("configuration", "configuration", How::Map),
];
const RESULT: Arguments = &[("result", "result", How::Text)];
const RETRY: Arguments = &[("retry_mode", "retryMode", How::Text)];
const TRIGGER: Arguments = &[("provider_type", "providerType", How::Text)];
const GIT: Arguments = &[("source_action_name", "sourceActionName", How::Text)];
const FILTER: Arguments = &[("events", "events", How::Texts)];
const PATTERNS: Arguments = &[("includes", "includes", How::Texts), ("excludes", "excludes", How::Texts)];

/// Arguments that are about the resource and say nothing about the pipeline.
const SILENT: &[&str] = &["depends_on", "tags", "count", "for_each"];

impl Reader<'_> {
    /// The declaration, and the tags beside it.
    pub(super) fn pipeline(&mut self, block: &Block) -> (Object, Vec<Tag>) {
        let body = &block.body;
        self.tell_number(body);
        let mut pipeline = self.members(body, PIPELINE);
        if !pipeline.contains_key("name") {
            let why = "It has none, so the deployment makes one up; the design has the name of the resource.";
            self.note(block.line, "name", why);
            pipeline.insert("name".to_owned(), block.label(1).into());
        }
        self.stores(body, &mut pipeline);
        let variables = self.blocks(body, "variable", |reader, variable| {
            Value::Object(reader.whole(variable.body, VARIABLE, &shape::VARIABLE))
        });
        let triggers = self.blocks(body, "trigger", Self::trigger);
        let stages = self.blocks(body, "stage", Self::stage);
        for (key, values) in [("variables", variables), ("triggers", triggers)] {
            if !values.is_empty() {
                pipeline.insert(key.to_owned(), values.into());
            }
        }
        pipeline.insert("stages".to_owned(), stages.into());
        let blocks = ["artifact_store", "stage", "trigger", "variable"];
        self.tell_unknown(body, PIPELINE, &blocks, shape::PIPELINE.name);
        (ordered(pipeline, &shape::PIPELINE), self.tags(body))
    }

    fn tell_number(&mut self, body: &Body) {
        for name in ["count", "for_each"] {
            if let Some(argument) = body.argument(name) {
                let why = "It says how many such pipelines a deployment makes; the design is one of them.";
                self.note(argument.line, format!("{name} = {}", argument.value.source()), why);
            }
        }
    }

    /// One store without a Region is the store of the pipeline; others are those of their Regions.
    fn stores(&mut self, body: &Body, pipeline: &mut Object) {
        let stores = self.blocks(body, "artifact_store", |reader, opened| {
            let region = opened
                .body
                .argument("region")
                .and_then(|argument| reader.argument(&argument.value, "region", How::Text));
            let mut store = reader.members(opened.body, STORE);
            if let Some(key) = reader.one_block(opened.body, "encryption_key", |reader, key| {
                reader.whole(key.body, KEY, &shape::ENCRYPTION_KEY)
            }) {
                store.insert("encryptionKey".to_owned(), key.into());
            }
            reader.tell_unknown_but(opened.body, STORE, &["encryption_key"], &["region"], "artifact store");
            let store = ordered(store, &shape::ARTIFACT_STORE);
            (region.and_then(|region| region.as_str().map(str::to_owned)), store, opened.line)
        });
        let mut by_region = Object::new();
        for (region, store, line) in stores {
            let Some(region) = region else {
                if pipeline.insert("artifactStore".to_owned(), store.into()).is_some() {
                    self.note(line, "artifact_store", "Two have no region; only the last one counts.");
                }
                continue;
            };
            if self.open.are_in(&region) {
                self.note(line, format!("The Region {region}"), REGION_OPEN);
            }
            if by_region.insert(region.clone(), store.into()).is_some() {
                self.note(line, format!("Two artifact stores for {region}"), "Only the last one counts.");
            }
        }
        if !by_region.is_empty() {
            pipeline.insert("artifactStores".to_owned(), by_region.into());
        }
    }

    fn stage(&mut self, opened: &Opened<'_>) -> Value {
        let body = opened.body;
        let mut stage = self.members(body, NAMED);
        for (kind, key) in
            [("before_entry", "beforeEntry"), ("on_success", "onSuccess"), ("on_failure", "onFailure")]
        {
            if let Some(conditions) = self.one_block(body, kind, Self::conditions) {
                stage.insert(key.to_owned(), conditions);
            }
        }
        let actions = self.blocks(body, "action", Self::action);
        stage.insert("actions".to_owned(), actions.into());
        let blocks = ["action", "before_entry", "on_success", "on_failure"];
        self.tell_unknown(body, NAMED, &blocks, shape::STAGE.name);
        ordered(stage, &shape::STAGE).into()
    }

    fn action(&mut self, opened: &Opened<'_>) -> Value {
        let body = opened.body;
        let mut action = self.members(body, ACTION);
        let kind = self.members(body, KIND);
        action.insert("actionTypeId".to_owned(), kind.into());
        let outputs = self.blocks(body, "output_artifacts_for_compute_actions", |reader, output| {
            Value::Object(reader.whole(output.body, OUTPUT, &shape::OUTPUT_ARTIFACT))
        });
        if !outputs.is_empty() {
            let all = action.entry("outputArtifacts").or_insert_with(|| json!([]));
            if let Some(all) = all.as_array_mut() {
                all.extend(outputs);
            }
        }
        self.configuration_block(body, &mut action);
        let known: Vec<&str> = KIND.iter().map(|(name, ..)| *name).collect();
        let blocks = ["output_artifacts_for_compute_actions", "configuration"];
        self.tell_unknown_but(body, ACTION, &blocks, &known, shape::ACTION.name);
        ordered(action, &shape::ACTION).into()
    }

    /// Files from before Terraform 0.12 have the configuration as a block.
    fn configuration_block(&mut self, body: &Body, members: &mut Object) {
        let Some(block) = body.block("configuration") else { return };
        let mut configuration = Object::new();
        for argument in &block.body.arguments {
            if let Some(value) = self.argument(&argument.value, &argument.name, How::Text) {
                configuration.insert(argument.name.clone(), value);
            }
        }
        members.insert("configuration".to_owned(), configuration.into());
    }

    fn conditions(&mut self, opened: &Opened<'_>) -> Value {
        let mut conditions = self.members(opened.body, RESULT);
        let retry = self.one_block(opened.body, "retry_configuration", |reader, retry| {
            reader.whole(retry.body, RETRY, &shape::RETRY)
        });
        if let Some(retry) = retry {
            conditions.insert("retryConfiguration".to_owned(), retry.into());
        }
        let all = self.blocks(opened.body, "condition", Self::condition);
        if !all.is_empty() {
            conditions.insert("conditions".to_owned(), all.into());
        }
        self.tell_unknown(opened.body, RESULT, &["condition", "retry_configuration"], "conditions");
        ordered(conditions, &shape::ON_FAILURE).into()
    }

    fn condition(&mut self, opened: &Opened<'_>) -> Value {
        let mut condition = self.members(opened.body, RESULT);
        let rules = self.blocks(opened.body, "rule", Self::rule);
        if !rules.is_empty() {
            condition.insert("rules".to_owned(), rules.into());
        }
        self.tell_unknown(opened.body, RESULT, &["rule"], shape::CONDITION.name);
        ordered(condition, &shape::CONDITION).into()
    }

    fn rule(&mut self, opened: &Opened<'_>) -> Value {
        let mut rule = self.members(opened.body, RULE);
        let kind = self.one_block(opened.body, "rule_type_id", |reader, kind| {
            reader.whole(kind.body, KIND, &shape::RULE_TYPE)
        });
        if let Some(kind) = kind {
            rule.insert("ruleTypeId".to_owned(), kind.into());
        }
        self.configuration_block(opened.body, &mut rule);
        self.tell_unknown(opened.body, RULE, &["rule_type_id", "configuration"], shape::RULE.name);
        ordered(rule, &shape::RULE).into()
    }

    fn trigger(&mut self, opened: &Opened<'_>) -> Value {
        let mut trigger = self.members(opened.body, TRIGGER);
        let git = self.one_block(opened.body, "git_configuration", |reader, git| {
            let mut members = reader.members(git.body, GIT);
            for (kind, key) in [("push", "push"), ("pull_request", "pullRequest")] {
                let filters = reader.blocks(git.body, kind, Self::filter);
                if !filters.is_empty() {
                    members.insert(key.to_owned(), filters.into());
                }
            }
            reader.tell_unknown(git.body, GIT, &["push", "pull_request"], "Git configuration");
            ordered(members, &shape::GIT_CONFIGURATION)
        });
        if let Some(git) = git {
            trigger.insert("gitConfiguration".to_owned(), git.into());
        }
        self.tell_unknown(opened.body, TRIGGER, &["git_configuration"], shape::TRIGGER.name);
        ordered(trigger, &shape::TRIGGER).into()
    }

    fn filter(&mut self, opened: &Opened<'_>) -> Value {
        let mut filter = self.members(opened.body, FILTER);
        for (kind, key) in [("tags", "tags"), ("branches", "branches"), ("file_paths", "filePaths")] {
            let patterns = self.one_block(opened.body, kind, |reader, patterns| {
                reader.whole(patterns.body, PATTERNS, &shape::PATTERNS)
            });
            if let Some(patterns) = patterns {
                filter.insert(key.to_owned(), patterns.into());
            }
        }
        self.tell_unknown(opened.body, FILTER, &["tags", "branches", "file_paths"], "filter");
        let shape =
            if filter.contains_key("events") { &shape::PULL_REQUEST_FILTER } else { &shape::PUSH_FILTER };
        ordered(filter, shape).into()
    }

    fn tags(&mut self, body: &Body) -> Vec<Tag> {
        let Some(argument) = body.argument("tags") else { return Vec::new() };
        "tags".clone_into(&mut self.place);
        let Some(node) = self.known(&argument.value).filter(|node| node.text().is_none()) else {
            let why =
                format!("Tags known only when Terraform plans are left out: {}.", argument.value.source());
            self.note(argument.line, "tags", why);
            return Vec::new();
        };
        let mut tags = Vec::new();
        for member in node.members() {
            match member.value.text() {
                Some(value) => {
                    tags.push(Tag { line: member.line, key: member.key.clone(), value: value.to_owned() });
                }
                None => self.note(
                    member.line,
                    format!("The tag {}", member.key),
                    "Its value is no text; it is left out.",
                ),
            }
        }
        tags
    }

    /// The members that the arguments of a block without blocks become.
    fn whole(&mut self, body: &Body, arguments: Arguments, shape: &'static shape::Shape) -> Object {
        let members = self.members(body, arguments);
        self.tell_unknown(body, arguments, &[], shape.name);
        ordered(members, shape)
    }

    fn members(&mut self, body: &Body, arguments: Arguments) -> Object {
        let mut members = Object::new();
        for (name, key, how) in arguments {
            let Some(argument) = body.argument(name) else { continue };
            if let Some(value) = self.argument(&argument.value, name, *how) {
                members.insert((*key).to_owned(), value);
            }
        }
        members
    }

    fn tell_unknown(&mut self, body: &Body, arguments: Arguments, blocks: &[&str], what: &str) {
        self.tell_unknown_but(body, arguments, blocks, &[], what);
    }

    /// Tells what stands in a block and is not read, but for the arguments `also`.
    fn tell_unknown_but(
        &mut self,
        body: &Body,
        arguments: Arguments,
        blocks: &[&str],
        also: &[&str],
        what: &str,
    ) {
        let is_read = |name: &str| {
            arguments.iter().any(|(known, ..)| *known == name)
                || also.contains(&name)
                || SILENT.contains(&name)
        };
        for argument in body.arguments.iter().filter(|argument| !is_read(&argument.name)) {
            let why = match argument.name.as_str() {
                "region" | "provider" if what == shape::PIPELINE.name => {
                    "Where a pipeline is made is no part of its declaration; it is left out.".to_owned()
                }
                _ => format!("A {what} has no member for it; it is left out."),
            };
            self.note(argument.line, format!("{} = {}", argument.name, argument.value.source()), why);
        }
        for block in &body.blocks {
            let kind = block.made();
            if !blocks.contains(&kind) {
                let why = match kind {
                    "lifecycle" | "timeouts" | "provisioner" => {
                        "This is for Terraform and says nothing about the pipeline; it is left out."
                            .to_owned()
                    }
                    _ => format!("A {what} has no member for it; it is left out."),
                };
                self.note(block.line, kind, why);
            }
        }
    }

    /// The value of an argument; `None` if it is left out, which a note tells unless it is null.
    fn argument(&mut self, value: &super::syntax::Expression, name: &str, how: How) -> Option<Value> {
        name.clone_into(&mut self.place);
        let node = self.settle(value, name);
        if node.kind == Kind::Null {
            return None;
        }
        match how {
            How::Text => Some(self.text(&node, name).into()),
            How::Integer => Some(self.integer(&node, name)),
            How::Texts | How::Names => {
                let texts = self.texts(&node, name);
                let all: Vec<Value> = match how {
                    How::Names => texts.into_iter().map(|name| json!({ "name": name })).collect(),
                    How::Text | How::Integer | How::Texts | How::Map => {
                        texts.into_iter().map(Value::from).collect()
                    }
                };
                (!all.is_empty()).then(|| all.into())
            }
            How::Map => self.map(&node, name),
        }
    }

    fn text(&mut self, node: &Node, name: &str) -> String {
        if let Some(text) = node.text() {
            return text.to_owned();
        }
        self.note(node.line, name, "Text was expected; it is kept as JSON in a text.");
        Self::json(node).to_string()
    }

    fn texts(&mut self, node: &Node, name: &str) -> Vec<String> {
        match &node.kind {
            Kind::List(elements) => {
                let given: Vec<&Node> = elements.iter().filter(|it| it.kind != Kind::Null).collect();
                given.into_iter().map(|element| self.text(element, name)).collect()
            }
            Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => {
                let why = "A list was expected; it is kept as a list of this one value.";
                self.note(node.line, name, why);
                vec![self.text(node, name)]
            }
        }
    }

    /// A number that may be written as text, or stand in a parameter.
    fn integer(&mut self, node: &Node, name: &str) -> Value {
        let text = self.text(node, name);
        if let Ok(number) = text.trim().parse::<i64>() {
            return number.into();
        }
        let default = self.open.with_defaults(&text).and_then(|text| text.trim().parse::<i64>().ok());
        let Some(number) = default else {
            self.note(node.line, name, "A whole number was expected; it is kept as it is.");
            return text.into();
        };
        let why = format!("A number cannot be a parameter; it is {number}, as the defaults have it.");
        self.note(node.line, name, why);
        number.into()
    }

    fn map(&mut self, node: &Node, name: &str) -> Option<Value> {
        let Kind::Map(members) = &node.kind else {
            let text = node.text().unwrap_or_default();
            let why =
                format!("A map was expected; what is known only when Terraform plans is left out: {text}.");
            self.note(node.line, name, why);
            return None;
        };
        let mut object = Object::new();
        for member in members.iter().filter(|member| member.value.kind != Kind::Null) {
            let value = self.text(&member.value, &member.key);
            object.insert(member.key.clone(), value.into());
        }
        Some(object.into())
    }
}

/// Members in the order AWS prints them.
fn ordered(members: Object, shape: &shape::Shape) -> Object {
    let place = |key: &str| shape.members.iter().position(|member| member.key == key);
    let mut all: Vec<(String, Value)> = members.into_iter().collect();
    all.sort_by_key(|(key, _)| place(key).unwrap_or(usize::MAX));
    all.into_iter().collect()
}
