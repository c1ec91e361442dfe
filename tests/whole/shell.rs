//! The shell around the canvas: list of commands, keys, settings, languages, windows, names for screen readers.

mod commands;
mod foreign;
mod keys;
mod names;
mod pictures;
mod settings;
mod windows;

use std::path::Path;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use pipewright::cloud::aws::Aws;

use super::designer::Designer;

/// The settings as they stand in the file.
fn settings(designer: &Designer) -> serde_json::Value {
    let file = std::fs::read(designer.home.join("settings.json")).expect("settings");
    serde_json::from_slice(&file).expect("JSON")
}

/// A designer that finds these settings, and perhaps a translation.
fn with_settings(text: &str, file: Option<&Path>) -> Designer {
    let home = super::designer::folder();
    std::fs::write(home.path().join("settings.json"), text).unwrap();
    Designer::at_home(home, file, Aws::default(), 1.0)
}

/// Chooses from a list by the words of the field and of the entry.
#[track_caller]
fn choose(designer: &mut Designer, field: &str, entry: &str) {
    designer.harness.get_by_role_and_label(Role::ComboBox, field).click();
    designer.settle();
    designer.harness.get_by_role_and_label(Role::ListBoxOption, entry).click();
    designer.settle();
}
