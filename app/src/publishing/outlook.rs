//! What a publish would do, from what was read: the same for the window and the command line.

use pipewright_core::document::Document;
use pipewright_core::plan::Plan;

use super::{Drift, Elsewhere, Options, StaysHere, document_of, is_gone, situation, steps};
use crate::cloud::{Fault, Prepared, Step};
use crate::storage::PublishedTexts;

/// What would be done, and what is to be known before.
#[derive(Debug)]
pub struct Outlook {
    pub plan: Plan,
    /// What somebody else changed since.
    pub drift: Option<Drift>,
    /// That it is not the place where the design was published before.
    pub elsewhere: Option<Elsewhere>,
    /// What is done besides the write.
    pub steps: Vec<Step>,
    /// What AWS has no place for.
    pub stays_here: StaysHere,
    /// The pipeline was published from here, and is there no more.
    pub is_gone: bool,
}

impl Outlook {
    /// `sent` is `written` with the values of parameters. `known` is the text that was pulled or published, if it is
    /// still at hand; `kept` is what this machine keeps of such texts.
    pub fn of(
        [written, sent]: [&Document; 2],
        prepared: &Prepared,
        options: &Options,
        known: Option<&str>,
        kept: Option<&PublishedTexts>,
    ) -> Result<Self, Fault> {
        let old = prepared.live.as_ref().map(document_of).transpose()?;
        let region = Some(prepared.identity.region.as_str());
        let plan = Plan::between_in(region, old.as_ref().map(Document::pipeline), sent.pipeline())
            .in_situation(&situation(sent, old.as_ref(), prepared, options));
        Ok(Self {
            plan,
            drift: Drift::of(sent, prepared, known, kept)?,
            elsewhere: Elsewhere::of(sent, prepared),
            steps: steps(sent, prepared, options),
            stays_here: StaysHere::of(written),
            is_gone: is_gone(sent, prepared),
        })
    }
}
