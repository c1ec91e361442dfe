use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::document::{Document, Owner, Place};
use crate::edit::{Change, Edit, actions, artifacts, fields, rename, stages};
use crate::pipeline::Path;
use crate::testing::files::any_json;
use crate::testing::layout::{Layout, layout};
use crate::testing::{SAMPLE, action, line_diff, one, open, run, stage};

/// The lines a change of a file's text takes away and adds.
#[track_caller]
fn check(text: &str, change: impl Fn(&Document) -> Change, expect: &str) {
    let new = changed(text, change);
    assert_eq!(line_diff(text, &new), expect);
}

/// The whole text after a change.
#[track_caller]
fn check_text(text: &str, change: impl Fn(&Document) -> Change, expect: &str) {
    assert_eq!(changed(text, change), expect);
}

#[track_caller]
fn changed(text: &str, change: impl Fn(&Document) -> Change) -> String {
    let mut document = open(text);
    let change = change(&document);
    run(&mut document, &change);
    let new = document.to_text();
    assert_eq!(open(&new).to_value().to_string(), document.to_value().to_string(), "reads back");
    new
}

fn set(path: Path, value: Value) -> impl Fn(&Document) -> Change {
    move |_| one(Edit::set(Place::at(Owner::Pipeline, path.clone()), Some(value.clone())))
}

fn remove(key: &'static str) -> impl Fn(&Document) -> Change {
    move |_| one(Edit::set(Place::at(Owner::Pipeline, Path::key(key)), None))
}

#[test]
fn a_field_changes_its_line() {
    check(SAMPLE, set(Path::key("name"), json!("store")), "-\"name\": \"shop\",\n+\"name\": \"store\",");
    check(SAMPLE, set(Path::key("version"), json!(8)), "-\"version\": 7,\n+\"version\": 8,");
    let project = |document: &Document| {
        let place = Place::at(Owner::Action(action(document, "Repo")), Path::configuration("BranchName"));
        fields::set_text(document, &place, "dev").expect("a change")
    };
    check(SAMPLE, project, "-\"BranchName\": \"main\",\n+\"BranchName\": \"dev\",");
}

#[test]
fn members_come_and_go_in_their_own_lines() {
    check(SAMPLE, remove("executionMode"), "-\"executionMode\": \"QUEUED\",");
    check(SAMPLE, remove("name"), "-\"name\": \"shop\",");
    check(
        SAMPLE,
        |document| {
            fields::set_text(
                document,
                &Place::at(Owner::Action(action(document, "Lint")), Path::key("region")),
                "eu-west-1",
            )
            .expect("a change")
        },
        "-]\n+],\n+\"region\": \"eu-west-1\"",
    );
    check(
        SAMPLE,
        |document| {
            let owner = Owner::Action(action(document, "Settings"));
            let edit =
                Edit::set(Place::at(owner, Path::key("configuration")), Some(json!({"S3Bucket": "b"})));
            one(edit)
        },
        "+\"configuration\": {\n+\"S3Bucket\": \"b\"\n+},",
    );
}

#[test]
fn stages_come_and_go_in_their_own_lines() {
    // Where braces repeat, a line comparison may shift by one of them.
    for index in 0..3 {
        let expect = "+\"name\": \"New\",\n+\"actions\": []\n+},\n+{";
        check(SAMPLE, |document| stages::add(document, index, "New").1, expect);
    }
    check(
        SAMPLE,
        |document| stages::add(document, 3, "New").1,
        "+},\n+{\n+\"name\": \"New\",\n+\"actions\": []",
    );
    for name in ["Source", "Build", "Deploy"] {
        let new = changed(SAMPLE, |document| stages::remove(document, &[stage(document, name)]));
        let diff = line_diff(SAMPLE, &new);
        assert!(diff.lines().all(|line| line.starts_with('-')), "{diff}");
    }
}

#[test]
fn a_moved_stage_keeps_its_text() {
    let text = "{\"stages\": [\n  {\"name\": \"A\", \"x\": 1e2},\n  { \"name\":\"B\",\"x\":\"\\u00e9\" },\n  {\"name\": \"C\"}\n]}\n";
    check_text(
        text,
        |document| stages::move_to(document, stage(document, "B"), 0).expect("a change"),
        "{\"stages\": [\n  { \"name\":\"B\",\"x\":\"\\u00e9\" },\n  {\"name\": \"A\", \"x\": 1e2},\n  {\"name\": \"C\"}\n]}\n",
    );
    check_text(
        text,
        |document| stages::move_to(document, stage(document, "A"), 2).expect("a change"),
        "{\"stages\": [\n  { \"name\":\"B\",\"x\":\"\\u00e9\" },\n  {\"name\": \"C\"},\n  {\"name\": \"A\", \"x\": 1e2}\n]}\n",
    );
}

