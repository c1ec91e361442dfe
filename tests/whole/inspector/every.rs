//! Every action type and rule type of the catalog, with every field filled in and more that nobody knows.

use pipewright_core::catalog::{Field, FieldKind};

use super::*;

/// A configuration with a value for each field and a key the catalog does not know.
fn filled(fields: &[Field]) -> Value {
    let mut configuration = json!({});
    for field in fields {
        configuration[&field.key] = json!(field.example);
    }
    configuration["Unheard"] = json!("of");
    configuration
}

/// A pipeline with this stage behind its source, a member in each line.
fn with_stage(stage: &Value) -> Document {
    let mut pipeline: Value = serde_json::from_str(&with_action(&json!({"name": "x"})).to_text()).unwrap();
    let source = pipeline["stages"][0]["actions"][0].clone();
    let mut other = source.clone();
    other["name"] = json!("Other");
    other["outputArtifacts"][0]["name"] = json!("BuildOutput");
    pipeline["stages"] = json!([{"name": "Source", "actions": [source, other]}, stage]);
    Document::read_text(&serde_json::to_string_pretty(&pipeline).unwrap()).unwrap()
}

/// The form of the second stage, or of its last action.
fn show_last(harness: &mut Driven, document: Document, is_action: bool) {
    harness.state_mut().editor = Editor::new(document);
    let stage = &harness.state().editor.document().pipeline().stages[1];
    let item = match stage.actions.last() {
        Some(action) if is_action => Item::Action(action.id),
        _ => Item::Stage(stage.id),
    };
    harness.state_mut().editor.select(Selection::one(item));
    harness.run();
}

#[track_caller]
fn shows_all(harness: &Driven, fields: &[Field], of: &str) {
    for field in fields {
        let wanted = fields.iter().filter(|other| other.label == field.label).count();
        let found = harness.query_all_by_label(&field.label).count();
        assert!(found >= wanted, "{} ({}) of {of}: {found} of {wanted}", field.label, field.key);
    }
    let unknown = harness.get_by_role_and_label(Role::TextInput, "Unheard");
    assert_eq!(unknown.value().as_deref(), Some("of"), "{of}");
    assert!(harness.query_all_by_label("surprise").next().is_some(), "{of}");
}

/// The label of the text of a field, if it has one that can be told from others.
fn text_label(harness: &Driven, field: &Field) -> Option<String> {
    let label = match field.kind {
        FieldKind::ArtifactPath => format!("{}: file in the artifact", field.label),
        _ => field.label.clone(),
    };
    let texts = harness.query_all_by_role_and_label(Role::TextInput, &label).count();
    (texts == 1).then_some(label)
}

/// Types into each field that has a text and compares the file line by line.
fn edits_one_at_a_time(harness: &mut Driven, fields: &[Field], of: &str) -> usize {
    let before = harness.state().editor.document().to_text();
    let mut edited = 0;
    for field in fields {
        let Some(label) = text_label(harness, field) else { continue };
        type_into(harness, &label, "7");
        if field.kind == FieldKind::CsvList {
            harness.key_press(Key::Enter);
            harness.run();
        }
        let after = harness.state().editor.document().to_text();
        assert_eq!(before.lines().count(), after.lines().count(), "{} of {of}", field.key);
        let differ: Vec<&str> =
            before.lines().zip(after.lines()).filter(|(a, b)| a != b).map(|(_, line)| line).collect();
        let [line] = differ.as_slice() else { panic!("{} of {of}: {differ:?}", field.key) };
        assert!(line.contains(&format!("\"{}\"", field.key)), "{} of {of}: {line}", field.key);
        harness.state_mut().editor.undo().unwrap();
        harness.run();
        edited += 1;
    }
    assert_eq!(harness.state().editor.document().to_text(), before, "{of}");
    edited
}

