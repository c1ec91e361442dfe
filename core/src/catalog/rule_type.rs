//! A rule type: what can judge whether a stage may begin, end or roll back.

use serde::Deserialize;
use serde_json::Value;

use super::field::{Field, form};
use super::iam::Iam;
use super::nearest::nearest_of;
use super::provider::{ArtifactCount, Timeout, template};
use super::vocabulary::{Confidence, Owner, PipelineType};

/// A rule type of stage conditions (V2 pipelines only).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleType {
    /// `Rule/owner/provider/version`, stable.
    pub id: String,
    /// Always `Rule`.
    pub category: String,
    /// As in `ruleTypeId`.
    pub owner: Owner,
    /// As in `ruleTypeId`.
    pub provider: String,
    /// As in `ruleTypeId`.
    pub version: String,
    /// Short, for badges and lists.
    pub name: String,
    /// In full.
    pub display_name: String,
    /// One or two letters for the tile.
    pub code: String,
    /// Further words a search should find it by, lower case, separated by blanks.
    pub keywords: String,
    /// The name a new rule gets.
    pub rule_name: String,
    /// One sentence.
    pub summary: String,
    /// When it appeared, if known.
    pub since: Option<String>,
    /// The pipeline types it may be used in.
    pub pipeline_types: Vec<PipelineType>,
    /// Bounds of `inputArtifacts`.
    pub input_artifacts: ArtifactCount,
    /// Where it may stand.
    pub condition_support: ConditionSupport,
    /// Whether it takes `commands`.
    pub commands: bool,
    /// After what time AWS gives up, if published.
    pub timeout: Option<Timeout>,
    /// The keys of `configuration`, in the order of a form.
    #[serde(rename = "configuration", deserialize_with = "form")]
    pub fields: Vec<Field>,
    /// What else is known.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Permissions.
    pub iam: Iam,
    /// A whole rule, as it stands in a condition.
    pub example: Value,
    /// How well founded this is.
    pub confidence: Confidence,
    /// What could not be settled.
    #[serde(default)]
    pub uncertain: Vec<String>,
}

/// The places and results of a condition a rule can stand for.
#[expect(clippy::struct_excessive_bools, reason = "one flag for each place")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConditionSupport {
    /// `beforeEntry` with result `FAIL`.
    pub before_entry_fail: bool,
    /// `beforeEntry` with result `SKIP`.
    pub before_entry_skip: bool,
    /// `onSuccess`.
    pub on_success: bool,
    /// `onFailure`.
    pub on_failure: bool,
}

impl RuleType {
    /// The field with this key; letter case counts.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The field whose key is spelled like this text.
    pub fn nearest_field(&self, key: &str) -> Option<&Field> {
        self.field(nearest_of(key, self.fields.iter().map(|field| field.key.as_str()))?)
    }

    /// The configuration of a new rule, as for [`super::Provider::template`].
    pub fn template(&self) -> impl Iterator<Item = (&str, &str)> {
        template(&self.fields)
    }
}
