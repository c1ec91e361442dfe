use super::*;
use crate::testing::{SAMPLE, action, open, run, stage};

/// The label and the number of edits of setting a value in the sample.
#[track_caller]
fn check(place: impl Fn(&Document) -> Place, value: Option<Value>, label: &str, edit_count: usize) {
    let mut document = open(SAMPLE);
    let place = place(&document);
    let change = set(&document, &place, value).expect("the owner is there");
    assert_eq!((change.label.as_str(), change.edits.len()), (label, edit_count));
    assert_eq!(change.merge, Some(place));
    run(&mut document, &change);
}

fn of_action(name: &'static str, path: Path) -> impl Fn(&Document) -> Place {
    move |document| Place::at(Owner::Action(action(document, name)), path.clone())
}

#[test]
fn fields_are_set_and_removed() {
    let branch = Path::configuration("BranchName");
    check(
        of_action("Repo", branch.clone()),
        Some(json!("dev")),
        "Set Source › Repo › configuration.BranchName",
        1,
    );
    check(
        of_action("Repo", branch.clone()),
        Some(json!("main")),
        "Set Source › Repo › configuration.BranchName",
        0,
    );
    check(of_action("Repo", branch), None, "Remove Source › Repo › configuration.BranchName", 1);
    check(of_action("Repo", Path::key("region")), None, "Remove Source › Repo › region", 0);
    check(|_| Place::of(Owner::Extras), None, "Remove pipewright", 1);
    check(|_| Place::of(Owner::Extras), Some(json!({"notes": []})), "Set pipewright", 1);
}

#[test]
fn names_are_renamed_so_that_references_follow() {
    check(of_action("Repo", Path::key("name")), Some(json!("Git")), "Rename Repo", 2);
    check(of_action("Repo", Path::key("namespace")), Some(json!("G")), "Set Source › Repo › namespace", 6);
    check(of_action("Repo", Path::key("namespace")), Some(json!("")), "Set Source › Repo › namespace", 1);
    let build = |document: &Document| Place::at(Owner::Stage(stage(document, "Build")), Path::key("name"));
    check(build, Some(json!("Make")), "Rename stage Build", 3);
    check(build, Some(json!(5)), "Set Build › name", 1);
    let document = open(SAMPLE);
    let place = of_action("Repo", Path::key("name"))(&document);
    let text = set_text(&document, &place, "").expect("a change");
    assert_eq!(text.label, "Remove Source › Repo › name");
}

#[test]
fn a_renamed_key_keeps_its_place_and_value() {
    let mut document =
        open(r#"{"stages": [{"actions": [{"name": "A", "configuration": {"x": 1, "y": 2.50, "z": 3}}]}]}"#);
    let owner = Owner::Action(action(&document, "A"));
    let change = rename_configuration_key(&document, owner, "y", "w").expect("it is there");
    assert_eq!(change.label, "Rename y to w");
    run(&mut document, &change);
    assert_eq!(
        document.to_text(),
        r#"{"stages": [{"actions": [{"name": "A", "configuration": {"x": 1, "w": 2.50, "z": 3}}]}]}"#
    );
    assert!(rename_configuration_key(&document, owner, "x", "z").expect("it is there").edits.is_empty());
    assert_eq!(rename_configuration_key(&document, owner, "none", "z"), None);
}
