//! A secret on its way from a person to the account. It is in memory alone, and says nothing of itself.

use std::fmt;

use pipewright_core::plan::SecretPlace;
use serde_json::Value;

use super::account::Live;
use super::fault::Fault;

/// What stands in place of a secret in everything that comes back.
const HIDDEN: &str = "****";

/// The value.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// `None` for nothing, and for the mask itself, which is no secret.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!text.is_empty() && text != HIDDEN).then_some(Self(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A secret and where it belongs.
pub type Placed = (SecretPlace, Secret);

/// The declaration with the secrets in it; only for sending.
pub(super) fn fill(declaration: &Value, secrets: &[Placed]) -> Value {
    let mut declaration = declaration.clone();
    for (place, Secret(text)) in secrets {
        place.fill(&mut declaration, text);
    }
    declaration
}

/// An answer without the secrets that were sent: AWS masks them, others might not.
pub(super) fn live_without(live: Live, secrets: &[Placed]) -> Live {
    if secrets.iter().all(|(_, secret)| !live.text.contains(&written(secret))) {
        return live;
    }
    let Live { mut raw, version, updated, .. } = live;
    hide(&mut raw, secrets);
    Live { text: raw.to_string(), raw, version, updated }
}

fn hide(value: &mut Value, secrets: &[Placed]) {
    match value {
        Value::String(text) if secrets.iter().any(|(_, secret)| text.contains(&secret.0)) => {
            *value = Value::from(HIDDEN);
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| hide(element, secrets)),
        Value::Object(members) => members.values_mut().for_each(|member| hide(member, secrets)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A fault without the secrets that were sent.
pub(super) fn fault_without(mut fault: Fault, secrets: &[Placed]) -> Fault {
    for (_, secret) in secrets {
        for text in [secret.0.clone(), written(secret)] {
            let hide = |told: &str| told.replace(&text, HIDDEN);
            fault.message = hide(&fault.message).into();
            fault.details = hide(&fault.details).into();
            fault.help = fault.help.as_deref().map(|help| hide(help).into());
            for place in &mut fault.places {
                place.message = hide(&place.message);
            }
        }
    }
    fault
}

/// As it stands between the quotes of JSON.
fn written(secret: &Secret) -> String {
    let quoted = Value::from(secret.0.as_str()).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::fault::FaultKind;
    use super::*;

    #[test]
    fn a_secret_says_nothing_of_itself() {
        let secret = Secret::new("hush \"now\"").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(Secret::new(""), None);
        assert_eq!(Secret::new("****"), None);

        let place = SecretPlace {
            stage: "S".to_owned(),
            action: "A".to_owned(),
            key: "k".to_owned(),
            path: vec!["k".to_owned()],
            old_stage: None,
        };
        let placed = [(place, secret)];
        let live = Live::from_text(r#"{"pipeline":{"version":2,"k":"hush \"now\""}}"#.to_owned()).unwrap();
        let hidden = live_without(live, &placed);
        assert!(!format!("{hidden:?}").contains("hush"), "{hidden:?}");
        assert_eq!((hidden.version, hidden.pipeline()["k"].as_str()), (Some(2), Some("****")));

        let mut fault = Fault::new(FaultKind::Invalid, "x", "no: hush \"now\"");
        fault.details = r#"{"k":"hush \"now\""}"#.into();
        let fault = fault_without(fault, &placed);
        assert!(!format!("{fault:?}").contains("hush"), "{fault:?}");
    }
}
