//! Triggers in words, and what the tester says, as tables; properties of the tester.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::document::{Document, Owner};
use crate::flow::globs;
use crate::pipeline::{ActionId, list_of};

/// A pipeline with one source action.
fn with(kind: &str, configuration: &Value, triggers: &Value, pipeline_type: &str) -> Document {
    let (owner, provider) = kind.split_once('/').unwrap_or(("AWS", kind));
    let file = json!({
        "name": "shop", "pipelineType": pipeline_type, "triggers": triggers,
        "stages": [{"name": "Source", "actions": [{
            "name": "Git",
            "actionTypeId": {"category": "Source", "owner": owner, "provider": provider, "version": "1"},
            "configuration": configuration,
        }]}],
    });
    Document::read_text(&file.to_string()).unwrap()
}

fn connection(git: &Value) -> Document {
    let mut git = git.clone();
    git["sourceActionName"] = json!("Git");
    let triggers = json!([{"providerType": "CodeStarSourceConnection", "gitConfiguration": git}]);
    with("CodeStarSourceConnection", &json!({"BranchName": "main"}), &triggers, "V2")
}

fn source(document: &Document) -> ActionId {
    document.pipeline().actions().next().unwrap().1.id
}

#[test]
fn sources_without_triggers_say_what_starts_them() {
    for (kind, configuration, expect) in [
        ("CodeStarSourceConnection", json!({"BranchName": "main"}), "Starts on every push to main – default"),
        (
            "CodeStarSourceConnection",
            json!({}),
            "Starts on every push to its branch, which is not named yet – default",
        ),
        (
            "CodeStarSourceConnection",
            json!({"BranchName": "main", "DetectChanges": "false"}),
            "Never by itself: DetectChanges is off",
        ),
        ("CodeCommit", json!({"BranchName": "main"}), "Polls every minute for a push to main – default"),
        (
            "CodeCommit",
            json!({"BranchName": "main", "PollForSourceChanges": "false"}),
            "Starts on a push to main by an EventBridge rule, which Pipewright does not create here",
        ),
        (
            "S3",
            json!({"S3Bucket": "b", "S3ObjectKey": "a.zip", "PollForSourceChanges": "true"}),
            "Polls every minute for a new version of a.zip in b",
        ),
        (
            "ECR",
            json!({"RepositoryName": "shop/web"}),
            "Starts on a new image shop/web:latest by an EventBridge rule, which Pipewright does not create here",
        ),
        (
            "ThirdParty/GitHub",
            json!({"Branch": "main", "PollForSourceChanges": "false"}),
            "Starts on a push to main by a webhook of GitHub, which Pipewright does not create here",
        ),
        ("Custom/Ours", json!({}), "Starts when Ours says so; Pipewright knows no more"),
    ] {
        let document = with(kind, &configuration, &json!([]), "V2");
        assert_eq!(effective(&document)[0].text(), expect, "{kind} {configuration}");
    }
}

#[test]
fn filters_read_as_sentences() {
    for (git, expect) in [
        (json!({}), "Starts on every push to main, as its trigger filters nothing"),
        (json!({"push": [{"branches": {"includes": ["**"]}}]}), "Starts on a push to any branch"),
        (
            json!({"push": [{
                "branches": {"includes": ["main", "release/**"], "excludes": ["release/old"]},
                "filePaths": {"includes": ["src/**"], "excludes": ["**/*.md"]},
            }]}),
            "Starts on a push to main or release/** but not release/old that changes src/** but not **/*.md",
        ),
        (
            json!({"push": [{"tags": {"excludes": ["v*-rc", "x", "y"]}}]}),
            "Starts on a push of tag any tag but not v*-rc, x or y",
        ),
        (
            json!({"pullRequest": [{"events": ["OPEN", "UPDATED"], "branches": {"includes": ["main"]}}]}),
            "Starts when a pull request into main is opened or updated",
        ),
        (
            json!({"pullRequest": [{"branches": {"includes": ["main"]}, "filePaths": {"includes": ["src/**"]}}]}),
            "Starts when a pull request into main that changes src/** is opened, updated or closed",
        ),
        (
            json!({"push": [{"tags": {"includes": ["v*"]}, "branches": {"includes": ["main"]}}]}),
            "AWS refuses push filter 1: it is about tags and branches at once",
        ),
    ] {
        assert_eq!(effective(&connection(&git))[0].text(), expect, "{git}");
    }
}

