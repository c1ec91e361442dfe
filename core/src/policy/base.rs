//! What every pipeline needs: its artifacts, their keys, and the roles of its actions.

use serde_json::{Map, Value, json};

use super::need::Need;
use super::{Reason, Role, Statement, Whereabouts};
use crate::document::Owner;
use crate::pipeline::{Arn, ArtifactStore, Pipeline};

const BUCKET_ACTIONS: [&str; 3] = ["s3:GetBucketVersioning", "s3:GetBucketAcl", "s3:GetBucketLocation"];
const OBJECT_ACTIONS: [&str; 7] = [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:PutObject",
    "s3:PutObjectAcl",
    "s3:PutObjectTagging",
    "s3:GetObjectTagging",
    "s3:GetObjectVersionTagging",
];
const KEY_ACTIONS: [&str; 5] =
    ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:DescribeKey"];

/// The artifact buckets and their keys, for the service role and for the role of each action that handles artifacts.
pub(super) fn artifacts(pipeline: &Pipeline, place: &Whereabouts, service: &Role) -> Vec<Need> {
    let mut roles = vec![(service.clone(), Reason { owner: Owner::Pipeline, text: "artifacts".to_owned() })];
    for (stage, action) in pipeline.actions() {
        let Some(arn) = action.role_arn() else { continue };
        if action.input_artifacts().next().is_some() || action.output_artifacts().next().is_some() {
            let text = format!("artifacts of {} / {}", stage.name(), action.name());
            roles.push((
                Role::Action { arn: arn.to_owned() },
                Reason { owner: Owner::Action(action.id), text },
            ));
        }
    }
    let stores: Vec<(Option<&str>, ArtifactStore<'_>)> = pipeline
        .artifact_store()
        .map(|store| (place.region.as_deref(), store))
        .into_iter()
        .chain(pipeline.artifact_stores().map(|(region, store)| (Some(region), store)))
        .collect();
    let mut needs = Vec::new();
    for (role, reason) in roles {
        if stores.is_empty() {
            needs.push(Need::Warning(role.clone(), "The pipeline has no artifact store yet.".to_owned()));
        }
        for (region, store) in &stores {
            needs.extend(store_needs(*region, *store, place, &role, &reason));
        }
    }
    needs
}

fn store_needs(
    region: Option<&str>,
    store: ArtifactStore<'_>,
    place: &Whereabouts,
    role: &Role,
    reason: &Reason,
) -> Vec<Need> {
    let partition = place.partition.as_deref().unwrap_or("aws");
    let mut needs = Vec::new();
    let allow =
        |sid: &str, actions: &[&str], resources: Vec<String>, condition: Option<Map<String, Value>>| {
            let actions = actions.iter().map(|action| (*action).to_owned()).collect();
            let reasons = vec![reason.clone()];
            let statement = Statement { sid: sid.to_owned(), actions, resources, condition, reasons };
            Need::Statement(role.clone(), statement)
        };
    if let Some(bucket) = store.location().filter(|bucket| !bucket.is_empty()) {
        let arn = format!("arn:{partition}:s3:::{bucket}");
        needs.push(allow("ArtifactBucket", &BUCKET_ACTIONS, vec![arn.clone()], None));
        let owned = place.account.as_deref().and_then(|account| {
            json!({"StringEquals": {"aws:ResourceAccount": account}}).as_object().cloned()
        });
        needs.push(allow("Artifacts", &OBJECT_ACTIONS, vec![format!("{arn}/*")], owned));
    } else {
        needs.push(Need::Warning(role.clone(), "An artifact store has no bucket yet.".to_owned()));
    }
    if let Some(id) = store.encryption_key().and_then(crate::pipeline::EncryptionKey::id) {
        let (resource, condition) = key(id, region, place);
        needs.push(allow("ArtifactKey", &KEY_ACTIONS, vec![resource], condition));
    }
    needs
}

/// A key as a resource. A policy cannot name an alias: it names all keys, on the condition that they have it.
fn key(id: &str, region: Option<&str>, place: &Whereabouts) -> (String, Option<Map<String, Value>>) {
    let partition = place.partition.as_deref().unwrap_or("aws");
    let arn = Arn::parse(id).filter(|arn| arn.service == "kms");
    let resource = arn.map_or(id, |arn| arn.resource);
    let (region, account) = match arn {
        Some(arn) => (arn.region, arn.account),
        None => (region.unwrap_or("*"), place.account.as_deref().unwrap_or("*")),
    };
    if resource.starts_with("alias/") {
        let condition = json!({"ForAnyValue:StringEquals": {"kms:ResourceAliases": resource}});
        return (format!("arn:{partition}:kms:{region}:{account}:key/*"), condition.as_object().cloned());
    }
    match arn {
        Some(_) => (id.to_owned(), None),
        None => (format!("arn:{partition}:kms:{region}:{account}:key/{id}"), None),
    }
}

/// The roles the service role takes on for actions and rules.
pub(super) fn assume_roles(pipeline: &Pipeline, service: &Role) -> Vec<Need> {
    let of_actions = pipeline.actions().filter_map(|(stage, action)| {
        let text = format!("{} / {}", stage.name(), action.name());
        Some((action.role_arn()?, Reason { owner: Owner::Action(action.id), text }))
    });
    let of_rules = pipeline.stages.iter().flat_map(|stage| {
        let rules = stage
            .all_conditions()
            .flat_map(crate::pipeline::Conditions::conditions)
            .flat_map(crate::pipeline::Condition::rules);
        rules.filter_map(move |rule| {
            let text = format!("{} / rule {}", stage.name(), rule.name());
            Some((rule.role_arn()?, Reason { owner: Owner::Stage(stage.id), text }))
        })
    });
    let statement = |(arn, reason): (&str, Reason)| {
        let statement = Statement {
            sid: "AssumeActionRoles".to_owned(),
            actions: vec!["sts:AssumeRole".to_owned()],
            resources: vec![arn.to_owned()],
            condition: None,
            reasons: vec![reason],
        };
        Need::Statement(service.clone(), statement)
    };
    of_actions.chain(of_rules).map(statement).collect()
}

/// The artifact bucket of a Region.
pub(super) fn bucket<'a>(pipeline: &'a Pipeline, region: Option<&str>) -> Option<&'a str> {
    let mut stores = pipeline.artifact_stores();
    let of_region = stores.find(|(of, _)| Some(*of) == region).and_then(|(_, store)| store.location());
    of_region.or_else(|| pipeline.artifact_store()?.location())
}