#[test]
fn every_key_of_every_action_type_has_a_field_that_touches_no_other() {
    let mut harness = open_as(ecs(), Shown::Pipeline, Theme::Dark, 3600.0);
    let mut edited = 0;
    for provider in Catalog::get().providers() {
        let mut action = provider.example.clone();
        action["configuration"] = filled(&provider.fields);
        action["surprise"] = json!({"inside": [1, 2]});
        let taken = provider.input_artifacts.max.min(2);
        let inputs =
            ["SourceOutput", "BuildOutput"].into_iter().take(taken).map(|name| json!({"name": name}));
        action["inputArtifacts"] = Value::Array(inputs.collect());
        show_last(&mut harness, with_stage(&json!({"name": "Next", "actions": [action]})), true);
        shows_all(&harness, &provider.fields, &provider.id);
        edited += edits_one_at_a_time(&mut harness, &provider.fields, &provider.id);
    }
    assert!(edited > 100, "{edited}");
}

#[test]
fn every_key_of_every_rule_type_has_a_field_that_touches_no_other() {
    let mut harness = open_as(ecs(), Shown::Pipeline, Theme::Dark, 3600.0);
    let mut edited = 0;
    for kind in Catalog::get().rule_types() {
        let mut rule = kind.example.clone();
        rule["configuration"] = filled(&kind.fields);
        rule["surprise"] = json!({"inside": [1, 2]});
        let stage = json!({
            "name": "Next", "actions": [],
            "onSuccess": {"conditions": [{"result": "FAIL", "rules": [rule]}]},
        });
        show_last(&mut harness, with_stage(&stage), false);
        shows_all(&harness, &kind.fields, &kind.id);
        edited += edits_one_at_a_time(&mut harness, &kind.fields, &kind.id);
    }
    assert!(edited > 8, "{edited}");
}

#[test]
fn each_label_of_the_catalog_can_be_translated() {
    use pipewright::words::{language::Language, translate::use_here};
    let bracketed = |text: &str| (text.to_owned(), format!("[{text}]"));
    let texts = Catalog::get().texts().into_iter().map(bracketed).collect();
    use_here(Some(Box::leak(Box::new(Language::new(texts)))));
    let mut harness = open(ecs(), Shown::Pipeline);
    for provider in Catalog::get().providers() {
        let action = json!({"name": "x", "configuration": filled(&provider.fields), "actionTypeId":
            {"category": provider.category.as_str(), "owner": provider.owner.as_str(), "provider": provider.provider, "version": provider.version}});
        show_last(&mut harness, with_action(&action), true);
        for field in &provider.fields {
            let shown = format!("[{}]", field.label);
            assert!(harness.query_all_by_label(&shown).next().is_some(), "{} of {}", field.key, provider.id);
            assert!(
                harness.query_all_by_label(&field.label).next().is_none(),
                "{} of {}",
                field.key,
                provider.id
            );
        }
    }
    use_here(None);
}

/// The labels of the catalog are translated like the texts of the window.
#[test]
fn forms_speak_the_language_of_the_window() {
    let catalogs = pipewright::words::catalogs::Catalogs::load(None).0;
    pipewright::words::translate::use_here(catalogs.for_tag("de"));
    let mut harness = open(ecs(), Shown::Action("Build"));
    for label in ["Projekt", "Hauptquelle", "Batch-Build"] {
        assert_eq!(harness.query_all_by_label(label).count(), 1, "{label}");
    }
    harness.get_by_label("Andere Buildspec");
    let help = "Eingangsartefakt mit der Buildspec; es wird zu CODEBUILD_SRC_DIR. Erforderlich bei: mehr als einem \
                Eingangsartefakt.";
    let field = harness.get_by_role_and_label(Role::ComboBox, "Hauptquelle");
    assert_eq!(field.accesskit_node().description().as_deref(), Some(help));
    type_into(&mut harness, "Projekt", "-x");
    let ids = ["Build", "UnitTests"].map(|name| harness.state().action(name).id);
    harness.state_mut().editor.select(Selection::actions(ids));
    harness.run();
    for button in ["Duplizieren", "Löschen"] {
        harness.get_by_role_and_label(Role::Button, button);
    }
    pipewright::words::translate::use_here(None);
}
