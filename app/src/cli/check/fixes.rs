//! What was repaired, or would be.

use pipewright_core::check::RepairStep;

use super::work::{Fixing, Looked};
use crate::cli::output::Stream;
use crate::cli::text::{Style, Text};
use crate::words::counted;

/// A line for each fix, and one for all.
pub(super) fn write(all: &[Looked], fixing: Fixing, stream: &mut Stream<'_>) {
    let verb = match fixing {
        Fixing::No => return,
        Fixing::Pretend => "would fix",
        Fixing::Yes => "fixed",
    };
    let mut text = Text::new();
    for looked in all {
        for RepairStep { code, place, label } in &looked.fixes {
            text.add(Style::Added, format!("{verb}[{code}]")).plain(": ").add(Style::Strong, label);
            text.plain("  ").plain(&looked.checked.draft.label).plain("  ").plain(place).end_line();
        }
    }
    let count: usize = all.iter().map(|looked| looked.fixes.len()).sum();
    let files = all.iter().filter(|looked| !looked.fixes.is_empty()).count();
    if count == 0 {
        text.plain("No problem has a safe fix").end_line().end_line();
    } else {
        let (problems, files) = (counted(count, "problem", "problems"), counted(files, "file", "files"));
        let verb = if fixing == Fixing::Pretend { "Would fix" } else { "Fixed" };
        text.plain(format!("{verb} {problems} in {files}")).end_line().end_line();
    }
    stream.write(&text);
}
