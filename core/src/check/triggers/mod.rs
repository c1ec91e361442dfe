//! CP09: triggers, which start a V2 pipeline on pushes, tags and pull requests.

#[cfg(test)]
mod examples;
mod rules;

use serde_json::{Value, json};

use super::facts::{ActionFacts, Facts};
use super::pipeline::offer_v2;
use super::registry::{Family, Step};
use super::report::Report;
use super::words::{did_you_mean, quoted};
use crate::catalog::nearest_of;
use crate::document::value_at;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::flow::globs;
use crate::pipeline::{FilterKind, Object, Path, Patterns, Trigger, TriggerFilter, list_of, object_of};

pub(super) static FAMILY: Family = Family {
    step: Step::Conditions,
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

const CONNECTION: &str = "Source/AWS/CodeStarSourceConnection/1";

/// Largest JSON of all triggers, in bytes. Source: quotas page of the user guide.
const MAX_BYTES: usize = 200 * 1024;

fn place(path: Path) -> Place {
    Place::at(Owner::Pipeline, path)
}

/// Triggers that are objects, with their paths.
fn triggers<'d>(facts: &Facts<'d>) -> impl Iterator<Item = (Path, Trigger<'d>)> + use<'d> {
    list_of(&facts.pipeline.members, "triggers").iter().enumerate().filter_map(|(index, trigger)| {
        Some((Path::key("triggers").then(index), Trigger(trigger.as_object()?)))
    })
}

/// All filters, with their paths.
fn filters<'d>(facts: &Facts<'d>) -> impl Iterator<Item = (Path, Trigger<'d>, TriggerFilter<'d>)> + use<'d> {
    triggers(facts).flat_map(|(path, trigger)| {
        trigger.filters().map(move |filter| {
            let at = path.clone().then("gitConfiguration").then(filter.kind.key()).then(filter.index);
            (at, trigger, filter)
        })
    })
}

/// The lists of patterns of a filter: `branches`, `tags`, `filePaths`.
fn pattern_lists(filter: TriggerFilter<'_>) -> impl Iterator<Item = (&'static str, Patterns<'_>)> {
    ["tags", "branches", "filePaths"].into_iter().filter_map(move |key| Some((key, filter.patterns(key)?)))
}

fn source<'f, 'd>(facts: &'f Facts<'d>, trigger: Trigger) -> Option<&'f ActionFacts<'d>> {
    let name = trigger.source_action_name()?;
    facts.of_providers(&[CONNECTION]).find(|action| action.action.name() == name)
}

fn on_v1(facts: &Facts, report: &mut Report) {
    if facts.is_v1() && triggers(facts).next().is_some() {
        offer_v2(report.at(place(Path::key("triggers")), "Triggers need pipeline type V2"));
    }
}

fn unknown_source(facts: &Facts, report: &mut Report) {
    for (path, trigger) in triggers(facts) {
        let Some(name) = trigger.source_action_name().filter(|name| !name.is_empty()) else { continue };
        if source(facts, trigger).is_some() {
            continue;
        }
        let at = place(path.then("gitConfiguration").then("sourceActionName"));
        let sources: Vec<&str> =
            facts.of_providers(&[CONNECTION]).map(|action| action.action.name()).collect();
        let other = facts.actions.iter().find(|action| action.action.name() == name);
        // An action type that AWS does not have is a mistake of the action.
        if other.is_some_and(|other| other.provider.is_none() && other.kind.owner != "Custom") {
            continue;
        }
        let message = if other.is_some() {
            format!("{name} is no source of provider CodeStarSourceConnection")
        } else {
            let hint = did_you_mean(name, sources.iter().copied());
            format!("There is no source action {}{hint}", quoted(name))
        };
        let finding = report.at(at.clone(), message);
        if let Some(other) = other {
            finding.relate(other.at("actionTypeId"), "its action type");
        }
        let used = |name: &&&str| !triggers(facts).any(|(_, it)| it.source_action_name() == Some(**name));
        let chosen = nearest_of(name, sources.iter().copied())
            .or_else(|| sources.iter().find(used).filter(|_| sources.len() == 1).copied());
        if let Some(chosen) = chosen {
            finding.offer(format!("Use source {chosen}"), vec![Edit::set(at, Some(json!(chosen)))]);
        }
    }
}

fn two_for_one_source(facts: &Facts, report: &mut Report) {
    let all: Vec<(Path, Option<&str>)> =
        triggers(facts).map(|(path, trigger)| (path, trigger.source_action_name())).collect();
    for (index, (path, name)) in all.iter().enumerate() {
        let Some(name) = name.filter(|name| !name.is_empty()) else { continue };
        if let Some((first, _)) = all[..index].iter().find(|(_, other)| *other == Some(name)) {
            report
                .at(
                    place(path.clone().then("gitConfiguration").then("sourceActionName")),
                    format!("Source {name} has two triggers"),
                )
                .relate(place(first.clone()), "the first trigger")
                .advise("Move the filters into one trigger; they are alternatives");
        }
    }
}

