//! What stands around the pipeline in its template, as the `resources` of the design.
//!
//! A resource is taken over if the pipeline uses it, under the name the pipeline has for it. What is worth knowing of
//! it comes along; a note tells which of its properties do not.

use std::collections::HashSet;

use serde_json::Value;

use super::Reader;
use crate::format::import::{Node, Uses};
use crate::pipeline::Object;

/// What a design calls a resource, and where the pipeline names it.
struct Sort {
    kind: &'static str,
    /// Type of the template.
    of: &'static str,
    /// The attribute that the pipeline has; without one, what `Ref` gives.
    attribute: Option<&'static str>,
    used: fn(&Uses) -> &HashSet<String>,
}

#[rustfmt::skip]
const SORTS: &[Sort] = &[
    Sort { kind: "role", of: "AWS::IAM::Role", attribute: Some("Arn"), used: |uses| &uses.role },
    Sort { kind: "bucket", of: "AWS::S3::Bucket", attribute: None, used: |uses| &uses.buckets },
    Sort { kind: "key", of: "AWS::KMS::Key", attribute: Some("Arn"), used: |uses| &uses.keys },
    Sort { kind: "key", of: "AWS::KMS::Key", attribute: None, used: |uses| &uses.keys },
    Sort { kind: "codebuild-project", of: "AWS::CodeBuild::Project", attribute: None, used: |uses| &uses.projects },
    Sort { kind: "sns-topic", of: "AWS::SNS::Topic", attribute: None, used: |uses| &uses.topics },
    Sort { kind: "codecommit-repository", of: "AWS::CodeCommit::Repository", attribute: Some("Name"), used: |uses| &uses.repositories },
    Sort { kind: "ecr-repository", of: "AWS::ECR::Repository", attribute: None, used: |uses| &uses.repositories },
    Sort { kind: "s3-bucket", of: "AWS::S3::Bucket", attribute: None, used: |uses| &uses.source_buckets },
    Sort { kind: "connection", of: "AWS::CodeConnections::Connection", attribute: None, used: |uses| &uses.connections },
    Sort { kind: "connection", of: "AWS::CodeStarConnections::Connection", attribute: None, used: |uses| &uses.connections },
    Sort { kind: "codedeploy-application", of: "AWS::CodeDeploy::Application", attribute: None, used: |uses| &uses.applications },
];

/// Whether a design has a kind for such a resource.
pub(super) fn may_be_kept(resource: &Node) -> bool {
    let of = resource.get("Type").and_then(Node::text);
    SORTS.iter().any(|sort| Some(sort.of) == of)
}

