//! JavaScript programs the tests compare with, in a folder of packages under the target folder.
//!
//! It is made as the Python environments are ([`crate::python`]): once, and where there is no Node.js or no network
//! the tests that need it say so and pass, except on CI.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::python::{self, Skip};

/// A folder with packages installed.
#[derive(Debug, Clone)]
pub struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// A command that runs a script, a module of its own, with these packages at hand.
    ///
    /// # Panics
    /// If the script cannot be written.
    pub fn script(&self, name: &str, text: &str) -> Command {
        // Packages are looked for in the folders above a script.
        let path = self.folder.join(name);
        fs::write(&path, text).expect("a script in an own folder");
        let mut command = Command::new("node");
        command.arg(path).stdin(Stdio::null());
        command
    }
}

/// The folder for these packages (`name@version`), made if it is not there.
pub fn packages(wanted: &[&str]) -> Result<Packages, Skip> {
    let mut hasher = DefaultHasher::new();
    wanted.hash(&mut hasher);
    let folder = python::target_folder().join(format!("node-{:016x}", hasher.finish()));
    let what = format!("no packages of Node.js, {}", wanted.join(", "));
    python::made_once(&folder, &what, || {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{}")?;
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let mut command = Command::new(npm);
        command.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]);
        python::run(command.args(wanted).current_dir(&folder))
    })?;
    Ok(Packages { folder })
}
