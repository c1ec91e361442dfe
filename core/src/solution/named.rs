//! The things around the pipeline that a design names, and where: what a form about them starts from.

use crate::catalog::{Catalog, ResourceKind};
use crate::document::resources::Resource;
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Action, Arn, Path};
use crate::policy::Whereabouts;

/// A thing that the pipeline or an action names.
#[derive(Clone, Debug)]
pub struct Named {
    /// What it is.
    pub kind: &'static ResourceKind,
    /// What the design calls it; empty for the store's key or bucket where the design names none.
    pub name: String,
    /// Where it is named: the last of the values its name is made of.
    pub place: Place,
    /// Whether an export creates it where the design does not say.
    pub is_created: bool,
    /// Whether it is in the account and Region of the pipeline; things elsewhere have to be there.
    pub is_at_home: bool,
}

impl Named {
    /// What the design tells about it.
    pub fn resource<'d>(&self, document: &'d Document) -> Option<Resource<'d>> {
        document.resource(&self.kind.id, &self.name)
    }
}

/// The things an owner names: for the pipeline role, bucket and key; for an action those of its configuration. Values
/// that are known only when the pipeline runs name nothing.
pub fn named_by(document: &Document, owner: Owner) -> Vec<Named> {
    match owner {
        Owner::Pipeline => of_pipeline(document),
        Owner::Action(id) => match document.pipeline().action(id) {
            Some((_, action)) => of_action(document, action),
            None => Vec::new(),
        },
        Owner::Stage(_) | Owner::Extras => Vec::new(),
    }
}

/// Everything that is named anywhere, in the order of the file; a thing that several name is there once for each.
pub fn all_named(document: &Document) -> Vec<Named> {
    let mut all = of_pipeline(document);
    for (_, action) in document.pipeline().actions() {
        all.extend(of_action(document, action));
    }
    all
}

fn of_pipeline(document: &Document) -> Vec<Named> {
    let pipeline = document.pipeline();
    let home = Whereabouts::of(document).region;
    let role = (pipeline.role_arn(), Path::key("roleArn"));
    let stores: Vec<(Path, _)> = match pipeline.artifact_store() {
        Some(store) => vec![(Path::key("artifactStore"), store)],
        None => pipeline
            .artifact_stores()
            .filter(|(region, _)| home.as_deref().is_none_or(|home| home == *region))
            .map(|(region, store)| (Path::key("artifactStores").then(region.to_owned()), store))
            .collect(),
    };
    let mut all = Vec::new();
    let mut add = |kind: &str, name: &str, path: Path, is_created: Option<bool>| {
        let Some(kind) = Catalog::get().resource_kind(kind) else { return };
        all.push(Named {
            kind,
            name: name.to_owned(),
            place: Place::at(Owner::Pipeline, path),
            is_created: is_created.unwrap_or(kind.created),
            is_at_home: true,
        });
    };
    if let (Some(arn), path) = role {
        add("role", arn, path, None);
    }
    for (path, store) in stores {
        let text = |key: &str| store.0.get(key).and_then(serde_json::Value::as_str);
        if let Some(bucket) = text("location").filter(|name| super::is_fixed(name)) {
            add("bucket", bucket, path.clone().then("location"), None);
        }
        let key = store.encryption_key().map_or("", |key| key.id().unwrap_or_default());
        add("key", key, path.then("encryptionKey").then("id"), Some(key.is_empty()));
    }
    all
}

fn of_action(document: &Document, action: &Action) -> Vec<Named> {
    let action_type = action.action_type();
    if action_type.owner != "AWS" {
        return Vec::new();
    }
    let kinds = Catalog::get().resource_kinds().iter();
    let of = kinds.filter(|kind| kind.providers.iter().any(|provider| provider == action_type.provider));
    let home = Whereabouts::of(document);
    let is_at_home = is_at_home(&home, action);
    of.filter_map(|kind| {
        let values: Vec<&str> = kind
            .keys
            .iter()
            .map(|key| action.configuration().get(key).filter(|value| super::is_fixed(value)))
            .collect::<Option<_>>()?;
        let name = values.join("/");
        // A topic is created only if its ARN is of this account and Region.
        let is_created = kind.created && (kind.id != "sns-topic" || is_topic_here(&home, &name));
        let place = Place::at(Owner::Action(action.id), Path::configuration(kind.keys.last()?));
        Some(Named { kind, name, place, is_created, is_at_home })
    })
    .collect()
}

/// Whether an action runs in the account and Region of the pipeline, so that what it names may be created.
pub(super) fn is_at_home(home: &Whereabouts, action: &Action) -> bool {
    let is_region = action.region().is_none_or(|region| home.region.as_deref() == Some(region));
    let account = action.role_arn().and_then(Arn::parse).map(|arn| arn.account);
    is_region && account.is_none_or(|account| home.account.as_deref() == Some(account))
}

