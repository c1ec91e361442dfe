//! The declaration as `aws_codepipeline`.

use serde_json::Value;

use super::hcl::{Block, Body, Expression, Item};
use super::reference::expression;
use crate::document::parameters::scalar;
use crate::document::{Owner, Place};
use crate::format::{Fidelity, Severity};
use crate::pipeline::shape::{self, Misfit, MisfitKind, Shape};
use crate::pipeline::{
    Action, ConditionKind, Object, Path, Stage, TriggerFilter, list_of, object_of, text_of,
};
use crate::solution::Solution;

/// The resource, which waits for `policies`.
pub(super) fn block(solution: &Solution, policies: &[String], fidelity: &mut Fidelity) -> Block {
    let mut writer = Writer { solution, fidelity, owner: Owner::Pipeline };
    let mut body = Body::default();
    writer.pipeline(&mut body);
    for stage in &solution.document.pipeline().stages {
        writer.owner = Owner::Stage(stage.id);
        if stage.odd.is_some() {
            writer.lose(Severity::Broken, Path::default(), "the stage", "It is no object.");
        } else {
            let stage = writer.stage(stage);
            body.block("stage", stage);
        }
    }
    writer.tags(&mut body);
    if !policies.is_empty() {
        let all = policies.iter().map(|policy| Expression::Raw(policy.clone())).collect();
        body.set("depends_on", Expression::List(all));
    }
    let labels = vec!["aws_codepipeline".to_owned(), "pipeline".to_owned()];
    Block { kind: "resource", labels, body, comment: None }
}

/// Whether a value of one type is not written where another belongs.
fn is_left_out(expected: &str, found: &str) -> bool {
    match found {
        "null" => false,
        "an object" => true,
        "a list" => expected == "an object",
        _ => matches!(expected, "an object" | "a list"),
    }
}

struct Writer<'a> {
    solution: &'a Solution,
    fidelity: &'a mut Fidelity,
    owner: Owner,
}

