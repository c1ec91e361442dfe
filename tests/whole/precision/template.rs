//! A CloudFormation template as the definition it would become.
//!
//! What a template leaves open is filled in with something plausible for its place: a default, the name of a
//! resource, an ARN of the right service. So the rules see a whole definition and find what is wrong with it rather
//! than with the stand-ins.

use serde_json::{Map, Value, json};

const ACCOUNT: &str = "123456789012";

/// A template.
pub struct Template<'t> {
    root: &'t Value,
    /// Where it is deployed.
    region: &'t str,
}

impl<'t> Template<'t> {
    /// A template that names Regions for its stores is for one of them: the one whose bucket it makes.
    pub fn new(root: &'t Value) -> Self {
        let resources = root["Resources"].as_object().into_iter().flatten();
        let stores: Vec<&Value> = resources
            .filter_map(|(_, resource)| resource["Properties"]["ArtifactStores"].as_array())
            .flatten()
            .collect();
        let is_here = |store: &&&Value| !store["ArtifactStore"]["Location"].is_string();
        let is_anywhere = stores.iter().any(|store| !store["Region"].is_string());
        let home = stores.iter().find(is_here).or(stores.first()).filter(|_| !is_anywhere);
        Self { root, region: home.and_then(|store| store["Region"].as_str()).unwrap_or("eu-central-1") }
    }

    /// The pipelines in it by their logical names, each as a definition.
    pub fn pipelines(&self) -> Vec<(&str, Value)> {
        let resources = self.root["Resources"].as_object().into_iter().flatten();
        resources
            .filter(|(_, resource)| resource["Type"] == "AWS::CodePipeline::Pipeline")
            .map(|(name, resource)| (name.as_str(), self.pipeline(name, &resource["Properties"])))
            .collect()
    }

    fn pipeline(&self, logical: &str, properties: &Value) -> Value {
        let mut properties = self.resolve(properties, "").unwrap_or_default();
        if let Some(members) = properties.as_object_mut() {
            members.retain(|key, _| {
                !matches!(
                    key.as_str(),
                    "Tags" | "DisableInboundStageTransitions" | "RestartExecutionOnUpdate"
                )
            });
            members.entry("Name").or_insert_with(|| logical.into());
        }
        let mut pipeline = in_lower_case(properties);
        if let Some(Value::Array(stores)) = pipeline.get("artifactStores") {
            let by_region: Map<String, Value> =
                stores.iter().map(|store| (text(&store["region"]), store["artifactStore"].clone())).collect();
            pipeline["artifactStores"] = by_region.into();
        }
        let role = text(&pipeline["roleArn"]);
        let account = role.split(':').nth(4).filter(|account| account.len() == 12).unwrap_or(ACCOUNT);
        let arn = format!("arn:aws:codepipeline:{}:{account}:pipeline", self.region);
        json!({"metadata": {"pipelineArn": arn}, "pipeline": pipeline})
    }

    /// The value with nothing left open; `None` for one that is left out. `key` is the property it is for.
    fn resolve(&self, value: &Value, key: &str) -> Option<Value> {
        match value {
            Value::Object(members) => {
                if let Some((name, argument)) = only(members)
                    && (name == "Ref" || name.starts_with("Fn::"))
                {
                    return self.call(name, argument, key);
                }
                let members =
                    members.iter().filter_map(|(key, value)| Some((key.clone(), self.resolve(value, key)?)));
                Some(Value::Object(members.collect()))
            }
            Value::Array(elements) => {
                Some(elements.iter().filter_map(|element| self.resolve(element, key)).collect())
            }
            // A reference that CloudFormation follows itself, or a place another program has yet to fill in.
            Value::String(text) if text.contains("{{") => Some(self.stand_in(key, "resolved")),
            other => Some(other.clone()),
        }
    }

