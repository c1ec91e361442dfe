use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::check;
use super::*;
use crate::check::tests::{changes, mixed};
use crate::samples::SAMPLES;
use crate::testing::{files, line_diff, open, run};

/// Repairs, and holds the outcome to what is promised.
#[track_caller]
fn check_repair(document: &Document) -> Repair {
    let before = check(document);
    let all = repair(document);
    let mut repaired = document.clone();
    run(&mut repaired, &all.change);
    let after = check(&repaired);
    let codes = |findings: &[Finding]| findings.iter().map(|f| f.code).collect::<BTreeSet<_>>();
    assert!(
        codes(&after).is_subset(&codes(&before)),
        "{:?} come up by {:?}\n{}",
        codes(&after).difference(&codes(&before)).collect::<Vec<_>>(),
        all.steps,
        line_diff(&document.to_text(), &repaired.to_text())
    );
    assert!(all.steps.is_empty() || after.len() < before.len());
    assert!(all.steps.is_empty() == all.change.edits.is_empty());
    // What could be done was done.
    assert_eq!(repair(&repaired).steps, []);
    all
}

const POLLING: &str = r#"{"pipeline": {"name": "shop", "roleArn": "arn:aws:iam::111122223333:role/shop",
"artifactStore": {"type": "S3", "location": "shop-artifacts", "encryptionKey": {"id": "alias/shop", "type": "KMS"}},
"stages": [
{"name": "Source", "actions": [{"name": "Fetch", "runOrder": 3,
"actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"},
"configuration": {"S3Bucket": "shop-sources", "S3ObjectKey": "app.zip", "PollForSourceChanges": "FLAG"},
"outputArtifacts": [{"name": "Code"}]}]},
{"name": "Build", "actions": [{"name": "Compile", "runOrder": 2,
"actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
"configuration": {"ProjectName": "shop"}, "inputArtifacts": [{"name": "Code"}]}]}
], "pipelineType": "V2"}}"#;

#[test]
fn all_of_them_are_one_change() {
    let document = open(&POLLING.replace("FLAG", "False"));
    let all = check_repair(&document);
    let steps: Vec<_> =
        all.steps.iter().map(|step| format!("{} {}: {}", step.code, step.place, step.label)).collect();
    assert_eq!(
        steps,
        [
            "CP0410 Source › actions: Number 1 to 1",
            "CP0607 Source › Fetch › configuration.PollForSourceChanges: Write false",
            "CP0410 Build › actions: Number 1 to 1",
        ]
    );
    assert_eq!(all.change.label, "Fix 3 problems");
}

#[test]
fn what_would_bring_up_something_else_is_left_to_a_person() {
    // Written right, it polls; that is another finding, which nobody has seen yet.
    let document = open(&POLLING.replace("FLAG", "TRUE"));
    let flag = check(&document).into_iter().find(|finding| finding.code == "CP0607").expect("found");
    assert!(flag.fixes[0].is_safe);
    let all = check_repair(&document);
    assert!(all.steps.iter().all(|step| step.code != "CP0607"), "{:?}", all.steps);
    assert_eq!(all.steps.len(), 2);
}

#[test]
fn suppressed_findings_are_not_repaired() {
    let accepted = json!({"suppressions": [{"rule": "CP0410", "stage": "Build", "reason": "r"}]});
    let mut file: Value = serde_json::from_str(&POLLING.replace("FLAG", "false")).expect("JSON");
    file["pipewright"] = accepted;
    let all = check_repair(&open(&file.to_string()));
    assert_eq!(all.steps.iter().map(|step| step.place.as_str()).collect::<Vec<_>>(), ["Source › actions"]);
    assert_eq!(all.change.label, "Number 1 to 1");
}

#[test]
fn suppressions_that_lose_their_finding_go_with_it() {
    // That the namespace has the name of an artifact was accepted; as nothing can be read from it, it goes.
    let mut file: Value = serde_json::from_str(&POLLING.replace("FLAG", "false")).expect("JSON");
    let deploy = json!({"name": "Copy", "namespace": "Code", "inputArtifacts": [{"name": "Code"}],
        "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "S3", "version": "1"},
        "configuration": {"BucketName": "shop-site", "Extract": "true"}});
    file["pipeline"]["stages"][1]["actions"][0] = deploy;
    let document = open(&file.to_string());
    let namesake =
        check(&document).into_iter().find(|f| f.message.contains("name of an artifact")).expect("found");
    let accepted = json!([{"rule": namesake.code, "stage": "Build", "action": "Copy", "reason": "Known"}]);
    file["pipewright"] = json!({"notes": [], "suppressions": accepted});
    let document = open(&file.to_string());
    let all = check_repair(&document);
    let labels: Vec<_> = all.steps.iter().map(|step| step.label.as_str()).collect();
    assert_eq!(labels, ["Number 1 to 1", "Remove namespace", "Remove suppression"]);
    let mut repaired = document.clone();
    run(&mut repaired, &all.change);
    assert_eq!(json!(repaired.extras()), json!({"notes": []}));
}

#[test]
fn nothing_to_repair_is_an_empty_change() {
    for sample in SAMPLES {
        let document = open(sample.text);
        if !has_safe_fix(&check(&document)) {
            assert_eq!(repair(&document).change.edits, []);
        }
    }
}

/// Every value of a JSON file, by its pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, inner)| pointers(inner, &format!("{at}/{key}"), found));
        }
        Value::Array(elements) => {
            let elements = elements.iter().enumerate();
            elements.for_each(|(index, inner)| pointers(inner, &format!("{at}/{index}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A value somebody may have meant something with.
fn slip() -> impl Strategy<Value = Value> {
    let texts = ["True", "FALSE", "true", "V1", "V2", "yes", "", "#{variables.X}", "SourceArtifact", "AWS"];
    prop_oneof![
        3 => prop::sample::select(texts.to_vec()).prop_map(|text| json!(text)),
        1 => (0..5).prop_map(|number| json!(number)),
        1 => files::odd(),
    ]
}

/// A sample of the program in which some values are others or gone.
fn mutated() -> impl Strategy<Value = Document> {
    let mutation = (any::<prop::sample::Index>(), prop::option::of(slip()));
    (prop::sample::select(SAMPLES), prop::collection::vec(mutation, 1..6)).prop_filter_map(
        "a pipeline",
        |(sample, mutations)| {
            let mut file: Value = serde_json::from_str(sample.text).ok()?;
            for (index, value) in mutations {
                let mut found = Vec::new();
                pointers(&file, "", &mut found);
                let pointer = index.get(&found);
                match (value, pointer.rsplit_once('/')) {
                    (Some(value), _) => *file.pointer_mut(pointer)? = value,
                    (None, Some((parent, last))) => match file.pointer_mut(parent)? {
                        Value::Object(members) => {
                            members.shift_remove(last);
                        }
                        Value::Array(elements) => {
                            elements.remove(last.parse().ok()?);
                        }
                        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                    },
                    (None, None) => {}
                }
            }
            Document::read_text(&file.to_string()).ok()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn safe_fixes_of_mixed_mistakes_bring_up_nothing(
        changes in prop::collection::vec(prop::sample::select(changes()), 1..6)
    ) {
        check_repair(&mixed(&changes));
    }

    #[test]
    fn safe_fixes_of_mutated_samples_bring_up_nothing(document in mutated()) {
        check_repair(&document);
    }
}
