//! The permissions an action or rule needs, as data.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::condition::When;

/// Who needs which permissions for an action to run.
///
/// Resources hold variables such as `${Region}` and `${config.ProjectName}`; `iamVariables` in
/// `assets/catalog/actions.json` lists them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Iam {
    /// For the role of the action, else the service role of the pipeline.
    pub pipeline_role: Vec<Statement>,
    /// Policies of AWS to attach where no complete list of statements is published.
    #[serde(default)]
    pub managed_policies: Vec<ManagedPolicy>,
    /// For others: build projects, functions, approvers.
    #[serde(default)]
    pub other_roles: Vec<OtherRole>,
}

/// One `Allow` statement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Letters and digits.
    pub sid: String,
    /// When it is needed; always if absent.
    pub when: Option<When>,
    /// IAM actions.
    pub actions: Vec<String>,
    /// ARNs with variables.
    pub resources: Vec<String>,
    /// `Condition` of the statement.
    pub condition: Option<Map<String, Value>>,
    /// What else is known.
    pub note: Option<String>,
}

/// A policy AWS maintains.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedPolicy {
    /// With variables.
    pub arn: String,
    /// Why it is needed.
    pub note: String,
}

/// What somebody else than the pipeline must be allowed to do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherRole {
    /// Who, for people.
    pub role: String,
    /// When it is needed; always if absent.
    pub when: Option<When>,
    /// IAM actions, or a sentence where the right is no IAM action.
    pub actions: Vec<String>,
    /// ARNs with variables, or a sentence.
    pub resources: Vec<String>,
}
