//! Whether a role lets itself be taken on.

use serde_json::Value;

use super::ask::decoded;

/// Who is let in by a trust policy, as `IAM` gives it: encoded, as text.
pub(super) struct Trust(Value);

impl Trust {
    /// Reads the document; `None` if it is none.
    pub fn read(encoded: &str) -> Option<Self> {
        let plain = if encoded.trim_start().starts_with('{') { encoded.to_owned() } else { decoded(encoded) };
        serde_json::from_str(&plain).ok().map(Self)
    }

    /// Whether a statement lets this service in.
    pub fn lets_service_in(&self, service: &str) -> bool {
        self.allowing().any(|statement| {
            names(&statement["Principal"]["Service"]).any(|name| name == service) || is_everybody(statement)
        })
    }

    /// Whether a statement lets this role in, itself or through its account.
    pub fn lets_role_in(&self, role: &str) -> bool {
        let account = role.split(':').nth(4).unwrap_or_default();
        self.allowing().any(|statement| {
            is_everybody(statement)
                || names(&statement["Principal"]["AWS"]).any(|name| {
                    name == role
                        || name == account
                        || (name.ends_with(":root") && name.split(':').nth(4) == Some(account))
                })
        })
    }

    /// Whether every statement for this service says from which account or pipeline it may come.
    pub fn guards_against_others(&self, service: &str) -> bool {
        let mut of_service = self
            .allowing()
            .filter(|statement| names(&statement["Principal"]["Service"]).any(|name| name == service));
        of_service.all(|statement| {
            let text = statement["Condition"].to_string().to_lowercase();
            text.contains("aws:sourceaccount") || text.contains("aws:sourcearn")
        })
    }

    fn allowing(&self) -> impl Iterator<Item = &Value> {
        let list = match &self.0["Statement"] {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        list.iter().filter(|statement| {
            statement["Effect"] == "Allow"
                && names(&statement["Action"])
                    .any(|action| matches!(action, "sts:AssumeRole" | "sts:*" | "*"))
        })
    }
}

fn is_everybody(statement: &Value) -> bool {
    statement["Principal"] == "*" || names(&statement["Principal"]["AWS"]).any(|name| name == "*")
}

/// A text, or the texts of a list.
fn names(value: &Value) -> impl Iterator<Item = &str> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    list.iter().filter_map(Value::as_str)
}