impl Reader<'_> {
    /// The resources of the template that the pipeline uses, and their logical ids.
    pub(super) fn around(&mut self, root: &Node, pipeline: &Object) -> (Vec<Value>, HashSet<String>) {
        let uses = Uses::of(pipeline);
        let (mut around, mut ids) = (Vec::new(), HashSet::new());
        for member in root.get("Resources").map_or(&[][..], Node::members) {
            let of = member.value.get("Type").and_then(Node::text).unwrap_or_default();
            for sort in SORTS.iter().filter(|sort| sort.of == of) {
                let told = self.notes.len();
                let name = match sort.attribute {
                    Some(attribute) => self.attribute(&member.key, attribute, member.line),
                    None => self.refer(&member.key, member.line).unwrap_or_default(),
                };
                if !(sort.used)(&uses).contains(&name) || ids.contains(&member.key) {
                    // What is unknown about another resource's name is no matter of the design.
                    self.notes.truncate(told);
                    continue;
                }
                let empty = Node::of_members(member.line, Vec::new(), &mut Vec::new());
                let node = member.value.get("Properties").unwrap_or(&empty);
                let mut resource = Object::new();
                resource.insert("kind".to_owned(), sort.kind.into());
                resource.insert("name".to_owned(), name.into());
                resource.insert("exists".to_owned(), false.into());
                let properties = self.properties(sort.kind, node);
                if !properties.is_empty() {
                    resource.insert("properties".to_owned(), properties.into());
                }
                around.push(resource.into());
                ids.insert(member.key.clone());
                self.tell_left(sort.kind, &member.key, node);
            }
        }
        (around, ids)
    }

    fn properties(&mut self, kind: &str, node: &Node) -> Object {
        let mut properties = Object::new();
        match kind {
            "codebuild-project" => self.project(node, &mut properties),
            "connection" => {
                self.keep(node, &["ConnectionName"], "name", &mut properties);
                self.keep(node, &["ProviderType"], "provider", &mut properties);
            }
            "codedeploy-application" => self.keep(node, &["ComputePlatform"], "platform", &mut properties),
            _ => {}
        }
        properties
    }

    fn project(&mut self, node: &Node, properties: &mut Object) {
        self.keep(node, &["Description"], "description", properties);
        self.keep(node, &["Environment", "Type"], "environment", properties);
        self.keep(node, &["Environment", "Image"], "image", properties);
        self.keep(node, &["Environment", "ComputeType"], "compute", properties);
        let privileged = node.at(&["Environment", "PrivilegedMode"]);
        if privileged.and_then(|node| self.text(node, "PrivilegedMode")).as_deref() == Some("true") {
            properties.insert("privileged".to_owned(), true.into());
        }
        self.keep(node, &["Source", "BuildSpec"], "buildspec", properties);
        let timeout = node.get("TimeoutInMinutes").and_then(|node| self.text(node, "TimeoutInMinutes"));
        if let Some(minutes) = timeout {
            let minutes = minutes.parse::<i64>().map_or_else(|_| minutes.clone().into(), Value::from);
            properties.insert("timeoutInMinutes".to_owned(), minutes);
        }
        let all = node.at(&["Environment", "EnvironmentVariables"]).map_or(&[][..], Node::elements);
        let mut variables: Vec<Value> = Vec::new();
        for variable in all {
            let Some(variable) = self.settle(variable, "EnvironmentVariables") else { continue };
            let mut members = Object::new();
            for (from, to) in [("Name", "name"), ("Value", "value"), ("Type", "type")] {
                self.keep(&variable, &[from], to, &mut members);
            }
            variables.push(members.into());
        }
        if !variables.is_empty() {
            properties.insert("variables".to_owned(), variables.into());
        }
        if let Some(vpc) = node.get("VpcConfig") {
            let mut members = Object::new();
            self.keep(vpc, &["VpcId"], "id", &mut members);
            for (from, to) in [("Subnets", "subnets"), ("SecurityGroupIds", "securityGroups")] {
                if let Some(list) = vpc.get(from) {
                    let value = self.value(list, from);
                    let list = if value.is_array() { value } else { Value::Array(vec![value]) };
                    members.insert(to.to_owned(), list);
                }
            }
            properties.insert("vpc".to_owned(), members.into());
        }
    }

    fn keep(&mut self, node: &Node, from: &[&str], to: &str, properties: &mut Object) {
        let key = from.last().copied().unwrap_or_default();
        if let Some(text) = node.at(from).and_then(|node| self.text(node, key)) {
            properties.insert(to.to_owned(), text.into());
        }
    }

    /// Tells which properties of a resource did not come along.
    fn tell_left(&mut self, kind: &str, id: &str, node: &Node) {
        let kept: &[&str] = match kind {
            "role" => &[],
            "bucket" | "s3-bucket" => &["BucketName"],
            "key" => &["Description"],
            "codebuild-project" => &[
                "Name",
                "Description",
                "Environment",
                "Source",
                "Artifacts",
                "TimeoutInMinutes",
                "VpcConfig",
                "ServiceRole",
            ],
            "sns-topic" => &["TopicName", "DisplayName"],
            "codecommit-repository" | "ecr-repository" => &["RepositoryName"],
            "connection" => &["ConnectionName", "ProviderType"],
            _ => &["ApplicationName", "ComputePlatform"],
        };
        let left: Vec<&str> = node
            .members()
            .iter()
            .map(|member| member.key.as_str())
            .filter(|key| !kept.contains(key))
            .collect();
        if !left.is_empty() {
            self.note(
                node.line,
                format!("{id}: {}", left.join(", ")),
                format!("The design keeps {id} as a {kind}, without these properties."),
            );
        }
    }
}
