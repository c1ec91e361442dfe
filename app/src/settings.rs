//! What the program remembers of a person's habits between two runs.
//!
//! The settings are a JSON file that people may edit and that newer versions may have written: members this version
//! does not know stay in the file, and one wrong value does not cost the others.
//! Credentials are never among them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pipewright_core::layout::Orientation;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::commands::Command;
use crate::commands::keymap::Chosen;
use crate::dialogs::Exports;
use crate::storage::{Access, Draft, Environments, Recent};
use crate::words::numbers::Numbers;

const FILE: &str = "settings.json";
/// Gets a copy of settings that could not be understood.
const BACKUP: &str = "settings.json.bad";

/// Factors between the size of a point and what the system suggests.
pub const UI_SCALES: std::ops::RangeInclusive<f32> = 0.5..=3.0;
/// The sizes that are offered.
pub const UI_SCALE_STEPS: [f32; 13] = [0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0];
/// How many commands are offered first in the list of commands.
const RECENT_COMMANDS: usize = 6;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    pub theme: ThemeChoice,
    /// Within [`UI_SCALES`].
    pub ui_scale: f32,
    #[serde(with = "OrientationName")]
    pub orientation: Orientation,
    /// Which wires are drawn.
    pub wires: WireChoice,
    /// Whether nothing glides or fades.
    pub reduced_motion: Motion,
    pub language: Language,
    pub numbers: NumberChoice,
    /// Keys that differ from the usual ones.
    pub keys: Chosen,
    /// Names of commands started from the list of commands, the last one first.
    pub recent_commands: Vec<String>,
    pub recent: Recent,
    /// Which environment was in use with which file.
    pub environments: Environments,
    pub connection: Connection,
    pub panels: Panels,
    /// What was chosen in the export dialog.
    pub exports: Exports,
    /// Where snippets are kept, in the place of a folder beside these settings.
    pub snippets_folder: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ThemeChoice {
    #[default]
    System,
    Dark,
    Light,
    HighContrast,
}

/// Whether things glide to where they go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "MotionInFile")]
pub enum Motion {
    /// As the desktop asks for.
    #[default]
    System,
    /// Reduced.
    On,
    /// Not reduced.
    Off,
}

/// Earlier versions wrote yes or no.
#[derive(Deserialize)]
#[serde(untagged)]
enum MotionInFile {
    Old(bool),
    New(MotionName),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum MotionName {
    System,
    On,
    Off,
}

impl From<MotionInFile> for Motion {
    fn from(written: MotionInFile) -> Self {
        match written {
            MotionInFile::Old(true) | MotionInFile::New(MotionName::On) => Self::On,
            MotionInFile::New(MotionName::Off) => Self::Off,
            MotionInFile::Old(false) | MotionInFile::New(MotionName::System) => Self::System,
        }
    }
}

/// The language of the window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Language {
    /// The one of the desktop, as far as there is a translation.
    #[default]
    System,
    /// A tag such as `en` or `pt-BR`.
    Tag(String),
}

impl From<String> for Language {
    fn from(written: String) -> Self {
        if written == "system" { Self::System } else { Self::Tag(written) }
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        match language {
            Language::System => "system".to_owned(),
            Language::Tag(tag) => tag,
        }
    }
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NumberChoice {
    /// As the desktop does.
    #[default]
    System,
    Comma,
    Dot,
    Space,
    Apostrophe,
}

impl NumberChoice {
    /// The way that was chosen; `None` leaves it to the desktop.
    pub fn numbers(self) -> Option<Numbers> {
        match self {
            Self::System => None,
            Self::Comma => Some(Numbers::Comma),
            Self::Dot => Some(Numbers::Dot),
            Self::Space => Some(Numbers::Space),
            Self::Apostrophe => Some(Numbers::Apostrophe),
        }
    }
}

/// One setting with its new value, as the window changes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    Theme(ThemeChoice),
    UiScale(f32),
    Motion(Motion),
    Orientation(Orientation),
    Wires(WireChoice),
    Language(Language),
    Numbers(NumberChoice),
    Keys(Chosen),
    Exports(Exports),
}

/// Which wires are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WireChoice {
    #[default]
    Always,
    /// Those of what is selected or under the pointer.
    Selection,
    Never,
}

/// The names of [`Orientation`] in the file.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Orientation", rename_all = "camelCase")]
enum OrientationName {
    LeftToRight,
    TopToBottom,
}

