use super::*;
use crate::edit::{actions, rename, stages};
use crate::testing::{SAMPLE, action, line_diff, open, run, stage};

/// The entries as JSON, in file order.
fn entries(document: &Document) -> Vec<String> {
    document.suppressions().map(|(_, entry)| json!(entry.0).to_string()).collect()
}

#[track_caller]
fn suppress(document: &mut Document, rule: &str, place: &Place, reason: &str) {
    let change = add(document, rule, place, reason).expect("the place is there");
    run(document, &change);
}

#[test]
fn a_place_is_written_by_its_names() {
    let mut document = open(SAMPLE);
    let compile = Owner::Action(action(&document, "Compile"));
    suppress(&mut document, "CP0001", &Place::of(Owner::Pipeline), " accepted ");
    let build = Place::stage(stage(&document, "Build"));
    suppress(&mut document, "CP0002", &build, "accepted");
    let place = Place::at(compile, Path::key("inputArtifacts").then(0).then("name"));
    suppress(&mut document, "CP0003", &place, "accepted");
    assert_eq!(
        entries(&document),
        [
            r#"{"rule":"CP0001","reason":"accepted"}"#,
            r#"{"rule":"CP0002","stage":"Build","reason":"accepted"}"#,
            r#"{"rule":"CP0003","stage":"Build","action":"Compile","path":"inputArtifacts[0].name","reason":"accepted"}"#,
        ]
    );
    for (index, entry) in document.suppressions() {
        let places = [Place::of(Owner::Pipeline), build.clone(), place.clone()];
        let covered: Vec<bool> = places.iter().map(|place| entry.covers(&document, place)).collect();
        assert_eq!(covered.iter().position(|covers| *covers), Some(index));
        assert_eq!(covered.iter().filter(|covers| **covers).count(), 1);
    }
}

#[test]
fn a_path_covers_what_is_inside_it_and_nothing_beside_it() {
    #[track_caller]
    fn check(path: &str, inner: Path, expected: bool) {
        let mut document = open(SAMPLE);
        let owner = Owner::Action(action(&document, "Compile"));
        suppress(&mut document, "CP0001", &Place::at(owner, Path::key(path.to_owned())), "r");
        let (_, entry) = document.suppressions().next().expect("just added");
        assert_eq!(entry.covers(&document, &Place::at(owner, inner)), expected);
    }
    check("configuration", Path::key("configuration"), true);
    check("configuration", Path::configuration("A"), true);
    check("inputArtifacts", Path::key("inputArtifacts").then(0), true);
    check("configuration", Path::key("configurations"), false);
    check("configuration", Path::default(), false);
    check("configuration.A", Path::key("configuration"), false);
}

#[test]
fn the_same_again_changes_the_reason() {
    let mut document = open(SAMPLE);
    let place = Place::of(Owner::Pipeline);
    suppress(&mut document, "CP0001", &place, "first");
    assert_eq!(add(&document, "CP0001", &place, "first").expect("a change").edits, []);
    suppress(&mut document, "CP0001", &place, "second");
    assert_eq!(entries(&document), [r#"{"rule":"CP0001","reason":"second"}"#]);
}

#[test]
fn the_last_one_leaves_nothing_behind() {
    for text in [SAMPLE, r#"{"pipeline": {"name": "a", "stages": []}}"#, r#"{"name": "a", "stages": []}"#] {
        let mut document = open(text);
        suppress(&mut document, "CP0001", &Place::of(Owner::Pipeline), "r");
        suppress(&mut document, "CP0002", &Place::of(Owner::Pipeline), "r");
        let change = remove(&document, 0).expect("there are two");
        run(&mut document, &change);
        assert_eq!(entries(&document), [r#"{"rule":"CP0002","reason":"r"}"#]);
        let change = remove(&document, 0).expect("there is one");
        run(&mut document, &change);
        assert_eq!(document.to_text(), text);
        assert_eq!(remove(&document, 0), None);
    }
}

#[test]
fn odd_extras_give_way() {
    for text in [
        r#"{"pipeline": {"name": "a", "stages": []}, "pipewright": 5}"#,
        r#"{"pipeline": {"name": "a", "stages": []}, "pipewright": {"suppressions": "none"}}"#,
    ] {
        let mut document = open(text);
        suppress(&mut document, "CP0001", &Place::of(Owner::Pipeline), "r");
        assert_eq!(entries(&document), [r#"{"rule":"CP0001","reason":"r"}"#]);
    }
}

#[test]
fn what_is_about_suppressions_cannot_be_suppressed() {
    let document = open(SAMPLE);
    assert_eq!(add(&document, "CP1601", &Place::of(Owner::Extras), "r"), None);
}

#[test]
fn suppressions_follow_renames_and_moves() {
    let mut document = open(SAMPLE);
    let (build, compile) = (stage(&document, "Build"), action(&document, "Compile"));
    suppress(&mut document, "CP0001", &Place::stage(build), "r");
    suppress(&mut document, "CP0002", &Place::action(compile), "r");
    let before = document.to_text();
    for (change, expect) in [
        (rename::stage(&document, build, "Make"), [("Make", None), ("Make", Some("Compile"))]),
        (rename::action(&document, compile, "Pack"), [("Build", None), ("Build", Some("Pack"))]),
        (stages::move_to(&document, build, 0), [("Build", None), ("Build", Some("Compile"))]),
        (
            actions::move_to(
                &document,
                compile,
                crate::edit::Slot {
                    stage: stage(&document, "Deploy"),
                    column: crate::edit::SlotColumn::New { before: 0 },
                },
            ),
            [("Build", None), ("Deploy", Some("Compile"))],
        ),
    ] {
        let mut document = document.clone();
        run(&mut document, &change.expect("a change"));
        let places: Vec<_> = document
            .suppressions()
            .map(|(_, entry)| (entry.stage().expect("a stage"), entry.action()))
            .collect();
        assert_eq!(places, expect, "{}", line_diff(&before, &document.to_text()));
    }
}
