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
use pipewright_tests::{oracles, python};

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
        for operator in operators {
            operator(&mut bench);
        }
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

/// The answers about all mutants, in their order.
fn in_threads<T: Send>(mutants: &[Mutant], ask: impl Fn(&Mutant) -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = mutants.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let handles: Vec<_> = mutants
            .chunks(size)
            .map(|chunk| scope.spawn(|| chunk.iter().map(&ask).collect::<Vec<T>>()))
            .collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("a judge does not panic")).collect()
    })
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
    let complaints: Vec<String> = in_threads(&mutants, |mutant| complaint(mutant, &judge(&mutant.root)))
        .into_iter()
        .flatten()
        .collect();
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

#[test]
fn what_botocore_refuses_is_found() {
    let bases = bases();
    let declarations = bases.iter().map(Base::pipeline);
    let Some(valid) = python::or_skip(oracles::botocore(declarations)) else { return };
    for (base, report) in bases.iter().zip(valid) {
        assert_eq!(report, None, "{} is valid", base.name);
    }
    let mutants = mutants(&bases);
    let Some(reports) = python::or_skip(oracles::botocore(mutants.iter().map(Mutant::pipeline))) else {
        return;
    };
    let ours = in_threads(&mutants, |mutant| judge(&mutant.root));
    let missed: Vec<String> = mutants
        .iter()
        .zip(&reports)
        .zip(&ours)
        .filter(|((_, report), ours)| {
            report.is_some() && !ours.iter().any(|found| found.severity != Severity::Hint)
        })
        .map(|((mutant, report), _)| format!("{} at {}: {report:?}", mutant.operator, mutant.place))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
    // The comparison would be empty if the oracle accepted everything, and needless if it refused everything.
    let refused = reports.iter().flatten().count();
    assert!((1000..mutants.len() / 2).contains(&refused), "botocore refuses {refused} of {}", mutants.len());
}

/// One mutant of each rule that it breaks alone, if there is one; each base in turn.
fn sample(mutants: &[Mutant]) -> Vec<&Mutant> {
    let mut by_code: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
    for mutant in mutants.iter().filter(|mutant| severity(mutant.code) == Severity::Error) {
        by_code.entry(mutant.code).or_default().push(mutant);
    }
    let chosen = by_code.into_values().enumerate().map(|(index, all)| {
        let alone: Vec<&Mutant> = all.iter().copied().filter(|mutant| mutant.also.is_empty()).collect();
        if alone.is_empty() { all[0] } else { alone[index * 7 % alone.len()] }
    });
    chosen.collect()
}

#[test]
fn cfn_lint_accepts_the_bases_and_finds_less() {
    let bases = bases();
    let mutants = mutants(&bases);
    let sample = sample(&mutants);
    let all = bases.iter().map(Base::pipeline).chain(sample.iter().map(|mutant| mutant.pipeline()));
    let Some(mut answers) = python::or_skip(oracles::cfn_lint(all)) else { return };
    let about_mutants = answers.split_off(bases.len());
    for (base, errors) in bases.iter().zip(&answers) {
        assert!(errors.is_empty(), "{}: {errors:?}", base.name);
    }
    // All of them are found here: another test sees to that.
    let flagged = about_mutants.iter().filter(|errors| !errors.is_empty()).count();
    assert!((1..sample.len()).contains(&flagged), "cfn-lint flags {flagged} of {}", sample.len());
    if tables::are_wanted() {
        let Some(refused) = python::or_skip(oracles::botocore(sample.iter().map(|mutant| mutant.pipeline())))
        else {
            return;
        };
        let Some(all_refused) = python::or_skip(oracles::botocore(mutants.iter().map(Mutant::pipeline)))
        else {
            return;
        };
        tables::print_families(&mutants, &all_refused, &sample, &refused, &about_mutants);
    }
}
