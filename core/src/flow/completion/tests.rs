use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::check::check as check_document;
use crate::document::{Document, Owner, Place};
use crate::edit::{Change, Edit};
use crate::pipeline::Path;
use crate::samples::SAMPLES;
use crate::testing::edits::{self, Known};
use crate::testing::{action, open, stage};

fn kind(category: &str, provider: &str) -> Value {
    json!({ "category": category, "owner": "AWS", "provider": provider, "version": "1" })
}

fn document() -> Document {
    let text = json!({
        "name": "shop",
        "pipelineType": "V2",
        "variables": [
            { "name": "Env", "defaultValue": "test", "description": "Where it goes" },
            { "name": "Tag", "defaultValue": "v1" },
            { "name": "not one" },
        ],
        "stages": [
            { "name": "Source", "actions": [
                { "name": "App", "actionTypeId": kind("Source", "S3"), "namespace": "App",
                  "outputArtifacts": [{ "name": "Code" }] },
            ] },
            { "name": "Build", "actions": [
                { "name": "Commands", "actionTypeId": kind("Compute", "Commands"), "namespace": "Made",
                  "runOrder": 1, "outputVariables": ["IMAGE", "not one"],
                  "inputArtifacts": [{ "name": "Code" }], "outputArtifacts": [{ "name": "Image" }] },
                { "name": "Beside", "actionTypeId": kind("Build", "CodeBuild"), "runOrder": 1 },
                { "name": "Behind", "actionTypeId": kind("Build", "CodeBuild"), "runOrder": 2,
                  "inputArtifacts": [{ "name": "Code" }, { "name": "Image" }] },
                { "name": "Twin", "actionTypeId": kind("Build", "CodeBuild"), "namespace": "Twins" },
                { "name": "Other", "actionTypeId": kind("Build", "CodeBuild"), "namespace": "Twins" },
                { "name": "Odd", "actionTypeId": kind("Build", "CodeBuild"), "namespace": "variables" },
            ] },
        ],
    });
    open(&text.to_string())
}

const ALWAYS: [&str; 3] = ["#{variables.Env}", "#{variables.Tag}", "#{codepipeline.PipelineExecutionId}"];

#[track_caller]
fn check(document: &Document, reader: Reader, own: &[&str], artifact_names: &[&str]) {
    let pipeline = document.pipeline();
    let found: Vec<String> = references(pipeline, reader).iter().map(Completion::reference).collect();
    let expect: Vec<&str> = own.iter().chain(&ALWAYS).copied().collect();
    assert_eq!(found, expect);
    assert_eq!(artifacts(pipeline, &Flow::of(pipeline), reader), artifact_names);
}

#[test]
fn what_has_ended_before_can_be_read() {
    let document = document();
    let source = ["#{App.BucketName}", "#{App.ObjectKey}", "#{App.ETag}", "#{App.VersionId}"];
    let all: Vec<&str> = ["#{Made.IMAGE}"].into_iter().chain(source).collect();
    let at = |name| Reader::Action(action(&document, name));
    let condition = |kind| Reader::Conditions(stage(&document, "Build"), kind);
    check(&document, at("Commands"), &source, &["Code"]);
    check(&document, at("Beside"), &source, &["Code"]);
    check(&document, at("Behind"), &all, &["Image", "Code"]);
    check(&document, condition(ConditionKind::BeforeEntry), &source, &["Code"]);
    check(&document, condition(ConditionKind::OnSuccess), &all, &["Image", "Code"]);
}

#[test]
fn a_source_reads_nothing() {
    let document = document();
    let reader = Reader::Action(action(&document, "App"));
    assert_eq!(references(document.pipeline(), reader), []);
}

#[test]
fn each_variable_says_what_it_holds() {
    let document = document();
    let reader = Reader::Action(action(&document, "Behind"));
    let found = references(document.pipeline(), reader);
    let help = |key: &str| found.iter().find(|it| it.key == key).map(|it| it.help.as_str());
    assert_eq!(help("IMAGE"), Some("Put out by Commands"));
    assert_eq!(help("Env"), Some("Where it goes"));
    assert_eq!(help("Tag"), Some("Default: v1"));
    assert!(found.iter().all(|it| !it.help.is_empty() && !it.help.contains('\n')));
}

#[test]
fn paths_begin_with_what_an_action_takes() {
    let document = document();
    let (_, behind) = document.pipeline().action(action(&document, "Behind")).expect("it is there");
    assert_eq!(artifact_paths(behind), ["Code::", "Image::"]);
}

/// Findings about references: broken, unknown, too early, undeclared, of another pipeline type, in a source, not
/// yielded, not put out.
const ABOUT_REFERENCES: std::ops::RangeInclusive<&str> = "CP0806"..="CP0813";

fn insert_each(document: &Document) -> Result<(), TestCaseError> {
    let actions: Vec<ActionId> = document
        .pipeline()
        .actions()
        .filter(|(_, action)| action.configuration().0.is_some())
        .map(|(_, action)| action.id)
        .collect();
    for id in actions {
        for completion in references(document.pipeline(), Reader::Action(id)) {
            let mut copy = document.clone();
            let place = Place::at(Owner::Action(id), Path::configuration("Completed"));
            let text = format!("a-{}-b", completion.reference());
            let edit = Edit::set(place.clone(), Some(json!(text)));
            copy.change(&Change::new("Complete", vec![edit])).expect("it applies");
            let found = check_document(&copy);
            let bad = found.iter().find(|it| it.place == place && ABOUT_REFERENCES.contains(&it.code));
            prop_assert!(bad.is_none(), "{text}: {bad:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_offered_is_never_found_fault_with(
        sample in 0..SAMPLES.len(),
        acts in prop::collection::vec(edits::act(), 0..6),
    ) {
        let mut document = Document::read(SAMPLES[sample].text.as_bytes()).expect("a pipeline");
        let mut known = Known::default();
        for act in acts {
            known.look(&document);
            if let Some(change) = known.change(&document, &act) {
                // Nonsense is refused, and then nothing has changed.
                let _ = document.change(&change);
            }
        }
        insert_each(&document)?;
    }
}

#[test]
fn what_is_offered_for_the_example_is_never_found_fault_with() {
    insert_each(&document()).expect("no finding");
}
