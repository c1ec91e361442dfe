//! Parameters and environments: declared, used, renamed and put back by forms.

use super::*;

/// A build and a deployment that use parameters, one of them a shell's.
pub(super) fn design() -> Document {
    let mut file: Value = serde_json::from_str(sample("connection-ecs").unwrap().text).unwrap();
    let pipeline = &mut file["pipeline"];
    pipeline["name"] = json!("storefront-${Stage}");
    for stage in pipeline["stages"].as_array_mut().unwrap() {
        for action in stage["actions"].as_array_mut().unwrap() {
            if action["name"] == "UnitTests" {
                action["configuration"]["ProjectName"] = json!("storefront-unit-${Stage}");
            }
        }
    }
    file["pipewright"] = json!({
        "environments": ["dev", "prod"],
        "parameters": {
            "Stage": {
                "type": "String", "default": "test", "description": "Ending of the names of everything",
                "allowedValues": ["test", "dev", "prod"], "environments": {"prod": "prod"},
            },
            "Instances": {"type": "Number", "default": 2, "environments": {"prod": 6}},
        },
    });
    Document::read_text(&file.to_string()).unwrap()
}

fn parameters(harness: &Driven) -> Value {
    harness.state().editor.document().to_value()["pipewright"]["parameters"].clone()
}

fn environments(harness: &Driven) -> Vec<String> {
    harness.state().editor.document().environments().into_iter().map(str::to_owned).collect()
}

fn leave(harness: &mut Driven) {
    harness.key_press(Key::Enter);
    harness.run();
}

fn click(harness: &mut Driven, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run();
}

fn replace(harness: &mut Driven, label: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, label).focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
    harness.run();
}

#[test]
fn a_parameter_is_added_named_and_given_values() {
    let mut harness = open(ecs(), Shown::Pipeline);
    click(&mut harness, "Add a parameter");
    let name = harness.get_by_role_and_label(Role::TextInput, "Name of parameter Parameter");
    assert!(name.is_focused(), "to be named at once");
    harness.get_by_role_and_label(Role::TextInput, "Name of parameter Parameter").type_text("Region");
    harness.run();
    leave(&mut harness);
    type_into(&mut harness, "Default of Region", "eu-west-1");
    assert_eq!(parameters(&harness), json!({"Region": {"type": "String", "default": "eu-west-1"}}));
    click(&mut harness, "Add an environment");
    leave(&mut harness);
    type_into(&mut harness, "Region in dev", "eu-north-1");
    assert_eq!(parameters(&harness)["Region"]["environments"], json!({"dev": "eu-north-1"}));
    let undone = harness.state().editor.undo_label().unwrap().to_owned();
    assert_eq!(undone, "Change parameter Region", "typing is one step");
}

#[test]
fn a_new_name_is_used_everywhere_as_one_step() {
    let mut harness = open(design(), Shown::Pipeline);
    replace(&mut harness, "Name of parameter Stage", "Phase");
    leave(&mut harness);
    let document = harness.state().editor.document();
    assert_eq!(document.pipeline().name(), "storefront-${Phase}");
    let project = harness.state().configuration("UnitTests", "ProjectName");
    assert_eq!(project, Some(json!("storefront-unit-${Phase}")));
    harness.state_mut().editor.undo().unwrap();
    harness.run();
    assert_eq!(harness.state().editor.document().to_value(), design().to_value());
}

#[test]
fn after_a_new_name_tab_leads_to_the_value() {
    let mut harness = open(design(), Shown::Pipeline);
    click(&mut harness, "Details of Instances");
    replace(&mut harness, "Name of parameter Instances", "Copies");
    harness.key_press(Key::Tab);
    harness.run();
    harness.run();
    assert!(harness.get_by_role_and_label(Role::TextInput, "Default of Copies").is_focused());
    harness.get_by_role_and_label(Role::Button, "Fewer details of Copies");
    harness.event(Event::Text("4".to_owned()));
    harness.run();
    assert_ne!(parameters(&harness)["Copies"]["default"], json!(2), "what is typed arrives");
    harness.state_mut().editor.undo().unwrap();
    harness.state_mut().editor.undo().unwrap();
    assert_eq!(harness.state().editor.document().to_value(), design().to_value(), "two steps");
}

#[test]
fn names_are_judged_while_they_are_typed() {
    let mut harness = open(design(), Shown::Pipeline);
    for (typed, words) in [
        ("a-b", "Begin with a letter; use letters, digits and _"),
        ("Instances", "Another parameter has this name"),
    ] {
        replace(&mut harness, "Name of parameter Stage", typed);
        assert_eq!(harness.query_all_by_label(words).count(), 1, "{typed}");
    }
    leave(&mut harness);
    assert_eq!(harness.state().editor.document().to_value(), design().to_value(), "nothing was renamed");
}

#[test]
fn values_are_judged_by_their_declaration() {
    let mut harness = open(design(), Shown::Pipeline);
    replace(&mut harness, "Instances in prod", "many");
    assert_eq!(harness.query_all_by_label("prod: Enter a number").count(), 1);
    replace(&mut harness, "Instances in prod", "8");
    assert_eq!(harness.query_all_by_label("prod: Enter a number").count(), 0);
    replace(&mut harness, "Default of Stage", "blue");
    assert_eq!(harness.query_all_by_label("Use one of test, dev, prod").count(), 1);
}

