//! Identity inside the program. Towards AWS the identity of a stage or action is its name.

use std::hash::{BuildHasherDefault, Hasher};
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

/// For maps from ids. They are counted by this program, so nobody can choose them to collide.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdHasher(u64);

/// See [`IdHasher`].
pub type BuildIdHasher = BuildHasherDefault<IdHasher>;

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32((*byte).into());
        }
    }

    fn write_u32(&mut self, number: u32) {
        // Fibonacci hashing: the bits of a small number spread over the whole word, as hash tables look at
        // both ends of it.
        self.0 =
            (self.0.rotate_left(5) ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}
