//! Numbers that stand for contents: where two are equal, nothing has changed in between.
//!
//! Each reading and each edit takes a number nobody had before, in this document or any other. So whoever keeps
//! something derived from a part of a document may compare numbers instead of contents, also across copies.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::pipeline::{ActionId, BuildIdHasher};

/// A content. Never written to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp(u64);

impl Stamp {
    fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The stamps of one document.
#[derive(Clone, Debug)]
pub(crate) struct Stamps {
    /// Of all that is as it was read.
    read: Stamp,
    actions: HashMap<ActionId, Stamp, BuildIdHasher>,
    wiring: Stamp,
    outline: Stamp,
}

impl Stamps {
    pub fn of_reading() -> Self {
        let read = Stamp::fresh();
        Self { read, actions: HashMap::default(), wiring: read, outline: read }
    }

    /// Of the members of an action; only stamps of the same action can be compared.
    pub fn action(&self, id: ActionId) -> Stamp {
        self.actions.get(&id).copied().unwrap_or(self.read)
    }

    /// Of everything that [`crate::flow::Flow`] and [`crate::layout::Layout`] look at.
    pub fn wiring(&self) -> Stamp {
        self.wiring
    }

    /// Of everything but what actions do inside.
    pub fn outline(&self) -> Stamp {
        self.outline
    }

    /// Takes note that members of an action have changed or that it is new.
    pub fn change_action(&mut self, id: ActionId) {
        self.actions.insert(id, Stamp::fresh());
    }

    /// Takes note that stages, actions, run orders or artifacts have changed.
    pub fn change_wiring(&mut self) {
        self.wiring = Stamp::fresh();
    }

    /// Takes note that anything else has changed than what actions do inside.
    pub fn change_outline(&mut self) {
        self.outline = Stamp::fresh();
    }
}
