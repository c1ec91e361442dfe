//! Joining statements: those with equal actions and conditions share their resources, and those with equal resources
//! and conditions their actions.

use std::collections::HashMap;

use super::need::Need;
use super::{Reason, Role, RolePolicy, Statement};

/// Sorts needs by role, and joins what is alike.
pub(super) fn roles(needs: Vec<Need>) -> Vec<RolePolicy> {
    let mut roles: Vec<RolePolicy> = Vec::new();
    for need in needs {
        match need {
            Need::Statement(role, statement) => add(&mut policy(&mut roles, role).statements, statement),
            Need::Managed(role, arn, reason) => {
                let managed = &mut policy(&mut roles, role).managed;
                if managed.iter().all(|(known, _)| *known != arn) {
                    managed.push((arn, reason));
                }
            }
            Need::Perhaps(role, perhaps) => policy(&mut roles, role).perhaps.push(perhaps),
            Need::Warning(role, warning) => {
                let warnings = &mut policy(&mut roles, role).warnings;
                if !warnings.contains(&warning) {
                    warnings.push(warning);
                }
            }
        }
    }
    for role in &mut roles {
        role.statements = by_resources(std::mem::take(&mut role.statements));
        name(&mut role.statements);
    }
    roles
}

fn policy(roles: &mut Vec<RolePolicy>, role: Role) -> &mut RolePolicy {
    if let Some(at) = roles.iter().position(|policy| policy.role == role) {
        return &mut roles[at];
    }
    roles.push(RolePolicy {
        role,
        statements: Vec::new(),
        managed: Vec::new(),
        perhaps: Vec::new(),
        warnings: Vec::new(),
    });
    let last = roles.len() - 1;
    &mut roles[last]
}

fn add(statements: &mut Vec<Statement>, new: Statement) {
    let alike = |old: &&mut Statement| old.actions == new.actions && old.condition == new.condition;
    if let Some(old) = statements.iter_mut().find(alike) {
        union(&mut old.resources, new.resources);
        union_reasons(&mut old.reasons, new.reasons);
    } else {
        statements.push(new);
    }
}

fn by_resources(statements: Vec<Statement>) -> Vec<Statement> {
    let mut joined: Vec<Statement> = Vec::new();
    for new in statements {
        let alike = |old: &&mut Statement| old.resources == new.resources && old.condition == new.condition;
        // Only what has one subject: `*` and a condition of its own would make a heap of everything.
        if let Some(old) = joined.iter_mut().find(alike).filter(|old| old.resources != ["*"]) {
            union(&mut old.actions, new.actions);
            union_reasons(&mut old.reasons, new.reasons);
        } else {
            joined.push(new);
        }
    }
    joined
}

fn union(into: &mut Vec<String>, from: Vec<String>) {
    for text in from {
        if !into.contains(&text) {
            into.push(text);
        }
    }
}

fn union_reasons(into: &mut Vec<Reason>, from: Vec<Reason>) {
    for reason in from {
        if !into.contains(&reason) {
            into.push(reason);
        }
    }
}

/// Makes the Sids unique, as IAM wants them: letters and digits.
fn name(statements: &mut [Statement]) {
    let mut used: HashMap<String, usize> = HashMap::new();
    for statement in statements {
        let base: String = statement.sid.chars().filter(char::is_ascii_alphanumeric).collect();
        let count = used.entry(base.clone()).or_insert(0);
        *count += 1;
        statement.sid = if *count == 1 { base } else { format!("{base}{count}") };
    }
}