/// The account spoken to last: how to ask for credentials, never the credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Connection {
    pub profile: Option<String>,
    pub region: Option<String>,
    endpoint: Option<String>,
}

/// The parts of the window around the canvas; sizes in points.
#[expect(clippy::struct_excessive_bools, reason = "each panel opens and closes by itself")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Panels {
    pub left_is_open: bool,
    pub left_width: f32,
    pub right_is_open: bool,
    pub right_width: f32,
    pub drawer_is_open: bool,
    pub drawer_height: f32,
    pub minimap_is_open: bool,
}

/// Why the settings are not all what the file says.
#[derive(Debug, Error)]
pub enum SettingsProblem {
    /// What was understood is in use, and the file was copied before it is written anew.
    #[error(
        "Some settings are back to normal, because the file holds something else: {reason}. \
         A copy was kept.\n{backup}",
        backup = backup.display()
    )]
    Broken { reason: String, backup: PathBuf },
    #[error("The settings could not be read, so all are back to normal: {source}.\n{path}", path = path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("The settings could not be kept: {source}.\n{path}", path = path.display())]
    NotSaved { path: PathBuf, source: io::Error },
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            ui_scale: 1.0,
            orientation: Orientation::default(),
            wires: WireChoice::default(),
            reduced_motion: Motion::default(),
            language: Language::default(),
            numbers: NumberChoice::default(),
            keys: Chosen::new(),
            recent_commands: Vec::new(),
            recent: Recent::default(),
            environments: Environments::default(),
            connection: Connection::default(),
            panels: Panels::default(),
            exports: Exports::default(),
            snippets_folder: None,
        }
    }
}

impl Default for Panels {
    fn default() -> Self {
        Self {
            left_is_open: true,
            left_width: 232.0,
            right_is_open: true,
            right_width: 328.0,
            drawer_is_open: true,
            drawer_height: 150.0,
            minimap_is_open: true,
        }
    }
}

