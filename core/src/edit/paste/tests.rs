//! What is found in a text, and what pasting it does.

use proptest::prelude::*;
use serde_json::Value;

use super::super::clip;
use super::*;
use crate::pipeline::{Object, text_of};
use crate::testing::files::{any_json, file, file_bytes};
use crate::testing::{SAMPLE, action, content, open, outline, run, stage};

const ACTION: &str = r#"{"name": "Scan", "actionTypeId": {"category": "Test", "owner": "AWS", "provider": "CodeBuild", "version": "1"}}"#;

/// What is in a text: "2 stages, 1 action", or why not.
fn found(text: &str) -> String {
    match read(text) {
        Ok(parts) => {
            let mut words = format!("{} + {}", parts.stages.len(), parts.actions.len());
            if parts.is_whole {
                words += ", whole";
            }
            if parts.skipped > 0 {
                words = format!("{words}, {} skipped", parts.skipped);
            }
            words
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn stages_and_actions_are_found_in_many_texts() {
    let stage = format!(r#"{{"name": "S", "actions": [{ACTION}, {ACTION}]}}"#);
    for (text, expect) in [
        (ACTION.to_owned(), "0 + 1"),
        (format!("[{ACTION}, {ACTION}]"), "0 + 2"),
        (format!(r#"{{"actions": [{ACTION}]}}"#), "0 + 1"),
        (stage.clone(), "1 + 0"),
        (format!("[{stage}, {ACTION}, 5]"), "1 + 1, 1 skipped"),
        (format!(r#"{{"stages": [{stage}, null]}}"#), "1 + 0, 1 skipped"),
        (SAMPLE.to_owned(), "3 + 0, whole"),
        (format!("Sure! Here it is:\n\n```json\n{stage}\n```\n\nIt needs {{a}} project."), "1 + 0"),
        (format!("```\n{ACTION}\n```"), "0 + 1"),
        (format!("```yaml\na: b\n```\nand\n```json\n{ACTION}"), "0 + 1"),
        (format!("Paste [this] {ACTION} there"), "0 + 1"),
        (format!("{ACTION}\n\nThat is all."), "0 + 1"),
        (format!("{{\"a\": 1}} then {ACTION}"), "0 + 1"),
    ] {
        assert_eq!(found(&text), expect, "{text}");
    }
}

#[test]
fn what_cannot_be_pasted_says_why() {
    for (text, expect) in [
        ("", "the clipboard holds no text"),
        (" \n", "the clipboard holds no text"),
        (
            "hello [you] {there}",
            "the clipboard holds no JSON; copy a stage or an action, or JSON that has them",
        ),
        (
            "{\"name\": \"S\",\n \"actions\": [}",
            "line 2, column 14 of the clipboard: expected a value, met }",
        ),
        (
            "Here:\n```json\n{\"name\": \"S\",}\n```",
            "line 3, column 14 of the clipboard: a comma stands before the closing }; remove it",
        ),
        (
            "Here: {\"name\": 'S'}",
            "line 1, column 16 of the clipboard: expected a value, met '; texts stand in double quotes",
        ),
        (
            "{\"a\": 1, \"b\": 2}",
            "the JSON in the clipboard is an object with \"a\", \"b\", with no stages or actions in it",
        ),
        (
            "{\"stages\": []}",
            "the JSON in the clipboard is an object with \"stages\", with no stages or actions in it",
        ),
        (
            "{\"Resources\": {}}",
            "the JSON in the clipboard is a CloudFormation template, with no stages or actions in it",
        ),
        ("[1, 2]", "the JSON in the clipboard is a list, with no stages or actions in it"),
    ] {
        assert_eq!(found(text), expect, "{text}");
    }
}

#[track_caller]
fn pasted(document: &mut Document, text: &str, at: At) -> Pasted {
    let parts = read(text).unwrap_or_else(|error| panic!("{error}"));
    let pasted = paste(document, &parts, at).expect("it fits");
    run(document, &pasted.change);
    pasted
}

fn at_action(document: &Document, name: &str) -> At {
    At { action: Some(action(document, name)), stage: None }
}

fn at_stage(document: &Document, name: &str) -> At {
    At { stage: Some(stage(document, name)), action: None }
}

#[test]
fn actions_go_behind_what_is_selected() {
    let list = format!("[{ACTION}, {ACTION}, {}]", ACTION.replace("\"Scan\"", "\"Late\", \"runOrder\": 7"));
    for (at, expect) in [
        (None, "Source(Repo+Settings) Build(Compile Lint) Deploy(Stack Scan+Scan-2 Late)"),
        (Some("Compile"), "Source(Repo+Settings) Build(Compile Scan+Scan-2 Late Lint) Deploy(Stack)"),
        (Some("Repo"), "Source(Repo+Settings) Build(Scan+Scan-2 Late Compile Lint) Deploy(Stack)"),
    ] {
        let mut document = open(SAMPLE);
        let at = at.map_or_else(At::default, |name| at_action(&document, name));
        let done = pasted(&mut document, &list, at);
        assert_eq!(outline(&document), expect);
        assert_eq!((done.change.label.as_str(), done.actions.len()), ("Paste 3 actions", 3));
    }
    let mut document = open(SAMPLE);
    let at = at_stage(&document, "Build");
    pasted(&mut document, ACTION, at);
    assert_eq!(outline(&document), "Source(Repo+Settings) Build(Compile Lint Scan) Deploy(Stack)");
    let mut blank = Document::blank("p");
    pasted(&mut blank, ACTION, At::default());
    assert_eq!(outline(&blank), "Stage(Scan)");
}

#[test]
fn sources_go_beside_the_sources() {
    let source = ACTION.replace("Test", "Source");
    let mut document = open(SAMPLE);
    let at = at_action(&document, "Lint");
    pasted(&mut document, &format!("[{ACTION}, {source}]"), at);
    assert_eq!(outline(&document), "Source(Repo+Settings+Scan) Build(Compile Lint Scan) Deploy(Stack)");
    let mut blank = Document::blank("p");
    pasted(&mut blank, &format!("[{ACTION}, {source}]"), At::default());
    assert_eq!(outline(&blank), "Source(Scan) Stage(Scan)");
}

#[test]
fn stages_go_behind_the_selected_one_with_free_names() {
    let mut document = open(SAMPLE);
    let clip = clip::copy(&document, &[stage(&document, "Build")], &[]).expect("it is there");
    let at = at_stage(&document, "Source");
    pasted(&mut document, &clip.text, at);
    assert_eq!(
        outline(&document),
        "Source(Repo+Settings) Build-2(Compile Lint) Build(Compile Lint) Deploy(Stack)"
    );
    let at = at_action(&document, "Stack");
    let done = pasted(&mut document, SAMPLE, at);
    assert_eq!(done.stages.len(), 3);
    assert_eq!(document.pipeline().stages.len(), 7);
}

#[test]
fn what_parts_take_from_each_other_follows_and_the_rest_stays() {
    let mut document = open(
        r#"{"stages": [{"name": "S", "actions": [
            {"name": "A", "namespace": "N", "outputArtifacts": [{"name": "O"}]},
            {"name": "Z", "runOrder": 2, "inputArtifacts": [{"name": "Lost"}]}]}]}"#,
    );
    let text = r##"{"actions": [
        {"name": "A", "actionTypeId": {}, "namespace": "N", "outputArtifacts": [{"name": "O"}, {"name": "Lost"}, {"name": "My file"}]},
        {"name": "B!", "actionTypeId": {}, "runOrder": 2, "namespace": "variables", "inputArtifacts": [{"name": "O"}, {"name": "Elsewhere"}, {"name": "My file"}],
         "commands": ["#{N.v} #{Other.v}"]}]}"##;
    let at = at_action(&document, "Z");
    pasted(&mut document, text, at);
    let show = |name: &str| {
        let id = action(&document, name);
        document.pipeline().action(id).expect("it is there").1.to_value().to_string()
    };
    assert_eq!(
        show("A-2"),
        r#"{"name":"A-2","actionTypeId":{},"namespace":"N-2","outputArtifacts":[{"name":"O_2"},{"name":"Lost"},{"name":"My_file"}],"runOrder":3}"#
    );
    assert_eq!(
        show("B"),
        r##"{"name":"B","actionTypeId":{},"runOrder":4,"namespace":"variables-2","inputArtifacts":[{"name":"O_2"},{"name":"Elsewhere"},{"name":"My_file"}],"commands":["#{N-2.v} #{Other.v}"]}"##
    );
}

#[test]
fn cut_and_paste_moves_with_all_wires() {
    let mut document = open(SAMPLE);
    let before = document.declaration();
    let ids = [action(&document, "Compile")];
    let clip = clip::copy(&document, &[], &ids).expect("it is there");
    let change = clip::cut(&document, &[], &ids, &clip.what);
    run(&mut document, &change);
    let at = at_stage(&document, "Deploy");
    pasted(&mut document, &clip.text, at);
    assert_eq!(outline(&document), "Source(Repo+Settings) Build(Lint) Deploy(Stack Compile)");
    let names = |value: &Value| {
        let mut names: Vec<String> =
            value.to_string().split('"').filter(|word| word.ends_with("Output")).map(str::to_owned).collect();
        names.sort();
        names
    };
    assert_eq!(names(&document.declaration()), names(&before));
}

#[test]
fn notes_are_tied_to_the_new_names() {
    let mut document = open(
        r#"{"pipeline": {"stages": [{"name": "A", "actions": [{"name": "x", "actionTypeId": {}}]}]},
            "pipewright": {"notes": [{"text": "1", "stage": "A", "action": "x"}, {"text": "2", "stage": "A"}]}}"#,
    );
    let of = |document: &Document| {
        let note = |note: crate::document::extras::Note<'_>| {
            format!("{} {}/{}", note.text(), note.stage().unwrap_or("-"), note.action().unwrap_or("-"))
        };
        document.notes().map(note).collect::<Vec<_>>()
    };
    let clip = clip::copy(&document, &[], &[action(&document, "x")]).expect("there");
    pasted(&mut document, &clip.text, At::default());
    assert_eq!(of(&document), ["1 A/x", "2 A/-", "1 A/x-2"]);
    let clip = clip::copy(&document, &[stage(&document, "A")], &[]).expect("there");
    pasted(&mut document, &clip.text, At::default());
    assert_eq!(of(&document), ["1 A/x", "2 A/-", "1 A/x-2", "1 A-2/x", "2 A-2/-", "1 A-2/x-2"]);
}

