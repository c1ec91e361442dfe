//! Opening, saving, closing and coming back after a crash.

use eframe::egui::{DroppedFile, Key, Modifiers, ViewportEvent, ViewportId, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use super::{Designer, folder};

#[test]
fn saving_writes_only_what_was_edited() {
    let (mut designer, folder) = Designer::sample("connection-ecs");
    let file = folder.path().join("connection-ecs.json");
    let before = std::fs::read_to_string(&file).unwrap();
    designer.click_card("Approve");
    designer.key(Key::F2);
    designer.type_text("SignOff");
    designer.key(Key::Enter);
    assert!(designer.harness.state().editor().is_dirty());
    designer.keys(Modifiers::COMMAND, Key::S);
    assert!(!designer.harness.state().editor().is_dirty());
    let after = std::fs::read_to_string(&file).unwrap();
    let changed: Vec<(&str, &str)> =
        before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert!(
        changed.iter().all(|(old, new)| old.contains("Approve") && new.contains("SignOff")),
        "{changed:?}"
    );
    assert!(!changed.is_empty());
}

#[test]
fn a_file_changed_outside_is_not_overwritten() {
    let (mut designer, folder) = Designer::sample("s3-beanstalk");
    let file = folder.path().join("s3-beanstalk.json");
    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Escape);
    let theirs = std::fs::read_to_string(&file).unwrap().replace("s3-", "S3-") + "\n\n";
    std::fs::write(&file, &theirs).unwrap();
    designer.keys(Modifiers::COMMAND, Key::S);
    assert!(designer.shows("was changed outside"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), theirs);
    designer.click_button("Overwrite");
    assert_ne!(std::fs::read_to_string(&file).unwrap(), theirs);
    assert!(!designer.harness.state().editor().is_dirty());
}

#[test]
fn what_is_typed_in_a_field_is_saved_and_kept_like_the_rest() {
    let (mut designer, folder) = Designer::sample("connection-ecs");
    let file = folder.path().join("connection-ecs.json");
    let saved = || std::fs::read_to_string(&file).unwrap();
    designer.click_card("Approve");
    designer.harness.get_by_role_and_label(Role::TextInput, "Name").focus();
    designer.settle();
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text("SignOff");
    assert!(saved().contains("\"Approve\""));
    designer.keys(Modifiers::COMMAND, Key::S);
    assert!(saved().contains("\"SignOff\"") && !saved().contains("\"Approve\""));
    assert!(!designer.harness.state().editor().is_dirty());
    assert!(designer.harness.get_by_role_and_label(Role::TextInput, "Name").is_focused());

    designer.type_text("-2");
    close(&mut designer);
    assert!(designer.shows("Save changes to"), "it would be lost");
    designer.click_button("Cancel");
    let _ = designer.action("SignOff-2");
    designer.keys(Modifiers::COMMAND, Key::Z);
    let _ = designer.action("SignOff");
}

#[test]
fn a_pattern_that_is_typed_is_saved_too() {
    let (mut designer, folder) = Designer::sample("connection-ecs");
    let file = folder.path().join("connection-ecs.json");
    designer
        .harness
        .get_all_by_role_and_label(Role::Button, "Add to branches")
        .next()
        .unwrap()
        .click_accesskit();
    designer.settle();
    designer.settle();
    designer.type_text("hotfix/**");
    designer.keys(Modifiers::COMMAND, Key::S);
    assert!(std::fs::read_to_string(&file).unwrap().contains("\"hotfix/**\""));
    assert!(!designer.harness.state().editor().is_dirty());
}

fn close(designer: &mut Designer) {
    let input = designer.harness.input_mut();
    input.viewports.entry(ViewportId::ROOT).or_default().events.push(ViewportEvent::Close);
    designer.settle();
}

