//! CP09: triggers, which start a V2 pipeline on pushes, tags and pull requests.

use serde_json::{Value, json};

use super::facts::{ActionFacts, Facts};
use super::finding::Severity::{Error, Hint, Warning};
use super::pipeline::offer_v2;
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::{did_you_mean, quoted};
use crate::catalog::nearest_of;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::flow::globs;
use crate::pipeline::{
    FilterKind, Object, Path, Patterns, Trigger, TriggerFilter, list_of, object_of, text_of,
};

pub(super) static FAMILY: Family = Family {
    step: Step::Conditions,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

const CONNECTION: &str = "Source/AWS/CodeStarSourceConnection/1";

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0901",
            title: "Triggers on V1",
            severity: Error,
            what: "Only V2 pipelines have triggers.",
            why: "V1 pipelines start on every change of their source.",
            example: "\"pipelineType\": \"V1\", \"triggers\": [ … ]",
            fix: "Set the pipeline type to V2.",
            aws_answer: Some("InvalidStructureException: Triggers on tag can only be used with V2 pipelines"),
            source: "Issue reports, CDK, user guide",
        },
        check: Check::Pipeline(on_v1),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0902",
            title: "Trigger of no connection source",
            severity: Error,
            what: "The sourceActionName of a trigger is the name of a source action of provider CodeStarSourceConnection.",
            why: "Only connections tell of branches, tags and pull requests.",
            example: "\"sourceActionName\": \"Src\" where the source is named Source",
            fix: "Name a connection source.",
            aws_answer: Some(
                "InvalidStructureException: Triggers for connection must reference a CodeStarSourceConnection action. Note that when you specify a trigger, you cant specify more than one trigger per source action.",
            ),
            source: "Issue reports, CDK, user guide",
        },
        check: Check::Pipeline(unknown_source),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0903",
            title: "Two triggers for one source",
            severity: Error,
            what: "Each source action has at most one trigger.",
            why: "The filters of one trigger are alternatives, so one is enough.",
            example: "Two triggers with \"sourceActionName\": \"Source\"",
            fix: "Move the filters into one trigger.",
            aws_answer: Some(
                "InvalidStructureException: Triggers for connection must reference a CodeStarSourceConnection action. Note that when you specify a trigger, you cant specify more than one trigger per source action.",
            ),
            source: "Issue reports, CDK, user guide",
        },
        check: Check::Pipeline(two_for_one_source),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0904",
            title: "Trigger of an unknown kind",
            severity: Error,
            what: "The providerType of a trigger is CodeStarSourceConnection.",
            why: "There is no other kind.",
            example: "\"providerType\": \"GitHub\"",
            fix: "Write CodeStarSourceConnection.",
            aws_answer: Some("ValidationException"),
            source: "API model, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0905",
            title: "Too many triggers",
            severity: Error,
            what: "There are at most 50 triggers of 200 KB in all.",
            why: "AWS takes no more.",
            example: "51 triggers",
            fix: "Reduce them.",
            aws_answer: Some("ValidationException"),
            source: "API model, quotas page of the user guide",
        },
        check: Check::Pipeline(too_large),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0906",
            title: "Filters do not fit",
            severity: Error,
            what: "A trigger has 1 to 3 push filters and 1 to 3 pull request filters, or leaves the kind out.",
            why: "AWS takes no more, and no empty list.",
            example: "\"push\": []",
            fix: "Merge filters, or leave the key out.",
            aws_answer: Some("ValidationException"),
            source: "API model, CDK",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0907",
            title: "Patterns do not fit",
            severity: Error,
            what: "Includes and excludes are lists of 1 to 8 patterns of 1 to 255 characters.",
            why: "AWS takes no more, and no empty list.",
            example: "\"branches\": {\"includes\": []}",
            fix: "Join patterns as {a,b}, or leave the key out.",
            aws_answer: Some("ValidationException"),
            source: "API model, CDK",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0908",
            title: "Tags mixed with branches or files",
            severity: Error,
            what: "A push filter is about tags, or about branches and files.",
            why: "A push is of a tag or of a branch, never of both.",
            example: "{\"tags\": { … }, \"branches\": { … }}",
            fix: "Make two push filters.",
            aws_answer: Some(
                "InvalidStructureException: The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.",
            ),
            source: "Issue reports, user guide",
        },
        check: Check::Pipeline(tags_mixed),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0909",
            title: "Files without branches",
            severity: Error,
            what: "A push filter with filePaths has branches, too.",
            why: "AWS allows files only together with branches.",
            example: "\"push\": [{\"filePaths\": {\"includes\": [\"src/**\"]}}]",
            fix: "Add branches with the pattern **.",
            aws_answer: Some(
                "InvalidStructureException: The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.",
            ),
            source: "CDK, user guide",
        },
        check: Check::Pipeline(files_alone),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0910",
            title: "Empty push filter",
            severity: Error,
            what: "A push filter names tags or branches.",
            why: "A filter that filters nothing is refused.",
            example: "\"push\": [{}]",
            fix: "Add tags or branches, or remove the filter.",
            aws_answer: Some("InvalidStructureException"),
            source: "CDK",
        },
        check: Check::Pipeline(empty_push),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0911",
            title: "Pull request filter without branches",
            severity: Error,
            what: "A pull request filter names branches.",
            why: "The branches are those the pull request goes to; AWS needs them.",
            example: "\"pullRequest\": [{\"events\": [\"OPEN\"]}]",
            fix: "Add branches, for example with the pattern **.",
            aws_answer: Some("InvalidStructureException"),
            source: "CDK, user guide",
        },
        check: Check::Pipeline(pull_request_alone),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0912",
            title: "Pull request events do not fit",
            severity: Error,
            what: "Events are OPEN, UPDATED and CLOSED, each at most once.",
            why: "AWS takes no others and no empty list.",
            example: "\"events\": [\"OPENED\"]",
            fix: "Pick from the three, or leave the key out for all.",
            aws_answer: Some("ValidationException"),
            source: "API model, user guide",
        },
        check: Check::Pipeline(event_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0913",
            title: "Filter that nothing passes",
            severity: Warning,
            what: "Excludes leave something of the includes.",
            why: "Excludes win, so the pipeline would never start.",
            example: "\"includes\": [\"main\"], \"excludes\": [\"**\"]",
            fix: "Remove one of the two.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(nothing_passes),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0914",
            title: "Trigger without filters",
            severity: Hint,
            what: "A trigger has filters.",
            why: "Without any it starts the pipeline on each push to the source's branch, as a connection does without a trigger.",
            example: "\"gitConfiguration\": {\"sourceActionName\": \"Source\"}",
            fix: "Add filters, or remove the trigger.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(no_filters),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0915",
            title: "Pattern that cannot be read",
            severity: Error,
            what: "Braces and brackets of a pattern are closed, and braces do not stand in braces.",
            why: "The pattern is refused or never matches.",
            example: "\"release-{a,b\"",
            fix: "Close them; write nested alternatives out.",
            aws_answer: Some("InvalidStructureException, or it never matches"),
            source: "User guide",
        },
        check: Check::Pipeline(broken_glob),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0916",
            title: "Manual start builds another branch",
            severity: Hint,
            what: "The source's BranchName passes the branch filters of its trigger.",
            why: "A manual start takes BranchName, which the trigger would not have started on.",
            example: "\"BranchName\": \"main\" and branches that include release/** only",
            fix: "Align them, unless that is meant.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(other_branch),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0917",
            title: "Merge that starts twice",
            severity: Hint,
            what: "Push filters and filters for closed pull requests are about different branches.",
            why: "A merge is both a push and a closed pull request, so the pipeline starts twice.",
            example: "\"push\" for main and \"pullRequest\" with event CLOSED for main",
            fix: "Leave CLOSED out, or use execution mode QUEUED.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(merge_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0918",
            title: "Change detection beside a trigger",
            severity: Hint,
            what: "A source with a filtered trigger does not set DetectChanges to true.",
            why: "AWS turns it to false: filters replace the detection of every change.",
            example: "\"DetectChanges\": \"true\" and a trigger with branches",
            fix: "Set it to false or leave it out.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::ProviderAmong(&[CONNECTION], detection_beside_trigger),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0919",
            title: "CLOSED and Bitbucket",
            severity: Hint,
            what: "Event CLOSED is not counted on for repositories at Bitbucket.",
            why: "Bitbucket sends it for merges only, not for declined pull requests.",
            example: "\"events\": [\"CLOSED\"]",
            fix: "Nothing, if the repository is not at Bitbucket.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(closed_at_bitbucket),
    },
];

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
    let Some(all) = facts.document.value(Owner::Pipeline, &list).and_then(Value::as_array) else { return };
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
            let configuration = &source.action.members.get("configuration").and_then(Value::as_object);
            let named = |text: &str| text.to_ascii_lowercase().contains("bitbucket");
            named(source.action.name())
                || configuration.is_some_and(|it| text_of(it, "FullRepositoryId").is_some_and(named))
        });
        if speaks && let Some(index) = filter.events().position(|event| event == "CLOSED") {
            let at = place(path.then("events").then(index));
            report.at(at, "Bitbucket sends CLOSED for merges only, not for declined pull requests");
        }
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "/pipelineType = 'V1'\n/variables -\n/stages/3/onFailure -\n/stages/1/actions/1 -\nApprove/configuration -\nStack/configuration/StackName = 'shop'",
        "CP0901 /triggers",
    )
    .fix(&["Set pipeline type to V2"]),
    silent("CP0901", ""),
    fires("/triggers/0/gitConfiguration/sourceActionName = 'Gitt'", "CP0902 /triggers/0/gitConfiguration/sourceActionName")
        .fix(&["Use source Git"]),
    fires("/triggers/0/gitConfiguration/sourceActionName = 'Compile'", "CP0902 /triggers/0/gitConfiguration/sourceActionName")
        .fix(&["Use source Git"]),
    silent("CP0902", "Git/actionTypeId/provider = 'CodeStarSourceConection'"),
    silent("CP0902", "Git/actionTypeId/category -"),
    silent("CP0902", ""),
    fires(
        "/triggers/+ = {'providerType': 'CodeStarSourceConnection', 'gitConfiguration': {'sourceActionName': 'Git', 'push': [{'tags': {'includes': ['v*']}}]}}",
        "CP0903 /triggers/1/gitConfiguration/sourceActionName",
    ),
    silent("CP0903", ""),
    fires("/triggers/0/providerType = 'GitHub'", "CP0904 /triggers/0/providerType")
        .fix(&["Use CodeStarSourceConnection"]),
    silent("CP0904", ""),
    fires("/triggers = {}", "CP0905 /triggers"),
    silent("CP0905", ""),
    fires("/triggers/0/gitConfiguration/push = []", "CP0906 /triggers/0/gitConfiguration/push")
        .fix(&["Remove empty push"]),
    silent("CP0906", ""),
    fires(
        "/triggers/0/gitConfiguration/push/0/branches/excludes = []",
        "CP0907 /triggers/0/gitConfiguration/push/0/branches/excludes",
    )
    .fix(&["Remove empty excludes"]),
    silent("CP0907", ""),
    fires(
        "/triggers/0/gitConfiguration/push/0/tags = {'includes': ['v*']}",
        "CP0908 /triggers/0/gitConfiguration/push/0",
    )
    .fix(&["Split into two filters"]),
    silent("CP0908", "/triggers/0/gitConfiguration/push/0 = {'tags': {'includes': ['v*']}}"),
    fires(
        "/triggers/0/gitConfiguration/push/0 = {'filePaths': {'includes': ['src/**']}}",
        "CP0909 /triggers/0/gitConfiguration/push/0/filePaths",
    )
    .fix(&["Add branches **"]),
    silent("CP0909", "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/**']}"),
    fires("/triggers/0/gitConfiguration/push/0 = {}", "CP0910 /triggers/0/gitConfiguration/push/0")
        .fix(&["Add branches **"]),
    silent("CP0910", ""),
    fires(
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPEN']}]",
        "CP0911 /triggers/0/gitConfiguration/pullRequest/0/branches",
    )
    .fix(&["Add branches **"]),
    silent("CP0911", "/triggers/0/gitConfiguration/pullRequest = [{'branches': {'includes': ['main']}}]"),
    fires(
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPENED'], 'branches': {'includes': ['main']}}]",
        "CP0912 /triggers/0/gitConfiguration/pullRequest/0/events/0",
    )
    .fix(&["Use OPEN"]),
    fires(
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPEN', 'OPEN'], 'branches': {'includes': ['main']}}]",
        "CP0912 /triggers/0/gitConfiguration/pullRequest/0/events/1",
    )
    .fix(&["Remove this one"]),
    silent("CP0912", "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPEN', 'UPDATED'], 'branches': {'includes': ['main']}}]"),
    fires(
        "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/**'], 'excludes': ['src/**']}",
        "CP0913 /triggers/0/gitConfiguration/push/0/filePaths/excludes/0",
    )
    .fix(&["Remove this exclude"]),
    silent("CP0913", "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/**'], 'excludes': ['**/*.md']}"),
    fires("/triggers/0/gitConfiguration/push -", "CP0914 /triggers/0/gitConfiguration"),
    silent("CP0914", ""),
    fires(
        "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/{a,{b,c}}']}",
        "CP0915 /triggers/0/gitConfiguration/push/0/filePaths/includes/0",
    ),
    silent("CP0915", "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/{a,b}/[cd]*']}"),
    fires(
        "/triggers/0/gitConfiguration/push/0/branches/includes/0 = 'release/**'",
        "CP0916 Git/configuration/BranchName",
    ),
    silent("CP0916", "/triggers/0/gitConfiguration/push/0/branches/includes/0 = 'm*n'"),
    fires(
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['CLOSED'], 'branches': {'includes': ['main']}}]",
        "CP0917 /triggers/0/gitConfiguration/pullRequest/0/events",
    ),
    silent(
        "CP0917",
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPEN'], 'branches': {'includes': ['main']}}]",
    ),
    fires("Git/configuration/DetectChanges = 'true'", "CP0918 Git/configuration/DetectChanges")
        .fix(&["Set DetectChanges to false"]),
    silent("CP0918", "Git/configuration/DetectChanges = 'true'\n/triggers -"),
    fires(
        "/executionMode = 'QUEUED'\nGit/configuration/FullRepositoryId = 'bitbucket-team/shop'\n/triggers/0/gitConfiguration/pullRequest = [{'events': ['CLOSED'], 'branches': {'includes': ['main']}}]",
        "CP0919 /triggers/0/gitConfiguration/pullRequest/0/events/0, CP1410 /executionMode",
    ),
    silent("CP0919", ""),
];
