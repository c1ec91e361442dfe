//! The policies a role has, held against what the design needs of it.

use serde_json::Value;

use super::ask::decoded;
use super::judge::Found;
use super::services::{Asked, ask, query};
use super::{Answer, Ask, Input, Service, State};
use crate::policy::{Comparison, Missing, RolePolicy, Statement, compare};

/// The calls to make next: the lists of policies, then what each of them holds.
pub(super) fn asks(role: &str, so_far: &[Asked]) -> Vec<Ask> {
    if so_far.is_empty() {
        return vec![
            iam("ListRolePolicies", query(&[("RoleName", role)]), "iam:ListRolePolicies"),
            iam("ListAttachedRolePolicies", query(&[("RoleName", role)]), "iam:ListAttachedRolePolicies"),
        ];
    }
    let mut next = Vec::new();
    for (asked, answer) in so_far {
        let Answer::Found(found) = answer else { continue };
        match asked.operation {
            "ListRolePolicies" => {
                let inline = members(&found["ListRolePoliciesResult"]["PolicyNames"]);
                next.extend(inline.filter_map(Value::as_str).map(|name| {
                    let input = query(&[("RoleName", role), ("PolicyName", name)]);
                    iam("GetRolePolicy", input, "iam:GetRolePolicy")
                }));
            }
            "ListAttachedRolePolicies" => {
                next.extend(
                    attached(found)
                        .map(|arn| iam("GetPolicy", query(&[("PolicyArn", arn)]), "iam:GetPolicy")),
                );
            }
            "GetPolicy" => {
                let policy = &found["GetPolicyResult"]["Policy"];
                let parts = policy["Arn"].as_str().zip(policy["DefaultVersionId"].as_str());
                next.extend(parts.map(|(arn, version)| {
                    let input = query(&[("PolicyArn", arn), ("VersionId", version)]);
                    iam("GetPolicyVersion", input, "iam:GetPolicyVersion")
                }));
            }
            _ => {}
        }
    }
    next.retain(|ask| so_far.iter().all(|(asked, _)| asked != ask));
    next
}

/// Whether a role lacks what a statement gives; `None` if its policies could not be read, or nobody asked for them.
pub(super) fn lacks(needed: Statement, asked: &[Asked]) -> Option<bool> {
    let of_role: Vec<Asked> = asked.iter().filter(|(ask, _)| ask.service == Service::Iam).cloned().collect();
    let is_clear = of_role.iter().all(|(_, answer)| matches!(answer, Answer::Found(_)));
    if of_role.is_empty() || !is_clear {
        return None;
    }
    let documents: Vec<Value> =
        Given::of(&of_role).documents.into_iter().map(|(_, document)| document).collect();
    Some(!compare(&[needed], &documents).missing.is_empty())
}

/// What the answers say about the role.
pub(super) fn judge(title: &str, needed: &RolePolicy, asked: &[Asked]) -> Found {
    if let Some(unclear) = asked.iter().find_map(|(ask, answer)| Found::unclear(title, ask, answer)) {
        return unclear;
    }
    if asked.iter().any(|(_, answer)| *answer == Answer::Absent) {
        return Found::could_not_check(format!("{title}: the role is not there to be read"));
    }
    let given = Given::of(asked);
    let Lacking { lines, is_certain } = missing(needed, &given);
    if !lines.is_empty() {
        let count = lines.len();
        let noun = if count == 1 { "permission" } else { "permissions" };
        let (state, help) = if is_certain {
            (State::Problem, "Copy the needed policy into the role")
        } else {
            (
                State::Advice,
                "Copy the needed policy into the role, unless the policies of what it works with allow it",
            )
        };
        let words = format!("{title}: {count} {noun} missing");
        return Found::new(state, words, Some(help), Some("CP1202")).with_details(lines);
    }
    let all_needed: Vec<Statement> = needed
        .statements
        .iter()
        .chain(needed.perhaps.iter().map(|perhaps| &perhaps.statement))
        .cloned()
        .collect();
    let other: Vec<Value> = given
        .documents
        .iter()
        .filter(|(arn, _)| arn.as_ref().is_none_or(|arn| !is_to_be_attached(needed, arn)))
        .map(|(_, document)| document.clone())
        .collect();
    let Comparison { superfluous, .. } = compare(&all_needed, &other);
    let wide: Vec<String> = wildcards(&other).collect();
    if !wide.is_empty() {
        let words = format!("{title}: has all that is needed, and far more");
        let help = "Put the needed policy in place of what allows everything";
        return Found::new(State::Advice, words, Some(help), Some("CP1201")).with_details(wide);
    }
    if !superfluous.is_empty() {
        let words = format!("{title}: has all that is needed, and more");
        let help = "Take away what no action needs, unless another pipeline uses the role too";
        return Found::new(State::Advice, words, Some(help), Some("CP1203")).with_details(superfluous);
    }
    Found::fine(format!("{title}: all there"))
}

