//! Python programs the tests compare with, in a virtual environment under the target folder.
//!
//! An environment is made once per set of requirements, whichever test comes first; the others wait for it. Where
//! there is no Python or no network the tests that need it say so and pass, except on CI (`CI=true`), where a
//! missing oracle is a failure.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long a failed installation is taken as an answer, so that a run without network does not try once per test.
const FAILURE_HOLDS: Duration = Duration::from_mins(5);

/// Why a test cannot be run here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip(pub String);

/// A virtual environment with its requirements installed.
#[derive(Debug, Clone)]
pub struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// A command that runs the environment's Python.
    pub fn python(&self) -> Command {
        let mut command = Command::new(python_in(&self.folder));
        command.stdin(Stdio::null());
        command
    }
}

/// The environment for these requirements (`name==version`), made if it is not there.
///
/// # Panics
/// On CI, where it has to be there.
pub fn environment(requirements: &[&str]) -> Result<Environment, Skip> {
    let mut hasher = DefaultHasher::new();
    requirements.hash(&mut hasher);
    let folder = target_folder().join(format!("python-{:016x}", hasher.finish()));
    let what = format!("no Python environment with {}", requirements.join(", "));
    made_once(&folder, &what, || make(&folder, requirements))?;
    Ok(Environment { folder })
}

/// The value, or `None` after saying why the test is skipped.
pub fn or_skip<T>(result: Result<T, Skip>) -> Option<T> {
    result.inspect_err(|Skip(reason)| eprintln!("skipped: {reason}")).ok()
}

/// Makes what belongs in a folder, if nobody has. `what` says what is missing where that fails.
///
/// # Panics
/// On CI, where it has to be there.
pub(crate) fn made_once(
    folder: &Path,
    what: &str,
    make: impl FnOnce() -> io::Result<()>,
) -> Result<(), Skip> {
    try_once(folder, make).map_err(|error| {
        let reason = format!("{what}: {error}");
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{reason}");
        Skip(reason)
    })
}

fn try_once(folder: &Path, make: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let (ready, failed) = (folder.join("ready"), folder.with_extension("failed"));
    fs::create_dir_all(target_folder())?;
    // Tests run in many processes at once; the lock goes with the process that holds it.
    let lock = File::create(folder.with_extension("lock"))?;
    lock.lock()?;
    if ready.exists() {
        return Ok(());
    }
    if let Some(reason) = recent(&failed) {
        return Err(io::Error::other(reason));
    }
    match make() {
        Ok(()) => fs::write(ready, ""),
        Err(error) => {
            fs::write(failed, error.to_string())?;
            Err(error)
        }
    }
}

fn recent(failed: &Path) -> Option<String> {
    let age = fs::metadata(failed).ok()?.modified().ok()?.elapsed().ok()?;
    if age < FAILURE_HOLDS { fs::read_to_string(failed).ok() } else { None }
}

fn make(folder: &Path, requirements: &[&str]) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    run(Command::new(python).args(["-m", "venv"]).arg(folder))?;
    run(Command::new(python_in(folder))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2"])
        .args(requirements))
}

pub(crate) fn run(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
    Err(io::Error::other(format!("{} ended with {}: {last}", command.get_program().display(), output.status)))
}

fn python_in(folder: &Path) -> PathBuf {
    if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") }
}

/// Where Cargo puts what it builds.
pub(crate) fn target_folder() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("target"),
    }
}
