//! The AWS side: reading and writing pipelines of an account.
//!
//! Pipelines travel as [`serde_json::Value`] together with the exact text of the answer, so that members this
//! program has never heard of come back as they went. Nothing here knows the document, the window or the terminal.
//!
//! Start with [`account::Account`], the one trait behind which an AWS account stands ([`aws`]) or one that lives in
//! the program ([`practice`]). [`publish`] is the conversation that writes, used by the window and the command line
//! alike. [`client`] runs all of it away from the thread that draws. Whatever goes wrong is a [`fault::Fault`].
//!
//! Credentials come from the ordinary AWS chain and stay inside the SDK: no type of this module holds one, and
//! faults are stripped of configuration values before they are built.

pub mod account;
mod answer;
pub mod around;
pub mod aws;
mod call;
mod classify;
pub mod client;
mod credentials;
pub mod fault;
pub mod look;
pub mod place;
pub mod practice;
mod proxy;
pub mod publish;
mod raw;
mod redact;
mod retry;
pub mod same;
pub mod secret;
pub mod target;
mod trust;
mod xml;

pub use account::{Account, BoxFuture, Identity, Live, Summary, Tag};
pub use around::{Around, Execution, StageState, State};
pub use client::{Cloud, Open, Reply, Request, Status, Ticket};
pub use fault::{Fault, FaultKind, Lack};
pub use place::{IndexOrName, ServicePlace};
pub use publish::{Afterwards, Expected, Prepared, PublishError, Published, Step};
pub use retry::{Listener, Retry};
pub use secret::Secret;
pub use target::{Connection, Profile};