    fn call(&self, name: &str, argument: &Value, key: &str) -> Option<Value> {
        let parts = argument.as_array().map_or(&[][..], Vec::as_slice);
        let part = |index: usize| parts.get(index).and_then(|part| self.resolve(part, key));
        match name {
            "Ref" => self.refer(&text(argument), key),
            "Fn::GetAtt" => {
                let (resource, attribute) = match argument {
                    Value::String(text) => text.split_once('.').unwrap_or((text, "")),
                    _ => (parts[0].as_str()?, parts[1].as_str().unwrap_or_default()),
                };
                Some(self.attribute(resource, attribute, key))
            }
            "Fn::Sub" => {
                let (pattern, given) = match argument {
                    Value::Array(_) => (text(&parts[0]), parts.get(1).and_then(Value::as_object)),
                    _ => (text(argument), None),
                };
                // A pattern that is one name stands for all of the value.
                let name = pattern.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
                match name.filter(|name| given.is_none() && !name.contains(['.', '!', '$'])) {
                    Some(name) => self.refer(name, key),
                    None => Some(self.substitute(&pattern, given, key).into()),
                }
            }
            "Fn::Join" => {
                let pieces: Vec<String> = part(1)?.as_array()?.iter().map(text).collect();
                Some(pieces.join(&text(&part(0)?)).into())
            }
            "Fn::Select" => {
                let index: usize = text(&part(0)?).parse().ok()?;
                let all = part(1)?;
                Some(all.get(index).cloned().unwrap_or_else(|| self.stand_in(key, "selected")))
            }
            "Fn::Split" => Some(text(&part(1)?).split(&text(&part(0)?)).collect()),
            "Fn::FindInMap" => {
                let [map, first, second] = [part(0)?, part(1)?, part(2)?].map(|part| text(&part));
                let found = &self.root["Mappings"][map][first][second];
                Some(if found.is_null() { self.stand_in(key, "found") } else { found.clone() })
            }
            // Which way a condition goes is not known; one of the two is there.
            "Fn::If" => part(1).or_else(|| part(2)),
            "Fn::ToJsonString" => Some(self.resolve(argument, key)?.to_string().into()),
            _ => Some(self.stand_in(key, "given")),
        }
    }

    fn refer(&self, name: &str, key: &str) -> Option<Value> {
        Some(match name {
            "AWS::NoValue" => return None,
            "AWS::Region" => self.region.into(),
            "AWS::AccountId" => ACCOUNT.into(),
            "AWS::Partition" => "aws".into(),
            "AWS::URLSuffix" => "amazonaws.com".into(),
            "AWS::StackName" => "stack".into(),
            "AWS::StackId" => self.arn_of("AWS::CloudFormation::Stack", "stack").into(),
            _ if self.root["Resources"].get(name).is_some() => {
                match self.root["Resources"][name]["Type"].as_str().unwrap_or_default() {
                    "AWS::S3::Bucket" => name.to_lowercase().into(),
                    "AWS::KMS::Key" => "11111111-2222-3333-4444-555555555555".into(),
                    kind if has_arn_for_name(kind) => self.arn_of(kind, name).into(),
                    _ => self.stand_in(key, name),
                }
            }
            _ => {
                let parameter = &self.root["Parameters"][name];
                let is_stored = text(&parameter["Type"]).starts_with("AWS::SSM");
                match [&parameter["Default"], &parameter["AllowedValues"][0]].into_iter().find(|value| {
                    !value.is_null() && **value != "" && !text(value).contains("{{") && !is_stored
                }) {
                    Some(value) => value.clone(),
                    None => self.stand_in(key, name),
                }
            }
        })
    }

    fn attribute(&self, resource: &str, attribute: &str, key: &str) -> Value {
        let kind = self.root["Resources"][resource]["Type"].as_str().unwrap_or_default();
        match attribute {
            _ if kind == "AWS::CloudFormation::Stack" || kind.starts_with("Custom::") => {
                self.stand_in(key, &resource.replace('.', "-"))
            }
            "Arn" | "ConnectionArn" | "TopicArn" => self.arn_of(kind, resource).into(),
            _ => self.stand_in(key, resource),
        }
    }