/// Whether an ARN is that of a topic which may be created with the pipeline.
pub(super) fn is_topic_here(home: &Whereabouts, arn: &str) -> bool {
    Arn::parse(arn).filter(|arn| arn.service == "sns").is_some_and(|topic| {
        let is = |part: &str, home: &Option<String>| home.as_deref().is_none_or(|home| home == part);
        is(topic.account, &home.account) && is(topic.region, &home.region)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::builds::{COMPUTE, ENVIRONMENT, IMAGE};
    use super::*;

    fn design() -> Document {
        let action = |name: &str, provider: &str, configuration: serde_json::Value| {
            json!({"name": name, "configuration": configuration,
                "actionTypeId": {"category": "Build", "owner": "AWS", "provider": provider, "version": "1"}})
        };
        let file = json!({
            "name": "shop", "roleArn": "arn:aws:iam::111122223333:role/shop",
            "artifactStore": {"type": "S3", "location": "artifacts"},
            "stages": [{"name": "All", "actions": [
                action("Build", "CodeBuild", json!({"ProjectName": "make"})),
                action("Late", "CodeBuild", json!({"ProjectName": "#{variables.P}"})),
                action("Approve", "Manual", json!({"NotificationArn": "arn:aws:sns:eu-west-1:111122223333:ask"})),
                action("Far", "Manual", json!({"NotificationArn": "arn:aws:sns:eu-west-1:444455556666:ask"})),
                action("Ship", "CodeDeploy", json!({"ApplicationName": "web", "DeploymentGroupName": "prod"})),
            ]}],
            "pipewright": {"resources": [{"kind": "codebuild-project", "name": "make"}]},
        });
        Document::read_text(&file.to_string()).unwrap()
    }

    #[test]
    fn things_are_known_by_kind_and_name() {
        let document = design();
        let all: Vec<String> = all_named(&document)
            .iter()
            .map(|named| format!("{} {} {}", named.kind.id, named.name, named.is_created))
            .collect();
        assert_eq!(
            all,
            [
                "role arn:aws:iam::111122223333:role/shop true",
                "bucket artifacts true",
                "key  true",
                "codebuild-project make true",
                "sns-topic arn:aws:sns:eu-west-1:111122223333:ask true",
                "sns-topic arn:aws:sns:eu-west-1:444455556666:ask false",
                "codedeploy-application web false",
                "codedeploy-group web/prod false",
            ]
        );
        let made = all_named(&document).into_iter().find(|named| named.name == "make").unwrap();
        assert_eq!(made.resource(&document).unwrap().index, 0);
    }

    #[test]
    fn forms_show_the_defaults_an_export_takes() {
        let project = Catalog::get().resource_kind("codebuild-project").unwrap();
        let default = |key: &str| project.field(key).unwrap().default.as_deref().unwrap();
        assert_eq!(["image", "compute", "environment"].map(default), [IMAGE, COMPUTE, ENVIRONMENT]);
    }

    #[test]
    fn every_property_of_a_project_reaches_an_export() {
        let project = Catalog::get().resource_kind("codebuild-project").unwrap();
        let mut file = design().to_value();
        let usual = format!("{:?}", super::super::Solution::whole(&design(), None).things);
        for field in &project.fields {
            let keys: Vec<&str> = field.key.split('.').collect();
            let example = match field.kind {
                crate::catalog::FieldKind::CsvList => json!([field.example]),
                _ => serde_json::from_str(&field.example).unwrap_or_else(|_| json!(field.example)),
            };
            // A network has an id; alone the rest of it says nothing.
            let mut properties = match keys[..] {
                ["vpc", key] if key != "id" => json!({"vpc": {"id": "vpc-0a1b2c3d"}}),
                _ => json!({}),
            };
            match keys[..] {
                [key] => properties[key] = example,
                [outer, key] => properties[outer][key] = example,
                _ => unreachable!("{}", field.key),
            }
            file["pipewright"]["resources"][0]["properties"] = properties;
            let document = Document::read_text(&file.to_string()).unwrap();
            let things = format!("{:?}", super::super::Solution::whole(&document, None).things);
            let is_default = field.default.as_deref() == Some(field.example.as_str());
            assert!(is_default || things != usual, "{}", field.key);
        }
    }

    #[test]
    fn an_export_agrees_on_what_is_created() {
        let document = design();
        let things = super::super::Solution::whole(&document, None).things;
        let names: Vec<&str> = things.iter().map(|thing| thing.id.as_str()).collect();
        for named in all_named(&document) {
            let is_there = match named.kind.id.as_str() {
                "role" => names.contains(&"ServiceRole"),
                "bucket" => names.contains(&"ArtifactBucket"),
                "key" => names.contains(&"ArtifactKey"),
                "codebuild-project" => {
                    things.iter().any(|it| matches!(it.what, super::super::What::Project(_)))
                }
                "codedeploy-application" => {
                    things.iter().any(|it| matches!(it.what, super::super::What::Application { .. }))
                }
                _ => continue,
            };
            assert_eq!(is_there, named.is_created, "{} {}: {names:?}", named.kind.id, named.name);
        }
    }
}