impl Writer<'_> {
    fn lose(&mut self, severity: Severity, path: Path, what: impl Into<String>, why: &str) {
        self.fidelity.lose(severity, Place::at(self.owner, path), what, why);
    }

    /// Tells what is not written: members that AWS does not know, and values that are no arguments. `without` are
    /// members that only the provider does not know.
    fn tell_lost(&mut self, shape: &'static Shape, members: &Object, without: &[&'static str]) {
        let mut misfits = Vec::new();
        shape::misfits(shape, members, &mut misfits);
        for Misfit { key, path, kind, .. } in misfits {
            match kind {
                MisfitKind::Unknown => self.lose_member(path, &key),
                MisfitKind::WrongType { expected, found } if is_left_out(expected, found) => {
                    let why = format!("It is {found}, and {expected} belongs there. Terraform gets none.");
                    self.lose(Severity::Broken, path, format!("`{key}`"), &why);
                }
                _ => {}
            }
        }
        for key in without.iter().filter(|key| members.contains_key(**key)) {
            self.lose_member(Path::key(*key), key);
        }
    }

    fn lose_member(&mut self, path: Path, key: &str) {
        let why = "The Terraform provider has no argument for it.";
        self.lose(Severity::Changed, path, format!("`{key}`"), why);
    }

    fn value(&self, value: &Value) -> Option<Expression> {
        match value {
            Value::String(text) => Some(expression(text, self.solution)),
            Value::Number(_) | Value::Bool(_) => Some(Expression::Raw(value.to_string())),
            Value::Array(all) => {
                Some(Expression::List(all.iter().filter_map(|value| self.value(value)).collect()))
            }
            Value::Null | Value::Object(_) => None,
        }
    }

    /// Sets `argument` to the member under `key`, if it says something.
    fn set(&self, body: &mut Body, argument: &str, members: &Object, key: &str) {
        let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
        if let Some(value) =
            members.get(key).filter(|value| !is_empty(value)).and_then(|value| self.value(value))
        {
            body.set(argument, value);
        }
    }

    fn pipeline(&mut self, body: &mut Body) {
        let document = &self.solution.document;
        let members = &document.pipeline().members;
        for (argument, key) in [
            ("name", "name"),
            ("role_arn", "roleArn"),
            ("pipeline_type", "pipelineType"),
            ("execution_mode", "executionMode"),
        ] {
            self.set(body, argument, members, key);
        }
        self.tell_lost(&shape::PIPELINE, members, &[]);
        if members.contains_key("version") {
            self.lose(Severity::Note, Path::key("version"), "the version", "AWS counts it.");
        }
        self.stores(body, members);
        for variable in document.pipeline().variables() {
            let mut inner = Body::default();
            for (argument, key) in
                [("name", "name"), ("default_value", "defaultValue"), ("description", "description")]
            {
                self.set(&mut inner, argument, variable.0, key);
            }
            body.block("variable", inner);
        }
        for trigger in document.pipeline().triggers() {
            self.trigger(body, trigger);
        }
    }

    fn stores(&mut self, body: &mut Body, members: &Object) {
        if let Some(store) = object_of(members, "artifactStore") {
            body.block("artifact_store", self.store(store, None));
        }
        let stores = object_of(members, "artifactStores");
        let is_single = stores.is_some_and(|stores| stores.len() == 1);
        for (region, store) in stores.into_iter().flatten() {
            let Some(store) = store.as_object() else { continue };
            if is_single {
                let why =
                    "Terraform takes a Region only beside another. The one store is written without it.";
                let path = Path::key("artifactStores").then(region.clone());
                self.lose(Severity::Note, path, "the Region of the artifact store", why);
            }
            body.block("artifact_store", self.store(store, Some(region).filter(|_| !is_single)));
        }
    }

    fn store(&self, store: &Object, region: Option<&String>) -> Body {
        let mut body = Body::default();
        self.set(&mut body, "location", store, "location");
        self.set(&mut body, "type", store, "type");
        if let Some(region) = region {
            body.set("region", expression(&self.solution.marked(region), self.solution));
        }
        if let Some(key) = object_of(store, "encryptionKey") {
            let mut inner = Body::default();
            self.set(&mut inner, "id", key, "id");
            self.set(&mut inner, "type", key, "type");
            body.block("encryption_key", inner);
        }
        body
    }

    fn trigger(&self, body: &mut Body, trigger: crate::pipeline::Trigger<'_>) {
        let mut git = Body::default();
        if let Some(members) = trigger.git_configuration() {
            self.set(&mut git, "source_action_name", members, "sourceActionName");
        }
        for filter in trigger.filters() {
            let kind = match filter.kind {
                crate::pipeline::FilterKind::Push => "push",
                crate::pipeline::FilterKind::PullRequest => "pull_request",
            };
            git.block(kind, self.filter(filter));
        }
        let mut inner = Body::default();
        self.set(&mut inner, "provider_type", trigger.0, "providerType");
        inner.block("git_configuration", git);
        body.block("trigger", inner);
    }

    fn filter(&self, filter: TriggerFilter<'_>) -> Body {
        let mut body = Body::default();
        self.set(&mut body, "events", filter.members, "events");
        for (block, key) in [("tags", "tags"), ("branches", "branches"), ("file_paths", "filePaths")] {
            if let Some(patterns) = filter.patterns(key) {
                let mut inner = Body::default();
                self.set(&mut inner, "includes", patterns.0, "includes");
                self.set(&mut inner, "excludes", patterns.0, "excludes");
                body.block(block, inner);
            }
        }
        body
    }

    fn stage(&mut self, stage: &Stage) -> Body {
        let mut body = Body::default();
        self.set(&mut body, "name", &stage.members, "name");
        self.tell_lost(&shape::STAGE, &stage.members, &["blockers"]);
        for (kind, block) in [
            (ConditionKind::BeforeEntry, "before_entry"),
            (ConditionKind::OnSuccess, "on_success"),
            (ConditionKind::OnFailure, "on_failure"),
        ] {
            if let Some(members) = object_of(&stage.members, kind.key()) {
                let conditions = self.conditions(members, &Path::key(kind.key()));
                body.block(block, conditions);
            }
        }
        for action in &stage.actions {
            self.owner = Owner::Action(action.id);
            if action.odd.is_some() {
                self.lose(Severity::Broken, Path::default(), "the action", "It is no object.");
            } else {
                let action = self.action(action);
                body.block("action", action);
            }
        }
        body
    }

    fn conditions(&mut self, members: &Object, path: &Path) -> Body {
        let mut body = Body::default();
        self.set(&mut body, "result", members, "result");
        if let Some(retry) = object_of(members, "retryConfiguration") {
            let mut inner = Body::default();
            self.set(&mut inner, "retry_mode", retry, "retryMode");
            body.block("retry_configuration", inner);
        }
        for (index, condition) in list_of(members, "conditions").iter().enumerate() {
            let path = path.clone().then("conditions").then(index);
            let Some(condition) = condition.as_object() else { continue };
            if index > 0 {
                let why = "Terraform takes one, as AWS does.";
                self.lose(Severity::Changed, path, "the second condition", why);
                break;
            }
            let mut inner = Body::default();
            self.set(&mut inner, "result", condition, "result");
            for rule in list_of(condition, "rules").iter().filter_map(Value::as_object) {
                inner.block("rule", self.rule(rule));
            }
            body.block("condition", inner);
        }
        body
    }

    fn rule(&self, rule: &Object) -> Body {
        let mut body = Body::default();
        self.set(&mut body, "name", rule, "name");
        self.set(&mut body, "region", rule, "region");
        self.set(&mut body, "role_arn", rule, "roleArn");
        self.set(&mut body, "timeout_in_minutes", rule, "timeoutInMinutes");
        self.set(&mut body, "commands", rule, "commands");
        self.names(&mut body, "input_artifacts", rule, "inputArtifacts");
        self.configuration(&mut body, rule);
        if let Some(kind) = object_of(rule, "ruleTypeId") {
            let mut inner = Body::default();
            for key in ["category", "owner", "provider", "version"] {
                self.set(&mut inner, key, kind, key);
            }
            body.block("rule_type_id", inner);
        }
        body
    }

    fn action(&mut self, action: &Action) -> Body {
        let members = &action.members;
        let mut body = Body::default();
        self.set(&mut body, "name", members, "name");
        if let Some(kind) = object_of(members, "actionTypeId") {
            for key in ["category", "owner", "provider", "version"] {
                self.set(&mut body, key, kind, key);
            }
        }
        for (argument, key) in [
            ("run_order", "runOrder"),
            ("region", "region"),
            ("role_arn", "roleArn"),
            ("namespace", "namespace"),
            ("timeout_in_minutes", "timeoutInMinutes"),
            ("commands", "commands"),
            ("output_variables", "outputVariables"),
        ] {
            self.set(&mut body, argument, members, key);
        }
        self.names(&mut body, "input_artifacts", members, "inputArtifacts");
        let outputs = list_of(members, "outputArtifacts");
        let has_files = outputs.iter().any(|output| output.get("files").is_some());
        if !has_files {
            self.names(&mut body, "output_artifacts", members, "outputArtifacts");
        }
        self.configuration(&mut body, members);
        for output in outputs.iter().filter_map(Value::as_object).filter(|_| has_files) {
            let mut inner = Body::default();
            self.set(&mut inner, "name", output, "name");
            self.set(&mut inner, "files", output, "files");
            body.block("output_artifacts_for_compute_actions", inner);
        }
        if !list_of(members, "environmentVariables").is_empty() {
            let path = Path::key("environmentVariables");
            let why = "The Terraform provider has no argument for them. Set them in the commands instead.";
            self.lose(Severity::Broken, path, "the environment variables", why);
        }
        self.tell_lost(&shape::ACTION, members, &[]);
        body
    }

    fn names(&self, body: &mut Body, argument: &str, members: &Object, key: &str) {
        let names: Vec<Expression> = list_of(members, key)
            .iter()
            .filter_map(|artifact| text_of(artifact.as_object()?, "name"))
            .map(|name| expression(name, self.solution))
            .collect();
        if !names.is_empty() {
            body.set(argument, Expression::List(names));
        }
    }

    /// A map from text to text.
    fn configuration(&self, body: &mut Body, members: &Object) {
        let Some(configuration) = object_of(members, "configuration") else { return };
        let entry =
            |(key, value): (&String, &Value)| Some((key.clone(), expression(&scalar(value)?, self.solution)));
        let entries: Vec<(String, Expression)> = configuration.iter().filter_map(entry).collect();
        if !entries.is_empty() {
            body.set("configuration", Expression::Object(entries));
        }
    }

    /// Tags stand beside the declaration where `create-pipeline` takes them.
    fn tags(&self, body: &mut Body) {
        let tags = self.solution.document.root().map_or(&[][..], |root| list_of(root, "tags"));
        let tag = |tag: &Value| {
            let tag = tag.as_object()?;
            Some((text_of(tag, "key")?.to_owned(), expression(text_of(tag, "value")?, self.solution)))
        };
        let tags: Vec<(String, Expression)> = tags.iter().filter_map(tag).collect();
        if !tags.is_empty() {
            body.0.push(Item::Attribute("tags".to_owned(), Expression::Object(tags)));
        }
    }
}
