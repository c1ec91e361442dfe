//! The files of a Terraform module: all of a folder, as Terraform reads them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pipewright_core::document::Source;
use pipewright_core::format::import::{self, Choices, ImportError, ModuleFile, Note, Read};
use thiserror::Error;

use super::read::{OpenError, read};

/// More files than any module has.
const MOST_FILES: usize = 500;

/// The files of a module, as they were read.
#[derive(Debug, Default)]
pub struct Module {
    files: Vec<ModuleFile>,
    /// Files that give values to variables, which a design does not take.
    values: Vec<String>,
}

/// Why the files of a module are not read.
#[derive(Debug, Error)]
pub enum ModuleError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("This folder could not be read: {source}.\n{path}", path = path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error(
        "There is no Terraform file in this folder. Name a file, or a folder with .tf files.\n{path}",
        path = path.display()
    )]
    Empty { path: PathBuf },
    #[error(
        "This folder has more than {MOST_FILES} Terraform files. Name those of the pipeline.\n{path}",
        path = path.display()
    )]
    TooMany { path: PathBuf },
    #[error("{reason}. Save the file as UTF-8.\n{path}", path = path.display())]
    NotText { path: PathBuf, reason: String },
    #[error(
        "Several files are read as one Terraform module, and this is no Terraform file. Import it alone.\n{path}",
        path = path.display()
    )]
    Other { path: PathBuf },
}

impl Module {
    /// All files of a folder. Files in folders below are modules of their own.
    pub fn of_folder(folder: &Path) -> Result<Self, ModuleError> {
        let failed = |source: io::Error| ModuleError::Folder { path: folder.to_owned(), source };
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
            if (is_terraform(Path::new(&name)) || gives_values(&name)) && folder.join(&name).is_file() {
                names.push(name);
            }
        }
        // Where both are, the others are for OpenTofu alone.
        if names.iter().any(|name| is_terraform(Path::new(name)) && !is_tofu(name)) {
            names.retain(|name| !is_tofu(name));
        }
        names.sort();
        let mut module = Self::default();
        for name in names {
            if gives_values(&name) {
                module.values.push(name);
            } else if module.files.len() == MOST_FILES {
                return Err(ModuleError::TooMany { path: folder.to_owned() });
            } else {
                module.files.push(file(&folder.join(name))?);
            }
        }
        if module.files.is_empty() {
            return Err(ModuleError::Empty { path: folder.to_owned() });
        }
        Ok(module)
    }

    /// These files, whatever else stands beside them.
    pub fn of_files(paths: &[PathBuf]) -> Result<Self, ModuleError> {
        let mut files = Vec::new();
        for path in paths {
            if !is_terraform(path) {
                return Err(ModuleError::Other { path: path.clone() });
            }
            files.push(file(path)?);
        }
        Ok(Self { files, values: Vec::new() })
    }

    /// Its pipeline as a design.
    pub fn read(&self, choices: &Choices) -> Result<Read, ImportError> {
        let mut read = import::read_module(&self.files, choices)?;
        let why =
            "The values it gives to variables are not taken; parameters have the defaults of the variables.";
        read.report.extend(self.values.iter().map(|name| of_whole(name, why.to_owned())));
        Ok(read)
    }

    /// The same as seen from one of its files: a file beside it that cannot be read is told and left out.
    pub fn read_around(mut self, file: &str, choices: &Choices) -> Result<Read, ImportError> {
        let mut left_out = Vec::new();
        loop {
            match self.read(choices) {
                Err(ImportError::InFile { file: other, error }) if other != file => {
                    self.files.retain(|file| file.name != other);
                    let why = format!("It stands beside {file} and is left out: {error}.");
                    left_out.push(of_whole(&other, why));
                }
                Err(error) => return Err(error),
                Ok(mut read) => {
                    read.report.extend(left_out);
                    return Ok(read);
                }
            }
        }
    }

    /// How many files it has.
    pub fn file_count(&self) -> usize {
        self.files.len()
    }
}

/// A note about a file as a whole.
fn of_whole(file: &str, why: String) -> Note {
    Note { file: Some(file.to_owned()), line: 1, what: file.to_owned(), why }
}

/// Whether a file is one of Terraform by its name. What editors keep beside a file is none.
pub fn is_terraform(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let is_hidden = name.starts_with(['.', '#']) || name.ends_with('~');
    !is_hidden && [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|ending| name.ends_with(ending))
}

fn is_tofu(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.strip_suffix(".json").unwrap_or(&name).rsplit('.').next() == Some("tofu")
}

/// Whether Terraform takes values of variables from a file of this name unasked.
fn gives_values(name: &str) -> bool {
    let name = name.strip_suffix(".json").unwrap_or(name);
    name == "terraform.tfvars" || name.ends_with(".auto.tfvars")
}

fn file(path: &Path) -> Result<ModuleFile, ModuleError> {
    let (bytes, _) = read(path)?;
    let source = Source::decode(&bytes)
        .map_err(|error| ModuleError::NotText { path: path.to_owned(), reason: error.to_string() })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(ModuleFile { name, text: source.text().to_owned() })
}
