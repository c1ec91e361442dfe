//! What AWS would refuse, what would fail later, and what could be better: rules over a document.
//!
//! [`check`] runs all rules and yields [`Finding`]s, each with a stable code, a place and, where there is a
//! right answer, fixes made of [`crate::edit::Edit`]s. It needs no network: what only an account can tell is
//! another matter.
//!
//! A family of rules is a file: the documentation of each rule, its function, and a table of examples that the
//! tests run. To add a rule, add these three in the file of its family.
//! [`facts`] holds what rules look at; [`keep`] runs the rules of single actions and keeps their findings, [`among`]
//! those of all others, so that a [`Checker`] follows an edited document without judging all of it again. [`shapes`] and [`fields`] turn misfits
//! of the declaration and of the catalog into findings; [`registry`] knows all families and their order.
//!
//! Rules run in steps. A value that got an error in one step is left alone by the steps behind it, so one
//! mistake is one finding. A text with a variable in it (`#{…}`) is unknown until the pipeline runs; no rule
//! about its content applies.
//!
//! Rules see the values of parameters; places and texts of findings are those of the design as it is written. With
//! parameters, all of it is judged anew each time.
//!
//! What is wrong only beside what is published, or cannot be told at all, is listed in [`elsewhere`](mod@elsewhere);
//! what only an account tells, in [`online`](mod@online).
//!
//! What a person accepted is taken out at the very end, by [`suppress`]; [`repair`](repair()) applies all fixes
//! that need nobody to look at them.

mod actions;
mod among;
mod artifacts;
mod change_detection;
mod commands;
mod conditions;
mod configuration;
mod elsewhere;
mod facts;
mod fields;
mod finding;
mod keep;
mod online;
mod parameters;
mod pipeline;
mod providers_build;
mod providers_deploy;
mod providers_other;
mod regions;
mod registry;
mod repair;
mod report;
mod schedule;
mod security;
mod shapes;
mod stages;
mod stores;
mod suppress;
mod things;
mod triggers;
mod upkeep;
mod variables;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use configuration::is_literal_secret;
pub use configuration::looks_like_a_key;
pub use elsewhere::{ELSEWHERE, Elsewhere, Told, elsewhere};
pub use finding::{Finding, Fix, Related, Severity};
pub use keep::Checker;
pub use online::{ONLINE, Online, Where, online};
pub use registry::{RuleDoc, explain, rules};
pub use repair::{Repair, RepairStep, has_safe_fix, repair, repair_in};
pub use suppress::{Checked, Suppressed};

use facts::Facts;
use registry::{Check, Rule};
use report::Report;

use crate::document::Document;
use crate::flow::Flow;

/// All findings about a document that are not suppressed, in the order of their places; the same document gives
/// the same list.
pub fn check(document: &Document) -> Vec<Finding> {
    check_with_suppressions(document).findings
}

/// All findings about a document, those that are suppressed apart from the others.
pub fn check_with_suppressions(document: &Document) -> Checked {
    check_in(document, None)
}

/// As [`check_with_suppressions`], with the values that parameters have in an environment.
pub fn check_in(document: &Document, environment: Option<&str>) -> Checked {
    let flow = Flow::of(document.pipeline());
    // What was never checked is not what it was the last time.
    Checker::default().check(document, &flow, environment).unwrap_or_default()
}

fn run(rule: &'static Rule, facts: &Facts, report: &mut Report) {
    report.begin(&rule.doc);
    match rule.check {
        // Those of an action by itself are judged by `keep`, those of suppressions by `suppress`.
        Check::Shape
        | Check::Field
        | Check::Variables
        | Check::Suppressions
        | Check::Action(_)
        | Check::Provider(..) => {}
        Check::Pipeline(look) => look(facts, report),
        Check::Stage(look) => {
            for (index, stage) in facts.pipeline.stages.iter().enumerate() {
                if stage.odd.is_none() {
                    look(facts, index, stage, report);
                }
            }
        }
        Check::ActionAmong(look) => facts.actions.iter().for_each(|action| look(facts, action, report)),
        Check::ProviderAmong(ids, look) => {
            facts.of_providers(ids).for_each(|action| look(facts, action, report));
        }
        Check::ConditionRule(look) => facts.rules.iter().for_each(|rule| look(facts, rule, report)),
    }
}
