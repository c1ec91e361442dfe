//! An action type: what can stand on a card.

use serde::Deserialize;
use serde_json::Value;

use super::condition::When;
use super::field::{Field, form};
use super::iam::Iam;
use super::nearest::nearest_of;
use super::vocabulary::{Category, Confidence, Group, Owner, PipelineType, Status};

/// An action type of the catalog.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Provider {
    /// `category/owner/provider/version`, stable.
    pub id: String,
    /// As in `actionTypeId`.
    pub category: Category,
    /// As in `actionTypeId`.
    pub owner: Owner,
    /// As in `actionTypeId`; the same text may stand in several categories.
    pub provider: String,
    /// As in `actionTypeId`; `1` for everything built in.
    pub version: String,
    /// Heading in the palette.
    pub group: Group,
    /// Short, for cards and the palette.
    pub name: String,
    /// In full, as AWS calls it.
    pub display_name: String,
    /// One or two letters for the tile.
    pub code: String,
    /// Further words a search should find it by, lower case, separated by blanks.
    pub keywords: String,
    /// The name a new action gets.
    pub action_name: String,
    /// One sentence.
    pub summary: String,
    /// Whether it can be recommended.
    pub status: Status,
    /// Why not, or under which conditions.
    pub status_note: Option<String>,
    /// When it appeared, if known.
    pub since: Option<String>,
    /// The pipeline types it may be used in.
    pub pipeline_types: Vec<PipelineType>,
    /// Bounds of `inputArtifacts`.
    pub input_artifacts: ArtifactCount,
    /// Bounds of `outputArtifacts`.
    pub output_artifacts: ArtifactCount,
    /// Which common members of an action make sense.
    pub applies: Applies,
    /// Whether it can run in another Region than the pipeline.
    pub cross_region: bool,
    /// Whether it can run in another account than the pipeline.
    pub cross_account: bool,
    /// After what time AWS gives up.
    pub timeout: Timeout,
    /// What a run costs.
    pub billing: Billing,
    /// The variables every run yields.
    pub output_variables: Vec<OutputVariable>,
    /// Where further variables come from, whose names only the account knows.
    pub user_defined_output_variables: Option<String>,
    /// How a source notices changes.
    pub change_detection: Option<ChangeDetection>,
    /// The keys of `configuration`, in the order of a form.
    #[serde(rename = "configuration", deserialize_with = "form")]
    pub fields: Vec<Field>,
    /// Ways to configure it of which one has to be chosen.
    pub alternatives: Option<Alternatives>,
    /// What else has to hold, for people.
    #[serde(default)]
    pub configuration_rules: Vec<String>,
    /// Permissions.
    pub iam: Iam,
    /// A whole action, as it stands in a pipeline.
    pub example: Value,
    /// Page names of the user guide and other places the facts are from.
    pub sources: Vec<String>,
    /// How well founded this is.
    pub confidence: Confidence,
    /// What could not be settled.
    #[serde(default)]
    pub uncertain: Vec<String>,
}

impl Provider {
    /// The field with this key; letter case counts, as it does for AWS.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The field whose key is spelled like this text.
    pub fn nearest_field(&self, key: &str) -> Option<&Field> {
        self.field(nearest_of(key, self.fields.iter().map(|field| field.key.as_str()))?)
    }

    /// The fields that surely need a value and have none.
    ///
    /// As long as no alternative is chosen, none of their fields is missing by itself: it is the choice that
    /// is missing, and [`Alternatives::chosen`] is empty.
    pub fn missing<'v>(
        &self,
        value: &impl Fn(&str) -> Option<&'v str>,
        input_count: usize,
        output_count: usize,
    ) -> Vec<&Field> {
        let open = self.alternatives.as_ref().filter(|it| it.chosen(value).next().is_none());
        let is_missing = |field: &&Field| {
            value(&field.key).is_none_or(str::is_empty)
                && field.is_required(value, input_count, output_count)
                && !open.is_some_and(|alternatives| alternatives.contains(&field.key))
        };
        self.fields.iter().filter(is_missing).collect()
    }

    /// Whether the keys of the configuration are all known. Where they are not, an unknown key is no news.
    pub fn has_known_keys(&self) -> bool {
        self.status != Status::PartnerUnverified && self.confidence != Confidence::Unverified
    }

    /// Whether the palette shows it without being asked for.
    pub fn is_offered(&self) -> bool {
        self.status == Status::Current && self.confidence != Confidence::Unverified
    }

    /// The configuration of a new action: recommended values, and nothing for keys that only a person can
    /// fill in, because AWS refuses an empty value.
    pub fn template(&self) -> impl Iterator<Item = (&str, &str)> {
        template(&self.fields)
    }

    /// Whether it may be used in pipelines of this type.
    pub fn supports(&self, pipeline_type: PipelineType) -> bool {
        self.pipeline_types.contains(&pipeline_type)
    }

    /// Whether an action of this type can yield variables.
    pub fn yields_variables(&self) -> bool {
        !self.output_variables.is_empty() || self.user_defined_output_variables.is_some()
    }

    /// Every condition in fields and permissions that can be decided offline.
    pub fn conditions(&self) -> impl Iterator<Item = &super::Condition> {
        let in_iam = self.iam.pipeline_role.iter().map(|it| &it.when);
        let in_iam = in_iam.chain(self.iam.other_roles.iter().map(|it| &it.when));
        let in_iam = in_iam.filter_map(|when| when.as_ref().and_then(|when: &When| when.condition.as_ref()));
        self.fields.iter().flat_map(Field::conditions).chain(in_iam)
    }
}

