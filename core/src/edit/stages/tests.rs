use super::*;
use crate::testing::{SAMPLE, open, outline, run, stage};

#[test]
fn stages_are_added_with_fresh_names() {
    let mut document = open(SAMPLE);
    for (index, wanted) in [(1, "Build"), (0, ""), (99, "Build")] {
        let (id, change) = add(&document, index, wanted);
        run(&mut document, &change);
        assert!(document.pipeline().stage(id).is_some());
    }
    assert_eq!(
        outline(&document),
        "Stage() Source(Repo+Settings) Build-2() Build(Compile Lint) Deploy(Stack) Build-3()"
    );
}

#[test]
fn a_stage_where_no_list_is_makes_the_list() {
    for text in [r#"{"name": "p", "roleArn": "r"}"#, r#"{"pipeline": {"stages": "none"}}"#] {
        let mut document = open(text);
        let (_, change) = add(&document, 0, "A");
        run(&mut document, &change);
        assert_eq!(outline(&document), "A()");
    }
}

#[test]
fn a_copied_stage_works_on_its_own_artifacts_and_variables() {
    let mut document = open(
        r##"{"stages": [{"name": "S", "actions": [
            {"name": "A", "namespace": "N", "outputArtifacts": [{"name": "O"}], "inputArtifacts": [{"name": "Outside"}]},
            {"name": "B", "runOrder": 2, "inputArtifacts": [{"name": "O"}], "commands": ["#{N.v}"]}],
            "onSuccess": {"conditions": [{"rules": [{"name": "R", "inputArtifacts": [{"name": "O"}], "configuration": {"X": "#{N.v}"}}]}]}}]}"##,
    );
    let (id, change) = duplicate(&document, stage(&document, "S")).expect("the stage is there");
    assert_eq!(change.label, "Duplicate stage S");
    run(&mut document, &change);
    let copy = document.pipeline().stage(id).expect("it was added").to_value().to_string();
    assert_eq!(
        copy,
        r##"{"name":"S-2","actions":[{"name":"A","namespace":"N-2","outputArtifacts":[{"name":"O_2"}],"inputArtifacts":[{"name":"Outside"}]},{"name":"B","runOrder":2,"inputArtifacts":[{"name":"O_2"}],"commands":["#{N-2.v}"]}],"onSuccess":{"conditions":[{"rules":[{"name":"R","inputArtifacts":[{"name":"O_2"}],"configuration":{"X":"#{N-2.v}"}}]}]}}"##
    );
}

#[test]
fn stages_move_and_go() {
    let mut document = open(SAMPLE);
    for (name, index, expect) in [
        ("Deploy", 0, "Deploy(Stack) Source(Repo+Settings) Build(Compile Lint)"),
        ("Deploy", 1, "Source(Repo+Settings) Deploy(Stack) Build(Compile Lint)"),
        ("Source", 99, "Deploy(Stack) Build(Compile Lint) Source(Repo+Settings)"),
    ] {
        let change = move_to(&document, stage(&document, name), index).expect("the stage is there");
        run(&mut document, &change);
        assert_eq!(outline(&document), expect);
    }
    let (deploy, build) = (stage(&document, "Deploy"), stage(&document, "Build"));
    assert!(move_to(&document, deploy, 0).expect("the stage is there").edits.is_empty());
    let change = remove(&document, &[build]);
    assert_eq!(change.label, "Delete stage Build");
    run(&mut document, &change);
    // One that is gone, and one named twice, do no harm.
    let change = remove(&document, &[deploy, build, deploy]);
    assert_eq!(change.label, "Delete stage Deploy");
    run(&mut document, &change);
    assert_eq!(outline(&document), "Source(Repo+Settings)");
    assert_eq!(duplicate(&document, build), None);
}
