//! CP10: stage conditions and their rules (V2).

use serde_json::{Value, json};

use super::facts::{Facts, RuleFacts};
use super::finding::Severity::{Error, Hint, Warning};
use super::pipeline::offer_v2;
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::schedule;
use super::words::{any_of, count, did_you_mean, quoted};
use crate::catalog::nearest_of;
use crate::document::{Owner, Place};
use crate::edit::{Edit, fresh_name};
use crate::flow::Moment;
use crate::pipeline::{ConditionKind, Conditions, Path, Stage, list_of, object_of, text_of};

pub(super) static FAMILY: Family = Family {
    step: Step::Conditions,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP1001",
            title: "Conditions on V1",
            severity: Error,
            what: "Only stages of V2 pipelines have beforeEntry, onSuccess or onFailure.",
            why: "V1 pipelines have no conditions, rollback or automatic retry.",
            example: "\"pipelineType\": \"V1\" and \"onFailure\": {\"result\": \"ROLLBACK\"}",
            fix: "Set the pipeline type to V2.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide",
        },
        check: Check::Stage(on_v1),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1002",
            title: "Not exactly one condition",
            severity: Error,
            what: "Each of beforeEntry, onSuccess and onFailure holds one condition.",
            why: "AWS takes a list, but of one element only.",
            example: "\"onSuccess\": {\"conditions\": []}",
            fix: "Keep one condition; it can hold five rules.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP1003",
            title: "Not one to five rules",
            severity: Error,
            what: "A condition has 1 to 5 rules.",
            why: "AWS takes no more and not none.",
            example: "\"conditions\": [{\"result\": \"FAIL\", \"rules\": []}]",
            fix: "Add a rule, or remove some.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Pipeline(no_rules),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1004",
            title: "Result not allowed here",
            severity: Error,
            what: "A condition before entry ends in FAIL or SKIP, on success in FAIL or ROLLBACK, on failure in ROLLBACK.",
            why: "Other results make no sense at that moment.",
            example: "\"beforeEntry\": {\"conditions\": [{\"result\": \"ROLLBACK\", … }]}",
            fix: "Pick from the allowed results.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, CloudFormation schema",
        },
        check: Check::Stage(result_of_condition),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1005",
            title: "Rule that cannot skip a stage",
            severity: Error,
            what: "A condition with result SKIP has rules of LambdaInvoke and VariableCheck only.",
            why: "AWS allows no others for skipping.",
            example: "\"result\": \"SKIP\" with a CloudWatchAlarm rule",
            fix: "Use FAIL, or another rule.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide",
        },
        check: Check::ConditionRule(cannot_skip),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1006",
            title: "Retry together with conditions",
            severity: Error,
            what: "An onFailure with result RETRY has no conditions.",
            why: "The two exclude each other.",
            example: "\"onFailure\": {\"result\": \"RETRY\", \"conditions\": [ … ]}",
            fix: "Remove one of them.",
            aws_answer: Some("InvalidStructureException (wording not known)"),
            source: "User guide",
        },
        check: Check::Stage(retry_with_conditions),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1007",
            title: "Retry configured by half",
            severity: Warning,
            what: "Result RETRY and retryConfiguration with a retryMode come together.",
            why: "One without the other is refused, or does something that nobody wrote.",
            example: "\"onFailure\": {\"result\": \"RETRY\"}",
            fix: "Add the other half.",
            aws_answer: Some("InvalidStructureException, or a default"),
            source: "User guide",
        },
        check: Check::Stage(retry_by_half),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1008",
            title: "Rollback of the source stage",
            severity: Error,
            what: "The first stage has no result ROLLBACK.",
            why: "There is nothing to roll back to before the sources.",
            example: "\"onFailure\": {\"result\": \"ROLLBACK\"} on the stage Source",
            fix: "Remove it; RETRY is possible.",
            aws_answer: Some("InvalidStructureException or UnableToRollbackStageException"),
            source: "User guide",
        },
        check: Check::Stage(rollback_of_source),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1009",
            title: "Unknown rule type",
            severity: Error,
            what: "The ruleTypeId names a rule type of AWS.",
            why: "AWS refuses what it does not offer.",
            example: "\"ruleTypeId\": {\"category\": \"Rule\", \"provider\": \"Alarm\"}",
            fix: "Choose CloudWatchAlarm, CodeBuild, Commands, DeploymentWindow, LambdaInvoke or VariableCheck.",
            aws_answer: Some("InvalidStructureException"),
            source: "API model, user guide",
        },
        check: Check::ConditionRule(unknown_type),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1010",
            title: "Configuration of a rule does not fit",
            severity: Error,
            what: "A rule has the keys its type needs, no others, and values that fit.",
            why: "AWS refuses the stage, or the rule fails.",
            example: "A VariableCheck rule without Operator",
            fix: "Correct the configuration.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP1011",
            title: "Rule name does not fit",
            severity: Error,
            what: "Rules of a condition have different names of 1 to 100 letters, digits and . @ - _.",
            why: "AWS takes no others.",
            example: "\"name\": \"alarm check\"",
            fix: "Rename the rule.",
            aws_answer: Some("ValidationException"),
            source: "API model, CDK",
        },
        check: Check::ConditionRule(name_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1012",
            title: "Commands of a rule do not fit",
            severity: Error,
            what: "A Commands rule has 1 to 50 commands, other rules have none.",
            why: "AWS refuses it otherwise.",
            example: "A Commands rule without commands",
            fix: "Add commands, or remove them.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, API model",
        },
        check: Check::ConditionRule(commands),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1013",
            title: "Rule takes an artifact that is not there",
            severity: Error,
            what: "Artifacts of a rule are made in an earlier stage, or for onSuccess and onFailure in the stage itself.",
            why: "A rule before entry is judged before anything of its stage has run.",
            example: "A beforeEntry rule that takes the output of its own stage",
            fix: "Take an artifact that is made before.",
            aws_answer: Some("InvalidStructureException (wording not known)"),
            source: "Inference from the order of evaluation",
        },
        check: Check::ConditionRule(artifact_not_there),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1014",
            title: "Rule reads a variable that is not set yet",
            severity: Error,
            what: "Variables of a rule are set in an earlier stage, or for onSuccess and onFailure in the stage itself.",
            why: "A rule before entry is judged before anything of its stage has run.",
            example: "A beforeEntry rule with #{BuildVariables.Tag} on the stage of that build",
            fix: "Read a variable that is set before.",
            aws_answer: Some("InvalidStructureException (wording not known)"),
            source: "Inference from the order of evaluation, user guide",
        },
        check: Check::Variables,
    },
    Rule {
        doc: RuleDoc {
            code: "CP1015",
            title: "Expression that cannot be read",
            severity: Error,
            what: "The Value of a VariableCheck rule with MATCHES is a regular expression.",
            why: "The rule fails when it is judged.",
            example: "\"Operator\": \"MATCHES\", \"Value\": \"v[0-9\"",
            fix: "Close the bracket or parenthesis.",
            aws_answer: Some("Failure of the rule"),
            source: "User guide",
        },
        check: Check::ConditionRule(broken_expression),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1016",
            title: "Schedule that cannot be read",
            severity: Error,
            what: "The Cron of a DeploymentWindow rule has six or seven fields in their ranges, and ? in exactly one of the two fields for days.",
            why: "It is a Quartz expression, seconds first, not one of crontab.",
            example: "\"Cron\": \"* 9-17 * * MON-FRI\"",
            fix: "Write seconds, minutes, hours, day of month, month, day of week.",
            aws_answer: Some("InvalidStructureException, or failure of the rule"),
            source: "User guide",
        },
        check: Check::ConditionRule(cron),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1017",
            title: "Time zone that is not clear",
            severity: Warning,
            what: "The TimeZone of a DeploymentWindow rule is Region/City, UTC or UTC+HH:MM.",
            why: "Abbreviations such as CST and IST stand for several zones.",
            example: "\"TimeZone\": \"CST\"",
            fix: "Write Region/City, for example America/Chicago.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::ConditionRule(time_zone),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1018",
            title: "Timeout of a rule out of range",
            severity: Error,
            what: "The timeoutInMinutes of a rule is 5 to 86400.",
            why: "AWS takes no other numbers.",
            example: "\"timeoutInMinutes\": 1",
            fix: "Write a number from 5 to 86400.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP1020",
            title: "Result of a failure not allowed",
            severity: Error,
            what: "The result of onFailure is ROLLBACK or RETRY.",
            why: "A failed stage cannot fail again or be skipped.",
            example: "\"onFailure\": {\"result\": \"FAIL\"}",
            fix: "Write ROLLBACK or RETRY, or leave it out.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, CloudFormation schema",
        },
        check: Check::Stage(result_of_failure),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1021",
            title: "Condition before the sources",
            severity: Warning,
            what: "The first stage has no beforeEntry.",
            why: "No variables and artifacts exist yet that a rule could look at.",
            example: "\"beforeEntry\" on the stage Source",
            fix: "Move the condition to the next stage.",
            aws_answer: None,
            source: "Inference from the order of evaluation",
        },
        check: Check::Stage(before_source),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1022",
            title: "Input artifacts of a rule",
            severity: Warning,
            what: "A rule has as many input artifacts as its type takes.",
            why: "A rule that reads files needs an artifact to read from; the others have no use for one. AWS publishes no bounds for rules that call functions or run builds or commands, so of those it is a hint.",
            example: "A CloudWatchAlarm rule with \"inputArtifacts\": [{\"name\": \"BuildOutput\"}]",
            fix: "Add an artifact, or take some away.",
            aws_answer: None,
            source: "User guide; bounds of some rule types inferred from the actions they are like",
        },
        check: Check::ConditionRule(artifact_count),
    },
];

