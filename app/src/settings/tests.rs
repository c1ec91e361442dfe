use std::fs;
use std::path::Path;

use serde_json::Value;

use super::file::{BACKUP, FILE};
use super::*;

fn folder_with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), text).unwrap();
    folder
}

fn text(folder: &tempfile::TempDir) -> Value {
    serde_json::from_slice(&fs::read(folder.path().join(FILE)).unwrap()).unwrap()
}

#[test]
fn everything_survives_a_round() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings {
        theme: ThemeChoice::Light,
        ui_scale: 1.25,
        orientation: Orientation::TopToBottom,
        reduced_motion: Motion::On,
        language: Language::Tag("pt-BR".into()),
        numbers: NumberChoice::Apostrophe,
        keys: Chosen::from([("save".into(), vec!["F12".into()]), ("export".into(), Vec::new())]),
        recent_commands: vec!["zoomAll".into()],
        connection: Connection::new(
            Some("work".into()),
            Some("eu-central-1".into()),
            Some("http://[::1]:5000"),
        ),
        panels: Panels { left_width: 300.5, drawer_is_open: false, ..Panels::default() },
        ..Settings::default()
    };
    settings.recent.add(Path::new("/home/ann/release.json"));

    // The folder inside is not there yet.
    let inside = folder.path().join("pipewright");
    settings.save(&inside).unwrap();
    let (loaded, problem) = Settings::load(&inside);
    assert_eq!(loaded, settings);
    assert!(problem.is_none());
}

#[test]
fn no_file_means_defaults_and_no_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let (settings, problem) = Settings::load(folder.path());
    assert_eq!(settings, Settings::default());
    assert!(problem.is_none());
}

#[test]
fn unknown_members_stay_at_every_depth() {
    let folder =
        folder_with(r#"{"future": [1.50], "theme": "dark", "panels": {"rulers": true, "leftWidth": 300}}"#);
    let (mut settings, problem) = Settings::load(folder.path());
    assert!(problem.is_none(), "{problem:?}");
    assert_eq!((settings.theme, settings.panels.left_width), (ThemeChoice::Dark, 300.0));

    settings.theme = ThemeChoice::System;
    settings.save(folder.path()).unwrap();
    let saved = text(&folder);
    assert_eq!(saved["future"].to_string(), "[1.50]");
    assert_eq!(saved["panels"]["rulers"], true);
    assert_eq!(saved["theme"], "system");
}

#[test]
fn what_is_cleared_does_not_come_back() {
    let folder = folder_with(r#"{"connection": {"profile": "work"}, "recent": ["/a"]}"#);
    let (mut settings, _) = Settings::load(folder.path());
    settings.connection = Connection::default();
    settings.recent.clear();
    settings.save(folder.path()).unwrap();
    assert_eq!(Settings::load(folder.path()).0, Settings::default());
}

#[test]
fn keys_that_are_usual_again_leave_the_file() {
    let folder = folder_with(r#"{"keys": {"save": ["F12"], "bogus": ["?"]}}"#);
    let (mut settings, problem) = Settings::load(folder.path());
    assert!(problem.is_none(), "{problem:?}");
    settings.keys.remove("save");
    settings.save(folder.path()).unwrap();
    assert_eq!(text(&folder)["keys"], serde_json::json!({"bogus": ["?"]}));
}

#[test]
fn motion_is_read_as_earlier_versions_wrote_it() {
    for (written, read) in
        [("true", Motion::On), ("false", Motion::System), ("\"off\"", Motion::Off), ("\"on\"", Motion::On)]
    {
        let folder = folder_with(&format!(r#"{{"reducedMotion": {written}}}"#));
        let (settings, problem) = Settings::load(folder.path());
        assert!(problem.is_none(), "{problem:?}");
        assert_eq!(settings.reduced_motion, read, "{written}");
    }
}

#[test]
fn the_interface_grows_and_shrinks_within_bounds() {
    let mut settings = Settings::default();
    let mut steps = Vec::new();
    for larger in [true, true, false, false, false] {
        settings.set(Setting::UiScale(settings.stepped_scale(larger)));
        steps.push((settings.ui_scale * 100.0).round() as u32);
    }
    assert_eq!(steps, [110, 125, 110, 100, 90]);
    settings.set(Setting::UiScale(9.0));
    assert_eq!((settings.ui_scale, settings.stepped_scale(true)), (3.0, 3.0));
}

#[test]
fn the_last_commands_come_first_and_are_few() {
    let mut settings = Settings::default();
    for row in crate::commands::TABLE.iter().take(9) {
        settings.remember_command(row.command);
    }
    settings.remember_command(Command::Open);
    assert_eq!(settings.recent_commands.len(), RECENT_COMMANDS);
    assert_eq!(settings.recent_commands[0], "open");
    assert_eq!(settings.recent_commands.iter().filter(|id| *id == "open").count(), 1);
}

#[test]
fn one_wrong_value_costs_only_itself() {
    let folder = folder_with(r#"{"theme": "sepia", "uiScale": 1.5}"#);
    let (settings, problem) = Settings::load(folder.path());
    assert_eq!((settings.theme, settings.ui_scale), (ThemeChoice::System, 1.5));
    let message = problem.unwrap().to_string();
    assert!(message.contains("theme: ") && message.contains("sepia"), "{message}");
    assert!(fs::read_to_string(folder.path().join(BACKUP)).unwrap().contains("sepia"));
}

#[test]
fn a_broken_file_is_kept_aside_and_replaced_by_the_next_save() {
    for broken in ["{\"theme\": \"da", "", "[]", "\u{0}\u{0}"] {
        let folder = folder_with(broken);
        let (settings, problem) = Settings::load(folder.path());
        assert_eq!(settings, Settings::default());
        assert!(matches!(problem, Some(SettingsProblem::Broken { .. })), "{broken:?}");
        assert_eq!(fs::read_to_string(folder.path().join(BACKUP)).unwrap(), broken);

        settings.save(folder.path()).unwrap();
        assert!(Settings::load(folder.path()).1.is_none());
    }
}

#[test]
fn absurd_sizes_are_brought_back() {
    let folder = folder_with(r#"{"uiScale": 0, "panels": {"leftWidth": -5, "rightWidth": 1e9}}"#);
    let (settings, _) = Settings::load(folder.path());
    assert_eq!(settings.ui_scale, 0.5);
    assert_eq!((settings.panels.left_width, settings.panels.right_width), (160.0, 800.0));
}

#[test]
fn secrets_in_an_address_are_not_remembered() {
    let cases = [
        ("http://ann:secret@localhost:5000/aws", "http://localhost:5000/aws"),
        ("http://a@b@host", "http://host"),
        ("http://localhost:5000/@x", "http://localhost:5000/@x"),
        ("https://host/path?token=secret#part", "https://host/path"),
        ("localhost:5000", "localhost:5000"),
    ];
    for (given, kept) in cases {
        assert_eq!(Connection::new(None, None, Some(given)).endpoint(), Some(kept));
    }
}
