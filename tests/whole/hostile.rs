//! Files that nobody should write: a few seconds of them in each run. `tests/hostile` runs as many as wanted.

use std::time::{Duration, Instant};

use pipewright_hostile::{Outcome, run};

/// How long the test may take, however slow the machine; it takes fewer files then.
const LIMIT: Duration = Duration::from_secs(8);

/// Files that once went wrong.
const ONCE: &[(u64, &str)] = &[(209_154, "a bare declaration loses its name and its stages")];

#[test]
fn hostile_files_do_no_harm() {
    for (number, what) in ONCE {
        println!("{number}: {what}");
        run(*number);
    }
    let (start, mut opened) = (Instant::now(), 0);
    for number in 0..4_000 {
        // Shown only if it goes wrong, and then the last line is the one that matters.
        println!("{number}");
        opened += usize::from(run(number) == Outcome::Opened);
        if start.elapsed() > LIMIT {
            break;
        }
    }
    assert!(opened > 20, "hardly anything was opened: {opened}");
}
