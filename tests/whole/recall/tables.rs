//! What the mutants have shown, as Markdown.

use std::collections::BTreeMap;

use pipewright_core::check::explain;

use super::mutant::Mutant;

/// Whether somebody asked for the tables.
pub fn are_wanted() -> bool {
    std::env::var_os("PIPEWRIGHT_TABLES").is_some_and(|value| value == "1")
}

/// How many mutants each rule has met.
#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
pub fn print_rules(mutants: &[Mutant]) {
    let mut rows: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for mutant in mutants {
        let row = rows.entry(mutant.code).or_default();
        row.0 += 1;
        row.1 += usize::from(mutant.also.is_empty());
    }
    println!("| rule | | mutants | of them broken alone |\n|---|---|--:|--:|");
    for (code, (all, alone)) in &rows {
        let title = explain(code).map_or("", |doc| doc.title);
        println!("| {code} | {title} | {all} | {alone} |");
    }
    println!("| {} rules | | {} | |", rows.len(), mutants.len());
}
