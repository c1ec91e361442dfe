//! Whether a publish goes where the design was published before.

use pipewright_core::document::Document;

use crate::cloud::Prepared;
use crate::words::grouped;

/// A publish that goes to another place than the one before, and so has to be agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// "account 1234 5678 9012 in eu-west-1", where the design belongs.
    pub was: String,
    /// Where it would go.
    pub is: String,
    /// Whether the account is another one.
    pub other_account: bool,
    /// Whether the Region is another one.
    pub other_region: bool,
    /// The name it was published under, if it would now replace a pipeline of another name.
    pub replaces: Option<String>,
}

impl Elsewhere {
    /// `None` if it is the same place, or the design has never been published.
    pub fn of(document: &Document, prepared: &Prepared) -> Option<Self> {
        let target = document.target()?;
        let identity = &prepared.identity;
        let account = target.account().unwrap_or(&identity.account);
        let region = target.region().unwrap_or(&identity.region);
        let name = document.pipeline().name();
        let other_account = account != identity.account;
        let other_region = region != identity.region;
        // A pipeline of another name that is there already belongs to something else.
        let replaces = target.name().filter(|old| *old != name && prepared.live.is_some()).map(str::to_owned);
        (other_account || other_region || replaces.is_some()).then(|| Self {
            was: place(account, region),
            is: place(&identity.account, &identity.region),
            other_account,
            other_region,
            replaces,
        })
    }

    /// One sentence for people.
    pub fn text(&self, name: &str) -> String {
        match &self.replaces {
            Some(old) if !self.other_account && !self.other_region => format!(
                "This design was published as {old}; {name} is another pipeline, which it would replace."
            ),
            _ => format!("This design belongs to {}, and would be published to {}.", self.was, self.is),
        }
    }
}

/// The other name under which the design was published in this very place, if it is to be made under a new one.
pub fn published_as(document: &Document, prepared: &Prepared) -> Option<String> {
    let target = document.target()?;
    let is_here = target.account() == Some(&prepared.identity.account)
        && target.region() == Some(&prepared.identity.region);
    let old = target.name().filter(|old| *old != document.pipeline().name())?;
    (is_here && prepared.live.is_none()).then(|| old.to_owned())
}

fn place(account: &str, region: &str) -> String {
    format!("account {} in {region}", grouped(account))
}