#[test]
fn a_renamed_stage_keeps_its_text() {
    let text = "{\"stages\": [{ \"name\":\"A\",\"x\":\"\\u00e9\" }, {\"name\": \"C\"}]}";
    check_text(
        text,
        |document| rename::stage(document, stage(document, "A"), "Z").expect("a change"),
        "{\"stages\": [{ \"name\":\"Z\",\"x\":\"\\u00e9\" }, {\"name\": \"C\"}]}",
    );
}

#[test]
fn spellings_of_what_is_not_edited_stay() {
    let text = "{\"name\": \"p\", \"stages\": [], \"a\": 1e2, \"b\": 2.50, \"c\": 12345678901234567890123, \"d\": \"\\u00e9\\/\" ,\"e\" :-0}";
    check_text(text, set(Path::key("name"), json!("q")), &text.replace("\"p\"", "\"q\""));
    check_text(text, remove("name"), &text.replace("\"name\": \"p\", ", ""));
    check_text(text, remove("e"), &text.replace(" ,\"e\" :-0", ""));
}

#[test]
fn one_line_stays_one_line() {
    check_text(
        r#"{"name":"p","stages":[]}"#,
        |document| stages::add(document, 0, "A").1,
        r#"{"name":"p","stages":[{"name":"A","actions":[]}]}"#,
    );
    check_text(
        r#"{"stages":[{"name":"A","actions":[]}]}"#,
        |document| stages::add(document, 1, "B").1,
        r#"{"stages":[{"name":"A","actions":[]},{"name":"B","actions":[]}]}"#,
    );
    check_text(
        r#"{"stages": [{"name": "A"}]}"#,
        |document| stages::add(document, 1, "B").1,
        r#"{"stages": [{"name": "A"}, {"name": "B", "actions": []}]}"#,
    );
}

#[test]
fn a_list_or_object_on_one_line_stays_so_in_a_file_of_many() {
    let text = "{\n  \"stages\": [\n    {\n      \"name\": \"A\",\n      \"actions\": [\n        {\"name\": \"X\", \"inputArtifacts\": [{\"name\": \"I\"}], \"outputArtifacts\": []}\n      ]\n    }\n  ]\n}\n";
    check(
        text,
        |document| artifacts::connect(document, action(document, "X"), "J").expect("a change"),
        "-{\"name\": \"X\", \"inputArtifacts\": [{\"name\": \"I\"}], \"outputArtifacts\": []}\n\
         +{\"name\": \"X\", \"inputArtifacts\": [{\"name\": \"I\"}, {\"name\": \"J\"}], \"outputArtifacts\": []}",
    );
    check(
        text,
        |document| artifacts::add_output(document, action(document, "X")).expect("a change"),
        "-{\"name\": \"X\", \"inputArtifacts\": [{\"name\": \"I\"}], \"outputArtifacts\": []}\n\
         +{\"name\": \"X\", \"inputArtifacts\": [{\"name\": \"I\"}], \"outputArtifacts\": [{\"name\": \"XOutput\"}]}",
    );
}

#[test]
fn empty_lists_and_objects_open_in_the_style_of_the_file() {
    check_text(
        "{\r\n\t\"stages\": []\r\n}",
        |document| stages::add(document, 0, "A").1,
        "{\r\n\t\"stages\": [\r\n\t\t{\r\n\t\t\t\"name\": \"A\",\r\n\t\t\t\"actions\": []\r\n\t\t}\r\n\t]\r\n}",
    );
    check_text(
        "{\n\"stages\": {}\n}",
        |document| stages::add(document, 0, "A").1,
        "{\n\"stages\": [\n{\n\"name\": \"A\",\n\"actions\": []\n}\n]\n}",
    );
}

#[test]
fn brackets_that_open_on_the_line_of_their_list_get_siblings_alike() {
    let text = "{ \"pipeline\": {\n    \"stages\": [{\n      \"name\": \"A\",\n      \"actions\": [{\n        \"name\": \"X\"\n      }]\n    }]\n} }\n";
    check(text, |document| stages::add(document, 1, "B").1, "+}, {\n+\"name\": \"B\",\n+\"actions\": []");
    check_text(
        "{ \"pipeline\": {\n  \"stages\": []\n} }",
        |document| stages::add(document, 0, "B").1,
        "{ \"pipeline\": {\n  \"stages\": [\n    {\n      \"name\": \"B\",\n      \"actions\": []\n    }\n  ]\n} }",
    );
}

#[test]
fn commas_stand_where_the_file_has_them() {
    check_text(
        "{ \"name\": \"p\"\n, \"stages\": []\n}",
        set(Path::key("version"), json!(1)),
        "{ \"name\": \"p\"\n, \"stages\": []\n, \"version\": 1\n}",
    );
    check_text(
        "{\"name\" : \"p\" ,\n \"stages\" : []}",
        set(Path::key("version"), json!(1)),
        "{\"name\" : \"p\" ,\n \"stages\" : [] ,\n \"version\" : 1}",
    );
}

