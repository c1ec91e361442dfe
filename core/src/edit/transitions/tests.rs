use super::*;
use crate::document::extras::Transition;
use crate::edit::{rename, stages};
use crate::testing::{SAMPLE, open, run, stage};

/// The entries as JSON, in file order.
fn entries(document: &Document) -> Vec<String> {
    document.transitions().map(|(_, entry)| json!(entry.0).to_string()).collect()
}

#[track_caller]
fn close(document: &mut Document, name: &str, reason: &str) {
    let change = disable(document, stage(document, name), reason).expect("a way in");
    run(document, &change);
}

#[test]
fn closing_writes_stage_and_reason_and_opening_leaves_nothing() {
    let mut document = open(SAMPLE);
    close(&mut document, "Build", " Freeze ");
    assert_eq!(entries(&document), [r#"{"stage":"Build","disabled":true,"reason":"Freeze"}"#]);
    assert_eq!(document.disabled_transition("Build").and_then(Transition::reason), Some("Freeze"));
    assert!(document.disabled_transition("Deploy").is_none());

    let again = disable(&document, stage(&document, "Build"), "Freeze").expect("a way in");
    assert_eq!(again.edits, []);
    close(&mut document, "Build", "Audit");
    assert_eq!(entries(&document), [r#"{"stage":"Build","disabled":true,"reason":"Audit"}"#]);

    let change = enable(&document, stage(&document, "Build")).expect("it is closed");
    run(&mut document, &change);
    assert_eq!(document.to_text(), SAMPLE);
    assert_eq!(enable(&document, stage(&document, "Build")), None);
}

#[test]
fn the_first_stage_has_no_way_in() {
    let document = open(SAMPLE);
    let first = document.pipeline().stages[0].id;
    assert_eq!(disable(&document, first, "Freeze"), None);
    assert_eq!(enable(&document, first), None);
}

#[test]
fn an_entry_follows_its_stage() {
    let mut document = open(SAMPLE);
    close(&mut document, "Build", "Freeze");
    close(&mut document, "Deploy", "Freeze");
    let build = stage(&document, "Build");
    let change = rename::stage(&document, build, "Make").expect("a change");
    run(&mut document, &change);
    assert!(document.disabled_transition("Make").is_some());
    let change = stages::remove(&document, &[build]);
    run(&mut document, &change);
    assert_eq!(entries(&document), [r#"{"stage":"Deploy","disabled":true,"reason":"Freeze"}"#]);
    let deploy = stage(&document, "Deploy");
    let change = stages::remove(&document, &[deploy]);
    run(&mut document, &change);
    assert!(document.value(Owner::Extras, &Path::key(LIST)).is_none(), "the last one leaves nothing behind");
}

#[test]
fn what_says_that_it_is_open_is_open() {
    let text = SAMPLE.trim_end().strip_suffix('}').expect("an object").to_owned()
        + r#", "pipewright": {"transitions": [{"stage": "Build", "disabled": false}, 5]}}"#;
    let mut document = open(&text);
    assert!(document.disabled_transition("Build").is_none());
    assert_eq!(enable(&document, stage(&document, "Build")), None);
    close(&mut document, "Build", "Freeze");
    assert_eq!(entries(&document), [r#"{"stage":"Build","disabled":true,"reason":"Freeze"}"#]);
}

#[test]
fn reasons_are_as_aws_takes_them() {
    for (reason, is_fine) in [
        ("Freeze until Monday (see ticket 12)!", true),
        ("", false),
        ("  ", false),
        ("a/b", false),
        ("Größe", false),
        (&"a".repeat(300), true),
        (&"a".repeat(301), false),
    ] {
        assert_eq!(reason_problem(reason).is_none(), is_fine, "{reason}");
    }
}

#[test]
fn a_reason_is_made_fit_for_aws() {
    for (written, expect) in [
        ("Freeze until Monday", "Freeze until Monday"),
        ("Nein, „später“!", "Nein   sp ter !"),
        (" \n", "Disabled in the design"),
    ] {
        assert_eq!(fit_reason(written), expect);
    }
    assert_eq!(fit_reason(&"x".repeat(400)).len(), REASON_MAX);
}