fn at(stage: &Stage, path: Path) -> Place {
    Place::at(Owner::Stage(stage.id), path)
}

fn on_v1(facts: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    if facts.is_v1() {
        for conditions in stage.all_conditions() {
            let key = conditions.kind.key();
            offer_v2(report.at(at(stage, Path::key(key)), format!("{key} needs pipeline type V2")));
        }
    }
}

/// Conditions of a stage with the paths of their results.
fn results(conditions: Conditions<'_>) -> impl Iterator<Item = (Path, &str)> {
    let elements = list_of(conditions.members, "conditions").iter().enumerate();
    elements.filter_map(move |(index, condition)| {
        let path = Path::key(conditions.kind.key()).then("conditions").then(index).then("result");
        Some((path, text_of(condition.as_object()?, "result")?))
    })
}

const RESULTS: [&str; 4] = ["ROLLBACK", "FAIL", "RETRY", "SKIP"];

fn result_of_condition(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    for conditions in stage.all_conditions() {
        let allowed = conditions.kind.results();
        for (path, result) in results(conditions) {
            if allowed.contains(&result) || !RESULTS.contains(&result) {
                continue;
            }
            let message = format!(
                "Result {result} is not allowed {}, expected {}",
                conditions.kind.label(),
                any_of(allowed.iter().copied())
            );
            let finding = report.at(at(stage, path.clone()), message);
            for choice in allowed {
                finding.offer(
                    format!("Use {choice}"),
                    vec![Edit::set(at(stage, path.clone()), Some(json!(choice)))],
                );
            }
        }
    }
}

