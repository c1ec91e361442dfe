//! What somebody else changed in the account since the design was pulled or published last.

use pipewright_core::document::{Document, ReadError};
use pipewright_core::edit::{Change, target};
use pipewright_core::plan::merge::{Choice, Merged, Sides, merge};
use pipewright_core::plan::{Plan, digest};

use super::{document_of, remembered};
use crate::cloud::{Fault, Prepared};
use crate::storage::PublishedTexts;

/// The account has something else than what was put there from here.
#[derive(Debug)]
pub struct Drift {
    /// The version that was pulled or published last.
    pub since: Option<u64>,
    /// The version that is there now.
    pub live: Option<u64>,
    /// What they changed; `None` if what was there before cannot be read any more.
    pub changes: Option<Plan>,
    /// The design with their changes, clashes undecided; `None` as before.
    pub merged: Option<Merged>,
    region: String,
    base: Option<Document>,
    theirs: Document,
}

/// Whether the pipeline of a design that was published is no longer there.
pub fn is_gone(document: &Document, prepared: &Prepared) -> bool {
    prepared.live.is_none() && is_here(document, prepared)
}

/// Whether a design belongs to the account, Region and name that were read.
fn is_here(document: &Document, prepared: &Prepared) -> bool {
    document.target().is_some_and(|target| {
        target.account() == Some(&prepared.identity.account)
            && target.region() == Some(&prepared.identity.region)
            && target.name() == Some(document.pipeline().name())
    })
}

impl Drift {
    /// `None` if the account has what was put there from here, or nothing is known of it.
    ///
    /// `document` has the values of parameters in it. `known` is the text that was pulled or published, if it is still at hand; else it is the version that AWS was
    /// asked for, else what is kept on this machine.
    pub fn of(
        document: &Document,
        prepared: &Prepared,
        known: Option<&str>,
        kept: Option<&PublishedTexts>,
    ) -> Result<Option<Self>, Fault> {
        let (Some(live), Some(target)) = (&prepared.live, document.target()) else { return Ok(None) };
        let Some(expected) = target.digest().filter(|_| is_here(document, prepared)) else { return Ok(None) };
        let region = prepared.identity.region.clone();
        let theirs = document_of(live)?;
        if digest(theirs.pipeline(), Some(&region)) == expected {
            return Ok(None);
        }
        let texts = [known, prepared.earlier.as_ref().map(|earlier| earlier.text.as_str())];
        let mut documents = texts.into_iter().flatten().filter_map(|text| Document::read_text(text).ok());
        let base = documents.find(|base| digest(base.pipeline(), Some(&region)) == expected);
        // Kept under its digest, which with all of its secrets masked it may no longer have.
        let kept =
            || kept.and_then(|kept| kept.read(expected)).and_then(|text| Document::read_text(&text).ok());
        let base = base.or_else(kept);
        let changes = base
            .as_ref()
            .map(|base| Plan::between_in(Some(&region), Some(base.pipeline()), theirs.pipeline()));
        let mut drift =
            Self { since: target.version(), live: live.version, changes, merged: None, region, base, theirs };
        drift.merged = drift.merge(document, &|_| None);
        Ok(Some(drift))
    }

    /// The design with their changes.
    pub fn merge(&self, document: &Document, choose: &dyn Fn(&str) -> Option<Choice>) -> Option<Merged> {
        let sides = Sides {
            region: Some(&self.region),
            base: self.base.as_ref()?.pipeline(),
            mine: document.pipeline(),
            theirs: self.theirs.pipeline(),
        };
        Some(merge(sides, document.ids(), choose))
    }

    /// The change that takes a settled merge into the design, with references to parameters where values are as they
    /// were, and remembers what it was merged with.
    pub fn take(
        document: &Document,
        environment: Option<&str>,
        merged: &Merged,
        prepared: &Prepared,
    ) -> Result<Option<Change>, Fault> {
        let Some(live) = &prepared.live else { return Ok(None) };
        let what = remembered(&prepared.identity, live)?;
        target::take(document, &merged.pipeline, &what, environment).map_err(unreadable)
    }

    /// The change that remembers what stands there without taking any of it: the plan then says what is lost.
    pub fn leave(
        document: &Document,
        environment: Option<&str>,
        prepared: &Prepared,
    ) -> Result<Option<Change>, Fault> {
        let Some(live) = &prepared.live else { return Ok(None) };
        Ok(target::remember(document, &remembered(&prepared.identity, live)?, environment))
    }

    /// "since version 14"
    pub fn since_words(&self) -> String {
        match self.since {
            Some(version) => format!("since version {version}"),
            None => "since it was published from here".to_owned(),
        }
    }
}

fn unreadable(error: ReadError) -> Fault {
    Fault::new(crate::cloud::FaultKind::Other, "merge the changes of the account", error)
}
