//! Whether each rule finds what it is there for: valid pipelines are broken in every place they can be broken, and
//! the rule that is broken must answer, at that place and alone.
//!
//! An operator does one thing, such as removing a required member, wherever a base has a place for it, and names
//! the rule that is broken then. `PIPEWRIGHT_TABLES=1` prints how many mutants each rule has met, and who else
//! finds them.

mod artifacts;
mod conditions;
mod configuration;
mod members;
mod mutant;
mod providers;
mod ripples;
mod spine;
mod stores;
mod tables;
mod triggers;
mod variables;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use mutant::{Base, Bench, Found, Mutant, bases, judge};
use pipewright_core::check::{Severity, rules};

/// Rules that cannot be broken alone, with the reason.
const NEVER_ALONE: &[(&str, &str)] =
    &[("CP0311", "a pipeline of sources only has at least one in a later stage, which is CP0310")];

fn mutants(bases: &[Base]) -> Vec<Mutant> {
    let operators: [fn(&mut Bench); 9] = [
        members::break_all,
        spine::break_all,
        stores::break_all,
        artifacts::break_all,
        configuration::break_all,
        providers::break_all,
        variables::break_all,
        triggers::break_all,
        conditions::break_all,
    ];
    let mut mutants = Vec::new();
    for base in bases {
        let mut bench = Bench { base, mutants: Vec::new() };
        operators.iter().for_each(|operator| operator(&mut bench));
        mutants.append(&mut bench.mutants);
    }
    mutants
}

fn severity(code: &str) -> Severity {
    let rule = rules().iter().find(|rule| rule.code == code);
    rule.unwrap_or_else(|| panic!("there is no rule {code}")).severity
}

fn error_rules() -> BTreeSet<&'static str> {
    rules().iter().filter(|rule| rule.severity == Severity::Error).map(|rule| rule.code).collect()
}

/// What is wrong with the answer to a mutant, if anything.
fn complaint(mutant: &Mutant, found: &[Found]) -> Option<String> {
    let errors: BTreeSet<&str> =
        found.iter().filter(|it| it.severity == Severity::Error).map(|it| it.code).collect();
    let mut expected = mutant.also.clone();
    let level = severity(mutant.code);
    if level == Severity::Error {
        expected.insert(mutant.code);
    }
    let is_inside = |place: &str| {
        place.strip_prefix(&mutant.place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_there =
        found.iter().any(|it| it.code == mutant.code && it.severity == level && is_inside(&it.place));
    if errors == expected && is_there {
        return None;
    }
    let mut text = format!(
        "{}: {} at {}: expected {} there and {:?} in all, found",
        mutant.base, mutant.operator, mutant.place, mutant.code, expected
    );
    for it in found.iter().filter(|it| it.severity != Severity::Hint) {
        let _ = write!(text, "\n    {} {} {} ({})", it.severity.as_str(), it.code, it.place, it.message);
    }
    Some(text)
}

#[test]
fn bases_are_free_of_errors_and_warnings() {
    for base in bases() {
        let found = judge(&base.root);
        let bad: Vec<&Found> = found.iter().filter(|it| it.severity != Severity::Hint).collect();
        assert!(bad.is_empty(), "{}: {bad:#?}", base.name);
    }
}

#[test]
fn every_mutant_is_found_as_the_rule_it_breaks_and_no_other() {
    let bases = bases();
    let mutants = mutants(&bases);
    let complaints: Vec<String> =
        mutants.iter().filter_map(|mutant| complaint(mutant, &judge(&mutant.root))).collect();
    assert!(
        complaints.is_empty(),
        "{} of {} mutants:\n{}",
        complaints.len(),
        mutants.len(),
        complaints.join("\n")
    );
    if tables::are_wanted() {
        tables::print_rules(&mutants);
    }
}

#[test]
fn every_rule_of_level_error_is_broken_by_a_mutant_of_its_own() {
    let bases = bases();
    let mutants = mutants(&bases);
    let mut alone: BTreeMap<&str, usize> = BTreeMap::new();
    for mutant in mutants.iter().filter(|mutant| mutant.also.is_empty()) {
        *alone.entry(mutant.code).or_default() += 1;
    }
    let excused: BTreeSet<&str> = NEVER_ALONE.iter().map(|(code, _)| *code).collect();
    let missing: Vec<&str> = error_rules()
        .into_iter()
        .filter(|code| !alone.contains_key(code))
        .filter(|code| !(excused.contains(code) && mutants.iter().any(|mutant| mutant.code == *code)))
        .collect();
    assert!(missing.is_empty(), "no mutant breaks {missing:?} alone");
    let needless: Vec<&&str> = excused.iter().filter(|code| alone.contains_key(*code)).collect();
    assert!(needless.is_empty(), "{needless:?} are broken alone after all");
}