fn result_of_failure(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let Some(failure) = stage.conditions(ConditionKind::OnFailure) else { return };
    if let Some(result) = failure.result().filter(|result| matches!(*result, "FAIL" | "SKIP")) {
        let place = at(stage, Path::key("onFailure").then("result"));
        let finding = report.at(
            place.clone(),
            format!("Result {result} is not allowed on failure, expected ROLLBACK or RETRY"),
        );
        for choice in ["ROLLBACK", "RETRY"] {
            finding.offer(format!("Use {choice}"), vec![Edit::set(place.clone(), Some(json!(choice)))]);
        }
    }
}

fn no_rules(facts: &Facts, report: &mut Report) {
    for stage in &facts.pipeline.stages {
        for conditions in stage.all_conditions() {
            for (index, condition) in list_of(conditions.members, "conditions").iter().enumerate() {
                if condition.as_object().is_some_and(|condition| !condition.contains_key("rules")) {
                    let path = Path::key(conditions.kind.key()).then("conditions").then(index).then("rules");
                    report
                        .at(at(stage, path), "The condition has no rules")
                        .advise("Add a rule that decides");
                }
            }
        }
    }
}

fn retry_with_conditions(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let Some(failure) = stage.conditions(ConditionKind::OnFailure) else { return };
    if failure.result() == Some("RETRY") && failure.conditions().next().is_some() {
        let remove = |key: &'static str| vec![Edit::set(at(stage, Path::key("onFailure").then(key)), None)];
        report
            .at(
                at(stage, Path::key("onFailure").then("conditions")),
                "A retry on failure excludes conditions",
            )
            .relate(at(stage, Path::key("onFailure").then("result")), "RETRY is set here")
            .offer("Remove the conditions", remove("conditions"));
    }
}

