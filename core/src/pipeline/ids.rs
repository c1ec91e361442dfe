//! Identity inside the program. Towards AWS the identity of a stage or action is its name.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A stage of an open document; lives as long as the document is open and survives renames, moves and undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageId(u32);

/// An action of an open document; lives as long as the document is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(u32);

/// The source of fresh ids of one document.
///
/// Counting works through a shared reference, so that an edit can be put together from a document that is
/// only being read.
/// A copy of a document counts on with the same numbers, so that what is put together with the help of a copy
/// has ids that are fresh in the original too.
#[derive(Clone, Debug, Default)]
pub struct Ids(Arc<AtomicU32>);

impl Ids {
    /// An id no stage of this document has had.
    pub fn stage(&self) -> StageId {
        StageId(self.next())
    }

    /// An id no action of this document has had.
    pub fn action(&self) -> ActionId {
        ActionId(self.next())
    }

    fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}
