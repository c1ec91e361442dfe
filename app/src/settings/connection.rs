//! The account spoken to last, without anything secret.

use serde::{Deserialize, Serialize};

/// The account spoken to last: how to ask for credentials, never the credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Connection {
    pub profile: Option<String>,
    pub region: Option<String>,
    endpoint: Option<String>,
}

impl Connection {
    /// A name and a password inside the address of `endpoint` are left out.
    pub fn new(profile: Option<String>, region: Option<String>, endpoint: Option<&str>) -> Self {
        Self { profile, region, endpoint: endpoint.map(without_user) }
    }

    /// Where requests go instead of to AWS, for a local stand-in.
    pub fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }
}

/// `scheme://user:secret@host/path?key=secret` without user, secrets and question.
pub fn without_user(endpoint: &str) -> String {
    let endpoint = endpoint.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = match endpoint.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), endpoint),
    };
    let (host, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}{host}{path}")
}
