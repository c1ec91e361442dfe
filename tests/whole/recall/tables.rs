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

/// The families of rules by the beginning of their codes.
const FAMILIES: [(&str, &str); 14] = [
    ("CP01", "Pipeline"),
    ("CP02", "Artifact stores"),
    ("CP03", "Stages"),
    ("CP04", "Actions and commands"),
    ("CP05", "Artifacts"),
    ("CP06", "Configuration"),
    ("CP07", "Providers"),
    ("CP08", "Variables"),
    ("CP09", "Triggers"),
    ("CP10", "Conditions"),
    ("CP11", "Regions and accounts"),
    ("CP12", "Security"),
    ("CP13", "Change detection"),
    ("CP14", "Upkeep"),
];

/// Who finds how many mutants of each family: all of them for botocore, one for each rule for cfn-lint.
#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
pub fn print_families(
    mutants: &[Mutant],
    refused: &[Option<String>],
    sample: &[&Mutant],
    sample_refused: &[Option<String>],
    flagged: &[Vec<String>],
) {
    println!("| family | mutants | found | botocore | one a rule | found | botocore | cfn-lint |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    let row = |name: &str, beginning: &str| {
        let is_of = |mutant: &Mutant| mutant.code.starts_with(beginning);
        let all = mutants.iter().filter(|mutant| is_of(mutant)).count();
        let by_botocore =
            mutants.iter().zip(refused).filter(|(it, report)| is_of(it) && report.is_some()).count();
        let rules = sample.iter().filter(|mutant| is_of(mutant)).count();
        let of_sample =
            sample.iter().zip(sample_refused).filter(|(it, report)| is_of(it) && report.is_some()).count();
        let by_lint =
            sample.iter().zip(flagged).filter(|(it, errors)| is_of(it) && !errors.is_empty()).count();
        // Another test holds that each mutant is found.
        if all > 0 {
            println!(
                "| {name} | {all} | {all} | {by_botocore} | {rules} | {rules} | {of_sample} | {by_lint} |"
            );
        }
    };
    for (beginning, name) in FAMILIES {
        row(name, beginning);
    }
    row("all", "CP");
}
