//! `pipewright-hostile [FIRST [COUNT]]` runs the numbers from FIRST on; `read` in front only reads a text for each;
//! `pipewright-hostile show NUMBER` prints a file.
//!
//! A panic prints its number. Where a process ends without one (a stack that overflows, a loop without end), the
//! last number that was told is less than a step away.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use pipewright_hostile::{Outcome, file};

/// Numbers between two lines of progress.
const STEP: u64 = 20_000;

fn main() -> io::Result<ExitCode> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_reads = arguments.first().is_some_and(|argument| argument == "read");
    if only_reads {
        arguments.remove(0);
    }
    let run = if only_reads { pipewright_hostile::read } else { pipewright_hostile::run };
    let mut out = io::stdout().lock();
    let number = |index: usize| arguments.get(index).map(|argument| argument.parse::<u64>());
    if arguments.first().is_some_and(|argument| argument == "show") {
        let Some(Ok(number)) = number(1) else {
            writeln!(io::stderr(), "show needs a number")?;
            return Ok(ExitCode::from(2));
        };
        out.write_all(&file(number))?;
        return Ok(ExitCode::SUCCESS);
    }
    let (Ok(first), Ok(count)) = (number(0).unwrap_or(Ok(0)), number(1).unwrap_or(Ok(STEP))) else {
        writeln!(io::stderr(), "numbers are expected")?;
        return Ok(ExitCode::from(2));
    };

    let (mut opened, mut slowest) = (0_u64, (Duration::ZERO, first));
    let start = Instant::now();
    for number in first..first.saturating_add(count) {
        let told = Told(number);
        let before = Instant::now();
        opened += u64::from(run(number) == Outcome::Opened);
        slowest = slowest.max((before.elapsed(), number));
        std::mem::forget(told);
        if (number + 1 - first).is_multiple_of(STEP) {
            let (longest, which) = slowest;
            writeln!(
                out,
                "{} files, {opened} opened, {:.0?}; slowest {which} with {longest:.1?}",
                number + 1 - first,
                start.elapsed()
            )?;
            out.flush()?;
        }
    }
    writeln!(out, "{count} files from {first}, {opened} opened, {:.1?}", start.elapsed())?;
    Ok(ExitCode::SUCCESS)
}

/// Says which number it was when a panic unwinds past it.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        // Beside the message of the panic; where that cannot be written, this cannot either.
        drop(writeln!(io::stderr(), "the number is {}", self.0));
    }
}