#[test]
fn on_v1_a_trigger_is_refused() {
    let triggers =
        json!([{"gitConfiguration": {"sourceActionName": "Git", "push": [{"tags": {"includes": ["v*"]}}]}}]);
    let document = with("CodeStarSourceConnection", &json!({"BranchName": "main"}), &triggers, "V1");
    assert!(effective(&document)[0].text().ends_with("change it to V2"));
    let verdict = test(&document, source(&document), &Event::PushTag { tag: "v1".to_owned() }).unwrap();
    assert_eq!(verdict.outcome, Outcome::Stays);
}

fn push(branch: &str, files: &[&str]) -> Event {
    let files = files.iter().map(|file| (*file).to_owned()).collect();
    Event::PushBranch { branch: branch.to_owned(), is_new: false, files }
}

fn tag(tag: &str) -> Event {
    Event::PushTag { tag: tag.to_owned() }
}

fn pull(event: PullRequestEvent, into: &str, files: &[&str]) -> Event {
    let files = files.iter().map(|file| (*file).to_owned()).collect();
    Event::PullRequest { event, from: "topic".to_owned(), into: into.to_owned(), files }
}

/// The outcome, the reason, and the patterns that decided.
#[track_caller]
fn check(document: &Document, event: &Event, starts: bool, because: &str, deciding: &[&str]) {
    let verdict = test(document, source(document), event).unwrap();
    assert_eq!(verdict.because, because, "{event:?}");
    assert_eq!(verdict.outcome == Outcome::Starts, starts, "{event:?}: {because}");
    let found: Vec<&str> = verdict.deciding.iter().map(|it| it.pattern.as_str()).collect();
    assert_eq!(found, deciding, "{event:?}");
}

#[test]
fn the_tester_names_the_pattern_that_decides() {
    let document = connection(&json!({
        "push": [
            {"branches": {"includes": ["main", "release/**"], "excludes": ["release/old"]}},
            {"tags": {"includes": ["v*"], "excludes": ["*-rc"]}},
            {"branches": {"includes": ["dev"]}, "filePaths": {"includes": ["src/**"], "excludes": ["**/*.md"]}},
        ],
        "pullRequest": [{"events": ["OPEN"], "branches": {"includes": ["main"]}}],
    }));
    let none = "None of 4 filters fits; nearest is";
    for (event, starts, because, deciding) in [
        (push("main", &[]), true, "Push filter 1 fits: main is included".to_owned(), &["main"][..]),
        (
            push("release/1/x", &[]),
            true,
            "Push filter 1 fits: release/1/x fits release/**".to_owned(),
            &["release/**"],
        ),
        (
            push("release/old", &[]),
            false,
            format!("{none} push filter 1: release/old is excluded by release/old"),
            &["release/old"],
        ),
        (
            push("topic", &[]),
            false,
            format!("{none} push filter 1: topic fits none of main and release/**"),
            &[],
        ),
        (tag("v1"), true, "Push filter 2 fits: v1 fits v*".to_owned(), &["v*"]),
        (tag("v1-rc"), false, format!("{none} push filter 2: v1-rc is excluded by *-rc"), &["*-rc"]),
        (
            push("dev", &["README.md", "src/a.rs"]),
            true,
            "Push filter 3 fits: dev is included, and src/a.rs fits src/**".to_owned(),
            &["dev", "src/**"],
        ),
        (
            push("dev", &["docs/a", "src/README.md"]),
            false,
            format!(
                "{none} push filter 3: none of 2 changed files passes: src/README.md is excluded by **/*.md"
            ),
            &["**/*.md"],
        ),
        (push("dev", &[]), false, format!("{none} push filter 3: no changed file is named"), &[]),
        (
            pull(PullRequestEvent::Opened, "main", &[]),
            true,
            "Pull request filter 1 fits: main is included".to_owned(),
            &["main"],
        ),
        (
            pull(PullRequestEvent::Closed, "main", &[]),
            false,
            format!("{none} pull request filter 1: it does not listen to pull requests being closed"),
            &[],
        ),
    ] {
        check(&document, &event, starts, &because, deciding);
    }
    let first = Event::PushBranch { branch: "dev".to_owned(), is_new: true, files: vec!["src/a".to_owned()] };
    let because =
        format!("{none} push filter 3: the first push of a new branch never passes a filter of file paths");
    check(&document, &first, false, &because, &[]);
}

#[test]
fn only_the_first_hundred_files_are_seen() {
    let document = connection(&json!({
        "push": [{"branches": {"includes": ["main"]}, "filePaths": {"includes": ["src/**"]}}],
    }));
    let mut files = vec!["docs/a"; 100];
    files.push("src/a");
    let because = "Push filter 1: none of the first 100 changed files fits, and AWS looks at no more";
    check(&document, &push("main", &files), false, because, &[]);
    files[7] = "src/b";
    let because = "Push filter 1 fits: main is included, and src/b fits src/**";
    check(&document, &push("main", &files), true, because, &["main", "src/**"]);
}

