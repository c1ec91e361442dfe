//! Which values are secret. They are taken out before anything is kept, so no plan ever holds one.

use serde_json::Value;

use super::normal::MASK;
use crate::catalog::{Catalog, FieldKind};
use crate::edit::clip::secrets::mask_named;
use crate::pipeline::ActionType;

/// What stands in place of a secret.
pub const HIDDEN: &str = "(secret)";

/// Whether AWS masks this configuration entry.
pub(super) fn is_secret_key(action_type: ActionType<'_>, key: &str) -> bool {
    let ActionType { category, owner, provider, version } = action_type;
    let catalog = Catalog::get();
    let field = catalog.provider(category, owner, provider, version).and_then(|known| known.field(key));
    match field {
        Some(field) => field.kind == FieldKind::Secret,
        None => sounds_secret(key),
    }
}

/// Custom actions may declare any property secret, which is not in the pipeline; better one too many.
fn sounds_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["token", "secret", "password", "passphrase", "apikey"].iter().any(|end| key.ends_with(end))
}

/// Any value with its secrets hidden, also those that only look like one. `action_type` and `in_configuration` tell
/// what its keys mean.
pub(super) fn redact(value: &Value, action_type: ActionType<'_>, in_configuration: bool) -> Value {
    redact_named("", value, action_type, in_configuration)
}

/// The same for the value of something with a name, which may promise a secret.
pub(super) fn redact_named(
    name: &str,
    value: &Value,
    action_type: ActionType<'_>,
    in_configuration: bool,
) -> Value {
    let mut value = value.clone();
    mask_named(name, &mut value);
    hide(&value, action_type, in_configuration)
}

fn hide(value: &Value, action_type: ActionType<'_>, in_configuration: bool) -> Value {
    match value {
        Value::String(text) if text == MASK => Value::from(HIDDEN),
        Value::Array(elements) => {
            elements.iter().map(|element| hide(element, action_type, in_configuration)).collect()
        }
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| {
                let is_secret = in_configuration && is_secret_key(action_type, key);
                let value = if is_secret {
                    Value::from(HIDDEN)
                } else {
                    hide(value, action_type, in_configuration || key == "configuration")
                };
                (key.clone(), value)
            })
            .collect(),
        other => other.clone(),
    }
}
