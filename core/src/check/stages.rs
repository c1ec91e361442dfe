//! CP03: stages.

use serde_json::Value;

use super::facts::Facts;
use super::finding::Severity::{Error, Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::count;
use crate::catalog::Category;
use crate::document::{Owner, Place};
use crate::edit::slots::Slot;
use crate::edit::{self, Edit, SlotColumn, fresh_name};
use crate::pipeline::{Path, Stage};

pub(super) static FAMILY: Family = Family {
    step: Step::Structure,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

/// Stages of a pipeline. Source: quotas page of the user guide.
const MAX_STAGES: usize = 50;
/// Actions of a stage: the quotas page of the user guide states both numbers.
const ACTIONS_SURELY_ALLOWED: usize = 50;
const MAX_ACTIONS: usize = 100;
/// What stages for customers are called. English, as the examples of AWS are.
const PRODUCTION_WORDS: [&str; 3] = ["prod", "production", "live"];

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0301",
            title: "Too few stages",
            severity: Error,
            what: "The pipeline has at least two stages.",
            why: "AWS refuses a pipeline that only fetches sources.",
            example: "\"stages\": [ {\"name\": \"Source\", … } ]",
            fix: "Add a stage that does something with the source.",
            aws_answer: Some(
                "InvalidStructureException: Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline",
            ),
            source: "User guide, CloudFormation schema, CDK",
        },
        check: Check::Pipeline(too_few),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0302",
            title: "Too many stages",
            severity: Error,
            what: "The pipeline has at most 50 stages.",
            why: "AWS sets this limit and does not raise it.",
            example: "51 stages",
            fix: "Merge stages, or split the pipeline.",
            aws_answer: Some("LimitExceededException or InvalidStructureException"),
            source: "Quotas page of the user guide",
        },
        check: Check::Pipeline(too_many),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0303",
            title: "Stage name does not fit",
            severity: Error,
            what: "Each stage has a name of 1 to 100 letters, digits and . @ - _.",
            why: "AWS takes no other names; blanks and slashes from other tools are refused.",
            example: "\"name\": \"Unit tests\"",
            fix: "Replace the other characters, for example by -.",
            aws_answer: Some(
                "ValidationException: 1 validation error detected: Value at 'pipeline.stages.N.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+",
            ),
            source: "API model, CDK",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0304",
            title: "Stage name used twice",
            severity: Error,
            what: "Stage names differ from each other.",
            why: "AWS tells stages apart by their names.",
            example: "Two stages named \"Deploy\"",
            fix: "Rename one of them.",
            aws_answer: Some("InvalidStageDeclarationException or InvalidStructureException"),
            source: "User guide, CloudFormation schema, CDK",
        },
        check: Check::Stage(name_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0305",
            title: "Stage without actions",
            severity: Error,
            what: "Each stage has at least one action.",
            why: "AWS refuses an empty stage.",
            example: "{\"name\": \"Deploy\", \"actions\": []}",
            fix: "Add an action, or delete the stage.",
            aws_answer: Some("InvalidStageDeclarationException"),
            source: "User guide, CloudFormation schema, CDK",
        },
        check: Check::Stage(empty),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0306",
            title: "Too many actions in a stage",
            severity: Error,
            what: "A stage has at most 100 actions.",
            why: "No page of AWS allows more.",
            example: "A stage of 101 actions",
            fix: "Split the stage.",
            aws_answer: Some("LimitExceededException or InvalidStageDeclarationException"),
            source: "Quotas page of the user guide",
        },
        check: Check::Stage(too_many_actions),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0307",
            title: "More than 50 actions in a stage",
            severity: Warning,
            what: "A stage has at most 50 actions.",
            why: "The quotas page of AWS states 50 actions of a stage, and beside it 100 parallel and 100 sequential ones.",
            example: "A stage of 60 actions",
            fix: "Split the stage to be safe.",
            aws_answer: Some(
                "LimitExceededException or InvalidStageDeclarationException, if 50 is the number that counts",
            ),
            source: "Quotas page of the user guide, which contradicts itself",
        },
        check: Check::Stage(many_actions),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0308",
            title: "First stage does more than fetch sources",
            severity: Error,
            what: "The first stage holds Source actions only.",
            why: "AWS starts each execution with fetching all sources and allows nothing beside it.",
            example: "A Build action in the first stage",
            fix: "Move the action to a later stage.",
            aws_answer: Some("InvalidStructureException (wording not known)"),
            source: "User guide, CDK, cfn-lint E3700",
        },
        check: Check::Stage(other_in_first),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0309",
            title: "First stage without a source",
            severity: Error,
            what: "The first stage has a Source action.",
            why: "A pipeline begins with what it releases.",
            example: "A first stage with a Build action alone",
            fix: "Add a Source action to the first stage.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, CDK, cfn-lint E3700",
        },
        check: Check::Stage(no_source_in_first),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0310",
            title: "Source in a later stage",
            severity: Error,
            what: "Source actions stand in the first stage only.",
            why: "All sources are fetched at the start of an execution.",
            example: "A Source action in the second stage",
            fix: "Move it to the first stage.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, CDK, cfn-lint E3700",
        },
        check: Check::Stage(source_in_later),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0311",
            title: "Nothing but sources",
            severity: Error,
            what: "At least one action is something else than a Source.",
            why: "AWS refuses a pipeline that does nothing with what it fetches.",
            example: "Two stages of Source actions",
            fix: "Add a Build, Test, Deploy, Approval or Invoke action.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide",
        },
        check: Check::Pipeline(only_sources),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0312",
            title: "Blockers are reserved",
            severity: Hint,
            what: "Stages have no blockers.",
            why: "AWS reserves the member for future use.",
            example: "\"blockers\": [{\"name\": \"freeze\", \"type\": \"Schedule\"}]",
            fix: "Remove it, unless it came from AWS.",
            aws_answer: Some("InvalidBlockerDeclarationException for what it does not know"),
            source: "API model",
        },
        check: Check::Stage(blockers),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0315",
            title: "Production without an approval",
            severity: Hint,
            what: "A manual approval stands before a deploy stage whose name speaks of production.",
            why: "Without one every change that passes the tests reaches the customers at once. That may be wanted.",
            example: "Stages Source, Build, Production",
            fix: "Insert a stage with a manual approval.",
            aws_answer: None,
            source: "Practice",
        },
        check: Check::Stage(production_without_approval),
    },
];