#[test]
fn a_pasted_note_gets_an_id_of_its_own() {
    let mut document = open(
        r#"{"pipeline": {"stages": [{"name": "A", "actions": []}]},
            "pipewright": {"notes": [{"id": "n2", "text": "1", "stage": "A"}]}}"#,
    );
    let clip = clip::copy(&document, &[stage(&document, "A")], &[]).expect("there");
    for _ in 0..2 {
        pasted(&mut document, &clip.text, At::default());
    }
    let ids: Vec<&str> = document.notes().filter_map(|note| text_of(note.0, "id")).collect();
    assert_eq!(ids, ["n2", "n1", "n3"]);
}

/// Stages and actions as a person may have mangled them.
fn clipboard() -> impl Strategy<Value = Value> {
    let stages = || {
        file()
            .prop_map(|file| file.get("pipeline").unwrap_or(&file).get("stages").cloned().unwrap_or_default())
    };
    let actions = stages().prop_map(|stages| {
        let all = stages.as_array().cloned().unwrap_or_default();
        let actions = all.iter().filter_map(|stage| stage.get("actions")?.as_array().cloned()).flatten();
        serde_json::json!({ "actions": actions.collect::<Vec<_>>() })
    });
    prop_oneof![any_json(), file(), stages(), actions]
}

