//! What AWS offers: action types, rule types, limits and Regions.
//!
//! The facts are data, `assets/catalog/*.json`, embedded in the program and read once; this module gives
//! them types and the few questions asked of them: which action type is this, what may its configuration
//! hold, is this value fine, what was probably meant. It knows nothing of documents: conditions and checks
//! take plain text and counts, so that a canvas card, an imported file and a test can ask alike.
//!
//! Start at [`Catalog::get`] and [`Provider`]. Nothing here is exhaustive by right: an account can hold
//! custom and partner action types, so an unknown one is a question, not an error.

mod condition;
mod field;
mod iam;
mod limits;
mod nearest;
mod provider;
mod resource;
mod rule_type;
mod texts;
mod value;
mod vocabulary;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

pub use condition::{Condition, Count, When};
pub use field::{Field, FieldKind, Pattern, Required};
pub use iam::{Iam, ManagedPolicy, OtherRole, Statement};
pub use limits::{Limit, Limits, Region};
pub use nearest::nearest_of;
pub use provider::{
    Alternatives, Applies, ArtifactCount, Billing, ChangeDetection, CustomActions, OutputVariable, Provider,
    Timeout,
};
pub use resource::ResourceKind;
pub use rule_type::{ConditionSupport, RuleType};
pub use value::ValueProblem;
pub(crate) use value::json_problem;
pub use vocabulary::{Category, Confidence, Group, Owner, PipelineType, Status};

const ACTIONS: &str = include_str!("../../../assets/catalog/actions.json");
const RULES: &str = include_str!("../../../assets/catalog/rules.json");
const LIMITS: &str = include_str!("../../../assets/catalog/limits.json");
const RESOURCES: &str = include_str!("../../../assets/catalog/resources.json");

/// Everything known about what AWS offers.
#[derive(Debug)]
pub struct Catalog {
    actions: ActionsFile,
    rules: RulesFile,
    limits: Limits,
    resources: ResourcesFile,
    /// Positions in the list of providers, by the provider's own name: a lookup hashes one short text and
    /// compares the two or three namesakes, without building a key.
    providers_by_name: HashMap<String, Vec<usize>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ActionsFile {
    as_of: String,
    #[serde(rename = "iamVariables")]
    _iam_variables: serde_json::Map<String, serde_json::Value>,
    #[serde(rename = "commonRules")]
    _common_rules: Vec<String>,
    custom_actions: CustomActions,
    providers: Vec<Provider>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RulesFile {
    #[serde(rename = "asOf")]
    _as_of: String,
    rule_types: Vec<RuleType>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ResourcesFile {
    #[serde(rename = "asOf")]
    _as_of: String,
    kinds: Vec<ResourceKind>,
}

impl Catalog {
    /// The catalog of this program, read at the first call.
    pub fn get() -> &'static Self {
        static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
            Catalog::read(ACTIONS, RULES, LIMITS, RESOURCES).expect("a test reads the embedded catalog files")
        });
        &CATALOG
    }

    fn read(actions: &str, rules: &str, limits: &str, resources: &str) -> Result<Self, serde_json::Error> {
        let actions: ActionsFile = serde_json::from_str(actions)?;
        let mut providers_by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, provider) in actions.providers.iter().enumerate() {
            providers_by_name.entry(provider.provider.clone()).or_default().push(index);
        }
        Ok(Self {
            actions,
            rules: serde_json::from_str(rules)?,
            limits: Limits::read(limits)?,
            resources: serde_json::from_str(resources)?,
            providers_by_name,
        })
    }

    /// The kinds of things around a pipeline.
    pub fn resource_kinds(&self) -> &[ResourceKind] {
        &self.resources.kinds
    }

    /// The kind of this name, such as `codebuild-project`.
    pub fn resource_kind(&self, id: &str) -> Option<&ResourceKind> {
        self.resource_kinds().iter().find(|kind| kind.id == id)
    }

    /// The day the facts were gathered, `YYYY-MM-DD`.
    pub fn as_of(&self) -> &str {
        &self.actions.as_of
    }

    /// All built-in and known partner action types, in the order of the palette.
    pub fn providers(&self) -> &[Provider] {
        &self.actions.providers
    }

    /// The action type with exactly these four members, as they stand in `actionTypeId`.
    pub fn provider(&self, category: &str, owner: &str, provider: &str, version: &str) -> Option<&Provider> {
        self.namesakes(provider).find(|candidate| {
            candidate.category.as_str() == category
                && candidate.owner.as_str() == owner
                && candidate.version == version
        })
    }

    /// The action type with this id, such as `Deploy/AWS/S3/1`.
    pub fn provider_by_id(&self, id: &str) -> Option<&Provider> {
        self.providers().iter().find(|provider| provider.id == id)
    }

    /// Every action type whose provider member is this text: `CodeBuild` is a build and a test.
    pub fn namesakes(&self, provider: &str) -> impl Iterator<Item = &Provider> {
        let positions = self.providers_by_name.get(provider).map_or(&[][..], Vec::as_slice);
        positions.iter().map(|&index| &self.actions.providers[index])
    }

    /// What was probably meant by an `actionTypeId` that is not in the catalog.
    ///
    /// A provider of that name under another category, owner or version comes first, then one whose name is
    /// spelled alike. The caller sees from the members of the answer what was wrong.
    pub fn nearest(&self, category: &str, owner: &str, provider: &str, version: &str) -> Option<&Provider> {
        nearest::provider(self, category, owner, provider, version)
    }

    /// What is known about custom action types without asking the account.
    pub fn custom_actions(&self) -> &CustomActions {
        &self.actions.custom_actions
    }

    /// The rule types of stage conditions.
    pub fn rule_types(&self) -> &[RuleType] {
        &self.rules.rule_types
    }

    /// The rule type with exactly these members, as they stand in `ruleTypeId`; `category` is `Rule`.
    pub fn rule_type(&self, category: &str, owner: &str, provider: &str, version: &str) -> Option<&RuleType> {
        self.rule_types().iter().find(|rule| {
            rule.provider == provider
                && rule.version == version
                && rule.owner.as_str() == owner
                && rule.category == category
        })
    }

    /// The rule type whose provider is spelled like this text.
    pub fn nearest_rule_type(&self, provider: &str) -> Option<&RuleType> {
        let found = nearest_of(provider, self.rule_types().iter().map(|rule| rule.provider.as_str()))?;
        self.rule_types().iter().find(|rule| rule.provider == found)
    }

    /// Quotas, structural limits and Regions.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}
