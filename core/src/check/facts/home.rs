//! What an action is judged by that stands outside of it.

use serde_json::Value;

use crate::catalog::{Catalog, Category};
use crate::document::Document;
use crate::pipeline::{Action, Arn};

/// What an action is judged by that stands outside of it.
pub(in super::super) struct Home<'d> {
    pub catalog: &'static Catalog,
    /// The pipeline's name.
    pub name: &'d str,
    /// The declared type of the pipeline.
    pub pipeline_type: Option<&'d str>,
    /// The service role.
    pub role: Option<Arn<'d>>,
    /// The account, told by the pipeline's ARN or else by its service role.
    pub account: Option<&'d str>,
    /// The ARN of the published pipeline, where the file holds it.
    pub arn: Option<Arn<'d>>,
    /// The Region, told by that ARN or by the key of its only store.
    pub told_region: Option<&'d str>,
    /// The Region, told by the pipeline's ARN, by the key of its only store, or by a source that names one.
    pub region: Option<&'d str>,
}

impl<'d> Home<'d> {
    pub fn of(document: &'d Document) -> Self {
        let pipeline = document.pipeline();
        let metadata = document.root().and_then(|root| root.get("metadata"));
        let arn = metadata.and_then(|metadata| metadata.get("pipelineArn")).and_then(Value::as_str);
        let arn = arn.and_then(Arn::parse).filter(|arn| arn.service == "codepipeline");
        let role = pipeline.role_arn().and_then(Arn::parse);
        let key = pipeline.artifact_store().and_then(|store| store.encryption_key()?.id());
        let key = key.and_then(Arn::parse).filter(|arn| arn.service == "kms");
        let told = arn.or(key).map(|arn| arn.region).filter(|region| !region.is_empty());
        let source = || {
            let is_source = |action: &&Action| action.action_type().category == Category::Source.as_str();
            pipeline.stages.first()?.actions.iter().find(is_source)?.region()
        };
        Self {
            catalog: Catalog::get(),
            name: pipeline.name(),
            pipeline_type: pipeline.pipeline_type(),
            role,
            account: arn.or(role).map(|arn| arn.account).filter(|account| is_account(account)),
            arn,
            told_region: told,
            region: told.or_else(source),
        }
    }

    /// All of it as one text, for comparing.
    pub fn key(&self) -> String {
        let Self { catalog: _, name, pipeline_type, role, account, arn, told_region, region } = self;
        format!("{:?}", (name, pipeline_type, role, account, arn, told_region, region))
    }

    /// Whether the pipeline is declared as V1; one that says nothing becomes V2 where it needs to.
    pub fn is_v1(&self) -> bool {
        self.pipeline_type == Some("V1")
    }

    /// The Region an action runs in, if it is known.
    pub fn region_of<'a>(&'a self, action: &'a Action) -> Option<&'a str> {
        action.region().or(self.region)
    }

    /// The account an action runs in, if it is known.
    pub fn account_of<'a>(&'a self, action: &'a Action) -> Option<&'a str> {
        match action.role_arn() {
            Some(role) => Arn::parse(role).map(|arn| arn.account),
            None => self.account,
        }
    }

    /// Whether the action runs in another account than the pipeline.
    pub fn is_cross_account(&self, action: &Action) -> bool {
        match (self.account, self.account_of(action)) {
            (Some(home), Some(account)) => home != account && is_account(account),
            _ => false,
        }
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}
