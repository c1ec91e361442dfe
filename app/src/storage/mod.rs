//! Files: reading and saving designs, keeping unsaved work, and noticing what others did.
//!
//! Three promises hold here.
//! A save either happens as a whole or leaves the old file as it was.
//! A file that somebody else changed meanwhile is never overwritten unasked.
//! Work that was not saved survives the death of the process.
//!
//! Nothing in this folder asks for the time, starts a thread or shows anything: times come in as parameters, and
//! every error says in its text what was tried, what happened and what to do, with the path last on its own line.
//! Start with [`read`] and [`save`]; [`Recovery`] keeps unsaved work, [`PublishedTexts`] what was published, [`Watch`]
//! looks for changes from outside.

mod draft;
mod environments;
mod folders;
mod module;
mod open_files;
mod path_text;
mod published;
mod read;
mod recent;
mod recovery;
mod save;
mod snippets;
mod stamp;
mod watch;

pub use environments::Environments;
pub use folders::{Folders, HOME_VARIABLE};
pub use module::{Module, ModuleError, is_terraform};
pub use open_files::{Claim, Claimed};
pub use published::{KeepError, PublishedTexts};
pub use read::{MAX_BYTES, OpenError, read};
pub use recent::{ListedFile, MAX_RECENT, Recent};
pub use recovery::{Leftover, Leftovers, Recovery, RecoveryError, Snapshot, UnreadableSnapshot};
pub use save::{SaveError, save};
pub use snippets::{OwnSnippet, SnippetError, read_snippets, save_snippet};
pub use stamp::Stamp;
pub use watch::{Change, Watch};

pub(crate) use draft::{Access, Draft};