pub(super) fn template(fields: &[Field]) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().filter_map(|field| {
        let required = field.required == super::Required::Always;
        let default = field.default.as_ref().filter(|_| required);
        Some((field.key.as_str(), field.initial.as_ref().or(default)?.as_str()))
    })
}

/// Sets of keys of which one has to be given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternatives {
    /// The keys of each way.
    pub sets: Vec<Vec<String>>,
    /// Whether AWS refuses more than one.
    pub exclusive: bool,
}

impl Alternatives {
    /// The sets that have a key with a value; choosing begins with the first key.
    pub fn chosen<'a, 'v>(
        &'a self,
        value: &impl Fn(&str) -> Option<&'v str>,
    ) -> impl Iterator<Item = &'a [String]> {
        let has_value = |key: &String| value(key).is_some_and(|text| !text.is_empty());
        self.sets.iter().map(Vec::as_slice).filter(move |keys| keys.iter().any(has_value))
    }

    fn contains(&self, key: &str) -> bool {
        self.sets.iter().flatten().any(|it| it == key)
    }
}

/// How many artifacts an action takes or makes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArtifactCount {
    /// Inclusive.
    pub min: usize,
    /// Inclusive.
    pub max: usize,
    /// What else is known.
    pub note: Option<String>,
}

/// Which common members make sense on an action of a type.
#[expect(clippy::struct_excessive_bools, reason = "one flag for each member of an action")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<Member>")]
pub struct Applies {
    /// `region`.
    pub region: bool,
    /// `namespace`.
    pub namespace: bool,
    /// `roleArn`.
    pub role_arn: bool,
    /// `timeoutInMinutes`.
    pub timeout: bool,
    /// `commands`.
    pub commands: bool,
    /// `outputVariables`.
    pub output_variables: bool,
    /// `environmentVariables`.
    pub environment_variables: bool,
    /// `files` of output artifacts.
    pub output_artifact_files: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Member {
    Region,
    Namespace,
    RoleArn,
    TimeoutInMinutes,
    Commands,
    OutputVariables,
    EnvironmentVariables,
    OutputArtifactFiles,
}

impl From<Vec<Member>> for Applies {
    fn from(members: Vec<Member>) -> Self {
        let mut applies = Self::default();
        for member in members {
            *match member {
                Member::Region => &mut applies.region,
                Member::Namespace => &mut applies.namespace,
                Member::RoleArn => &mut applies.role_arn,
                Member::TimeoutInMinutes => &mut applies.timeout,
                Member::Commands => &mut applies.commands,
                Member::OutputVariables => &mut applies.output_variables,
                Member::EnvironmentVariables => &mut applies.environment_variables,
                Member::OutputArtifactFiles => &mut applies.output_artifact_files,
            } = true;
        }
        applies
    }
}

/// After what time AWS gives an action up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeout {
    /// For people.
    pub text: String,
    /// The limit that holds the number, if AWS publishes one.
    pub limit: Option<String>,
}

/// What a run of an action costs, besides the service it calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Billing {
    /// Whether its minutes count in a V2 pipeline.
    #[serde(rename = "v2ActionMinutes")]
    pub action_minutes: bool,
    /// Whether it runs on managed build compute, which is billed as such.
    #[serde(rename = "codeBuildMinutes")]
    pub codebuild_minutes: bool,
}

/// A variable an action yields under its namespace.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputVariable {
    /// The part after the dot in `#{namespace.name}`.
    pub name: String,
    /// What it holds.
    pub help: String,
    /// When it exists; always if absent.
    pub when: Option<String>,
}

/// How a source action notices changes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeDetection {
    /// All ways there are.
    pub methods: Vec<String>,
    /// The one to take.
    pub recommended: Option<String>,
    /// Revision types that may be given when starting an execution by hand.
    pub override_revision_types: Vec<String>,
}

/// What is known about custom action types in general.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomActions {
    /// For people.
    pub description: String,
    /// The categories they can be registered in.
    pub categories: Vec<Category>,
    /// After what time AWS gives one up.
    pub default_timeout: String,
}
