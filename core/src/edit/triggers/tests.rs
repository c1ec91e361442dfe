use proptest::prelude::*;

use super::*;
use crate::testing::{action, open, run};
use crate::trigger::effective;

const FILE: &str = r#"{"name": "p", "pipelineType": "V2", "stages": [{"name": "S", "actions": [
    {"name": "Git", "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1"},
     "configuration": {"BranchName": "release/[1]", "DetectChanges": "true"}},
    {"name": "Bucket", "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"}}]}]}"#;

fn git(document: &Document) -> Value {
    document
        .pipeline()
        .members
        .get("triggers")
        .map_or(Value::Null, |triggers| triggers[0]["gitConfiguration"].clone())
}

const PUSH: FilterAt = FilterAt { trigger: 0, kind: FilterKind::Push, index: 0 };

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_source_gets_one_trigger_for_its_branch() {
    let mut document = open(FILE);
    let source = action(&document, "Git");
    let change = add_for(&document, source).expect("it is a connection");
    run(&mut document, &change);
    assert_eq!(effective(&document)[0].text(), "Starts on a push to release/\\[1]");
    assert_eq!(
        document.pipeline().action(source).expect("there").1.configuration().get("DetectChanges"),
        Some("false")
    );
    assert!(add_for(&document, source).is_none(), "AWS takes one for each source");
    assert!(add_for(&document, action(&document, "Bucket")).is_none(), "only connections have triggers");
    let change = remove(&document, 0).expect("there is one");
    run(&mut document, &change);
    assert!(!document.pipeline().members.contains_key("triggers"));
}

#[test]
fn filters_come_and_go() {
    let mut document = open(FILE);
    let change = add_for(&document, action(&document, "Git")).expect("it is a connection");
    run(&mut document, &change);
    for _ in 0..2 {
        let change = add_filter(&document, 0, FilterKind::Push, About::Tags).expect("three fit");
        run(&mut document, &change);
    }
    assert!(add_filter(&document, 0, FilterKind::Push, About::Tags).is_none());
    let change = add_filter(&document, 0, FilterKind::PullRequest, About::Branches).expect("of its own kind");
    run(&mut document, &change);
    assert_eq!(
        git(&document)["pullRequest"],
        json!([{"events": ["OPEN", "UPDATED"], "branches": {"includes": ["main"]}}])
    );
    for _ in 0..3 {
        let change = remove_filter(&document, PUSH).expect("there are three");
        run(&mut document, &change);
    }
    assert!(git(&document).get("push").is_none(), "no empty list");
    let change =
        remove_filter(&document, FilterAt { kind: FilterKind::PullRequest, ..PUSH }).expect("the last one");
    run(&mut document, &change);
    assert_eq!(git(&document), Value::Null, "a trigger without filters says nothing");
}

#[test]
fn a_push_is_about_branches_or_tags() {
    let mut document = open(FILE);
    let change = add_for(&document, action(&document, "Git")).expect("it is a connection");
    run(&mut document, &change);
    for (key, list, patterns, expect) in [
        (
            "filePaths",
            PatternList::Excludes,
            &["**/*.md"][..],
            json!({"branches": {"includes": ["release/\\[1]"]}, "filePaths": {"excludes": ["**/*.md"]}}),
        ),
        (
            "branches",
            PatternList::Includes,
            &[],
            json!({"branches": {"includes": ["**"]}, "filePaths": {"excludes": ["**/*.md"]}}),
        ),
        (
            "branches",
            PatternList::Excludes,
            &["a", " a ", ""],
            json!({"branches": {"includes": ["**"], "excludes": ["a"]}, "filePaths": {"excludes": ["**/*.md"]}}),
        ),
        (
            "branches",
            PatternList::Includes,
            &[],
            json!({"branches": {"excludes": ["a"]}, "filePaths": {"excludes": ["**/*.md"]}}),
        ),
        ("filePaths", PatternList::Excludes, &[], json!({"branches": {"excludes": ["a"]}})),
    ] {
        let change = set_patterns(&document, PUSH, key, list, &texts(patterns)).expect("there");
        run(&mut document, &change);
        assert_eq!(git(&document)["push"][0], expect);
    }
    let change = set_about(&document, PUSH, About::Tags).expect("there");
    run(&mut document, &change);
    assert_eq!(git(&document)["push"][0], json!({"tags": {"includes": ["v*"]}}));
    let change = set_about(&document, PUSH, About::Branches).expect("there");
    run(&mut document, &change);
    assert_eq!(git(&document)["push"][0], json!({"branches": {"includes": ["main"]}}));
}