#[test]
fn keys_that_stand_twice_stay_where_they_are() {
    let text = "{\n  \"name\": \"a\",\n  \"stages\": [],\n  \"name\": \"b\",\n  \"version\": 1\n}";
    check(text, set(Path::key("version"), json!(2)), "-\"version\": 1\n+\"version\": 2");
    check(text, set(Path::key("name"), json!("c")), "-\"name\": \"b\",\n+\"name\": \"c\",");
    check(text, remove("name"), "-\"name\": \"a\",\n-\"name\": \"b\",");
}

#[test]
fn a_key_that_stands_twice_may_be_the_first_and_the_last() {
    let text = "{\n  \"name\": \"a\",\n  \"stages\": [],\n  \"version\": 1,\n  \"name\": \"b\"\n}";
    check(text, set(Path::key("version"), json!(2)), "-\"version\": 1,\n+\"version\": 2,");
    check(text, set(Path::key("name"), json!("c")), "-\"name\": \"b\"\n+\"name\": \"c\"");
}

#[test]
fn a_member_called_like_the_extras_gives_way_to_them() {
    let mut document = open(r#"{"name": "p", "stages": []}"#);
    for (owner, path) in [
        (Owner::Pipeline, Path::key("pipewright")),
        (Owner::Extras, Path::key("view")),
        (Owner::Pipeline, Path::key("version")),
    ] {
        run(&mut document, &one(Edit::set(Place::at(owner, path), Some(json!(1)))));
    }
    assert_eq!(
        document.to_value().to_string(),
        r#"{"name":"p","stages":[],"version":1,"pipewright":{"view":1}}"#
    );
}

#[test]
fn a_note_beside_a_bare_declaration_stays_where_it_is() {
    let text = "{\n  \"name\": \"p\",\n  \"roleArn\": \"r\",\n  \"pipewright\": {},\n  \"stages\": [],\n  \"version\": 1\n}";
    check(text, remove("roleArn"), "-\"roleArn\": \"r\",");
    check(text, remove("name"), "-\"name\": \"p\",");
    check(text, remove("version"), "-\"stages\": [],\n-\"version\": 1\n+\"stages\": []");
    let add_note = |_: &Document| one(Edit::set(Place::at(Owner::Extras, Path::key("view")), Some(json!(1))));
    check(
        "{\n  \"stages\": []\n}",
        add_note,
        "-\"stages\": []\n+\"stages\": [],\n+\"pipewright\": {\n+\"view\": 1\n+}",
    );
}

#[test]
fn actions_come_and_go_in_every_layout() {
    let value: Value = serde_json::from_str(SAMPLE).unwrap();
    let layouts = [
        Layout::AWS,
        Layout::COMPACT,
        Layout { indent: Some("  "), ..Layout::AWS },
        Layout { indent: Some("\t"), line_end: "\r\n", end: "", ..Layout::AWS },
        Layout { trailing: "  ", before_comma: " ", colon: " : ", ..Layout::AWS },
        Layout { short: 60, ..Layout::AWS },
        Layout { short: 300, escapes: true, ..Layout::AWS },
    ];
    for layout in layouts {
        let text = layout.write(&value);
        for name in ["Repo", "Settings", "Compile", "Lint", "Stack"] {
            let new = changed(&text, |document| {
                let mut change = actions::remove(document, &[action(document, name)]);
                // Without the run orders that move up.
                change.edits.truncate(1);
                change
            });
            let diff = line_diff(&text, &new);
            let added = diff.lines().filter(|line| line.starts_with('+')).count();
            // At most the line before, which loses its comma, or the one line of everything.
            assert!(added <= 1, "{name} in {layout:?}:\n{diff}");
            let again = changed(&text, |document| actions::duplicate(document, &[action(document, name)]).1);
            let removed = line_diff(&text, &again).lines().filter(|line| line.starts_with('-')).count();
            assert!(removed <= 1, "{name} twice in {layout:?}:\n{}", line_diff(&text, &again));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_text_reads_as_the_new_value(old in any_json(), new in any_json(), layout in layout()) {
        let source = Source::from_text(layout.write(&old));
        prop_assert_eq!(merge(&source, &old), source.text());
        let text = merge(&source, &new);
        let read: Value = serde_json::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&read, &new, "{}", text);
    }

    #[test]
    fn every_element_is_taken_once(old in prop::collection::vec(any_json(), 0..8), new in prop::collection::vec(any_json(), 0..8), keep in any::<u8>()) {
        // Some of the old elements among the new, so that there is something to find.
        let kept = old.iter().enumerate().filter(|(index, _)| keep >> (index % 8) & 1 == 1).map(|(_, value)| value.clone());
        let new: Vec<Value> = new.into_iter().chain(kept).collect();
        let mut origins: Vec<usize> = align::align(&old, &new).into_iter().flatten().collect();
        let count = origins.len();
        origins.sort_unstable();
        origins.dedup();
        prop_assert_eq!(origins.len(), count);
        prop_assert!(origins.iter().all(|origin| *origin < old.len()));
    }
}
