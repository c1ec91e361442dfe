//! The list of all rules, and what is told about each.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::facts::{ActionFacts, Alone, Facts, Home, RuleFacts};
use super::finding::Severity;
use super::report::Report;
use super::{
    actions, artifacts, change_detection, commands, conditions, configuration, parameters, pipeline,
    providers_build, providers_deploy, providers_other, regions, security, stages, stores, suppress, things,
    triggers, upkeep, variables,
};
use crate::pipeline::Stage;

/// What a person is told about a rule.
#[derive(Debug)]
pub struct RuleDoc {
    /// Stable; never used again for something else.
    pub code: &'static str,
    /// A few words.
    pub title: &'static str,
    /// That of its findings, unless one says less.
    pub severity: Severity,
    /// What it checks.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What it finds fault with.
    pub example: &'static str,
    /// How to repair it.
    pub fix: &'static str,
    /// What AWS answers, as far as known.
    pub aws_answer: Option<&'static str>,
    /// Where the rule comes from.
    pub source: &'static str,
}

impl RuleDoc {
    /// What there is to tell under its heading, in the order all manuals have it.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let parts = [
            ("What it checks", Some(self.what)),
            ("Why it matters", Some(self.why)),
            ("What AWS answers", self.aws_answer),
            ("Example", Some(self.example)),
            ("Fix", Some(self.fix)),
            ("Source", Some(self.source)),
        ];
        parts.into_iter().filter_map(|(heading, text)| Some((heading, text?)))
    }
}

/// A rule: its documentation, and the function that looks for it.
pub(super) struct Rule {
    pub doc: RuleDoc,
    pub check: Check,
}

/// Rules of one subject.
pub(super) struct Family {
    pub step: Step,
    pub rules: &'static [Rule],
    #[cfg(test)]
    pub examples: &'static [super::tests::Example],
}

/// The order of checking. A value with an error is left alone by the steps behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Structure,
    Catalog,
    Graph,
    Variables,
    Conditions,
    Regions,
    Advice,
    /// Run over all findings, after the other steps.
    Suppressions,
}

impl Step {
    pub const ALL: [Self; 8] = [
        Self::Structure,
        Self::Catalog,
        Self::Graph,
        Self::Variables,
        Self::Conditions,
        Self::Regions,
        Self::Advice,
        Self::Suppressions,
    ];
}

/// How a rule looks at a document.
pub(super) enum Check {
    /// Found along the shapes of the declaration: `shapes` says which misfit belongs to which rule.
    Shape,
    /// Found along the fields of the catalog: `fields` says which problem belongs to which rule.
    Field,
    /// Found by the rules about references to variables.
    Variables,
    /// Found while suppressed findings are taken out.
    Suppressions,
    /// Once.
    Pipeline(fn(&Facts, &mut Report)),
    /// For each stage that is an object; its position comes along.
    Stage(fn(&Facts, usize, &Stage, &mut Report)),
    /// For each action that is an object. Judges it by itself; what it finds is kept while the action stays as
    /// it is.
    Action(fn(&Home, &Alone, &mut Report)),
    /// The same for each action of these types.
    Provider(&'static [&'static str], fn(&Home, &Alone, &mut Report)),
    /// For each action that is an object. Judges it among all others, each time anew.
    ActionAmong(fn(&Facts, &ActionFacts, &mut Report)),
    /// The same for each action of these types.
    ProviderAmong(&'static [&'static str], fn(&Facts, &ActionFacts, &mut Report)),
    /// For each rule of a condition.
    ConditionRule(fn(&Facts, &RuleFacts, &mut Report)),
}

/// All families in the order of their codes.
pub(super) static FAMILIES: &[&Family] = &[
    &pipeline::FAMILY,
    &stores::FAMILY,
    &stages::FAMILY,
    &actions::FAMILY,
    &commands::FAMILY,
    &artifacts::FAMILY,
    &configuration::FAMILY,
    &providers_build::FAMILY,
    &providers_deploy::FAMILY,
    &providers_other::FAMILY,
    &variables::FAMILY,
    &triggers::FAMILY,
    &conditions::FAMILY,
    &regions::FAMILY,
    &security::FAMILY,
    &change_detection::FAMILY,
    &upkeep::FAMILY,
    &suppress::FAMILY,
    &parameters::FAMILY,
    &things::FAMILY,
];

static BY_CODE: LazyLock<HashMap<&'static str, &'static Rule>> = LazyLock::new(|| {
    FAMILIES.iter().flat_map(|family| family.rules).map(|rule| (rule.doc.code, rule)).collect()
});

/// The rule of a code, if there is one.
pub(super) fn rule(code: &str) -> Option<&'static Rule> {
    BY_CODE.get(code).copied()
}

/// The documentation of all rules, in the order of their codes.
pub fn rules() -> &'static [&'static RuleDoc] {
    static DOCS: LazyLock<Vec<&'static RuleDoc>> = LazyLock::new(|| {
        let mut docs: Vec<&RuleDoc> =
            FAMILIES.iter().flat_map(|family| family.rules).map(|rule| &rule.doc).collect();
        docs.sort_by_key(|doc| doc.code);
        docs
    });
    &DOCS
}

/// What a code means.
pub fn explain(code: &str) -> Option<&'static RuleDoc> {
    rule(code).map(|rule| &rule.doc)
}
