//! Variables offered while a reference is typed.

use pipewright_core::flow::completion::{Completion, Reader, references};

use super::*;

const PROJECT: &str = "storefront-unit-tests";

/// What is offered to the unit tests of the sample, in its order.
fn offered(harness: &Driven) -> Vec<Completion> {
    let host = harness.state();
    let reader = Reader::Action(host.action("UnitTests").id);
    references(host.editor.document().pipeline(), reader)
}

fn project(harness: &Driven) -> String {
    let value = harness.state().configuration("UnitTests", "ProjectName");
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The words of an offer as they stand in the list, which also tells what the variable holds.
fn count_of(harness: &Driven, offer: &Completion) -> usize {
    let words = format!("{}.{}", offer.namespace, offer.key);
    harness
        .query_all_by_role(Role::ListBoxOption)
        .filter(|node| node.accesskit_node().label().is_some_and(|it| it.contains(&words)))
        .count()
}

#[test]
fn a_variable_is_chosen_with_arrows_and_enter() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    let offers = offered(&harness);
    assert!(offers.len() > 2, "{offers:?}");
    type_into(&mut harness, "Project", "-#{");
    assert_eq!(count_of(&harness, &offers[0]), 1, "the list is open");
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(project(&harness), format!("{PROJECT}-{}", offers[1].reference()));
    assert_eq!(count_of(&harness, &offers[0]), 0, "the list is closed");
    type_into(&mut harness, "Project", "-x");
    assert_eq!(
        project(&harness),
        format!("{PROJECT}-{}-x", offers[1].reference()),
        "typing goes on behind it"
    );
}

#[test]
fn typing_narrows_the_list_and_tab_takes_the_first() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    type_into(&mut harness, "Project", "-#{codep");
    let offers = offered(&harness);
    let own = offers.last().unwrap();
    assert_eq!(own.reference(), "#{codepipeline.PipelineExecutionId}");
    assert_eq!((count_of(&harness, own), count_of(&harness, &offers[0])), (1, 0));
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(project(&harness), format!("{PROJECT}-{}", own.reference()));
    let field = harness.get_by_role_and_label(Role::TextInput, "Project");
    assert!(field.is_focused(), "the focus stays");
}

#[test]
fn a_variable_is_chosen_with_a_click() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    let offers = offered(&harness);
    type_into(&mut harness, "Project", "-#{");
    let words = format!("{}.{}", offers[1].namespace, offers[1].key);
    harness
        .get_all_by_role(Role::ListBoxOption)
        .find(|node| node.accesskit_node().label().is_some_and(|it| it.contains(&words)))
        .unwrap()
        .click();
    harness.run();
    assert_eq!(project(&harness), format!("{PROJECT}-{}", offers[1].reference()));
}

#[test]
fn escape_closes_the_list_and_typing_is_never_held_up() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    let offers = offered(&harness);
    type_into(&mut harness, "Project", "-#{");
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(count_of(&harness, &offers[0]), 0);
    assert_eq!(project(&harness), format!("{PROJECT}-#{{"), "what was typed stays");
    type_into(&mut harness, "Project", "mine.own}");
    assert_eq!(project(&harness), format!("{PROJECT}-#{{mine.own}}"));
    assert_eq!(count_of(&harness, &offers[0]), 0);
}

#[test]
fn nothing_is_offered_outside_of_a_reference() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    let offers = offered(&harness);
    type_into(&mut harness, "Project", "-# {code");
    assert!(offers.iter().all(|offer| count_of(&harness, offer) == 0));
}

/// Presses Enter in a list that is open and tells whether it closed.
fn take_first(harness: &mut Driven) -> usize {
    let open = harness.query_all_by_role(Role::ListBoxOption).count();
    harness.key_press(Key::Enter);
    harness.run();
    open
}

#[test]
fn cells_of_tables_offer_variables() {
    let mut harness = open(ecs(), Shown::Action("Build"));
    type_into(&mut harness, "Value of IMAGE_TAG", "-#{codep");
    assert_eq!(take_first(&mut harness), 1);
    let text = harness.state().configuration("Build", "EnvironmentVariables").unwrap();
    let rows: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    let expected = "#{SourceVariables.CommitId}-#{codepipeline.PipelineExecutionId}";
    assert_eq!(rows[2]["value"], json!(expected));
    let cell = harness.get_by_role_and_label(Role::TextInput, "Value of IMAGE_TAG");
    assert!(cell.is_focused(), "typing goes on");
}

#[test]
fn rows_of_unknown_keys_offer_variables() {
    let document = with_action(&json!({
        "name": "Ship", "actionTypeId": kind("Deploy", "Custom", "Ferry"), "configuration": {"Tide": "at "},
    }));
    let mut harness = open(document, Shown::Action("Ship"));
    type_into(&mut harness, "Tide", "#{");
    assert_eq!(take_first(&mut harness), 1);
    let tide = harness.state().configuration("Ship", "Tide");
    assert_eq!(tide, Some(json!("at #{codepipeline.PipelineExecutionId}")));
}

#[test]
fn commands_offer_variables_in_any_line() {
    let document = with_action(&json!({
        "name": "Run", "actionTypeId": kind("Compute", "AWS", "Commands"),
        "commands": ["npm ci", "npm test"], "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    let mut harness = open(document, Shown::Action("Run"));
    let find = |harness: &mut Driven| {
        harness.get_by_role_and_label(Role::MultilineTextInput, "Commands").focus();
        harness.run();
    };
    find(&mut harness);
    harness.get_by_role_and_label(Role::MultilineTextInput, "Commands").type_text(" --id=#{");
    harness.run();
    assert_eq!(take_first(&mut harness), 1);
    let commands: Vec<&str> = harness.state().action("Run").commands().collect();
    assert_eq!(commands, ["npm ci", "npm test --id=#{codepipeline.PipelineExecutionId}"]);
}

#[test]
fn a_source_is_offered_nothing() {
    let mut harness = open(ecs(), Shown::Action("App"));
    type_into(&mut harness, "Repository", "#{");
    assert_eq!(harness.query_all_by_role(Role::ListBoxOption).count(), 0);
}