#[test]
fn a_removed_parameter_leaves_its_value() {
    let mut harness = open(design(), Shown::Pipeline);
    harness.state_mut().editor.use_environment(Some("prod"));
    harness.run();
    click(&mut harness, "More for Stage");
    harness.get_by_role_and_label(Role::MenuItem, "Put prod in its place").click();
    harness.run();
    assert_eq!(harness.state().editor.document().pipeline().name(), "storefront-prod");
    assert!(parameters(&harness).get("Stage").is_none());
}

#[test]
fn uses_are_listed_and_lead_there() {
    let mut harness = open(design(), Shown::Pipeline);
    click(&mut harness, "Used in 2 places");
    harness.get_by_label_contains("UnitTests › configuration.ProjectName").click();
    harness.run();
    let id = harness.state().action("UnitTests").id;
    let revealed = harness.state().others.iter().find_map(|intent| match intent {
        Intent::Reveal(place) => Some(place.clone()),
        _ => None,
    });
    let revealed = revealed.unwrap();
    assert_eq!((revealed.owner, revealed.path), (Owner::Action(id), Path::configuration("ProjectName")));
}

#[test]
fn environments_are_renamed_used_and_removed() {
    let mut harness = open(design(), Shown::Pipeline);
    click(&mut harness, "Use prod");
    assert_eq!(harness.state().editor.environment(), Some("prod"));
    replace(&mut harness, "Name of environment 2", "live");
    leave(&mut harness);
    assert_eq!(environments(&harness), ["dev", "live"]);
    assert_eq!(harness.state().editor.environment(), Some("live"), "it stays in use");
    assert_eq!(parameters(&harness)["Stage"]["environments"], json!({"live": "prod"}));
    harness.state_mut().editor.undo().unwrap();
    harness.run();
    assert_eq!(harness.state().editor.environment(), Some("prod"));
    click(&mut harness, "Remove prod with its values");
    assert_eq!(environments(&harness), ["dev"]);
    assert_eq!(harness.state().editor.environment(), None);
}

#[test]
fn parameters_are_offered_with_their_values() {
    let mut harness = open(design(), Shown::Action("UnitTests"));
    type_into(&mut harness, "Project", "-${in");
    let offers: Vec<String> = harness
        .query_all_by_role(Role::ListBoxOption)
        .filter_map(|node| node.accesskit_node().label())
        .collect();
    assert_eq!(offers, ["Instances"]);
    harness.key_press(Key::Enter);
    harness.run();
    let project = harness.state().configuration("UnitTests", "ProjectName");
    assert_eq!(project, Some(json!("storefront-unit-${Stage}-${Instances}")));
}

#[test]
fn parameters_are_offered_where_no_variable_is() {
    let mut harness = open(design(), Shown::Action("App"));
    type_into(&mut harness, "Repository", "${");
    assert_eq!(harness.query_all_by_role(Role::ListBoxOption).count(), 2);
    let mut harness = open(design(), Shown::Action("Build"));
    type_into(&mut harness, "Value of IMAGE_TAG", "${");
    assert_eq!(harness.query_all_by_role(Role::ListBoxOption).count(), 2, "in cells of tables");
    let mut harness = open(design(), Shown::Pipeline);
    type_into(&mut harness, "Default of Stage", "${");
    assert_eq!(harness.query_all_by_role(Role::ListBoxOption).count(), 0, "a default takes no values");
}

#[test]
fn a_field_tells_which_value_it_takes() {
    let mut harness = open(design(), Shown::Action("UnitTests"));
    assert_eq!(harness.query_all_by_label("By default: storefront-unit-test").count(), 1);
    harness.state_mut().editor.use_environment(Some("prod"));
    harness.run();
    assert_eq!(harness.query_all_by_label("In prod: storefront-unit-prod").count(), 1);
    assert_eq!(
        harness.query_all_by_label_contains("Does not fit").count(),
        0,
        "values are judged, not names"
    );
}

#[test]
fn a_parameter_is_made_of_a_value() {
    let mut harness = open(ecs(), Shown::Action("UnitTests"));
    let field = harness.get_by_role_and_label(Role::TextInput, "Project").rect().center();
    harness.event(Event::PointerMoved(field));
    for pressed in [true, false] {
        harness.event(Event::PointerButton {
            pos: field,
            button: eframe::egui::PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "Make a parameter of this value").click();
    harness.run();
    let project = harness.state().configuration("UnitTests", "ProjectName");
    assert_eq!(project, Some(json!("${ProjectName}")));
    let declared = json!({"type": "String", "default": "storefront-unit-tests"});
    assert_eq!(parameters(&harness), json!({"ProjectName": declared}));
    harness.state_mut().editor.undo().unwrap();
    assert_eq!(harness.state().editor.document().to_value(), ecs().to_value(), "it was one step");
}

#[test]
fn what_is_no_declaration_is_shown() {
    let mut file = design().to_value();
    file["pipewright"]["parameters"]["a-b"] = json!({"default": 1});
    let harness = open(Document::read_text(&file.to_string()).unwrap(), Shown::Pipeline);
    assert_eq!(harness.query_all_by_label("no parameter").count(), 1);
}
