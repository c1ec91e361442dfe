//! Copy, cut and paste: as text, between windows, from a chat.

use eframe::egui::OutputCommand;
use serde_json::{Value, json};

use super::*;

impl Designer {
    /// Copies or cuts as the desktop asks for it, and returns what is on the clipboard then.
    #[track_caller]
    fn clipboard(&mut self, event: Event) -> Option<String> {
        self.harness.event(event);
        self.copied()
    }

    /// What comes to the clipboard in the next frames.
    pub(super) fn copied(&mut self) -> Option<String> {
        let mut text = None;
        for _ in 0..4 {
            self.harness.step();
            for command in &self.harness.output().platform_output.commands {
                if let OutputCommand::CopyText(copied) = command {
                    text = Some(copied.clone());
                }
            }
        }
        self.settle();
        text
    }

    fn paste(&mut self, text: &str) {
        self.harness.event(Event::Paste(text.to_owned()));
        self.settle();
    }

    fn text(&self) -> String {
        self.document().to_text()
    }
}

#[test]
fn an_action_is_copied_as_json_and_pasted_in_another_window() {
    let (mut first, _folder) = Designer::sample("connection-ecs");
    let (mut second, _other) = Designer::sample("s3-beanstalk");
    first.click_card("Build");
    let text = first.clipboard(Event::Copy).expect("the action is on the clipboard");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["actions"][0]["name"], "Build");
    assert!(first.shows("Copied Build"));

    let before = second.text();
    second.click_card("LoadTest");
    second.paste(&text);
    assert!(second.shows("Pasted 1 action"));
    assert_eq!(second.steps("Staging").last(), Some(&(3, "Build".to_owned())));
    assert_eq!(second.action("Build").input_artifacts().next(), Some("SourceOutput"));
    second.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(second.text(), before, "pasting is one step");
}

#[test]
fn cut_and_paste_moves_a_stage_with_its_wires() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let at = designer.header("Approval");
    designer.click_at(at);
    let before = designer.text();
    let text = designer.clipboard(Event::Cut).expect("the stage is on the clipboard");
    assert!(!designer.stages().contains(&"Approval"));
    let at = designer.header("Build");
    designer.click_at(at);
    designer.paste(&text);
    assert_eq!(designer.stages(), ["Source", "Build", "Approval", "Staging", "Production"]);
    for _ in 0..2 {
        designer.keys(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(designer.text(), before);
}

#[test]
fn an_answer_from_a_chat_is_pasted_with_free_names() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let scan = json!({
        "name": "Unit Tests",
        "actionTypeId": {"category": "Test", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
        "configuration": {"ProjectName": "scan"},
        "inputArtifacts": [{"name": "SourceOutput"}],
        "outputArtifacts": [{"name": "ImageDefinitions"}],
    });
    designer.click_card("UnitTests");
    designer.paste(&format!("Of course! Add this action:\n\n```json\n{scan:#}\n```\nand run it."));
    assert_eq!(designer.steps("Build").last(), Some(&(3, "Unit-Tests".to_owned())));
    assert_eq!(designer.action("Unit-Tests").output_artifacts().next(), Some("ImageDefinitions_2"));
}

#[test]
fn what_cannot_be_pasted_says_why_and_changes_nothing() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.text();
    for (text, words) in [
        ("hello", "The clipboard holds no JSON"),
        ("{\n  \"stages\": [\n  }", "The JSON in the clipboard breaks at line 3, column 3"),
        ("{\"a\": 1}", "The JSON in the clipboard is an object with \"a\", with no stages or actions in it"),
    ] {
        designer.paste(text);
        assert!(designer.shows(words), "{words}");
    }
    assert_eq!(designer.text(), before);
}

#[test]
fn a_text_field_keeps_copy_and_paste_for_itself() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("Approve");
    let before = designer.document().pipeline().actions().count();
    designer.harness.get_by_role_and_label(Role::TextInput, "Name").focus();
    designer.settle();
    designer.harness.event(Event::Paste("Release".to_owned()));
    designer.settle();
    designer.key(Key::Enter);
    assert_eq!(designer.document().pipeline().actions().count(), before);
    assert!(designer.document().pipeline().actions().any(|(_, action)| action.name().contains("Release")));
}

#[test]
fn secrets_stay_here_and_that_is_told() {
    let folder = folder();
    let file = folder.path().join("a.json");
    let text = json!({"name": "p", "stages": [{"name": "S", "actions": [{
        "name": "Build",
        "actionTypeId": {"category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1"},
        "environmentVariables": [{"name": "DB_PASSWORD", "value": "hunter22"}],
    }]}]});
    std::fs::write(&file, text.to_string()).expect("a file");
    let mut designer = Designer::open(&file);
    designer.click_card("Build");
    let text = designer.clipboard(Event::Copy).expect("the action is on the clipboard");
    assert!(text.contains("****") && !text.contains("hunter22"));
    assert!(designer.shows("1 secret was not copied, **** stands in its place: Build: DB_PASSWORD"));
}

#[test]
fn the_commands_are_there_with_reasons() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    assert_eq!(designer.clipboard(Event::Copy), None, "nothing is selected");
    let editor = designer.harness.state().editor();
    for command in [pipewright::commands::Command::Copy, pipewright::commands::Command::Cut] {
        assert_eq!(command.available(editor), Err("select a stage or an action first"));
    }
    assert_eq!(pipewright::commands::Command::Paste.available(editor), Ok(()));
}

#[test]
fn a_file_dropped_on_unsaved_changes_asks_first() {
    let (mut designer, folder) = Designer::sample("connection-ecs");
    designer.click_card("Approve");
    designer.key(Key::Delete);
    let file = folder.path().join("other.json");
    std::fs::write(&file, r#"{"name": "other", "stages": []}"#).expect("a file");
    designer.harness.input_mut().dropped_files.push(std::sync::Arc::new(files::Dropped(file)));
    designer.settle();
    assert_ne!(designer.document().pipeline().name(), "other");
    designer.click_button("Discard changes");
    assert_eq!(designer.document().pipeline().name(), "other");
}

#[test]
fn a_clipboard_without_text_is_told() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.keys(Modifiers::COMMAND, Key::K);
    designer.type_text("Paste");
    designer.key(Key::Enter);
    designer.settle();
    assert!(designer.shows("The clipboard holds no text"));
    assert!(!designer.harness.state().editor().is_dirty());
}