fn retry_by_half(_: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let Some(failure) = stage.conditions(ConditionKind::OnFailure) else { return };
    let retry = Path::key("onFailure").then("retryConfiguration");
    match (failure.result(), object_of(failure.members, "retryConfiguration")) {
        (Some("RETRY"), configuration) if configuration.is_none_or(|it| !it.contains_key("retryMode")) => {
            let mode = at(stage, retry.then("retryMode"));
            let finding = report.at(mode.clone(), "The retry does not say what to retry");
            for (choice, what) in [("FAILED_ACTIONS", "failed actions"), ("ALL_ACTIONS", "all actions")] {
                finding.offer(format!("Retry {what}"), vec![Edit::set(mode.clone(), Some(json!(choice)))]);
            }
        }
        (result, Some(_)) if result != Some("RETRY") => {
            report
                .at(at(stage, retry.clone()), "The retry configuration has no effect without result RETRY")
                .offer("Remove retryConfiguration", vec![Edit::set(at(stage, retry), None)]);
        }
        _ => {}
    }
}

fn rollback_of_source(_: &Facts, index: usize, stage: &Stage, report: &mut Report) {
    if index > 0 {
        return;
    }
    let mut add = |path: Path, remove: Path| {
        report
            .at(at(stage, path), "The first stage has nothing to roll back to")
            .offer("Remove the rollback", vec![Edit::set(at(stage, remove), None)]);
    };
    for conditions in stage.all_conditions() {
        let key = Path::key(conditions.kind.key());
        if conditions.kind == ConditionKind::OnFailure && conditions.result() == Some("ROLLBACK") {
            let only = conditions.members.len() == 1;
            let path = key.clone().then("result");
            add(path.clone(), if only { key.clone() } else { path });
        }
        if conditions.kind != ConditionKind::BeforeEntry {
            for (path, _) in results(conditions).filter(|(_, result)| *result == "ROLLBACK") {
                add(path, key.clone());
            }
        }
    }
}

fn before_source(_: &Facts, index: usize, stage: &Stage, report: &mut Report) {
    if index == 0 && stage.conditions(ConditionKind::BeforeEntry).is_some() {
        let place = at(stage, Path::key("beforeEntry"));
        report
            .at(place, "Before the sources there is nothing to judge")
            .advise("Move the condition to the next stage");
    }
}

// Rules.

fn cannot_skip(_: &Facts, rule: &RuleFacts, report: &mut Report) {
    let Some(rule_type) = rule.rule_type else { return };
    let skips = rule.kind == ConditionKind::BeforeEntry && rule.condition.result() == Some("SKIP");
    if skips && !rule_type.condition_support.before_entry_skip {
        let result = Path(rule.path.0[..rule.path.0.len() - 2].to_vec()).then("result");
        let result = at(rule.stage, result);
        report
            .at(
                rule.at(["ruleTypeId".into(), "provider".into()]),
                format!("A {} rule cannot skip a stage", rule_type.provider),
            )
            .relate(result.clone(), "SKIP is set here")
            .advise("Only LambdaInvoke and VariableCheck rules can")
            .offer("Set result to FAIL", vec![Edit::set(result, Some(json!("FAIL")))]);
    }
}

fn unknown_type(facts: &Facts, rule: &RuleFacts, report: &mut Report) {
    let kind = rule.rule.rule_type();
    if rule.rule_type.is_some() || kind.provider.is_empty() || kind.category != "Rule" {
        return;
    }
    let at = |key: &'static str| rule.at(["ruleTypeId".into(), key.into()]);
    let providers = || facts.catalog.rule_types().iter().map(|known| known.provider.as_str());
    if providers().any(|known| known == kind.provider) {
        let message = format!("Version of {} is 1, not {}", kind.provider, quoted(kind.version));
        report
            .at(at("version"), message)
            .offer("Set version to 1", vec![Edit::set(at("version"), Some(json!("1")))]);
        return;
    }
    let hint = did_you_mean(kind.provider, providers());
    let finding = report.at(at("provider"), format!("There is no rule type {}{hint}", quoted(kind.provider)));
    finding.advise(format!("AWS offers {}", any_of(providers())));
    if let Some(near) = nearest_of(kind.provider, providers()) {
        finding.offer(format!("Use {near}"), vec![Edit::set(at("provider"), Some(json!(near)))]);
    }
}

