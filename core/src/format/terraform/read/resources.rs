//! What stands around the pipeline in its file, as the `resources` of the design.
//!
//! A resource is taken over if the pipeline uses it, under the name the pipeline has for it. What is worth knowing of
//! it comes along; a note tells which of its arguments do not.

use std::collections::HashSet;

use serde_json::Value;

use super::Reader;
use super::syntax::{Block, Body};
use crate::format::import::{Kind, Uses};
use crate::pipeline::Object;

/// What a design calls a resource, and where the pipeline names it.
struct Sort {
    kind: &'static str,
    of: &'static str,
    /// The attributes that the pipeline may have of it.
    attributes: &'static [&'static str],
    used: fn(&Uses) -> &HashSet<String>,
    /// The arguments that the design keeps, or that say nothing.
    kept: &'static [&'static str],
}

#[rustfmt::skip]
const SORTS: &[Sort] = &[
    Sort { kind: "role", of: "aws_iam_role", attributes: &["arn"], used: |uses| &uses.role, kept: &[] },
    Sort { kind: "bucket", of: "aws_s3_bucket", attributes: &["bucket"], used: |uses| &uses.buckets, kept: &["bucket"] },
    Sort { kind: "key", of: "aws_kms_key", attributes: &["arn", "key_id"], used: |uses| &uses.keys, kept: &["description"] },
    Sort { kind: "codebuild-project", of: "aws_codebuild_project", attributes: &["name"], used: |uses| &uses.projects,
        kept: &["name", "description", "build_timeout", "environment", "source", "artifacts", "vpc_config", "service_role"] },
    Sort { kind: "sns-topic", of: "aws_sns_topic", attributes: &["arn"], used: |uses| &uses.topics, kept: &["name", "display_name"] },
    Sort { kind: "codecommit-repository", of: "aws_codecommit_repository", attributes: &["repository_name"], used: |uses| &uses.repositories, kept: &["repository_name"] },
    Sort { kind: "ecr-repository", of: "aws_ecr_repository", attributes: &["name"], used: |uses| &uses.repositories, kept: &["name"] },
    Sort { kind: "s3-bucket", of: "aws_s3_bucket", attributes: &["bucket"], used: |uses| &uses.source_buckets, kept: &["bucket"] },
    Sort { kind: "connection", of: "aws_codeconnections_connection", attributes: &["arn"], used: |uses| &uses.connections, kept: &["name", "provider_type"] },
    Sort { kind: "connection", of: "aws_codestarconnections_connection", attributes: &["arn"], used: |uses| &uses.connections, kept: &["name", "provider_type"] },
    Sort { kind: "codedeploy-application", of: "aws_codedeploy_app", attributes: &["name"], used: |uses| &uses.applications, kept: &["name", "compute_platform"] },
];

/// Whether a design has a kind for such a resource.
pub(super) fn may_be_kept(block: &Block) -> bool {
    SORTS.iter().any(|sort| sort.of == block.label(0))
}