#[test]
fn closing_with_changes_asks_first() {
    let (mut designer, folder) = Designer::sample("s3-beanstalk");
    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Escape);
    close(&mut designer);
    assert!(designer.shows("Save changes to"));
    designer.click_button("Cancel");
    assert!(designer.harness.state().editor().is_dirty());
    close(&mut designer);
    designer.click_button("Save");
    let text = std::fs::read_to_string(folder.path().join("s3-beanstalk.json")).unwrap();
    assert!(text.contains("\"Stage\""), "{text}");
}

#[test]
fn unsaved_work_is_offered_after_a_crash() {
    let files = folder();
    let file = files.path().join("design.json");
    std::fs::write(&file, pipewright_core::samples::sample("s3-beanstalk").unwrap().text).unwrap();
    let home = folder();
    let open = pipewright::cloud::aws::Aws::default;
    let mut designer = Designer::at_home(home, Some(&file), open(), 1.0);
    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Escape);
    designer.wait_until("the work is kept", |designer| holds_work(&designer.home));
    // What a crash leaves behind is what is on the disk now.
    let copy = folder();
    copy_folder(&designer.home, copy.path());
    drop(designer);

    let mut designer = Designer::at_home(copy, None, open(), 1.0);
    assert!(designer.shows("Unsaved work was found"));
    designer.click_button("Restore");
    assert!(designer.stages().contains(&"Stage"));
    assert!(designer.harness.state().editor().is_dirty());
    assert_eq!(designer.harness.state().editor().path(), Some(file.as_path()));
}

#[test]
fn a_file_that_is_no_pipeline_is_refused_in_words() {
    let files = folder();
    for (text, words) in [
        ("{\"Resources\": {}}", "CloudFormation"),
        ("{\"pipeline\": {\"name\": \"x\",\n  \"stages\": [}", "line 2, column"),
        ("", "empty"),
    ] {
        let file = files.path().join("bad.json");
        std::fs::write(&file, text).unwrap();
        let designer = Designer::open(&file);
        let told: Vec<&str> =
            designer.harness.state().notices().log().iter().map(|n| n.text.as_str()).collect();
        assert!(told.iter().any(|told| told.contains(words)), "{text}: {told:?}");
    }
}

#[test]
fn a_new_design_begins_with_a_sample_or_blank() {
    let mut designer = Designer::start();
    designer.click_button("CodeCommit to EC2");
    assert!(designer.stages().len() > 3);
    designer.keys(Modifiers::COMMAND, Key::N);
    designer.click_button("Blank");
    assert!(designer.stages().is_empty());
    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Enter);
    assert_eq!(designer.stages(), ["Stage"]);
}

/// A file that was let go over the window.
#[derive(Debug)]
pub(super) struct Dropped(pub(super) std::path::PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_dropped_on_the_window_opens() {
    let (mut designer, _folder) = Designer::sample("s3-beanstalk");
    let files = folder();
    let file = files.path().join("other.json");
    std::fs::write(&file, pipewright_core::samples::sample("codecommit-ec2").unwrap().text).unwrap();
    designer.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file.clone())));
    designer.settle();
    assert_eq!(designer.harness.state().editor().path(), Some(file.as_path()));
}

#[test]
fn a_path_is_typed_where_there_are_no_file_dialogs() {
    let files = folder();
    let file = files.path().join("typed.json");
    let mut designer = Designer::start();
    designer.click_button("S3 to Elastic Beanstalk");
    designer.keys(Modifiers::COMMAND, Key::S);
    let field = designer.harness.get_by_role_and_label(Role::TextInput, "Path");
    field.focus();
    designer.settle();
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text(&file.display().to_string());
    designer.click_button("Save");
    assert!(file.exists());
    assert!(!designer.harness.state().editor().is_dirty());
}