fn name_twice(facts: &Facts, rule: &RuleFacts, report: &mut Report) {
    let name = rule.rule.name();
    let in_condition =
        |other: &&RuleFacts| other.stage.id == rule.stage.id && other.path.0[..3] == rule.path.0[..3];
    let siblings: Vec<&RuleFacts> = facts.rules.iter().filter(in_condition).collect();
    let first =
        siblings.iter().take_while(|other| other.path != rule.path).find(|other| other.rule.name() == name);
    let Some(first) = first.filter(|_| !name.is_empty()) else { return };
    let free = fresh_name(name, siblings.iter().map(|other| other.rule.name()), '-', 100);
    let place = rule.at(["name".into()]);
    report
        .at(place.clone(), format!("Rule name {name} is used twice in the condition"))
        .relate(first.at(["name".into()]), "first used here")
        .offer(format!("Rename to {free}"), vec![Edit::set(place, Some(json!(free)))]);
}

fn commands(_: &Facts, rule: &RuleFacts, report: &mut Report) {
    let Some(rule_type) = rule.rule_type else { return };
    let has_commands = !list_of(rule.rule.0, "commands").is_empty();
    let place = rule.at(["commands".into()]);
    if rule_type.commands && !has_commands {
        report.at(place, format!("Rule {} has no commands", rule.rule.name()));
    } else if !rule_type.commands && has_commands {
        report
            .at(place.clone(), format!("A {} rule takes no commands", rule_type.provider))
            .offer("Remove commands", vec![Edit::set(place, None)]);
    }
}

fn artifact_not_there(facts: &Facts, rule: &RuleFacts, report: &mut Report) {
    let run_order = match rule.kind {
        ConditionKind::BeforeEntry => i64::MIN,
        ConditionKind::OnSuccess | ConditionKind::OnFailure => i64::MAX,
    };
    let moment = Moment { stage: rule.stage_index, run_order };
    for (index, input) in list_of(rule.rule.0, "inputArtifacts").iter().enumerate() {
        let Some(name) = input.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()) else {
            continue;
        };
        let makers = facts.flow.artifact(name).map_or(&[][..], |artifact| &artifact.makers);
        if makers.iter().any(|maker| maker.moment < moment) {
            continue;
        }
        let place = rule.at(["inputArtifacts".into(), index.into(), "name".into()]);
        let free: Vec<&str> = facts.available(moment).take(100).collect();
        let message = if makers.is_empty() {
            format!("Artifact {} is never made{}", quoted(name), did_you_mean(name, free.iter().copied()))
        } else {
            format!("Artifact {name} is not made yet when the rule is judged")
        };
        let finding = report.at(place.clone(), message);
        let chosen =
            nearest_of(name, free.iter().copied()).or(free.first().filter(|_| free.len() == 1).copied());
        if let Some(artifact) = chosen {
            finding.offer(format!("Use artifact {artifact}"), vec![Edit::set(place, Some(json!(artifact)))]);
        }
    }
}

fn artifact_count(facts: &Facts, rule: &RuleFacts, report: &mut Report) {
    let Some(rule_type) = rule.rule_type else { return };
    let (number, range) = (list_of(rule.rule.0, "inputArtifacts").len(), &rule_type.input_artifacts);
    if (range.min..=range.max).contains(&number)
        || rule.rule.0.get("inputArtifacts").is_some_and(|value| !value.is_array())
    {
        return;
    }
    let place = rule.at(["inputArtifacts".into()]);
    let takes = match (range.min, range.max) {
        (0, 0) => "takes none".to_owned(),
        (min, max) if min == max => format!("takes {min}"),
        (min, max) => format!("takes {min} to {max}"),
    };
    let message = format!(
        "Rule {} has {}, a {} rule {takes}",
        rule.rule.name(),
        count(number, "input artifact"),
        rule_type.provider
    );
    let finding = report.at(place.clone(), message);
    if rule_type.uncertain.iter().any(|what| what.contains("artifact bounds")) {
        finding.at_most(Hint);
    }
    if range.max == 0 {
        finding.offer("Remove input artifacts", vec![Edit::set(place, None)]);
    } else if number == 0 {
        let moment = Moment::of_conditions(rule.stage_index, rule.kind);
        for artifact in facts.available(moment).take(3) {
            let list = json!([{"name": artifact}]);
            finding.offer(format!("Use artifact {artifact}"), vec![Edit::set(place.clone(), Some(list))]);
        }
    }
}