impl Reader<'_> {
    /// The resources of the file that the pipeline uses, and their types and labels.
    pub(super) fn around(
        &mut self,
        body: &Body,
        pipeline: &Object,
    ) -> (Vec<Value>, HashSet<(String, String)>) {
        let uses = Uses::of(pipeline);
        let (mut around, mut known) = (Vec::new(), HashSet::new());
        for block in body.blocks_of("resource") {
            let (of, label) = (block.label(0), block.label(1));
            for sort in SORTS.iter().filter(|sort| sort.of == of) {
                let id = (of.to_owned(), label.to_owned());
                let Some(name) = self.used_name(sort, block, &uses).filter(|_| !known.contains(&id)) else {
                    continue;
                };
                let mut resource = Object::new();
                resource.insert("kind".to_owned(), sort.kind.into());
                resource.insert("name".to_owned(), name.into());
                resource.insert("exists".to_owned(), false.into());
                let properties = self.properties(sort.kind, &block.body);
                if !properties.is_empty() {
                    resource.insert("properties".to_owned(), properties.into());
                }
                around.push(resource.into());
                known.insert(id);
                self.tell_left(sort, block);
            }
        }
        (around, known)
    }

    /// What the pipeline calls a resource, if it uses it.
    fn used_name(&mut self, sort: &Sort, block: &Block, uses: &Uses) -> Option<String> {
        let (told, decided) = (self.notes.len(), self.decided.len());
        let names = sort.attributes.iter().map(|attribute| {
            let node = self.attribute_of(sort.of, block.label(1), attribute, block.line)?;
            node.text().map(str::to_owned)
        });
        let names: Vec<String> = names.collect::<Vec<_>>().into_iter().flatten().collect();
        // The pipeline was told of what it uses already; what others are called is no matter of the design.
        self.notes.truncate(told);
        self.decided.truncate(decided);
        names.into_iter().find(|name| (sort.used)(uses).contains(name))
    }

    fn properties(&mut self, kind: &str, body: &Body) -> Object {
        let mut properties = Object::new();
        match kind {
            "codebuild-project" => self.project(body, &mut properties),
            "connection" => {
                self.keep(body, "name", "name", &mut properties);
                self.keep(body, "provider_type", "provider", &mut properties);
            }
            "codedeploy-application" => self.keep(body, "compute_platform", "platform", &mut properties),
            _ => {}
        }
        properties
    }

    fn project(&mut self, body: &Body, properties: &mut Object) {
        self.keep(body, "description", "description", properties);
        if let Some(environment) = body.block("environment").map(|block| &block.body) {
            self.keep(environment, "type", "environment", properties);
            self.keep(environment, "image", "image", properties);
            self.keep(environment, "compute_type", "compute", properties);
            if self.text_at(environment, "privileged_mode").as_deref() == Some("true") {
                properties.insert("privileged".to_owned(), true.into());
            }
        }
        if let Some(source) = body.block("source").map(|block| &block.body) {
            self.keep(source, "buildspec", "buildspec", properties);
        }
        if let Some(minutes) = self.text_at(body, "build_timeout") {
            let minutes = minutes.parse::<i64>().map_or_else(|_| minutes.clone().into(), Value::from);
            properties.insert("timeoutInMinutes".to_owned(), minutes);
        }
        if let Some(environment) = body.block("environment").map(|block| &block.body) {
            let variables = self.blocks(environment, "environment_variable", |reader, opened| {
                let mut variable = Object::new();
                for name in ["name", "value", "type"] {
                    reader.keep(opened.body, name, name, &mut variable);
                }
                Value::Object(variable)
            });
            if !variables.is_empty() {
                properties.insert("variables".to_owned(), variables.into());
            }
        }
        self.network(body, properties);
    }

    fn network(&mut self, body: &Body, properties: &mut Object) {
        let Some(network) = body.block("vpc_config").map(|block| &block.body) else { return };
        let mut vpc = Object::new();
        self.keep(network, "vpc_id", "id", &mut vpc);
        for (name, key) in [("subnets", "subnets"), ("security_group_ids", "securityGroups")] {
            let Some(value) = network.value(name) else { continue };
            name.clone_into(&mut self.place);
            let node = self.settle(value, name);
            let texts: Vec<Value> = match &node.kind {
                Kind::List(elements) => elements.iter().filter_map(|it| Some(it.text()?.into())).collect(),
                Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => {
                    node.text().map(Value::from).into_iter().collect()
                }
            };
            if !texts.is_empty() {
                vpc.insert(key.to_owned(), texts.into());
            }
        }
        if !vpc.is_empty() {
            properties.insert("vpc".to_owned(), vpc.into());
        }
    }

    fn keep(&mut self, body: &Body, name: &str, key: &str, properties: &mut Object) {
        if let Some(text) = self.text_at(body, name) {
            properties.insert(key.to_owned(), text.into());
        }
    }

    fn text_at(&mut self, body: &Body, name: &str) -> Option<String> {
        let value = body.value(name)?;
        name.clone_into(&mut self.place);
        self.settle(value, name).text().map(str::to_owned)
    }

    /// Tells which arguments of a resource did not come along.
    fn tell_left(&mut self, sort: &Sort, block: &Block) {
        let body = &block.body;
        let arguments = body.arguments.iter().map(|argument| argument.name.as_str());
        let blocks = body.blocks.iter().map(Block::made);
        let mut left: Vec<&str> = arguments
            .chain(blocks)
            .filter(|name| !sort.kept.contains(name) && *name != "depends_on")
            .collect();
        left.dedup();
        if !left.is_empty() {
            let (kind, label) = (sort.kind, block.label(1));
            self.note(
                block.line,
                format!("{label}: {}", left.join(", ")),
                format!("The design keeps {label} as a {kind}, without these arguments."),
            );
        }
    }
}
