//! Who may take on a role.

use serde_json::{Value, json};

use super::Whereabouts;

/// The trust policy of the service role. The condition keeps other accounts' pipelines from using it; its parts stand
/// only where account and Region are known.
pub fn service_trust(place: &Whereabouts, pipeline: &str) -> Value {
    let mut statement = json!({
        "Effect": "Allow",
        "Principal": {"Service": "codepipeline.amazonaws.com"},
        "Action": "sts:AssumeRole",
    });
    if let Some(account) = &place.account {
        let partition = place.partition.as_deref().unwrap_or("aws");
        let region = place.region.as_deref().unwrap_or("*");
        let arn = format!("arn:{partition}:codepipeline:{region}:{account}:{pipeline}");
        statement["Condition"] = json!({
            "StringEquals": {"aws:SourceAccount": account},
            "ArnLike": {"aws:SourceArn": arn},
        });
    }
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

/// The trust policy of the role of an action: the service role takes it on.
pub fn workload_trust(service_role: Option<&str>) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": service_role.unwrap_or("the ARN of the service role")},
            "Action": "sts:AssumeRole",
        }],
    })
}