/// The documents of a role with the ARN of their policy, and all ARNs that are attached.
struct Given {
    documents: Vec<(Option<String>, Value)>,
    attached: Vec<String>,
}

impl Given {
    fn of(asked: &[Asked]) -> Self {
        let mut given = Self { documents: Vec::new(), attached: Vec::new() };
        for (ask, answer) in asked {
            let Answer::Found(found) = answer else { continue };
            let (arn, document) = match ask.operation {
                "ListAttachedRolePolicies" => {
                    given.attached.extend(attached(found).map(str::to_owned));
                    continue;
                }
                "GetRolePolicy" => (None, &found["GetRolePolicyResult"]["PolicyDocument"]),
                "GetPolicyVersion" => {
                    let document = &found["GetPolicyVersionResult"]["PolicyVersion"]["Document"];
                    (parameter(ask, "PolicyArn"), document)
                }
                _ => continue,
            };
            let text = document.as_str().map(decoded).unwrap_or_default();
            given.documents.extend(serde_json::from_str(&text).ok().map(|document| (arn, document)));
        }
        given
    }
}

/// What is needed and not there.
struct Lacking {
    /// A line each.
    lines: Vec<String>,
    /// Whether nothing but the role could give all of it.
    is_certain: bool,
}

/// Services whose things have policies of their own, which can allow what the role's do not.
const WITH_POLICIES: [&str; 8] = ["ecr", "events", "kms", "lambda", "s3", "secretsmanager", "sns", "sqs"];

/// Whether nothing but a policy of the role could allow it.
fn is_certain(missing: &Missing) -> bool {
    let service = missing.action.split(':').next().unwrap_or_default();
    missing.is_denied || !WITH_POLICIES.contains(&service)
}

fn missing(needed: &RolePolicy, given: &Given) -> Lacking {
    let documents: Vec<Value> = given.documents.iter().map(|(_, document)| document.clone()).collect();
    let comparison = compare(&needed.statements, &documents);
    let mut lines: Vec<String> = comparison.missing.iter().map(line).collect();
    let is_certain = comparison.missing.iter().any(is_certain);
    // Whoever may do everything needs no policy of AWS for a part of it.
    let may_do_all = wildcards(&documents).any(|wide| wide == "* on *");
    for (arn, reason) in &needed.managed {
        if !may_do_all && !given.attached.contains(arn) {
            lines.push(format!("policy {arn} is not attached ({reason})"));
        }
    }
    Lacking { lines, is_certain }
}

/// `s3:GetObject on arn:aws:s3:::a/* (Source / Fetch)`
fn line(missing: &Missing) -> String {
    let Missing { action, resources, is_denied, reasons } = missing;
    let reasons: Vec<&str> = reasons.iter().map(|reason| reason.text.as_str()).collect();
    let denied = if *is_denied { ", which a policy denies outright" } else { "" };
    format!("{action} on {}{denied} ({})", resources.join(", "), reasons.join(", "))
}

fn is_to_be_attached(needed: &RolePolicy, arn: &str) -> bool {
    needed.managed.iter().any(|(managed, _)| managed == arn)
}

/// Statements that allow a whole service, or all of them, on everything.
fn wildcards(documents: &[Value]) -> impl Iterator<Item = String> {
    documents.iter().flat_map(|document| members_or_self(&document["Statement"])).flat_map(|statement| {
        let allows = statement["Effect"] == "Allow"
            && members_or_self(&statement["Resource"]).any(|resource| resource == "*");
        members_or_self(&statement["Action"])
            .filter_map(Value::as_str)
            .filter(move |action| allows && (*action == "*" || action.ends_with(":*")))
            .map(|action| format!("{action} on *"))
    })
}

fn attached(found: &Value) -> impl Iterator<Item = &str> {
    members(&found["ListAttachedRolePoliciesResult"]["AttachedPolicies"])
        .filter_map(|policy| policy["PolicyArn"].as_str())
}

/// The elements of a list as a query service writes it: one element is no list there.
pub(super) fn members(list: &Value) -> impl Iterator<Item = &Value> {
    members_or_self(&list["member"])
}

fn members_or_self(value: &Value) -> impl Iterator<Item = &Value> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        Value::Null => &[],
        one => std::slice::from_ref(one),
    };
    list.iter()
}

fn parameter(ask: &Ask, name: &str) -> Option<String> {
    let Input::Query(parameters) = &ask.input else { return None };
    parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

fn iam(operation: &'static str, input: Input, permission: &'static str) -> Ask {
    ask(Service::Iam, operation, input, permission, &["NoSuchEntity"])
}