fn is_name(name: &str) -> bool {
    (1..=100).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '-' | '_'))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,80}", json in any_json()) {
        let _ = read(&text);
        let _ = read(&format!("{text}\n```json\n{json}\n```"));
        let _ = read(&format!("{text}{json}"));
    }

    #[test]
    fn pasting_anything_anywhere_gives_legal_free_names_and_can_be_undone(
        bytes in file_bytes(),
        json in clipboard(),
        choice in any::<(prop::sample::Index, prop::sample::Index, u8)>(),
    ) {
        let Ok(parts) = read(&json.to_string()) else { return Ok(()) };
        let mut document = Document::read(&bytes).expect("a made-up file opens");
        let stages: Vec<StageId> = document.pipeline().stages.iter().map(|stage| stage.id).collect();
        let actions: Vec<ActionId> = document.pipeline().actions().map(|(_, action)| action.id).collect();
        let (stage_at, action_at, which) = choice;
        let at = At {
            stage: (which & 1 == 1 && !stages.is_empty()).then(|| stages[stage_at.index(stages.len())]),
            action: (which & 2 == 2 && !actions.is_empty()).then(|| actions[action_at.index(actions.len())]),
        };
        let before = content(&document);
        let Ok(pasted) = paste(&document, &parts, at) else {
            prop_assert!(document.pipeline().stages.iter().any(|stage| stage.odd.is_some()));
            prop_assert_eq!(content(&document), before);
            return Ok(());
        };
        run(&mut document, &pasted.change);
        prop_assert_eq!(pasted.stages.len(), parts.stages.len());
        prop_assert_eq!(pasted.actions.len(), parts.actions.len());
        check_names(&document, &pasted, (&stages, &actions))?;
    }
}

/// What is new has legal names of its own.
fn check_names(
    document: &Document,
    pasted: &Pasted,
    (stages, actions): (&[StageId], &[ActionId]),
) -> Result<(), TestCaseError> {
    let pipeline = document.pipeline();
    for id in &pasted.stages {
        let name = pipeline.stage(*id).expect("it was pasted").name();
        prop_assert!(is_name(name), "{:?}", name);
        prop_assert_eq!(pipeline.stages.iter().filter(|stage| stage.name() == name).count(), 1);
    }
    prop_assert!(pipeline.stages.len() >= stages.len() + pasted.stages.len());
    let is_new = |action: &Action| !actions.contains(&action.id) && action.odd.is_none();
    let outputs = |members: &Object| {
        let list = crate::pipeline::list_of(members, "outputArtifacts");
        let name = |output: &Value| text_of(output.as_object()?, "name").map(str::to_owned);
        list.iter().filter_map(name).collect::<Vec<_>>()
    };
    for (stage, action) in pipeline.actions().filter(|(_, action)| is_new(action)) {
        let name = action.name();
        prop_assert!(is_name(name), "{:?}", name);
        prop_assert_eq!(stage.actions.iter().filter(|other| other.name() == name).count(), 1, "{}", name);
        let made = outputs(&action.members).into_iter().chain(action.namespace().map(str::to_owned));
        for made in made {
            prop_assert!(is_name(&made), "{:?}", made);
            let all = pipeline.actions().map(|(_, action)| {
                outputs(&action.members)
                    .into_iter()
                    .chain(action.namespace().map(str::to_owned))
                    .filter(|it| *it == made)
                    .count()
            });
            prop_assert_eq!(all.sum::<usize>(), 1, "{}", made);
        }
    }
    Ok(())
}
