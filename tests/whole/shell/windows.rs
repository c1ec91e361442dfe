//! Several windows, and what their titles say.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use pipewright::app::{App, Setup};
use pipewright::cloud::{Cloud, aws::Aws};
use pipewright::storage::Folders;
use pipewright::window::Desktop;

/// A window of a person with this home, on a desktop that notes which windows are asked for.
fn window(home: &Path, file: &Path, asked: &Rc<RefCell<Vec<Option<PathBuf>>>>) -> Harness<'static, App> {
    let folders = Folders::in_one(home);
    let (file, asked) = (file.to_owned(), Rc::clone(asked));
    let mut harness =
        Harness::builder().with_size(vec2(1400.0, 900.0)).with_max_steps(64).build_eframe(move |context| {
            let wake = context.egui_ctx.clone();
            let cloud = Cloud::start(Aws::default(), move || wake.request_repaint()).expect("a thread");
            let setup = Setup { folders: Some(folders), file: Some(file), has_file_dialogs: false, cloud };
            let desktop = Desktop::new(Some("en-US"), move |file| {
                asked.borrow_mut().push(file.map(Path::to_owned));
                Ok(())
            });
            App::new(&context.egui_ctx, setup).on(&context.egui_ctx, desktop)
        });
    harness.run();
    harness
}

fn file() -> (tempfile::TempDir, PathBuf) {
    let folder = crate::designer::folder();
    let file = folder.path().join("release.json");
    std::fs::write(&file, pipewright_core::samples::sample("connection-ecs").unwrap().text).unwrap();
    (folder, file)
}

#[test]
fn a_new_window_is_asked_of_the_desktop() {
    let (folder, file) = file();
    let asked = Rc::default();
    let mut window = window(folder.path(), &file, &asked);
    window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    window.run();
    assert_eq!(*asked.borrow(), [None]);
}

#[test]
fn a_file_that_is_open_in_two_windows_is_told_in_the_second() {
    let (folder, file) = file();
    let asked = Rc::default();
    let words = "release.json is open in another window, too";
    let first = window(folder.path(), &file, &asked);
    assert!(first.query_by_label_contains(words).is_none());
    let second = window(folder.path(), &file, &asked);
    assert!(second.query_all_by_label_contains(words).next().is_some());
    drop((first, second));
    let third = window(folder.path(), &file, &asked);
    assert!(third.query_by_label_contains(words).is_none(), "the others are closed");
}

#[test]
fn the_title_says_which_file_and_whether_it_is_saved() {
    let (folder, file) = file();
    let mut window = window(folder.path(), &file, &Rc::default());
    assert_eq!(window.state().title(), "release.json – Pipewright");
    window.key_press_modifiers(Modifiers::SHIFT, Key::A);
    window.run();
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(window.state().title(), "● release.json – Pipewright");
}

#[test]
fn without_a_desktop_no_window_opens_and_that_is_told() {
    let (mut designer, _folder) = crate::designer::Designer::sample("connection-ecs");
    designer.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    assert!(designer.shows("No other window could be opened"));
}
