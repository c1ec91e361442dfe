//! Policies for programs. Members are only ever added.
//!
//! ```json
//! {
//!   "pipeline": "shop",
//!   "place": {"partition": "aws", "region": "eu-west-1", "account": "111122223333"},
//!   "roles": [
//!     {
//!       "kind": "service",                      // or "action"
//!       "arn": "arn:aws:iam::111122223333:role/pipeline",
//!       "trust": {"Version": "2012-10-17", "Statement": [ … ]},
//!       "documents": [ … ],                      // policy documents; more than one where one is too large
//!       "attachAs": "inline",                   // or "managed"
//!       "characters": 1204,                      // of all statements, as IAM counts
//!       "managedPolicies": [{"arn": "…", "reason": "…"}],
//!       "statements": [{"sid": "CodeBuildRun", "reasons": ["Build / Compile"]}],
//!       "perhaps": [{"when": "…", "statement": { … }}],
//!       "warnings": ["…"]
//!     }
//!   ],
//!   "publisher": {"Version": "2012-10-17", "Statement": [ … ]}
//! }
//! ```

use serde_json::{Value, json};

use super::{
    Policies, Role, RolePolicy, Split, Whereabouts, policy_document, publisher, service_trust, workload_trust,
};
use crate::document::Document;

impl Policies {
    /// All of it as JSON.
    pub fn to_json(&self, document: &Document, place: &Whereabouts) -> Value {
        let place = place.clone().or(Whereabouts::of(document));
        let service = document.pipeline().role_arn();
        let name = document.pipeline().name();
        json!({
            "pipeline": name,
            "place": {"partition": place.partition, "region": place.region, "account": place.account},
            "roles": self.roles.iter().map(|role| role.to_json(&place, name, service)).collect::<Vec<_>>(),
            "publisher": policy_document(&publisher(document, &place)),
        })
    }
}

impl RolePolicy {
    /// Who may take the role on.
    pub fn trust(&self, place: &Whereabouts, pipeline: &str, service_role: Option<&str>) -> Value {
        match self.role {
            Role::Service { .. } => service_trust(place, pipeline),
            Role::Action { .. } => workload_trust(service_role),
        }
    }

    fn to_json(&self, place: &Whereabouts, pipeline: &str, service_role: Option<&str>) -> Value {
        let split = self.split();
        json!({
            "kind": match self.role { Role::Service { .. } => "service", Role::Action { .. } => "action" },
            "arn": self.role.arn(),
            "trust": self.trust(place, pipeline, service_role),
            "documents": split.documents(),
            "attachAs": match split { Split::Inline(_) => "inline", Split::Managed(_) => "managed" },
            "characters": self.size(),
            "managedPolicies": self.managed.iter()
                .map(|(arn, reason)| json!({"arn": arn, "reason": reason})).collect::<Vec<_>>(),
            "statements": self.statements.iter().map(|statement| json!({
                "sid": statement.sid,
                "reasons": statement.reasons.iter().map(|reason| &reason.text).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "perhaps": self.perhaps.iter().map(|perhaps| json!({
                "when": perhaps.when,
                "statement": policy_document(std::slice::from_ref(&perhaps.statement))["Statement"][0],
            })).collect::<Vec<_>>(),
            "warnings": self.warnings,
        })
    }
}
