use super::*;
use crate::edit::Edit;
use crate::flow::Flow;
use crate::pipeline::Path;
use crate::testing::{one, open, run};

#[test]
fn a_blank_design_is_as_aws_prints() {
    let document = Document::blank("a  b");
    assert_eq!(
        document.to_text(),
        "{\n    \"pipeline\": {\n        \"name\": \"a  b\",\n        \"stages\": [],\n        \"version\": 1,\n        \"executionMode\": \"SUPERSEDED\",\n        \"pipelineType\": \"V2\"\n    }\n}\n"
    );
}

#[test]
fn what_was_saved_is_where_the_next_edit_begins() {
    let mut document = open("{\"stages\": [],  \"version\":1}");
    run(&mut document, &one(Edit::set(Place::at(Owner::Pipeline, Path::key("version")), Some(2.into()))));
    let text = document.to_text();
    assert_eq!(text, "{\"stages\": [],  \"version\":2}");
    document.saved_as(text.clone());
    assert_eq!(document.to_text(), text);
}

/// Values of the wrong type wherever a reader looks: it opens, everything can be asked, other things can be
/// edited, and what is odd is saved as it was.
#[test]
fn odd_values_are_kept() {
    for text in [
        r#"{"pipeline": {"name": 5, "stages": "none"}}"#,
        r#"{"pipeline": {"name": "p", "stages": {"a": []}}}"#,
        r#"{"stages": [5, null, "x", [], {"name": [], "actions": {}}, {"actions": "none"}]}"#,
        r#"{"stages": [{"name": "A", "actions": ["x", 1, null, {"name": {}, "actionTypeId": [], "runOrder": "2"}]}]}"#,
        r#"{"stages": [{"actions": [{"configuration": [1], "inputArtifacts": {"name": "a"}, "outputArtifacts": ["x", {"name": 1}]}]}]}"#,
        r#"{"stages": [{"actions": [{"runOrder": 1e2}, {"runOrder": -9223372036854775808}, {"runOrder": 9223372036854775807}]}]}"#,
        r#"{"stages": [{"actions": [], "beforeEntry": [], "onFailure": {"conditions": [5, {"rules": [7, {"configuration": 1}]}]}}]}"#,
        r#"{"stages": [], "triggers": [5, {"gitConfiguration": 1}], "variables": {}, "artifactStore": [], "artifactStores": {"r": 1}}"#,
        r#"{"pipeline": {"stages": []}, "pipewright": "x", "metadata": null}"#,
        r#"{"pipeline": {"stages": []}, "pipewright": {"notes": [1, {"text": 2}]}}"#,
    ] {
        let mut document = open(text);
        assert_eq!(document.to_text(), text);
        ask_everything(&document);
        run(
            &mut document,
            &one(Edit::set(Place::at(Owner::Pipeline, Path::key("roleArn")), Some("r".into()))),
        );
        ask_everything(&document);
        let again = open(&document.to_text());
        assert_eq!(again.to_value(), document.to_value(), "{text}");
        run(&mut document, &one(Edit::set(Place::at(Owner::Pipeline, Path::key("roleArn")), None)));
        assert_eq!(document.to_text(), text);
    }
}

/// Calls every reader there is; none may panic.
fn ask_everything(document: &Document) {
    let pipeline = document.pipeline();
    let _ = (
        pipeline.name(),
        pipeline.role_arn(),
        pipeline.is_v2(),
        pipeline.execution_mode(),
        pipeline.version(),
    );
    let _ = pipeline
        .artifact_store()
        .map(|store| (store.kind(), store.location(), store.encryption_key().is_some()));
    assert!(pipeline.artifact_stores().count() < 10);
    assert!(pipeline.variables().count() < 10);
    assert!(pipeline.triggers().flat_map(|trigger| trigger.filters().collect::<Vec<_>>()).count() < 10);
    assert!(document.notes().all(|note| note.text().len() < 100));
    let flow = Flow::of(pipeline);
    for stage in &pipeline.stages {
        let owner = Owner::Stage(stage.id);
        let rules = stage
            .all_conditions()
            .flat_map(|c| c.conditions().collect::<Vec<_>>())
            .flat_map(|c| c.rules().collect::<Vec<_>>());
        assert!(rules.map(|rule| rule.input_artifacts().count()).sum::<usize>() < 100);
        assert!(flow.available(pipeline, stage.id, 1).count() <= flow.artifacts.len());
        assert!(!document.owner_label(owner).is_empty());
        assert!(document.locate(&Place::of(owner)).is_some());
        for action in &stage.actions {
            let _ = (action.run_order(), action.action_type(), action.configuration().texts().count());
            assert!(document.locate(&Place::action(action.id)).is_some());
            assert!(!document.place_label(&Place::action(action.id)).is_empty());
        }
    }
}