fn configured<'d>(rule: &RuleFacts<'d>, provider: &str, key: &str) -> Option<(Place, &'d str)> {
    rule.rule_type.filter(|rule_type| rule_type.provider == provider)?;
    let text = rule.rule.configuration().get(key).filter(|text| !text.contains("#{") && !text.is_empty())?;
    Some((rule.at(["configuration".into(), key.to_owned().into()]), text))
}

fn broken_expression(_: &Facts, rule: &RuleFacts, report: &mut Report) {
    let Some((place, text)) = configured(rule, "VariableCheck", "Value") else { return };
    if rule.rule.configuration().get("Operator") != Some("MATCHES") {
        return;
    }
    // AWS reads Java expressions, whose further syntax nothing here can judge; brackets must match in any.
    if let Some(problem) = unbalanced(text) {
        report.at(place, format!("Expression {} {problem}", quoted(text)));
    }
}

/// What is wrong with the brackets of a regular expression, as the end of a sentence.
fn unbalanced(expression: &str) -> Option<&'static str> {
    let mut depth = 0_usize;
    let mut in_class = false;
    // Text between \Q and \E is literal; then nothing can be said.
    if expression.contains("\\Q") {
        return None;
    }
    let mut characters = expression.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                characters.next();
            }
            ']' => in_class = false,
            '[' => in_class = true,
            _ if in_class => {}
            '(' => depth += 1,
            ')' if depth == 0 => return Some("closes a parenthesis that is not open"),
            ')' => depth -= 1,
            _ => {}
        }
    }
    match (in_class, depth) {
        (true, _) => Some("lacks a closing bracket"),
        (false, 0) => None,
        (false, _) => Some("lacks a closing parenthesis"),
    }
}

fn cron(_: &Facts, rule: &RuleFacts, report: &mut Report) {
    let Some((place, text)) = configured(rule, "DeploymentWindow", "Cron") else { return };
    if let Err(problem) = schedule::check_cron(text) {
        let finding = report.at(place, format!("Cron {} {}", quoted(text), problem.message));
        finding.advise(
            "Write seconds, minutes, hours, day of month, month and day of week, as in 0 0 9-17 ? * MON-FRI",
        );
        if !problem.is_certain {
            finding.at_most(Warning);
        }
    }
}