#[test]
fn events_stand_in_front_and_all_are_left_out() {
    let mut document = open(FILE);
    let change = add_for(&document, action(&document, "Git")).expect("it is a connection");
    run(&mut document, &change);
    let change = add_filter(&document, 0, FilterKind::PullRequest, About::Branches).expect("it fits");
    run(&mut document, &change);
    let pull = FilterAt { kind: FilterKind::PullRequest, ..PUSH };
    for (events, expect) in [
        (&[][..], r#"{"branches":{"includes":["main"]}}"#),
        (&["CLOSED"], r#"{"events":["CLOSED"],"branches":{"includes":["main"]}}"#),
    ] {
        let change = set_events(&document, pull, events).expect("there");
        run(&mut document, &change);
        assert_eq!(git(&document)["pullRequest"][0].to_string(), expect);
    }
}

#[test]
fn a_v1_pipeline_becomes_v2() {
    let mut document = open(&FILE.replace("V2", "V1"));
    let change = change_to_v2(&document);
    run(&mut document, &change);
    assert!(document.pipeline().is_v2() && change_to_v2(&document).edits.is_empty());
}

#[derive(Clone, Debug)]
enum Step {
    AddFilter(FilterKind, About),
    RemoveFilter(FilterAt),
    About(FilterAt, About),
    Patterns(FilterAt, &'static str, PatternList, Vec<String>),
    Events(FilterAt, Vec<&'static str>),
}

fn step() -> impl Strategy<Value = Step> {
    let kind = || prop::sample::select(vec![FilterKind::Push, FilterKind::PullRequest]);
    let at = move || (kind(), 0_usize..3).prop_map(|(kind, index)| FilterAt { trigger: 0, kind, index });
    let push = || (0_usize..3).prop_map(|index| FilterAt { trigger: 0, kind: FilterKind::Push, index });
    let pull =
        || (0_usize..3).prop_map(|index| FilterAt { trigger: 0, kind: FilterKind::PullRequest, index });
    let about = || prop::sample::select(vec![About::Branches, About::Tags]);
    let list = || prop::sample::select(vec![PatternList::Includes, PatternList::Excludes]);
    let patterns = || prop::collection::vec(prop::sample::select(vec!["main", "a", "**", ""]), 0..3);
    prop_oneof![
        (kind(), about()).prop_map(|(kind, about)| Step::AddFilter(kind, about)),
        at().prop_map(Step::RemoveFilter),
        (push(), about()).prop_map(|(at, about)| Step::About(at, about)),
        (at(), prop::sample::select(vec!["branches", "filePaths"]), list(), patterns())
            .prop_map(|(at, key, list, patterns)| Step::Patterns(at, key, list, texts(&patterns))),
        (pull(), prop::sample::subsequence(vec!["OPEN", "UPDATED", "CLOSED"], 0..=3))
            .prop_map(|(at, events)| Step::Events(at, events)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_steps_lead_to_what_aws_refuses(steps in prop::collection::vec(step(), 1..12)) {
        let mut document = open(FILE);
        let change = add_for(&document, action(&document, "Git")).expect("it is a connection");
        run(&mut document, &change);
        for step in steps {
            let is_tags = |at: &FilterAt| document.value(Owner::Pipeline, &at.path().then("tags")).is_some();
            let change = match &step {
                Step::AddFilter(kind, about) => add_filter(&document, 0, *kind, *about),
                Step::RemoveFilter(at) => remove_filter(&document, *at),
                Step::About(at, about) => set_about(&document, *at, *about),
                // The window shows the patterns of what a filter is about.
                Step::Patterns(at, _, list, patterns) if is_tags(at) => set_patterns(&document, *at, "tags", *list, patterns),
                Step::Patterns(at, key, list, patterns) => set_patterns(&document, *at, key, *list, patterns),
                Step::Events(at, events) => set_events(&document, *at, events),
            };
            let Some(change) = change else { continue };
            run(&mut document, &change);
            let refused = crate::check::check(&document).into_iter().filter(|finding| {
                finding.severity == crate::check::Severity::Error && finding.place.path.first_key() == Some("triggers")
            });
            let refused: Vec<String> = refused.map(|finding| finding.message).collect();
            prop_assert!(refused.is_empty(), "{refused:?} after {step:?}: {}", git(&document));
        }
    }
}
