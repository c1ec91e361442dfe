//! The service role with the least permissions, as [`crate::policy`] tells them.

use serde_json::{Value, json};

use super::mark::{Attribute, ConnectionService, Mark, Part, parts, single};
use super::thing::Role;
use super::{Builder, Fate, What};
use crate::format::Severity;
use crate::pipeline::Arn;
use crate::policy::{Policies, RolePolicy, Split, Whereabouts, service_trust};

/// Adds the service role.
pub(super) fn add_service(builder: &mut Builder<'_>) {
    let told = builder.original.pipeline().role_arn().unwrap_or_default().to_owned();
    let place = Whereabouts {
        partition: Some(Mark::Partition.text()),
        region: Some(Mark::Region.text()),
        account: Some(Mark::Account.text()),
    };
    let policies = Policies::of(&builder.document, &place);
    let arn = match builder.fate("role", &told, true) {
        Fate::Exists => {
            let marked = builder.marked(&told);
            builder.input("Service", "RoleArn", &marked, "ARN of the service role".to_owned())
        }
        Fate::Created(_) => {
            let id = builder.ids.unique("ServiceRole");
            let named = Arn::parse(&told).and_then(|arn| arn.resource.strip_prefix("role/"));
            let (path, name) = match named.and_then(|named| named.rsplit_once('/')) {
                Some((path, name)) => (Some(builder.marked(&format!("/{path}/"))), Some(name)),
                None => (None, named),
            };
            let mut role = Role {
                name: name.map(|name| builder.marked(name)),
                path,
                trust: service_trust(&place, &builder.pipeline_name()),
                policies: Vec::new(),
                managed: Vec::new(),
            };
            let mut separate = Vec::new();
            if let Some(policy) = policies.service() {
                tell(builder, policy);
                role.managed = policy.managed.iter().map(|(arn, _)| arn.clone()).collect();
                match policy.split() {
                    Split::Inline(document) => {
                        role.policies.push(("Pipeline".to_owned(), with_references(&document)));
                    }
                    Split::Managed(documents) => separate = documents,
                }
            }
            let role = builder.add(id, "What the pipeline may do.", What::Role(role));
            for document in separate {
                let policy = builder.ids.unique("ServicePolicy");
                let what = What::ManagedPolicy { role: role.name(), document: with_references(&document) };
                builder.add(policy, "A part of what the pipeline may do.", what);
            }
            role.arn()
        }
    };
    builder.document.pipeline.members.insert("roleArn".to_owned(), json!(arn));
}

/// What the policy leaves to people.
fn tell(builder: &mut Builder<'_>, policy: &RolePolicy) {
    for warning in &policy.warnings {
        let place = Builder::pipeline_place("roleArn");
        builder.fidelity.lose(
            Severity::Note,
            place,
            "a permission that is wider than needed",
            warning.clone(),
        );
    }
    for perhaps in &policy.perhaps {
        let place = Builder::pipeline_place("roleArn");
        let actions = perhaps.statement.actions.join(", ");
        let why = format!("The pipeline needs them when {}. Add them then.", perhaps.when);
        builder.fidelity.lose(Severity::Note, place, format!("permissions for {actions}"), why);
    }
}

/// The document with ARNs that end in the ARN of a thing replaced by that, and connections under both names of their
/// service.
fn with_references(document: &Value) -> Value {
    match document {
        Value::String(text) => json!(reference(text)),
        Value::Array(all) => all.iter().map(with_references).collect(),
        Value::Object(object) => {
            let is_connection =
                object.get("Action").is_some_and(|actions| actions.to_string().contains(":UseConnection"));
            let member = |(key, value): (&String, &Value)| {
                let value = match value {
                    value if is_connection && key == "Resource" => both_services(value),
                    value => with_references(value),
                };
                (key.clone(), value)
            };
            Value::Object(object.iter().map(member).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => document.clone(),
    }
}

/// A key is named by its ARN where a policy puts its id behind `key/`.
fn reference(text: &str) -> String {
    let Some((_, id)) = text.rsplit_once(":key/") else { return text.to_owned() };
    match single(id) {
        Some(Mark::Of(_, Attribute::Arn) | Mark::Input(_)) if text.starts_with("arn:") => id.to_owned(),
        _ => text.to_owned(),
    }
}

fn both_services(resources: &Value) -> Value {
    let all: Vec<&str> = match resources {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let both = all.into_iter().flat_map(|text| match parts(text).as_slice() {
        [Part::Mark(Mark::Input(name))] => {
            [ConnectionService::Connections, ConnectionService::StarConnections]
                .map(|service| Mark::Connection(name.clone(), service).text())
                .to_vec()
        }
        _ => vec![text.to_owned()],
    });
    both.collect::<Vec<_>>().into()
}
