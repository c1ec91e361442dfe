//! The names a pipeline has for what stands around it.

use std::collections::HashSet;

use serde_json::Value;

use crate::pipeline::{Object, list_of, object_of, text_of};

/// The names a pipeline has for what it uses.
#[derive(Default)]
pub(crate) struct Uses {
    pub role: HashSet<String>,
    pub buckets: HashSet<String>,
    pub keys: HashSet<String>,
    pub projects: HashSet<String>,
    pub topics: HashSet<String>,
    pub repositories: HashSet<String>,
    pub source_buckets: HashSet<String>,
    pub connections: HashSet<String>,
    pub applications: HashSet<String>,
}

impl Uses {
    pub fn of(pipeline: &Object) -> Self {
        let mut uses = Self::default();
        uses.role.extend(text_of(pipeline, "roleArn").map(str::to_owned));
        let one = object_of(pipeline, "artifactStore").into_iter();
        let several = object_of(pipeline, "artifactStores").into_iter().flat_map(Object::values);
        for store in one.chain(several.filter_map(Value::as_object)) {
            uses.buckets.extend(text_of(store, "location").map(str::to_owned));
            let key = object_of(store, "encryptionKey").and_then(|key| text_of(key, "id"));
            uses.keys.extend(key.map(str::to_owned));
        }
        let stages = list_of(pipeline, "stages").iter().filter_map(Value::as_object);
        for action in stages.flat_map(|stage| list_of(stage, "actions")).filter_map(Value::as_object) {
            let Some(configuration) = object_of(action, "configuration") else { continue };
            for (key, names) in [
                ("ProjectName", &mut uses.projects),
                ("NotificationArn", &mut uses.topics),
                ("RepositoryName", &mut uses.repositories),
                ("S3Bucket", &mut uses.source_buckets),
                ("ConnectionArn", &mut uses.connections),
                ("ApplicationName", &mut uses.applications),
            ] {
                names.extend(text_of(configuration, key).map(str::to_owned));
            }
        }
        uses
    }
}
