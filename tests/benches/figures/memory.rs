//! What the designer's document, history and drawing take after a long session. Told on Linux only, where the
//! system says it in a file.

#![expect(clippy::print_stdout, reason = "a figure is printed as criterion prints its own")]

use pipewright::editor::Editor;
use pipewright_core::document::{Owner, Place};
use pipewright_core::edit::{Change, Edit};
use pipewright_core::pipeline::Path;
use serde_json::json;

use super::large;

/// Edits of a long session, each an entry of the history by itself.
const EDITS: usize = 1000;

/// Prints the memory of the process before and after.
pub fn memory() {
    // As criterion takes them: a word on the command line asks for what has it in its name.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if !words.is_empty() && !words.iter().any(|word| word.contains("memory")) {
        return;
    }
    let Some(before) = resident() else { return };
    let mut editor = Editor::new(large::document(50, 50));
    let opened = resident().unwrap_or_default();
    let actions: Vec<_> = editor.document().pipeline().actions().map(|(_, action)| action.id).collect();
    for edit in 0..EDITS {
        let action = actions[edit * 7 % actions.len()];
        let place = Place::at(Owner::Action(action), Path::configuration("ProjectName"));
        let change =
            Change::new("Set ProjectName", vec![Edit::set(place, Some(json!(format!("project-of-{edit}"))))]);
        editor.run(&change).expect("the action is there");
        editor.seal();
    }
    let edited = resident().unwrap_or_default();
    let figures = [("before", before), ("50x50 opened", opened), ("after 1000 edits", edited)];
    for (name, bytes) in figures {
        println!("memory/{name:<24} {:>6.1} MB", bytes as f64 / 1e6);
    }
}

/// Bytes of the process that are in memory.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