fn at(stage: &Stage, key: &'static str) -> Place {
    Place::at(Owner::Stage(stage.id), Path::key(key))
}

/// The number of stages; `None` if there is no list of stages at all.
fn stage_count(facts: &Facts) -> Option<usize> {
    facts.pipeline.members.get("stages")?.is_array().then_some(facts.pipeline.stages.len())
}

fn too_few(facts: &Facts, report: &mut Report) {
    let place = Place::at(Owner::Pipeline, Path::key("stages"));
    match stage_count(facts) {
        Some(0) => report.at(place, "Pipeline has no stages, at least 2 are needed"),
        Some(1) => report.at(place, "Pipeline has 1 stage, at least 2 are needed"),
        _ => return,
    };
}

fn too_many(facts: &Facts, report: &mut Report) {
    if let Some(number) = stage_count(facts).filter(|number| *number > MAX_STAGES) {
        let place = Place::at(Owner::Pipeline, Path::key("stages"));
        let message = format!("Pipeline has {}, at most {MAX_STAGES} are allowed", count(number, "stage"));
        report.at(place, message).advise("Merge stages, or split the pipeline");
    }
}

fn name_twice(facts: &Facts, index: usize, stage: &Stage, report: &mut Report) {
    let name = stage.name();
    let earlier =
        facts.pipeline.stages[..index].iter().find(|other| !name.is_empty() && other.name() == name);
    let Some(first) = earlier else { return };
    let free = fresh_name(name, facts.pipeline.stages.iter().map(Stage::name), '-', 100);
    let finding = report.at(at(stage, "name"), format!("Stage name {name} is used twice"));
    finding.relate(at(first, "name"), "first used here");
    if let Some(change) = edit::rename::stage(facts.document(), stage.id, &free) {
        finding.offer(format!("Rename to {free}"), change.edits);
    }
}

fn empty(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    if stage.actions.is_empty() && stage.members.get("actions").is_some_and(Value::is_array) {
        report
            .at(at(stage, "actions"), format!("Stage {} has no actions", stage.name()))
            .advise("Add an action, or delete the stage")
            .offer("Delete this stage", vec![Edit::RemoveStage { id: stage.id }]);
    }
}

