//! Policies as IAM takes them, and their size.
//!
//! Quotas: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>. White space does not count.

use serde_json::{Value, json};

use super::{RolePolicy, Statement};

/// Characters of all inline policies of a role together.
pub const INLINE_LIMIT: usize = 10_240;
/// Characters of one managed policy.
pub const MANAGED_LIMIT: usize = 6_144;

/// A policy in as many documents as its size asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Split {
    /// One document that fits into the role.
    Inline(Value),
    /// Documents for managed policies to attach to the role.
    Managed(Vec<Value>),
}

impl Split {
    /// The documents.
    pub fn documents(&self) -> &[Value] {
        match self {
            Self::Inline(document) => std::slice::from_ref(document),
            Self::Managed(documents) => documents,
        }
    }
}

/// Statements as a policy document.
pub fn policy_document(statements: &[Statement]) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": statements.iter().map(statement).collect::<Vec<_>>(),
    })
}

fn statement(statement: &Statement) -> Value {
    let mut value = json!({
        "Sid": statement.sid,
        "Effect": "Allow",
        "Action": one_or_many(&statement.actions),
        "Resource": one_or_many(&statement.resources),
    });
    if let Some(condition) = &statement.condition {
        value["Condition"] = Value::Object(condition.clone());
    }
    value
}

fn one_or_many(texts: &[String]) -> Value {
    match texts {
        [one] => json!(one),
        many => json!(many),
    }
}

/// Characters of a document as IAM counts them.
pub(super) fn size(document: &Value) -> usize {
    document.to_string().chars().filter(|c| !c.is_whitespace()).count()
}

impl RolePolicy {
    /// The whole policy as one document, however large.
    pub fn document(&self) -> Value {
        policy_document(&self.statements)
    }

    /// Characters of [`Self::document`] as IAM counts them.
    pub fn size(&self) -> usize {
        size(&self.document())
    }

    /// The policy in documents that IAM takes.
    pub fn split(&self) -> Split {
        let whole = self.document();
        if size(&whole) <= INLINE_LIMIT {
            return Split::Inline(whole);
        }
        let mut parts: Vec<Vec<Statement>> = Vec::new();
        for statement in self.statements.iter().flat_map(halved_until_it_fits) {
            let fits = parts.last().is_some_and(|part| {
                let with: Vec<Statement> = part.iter().cloned().chain([statement.clone()]).collect();
                size(&policy_document(&with)) <= MANAGED_LIMIT
            });
            match parts.last_mut() {
                Some(part) if fits => part.push(statement),
                Some(_) | None => parts.push(vec![statement]),
            }
        }
        Split::Managed(parts.iter().map(|part| policy_document(part)).collect())
    }
}

/// A statement whose resources alone are too many becomes several.
fn halved_until_it_fits(statement: &Statement) -> Vec<Statement> {
    let is_small = size(&policy_document(std::slice::from_ref(statement))) <= MANAGED_LIMIT;
    if is_small || statement.resources.len() < 2 {
        return vec![statement.clone()];
    }
    let (left, right) = statement.resources.split_at(statement.resources.len() / 2);
    let half = |resources: &[String], end: &str| Statement {
        resources: resources.to_vec(),
        sid: format!("{}{end}", statement.sid),
        ..statement.clone()
    };
    [half(left, "a"), half(right, "b")].iter().flat_map(halved_until_it_fits).collect()
}
