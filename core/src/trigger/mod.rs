//! What starts a pipeline by itself: the triggers of connections, and what sources do without one.
//!
//! [`effective`] says it in words, for each source action; [`test()`] tells whether an event starts the pipeline
//! and which pattern decides.
//! Both are functions of a document.
//! Source: CodePipeline user guide, triggers and filtering, change detection.

mod files;
mod judge;
mod source;
mod tester;
mod words;

pub(crate) use source::trigger_of;
pub use source::{EventKind, SourceKind, Way, sources};
pub use tester::{Deciding, Event, FilterVerdict, Outcome, PullRequestEvent, Verdict, test};
pub use words::{Effective, Kind, effective, filter_words};

#[cfg(test)]
mod tests;
