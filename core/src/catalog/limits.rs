//! Quotas, structural limits and Regions.

use std::collections::HashMap;

use serde::Deserialize;

use super::vocabulary::PipelineType;

/// Limits by id, and Regions.
#[derive(Debug)]
pub struct Limits {
    file: File,
    by_id: HashMap<String, usize>,
}

/// One number AWS publishes.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html> and the API model.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limit {
    /// Stable, such as `actionsPerStage`.
    pub id: String,
    /// What is counted.
    pub what: String,
    /// Inclusive; absent if none is published.
    pub min: Option<u64>,
    /// Inclusive; absent if none is published.
    pub max: Option<u64>,
    /// What the numbers count.
    pub unit: String,
    /// The pipeline types that have such a thing.
    pub pipeline_types: Vec<PipelineType>,
    /// What the number is per.
    pub scope: Option<String>,
    /// Whether AWS raises it on request.
    pub adjustable: bool,
    /// When AWS minds, and with which exception.
    pub enforced_at: String,
    /// Where it is published.
    pub source: String,
    /// What else is known.
    pub note: Option<String>,
}

impl Limit {
    /// Whether a count lies within the bounds.
    pub fn allows(&self, count: usize) -> bool {
        let count = count as u64;
        self.min.is_none_or(|min| min <= count) && self.max.is_none_or(|max| count <= max)
    }
}

/// A Region where pipelines can run.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Region {
    /// Such as `eu-west-1`.
    pub id: String,
    /// Such as "Europe (Ireland)".
    pub name: String,
    /// Has to be switched on in an account first.
    pub opt_in: bool,
    /// Whether Git connections work there.
    pub connections: bool,
    /// Whether the Elastic Beanstalk action exists there.
    pub elastic_beanstalk: bool,
    /// What else is known.
    pub note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    #[serde(rename = "asOf")]
    _as_of: String,
    limits: Vec<Limit>,
    regions: Vec<Region>,
    #[serde(rename = "regionsNote")]
    _regions_note: String,
}

impl Limits {
    pub(super) fn read(text: &str) -> Result<Self, serde_json::Error> {
        let file: File = serde_json::from_str(text)?;
        let by_id = file.limits.iter().enumerate().map(|(index, limit)| (limit.id.clone(), index)).collect();
        Ok(Self { file, by_id })
    }

    /// The limit with this id.
    pub fn get(&self, id: &str) -> Option<&Limit> {
        self.by_id.get(id).map(|&index| &self.file.limits[index])
    }

    /// All limits, account and listing first.
    pub fn all(&self) -> &[Limit] {
        &self.file.limits
    }

    /// All Regions but those of China.
    pub fn regions(&self) -> &[Region] {
        &self.file.regions
    }

    /// The Region with this id; China's have a list of their own that is not here.
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions().iter().find(|region| region.id == id)
    }
}