fn too_many_actions(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let number = stage.actions.len();
    if number > MAX_ACTIONS {
        let message =
            format!("Stage {} has {number} actions, at most {MAX_ACTIONS} are allowed", stage.name());
        report.at(at(stage, "actions"), message).advise("Split the stage");
    }
}

fn many_actions(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let number = stage.actions.len();
    if (ACTIONS_SURELY_ALLOWED + 1..=MAX_ACTIONS).contains(&number) {
        let message =
            format!("Stage {} has {number} actions, AWS states both 50 and 100 as the limit", stage.name());
        report.at(at(stage, "actions"), message).advise("Split the stage to be safe");
    }
}

fn other_in_first(facts: &Facts, index: usize, _: &Stage, report: &mut Report) {
    // A first stage without any source is one mistake, told by CP0309.
    if index > 0 || !holds(facts, index, Category::Source) {
        return;
    }
    for facts_of_action in facts.of_stage(index) {
        let Some(category) = facts_of_action.brief.category.filter(|it| *it != Category::Source) else {
            continue;
        };
        let (category, action) = (category.as_str(), facts_of_action.action);
        let message =
            format!("{} is of category {category}, the first stage holds sources only", action.name());
        let finding = report.at(Place::action(action.id), message);
        if let Some(next) = facts.pipeline.stages.get(1).filter(|next| next.odd.is_none()) {
            let slot = Slot { stage: next.id, column: SlotColumn::New { before: 0 } };
            if let Some(change) = edit::actions::move_to(facts.document(), action.id, slot) {
                finding.offer(format!("Move to stage {}", next.name()), change.edits);
            }
        }
    }
}

/// Whether a stage, by its position, has an action that is a source, an approval and so on.
fn holds(facts: &Facts, index: usize, category: Category) -> bool {
    facts.of_stage(index).iter().any(|action| action.does(category))
}

fn no_source_in_first(facts: &Facts, index: usize, stage: &Stage, report: &mut Report) {
    if index > 0 {
        return;
    }
    let known = facts.of_stage(index).iter().filter(|action| action.brief.category.is_some());
    let is_judged = known.count() == stage.actions.len();
    if is_judged && !stage.actions.is_empty() && !holds(facts, index, Category::Source) {
        report
            .at(at(stage, "actions"), format!("First stage {} has no Source action", stage.name()))
            .advise("Begin with a stage of sources");
    }
}

fn source_in_later(facts: &Facts, index: usize, stage: &Stage, report: &mut Report) {
    if index == 0 {
        return;
    }
    let first = &facts.pipeline.stages[0];
    for action in facts.of_stage(index).iter().filter(|action| action.does(Category::Source)) {
        let action = action.action;
        let message = format!("Source action {} stands in stage {}", action.name(), stage.name());
        let finding = report.at(Place::action(action.id), message);
        finding.advise("Sources belong in the first stage");
        let is_only_action = stage.actions.len() == 1;
        if holds(facts, 0, Category::Source) && !is_only_action {
            let row = first.actions.len();
            let slot = Slot { stage: first.id, column: SlotColumn::Beside { column: 0, row } };
            if let Some(change) = edit::actions::move_to(facts.document(), action.id, slot) {
                finding.offer(format!("Move to stage {}", first.name()), change.edits);
            }
        }
    }
}

fn only_sources(facts: &Facts, report: &mut Report) {
    let all = facts.actions.iter().all(|action| action.does(Category::Source));
    let has_stages = stage_count(facts).is_some_and(|number| number > 1);
    if has_stages
        && all
        && !facts.actions.is_empty()
        && facts.pipeline.stages.iter().all(|s| !s.actions.is_empty())
    {
        let place = Place::at(Owner::Pipeline, Path::key("stages"));
        report
            .at(place, "Pipeline does nothing with what it fetches")
            .advise("Add an action that is no source");
    }
}

fn blockers(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    if stage.members.get("blockers").and_then(Value::as_array).is_some_and(|blockers| !blockers.is_empty()) {
        let place = at(stage, "blockers");
        report
            .at(place.clone(), "AWS reserves blockers for future use")
            .offer("Remove blockers", vec![Edit::set(place, None)]);
    }
}

