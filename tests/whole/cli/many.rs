//! Many files at once.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::check::BROKEN;
use super::{Files, design, run, text};

#[test]
fn the_order_does_not_depend_on_the_number_of_threads() {
    let files = Files::new();
    for number in 0..40 {
        let text = if number % 3 == 0 { BROKEN.to_owned() } else { design().to_string() };
        files.write(&format!("infra/{:02}/release-{number}.json", number % 7), text);
    }
    files.write("infra/broken.json", "{\"stages\": [{\"actionTypeId\"");
    let folder = files.path("infra");
    let alone = run(&["check", "--jobs", "1", text(&folder)]).expect(2);
    assert!(alone.results.contains(" in 40 files\n"), "{}", alone.results);
    for jobs in ["2", "8", "100"] {
        let many = run(&["check", "--jobs", jobs, text(&folder)]).expect(2);
        assert!(many.results == alone.results, "{jobs} threads");
        assert!(many.messages == alone.messages, "{jobs} threads");
    }
}

/// Prints how much faster all cores are than one; times depend on the machine, so nothing is demanded of them.
#[test]
fn a_thousand_files() {
    let files = Files::new();
    let mut design: Value = design();
    for number in 0..1000 {
        design["pipeline"]["name"] = format!("orders-{number}").into();
        files.write(&format!("infra/{:02}/{number}.json", number / 50), design.to_string());
    }
    let folder = files.path("infra");
    let timed = |jobs: &[&str]| -> (Duration, String) {
        let arguments = [&["check", "--format", "json", text(&folder)], jobs].concat();
        let since = Instant::now();
        let ran = run(&arguments).expect(0);
        (since.elapsed(), ran.results)
    };
    let (one, alone) = timed(&["--jobs", "1"]);
    let (all, together) = timed(&[]);
    assert!(alone == together);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "1000 files: one thread {one:.1?}, {cores} cores {all:.1?}, {:.2} : 1",
        one.as_secs_f64() / all.as_secs_f64()
    );
}
