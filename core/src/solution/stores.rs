//! The bucket and the key of the artifacts.

use serde_json::{Value, json};

use super::{Builder, Fate, What};
use crate::document::{Owner, Place};
use crate::format::Severity;
use crate::pipeline::{Arn, Object, Path, text_of};

/// Adds the artifact store of the Region that is deployed to. Buckets of other Regions have to be there.
pub(super) fn add(builder: &mut Builder<'_>) {
    let pipeline = builder.original.pipeline();
    let stores: Vec<(String, Object)> =
        pipeline.artifact_stores().map(|(region, store)| (region.to_owned(), store.0.clone())).collect();
    if stores.is_empty() {
        let store = pipeline.artifact_store().map_or_else(Object::new, |store| store.0.clone());
        let written = deployed(builder, &store);
        builder.document.pipeline.members.insert("artifactStore".to_owned(), written);
        return;
    }
    for (region, store) in stores {
        let is_home = builder
            .home
            .region
            .as_ref()
            .map_or(pipeline.artifact_stores().count() == 1, |home| *home == region);
        if is_home {
            let written = deployed(builder, &store);
            if let Some(Value::Object(all)) = builder.document.pipeline.members.get_mut("artifactStores") {
                all.insert(region, written);
            }
        } else {
            let place = Place::at(Owner::Pipeline, Path::key("artifactStores").then(region.clone()));
            let what = format!("the creation of the bucket in {region}");
            let why = "A deployment creates in one Region. Create that bucket and its key there first.";
            builder.fidelity.lose(Severity::Note, place, what, why);
        }
    }
}

/// The store with its bucket and key created or asked for.
fn deployed(builder: &mut Builder<'_>, store: &Object) -> Value {
    let location = text_of(store, "location").unwrap_or_default().to_owned();
    let told_key = store.get("encryptionKey").and_then(Value::as_object).and_then(|key| text_of(key, "id"));
    let key = key(builder, told_key);
    let marked = builder.marked(&location);
    let bucket = match builder.fate("bucket", &location, true) {
        Fate::Created(resource) => {
            let id = builder.ids.unique("ArtifactBucket");
            let name = Some(marked).filter(|name| !name.is_empty());
            let log_bucket =
                resource.and_then(|resource| resource.text("logBucket")).map(|name| builder.marked(&name));
            let what = What::Bucket { name, key: Some(key.clone()), log_bucket };
            let bucket = builder.add(id, "Artifacts pass through this bucket.", what).name();
            policy(builder, &bucket, "Artifact");
            bucket
        }
        Fate::Exists => {
            builder.input("Artifact", "BucketName", &marked, "Bucket of the artifacts".to_owned())
        }
    };
    builder.key = Some(key.clone());
    builder.bucket = Some(bucket.clone());
    let mut written = store.clone();
    let kind = text_of(store, "type").unwrap_or("S3").to_owned();
    written.insert("type".to_owned(), json!(builder.marked(&kind)));
    written.insert("location".to_owned(), json!(bucket));
    if told_key.is_none() {
        let place = Builder::pipeline_place("artifactStore");
        let why = "Artifacts are encrypted with a key of their own, which is created with the pipeline.";
        builder.fidelity.lose(Severity::Note, place, "an artifact store without a key", why);
    }
    written.insert("encryptionKey".to_owned(), json!({"id": key, "type": "KMS"}));
    Value::Object(written)
}

/// A text that stands for the ARN of the key, or what the design calls it where that is no ARN of a key.
fn key(builder: &mut Builder<'_>, told: Option<&str>) -> String {
    let told = told.unwrap_or_default();
    match builder.fate("key", told, told.is_empty()) {
        Fate::Created(_) => {
            let alias = told.find("alias/").map(|at| builder.marked(&told[at..]));
            let id = builder.ids.unique("ArtifactKey");
            let what = What::Key { alias: alias.clone() };
            let key = builder.add(id, "Artifacts are encrypted with this key.", what).arn();
            if let Some(name) = alias {
                let id = builder.ids.unique("ArtifactKeyAlias");
                builder.add(id, "What the key is called.", What::Alias { name, key: key.clone() });
            }
            key
        }
        Fate::Exists => {
            let is_key =
                Arn::parse(told).is_some_and(|arn| arn.service == "kms" && arn.resource.starts_with("key/"));
            let marked = builder.marked(told);
            if is_key {
                builder.input("Artifact", "KeyArn", &marked, "ARN of the key of the artifacts".to_owned())
            } else {
                marked
            }
        }
    }
}

/// Only TLS comes to a bucket.
pub(super) fn policy(builder: &mut Builder<'_>, bucket: &str, name: &str) {
    let id = builder.ids.of(name, "BucketPolicy");
    let what = What::BucketPolicy { bucket: bucket.to_owned() };
    builder.add(id, "The bucket is reached by TLS only.", what);
}
