//! Whether the changed files of an event pass a filter.

use super::judge::{Judged, judge};
use crate::pipeline::{Path, Patterns};

/// AWS looks at this many changed files. Source: CodePipeline user guide, considerations for trigger filters.
pub(super) const SEEN: usize = 100;

/// Judges each file alone: one that passes is enough.
pub(super) fn judge_files(patterns: Patterns<'_>, base: &Path, files: &[String]) -> Judged {
    let mut failed = Vec::new();
    for file in files.iter().take(SEEN) {
        let judged = judge(patterns, base, file);
        if judged.passes {
            return judged;
        }
        failed.push(judged);
    }
    let is_late = files.iter().skip(SEEN).any(|file| judge(patterns, base, file).passes);
    if is_late {
        let words = format!("none of the first {SEEN} changed files fits, and AWS looks at no more");
        return Judged { passes: false, deciding: None, words };
    }
    let count = failed.len();
    // An exclude that decided tells more than a list of includes that nothing fits.
    let at = failed.iter().position(|judged| judged.deciding.is_some()).unwrap_or(0);
    match (count, failed.into_iter().nth(at)) {
        (1, Some(judged)) => judged,
        (_, Some(judged)) => {
            Judged { words: format!("none of {count} changed files passes: {}", judged.words), ..judged }
        }
        (_, None) => Judged { passes: false, deciding: None, words: "no changed file is named".to_owned() },
    }
}
