//! Snippets: from the panel into the design by keys and by pointer, and from the design into a folder.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::designer::{Designer, folder};

fn with_panel(sample: &str) -> (Designer, tempfile::TempDir) {
    let (mut designer, folder) = Designer::sample(sample);
    open_panel(&mut designer);
    (designer, folder)
}

fn open_panel(designer: &mut Designer) {
    designer.harness.get_by_role_and_label(Role::Tab, "Templates").click();
    designer.settle();
}

#[test]
fn enter_puts_a_snippet_behind_the_selected_stage() {
    let (mut designer, _folder) = with_panel("codecommit-ec2");
    let before = designer.stages().join(" ");
    designer.click_card("Build");
    designer.harness.get_by_role_and_label(Role::Button, "Load test").focus();
    designer.settle();
    designer.key(Key::Enter);
    let stages = designer.stages();
    let build = stages.iter().position(|stage| *stage == "Build").unwrap();
    assert_eq!(stages[build + 1], "LoadTest");
    let inputs: Vec<&str> = designer.action("LoadTest").input_artifacts().collect();
    let of_source: Vec<&str> =
        designer.document().pipeline().stages[0].actions[0].output_artifacts().collect();
    assert_eq!(inputs, of_source, "a test takes what the source makes");
    let name = designer.document().pipeline().name().to_owned();
    assert_eq!(
        designer.action("LoadTest").configuration().get("ProjectName"),
        Some(format!("{name}-load-test").as_str())
    );
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(designer.stages().join(" "), before);
}

#[test]
fn a_double_click_adds_and_a_click_does_not() {
    let (mut designer, _folder) = with_panel("codecommit-ec2");
    let count = designer.stages().len();
    let at = |designer: &Designer, title: &str| {
        designer.harness.get_by_role_and_label(Role::Button, title).rect().center()
    };
    designer.click_at(at(&designer, "Load test"));
    assert_eq!(designer.stages().len(), count);
    designer.double_click_at(at(&designer, "Approval gate"));
    assert_eq!(designer.stages().len(), count + 1);
}

#[test]
fn a_snippet_is_dropped_into_a_gap() {
    let (mut designer, _folder) = with_panel("codecommit-ec2");
    let from = designer.harness.get_by_role_and_label(Role::Button, "Invoke Lambda check").rect().center();
    let gate = designer.harness.get_by_label("Add stage before Production").rect().center();
    designer.drag_and_drop(from, gate);
    let stages = designer.stages();
    let check = stages.iter().position(|stage| *stage == "Check").unwrap();
    assert_eq!(stages[check + 1], "Production");
    // In front of the sources there is no place for it.
    let from = designer.harness.get_by_role_and_label(Role::Button, "Approval gate").rect().center();
    let source = designer.header("Source");
    designer.drag_and_drop(from, source - eframe::egui::vec2(140.0, 0.0));
    assert_eq!(designer.stages()[0], "Source");
}

#[test]
fn own_snippets_are_files_of_a_folder() {
    let (mut designer, _sample) = with_panel("codecommit-ec2");
    designer.wait_until("the folder was read", |designer| designer.shows("Own snippets"));
    let header = designer.header("Production");
    designer.click_at(header);
    designer.keys(Modifiers::COMMAND, Key::K);
    designer.type_text("Save as snippet");
    designer.key(Key::Enter);
    designer.fill("Name", "Our production");
    designer.fill("Description", "Asks twice");
    designer.click_button("Save");
    designer.wait_until("it is listed", |designer| {
        designer.harness.query_by_role_and_label(Role::Button, "Our production").is_some()
    });
    let file = designer.home.join("snippets").join("our-production.json");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("{\n  \"title\": \"Our production\",\n  \"summary\": \"Asks twice\""), "{text}");

    let count = designer.stages().len();
    designer.harness.get_by_role_and_label(Role::Button, "Our production").focus();
    designer.settle();
    designer.key(Key::Enter);
    assert_eq!(designer.stages().len(), count + 1);
    assert_eq!(designer.stages().last(), Some(&"Production-2"));

    // The name is taken now.
    designer.keys(Modifiers::COMMAND, Key::K);
    designer.type_text("Save as snippet");
    designer.key(Key::Enter);
    designer.fill("Name", "Our  production");
    assert!(designer.shows("There is a snippet of this name"));
}

#[test]
fn a_team_chooses_its_folder_and_broken_files_say_why() {
    let shared = folder();
    let snippet = r#"{"title": "House rules", "summary": "", "stages": [{"name": "Rules", "actions": []}]}"#;
    std::fs::write(shared.path().join("rules.json"), snippet).unwrap();
    let broken = r#"{"title": "Old", "summary": "", "stages": [{"name": "«team»"}]}"#;
    std::fs::write(shared.path().join("broken.json"), broken).unwrap();
    let (mut designer, _sample) = with_panel("codecommit-ec2");
    designer.click_button("Choose folder of snippets…");
    designer.fill("Path", shared.path().to_str().unwrap());
    designer.click_button("Use folder");
    designer.wait_until("it is listed", |designer| {
        designer.harness.query_by_role_and_label(Role::Button, "House rules").is_some()
    });
    assert!(designer.shows("broken.json: stages[0].name: no field is called team"));
    let settings = std::fs::read_to_string(designer.home.join("settings.json")).unwrap();
    assert!(settings.contains("snippetsFolder"), "{settings}");
    std::fs::write(shared.path().join("broken.json"), snippet.replace("House rules", "Mended")).unwrap();
    designer.click_button("Read snippets again");
    designer.wait_until("it is mended", |designer| {
        designer.harness.query_by_role_and_label(Role::Button, "Mended").is_some()
    });
}
