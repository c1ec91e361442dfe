//! What the window and the command line share about publishing: where a design belongs, what somebody else changed
//! since, what is done besides the write, and what is remembered afterwards.
//!
//! Between the model, which knows no account, and [`crate::cloud`], which knows no document.

mod drift;
mod elsewhere;
mod outlook;
mod permission;
mod stays;
mod steps;
mod tags;

pub use drift::Drift;
pub use elsewhere::Elsewhere;
pub use outlook::Outlook;
pub use permission::missing_statement;
pub use stays::StaysHere;
pub use steps::Options;
pub use tags::{TagError, read_tag};

use drift::is_gone;
use elsewhere::published_as;
use steps::{situation, steps};

use pipewright_core::document::Document;
use pipewright_core::edit::clip::masked_design;
use pipewright_core::edit::target::Remembered;
use pipewright_core::pipeline::Arn;
use pipewright_core::plan::digest;

use crate::cloud::{Fault, FaultKind, Identity, Live};
use crate::storage::PublishedTexts;

/// A live pipeline as a document.
fn document_of(live: &Live) -> Result<Document, Fault> {
    Document::read_text(&live.text)
        .map_err(|error| Fault::new(FaultKind::NotAws, "read the live pipeline", error))
}

/// Keeps what stands in the account for a later merge, without its secrets.
pub fn keep(texts: &PublishedTexts, identity: &Identity, live: &Live) -> Result<(), String> {
    let what = remembered(identity, live).map_err(|fault| fault.message.to_string())?;
    let masked = masked_design(&document_of(live).map_err(|fault| fault.message.to_string())?);
    texts.keep(&what.digest, &masked.to_text()).map_err(|error| error.to_string())
}

/// The same for a pipeline that was pulled. One that does not tell its account is not remembered either.
pub fn keep_pulled(texts: &PublishedTexts, live: &Live) -> Result<(), String> {
    let Some(what) = remembered_by_arn(live) else { return Ok(()) };
    let masked = masked_design(&document_of(live).map_err(|fault| fault.message.to_string())?);
    texts.keep(&what.digest, &masked.to_text()).map_err(|error| error.to_string())
}

/// What to write into the design about what stands in the account.
pub fn remembered(identity: &Identity, live: &Live) -> Result<Remembered, Fault> {
    let document = document_of(live)?;
    Ok(Remembered {
        account: identity.account.clone(),
        region: identity.region.clone(),
        name: document.pipeline().name().to_owned(),
        version: live.version,
        digest: digest(document.pipeline(), Some(&identity.region)),
    })
}

/// The same for a pipeline that was pulled: its ARN tells the account. `None` if the answer has none.
pub fn remembered_by_arn(live: &Live) -> Option<Remembered> {
    let arn = Arn::parse(live.arn()?)?;
    let document = document_of(live).ok()?;
    let digest = digest(document.pipeline(), Some(arn.region));
    let name = document.pipeline().name().to_owned();
    let [account, region] = [arn.account, arn.region].map(str::to_owned);
    (!account.is_empty() && !region.is_empty()).then_some(Remembered {
        account,
        region,
        name,
        version: live.version,
        digest,
    })
}
