//! CP10: stage conditions and their rules (V2).

#[cfg(test)]
mod examples;
mod rules;

use serde_json::{Value, json};

use super::facts::{Facts, RuleFacts};
use super::finding::Severity::{Hint, Warning};
use super::pipeline::offer_v2;
use super::registry::{Family, Step};
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
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

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
