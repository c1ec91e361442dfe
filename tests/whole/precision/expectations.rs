//! What is expected to be found, row by row with the reason, and how it compares with what is.

use std::fmt::Write as _;

use pipewright_core::check::{Severity, check};
use pipewright_core::document::Document;

/// An error that is there: AWS would refuse the definition, or it is certain to fail.
pub struct Expected {
    /// The start of a file's name, as long as needed.
    pub file: &'static str,
    pub code: &'static str,
    pub place: &'static str,
    /// Why it is one.
    pub reason: &'static str,
}

/// A row of a table.
pub const fn error(
    file: &'static str,
    code: &'static str,
    place: &'static str,
    reason: &'static str,
) -> Expected {
    Expected { file, code, place, reason }
}

/// Compares what was found with a table.
pub struct Comparison {
    table: &'static [Expected],
    met: Vec<bool>,
    surprises: String,
}

impl Comparison {
    pub fn with(table: &'static [Expected]) -> Self {
        Self { table, met: vec![false; table.len()], surprises: String::new() }
    }

    /// Checks a document and looks its errors up.
    pub fn look_at(&mut self, file: &str, document: &Document) {
        for finding in check(document).iter().filter(|finding| finding.severity == Severity::Error) {
            let place = document.place_label(&finding.place);
            let row = self
                .table
                .iter()
                .position(|row| file.starts_with(row.file) && row.code == finding.code && row.place == place);
            match row {
                Some(row) => self.met[row] = true,
                None => {
                    let _ =
                        writeln!(self.surprises, "{file}\n    {} {place}: {}", finding.code, finding.message);
                }
            }
        }
    }

    /// # Panics
    /// If there was an error that no row expects, or a row that met none.
    pub fn end(self) {
        let missing: Vec<String> = self
            .table
            .iter()
            .zip(&self.met)
            .filter(|(_, met)| !**met)
            .map(|(row, _)| format!("{}\n    {} {}: {}", row.file, row.code, row.place, row.reason))
            .collect();
        assert!(self.surprises.is_empty(), "found, and not expected:\n{}", self.surprises);
        assert!(missing.is_empty(), "expected, and not found:\n{}", missing.join("\n"));
    }
}