fn time_zone(_: &Facts, rule: &RuleFacts, report: &mut Report) {
    let Some((place, text)) = configured(rule, "DeploymentWindow", "TimeZone") else { return };
    if let Some(problem) = schedule::zone_problem(text) {
        report
            .at(place, format!("Time zone {} {problem}", quoted(text)))
            .advise("Write Region/City, UTC or UTC+HH:MM");
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/1/actions/1 -\nApprove/configuration -\nStack/configuration/StackName = 'shop'", "CP1001 /stages/3/onFailure").fix(&["Set pipeline type to V2"]),
    silent("CP1001", ""),
    fires("/stages/3/onSuccess = {'conditions': []}", "CP1002 /stages/3/onSuccess/conditions"),
    fires("/stages/3/onSuccess = {}", "CP1002 /stages/3/onSuccess/conditions"),
    silent("CP1002", "/stages/3/onFailure = {'result': 'ROLLBACK', 'conditions': []}"),
    fires("/stages/3/onSuccess = {'conditions': [{'result': 'FAIL', 'rules': []}]}", "CP1003 /stages/3/onSuccess/conditions/0/rules"),
    fires("/stages/3/onSuccess = {'conditions': [{'result': 'FAIL'}]}", "CP1003 /stages/3/onSuccess/conditions/0/rules"),
    silent("CP1003", "/stages/3/onSuccess = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'ROLLBACK', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1004 /stages/3/beforeEntry/conditions/0/result").fix(&["Use FAIL", "Use SKIP"]),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'STOP', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1004 /stages/3/beforeEntry/conditions/0/result"),
    silent("CP1004", "/stages/3/onSuccess = {'conditions': [{'result': 'ROLLBACK', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'SKIP', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1005 /stages/3/beforeEntry/conditions/0/rules/0/ruleTypeId/provider").fix(&["Set result to FAIL"]),
    silent("CP1005", "/stages/3/beforeEntry = {'conditions': [{'result': 'SKIP', 'rules': [{'name': 'Check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'VariableCheck', 'version': '1'}, 'configuration': {'Variable': '#{LintVariables.SCORE}', 'Operator': 'EQ', 'Value': '1'}}]}]}"),
    fires("/stages/3/onFailure = {'result': 'RETRY', 'retryConfiguration': {'retryMode': 'ALL_ACTIONS'}, 'conditions': [{'result': 'ROLLBACK', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1006 /stages/3/onFailure/conditions").fix(&["Remove the conditions"]),
    silent("CP1006", "/stages/3/onFailure = {'result': 'RETRY', 'retryConfiguration': {'retryMode': 'ALL_ACTIONS'}}"),
    fires("/stages/3/onFailure = {'result': 'RETRY'}", "CP1007 /stages/3/onFailure/retryConfiguration/retryMode").fix(&["Retry failed actions", "Retry all actions"]),
    fires("/stages/3/onFailure = {'result': 'ROLLBACK', 'retryConfiguration': {'retryMode': 'ALL_ACTIONS'}}", "CP1007 /stages/3/onFailure/retryConfiguration").fix(&["Remove retryConfiguration"]),
    silent("CP1007", ""),
    fires("/stages/0/onFailure = {'result': 'ROLLBACK'}", "CP1008 /stages/0/onFailure/result").fix(&["Remove the rollback"]),
    silent("CP1008", "/stages/0/onFailure = {'result': 'RETRY', 'retryConfiguration': {'retryMode': 'ALL_ACTIONS'}}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlram', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1009 /stages/3/beforeEntry/conditions/0/rules/0/ruleTypeId/provider").fix(&["Use CloudWatchAlarm"]),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '2'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1009 /stages/3/beforeEntry/conditions/0/rules/0/ruleTypeId/version").fix(&["Set version to 1"]),
    silent("CP1009", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'VariableCheck', 'version': '1'}, 'configuration': {'Variable': '#{LintVariables.SCORE}', 'Value': '1'}}]}]}", "CP1010 /stages/3/beforeEntry/conditions/0/rules/0/configuration/Operator"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'x', 'Extra': 'y'}}]}]}", "CP1010 /stages/3/beforeEntry/conditions/0/rules/0/configuration/Extra"),
    silent("CP1010", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}, {'name': 'Check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'VariableCheck', 'version': '1'}, 'configuration': {'Variable': '#{LintVariables.SCORE}', 'Operator': 'EQ', 'Value': '1'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'alarm check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1011 /stages/3/beforeEntry/conditions/0/rules/0/name"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}, {'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1011 /stages/3/beforeEntry/conditions/0/rules/1/name").fix(&["Rename to Alarm-2"]),
    silent("CP1011", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}\n/stages/3/onSuccess = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Run', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'Commands', 'version': '1'}, 'inputArtifacts': [{'name': 'BuildOutput'}], 'roleArn': 'arn:aws:iam::111122223333:role/x'}]}]}", "CP1012 /stages/3/beforeEntry/conditions/0/rules/0/commands"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'commands': ['x'], 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1012 /stages/3/beforeEntry/conditions/0/rules/0/commands").fix(&["Remove commands"]),
    silent("CP1012", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Run', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'Commands', 'version': '1'}, 'commands': ['make check'], 'inputArtifacts': [{'name': 'BuildOutput'}], 'roleArn': 'arn:aws:iam::111122223333:role/x'}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Run', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'Commands', 'version': '1'}, 'commands': ['make check'], 'inputArtifacts': [{'name': 'BuildOutptu'}], 'roleArn': 'arn:aws:iam::111122223333:role/x'}]}]}", "CP1013 /stages/3/beforeEntry/conditions/0/rules/0/inputArtifacts/0/name").fix(&["Use artifact BuildOutput"]),
    silent("CP1013", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Run', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'Commands', 'version': '1'}, 'commands': ['make check'], 'inputArtifacts': [{'name': 'BuildOutput'}], 'roleArn': 'arn:aws:iam::111122223333:role/x'}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'VariableCheck', 'version': '1'}, 'configuration': {'Variable': '#{LintVariables.SCORE}', 'Operator': 'MATCHES', 'Value': 'v[0-9'}}]}]}", "CP1015 /stages/3/beforeEntry/conditions/0/rules/0/configuration/Value"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'VariableCheck', 'version': '1'}, 'configuration': {'Variable': '#{LintVariables.SCORE}', 'Operator': 'MATCHES', 'Value': '(a|b'}}]}]}", "CP1015 /stages/3/beforeEntry/conditions/0/rules/0/configuration/Value"),
    silent("CP1015", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'VariableCheck', 'version': '1'}, 'configuration': {'Variable': '#{LintVariables.SCORE}', 'Operator': 'MATCHES', 'Value': '(?i)v[0-9(]+'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Window', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'DeploymentWindow', 'version': '1'}, 'configuration': {'Cron': '* 9-17 * * MON-FRI', 'TimeZone': 'UTC'}}]}]}", "CP1016 /stages/3/beforeEntry/conditions/0/rules/0/configuration/Cron"),
    silent("CP1016", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Window', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'DeploymentWindow', 'version': '1'}, 'configuration': {'Cron': '0 0 9-17 ? * MON-FRI', 'TimeZone': 'UTC'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Window', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'DeploymentWindow', 'version': '1'}, 'configuration': {'Cron': '0 0 9-17 ? * MON-FRI', 'TimeZone': 'CST'}}]}]}", "CP1017 /stages/3/beforeEntry/conditions/0/rules/0/configuration/TimeZone"),
    silent("CP1017", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Window', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'DeploymentWindow', 'version': '1'}, 'configuration': {'Cron': '0 0 9-17 ? * MON-FRI', 'TimeZone': 'Europe/Berlin'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'timeoutInMinutes': 1, 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1018 /stages/3/beforeEntry/conditions/0/rules/0/timeoutInMinutes").fix(&["Set timeoutInMinutes to 5"]),
    silent("CP1018", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'timeoutInMinutes': 60, 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}"),
    fires("/stages/1/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'VariableCheck', 'version': '1'}, 'configuration': {'Variable': '#{LintVariables.SCORE}', 'Operator': 'EQ', 'Value': '1'}}]}]}", "CP1014 /stages/1/beforeEntry/conditions/0/rules/0/configuration/Variable"),
    silent("CP1014", "/stages/1/onSuccess = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Check', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'VariableCheck', 'version': '1'}, 'configuration': {'Variable': '#{LintVariables.SCORE}', 'Operator': 'EQ', 'Value': '1'}}]}]}"),
    fires("/stages/3/onFailure/result = 'FAIL'", "CP1020 /stages/3/onFailure/result").fix(&["Use ROLLBACK", "Use RETRY"]),
    silent("CP1020", ""),
    fires("/stages/0/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Window', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'DeploymentWindow', 'version': '1'}, 'configuration': {'Cron': '0 0 9-17 ? * MON-FRI', 'TimeZone': 'UTC'}}]}]}", "CP1021 /stages/0/beforeEntry"),
    silent("CP1021", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Window', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'DeploymentWindow', 'version': '1'}, 'configuration': {'Cron': '0 0 9-17 ? * MON-FRI', 'TimeZone': 'UTC'}}]}]}"),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'inputArtifacts': [{'name': 'BuildOutput'}], 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}", "CP1022 /stages/3/beforeEntry/conditions/0/rules/0/inputArtifacts").fix(&["Remove input artifacts"]),
    fires("/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Run', 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'Commands', 'version': '1'}, 'commands': ['make check'], 'roleArn': 'arn:aws:iam::111122223333:role/x'}]}]}", "CP1022 /stages/3/beforeEntry/conditions/0/rules/0/inputArtifacts").fix(&["Use artifact BuildOutput", "Use artifact SourceOutput"]),
    silent("CP1022", "/stages/3/beforeEntry = {'conditions': [{'result': 'FAIL', 'rules': [{'name': 'Alarm', 'inputArtifacts': [], 'ruleTypeId': {'category': 'Rule', 'owner': 'AWS', 'provider': 'CloudWatchAlarm', 'version': '1'}, 'configuration': {'AlarmName': 'shop-5xx'}}]}]}"),
];