fn too_large(facts: &Facts, report: &mut Report) {
    let Some(triggers) = facts.pipeline.members.get("triggers") else { return };
    // A trigger without much text cannot reach the limit; only long lists are worth measuring.
    let patterns = filters(facts).count();
    if patterns > 20 && triggers.to_string().len() > MAX_BYTES {
        report.at(place(Path::key("triggers")), "Triggers hold more than 200 KB");
    }
}

fn tags_mixed(facts: &Facts, report: &mut Report) {
    for (path, _, filter) in filters(facts) {
        let has = |key: &str| filter.members.contains_key(key);
        if filter.kind == FilterKind::Push && has("tags") && (has("branches") || has("filePaths")) {
            let finding =
                report.at(place(path.clone()), "A push filter cannot be about tags and branches at once");
            finding.relate(place(path.clone().then("tags")), "tags are here").advise("Make two push filters");
            offer_split(facts, &path, filter, finding);
        }
    }
}

/// Offers to make two filters of one that mixes tags and branches.
fn offer_split(facts: &Facts, path: &Path, filter: TriggerFilter, finding: &mut super::Finding) {
    let list = Path(path.0[..path.0.len() - 1].to_vec());
    let Some(all) = value_at(&facts.pipeline.members, &list).and_then(Value::as_array) else { return };
    if all.len() >= 3 {
        return;
    }
    let part = |keys: &[&str]| -> Value {
        let members = filter.members.iter().filter(|(key, _)| keys.contains(&key.as_str()));
        Value::Object(members.map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    let mut branches = part(&["branches", "filePaths"]);
    if branches.get("branches").is_none() {
        branches["branches"] = json!({"includes": ["**"]});
    }
    let mut new = all.clone();
    new.splice(filter.index..=filter.index, [part(&["tags"]), branches]);
    finding.offer("Split into two filters", vec![Edit::set(place(list), Some(Value::Array(new)))]);
}

fn files_alone(facts: &Facts, report: &mut Report) {
    for (path, _, filter) in filters(facts) {
        let has = |key: &str| filter.members.contains_key(key);
        if filter.kind == FilterKind::Push && has("filePaths") && !has("branches") && !has("tags") {
            let branches = place(path.clone().then("branches"));
            report
                .at(place(path.then("filePaths")), "A filter with filePaths needs branches")
                .offer("Add branches **", vec![Edit::set(branches, Some(json!({"includes": ["**"]})))]);
        }
    }
}

fn is_empty(members: &Object, keys: &[&str]) -> bool {
    keys.iter().all(|key| object_of(members, key).is_none_or(Object::is_empty))
}

fn empty_push(facts: &Facts, report: &mut Report) {
    for (path, _, filter) in filters(facts) {
        if filter.kind == FilterKind::Push && is_empty(filter.members, &["tags", "branches", "filePaths"]) {
            let branches = place(path.clone().then("branches"));
            report
                .at(place(path), "A push filter needs tags or branches")
                .offer("Add branches **", vec![Edit::set(branches, Some(json!({"includes": ["**"]})))]);
        }
    }
}

fn pull_request_alone(facts: &Facts, report: &mut Report) {
    for (path, _, filter) in filters(facts) {
        if filter.kind == FilterKind::PullRequest && is_empty(filter.members, &["branches"]) {
            let branches = place(path.then("branches"));
            report
                .at(branches.clone(), "A pull request filter needs branches")
                .offer("Add branches **", vec![Edit::set(branches, Some(json!({"includes": ["**"]})))]);
        }
    }
}

fn event_twice(facts: &Facts, report: &mut Report) {
    for (path, _, filter) in filters(facts) {
        let events: Vec<&str> = filter.events().collect();
        for (index, event) in events.iter().enumerate() {
            if events[..index].contains(event) {
                let at = place(path.clone().then("events").then(index));
                report
                    .at(at.clone(), format!("Event {event} is listed twice"))
                    .offer_safe("Remove this one", vec![Edit::set(at, None)]);
            }
        }
    }
}

fn nothing_passes(facts: &Facts, report: &mut Report) {
    for (path, _, filter) in filters(facts) {
        for (key, patterns) in pattern_lists(filter) {
            let includes: Vec<&str> = patterns.includes().collect();
            for (index, exclude) in patterns.excludes().enumerate() {
                let at = place(path.clone().then(key).then("excludes").then(index));
                let is_all = exclude == "**" || exclude == "*" && key != "filePaths";
                let remove = vec![Edit::set(at.clone(), None)];
                if includes.contains(&exclude) {
                    report
                        .at(at, format!("{} is included and excluded, excludes win", quoted(exclude)))
                        .offer("Remove this exclude", remove);
                } else if is_all {
                    report.at(
                        at,
                        format!("{} excludes everything, nothing starts the pipeline", quoted(exclude)),
                    );
                }
            }
        }
    }
}

fn no_filters(facts: &Facts, report: &mut Report) {
    for (path, trigger) in triggers(facts) {
        let Some(git) = trigger.git_configuration() else { continue };
        if !git.contains_key("push") && !git.contains_key("pullRequest") {
            report
                .at(place(path.then("gitConfiguration")), "The trigger filters nothing")
                .advise("It starts the pipeline on each push to the source's branch, as without a trigger");
        }
    }
}

fn broken_glob(facts: &Facts, report: &mut Report) {
    for (path, _, filter) in filters(facts) {
        for (key, patterns) in pattern_lists(filter) {
            for list in ["includes", "excludes"] {
                for (index, pattern) in list_of(patterns.0, list).iter().enumerate() {
                    let Some(pattern) = pattern.as_str() else { continue };
                    if let Err(problem) = globs::check(pattern) {
                        let at = place(path.clone().then(key).then(list).then(index));
                        report.at(at, format!("Pattern {} {problem}", quoted(pattern)));
                    }
                }
            }
        }
    }
}

fn passes(patterns: Patterns, text: &str) -> bool {
    let mut includes = patterns.includes().peekable();
    let is_included = includes.peek().is_none() || includes.any(|pattern| globs::matches(pattern, text));
    is_included && !patterns.excludes().any(|pattern| globs::matches(pattern, text))
}

fn other_branch(facts: &Facts, report: &mut Report) {
    for (path, trigger) in triggers(facts) {
        let Some(source) = source(facts, trigger) else { continue };
        let Some(branch) = source.literal("BranchName") else { continue };
        let pushes: Vec<Patterns> = trigger
            .filters()
            .filter(|filter| filter.kind == FilterKind::Push)
            .filter_map(|filter| filter.patterns("branches"))
            .collect();
        if !pushes.is_empty() && !pushes.iter().any(|patterns| passes(*patterns, branch)) {
            report
                .at(
                    source.at_configuration("BranchName"),
                    format!("A manual start builds {branch}, which the trigger does not start on"),
                )
                .relate(place(path), "the trigger")
                .advise("Align the two, unless that is meant");
        }
    }
}

fn merge_twice(facts: &Facts, report: &mut Report) {
    for (path, trigger, filter) in filters(facts) {
        let is_closed =
            filter.kind == FilterKind::PullRequest && filter.events().any(|event| event == "CLOSED");
        let Some(own) = filter.patterns("branches").filter(|_| is_closed) else { continue };
        let pushed = trigger.filters().filter(|other| other.kind == FilterKind::Push);
        let overlap = pushed.filter_map(|other| other.patterns("branches")).any(|other| {
            own.includes().any(|branch| {
                other.includes().any(|pattern| pattern == branch || globs::matches(pattern, branch))
            })
        });
        if overlap && facts.pipeline.execution_mode() != "QUEUED" {
            report
                .at(
                    place(path.then("events")),
                    "A merge is a push and a closed pull request, so it starts the pipeline twice",
                )
                .advise("Leave CLOSED out, or use execution mode QUEUED");
        }
    }
}

fn detection_beside_trigger(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let trigger = triggers(facts).find(|(_, it)| it.source_action_name() == Some(action.action.name()));
    let Some((path, trigger)) = trigger else { return };
    if action.literal("DetectChanges") == Some("true") && trigger.filters().next().is_some() {
        let at = action.at_configuration("DetectChanges");
        report
            .at(at.clone(), "The trigger's filters replace the detection of every change")
            .relate(place(path), "the trigger")
            .offer_safe("Set DetectChanges to false", vec![Edit::set(at, Some(json!("false")))]);
    }
}

fn closed_at_bitbucket(facts: &Facts, report: &mut Report) {
    for (path, trigger, filter) in filters(facts) {
        // Only the repository's own host could tell; a name that speaks of it is the best there is.
        let speaks = source(facts, trigger).is_some_and(|source| {
            let named = |text: &str| text.to_ascii_lowercase().contains("bitbucket");
            named(source.action.name()) || source.shared("FullRepositoryId").is_some_and(named)
        });
        if speaks && let Some(index) = filter.events().position(|event| event == "CLOSED") {
            let at = place(path.then("events").then(index));
            report.at(at, "Bitbucket sends CLOSED for merges only, not for declined pull requests");
        }
    }
}