impl Settings {
    /// Reads what is in `folder`. There are always settings to go on with; what could not be read is said beside them.
    pub fn load(folder: &Path) -> (Self, Option<SettingsProblem>) {
        let path = folder.join(FILE);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Self::default(), None),
            Err(source) => return (Self::default(), Some(SettingsProblem::Unreadable { path, source })),
        };
        let (settings, reason) = match serde_json::from_slice(&text) {
            Ok(Value::Object(members)) => Self::from_members(members),
            Ok(_) => (Self::default(), Some("it is no JSON object".to_owned())),
            Err(error) => (Self::default(), Some(error.to_string())),
        };
        (settings.sane(), reason.map(|reason| back_up(folder, &text, reason)))
    }

    /// Writes the file as a whole. Members that are in it and not known here stay.
    pub fn save(&self, folder: &Path) -> Result<(), SettingsProblem> {
        let path = folder.join(FILE);
        let write = || {
            fs::create_dir_all(folder)?;
            let mut value = match fs::read(&path) {
                Ok(text) => {
                    let value = serde_json::from_slice(&text);
                    if value.is_err() {
                        // Broken since it was loaded, by an edit perhaps.
                        Draft::write(&folder.join(BACKUP), &text, Access::Private)?.put_in_place()?;
                    }
                    value.unwrap_or_default()
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => Value::Null,
                Err(error) => return Err(error),
            };
            // Keys that are usual again are not written, so the old ones must not stay.
            if let Some(keys) = value.get_mut("keys") {
                *keys = Value::Null;
            }
            merge(&mut value, serde_json::to_value(self)?);
            let mut text = serde_json::to_vec_pretty(&value)?;
            text.push(b'\n');
            // A person may keep the file elsewhere and link to it.
            let target = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
            Draft::write(&target, &text, Access::Private)?.put_in_place()
        };
        match write() {
            Ok(_) => Ok(()),
            Err(source) => Err(SettingsProblem::NotSaved { path: path.clone(), source }),
        }
    }

    /// Takes over a new value.
    pub fn set(&mut self, setting: Setting) {
        match setting {
            Setting::Theme(theme) => self.theme = theme,
            Setting::UiScale(scale) => {
                // In whole percent, so that steps up and down meet again.
                self.ui_scale = ((scale * 100.0).round() / 100.0).clamp(*UI_SCALES.start(), *UI_SCALES.end());
            }
            Setting::Motion(motion) => self.reduced_motion = motion,
            Setting::Orientation(orientation) => self.orientation = orientation,
            Setting::Wires(wires) => self.wires = wires,
            Setting::Language(language) => self.language = language,
            Setting::Numbers(numbers) => self.numbers = numbers,
            Setting::Keys(keys) => self.keys = keys,
            Setting::Exports(exports) => self.exports = exports,
        }
    }

    /// The next size of the interface up or down.
    pub fn stepped_scale(&self, larger: bool) -> f32 {
        let beyond = |step: &&f32| {
            if larger { **step > self.ui_scale + 0.004 } else { **step < self.ui_scale - 0.004 }
        };
        let next = if larger {
            UI_SCALE_STEPS.iter().find(beyond)
        } else {
            UI_SCALE_STEPS.iter().rev().find(beyond)
        };
        next.copied().unwrap_or(self.ui_scale)
    }

    /// Takes note that a command was started from the list of commands.
    pub fn remember_command(&mut self, command: Command) {
        let id = command.id();
        self.recent_commands.retain(|other| *other != id);
        self.recent_commands.insert(0, id);
        self.recent_commands.truncate(RECENT_COMMANDS);
    }

    /// Leaves out the members that are wrong, and says which.
    fn from_members(mut members: Map<String, Value>) -> (Self, Option<String>) {
        let mut wrong = Vec::new();
        members.retain(|key, value| {
            let alone = Value::Object(Map::from_iter([(key.clone(), value.clone())]));
            let result = serde_json::from_value::<Self>(alone);
            if let Err(error) = &result {
                wrong.push(format!("{key}: {error}"));
            }
            result.is_ok()
        });
        match serde_json::from_value(Value::Object(members)) {
            Ok(settings) if wrong.is_empty() => (settings, None),
            Ok(settings) => (settings, Some(wrong.join("; "))),
            Err(error) => (Self::default(), Some(error.to_string())),
        }
    }

    /// Brings sizes within bounds in which the window can be used, however they came about.
    fn sane(mut self) -> Self {
        let Panels { left_width, right_width, drawer_height, .. } = &mut self.panels;
        *left_width = left_width.clamp(160.0, 640.0);
        *right_width = right_width.clamp(220.0, 800.0);
        *drawer_height = drawer_height.clamp(80.0, 800.0);
        self.ui_scale = self.ui_scale.clamp(*UI_SCALES.start(), *UI_SCALES.end());
        self
    }
}

impl Connection {
    /// A name and a password inside the address of `endpoint` are left out.
    pub fn new(profile: Option<String>, region: Option<String>, endpoint: Option<&str>) -> Self {
        Self { profile, region, endpoint: endpoint.map(without_user) }
    }

    /// Where requests go instead of to AWS, for a local stand-in.
    pub fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }
}

impl From<ThemeChoice> for eframe::egui::ThemePreference {
    fn from(choice: ThemeChoice) -> Self {
        match choice {
            ThemeChoice::System => Self::System,
            ThemeChoice::Dark | ThemeChoice::HighContrast => Self::Dark,
            ThemeChoice::Light => Self::Light,
        }
    }
}

/// `scheme://user:secret@host/path?key=secret` without user, secrets and question.
fn without_user(endpoint: &str) -> String {
    let endpoint = endpoint.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = match endpoint.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), endpoint),
    };
    let (host, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}{host}{path}")
}

/// Puts `new` over `old`, object into object.
fn merge(old: &mut Value, new: Value) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in new {
                merge(old.entry(key).or_insert(Value::Null), value);
            }
        }
        (old, new) => *old = new,
    }
}

fn back_up(folder: &Path, text: &[u8], reason: String) -> SettingsProblem {
    let backup = folder.join(BACKUP);
    match Draft::write(&backup, text, Access::Private).and_then(Draft::put_in_place) {
        Ok(_) => SettingsProblem::Broken { reason, backup },
        Err(source) => SettingsProblem::Unreadable { path: backup, source },
    }
}

#[cfg(test)]
mod tests {
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
        let folder = folder_with(
            r#"{"future": [1.50], "theme": "dark", "panels": {"rulers": true, "leftWidth": 300}}"#,
        );
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
        for (written, read) in [
            ("true", Motion::On),
            ("false", Motion::System),
            ("\"off\"", Motion::Off),
            ("\"on\"", Motion::On),
        ] {
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
}