/// Whether a name speaks of production.
pub(super) fn is_production(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| {
        PRODUCTION_WORDS.contains(&word)
            || word.ends_with("prod") && !word.contains("nonprod") && !word.contains("preprod")
    }) && !name.contains("pre-prod")
        && !name.contains("non-prod")
}

fn production_without_approval(facts: &Facts, index: usize, stage: &Stage, report: &mut Report) {
    if !is_production(stage.name()) {
        return;
    }
    let is_approved = || (0..=index).any(|earlier| holds(facts, earlier, Category::Approval));
    if holds(facts, index, Category::Deploy) && !is_approved() {
        report
            .at(Place::stage(stage.id), format!("Nothing asks a person before stage {}", stage.name()))
            .advise("Insert a stage with a manual approval, if changes should wait for one");
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("/stages -\n/variables -\n/triggers -", "CP0301 /stages"),
    fires("/stages = []\n/triggers -\n/variables -", "CP0301 /stages"),
    silent("CP0301", "/stages/2 -"),
    fires("/stages/+47 = {'name': 'S%', 'actions': [{'name': 'Ask', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}]}", "CP0302 /stages"),
    silent("CP0302", "/stages/+46 = {'name': 'S%', 'actions': [{'name': 'Ask', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}]}"),
    fires("/stages/1/name = 'Unit tests'", "CP0303 /stages/1/name").fix(&["Rename to Unit-tests"]),
    fires("/stages/1/name -", "CP0303 /stages/1/name"),
    silent("CP0303", "/stages/1/name = 'unit.tests@2'"),
    fires("/stages/2/name = 'Build'", "CP0304 /stages/2/name").fix(&["Rename to Build-2"]),
    silent("CP0304", "/stages/2/name = 'build'"),
    fires("/stages/+ = {'name': 'Empty', 'actions': []}", "CP0305 /stages/4/actions").fix(&["Delete this stage"]),
    fires("/stages/+ = {'name': 'Empty'}", "CP0305 /stages/4/actions"),
    silent("CP0305", ""),
    fires("/stages/2/actions/+100 = {'name': 'Ask%', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}", "CP0306 /stages/2/actions"),
    silent("CP0306", ""),
    fires("/stages/2/actions/+99 = {'name': 'Ask%', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}", "CP0307 /stages/2/actions"),
    silent("CP0307", "/stages/2/actions/+49 = {'name': 'Ask%', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}"),
    fires(
        "/stages/0/actions/+ = {'name': 'Ask', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}",
        "CP0308 /stages/0/actions/1",
    )
    .fix(&["Move to stage Build"]),
    silent("CP0308", ""),
    fires(
        "/stages/0/actions -\n/stages/0/actions = [{'name': 'Ask', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}]\n/stages/1/actions = [{'name': 'Ask', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}]\n/stages/2 -\n/stages/2 -\n/triggers -\n/variables -",
        "CP0309 /stages/0/actions",
    ),
    silent("CP0309", ""),
    fires(
        "/stages/2/actions/+ = {'name': 'More', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'ECR', 'version': '1'}, 'configuration': {'RepositoryName': 'node'}, 'outputArtifacts': [{'name': 'More'}]}",
        "CP0310 /stages/2/actions/1, CP0510 /stages/2/actions/1/outputArtifacts/0/name",
    )
    .fix(&["Move to stage Source"]),
    silent("CP0310", ""),
    fires("/stages/1/actions = [{'name': 'More', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'ECR', 'version': '1'}, 'configuration': {'RepositoryName': 'node'}, 'outputArtifacts': [{'name': 'More'}]}]\n/stages/2 -\n/stages/2 -\n/variables -", "CP0311 /stages, CP0310 /stages/1/actions/0, CP0510 Git/outputArtifacts/0/name, CP0510 /stages/1/actions/0/outputArtifacts/0/name"),
    silent("CP0311", ""),
    fires("/stages/1/blockers = [{'name': 'freeze', 'type': 'Schedule'}]", "CP0312 /stages/1/blockers")
        .fix(&["Remove blockers"]),
    silent("CP0312", "/stages/1/blockers = []"),
    fires("/stages/2 -", "CP0315 /stages/2"),
    silent("CP0315", "/stages/2 -\n/stages/2/name = 'Nonprod'"),
];