#[test]
fn filters_that_aws_refuses_start_nothing() {
    for (filter, because) in [
        (
            json!({"tags": {"includes": ["v*"]}, "branches": {"includes": ["main"]}}),
            "Push filter 1: AWS refuses it, as it is about tags and branches at once",
        ),
        (
            json!({"filePaths": {"includes": ["**"]}}),
            "Push filter 1: AWS refuses it, as file paths need branches",
        ),
        (json!({}), "Push filter 1: AWS refuses it, as it names neither tags nor branches"),
        (
            json!({"branches": {"includes": ["{main"]}}),
            "Push filter 1: AWS refuses it, as pattern {main lacks a closing brace",
        ),
        (json!({"branches": 5}), "Push filter 1: AWS refuses it, as branches is no object"),
    ] {
        let document = connection(&json!({"push": [filter]}));
        let verdict = test(&document, source(&document), &push("main", &["a"])).unwrap();
        assert_eq!((verdict.outcome, verdict.because.as_str()), (Outcome::Stays, because));
    }
}

#[test]
fn other_sources_wait_for_one_thing() {
    let object = |key: &str| Event::NewObject { bucket: "b".to_owned(), key: key.to_owned() };
    let image = |tag: &str| Event::NewImage { repository: "shop".to_owned(), tag: tag.to_owned() };
    let s3 = json!({"S3Bucket": "b", "S3ObjectKey": "a.zip"});
    let ruled = json!({"S3Bucket": "b", "S3ObjectKey": "a.zip", "PollForSourceChanges": "false"});
    let main = json!({"BranchName": "main"});
    for (kind, configuration, event, outcome, because) in [
        (
            "S3",
            &s3,
            object("a.zip"),
            Outcome::Starts,
            "b/a.zip is what Git watches; polling finds it within minutes",
        ),
        ("S3", &s3, object("b.zip"), Outcome::Stays, "Git watches b/a.zip, not b/b.zip"),
        (
            "S3",
            &ruled,
            object("a.zip"),
            Outcome::StartsFromOutside,
            "b/a.zip is what Git watches; an EventBridge rule of the account starts the pipeline, if there is one",
        ),
        (
            "ECR",
            &json!({"RepositoryName": "shop"}),
            image("latest"),
            Outcome::StartsFromOutside,
            "shop:latest is what Git watches; an EventBridge rule of the account starts the pipeline, if there is one",
        ),
        (
            "ECR",
            &json!({"RepositoryName": "shop", "ImageTag": "v1"}),
            image("v2"),
            Outcome::Stays,
            "Git watches shop:v1, not shop:v2",
        ),
        (
            "CodeStarSourceConnection",
            &main,
            push("main", &[]),
            Outcome::Starts,
            "main is what Git watches; every push to it starts the pipeline",
        ),
        ("CodeStarSourceConnection", &main, push("dev", &[]), Outcome::Stays, "Git watches main, not dev"),
        (
            "CodeStarSourceConnection",
            &main,
            tag("v1"),
            Outcome::Stays,
            "Without filters only a push to main starts the pipeline",
        ),
        ("CodeCommit", &main, tag("v1"), Outcome::Stays, "CodeCommit does not tell of this"),
    ] {
        let document = with(kind, configuration, &json!([]), "V2");
        let verdict = test(&document, source(&document), &event).unwrap();
        assert_eq!((verdict.outcome, verdict.because.as_str()), (outcome, because), "{kind} {event:?}");
    }
}

fn pattern() -> impl Strategy<Value = String> {
    let patterns =
        ["main", "ma*", "**", "*", "release/**", "release/*", "src/**", "**/*.md", "{main,dev}", "v[0-9]*"];
    prop::sample::select(patterns.to_vec()).prop_map(str::to_owned)
}

fn patterns() -> impl Strategy<Value = Value> {
    let list = || prop::collection::vec(pattern(), 0..3);
    (list(), list()).prop_map(|(includes, excludes)| json!({"includes": includes, "excludes": excludes}))
}

fn filter() -> impl Strategy<Value = Value> {
    let events = prop::sample::subsequence(vec!["OPEN", "UPDATED", "CLOSED"], 0..=3);
    let part = || prop::option::weighted(0.6, patterns());
    (part(), part(), part(), prop::option::of(events)).prop_map(|(branches, tags, files, events)| {
        let mut filter = json!({});
        for (key, value) in [("branches", branches), ("tags", tags), ("filePaths", files)] {
            if let Some(value) = value {
                filter[key] = value;
            }
        }
        if let Some(events) = events {
            filter["events"] = json!(events);
        }
        filter
    })
}