pub fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_was_asked_for_goes_on_once_the_document_has_a_file() {
    let files = folder();
    let file = files.path().join("first.json");
    let mut designer = Designer::start();
    designer.click_button("S3 to Elastic Beanstalk");
    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Escape);
    // Another sample is asked for; the first is saved before it comes.
    designer.keys(Modifiers::COMMAND, Key::N);
    designer.click_button("CodeCommit to EC2");
    designer.click_button("Save");
    designer.harness.get_by_role_and_label(Role::TextInput, "Path").focus();
    designer.settle();
    designer.keys(Modifiers::COMMAND, Key::A);
    designer.type_text(&file.display().to_string());
    designer.click_button("Save");
    assert!(std::fs::read_to_string(&file).unwrap().contains("\"Stage\""));
    assert!(!designer.stages().contains(&"Stage"), "{:?}", designer.stages());
    assert!(designer.harness.state().editor().path().is_none());
}

/// Whether something below the folder holds the stage that was added.
fn holds_work(folder: &std::path::Path) -> bool {
    holds(folder, "\"Stage\"")
}

/// Whether a file in a folder, or deeper, has these words.
pub fn holds(folder: &std::path::Path, words: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            holds(&path, words)
        } else {
            std::fs::read_to_string(path).is_ok_and(|text| text.contains(words))
        }
    })
}

/// Asks for a sample while changes are not saved, saves, and finds that the file is another by now.
fn ask_for_another(designer: &mut Designer, file: &std::path::Path) {
    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Escape);
    let theirs = std::fs::read_to_string(file).unwrap() + "\n";
    std::fs::write(file, theirs).unwrap();
    designer.keys(Modifiers::COMMAND, Key::N);
    designer.click_button("CodeCommit to EC2");
    designer.click_button("Save");
    assert!(designer.shows("was changed outside"));
}

#[test]
fn what_was_given_up_does_not_follow_from_a_later_save() {
    for give_up in ["Escape", "Not now"] {
        let (mut designer, folder) = Designer::sample("s3-beanstalk");
        ask_for_another(&mut designer, &folder.path().join("s3-beanstalk.json"));
        match give_up {
            "Escape" => designer.key(Key::Escape),
            button => designer.click_button(button),
        }
        designer.keys(Modifiers::COMMAND, Key::S);
        designer.click_button("Overwrite");
        assert!(!designer.harness.state().editor().is_dirty());
        assert!(designer.stages().contains(&"Stage"), "{give_up}: {:?}", designer.stages());
    }
}

#[test]
fn enter_answers_by_what_loses_nothing() {
    let (mut designer, folder) = Designer::sample("s3-beanstalk");
    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Escape);
    designer.keys(Modifiers::COMMAND, Key::N);
    designer.click_button("CodeCommit to EC2");
    assert!(designer.shows("Save changes to"));
    designer.key(Key::Enter);
    let text = std::fs::read_to_string(folder.path().join("s3-beanstalk.json")).unwrap();
    assert!(text.contains("\"Stage\""));
    assert!(designer.harness.state().editor().path().is_none(), "the other one is open");
}

#[test]
fn what_was_undone_is_not_offered_after_a_crash() {
    let (mut designer, _folder) = Designer::sample("s3-beanstalk");
    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Escape);
    designer.wait_until("the work is kept", |designer| holds_work(&designer.home));
    designer.keys(Modifiers::COMMAND, Key::Z);
    assert!(!designer.harness.state().editor().is_dirty());
    designer.wait_until("the copy is gone", |designer| !holds_work(&designer.home));
}

#[test]
fn a_file_that_is_read_again_is_shown_where_one_was() {
    let (mut designer, folder) = Designer::sample("s3-beanstalk");
    let file = folder.path().join("s3-beanstalk.json");
    designer.keys(Modifiers::COMMAND, Key::Num0);
    let before = *designer.harness.state().canvas().camera();
    let theirs = std::fs::read_to_string(&file).unwrap().replace("\"LoadTest\"", "\"Load\"");
    std::fs::write(&file, theirs).unwrap();
    designer.wait_until("the file is read again", |designer| designer.shows("and read again"));
    designer.action("Load");
    assert!(designer.harness.state().canvas().camera().stands_as(&before));
}
