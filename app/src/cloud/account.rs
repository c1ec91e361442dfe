//! An account that holds pipelines, as the rest of the program sees it.

use std::pin::Pin;

use pipewright_core::preflight::{Answer, Ask};
use serde_json::Value;

use super::around::{Execution, State};
use super::fault::Fault;

/// A future that may be sent to another thread, in a box so that [`Account`] can be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One account in one Region.
///
/// Every method answers within a deadline of its own; dropping the future gives the request up.
pub trait Account: Send + Sync {
    /// Who asks, and where. Needs no permission in AWS.
    fn identity(&self) -> BoxFuture<'_, Result<Identity, Fault>>;

    /// All pipelines of the account and Region, by name.
    fn list(&self) -> BoxFuture<'_, Result<Vec<Summary>, Fault>>;

    /// The pipeline as it stands, or an earlier `version` of it.
    ///
    /// A pipeline that does not exist is a fault of kind [`NotFound`](super::FaultKind::NotFound).
    fn get<'a>(&'a self, name: &'a str, version: Option<u64>) -> BoxFuture<'a, Result<Live, Fault>>;

    /// Makes a pipeline, which AWS then starts at once. Never sent twice: see
    /// [`Fault::outcome_is_unknown`] for what a lost answer means.
    fn create<'a>(&'a self, declaration: &'a Value, tags: &'a [Tag]) -> BoxFuture<'a, Result<Live, Fault>>;

    /// Replaces a pipeline whole. Raises its version by one and cuts off running executions. Never sent twice.
    fn update<'a>(&'a self, declaration: &'a Value) -> BoxFuture<'a, Result<Live, Fault>>;

    /// Looks at something beside the pipelines, and changes nothing.
    fn look<'a>(&'a self, ask: &'a Ask) -> BoxFuture<'a, Answer>;

    /// How the stages of a pipeline stand.
    fn state<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<State, Fault>>;

    /// The newest executions of a pipeline, at most a hundred, newest first.
    fn executions<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<Execution>, Fault>>;

    /// The tags of a pipeline, by its ARN.
    fn tags<'a>(&'a self, arn: &'a str) -> BoxFuture<'a, Result<Vec<Tag>, Fault>>;

    /// Sets tags of a pipeline, by its ARN; others stay.
    fn tag<'a>(&'a self, arn: &'a str, tags: &'a [Tag]) -> BoxFuture<'a, Result<(), Fault>>;

    /// Closes the way into a stage for a reason, or opens it. May be sent twice.
    fn transition<'a>(
        &'a self,
        name: &'a str,
        stage: &'a str,
        closed_because: Option<&'a str>,
    ) -> BoxFuture<'a, Result<(), Fault>>;
}

/// The caller, as STS names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Twelve digits.
    pub account: String,
    /// The name of the account, where it has one and whoever asks may know it.
    pub alias: Option<String>,
    /// The ARN of the user or of the assumed role.
    pub arn: String,
    pub region: String,
    /// The profile the credentials came from; `None` where the environment or the machine gave them.
    pub profile: Option<String>,
}

impl Identity {
    /// "acme-production (1234 5678 9012)", or the number alone.
    pub fn account_words(&self) -> String {
        let number = crate::words::grouped(&self.account);
        match &self.alias {
            Some(alias) => format!("{alias} ({number})"),
            None => number,
        }
    }
}

/// One line of a list of pipelines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub name: String,
    pub version: Option<u64>,
    /// `V1` or `V2`, where the service says so.
    pub pipeline_type: Option<String>,
    /// `SUPERSEDED`, `QUEUED` or `PARALLEL`, where the service says so.
    pub execution_mode: Option<String>,
    /// As the service wrote it: seconds since 1970 or an ISO 8601 text. [`same::instant`](super::same::instant)
    /// reads both.
    pub created: Option<String>,
    pub updated: Option<String>,
}

/// A key and a value attached to a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub key: String,
    pub value: String,
}

/// A pipeline as an answer of the service holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Live {
    /// The whole answer (`pipeline`, and `metadata` where it was read), members in the order they came in.
    pub raw: Value,
    /// The bytes `raw` was read from.
    pub text: String,
    pub version: Option<u64>,
    /// `metadata.updated` as written; absent in answers to create and update.
    pub updated: Option<String>,
}

impl Live {
    /// Takes an answer apart. `None` if it holds no pipeline, as any answer of the service does.
    pub fn from_text(text: String) -> Option<Self> {
        let raw: Value = serde_json::from_str(&text).ok()?;
        let pipeline = raw.get("pipeline").filter(|pipeline| pipeline.is_object())?;
        let version = pipeline.get("version").and_then(Value::as_u64);
        let updated = raw.get("metadata").and_then(|metadata| scalar(metadata.get("updated")?));
        Some(Self { raw, text, version, updated })
    }

    /// The ARN of the pipeline, where the answer has it.
    pub fn arn(&self) -> Option<&str> {
        self.raw.get("metadata")?.get("pipelineArn")?.as_str()
    }

    /// The declaration inside the answer.
    pub fn pipeline(&self) -> &Value {
        &self.raw["pipeline"]
    }
}

/// A time or a number as the service wrote it.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_its_text_and_its_numbers() {
        let text = r#"{"pipeline":{"name":"a","version":7,"new":{"big":12345678901234567890123,"f":2.50}},"metadata":{"updated":1.7E9}}"#;
        let live = Live::from_text(text.to_owned()).unwrap();
        assert_eq!(live.version, Some(7));
        assert_eq!(live.text, text);
        let inner = serde_json::to_string(live.pipeline()).unwrap();
        assert!(text.contains(&inner), "{inner}");
        assert!(live.updated.is_some());
    }

    #[test]
    fn an_answer_without_a_pipeline_is_none() {
        for text in ["", "{}", "[]", r#"{"pipeline":[]}"#, "<html></html>"] {
            assert_eq!(Live::from_text(text.to_owned()), None, "{text}");
        }
    }
}
