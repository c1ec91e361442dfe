//! What a reference gives: a literal name where the template has it, else a parameter.

use serde_json::Value;

use super::Reader;
use crate::format::import::{Node, of_type};
use crate::pipeline::Object;

/// For a type, the property that its `Ref` gives.
const REF_IS: &[(&str, &str)] = &[
    ("AWS::CodeBuild::Project", "Name"),
    ("AWS::CodeDeploy::Application", "ApplicationName"),
    ("AWS::CodeDeploy::DeploymentConfig", "DeploymentConfigName"),
    ("AWS::CodeDeploy::DeploymentGroup", "DeploymentGroupName"),
    ("AWS::CodePipeline::Pipeline", "Name"),
    ("AWS::ECR::Repository", "RepositoryName"),
    ("AWS::ECS::Cluster", "ClusterName"),
    ("AWS::ElasticBeanstalk::Application", "ApplicationName"),
    ("AWS::ElasticBeanstalk::Environment", "EnvironmentName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::KMS::Alias", "AliasName"),
    ("AWS::Lambda::Function", "FunctionName"),
    ("AWS::S3::Bucket", "BucketName"),
    ("AWS::SSM::Parameter", "Name"),
    ("AWS::Serverless::Function", "FunctionName"),
];

/// For a type and an attribute, the property that the attribute gives.
const ATTRIBUTE_IS: &[(&str, &str, &str)] = &[
    ("AWS::CodeCommit::Repository", "Name", "RepositoryName"),
    ("AWS::ECS::Service", "Name", "ServiceName"),
    ("AWS::SNS::Topic", "TopicName", "TopicName"),
];

impl Reader<'_> {
    /// What `Ref` gives; `None` for `AWS::NoValue`.
    pub(super) fn refer(&mut self, name: &str, line: usize) -> Option<String> {
        if let Some(pseudo) = name.strip_prefix("AWS::") {
            return self.pseudo(pseudo);
        }
        if let Some(declared) = self.parameters.get(name).copied() {
            let text = self.open.refer(&format!("!Ref {name}"), name, || declaration(declared));
            return Some(self.or_default(text));
        }
        let Some(resource) = self.resources.get(name).copied() else {
            self.note(
                line,
                format!("!Ref {name}"),
                "The template has no parameter or resource of this name.",
            );
            return Some(self.unknown(&format!("!Ref {name}"), name));
        };
        let kind = resource.get("Type").and_then(Node::text).unwrap_or_default();
        let property = REF_IS.iter().find(|(of, _)| *of == kind).map(|(_, property)| *property);
        Some(self.property(resource, property).unwrap_or_else(|| self.unknown(&format!("!Ref {name}"), name)))
    }

    /// What `Fn::GetAtt` gives.
    pub(super) fn attribute(&mut self, resource: &str, attribute: &str, line: usize) -> String {
        let origin = format!("!GetAtt {resource}.{attribute}");
        let Some(node) = self.resources.get(resource).copied() else {
            self.note(line, origin.clone(), "The template has no resource of this name.");
            return self.unknown(&origin, &format!("{resource}{attribute}"));
        };
        let kind = node.get("Type").and_then(Node::text).unwrap_or_default();
        let property = ATTRIBUTE_IS.iter().find(|(of, name, _)| *of == kind && *name == attribute);
        self.property(node, property.map(|(_, _, property)| *property))
            .unwrap_or_else(|| self.unknown(&origin, &format!("{resource}{attribute}")))
    }

    /// A parameter for an expression that is known only once deployed.
    pub(super) fn unknown(&mut self, origin: &str, wish: &str) -> String {
        if self.is_by_defaults {
            self.is_unknown = true;
            return String::new();
        }
        self.open.refer(origin, wish, || of_type("String"))
    }

    /// A parameter for a secret or a stored parameter of Systems Manager.
    pub(super) fn stored(&mut self, origin: &str, wish: &str, is_secret: bool) -> String {
        if self.is_by_defaults {
            self.is_unknown = true;
            return String::new();
        }
        self.open.refer(origin, wish, || {
            let mut members = of_type("String");
            if is_secret {
                members.insert("secret".to_owned(), true.into());
            }
            members
        })
    }

    /// A parameter for an expression whose value follows from the defaults of others, if they have any.
    pub(super) fn open_with_default(&mut self, origin: &str, wish: &str, default: Option<String>) -> String {
        if self.is_by_defaults {
            self.is_unknown |= default.is_none();
            return default.unwrap_or_default();
        }
        self.open.refer(origin, wish, || {
            let mut members = of_type("String");
            if let Some(default) = default {
                members.insert("default".to_owned(), default.into());
            }
            members
        })
    }

    fn pseudo(&mut self, name: &str) -> Option<String> {
        let default = match name {
            "NoValue" => return None,
            "Partition" => Some("aws"),
            "URLSuffix" => Some("amazonaws.com"),
            _ => None,
        };
        let text = self.open.refer(&format!("!Ref AWS::{name}"), &format!("AWS{name}"), || {
            let mut members = of_type("String");
            if let Some(default) = default {
                members.insert("default".to_owned(), default.into());
            }
            members
        });
        Some(self.or_default(text))
    }

    /// The text of a property that names a resource, if the template gives one.
    fn property(&mut self, resource: &Node, property: Option<&str>) -> Option<String> {
        let node = resource.get("Properties")?.get(property?)?;
        // Its name may refer to others, and those to it.
        self.text(node, property?).filter(|text| !text.is_empty())
    }

    fn or_default(&mut self, text: String) -> String {
        if !self.is_by_defaults {
            return text;
        }
        self.open.with_defaults(&text).unwrap_or_else(|| {
            self.is_unknown = true;
            String::new()
        })
    }
}

/// A parameter of the template as one of the design.
fn declaration(node: &Node) -> Object {
    let mut members = of_type(node.get("Type").and_then(Node::text).unwrap_or("String"));
    let mut keep = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            members.insert(key.to_owned(), value);
        }
    };
    let text = |key: &str| node.get(key).and_then(Node::text).map(|text| Value::String(text.to_owned()));
    let is_secret = node.get("NoEcho").and_then(Node::text) == Some("true");
    keep("description", text("Description"));
    keep("default", text("Default").filter(|_| !is_secret));
    let allowed: Vec<Value> = node
        .get("AllowedValues")
        .map_or(&[][..], Node::elements)
        .iter()
        .filter_map(|value| Some(Value::String(value.text()?.to_owned())))
        .collect();
    keep("allowedValues", (!allowed.is_empty()).then(|| allowed.into()));
    keep("secret", is_secret.then_some(Value::Bool(true)));
    members
}