    fn substitute(&self, pattern: &str, given: Option<&Map<String, Value>>, key: &str) -> String {
        let (mut out, mut rest) = (String::new(), pattern);
        while let Some((before, behind)) = rest.split_once("${") {
            out += before;
            let Some((name, behind)) = behind.split_once('}') else {
                out += "${";
                rest = behind;
                continue;
            };
            if let Some(literal) = name.strip_prefix('!') {
                out.extend(["${", literal, "}"]);
            } else if let Some(value) = given.and_then(|given| given.get(name)) {
                out += &self.resolve(value, key).as_ref().map(text).unwrap_or_default();
            } else if let Some((resource, attribute)) = name.split_once('.') {
                out += &text(&self.attribute(resource, attribute, ""));
            } else {
                // A piece of a text is a name, whatever the text is for.
                out += &self.refer(name.trim(), "").as_ref().map(text).unwrap_or_default();
            }
            rest = behind;
        }
        out + rest
    }

    fn arn_of(&self, kind: &str, name: &str) -> String {
        let here =
            |service: &str, resource: &str| format!("arn:aws:{service}:{}:{ACCOUNT}:{resource}", self.region);
        match kind {
            "AWS::IAM::Role" => format!("arn:aws:iam::{ACCOUNT}:role/{name}"),
            "AWS::KMS::Key" => here("kms", "key/11111111-2222-3333-4444-555555555555"),
            "AWS::KMS::Alias" => here("kms", &format!("alias/{name}")),
            "AWS::S3::Bucket" => format!("arn:aws:s3:::{}", name.to_lowercase()),
            "AWS::SNS::Topic" => here("sns", name),
            "AWS::StepFunctions::StateMachine" => here("states", &format!("stateMachine:{name}")),
            kind if kind.ends_with("::Connection") => here("codeconnections", &format!("connection/{name}")),
            kind => here(&kind.split("::").nth(1).unwrap_or("service").to_lowercase(), name),
        }
    }

    /// Something a property would take.
    fn stand_in(&self, key: &str, name: &str) -> Value {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match key {
            "RoleArn" => self.arn_of("AWS::IAM::Role", &plain).into(),
            "ConnectionArn" => self.arn_of("AWS::CodeConnections::Connection", &plain).into(),
            "NotificationArn" => self.arn_of("AWS::SNS::Topic", &plain).into(),
            "StateMachineArn" => self.arn_of("AWS::StepFunctions::StateMachine", &plain).into(),
            "Id" => self.arn_of("AWS::KMS::Key", &plain).into(),
            "Region" => self.region.into(),
            "Version" => "1".into(),
            "FullRepositoryId" => "team/app".into(),
            "ExternalEntityLink" => "https://example.com".into(),
            "Location" | "S3Bucket" | "BucketName" | "RepositoryName" => plain.to_lowercase().into(),
            "PollForSourceChanges" | "DetectChanges" | "Extract" => "false".into(),
            "DeploymentTimeout" | "RunOrder" | "TimeoutInMinutes" => "10".into(),
            _ => plain.into(),
        }
    }
}

fn only(members: &Map<String, Value>) -> Option<(&String, &Value)> {
    if members.len() == 1 { members.iter().next() } else { None }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn has_arn_for_name(kind: &str) -> bool {
    matches!(kind, "AWS::SNS::Topic" | "AWS::StepFunctions::StateMachine")
        || kind.ends_with("::Connection")
        || kind == "AWS::SecretsManager::Secret"
}

/// From the names of CloudFormation to those of the service.
fn in_lower_case(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(key, value)| member(&key, value)).collect())
        }
        Value::Array(elements) => elements.into_iter().map(in_lower_case).collect(),
        other => other,
    }
}

fn member(key: &str, value: Value) -> (String, Value) {
    let lower = key[..1].to_lowercase() + &key[1..];
    let value = match (key, value) {
        // Here the keys are the provider's. CloudFormation takes numbers for text.
        ("Configuration", Value::Object(members)) => {
            let scalar = |value: Value| match value {
                Value::Number(_) | Value::Bool(_) => text(&value).into(),
                other => other,
            };
            Value::Object(members.into_iter().map(|(key, value)| (key, scalar(value))).collect())
        }
        ("Version", Value::Number(number)) => number.to_string().into(),
        ("RunOrder" | "TimeoutInMinutes", Value::String(text)) => {
            text.parse::<u32>().map_or_else(|_| text.clone().into(), Value::from)
        }
        (_, value) => in_lower_case(value),
    };
    (lower, value)
}
