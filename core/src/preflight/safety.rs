//! Whether an artifact bucket is kept as it should be: closed to the public, encrypted on the way, tidied up.
//!
//! None of it keeps a pipeline from running, and whoever may not look at it is not told of it.

use serde_json::Value;

use super::judge::Found;
use super::services::{Asked, ask};
use super::{Answer, Ask, Input, Service, State, encoded};

pub(super) fn asks(bucket: &str) -> Vec<Ask> {
    let get = |operation, query: &str, permission, absent| {
        ask(Service::S3, operation, Input::Get(format!("/{}?{query}=", encoded(bucket))), permission, absent)
    };
    vec![
        get(
            "GetPublicAccessBlock",
            "publicAccessBlock",
            "s3:GetBucketPublicAccessBlock",
            &["NoSuchPublicAccessBlockConfiguration"],
        ),
        get("GetBucketPolicy", "policy", "s3:GetBucketPolicy", &["NoSuchBucketPolicy"]),
        get(
            "GetBucketLifecycleConfiguration",
            "lifecycle",
            "s3:GetLifecycleConfiguration",
            &["NoSuchLifecycleConfiguration"],
        ),
    ]
}

/// `there` is what is known already: "Artifact bucket x: there in eu-west-1".
pub(super) fn judge(there: &str, asked: &[Asked]) -> Found {
    let wanting: Vec<String> =
        asked.iter().filter_map(|(ask, answer)| wanting(ask.operation, answer)).map(str::to_owned).collect();
    if wanting.is_empty() {
        return Found::fine(there.to_owned());
    }
    let words = format!("{there}, and could be safer");
    let help = "Set it on the bucket; the export with everything around the pipeline has such a bucket";
    Found::new(State::Advice, words, Some(help), Some("CP0219")).with_details(wanting)
}

fn wanting(operation: &str, answer: &Answer) -> Option<&'static str> {
    let found = match answer {
        Answer::Found(found) => Some(found),
        Answer::Absent => None,
        Answer::Denied { .. } | Answer::Failed { .. } => return None,
    };
    match operation {
        "GetPublicAccessBlock" => {
            let keys = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
            let is_on = |value: &Value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true"));
            let is_closed = found.is_some_and(|found| keys.iter().all(|key| is_on(&found[*key])));
            (!is_closed).then_some("public access is not blocked")
        }
        "GetBucketPolicy" => {
            let insists = found.is_some_and(|found| found.to_string().contains("aws:SecureTransport"));
            (!insists).then_some("no policy refuses requests without TLS")
        }
        "GetBucketLifecycleConfiguration" => {
            found.is_none().then_some("no lifecycle rule removes old artifacts")
        }
        _ => None,
    }
}
