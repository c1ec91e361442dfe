//! CP14: running and upkeep: what works, and could work better.

use super::facts::Facts;
use super::finding::Severity::Hint;
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use crate::catalog::Category;
use crate::document::Place;
use crate::pipeline::{Action, Stage};

pub(super) static FAMILY: Family = Family {
    step: Step::Advice,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[Rule {
    doc: RuleDoc {
        code: "CP1403",
        title: "Approval in front of other actions",
        severity: Hint,
        what: "A manual approval has a stage of its own, or comes last in its stage.",
        why: "A stage is locked while its approval waits, so later executions queue up before actions that are long done. A failed action behind it asks for approval again on a retry of all actions.",
        example: "A stage with an approval of run order 2 and a deploy of run order 3, behind tests of run order 1",
        fix: "Move the approval to a stage of its own.",
        aws_answer: None,
        source: "User guide",
    },
    check: Check::Stage(approval_between),
}];

fn is_approval(action: &Action) -> bool {
    action.action_type().category == Category::Approval.as_str()
}

fn approval_between(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    for approval in stage.actions.iter().filter(|action| is_approval(action)) {
        let order = approval.run_order();
        let others = || stage.actions.iter().filter(|action| !is_approval(action));
        if others().any(|action| action.run_order() < order)
            && others().any(|action| action.run_order() > order)
        {
            let message = format!("Stage {} is locked while {} waits", stage.name(), approval.name());
            report.at(Place::action(approval.id), message).advise("Move the approval to a stage of its own");
        }
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "/stages/3/actions/+ = {'name': 'Ask', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}, 'runOrder': 2}\nSite/runOrder = 3",
        "CP1403 /stages/3/actions/2",
    ),
    silent("CP1403", ""),
];
