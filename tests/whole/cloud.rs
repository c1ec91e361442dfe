//! The AWS side, over HTTP: against moto, against a server that misbehaves, and against the practice account.

mod environment;
mod faults;
mod moto;
mod publishing;
mod sign_in;
mod worker;

use std::sync::Arc;

use pipewright::cloud::{Account, Connection, Open};
use serde_json::{Value, json};

/// Runs a future to its end.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

pub fn account(open: &impl Open, connection: &Connection) -> Arc<dyn Account> {
    wait(open.open(connection)).expect("an account")
}

/// A declaration AWS would take, with members no SDK has heard of and numbers no float can hold.
fn declaration(name: &str) -> Value {
    json!({
        "name": name,
        "roleArn": pipewright_tests::moto::ROLE_ARN,
        "artifactStore": {"type": "S3", "location": "artifacts", "futureMember": {"n": 1}},
        "stages": [
            {"name": "Source", "futureStageMember": [1, 2], "actions": [{
                "name": "Fetch",
                "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"},
                "configuration": {"S3Bucket": "sources", "S3ObjectKey": "app.zip"},
                "outputArtifacts": [{"name": "Code"}],
            }]},
            {"name": "Deploy", "actions": [{
                "name": "Copy",
                "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "S3", "version": "1"},
                "configuration": {"BucketName": "site", "Extract": "true"},
                "inputArtifacts": [{"name": "Code"}],
                "runOrder": 2,
            }]},
        ],
        "pipelineType": "V2",
        "futureNumber": serde_json::from_str::<Value>("12345678901234567890123").expect("a number"),
    })
}

/// A changed copy.
fn with_bucket(mut declaration: Value, bucket: &str) -> Value {
    declaration["artifactStore"]["location"] = bucket.into();
    declaration
}
