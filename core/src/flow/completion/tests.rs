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

#[test]
fn what_is_read_from_a_build_elsewhere_is_offered_too() {
    let text = json!({
        "name": "shop",
        "stages": [
            { "name": "Build", "actions": [
                { "name": "Make", "actionTypeId": kind("Build", "CodeBuild"), "namespace": "Made" },
                { "name": "Run", "actionTypeId": kind("Compute", "Commands"), "namespace": "Ran",
                  "outputVariables": ["A"] },
            ] },
            { "name": "Ask", "actions": [
                { "name": "First", "actionTypeId": kind("Approval", "Manual"),
                  "configuration": { "CustomData": "#{Made.IMAGE} #{Made.TAG} #{Made.IMAGE} #{Ran.B}" } },
                { "name": "Second", "actionTypeId": kind("Approval", "Manual") },
            ] },
        ],
    });
    let document = open(&text.to_string());
    let reader = Reader::Action(action(&document, "Second"));
    let found: Vec<String> =
        references(document.pipeline(), reader).iter().map(Completion::reference).collect();
    let of = |namespace: &str| {
        let start = format!("#{{{namespace}.");
        found.iter().filter(|it| it.starts_with(&start)).map(String::as_str).collect::<Vec<_>>()
    };
    // A Commands action lists what it puts out; what else is read from it is a mistake.
    assert_eq!(of("Ran"), ["#{Ran.A}"]);
    let made = of("Made");
    assert_eq!(made[made.len() - 2..], ["#{Made.IMAGE}", "#{Made.TAG}"]);
}

#[test]
fn paths_that_are_named_somewhere_are_known() {
    let text = json!({
        "name": "shop",
        "stages": [{ "name": "S", "actions": [
            { "name": "A", "inputArtifacts": [{ "name": "Out" }], "configuration":
              { "TemplatePath": "Out::a.yml", "TemplateConfiguration": "Other::b.json", "X": "Out::" } },
            { "name": "B", "inputArtifacts": [{ "name": "Other" }, { "name": "Out" }],
              "configuration": { "TemplatePath": "Out::a.yml", "Y": "Out::#{variables.x}.yml", "Z": "Out::c.yml" } },
        ] }],
    });
    let document = open(&text.to_string());
    let paths = |name| {
        let (_, taker) = document.pipeline().action(action(&document, name)).unwrap();
        known_artifact_paths(document.pipeline(), taker)
    };
    assert_eq!(paths("A"), ["Out::a.yml", "Out::c.yml"]);
    assert_eq!(paths("B"), ["Other::b.json", "Out::a.yml", "Out::c.yml"]);
}
