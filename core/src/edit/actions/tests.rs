use super::*;
use crate::testing::{SAMPLE, action, open, outline, run, stage};

fn at_end(document: &Document, name: &str) -> Slot {
    Slot::at_end(document, stage(document, name))
}

#[test]
fn a_new_action_is_wired_to_what_was_made_last() {
    let mut document = open(SAMPLE);
    let new = NewAction {
        name: "Test".to_owned(),
        action_type: Object::from_iter([("category".to_owned(), json!("Test"))]),
        configuration: Object::from_iter([("ProjectName".to_owned(), json!("t"))]),
        input_count: 2,
        output_count: 1,
        members: Object::from_iter([("commands".to_owned(), json!(["x"]))]),
    };
    let (id, change) = add(&document, &new, at_end(&document, "Build")).expect("the stage is there");
    assert_eq!(change.label, "Add Test");
    run(&mut document, &change);
    let (_, action) = document.pipeline().action(id).expect("it was added");
    assert_eq!(
        action.to_value().to_string(),
        r#"{"name":"Test","actionTypeId":{"category":"Test"},"runOrder":3,"configuration":{"ProjectName":"t"},"commands":["x"],"outputArtifacts":[{"name":"TestOutput"}],"inputArtifacts":[{"name":"Binary"},{"name":"Code"}]}"#
    );
    let (_, change) = add(&document, &new, at_end(&document, "Build")).expect("the stage is there");
    run(&mut document, &change);
    assert_eq!(outline(&document), "Source(Repo+Settings) Build(Compile Lint Test Test-2) Deploy(Stack)");
}

#[test]
fn an_action_in_a_stage_without_a_list_makes_the_list() {
    let mut document = open(r#"{"stages": [{"name": "S"}, {"name": "T", "actions": "none"}, 5]}"#);
    for name in ["S", "T"] {
        let (_, change) = add(&document, &NewAction::default(), at_end(&document, name)).expect("a change");
        run(&mut document, &change);
    }
    assert_eq!(outline(&document), "S(Action) T(Action) ()");
    let odd = document.pipeline().stages[2].id;
    let (_, change) = add(&document, &NewAction::default(), Slot::at_end(&document, odd)).expect("a change");
    assert_eq!(document.change(&change), Err(crate::edit::EditError::NotAnObject));
}

#[test]
fn copies_stand_beside_their_originals_and_take_from_each_other() {
    let mut document = open(SAMPLE);
    let ids = [action(&document, "Repo"), action(&document, "Compile"), action(&document, "Stack")];
    let (copies, change) = duplicate(&document, &ids);
    assert_eq!(change.label, "Duplicate 3 actions");
    run(&mut document, &change);
    assert_eq!(
        outline(&document),
        "Source(Repo+Repo-2+Settings) Build(Compile+Compile-2 Lint) Deploy(Stack+Stack-2)"
    );
    let copy = |at: usize| document.pipeline().action(copies[at]).expect("it was added").1;
    assert_eq!(copy(0).output_artifacts().collect::<Vec<_>>(), ["Code_2"]);
    assert_eq!(copy(0).namespace(), Some("RepoVars-2"));
    assert_eq!(copy(1).input_artifacts().collect::<Vec<_>>(), ["Code_2", "Config"]);
    assert_eq!(copy(1).configuration().get("PrimarySource"), Some("Code_2"));
    assert_eq!(copy(1).configuration().get("ProjectName"), Some("compile-#{RepoVars-2.BranchName}"));
    assert_eq!(copy(2).configuration().get("TemplatePath"), Some("Binary_2::template.yml"));
    // Two renames in one value.
    assert_eq!(
        copy(2).configuration().get("ParameterOverrides"),
        Some(
            "{ \"Bucket\" : {\"Fn::GetArtifactAtt\": [\"Binary_2\", \"BucketName\"]},\n \"Tag\": {\"Fn::GetParam\":[\"Code_2\",\"tag.json\",\"Tag\"]} }"
        )
    );
}

#[test]
fn names_counted_on_do_not_meet_those_of_other_copies() {
    let mut document = open(
        r##"{"stages": [{"name": "S", "actions": [
            {"name": "A", "namespace": "N", "outputArtifacts": [{"name": "O"}]},
            {"name": "B", "namespace": "N-2", "outputArtifacts": [{"name": "O_2"}]},
            {"name": "C", "runOrder": 2, "configuration": {"X": "#{N.v}#{N-2.v}"}, "inputArtifacts": [{"name": "O"}, {"name": "O_2"}]}]}]}"##,
    );
    let ids: Vec<ActionId> = document.pipeline().actions().map(|(_, action)| action.id).collect();
    let (copies, change) = duplicate(&document, &ids);
    run(&mut document, &change);
    let (_, copy) = document.pipeline().action(copies[2]).expect("it was added");
    assert_eq!(copy.input_artifacts().collect::<Vec<_>>(), ["O_3", "O_4"]);
    assert_eq!(copy.configuration().get("X"), Some("#{N-3.v}#{N-4.v}"));
}

#[test]
fn deleting_closes_the_gap() {
    let mut document = open(SAMPLE);
    let change = remove(&document, &[action(&document, "Compile")]);
    assert_eq!(change.label, "Delete Compile");
    run(&mut document, &change);
    assert_eq!(outline(&document), "Source(Repo+Settings) Build(Lint) Deploy(Stack)");
    let change = remove(&document, &[action(&document, "Repo"), action(&document, "Stack")]);
    assert_eq!(change.label, "Delete 2 actions");
    run(&mut document, &change);
    assert_eq!(outline(&document), "Source(Settings) Build(Lint) Deploy()");
}

#[test]
fn what_names_a_moved_action_follows_it() {
    let mut document = open(SAMPLE);
    let change =
        move_to(&document, action(&document, "Compile"), at_end(&document, "Deploy")).expect("a change");
    run(&mut document, &change);
    let notes: Vec<_> = document.notes().map(|note| (note.stage(), note.action())).collect();
    assert_eq!(notes, [(Some("Deploy"), Some("Compile")), (Some("Build"), None)]);

    let mut document = open(
        r#"{"stages": [{"name": "S", "actions": [{"name": "A", "actionTypeId": {"category": "Source"}}]}, {"name": "T", "actions": [{"name": "A"}]}],
            "triggers": [{"gitConfiguration": {"sourceActionName": "A"}}]}"#,
    );
    let change = move_to(&document, action(&document, "A"), at_end(&document, "T")).expect("a change");
    run(&mut document, &change);
    assert_eq!(outline(&document), "S() T(A A-2)");
    let trigger = document.pipeline().triggers().next().expect("there is one");
    assert_eq!(trigger.source_action_name(), Some("A-2"));
}

#[test]
fn actions_that_are_gone_change_nothing() {
    let mut document = open(SAMPLE);
    let id = action(&document, "Lint");
    let change = remove(&document, &[id]);
    run(&mut document, &change);
    assert!(remove(&document, &[id]).edits.is_empty());
    assert!(duplicate(&document, &[id]).1.edits.is_empty());
    assert_eq!(move_to(&document, id, at_end(&document, "Build")), None);
}
