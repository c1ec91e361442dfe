//! Filling in the variables of the catalog's statements.
//!
//! A variable may stand for several values (`${config.Alarms}` is a list), so a resource may become several.

use serde_json::{Map, Value};

use super::Whereabouts;
use crate::flow::variables::references;
use crate::pipeline::{Arn, Configuration, EnvironmentVariable};

/// What the variables of a statement stand for.
pub(super) struct Scope<'a> {
    pub place: &'a Whereabouts,
    /// Of the action or rule.
    pub region: Option<&'a str>,
    /// Of the action or rule: that of its role, else that of the pipeline.
    pub account: Option<&'a str>,
    pub pipeline: &'a str,
    pub stage: &'a str,
    pub action: &'a str,
    pub bucket: Option<&'a str>,
    pub configuration: Configuration<'a>,
    pub environment: Vec<EnvironmentVariable<'a>>,
    /// Who it is, for warnings.
    pub who: &'a str,
}

/// ARNs, and what could not be told, in sentences.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub texts: Vec<String>,
    pub warnings: Vec<String>,
}

impl Scope<'_> {
    /// The resources of a statement.
    pub fn resources(&self, templates: &[String]) -> Resolved {
        let mut all = Resolved::default();
        for template in templates {
            let mut one = self.fill(template);
            all.texts.append(&mut one.texts);
            all.warnings.append(&mut one.warnings);
        }
        let mut seen = Vec::new();
        all.texts.retain(|text| {
            !seen.contains(text) && {
                seen.push(text.clone());
                true
            }
        });
        all
    }

    /// The condition of a statement, its keys and texts filled in.
    pub fn condition(
        &self,
        condition: &Map<String, Value>,
        warnings: &mut Vec<String>,
    ) -> Map<String, Value> {
        let filled =
            condition.iter().map(|(key, value)| (self.one(key, warnings), self.value(value, warnings)));
        filled.collect()
    }

    fn value(&self, value: &Value, warnings: &mut Vec<String>) -> Value {
        match value {
            Value::String(text) => Value::String(self.one(text, warnings)),
            Value::Array(list) => list.iter().map(|value| self.value(value, warnings)).collect(),
            Value::Object(object) => Value::Object(self.condition(object, warnings)),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    fn one(&self, text: &str, warnings: &mut Vec<String>) -> String {
        let mut filled = self.fill(text);
        warnings.append(&mut filled.warnings);
        filled.texts.into_iter().next().unwrap_or_default()
    }

    fn fill(&self, template: &str) -> Resolved {
        let mut resolved = Resolved { texts: vec![String::new()], warnings: Vec::new() };
        let mut rest = template;
        while let Some(open) = rest.find("${") {
            let Some(close) = rest[open..].find('}') else { break };
            resolved.push_all(&[rest[..open].to_owned()]);
            let values = self.variable(&rest[open + 2..open + close], &mut resolved.warnings);
            rest = &rest[open + close + 1..];
            match values.as_slice() {
                // A name may be given as an ARN, which then is the resource.
                [whole] if rest.is_empty() && template.starts_with("arn:") && Arn::parse(whole).is_some() => {
                    resolved.texts = vec![whole.clone()];
                }
                values => resolved.push_all(values),
            }
        }
        resolved.push_all(&[rest.to_owned()]);
        resolved
    }

    /// What a variable stands for: at least one text.
    fn variable(&self, name: &str, warnings: &mut Vec<String>) -> Vec<String> {
        let mut unknown = |what: &str| {
            warnings.push(format!("{}: {what} is not known, so `*` stands for it.", self.who));
            vec!["*".to_owned()]
        };
        let known = |text: &str| vec![text.to_owned()];
        match name {
            "Partition" => known(self.place.partition.as_deref().unwrap_or("aws")),
            "Region" => self.region.map_or_else(|| unknown("the Region"), known),
            "AccountId" => self.account.map_or_else(|| unknown("the account"), known),
            "ArtifactBucket" => self.bucket.map_or_else(|| unknown("the artifact bucket"), known),
            "PipelineName" => known(self.pipeline),
            "StageName" => known(self.stage),
            "ActionName" => known(self.action),
            "SecretArns" => self.secrets(),
            "StateMachineName" => {
                let arn = self.configuration.get("StateMachineArn").and_then(Arn::parse);
                let name = arn.and_then(|arn| arn.resource.rsplit(':').next());
                name.map_or_else(|| unknown("the name of the state machine"), known)
            }
            "EcsTaskRoleArns" => {
                let partition = self.place.partition.as_deref().unwrap_or("aws");
                let account = self.account.unwrap_or("*");
                warnings.push(format!(
                    "{}: the roles stand in the task definition, which is not in the design. Name the task role and \
                     the execution role instead of `role/*`.",
                    self.who
                ));
                vec![format!("arn:{partition}:iam::{account}:role/*")]
            }
            _ => match name.strip_prefix("config.") {
                Some(key) => self.configured(key, warnings),
                None => unknown(name),
            },
        }
    }

    fn configured(&self, key: &str, warnings: &mut Vec<String>) -> Vec<String> {
        let written = self.configuration.get(key).unwrap_or_default();
        let is_list = matches!(key, "Alarms" | "TargetGroupNameList");
        let parts: Vec<&str> =
            if is_list { written.split(',').map(str::trim).collect() } else { vec![written] };
        let mut values: Vec<String> = Vec::new();
        for part in parts {
            let pattern = without_references(part);
            if pattern != part {
                warnings.push(format!(
                    "{}: {key} is only known when the pipeline runs, so `*` stands for its variable.",
                    self.who
                ));
            }
            if !pattern.is_empty() {
                values.push(pattern);
            }
        }
        if key == "ConnectionArn" {
            values = values.iter().flat_map(|arn| both_connections(arn)).collect();
        }
        if values.is_empty() {
            values.push(self.unset(key, warnings));
        }
        values
    }

    /// What stands for a value that is not set.
    fn unset(&self, key: &str, warnings: &mut Vec<String>) -> String {
        let partition = self.place.partition.as_deref().unwrap_or("aws");
        let role = |name: &str| format!("arn:{partition}:iam::{}:role/{name}", self.account.unwrap_or("*"));
        match key {
            "ExecutionNamePrefix" => String::new(),
            // What CloudFormation takes by itself.
            "AdministrationRoleArn" => role("AWSCloudFormationStackSetAdministrationRole"),
            _ => {
                let stand_in = if key.ends_with("RoleArn") { role("*") } else { "*".to_owned() };
                warnings.push(format!("{}: {key} is not set, so `{stand_in}` stands for it.", self.who));
                stand_in
            }
        }
    }

    /// The secrets in environment variables of the type `SECRETS_MANAGER`, as `name:key:stage:version` or as ARNs.
    fn secrets(&self) -> Vec<String> {
        let partition = self.place.partition.as_deref().unwrap_or("aws");
        let of_manager = self.environment.iter().filter(|variable| variable.kind() == "SECRETS_MANAGER");
        of_manager
            .filter_map(|variable| variable.value())
            .filter(|value| !value.is_empty())
            .map(|value| {
                let value = without_references(value);
                if value.starts_with("arn:") {
                    // `arn:aws:secretsmanager:R:A:secret:NAME-suffix`, then perhaps key, stage and version.
                    return value.split(':').take(7).collect::<Vec<_>>().join(":");
                }
                let name = value.split(':').next().unwrap_or_default();
                let (region, account) = (self.region.unwrap_or("*"), self.account.unwrap_or("*"));
                // Secrets Manager adds six characters to the name.
                format!("arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-??????")
            })
            .collect()
    }

    /// Whether a list variable among these has nothing to stand for, so that the statement is not needed.
    pub fn lacks_all(&self, templates: &[String]) -> bool {
        templates.iter().any(|template| template == "${SecretArns}") && self.secrets().is_empty()
    }
}

impl Resolved {
    /// Every text so far, followed by every one of `values`.
    fn push_all(&mut self, values: &[String]) {
        let texts = std::mem::take(&mut self.texts);
        self.texts =
            texts.iter().flat_map(|text| values.iter().map(move |value| format!("{text}{value}"))).collect();
    }
}

/// A connection under both names its service has had; a policy may be asked for either.
pub(super) fn both_connections(arn: &str) -> Vec<String> {
    let names = [":codeconnections:", ":codestar-connections:"];
    let Some(own) = names.into_iter().find(|name| arn.contains(name)) else { return vec![arn.to_owned()] };
    let other = if own == names[0] { names[1] } else { names[0] };
    vec![arn.to_owned(), arn.replacen(own, other, 1)]
}

/// A text with each `#{…}` replaced by `*`.
fn without_references(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for reference in references(text) {
        out.push_str(&text[from..reference.span.start]);
        out.push('*');
        from = reference.span.end;
    }
    out.push_str(&text[from..]);
    out
}