fn event() -> impl Strategy<Value = Event> {
    let word = || {
        prop::sample::select(vec!["main", "dev", "release/1", "release/1/x", "v1", "README.md", "src/a/b.rs"])
    };
    let files = || prop::collection::vec(word().prop_map(str::to_owned), 0..4);
    let kinds = vec![PullRequestEvent::Opened, PullRequestEvent::Updated, PullRequestEvent::Closed];
    prop_oneof![
        (word(), files(), any::<bool>()).prop_map(|(branch, files, is_new)| Event::PushBranch {
            branch: branch.to_owned(),
            is_new,
            files,
        }),
        word().prop_map(tag),
        (prop::sample::select(kinds), word(), files()).prop_map(|(event, into, files)| Event::PullRequest {
            event,
            from: "topic".to_owned(),
            into: into.to_owned(),
            files,
        }),
    ]
}

/// The rules as the user guide states them, without any reasons.
fn starts_by_the_book(git: &Value, event: &Event) -> bool {
    let passes = |patterns: &Value, text: &str| {
        let any = |list: &str| {
            let list = list_of(patterns.as_object().unwrap(), list).iter().filter_map(Value::as_str);
            list.map(|pattern| globs::matches(pattern, text)).collect::<Vec<_>>()
        };
        (any("includes").is_empty() || any("includes").contains(&true)) && !any("excludes").contains(&true)
    };
    let files_pass = |filter: &Value, files: &[String]| {
        filter.get("filePaths").is_none_or(|it| files.iter().any(|f| passes(it, f)))
    };
    let filters = |kind: &str| git[kind].as_array().cloned().unwrap_or_default();
    match event {
        Event::PushBranch { branch, is_new, files } => filters("push").iter().any(|filter| {
            let Some(branches) = filter.get("branches").filter(|_| filter.get("tags").is_none()) else {
                return false;
            };
            let is_seen = !is_new || filter.get("filePaths").is_none();
            passes(branches, branch) && is_seen && files_pass(filter, files)
        }),
        Event::PushTag { tag } => filters("push").iter().any(|filter| {
            let is_pure = filter.get("branches").is_none() && filter.get("filePaths").is_none();
            filter.get("tags").is_some_and(|tags| is_pure && passes(tags, tag))
        }),
        Event::PullRequest { event, into, files, .. } => filters("pullRequest").iter().any(|filter| {
            let Some(branches) = filter.get("branches") else { return false };
            let events = filter.get("events").and_then(Value::as_array).filter(|it| !it.is_empty());
            events.is_none_or(|all| all.contains(&json!(event.word())))
                && passes(branches, into)
                && files_pass(filter, files)
        }),
        Event::NewImage { .. } | Event::NewObject { .. } => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tester_goes_by_the_book_and_points_at_what_is_there(
        pushes in prop::collection::vec(filter(), 0..3),
        pulls in prop::collection::vec(filter(), 1..3),
        event in event(),
    ) {
        let git = json!({"push": pushes, "pullRequest": pulls});
        let document = connection(&git);
        let verdict = test(&document, source(&document), &event).unwrap();
        prop_assert_eq!(verdict.outcome == Outcome::Starts, starts_by_the_book(&git, &event), "{}", verdict.because);
        prop_assert_eq!(verdict.filters.len(), pushes.len() + pulls.len());
        for deciding in &verdict.deciding {
            let there = document.value(Owner::Pipeline, &deciding.path);
            prop_assert_eq!(there, Some(&json!(deciding.pattern)));
            prop_assert_eq!(deciding.passes, verdict.outcome == Outcome::Starts);
        }
    }

    #[test]
    fn one_more_exclude_starts_nothing_new(filter in filter(), more in pattern(), event in event()) {
        let git = |filter: &Value| connection(&json!({"push": [filter], "pullRequest": [filter]}));
        let starts = |document: &Document| test(document, source(document), &event).unwrap().outcome == Outcome::Starts;
        let before = starts(&git(&filter));
        for key in ["branches", "tags", "filePaths"] {
            let mut filter = filter.clone();
            let Some(list) = filter.get_mut(key).and_then(|it| it["excludes"].as_array_mut()) else { continue };
            list.push(json!(more));
            prop_assert!(before || !starts(&git(&filter)));
        }
    }

    #[test]
    fn words_and_tester_take_any_file(bytes in crate::testing::files::file_bytes(), event in event()) {
        let document = Document::read(&bytes).expect("a made-up file opens");
        for effective in effective(&document) {
            prop_assert!(!effective.text().is_empty());
            prop_assert!(test(&document, effective.action, &event).is_some());
        }
    }
}
